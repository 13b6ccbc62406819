//! Runs as the tests need them: one plan, a few settings, an answer or a panic that shows why.

use planodds::diagnostic;
use planodds::outcome::Outcome;
use planodds::plan::Plan;
use planodds::scenario::{Loaded, Refused};
use planodds::simulate::{self, Control, KeptColumn, MetricSet, Noted, RunError, RunSpec};

/// All of `trials` trials, pseudo-random, every metric.
pub fn spec(trials: u64, seed: u64) -> RunSpec {
    RunSpec { metrics: MetricSet::All, ..RunSpec::new(trials, seed) }
}

/// The outcome of one plan.
pub fn run(plan: &Plan, spec: &RunSpec) -> Outcome {
    let control = Control { cancelled: &|| false, progress: &|_| () };
    let mut outcomes = simulate::run(&[plan], spec, &control).expect("the run yields an outcome");
    assert_eq!(outcomes.len(), 1, "one plan, one outcome");
    outcomes.remove(0)
}

/// Single trials of one plan: for each column the value of every trial.
pub fn sample(plan: &Plan, spec: &RunSpec, columns: &[KeptColumn]) -> Result<Vec<Vec<f64>>, RunError> {
    let noted: Vec<Noted> = columns.iter().copied().map(Noted::Metric).collect();
    let mut values = simulate::sample(plan, spec, &Control::UNWATCHED, &noted)?;
    // infinite stands for undefined at the good end: here undefined is undefined
    values.iter_mut().flatten().filter(|x| x.is_infinite()).for_each(|x| *x = f64::NAN);
    let trials = (spec.trials.end - spec.trials.start) as usize;
    assert_eq!(values.len(), columns.len(), "one vector a column");
    assert!(values.iter().all(|column| column.len() == trials), "one value a trial");
    Ok(values)
}

/// The plan, or a panic with every message as a user would see it.
pub fn plan_of(loaded: Result<Loaded, Refused>, what: &str) -> Plan {
    match loaded {
        Ok(loaded) => loaded.plan,
        Err(refused) => panic!("{what} was refused:\n{}", messages(&refused)),
    }
}

/// Every message of a refused scenario as a user would see it.
pub fn messages(refused: &Refused) -> String {
    let rendered = refused.diagnostics.iter().map(|d| diagnostic::render(d, &refused.sources, false));
    rendered.collect::<Vec<_>>().join("\n")
}
