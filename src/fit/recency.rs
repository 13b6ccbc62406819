//! How much old records count beside new ones.

/// Weight of what is so many months old: 1, or halved with every half-life that it is old.
pub fn weight(half_life_months: Option<f64>, age_months: f64) -> f64 {
    half_life_months.map_or(1.0, |half_life| libm::exp2(-age_months / half_life))
}

/// The sum of weights and what to scale them by, so that they sum to the effective number (Σ w)² / Σ w² (Kish 1965) and
/// variances are those of that many records. (0, 1) for none.
pub fn kish(weights: impl Iterator<Item = f64>) -> (f64, f64) {
    let (sum, squares) = weights.fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    (sum, if squares > 0.0 { sum / squares } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_life_halves() {
        assert_eq!((weight(None, 24.0), weight(Some(12.0), 24.0), weight(Some(12.0), 0.0)), (1.0, 0.25, 1.0));
    }

    #[test]
    fn weights_that_differ_say_as_much_as_fewer_records() {
        let of = |weights: &[f64]| kish(weights.iter().copied());
        assert_eq!((of(&[]), of(&[0.5; 4])), ((0.0, 1.0), (2.0, 2.0)));
        // (1 + 1/2)² / (1 + 1/4)
        let (sum, scale) = of(&[1.0, 0.5]);
        assert!((sum * scale - 1.8).abs() < 1e-15, "{sum} {scale}");
    }
}
