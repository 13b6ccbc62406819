//! What is assumed of quarters where history has too few to see how they differ.

use super::finding::{Finding, percent};

/// Standard deviation from quarter to quarter over the level (of a share: over the smaller of it and the rest) that is
/// assumed where history has too few quarters to see any. A convention, not an estimate: where public exports of deals
/// and the quarters of simulated companies can tell, rates, times and sizes differ by 5 to 40 % from quarter to
/// quarter, mostly by less than 20 %, and a range too narrow is the worse error.
pub const QUARTER_SD: f64 = 0.2;

/// Variance from quarter to quarter that is assumed of a level from 0 to `most` (1 for a share, infinite for a rate,
/// time or amount): ([`QUARTER_SD`] · min(level, most - level))².
pub fn quarter_variance(level: f64, most: f64) -> f64 {
    (QUARTER_SD * level.min(most - level)).powi(2)
}

/// Says so. `enough` is what four quarters lack: "leavers".
pub fn said(path: &str, enough: &str) -> Finding {
    let text = format!(
        "Fewer than four quarters have enough {enough} to see whether quarters differ beyond chance. So the range of next year \
         assumes what is usual, a standard deviation of {} of the level from quarter to quarter; it is not from this company's data.",
        percent(QUARTER_SD)
    );
    Finding::note("quarters-assumed", path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A share near 1 varies as the rest does: 10 % of it.
    #[test]
    fn shares_vary_as_the_smaller_part() {
        assert!((quarter_variance(0.9, 1.0) - 0.02_f64.powi(2)).abs() < 1e-15);
        assert!((quarter_variance(3.0, f64::INFINITY) - 0.6_f64.powi(2)).abs() < 1e-15);
    }
}
