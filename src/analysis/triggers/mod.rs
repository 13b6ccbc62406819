//! What one indicator, read at one date, tells about a hit later on: plain statistics on a sample of trials.
//!
//! Everything works on scores: the indicator turned so that more is better, undefined values at the end where they rank
//! ([`ranked`]). So one isotonic fit that rises serves new ARR and churned ARR alike.

pub mod isotonic;
pub mod level;
pub mod ranked;
pub mod roc;

pub use level::{Level, Trigger};
pub use ranked::Ranked;

use super::Estimate;
use crate::plan::metric::Better;
use crate::sampling::stream::Stream;
use level::Bootstrap;

/// Probabilities of a hit whose levels are looked for.
pub const WANTED: [f64; 2] = [0.5, 0.8];

/// Percentiles of the indicator that are given for trials that hit and for trials that miss.
pub const SPREAD: [f64; 3] = [0.10, 0.50, 0.90];

/// What an indicator tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// Percentiles [`SPREAD`] in the trials that hit, with order-statistic intervals.
    pub in_hits: [Estimate; 3],
    /// The same in the trials that miss.
    pub in_misses: [Estimate; 3],
    /// Area under the ROC curve: the chance that a trial that hits has the better value than one that misses, ties
    /// counting half. 0.5 tells nothing, 1 everything; below 0.5 it points the other way.
    pub auc: Estimate,
    /// Where the fitted P(hit) passes each of [`WANTED`].
    pub triggers: [Trigger; 2],
}

/// What an indicator tells about hits. `values` and `hit` have one entry a trial; not-a-number is undefined at the worst
/// end, infinity at the best. The bootstrap of this indicator has its own numbers in `stream` by `column`.
pub fn telling(values: &[f64], hit: &[bool], better: Better, stream: Stream, column: u32) -> Telling {
    let ranked = Ranked::new(values, hit, better);
    let bins = ranked.bins();
    Telling {
        in_hits: SPREAD.map(|p| ranked::percentile(&ranked.hits, p, better)),
        in_misses: SPREAD.map(|p| ranked::percentile(&ranked.misses, p, better)),
        auc: roc::area(&ranked),
        triggers: level::triggers(&bins, &WANTED, better, &Bootstrap { stream, column }),
    }
}
