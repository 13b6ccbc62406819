//! Do bookings depend on tenure at all? A permutation test.
//!
//! Where they do not, it does not matter which month of a rep's own history a month's result belongs to. So each rep's
//! results (booked less the mean of the month's reps, in units of its chance) are shifted in time by a random number of
//! months, what runs over the end coming back at the beginning: a good rep stays good, a run of good months stays a
//! run, only the link to tenure is cut. How much less than the others young reps booked is then held against 999 such
//! histories.

use super::panel::{Panel, Ramp};
use crate::plan::RampCurve;
use crate::sampling::stream::Stream;
use rand_distr::{Distribution, Uniform};

/// Shifted histories: with the real one 1,000, so that p is a whole per mille.
const SHIFTED: usize = 999;
/// Ramps whose mark is looked for; those between look much like a neighbour.
const MONTHS: [f64; 7] = [2.0, 3.0, 4.5, 6.0, 9.0, 12.0, 18.0];

/// Share of histories without a link to tenure in which young reps seem to book as little as here, 0.001 to 1: the
/// largest of the marks of several ramps, each in units of its own spread. 1 where there is nothing to shift.
pub fn chance_of_no_ramp(panel: &Panel) -> f64 {
    let spells = by_spell(panel);
    let mut rng = Stream::new(5, "fit/reps/shifts").sequence();
    let none = vec![0; spells.len()];
    let mut marks = vec![marks(&spells, &none)];
    for _ in 0..SHIFTED {
        let draw = |spell: &Spell| Uniform::new(0, spell.results.len()).map_or(0, |law| law.sample(&mut rng));
        let shifts: Vec<usize> = spells.iter().map(draw).collect();
        marks.push(self::marks(&spells, &shifts));
    }
    let largest = largest_in_own_spread(&marks);
    let as_large = largest.iter().filter(|&&mark| mark >= largest[0] - 1e-9).count();
    as_large as f64 / largest.len() as f64
}

/// One spell's months in order: the results, and by ramp what a shortfall in the month would weigh.
struct Spell {
    results: Vec<f64>,
    weights: Vec<[f64; MONTHS.len()]>,
}

fn by_spell(panel: &Panel) -> Vec<Spell> {
    let expected = panel.expected(Ramp::NONE);
    // Rows come month after month, so a stable sort by spell leaves each spell's months in order.
    let mut order: Vec<usize> = (0..panel.rows.len()).collect();
    order.sort_by_key(|&i| panel.rows[i].spell);
    let one = |rows: &[usize]| {
        let result = |&i: &usize| (panel.rows[i].booked - expected[i]) / scale(panel, &expected, i);
        let weights = |&i: &usize| {
            let missing = |months| 1.0 - Ramp { months, curve: RampCurve::Linear }.share(panel.rows[i].age);
            MONTHS.map(|months| missing(months) * scale(panel, &expected, i))
        };
        Spell { results: rows.iter().map(result).collect(), weights: rows.iter().map(weights).collect() }
    };
    order.chunk_by(|&a, &b| panel.rows[a].spell == panel.rows[b].spell).map(one).collect()
}

/// Chance grows with the root of what is expected.
fn scale(panel: &Panel, expected: &[f64], row: usize) -> f64 {
    (expected[row] * panel.rows[row].weight).sqrt()
}

/// By ramp, how much young reps fall short in all: the slope of the quasi-likelihood at no ramp.
fn marks(spells: &[Spell], shifts: &[usize]) -> [f64; MONTHS.len()] {
    let mut out = [0.0; MONTHS.len()];
    for (spell, shift) in spells.iter().zip(shifts) {
        let n = spell.results.len();
        for (i, weights) in spell.weights.iter().enumerate() {
            // Weights fall with tenure: the first month without any ends them.
            if weights[MONTHS.len() - 1] <= 0.0 {
                break;
            }
            let result = spell.results[(i + shift) % n];
            out.iter_mut().zip(weights).for_each(|(mark, weight)| *mark -= weight * result);
        }
    }
    out
}

fn largest_in_own_spread(marks: &[[f64; MONTHS.len()]]) -> Vec<f64> {
    let n = marks.len() as f64;
    let spread = |ramp: usize| {
        let mean = marks.iter().map(|m| m[ramp]).sum::<f64>() / n;
        (mean, (marks.iter().map(|m| (m[ramp] - mean).powi(2)).sum::<f64>() / n).sqrt())
    };
    let spreads: Vec<(f64, f64)> = (0..MONTHS.len()).map(spread).collect();
    let in_units = |(mark, (mean, sd)): (&f64, &(f64, f64))| if *sd > 0.0 { (mark - mean) / sd } else { 0.0 };
    marks.iter().map(|m| m.iter().zip(&spreads).map(in_units).fold(f64::NEG_INFINITY, f64::max)).collect()
}
