//! One scenario against the first: paired differences, in what they differ, and what that contributes.

use super::{Compared, amount_with_error, points_with_error};
use crate::analysis::Estimate;
use crate::analysis::compare::{Against, Contribution, Contributions, Difference, Measure, NoContributions};
use crate::report::chances;
use crate::report::format::{self, MoneyBlock};
use crate::report::summary::{Section, Table, fitted, with_fitted_headings};

/// The sections of one comparison.
pub(super) fn sections(compared: &Compared<'_>, against: &Against) -> Vec<Section> {
    let mut out = vec![paired(compared, against)];
    out.push(super::differences::section(compared, against));
    out.extend(contributions(compared, against));
    out
}

/// Whether an interval leaves open on which side of 0 a difference lies.
pub fn unseparated(e: &Estimate) -> bool {
    match (e.value, e.low, e.high) {
        (Some(value), Some(low), Some(high)) => value != 0.0 && low <= 0.0 && high >= 0.0,
        _ => false,
    }
}

fn paired(compared: &Compared<'_>, against: &Against) -> Section {
    let (first, other) = (compared.first(), compared.other(against));
    let block = amounts(compared, against);
    let row = |d: &Difference| {
        let percent = |x: f64| format::percent_within(x, format::half_width(&d.difference).unwrap_or(0.01));
        let (a, b, difference) = match d.measure {
            Measure::Hit => (percent(d.first), percent(d.other), points_with_error(&d.difference)),
            _ => (block.text(d.first), block.text(d.other), amount_with_error(compared, &d.difference)),
        };
        vec![measure(d.measure, compared), a, b, difference]
    };
    let header = vec![String::new(), first.to_string(), other.to_string(), "Difference".to_string()];
    // one trial has no percentiles and no odds
    let told = |d: &&Difference| {
        let needs_more = matches!(d.measure, Measure::P10 | Measure::P50 | Measure::P90 | Measure::Hit);
        compared.result.paired_trials > 1 || !needs_more
    };
    Section {
        title: format!("{other} against {first}: the same futures"),
        lines: vec![ahead(compared, against)],
        table: Some(with_fitted_headings(
            Table { header, rows: against.paired.measures.iter().filter(told).map(row).collect() },
            &[1, 2],
        )),
        notes: paired_notes(compared, against),
    }
}

/// One unit and number of decimals for the amounts of one comparison.
pub fn amounts<'c>(compared: &Compared<'c>, against: &Against) -> MoneyBlock<'c> {
    let money: Vec<&Difference> = against.paired.measures.iter().filter(|d| d.measure != Measure::Hit).collect();
    let error = money.iter().filter_map(|d| format::half_width(&d.difference)).fold(0.0, f64::max);
    MoneyBlock::new(money.iter().flat_map(|d| [d.first, d.other]), error, compared.currency())
}

/// One unit and number of decimals for contributions, which are read as a sum: the digits that the best known of them
/// supports; where the trials are too few for intervals, those of the whole difference, which is known better than its
/// parts.
pub fn parts<'c>(compared: &Compared<'c>, against: &Against, found: &Contributions) -> MoneyBlock<'c> {
    let whole = || against.paired.of(Measure::MeanArr).and_then(|d| format::half_width(&d.difference));
    let error = least_error(found, |c| &c.arr).or_else(whole).unwrap_or(0.0);
    MoneyBlock::new(found.players.iter().filter_map(|c| c.arr.value), error, compared.currency())
}

pub(in crate::report) fn least_error(found: &Contributions, of: fn(&Contribution) -> &Estimate) -> Option<f64> {
    let errors = found.players.iter().filter_map(|c| format::half_width(of(c))).filter(|error| *error > 0.0);
    errors.min_by(f64::total_cmp)
}

/// What is compared, in words.
pub(in crate::report) fn measure(measure: Measure, compared: &Compared<'_>) -> String {
    let date = compared.date();
    let mean = if compared.result.paired_trials > 1 { ", mean" } else { "" };
    match measure {
        Measure::Hit => "P(hit)".to_string(),
        Measure::MeanArr => format!("ARR {date}{mean}"),
        Measure::P10 => format!("ARR {date}, P10"),
        Measure::P50 => format!("ARR {date}, P50"),
        Measure::P90 => format!("ARR {date}, P90"),
        Measure::NewArr => format!("New ARR to {date}{mean}"),
        Measure::ChurnedArr => format!("Churned ARR to {date}{mean}"),
    }
}

/// "upside is ahead of base in 97 of 100 futures, and level in none".
fn ahead(compared: &Compared<'_>, against: &Against) -> String {
    let (first, other) = (compared.first(), compared.other(against));
    if against.paired.identical {
        return super::sentence(compared, against);
    }
    let often = chances::share_of_futures(&against.paired.higher, compared.result.paired_trials);
    let level = match against.paired.same {
        0.0 => String::new(),
        same => format!("; the two are level in {}", format::percent(same)),
    };
    format!("ARR of {other} at the end of {} is above that of {first} {often}{level}", compared.date())
}

fn paired_notes(compared: &Compared<'_>, against: &Against) -> Vec<String> {
    let told = compared.result.paired_trials > 1 && !against.paired.identical;
    let error = "±: 95 % simulation error of the difference, from trials on the same random numbers";
    told.then(|| error.to_string()).into_iter().chain(how_compared(compared, against)).collect()
}

/// How much is won by comparing the same trials, how many of them there are, and at which date.
pub(in crate::report) fn how_compared(compared: &Compared<'_>, against: &Against) -> Vec<String> {
    let paired = &against.paired;
    let mut out = Vec::new();
    if paired.paired_error > 0.0 && paired.unpaired_error > paired.paired_error {
        let times = format::count((10.0 * paired.unpaired_error / paired.paired_error).round() / 10.0);
        out.push(format!("Of mean ARR that error is {times} times narrower than that of two runs of their own"));
    }
    if compared.result.paired_trials < compared.result.trials {
        let trials = format::whole(compared.result.paired_trials);
        out.push(format!("Differences are taken over the first {trials} trials"));
    }
    let (first, other) = (compared.plans[0], compared.plans[against.scenario]);
    if first.target.by != other.target.by {
        out.push(format!("ARR of both at the end of {}; P(hit) of each at its own target date", compared.date()));
    }
    out
}

/// Why nothing is told of what the differences contribute.
pub(in crate::report) const IMPOSSIBLE: &str =
    "Not told: a plan with some of the differences and without the others cannot be run";

/// Where the contributions come from.
pub(in crate::report) fn parts_note(found: &Contributions) -> String {
    let trials = format::whole(found.trials);
    format!("Shapley values from {trials} trials, fitted to the paired differences; they add up")
}

fn contributions(compared: &Compared<'_>, against: &Against) -> Option<Section> {
    let (first, other) = (compared.first(), compared.other(against));
    let title = format!("What each difference contributes, from {first} to {other}");
    let found = match &against.contributions {
        Ok(found) => found,
        Err(NoContributions::NotAsked) => return None,
        Err(NoContributions::Impossible(why)) => {
            return Some(Section { title, lines: vec![IMPOSSIBLE.to_string(), why.to_string()], ..Section::default() });
        }
    };
    if found.players.is_empty() {
        return None;
    }
    let column = OneColumn::of(compared, against, found);
    let named = |c: &Contribution| super::player(compared, against.scenario, &c.parts);
    let mut rows: Vec<Vec<String>> =
        found.players.iter().map(|c| vec![named(c), column.amount(&c.arr), column.points(&c.hit)]).collect();
    rows.push(vec![
        "All together".to_string(),
        column.amount(&Estimate { value: Some(found.arr), ..Estimate::default() }),
        column.points(&Estimate { value: Some(found.hit), ..Estimate::default() }),
    ]);
    let header = ["", "Mean ARR", "P(hit)"].map(String::from).to_vec();
    let notes = vec![parts_note(found)];
    Some(Section { title, lines: Vec::new(), table: Some(fitted(Table { header, rows }, &[0])), notes })
}

/// How the contributions of one table are written.
struct OneColumn<'c> {
    block: MoneyBlock<'c>,
    currency: &'c str,
    least_points: f64,
}

impl<'c> OneColumn<'c> {
    fn of(compared: &Compared<'c>, against: &Against, found: &Contributions) -> Self {
        Self {
            block: parts(compared, against, found),
            currency: compared.currency(),
            least_points: least_error(found, |c| &c.hit).unwrap_or(0.01),
        }
    }

    fn amount(&self, e: &Estimate) -> String {
        let Some(value) = e.value else { return format::NOT_AVAILABLE.to_string() };
        let error = format::half_width(e).filter(|error| *error > 0.0);
        let error = error.map(|error| format!(" ± {}", format::money_within(error, 0.3 * error, self.currency)));
        format!("{}{}{}", self.block.signed(value), error.unwrap_or_default(), super::noise(e))
    }

    fn points(&self, e: &Estimate) -> String {
        let Some(value) = e.value else { return format::NOT_AVAILABLE.to_string() };
        let error = format::half_width(e).filter(|error| *error > 0.0);
        let error = error.map(|error| format!(" ± {}", format::points(error)));
        let text = format::points_within(value, self.least_points);
        format!("{text} points{}{}", error.unwrap_or_default(), super::noise(e))
    }
}
