//! The customers that are there at the as-of date: ARR, number, sizes, when they renew, and key accounts.

use super::lives::Life;
use crate::calendar::YearMonth;
use crate::fit::day::Day;
use crate::fit::driver::KeyAccount;
use crate::fit::evidence::Sizes;

/// Fewer customers than this have no spread worth writing.
pub const FEWEST_SIZES: usize = 10;

/// Bins of a histogram of sizes before those with few customers are merged.
const BINS: usize = 20;

/// Least customers of a bin, so that none shows a single amount.
const LEAST_OF_BIN: u64 = 5;

/// Distances between the quartiles, on a log scale, beyond the upper one from which a customer is extreme (Tukey 1977:
/// "far out").
const FAR_OUT: f64 = 3.0;

/// Share of a segment's ARR above which a single customer is more likely to be a row of totals: that has half of it,
/// or less where it was drawn up over fewer rows.
const MOST_OF_ARR: f64 = 0.4;

/// Customers of a segment at the as-of date.
#[derive(Clone, Debug)]
pub struct Base<'a> {
    /// Those that pay, key accounts among them, by ARR and line.
    pub paying: Vec<&'a Life>,
    /// Those that are there without paying.
    pub without_arr: u64,
    /// ARR of all.
    pub arr: f64,
    /// Number of key accounts: the last of `paying`.
    pub key_accounts: usize,
}

impl<'a> Base<'a> {
    /// The base of these stays; `share` is that of ARR from which a customer is a key account.
    pub fn new(lives: &[&'a Life], share: Option<f64>) -> Self {
        let there = lives.iter().copied().filter(|l| l.end.is_none());
        let (mut paying, without): (Vec<&Life>, Vec<&Life>) = there.partition(|l| l.arr() > 0.0);
        paying.sort_by(|a, b| a.arr().total_cmp(&b.arr()).then(a.line.cmp(&b.line)));
        let arr: f64 = paying.iter().map(|l| l.arr()).sum();
        let key_accounts = share.map_or(0, |share| paying.iter().filter(|l| l.arr() >= share * arr).count());
        Self { paying, without_arr: without.len() as u64, arr, key_accounts }
    }

    /// Those that are no key accounts: the engine's pools.
    pub fn pools(&self) -> &[&'a Life] {
        &self.paying[..self.paying.len() - self.key_accounts]
    }
}

/// The customer that pays more than 40 % of the ARR of at least 10, and its share; `None` where there is none.
pub fn holds_most<'a>(base: &Base<'a>) -> Option<(&'a Life, f64)> {
    let largest = *base.paying.last()?;
    let share = largest.arr() / base.arr;
    (base.paying.len() >= FEWEST_SIZES && share > MOST_OF_ARR).then_some((largest, share))
}

/// Coefficient of variation of the customers' ARR (standard deviation with n - 1); `None` for fewer than 10.
pub fn size_dispersion(sizes: &[f64]) -> Option<f64> {
    if sizes.len() < FEWEST_SIZES {
        return None;
    }
    let n = sizes.len() as f64;
    let mean = sizes.iter().sum::<f64>() / n;
    let variance = sizes.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    Some(variance.sqrt() / mean)
}

/// How many of the sizes (rising, above 0) are extreme: the last ones.
pub fn extremes(sizes: &[f64]) -> usize {
    if sizes.len() < FEWEST_SIZES {
        return 0;
    }
    let at = |share: f64| sizes[(share * (sizes.len() - 1) as f64).round() as usize].ln();
    let fence = at(0.75) + FAR_OUT * (at(0.75) - at(0.25));
    // with most sizes alike the quartiles meet, and whatever differs would be extreme
    if at(0.75) > at(0.25) { sizes.iter().filter(|x| x.ln() > fence).count() } else { 0 }
}

/// Customers that renew in each of the plan's first `term` months, and every `term` months after.
pub fn renewal_weights(lives: &[&Life], term: u16, plan_start: YearMonth) -> Vec<f64> {
    let mut weights = vec![0.0; usize::from(term)];
    for life in lives {
        if let Some(month) = life.renews.month() {
            let own = if life.term_months > 0 { life.term_months } else { term };
            let ahead = month.since(plan_start).rem_euclid(i32::from(own));
            weights[ahead as usize % usize::from(term)] += 1.0;
        }
    }
    weights
}

/// The key accounts, the largest first, with the churn of a renewal of the segment.
pub fn key_accounts(base: &Base<'_>, term: u16, as_of: Day, churn_at_renewal: f64) -> Vec<KeyAccount> {
    let account = |life: &&Life| {
        let now = as_of.month()?;
        let own = i32::from(if life.term_months > 0 { life.term_months } else { term });
        let ahead = life.renews.month()?.since(now).rem_euclid(own);
        let renews_in_months = if ahead == 0 { own } else { ahead } as u32;
        Some(KeyAccount { line: u64::from(life.line), arr: life.arr(), renews_in_months, churn_at_renewal })
    };
    base.paying[base.pools().len()..].iter().rev().filter_map(account).collect()
}

/// Histogram of sizes (rising, above 0) on a log scale.
pub fn sizes(sizes: &[f64]) -> Sizes {
    let (low, high) = (sizes[0].ln(), sizes[sizes.len() - 1].ln());
    let width = (high - low) / BINS as f64;
    let mut bins: Vec<(f64, f64, u64)> = Vec::new();
    let mut from = low.exp();
    let mut count = 0;
    for bin in 0..BINS {
        let to = if bin + 1 == BINS { high.exp() } else { (low + width * (bin + 1) as f64).exp() };
        count += sizes.iter().filter(|&&x| bin_of(x, low, width) == bin).count() as u64;
        if count >= LEAST_OF_BIN {
            bins.push((from, to, count));
            (from, count) = (to, 0);
        }
    }
    match bins.last_mut() {
        Some(last) if count > 0 => *last = (last.0, high.exp(), last.2 + count),
        _ => {}
    }
    let mean = sizes.iter().sum::<f64>() / sizes.len() as f64;
    let median = 0.5 * (sizes[(sizes.len() - 1) / 2] + sizes[sizes.len() / 2]);
    Sizes { what: "ARR of customers", bins, mean, median }
}

fn bin_of(x: f64, low: f64, width: f64) -> usize {
    if width > 0.0 { (((x.ln() - low) / width) as usize).min(BINS - 1) } else { 0 }
}
