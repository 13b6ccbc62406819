//! Months, fiscal quarters, plan years and schedules.
//!
//! A plan starts with calendar month `start` (month t = 1) and lasts `months` months. Month t spans the
//! time t-1..t, counted in months from the plan's start; the opening state is time 0.

use std::collections::BTreeMap;
use std::fmt;

/// A calendar month such as 2027-01, in years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    months_since_year_zero: i32,
}

impl YearMonth {
    /// The month `month` (1..=12) of `year` (1..=9999); `None` outside.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        let valid = (1..=9999).contains(&year) && (1..=12).contains(&month);
        valid.then(|| Self { months_since_year_zero: year * 12 + month as i32 - 1 })
    }

    /// Reads "2027-01"; `None` where the text is no such month.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.months_since_year_zero.div_euclid(12)
    }

    /// The month's number in its year, 1..=12.
    pub fn month(self) -> u32 {
        self.months_since_year_zero.rem_euclid(12) as u32 + 1
    }

    /// The month `months` later (earlier where negative).
    pub fn plus(self, months: i32) -> Self {
        Self { months_since_year_zero: self.months_since_year_zero + months }
    }

    /// Months from `earlier` to `self`.
    pub fn since(self, earlier: Self) -> i32 {
        self.months_since_year_zero - earlier.months_since_year_zero
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// The plan's months: which calendar month, fiscal quarter and plan year each month t = 1.. belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// The calendar month of t = 1.
    pub start: YearMonth,
    /// T, the number of months, 1..=60.
    pub months: usize,
    /// The month number (1..=12) with which a fiscal year begins.
    pub fiscal_year_start: u32,
}

impl Calendar {
    /// The calendar month of month `t` (1-based).
    pub fn month(&self, t: usize) -> YearMonth {
        self.start.plus(t as i32 - 1)
    }

    /// The t of a calendar month: 1..=months inside the plan, below 1 before it, above `months` after it.
    pub fn t_of(&self, month: YearMonth) -> i32 {
        month.since(self.start) + 1
    }

    /// The t of a calendar month inside the plan, else `None`.
    pub fn t_inside(&self, month: YearMonth) -> Option<usize> {
        let t = self.t_of(month);
        (t >= 1 && t <= self.months as i32).then_some(t as usize)
    }

    /// Whether month `t` is the first of a fiscal quarter.
    pub fn starts_quarter(&self, t: usize) -> bool {
        (self.month(t).month() as i32 - self.fiscal_year_start as i32).rem_euclid(3) == 0
    }

    /// The plan's fiscal quarter of month `t`, counted from 1; one that the plan's ends cut off counts as one.
    pub fn quarter(&self, t: usize) -> usize {
        1 + (2..=t).filter(|&m| self.starts_quarter(m)).count()
    }

    /// The plan year of month `t`: ceil(t / 12).
    pub fn plan_year(&self, t: usize) -> usize {
        t.div_ceil(12)
    }

    /// First and last month t of each fiscal quarter of the plan.
    pub fn quarters(&self) -> Vec<(usize, usize)> {
        self.periods(|t| self.quarter(t))
    }

    /// First and last month t of each plan year.
    pub fn years(&self) -> Vec<(usize, usize)> {
        self.periods(|t| self.plan_year(t))
    }

    fn periods(&self, period: impl Fn(usize) -> usize) -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = Vec::new();
        for t in 1..=self.months {
            match out.get_mut(period(t) - 1) {
                Some(last) => last.1 = t,
                None => out.push((t, t)),
            }
        }
        out
    }

    /// Labels of all months: "2027-01".
    pub fn month_labels(&self) -> Vec<String> {
        (1..=self.months).map(|t| self.month(t).to_string()).collect()
    }

    /// Labels of the fiscal quarters: "FY27 Q1"; a fiscal year has the name of the calendar year in which it ends.
    pub fn quarter_labels(&self) -> Vec<String> {
        self.quarters().iter().map(|&(first, _)| self.quarter_label(first)).collect()
    }

    fn quarter_label(&self, t: usize) -> String {
        let month = self.month(t);
        let into_year = (month.month() as i32 - self.fiscal_year_start as i32).rem_euclid(12);
        let year_end = month.plus(11 - into_year);
        format!("FY{:02} Q{}", year_end.year() % 100, into_year / 3 + 1)
    }

    /// Labels of the plan years: "Y1".
    pub fn year_labels(&self) -> Vec<String> {
        (1..=self.years().len()).map(|y| format!("Y{y}")).collect()
    }
}

/// A number for each month: each value holds from its month on; before the first listed month it is the first value.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Month t (any, also before or after the plan) to value; never empty.
    pub from: BTreeMap<i32, f64>,
}

impl Schedule {
    /// The value in month `t`.
    pub fn at(&self, t: i32) -> f64 {
        let held = self.from.range(..=t).next_back();
        held.or_else(|| self.from.iter().next()).map_or(0.0, |(_, &value)| value)
    }
}

/// Whole counts for single months t, in the plan or after it; other months have 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct CountSchedule {
    /// Month t to count.
    pub counts: BTreeMap<usize, u64>,
}

impl CountSchedule {
    /// The count of month `t`.
    pub fn at(&self, t: usize) -> u64 {
        self.counts.get(&t).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(start: &str, months: usize, fiscal_year_start: u32) -> Calendar {
        let start = YearMonth::parse(start).unwrap();
        Calendar { start, months, fiscal_year_start }
    }

    #[test]
    fn months_are_read_strictly() {
        assert_eq!(YearMonth::parse("2027-01").unwrap().to_string(), "2027-01");
        for text in ["2027-13", "2027-00", "2027-1", "27-01", "2027/01", "", "2027-01-01", "+027-01", "0000-01"] {
            assert_eq!(YearMonth::parse(text), None, "{text}");
        }
    }

    #[test]
    fn quarters_cut_off_by_the_plan_count_as_quarters() {
        let c = calendar("2027-02", 12, 1);
        assert_eq!(c.quarters(), [(1, 2), (3, 5), (6, 8), (9, 11), (12, 12)]);
        assert_eq!(c.quarter_labels(), ["FY27 Q1", "FY27 Q2", "FY27 Q3", "FY27 Q4", "FY28 Q1"]);
    }

    #[test]
    fn a_fiscal_year_is_named_after_the_year_it_ends_in() {
        let c = calendar("2027-02", 3, 2);
        assert_eq!(c.quarter_labels(), ["FY28 Q1"]);
    }

    #[test]
    fn plan_years_are_twelve_months() {
        assert_eq!(calendar("2027-05", 14, 1).years(), [(1, 12), (13, 14)]);
    }

    #[test]
    fn schedules_hold_on_and_reach_back() {
        let s = Schedule { from: BTreeMap::from([(3, 5.0), (7, 8.0)]) };
        assert_eq!([s.at(-4), s.at(3), s.at(6), s.at(7), s.at(99)], [5.0, 5.0, 5.0, 8.0, 8.0]);
    }
}
