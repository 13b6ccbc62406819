//! One scenario against the first: paired differences, in what they differ, and what that contributes.

use super::{Compared, amount_with_error, points_with_error, words};
use crate::analysis::Estimate;
use crate::analysis::compare::{
    Against, Contribution, Contributions, Difference, Measure, NoContributions, without_names,
};
use crate::plan::pair::{self, Kind};
use crate::report::chances;
use crate::report::format::{self, MoneyBlock};
use crate::report::summary::{Section, Table};

/// Differences that are listed at most; all are in the files.
const MOST_LISTED: usize = 40;

/// The sections of one comparison.
pub(super) fn sections(compared: &Compared<'_>, against: &Against) -> Vec<Section> {
    let mut out = vec![paired(compared, against)];
    out.push(differences(compared, against));
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
        table: Some(Table { header, rows: against.paired.measures.iter().filter(told).map(row).collect() }),
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
/// supports.
pub fn parts<'c>(compared: &Compared<'c>, found: &Contributions) -> MoneyBlock<'c> {
    let error = least_error(found, |c| &c.arr).unwrap_or(0.0);
    MoneyBlock::new(found.players.iter().filter_map(|c| c.arr.value), error, compared.currency())
}

fn least_error(found: &Contributions, of: fn(&Contribution) -> &Estimate) -> Option<f64> {
    let errors = found.players.iter().filter_map(|c| format::half_width(of(c))).filter(|error| *error > 0.0);
    errors.min_by(f64::total_cmp)
}

fn measure(measure: Measure, compared: &Compared<'_>) -> String {
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
        return format!("{other} has the same ARR as {first} in every future: every difference is exactly 0");
    }
    let often = chances::share_of_futures(&against.paired.higher, compared.result.paired_trials);
    let level = match against.paired.same {
        0.0 => String::new(),
        same => format!("; the two are level in {}", format::percent(same)),
    };
    format!("ARR of {other} at the end of {} is above that of {first} {often}{level}", compared.date())
}

fn paired_notes(compared: &Compared<'_>, against: &Against) -> Vec<String> {
    let paired = &against.paired;
    let mut out = Vec::new();
    if compared.result.paired_trials > 1 && !paired.identical {
        out.push("±: 95 % simulation error of the difference, from trials on the same random numbers".to_string());
    }
    if paired.paired_error > 0.0 && paired.unpaired_error > paired.paired_error {
        let times = format::count((10.0 * paired.unpaired_error / paired.paired_error).round() / 10.0);
        out.push(format!("In mean ARR it is {times} times narrower than that of two runs of their own"));
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

/// What the files say in the places in which they differ.
fn differences(compared: &Compared<'_>, against: &Against) -> Section {
    let (first, other) = (compared.first(), compared.other(against));
    let title = format!("In what {other} differs from {first}");
    if against.differences.is_empty() {
        let lines = vec!["In nothing that changes a result".to_string()];
        return Section { title, lines, ..Section::default() };
    }
    let rows = rows(compared, against);
    let more = rows.len().saturating_sub(MOST_LISTED);
    let mut notes = Vec::new();
    if against.differences.iter().any(|d| d.part.is_none()) {
        notes.push("*  changes neither ARR nor whether the target is hit".to_string());
    }
    if more > 0 {
        notes.push(format!("{more} more are in compare_differences.csv"));
    }
    // sentences, since both sides in columns are wider than a terminal
    let line = |row: [String; 3]| format!("{}: {}  →  {}", row[0], row[1], row[2]);
    let lines = rows.into_iter().take(MOST_LISTED).map(line).collect();
    Section { title, lines, notes, ..Section::default() }
}

/// A row a difference; inputs that one pattern names, and of which the same is to be said, share one.
fn rows(compared: &Compared<'_>, against: &Against) -> Vec<[String; 3]> {
    let (a, b) = (compared.plans[0], compared.plans[against.scenario]);
    let mut rows: Vec<(Vec<&pair::Difference>, [String; 2])> = Vec::new();
    for d in &against.differences {
        let said = words::both(a, b, d);
        let pattern = |d: &pair::Difference| (d.kind, without_names(&d.name), d.part.is_some());
        let alike = |(all, words): &&mut (Vec<&pair::Difference>, [String; 2])| {
            d.kind == Kind::Driver && pattern(all[0]) == pattern(d) && *words == said
        };
        match rows.iter_mut().find(alike) {
            Some((all, _)) => all.push(d),
            None => rows.push((vec![d], said)),
        }
    }
    let row = |(all, [x, y]): (Vec<&pair::Difference>, [String; 2])| {
        let mark = if all[0].part.is_none() { " *" } else { "" };
        let paths: Vec<&str> = all.iter().map(|d| d.name.as_str()).collect();
        let title = match paths.len() {
            1 => difference_title(all[0]),
            _ => super::labels::inputs(&paths),
        };
        [format!("{title}{mark}"), x, y]
    };
    rows.into_iter().map(row).collect()
}

/// "enterprise: win rate", "risk downturn", "target".
pub fn difference_title(d: &pair::Difference) -> String {
    let name = format::one_line(&d.name);
    match d.kind {
        Kind::Target => "target".to_string(),
        Kind::Driver | Kind::Counts => super::labels::input(&d.name),
        Kind::Risk => format!("risk {name}"),
        Kind::Structure => super::labels::input(&d.name),
        Kind::Correlations => "correlations".to_string(),
        Kind::Lever => format!("lever {name}"),
        Kind::Goal(i) => format!("goal {}", i + 1),
    }
}

fn contributions(compared: &Compared<'_>, against: &Against) -> Option<Section> {
    let (first, other) = (compared.first(), compared.other(against));
    let title = format!("What each difference contributes, from {first} to {other}");
    let found = match &against.contributions {
        Ok(found) => found,
        Err(NoContributions::NotAsked) => return None,
        Err(NoContributions::Impossible(why)) => {
            let lines = vec![
                "Not told: a plan with some of the differences and without the others cannot be run".to_string(),
                why.to_string(),
            ];
            return Some(Section { title, lines, ..Section::default() });
        }
    };
    if found.players.is_empty() {
        return None;
    }
    let column = OneColumn::of(compared, found);
    let named = |c: &Contribution| super::player(compared, against.scenario, &c.parts);
    let mut rows: Vec<Vec<String>> =
        found.players.iter().map(|c| vec![named(c), column.amount(&c.arr), column.points(&c.hit)]).collect();
    rows.push(vec![
        "All together".to_string(),
        column.amount(&Estimate { value: Some(found.arr), ..Estimate::default() }),
        column.points(&Estimate { value: Some(found.hit), ..Estimate::default() }),
    ]);
    let header = ["", "Mean ARR", "P(hit)"].map(String::from).to_vec();
    let notes = vec![format!(
        "Shapley values from {} trials, fitted to the differences above; they add up",
        format::whole(found.trials)
    )];
    Some(Section { title, lines: Vec::new(), table: Some(Table { header, rows }), notes })
}

/// How the contributions of one table are written.
struct OneColumn<'c> {
    block: MoneyBlock<'c>,
    currency: &'c str,
    least_points: f64,
}

impl<'c> OneColumn<'c> {
    fn of(compared: &Compared<'c>, found: &Contributions) -> Self {
        Self {
            block: parts(compared, found),
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
