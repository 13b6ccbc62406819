//! A level of one segment, what quarters add to its uncertainty, and how segments lean on the whole.

use super::driver::Domain;
use crate::fit::assumed;
use crate::fit::between::{self, Unit, between, between_segments};
use crate::fit::day::Quarter;

/// Quarters that it takes to look for variation between them: with fewer, chance alone tells almost any story.
pub const LEAST_QUARTERS: usize = 4;

/// Records that a quarter should have to count: below, its share or mean is far from normal.
pub const LEAST_IN_QUARTER: f64 = 5.0;

/// A level by quarter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuarterLevel {
    /// Which.
    pub quarter: Quarter,
    /// Its level.
    pub value: f64,
    /// Variance by chance, from the level of all quarters.
    pub variance: f64,
    /// Records behind it.
    pub of: f64,
    /// Its share of the level's sample, up to a factor.
    pub weight: f64,
}

/// How quarters differ beyond chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Variance from quarter to quarter, as the plan should fear it: averaged over all that the quarters leave open, so
    /// above 0 also where they look alike.
    pub between_variance: f64,
    /// The same as the quarters show it (DerSimonian and Laird 1986): 0 where they differ by no more than chance.
    pub shown_variance: f64,
    /// The two parts of that, by which segments can be taken together.
    pub seen: [f64; 2],
    /// Share of one quarter's deviation that stays for the next.
    pub persistence: f64,
    /// Each quarter's share of the sample.
    pub shares: Vec<f64>,
}

impl Spread {
    /// What it adds to the variance of history's average, of a variance from quarter to quarter.
    fn of_history(&self, between_variance: f64) -> f64 {
        between::weighted_variance(&self.shares, between_variance, self.persistence)
    }
}

/// What one segment says by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// History's average.
    pub estimate: f64,
    /// Its variance by chance alone.
    pub chance_variance: f64,
    /// How many events it was counted from, by effective number.
    pub events: f64,
    /// How its quarters differ; `None` where too few can tell.
    pub spread: Option<Spread>,
    /// Shares of all its quarters in the sample, whether they can tell or not.
    pub shares: Vec<f64>,
}

impl Own {
    /// What its quarters add to the variance of its average, of a variance from quarter to quarter.
    fn of_history(&self, between_variance: f64, persistence: f64) -> f64 {
        match &self.spread {
            Some(spread) => spread.of_history(between_variance),
            None => between::weighted_variance(&self.shares, between_variance, persistence),
        }
    }
}

/// Variance from quarter to quarter over the scale of a level, as the quarters of all segments together show it: each
/// segment's own is noise where its quarters have a few wins each, and would tell how far it leans.
fn shown_together(telling: &[&Own], domain: Domain) -> f64 {
    let of = |o: &&Own| o.spread.as_ref().map(|s| [s.seen[0], s.seen[1] * scale(domain, o.estimate)]);
    let sums = telling.iter().filter_map(of).fold([0.0, 0.0], |a, b| [a[0] + b[0], a[1] + b[1]]);
    (sums[0] / sums[1]).max(0.0)
}

/// A segment's own spread of single records is told by its own events, and by as many of all segments' as this: a
/// standard deviation from 20 has a standard error of a sixth to a half of it, and it is low where the mean happens to
/// be.
const EVENTS_OF_ALL: f64 = 20.0;

/// Variances of the segments' estimates at the level of all, by chance and by quarters that differ by `shown`.
fn variances_at(common: f64, telling: &[&Own], shown: f64, domain: Domain) -> Vec<f64> {
    let single = |o: &&Own| o.events * o.chance_variance / scale(domain, o.estimate);
    let events: f64 = telling.iter().map(|o| o.events).sum();
    let of_all = telling.iter().map(|o| o.events * single(o)).sum::<f64>() / events;
    let variance = |o: &&Own| {
        let blended = (o.events * single(o) + EVENTS_OF_ALL * of_all) / (o.events + EVENTS_OF_ALL);
        (blended / o.events + o.of_history(shown, 0.0)) * scale(domain, common)
    };
    telling.iter().map(variance).collect()
}

/// How the quarters differ, where enough of them can tell.
pub fn spread(quarters: &[QuarterLevel]) -> Option<Spread> {
    if quarters.len() < LEAST_QUARTERS {
        return None;
    }
    let units: Vec<Unit> = quarters.iter().map(|q| Unit { value: q.value, variance: q.variance }).collect();
    let seen = between::seen(&units);
    let shown_variance = (seen[0] / seen[1]).max(0.0);
    let between_variance = between(&units).between_variance;
    let values: Vec<f64> = quarters.iter().map(|q| q.value).collect();
    let chance = units.iter().map(|u| u.variance).sum::<f64>() / units.len() as f64;
    // Where chance makes most of what is seen, a correlation of what is beyond it is noise over next to nothing: it
    // counts as far as the quarters' own values are reliable.
    let reliable = between_variance / (between_variance + chance);
    let persistence = reliable * between::persistence(&values, between_variance);
    let total: f64 = quarters.iter().map(|q| q.weight).sum();
    let shares = quarters.iter().map(|q| q.weight / total).collect();
    Some(Spread { between_variance, shown_variance, seen, persistence, shares })
}

/// A segment's level after leaning on the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// History's average.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Standard deviation of next year's average about it.
    pub next_year_sd: f64,
    /// Standard deviation from quarter to quarter.
    pub quarter_sd: Option<f64>,
    /// Share that comes from all segments.
    pub pooled: Option<f64>,
}

/// How a variance by chance goes with the level.
fn scale(domain: Domain, level: f64) -> f64 {
    match domain {
        Domain::Share => level * (1.0 - level),
        Domain::Positive => level * level,
    }
}

/// Each segment's level; a segment that says nothing by itself gets what a new segment would get from the others. All
/// `None` where no segment says anything.
///
/// How far a segment leans is judged by the variance that it would have at the level of all: its own goes with its own
/// level, and then low ones by chance would seem the surer ones and pull the others down.
pub fn lean(own: &[Option<Own>], domain: Domain) -> Vec<Option<Level>> {
    let telling: Vec<&Own> = own.iter().flatten().collect();
    if telling.is_empty() {
        return vec![None; own.len()];
    }
    let common = common_level(&telling, domain);
    let shown = shown_together(&telling, domain);
    let variances = match telling[..] {
        [alone] => vec![alone.chance_variance + alone.of_history(shown, 0.0) * scale(domain, alone.estimate)],
        _ => variances_at(common, &telling, shown, domain),
    };
    let unit = |(o, variance): (&&Own, f64)| Unit { value: o.estimate, variance };
    let units: Vec<Unit> = telling.iter().zip(variances).map(unit).collect();
    let all = between_segments(&units);
    let relative = relative_spread(&telling);
    let mut pooled = all.units.iter();
    let level = |own: &Option<Own>| {
        let leaning = |at, pooled| Leaning { at, pooled, own: own.as_ref(), shown, relative, domain }.level();
        match (own, own.as_ref().and_then(|_| pooled.next())) {
            (Some(_), Some(unit)) if telling.len() > 1 => {
                // What it keeps of its own has the variance of its own level.
                let back = scale(domain, unit.value) / scale(domain, common);
                let variance = unit.variance * (unit.pooled + (1.0 - unit.pooled) * back);
                leaning([unit.value, variance], Some(unit.pooled))
            }
            (Some(_), Some(unit)) => leaning([unit.value, unit.variance], None),
            _ => {
                // How segments differ cannot be told from one: half the level is taken as the standard deviation.
                let differ = if units.len() > 1 { all.between_variance } else { (all.mean / 2.0).powi(2) };
                leaning([all.mean, all.mean_variance + differ], Some(1.0))
            }
        }
    };
    own.iter().map(level).map(Some).collect()
}

/// The level of all, each segment counting by its events.
fn common_level(telling: &[&Own], domain: Domain) -> f64 {
    let sum: f64 = telling.iter().map(|o| o.events).sum();
    let level = telling.iter().map(|o| o.events * o.estimate).sum::<f64>() / sum;
    if domain == Domain::Share { level.clamp(0.001, 0.999) } else { level }
}

/// Variance from quarter to quarter over the squared level, and persistence: the mean over the segments that tell them.
fn relative_spread(telling: &[&Own]) -> Option<[f64; 2]> {
    let of = |o: &&Own| o.spread.as_ref().map(|s| [s.between_variance / o.estimate.powi(2), s.persistence]);
    let found: Vec<[f64; 2]> = telling.iter().filter_map(of).collect();
    let mean = |k: usize| found.iter().map(|f| f[k]).sum::<f64>() / found.len() as f64;
    (!found.is_empty()).then(|| [mean(0), mean(1)])
}

/// A segment's estimate on its way to a level.
struct Leaning<'a> {
    /// Estimate and variance.
    at: [f64; 2],
    pooled: Option<f64>,
    own: Option<&'a Own>,
    /// What quarters of all segments show, over the scale of a level.
    shown: f64,
    /// What they leave to fear, over the squared level, and persistence.
    relative: Option<[f64; 2]>,
    domain: Domain,
}

impl Leaning<'_> {
    /// With next year's quarters; those are borrowed where the segment tells none, and assumed where none does.
    fn level(&self) -> Level {
        let [estimate, variance] = self.at;
        let spread = self.own.and_then(|o| o.spread.as_ref());
        let borrowed = self.relative.map(|[r, persistence]| (r * estimate * estimate, persistence));
        let seen = spread.map(|s| (s.between_variance, s.persistence)).or(borrowed);
        let (tau, keeps) = seen.unwrap_or((assumed_variance(self.domain, estimate), 0.0));
        let own_share = 1.0 - self.pooled.unwrap_or(0.0);
        let counted = self.shown * scale(self.domain, estimate);
        let feared = |o: &Own| (o.of_history(tau, keeps) - o.of_history(counted, 0.0)).max(0.0);
        let unseen = self.own.map_or(0.0, feared) * own_share * own_share;
        Level {
            estimate,
            standard_error: variance.sqrt(),
            next_year_sd: (variance + unseen + between::mean_variance_ahead(4, tau, keeps)).sqrt(),
            quarter_sd: seen.map(|(tau, _)| tau.sqrt()),
            pooled: self.pooled,
        }
    }
}

/// Variance from quarter to quarter that is assumed where no quarters tell any.
fn assumed_variance(domain: Domain, level: f64) -> f64 {
    assumed::quarter_variance(level, if domain == Domain::Share { 1.0 } else { f64::INFINITY })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(estimate: f64, chance_variance: f64) -> Own {
        Own { estimate, chance_variance, events: 100.0, spread: None, shares: vec![0.25; 4] }
    }

    /// One segment keeps what it says; without any nothing is said.
    #[test]
    fn one_segment_leans_on_nobody() {
        let alone = lean(&[Some(own(4.0, 0.25))], Domain::Positive).remove(0).unwrap();
        assert_eq!((alone.estimate, alone.standard_error, alone.quarter_sd, alone.pooled), (4.0, 0.5, None, None));
        // No quarters tell: 0.2 of 4 is assumed, for history's four quarters and for next year's.
        assert!((alone.next_year_sd - (0.25_f64 + 0.64 / 4.0 + 0.64 / 4.0).sqrt()).abs() < 1e-12);
        assert_eq!(lean(&[None, None], Domain::Positive), vec![None, None]);
    }

    /// A thin segment's few quarters seem to differ, those of a large one do not: together they differ by no more than
    /// chance, so the thin one leans as far as if its own had shown nothing.
    #[test]
    fn thin_segments_do_not_lean_by_their_own_noise() {
        let spread = |seen: [f64; 2]| Spread {
            between_variance: 1e-3,
            shown_variance: (seen[0] / seen[1]).max(0.0),
            seen,
            persistence: 0.0,
            shares: vec![0.25; 4],
        };
        let level = |thin: [f64; 2]| {
            let thin = Own { spread: Some(spread(thin)), ..own(0.22, 7e-4) };
            let large = Own { spread: Some(spread([-4.0, 9e3])), ..own(0.3, 1e-4) };
            lean(&[Some(thin), Some(large)], Domain::Share)[0].clone().unwrap()
        };
        let [noisy, calm] = [level([3.0, 600.0]), level([-1.0, 600.0])];
        assert_eq!((noisy.estimate, noisy.pooled), (calm.estimate, calm.pooled));
        // With more than the large ones' lack it counts, for both.
        assert!(level([30.0, 600.0]).pooled > noisy.pooled);
    }

    /// One that says nothing beside one that does: its level, and half of it as the standard deviation of a guess.
    #[test]
    fn of_one_segment_another_is_a_guess() {
        let levels = lean(&[Some(own(4.0, 0.25)), None], Domain::Positive);
        let guess = levels[1].as_ref().unwrap();
        assert_eq!((guess.estimate, guess.pooled), (4.0, Some(1.0)));
        assert!((guess.standard_error - (0.25_f64 + 4.0).sqrt()).abs() < 1e-12);
    }

    /// Quarters at 0.2 and 0.4 in turn with little chance: their variance is (0.1)² · 8/7 less the chance, and they
    /// widen history's average as 8 draws do and next year's as 4 do.
    #[test]
    fn quarters_that_differ_widen() {
        let quarter = |i: i32| QuarterLevel {
            quarter: Quarter(8000 + i),
            value: if i % 2 == 0 { 0.2 } else { 0.4 },
            variance: 1e-5,
            of: 100.0,
            weight: 1.0,
        };
        let quarters: Vec<QuarterLevel> = (0..8).map(quarter).collect();
        let found = spread(&quarters).unwrap();
        assert!((found.shown_variance - (0.01 * 8.0 / 7.0 - 1e-5)).abs() < 1e-9, "{found:?}");
        assert!(found.between_variance >= found.shown_variance && found.persistence == 0.0, "{found:?}");
        let whole = Own { spread: Some(found.clone()), ..own(0.3, 1e-5) };
        let level = lean(&[Some(whole)], Domain::Share).remove(0).unwrap();
        assert!((level.standard_error.powi(2) - (1e-5 + found.shown_variance / 8.0)).abs() < 1e-12);
        let ahead = 1e-5 + found.between_variance * (1.0 / 8.0 + 1.0 / 4.0);
        assert!((level.next_year_sd.powi(2) - ahead).abs() < 1e-12);
        assert_eq!(spread(&quarters[..3]), None);
    }
}
