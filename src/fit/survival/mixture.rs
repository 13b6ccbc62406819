//! Wins and losses that compete, as a mixture of lognormal times (Larson and Dinse 1985): a share will be won, a share
//! will be lost, the rest never closes; those to be won take a lognormal time, those to be lost one of their own.
//!
//! A record won on day t adds ln(p_w (G_w(t + ½) - G_w(t - ½))), one lost likewise, one that is still open
//! ln(1 - p_w G_w(t + ½) - p_l G_l(t + ½)), and one that is seen after day e only takes the latter at e off. So what is
//! still open says what it can about both, without any guess of how it will end.

use super::optimum::{Optimum, optimum};
use super::{Cause, Timeline, aalen_johansen};
use crate::math::special::normal_cdf;

/// The law of largest likelihood. Weights count as records: scale them so that they sum to the effective number.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    /// Share that will be won, of all.
    pub share: f64,
    /// Its standard error; NaN where the data do not tell it.
    pub share_error: f64,
    /// Mean of the log of a win's days.
    pub mu: f64,
    /// Standard deviation of the log of a win's days.
    pub sigma: f64,
    /// Mean days of a win, exp(mu + sigma² / 2).
    pub mean: f64,
    /// Its standard error (delta method); NaN where the data do not tell it.
    pub mean_error: f64,
    /// Coefficient of variation of a win's days, √(exp(sigma²) - 1).
    pub dispersion: f64,
    /// Its standard error (delta method); NaN where the data do not tell it.
    pub dispersion_error: f64,
    /// Log-likelihood.
    pub log_likelihood: f64,
}

impl Mixture {
    /// Share of the wins that have come after `days`.
    pub fn won_by(&self, days: f64) -> f64 {
        if days <= 0.0 { 0.0 } else { normal_cdf((days.ln() - self.mu) / self.sigma) }
    }
}

/// Places of the parameters: log-mean and log of the log-sd of wins and losses, log-odds that a record ever closes, and
/// log-odds that one which closes is won.
const WIN: usize = 0;
const LOSS: usize = 2;
const CLOSES: usize = 4;
const WON: usize = 5;

/// Log-odds from which all is taken to close (or to be won): at e^8, 1 in 3,000 does not, which no sample of thousands
/// tells from none, and the likelihood is flat there.
const ALL: f64 = 8.0;

/// The mixture of largest likelihood. `None` where wins on fewer than two different days leave their spread open.
pub fn mixture(timeline: &Timeline) -> Option<Mixture> {
    let start = start(timeline)?;
    let days = days(timeline);
    let losses = timeline.events(Cause::Second) > 0.0;
    let free: Vec<usize> = if losses { (0..6).collect() } else { vec![WIN, WIN + 1, CLOSES] };
    let found = fit(&days, start, &free);
    // Where all will close, that parameter has run to its bound: without it the others can be told.
    let (parameters, found, free) = if found.0[CLOSES] >= ALL - 0.5 {
        let mut fixed = found.0;
        fixed[CLOSES] = f64::INFINITY;
        let rest: Vec<usize> = free.into_iter().filter(|&i| i != CLOSES).collect();
        let again = fit(&days, fixed, &rest);
        (again.0, again.1, rest)
    } else {
        (found.0, found.1, free)
    };
    Some(result(&parameters, &found, &free))
}

/// Weights of a day: (ln(t - ½), ln(t + ½), won, lost, still open less come into view).
type DayWeights = (f64, f64, f64, f64, f64);

fn days(timeline: &Timeline) -> Vec<DayWeights> {
    let day = |(t, c): (usize, &super::DayCount)| {
        let t = t as f64;
        ((t - 0.5).max(0.0).ln(), (t + 0.5).ln(), c.events[0], c.events[1], c.censored - c.entering)
    };
    timeline.days.iter().enumerate().map(day).filter(|d| d.2 != 0.0 || d.3 != 0.0 || d.4 != 0.0).collect()
}

/// Starting values: the incidences' ends as shares, the moments of their logs as times.
fn start(timeline: &Timeline) -> Option<[f64; 6]> {
    let (win, won) = moments_of_log(timeline, Cause::First)?;
    let (loss, lost) = moments_of_log(timeline, Cause::Second).unwrap_or(([win[0], win[1]], 0.0));
    let closes = (won + lost).clamp(0.02, 0.98);
    let of_closed = if lost > 0.0 { (won / (won + lost)).clamp(0.001, 0.999) } else { 1.0 };
    let odds = |p: f64| (p / (1.0 - p)).ln();
    Some([win[0], win[1].ln(), loss[0], loss[1].ln(), odds(closes), odds(of_closed)])
}

/// Mean and standard deviation of the log of days under the normalised incidence, and the incidence's end.
fn moments_of_log(timeline: &Timeline, cause: Cause) -> Option<([f64; 2], f64)> {
    let mut before = 0.0;
    let mut sums = [0.0; 3];
    for step in aalen_johansen(timeline, cause) {
        let (mass, x) = (step.share - before, f64::from(step.days).max(0.5).ln());
        before = step.share;
        sums = [sums[0] + mass, sums[1] + mass * x, sums[2] + mass * x * x];
    }
    let mean = sums[1] / sums[0];
    let variance = sums[2] / sums[0] - mean * mean;
    (variance > 1e-6).then(|| ([mean, variance.sqrt()], sums[0]))
}

fn fit(days: &[DayWeights], base: [f64; 6], free: &[usize]) -> ([f64; 6], Optimum) {
    let filled = |x: &[f64]| {
        let mut all = base;
        free.iter().zip(x).for_each(|(&i, &value)| all[i] = value);
        all
    };
    let bound = |&i: &usize| match i {
        CLOSES | WON => (-ALL, ALL),
        // A factor of 1,000 to either side: what lies beyond is not told by the data.
        _ => (base[i] - 7.0, base[i] + 7.0),
    };
    let bounds: Vec<(f64, f64)> = free.iter().map(bound).collect();
    let first: Vec<f64> = free.iter().map(|&i| base[i]).collect();
    let found = optimum(&|x: &[f64]| log_likelihood(days, &filled(x)), &first, &bounds);
    (filled(&found.at), found)
}

fn log_likelihood(days: &[DayWeights], parameters: &[f64; 6]) -> f64 {
    let [won, lost] = shares(parameters);
    let (win, loss) = (Law::new(parameters, WIN), Law::new(parameters, LOSS));
    let log = |p: f64| p.max(1e-300).ln();
    let mut sum = 0.0;
    for &(from, to, wins, losses, open) in days {
        let ends = [win.score(to), loss.score(to)];
        if wins > 0.0 {
            sum += wins * log(won * between(win.score(from), ends[0]));
        }
        if losses > 0.0 {
            sum += losses * log(lost * between(loss.score(from), ends[1]));
        }
        if open != 0.0 {
            let never = (1.0 - won - lost).max(0.0);
            sum += open * log(never + won * normal_cdf(-ends[0]) + lost * normal_cdf(-ends[1]));
        }
    }
    sum
}

/// Shares won and lost.
fn shares(parameters: &[f64; 6]) -> [f64; 2] {
    let share = |odds: f64| 1.0 / (1.0 + (-odds).exp());
    let closes = share(parameters[CLOSES]);
    let won = share(parameters[WON]);
    [closes * won, closes * (1.0 - won)]
}

/// Lognormal times.
struct Law {
    mu: f64,
    per_sigma: f64,
}

impl Law {
    fn new(parameters: &[f64; 6], place: usize) -> Self {
        Self { mu: parameters[place], per_sigma: (-parameters[place + 1]).exp() }
    }

    fn score(&self, log_days: f64) -> f64 {
        (log_days - self.mu) * self.per_sigma
    }
}

/// Normal probability between two scores, taken on the side where it keeps its accuracy.
fn between(low: f64, high: f64) -> f64 {
    if low > 0.0 { normal_cdf(-low) - normal_cdf(-high) } else { normal_cdf(high) - normal_cdf(low) }
}

fn result(parameters: &[f64; 6], found: &Optimum, free: &[usize]) -> Mixture {
    let (mu, sigma) = (parameters[WIN], parameters[WIN + 1].exp());
    let [share, lost] = shares(parameters);
    let closes = share + lost;
    let mean = (mu + 0.5 * sigma * sigma).exp();
    let dispersion = (sigma * sigma).exp_m1().sqrt();
    let gradients = [
        (CLOSES, [share * (1.0 - closes), 0.0, 0.0]),
        (WON, [if closes > 0.0 { share * lost / closes } else { 0.0 }, 0.0, 0.0]),
        (WIN, [0.0, mean, 0.0]),
        (WIN + 1, [0.0, mean * sigma * sigma, (sigma * sigma).exp() * sigma * sigma / dispersion]),
    ];
    let error = |k: usize| {
        let Some(covariance) = &found.covariance else { return f64::NAN };
        let of = |i: usize| gradients.iter().find(|g| g.0 == free[i]).map_or(0.0, |g| g.1[k]);
        let pairs = (0..free.len()).flat_map(|i| (0..free.len()).map(move |j| (i, j)));
        pairs.map(|(i, j)| of(i) * covariance[i][j] * of(j)).sum::<f64>().sqrt()
    };
    Mixture {
        share,
        share_error: error(0),
        mu,
        sigma,
        mean,
        mean_error: error(1),
        dispersion,
        dispersion_error: error(2),
        log_likelihood: found.log_likelihood,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::stream::Stream;
    use rand_distr::{Distribution, LogNormal, Uniform};

    /// 25 % won (mean 100 days, CV 0.6), 55 % lost (mean 60, CV 0.9), 20 % never; created over 500 days, of which the
    /// last leave little time; the first are seen from day 150 on only.
    fn simulated(seed: u64, n: usize) -> Timeline {
        let mut rng = Stream::new(seed, "mixture").sequence();
        let lognormal = |mean: f64, cv: f64| {
            let variance = (1.0 + cv * cv).ln();
            LogNormal::new(mean.ln() - variance / 2.0, variance.sqrt()).unwrap()
        };
        let (win, loss) = (lognormal(100.0, 0.6), lognormal(60.0, 0.9));
        let uniform = Uniform::new(0.0, 1.0).unwrap();
        let mut timeline = Timeline::default();
        for _ in 0..n {
            let created: f64 = 500.0 * uniform.sample(&mut rng);
            let u = uniform.sample(&mut rng);
            let (time, cause) = match u {
                u if u < 0.25 => (win.sample(&mut rng), Some(Cause::First)),
                u if u < 0.8 => (loss.sample(&mut rng), Some(Cause::Second)),
                _ => (f64::INFINITY, None),
            };
            let age = 500.0 - created;
            let entry = (150.0 - created).max(0.0).floor() as u32;
            let cause = if time <= age { cause } else { None };
            timeline.add(entry, time.min(age).round() as u32, cause, 1.0);
        }
        timeline
    }

    /// 200 samples of 400: the mean error of share, mean and CV lies within 2 of its standard errors, and the intervals
    /// of share and mean hold the truth as often as they say: 90 %, of which 200 samples tell 2 %.
    #[test]
    fn censored_and_truncated_mixtures_come_back() {
        let truth = [0.25, 100.0, 0.6];
        let (mut errors, mut covered): (Vec<[f64; 3]>, [u32; 2]) = (Vec::new(), [0, 0]);
        for seed in 0..200 {
            let found = mixture(&simulated(seed, 400)).unwrap();
            let values = [found.share, found.mean, found.dispersion];
            errors.push([0, 1, 2].map(|i| values[i] - truth[i]));
            covered[0] += u32::from((found.share - truth[0]).abs() < 1.645 * found.share_error);
            covered[1] += u32::from((found.mean - truth[1]).abs() < 1.645 * found.mean_error);
        }
        for i in 0..3 {
            let mean = errors.iter().map(|e| e[i]).sum::<f64>() / 200.0;
            let sd = (errors.iter().map(|e| (e[i] - mean).powi(2)).sum::<f64>() / 199.0).sqrt();
            assert!(mean.abs() < 2.0 * sd / 200.0_f64.sqrt(), "{i}: {mean} of {sd}");
        }
        assert!(covered.iter().all(|c| (170..=190).contains(c)), "{covered:?}");
    }

    /// Where all is decided the mixture is the plain lognormal fit of the wins, and its share the plain share.
    #[test]
    fn without_open_records_it_is_the_plain_fit() {
        let mut timeline = Timeline::default();
        let mut logs = Vec::new();
        for i in 0..400_u32 {
            let z = crate::math::special::normal_quantile((f64::from(i / 4) + 0.5) / 100.0);
            let t = (5.0 + 0.5 * z).exp().round() as u32;
            let won = i % 4 == 0;
            timeline.add(0, t, Some(if won { Cause::First } else { Cause::Second }), 1.0);
            if won {
                logs.push(f64::from(t).ln());
            }
        }
        let found = mixture(&timeline).unwrap();
        // The plain fit's maximum likelihood: mean and standard deviation of the logs.
        let mu = logs.iter().sum::<f64>() / 100.0;
        let sigma = (logs.iter().map(|x| (x - mu).powi(2)).sum::<f64>() / 100.0).sqrt();
        // Shares to the log-odds' bound (1 in 3,000); whole days instead of points differ by far less than 0.002.
        assert!((found.share - 0.25).abs() < 1e-3, "{found:?}");
        assert!((found.mu - mu).abs() < 2e-3 && (found.sigma - sigma).abs() < 2e-3, "{found:?} {mu} {sigma}");
        assert!((found.share_error - (0.25_f64 * 0.75 / 400.0).sqrt()).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn one_day_of_wins_has_no_spread() {
        let mut timeline = Timeline::default();
        (0..9).for_each(|_| timeline.add(0, 30, Some(Cause::First), 1.0));
        assert_eq!(mixture(&timeline), None);
    }
}
