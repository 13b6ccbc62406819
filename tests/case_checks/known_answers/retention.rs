//! Churn of customers who differ in size, key accounts, and opportunities that are decided after the plan.

use super::{plan, sample, share};
use crate::case_checks::judge;
use planodds::plan::Metric;

const TRIALS: u64 = 200_000;
const SEED: u64 = 16;

/// `customers` with 1000 ARR in all, which all renew in month 1.
fn one_pool(customers: u32, churn: f64, size_dispersion: f64) -> String {
    format!(
        "[segments.a]\nopening_arr = 1000\nopening_customers = {customers}\n[segments.a.retention]\n\
         churn_annual = {churn:?}\nsize_dispersion = {size_dispersion:?}\n\
         renewal_weights = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\n"
    )
}

/// Of N customers X ~ Bin(N, p) leave, with the share S ~ Beta(X/κ², (N-X)/κ²) of the ARR. With m = X/N:
/// E[S | X] = m and Var[S | X] = m (1 - m) / (N/κ² + 1), so Var S = Var m + E[m (1 - m)] / (N/κ² + 1), where
/// Var m = p (1 - p) / N and E[m (1 - m)] = p (1 - p) (1 - 1/N).
fn sd_of_share(n: f64, p: f64, dispersion: f64) -> f64 {
    let of_one = p * (1.0 - p);
    (of_one / n + of_one * (1.0 - 1.0 / n) / (n / (dispersion * dispersion) + 1.0)).sqrt()
}

#[test]
fn churned_arr_spreads_with_the_sizes_of_customers() {
    for (customers, p, dispersion) in [(20, 0.3, 0.8), (3, 0.3, 0.8), (3, 0.3, 0.0), (200, 0.1, 2.0)] {
        let plan = plan(1, 1.0, &one_pool(customers, p, dispersion));
        let churned = sample(&plan, TRIALS, SEED, &[(Metric::ChurnedArr, "a", 1)]).remove(0);
        let (n, what) = (customers as f64, format!("{customers} customers, dispersion {dispersion}"));
        assert_eq!(judge::mean(&churned, 1000.0 * p), Ok(()), "{what}");
        assert_eq!(judge::sd(&churned, 1000.0 * sd_of_share(n, p, dispersion)), Ok(()), "{what}");
        let (none, all) = ((1.0 - p).powi(customers as i32), p.powi(customers as i32));
        assert_eq!(judge::probability(share(&churned, |x| x == 0.0), none, TRIALS), Ok(()), "{what}: none leaves");
        let left = share(&churned, |x| judge::same(x, 1000.0));
        assert_eq!(judge::probability(left, all, TRIALS), Ok(()), "{what}: all leave");
    }
}

/// A key account of 1200 that renews in February 2028 or in August 2029, on contracts of so many months.
fn key_account(contract_months: u32, renewal: &str) -> String {
    format!(
        "[segments.a]\nopening_arr = 1200\nopening_customers = 1\n[segments.a.retention]\n\
         contract_months = {contract_months}\n\
         key_accounts = [ {{ name = \"acme\", arr = 1200, renewal = \"{renewal}\", churn_at_renewal = 0.3 }} ]\n"
    )
}

#[test]
fn a_key_account_renews_in_its_month_and_not_whole_terms_before() {
    let plan = plan(19, 1.0, &key_account(6, "2028-02"));
    for t in 1..=19 {
        let churned = sample(&plan, 20_000, SEED, &[(Metric::ChurnedArr, "a", t)]).remove(0);
        match t {
            14 => assert_eq!(judge::mean(&churned, 0.3 * 1200.0), Ok(()), "its month"),
            _ => assert_eq!(judge::every_trial(&churned, 0.0), Ok(()), "month {t}"),
        }
    }
}

#[test]
fn a_key_account_renews_again_a_term_later() {
    let plan = plan(20, 1.0, &key_account(6, "2028-02"));
    let churned = sample(&plan, TRIALS, SEED, &[(Metric::ChurnedArr, "a", 20)]).remove(0);
    assert_eq!(judge::mean(&churned, 0.7 * 0.3 * 1200.0), Ok(()));
}

#[test]
fn a_key_account_that_renews_after_the_plan_stays() {
    let plan = plan(20, 1.0, &key_account(6, "2029-08"));
    let arr = sample(&plan, 20_000, SEED, &[(Metric::Arr, "a", 20)]).remove(0);
    assert_eq!(judge::every_trial(&arr, 1200.0), Ok(()));
}

/// Prepaid for a year at a time: February 2027, a whole term before its renewal, and again in February 2028 if it
/// stays.
#[test]
fn a_key_account_is_billed_whole_terms_before_its_renewal() {
    let text = key_account(12, "2028-02") + "[finance]\ngross_margin = 1\nprepaid = 1\n";
    let plan = plan(18, 1.0, &text);
    for t in 1..=18 {
        let billed = sample(&plan, 20_000, SEED, &[(Metric::Billings, "", t)]).remove(0);
        match t {
            2 => assert_eq!(judge::every_trial(&billed, 1200.0), Ok(())),
            14 => assert_eq!(judge::mean(&billed, 0.7 * 1200.0), Ok(())),
            _ => assert_eq!(judge::every_trial(&billed, 0.0), Ok(()), "month {t}"),
        }
    }
}

/// Five are decided in February, seven three months after the plan's end.
#[test]
fn opportunities_that_are_decided_after_the_plan_stay_open() {
    let text = "[segments.a]\nopening_arr = 0\nopening_customers = 0\n[segments.a.deals]\nsize = 10\n\
                [segments.a.pipeline]\nopening_decisions = { 2027-02 = 5, 2028-03 = 7 }\nwin_rate = 1\n\
                sales_cycle_months = 3\n";
    let plan = plan(12, 1.0, text);
    for t in 1..=12 {
        let columns = [(Metric::OpenOpps, "a", t), (Metric::PipelineValue, "a", t), (Metric::NewCustomers, "a", t)];
        let values = sample(&plan, 1_000, SEED, &columns);
        let open = if t == 1 { 12.0 } else { 7.0 };
        assert_eq!(judge::every_trial(&values[0], open), Ok(()), "open in month {t}");
        assert_eq!(judge::every_trial(&values[1], 10.0 * open), Ok(()), "value in month {t}");
        assert_eq!(judge::every_trial(&values[2], if t == 2 { 5.0 } else { 0.0 }), Ok(()), "won in month {t}");
    }
}
