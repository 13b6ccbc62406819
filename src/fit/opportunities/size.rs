//! Mean ARR of won deals, and how single deals spread round it.

use super::level::{LEAST_IN_QUARTER, Own, QuarterLevel, spread};
use super::segment::{Segment, Told};
use super::view::Deal;
use crate::fit::day::Quarter;
use crate::fit::evidence::Sizes;
use crate::fit::finding::{Finding, amount};
use crate::fit::recency;
use crate::fit::survival::Cause;
use crate::math::special::normal_cdf;

/// Won deals with an amount (of equal weight by age) below which no size is told: single deals spread so widely that
/// the mean of fewer says little.
const LEAST_PRICED: f64 = 10.0;

/// Robust standard deviations of the log from the median from which an amount is extreme: under a lognormal law 1 deal
/// in 2 million.
const EXTREME: f64 = 5.0;

/// A price list has no spread of its own: amounts within a quarter of the median are never extreme.
const LEAST_SPREAD: f64 = 0.05;

/// Share of the won amounts above which a single deal is more likely to be a row of totals...
const MOST_OF_WON: f64 = 0.4;

/// ...among so many won deals.
const LEAST_TO_HOLD: usize = 20;

/// Median absolute deviation to standard deviation, for a normal law.
const MAD_TO_SD: f64 = 1.4826;

/// The size and its spread.
#[derive(Clone, Debug)]
pub struct Size {
    /// The mean.
    pub mean: Told,
    /// Coefficient of variation of single deals.
    pub dispersion: f64,
    /// Its standard error.
    pub dispersion_error: f64,
    /// Histogram.
    pub sizes: Sizes,
}

/// What a segment says of its deal size: the mean of won amounts above 0. Its variance by chance is sd² / n: amounts
/// are single draws, and that is what a bootstrap of them tends to; what quarters add is looked for beside it. Else why
/// not.
pub fn size(segment: &Segment<'_>) -> Result<Size, String> {
    let won: Vec<&Deal> = segment.deals.iter().filter(|d| d.fate == Some(Cause::First)).collect();
    let priced = priced(segment, &won);
    let (total, scale) = recency::kish(priced.iter().map(|p| p.1));
    let effective = total * scale;
    if effective < LEAST_PRICED * (1.0 - 1e-9) {
        let n = segment.counted(priced.len() as u64, effective);
        return Err(format!("only {n} won deals have an amount above 0, and at least {LEAST_PRICED} are needed"));
    }
    let mean = priced.iter().map(|p| p.1 * p.0).sum::<f64>() / total;
    let squares = priced.iter().map(|p| p.1 * (p.0 - mean).powi(2)).sum::<f64>() / total;
    let variance = squares * effective / (effective - 1.0).max(1.0);
    let (dispersion, dispersion_error) = dispersion(&priced, mean, squares, effective);
    let quarters = quarters(&priced, mean, variance);
    // Amounts that are all the same leave the spread of a price list's rounding: a hundredth of the mean.
    // That the spread is itself told by n amounts only widens a mean as Student's law is wider than the normal one.
    let student = (effective - 1.0) / (effective - 3.0).max(1.0);
    let chance_variance = student * variance.max((0.01 * mean).powi(2)) / effective;
    let own = Own {
        estimate: mean,
        chance_variance,
        events: effective,
        spread: spread(&quarters),
        shares: segment.quarter_shares(),
    };
    let (checks, findings) = judge(segment, &won, &priced, mean);
    let method = "mean of won amounts above 0, quarters as random effects";
    Ok(Size {
        mean: Told { own, method, quarters, checks, findings },
        dispersion,
        dispersion_error,
        sizes: histogram(&priced, mean),
    })
}

/// (amount, weight, quarter of winning) of won amounts above 0, smallest first so that sums do not depend on the rows'
/// order.
fn priced(segment: &Segment<'_>, won: &[&Deal]) -> Vec<(f64, f64, Quarter)> {
    let priced = |deal: &&Deal| {
        let amount = deal.amount.get().filter(|&amount| amount > 0.0)?;
        Some((amount, segment.from.weight(deal.created), deal.last().quarter()))
    };
    let mut priced: Vec<_> = won.iter().filter_map(priced).collect();
    priced.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    priced
}

/// Coefficient of variation of single amounts and its standard error, by the jackknife (Quenouille 1956, Tukey 1958): a
/// few large amounts carry much of it, so a sample's own is too low, which leaving each out once shows and corrects.
fn dispersion(priced: &[(f64, f64, Quarter)], mean: f64, squares: f64, effective: f64) -> (f64, f64) {
    let total: f64 = priced.iter().map(|p| p.1).sum();
    let of = |squares: f64, mean: f64, n: f64| (squares * n / (n - 1.0).max(1.0)).max(0.0).sqrt() / mean;
    let plain = of(squares, mean, effective);
    let without = |&(amount, weight, _): &(f64, f64, Quarter)| {
        let share = weight / total;
        let away = amount - mean;
        let moved = -share * away / (1.0 - share);
        let left = (squares - share * away * away) / (1.0 - share) - moved * moved;
        of(left, mean + moved, effective * (1.0 - share))
    };
    let n = priced.len() as f64;
    let left_out: Vec<f64> = priced.iter().map(without).collect();
    let average = left_out.iter().sum::<f64>() / n;
    let variance = left_out.iter().map(|x| (x - average).powi(2)).sum::<f64>() * (n - 1.0) / n;
    let corrected = plain + (n - 1.0) * (plain - average);
    // One amount that is nearly the whole sum takes the correction out of all bounds: then the sample's own stands.
    let corrected = if (0.5 * plain..=2.0 * plain).contains(&corrected) { corrected } else { plain };
    let lognormal = if is_lognormal(priced) { lognormal_error(corrected) / effective.sqrt() } else { 0.0 };
    (corrected, variance.sqrt().max(lognormal))
}

/// Whether the logs of the amounts pass as normal: largest distance below 1.035 / √n, the 1 % point where mean and sd
/// are the sample's (Lilliefors 1967).
fn is_lognormal(priced: &[(f64, f64, Quarter)]) -> bool {
    let n = priced.len() as f64;
    let mean = priced.iter().map(|p| p.0.ln()).sum::<f64>() / n;
    let sd = (priced.iter().map(|p| (p.0.ln() - mean).powi(2)).sum::<f64>() / n).sqrt();
    let away = |(i, p): (usize, &(f64, f64, Quarter))| {
        let fitted = normal_cdf((p.0.ln() - mean) / sd);
        (fitted - i as f64 / n).abs().max((fitted - (i as f64 + 1.0) / n).abs())
    };
    sd > 0.0 && priced.iter().enumerate().map(away).fold(0.0, f64::max) < 1.035 / n.sqrt()
}

/// Standard error of a coefficient of variation κ times √n where amounts are lognormal: κ √((β - 1) / 4 - γ κ + κ²),
/// with skewness γ = κ³ + 3κ and kurtosis β = ω⁴ + 2ω³ + 3ω² - 3, ω = 1 + κ². A sample shows its large amounts too
/// rarely to tell it.
fn lognormal_error(kappa: f64) -> f64 {
    let omega = 1.0 + kappa * kappa;
    let skewness = kappa.powi(3) + 3.0 * kappa;
    let kurtosis = omega.powi(4) + 2.0 * omega.powi(3) + 3.0 * omega * omega - 3.0;
    kappa * ((kurtosis - 1.0) / 4.0 - skewness * kappa + kappa * kappa).max(0.0).sqrt()
}

fn quarters(priced: &[(f64, f64, Quarter)], mean: f64, variance: f64) -> Vec<QuarterLevel> {
    let mut sums = std::collections::BTreeMap::<Quarter, [f64; 3]>::new();
    for &(amount, weight, quarter) in priced {
        let sum = sums.entry(quarter).or_default();
        *sum = [sum[0] + 1.0, sum[1] + amount, sum[2] + weight];
    }
    let level = |(quarter, [n, sum, weight]): (Quarter, [f64; 3])| QuarterLevel {
        quarter,
        value: sum / n,
        variance: variance.max((0.01 * mean).powi(2)) / n,
        of: n,
        weight,
    };
    sums.into_iter().filter(|(_, sum)| sum[0] >= LEAST_IN_QUARTER).map(level).collect()
}

fn judge(
    segment: &Segment<'_>,
    won: &[&Deal],
    priced: &[(f64, f64, Quarter)],
    mean: f64,
) -> (Vec<(&'static str, f64)>, Vec<Finding>) {
    let path = format!("{}.deals.size", segment.path);
    let missing = won.iter().filter(|d| d.amount.get().is_none()).count();
    let zero = won.iter().filter(|d| d.amount.get() == Some(0.0)).count();
    let negative = won.len() - priced.len() - missing - zero;
    let median = priced[priced.len() / 2].0;
    let mut checks = vec![("median", median), ("won without an amount", missing as f64)];
    checks.extend([("won for 0", zero as f64), ("won for less than 0", negative as f64)]);
    let mut findings = Vec::new();
    if missing + zero + negative > 0 {
        let all: f64 = won.iter().filter_map(|d| d.amount.get()).sum::<f64>() / (won.len() - missing) as f64;
        let all = told(all, zero + negative);
        checks.push(("mean with those of 0 and below", all));
        let text = format!(
            "Of {} won deals {missing} have no amount, {zero} have 0 and {negative} less than 0. They count as wins and are \
             left out of the mean size, {mean:.0}; with those of 0 and below it would be {all:.0}.",
            won.len()
        );
        findings.push(Finding::warning("amounts-left-out", path.as_str(), text));
    }
    findings.extend(one_holds_most(segment, priced, &path));
    judge_extremes(&path, priced, mean, &mut checks, &mut findings);
    (checks, findings)
}

/// A won or open deal with most of the won amounts, which is likely to be a row of totals.
fn one_holds_most(segment: &Segment<'_>, priced: &[(f64, f64, Quarter)], path: &str) -> Option<Finding> {
    let won: f64 = priced.iter().map(|p| p.0).sum();
    let open = segment.deals.iter().filter(|d| d.fate.is_none()).filter_map(|d| d.amount.get());
    let open = open.fold(0.0, f64::max);
    let (what, largest) = match priced.last().map_or(0.0, |p| p.0) {
        largest if largest >= open => ("won deal holds", largest),
        _ => ("open deal comes to", open),
    };
    let holds_most = priced.len() >= LEAST_TO_HOLD && largest > MOST_OF_WON * won;
    holds_most.then(|| {
        let text = format!(
            "One {what} {:.0} % of what {} deals won together: is it a totals row? If so delete it from the export; else see \
             whether its amount is a typing error.",
            100.0 * largest / won,
            priced.len()
        );
        Finding::warning("one-holds-most", path, text)
    })
}

fn judge_extremes(
    path: &str,
    priced: &[(f64, f64, Quarter)],
    mean: f64,
    checks: &mut Vec<(&'static str, f64)>,
    findings: &mut Vec<Finding>,
) {
    let extreme = extreme(priced);
    checks.push(("extreme amounts", extreme.0 as f64));
    if extreme.0 > 0 {
        let [with, without] = [mean, extreme.1].map(|x| told(x, extreme.0));
        checks.push(("mean without extreme amounts", without));
        let [with, without] = [with, without].map(amount);
        let text = format!(
            "{} of {} amounts lie far from the others, beyond what the spread of most would call a rare deal. They are real until \
             someone says otherwise and are kept: the mean is {with} with them and {without} without. Check for typing errors; \
             if they are deals of another kind, give them a segment of their own.",
            extreme.0,
            priced.len()
        );
        findings.push(Finding::warning("extreme-amounts", path, text));
    }
}

/// A mean as it is told beside one with or without so many records: of fewer than 5 in two digits, since the difference
/// of the two would be a single amount.
fn told(mean: f64, records: usize) -> f64 {
    if records as u64 >= LEAST_IN_BIN {
        return mean;
    }
    let unit = libm::pow(10.0, libm::floor(libm::log10(mean.abs())) - 1.0);
    if unit > 0.0 { (mean / unit).round() * unit } else { mean }
}

/// How many amounts are extreme, and the mean of the others.
fn extreme(priced: &[(f64, f64, Quarter)]) -> (usize, f64) {
    let middle = |sorted: &[f64]| sorted[sorted.len() / 2];
    let logs: Vec<f64> = priced.iter().map(|p| p.0.ln()).collect();
    let median = middle(&logs);
    let mut away: Vec<f64> = logs.iter().map(|x| (x - median).abs()).collect();
    away.sort_unstable_by(f64::total_cmp);
    let limit = EXTREME * (MAD_TO_SD * middle(&away)).max(LEAST_SPREAD);
    let is_extreme = |x: f64| (x.ln() - median).abs() > limit;
    let (mut count, mut weights, mut sum) = (0, 0.0, 0.0);
    for &(amount, weight, _) in priced {
        if is_extreme(amount) {
            count += 1;
        } else {
            weights += weight;
            sum += weight * amount;
        }
    }
    (count, sum / weights)
}

/// Bins of a histogram's tenfold.
const BINS_A_DECADE: f64 = 8.0;

/// Fewest deals of a bin, so that none shows a single amount.
const LEAST_IN_BIN: u64 = 5;

fn histogram(priced: &[(f64, f64, Quarter)], mean: f64) -> Sizes {
    let place = |amount: f64| (amount.log10() * BINS_A_DECADE).floor();
    let edge = |place: f64| 10.0_f64.powf(place / BINS_A_DECADE);
    let mut bins: Vec<(f64, f64, u64)> = Vec::new();
    for group in priced.chunk_by(|a, b| place(a.0) == place(b.0)) {
        let at = place(group[0].0);
        let n = group.len() as u64;
        match bins.last_mut() {
            Some(last) if last.2 < LEAST_IN_BIN => *last = (last.0, edge(at + 1.0), last.2 + n),
            _ => bins.push((edge(at), edge(at + 1.0), n)),
        }
    }
    if bins.len() > 1 && bins.last().is_some_and(|last| last.2 < LEAST_IN_BIN) {
        let thin = bins.pop().unwrap_or_default();
        if let Some(last) = bins.last_mut() {
            *last = (last.0, thin.1, last.2 + thin.2);
        }
    }
    Sizes { what: "won deals", bins, mean, median: priced[priced.len() / 2].0 }
}
