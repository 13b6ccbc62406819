//! The shape of a driver's distribution for a small picture: where it is drawn often, and where the plan's value is.

use crate::dist::{Law, Sampler};
use crate::plan::{DriverId, Randomness};

/// Parts of a curve.
const PARTS: usize = 36;
/// Values that have a bar each; with more of them they are drawn as a curve.
const MOST_BARS: usize = 36;
/// Draws left out at each end of a curve.
const TAIL: f64 = 0.005;
/// A plan value further out than this many times the drawn range stands at the picture's edge.
const FARTHEST: f64 = 0.6;

/// What a small picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Least value of the picture.
    pub from: f64,
    /// Greatest value of the picture, above `from`.
    pub to: f64,
    /// How often what is drawn.
    pub outline: Outline,
    /// P10 and P90.
    pub most: [f64; 2],
    /// What the plan as written takes, inside the picture.
    pub plan: f64,
}

/// How often what is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Outline {
    /// Value and density, 1 where it is greatest, by rising value.
    Curve(Vec<(f64, f64)>),
    /// Value and probability, 1 for the likeliest, by rising value.
    Bars(Vec<(f64, f64)>),
}

/// The name of a driver's small picture.
pub fn picture_name(id: DriverId) -> String {
    format!("driver_{}", id.0)
}

/// The shape of a driver.
pub fn shape(random: &Randomness) -> Shape {
    let law = &random.law;
    let plan = random.as_written();
    let (outline, low, high) = match bars(law) {
        Some(bars) => {
            let (low, high) = (bars[0].0, bars[bars.len() - 1].0);
            (Outline::Bars(bars), low, high)
        }
        None => curve(law),
    };
    // one value alone stands in the middle
    let width = if high > low { high - low } else { low.abs().max(1.0) };
    let air = if matches!(outline, Outline::Bars(_)) { 0.1 * width } else { 0.02 * width };
    let plan = plan.clamp(low - FARTHEST * width, high + FARTHEST * width);
    Shape {
        from: low.min(plan) - air,
        to: high.max(plan) + air,
        outline,
        most: [law.quantile(0.1), law.quantile(0.9)],
        plan,
    }
}

/// A bar for each value, where they are few.
fn bars(law: &Law) -> Option<Vec<(f64, f64)>> {
    if let Some(only) = law.constant() {
        return Some(vec![(only, 1.0)]);
    }
    let Sampler::Discrete { cumulative, values } = &law.sampler else { return None };
    if values.len() > MOST_BARS {
        return None;
    }
    let below = std::iter::once(0.0).chain(cumulative.iter().copied());
    let shares: Vec<f64> = cumulative.iter().zip(below).map(|(upto, below)| upto - below).collect();
    let most = shares.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    Some(values.iter().zip(&shares).map(|(x, share)| (*x, share / most)).collect())
}

/// The density by parts of equal width between the tails, and the ends of the range.
fn curve(law: &Law) -> (Outline, f64, f64) {
    let (low, high) = (law.quantile(TAIL), law.quantile(1.0 - TAIL));
    if high <= low {
        return (Outline::Bars(vec![(low, 1.0)]), low, low);
    }
    let width = (high - low) / PARTS as f64;
    let end = |i: usize| low + width * i as f64;
    // whatever stands on the low end itself belongs to the first part
    let below = |i: usize| if i == 0 { law.cdf(low.next_down()) } else { law.cdf(end(i)) };
    let shares: Vec<f64> = (0..PARTS).map(|i| (below(i + 1) - below(i)).max(0.0)).collect();
    let most = shares.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let points = shares.iter().enumerate().map(|(i, share)| (low + width * (i as f64 + 0.5), share / most));
    (Outline::Curve(points.collect()), low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::{self, Dist};
    use crate::plan::{Domain, Notes, Per};
    use std::sync::Arc;

    fn of(law: Dist, plan: Option<f64>) -> Shape {
        let law = Arc::new(Law::new(law, Domain::ANY));
        shape(&Randomness { law, per: Per::Plan, persistence: 0.0, plan, notes: Notes::default() })
    }

    #[test]
    fn a_normal_law_is_a_bell() {
        let shape = of(dist::normal(10.0, 2.0).unwrap(), Some(12.0));
        let Outline::Curve(points) = &shape.outline else { panic!("a curve") };
        let at = |x: f64| points.iter().min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs())).unwrap().1;
        // a part is 0.29 wide: between exp(-1/2) at one deviation and its neighbours
        assert!((at(12.0) - 0.607).abs() < 0.06 && (at(10.0) - 1.0).abs() < 0.02, "{points:?}");
        assert!(points.windows(2).filter(|w| w[0].0 < 9.5).all(|w| w[1].1 > w[0].1));
        assert_eq!(shape.plan, 12.0);
        assert!((shape.most[0] - 7.437).abs() < 0.001, "{:?}", shape.most);
    }

    #[test]
    fn a_few_values_are_bars_and_one_stands_in_the_middle() {
        let shape = of(dist::discrete(&[0.0, 1.0, 4.0], &[1.0, 4.0, 2.0]).unwrap(), None);
        let Outline::Bars(bars) = &shape.outline else { panic!("bars") };
        let expected = [(0.0, 0.25), (1.0, 1.0), (4.0, 0.5)];
        // shares are differences of cumulated ones
        assert!(bars.len() == 3 && bars.iter().zip(expected).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < 1e-12));
        let one = of(dist::empirical(&[5.0]).unwrap(), None);
        assert_eq!(one.outline, Outline::Bars(vec![(5.0, 1.0)]));
        assert!((one.from + one.to - 10.0).abs() < 1e-9 && one.to > one.from);
    }

    #[test]
    fn a_plan_value_far_out_stands_at_the_edge() {
        let shape = of(dist::uniform(0.0, 1.0).unwrap(), Some(50.0));
        assert!(shape.plan < 2.0 && shape.plan > 1.0 && shape.to > shape.plan);
        let inside = of(dist::uniform(0.0, 1.0).unwrap(), Some(0.2));
        assert!(inside.from <= 0.0 + 0.006 && inside.to <= 1.02, "{inside:?}");
    }

    #[test]
    fn many_values_are_a_curve() {
        let values: Vec<f64> = (0..80).map(f64::from).collect();
        let shape = of(dist::discrete(&values, &[1.0; 80]).unwrap(), None);
        assert!(matches!(shape.outline, Outline::Curve(ref points) if points.len() == PARTS));
        let past = of(dist::empirical(&values).unwrap(), None);
        let Outline::Curve(points) = past.outline else { panic!("a curve") };
        assert!(points.iter().all(|p| p.1 > 0.95), "{points:?}");
    }
}
