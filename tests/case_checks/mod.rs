//! The worked cases: small plans whose answers are known without simulating them (tests/cases/README.md).
//!
//! A failing case lists every check that failed, with what was expected, what came, and by how many standard errors
//! the two differ. Each value is held against single trials, and the reported bands against the same trials.

mod agreement;
mod expectation;
mod judge;
mod known_answers;
mod samples;

use crate::running;
use expectation::{Case, Check, Period};
use judge::Miss;
use planodds::analysis::bands::{self, Series};
use planodds::analysis::odds::{self, Odds};
use planodds::analysis::{Estimate, PERCENTILE_NAMES, PERCENTILES};
use planodds::plan::{Kind, Metric, Plan};
use planodds::scenario;
use planodds::simulate::RunSpec;
use samples::Cell;

/// Trials of a case with randomness: some events are as rare as one in a thousand.
const TRIALS: u64 = 100_000;
/// Trials of a case without: several blocks and a part of one.
const TRIALS_EXACT: u64 = 1_000;
/// Any will do; fixed, so that a test that passes goes on passing.
const SEED: u64 = 20_270_101;

macro_rules! cases {
    ($($name:ident),*) => {
        /// The cases that have a test.
        const CASES: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*
    };
}

cases!(
    as_written,
    billing,
    binomial_churn,
    compound_poisson,
    det_plan,
    error_correlations,
    error_fixed,
    error_truncation,
    horizon36,
    inherit,
    lag_interpolation,
    percentiles,
    ramp_slip,
    sales_cycle
);

#[test]
fn every_case_in_the_folder_has_a_test() {
    assert_eq!(expectation::names(), CASES);
}

#[test]
fn refusals_name_what_is_wrong() {
    for (name, words) in [
        ("error_correlations", ["segments.a.capacity.attainment", "segments.c.capacity.attainment"]),
        ("error_fixed", ["ramp_months", "from"]),
        ("error_truncation", ["attainment", "cut"]),
    ] {
        let text = refusal(name);
        for word in words {
            assert!(text.contains(word), "{name}: \"{word}\" is missing in\n{text}");
        }
    }
}

/// The messages of a scenario that must be refused.
fn refusal(name: &str) -> String {
    let path = expectation::folder().join(format!("{name}.toml"));
    let refused = match scenario::load(&path, &[]) {
        Err(refused) => refused,
        Ok(_) => panic!("{name}: accepted, but must be refused"),
    };
    let text = running::messages(&refused);
    let errors = refused.diagnostics.iter().filter(|d| d.severity == planodds::diagnostic::Severity::Error);
    let errors: Vec<_> = errors.collect();
    assert!(!errors.is_empty(), "{name}: refused without an error:\n{text}");
    assert!(errors.iter().all(|e| !e.places.is_empty()), "{name}: an error without a place:\n{text}");
    assert!(text.contains(&format!("{name}.toml:")), "{name}: the file is not named:\n{text}");
    text
}

/// Holds a case against every one of its checks; panics with the list of those that fail.
fn check(name: &str) {
    let case = expectation::read(name);
    if case.checks.iter().any(|c| matches!(c, Check::Error)) {
        refusal(name);
        return;
    }
    let failures = failures(&case);
    assert!(failures.is_empty(), "{name}: {} failures\n{}", failures.len(), failures.join("\n"));
}

/// A case that was run.
struct Ran {
    plan: Plan,
    spec: RunSpec,
    bands: Vec<Series>,
    odds: Odds,
}

fn failures(case: &Case) -> Vec<String> {
    let plan = running::plan_of(scenario::load(&expectation::folder().join(&case.scenario), &[]), &case.scenario);
    let random = case.checks.iter().any(|c| match c {
        Check::Cell { exact, .. } => !exact,
        Check::Target { value } | Check::Path { value, .. } | Check::Goal { value, .. } => value.fract() != 0.0,
        _ => false,
    });
    let spec = running::spec(if random { TRIALS } else { TRIALS_EXACT }, SEED);
    let outcome = running::run(&plan, &spec);
    let ran = Ran { bands: bands::bands(&plan, &outcome), odds: odds::odds(&plan, &outcome), plan, spec };
    let mut out: Vec<String> = case.checks.iter().filter_map(|c| without_trials(c, &ran)).collect();
    out.extend(cell_failures(case, &ran));
    out
}

/// Checks that need no single trials.
fn without_trials(check: &Check, ran: &Ran) -> Option<String> {
    let odds = &ran.odds;
    match check {
        Check::Planned { metric, segment, month, value } => {
            let cell = cell(ran, metric, segment.as_deref(), month);
            let Some(series) = bands::find(&ran.bands, cell.metric, cell.segment) else {
                return Some(format!("planned {metric} of {segment:?}: no such series"));
            };
            let got = agreement::entry(series, cell.period).planned;
            let miss = judge::optional(got, *value).err();
            miss.map(|miss| line(&format!("planned {metric} of {segment:?} in {month}"), *value, &miss))
        }
        Check::Target { value } => probability("target", Some(odds.probability), *value, ran),
        Check::Path { index, value } => {
            probability(&format!("path {index}"), odds.milestones.get(*index).map(|m| m.probability), *value, ran)
        }
        Check::Goal { index, value } => {
            probability(&format!("goal {index}"), odds.goals.get(*index).map(|g| g.probability), *value, ran)
        }
        Check::Joint { value } => probability("joint", Some(odds.joint), *value, ran),
        Check::CashOut { value } => probability("cash_out", odds.cash_out, *value, ran),
        Check::Cell { .. } | Check::Error => None,
    }
}

fn probability(what: &str, got: Option<Estimate>, expected: f64, ran: &Ran) -> Option<String> {
    let Some(got) = got.and_then(|estimate| estimate.value) else {
        return Some(format!("{what}: expected {expected}, got none"));
    };
    let miss = judge::probability(got, expected, ran.odds.trials).err();
    miss.map(|miss| line(what, Some(expected), &miss))
}

/// The checks of cells: the trials of each cell are simulated once for all its checks.
fn cell_failures(case: &Case, ran: &Ran) -> Vec<String> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut checks: Vec<Vec<&Check>> = Vec::new();
    for check in &case.checks {
        let Check::Cell { metric, segment, month, .. } = check else { continue };
        let cell = cell(ran, metric, segment.as_deref(), month);
        match cells.iter().position(|c| *c == cell) {
            Some(i) => checks[i].push(check),
            None => {
                cells.push(cell);
                checks.push(vec![check]);
            }
        }
    }
    let mut out = Vec::new();
    let mut next = 0;
    samples::visit(&ran.plan, &ran.spec, &cells, |cell, values| {
        out.extend(one_cell(cell, values, &checks[next], ran));
        next += 1;
    });
    assert_eq!(next, cells.len(), "every cell is visited once, in order");
    out
}

fn cell(ran: &Ran, metric: &str, segment: Option<&str>, month: &str) -> Cell {
    let metric = Metric::find(metric, &ran.plan.stages).unwrap_or_else(|| panic!("no metric is called {metric}"));
    let place = |name: &str| ran.plan.segments.iter().position(|s| s.name == name).expect("a segment of the plan");
    Cell { metric, segment: segment.map(place), period: Period::parse(month, &ran.plan.calendar) }
}

fn one_cell(cell: &Cell, values: &[f64], checks: &[&Check], ran: &Ran) -> Vec<String> {
    let segment = cell.segment.map_or("total", |s| ran.plan.segments[s].name.as_str());
    let place = format!("{} of {segment} in {:?}", cell.metric.name(&ran.plan), cell.period);
    let Some(series) = bands::find(&ran.bands, cell.metric, cell.segment) else {
        return vec![format!("{place}: no such series in the bands")];
    };
    let entry = agreement::entry(series, cell.period);
    let mut out: Vec<String> =
        checks.iter().filter_map(|check| statistic(check, cell, values, &entry, &place)).collect();
    out.extend(agreement::disagreements(&entry, cell.metric, values).iter().map(|text| format!("{place}: {text}")));
    out
}

fn statistic(check: &Check, cell: &Cell, values: &[f64], entry: &agreement::Entry, place: &str) -> Option<String> {
    let Check::Cell { stat, value, exact, .. } = check else { return None };
    let at = PERCENTILE_NAMES.iter().position(|name| name == stat);
    let result = match (stat.as_str(), *value, at) {
        ("undefined", Some(share), _) if *exact => judge::exact(judge::undefined_share(values), share),
        ("undefined", Some(share), _) => judge::probability(judge::undefined_share(values), share, values.len() as u64),
        (_, None, Some(at)) => judge::optional(entry.percentiles[at], None),
        ("sd", Some(sd), _) if *exact => judge::optional(entry.sd, Some(sd)),
        (_, Some(constant), _) if *exact => without_randomness(cell, values, entry, constant),
        ("mean", Some(mean), _) => judge::mean(values, mean),
        ("sd", Some(sd), _) => judge::sd(values, sd),
        (_, Some(value), Some(at)) => judge::percentile(values, PERCENTILES[at], value),
        _ => panic!("{place}: the case asks for {stat}, which is no statistic"),
    };
    result.err().map(|miss| line(&format!("{place}, {stat}"), *value, &miss))
}

/// Every trial, the mean where there is one, and every percentile are this value.
fn without_randomness(cell: &Cell, values: &[f64], entry: &agreement::Entry, constant: f64) -> Result<(), Miss> {
    judge::every_trial(values, constant)?;
    if cell.metric.kind() != Kind::Ratio {
        judge::optional(entry.mean, Some(constant))?;
    }
    entry.percentiles.iter().try_for_each(|&p| judge::optional(p, Some(constant)))
}

fn line(place: &str, expected: Option<f64>, miss: &Miss) -> String {
    let expected = expected.map_or("undefined".to_string(), |x| x.to_string());
    format!("{place}: expected {expected}, got {} (z = {:.2})", miss.got, miss.z)
}
