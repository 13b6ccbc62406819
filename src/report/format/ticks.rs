//! Labels of axes that show no money: as many digits as the step between them needs, the same for all.

use super::{group_thousands, signed};

/// Shares along one axis, in percent: "0 %", "2.5 %", "5.0 %".
pub fn percent_ticks(shares: &[f64]) -> Vec<String> {
    let percents: Vec<f64> = shares.iter().map(|s| 100.0 * s).collect();
    number_ticks(&percents).into_iter().map(|number| format!("{number} %")).collect()
}

/// Plain numbers along one axis: "0", "2,500", "5,000".
pub fn number_ticks(numbers: &[f64]) -> Vec<String> {
    let step = numbers.windows(2).map(|w| (w[1] - w[0]).abs()).fold(f64::INFINITY, f64::min);
    let is_whole = |x: f64| (x - x.round()).abs() < 1e-6 * x.abs().max(1e-3);
    let decimals = (0..=6).find(|&d| !step.is_finite() || is_whole(step * 10f64.powi(d))).unwrap_or(6) as usize;
    numbers.iter().map(|&x| signed(x, &group_thousands(&format!("{:.decimals$}", x.abs())), "")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_have_the_digits_of_their_step() {
        assert_eq!(number_ticks(&[0.0, 2500.0, 5000.0]), ["0", "2,500", "5,000"]);
        assert_eq!(number_ticks(&[-0.5, 0.0, 0.5]), ["-0.5", "0.0", "0.5"]);
        assert_eq!(percent_ticks(&[0.0, 0.25, 0.5]), ["0 %", "25 %", "50 %"]);
        assert_eq!(percent_ticks(&[0.6, 0.625]), ["60.0 %", "62.5 %"]);
        assert_eq!(percent_ticks(&[0.1, 0.1 + 0.2]), ["10 %", "30 %"]);
        assert_eq!(number_ticks(&[7.0]), ["7"]);
    }
}
