//! From the checked tree to the plan: the parts are put together, and what needs several values at once is checked.

mod adjust;
mod at;
mod dependence;
mod finance;
mod goals;
pub(super) mod levers;
mod links;
mod opening;
pub(super) mod paths;
mod pipeline;
mod retention;
mod risks;
mod run;
mod sales_force;
mod segment;
mod target;

pub use at::At;

use super::node::Table;
use super::read::Reading;
use crate::plan::{Plan, RunDefaults, Sampling, Target};
use std::collections::BTreeMap;

/// The plan that the walked tree says; of use only where no mistake was found.
pub fn plan(reading: &mut Reading<'_>, root: &Table, digest: String) -> Plan {
    let root = At::root(root);
    let mut plan = empty(reading, digest);
    heading(reading, &root, &mut plan);
    plan.stages = pipeline::stage_names(reading, &root);
    for (name, at) in root.members("segments") {
        let segment = segment::read(reading, &at, name, &plan.stages);
        plan.segments.push(segment);
    }
    plan.finance = root.inside("finance").map(|at| finance::read(reading, &at));
    target::read(reading, &root, &mut plan);
    goals::read(reading, &root, &mut plan);
    goals::owners(reading, &root, &mut plan);
    plan.risks = risks::read(reading, &root);
    adjust::apply_all(reading, &root);
    risks::apply(reading, &root);
    adjust::check_above_zero(reading);
    opening::check_adjusted(reading, &root);
    plan.levers = levers::read(reading, &root);
    plan.dependence = dependence::read(reading, &root);
    plan.run = run::read(reading, &root);
    plan.drivers = std::mem::take(&mut reading.drivers);
    plan.counts = std::mem::take(&mut reading.counts);
    plan
}

fn empty(reading: &Reading<'_>, digest: String) -> Plan {
    Plan {
        name: String::new(),
        currency: String::new(),
        calendar: reading.calendar.clone(),
        target: Target { arr: 0.0, by: reading.calendar.months, path: Vec::new(), mix: BTreeMap::new(), tam: None },
        goals: Vec::new(),
        drivers: Vec::new(),
        counts: Vec::new(),
        segments: Vec::new(),
        stages: Vec::new(),
        finance: None,
        dependence: Vec::new(),
        risks: Vec::new(),
        levers: Vec::new(),
        owners: BTreeMap::new(),
        run: RunDefaults { trials: 1, seed: 1, sampling: Sampling::Random },
        digest,
    }
}

/// `[plan]`.
fn heading(reading: &mut Reading<'_>, root: &At<'_>, plan: &mut Plan) {
    let Some(at) = root.inside("plan") else { return };
    plan.name = at.text("name").unwrap_or_default().to_string();
    if at.has("name") && plan.name.trim().is_empty() && at.text("name").is_some() {
        reading.say(
            crate::diagnostic::Diagnostic::error(super::codes::BAD_NAME, "the plan's name is empty")
                .at(&at.value_place("name"), "")
                .help("write a name that readers know the plan by"),
        );
    }
    let last = reading.calendar.month(reading.calendar.months);
    if last.year() > 9999 {
        let message = format!("the plan ends in {last}, but months are known up to 9999-12");
        reading.say(
            crate::diagnostic::Diagnostic::error(super::codes::OUT_OF_RANGE, message)
                .at(&at.value_place("start"), "")
                .help("start earlier"),
        );
    }
    plan.currency = at.text("currency").unwrap_or("USD").to_string();
    let is_code = plan.currency.len() == 3 && plan.currency.bytes().all(|b| b.is_ascii_uppercase());
    if !is_code {
        let message = format!("currency must be an ISO 4217 code of three capital letters, got {:?}", plan.currency);
        let meant = match plan.currency.as_str() {
            "$" => Some("USD".to_string()),
            "€" => Some("EUR".to_string()),
            "£" => Some("GBP".to_string()),
            code if code.len() == 3 && code.is_ascii() => Some(code.to_uppercase()),
            _ => None,
        };
        let mistake = crate::diagnostic::Diagnostic::error(super::codes::OUT_OF_RANGE, message)
            .at(&at.value_place("currency"), "");
        reading.say(match meant {
            Some(meant) => mistake.help(format!("did you mean currency = \"{meant}\"?")),
            None => mistake.help("for example currency = \"USD\""),
        });
    }
    let fiscal = reading.calendar.fiscal_year_start.to_string();
    reading.settle_default("plan.fiscal_year_start", fiscal);
}
