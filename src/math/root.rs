//! Roots of increasing functions of one number.

/// What is known of a function at a point.
#[derive(Clone, Copy, Debug)]
pub struct Slope {
    /// Its value; may be infinite where it leaves the floating point range.
    pub value: f64,
    /// Its first derivative.
    pub first: f64,
    /// Its second derivative as a multiple of the first.
    pub bend: f64,
}

/// The root of an increasing function between `low` and `high`, from a guess: Halley's method, third order, held
/// inside the bracket by bisection where it leaves it or does not halve the value (Press et al., Numerical Recipes,
/// 9.4).
///
/// The step is the last once the value is below 1e-5: what it leaves is of the order of that cubed. Outside the
/// bracket the nearer end. At most 200 steps: meant for functions that are nearly straight, where a handful do.
pub fn increasing_root(guess: f64, low: f64, high: f64, f: impl Fn(f64) -> Slope) -> f64 {
    let (mut low, mut high) = (low, high);
    let mut y = if guess > low && guess < high { guess } else { 0.5 * (low + high) };
    let mut before = f64::INFINITY;
    for _ in 0..200 {
        let at = f(y);
        if at.value == 0.0 {
            return y;
        }
        (low, high) = if at.value < 0.0 { (y, high) } else { (low, y) };
        let newton = at.value / at.first;
        let next = y - newton / (1.0 - 0.5 * newton * at.bend).max(0.5);
        if at.value.abs() < 1e-5 && next.is_finite() {
            return next.clamp(low, high);
        }
        let slow = at.value.abs() > 0.5 * before;
        before = at.value.abs();
        y = if next > low && next < high && !slow { next } else { 0.5 * (low + high) };
        if y == low || y == high {
            return y;
        }
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_from_far_and_from_near() {
        let f = |y: f64| Slope { value: libm::exp(y) - 3.0, first: libm::exp(y), bend: 1.0 };
        for guess in [-700.0, 0.0, 1.0986, 5.0, 40.0, f64::NAN] {
            let y = increasing_root(guess, -745.0, 709.0, f);
            assert!((y - libm::log(3.0)).abs() <= 1e-14, "{guess}: {y}");
        }
    }

    #[test]
    fn survives_infinite_values_and_roots_outside() {
        let step =
            |y: f64| Slope { value: if y < 2.0 { f64::NEG_INFINITY } else { f64::INFINITY }, first: 0.0, bend: 0.0 };
        assert!((increasing_root(0.0, -10.0, 10.0, step) - 2.0).abs() <= 1e-14);
        let above = increasing_root(0.0, -1.0, 1.0, |y| Slope { value: y - 5.0, first: 1.0, bend: 0.0 });
        assert!((above - 1.0).abs() <= 1e-15);
    }
}
