//! Days and calendar quarters of records.

use crate::calendar::YearMonth;
use jiff::civil::Date;
use std::fmt;

/// Days in a month on average, 365.25 / 12: the unit of every duration that is told in months.
pub const DAYS_A_MONTH: f64 = 365.25 / 12.0;

/// Days in a year on average.
pub const DAYS_A_YEAR: f64 = 365.25;

/// A calendar day, as the number of days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The day of a date.
    pub fn of(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        Self((date - epoch).get_days())
    }

    /// The day `day` (1..) of `month` (1..=12) of `year` (1..=9999); `None` where the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        Date::new(year, month, day).ok().map(Self::of)
    }

    /// Its date; the calendar's last one for days beyond the year 9999.
    pub fn date(self) -> Date {
        let days = jiff::Span::new().try_days(self.0);
        days.and_then(|days| Date::constant(1970, 1, 1).checked_add(days)).unwrap_or(Date::MAX)
    }

    /// Days from `earlier` to `self`.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// The day `days` later (earlier where negative).
    pub fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// Its calendar month.
    pub fn month(self) -> Option<YearMonth> {
        let date = self.date();
        YearMonth::new(date.year().into(), date.month().unsigned_abs().into())
    }

    /// The first day of a calendar month.
    pub fn first_of(month: YearMonth) -> Self {
        let year = i16::try_from(month.year()).unwrap_or(9999);
        Self::of(Date::new(year, month.month() as i8, 1).unwrap_or(Date::MAX))
    }

    /// The calendar quarter that it lies in.
    pub fn quarter(self) -> Quarter {
        let date = self.date();
        Quarter(i32::from(date.year()) * 4 + (i32::from(date.month()) - 1) / 3)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

/// A calendar quarter, as the number of quarters since year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter(pub i32);

impl Quarter {
    /// Its first day.
    pub fn first_day(self) -> Day {
        let (year, quarter) = (self.0.div_euclid(4), self.0.rem_euclid(4));
        let year = i16::try_from(year).unwrap_or(9999);
        Day::of(Date::new(year, (quarter * 3 + 1) as i8, 1).unwrap_or(Date::MAX))
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Q{}", self.0.div_euclid(4), self.0.rem_euclid(4) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_knows_its_date_month_and_quarter() {
        let day = Day::new(2024, 2, 29).unwrap();
        assert_eq!((day.to_string().as_str(), day.quarter().to_string().as_str()), ("2024-02-29", "2024 Q1"));
        assert_eq!(day.plus(1).since(day), 1);
        assert_eq!(day.month(), YearMonth::new(2024, 2));
        assert_eq!(Day::first_of(YearMonth::new(2024, 2).unwrap()), day.plus(-28));
        assert_eq!(day.quarter().first_day(), Day::new(2024, 1, 1).unwrap());
        assert_eq!(Day::new(2023, 2, 29), None);
        assert_eq!(Day::new(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day(i32::MAX).date(), Date::MAX);
    }
}
