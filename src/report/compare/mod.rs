//! The comparison of scenarios in words.

mod against;
pub(in crate::report) mod differences;
mod labels;
mod sheets;
mod side_by_side;
mod words;

pub(in crate::report) use against::{IMPOSSIBLE, how_compared, least_error, measure, parts_note};
pub use against::{amounts, parts, unseparated};
pub use differences::difference_title;
pub use labels::{figure_name, names, player};
pub use sheets::sheets;
pub(in crate::report) use side_by_side::{mixed, own_targets};
pub(in crate::report) use words::{change, window};

use super::summary::{Section, Summary};
use super::{chances, findings, format};
use crate::analysis::Estimate;
use crate::analysis::compare::{Against, Comparison, Contributions, Measure, Mismatch, Scenario};
use crate::plan::Plan;

/// A comparison with what it is called by.
#[derive(Clone, Copy)]
pub struct Compared<'c> {
    /// A short name a scenario, each another.
    pub names: &'c [String],
    /// The plans.
    pub plans: &'c [&'c Plan],
    /// The answer.
    pub result: &'c Comparison,
}

impl<'c> Compared<'c> {
    /// The name of the first scenario.
    pub fn first(&self) -> &'c str {
        &self.names[0]
    }

    /// The name of the one that is compared with it.
    pub fn other(&self, against: &Against) -> &'c str {
        &self.names[against.scenario]
    }

    /// "Dec 2027": the date at which ARR is compared.
    pub fn date(&self) -> String {
        format::month(self.plans[0].calendar.month(self.result.date))
    }

    /// The currency, which all have in common.
    pub fn currency(&self) -> &'c str {
        &self.plans[0].currency
    }

    /// Whether all scenarios want the same ARR at the same date.
    pub fn same_target(&self) -> bool {
        let target = |plan: &Plan| (plan.target.arr, plan.target.by);
        self.plans.iter().all(|plan| target(plan) == target(self.plans[0]))
    }
}

/// The summary: each scenario's odds, then side by side, then every one against the first.
pub fn summary(compared: &Compared<'_>) -> Summary {
    let plan = compared.plans[0];
    let months = format::months(plan.calendar.months as f64);
    let others = compared.names[1..].join(", ");
    let mut sections = vec![side_by_side::section(compared), side_by_side::quarters(compared)];
    for against in &compared.result.against_first {
        sections.extend(against::sections(compared, against));
    }
    Summary {
        title: format!(
            "{} compared with {others} ({months} from {})",
            compared.first(),
            format::month(plan.calendar.month(1))
        ),
        headline: headline(compared),
        sections: sections.into_iter().filter(|s: &Section| !s.title.is_empty()).collect(),
    }
}

/// The odds of each, then what each comparison says.
fn headline(compared: &Compared<'_>) -> Vec<String> {
    let odds = |(i, plan): (usize, &&Plan)| {
        let scenario = &compared.result.scenarios[i];
        let target = findings::target(plan, &scenario.odds);
        let often = chances::share_of_futures(&scenario.odds.probability, compared.result.trials);
        let given = if i == 0 { "Given these assumptions, " } else { "" };
        format!("{given}{} reaches {target} {often}", compared.names[i])
    };
    let mut lines: Vec<String> = compared.plans.iter().enumerate().map(odds).collect();
    lines.extend(compared.result.against_first.iter().map(|against| sentence(compared, against)));
    lines
}

/// Said where no trial differs in ARR or in whether the target is hit. Goals and cash may differ all the same.
const SAME: &str = "the same ARR in every future, so every difference in ARR and P(hit) is exactly 0";

/// "Reaching $20.0M ARR by Dec 2027: base in 34 of 100 futures, upside in 61, downside in 4".
pub fn odds_in_a_line(compared: &Compared<'_>) -> String {
    let scenarios = &compared.result.scenarios;
    let what = match compared.same_target() {
        true => findings::target(compared.plans[0], &scenarios[0].odds),
        false => "their targets".to_string(),
    };
    let shares: Vec<f64> = scenarios.iter().filter_map(|s| s.odds.probability.value).collect();
    let whole = shares.len() == scenarios.len() && shares.iter().all(|p| (0.01..=0.99).contains(p));
    let odds = |(i, (name, s)): (usize, (&String, &Scenario))| match (whole, i) {
        (true, 0) => format!("{name} in {:.0} of 100 futures", 100.0 * shares[0]),
        (true, _) => format!("{name} in {:.0}", 100.0 * shares[i]),
        _ => format!("{name} {}", format::probability(&s.odds.probability)),
    };
    let all: Vec<String> = compared.names.iter().zip(scenarios).enumerate().map(odds).collect();
    format!("Reaching {what}: {}", all.join(", "))
}

/// "upside against base: P(hit) +28.1 points (± 0.3), ARR +$1.5M on average; upside is ahead in 97 of 100 futures".
pub fn sentence(compared: &Compared<'_>, against: &Against) -> String {
    let (first, other) = (compared.first(), compared.other(against));
    let paired = &against.paired;
    if paired.identical {
        return format!("{other} against {first}: {SAME}");
    }
    let trials = compared.result.paired_trials;
    let ahead = format!("; {other} is ahead in ARR {}", chances::share_of_futures(&paired.higher, trials));
    if trials == 1 {
        let arr = paired.of(Measure::MeanArr).and_then(|d| d.difference.value).unwrap_or(f64::NAN);
        let arr = format::MoneyBlock::new([arr], 0.0, compared.currency()).signed(arr);
        return format!("{other} against {first}: ARR {arr} in the one future simulated");
    }
    let hit = paired.of(Measure::Hit).map(|d| points_with_error(&d.difference)).unwrap_or_default();
    let arr = paired.of(Measure::MeanArr).map(|d| amount_with_error(compared, &d.difference)).unwrap_or_default();
    format!("{other} against {first}: P(hit) {hit}, mean ARR {arr}{ahead}")
}

/// "upside ends $1.5M above base on average; the largest part is enterprise win rate (+$0.6M)".
pub fn finding(compared: &Compared<'_>, against: &Against, found: &Contributions) -> String {
    let (first, other) = (compared.first(), compared.other(against));
    let error = against.paired.of(Measure::MeanArr).and_then(|d| format::half_width(&d.difference)).unwrap_or(0.0);
    let block = format::MoneyBlock::new([found.arr], error, compared.currency());
    let where_to = if found.arr < 0.0 { "below" } else { "above" };
    let whole = match block.is_zero(found.arr) {
        true => format!("{other} ends level with {first} on average"),
        false => format!("{other} ends {} {where_to} {first} on average", block.text(found.arr.abs())),
    };
    match found.players.first().and_then(|c| Some((c, c.arr.value?))) {
        Some((largest, value)) if value != 0.0 && !unseparated(&largest.arr) => {
            let label = player(compared, against.scenario, &largest.parts);
            format!("{whole}; the largest part is {label} ({})", parts(compared, against, found).signed(value))
        }
        _ => whole,
    }
}

/// "+9.4 points ± 0.3"; without an error where there is none.
pub fn points_with_error(e: &Estimate) -> String {
    let Some(value) = e.value else { return format::NOT_AVAILABLE.to_string() };
    match format::half_width(e) {
        Some(0.0) => format!("{} points", format::points_within(value, 0.0)),
        Some(error) => {
            let text = format::points_within(value, error);
            format!("{text} points ± {}{}", format::points(error), noise(e))
        }
        None => format!("{} points", format::points_within(value, 0.01)),
    }
}

/// "+$1.52M ± $0.01M".
pub fn amount_with_error(compared: &Compared<'_>, e: &Estimate) -> String {
    let Some(value) = e.value else { return format::NOT_AVAILABLE.to_string() };
    let error = format::half_width(e);
    let block = format::MoneyBlock::new([value], error.unwrap_or(0.0), compared.currency());
    match error.filter(|error| *error > 0.0) {
        Some(error) => {
            format!(
                "{} ± {}{}",
                block.signed(value),
                format::money_within(error, 0.3 * error, compared.currency()),
                noise(e)
            )
        }
        None => block.signed(value),
    }
}

/// Said after a difference that the trials cannot tell from 0.
fn noise(e: &Estimate) -> &'static str {
    if unseparated(e) { " (not told from 0 by these trials)" } else { "" }
}

/// What stands in the way of comparing two scenarios, with what each of them has.
pub fn mismatch(mismatch: Mismatch, first: (&str, &Plan), other: (&str, &Plan)) -> String {
    let of = |plan: &Plan| match mismatch {
        Mismatch::Start => format!("starts in {}", plan.calendar.start),
        Mismatch::Months => format!("has {}", format::months(plan.calendar.months as f64)),
        Mismatch::FiscalYear => format!("has fiscal_year_start = {}", plan.calendar.fiscal_year_start),
        Mismatch::Currency => format!("is in {}", plan.currency),
    };
    format!("{} cannot be compared with {}: it {}, {} {}", other.0, first.0, of(other.1), first.0, of(first.1))
}
