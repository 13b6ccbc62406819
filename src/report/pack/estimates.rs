//! Estimates as cells of tables: the number, and beside it what the simulation leaves open.

use crate::analysis::Estimate;
use crate::analysis::drivers::is_told;
use crate::report::format;
use crate::report::table::{Cell, missing, money, number, percent, points, text};

/// An amount of money, and half the width of its 95 % interval; nothing there where it has none.
pub(super) fn of_money(e: &Estimate) -> [Cell; 2] {
    [money(e.value), money(format::half_width(e).filter(|half| *half > 0.0))]
}

/// A difference of probabilities, and half the width of its 95 % interval in percentage points, both with the decimals
/// that it supports.
pub(super) fn of_points(e: &Estimate) -> [Cell; 2] {
    match format::half_width(e).filter(|half| *half > 0.0) {
        Some(half) => {
            let error = format::points(half);
            let decimals = error.split_once('.').map_or(0, |(_, digits)| digits.len() as u8);
            [points(e.value, decimals), number(error.parse::<f64>().unwrap_or(100.0 * half), decimals)]
        }
        None => [points(e.value, 1), missing()],
    }
}

/// A share of variance with the decimals that its interval supports; "≤0.3 %" where it is not told from 0.
pub(super) fn of_share(e: &Estimate) -> Cell {
    match (e.value, format::half_width(e)) {
        (None, _) => missing(),
        (Some(share), Some(half)) if is_told(e) => {
            percent(share.min(1.0), format::supported_decimals(100.0 * half).min(2) as u8)
        }
        (Some(_), _) => text(crate::report::drivers::share(e)),
    }
}

/// Whether a change is told from none.
pub(super) fn told(e: &Estimate) -> Cell {
    match (e.value, format::half_width(e)) {
        (None, _) => missing(),
        (Some(0.0), _) => text("no"),
        (Some(_), None) => text("not known"),
        (Some(_), Some(_)) => text(if is_told(e) { "yes" } else { "no" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::table::cell_text;

    fn estimate(value: f64, half: f64) -> Estimate {
        Estimate { value: Some(value), low: Some(value - half), high: Some(value + half) }
    }

    fn said<const N: usize>(cells: [Cell; N]) -> [String; N] {
        cells.map(|cell| cell_text(&cell, "USD"))
    }

    #[test]
    fn a_change_stands_beside_its_error() {
        assert_eq!(said(of_money(&estimate(-426_312.0, 9_800.0))), ["-$426,312", "$9,800"]);
        assert_eq!(said(of_money(&estimate(5.0, 0.0))), ["$5", "-"]);
        assert_eq!(said(of_points(&estimate(-0.1812, 0.0071))), ["-18.1 points", "0.7"]);
        assert_eq!(said(of_points(&estimate(-0.1812, 0.021))), ["-18 points", "2"]);
        assert_eq!(said(of_points(&estimate(0.0, 0.0))), ["0.0 points", "-"]);
    }

    #[test]
    fn what_is_not_told_from_nothing_is_marked() {
        let cases = [
            (estimate(-3.0, 1.0), "yes"),
            (estimate(-3.0, 4.0), "no"),
            (estimate(0.0, 0.0), "no"),
            (Estimate { value: Some(2.0), low: None, high: None }, "not known"),
            (Estimate::default(), "-"),
        ];
        for (e, text) in cases {
            assert_eq!(said([told(&e)]), [text], "{e:?}");
        }
        assert_eq!(
            said([of_share(&estimate(0.2112, 0.003)), of_share(&estimate(0.0001, 0.0002))]),
            ["21.1 %", "≤0.03 %"]
        );
    }
}
