//! One segment's opportunities with the curves that several drivers are read from.

use super::incidence::{Incidence, incidence};
use super::level::{Own, QuarterLevel};
use super::view::{Counts, Deal, Standpoint, counts, timeline};
use crate::fit::day::{DAYS_A_MONTH, Day, Quarter};
use crate::fit::driver::{RecordKind, Sample};
use crate::fit::finding::Finding;
use crate::fit::recency;
use crate::fit::survival::Cause;
use crate::fit::survival::mixture::{Mixture, mixture};

/// One segment.
pub struct Segment<'a> {
    /// `segments.NAME`.
    pub path: String,
    /// Its deals, in the view's order.
    pub deals: &'a [Deal],
    /// From where they are looked at.
    pub from: &'a Standpoint,
    /// Age in days from which an open deal is stale.
    pub stale_days: u32,
    /// How they stand.
    pub counts: Counts,
    /// Incidence of wins, open deals censored.
    pub raw: Option<Incidence>,
    /// The same with stale deals as lost.
    pub settled: Option<Incidence>,
    /// The fitted mixture.
    pub mixture: Option<Mixture>,
    /// Largest distance between its curve of wins and the counted one, as a share of the wins; NaN without either.
    pub distance: f64,
    /// Whether closed deals are all that is left, so that nothing can be said of shares and times.
    pub survivors_only: bool,
}

/// What one segment says of one driver.
#[derive(Clone, Debug)]
pub struct Told {
    /// The level.
    pub own: Own,
    /// In a few words.
    pub method: &'static str,
    /// By quarter, for the picture.
    pub quarters: Vec<QuarterLevel>,
    /// What to judge it by.
    pub checks: Vec<(&'static str, f64)>,
    /// What to keep in mind.
    pub findings: Vec<Finding>,
}

/// Largest distance between the counted and the fitted curve that still passes for lognormal: a tenth of the wins.
pub const LARGEST_DISTANCE: f64 = 0.1;

/// With few wins chance alone makes larger distances: 1.035 / √n is the 1 % point where two parameters were fitted
/// (Lilliefors 1967).
const LILLIEFORS: f64 = 1.035;

/// Share of the wins that the time since the first deal must leave room for: below, what was counted so far stops short
/// of what will be won, and the fitted curve has to say the rest.
const FOLLOWED: f64 = 0.95;

/// Times nine of ten counted wins' months that a history should have: the wins of a lognormal law with a CV of 0.6 that
/// take as long as the history are then 1 in 300, even where a third of the slow ones is not counted yet.
const ROOM: f64 = 2.5;

/// Old open deals over old wins from which wins still to come matter: all of these would be the error of a counted
/// curve.
const OLD_OPEN: f64 = 0.1;

/// Factor on the standard errors of a short history's fit: its likelihood is skewed, and over 80 simulated histories
/// (12 months of a cycle of 6, a win rate of 0.25) errors of win rate and cycle were 1.3 times what its curvature says.
pub const SHORT_WIDER: f64 = 1.3;

/// The same where the likelihood has no clear optimum and counted figures stand in: 2.5 in 8 months of that history.
pub const UNTOLD_WIDER: f64 = 2.5;

/// Wins below which a segment's own 99 % point is its longest win or close to it.
const STALE_WINS: f64 = 100.0;

/// Point of the normalised incidence of wins after which an open deal is stale.
const STALE_SHARE: f64 = 0.99;

/// Normal quantile of [`STALE_SHARE`].
const STALE_SCORE: f64 = 2.326_347_874_040_841;

/// Age in days from which an open deal is stale: by default the 99 % point of the wins' days. With few wins that point
/// is their longest, beyond which more than 1 % will still come; then the largest is taken of it, of all segments'
/// together and of a lognormal law's with their mean and spread. `None` without wins.
pub fn stale_days(own: Option<&Incidence>, wins: f64, whole: Option<u32>) -> Option<u32> {
    let own = own?;
    let counted = own.quantile(STALE_SHARE);
    if wins >= STALE_WINS {
        return Some(counted);
    }
    let sigma = (own.dispersion * own.dispersion).ln_1p().sqrt();
    let lognormal = own.mean * (STALE_SCORE * sigma - 0.5 * sigma * sigma).exp();
    Some(counted.max(whole.unwrap_or(0)).max(lognormal.ceil() as u32))
}

impl<'a> Segment<'a> {
    /// The segment and its curves. `stale` is the mapping's limit in days, `whole` that of all segments together.
    pub fn new(path: String, deals: &'a [Deal], from: &'a Standpoint, stale: Option<u32>, whole: Option<u32>) -> Self {
        let seen = timeline(deals, from, None);
        let raw = incidence(&seen);
        let own = stale_days(raw.as_ref(), seen.events(Cause::First), whole);
        let stale_days = stale.or(own).or(whole).unwrap_or(u32::MAX);
        let settled = incidence(&timeline(deals, from, Some(stale_days)));
        let counts = counts(deals, stale_days);
        let mixture = mixture(&seen);
        let follow_up_days = deals.first().map_or(0, |d| from.as_of.since(d.created));
        let distance = match (&raw, &mixture) {
            (Some(raw), Some(fit)) => distance(raw, fit, follow_up_days),
            _ => f64::NAN,
        };
        Self { path, deals, from, stale_days, counts, raw, settled, mixture, distance, survivors_only: false }
    }

    /// Whether the counted wins follow the fitted curve, as far as their number can tell.
    pub fn fit_holds(&self) -> bool {
        self.distance <= LARGEST_DISTANCE.max(LILLIEFORS / (self.counts.won as f64).sqrt())
    }

    /// Whether many wins are still to come that nobody can have seen yet, by a fitted curve that holds for those seen.
    /// Where old deals stay open and none is won any more, the counted curve ends well before the longest time seen,
    /// and a fit that sees more wins beyond does not hold. A short history's fit is short itself, so it is not asked
    /// alone: wins that reach far into the time since the first deal, with old deals still open, are a sign too.
    pub fn is_short(&self) -> bool {
        self.fit_holds() && (self.followed() < FOLLOWED || (self.reaches_far() && self.old_are_open()))
    }

    /// Whether the time since the first deal is less than [`ROOM`] times what nine of ten wins take, as counted.
    fn reaches_far(&self) -> bool {
        let slow = self.raw.as_ref().map_or(0, |raw| raw.quantile(0.9));
        f64::from(self.follow_up_days()) < ROOM * f64::from(slow)
    }

    /// Whether of the deals of the older half of the time so many are open that more than [`OLD_OPEN`] of the wins may
    /// come of them.
    fn old_are_open(&self) -> bool {
        let half = self.follow_up_days() / 2;
        let old = self.deals.iter().filter(|d| self.from.as_of.since(d.created) >= half);
        let counts = counts(&old.copied().collect::<Vec<_>>(), u32::MAX);
        counts.open as f64 > OLD_OPEN * counts.won as f64
    }

    /// Won, lost and stale.
    pub fn decided(&self) -> u64 {
        self.counts.won + self.counts.lost + self.counts.stale
    }

    /// How many deals of equal weight say as much as those that `counts` (Kish 1965), to a millionth.
    pub fn effective(&self, counts: impl Fn(&Deal) -> bool) -> f64 {
        let weights = self.deals.iter().filter(|d| counts(d)).map(|d| self.from.weight(d.created));
        let (total, scale) = recency::kish(weights);
        (1e6 * total * scale).round() / 1e6
    }

    /// A count as it is told: with what a half-life makes of it.
    pub fn counted(&self, raw: u64, effective: f64) -> String {
        match self.from.half_life_months {
            Some(_) => format!("{raw} (which the half-life makes {effective:.1})"),
            None => raw.to_string(),
        }
    }

    /// Won, lost and stale, as so many of equal weight.
    pub fn effective_decided(&self) -> f64 {
        self.effective(|d| d.fate.is_some() || d.age > self.stale_days)
    }

    /// Days that have passed since the first was opened: what takes longer cannot have been seen.
    pub fn follow_up_days(&self) -> i32 {
        self.deals.first().map_or(0, |d| self.from.as_of.since(d.created))
    }

    /// Share of the wins that the time since the first was opened leaves room for, by the fit; 1 where there is none.
    pub fn followed(&self) -> f64 {
        self.mixture.as_ref().map_or(1.0, |m| m.won_by(f64::from(self.follow_up_days()) + 0.5))
    }

    /// The records behind its drivers.
    pub fn sample(&self) -> Sample {
        let first = self.deals.first().map_or(self.from.as_of, |d| d.created);
        let decided = self.deals.iter().filter(|d| d.fate.is_some()).map(Deal::last);
        let last = decided.chain(self.deals.iter().map(|d| d.created)).max().unwrap_or(first);
        Sample {
            events: self.counts.won,
            event: "won",
            records: self.deals.len() as u64,
            record: RecordKind::Opportunities,
            open: self.counts.open,
            seen: [first, last],
        }
    }

    /// Deals by the quarter in which they were opened, of quarters of which decisions are in the export from their
    /// first day.
    pub fn cohorts(&self) -> Vec<(Quarter, &'a [Deal])> {
        let mut cohorts = Vec::new();
        let mut rest = self.deals;
        while let Some(first) = rest.first() {
            let quarter = first.created.quarter();
            let next = Quarter(quarter.0 + 1).first_day();
            let (cohort, later) = rest.split_at(rest.partition_point(|d| d.created < next));
            if self.from.observed_from.is_none_or(|from| quarter.first_day() >= from) {
                cohorts.push((quarter, cohort));
            }
            rest = later;
        }
        cohorts
    }

    /// Shares of the quarters of opening in the deals' weights; all in one where no quarter is whole.
    pub fn quarter_shares(&self) -> Vec<f64> {
        let weight = |deals: &[Deal]| deals.iter().map(|d| self.from.weight(d.created)).sum::<f64>();
        let weights: Vec<f64> = self.cohorts().iter().map(|(_, deals)| weight(deals)).collect();
        let total: f64 = weights.iter().sum();
        if total > 0.0 { weights.iter().map(|w| w / total).collect() } else { vec![1.0] }
    }

    /// Age at the as-of date of what was opened on a day.
    pub fn age(&self, created: Day) -> u32 {
        self.from.as_of.since(created).max(0) as u32
    }
}

/// Days as months.
pub fn months(days: f64) -> f64 {
    days / DAYS_A_MONTH
}

/// Largest distance between the counted curve and the fitted one, which is brought to 1 at the longest time that could
/// be seen.
fn distance(raw: &Incidence, fit: &Mixture, follow_up_days: i32) -> f64 {
    let end = fit.won_by(f64::from(follow_up_days) + 0.5);
    let mut before = 0.0;
    let mut largest: f64 = 0.0;
    for &(days, share, _) in &raw.steps {
        let day = f64::from(days);
        let low = fit.won_by(day - 0.5) / end;
        let high = fit.won_by(day + 0.5) / end;
        largest = largest.max((before - low).abs()).max((share - high).abs());
        before = share;
    }
    largest
}
