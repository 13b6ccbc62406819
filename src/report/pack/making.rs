//! How the pack was made: what is simulated, of what, how exactly, and what is left out.

use super::{Block, KeyFigure, Page, Results, answer};
use crate::plan::{Plan, Reconcile, Segment};
use crate::report::chances;
use crate::report::format;
use crate::report::summary;
use crate::report::table::{self, DataTable};

/// The page; there always is something to say.
pub fn page(results: &Results<'_>) -> Option<Page> {
    let mut blocks = vec![
        Block::Points { title: "What is simulated".to_string(), points: model(results) },
        Block::Table(run(results)),
    ];
    blocks.extend(inputs(results).map(Block::Table));
    blocks.extend(figures(&answer::figures(results)).map(Block::Table));
    blocks.push(warnings(results));
    blocks.push(Block::Points { title: "What the model leaves out".to_string(), points: left_out(results.plan) });
    Some(Page { id: "making", name: "How it was made", headline: headline(results), blocks })
}

/// "12 months from Jan 2027 · 100,000 trials, seed 1 · given these assumptions"; the plan's name before it where the title is
/// another.
pub fn subtitle(results: &Results<'_>) -> String {
    let run = results.provenance;
    let trials = format::whole(run.trials);
    let plan = match &results.origin.title {
        Some(_) => summary::title(results.plan),
        None => summary::span(results.plan),
    };
    format!("{plan} · {trials} trials, seed {} · given these assumptions", run.seed)
}

/// "100,000 trials, seed 1, scenario sha256:5d0c..., planodds 0.1.0".
pub fn made(results: &Results<'_>) -> String {
    let run = results.provenance;
    let trials = format::whole(run.trials);
    format!("{trials} trials, seed {}, scenario {}, planodds {}", run.seed, run.digest, run.version)
}

/// "From 100,000 simulated futures: P(target) ±0.3 points, given these assumptions; check warns of nothing".
fn headline(results: &Results<'_>) -> String {
    let trials = results.provenance.trials;
    let futures = if trials == 1 { "future" } else { "futures" };
    let error = chances::target_spread(&results.odds.probability, trials);
    let warned = match results.origin.warnings.len() {
        0 => "nothing".to_string(),
        1 => "one thing".to_string(),
        n => format!("{} things", format::whole(n as u64)),
    };
    let trials = format::whole(trials);
    format!("From {trials} simulated {futures}: {error}, given these assumptions; check warns of {warned}")
}

/// The model in plain sentences; what the plan does not have is not told.
fn model(results: &Results<'_>) -> Vec<String> {
    let plan = results.plan;
    let has = |part: fn(&Segment) -> bool| plan.segments.iter().any(part);
    let month = |t: usize| format::month(plan.calendar.month(t));
    let sentences = [
        Some(format!(
            "The plan is played through {} times, month by month from {} to {}, each segment for itself: each time is one \
             future (a trial).",
            format::whole(results.provenance.trials),
            month(1),
            month(plan.calendar.months)
        )),
        Some(drivers(plan)),
        has(|s| s.sales_force.is_some()).then(|| {
            "Capacity: reps are hired, start late or not, ramp up and leave; what ramped reps close at their quota and attainment \
             is the bookings capacity of the month."
                .to_string()
        }),
        has(|s| s.pipeline.is_some()).then(|| {
            "Pipeline: each source brings units, its stages turn some of them into opportunities, these are decided after a sales \
             cycle and won at the win rate."
                .to_string()
        }),
        has(|s| s.reconcile == Reconcile::Constrained).then(|| {
            "Where a segment has both, deals that are won wait for sales capacity, and a part of those that wait is lost every \
             month: the scarcer of the two sets the pace."
                .to_string()
        }),
        Some(
            "Counts are whole and drawn by chance (who wins, who leaves), and the sizes of deals scatter round their mean, so that \
             small teams and small customer bases have more luck and bad luck than large ones."
                .to_string(),
        ),
        Some(
            "Customers renew at the end of their contract: some leave, some shrink, the price may rise; who stays expands month by \
             month, and key accounts renew alone."
                .to_string(),
        ),
        Some(
            "ARR is last month's ARR plus new, expansion and uplift ARR less churned and contraction ARR, in every future and every \
             month."
                .to_string(),
        ),
        plan.finance.is_some().then(|| {
            "Revenue, billings, costs and cash follow from ARR, people and spend; the ways of billing and paying decide when cash \
             comes in."
                .to_string()
        }),
        Some(
            "The plan as written is the same calculation once, without chance and without risks: every driver at its plan value or, \
             where none is stated, at its median."
                .to_string(),
        ),
        Some(format!(
            "P(hit) is the share of futures whose ARR at the end of {} is the target or more; one future in ten ends below P10, \
             half of them below P50, nine in ten below P90.",
            month(plan.target.by)
        )),
        Some(
            "Intervals are 95 % and are the error of simulating only: more trials make them narrower, and the assumptions no better."
                .to_string(),
        ),
    ];
    sentences.into_iter().flatten().collect()
}

fn drivers(plan: &Plan) -> String {
    let risks = if plan.risks.is_empty() { "" } else { "; each risk strikes or does not" };
    match plan.random_drivers().is_empty() {
        true => format!("No driver is uncertain, so every one has the same value in all futures{risks}."),
        false => format!(
            "In each future every uncertain driver is drawn from its range in the assumption book, once or again each year, quarter \
             or month as it says there; what moves together is drawn together{risks}."
        ),
    }
}

/// What was run, a row each.
fn run(results: &Results<'_>) -> DataTable {
    let run = results.provenance;
    let sampling = match run.sampling.as_str() {
        "lhs" => "Latin hypercube (16 of them)".to_string(),
        "random" => "pseudo-random".to_string(),
        other => other.to_string(),
    };
    let mut table = DataTable::new("making_run", "What was run", &["What", "Value"]);
    // all of it as text: a column of numbers and texts is read by nobody's formula
    let mut say = |what: &str, value: String| table.push(vec![table::text(what), table::text(value)]);
    let trials = format::whole;
    say("Scenario", results.plan.name.clone());
    say("Scenario digest", run.digest.clone());
    say("Program version", format!("planodds {}", run.version));
    say("Command line", results.origin.command.clone());
    say("Seed", run.seed.to_string());
    say("Sampling", sampling);
    say("Random numbers", run.scheme.clone());
    say("Trials", trials(run.trials));
    say("Trials: bridges and sums", trials(results.gap.joint_trials as u64));
    say("Trials: from the plan as written to the simulation", trials(results.gap.optimism.trials as u64));
    say("Trials: drivers", trials(results.drivers.trials));
    say("Trials: triggers", trials(results.watch.hits + results.watch.misses));
    if let Some(solution) = results.solution {
        say("Trials: levers, verified", trials(solution.trials));
        say("Trials: levers, curves", trials(solution.curve_trials));
        say("Trials: levers, search of the mix", trials(solution.search_trials));
    }
    table.notes.push(
        "The same files, trials and seed give the same bytes, with any number of threads. manifest.json has the SHA-256 of every \
         file of this pack"
            .to_string(),
    );
    table
}

/// The files that were read.
fn inputs(results: &Results<'_>) -> Option<DataTable> {
    let mut table = DataTable::new("making_inputs", "Files that were read", &["File", "SHA-256"]);
    let files = &results.origin.inputs;
    files.iter().for_each(|(name, digest)| table.push(vec![table::text(name), table::text(digest)]));
    (!table.rows.is_empty()).then_some(table)
}

/// Every figure that is read out and has a simulation error, with the ends of its interval.
fn figures(figures: &[KeyFigure]) -> Option<DataTable> {
    let headings = ["Figure", "Value", "95 % interval from", "to"];
    let mut table = DataTable::new("making_figures", "Simulation error of the headline figures", &headings);
    for figure in figures {
        if let Some([low, high]) = figure.interval.clone() {
            table.push(vec![table::text(&figure.label), figure.value.clone(), low, high]);
        }
    }
    table.notes.push(
        "The interval is the error of simulating, given these assumptions. Figures that are not listed are inputs, have no \
         interval, or carry theirs where they stand. Percentiles of ARR are read from tallies of all trials, those of bridges \
         and comparisons from kept trials: they may differ in the last digits"
            .to_string(),
    );
    (!table.rows.is_empty()).then_some(table)
}

fn warnings(results: &Results<'_>) -> Block {
    let warnings = &results.origin.warnings;
    if warnings.is_empty() {
        return Block::Sentences(vec!["planodds check has no warning of this scenario.".to_string()]);
    }
    let points = warnings.iter().map(|warning| format::one_line(warning)).collect();
    Block::Points { title: "What planodds check warns of".to_string(), points }
}

/// What nobody should read into the numbers.
fn left_out(plan: &Plan) -> Vec<String> {
    let has = |part: fn(&Segment) -> bool| plan.segments.iter().any(part);
    let together = !plan.dependence.is_empty();
    let points = [
        Some(
            "The ranges are yours: a range that is too narrow, a risk that nobody wrote down or a dependence that is missing makes \
             the odds too sure, and no number of trials mends that.",
        ),
        together.then_some(
            "In very bad years things go wrong together more often than the correlations here say: risks that hit several drivers at \
             once are the place for that.",
        ),
        Some(
            "The team does not react: no hiring freeze after a bad quarter, no spend moved between sources, no discounts at quarter \
             end. Compare scenarios instead.",
        ),
        has(|s| s.sales_force.is_some()).then_some(
            "Reps are alike: no spread of skill, no territories, no effect of the quota on effort. One draw of ramp, slip and \
             backfill serves a whole class of hires.",
        ),
        has(|s| s.pipeline.is_some()).then_some(
            "Lost deals are decided on the same clock as won ones; opportunities hang together by shared drivers only, and sources \
             do not feed each other.",
        ),
        has(|s| s.deals.is_some())
            .then_some("Deal sizes scatter smoothly round their mean: a very large single deal belongs in a segment or a risk of its own."),
        Some(
            "Nobody leaves between renewals, and churn does not depend on a customer's age or size, key accounts apart; expansion, \
             contraction and price rises have no chance of their own beyond their drivers'.",
        ),
        Some(match plan.finance.is_some() {
            true => {
                "One currency; no tax, interest, capital expenditure or financing round; revenue is ARR only, without services; costs \
                 vary only where their drivers are given a range."
            }
            false => "One currency; no costs and no cash, since the scenario gives none.",
        }),
    ];
    points.into_iter().flatten().map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn what_the_plan_lacks_is_not_listed_among_the_limits() {
        let mut plan = fixture::plan(12, 2);
        let full = left_out(&plan);
        assert!(full.iter().any(|p| p.starts_with("Reps are alike")) && full.len() == 7, "{full:#?}");
        plan.segments.iter_mut().for_each(|s| (s.sales_force, s.pipeline, s.deals) = (None, None, None));
        let base_only = left_out(&plan);
        assert_eq!(base_only.len(), 4, "{base_only:#?}");
        assert!(base_only.iter().all(|p| p.ends_with('.')));
    }

    #[test]
    fn figures_without_an_interval_are_left_out() {
        let figure =
            |interval| KeyFigure { name: "p", label: "P(hit)".to_string(), value: table::percent(0.3, 0), interval };
        let ends = [table::percent(0.29, 0), table::percent(0.31, 0)];
        let table = figures(&[figure(Some(ends)), figure(None)]).unwrap();
        let said = |row: usize| table.rows[row].iter().map(|c| table::cell_text(c, "USD")).collect::<Vec<_>>();
        assert_eq!(said(0), ["P(hit)", "30 %", "29 %", "31 %"]);
        assert_eq!(table.rows.len(), 1);
        assert_eq!((figures(&[]), figures(&[figure(None)])), (None, None));
    }
}
