//! Early-warning triggers in words: what to look at on which date, and from which value on.

mod sheets;
pub mod values;

pub use sheets::sheets;

use super::summary::{self, Section, Summary, Table};
use super::{chances, format, limits};
use crate::analysis::triggers::Trigger;
use crate::analysis::watch::{CheckIn, LEAST_OF_EACH, Reading, Silence, Watch};
use crate::plan::{Metric, Plan, owner};

/// Longest name of an owner in a table, characters.
const LONGEST_OWNER: usize = 22;

/// Trials of which not one is like the others: then more will hardly help.
const ENOUGH_TO_KNOW: u64 = 100_000;

/// The summary of `watch`.
pub fn summary(plan: &Plan, watch: &Watch, asked: u64) -> Summary {
    let mut headline = vec![odds(plan, watch)];
    headline.extend(
        chances::spread(&watch.probability)
            .map(|spread| format!("Simulation error: {spread}; whether the assumptions are right is not in this.")),
    );
    let trials = watch.hits + watch.misses;
    if trials < asked {
        let (all, some) = (format::whole(asked), format::whole(trials));
        headline.push(format!(
            "{some} trials were simulated, not {all}: more indicators than those do not fit into memory."
        ));
    }
    if let Some(silence) = watch.silence {
        headline.extend(why_silent(watch, silence));
        return Summary { title: summary::title(plan), headline, sections: Vec::new() };
    }
    let mut sections: Vec<Section> = watch.check_ins.iter().map(|check_in| section(plan, check_in)).collect();
    sections.push(how_to_read(plan, watch));
    Summary { title: summary::title(plan), headline, sections }
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
fn why_silent(watch: &Watch, silence: Silence) -> Vec<String> {
    let (rare, verb, way) = match silence {
        Silence::NoCheckIn => {
            return vec![
                "No check-in lies before the target date, so there is nothing to watch.".to_string(),
                "--monthly looks at the end of every month instead of every fiscal quarter.".to_string(),
            ];
        }
        Silence::FewHits => (watch.hits, "hit", "far out of reach"),
        Silence::FewMisses => (watch.misses, "miss", "so near to certain"),
    };
    let trials = watch.hits + watch.misses;
    let count = if rare == 0 { "none".to_string() } else { format!("only {}", format::whole(rare)) };
    let first = format!(
        "No triggers: {count} of {} trials {verb}, and what they have in common takes {LEAST_OF_EACH} to tell.",
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

fn section(plan: &Plan, check_in: &CheckIn) -> Section {
    let header = ["", "Hits P10 to P90", "Misses P10 to P90", "Odds 50 %", "Odds 80 %", "Tells", "Owner"];
    let rows = shown(check_in).into_iter().map(|i| row(plan, check_in, i)).collect();
    let lines = match check_in.to_watch.is_empty() {
        true => vec!["Nothing tells more than a coin does at this date".to_string()],
        false => {
            check_in.to_watch.iter().enumerate().map(|(i, &at)| to_watch(plan, i + 1, &check_in.readings[at])).collect()
        }
    };
    Section {
        title: format!("Watch at the end of {}", date(plan, check_in.t)),
        lines,
        table: Some(Table { header: header.map(String::from).to_vec(), rows }),
        notes: order(check_in).into_iter().chain(constants(plan, check_in)).collect(),
    }
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

/// The rows of a check-in, the most telling first: every total, and the segment that tells clearly more than it.
fn shown(check_in: &CheckIn) -> Vec<usize> {
    let readings = &check_in.readings;
    let area = |i: usize| readings[i].telling.auc.value.unwrap_or(0.0);
    let total = |metric: Metric| {
        readings
            .iter()
            .find(|r| r.indicator.metric == metric && r.indicator.segment.is_none())
            .and_then(|r| r.telling.auc.high)
    };
    let beats_total = |i: usize| {
        let reading = &readings[i];
        let clearly = reading.telling.auc.low > total(reading.indicator.metric);
        let same = |j: &usize| readings[*j].indicator.metric == reading.indicator.metric;
        let best = (0..readings.len()).filter(same).all(|j| area(j) <= area(i));
        clearly && best
    };
    let is_shown = |i: &usize| {
        !readings[*i].is_constant
            && (readings[*i].indicator.segment.is_none() || beats_total(*i) || check_in.to_watch.contains(i))
    };
    let mut rows: Vec<usize> = (0..readings.len()).filter(is_shown).collect();
    rows.sort_by(|&a, &b| area(b).total_cmp(&area(a)));
    rows
}

fn row(plan: &Plan, check_in: &CheckIn, i: usize) -> Vec<String> {
    let reading = &check_in.readings[i];
    let telling = &reading.telling;
    let level = |trigger: &Trigger| values::level(plan, reading.indicator.metric, trigger);
    vec![
        name(plan, reading),
        values::range(plan, reading.indicator.metric, &telling.in_hits),
        values::range(plan, reading.indicator.metric, &telling.in_misses),
        level(&telling.triggers[0]),
        level(&telling.triggers[1]),
        values::area(&telling.auc),
        format::shorten(owner::of_metric(plan, reading.indicator.metric), LONGEST_OWNER),
    ]
}

/// "New ARR to date, enterprise".
pub fn name(plan: &Plan, reading: &Reading) -> String {
    let indicator = reading.indicator;
    let to_date = if indicator.is_to_date() { " to date" } else { "" };
    let segment = indicator.segment.map_or(String::new(), |s| format!(", {}", limits::segment_name(plan, s)));
    format!("{}{to_date}{segment}", indicator.metric.label(plan))
}

/// "1. New ARR to date (CRO): even odds from $2.23M on (95 %: $2.20M to $2.25M), 80 % from $2.79M on ...".
fn to_watch(plan: &Plan, rank: usize, reading: &Reading) -> String {
    let metric = reading.indicator.metric;
    let [even, most] = &reading.telling.triggers;
    let owner = format::one_line(owner::of_metric(plan, metric));
    format!(
        "{rank}. {} ({owner}): even odds {}; 80 % {}",
        name(plan, reading),
        values::sentence(plan, metric, even),
        values::sentence(plan, metric, most),
    )
}

/// Said where the trials cannot tell which of the ones to watch tells more.
fn order(check_in: &CheckIn) -> Option<String> {
    let auc = |at: usize| check_in.readings[at].telling.auc;
    let unclear = check_in.to_watch.windows(2).any(|pair| auc(pair[0]).low <= auc(pair[1]).high);
    unclear.then(|| {
        "The order of the ones to watch is within the simulation error: more trials would settle it".to_string()
    })
}

/// "The same in every trial: Ramped reps".
fn constants(plan: &Plan, check_in: &CheckIn) -> Option<String> {
    let constant = check_in.readings.iter().filter(|r| r.is_constant && r.indicator.segment.is_none());
    let names: Vec<String> = constant.map(|r| name(plan, r)).collect();
    (!names.is_empty()).then(|| format!("The same in every trial, so it tells nothing: {}", names.join("; ")))
}

fn how_to_read(plan: &Plan, watch: &Watch) -> Section {
    let trials = format::whole(watch.hits + watch.misses);
    let (hits, misses) = (format::whole(watch.hits), format::whole(watch.misses));
    let mut lines = vec![
        format!("Of {trials} trials {hits} hit and {misses} miss; P10 to P90 is the middle 80 of 100 of each"),
        "Odds 50 %, 80 %: from this value on (≥, or ≤ where less is better) at least that share of trials hits; never: at no \
         value that they have; or never: the trials cannot tell"
            .to_string(),
        "Tells: the chance that a trial that hits has the better value than one that misses; 0.5 a coin, 1 everything, \
         below 0.5 the other way round, no: not to be told from a coin"
            .to_string(),
        "Signs, not causes: each is read alone, nobody in the model reacts to it, and moving it alone need not move the odds"
            .to_string(),
    ];
    if plan.segments.len() > 1 {
        lines.push(
            "A segment is shown where it tells clearly more than the total; watch_readings.csv has every one"
                .to_string(),
        );
    }
    Section { title: "How to read it".to_string(), lines, ..Section::default() }
}
