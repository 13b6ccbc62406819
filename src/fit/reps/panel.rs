//! Bookings by rep and month, as shares of what all reps of the segment booked in the month.
//!
//! Season, growth and pipeline move all reps of a month alike, so the month's total is taken as given: rep r's share of
//! it is expected to be f(age of r) / Σ f. The quasi-likelihood of a ramp is then Σ y ln(f / Σ f) over rep-months with
//! bookings y, that of a multinomial; how far bookings vary more than counts of money would is the dispersion.

use super::bookings::RepMonth;
use crate::plan::RampCurve;
use std::ops::Range;

/// Share that a step's ramp leaves before its end: bookings of a few early deals would rule out 0 for good.
const STEP_FLOOR: f64 = 0.02;

/// A ramp: how long, and how productivity grows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Months until fully productive; 0 is no ramp.
    pub months: f64,
    /// The curve.
    pub curve: RampCurve,
}

impl Ramp {
    /// No ramp.
    pub const NONE: Self = Self { months: 0.0, curve: RampCurve::Linear };

    /// Productivity share at this age in months: the engine's, but a step's is [`STEP_FLOOR`] before its end.
    pub fn share(self, age: f64) -> f64 {
        if age >= self.months {
            return 1.0;
        }
        let x = age / self.months;
        match self.curve {
            RampCurve::Linear => x,
            RampCurve::SCurve => x * x * (3.0 - 2.0 * x),
            RampCurve::Step => STEP_FLOOR,
        }
    }

    /// Logarithm of the share before the ramp's end, with that of its months.
    fn ln_share(self, row: &Row, ln_months: f64) -> f64 {
        let ln_x = row.ln_age - ln_months;
        match self.curve {
            RampCurve::Linear => ln_x,
            RampCurve::SCurve => 2.0 * ln_x + libm::log(3.0 - 2.0 * row.age / self.months),
            RampCurve::Step => libm::log(STEP_FLOOR),
        }
    }
}

/// One rep-month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Age in months.
    pub age: f64,
    /// Its logarithm, taken once: a likelihood is asked for thousands of times.
    pub ln_age: f64,
    /// Bookings times the month's weight.
    pub booked: f64,
    /// The month's weight.
    pub weight: f64,
    /// Number of the person.
    pub person: usize,
    /// Number of the spell.
    pub spell: usize,
}

/// Rep-months in groups of one segment and month, of at least two reps and some bookings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Rep-months, group after group.
    pub rows: Vec<Row>,
    /// The groups.
    pub groups: Vec<Range<usize>>,
}

/// The panel of rep-months sorted by segment and month.
pub fn panel(months: &[RepMonth], weight: impl Fn(&RepMonth) -> f64) -> Panel {
    let mut out = Panel::default();
    for group in months.chunk_by(|a, b| (a.segment, a.month) == (b.segment, b.month)) {
        if group.len() < 2 || group.iter().all(|m| m.booked == 0.0) {
            continue;
        }
        let begin = out.rows.len();
        let row = |m: &RepMonth| {
            let weight = weight(m);
            Row {
                age: m.age,
                ln_age: libm::log(m.age),
                booked: weight * m.booked,
                weight,
                person: m.person,
                spell: m.spell,
            }
        };
        out.rows.extend(group.iter().map(row));
        out.groups.push(begin..out.rows.len());
    }
    out
}

impl Panel {
    /// Quasi log-likelihood of a ramp, with each person counted `times` as often (bootstrap), in units of money.
    pub fn log_likelihood(&self, ramp: Ramp, times: &[f64]) -> f64 {
        let ln_months = libm::log(ramp.months);
        let group = |range: &Range<usize>| {
            let (mut own, mut booked, mut ramped) = (0.0, 0.0, 0.0);
            for row in self.rows[range.clone()].iter().filter(|row| times[row.person] > 0.0) {
                let n = times[row.person];
                ramped += n * ramp.share(row.age);
                booked += n * row.booked;
                if row.age < ramp.months && row.booked > 0.0 {
                    own += n * row.booked * ramp.ln_share(row, ln_months);
                }
            }
            if booked > 0.0 { own - booked * libm::log(ramped) } else { 0.0 }
        };
        self.groups.iter().map(group).sum()
    }

    /// What each rep-month is expected to have booked under a ramp, given its month's total.
    pub fn expected(&self, ramp: Ramp) -> Vec<f64> {
        let of = |range: &Range<usize>| {
            let rows = &self.rows[range.clone()];
            let level = per_ramped_rep(rows, ramp);
            rows.iter().map(|row| level * ramp.share(row.age)).collect::<Vec<f64>>()
        };
        self.groups.iter().flat_map(of).collect()
    }

    /// Pearson's dispersion in money: Σ (y - μ)² / μ over its degrees of freedom; NaN where there are none.
    pub fn dispersion(&self, ramp: Ramp) -> f64 {
        let term = |(row, expected): (&Row, f64)| (row.booked - expected).powi(2) / (expected * row.weight);
        let sum: f64 = self.rows.iter().zip(self.expected(ramp)).map(term).sum();
        let free = self.rows.len() as f64 - self.groups.len() as f64 - 1.0;
        if free > 0.0 { sum / free } else { f64::NAN }
    }
}

/// What the month's total gives a ramped rep.
pub fn per_ramped_rep(rows: &[Row], ramp: Ramp) -> f64 {
    rows.iter().map(|row| row.booked).sum::<f64>() / rows.iter().map(|row| ramp.share(row.age)).sum::<f64>()
}
