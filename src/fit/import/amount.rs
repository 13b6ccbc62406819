//! Amounts: to ARR in the plan's currency.

use super::cells::{Cell, NumberColumn, text};
use super::rule::Rule;
use super::sheet::{Row, Sheet};
use super::tally::Tally;
use crate::fit::mapping::{self, File, Mapping};
use std::collections::BTreeMap;

/// ARR of one row beyond a million millions is a slip, in any currency that the rates bring to the plan's.
const LARGEST: f64 = 1e12;

/// Currencies (ISO 4217) that are named where they have no rate. Other texts in their place could be anything, such as
/// a person's initials, and are not shown.
const NAMED: [&str; 40] = [
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD",
    "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "MYR", "NGN", "NOK", "NZD", "PHP", "PLN", "RON", "SAR",
    "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "ZAR",
];

/// The column of an amount.
pub(super) struct Amounts<'m> {
    number: NumberColumn,
    per_year: f64,
    currency: Option<usize>,
    plan: &'m str,
    rates: &'m [(String, f64)],
    /// Rows by currency without a rate, as far as it may be named.
    without_rate: BTreeMap<&'static str, u64>,
}

impl<'m> Amounts<'m> {
    /// The amounts of an export.
    pub(super) fn new(column: &mapping::AmountColumn, file: &File, mapping: &'m Mapping, sheet: &mut Sheet) -> Self {
        let number = NumberColumn::new(sheet.column(&column.column), file.numbers);
        let currency = sheet.optional(column.currency.as_ref());
        let (plan, rates, without_rate) = (mapping.currency.trim(), &mapping.rates[..], BTreeMap::new());
        Self { number, per_year: column.per_year, currency, plan, rates, without_rate }
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
                self.note_without_rate(named.or(written));
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

    /// Counts a currency that has no rate.
    fn note_without_rate(&mut self, currency: Option<&[u8]>) {
        let is = |code: &&&str| currency.is_some_and(|c| c.eq_ignore_ascii_case(code.as_bytes()));
        if let Some(code) = NAMED.iter().find(is) {
            *self.without_rate.entry(code).or_default() += 1;
        }
    }

    /// The column's place.
    pub(super) fn column(&self) -> usize {
        self.number.column()
    }

    /// Says what all values together tell.
    pub(super) fn finish(&self, tally: &mut Tally) {
        self.number.finish(tally);
        let rates: Vec<&str> = self.rates.iter().map(|(code, _)| code.as_str()).collect();
        let rates = if rates.is_empty() { "no rates".to_string() } else { format!("rates for {}", rates.join(", ")) };
        let plan = format!("The plan is in {}, and there are {rates}", self.plan);
        let on = |n: u64| if n == 1 { "1 row".to_string() } else { format!("{n} rows") };
        let others: Vec<String> = self.without_rate.iter().map(|(code, n)| format!("{code} on {}", on(*n))).collect();
        let detail = match (self.without_rate.keys().next(), others.len()) {
            (None, _) => plan,
            (Some(code), 1) => format!(
                "It is {}: currency = \"{code}\" or rates = {{ {code} = ... }}, what 1 {code} is worth in {}. {plan}",
                others[0], self.plan
            ),
            (Some(_), _) => format!("They are {}. {plan}", others.join(", ")),
        };
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
