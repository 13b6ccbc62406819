//! A distribution truncated to a domain, ready to be drawn from.

use super::moments::moments_by_score;
use super::sampler::{Part, Sampler};
use super::table::{Knot, tabulate};
use super::uniform::Uniform;
use super::{Dist, Domain};
use crate::math::level::Level;
use crate::math::special::normal_density;

/// A distribution truncated to a domain, ready to be drawn from.
///
/// Truncation is by probability: the quantile function over what the domain leaves. A value with probability of its
/// own that lies on a closed end of the domain is inside, on an open end outside. Where the domain leaves nothing at
/// all the law is a constant at the value nearest to its median (which [`Law::cut`] = 1 tells).
#[derive(Clone, Debug)]
pub struct Law {
    /// As written.
    pub dist: Dist,
    /// The domain that it is truncated to.
    pub domain: Domain,
    /// Probability below the domain, which was cut.
    pub cut_below: f64,
    /// Probability above the domain, which was cut.
    pub cut_above: f64,
    /// The least value that is left.
    pub min: f64,
    /// The greatest value that is left; may be infinite.
    pub max: f64,
    /// How the kernel draws from it.
    pub sampler: Sampler,
}

impl Law {
    /// The distribution truncated to the domain.
    pub fn new(dist: Dist, domain: Domain) -> Law {
        let (cut_below, cut_above) = cuts(&dist, domain);
        let ends = (lowest(domain), highest(domain));
        let share = (1.0 - cut_below - cut_above).max(0.0);
        let (least, greatest) = dist.support();
        let part =
            Part { below: cut_below, share, above: cut_above, min: least.max(ends.0), max: greatest.min(ends.1) };
        let sampler = if share <= f64::EPSILON {
            let nearest = dist.quantile(Level::of(0.5)).max(ends.0).min(ends.1);
            Sampler::Discrete { cumulative: vec![1.0], values: vec![nearest] }
        } else {
            sampler(&dist, domain, part)
        };
        let (min, max) = match &sampler {
            Sampler::Discrete { values, .. } => (values[0], values[values.len() - 1]),
            _ => (part.min, part.max),
        };
        Law { dist, domain, cut_below, cut_above, min, max, sampler }
    }

    /// Q(u) over the remaining probability, 0 < u < 1; exact, not from the table.
    pub fn quantile(&self, u: f64) -> f64 {
        self.quantile_at(Level::of(u))
    }

    /// The quantile at a level whose upper side may be tiny; exact, not from the table.
    pub fn quantile_at(&self, level: Level) -> f64 {
        match &self.sampler {
            Sampler::Table(_) => {
                let part = self.part();
                part.clamp(self.dist.quantile(part.level(level)))
            }
            kinked => kinked.value_at(level),
        }
    }

    /// P(X <= x) of the truncated law.
    pub fn cdf(&self, x: f64) -> f64 {
        if x < self.min {
            return 0.0;
        }
        if x >= self.max {
            return 1.0;
        }
        let part = self.part();
        ((self.dist.level(x).below - part.below) / part.share).clamp(0.0, 1.0)
    }

    /// Mean of the truncated law; a closed form where nothing is cut, else a quadrature of the quantile function.
    pub fn mean(&self) -> f64 {
        self.moments().0
    }

    /// Standard deviation of the truncated law, as [`Law::mean`].
    pub fn sd(&self) -> f64 {
        self.moments().1
    }

    /// The share of the distribution as written that the domain cut, 0..1.
    pub fn cut(&self) -> f64 {
        self.cut_below + self.cut_above
    }

    /// The value, where there is but one.
    pub fn constant(&self) -> Option<f64> {
        (self.min == self.max).then_some(self.min)
    }

    fn moments(&self) -> (f64, f64) {
        if let Some(value) = self.constant() {
            return (value, 0.0);
        }
        if self.cut() == 0.0 {
            return self.dist.moments();
        }
        match (&self.sampler, &self.dist) {
            (Sampler::Uniform(uniform), _) => (uniform.mean(), uniform.sd()),
            (Sampler::Triangular(triangular, part), _) => triangular.moments_between(part.min, part.max),
            (_, Dist::Discrete(discrete)) => {
                discrete.restricted(|x| self.domain.contains(x)).map_or((self.min, 0.0), |left| left.moments())
            }
            (_, Dist::Empirical(empirical)) => empirical.moments_between(self.cut_below, 1.0 - self.cut_above),
            _ => moments_by_score(10.0, |z| self.quantile_at(Level::of_score(z))),
        }
    }

    fn part(&self) -> Part {
        let share = (1.0 - self.cut()).max(0.0);
        Part { below: self.cut_below, share, above: self.cut_above, min: self.min, max: self.max }
    }
}

/// The probability outside the domain, below and above.
fn cuts(dist: &Dist, domain: Domain) -> (f64, f64) {
    let below = match (domain.min.is_finite(), domain.above_min) {
        (false, _) => 0.0,
        (true, true) => dist.level(domain.min).below,
        (true, false) => dist.level_under(domain.min).below,
    };
    let above = match (domain.max.is_finite(), domain.below_max) {
        (false, _) => 0.0,
        (true, true) => dist.level_under(domain.max).above,
        (true, false) => dist.level(domain.max).above,
    };
    (below, above)
}

/// The least number inside the domain (0 excluded: the least with full precision, so that one can divide by it).
fn lowest(domain: Domain) -> f64 {
    match (domain.above_min, domain.min == 0.0) {
        (false, _) => domain.min,
        (true, true) => f64::MIN_POSITIVE,
        (true, false) => domain.min.next_up(),
    }
}

/// The greatest number inside the domain.
fn highest(domain: Domain) -> f64 {
    if domain.below_max { domain.max.next_down() } else { domain.max }
}

/// What the kernel draws from where the domain leaves something.
fn sampler(dist: &Dist, domain: Domain, part: Part) -> Sampler {
    match dist {
        Dist::Uniform(_) => Sampler::Uniform(Uniform { min: part.min, max: part.max }),
        Dist::Triangular(triangular) => Sampler::Triangular(*triangular, part),
        Dist::Discrete(discrete) => {
            let left = discrete.restricted(|x| domain.contains(x)).unwrap_or_else(|| discrete.clone());
            Sampler::Discrete { cumulative: left.cumulative(), values: left.values }
        }
        Dist::Empirical(empirical) => Sampler::Empirical { sorted: empirical.sorted.clone(), part },
        smooth => {
            let at = |p: f64| part.clamp(smooth.quantile(part.level(Level::of(p))));
            // Differences matter against the range of most values, or a hundredth of that of nearly all.
            let spread = (at(0.9) - at(0.1)).max(0.01 * (at(0.9999) - at(0.0001)));
            Sampler::Table(tabulate(|z, near| truncated_knot(smooth, part, z, near), part.min, part.max, spread))
        }
    }
}

/// The knot of the truncated law at its score z: the whole law's at the level below + share u, whose own score y
/// grows with z as share phi(z) / phi(y).
fn truncated_knot(dist: &Dist, part: Part, z: f64, near: Option<f64>) -> Knot {
    // A share of 1 alone does not do: a cut of 1e-18 still bends the last scores.
    if part.below == 0.0 && part.above == 0.0 {
        return dist.knot(z, near);
    }
    let y = part.level(Level::of_score(z)).score();
    let Knot { x, slope } = dist.knot(y, near);
    Knot { x, slope: slope * part.share * (normal_density(z) / normal_density(y)) }
}
