//! Early-warning triggers in words: what to look at on which date, and from which value on.

mod answer;
mod sheets;
pub(in crate::report) mod tables;
pub mod values;

pub(in crate::report) use answer::{answer, milestones};
pub use sheets::sheets;

use super::summary::{self, Summary};
use super::{chances, format, limits};
use crate::analysis::watch::{CheckIn, LEAST_OF_EACH, Reading, Silence, Watch};
use crate::plan::{Metric, Plan};

/// Trials of which not one is like the others: then more will hardly help.
const ENOUGH_TO_KNOW: u64 = 100_000;

/// The summary of `watch`: the level for even odds, then the odds and their error, then the tables.
pub fn summary(plan: &Plan, watch: &Watch, asked: u64) -> Summary {
    let mut headline = match watch.silence {
        Some(silence) => why_silent(watch, silence),
        None => answer::answer(plan, watch).into_iter().collect(),
    };
    headline.push(odds(plan, watch));
    headline.extend(
        chances::spread(&watch.probability)
            .map(|spread| format!("Simulation error: {spread}; whether the assumptions are right is not in this.")),
    );
    headline.extend(answer::milestones(plan, watch));
    let trials = watch.hits + watch.misses;
    if trials < asked {
        let (all, some) = (format::whole(asked), format::whole(trials));
        headline.push(format!(
            "{some} futures were simulated, not {all}: more indicators than those do not fit into memory."
        ));
    }
    let sections = if watch.silence.is_none() { tables::sections(plan, watch) } else { Vec::new() };
    Summary { title: summary::title(plan), headline, sections }
}

/// ARR that the plan wants at the end of month t, money.
pub(in crate::report) fn milestone(plan: &Plan, t: usize) -> Option<f64> {
    plan.target.path.iter().find(|m| m.t == t).map(|m| m.arr)
}

/// "Given these assumptions, we reach $20.0M ARR by Dec 2027 in 34 of 100 futures."
fn odds(plan: &Plan, watch: &Watch) -> String {
    let target = format::money_exact(plan.target.arr, &plan.currency);
    let by = format::month(plan.calendar.month(plan.target.by));
    let share = chances::share_of_futures(&watch.probability, watch.hits + watch.misses);
    format!("Given these assumptions, we reach {target} ARR by {by} {share}.")
}

/// Places of the indicators that tell most over all check-ins, the most telling first: those that are to be watched at
/// one of them at least; of each metric the total or one segment.
pub fn most_telling(watch: &Watch) -> Vec<usize> {
    let check_ins = &watch.check_ins;
    let Some(first) = check_ins.first() else { return Vec::new() };
    let area = |i: usize| check_ins.iter().fold(0.0, |sum, c| sum + c.readings[i].telling.auc.value.unwrap_or(0.0));
    let is_watched = |i: &usize| check_ins.iter().any(|c| c.to_watch.contains(i));
    let mut places: Vec<usize> = (0..first.readings.len()).filter(is_watched).collect();
    places.sort_by(|&a, &b| area(b).total_cmp(&area(a)));
    let mut metrics: Vec<Metric> = Vec::new();
    places.retain(|&i| {
        let metric = first.readings[i].indicator.metric;
        let is_first = !metrics.contains(&metric);
        metrics.push(metric);
        is_first
    });
    places
}

/// Indicators that the chart shows.
const CHARTED: usize = 3;

/// Places of those that the chart shows: the most telling that have a value at every check-in.
pub fn charted(watch: &Watch) -> Vec<usize> {
    let has_values = |check_in: &CheckIn, i: usize| {
        let telling = &check_in.readings[i].telling;
        telling.in_hits.iter().chain(&telling.in_misses).all(|e| e.value.is_some())
    };
    let mut places = most_telling(watch);
    places.retain(|&i| watch.check_ins.iter().all(|check_in| has_values(check_in, i)));
    places.truncate(CHARTED);
    places
}

/// The chart's title: "Net new ARR to date tells most: even odds at $2.21M or more in Mar 2027, at $7.19M or more in Sep
/// 2027". `None` where nothing tells anything.
pub fn finding(plan: &Plan, watch: &Watch) -> Option<String> {
    let most = *most_telling(watch).first()?;
    let (first, last) = (watch.check_ins.first()?, watch.check_ins.last()?);
    let place = |check_in: &CheckIn| {
        let reading = &check_in.readings[most];
        let level = values::place(plan, reading.indicator.metric, &reading.telling.triggers[0]);
        format!("{level} in {}", format::month(plan.calendar.month(check_in.t)))
    };
    let later = if first.t == last.t { String::new() } else { format!(", {}", place(last)) };
    Some(format!("{} tells most: even odds {}{later}", name(plan, &first.readings[most]), place(first)))
}

/// Why there is no table, and what to do.
pub(in crate::report) fn why_silent(watch: &Watch, silence: Silence) -> Vec<String> {
    let (rare, verb, way) = match silence {
        Silence::NoCheckIn => {
            return vec![
                "No check-in lies before the target date, so there is nothing to watch.".to_string(),
                "`planodds watch --monthly` looks at the end of every month instead of every fiscal quarter."
                    .to_string(),
            ];
        }
        Silence::FewHits => (watch.hits, "hit", "far out of reach"),
        Silence::FewMisses => (watch.misses, "miss", "so near to certain"),
    };
    let trials = watch.hits + watch.misses;
    let count = if rare == 0 { "none".to_string() } else { format!("only {}", format::whole(rare)) };
    let first = format!(
        "No triggers: {count} of {} futures {verb}, and what they have in common takes {LEAST_OF_EACH} to tell.",
        format::whole(trials)
    );
    // a quarter more than what would be enough on average, in two digits
    let enough = 1.25 * (LEAST_OF_EACH * trials) as f64 / rare.max(1) as f64;
    let unit = 10f64.powf(enough.log10().floor() - 1.0);
    let wanted = ((enough / unit).ceil() * unit) as u64;
    let option = |trials: u64| format!("--trials {}", format::whole(trials).replace(',', "_"));
    let second = match rare {
        0 if trials < watch.most_trials.min(ENOUGH_TO_KNOW) => {
            format!("{} would tell whether there are any.", option(watch.most_trials.min(ENOUGH_TO_KNOW)))
        }
        1.. if wanted <= watch.most_trials => format!("{} should be enough.", option(wanted)),
        _ => format!("A target that is {way} has no early warnings: see `planodds gap` for what it would take."),
    };
    vec![first, second]
}

/// "Mar 2027 (FY27 Q1)"; the quarter only where the month ends it.
pub fn date(plan: &Plan, t: usize) -> String {
    let month = format::month(plan.calendar.month(t));
    let quarters = plan.calendar.quarters();
    let ends = quarters.iter().position(|&(_, last)| last == t);
    match ends.and_then(|q| plan.calendar.quarter_labels().get(q).cloned()) {
        Some(quarter) => format!("{month} ({quarter})"),
        None => month,
    }
}

/// "New ARR to date, enterprise".
pub fn name(plan: &Plan, reading: &Reading) -> String {
    let indicator = reading.indicator;
    let to_date = if indicator.is_to_date() { " to date" } else { "" };
    let segment = indicator.segment.map_or(String::new(), |s| format!(", {}", limits::segment_name(plan, s)));
    format!("{}{to_date}{segment}", indicator.metric.label(plan))
}
