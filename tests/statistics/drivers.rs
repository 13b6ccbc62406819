//! `drivers` on plans whose shares are known in closed form: each segment has renewals only and no churn, so that ARR
//! after a year is the sum of opening ARR · (1 + expansion_annual), linear in normal drivers, without chance.

use planodds::analysis::Estimate;
use planodds::analysis::drivers::between::{Choice, between};
use planodds::analysis::drivers::{Drivers, Factor, GroupKey, Input, Orders, columns, drivers, ranking};
use planodds::math::special::normal_cdf;
use planodds::plan::{Adjustment, Change, DriverId, Plan, Window};
use planodds::scenario;
use planodds::simulate::{self, Control, RunSpec};
use std::f64::consts::PI;

/// Opening ARR 10 to 40 million, expansion of sd 3 %: betas 3, 2, 1, 0 (the last is in nothing that is asked for) when
/// scaled; mean ARR is the target.
const BETAS: [f64; 3] = [3.0, 2.0, 1.0];

fn plan(more: &str) -> Plan {
    let segment = |(i, beta): (usize, &f64)| {
        format!(
            "[segments.s{}]\nopening_arr = {}_000_000\nopening_customers = 10\n[segments.s{}.retention]\n\
             expansion_annual = {{ dist = \"normal\", mean = 0.3, sd = 0.03, owner = \"owner {}\" }}\n",
            i + 1,
            10.0 * beta,
            i + 1,
            i % 2
        )
    };
    let segments: String = BETAS.iter().enumerate().map(segment).collect();
    let text = format!(
        "[plan]\nname = \"Linear\"\nstart = \"2027-01\"\nmonths = 12\n[target]\narr = 78_000_000\n{segments}\
         [finance]\ngross_margin = {{ dist = \"beta\", mean = 0.8, sd = 0.02 }}\n{more}"
    );
    scenario::parse("linear.toml", &text).unwrap_or_else(|_| panic!("not valid:\n{text}")).plan
}

const CORRELATED: &str = "[[factors]]\nname = \"common\"\nloadings = { \"segments.s2.retention.expansion_annual\" = 0.5, \"segments.s3.retention.expansion_annual\" = 1.0 }\n";

fn spec(trials: u64) -> RunSpec {
    RunSpec::new(trials, 7)
}

fn answer(plan: &Plan, orders: Orders) -> Drivers {
    drivers(plan, &spec(40_000), &Control::UNWATCHED, orders).expect("it runs")
}

fn id(plan: &Plan, path: &str) -> DriverId {
    DriverId(plan.drivers.iter().position(|driver| driver.path == path).expect("the driver is there"))
}

fn expansion(plan: &Plan, segment: usize) -> DriverId {
    id(plan, &format!("segments.s{segment}.retention.expansion_annual"))
}

#[track_caller]
fn near(what: &str, estimate: Estimate, exact: f64, widest: f64) {
    let (value, low, high) = (estimate.value.unwrap(), estimate.low.unwrap(), estimate.high.unwrap());
    let error = (high - low) / 2.0 / 1.96;
    // five standard errors, and what is exact but for rounding
    assert!((value - exact).abs() <= 5.0 * error + 1e-9, "{what}: {value} ± {error}, exact {exact}");
    assert!(error <= widest, "{what}: standard error {error} says too little");
}

#[test]
fn a_linear_plan_has_the_shares_of_its_squares() {
    let plan = plan("");
    let found = answer(&plan, Orders::FirstAndTotal);
    let total: f64 = BETAS.iter().map(|b| b * b).sum();
    for (i, beta) in BETAS.iter().enumerate() {
        let r = beta / total.sqrt();
        let told = found.inputs.iter().find(|t| t.input == Input::Driver(expansion(&plan, i + 1))).unwrap();
        near("first", told.first.arr, r * r, 0.005);
        near("total", told.total.arr, r * r, 0.02);
        near("rank correlation", told.rank_correlation.arr, 6.0 / PI * (r / 2.0).asin(), 0.005);
        // the target is the mean: a hit is a positive normal score
        near("first of hit", told.first.hit, 2.0 / PI * (r * r).asin(), 0.006);
        near("knowing", told.knowing, r.asin() / PI, 0.006);
        let ends = told.tornado.unwrap();
        // mean of the highest tenth of a standard normal: φ(1.2816) / 0.1
        assert!((ends.high.input - 0.3 - 0.03 * 1.755).abs() < 0.002 && ends.low.trials == 4_000);
        assert!(ends.high.median.low > ends.low.median.high && ends.high.hit.low > ends.low.hit.high);
    }
    // sorted by share; the margin is in nothing that ARR is made of
    assert_eq!(found.inputs[0].input, Input::Driver(expansion(&plan, 1)));
    let margin = found.inputs.iter().find(|t| t.input == Input::Driver(id(&plan, "finance.gross_margin"))).unwrap();
    assert_eq!((margin.total.arr.value, margin.total.arr.high), (Some(0.0), Some(0.0)));
    assert!(margin.first.arr.low.unwrap() <= 0.0 && margin.first.arr.high.unwrap() < 0.002);
    // there is no chance and there are no risks
    let chance = &found.wholes[0];
    assert_eq!((found.wholes.len(), chance.factor), (1, Factor::Chance));
    near("chance", chance.first.arr, 0.0, 1e-9);
    near("chance, total", chance.total.arr, 0.0, 0.0);
    near("together", found.sources.last().unwrap().share.arr, 0.0, 0.01);
    assert_eq!(found.sources.last().unwrap().key, GroupKey::Together);
    near("P(hit)", found.hit, 0.5, 0.005);
}

#[test]
fn shares_are_summed_by_owner_and_segment() {
    let plan = plan("");
    let found = answer(&plan, Orders::First);
    let share = |groups: &[planodds::analysis::drivers::Group], key: GroupKey| {
        groups.iter().find(|group| group.key == key).map(|group| (group.drivers, group.share.arr)).expect("the row")
    };
    // s1 and s3 are owner 0's: 9/14 + 1/14
    let (drivers, of_owner) = share(&found.owners, GroupKey::Owner("owner 0".to_string()));
    assert_eq!(drivers, 2);
    near("owner 0", of_owner, 10.0 / 14.0, 0.006);
    near("segment 2", share(&found.segments, GroupKey::Segment(1)).1, 4.0 / 14.0, 0.006);
    assert_eq!(share(&found.segments, GroupKey::Company).0, 1);
    assert!(found.inputs.iter().all(|told| told.total.arr.value.is_none() && told.shapley.arr.value.is_none()));
}

#[test]
fn correlated_drivers_are_one_block() {
    let plan = plan(CORRELATED);
    let found = answer(&plan, Orders::FirstAndTotal);
    // 2 X2 + X3 with correlation 0.5: variance 4 + 1 + 2 = 7, beside the 9 of the first segment
    let block = found.wholes.iter().find(|whole| matches!(whole.factor, Factor::Block(_))).unwrap();
    near("closed", block.first.arr, 7.0 / 16.0, 0.01);
    near("total", block.total.arr, 7.0 / 16.0, 0.02);
    near("sum of Shapley effects", block.shapley.arr, 7.0 / 16.0, 0.02);
    // math.json, C05, with the names turned round
    for (segment, effect, full) in
        [(3, 0.3392857142857143, 0.5714285714285714), (2, 0.6607142857142857, 0.8928571428571429)]
    {
        let told = found.inputs.iter().find(|t| t.input == Input::Driver(expansion(&plan, segment))).unwrap();
        assert!(told.block.is_some() && told.total.arr.value.is_none());
        near("Shapley", told.shapley.arr, effect * 7.0 / 16.0, 0.02);
        near("full first order", told.first.arr, full * 7.0 / 16.0, 0.006);
    }
    let effects: f64 = found.inputs.iter().filter_map(|told| told.shapley.arr.value).sum();
    assert!((effects - block.shapley.arr.value.unwrap()).abs() < 1e-12);
    // all of the block is in the sum, once; the segments have it in a row of its own
    near("together", found.sources.last().unwrap().share.arr, 0.0, 0.01);
    let own_row = found.segments.iter().find(|group| matches!(group.key, GroupKey::Block(_))).unwrap();
    assert_eq!((own_row.drivers, own_row.share.arr.value), (2, block.first.arr.value));
}

#[test]
fn a_risk_has_its_share_and_its_ends() {
    // strikes with 0.3 at the start and lifts ARR of the first segment: +0.1 · 30 million, variance 0.21 · 9 in units
    // of a million squared, beside (0.03 · 10)² · 14 = 1.26
    let risk = "[[risks]]\nname = \"lift\"\nprobability = 0.3\nmonth = \"2027-01\"\n\
                adjust = [ { driver = \"segments.s1.retention.expansion_annual\", add = 0.1 } ]\n";
    let plan = plan(risk);
    let found = answer(&plan, Orders::First);
    let exact = 0.21 * 9.0 / (0.21 * 9.0 + 1.26);
    let told = found.inputs.iter().find(|told| told.input == Input::Risk(0)).unwrap();
    near("risk", told.first.arr, exact, 0.006);
    let ends = told.tornado.unwrap();
    assert_eq!((ends.low.input, ends.high.input), (0.0, 1.0));
    near("struck, median", ends.high.median, 81e6, 20_000.0);
    near("not struck, median", ends.low.median, 78e6, 20_000.0);
    let risks = found.wholes.iter().find(|whole| whole.factor == Factor::Risks).unwrap();
    near("all risks", risks.first.arr, exact, 0.01);
}

#[test]
fn answers_are_the_same_for_any_number_of_threads() {
    let plan = plan(CORRELATED);
    let of = |threads: usize| {
        let spec = RunSpec { threads: Some(threads), ..spec(3_000) };
        format!("{:?}", drivers(&plan, &spec, &Control::UNWATCHED, Orders::FirstAndTotal).expect("it runs"))
    };
    assert_eq!(of(1), of(3));
}

#[test]
fn a_cheap_look_names_what_matters_most_first() {
    let plan = plan("");
    let sample = simulate::sample(&plan, &spec(5_000), &Control::UNWATCHED, &columns(&plan)).expect("it runs");
    let found: Vec<Input> = ranking(&plan, &sample).iter().map(|r| r.input).collect();
    assert_eq!(found, [1, 2, 3].map(|segment| Input::Driver(expansion(&plan, segment))));
    assert!(ranking(&plan, &[]).is_empty());
}

#[test]
fn where_nothing_is_uncertain_there_is_no_answer() {
    let text = "[plan]\nname = \"Sure\"\nstart = \"2027-01\"\n[target]\narr = 1\n[segments.s]\nopening_arr = 5\nopening_customers = 1\n";
    let plan = scenario::parse("sure.toml", text).unwrap_or_else(|_| panic!("not valid")).plan;
    let found = answer(&plan, Orders::FirstAndTotal);
    let none = Estimate::default();
    assert!(found.inputs.is_empty() && found.sources.iter().all(|source| source.share.arr == none));
    assert_eq!((found.wholes[0].first.arr, found.wholes[0].total.hit), (none, none));
}

/// The same plan with the expansion of a segment times a factor.
fn changed(plan: &Plan, segment: usize, multiply: f64) -> Plan {
    let mut plan = plan.clone();
    let id = expansion(&plan, segment);
    plan.drivers[id.0].adjustments.push(Adjustment { change: Change { multiply, add: 0.0 }, window: Window::ALWAYS });
    plan
}

#[test]
fn information_is_worth_what_the_normal_loss_says() {
    let first = plan("");
    // D = 0.5 · 20 million · x2 - cost, x2 normal with mean 0.3 and sd 0.03: mean 3 million - cost, sd 0.3 million
    let second = changed(&first, 2, 1.5);
    let cost = 3.1e6;
    let choice = |plan, cost| Choice { plan, cost };
    let found =
        between(choice(&first, 0.0), choice(&second, cost), &spec(40_000), &Control::UNWATCHED).expect("it runs");
    let (mean, sd) = (3e6 - cost, 0.3e6);
    let z: f64 = mean / sd;
    let density = (-0.5 * z * z).exp() / (2.0 * PI).sqrt();
    let exact = mean * normal_cdf(z) + sd * density - mean.max(0.0);
    near("difference", found.difference.arr, mean, 2_000.0);
    near("everything", found.everything.arr, exact, 2_000.0);
    let [told, rest @ ..] = &found.inputs[..] else { panic!("no drivers") };
    assert_eq!(told.input, Input::Driver(expansion(&first, 2)));
    near("the driver that decides", told.worth.arr, exact, 2_000.0);
    // the others have no say; D hangs on the second segment alone
    assert!(rest.iter().all(|told| told.worth.arr.low.unwrap() <= 0.0), "{rest:?}");
    let same = between(choice(&first, 0.0), choice(&first, 0.0), &spec(2_000), &Control::UNWATCHED).expect("it runs");
    assert_eq!((same.difference.arr.value, same.difference.hit.value), (Some(0.0), Some(0.0)));
    assert!(same.inputs.iter().all(|told| told.worth.arr.value == Some(0.0) && told.worth.hit.high == Some(0.0)));
}
