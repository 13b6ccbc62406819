//! Whether the bookings hold a ramp, and which.

use super::bookings::{Bookings, RepMonth, Tally};
use super::panel::{Panel, Ramp, panel};
use super::ramp::{self, Best};
use super::seats::weight;
use super::shifts::chance_of_no_ramp;
use crate::fit::between::{self, Unit};
use crate::fit::day::Day;
use crate::fit::history::Setting;
use crate::plan::RampCurve;

/// Share of a known owner's wins before the owner's first day from which on owners are not taken for sellers.
const MOST_BEFORE_HIRE: f64 = 0.05;
/// Age in months up to which a rep counts as watched from the beginning.
pub const YOUNG_MONTHS: f64 = 12.0;
/// Reps watched from the beginning who are needed for a ramp: an average of fewer is an average of persons, not of a ramp.
pub const LEAST_HIRES: usize = 5;
/// Difference of ages in months that makes a month's reps comparable: a month's chance is larger than what a shorter one shows.
const LEAST_AGE_GAP: f64 = 3.0;
/// Probability of histories without a ramp that look as much like one, below which a ramp is reported.
const MOST_CHANCE: f64 = 0.01;
/// Gain in log units, scaled by the dispersion, that a ramp must bring over none: 1 in 100 by a chi-square with 1 degree of freedom.
const LEAST_GAIN: f64 = 3.3;
/// Least standard deviation of a ramp in months: tenure is seen month by month, and half a month's width is uniform.
const LEAST_SD_MONTHS: f64 = 0.144;
/// Shortest ramp that is written, in months.
const SHORTEST_MONTHS: f64 = 0.5;

/// Why no ramp can be said.
#[derive(Clone, Debug, PartialEq)]
pub enum NoRamp {
    /// No win names an owner of the reps' table, or none lies in a full month in seat.
    NoBookings,
    /// Owners win before they are hired: they are not who sells.
    OwnersNotSellers(Tally),
    /// Too few reps were watched from their beginning: so many.
    FewHires(usize),
    /// In no month there are reps of different tenure.
    SameTenure,
    /// Young reps book as much as others: the probability by chance and the gain in log units.
    NoDependence(f64, f64),
}

/// A ramp that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The curve, of all segments.
    pub curve: RampCurve,
    /// Log units, scaled by the dispersion, by which the best other curve beats the straight line.
    pub curve_gain: f64,
    /// Probability of as clear a mark without a ramp.
    pub chance: f64,
    /// Log units, scaled by the dispersion, gained over no ramp.
    pub gain: f64,
    /// By segment.
    pub segments: Vec<SegmentRamp>,
}

/// A segment's ramp.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentRamp {
    /// Months.
    pub months: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Share that comes from all segments.
    pub pooled: Option<f64>,
    /// Reps watched from their beginning in the segment.
    pub hires: usize,
    /// Months in each of [`ramp::resamples`].
    pub resampled: Vec<f64>,
}

/// An estimate that stands on its own.
struct Own {
    months: f64,
    sd: f64,
    resampled: Vec<f64>,
}

/// Whether owners are who sells.
pub fn owners_sell(tally: &Tally) -> bool {
    tally.before_hire as f64 <= MOST_BEFORE_HIRE * tally.known() as f64
}

/// The ramp of each segment, or why there is none.
pub fn verdict(bookings: &Bookings, setting: &Setting) -> Result<Found, NoRamp> {
    if !owners_sell(&bookings.tally) {
        return Err(NoRamp::OwnersNotSellers(bookings.tally));
    }
    let all = weighted_panel(&bookings.months, setting);
    if bookings.tally.known() == 0 || all.rows.is_empty() {
        return Err(NoRamp::NoBookings);
    }
    let hires = hires(&all);
    if hires < LEAST_HIRES {
        return Err(NoRamp::FewHires(hires));
    }
    if !all.groups.iter().any(|group| ages_differ(&all, group.clone())) {
        return Err(NoRamp::SameTenure);
    }
    let once = vec![1.0; bookings.persons];
    let (best, curve_gain) = ramp::best_curve(&all, &once);
    let gain = (best.log_likelihood - all.log_likelihood(Ramp::NONE, &once)) / all.dispersion(best.ramp);
    let chance = chance_of_no_ramp(&all);
    // Negated, so that a gain that is no number is none.
    if !(chance < MOST_CHANCE && gain > LEAST_GAIN) {
        return Err(NoRamp::NoDependence(chance, gain));
    }
    let segments = segments(bookings, &all, best, setting);
    Ok(Found { curve: best.ramp.curve, curve_gain, chance, gain, segments })
}

/// Months as a panel, with their weights by recency.
pub fn weighted_panel(months: &[RepMonth], setting: &Setting) -> Panel {
    panel(months, |m| weight(setting, Day::first_of(m.month).plus(15)))
}

/// Months of a segment.
pub fn of_segment(bookings: &Bookings, segment: usize) -> Vec<RepMonth> {
    bookings.months.iter().filter(|m| usize::from(m.segment) == segment).copied().collect()
}

/// Spells that were watched from their beginning: from their first three months in seat on.
fn hires(panel: &Panel) -> usize {
    let mut spells: Vec<usize> = panel.rows.iter().filter(|row| row.age < LEAST_AGE_GAP).map(|row| row.spell).collect();
    spells.sort_unstable();
    spells.dedup();
    spells.len()
}

fn ages_differ(panel: &Panel, group: std::ops::Range<usize>) -> bool {
    let ages = panel.rows[group].iter().map(|row| row.age);
    let (youngest, oldest) = ages.fold((f64::INFINITY, 0.0_f64), |(low, high), age| (low.min(age), high.max(age)));
    youngest < YOUNG_MONTHS && oldest - youngest >= LEAST_AGE_GAP
}

/// Every segment's ramp: with one segment its own; else each leans on all by how much they differ beyond chance, and one that
/// saw too few beginnings takes the whole's.
fn segments(bookings: &Bookings, all: &Panel, whole: Best, setting: &Setting) -> Vec<SegmentRamp> {
    let curve = whole.ramp.curve;
    let count = setting.segments.len();
    let resamples = ramp::resamples(bookings.persons);
    let all_together = estimate(all, whole, &resamples);
    let taken = |hires: usize, months: f64, sd: f64| SegmentRamp {
        months: bounded(months),
        sd,
        pooled: Some(1.0),
        hires,
        resampled: all_together.resampled.clone(),
    };
    if count < 2 {
        return vec![SegmentRamp { pooled: None, ..taken(hires(all), all_together.months, all_together.sd) }];
    }
    let panels: Vec<Panel> = (0..count).map(|s| weighted_panel(&of_segment(bookings, s), setting)).collect();
    let once = vec![1.0; bookings.persons];
    let own = |panel: &Panel| {
        let enough = hires(panel) >= LEAST_HIRES;
        enough.then(|| estimate(panel, ramp::best(panel, curve, &once), &resamples))
    };
    let own: Vec<Option<Own>> = panels.iter().map(own).collect();
    let units: Vec<Unit> = own.iter().flatten().map(|o| Unit { value: o.months, variance: o.sd * o.sd }).collect();
    if units.len() < 2 {
        // Where all reps are of one segment, all together are that segment.
        let alone = panels.iter().filter(|panel| !panel.rows.is_empty()).count() == 1;
        let pooled = (!alone).then_some(1.0);
        let one = |panel| SegmentRamp { pooled, ..taken(hires(panel), all_together.months, all_together.sd) };
        return panels.iter().map(one).collect();
    }
    let found = between::between(&units);
    let sd_of_another = (found.mean_variance + found.between_variance).sqrt();
    let mut leaning = found.units.iter();
    let one = |(panel, own): (&Panel, Option<Own>)| match own.and_then(|own| Some((own, leaning.next()?))) {
        Some((own, unit)) => SegmentRamp {
            pooled: Some(unit.pooled),
            resampled: own.resampled,
            ..taken(hires(panel), unit.value, unit.variance.sqrt())
        },
        None => taken(hires(panel), found.mean, sd_of_another),
    };
    panels.iter().zip(own).map(one).collect()
}

/// Months and standard deviation from resampled reps. Twice the best less the resamples' mean takes out what so few reps bend
/// the estimate by (Efron and Tibshirani 1993, chapter 10).
fn estimate(panel: &Panel, best: Best, resamples: &[Vec<f64>]) -> Own {
    let resampled = ramp::resampled(panel, best.ramp.curve, resamples);
    let n = resampled.len() as f64;
    let mean = resampled.iter().sum::<f64>() / n;
    let variance = resampled.iter().map(|months| (months - mean).powi(2)).sum::<f64>() / (n - 1.0);
    Own { months: bounded(2.0 * best.ramp.months - mean), sd: variance.sqrt().max(LEAST_SD_MONTHS), resampled }
}

fn bounded(months: f64) -> f64 {
    months.clamp(SHORTEST_MONTHS, ramp::LONGEST_MONTHS)
}
