//! Dates as exports write them.

use crate::fit::day::Day;
use crate::fit::mapping::DateFormat;

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateMistake {
    /// It is not written as the format says.
    Unreadable,
    /// The calendar has no such day.
    Impossible,
    /// Before 1990 or after 2100.
    OutOfRange,
}

/// Years that a record can lie in; others are taken for slips.
pub const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;

/// Reads a date of the format; a time of day behind it is passed over.
pub(super) fn read(text: &[u8], format: DateFormat) -> Result<Day, DateMistake> {
    let ([a, b, c], rest) = parts(text).ok_or(DateMistake::Unreadable)?;
    let (year, month, day) = match format {
        DateFormat::YearMonthDay => (a, b, c),
        DateFormat::MonthDayYear => (c, a, b),
        DateFormat::DayMonthYear => (c, b, a),
    };
    let written = year.digits == 4 && month.digits <= 2 && day.digits <= 2 && is_time(rest);
    if !written {
        return Err(DateMistake::Unreadable);
    }
    let date = Day::new(year.value, month.value as i8, day.value as i8).ok_or(DateMistake::Impossible)?;
    if YEARS.contains(&year.value) { Ok(date) } else { Err(DateMistake::OutOfRange) }
}

/// A run of digits.
#[derive(Clone, Copy)]
struct Digits {
    value: i16,
    digits: usize,
}

/// The three numbers of a date and what stands behind them; eight digits in one run are year, month and day.
fn parts(text: &[u8]) -> Option<([Digits; 3], &[u8])> {
    let (first, rest) = run(text)?;
    if first.digits == 8 {
        let (year, month_day) = text.split_at(4);
        let (month, day) = month_day.split_at(2);
        return Some(([run(year)?.0, run(month)?.0, run(&day[..2])?.0], rest));
    }
    let (&mark, rest) = rest.split_first()?;
    let (second, rest) = run(rest)?;
    let (&same, rest) = rest.split_first()?;
    let (third, rest) = run(rest)?;
    let marked = matches!(mark, b'-' | b'/' | b'.') && same == mark;
    marked.then_some(([first, second, third], rest))
}

/// The digits that a text begins with; none where there are no digits. Values of more than four are not told.
fn run(text: &[u8]) -> Option<(Digits, &[u8])> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 {
        return None;
    }
    let value = text[..digits.min(4)].iter().fold(0, |v: i16, b| v * 10 + i16::from(b - b'0'));
    Some((Digits { value, digits }, &text[digits..]))
}

/// Whether what stands behind a date is nothing or a time of day.
fn is_time(rest: &[u8]) -> bool {
    let Some((&first, rest)) = rest.split_first() else { return true };
    let time = rest.trim_ascii_start();
    let begins = matches!(first, b' ' | b'T' | b't' | b',');
    let digits = time.iter().take_while(|b| b.is_ascii_digit()).count();
    let colon = time.get(digits) == Some(&b':') && digits <= 2;
    let basic = digits == 4 || digits == 6;
    begins && (digits > 0) && (colon || basic)
}

/// How the format is written in a mapping, with an example.
pub(super) fn written(format: DateFormat) -> &'static str {
    match format {
        DateFormat::YearMonthDay => "year-month-day (2026-10-31)",
        DateFormat::MonthDayYear => "month/day/year (10/31/2026)",
        DateFormat::DayMonthYear => "day/month/year (31/10/2026)",
    }
}

/// All formats.
pub(super) const FORMATS: [DateFormat; 3] =
    [DateFormat::YearMonthDay, DateFormat::MonthDayYear, DateFormat::DayMonthYear];

/// How many values of a column each format reads.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Orders {
    /// Values that are not missing.
    pub(super) values: u64,
    /// Of them read by each of [`FORMATS`].
    pub(super) read: [u64; 3],
}

impl Orders {
    /// Counts a value; `mapped` is what the mapping's format reads it as.
    pub(super) fn add(&mut self, text: &[u8], format: DateFormat, mapped: Result<Day, DateMistake>) {
        self.values += 1;
        // a four-digit year tells the order where it stands first, so that most exports need no second reading
        if mapped.is_ok() && format == DateFormat::YearMonthDay {
            self.read[0] += 1;
            return;
        }
        for (count, &format) in self.read.iter_mut().zip(&FORMATS) {
            *count += u64::from(read(text, format).is_ok());
        }
    }

    /// The other formats that read all values.
    pub(super) fn others(&self, format: DateFormat) -> Vec<DateFormat> {
        let all = self.read.iter().zip(FORMATS).filter(|(n, f)| **n == self.values && *f != format);
        all.map(|(_, f)| f).collect()
    }

    /// The format that reads most values, and how many.
    pub(super) fn best(&self) -> (DateFormat, u64) {
        let rated = FORMATS.into_iter().zip(self.read);
        rated.max_by_key(|(_, n)| *n).unwrap_or((DateFormat::YearMonthDay, 0))
    }

    /// How many values a format reads.
    pub(super) fn by(&self, format: DateFormat) -> u64 {
        self.read.into_iter().zip(FORMATS).filter(|(_, f)| *f == format).map(|(n, _)| n).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::DateFormat::{DayMonthYear, MonthDayYear, YearMonthDay};
    use super::DateMistake::{Impossible, OutOfRange, Unreadable};
    use super::*;

    #[test]
    fn dates_are_read_in_the_order_of_the_mapping() {
        let day = Day::new(2025, 10, 31).unwrap();
        let year_first = [
            "2025-10-31",
            "2025/10/31",
            "2025.10.31",
            "20251031",
            "2025-10-31 00:00:00",
            "2025-10-31T00:00:00.000Z",
            "2025-10-31T23:59:59+02:00",
            "2025-10-31 7:05",
            "20251031T235959Z",
            "2025-10-31 15:45:36.499 UTC",
        ];
        for text in year_first {
            assert_eq!(read(text.as_bytes(), YearMonthDay), Ok(day), "{text}");
        }
        for text in ["10/31/2025", "10-31-2025", "10.31.2025", "10/31/2025 4:05 PM", "10/31/2025, 4:05 PM"] {
            assert_eq!(read(text.as_bytes(), MonthDayYear), Ok(day), "{text}");
        }
        for text in ["31/10/2025", "31-10-2025", "31.10.2025", "31.10.2025 16:05"] {
            assert_eq!(read(text.as_bytes(), DayMonthYear), Ok(day), "{text}");
        }
        assert_eq!(read(b"1/2/2025", MonthDayYear), Ok(Day::new(2025, 1, 2).unwrap()));
        assert_eq!(read(b"1/2/2025", DayMonthYear), Ok(Day::new(2025, 2, 1).unwrap()));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "soon",
            "2025",
            "2025-10",
            "25-10-31",
            "2025-10-31x",
            "2025-10-31 x",
            "2025-10/31",
            "45961",
            "1761868800",
            "2025-1031",
            "31 Oct 2025",
            "2025-10-310",
            "-2025-10-31",
            "2025-10-31 12",
        ] {
            assert_eq!(read(text.as_bytes(), YearMonthDay), Err(Unreadable), "{text}");
        }
        for text in ["2025-02-30", "2025-13-01", "2025-00-10", "2025-10-00", "2023-02-29", "20251301"] {
            assert_eq!(read(text.as_bytes(), YearMonthDay), Err(Impossible), "{text}");
        }
        assert_eq!(read(b"10/31/25", MonthDayYear), Err(Unreadable));
        assert_eq!(read(b"31/10/2025", MonthDayYear), Err(Impossible));
        for text in ["1989-12-31", "2101-01-01", "9999-12-31"] {
            assert_eq!(read(text.as_bytes(), YearMonthDay), Err(OutOfRange), "{text}");
        }
        assert!(read(b"1990-01-01", YearMonthDay).is_ok() && read(b"2100-12-31", YearMonthDay).is_ok());
    }

    #[test]
    fn the_other_order_is_found_by_reading_all_values() {
        let orders = |texts: &[&str]| {
            let mut orders = Orders::default();
            for text in texts {
                orders.add(text.as_bytes(), MonthDayYear, read(text.as_bytes(), MonthDayYear));
            }
            (orders.by(MonthDayYear), orders.others(MonthDayYear))
        };
        assert_eq!(orders(&["31/10/2025", "1/2/2025"]), (1, vec![DayMonthYear]));
        assert_eq!(orders(&["10/31/2025", "1/2/2025"]), (2, vec![]));
        assert_eq!(orders(&["3/4/2025", "1/2/2025"]), (2, vec![DayMonthYear]));
        assert_eq!(orders(&["10/31/2025", "31/10/2025"]), (1, vec![]));
    }
}
