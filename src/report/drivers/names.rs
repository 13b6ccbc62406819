//! What drivers, groups of them and other sources are called.

use crate::analysis::drivers::{GroupKey, Input, block_of};
use crate::plan::{DriverId, Plan, Value};
use crate::report::{format, limits};

/// Longest name of a driver in a table, characters.
const LONGEST_NAME: usize = 60;
/// Kinds of drivers that a group's name says.
const KINDS_SAID: usize = 3;

/// A driver by what it is, or a risk: "enterprise inbound mql rate", "risk downturn".
pub fn input(plan: &Plan, input: Input) -> String {
    match input {
        Input::Driver(id) => driver(plan, id),
        Input::Risk(risk) => format::shorten(&format!("risk {}", plan.risks[risk].name), LONGEST_NAME),
    }
}

/// The same with the number of the group that it is correlated in: "enterprise win rate [1]".
pub fn input_in_group(plan: &Plan, of: Input) -> String {
    let block = match of {
        Input::Driver(id) => block_of(plan, id),
        Input::Risk(_) => None,
    };
    let group = block.map_or(String::new(), |block| format!(" {}", number(block)));
    format!("{}{group}", input(plan, of))
}

fn driver(plan: &Plan, id: DriverId) -> String {
    format::input_name(&plan.driver(id).path)
}

fn number(block: usize) -> String {
    format!("[{}]", block + 1)
}

/// "[1] 15 correlated drivers (annual churn, annual expansion, size ...)".
pub fn block(plan: &Plan, block: usize) -> String {
    let drivers = &plan.dependence[block].drivers;
    let mut kinds: Vec<String> = Vec::new();
    for id in drivers {
        let path: Vec<&str> = plan.driver(*id).path.split('.').collect();
        let kind = format::input_words(&path[path.len().saturating_sub(1)..]);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let more = if kinds.len() > KINDS_SAID { ", ..." } else { "" };
    kinds.truncate(KINDS_SAID);
    format!("{} {} correlated drivers ({}{more})", number(block), drivers.len(), kinds.join(", "))
}

/// A row of shares of variance.
pub fn group(plan: &Plan, key: &GroupKey) -> String {
    match key {
        GroupKey::Driver(id) => driver(plan, *id),
        GroupKey::Others => "All other drivers".to_string(),
        GroupKey::Owner(owner) => format::shorten(owner, LONGEST_NAME),
        GroupKey::Segment(segment) => limits::segment_name(plan, *segment),
        GroupKey::Company => "Drivers of no segment".to_string(),
        GroupKey::Block(b) => block(plan, *b),
        GroupKey::Risks => "Risks: which strike, and when".to_string(),
        GroupKey::Chance => "Chance: counts and deal sizes".to_string(),
        GroupKey::Together => "Several of these together".to_string(),
    }
}

/// The same inside a sentence: "chance", "15 correlated drivers (annual churn, ...)".
pub fn in_sentence(plan: &Plan, key: &GroupKey) -> String {
    match key {
        GroupKey::Risks => "the risks".to_string(),
        GroupKey::Chance => "chance".to_string(),
        GroupKey::Others => "all other drivers".to_string(),
        GroupKey::Block(b) => {
            let name = block(plan, *b);
            name.split_once(' ').map_or(name.clone(), |(_, name)| name.to_string())
        }
        _ => group(plan, key),
    }
}

/// Whether a driver is drawn more than once a trial.
pub fn varies(plan: &Plan, input: Input) -> bool {
    let Input::Driver(id) = input else { return false };
    matches!(&plan.driver(id).value, Value::Random(random) if random.per != crate::plan::Per::Plan)
}
