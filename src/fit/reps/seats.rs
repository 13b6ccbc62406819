//! Who was in seat when, as known on the as-of date.

use crate::fit::day::{DAYS_A_MONTH, Day};
use crate::fit::history::Setting;
use crate::fit::recency;
use crate::fit::record::{Key, Rep, SegmentIndex, Span};

/// One spell of a person in seat; who comes back has several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seat {
    /// Who.
    pub key: Key,
    /// First day.
    pub start: Day,
    /// Last day, where it is known on the as-of date.
    pub end: Option<Day>,
    /// Quota a year.
    pub quota: Option<f64>,
    /// Segment.
    pub segment: SegmentIndex,
}

impl Seat {
    /// Last day that counts: the end, or the as-of date.
    pub fn until(&self, as_of: Day) -> Day {
        self.end.unwrap_or(as_of)
    }
}

/// The dated spells that have begun by the as-of date, in the order of key and start: row order does not matter. A last
/// day after the as-of date is not known yet; a spell that ends before it starts is left out, as the import does.
pub fn seats(rows: &[Rep], as_of: Day) -> Vec<Seat> {
    let mut seats: Vec<Seat> = rows.iter().filter_map(|rep| seat(rep, as_of)).collect();
    let quota = |seat: &Seat| seat.quota.map_or(0, f64::to_bits);
    seats.sort_by_key(|s| (s.key, s.start, s.end, s.segment, quota(s)));
    seats
}

fn seat(rep: &Rep, as_of: Day) -> Option<Seat> {
    let Span::Dated { start, end } = rep.span else { return None };
    let end = end.filter(|&day| day <= as_of);
    let begun = start <= as_of && end.is_none_or(|day| day >= start);
    let quota = rep.quota_annual.get().filter(|&money| money > 0.0);
    begun.then_some(Seat { key: rep.key, start, end, quota, segment: rep.segment })
}

/// Those of a segment.
pub fn of_segment(seats: &[Seat], segment: usize) -> Vec<Seat> {
    seats.iter().filter(|seat| usize::from(seat.segment) == segment).copied().collect()
}

/// Weight of what happened on a day: 1, or halved with every half-life that it is old on the as-of date.
pub fn weight(setting: &Setting, day: Day) -> f64 {
    let age_months = f64::from(setting.as_of.since(day)) / DAYS_A_MONTH;
    recency::weight(setting.half_life_months, age_months)
}

/// Path of a key of a segment's capacity.
pub fn path(setting: &Setting, segment: usize, key: &str) -> String {
    let name = setting.segments.get(segment).map_or("", String::as_str);
    format!("segments.{name}.capacity.{key}")
}
