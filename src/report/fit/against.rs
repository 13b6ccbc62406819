//! The plan against history.

use super::beside::{Numbers, numbers};
use super::opening::opening;
use super::values;
use super::wrap::wrapped;
use super::{Beside, Told, drivers, head};
use crate::analysis::compare::{self as analysis, Contribution, Contributions, Measure};
use crate::analysis::fit::{Added, Held, LeftOut, MOST_DAYS_APART, Why, WhyAdded, segment_of};
use crate::fit::driver::Fitted;
use crate::fit::finding::Weight;
use crate::fit::text;
use crate::plan::pair::Part;
use crate::report::compare::{self, points_with_error, unseparated};
use crate::report::summary::{Section, Table};
use crate::report::{chances, findings, format};

/// Rows of the table, and inputs left out that are named.
const MOST_ROWS: usize = 20;
const MOST_LEFT_OUT: usize = 5;
/// Share of futures from which on the plan's number is called optimistic.
pub const OPTIMISTIC: f64 = 0.8;

/// What the exports do not know of, the odds under both, and what makes most of the difference.
pub fn headline(told: &Told<'_>, beside: &Beside<'_>) -> Vec<String> {
    let compared = &beside.compared;
    let [plan, history] = &compared.result.scenarios[..] else { return Vec::new() };
    let target = findings::target(beside.plan, &plan.odds);
    let often =
        |odds: &crate::analysis::odds::Odds| chances::share_of_futures(&odds.probability, compared.result.trials);
    let mut lines: Vec<String> = not_in_common(told, beside);
    lines.extend(opening(told, beside));
    lines.extend([
        format!("As planned, we reach {target} {}", often(&plan.odds)),
        format!("With drivers as history has them, {}", often(&history.odds)),
    ]);
    lines.extend(in_sum(beside));
    lines.extend(on_weak_ground(beside));
    lines.extend(most_optimistic(beside));
    lines
}

/// Segments of the plan of which the exports say nothing, and the other way round.
fn not_in_common(told: &Told<'_>, beside: &Beside<'_>) -> Vec<String> {
    let of_plan: Vec<&str> = beside.plan.segments.iter().map(|s| s.name.as_str()).collect();
    let mut of_exports: Vec<&str> = told.history.fitted.iter().filter_map(|f| segment_of(&f.path)).collect();
    of_exports.sort_unstable();
    of_exports.dedup();
    let missing =
        |of: &[&str], among: &[&str]| of.iter().filter(|s| !among.contains(s)).copied().collect::<Vec<_>>().join(", ");
    let (unknown, elsewhere) = (missing(&of_plan, &of_exports), missing(&of_exports, &of_plan));
    let mut lines = Vec::new();
    if !unknown.is_empty() {
        let text = format!(
            "The exports say nothing of {unknown}: \"as history has them\" keeps the plan's own numbers there."
        );
        lines.push(format::one_line(&text));
    }
    if !elsewhere.is_empty() {
        lines.push(format::one_line(&format!(
            "The plan has no segment {elsewhere}: what was fitted for it is left out."
        )));
    }
    lines
}

/// Share of the difference in mean ARR from which on one input makes most of it.
const MOST_OF_IT: f64 = 0.5;

/// "Most of the difference is the smb annual expansion, which rests on 5 expansions of 40 customers: only 5 changes
/// ...".
fn on_weak_ground(beside: &Beside<'_>) -> Option<String> {
    let against = beside.compared.result.against_first.first()?;
    let found = against.contributions.as_ref().ok()?;
    let all: f64 = found.players.iter().filter_map(|c| c.arr.value).map(f64::abs).sum();
    let most = found.players.first().filter(|c| c.arr.value.is_some_and(|x| x.abs() > MOST_OF_IT * all))?;
    let of = |part: &Part| match part {
        Part::Driver(path) | Part::Counts(path) => beside.against.taken.iter().find(|fit| fit.path == *path),
        _ => None,
    };
    let warned = |fit: &&Fitted| fit.findings.iter().any(|f| f.weight > Weight::Note);
    let fit = most.parts.iter().filter_map(of).find(warned)?;
    let finding = fit.findings.iter().find(|f| f.weight > Weight::Note)?;
    Some(format!(
        "Take care: most of the difference is {}, which rests on {}. {}",
        compare::player(&beside.compared, against.scenario, &most.parts),
        text::sample(&fit.sample),
        format::one_line(&finding.text)
    ))
}

/// "Optimism in sum: 22 points of P(hit) ± 0.5, and $1.2M of ARR in the median future".
fn in_sum(beside: &Beside<'_>) -> Option<String> {
    let against = beside.compared.result.against_first.first()?;
    if against.paired.identical {
        return Some("Both give the same ARR in every future: nothing that was fitted moves this plan.".to_string());
    }
    let hit = against.paired.of(Measure::Hit)?;
    let median = against.paired.of(Measure::P50)?;
    let is_told = hit.difference.low.is_some_and(|x| x > 0.0) || hit.difference.high.is_some_and(|x| x < 0.0);
    let word = match (hit.difference.value?, !is_told) {
        (_, true) => "Optimism in sum: none in P(hit) that these trials can tell",
        (x, _) if x < 0.0 => "Optimism in sum: the plan is more hopeful than history",
        _ => "Optimism in sum: the plan is more cautious than history",
    };
    Some(format!(
        "{word}. History's drivers change P(hit) by {} and the median of ARR by {}.",
        points_with_error(&hit.difference),
        compare::amount_with_error(&beside.compared, &median.difference)
    ))
}

/// "Most hopeful: the smb win rate, 26 % planned, better than 97 of 100 futures like history".
fn most_optimistic(beside: &Beside<'_>) -> Option<String> {
    let most = beside.against.held.first().filter(|h| h.better_than.is_some_and(|p| p >= OPTIMISTIC))?;
    let numbers = numbers(beside, most);
    Some(format!(
        "Most hopeful: the {}. The plan has {}, history {}; that is better than in {} futures like history.",
        drivers::name(&most.path),
        numbers.planned,
        numbers.history,
        values::of_100(most.better_than.unwrap_or(0.0)),
    ))
}

/// The table, what makes the difference, and what does not go into the plan.
pub fn sections(beside: &Beside<'_>) -> Vec<Section> {
    [table(beside), difference(beside), added(beside), left_out(beside)].into_iter().flatten().collect()
}

fn table(beside: &Beside<'_>) -> Option<Section> {
    let (judged, others): (Vec<&Held>, Vec<&Held>) = beside.against.held.iter().partition(|h| h.better_than.is_some());
    let row = |held: &&Held| {
        let Numbers { planned, planned_range, history, history_range } = numbers(beside, held);
        let better = held.better_than.map(values::of_100_short).unwrap_or_default();
        vec![drivers::name(&held.path), planned, planned_range, history, history_range, better]
    };
    let rows: Vec<Vec<String>> = judged.iter().take(MOST_ROWS).map(row).collect();
    let header = ["", "Plan", "P10 to P90", "History", "90 % range", "Plan beats"].map(String::from).to_vec();
    let more = judged.len().saturating_sub(MOST_ROWS) + others.len();
    let mut notes = vec![
        "Plan beats: of 100 futures like history, those whose average next year is worse than the plan's number; 50 is in the middle"
            .to_string(),
    ];
    notes.extend((more > 0).then(|| {
        format!(
            "{more} more inputs, from what they were fitted, and with which findings: {}, {}",
            head::AGAINST,
            head::DRIVERS
        )
    }));
    (!rows.is_empty()).then(|| Section {
        title: "The plan against history, the most hopeful first".to_string(),
        table: Some(wrapped(Table { header, rows }, &[0])),
        notes,
        ..Section::default()
    })
}

/// Inputs whose part of the difference is shown.
const MOST_PARTS: usize = 4;

fn difference(beside: &Beside<'_>) -> Option<Section> {
    let compared = &beside.compared;
    let against = compared.result.against_first.first().filter(|a| !a.paired.identical)?;
    let found: &Contributions = against.contributions.as_ref().ok()?;
    let part = |c: &Contribution| {
        let name = compare::player(compared, against.scenario, &c.parts);
        let arr = compare::parts(compared, against, found).signed(c.arr.value.unwrap_or(0.0));
        let hit = if unseparated(&c.hit) || c.hit.value == Some(0.0) {
            String::new()
        } else {
            format!(", P(hit) {}", points_with_error(&c.hit))
        };
        format!("{name}: mean ARR {arr}{hit}")
    };
    let shown: Vec<&Contribution> = found.players.iter().filter(|c| !unseparated(&c.arr)).take(MOST_PARTS).collect();
    let mut lines: Vec<String> = shown.iter().copied().map(part).collect();
    lines.extend(rest(beside, against, found, &shown));
    (!lines.is_empty()).then(|| Section {
        title: "What makes the difference, from the plan to history".to_string(),
        lines,
        ..Section::default()
    })
}

/// "the other 14 inputs: mean ARR -$0.12M, P(hit) +4.7 points": what is not shown, so that the parts add up.
fn rest(
    beside: &Beside<'_>,
    against: &analysis::Against,
    found: &Contributions,
    shown: &[&Contribution],
) -> Option<String> {
    let others = found.players.len() - shown.len();
    let sum = |of: fn(&Contribution) -> Option<f64>| {
        let all = |part: f64, c: &Contribution| part + of(c).unwrap_or(0.0);
        found.players.iter().fold(0.0, all) - shown.iter().fold(0.0, |part, c| all(part, c))
    };
    let arr = compare::parts(&beside.compared, against, found).signed(sum(|c| c.arr.value));
    let hit = format::points_within(sum(|c| c.hit.value), 0.01);
    let many = if others == 1 { "the other input" } else { "all other inputs together" };
    (others > 0 && !shown.is_empty()).then(|| format!("{many}: mean ARR {arr}, P(hit) {hit} points"))
}

/// Inputs that go in because of others.
fn added(beside: &Beside<'_>) -> Option<Section> {
    let planned = |added: &Added| {
        let held = beside.against.held.iter().find(|h| h.path == added.path)?;
        Some(match held.planned.is_nan() {
            true => held.planned_text.clone(),
            false => values::given(&held.path, held.planned, &beside.plan.currency),
        })
    };
    let line = |added: &Added| {
        let (name, plan) = (drivers::name(&added.path), planned(added).unwrap_or_default());
        match added.why {
            WhyAdded::NoGrowth => format!("{name} 0 % instead of {plan}: history shows no growth beyond chance"),
            WhyAdded::PriceInside => {
                format!("{name} 0 % instead of {plan}: history's expansion has price increases in it")
            }
            WhyAdded::EvenRenewals => {
                format!("{name} even instead of {plan}: contracts have another length than the plan's")
            }
        }
    };
    let lines: Vec<String> = beside.against.added.iter().map(line).collect();
    (!lines.is_empty()).then(|| Section {
        title: "Put into the plan with what was fitted".to_string(),
        lines,
        ..Section::default()
    })
}

fn left_out(beside: &Beside<'_>) -> Option<Section> {
    let left_out = &beside.against.left_out;
    let mut lines: Vec<String> = Vec::new();
    // inputs that are left out for the same reason are told together
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for left in left_out.iter() {
        let why = why(left);
        match reasons.iter_mut().find(|(said, _)| *said == why) {
            Some((_, names)) => names.push(drivers::name(&left.path)),
            None => reasons.push((why, vec![drivers::name(&left.path)])),
        }
    }
    for (why, names) in &reasons {
        let more = names.len().saturating_sub(MOST_LEFT_OUT);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(format!("{why}: {}{more}", names[..names.len().min(MOST_LEFT_OUT)].join(", ")));
    }
    (!lines.is_empty()).then(|| Section {
        title: "Fitted, but not put into the plan".to_string(),
        lines,
        ..Section::default()
    })
}

/// Why an input does not go into the plan.
pub fn why(left: &LeftOut) -> String {
    match left.why {
        Why::NoSegment => "the plan has no such segment".to_string(),
        Why::NoPart(part) => format!("the plan's segment has no {part}"),
        Why::NoSource => "the plan has no source of that name".to_string(),
        Why::OtherKind => "the plan's source is not told by its volume".to_string(),
        Why::NoStage => "the plan's source has other stages than the leads".to_string(),
        Why::FarFromStart(days) => {
            format!(
                "the as-of date is {days} days from the plan's start, and opening figures hold for {MOST_DAYS_APART}"
            )
        }
        Why::Weights(weights, months) => format!("{weights} weights do not fit a contract of {months} months"),
        Why::Without(other) => format!("it means nothing without the {other}, which was not fitted"),
        Why::LeadsBring => "the leads' own volumes are in the plan already".to_string(),
        Why::InFactor => "taken as a factor of all sources instead (opps_factor)".to_string(),
        Why::Untrusted(why) => why.to_string(),
        Why::NothingToChange => "the plan as written creates no opportunities that it could change".to_string(),
    }
}
