//! Quantile functions in lanes: a driver's values by its normal scores.

use crate::dist::Sampler;
use crate::dist::table::QuantileTable;
use crate::math::isa::{each_lane, kernel};
use crate::math::lanes::{LANES, Lanes};

/// The values of a law at these normal scores: the same as [`Sampler::value`], lane by lane.
pub fn values(sampler: &Sampler, scores: &Lanes, out: &mut Lanes) {
    match sampler {
        Sampler::Table(table) => interpolate(out, scores, table),
        other => each_lane(|i| out[i] = other.value(scores[i])),
    }
}

kernel! {
    fn interpolate(out: &mut Lanes, scores: &Lanes, table: &QuantileTable) {
        for i in 0..LANES {
            out[i] = table.value(scores[i]);
        }
    }
}
