//! `gap`: the cascade by hand, bridges that add up, Shapley values against all orders, the same bits on any threads.

use crate::running;
use planodds::analysis::gap::bridge::{FLOWS, is_loss};
use planodds::analysis::gap::cascade::{Measure, Reach, Split};
use planodds::analysis::gap::needs::{Need, PeriodKind};
use planodds::analysis::gap::optimism::{Bar, Whose};
use planodds::analysis::gap::{self, Gap, Settings};
use planodds::analysis::{Estimate, gap::cascade::SegmentNeeds};
use planodds::plan::{Adjustment, Change, DriverId, Metric, Plan, Reconcile, Window};
use planodds::report;
use planodds::scenario;
use planodds::simulate::{Chance, Control, Copy, Draws, DriverDraw, KeptColumn, Noted, RunSpec, planned, sample};
use std::collections::BTreeMap;
use std::path::Path;

fn shipped(name: &str) -> Plan {
    running::plan_of(scenario::load(Path::new(&format!("scenarios/{name}.toml")), &[]), name)
}

fn plan(text: &str) -> Plan {
    running::plan_of(scenario::parse("plan", text), text)
}

fn answer(plan: &Plan, trials: u64, shapley_trials: u64) -> Gap {
    gap::gap(plan, &RunSpec::new(trials, 5), &Settings { shapley_trials }, &Control::UNWATCHED).expect("it runs")
}

fn value(e: &Estimate) -> f64 {
    e.value.expect("a value")
}

/// One thing that is needed to the target date.
fn to_date(gap: &Gap, measure: Measure, segment: Option<usize>) -> &Need {
    let is_it = |n: &&Need| n.measure == measure && n.segment == segment && n.period.kind == PeriodKind::ToDate;
    gap.needs.iter().find(is_it).unwrap_or_else(|| panic!("no {measure:?} of {segment:?}"))
}

#[track_caller]
fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0), "{a} is not {b}");
}

/// Two segments without renewals; opportunities are decided in the month after they are created.
const BY_HAND: &str = "
plan = { name = \"by hand\", start = \"2027-01\", months = 6 }
target = { arr = 4_000_000, mix = { a = 0.4, b = 0.6 } }
[segments.a]
opening_arr = 1_000_000
opening_customers = 100
deals.size = 10_000
[segments.a.pipeline]
win_rate = 0.25
sales_cycle_months = 1
cycle_dispersion = 0
[[segments.a.pipeline.sources]]
name = \"ads\"
spend = 1000
cost_per_unit = 12.5
elasticity = 0.5
stages = [ { to = \"opportunity\", rate = 0.5 } ]
[segments.b]
opening_arr = 1_000_000
opening_customers = 100
deals.size = 10_000
capacity = { reps = 5, ramp_months = 0, quota_annual = 1_200_000, attainment = 0.5 }
[segments.b.pipeline]
win_rate = 0.5
sales_cycle_months = 1
cycle_dispersion = 0
[[segments.b.pipeline.sources]]
name = \"outbound\"
sdrs = 2
per_sdr = 10
[owners]
opps_created = \"Ada\"
";

#[test]
fn the_cascade_is_what_a_planner_works_out_by_hand() {
    let plan = plan(BY_HAND);
    let gap = answer(&plan, 400, 400);
    // 4.0M less 2.0M of opening ARR, and the base neither grows nor shrinks
    close(value(&gap.cascade.required_new_arr), 2_000_000.0);
    assert_eq!(gap.cascade.split, Split::Mix);
    let needed = |measure, segment| to_date(&gap, measure, Some(segment)).needed.expect("it can be said");
    // a: 0.4 of 2.0M at 10k a deal and 0.25 a decision: 80 wins, 320 decisions, where 40 a month in months 2 to 6 are 200
    close(needed(Measure::NewArr, 0), 800_000.0);
    close(needed(Measure::Wins, 0), 80.0);
    close(needed(Measure::Decisions, 0), 320.0);
    assert_eq!(gap.cascade.segments[0].pipeline, Reach::Factor(1.6));
    close(needed(Measure::Opportunities, 0), 1.6 * 240.0);
    close(needed(Measure::Stage(0), 0), 1.6 * 240.0);
    // at an elasticity of 1/2, 1.6 times the units take 1.6² times the spend
    close(needed(Measure::Spend, 0), 1.6 * 1.6 * 6000.0);
    // b: 1.2M, 120 wins, 240 decisions of which there are 20 a month in 5 months: 2.4 times the SDRs
    close(needed(Measure::Decisions, 1), 240.0);
    close(needed(Measure::Sdrs, 1), 4.8);
    // 480k in the first quarter and 720k in the second, of 50k a rep and month
    close(needed(Measure::RampedReps, 1), (480.0 / 150.0 + 720.0 / 150.0) / 2.0);
    close(needed(Measure::Quota, 1), 100_000.0 * 3.0 * (3.2 + 4.8));
    close(to_date(&gap, Measure::Quota, Some(1)).planned.expect("as written"), 5.0 * 100_000.0 * 6.0);
    // what is needed of new ARR by month follows the plan as written: nothing in month 1, a fifth of it in each other
    let months: Vec<f64> = gap
        .needs
        .iter()
        .filter(|n| n.measure == Measure::NewArr && n.segment == Some(0) && n.period.kind == PeriodKind::Month)
        .map(|n| n.needed.expect("said"))
        .collect();
    assert_eq!(months[0], 0.0);
    months[1..].iter().for_each(|x| close(*x, 160_000.0));
    // at the end of month 1 of a: 1.6 · 40 are open, worth 10k each, for 800k to come
    let coverage =
        gap.needs.iter().find(|n| n.measure == Measure::Coverage && n.segment == Some(0) && n.period.last == 1);
    close(coverage.and_then(|n| n.needed).expect("said"), 640_000.0 / 800_000.0);
    let retention = &gap.retention;
    close(retention.nrr.needed.expect("said"), 1.0 + retention.gap_left / 2_000_000.0);
    close(retention.gap_left, 2_000_000.0 - retention.new_arr_p50);
}

#[test]
fn owners_are_named_in_the_tables() {
    let plan = plan(BY_HAND);
    let sheets = report::gap::sheets(&plan, &answer(&plan, 400, 400));
    let needs = sheets.iter().find(|s| s.name == "needs").expect("a table");
    let [owner, measure] = ["owner", "measure"].map(|c| needs.columns.iter().position(|x| *x == c).expect(c));
    let of = |what: &str| needs.rows.iter().find(|row| row[measure] == what.into()).map(|row| row[owner].clone());
    assert_eq!(of("opportunities"), Some("Ada".into()));
    assert_eq!(of("wins"), Some("sales".into()));
    assert_eq!(of("sdrs"), Some("SDRs".into()));
}

/// The plan as written with u times the opportunities of every pipeline.
fn scaled(plan: &Plan, gap: &Gap) -> Plan {
    let mut scaled = plan.clone();
    for needs in &gap.cascade.segments {
        let (Reach::Factor(u), Some(pipeline)) = (needs.pipeline, &plan.segments[needs.segment].pipeline) else {
            continue;
        };
        let change = Change { multiply: u, add: 0.0 };
        scaled.drivers[pipeline.opps_factor.0].adjustments.push(Adjustment { change, window: Window::ALWAYS });
    }
    scaled
}

#[test]
fn the_opportunities_that_it_takes_do_bring_what_is_needed() {
    for name in ["base", "three_years", "plg"] {
        let plan = shipped(name);
        let gap = answer(&plan, 500, 200);
        let again = planned::planned(&scaled(&plan, &gap)).expect("it can be walked through");
        let mut checked = 0;
        for SegmentNeeds { segment, pipeline, .. } in &gap.cascade.segments {
            let Reach::Factor(u) = *pipeline else { continue };
            assert!(u > 0.0 && u < 5.0, "{u}");
            let sum = |metric| again.period(metric, Some(*segment), 1, plan.target.by).expect("it is there");
            close(sum(Metric::OppsDecided), to_date(&gap, Measure::Decisions, Some(*segment)).needed.expect("said"));
            close(
                sum(Metric::OppsCreated),
                to_date(&gap, Measure::Opportunities, Some(*segment)).needed.expect("said"),
            );
            // where nothing but the pipeline decides, and its rates stay, that is the new ARR itself
            if plan.segments[*segment].reconcile == Reconcile::Pipeline {
                close(sum(Metric::NewArr), to_date(&gap, Measure::NewArr, Some(*segment)).needed.expect("said"));
            }
            checked += 1;
        }
        assert!(checked > 0, "{name}");
    }
}

#[test]
fn the_means_of_the_arr_bridge_add_up() {
    for name in ["base", "three_years"] {
        let plan = shipped(name);
        let gap = answer(&plan, 700, 200);
        for bridge in &gap.bridges {
            let sign = |flow| if is_loss(flow) { -1.0 } else { 1.0 };
            let sum: f64 = FLOWS.into_iter().map(|flow| sign(flow) * bridge.mean(flow)).sum();
            close(bridge.opening_arr + sum, value(&bridge.arr.mean));
        }
        let of_segments: f64 = gap.bridges[1..].iter().map(|b| value(&b.arr.mean)).sum();
        close(of_segments, value(&gap.bridges[0].arr.mean));
        let total = &gap.bridges[0];
        close(
            value(&gap.cascade.required_new_arr) - total.mean(Metric::NewArr),
            plan.target.arr - value(&total.arr.mean),
        );
    }
}

#[test]
fn needs_of_months_and_quarters_are_those_to_date() {
    let mut plan = shipped("base");
    plan.target.by = 8; // in the middle of a quarter
    let gap = answer(&plan, 500, 200);
    let sum = |measure, segment, months: bool| -> f64 {
        let is_it = |n: &&Need| {
            let kind = matches!(n.period.kind, PeriodKind::Month) == months && n.period.kind != PeriodKind::ToDate;
            n.measure == measure && n.segment == segment && kind
        };
        gap.needs.iter().filter(is_it).map(|n| n.needed.expect("said")).sum()
    };
    for segment in [None, Some(0), Some(1), Some(2)] {
        for measure in [Measure::NewArr, Measure::Wins, Measure::Decisions, Measure::Opportunities] {
            let all = to_date(&gap, measure, segment).needed.expect("said");
            close(sum(measure, segment, true), all);
            close(sum(measure, segment, false), all);
        }
    }
    let last =
        gap.needs.iter().filter(|n| matches!(n.period.kind, PeriodKind::Quarter(_))).map(|n| n.period.last).max();
    assert_eq!(last, Some(8), "the quarter is cut off at the target date");
    // what the trials give is there for every period, the cut one too
    let asked = |n: &&Need| n.measure.metric().is_some() && n.measure != Measure::Coverage;
    assert!(gap.needs.iter().filter(asked).all(|n| n.p50.value.is_some() && n.enough.value.is_some()));
}

#[test]
fn enough_is_counted_trial_by_trial() {
    let plan = shipped("base");
    let (trials, seed) = (600, 5);
    let gap = answer(&plan, trials, 200);
    let column = Noted::Sum(KeptColumn { metric: Metric::NewArr, segment: None, t: 12 }, 1);
    let new_arr =
        sample(&plan, &RunSpec::new(trials, seed), &Control::UNWATCHED, &[column]).expect("it runs").remove(0);
    let need = to_date(&gap, Measure::NewArr, None);
    let enough = new_arr.iter().filter(|x| **x >= need.needed.expect("said")).count() as f64 / trials as f64;
    assert_eq!(need.enough.value, Some(enough));
    assert!(enough > 0.05 && enough < 0.95, "{enough}");
}

fn bars_add_up(bars: &[Bar], gap: &Gap) {
    let optimism = &gap.optimism;
    let arr: f64 = bars.iter().map(|b| value(&b.arr)).sum();
    // sums of 1e3 differences of figures of 2e7, each rounded to 4e-9
    assert!((optimism.written_arr + arr - value(&optimism.arr)).abs() < 1e-5, "{arr}");
    let hit: f64 = bars.iter().map(|b| value(&b.hit)).sum();
    let written = if optimism.written_hits { 1.0 } else { 0.0 };
    assert!((written + hit - value(&optimism.hit)).abs() < 1e-12, "{hit}");
}

#[test]
fn the_bars_add_up_to_the_whole_and_the_whole_is_the_simulation() {
    for name in ["base", "three_years"] {
        let plan = shipped(name);
        let gap = answer(&plan, 900, 700);
        let optimism = &gap.optimism;
        [&optimism.owners, &optimism.segments, &optimism.drivers].into_iter().for_each(|bars| bars_add_up(bars, &gap));
        let column = Noted::Metric(KeptColumn { metric: Metric::Arr, segment: None, t: plan.target.by });
        let arr = sample(&plan, &RunSpec::new(700, 5), &Control::UNWATCHED, &[column]).expect("it runs").remove(0);
        assert_eq!(optimism.trials, 700);
        assert_eq!(value(&optimism.arr), arr.iter().sum::<f64>() / 700.0, "the first trials of the run, to the bit");
        // one game: risks and chance have the same bar whichever way the drivers are grouped
        let of = |bars: &[Bar], whose| bars.iter().find(|b| b.whose == whose).cloned();
        for whose in [Whose::Risks, Whose::Chance] {
            let bar = of(&optimism.owners, whose.clone());
            assert!(bar.is_some());
            assert_eq!(bar, of(&optimism.drivers, whose.clone()));
            assert_eq!(bar, of(&optimism.segments, whose));
        }
        let alone = optimism.drivers.iter().filter(|b| matches!(b.whose, Whose::Driver(_))).count();
        assert_eq!(alone, 10);
        let drivers: usize = optimism.owners.iter().map(|b| b.drivers).sum();
        assert_eq!(drivers, plan.random_drivers().iter().filter(|id| plan.segment_of(**id).is_some()).count());
    }
}

/// One driver, one risk, and chance; each changes what the others do.
const THREE_PLAYERS: &str = "
plan = { name = \"three players\", start = \"2027-01\", months = 6 }
target = { arr = 1_400_000 }
[segments.a]
opening_arr = 1_000_000
opening_customers = 40
deals = { size = 25_000, dispersion = 1.0 }
retention = { churn_annual = 0.2, contract_months = 6 }
[segments.a.pipeline]
opening_opps = 30
win_rate = { p10 = 0.15, p50 = 0.25, p90 = 0.4, plan = 0.35 }
sales_cycle_months = 2
[[segments.a.pipeline.sources]]
name = \"inbound\"
volume = 12
[[risks]]
name = \"slump\"
probability = 0.5
window = [\"2027-01\", \"2027-03\"]
adjust = [ { driver = \"segments.a.pipeline.win_rate\", multiply = 0.5 } ]
";

/// ARR at the end with the players of a set (driver, risks, chance) on.
fn arr_with(plan: &Plan, driver: DriverId, set: [bool; 3], trials: u64) -> Vec<f64> {
    let chance = |on: bool| if on { Chance::Drawn(Copy::A) } else { Chance::Expected };
    let of_driver = if set[0] { DriverDraw::Sampled(Copy::A) } else { DriverDraw::AsWritten };
    let draws = Draws {
        drivers: BTreeMap::from([(driver, of_driver)]),
        risks: chance(set[1]),
        chance: chance(set[2]),
        ..Draws::sampled()
    };
    let column = Noted::Metric(KeptColumn { metric: Metric::Arr, segment: None, t: plan.target.by });
    let spec = RunSpec { draws, ..RunSpec::new(trials, 5) };
    sample(plan, &spec, &Control::UNWATCHED, &[column]).expect("it runs").remove(0)
}

/// Shapley values of three players from the values of all sets of them, by all six orders.
fn over_all_orders(of_set: impl Fn([bool; 3]) -> f64) -> [f64; 3] {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let mut shares = [0.0; 3];
    for order in orders {
        let mut set = [false; 3];
        for player in order {
            let before = of_set(set);
            set[player] = true;
            shares[player] += (of_set(set) - before) / 6.0;
        }
    }
    shares
}

#[test]
fn shapley_values_are_those_of_all_orders() {
    let (plan, trials) = (plan(THREE_PLAYERS), 8_000);
    let driver = plan.random_drivers()[0];
    let gap = answer(&plan, trials, trials);
    let sets: Vec<[bool; 3]> = (0..8).map(|i| [i & 1 > 0, i & 2 > 0, i & 4 > 0]).collect();
    let arr: Vec<Vec<f64>> = sets.iter().map(|set| arr_with(&plan, driver, *set, trials)).collect();
    let place = |set: [bool; 3]| sets.iter().position(|s| *s == set).expect("a set");
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let of_arr = over_all_orders(|set| mean(&arr[place(set)]));
    let hits = |values: &[f64]| values.iter().filter(|x| plan.target.is_hit(**x)).count() as f64 / trials as f64;
    let of_hit = over_all_orders(|set| hits(&arr[place(set)]));
    let whose = [Whose::Driver(driver), Whose::Risks, Whose::Chance];
    let bars = whose.map(|w| gap.optimism.drivers.iter().find(|b| b.whose == w).cloned().expect("a bar"));
    for (i, bar) in bars.iter().enumerate() {
        // random orders on the same trials: well within twice the half width of the interval, which has the draws' error too
        let half = |e: &Estimate| e.high.expect("an interval") - value(e);
        assert!((value(&bar.arr) - of_arr[i]).abs() < 2.0 * half(&bar.arr), "{i}: {bar:?} for {}", of_arr[i]);
        assert!((value(&bar.hit) - of_hit[i]).abs() < 2.0 * half(&bar.hit), "{i}: {bar:?} for {}", of_hit[i]);
        // and the intervals are narrow enough to tell the players apart from none
        assert!(half(&bar.arr) < 6_000.0, "{bar:?}");
    }
    assert!(of_arr[0].abs() > 20_000.0 && of_arr[1].abs() > 20_000.0, "{of_arr:?}");
}

#[test]
fn a_segment_alone_has_the_trials_that_it_has_among_others() {
    let plan = shipped("base");
    let at = |segment| Noted::Metric(KeptColumn { metric: Metric::Arr, segment, t: 12 });
    let spec = RunSpec::new(300, 5);
    for segment in 0..plan.segments.len() {
        let among = sample(&plan, &spec, &Control::UNWATCHED, &[at(Some(segment))]).expect("it runs");
        let mut alone = plan.clone();
        alone.segments = vec![plan.segments[segment].clone()];
        (alone.finance, alone.goals) = (None, Vec::new());
        assert_eq!(among, sample(&alone, &spec, &Control::UNWATCHED, &[at(None)]).expect("it runs"));
    }
}

#[test]
fn lifting_a_path_gives_what_the_whole_plan_without_it_gives() {
    let plan = shipped("base");
    let gap = answer(&plan, 500, 500);
    let at = [Noted::Metric(KeptColumn { metric: Metric::Arr, segment: None, t: 12 })];
    let mean = |plan: &Plan| {
        let arr = sample(plan, &RunSpec::new(500, 5), &Control::UNWATCHED, &at).expect("it runs").remove(0);
        arr.iter().sum::<f64>() / 500.0
    };
    for lift in gap.paths.lifts.iter() {
        let mut lifted = plan.clone();
        for (i, segment) in lifted.segments.iter_mut().enumerate() {
            if lift.segment.is_none_or(|s| s == i) && segment.reconcile == Reconcile::Constrained {
                segment.reconcile = match lift.path {
                    gap::paths::Path::Capacity => Reconcile::Pipeline,
                    gap::paths::Path::Pipeline => Reconcile::Capacity,
                };
            }
        }
        let difference = mean(&lifted) - mean(&plan);
        assert!((value(&lift.mean) - difference).abs() < 1e-5, "{lift:?}: {difference}");
    }
    assert_eq!(gap.paths.lifts.len(), 6, "two segments, and both together, two ways");
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let plan = shipped("base");
    let sheets = |threads| {
        let spec = RunSpec { threads: Some(threads), ..RunSpec::new(1500, 3) };
        let settings = Settings { shapley_trials: 1200 };
        let gap = gap::gap(&plan, &spec, &settings, &Control::UNWATCHED).expect("it runs");
        report::gap::sheets(&plan, &gap)
    };
    let one = sheets(1);
    assert_eq!(one, sheets(2));
    assert_eq!(one, sheets(3));
}

const BASE_ONLY: &str = "
plan = { name = \"base only\", start = \"2027-01\", months = 36 }
target = { arr = TARGET }
[segments.legacy]
opening_arr = 500_000
opening_customers = 10
retention = { churn_annual = { p10 = 0.05, p50 = 0.1, p90 = 0.2 }, expansion_annual = 0.3 }
";

#[test]
fn a_base_alone_has_nobody_to_bring_new_arr() {
    let plan = plan(&BASE_ONLY.replace("TARGET", "2_000_000"));
    let gap = answer(&plan, 500, 500);
    assert!(value(&gap.cascade.required_new_arr) > 1e6 && gap.cascade.segments.is_empty() && gap.needs.is_empty());
    let text = format!("{:?}", report::gap::summary(&plan, &gap));
    assert!(text.contains("nobody is to bring it") && !text.contains("NaN"), "{text}");
}

#[test]
fn a_target_below_what_the_base_grows_to_takes_no_new_arr() {
    let plan = plan(&BASE_ONLY.replace("TARGET", "600_000"));
    let gap = answer(&plan, 500, 500);
    assert!(value(&gap.cascade.required_new_arr) < 0.0 && gap.cascade.segments.is_empty());
    let text = format!("{:?}", report::gap::summary(&plan, &gap));
    assert!(text.contains("the target takes no new ARR"), "{text}");
}

#[test]
fn segments_without_a_path_skip_its_rows() {
    let text = BY_HAND.replace("capacity = { reps", "reconcile = \"pipeline\"\ncapacity = { reps");
    let gap = answer(&plan(&text), 400, 400);
    let has = |measure, segment| gap.needs.iter().any(|n| n.measure == measure && n.segment == Some(segment));
    assert!(!has(Measure::RampedReps, 1) && has(Measure::Sdrs, 1), "capacity decides nothing there");
    let text = BY_HAND.replace("capacity = { reps", "reconcile = \"capacity\"\ncapacity = { reps");
    let gap = answer(&plan(&text), 400, 400);
    let has = |measure, segment| gap.needs.iter().any(|n| n.measure == measure && n.segment == Some(segment));
    assert!(has(Measure::RampedReps, 1) && !has(Measure::Sdrs, 1) && !has(Measure::Decisions, 1));
    // the total's opportunities would be those of both segments, of which one needs none: not held against it
    assert!(to_date(&gap, Measure::Opportunities, None).p50.value.is_none());
}

#[test]
fn what_is_decided_too_late_is_said() {
    let text = BY_HAND.replace(
        "sales_cycle_months = 1\ncycle_dispersion = 0\n[[segments.a",
        "sales_cycle_months = 9\ncycle_dispersion = 0\n[[segments.a",
    );
    let plan = plan(&text);
    let gap = answer(&plan, 400, 400);
    assert_eq!(gap.cascade.segments[0].pipeline, Reach::TooLate);
    assert_eq!(to_date(&gap, Measure::Opportunities, Some(0)).needed, None);
    assert_eq!(to_date(&gap, Measure::Spend, Some(0)).needed, None);
    let needed = to_date(&gap, Measure::NewArr, Some(0)).needed;
    close(needed.expect("its share stays"), 800_000.0);
}
