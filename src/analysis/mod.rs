//! One question a file, or a folder where it has many parts: from outcomes to plain result values.

pub mod bands;
pub mod compare;
pub mod distribution;
pub mod drivers;
pub mod fit;
pub mod gap;
pub mod interval;
pub mod odds;
pub mod precision;
pub mod replay;
pub mod sensitivity;
pub mod solve;
pub mod triggers;
pub mod watch;

/// An estimate with its 95 % interval of simulation error; `None`: undefined, or (for the ends) no interval can be
/// given.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Estimate {
    /// The estimate.
    pub value: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The percentiles that are reported everywhere.
pub const PERCENTILES: [f64; 9] = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];

/// Their names.
pub const PERCENTILE_NAMES: [&str; 9] = ["p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99"];
