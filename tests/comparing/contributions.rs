//! What each difference contributes adds up, is right where it is known, and is the same whoever asks.

use super::{SMALL, compared, contributions, difference, near, plan, shipped, with};
use crate::running;
use planodds::analysis::compare::{Comparison, Contribution, MOST_PLAYERS, Measure, NoContributions};
use planodds::plan::Plan;
use planodds::plan::pair::{Pair, Part, Side, hybrid};
use planodds::simulate::{RunError, RunSpec};

/// Fewer trials in a last block that is not full, and a last block without its pair.
const TRIALS: u64 = 13 * 256 + 100;

fn spec() -> RunSpec {
    RunSpec::new(TRIALS, 11)
}

/// Opening ARR: what rounding is measured against.
const SIZE: f64 = 2.4e6;

fn value(c: &Contribution) -> (f64, f64) {
    (c.arr.value.expect("a value"), c.hit.value.expect("a value"))
}

fn of(result: &Comparison, parts: &[Part]) -> (f64, f64) {
    let found = contributions(result).players.iter().find(|c| c.parts == parts);
    value(found.unwrap_or_else(|| panic!("{parts:?} in {:?}", contributions(result))))
}

fn driver(path: &str) -> Part {
    Part::Driver(path.to_string())
}

/// Contributions add up to the differences of the same trials.
fn adds_up(result: &Comparison) {
    let (arr, hit): (Vec<f64>, Vec<f64>) = contributions(result).players.iter().map(value).unzip();
    let sum = |x: &[f64]| x.iter().sum::<f64>();
    let whole = |measure| difference(result, measure).value.expect("a value");
    assert!(near(sum(&arr), whole(Measure::MeanArr), SIZE), "{arr:?} {}", whole(Measure::MeanArr));
    assert!(near(sum(&hit), whole(Measure::Hit), 1.0), "{hit:?} {}", whole(Measure::Hit));
}

#[test]
fn they_add_up_to_the_whole() {
    let (base, downside) = (shipped("base.toml"), shipped("downside.toml"));
    let result = compared(&[&base, &downside], &spec());
    adds_up(&result);
    assert_eq!(contributions(&result).players.len(), 8, "one adjustment of three segments is one player");
    // also where the whole is known from more trials than were walked through
    let settings = planodds::analysis::compare::Settings { contribution_trials: 1500 };
    let control = planodds::simulate::Control::UNWATCHED;
    let more = planodds::analysis::compare::compare(&[&base, &downside], &spec(), &control, &settings);
    adds_up(&more.expect("it runs"));
}

#[test]
fn a_difference_that_stands_alone_is_the_whole() {
    let result = compared(&[&plan(SMALL), &with("p50 = 0.22", "p50 = 0.2")], &spec());
    let (arr, hit) = of(&result, &[driver("segments.smb.pipeline.win_rate")]);
    assert_eq!(contributions(&result).players.len(), 1);
    assert!(near(arr, difference(&result, Measure::MeanArr).value.unwrap(), SIZE) && arr < 0.0);
    assert!(near(hit, difference(&result, Measure::Hit).value.unwrap(), 1.0) && hit < 0.0);
}

#[test]
fn a_target_moves_the_odds_and_no_arr() {
    let other = plan(&SMALL.replace("arr = 3_500_000", "arr = 3_600_000").replace("p50 = 0.22", "p50 = 0.24"));
    let result = compared(&[&plan(SMALL), &other], &spec());
    let (arr, hit) = of(&result, &[Part::Target]);
    assert!(arr == 0.0 && hit < 0.0, "{arr} {hit}");
    adds_up(&result);
}

#[test]
fn two_changes_that_know_nothing_of_each_other_are_each_their_own() {
    let (mid, smb) = ("p50 = 0.1, p90 = 0.2", "p50 = 0.22");
    let (mid_now, smb_now) = ("p50 = 0.12, p90 = 0.2", "p50 = 0.25");
    let both = plan(&SMALL.replace(mid, mid_now).replace(smb, smb_now));
    let result = compared(&[&plan(SMALL), &both], &spec());
    for (path, alone) in [
        ("segments.mid.retention.churn_annual", with(mid, mid_now)),
        ("segments.smb.pipeline.win_rate", with(smb, smb_now)),
    ] {
        let own = difference(&compared(&[&plan(SMALL), &alone], &spec()), Measure::MeanArr).value.unwrap();
        let (arr, _) = of(&result, &[driver(path)]);
        assert!(near(arr, own, SIZE) && own != 0.0, "{path}: {arr}, alone {own}");
    }
}

/// Mean ARR at the end and share of hits of the plan that takes these parts from B.
fn worth(pair: &Pair<'_>, parts: &[Part], coalition: usize) -> (f64, f64) {
    let from_b = |part: &Part| parts.iter().position(|p| p == part).is_some_and(|i| coalition >> i & 1 == 1);
    let plan: Plan = hybrid(pair, &|part| if from_b(part) { Side::B } else { Side::A });
    let column = planodds::simulate::KeptColumn { metric: planodds::plan::Metric::Arr, segment: None, t: 12 };
    let arr = running::sample(&plan, &spec(), &[column]).expect("it runs").remove(0);
    let hits = arr.iter().filter(|x| plan.target.is_hit(**x)).count();
    (arr.iter().sum::<f64>() / TRIALS as f64, hits as f64 / TRIALS as f64)
}

#[test]
fn they_are_the_shapley_values_of_all_coalitions() {
    let other = SMALL
        .replace("p10 = 0.17, p50 = 0.22, p90 = 0.27", "p10 = 0.24, p50 = 0.3, p90 = 0.36")
        .replace("volume = 25", "volume = 45");
    let other = plan(&other.replace("attrition_annual = 0.2", "attrition_annual = 0.6"));
    let base = plan(SMALL);
    let parts = [
        driver("segments.smb.capacity.attrition_annual"),
        driver("segments.smb.pipeline.sources.inbound.volume"),
        driver("segments.smb.pipeline.win_rate"),
    ];
    let pair = Pair::new(&base, &other);
    let worth: Vec<(f64, f64)> = (0..8).map(|coalition| worth(&pair, &parts, coalition)).collect();
    let result = compared(&[&base, &other], &spec());
    for (i, part) in parts.iter().enumerate() {
        let mut exact = (0.0, 0.0);
        for coalition in (0..8usize).filter(|c| c >> i & 1 == 0) {
            // before it none, one or two of the other two: 1/3, 1/6, 1/3
            let weight = if coalition.count_ones() == 1 { 1.0 / 6.0 } else { 1.0 / 3.0 };
            let (after, before) = (worth[coalition | 1 << i], worth[coalition]);
            exact = (exact.0 + weight * (after.0 - before.0), exact.1 + weight * (after.1 - before.1));
        }
        let found = contributions(&result).players.iter().find(|c| c.parts == [part.clone()]).expect("a player");
        for (estimate, exact) in [(found.arr, exact.0), (found.hit, exact.1)] {
            let half = estimate.high.unwrap() - estimate.value.unwrap();
            // the same trials, so that orders alone are left to chance: within the interval of both
            assert!((estimate.value.unwrap() - exact).abs() <= half, "{part:?}: {estimate:?}, exact {exact}");
        }
    }
    // they interact: what the volume brings hangs on who sells it
    let alone = worth[2].0 - worth[0].0;
    assert!((alone - (worth[7].0 - worth[5].0)).abs() > 0.1 * alone.abs(), "{worth:?}");
}

#[test]
fn from_the_other_side_they_change_their_sign() {
    let (base, downside) = (shipped("base.toml"), shipped("downside.toml"));
    let there = compared(&[&base, &downside], &spec());
    let back = compared(&[&downside, &base], &spec());
    for c in &contributions(&there).players {
        let (arr, hit) = of(&back, &c.parts);
        let (own_arr, own_hit) = value(c);
        assert!(near(arr, -own_arr, 2e7) && near(hit, -own_hit, 1.0), "{c:?}: {arr} {hit}");
        let width = |e: planodds::analysis::Estimate| e.high.unwrap() - e.low.unwrap();
        let other = contributions(&back).players.iter().find(|d| d.parts == c.parts).unwrap();
        assert!((width(other.arr) / width(c.arr) - 1.0).abs() < 1e-6);
    }
    for measure in [Measure::MeanArr, Measure::P10, Measure::P50, Measure::P90, Measure::Hit] {
        let (x, y) = (difference(&there, measure), difference(&back, measure));
        assert!(near(x.value.unwrap(), -y.value.unwrap(), 2e7), "{measure:?}");
        assert!(near(x.low.unwrap(), -y.high.unwrap(), 2e7), "{measure:?}");
    }
}

#[test]
fn many_differences_become_a_dozen_and_still_add_up() {
    let mut text = SMALL.to_string();
    let mut other = SMALL.to_string();
    for i in 0..20 {
        let segment = |churn: f64| {
            format!(
                "\n[segments.s{i:02}]\nopening_arr = 100_000\nopening_customers = 10\n\
                 retention = {{ churn_annual = {churn} }}\n"
            )
        };
        text += &segment(0.1);
        // the 16th differs most
        other += &segment(if i == 15 { 0.6 } else { 0.1 + 0.002 * (i + 1) as f64 });
    }
    let result = compared(&[&plan(&text), &plan(&other)], &spec());
    assert_eq!(result.against_first[0].differences.len(), 20);
    let players = &contributions(&result).players;
    assert_eq!(players.len(), MOST_PLAYERS);
    assert_eq!(players[0].parts, [driver("segments.s15.retention.churn_annual")]);
    assert_eq!(players.iter().map(|c| c.parts.len()).max(), Some(20 - MOST_PLAYERS + 1));
    adds_up(&result);
}

#[test]
fn plans_that_have_nothing_between_them_say_so() {
    // a cost of 3,000 less 2,000 is left, and one of 1,000 and 1 more; of 1,000 less 2,000 nothing is
    let with = |cost: f64, add: f64| {
        let source = format!("name = \"inbound\"\nspend = 30_000\ncost_per_unit = {cost}\n");
        let risk = format!(
            "[[risks]]\nname = \"approvals\"\nprobability = 0.5\nwindow = [\"2027-02\", \"2027-06\"]\n\
             adjust = [ {{ driver = \"segments.smb.pipeline.sources.inbound.cost_per_unit\", add = {add} }} ]\n"
        );
        plan(&format!("{}\n{risk}", SMALL.replace("name = \"inbound\"\nvolume = 25\n", &source)))
    };
    let result = compared(&[&with(3_000.0, -2_000.0), &with(1_000.0, 1.0)], &spec());
    let why = result.against_first[0].contributions.as_ref().expect_err("one of the two cannot be run");
    let NoContributions::Impossible(RunError::NotPositive { path, .. }) = why else { panic!("{why:?}") };
    assert_eq!(path, "segments.smb.pipeline.sources.inbound.cost_per_unit");
}

#[test]
fn they_are_the_same_for_any_number_of_threads() {
    let (base, upside, downside) = (shipped("base.toml"), shipped("upside.toml"), shipped("downside.toml"));
    let with = |threads: usize| {
        let result = compared(&[&base, &upside, &downside], &RunSpec { threads: Some(threads), ..spec() });
        let of = |a: &planodds::analysis::compare::Against| (a.paired.clone(), a.contributions.clone());
        format!("{:?}", result.against_first.iter().map(of).collect::<Vec<_>>())
    };
    let one = with(1);
    assert!(one == with(2) && one == with(3));
}
