//! Numbers in files: the shortest text that reads back as the same number, never "-0", whole numbers without a point.

use serde::{Serialize, Serializer};
use std::fmt::Write;

/// Largest magnitude up to which every whole f64 is written as an integer: 2^53.
const LARGEST_INTEGER: f64 = 9_007_199_254_740_992.0;

/// A number as it is written to JSON; what is not finite is null.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let x = self.0;
        if !x.is_finite() {
            serializer.serialize_none()
        } else if x == x.trunc() && x.abs() <= LARGEST_INTEGER {
            serializer.serialize_i64(x as i64)
        } else {
            serializer.serialize_f64(x)
        }
    }
}

/// A number as it is written to CSV; what is not finite is the empty cell.
pub(super) fn cell(x: f64) -> String {
    let mut text = String::new();
    put_cell(&mut text, x);
    text
}

/// The same into a text that is used again for every cell: trials.csv has millions.
pub(super) fn put_cell(text: &mut String, x: f64) {
    text.clear();
    if x.is_finite() {
        // Writing into a String cannot fail; adding 0 turns -0 into 0.
        let _ = write!(text, "{}", x + 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_back_as_the_same_number() {
        for x in [0.1 + 0.2, 1e-300, 123456789.123456, 1e300, -2.5, f64::MIN_POSITIVE] {
            assert_eq!(cell(x).parse::<f64>().unwrap(), x);
        }
        assert_eq!([cell(-0.0), cell(20e6), cell(f64::NAN), cell(f64::INFINITY)], ["0", "20000000", "", ""]);
    }

    #[test]
    fn json_numbers_read_back_as_the_same_number() {
        let json = |x: f64| serde_json::to_string(&Number(x)).unwrap();
        for x in [0.1 + 0.2, 1e-300, 1e300, -2.5, 9_007_199_254_740_993.0, 1e17] {
            assert_eq!(json(x).parse::<f64>().unwrap(), x);
        }
        assert_eq!([json(-0.0), json(20e6), json(f64::NAN)], ["0", "20000000", "null"]);
    }
}
