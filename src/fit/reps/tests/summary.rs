//! What many simulated companies say of an estimate.

use crate::fit::driver::Fitted;
use crate::fit::history::History;

/// The fitted input whose path ends like this.
pub fn find<'a>(history: &'a History, key: &str) -> Option<&'a Fitted> {
    history.fitted.iter().find(|fitted| fitted.path.ends_with(key))
}

/// Whether some finding, of a driver or beyond, has this code.
pub fn has(history: &History, code: &str) -> bool {
    let of_drivers = history.fitted.iter().flat_map(|fitted| &fitted.findings);
    history.findings.iter().chain(of_drivers).any(|finding| finding.code == code)
}

/// Mean error of the estimates in units of its standard error, and the share of 90 % intervals that hold the truth.
pub fn error_and_coverage(fits: &[Fitted], truth: f64) -> (f64, f64) {
    let n = fits.len() as f64;
    let mean = fits.iter().map(|f| f.estimate).sum::<f64>() / n;
    let variance = fits.iter().map(|f| (f.estimate - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let covered = fits.iter().filter(|f| f.interval[0] <= truth && truth <= f.interval[1]).count() as f64;
    ((mean - truth) / (variance / n).sqrt(), covered / n)
}

/// Mean errors within 2 of their standard errors and coverage of 85 to 95 %: what the fits are held to.
pub fn holds(name: &str, fits: &[Fitted], truth: f64) {
    let (error, coverage) = error_and_coverage(fits, truth);
    assert!(error.abs() < 2.0, "{name}: mean error {error:.2} standard errors (coverage {coverage})");
    assert!((0.85..=0.95).contains(&coverage), "{name}: coverage {coverage} (mean error {error:.2})");
}
