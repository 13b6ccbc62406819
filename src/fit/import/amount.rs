//! Amounts: to ARR in the plan's currency.

use super::cells::{Cell, NumberColumn, text};
use super::rule::Rule;
use super::sheet::{Row, Sheet};
use super::tally::Tally;
use crate::fit::mapping::{self, File, Mapping};

/// ARR of one row beyond a million millions is a slip, in any currency that the rates bring to the plan's.
const LARGEST: f64 = 1e12;

/// The column of an amount.
pub(super) struct Amounts<'m> {
    number: NumberColumn,
    per_year: f64,
    currency: Option<usize>,
    plan: &'m str,
    rates: &'m [(String, f64)],
}

impl<'m> Amounts<'m> {
    /// The amounts of an export.
    pub(super) fn new(column: &mapping::AmountColumn, file: &File, mapping: &'m Mapping, sheet: &mut Sheet) -> Self {
        let number = NumberColumn::new(sheet.column(&column.column), file.numbers);
        let currency = sheet.optional(column.currency.as_ref());
        Self { number, per_year: column.per_year, currency, plan: mapping.currency.trim(), rates: &mapping.rates }
    }

    /// A row's ARR in the plan's currency.
    pub(super) fn read(&mut self, row: &Row, tally: &mut Tally) -> Cell<f64> {
        let number = match self.number.read(row, tally) {
            Cell::Is(number) => number,
            Cell::Missing => return Cell::Missing,
            Cell::Refused => return Cell::Refused,
        };
        let named = self.currency.and_then(|c| text(row, c, tally));
        let written = number.currency.as_ref().map(<[u8; 3]>::as_slice);
        let conflict = matches!((named, written), (Some(a), Some(b)) if !a.eq_ignore_ascii_case(b));
        if conflict {
            tally.catch(Rule::TwoCurrencies, self.number.column(), row.line());
            return Cell::Refused;
        }
        match self.rate(named.or(written)) {
            Some(rate) if (number.value * self.per_year * rate).abs() > LARGEST => {
                tally.catch(Rule::AmountOutOfRange, self.number.column(), row.line());
                Cell::Refused
            }
            Some(rate) => Cell::Is(number.value * self.per_year * rate),
            None => {
                tally.catch(Rule::NoRate, self.currency.unwrap_or(self.number.column()), row.line());
                Cell::Refused
            }
        }
    }

    /// What one unit of a currency is worth; amounts without one are in the plan's.
    fn rate(&self, currency: Option<&[u8]>) -> Option<f64> {
        let Some(currency) = currency else { return Some(1.0) };
        let is = |code: &str| code.trim().as_bytes().eq_ignore_ascii_case(currency);
        let rate = self.rates.iter().find(|(code, _)| is(code)).map(|(_, rate)| *rate);
        // a mapping that names no currency takes every amount as it stands
        rate.or((self.plan.is_empty() || is(self.plan)).then_some(1.0))
    }

    /// The column's place.
    pub(super) fn column(&self) -> usize {
        self.number.column()
    }

    /// Says what all values together tell.
    pub(super) fn finish(&self, tally: &mut Tally) {
        self.number.finish(tally);
        let known: Vec<&str> =
            std::iter::once(self.plan).chain(self.rates.iter().map(|(code, _)| code.as_str())).collect();
        let detail = format!("There are rates for {}", known.join(", "));
        tally.explain(Rule::NoRate, self.currency.unwrap_or(self.number.column()), &detail);
    }
}

/// Counts an amount of 0 or below.
pub(super) fn count_sign(arr: f64, column: usize, row: &Row, tally: &mut Tally) {
    if arr < 0.0 {
        tally.catch(Rule::NegativeAmount, column, row.line());
    } else if arr == 0.0 {
        tally.catch(Rule::ZeroAmount, column, row.line());
    }
}
