//! The width of a block of trials.

/// Trials in a block.
pub const LANES: usize = 256;

/// One value for each trial of a block. Counts are held as `f64` too: whole and exact up to 2^53.
pub type Lanes = [f64; LANES];
