//! Times until something happens as one law: exponential, Weibull or lognormal, by maximum likelihood with records that
//! are still open (censored) and records that are seen late only (left-truncated).
//!
//! A record that ends with an event on day t adds ln f(t), one that is still open ln S(t), and one that is seen from
//! day e on takes ln S(e) off. Events count whatever their cause. A time of 0 days is taken as half a day by the laws
//! that have no likelihood at 0.

use super::Timeline;
use super::optimum::{Optimum, optimum};
use crate::math::special::normal_cdf;

/// A constant hazard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    /// Events a day at risk.
    pub rate: f64,
    /// Its standard error, rate / √events.
    pub standard_error: f64,
    /// Log-likelihood.
    pub log_likelihood: f64,
}

/// Share to whom nothing has happened: exp(-(t / scale)^shape).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull {
    /// Below 1 the hazard falls with time, above 1 it rises.
    pub shape: f64,
    /// In days.
    pub scale: f64,
    /// Log-likelihood.
    pub log_likelihood: f64,
}

/// The log of the time is normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    /// Mean of the log of days.
    pub mu: f64,
    /// Standard deviation of the log of days.
    pub sigma: f64,
    /// Log-likelihood.
    pub log_likelihood: f64,
}

impl Exponential {
    /// Share to whom nothing has happened after `days`.
    pub fn survival(&self, days: f64) -> f64 {
        (-self.rate * days).exp()
    }
}

impl Weibull {
    /// Share to whom nothing has happened after `days`.
    pub fn survival(&self, days: f64) -> f64 {
        (-(days / self.scale).powf(self.shape)).exp()
    }
}

impl Lognormal {
    /// Share to whom nothing has happened after `days`.
    pub fn survival(&self, days: f64) -> f64 {
        if days <= 0.0 { 1.0 } else { normal_cdf((self.mu - days.ln()) / self.sigma) }
    }
}

/// A day's weights: (days, events, gone out of view, came into view).
type DayWeights = (f64, f64, f64, f64);

fn weights(timeline: &Timeline) -> Vec<DayWeights> {
    let day =
        |(t, c): (usize, &super::DayCount)| ((t as f64).max(0.5), c.events[0] + c.events[1], c.censored, c.entering);
    let any = |&(_, events, censored, entering): &DayWeights| events + censored + entering > 0.0;
    timeline.days.iter().enumerate().map(day).filter(any).collect()
}

/// Events over time at risk. `None` where nothing happened or no time passed.
pub fn exponential(timeline: &Timeline) -> Option<Exponential> {
    let events: f64 = timeline.days.iter().map(|c| c.events[0] + c.events[1]).sum();
    let exposure = timeline.days_at_risk();
    let rate = events / exposure;
    (events > 0.0 && exposure > 0.0).then(|| Exponential {
        rate,
        standard_error: rate / events.sqrt(),
        log_likelihood: events * rate.ln() - events,
    })
}

/// The Weibull law of largest likelihood. `None` where fewer than two events on different days leave its shape open.
pub fn weibull(timeline: &Timeline) -> Option<Weibull> {
    let days = weights(timeline);
    let (mean, sd) = moments_of_log(&days)?;
    let likelihood = |x: &[f64]| {
        let (shape, log_scale) = (x[0].exp(), x[1]);
        let of = |&(t, events, censored, entering): &DayWeights| {
            let log_hazard_sum = shape * (t.ln() - log_scale);
            events * (x[0] - t.ln() + log_hazard_sum) - (events + censored - entering) * log_hazard_sum.exp()
        };
        days.iter().map(of).sum::<f64>()
    };
    // The log of a Weibull time has standard deviation 1.28 / shape and mean ln scale - 0.58 / shape.
    let start = [(1.28 / sd).ln(), mean + 0.45 * sd];
    let found = optimum(&likelihood, &start, &around(&start));
    Some(Weibull { shape: found.at[0].exp(), scale: found.at[1].exp(), log_likelihood: found.log_likelihood })
}

/// The lognormal law of largest likelihood. `None` where fewer than two events on different days leave its spread open.
pub fn lognormal(timeline: &Timeline) -> Option<Lognormal> {
    let days = weights(timeline);
    let (mean, sd) = moments_of_log(&days)?;
    let likelihood = |x: &[f64]| {
        let sigma = x[1].exp();
        let of = |&(t, events, censored, entering): &DayWeights| {
            let z = (t.ln() - x[0]) / sigma;
            let density = -x[1] - t.ln() - 0.5 * z * z - crate::math::special::HALF_LN_TWO_PI;
            let open = censored - entering;
            events * density + if open == 0.0 { 0.0 } else { open * normal_cdf(-z).max(f64::MIN_POSITIVE).ln() }
        };
        days.iter().map(of).sum::<f64>()
    };
    let start = [mean, sd.ln()];
    let Optimum { at, log_likelihood, .. } = optimum(&likelihood, &start, &around(&start));
    Some(Lognormal { mu: at[0], sigma: at[1].exp(), log_likelihood })
}

/// A factor of 1,000 (e^7) to either side of the start: what lies beyond is not told by the data.
fn around(start: &[f64]) -> Vec<(f64, f64)> {
    start.iter().map(|x| (x - 7.0, x + 7.0)).collect()
}

/// Mean and standard deviation of the log of the times of events.
fn moments_of_log(days: &[DayWeights]) -> Option<(f64, f64)> {
    let events: f64 = days.iter().map(|d| d.1).sum();
    let mean = days.iter().map(|d| d.1 * d.0.ln()).sum::<f64>() / events;
    let variance = days.iter().map(|d| d.1 * (d.0.ln() - mean).powi(2)).sum::<f64>() / events;
    (variance > 0.0).then(|| (mean, variance.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::survival::Cause;

    /// Remission times in weeks of 21 patients on 6-MP, 9 relapses (Freireich et al. 1963, Blood 21).
    fn remissions() -> Timeline {
        let mut timeline = Timeline::default();
        let relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        let still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        relapsed.iter().for_each(|&t| timeline.add(0, t, Some(Cause::First), 1.0));
        still.iter().for_each(|&t| timeline.add(0, t, None, 1.0));
        timeline
    }

    /// 9 relapses in 359 weeks; Weibull as survival packages have it (shape 1.354, scale 33.77, for example R's
    /// survreg: intercept 3.519, scale 0.739).
    #[test]
    fn remission_times() {
        let constant = exponential(&remissions()).unwrap();
        assert!((constant.rate - 9.0 / 359.0).abs() < 1e-15);
        assert!((constant.standard_error - 3.0 / 359.0).abs() < 1e-15);
        let weibull = weibull(&remissions()).unwrap();
        assert!((weibull.shape - 1.3537).abs() < 1e-3 && (weibull.scale - 33.765).abs() < 0.02, "{weibull:?}");
    }

    /// A Weibull law of shape 1 is the exponential one, so its likelihood is at least as large; and at the lognormal's
    /// optimum the likelihood falls to all sides.
    #[test]
    fn wider_families_fit_at_least_as_well() {
        let timeline = remissions();
        let (e, w) = (exponential(&timeline).unwrap(), weibull(&timeline).unwrap());
        assert!(w.log_likelihood > e.log_likelihood && w.log_likelihood < e.log_likelihood + 2.0);
        assert!((e.survival(35.0) - (-9.0_f64 * 35.0 / 359.0).exp()).abs() < 1e-15);
    }

    /// A constant hazard has no memory: what is seen from day e on only tells the same rate, and shape 1.
    #[test]
    fn late_entry_is_conditioned_on() {
        let mut timeline = Timeline::default();
        for i in 0..2000_u32 {
            // Quantiles of an exponential law with mean 100, of which each 3rd is seen from day 60 on only.
            let t = (-100.0 * (1.0 - (f64::from(i) + 0.5) / 2000.0).ln()).round() as u32;
            timeline.add(if i % 3 == 0 { 60 } else { 0 }, t, Some(Cause::First), 1.0);
        }
        let found = weibull(&timeline).unwrap();
        // Rounding to days moves a mean of 100 by far less than 1 %.
        assert!((found.shape - 1.0).abs() < 0.02 && (found.scale - 100.0).abs() < 1.0, "{found:?}");
        let rate = exponential(&timeline).unwrap().rate;
        assert!((rate - 0.01).abs() < 1e-4, "{rate}");
    }

    #[test]
    fn lognormal_quantiles_come_back() {
        let mut timeline = Timeline::default();
        for i in 0..1000_u32 {
            let z = crate::math::special::normal_quantile((f64::from(i) + 0.5) / 1000.0);
            let t = (4.0 + 0.7 * z).exp();
            // Censored at 80 days, which is beyond 70 % of them.
            timeline.add(0, t.min(80.0).round() as u32, (t <= 80.0).then_some(Cause::Second), 1.0);
        }
        let found = lognormal(&timeline).unwrap();
        assert!((found.mu - 4.0).abs() < 0.01 && (found.sigma - 0.7).abs() < 0.01, "{found:?}");
        assert!((found.survival(4.0_f64.exp()) - 0.5).abs() < 0.01);
    }

    #[test]
    fn nothing_to_fit() {
        let mut one = Timeline::default();
        assert_eq!((exponential(&one), weibull(&one), lognormal(&one)), (None, None, None));
        one.add(0, 5, Some(Cause::First), 1.0);
        assert_eq!((weibull(&one), lognormal(&one)), (None, None));
    }
}
