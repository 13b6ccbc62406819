//! How much units (quarters, segments) differ beyond chance, and how far each leans on the others.
//!
//! Unit i shows y_i = θ_i + error, the error's variance v_i known; θ_i ~ N(μ, τ²). With w_i = 1 / (v_i + τ²), a flat
//! prior of μ and μ̂ = Σ w_i y_i / Σ w_i, the likelihood of τ² is Π √w_i · (Σ w_i)^(-1/2) · exp(-½ Σ w_i (y_i - μ̂)²).
//! What is returned is averaged over the posterior of τ².
//!
//! Its prior for quarters ([`between`]: overdispersion) is uniform on the shrinkage B = s² / (s² + τ²) (Daniels 1999):
//! few quarters do not collapse to τ = 0. s² is the geometric mean of the v_i.
//!
//! For segments ([`between_segments`]: empirical Bayes with its own uncertainty) it is half-normal in τ, as wide as the
//! level itself (Gelman 2006): segments are made because they differ. Companies have two or three of them, and there a
//! prior uniform in B would draw segments that lie four standard errors apart together by more than half of one.

/// One unit: what it shows, and the variance of that by chance alone (above 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// What it shows.
    pub value: f64,
    /// Variance by chance, above 0.
    pub variance: f64,
}

/// What units say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Between {
    /// Mean over units.
    pub mean: f64,
    /// Its variance.
    pub mean_variance: f64,
    /// τ²: variance from unit to unit beyond chance. 0 for fewer than 2 units: nothing can be told.
    pub between_variance: f64,
    /// Each unit, leaning on the others.
    pub units: Vec<Pooled>,
}

/// A unit that leans on the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// Its value: (1 - pooled) of its own and pooled of the mean.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
    /// Share that comes from the mean of all, 0 to 1.
    pub pooled: f64,
}

/// Log odds of B at which the posterior is taken: τ² from e⁻¹⁰ to e²⁰ times the variance by chance, an eighth apart.
const POINTS: i32 = 240;

/// What quarters say together. Fewer than two keep what they show.
pub fn between(units: &[Unit]) -> Between {
    // Uniform in B = 1 / (1 + ratio), so with the weight dB = B (1 - B) in its log odds.
    together(units, &|ratio, _| ratio / (1.0 + ratio).powi(2))
}

/// What segments say together. Fewer than two keep what they show.
pub fn between_segments(units: &[Unit]) -> Between {
    let level = units.iter().map(|u| u.value * u.value).sum::<f64>() / units.len() as f64;
    // Flat in τ up to the level, so with the weight dτ = τ in log τ. Where all show 0, chance is the scale.
    together(units, &|ratio, typical| ratio.sqrt() * (-0.5 * ratio * typical / (level + typical)).exp())
}

/// The posterior under a prior of τ²'s log, told τ² as its ratio to the typical variance by chance, and that variance.
fn together(units: &[Unit], prior: &dyn Fn(f64, f64) -> f64) -> Between {
    if units.len() < 2 {
        let alone = units.first().copied().unwrap_or(Unit { value: f64::NAN, variance: f64::NAN });
        let own = units.iter().map(|u| Pooled { value: u.value, variance: u.variance, pooled: 0.0 }).collect();
        return Between { mean: alone.value, mean_variance: alone.variance, between_variance: 0.0, units: own };
    }
    let typical = (units.iter().map(|u| u.variance.ln()).sum::<f64>() / units.len() as f64).exp();
    let ratio = (0..POINTS).map(|j| (f64::from(j) / 8.0 - 10.0).exp());
    let point = |ratio: f64| (prior(ratio, typical), given(units, typical * ratio));
    average(&ratio.map(point).collect::<Vec<_>>())
}

/// What holds given τ².
struct Given {
    log_likelihood: f64,
    between_variance: f64,
    mean: f64,
    mean_variance: f64,
    units: Vec<Pooled>,
}

fn given(units: &[Unit], between_variance: f64) -> Given {
    let weights: Vec<f64> = units.iter().map(|u| 1.0 / (u.variance + between_variance)).collect();
    let total: f64 = weights.iter().sum();
    let mean = units.iter().zip(&weights).map(|(u, w)| w * u.value).sum::<f64>() / total;
    let fit = |(u, w): (&Unit, &f64)| w.ln() - w * (u.value - mean).powi(2);
    let log_likelihood = 0.5 * (units.iter().zip(&weights).map(fit).sum::<f64>() - total.ln());
    let pool = |u: &Unit| {
        let pooled = u.variance / (u.variance + between_variance);
        let value = (1.0 - pooled) * u.value + pooled * mean;
        Pooled { value, variance: (1.0 - pooled) * u.variance + pooled * pooled / total, pooled }
    };
    let units = units.iter().map(pool).collect();
    Given { log_likelihood, between_variance, mean, mean_variance: 1.0 / total, units }
}

/// The posterior's averages; a variance has the spread of its own mean over τ² added.
fn average(given: &[(f64, Given)]) -> Between {
    let best = given.iter().map(|(_, g)| g.log_likelihood).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = given.iter().map(|(prior, g)| prior * (g.log_likelihood - best).exp()).collect();
    let total: f64 = weights.iter().sum();
    let over =
        |of: &dyn Fn(&Given) -> f64| given.iter().zip(&weights).map(|((_, g), w)| w * of(g)).sum::<f64>() / total;
    let mean = over(&|g| g.mean);
    let mean_variance = over(&|g| g.mean_variance + (g.mean - mean).powi(2));
    let unit = |i: usize| {
        let value = over(&|g| g.units[i].value);
        let variance = over(&|g| g.units[i].variance + (g.units[i].value - value).powi(2));
        Pooled { value, variance, pooled: over(&|g| g.units[i].pooled) }
    };
    let units = (0..given[0].1.units.len()).map(unit).collect();
    Between { mean, mean_variance, between_variance: over(&|g| g.between_variance), units }
}

/// A rate after leaning on the others, no nearer to 0 than half an event among the records that stand behind it then, which are
/// `single` (a record's variance at the level of all) over its variance (Jeffreys 1946). Only one without an event comes so low; half
/// an event put into each thin unit beforehand would lift the level of all.
pub fn off_zero(pooled: &Pooled, single: f64) -> Pooled {
    Pooled { value: pooled.value.max(0.5 * pooled.variance / single), ..*pooled }
}

/// Variance from unit to unit beyond chance as these units happen to show it, 0 where they differ by no more than
/// chance: max(0, (Q - (n - 1)) / (Σ w - Σ w² / Σ w)), w = 1 / v, Q = Σ w (y - ȳ)² (DerSimonian and Laird 1986). For
/// history's own standard error, which the mean over all that τ² may be would make too wide wherever units are alike. 0
/// for fewer than 2 units.
pub fn seen_variance(units: &[Unit]) -> f64 {
    let [excess, information] = seen(units);
    // Without units, or with one, both are 0 and max passes over what is no number.
    (excess / information).max(0.0)
}

/// The two parts of [`seen_variance`]: Q - (n - 1) and Σ w - Σ w² / Σ w. Sums of both over groups with levels of their
/// own tell the variance that the groups share.
pub fn seen(units: &[Unit]) -> [f64; 2] {
    let sum = |of: &dyn Fn(&Unit) -> f64| units.iter().map(of).sum::<f64>();
    let (weights, squares) = (sum(&|u| 1.0 / u.variance), sum(&|u| u.variance.powi(-2)));
    let mean = sum(&|u| u.value / u.variance) / weights;
    let excess = sum(&|u| (u.value - mean).powi(2) / u.variance) - (units.len() as f64 - 1.0);
    [excess, weights - squares / weights]
}

/// Share of one period's deviation that stays for the next, 0 to 0.9: the lag-1 covariance of the values about their
/// mean, over τ², with the bias 1/n of a mean that was estimated from n values given back (Kendall 1954). 0 for fewer
/// than 6 values or where τ² is 0.
pub fn persistence(values: &[f64], between_variance: f64) -> f64 {
    let n = values.len() as f64;
    if values.len() < 6 || between_variance <= 0.0 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / n;
    let lagged: f64 = values.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>() / (n - 1.0);
    let total: f64 = values.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / n;
    ((lagged + total / n) / between_variance).clamp(0.0, 0.9)
}

/// Variance of Σ w_i δ_i, where the δ of successive periods have variance `between_variance` and keep the share
/// `persistence` of each other.
pub fn weighted_variance(weights: &[f64], between_variance: f64, persistence: f64) -> f64 {
    // Σ Σ w_i w_j ρ^|i-j| = Σ w_i (w_i + 2 Σ over earlier j of w_j ρ^(i-j)), the inner sum carried along.
    let (mut sum, mut carried) = (0.0, 0.0);
    for weight in weights {
        carried *= persistence;
        sum += weight * (weight + 2.0 * carried);
        carried += weight;
    }
    between_variance * sum
}

/// Variance of the mean of the next `periods` about the long-run level.
pub fn mean_variance_ahead(periods: usize, between_variance: f64, persistence: f64) -> f64 {
    weighted_variance(&vec![1.0 / periods as f64; periods], between_variance, persistence)
}

/// Standard deviation of next year's average of a level that was estimated over quarters: what chance leaves open in
/// history (`chance_variance`), what history's quarters happened to be (weighted by `weights`, their shares of the
/// sample), and what next year's four quarters will be.
pub fn next_year_sd(chance_variance: f64, weights: &[f64], between_variance: f64, persistence: f64) -> f64 {
    let sum: f64 = weights.iter().sum();
    let shares: Vec<f64> = weights.iter().map(|w| w / sum).collect();
    let of_history = if sum > 0.0 { weighted_variance(&shares, between_variance, persistence) } else { 0.0 };
    (chance_variance + of_history + mean_variance_ahead(4, between_variance, persistence)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::stream::Stream;
    use rand_distr::{Distribution, Normal};

    /// Eight schools (Rubin 1981), the classic of this model: with a flat prior of μ the posterior mean of μ is near 8
    /// and each school is pulled most of the way to it.
    #[test]
    fn eight_schools_lean_on_each_other() {
        let shown = [28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0];
        let errors: [f64; 8] = [15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0];
        let units: Vec<Unit> = shown.iter().zip(errors).map(|(&value, e)| Unit { value, variance: e * e }).collect();
        let found = between(&units);
        assert!((7.0..9.0).contains(&found.mean), "{found:?}");
        assert!(found.units.iter().all(|u| u.pooled > 0.5 && u.pooled < 1.0));
        assert!(found.units[0].value > found.units[1].value && found.units[0].value < 15.0);
    }

    #[test]
    fn large_differences_are_seen_whole() {
        let units: Vec<Unit> = (0..8).map(|i| Unit { value: f64::from(i), variance: 1e-4 }).collect();
        let found = between(&units).between_variance;
        // Sum of squares 42, halved, over shape 9/2 less 1: the mean of the inverse gamma that is left where chance is
        // nothing.
        assert!((found - 6.0).abs() < 1e-3, "{found}");
    }

    #[test]
    fn one_unit_keeps_what_it_shows() {
        let found = between(&[Unit { value: 0.2, variance: 0.01 }]);
        assert_eq!((found.mean, found.between_variance, found.units[0].pooled), (0.2, 0.0, 0.0));
    }

    /// 400 data sets of 6 units: the pooled intervals hold the truth as often as they say. The standard error of a
    /// coverage of 90 % over 2,400 intervals that share 400 data sets is below 1.5 %; 3 of them are allowed.
    #[test]
    fn pooled_intervals_cover() {
        let mut rng = Stream::new(5, "between").sequence();
        let (mut covered, mut all) = (0, 0);
        for _ in 0..400 {
            let truths: Vec<f64> = (0..6).map(|_| Normal::new(3.0, 1.0).unwrap().sample(&mut rng)).collect();
            let sd = [0.3, 0.6, 1.0, 1.0, 2.0, 3.0_f64];
            let units: Vec<Unit> = truths
                .iter()
                .zip(sd)
                .map(|(&t, s)| Unit { value: Normal::new(t, s).unwrap().sample(&mut rng), variance: s * s })
                .collect();
            for (found, truth) in between_segments(&units).units.iter().zip(&truths) {
                covered += usize::from((found.value - truth).abs() < 1.645 * found.variance.sqrt());
                all += 1;
            }
        }
        let share = covered as f64 / all as f64;
        assert!((0.855..0.945).contains(&share), "{share}");
    }

    /// The degrees that docs/fit.md tells; the reference is the same posterior summed in another language.
    #[test]
    fn how_far_two_segments_lean() {
        let degrees = |shown: [(f64, f64); 2]| {
            let found = between_segments(&shown.map(|(value, sd)| Unit { value, variance: sd * sd }));
            [0, 1].map(|i: usize| (100.0 * found.units[i].pooled).round())
        };
        let of = |share: f64, n: f64| (share, (0.25 * 0.75 / n).sqrt());
        assert_eq!(degrees([(0.25, 0.011), (0.18, 0.0155)]), [3.0, 6.0]);
        assert_eq!(degrees([(0.22, 0.011), (0.22, 0.011)]), [26.0, 26.0]);
        assert_eq!(degrees([of(0.25, 3_000.0), of(0.25, 200.0)]), [14.0, 38.0]);
        assert_eq!(degrees([of(0.25, 3_000.0), of(0.15, 200.0)]), [1.0, 13.0]);
    }

    /// Two segments as companies have them, whose truth stays the same over 2,000 data sets: four standard errors
    /// apart, alike, and one thin. Neither is drawn to the other by more than half its standard error, and 90 %
    /// intervals hold 85 to 97 of 100 (alike ones lean, which makes their intervals safe; the standard error of a
    /// coverage is 0.7).
    #[test]
    fn two_segments_keep_their_own_truth() {
        let mut rng = Stream::new(6, "between").sequence();
        for (truth, sd) in
            [([0.25, 0.18], [0.011, 0.0155]), ([0.22, 0.22], [0.011, 0.0155]), ([0.25, 0.2], [0.01, 0.04])]
        {
            let (mut covered, mut bias) = ([0; 2], [0.0; 2]);
            for _ in 0..2_000 {
                let draw = |i: usize, rng: &mut _| Normal::new(truth[i], sd[i]).unwrap().sample(rng);
                let units = [0, 1].map(|i| Unit { value: draw(i, &mut rng), variance: sd[i] * sd[i] });
                for (i, found) in between_segments(&units).units.iter().enumerate() {
                    covered[i] += usize::from((found.value - truth[i]).abs() < 1.645 * found.variance.sqrt());
                    bias[i] += (found.value - truth[i]) / sd[i] / 2_000.0;
                }
            }
            assert!(bias.iter().all(|b| b.abs() < 0.5), "{truth:?}: {bias:?}");
            assert!(covered.iter().all(|&n| (1_700..1_940).contains(&n)), "{truth:?}: {covered:?}");
        }
    }

    #[test]
    fn what_chance_explains_is_not_seen_as_difference() {
        let units = |values: [f64; 3]| values.map(|value| Unit { value, variance: 1.0 });
        assert_eq!(seen_variance(&units([0.0, 1.0, 2.0])), 0.0);
        // Equal weights: the sample's variance less that by chance, 4 - 1.
        assert!((seen_variance(&units([0.0, 2.0, 4.0])) - 3.0).abs() < 1e-12);
        assert_eq!((seen_variance(&[]), seen_variance(&units([1.0; 3])[..1])), (0.0, 0.0));
    }

    #[test]
    fn a_year_of_independent_quarters_has_a_quarter_of_the_variance() {
        assert!((mean_variance_ahead(4, 1.0, 0.0) - 0.25).abs() < 1e-12);
        assert!((mean_variance_ahead(2, 1.0, 0.5) - 0.75).abs() < 1e-12);
        assert!((weighted_variance(&[0.5, 0.5], 4.0, 0.9) - 3.8).abs() < 1e-12);
    }

    #[test]
    fn persistence_is_seen_in_waves_and_not_in_zigzags() {
        let wave: Vec<f64> = (0..24).map(|i| f64::from(i % 12 / 6)).collect();
        let zigzag: Vec<f64> = (0..24).map(|i| f64::from(i % 2)).collect();
        assert!(persistence(&wave, 0.25) > 0.5 && persistence(&zigzag, 0.25) == 0.0);
        assert_eq!(persistence(&wave[..5], 0.25), 0.0);
    }
}
