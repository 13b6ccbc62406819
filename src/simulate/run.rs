//! Runs blocks of trials in parallel. The only place that knows of threads: workers take block after block, each with
//! its own memory and tally; tallies merge exactly, so the result does not depend on who took what.

use super::block::{self, Block, BlockSpec, Program};
use super::keep::{self, JointSpec, Keeper, KeptColumn, Noted};
use super::planned::{losses_to_come, planned};
use super::tally::{Tallier, Weights};
use super::{Control, MetricSet, RunError, RunSpec};
use crate::math::lanes::LANES;
use crate::outcome::joint::{Joint, KeptTrials};
use crate::outcome::{Outcome, Planned, Provenance, Tally};
use crate::plan::{Metric, Plan, Sampling};
use crate::sampling::design::HYPERCUBES;
use crate::sampling::stream::SCHEME;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A plan with all that its run needs.
struct Prepared<'a> {
    program: Program<'a>,
    planned: Planned,
    empty: Tally,
}

/// A thread's memory for one plan.
struct Worker {
    block: Block,
    tallier: Tallier,
    tally: Tally,
    joint: Keeper,
}

/// Where single trials go, block by block in order.
struct Keeping<'k> {
    keepers: Vec<Mutex<Keeper>>,
    sink: &'k mut dyn FnMut(&KeptTrials) -> Result<(), String>,
}

/// Blocks that are simulated before their single trials are handed on.
const BLOCKS_A_WAVE: u64 = 64;

/// Simulates plans through the same trials in one pass; one outcome a plan, in order.
///
/// # Errors
/// See [`RunError`].
pub fn run(plans: &[&Plan], spec: &RunSpec, control: &Control<'_>) -> Result<Vec<Outcome>, RunError> {
    run_blocks(plans, spec, control, None)
}

/// Simulates one plan.
///
/// # Errors
/// See [`RunError`].
pub fn run_one(plan: &Plan, spec: &RunSpec, control: &Control<'_>) -> Result<Outcome, RunError> {
    only(run(&[plan], spec, control)?)
}

/// The outcome of one plan: as many come back as went in.
fn only(mut outcomes: Vec<Outcome>) -> Result<Outcome, RunError> {
    outcomes.pop().ok_or(RunError::Cancelled)
}

/// Simulates one plan and hands its single trials, in order, to `sink`: the columns of [`super::kept_columns`].
///
/// # Errors
/// See [`RunError`]; a failing sink stops the run.
pub fn run_keeping(
    plan: &Plan,
    spec: &RunSpec,
    control: &Control<'_>,
    asked: &[KeptColumn],
    sink: &mut dyn FnMut(&KeptTrials) -> Result<(), String>,
) -> Result<Outcome, RunError> {
    let threads = threads(spec);
    let columns = JointSpec::all(keep::kept(plan, asked));
    let keepers = (0..threads).map(|_| Mutex::new(Keeper::new(&columns))).collect();
    only(run_blocks(&[plan], spec, control, Some(Keeping { keepers, sink }))?)
}

/// Exact values of every trial of one plan, one vector a column: the joint sample alone.
///
/// # Errors
/// See [`RunError`].
pub fn sample(
    plan: &Plan,
    spec: &RunSpec,
    control: &Control<'_>,
    columns: &[Noted],
) -> Result<Vec<Vec<f64>>, RunError> {
    let spec = RunSpec { metrics: MetricSet::Target, joint: JointSpec::all(columns.to_vec()), ..spec.clone() };
    Ok(run_one(plan, &spec, control)?.joint.into_columns())
}

/// Calls `work` for every block of the run, on all threads, each with its own memory, and yields what it returns in the
/// order of the blocks: what is made of that does not depend on who took which block.
///
/// # Errors
/// See [`RunError`].
pub fn each_block<M, R: Send>(
    spec: &RunSpec,
    control: &Control<'_>,
    memory: impl Fn() -> M + Sync,
    work: impl Fn(&mut M, BlockSpec) -> Result<R, RunError> + Sync,
) -> Result<Vec<R>, RunError> {
    spec.check()?;
    let blocks = block::numbers(spec);
    let (next, failed) = (AtomicU64::new(blocks.start), AtomicBool::new(false));
    let results = pool(spec)?.broadcast(|_| {
        let (mut memory, mut done) = (memory(), Vec::new());
        while let Some(block) = take(spec, control, &next, blocks.end, &failed)? {
            let (number, trials) = (block.number, block.lanes.len() as u64);
            let result = work(&mut memory, block);
            failed.fetch_or(result.is_err(), Ordering::SeqCst);
            done.push((number, result?));
            (control.progress)(trials);
        }
        Ok(done)
    });
    let mut done = Vec::new();
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(part) => done.extend(part),
            Err(error) => errors.push(Err(error)),
        }
    }
    first_error(errors)?;
    done.sort_by_key(|(number, _)| *number);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

/// Calls `work` with 0, 1, ... below `count` on all threads, and yields what it returns in that order: for what an analysis
/// makes of a sample.
///
/// # Errors
/// Where it is asked to stop, or threads cannot be started.
pub fn each_of<R: Send>(
    count: usize,
    spec: &RunSpec,
    control: &Control<'_>,
    work: impl Fn(usize) -> R + Sync,
) -> Result<Vec<R>, RunError> {
    let one = |i: usize| if (control.cancelled)() { Err(RunError::Cancelled) } else { Ok(work(i)) };
    pool(spec)?.install(|| (0..count).into_par_iter().map(one).collect())
}

/// The next block that nobody has taken; none where there is none left, or where another thread failed: whoever has
/// taken a block finishes it, so that of several mistakes the one of the least trial is found.
fn take(
    spec: &RunSpec,
    control: &Control<'_>,
    next: &AtomicU64,
    end: u64,
    failed: &AtomicBool,
) -> Result<Option<BlockSpec>, RunError> {
    if failed.load(Ordering::SeqCst) {
        return Ok(None);
    }
    let number = next.fetch_add(1, Ordering::SeqCst);
    if number >= end {
        return Ok(None);
    }
    if (control.cancelled)() {
        return Err(RunError::Cancelled);
    }
    Ok(Some(BlockSpec::new(spec, number)))
}

fn pool(spec: &RunSpec) -> Result<rayon::ThreadPool, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads(spec)).build();
    pool.map_err(|e| RunError::Threads(e.to_string()))
}

/// As many as asked for, or one a core; never more than there are blocks to simulate.
fn threads(spec: &RunSpec) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, |n| n.get());
    let blocks = (spec.trials.end.saturating_sub(spec.trials.start)).div_ceil(LANES as u64) + 1;
    spec.threads.unwrap_or_else(cores).min(blocks as usize).max(1)
}

fn run_blocks(
    plans: &[&Plan],
    spec: &RunSpec,
    control: &Control<'_>,
    mut keeping: Option<Keeping<'_>>,
) -> Result<Vec<Outcome>, RunError> {
    spec.check()?;
    let prepared: Vec<Prepared<'_>> = plans.iter().map(|plan| prepare(plan, spec)).collect::<Result<_, _>>()?;
    let threads = threads(spec);
    let pool = pool(spec)?;
    let worker = |p: &Prepared<'_>| worker(p, &spec.joint);
    let workers: Vec<Mutex<Vec<Worker>>> =
        (0..threads).map(|_| Mutex::new(prepared.iter().map(worker).collect())).collect();
    for wave in waves(spec, keeping.is_some()) {
        let next = AtomicU64::new(wave.start);
        let failed = AtomicBool::new(false);
        let shared = Shared { prepared: &prepared, spec, control, next: &next, end: wave.end, failed: &failed };
        let keepers = keeping.as_ref().map(|k| &k.keepers[..]);
        let results = pool.broadcast(|thread| {
            let mut worker = lock(&workers[thread.index()]);
            let mut keeper = keepers.map(|k| lock(&k[thread.index()]));
            let result = work(&shared, &mut worker, keeper.as_deref_mut());
            failed.fetch_or(result.is_err(), Ordering::SeqCst);
            result
        });
        first_error(results)?;
        if let Some(keeping) = &mut keeping {
            hand_on(keeping)?;
        }
    }
    let workers =
        workers.into_iter().map(|w| w.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())).collect();
    Ok(outcomes(prepared, spec, workers))
}

/// A thread that panicked leaves its memory in order enough to be dropped; the panic itself is passed on by rayon.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn prepare<'a>(plan: &'a Plan, spec: &RunSpec) -> Result<Prepared<'a>, RunError> {
    let planned = planned(plan)?;
    let program = Program::new(plan, &spec.draws, spec.seed, losses_to_come(plan, &planned));
    let replicates = if spec.sampling == Sampling::Lhs { HYPERCUBES } else { 0 };
    let empty = Tally::new(plan, &planned, &columns(plan, spec.metrics), replicates);
    Ok(Prepared { program, planned, empty })
}

/// What is tallied: totals in the order of the metrics, then every segment's.
fn columns(plan: &Plan, metrics: MetricSet) -> Vec<(Metric, Option<usize>)> {
    let wanted = |(metric, segment): &(Metric, Option<usize>)| match metrics {
        MetricSet::Target => (*metric, *segment) == (Metric::Arr, None),
        MetricSet::Headline => metric.is_headline(segment.is_some()),
        MetricSet::All => true,
    };
    Metric::everywhere(plan).filter(wanted).collect()
}

fn worker(prepared: &Prepared<'_>, joint: &JointSpec) -> Worker {
    Worker {
        block: prepared.program.block(),
        tallier: Tallier::new(prepared.program.plan, prepared.empty.columns.len()),
        tally: prepared.empty.clone(),
        joint: Keeper::new(joint),
    }
}

/// Ranges of blocks between which single trials are handed on; all at once where none are kept.
fn waves(spec: &RunSpec, kept: bool) -> Vec<Range<u64>> {
    let blocks = block::numbers(spec);
    if !kept {
        return vec![blocks];
    }
    let starts = (blocks.start..blocks.end).step_by(BLOCKS_A_WAVE as usize);
    starts.map(|start| start..blocks.end.min(start + BLOCKS_A_WAVE)).collect()
}

/// What the workers of a wave share.
struct Shared<'s> {
    prepared: &'s [Prepared<'s>],
    spec: &'s RunSpec,
    control: &'s Control<'s>,
    next: &'s AtomicU64,
    end: u64,
    failed: &'s AtomicBool,
}

/// One thread's work: block after block until there is none left.
fn work(shared: &Shared<'_>, workers: &mut [Worker], mut keeper: Option<&mut Keeper>) -> Result<(), RunError> {
    while let Some(block) = take(shared.spec, shared.control, shared.next, shared.end, shared.failed)? {
        for (prepared, worker) in shared.prepared.iter().zip(workers.iter_mut()) {
            simulate_block(prepared, &block, worker, keeper.as_deref_mut())?;
        }
        (shared.control.progress)(block.lanes.len() as u64);
    }
    Ok(())
}

fn simulate_block(
    prepared: &Prepared<'_>,
    spec: &BlockSpec,
    worker: &mut Worker,
    mut keeper: Option<&mut Keeper>,
) -> Result<(), RunError> {
    let weights: Weights = std::array::from_fn(|i| spec.lanes.contains(&i) as u32);
    let (program, plan) = (&prepared.program, prepared.program.plan);
    let (tallier, tally, joint) = (&mut worker.tallier, &mut worker.tally, &mut worker.joint);
    program.simulate(spec, &mut worker.block, &mut |t, block| {
        tallier.add_month(plan, block, t, &weights, tally);
        joint.add_month(program, block, t, &spec.lanes);
        if let Some(keeper) = &mut keeper {
            keeper.add_month(program, block, t, &spec.lanes);
        }
    })
}

fn first_error(results: Vec<Result<(), RunError>>) -> Result<(), RunError> {
    // of several mistakes the same one is named whatever the threads did first: the one of the least trial
    let errors = results.into_iter().filter_map(Result::err);
    errors.min_by_key(RunError::rank).map_or(Ok(()), Err)
}

fn hand_on(keeping: &mut Keeping<'_>) -> Result<(), RunError> {
    let mut blocks: Vec<KeptTrials> = keeping.keepers.iter().flat_map(|k| lock(k).take()).collect();
    blocks.sort_by_key(|b| b.first_trial);
    blocks.iter().try_for_each(|block| (keeping.sink)(block)).map_err(RunError::Sink)
}

fn outcomes(prepared: Vec<Prepared<'_>>, spec: &RunSpec, mut workers: Vec<Vec<Worker>>) -> Vec<Outcome> {
    let mut outcome = |(i, prepared): (usize, Prepared<'_>)| {
        let mut tally = prepared.empty;
        workers.iter().for_each(|of_thread| tally.merge(&of_thread[i].tally));
        let provenance = provenance(prepared.program.plan, spec);
        let mut blocks: Vec<KeptTrials> = workers.iter_mut().flat_map(|of_thread| of_thread[i].joint.take()).collect();
        blocks.sort_by_key(|block| block.first_trial);
        Outcome {
            provenance,
            planned: prepared.planned,
            tally,
            joint: Joint { blocks },
            ranges: vec![spec.trials.clone()],
        }
    };
    prepared.into_iter().enumerate().map(&mut outcome).collect()
}

/// What a run of a plan is told of in its results.
pub fn provenance(plan: &Plan, spec: &RunSpec) -> Provenance {
    Provenance {
        scheme: SCHEME.to_string(),
        version: env!("CARGO_PKG_VERSION").to_string(),
        digest: plan.digest.clone(),
        trials: spec.trials.end - spec.trials.start,
        design_trials: spec.design_trials,
        seed: spec.seed,
        sampling: spec.sampling.name().to_string(),
    }
}
