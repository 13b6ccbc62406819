//! Area under the ROC curve, with the interval of DeLong, DeLong and Clarke-Pearson (1988).

use super::super::Estimate;
use super::ranked::Ranked;
use crate::math::special::normal_quantile;

/// 97.5 %: the upper end of a 95 % interval.
const UPPER: f64 = 0.975;

/// The chance that a trial that hits has a better score than one that misses, ties counting half (Mann and Whitney
/// 1947). Its interval is DeLong's on the log-odds scale, so that it stays inside 0..1. Where hits and misses do not
/// overlap at all that has no width, and the interval is that of as many independent pairs as there are trials of the
/// rarer kind. Undefined without hits or without misses.
pub fn area(ranked: &Ranked) -> Estimate {
    let (hits, misses) = (ranked.hits.len() as f64, ranked.misses.len() as f64);
    if hits == 0.0 || misses == 0.0 {
        return Estimate::default();
    }
    let places = places(ranked);
    let area = places.hits.mean();
    let variance = places.hits.variance() / hits + places.misses.variance() / misses;
    let (low, high) = if area == 1.0 || area == 0.0 {
        let least = libm::pow(1.0 - UPPER, 1.0 / hits.min(misses));
        if area == 1.0 { (least, 1.0) } else { (0.0, 1.0 - least) }
    } else {
        on_log_odds(area, variance.sqrt())
    };
    Estimate { value: Some(area), low: Some(low), high: Some(high) }
}

fn on_log_odds(area: f64, error: f64) -> (f64, f64) {
    let log_odds = libm::log(area / (1.0 - area));
    let half = normal_quantile(UPPER) * error / (area * (1.0 - area));
    let back = |x: f64| 1.0 / (1.0 + libm::exp(-x));
    // rounding must not push an end past the estimate
    (back(log_odds - half).min(area), back(log_odds + half).max(area))
}

/// DeLong's placements: for each hit the share of misses below it, for each miss the share of hits above it.
struct Places {
    hits: Moments,
    misses: Moments,
}

/// Sums of whole placements in half trials, which f64 adds without error up to 2^53.
#[derive(Default)]
struct Moments {
    count: f64,
    scale: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, place: f64, times: f64) {
        self.count += times;
        self.sum += times * place;
        self.squares += times * place * place;
    }

    fn mean(&self) -> f64 {
        self.sum / self.count / self.scale
    }

    /// Variance (n - 1); 0 for a single one.
    fn variance(&self) -> f64 {
        let about_mean = self.squares - self.sum * (self.sum / self.count);
        about_mean.max(0.0) / (self.count - 1.0).max(1.0) / (self.scale * self.scale)
    }
}

fn places(ranked: &Ranked) -> Places {
    let (hits, misses) = (ranked.hits.len() as f64, ranked.misses.len() as f64);
    let mut places = Places {
        hits: Moments { scale: 2.0 * misses, ..Moments::default() },
        misses: Moments { scale: 2.0 * hits, ..Moments::default() },
    };
    let (mut hits_below, mut misses_below) = (0.0, 0.0);
    for tie in ranked.ties() {
        places.hits.add(2.0 * misses_below + tie.misses, tie.hits);
        places.misses.add(2.0 * (hits - hits_below) - tie.hits, tie.misses);
        hits_below += tie.hits;
        misses_below += tie.misses;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::special::normal_cdf;
    use crate::plan::metric::Better;
    use crate::sampling::stream::Stream;

    fn of(hits: &[f64], misses: &[f64]) -> Estimate {
        let values: Vec<f64> = hits.iter().chain(misses).copied().collect();
        let hit: Vec<bool> = (0..values.len()).map(|i| i < hits.len()).collect();
        area(&Ranked::new(&values, &hit, Better::Higher))
    }

    #[test]
    fn two_normals_have_the_area_of_their_distance() {
        // the quantiles of two normals d apart: area Phi(d / sqrt 2), but for the ends of the grid
        let grid: Vec<f64> = (0..4000).map(|i| normal_quantile((f64::from(i) + 0.5) / 4000.0)).collect();
        for d in [0.0, 0.5, 1.0, 2.0, -1.0] {
            let moved: Vec<f64> = grid.iter().map(|z| z + d).collect();
            let found = of(&moved, &grid).value.unwrap();
            let exact = normal_cdf(d / 2f64.sqrt());
            assert!((found - exact).abs() < 2e-4, "{d}: {found} for {exact}");
        }
    }

    #[test]
    fn it_is_the_share_of_pairs_and_its_variance_is_that_of_the_placements() {
        let stream = Stream::new(5, "roc");
        let draw = |i: u64, set: u32| (10.0 * stream.uniform(i, 0, set)).floor() + f64::from(set);
        let hits: Vec<f64> = (0..70).map(|i| draw(i, 1)).collect();
        let misses: Vec<f64> = (0..40).map(|i| draw(i, 0)).collect();
        let wins = |a: f64, b: f64| f64::from(u8::from(a > b)) + 0.5 * f64::from(u8::from(a == b));
        let of_hit: Vec<f64> = hits.iter().map(|h| misses.iter().map(|m| wins(*h, *m)).sum::<f64>() / 40.0).collect();
        let of_miss: Vec<f64> = misses.iter().map(|m| hits.iter().map(|h| wins(*h, *m)).sum::<f64>() / 70.0).collect();
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let variance = |x: &[f64]| x.iter().map(|v| (v - mean(x)).powi(2)).sum::<f64>() / (x.len() - 1) as f64;
        let (area, error) = (mean(&of_hit), (variance(&of_hit) / 70.0 + variance(&of_miss) / 40.0).sqrt());
        let found = of(&hits, &misses);
        let expected = on_log_odds(area, error);
        assert!((found.value.unwrap() - area).abs() < 1e-12);
        assert!((found.low.unwrap() - expected.0).abs() < 1e-12 && (found.high.unwrap() - expected.1).abs() < 1e-12);
    }

    #[test]
    fn what_does_not_vary_tells_nothing() {
        assert_eq!(of(&[2.0; 30], &[2.0; 50]), Estimate { value: Some(0.5), low: Some(0.5), high: Some(0.5) });
        assert_eq!(of(&[1.0], &[]), Estimate::default());
    }

    #[test]
    fn what_tells_everything_still_has_an_interval() {
        let (found, turned) = (of(&[2.0; 300], &[1.0; 200]), of(&[1.0; 300], &[2.0; 200]));
        // 200 independent pairs all the right way round: 0.025^(1/200)
        assert!((found.low.unwrap() - 0.981_724_659_644_863_8).abs() < 1e-12 && found.high == Some(1.0), "{found:?}");
        assert_eq!((turned.value, turned.low, turned.high), (Some(0.0), Some(0.0), Some(1.0 - found.low.unwrap())));
    }
}
