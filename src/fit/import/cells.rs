//! The cells of a row: dates, numbers, words and keys, each column with what its values have in common.

use super::date::{self, DateMistake, Orders};
use super::number;
use super::rule::Rule;
use super::sheet::Row;
use super::tally::Tally;
use crate::fit::day::Day;
use crate::fit::mapping::{DateFormat, NumberFormat};
use crate::fit::record::Key;
use std::collections::BTreeMap;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<T> {
    /// Nothing, or a text that means nothing.
    Missing,
    /// What a rule refuses.
    Refused,
    /// A value.
    Is(T),
}

impl<T> Cell<T> {
    /// The value, where there is one.
    pub(super) fn value(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Missing | Self::Refused => None,
        }
    }
}

/// The text of a cell; texts that mean nothing are counted and told as missing.
pub(super) fn text<'r>(row: &'r Row, column: usize, tally: &mut Tally) -> Option<&'r [u8]> {
    let cell = row.cell(column)?;
    if row.means_nothing(cell) {
        tally.catch(Rule::MissingText, column, row.line());
        return None;
    }
    Some(cell)
}

/// The hash of an id or name: the same for the same trimmed text in all exports and on every machine, never 0. FNV-1a
/// of 64 bits (Fowler, Noll and Vo 1991) with its bits mixed at the end (the finaliser of MurmurHash3, Appleby 2011),
/// since resampled groups are taken by its remainder. The standard library's hash may change with its version, and
/// resampling hangs on it. Of 10 million ids some two have the same key once in 300,000 exports.
pub(super) fn key(text: &[u8]) -> Key {
    let fnv = text
        .iter()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3));
    let mixed = (fnv ^ (fnv >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    (mixed ^ (mixed >> 33)).max(1)
}

/// The key of a cell.
pub(super) fn key_in(row: &Row, column: usize, tally: &mut Tally) -> Option<Key> {
    text(row, column, tally).map(key)
}

/// A column of dates.
#[derive(Debug)]
pub(super) struct DateColumn {
    column: usize,
    format: DateFormat,
    orders: Orders,
}

impl DateColumn {
    /// A column of dates of the format.
    pub(super) fn new(column: usize, format: DateFormat) -> Self {
        Self { column, format, orders: Orders::default() }
    }

    /// The date of a row.
    pub(super) fn read(&mut self, row: &Row, tally: &mut Tally) -> Cell<Day> {
        let Some(cell) = text(row, self.column, tally) else { return Cell::Missing };
        let day = date::read(cell, self.format);
        self.orders.add(cell, self.format, day);
        let rule = match day {
            Ok(day) => return Cell::Is(day),
            Err(DateMistake::Unreadable) => Rule::UnreadableDate,
            Err(DateMistake::Impossible) => Rule::ImpossibleDate,
            Err(DateMistake::OutOfRange) => Rule::DateOutOfRange,
        };
        tally.catch(rule, self.column, row.line());
        Cell::Refused
    }

    /// The date of a row that must have one.
    pub(super) fn needed(&mut self, row: &Row, tally: &mut Tally) -> Option<Day> {
        let cell = self.read(row, tally);
        if cell == Cell::Missing {
            tally.catch(Rule::MissingValue, self.column, row.line());
        }
        cell.value()
    }

    /// The column's place.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// Says what all values together tell of their order.
    pub(super) fn finish(&self, tally: &mut Tally) {
        let (format, orders) = (self.format, &self.orders);
        let expected = format!("Expected: {}, years with four digits", date::written(format));
        let failed = orders.values - orders.by(format);
        let (best, read) = orders.best();
        let others = orders.others(format);
        let other = match others[..] {
            [one, ref more @ ..] => {
                let as_well = more.iter().map(|f| format!(" as well as {}", date::written(*f))).collect::<String>();
                let all = if orders.values == 1 { "it".to_string() } else { format!("all {} values", orders.values) };
                format!("; {all} can be read as {}{as_well}", date::written(one))
            }
            [] if read > orders.by(format) => {
                format!("; {read} of {} values can be read as {}", orders.values, date::written(best))
            }
            [] => String::new(),
        };
        tally.explain(Rule::UnreadableDate, self.column, &format!("{expected}{other}"));
        tally.explain(Rule::ImpossibleDate, self.column, &format!("{expected}{other}"));
        if failed > 0 || orders.values == 0 {
            return;
        }
        match others.first() {
            Some(other) => {
                let (this, other) = (date::written(format), date::written(*other));
                let detail = format!("They are read as {this}; {other} would read them all too");
                tally.warn(Rule::AmbiguousDates, self.column, orders.values, detail);
            }
            None => tally.settle_dates(),
        }
    }
}

/// A column of numbers.
#[derive(Debug)]
pub(super) struct NumberColumn {
    column: usize,
    format: NumberFormat,
    decimals: u64,
    three_decimals: u64,
    failed: u64,
    failed_read_by_other: u64,
}

impl NumberColumn {
    /// A column of numbers of the format.
    pub(super) fn new(column: usize, format: NumberFormat) -> Self {
        Self { column, format, decimals: 0, three_decimals: 0, failed: 0, failed_read_by_other: 0 }
    }

    /// The number of a row.
    pub(super) fn read(&mut self, row: &Row, tally: &mut Tally) -> Cell<number::Number> {
        let Some(cell) = text(row, self.column, tally) else { return Cell::Missing };
        if let Some(number) = number::read(cell, self.format) {
            self.decimals += u64::from(number.decimals);
            self.three_decimals += u64::from(number.three_decimals);
            return Cell::Is(number);
        }
        self.failed += 1;
        self.failed_read_by_other += u64::from(number::read(cell, number::other(self.format)).is_some());
        tally.catch(Rule::UnreadableNumber, self.column, row.line());
        Cell::Refused
    }

    /// The column's place.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// Says what all values together tell of their format.
    pub(super) fn finish(&self, tally: &mut Tally) {
        let mut detail = format!("Expected: {}; no percentages", number::written(self.format));
        if self.failed_read_by_other > 0 {
            let other = number::written(number::other(self.format));
            let (n, of) = (self.failed_read_by_other, self.failed);
            detail += &format!("; {n} of the {of} can be read as {other}");
        }
        tally.explain(Rule::UnreadableNumber, self.column, &detail);
        if self.failed == 0 && self.decimals > 0 && self.decimals == self.three_decimals {
            let detail = format!("They are read as {}", number::written(self.format));
            tally.warn(Rule::AmbiguousNumbers, self.column, self.decimals, detail);
        }
    }
}

/// Rows on which an unknown value must stand to be named: a value of fewer could be about a single record.
const ROWS_TO_BE_NAMED: u64 = 5;

/// Unknown values that are named at most; a column with more is likely to be another one than was meant.
const VALUES_NAMED: usize = 10;

/// Unknown values that are told apart at most.
const VALUES_COUNTED: usize = 10_000;

/// A column of words that the mapping gives a meaning to.
#[derive(Debug)]
pub(super) struct Words<T> {
    column: usize,
    known: Vec<(Vec<u8>, T)>,
    unknown: BTreeMap<Vec<u8>, u64>,
}

impl<T: Copy> Words<T> {
    /// A column with its known words.
    pub(super) fn new<'w>(column: usize, known: impl IntoIterator<Item = (&'w str, T)>) -> Self {
        let known = known.into_iter().map(|(word, meaning)| (word.trim().as_bytes().to_vec(), meaning)).collect();
        Self { column, known, unknown: BTreeMap::new() }
    }

    /// What a word means.
    pub(super) fn meaning(&self, word: &[u8]) -> Option<T> {
        self.known.iter().find(|(known, _)| known == word).map(|(_, meaning)| *meaning)
    }

    /// Counts a word that `rule` catches.
    pub(super) fn note_unknown(&mut self, word: &[u8], rule: Rule, row: &Row, tally: &mut Tally) {
        tally.catch(rule, self.column, row.line());
        let room = self.unknown.len() < VALUES_COUNTED;
        if let Some(count) = self.unknown.get_mut(word) {
            *count += 1;
        } else if room {
            self.unknown.insert(word.to_vec(), 1);
        }
    }

    /// What a row's word means, where it must mean something.
    pub(super) fn needed(&mut self, row: &Row, tally: &mut Tally) -> Option<T> {
        // a word of the mapping goes before a text that means nothing: "-" may be a stage
        let cell = row.cell(self.column);
        if let Some(meaning) = cell.and_then(|c| self.meaning(c)) {
            return Some(meaning);
        }
        match text(row, self.column, tally) {
            Some(word) => self.note_unknown(word, Rule::UnknownWord, row, tally),
            None => tally.catch(Rule::MissingValue, self.column, row.line()),
        }
        None
    }

    /// The column's place.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// Says on how many rows an unknown word is a known one but for capitals and spaces.
    fn other_letters(&self) -> String {
        let alike = |word: &[u8]| -> String {
            String::from_utf8_lossy(word).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let known: Vec<String> = self.known.iter().map(|(word, _)| alike(word)).collect();
        let rows: u64 = self.unknown.iter().filter(|(word, _)| known.contains(&alike(word))).map(|(_, n)| n).sum();
        let rows = match rows {
            0 => return String::new(),
            1 => "1 row has".to_string(),
            n => format!("{n} rows have"),
        };
        format!("; {rows} a known value but for capitals, spaces or signs")
    }

    /// Says which values `rule` caught, where they stand on so many rows that they are about no single record.
    pub(super) fn finish(&self, rule: Rule, tally: &mut Tally) {
        let frequent = self.unknown.iter().filter(|(_, n)| **n >= ROWS_TO_BE_NAMED);
        let mut frequent: Vec<(u64, String)> =
            frequent.map(|(word, n)| (*n, String::from_utf8_lossy(word).into_owned())).collect();
        frequent.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let different = self.unknown.len();
        let detail = if different > 0 && frequent.len() <= VALUES_NAMED {
            let named: Vec<String> = frequent.iter().map(|(n, word)| format!("\"{word}\" on {n} rows")).collect();
            let rare = different - named.len();
            let rare = format!("{rare} different on fewer than {ROWS_TO_BE_NAMED} rows each");
            let parts = named.into_iter().chain((different > frequent.len()).then_some(rare));
            format!("Values: {}", parts.collect::<Vec<_>>().join(", "))
        } else {
            format!("{different} different values: is it the right column?")
        };
        let mut known: Vec<_> = Vec::new();
        for (word, _) in &self.known {
            let word = String::from_utf8_lossy(word);
            if !known.contains(&word) {
                known.push(word);
            }
        }
        let known = if known.is_empty() { String::new() } else { format!(". Known: {}", known.join(", ")) };
        tally.explain(rule, self.column, &format!("{detail}{}{known}", self.other_letters()));
    }
}

/// Removes records whose id stood before, and counts them; `ids` has the id, line and place of every record with an id.
pub(super) fn duplicates(mut ids: Vec<(Key, u32, u32)>, column: usize, tally: &mut Tally) -> Vec<u32> {
    // rows come in order, so that among equal ids the earliest place is the first
    ids.sort_unstable_by_key(|(key, _, place)| (*key, *place));
    let copies = ids.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| (pair[1].2, pair[1].1));
    let mut copies: Vec<(u32, u32)> = copies.collect();
    copies.sort_unstable();
    for (_, line) in &copies {
        tally.catch(Rule::DuplicateId, column, u64::from(*line));
    }
    copies.into_iter().map(|(place, _)| place).collect()
}

/// Takes the records at `places` (rising) out.
pub(super) fn remove<T>(records: &mut Vec<T>, places: &[u32]) {
    if places.is_empty() {
        return;
    }
    let mut place = 0_u32;
    records.retain(|_| {
        let keep = places.binary_search(&place).is_err();
        place += 1;
        keep
    });
}

#[cfg(test)]
mod tests {
    use super::key;

    /// A change here changes which records are resampled together, and with them standard errors: it is value-breaking.
    #[test]
    fn keys_are_pinned() {
        assert_eq!(
            [key(b""), key(b"a"), key(b"ACC-00394")],
            [17280346270528514342, 9413272369427828315, 11453148015474628557]
        );
    }
}
