//! How dates are written, by whole columns.

/// What the dates of a file show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// There are none.
    None,
    /// Year first.
    YearFirst,
    /// Month first: a second part is beyond 12, no first part is.
    MonthFirst,
    /// Day first: a first part is beyond 12, no second part is.
    DayFirst,
    /// Month or day first: no part is beyond 12.
    Ambiguous,
    /// Some in one order, some in another.
    Mixed,
    /// In a form that cannot be read, such as years of two digits.
    Unreadable,
}

/// What these values show together.
pub fn shown<'a>(values: impl Iterator<Item = &'a str>) -> Dates {
    let (mut year_first, mut first_beyond, mut second_beyond, mut other, mut unreadable) = (0, 0, 0, 0, 0);
    for value in values {
        match parts(value) {
            Some([year, ..]) if year > 31 => year_first += 1,
            Some([first, second, year]) if year > 31 => {
                first_beyond += u32::from(first > 12);
                second_beyond += u32::from(second > 12);
                other += 1;
            }
            _ => unreadable += 1,
        }
    }
    match (year_first, other) {
        // a few values that are no dates, such as "N/A", do not matter here
        (0, 0) if unreadable == 0 => Dates::None,
        (years, others) if unreadable > years + others => Dates::Unreadable,
        (_, 0) => Dates::YearFirst,
        (0, _) => match (first_beyond, second_beyond) {
            (0, 0) => Dates::Ambiguous,
            (0, _) => Dates::MonthFirst,
            (_, 0) => Dates::DayFirst,
            _ => Dates::Mixed,
        },
        _ => Dates::Mixed,
    }
}

/// Whether most of these values are dates; `None` where there are none.
pub fn are_dates<'a>(values: impl Iterator<Item = &'a str>) -> Option<bool> {
    let (mut dates, mut all) = (0, 0);
    for value in values.filter(|value| !value.is_empty()) {
        dates += u32::from(is_date(value));
        all += 1;
    }
    (all > 0).then_some(2 * dates > all)
}

/// Whether a value is a date of three numbers.
pub fn is_date(value: &str) -> bool {
    parts(value).is_some()
}

/// The three numbers of a date; a time after it is passed over.
fn parts(value: &str) -> Option<[u32; 3]> {
    let date = value.split([' ', 'T']).next()?;
    let mut parts = date.split(['-', '/', '.']);
    let mut next = || parts.next().and_then(|part| part.parse::<u32>().ok());
    let found = [next()?, next()?, next()?];
    parts.next().is_none().then_some(found)
}
