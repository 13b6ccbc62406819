//! Deals that wait for capacity: ⌊k + u⌋, what is carried within a fiscal quarter, what stays in the backlog.

use super::{plan, sample, share};
use crate::case_checks::judge;
use crate::running;
use planodds::plan::{Metric, Plan};
use planodds::scenario;

/// Enough for a standard error of 0.0016 in a probability of one half.
const TRIALS: u64 = 100_000;
const SEED: u64 = 11;

/// A ramped rep who closes `deals` deals a month, in front of more won deals than he can ever close.
fn never_short_of_deals(deals: f64, backlog_hold: f64) -> Plan {
    let text = format!(
        "[segments.a]\nopening_arr = 0\nopening_customers = 0\n[segments.a.deals]\nsize = 1\n\
         [segments.a.capacity]\nreps = 1\nramp_months = 0\nquota_annual = {:?}\nattainment = 1\n\
         [segments.a.pipeline]\nopening_decisions = {{ 2027-01 = 1000 }}\nwin_rate = 1\nsales_cycle_months = 3\n\
         backlog_hold = {backlog_hold:?}\n",
        12.0 * deals
    );
    plan(12, 1.0, &text)
}

/// Wins of months 1..12, every trial.
fn wins(plan: &Plan) -> Vec<Vec<f64>> {
    let columns: Vec<_> = (1..=12).map(|t| (Metric::NewCustomers, "a", t)).collect();
    sample(plan, TRIALS, SEED, &columns)
}

/// Wins of each fiscal quarter, every trial.
fn by_quarter(months: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let sum = |of: &[Vec<f64>]| (0..TRIALS as usize).map(|i| of.iter().map(|m| m[i]).sum()).collect();
    months.chunks(3).map(sum).collect()
}

#[test]
fn the_first_month_s_wins_have_the_capacity_as_their_mean() {
    for deals in [0.5, 1.25, 2.9] {
        let first = wins(&never_short_of_deals(deals, 1.0)).remove(0);
        assert_eq!(judge::mean(&first, deals), Ok(()), "{deals}");
        assert!(
            first.iter().all(|&n| n == deals.floor() || n == deals.floor() + 1.0),
            "{deals}: whole numbers beside it"
        );
    }
}

/// Half a deal a month: a month closes one or none, the next the other, the third again one or none.
#[test]
fn what_a_month_leaves_or_borrows_is_carried_to_the_next() {
    let months = wins(&never_short_of_deals(0.5, 1.0));
    for quarter in months.chunks(3) {
        let both = |i: usize| quarter[0][i] + quarter[1][i] == 1.0;
        assert!((0..TRIALS as usize).all(both), "the second month makes up for the first");
        assert_eq!(judge::mean(&quarter[2], 0.5), Ok(()));
    }
    for total in by_quarter(&months) {
        assert!(total.iter().all(|&n| n == 1.0 || n == 2.0), "1.5 deals a quarter are one or two");
        assert_eq!(judge::mean(&total, 1.5), Ok(()));
    }
}

/// 0.7 deals a month: capacity with what is carried is never below 0.1, so that no month is cut off at 0 and the
/// quarter's mean is exactly its capacity.
#[test]
fn a_quarter_s_wins_differ_from_its_capacity_by_less_than_one_deal() {
    for total in by_quarter(&wins(&never_short_of_deals(0.7, 1.0))) {
        assert!(total.iter().all(|&n| (n - 2.1).abs() < 1.0));
        assert_eq!(judge::mean(&total, 2.1), Ok(()));
    }
}

/// If the third month's half deal were carried on, the fourth would close one exactly where the third closed none.
#[test]
fn a_new_quarter_starts_without_carry() {
    let months = wins(&never_short_of_deals(0.5, 1.0));
    for t in [4, 7, 10] {
        assert_eq!(judge::mean(&months[t - 1], 0.5), Ok(()), "month {t}");
        let as_before = (0..TRIALS as usize).filter(|&i| months[t - 1][i] == months[t - 2][i]).count();
        assert_eq!(judge::probability(as_before as f64 / TRIALS as f64, 0.5, TRIALS), Ok(()), "month {t}");
    }
}

/// 1000 deals are due, two a month are closed, 80 % of the rest stays from month to month and the rest of it is lost.
#[test]
fn the_backlog_is_the_held_share_of_what_waits() {
    let plan = never_short_of_deals(2.0, 0.8);
    let columns =
        [(Metric::Backlog, "a", 1), (Metric::Backlog, "a", 2), (Metric::WinsLost, "a", 1), (Metric::WinsLost, "a", 2)];
    let values = sample(&plan, TRIALS, SEED, &columns);
    let (waiting, held) = (1000.0 - 2.0, 0.8 * 998.0);
    assert_eq!(judge::mean(&values[0], held), Ok(()));
    assert_eq!(judge::sd(&values[0], (waiting * 0.8 * 0.2_f64).sqrt()), Ok(()));
    // Bin(Bin(998, 0.8) - 2, 0.8): the variance of its mean, and the mean of its variance
    assert_eq!(judge::mean(&values[1], 0.8 * (held - 2.0)), Ok(()));
    let variance = 0.64 * waiting * 0.8 * 0.2 + (held - 2.0) * 0.8 * 0.2;
    assert_eq!(judge::sd(&values[1], variance.sqrt()), Ok(()));
    let backlogs = values[0].iter().zip(&values[1]);
    for ((first, second), (lost, lost_later)) in backlogs.zip(values[2].iter().zip(&values[3])) {
        assert_eq!(*lost, waiting - first, "what is not held is lost");
        assert_eq!(*lost_later, first - 2.0 - second, "what is not held is lost");
    }
}

/// Two deals a month, nothing random. The fiscal year starts in January and the plan in February, so that capacity
/// starts anew in April, July and October. By month: due, capacity, wins, backlog.
const MID_QUARTER: &str = "
[plan]
name = \"mid-quarter\"
start = \"2027-02\"
months = 9
fiscal_year_start = 1
[target]
arr = 1
[segments.a]
opening_arr = 0
opening_customers = 0
[segments.a.deals]
size = 10
[segments.a.capacity]
reps = 1
ramp_months = 0
quota_annual = 240
attainment = 1
[segments.a.pipeline]
opening_decisions = { 2027-03 = 3, 2027-04 = 1, 2027-05 = 10, 2027-10 = 9 }
win_rate = 1
sales_cycle_months = 3
backlog_hold = 1
";

/// Feb: nothing due, 2 carried. Mar: 2 + 2, three due: 1 left, which ends with the quarter.
/// Apr: 2, one due, 1 carried. May: 2 + 1. June: 2. July to September: 2, 2, and the last waiting one, so that 1 is
/// left. Oct: 2, and not 3.
const WINS: [f64; 9] = [0.0, 3.0, 1.0, 3.0, 2.0, 2.0, 2.0, 1.0, 2.0];
const BACKLOG: [f64; 9] = [0.0, 0.0, 0.0, 7.0, 5.0, 3.0, 1.0, 0.0, 7.0];

#[test]
fn capacity_starts_anew_with_the_fiscal_quarter_wherever_the_plan_starts() {
    let plan = running::plan_of(scenario::parse("mid-quarter", MID_QUARTER), MID_QUARTER);
    for t in 1..=9 {
        let columns = [(Metric::NewCustomers, "a", t), (Metric::Backlog, "a", t), (Metric::CapacityBound, "a", t)];
        let values = sample(&plan, 1_000, SEED, &columns);
        let bound = if BACKLOG[t - 1] > 0.0 { 1.0 } else { 0.0 };
        assert_eq!(judge::every_trial(&values[0], WINS[t - 1]), Ok(()), "wins of month {t}");
        assert_eq!(judge::every_trial(&values[1], BACKLOG[t - 1]), Ok(()), "backlog of month {t}");
        assert_eq!(share(&values[2], |x| x == bound), 1.0, "capacity-bound in month {t}");
    }
}

/// With a fiscal year from February, capacity starts anew in May, August and November: April has 2 + the 1 that March
/// left, closes its one and leaves 2, which end with the quarter; May closes 2. October has 2 and nothing was left.
#[test]
fn a_plan_that_starts_with_its_fiscal_year_starts_other_quarters() {
    let text = MID_QUARTER.replace("fiscal_year_start = 1", "fiscal_year_start = 2");
    let plan = running::plan_of(scenario::parse("mid-quarter", &text), &text);
    let right = [0.0, 3.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0];
    for (i, &right) in right.iter().enumerate() {
        let wins = sample(&plan, 1_000, SEED, &[(Metric::NewCustomers, "a", i + 1)]).remove(0);
        assert_eq!(judge::every_trial(&wins, right), Ok(()), "wins of month {}", i + 1);
    }
}
