//! The values that an input may take.

/// An interval of allowed values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Domain {
    /// Lower end.
    pub min: f64,
    /// Whether the lower end itself is excluded.
    pub above_min: bool,
    /// Upper end, may be infinite.
    pub max: f64,
    /// Whether the upper end itself is excluded.
    pub below_max: bool,
}

impl Domain {
    /// R+: 0 or more.
    pub const NON_NEGATIVE: Self = Self::new(0.0, false, f64::INFINITY, false);
    /// R+ above 0.
    pub const POSITIVE: Self = Self::new(0.0, true, f64::INFINITY, false);
    /// S: 0 to 1.
    pub const SHARE: Self = Self::new(0.0, false, 1.0, false);
    /// S below 1.
    pub const SHARE_BELOW_ONE: Self = Self::new(0.0, false, 1.0, true);
    /// G: -1 or more.
    pub const GROWTH: Self = Self::new(-1.0, false, f64::INFINITY, false);
    /// Any number.
    pub const ANY: Self = Self::new(f64::NEG_INFINITY, false, f64::INFINITY, false);

    const fn new(min: f64, above_min: bool, max: f64, below_max: bool) -> Self {
        Self { min, above_min, max, below_max }
    }

    /// Whether a finite `x` is allowed.
    pub fn contains(&self, x: f64) -> bool {
        let above = if self.above_min { x > self.min } else { x >= self.min };
        let below = if self.below_max { x < self.max } else { x <= self.max };
        x.is_finite() && above && below
    }

    /// `x` moved into the closed domain.
    pub fn clamp(&self, x: f64) -> f64 {
        x.max(self.min).min(self.max)
    }
}
