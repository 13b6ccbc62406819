//! Laws that pass through percentiles: what people can answer.
//!
//! The Johnson quantile-parameterised distributions J-QPD-B and J-QPD-S (Hadlock and Bickel, Johnson
//! quantile-parameterized distributions, Decision Analysis 14, 2017).

use super::check::{finite, refusal};
use super::moments::moments_by_score;
use super::table::Knot;
use super::{Dist, DistError, Domain};
use crate::math::level::Level;
use crate::math::special::{normal_density, normal_quantile};

/// A law through two or three percentiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Percentiles {
    /// Probability of the low percentile, 0 < alpha < 0.5; that of the high one is 1 - alpha.
    pub alpha: f64,
    /// The low percentile.
    pub low: f64,
    /// The median, where it is given.
    pub median: Option<f64>,
    /// The high percentile.
    pub high: f64,
    /// What turns a point of the curve into a value.
    pub scale: Scale,
    /// The transformed value as a function of the normal score.
    pub curve: Curve,
}

/// The values by their transforms, which may be any number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// The value itself.
    Line,
    /// min + exp(transform): J-QPD-S.
    Above {
        /// Least value, not taken.
        min: f64,
    },
    /// min + (max - min) Phi(transform): J-QPD-B.
    Between {
        /// Least value, not taken.
        min: f64,
        /// Greatest value, not taken.
        max: f64,
    },
}

/// A curve through the transformed percentiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// centre + slope z: two percentiles, or three that are symmetric.
    Straight {
        /// At the median.
        centre: f64,
        /// A unit of the normal score.
        slope: f64,
    },
    /// centre + lambda sinh(delta (z + shift)): J-QPD-B.
    Sinh {
        /// Where z = -shift.
        centre: f64,
        /// Size.
        lambda: f64,
        /// Bend.
        delta: f64,
        /// n c.
        shift: f64,
    },
    /// centre + lambda sinh(asinh(delta z) + asinh(delta shift)): J-QPD-S.
    SinhOfAsinh {
        /// Where z = -shift.
        centre: f64,
        /// Size.
        lambda: f64,
        /// Bend.
        delta: f64,
        /// n c.
        shift: f64,
    },
}

/// The law through the percentiles alpha, 1 - alpha and, where given, the median, for a field with this domain:
/// J-QPD-B where the domain is bounded on both sides, J-QPD-S where it is bounded below. Without a lower bound a
/// normal law, which can meet a median only half-way between the others.
///
/// # Errors
/// The parameters are "low", "median" and "high". Refuses an `alpha` outside 0..0.5, numbers that are not finite, not
/// strictly increasing or not strictly inside the domain, percentiles too close to tell apart or so far apart that
/// the tail has no finite values, and, without a lower bound, a median that is not half-way.
pub fn percentiles(alpha: f64, low: f64, median: Option<f64>, high: f64, domain: Domain) -> Result<Dist, DistError> {
    if !(alpha > 0.0 && alpha < 0.5) {
        return Err(refusal(
            "low",
            format!("the lower percentile must be above p0 and below p50, got {}", name(alpha)),
        ));
    }
    check_order(alpha, low, median, high)?;
    check_inside(alpha, low, high, domain)?;
    let scale = match (domain.min.is_finite(), domain.max.is_finite()) {
        (true, true) => Scale::Between { min: domain.min, max: domain.max },
        (true, false) => Scale::Above { min: domain.min },
        (false, _) => Scale::Line,
    };
    let transforms = [scale.transform(low), median.map_or(f64::NAN, |x| scale.transform(x)), scale.transform(high)];
    let curve = curve(scale, -normal_quantile(alpha), transforms, median)?;
    let law = Percentiles { alpha, low, median, high, scale, curve };
    // The scores of the smallest and largest uniforms that are ever drawn lie inside 8.3.
    if [-8.3, 8.3].iter().any(|&z| law.knot(z).x.is_nan() || law.knot(z).x.abs() > 1e200) {
        let message =
            format!("{} and {} are too far apart: the tail has no finite values", name(alpha), name(1.0 - alpha));
        return Err(refusal("high", message));
    }
    Ok(Dist::Percentiles(law))
}

/// "p10", "p2.5".
fn name(alpha: f64) -> String {
    format!("p{}", (alpha * 1e11).round() / 1e9)
}

fn check_order(alpha: f64, low: f64, median: Option<f64>, high: f64) -> Result<(), DistError> {
    let (low_name, high_name) = (name(alpha), name(1.0 - alpha));
    for (parameter, called, value) in
        [("low", &low_name, Some(low)), ("median", &"p50".to_string(), median), ("high", &high_name, Some(high))]
    {
        if let Some(value) = value {
            finite(parameter, value).map_err(|e| refusal(parameter, e.message.replacen(parameter, called, 1)))?;
        }
    }
    match median {
        Some(median) if median <= low => {
            Err(refusal("median", format!("p50 must be above {low_name} = {low}, got {median}")))
        }
        Some(median) if high <= median => {
            Err(refusal("high", format!("{high_name} must be above p50 = {median}, got {high}")))
        }
        None if high <= low => {
            Err(refusal("high", format!("{high_name} must be above {low_name} = {low}, got {high}")))
        }
        _ => Ok(()),
    }
}

fn check_inside(alpha: f64, low: f64, high: f64, domain: Domain) -> Result<(), DistError> {
    if low <= domain.min {
        let mut message = format!("{} must be above {}, got {low}", name(alpha), domain.min);
        if low == domain.min && !domain.above_min {
            message += &format!(" (for a value that may be {low} itself take `pert` or `discrete`)");
        }
        return Err(refusal("low", message));
    }
    if high >= domain.max {
        let mut message = format!("{} must be below {}, got {high}", name(1.0 - alpha), domain.max);
        if high == domain.max && !domain.below_max {
            message += &format!(" (for a value that may be {high} itself take `pert` or `discrete`)");
        }
        return Err(refusal("high", message));
    }
    Ok(())
}

/// The curve through the transformed percentiles L, B (where there is a median), H at the scores -c, 0, c.
fn curve(scale: Scale, c: f64, [l, b, h]: [f64; 3], median: Option<f64>) -> Result<Curve, DistError> {
    let too_close =
        |parameter| Err(refusal(parameter, "the percentiles are too close to each other: write a number".into()));
    if l >= h {
        return too_close("high");
    }
    let straight = |centre| Curve::Straight { centre, slope: (h - l) / (2.0 * c) };
    let Some(median) = median else {
        return Ok(straight(0.5 * (l + h)));
    };
    if l >= b || b >= h {
        return too_close("median");
    }
    // The skew L + H - 2B, from differences that are exact or nearly so.
    let skew = (h - b) - (b - l);
    if scale == Scale::Line {
        // Halves of decimal numbers are met to rounding only.
        if skew.abs() <= 1e-9 * (h - l) {
            return Ok(straight(b));
        }
        let message = format!(
            "p50 must be half-way between the others, at {}, where values have no lower bound, got {median}: \
             leave it out, or give a `dist`",
            0.5 * (l + h)
        );
        return Err(refusal("median", message));
    }
    if skew.abs() < 1e-12 * (h - l) {
        return Ok(straight(b));
    }
    let (centre, shift) = if skew > 0.0 { (l, c) } else { (h, -c) };
    let nearer = (h - b).min(b - l);
    // (H - L) / (2 nearer) = 1 + excess; the excess itself is needed where it is small.
    let excess = skew.abs() / (2.0 * nearer);
    let root = (excess * (excess + 2.0)).sqrt();
    Ok(match scale {
        Scale::Between { .. } => {
            let delta = libm::log1p(excess + root) / c; // acosh(1 + excess) / c
            Curve::Sinh { centre, lambda: (h - l) / libm::sinh(2.0 * delta * c), delta, shift }
        }
        _ => {
            let delta = root / c; // sinh(acosh(1 + excess)) / c
            Curve::SinhOfAsinh { centre, lambda: nearer / (delta * c), delta, shift }
        }
    })
}

impl Scale {
    fn transform(&self, x: f64) -> f64 {
        match *self {
            Scale::Line => x,
            Scale::Above { min } => libm::log(x - min),
            Scale::Between { min, max } => {
                Level { below: (x - min) / (max - min), above: (max - x) / (max - min) }.score()
            }
        }
    }

    /// The value of a transform, and how fast it grows with the transform.
    fn value(&self, transform: f64) -> (f64, f64) {
        match *self {
            Scale::Line => (transform, 1.0),
            Scale::Above { min } => {
                let above = libm::exp(transform);
                (min + above, above)
            }
            Scale::Between { min, max } => {
                let (span, level) = (max - min, Level::of_score(transform));
                let x = if level.below <= level.above { min + span * level.below } else { max - span * level.above };
                (x, span * normal_density(transform))
            }
        }
    }
}

impl Curve {
    /// The transform at the score z, and how fast it grows.
    fn at(&self, z: f64) -> (f64, f64) {
        match *self {
            Curve::Straight { centre, slope } => (centre + slope * z, slope),
            Curve::Sinh { centre, lambda, delta, shift } => {
                let bent = delta * (z + shift);
                (centre + lambda * libm::sinh(bent), lambda * delta * libm::cosh(bent))
            }
            Curve::SinhOfAsinh { centre, lambda, delta, shift } => {
                // sinh(a + b) = sinh a cosh b + cosh a sinh b (DLMF 4.35.1) with a, b inverse hyperbolic sines.
                let (y, s) = (delta * z, delta * shift);
                let (y_cosh, s_cosh) = ((1.0 + y * y).sqrt(), (1.0 + s * s).sqrt());
                (centre + lambda * (y * s_cosh + s * y_cosh), lambda * delta * (s_cosh + s * (y / y_cosh)))
            }
        }
    }

    /// The score at which the transform is reached.
    fn score_of(&self, transform: f64) -> f64 {
        match *self {
            Curve::Straight { centre, slope } => (transform - centre) / slope,
            Curve::Sinh { centre, lambda, delta, shift } => libm::asinh((transform - centre) / lambda) / delta - shift,
            Curve::SinhOfAsinh { centre, lambda, delta, shift } => {
                libm::sinh(libm::asinh((transform - centre) / lambda) - libm::asinh(delta * shift)) / delta
            }
        }
    }
}

impl Percentiles {
    pub(super) fn knot(&self, z: f64) -> Knot {
        let (transform, growth) = self.curve.at(z);
        let (x, slope) = self.scale.value(transform);
        Knot { x, slope: slope * growth }
    }

    pub(super) fn level(&self, x: f64) -> Level {
        let (min, max) = self.support();
        if x <= min {
            Level::NONE_BELOW
        } else if x >= max {
            Level::NONE_ABOVE
        } else {
            Level::of_score(self.curve.score_of(self.scale.transform(x)))
        }
    }

    pub(super) fn support(&self) -> (f64, f64) {
        match self.scale {
            Scale::Line => (f64::NEG_INFINITY, f64::INFINITY),
            Scale::Above { min } => (min, f64::INFINITY),
            Scale::Between { min, max } => (min, max),
        }
    }

    pub(super) fn moments(&self) -> (f64, f64) {
        match (self.scale, self.curve) {
            (Scale::Line, Curve::Straight { centre, slope }) => (centre, slope),
            (Scale::Above { min }, Curve::Straight { centre, slope }) => {
                let above = libm::exp(centre + 0.5 * slope * slope);
                (min + above, above * libm::expm1(slope * slope).sqrt())
            }
            // Lognormal-like tails count far beyond the scores that are ever drawn.
            (Scale::Above { .. }, _) => moments_by_score(38.0, |z| self.knot(z).x),
            _ => moments_by_score(10.0, |z| self.knot(z).x),
        }
    }

    pub(super) fn in_words(&self) -> String {
        let middle = self.median.map_or(String::new(), |median| format!("p50 {median}, "));
        let (low, high) = (name(self.alpha), name(1.0 - self.alpha));
        format!("percentiles {low} {}, {middle}{high} {}", self.low, self.high)
    }
}
