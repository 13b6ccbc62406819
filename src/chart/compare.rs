//! The charts of a comparison: ARR at the target date of every scenario, and the way from the first to each other.

use super::axis::{Axis, Level};
use super::ranges::{Bar, Group, Ranges, Row, Scales};
use super::waterfall::{Kind, Step, Waterfall};
use super::{Content, Figure};
use crate::analysis::compare::{Against, Contribution, Contributions, Scenario};
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::report::compare::{self, Compared};
use crate::report::findings::{self, P10, P50, P90};
use crate::report::format::{self, MoneyBlock};

/// All charts with the names of their files: the ranges, then a waterfall for each scenario but the first.
pub fn figures(compared: &Compared<'_>, provenance: &Provenance) -> Vec<(String, Figure)> {
    let mut out = vec![("compare_arr".to_string(), ranges(compared, provenance))];
    for against in &compared.result.against_first {
        if let Ok(found) = &against.contributions
            && !found.players.is_empty()
        {
            let name = compare::figure_name(compared, against.scenario);
            out.push((name, waterfall(compared, provenance, against, found)));
        }
    }
    out
}

fn ranges(compared: &Compared<'_>, provenance: &Provenance) -> Figure {
    let shared = compared.same_target();
    let scenarios = &compared.result.scenarios;
    let amounts = scenarios.iter().flat_map(|s| [P10, P50, P90].map(|i| s.odds.arr[i].value)).flatten();
    let block = MoneyBlock::new(amounts, 0.0, compared.currency());
    let row = |(i, s): (usize, &Scenario)| {
        let value = |p: usize| s.odds.arr[p].value.unwrap_or(f64::NAN);
        let bar = Bar {
            low: value(P10),
            median: value(P50),
            high: value(P90),
            low_text: block.text(value(P10)),
            median_text: block.text(value(P50)),
            high_text: block.text(value(P90)),
        };
        let level = (!shared).then_some(s.odds.target_arr);
        let aside = format::probability(&s.odds.probability);
        Row { label: compared.names[i].clone(), bars: vec![bar], level, aside }
    };
    let plan = compared.plans[0];
    let target = format::money_exact(plan.target.arr, &plan.currency);
    let level = shared.then(|| Level { value: plan.target.arr, text: format!("Target {target}") });
    let group = Group { heading: String::new(), rows: scenarios.iter().enumerate().map(row).collect() };
    let when = match shared {
        true => format!("ARR at the end of {}", compared.date()),
        false => "ARR at each scenario's target date; upright line: its target".to_string(),
    };
    let content = Ranges {
        key: Vec::new(),
        scales: Scales::Shared { axis: Axis::Money(compared.currency().to_string()), level },
        groups: vec![group],
        column: "P(hit)".to_string(),
        note: format!("{when}. Bars: P10 to P90; mark: P50."),
    };
    let title = compare::odds_in_a_line(compared);
    Figure { title, subtitle: subtitle(compared, provenance), content: Content::Ranges(content) }
}

fn subtitle(compared: &Compared<'_>, provenance: &Provenance) -> String {
    let plan: &Plan = compared.plans[0];
    findings::subtitle(plan, provenance)
}

fn waterfall(compared: &Compared<'_>, provenance: &Provenance, against: &Against, found: &Contributions) -> Figure {
    let (first, other) = (compared.first(), compared.other(against));
    let mean = |i: usize| compared.result.scenarios[i].mean_arr;
    let (from, to) = (mean(0), mean(against.scenario));
    let (block, of_parts) = (compare::amounts(compared, against), compare::parts(compared, against, found));
    let total = |label: &str, value: f64| Step {
        label: label.to_string(),
        kind: Kind::Total,
        value,
        text: block.text(value),
        interval: None,
    };
    let change = |c: &Contribution| {
        let value = c.arr.value.unwrap_or(f64::NAN);
        Step {
            label: compare::player(compared, against.scenario, &c.parts),
            kind: Kind::Change,
            value,
            text: of_parts.signed(value),
            interval: c.arr.low.zip(c.arr.high),
        }
    };
    let mut steps = vec![total(first, from)];
    // a target moves no ARR
    steps.extend(found.players.iter().filter(|c| c.arr.value != Some(0.0)).map(change));
    steps.push(total(other, to));
    let target = format::money_exact(compared.plans[0].target.arr, compared.currency());
    let level =
        compared.same_target().then(|| Level { value: compared.plans[0].target.arr, text: format!("Target {target}") });
    let note = format!(
        "Mean ARR at the end of {}. Bars: what each difference contributes (Shapley values, which add up); thin lines: \
         95 % simulation error.",
        compared.date()
    );
    let axis = Axis::Money(compared.currency().to_string());
    let title = compare::finding(compared, against, found);
    let content = Content::Waterfall(Waterfall { axis, steps, level, note });
    Figure { title, subtitle: subtitle(compared, provenance), content }
}
