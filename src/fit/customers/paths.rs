//! What a customer paid from day to day: from an export of changes, or from rows that overlap and follow each other.

use super::lives::{RENEWAL_GAP_DAYS, Row};
use crate::fit::day::Day;
use crate::fit::record::{Change, ChangeKind};

/// Days around the end of one of several rows of a customer in which a row that starts takes its place: renewals of one
/// product are booked without a gap, and a longer one would take every new purchase for a renewal.
const FOLLOWS_DAYS: i32 = 7;

/// Share of the most that a customer has paid below which it counts as gone, in exports of changes: roundings remain.
const NOTHING_LEFT: f64 = 0.01;

/// ARR over a stay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// ARR on its first day.
    pub opening: f64,
    /// What changed while it stayed, by day; the departure itself is not one of them.
    pub moves: Vec<Move>,
}

/// A change of ARR of a customer that stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// When.
    pub day: Day,
    /// By how much; below 0 for contraction.
    pub arr: f64,
}

/// The path by rows: one that is added expands, one of several that ends contracts, and one that takes another's place
/// makes the difference.
pub fn from_rows(rows: &[Row], end: Option<Day>) -> Path {
    let first = rows[0].start;
    let opening = rows.iter().filter(|r| r.start == first).map(|r| r.arr).sum();
    let starts: Vec<(Day, f64)> = rows.iter().filter(|r| r.start > first).map(|r| (r.start, r.arr)).collect();
    let mut ends: Vec<(Day, f64)> =
        rows.iter().filter_map(|r| r.end.map(|day| (day, r.arr))).filter(|e| end != Some(e.0)).collect();
    ends.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut moves = Vec::new();
    let mut next = 0;
    for &(day, arr) in &ends {
        let begun = rows.partition_point(|r| r.start <= day);
        let over = ends.partition_point(|e| e.0 <= day);
        let gap = if begun > over { FOLLOWS_DAYS } else { RENEWAL_GAP_DAYS };
        while starts.get(next).is_some_and(|s| s.0.since(day) < -FOLLOWS_DAYS) {
            moves.push(Move { day: starts[next].0, arr: starts[next].1 });
            next += 1;
        }
        match starts.get(next).filter(|s| s.0.since(day) <= gap) {
            Some(&(start, new)) => {
                moves.push(Move { day: start, arr: new - arr });
                next += 1;
            }
            None => moves.push(Move { day, arr: -arr }),
        }
    }
    moves.extend(starts[next..].iter().map(|&(day, arr)| Move { day, arr }));
    moves.retain(|m| m.arr != 0.0);
    moves.sort_by(|a, b| a.day.cmp(&b.day).then(a.arr.total_cmp(&b.arr)));
    Path { opening, moves }
}

/// The path by changes after `after` (the end of the stay before), and whether they hold the first purchase; without it
/// the rows' ARR (now, or at the end) is the anchor from which changes are taken back. `None` where there are no
/// changes.
pub fn from_changes(
    changes: &[&Change],
    rows: &[Row],
    after: Day,
    end: Option<Day>,
    as_of: Day,
) -> Option<(Path, bool)> {
    let own: Vec<&Change> =
        changes.iter().copied().filter(|c| c.day > after && end.is_none_or(|e| c.day <= e)).collect();
    let first = own.iter().position(|c| c.kind == ChangeKind::New);
    own.first()?;
    let leaves = |c: &Change| c.kind == ChangeKind::Churn && end.is_some_and(|e| e.since(c.day) <= RENEWAL_GAP_DAYS);
    let opening = match first {
        Some(first) => own[first].arr,
        None => {
            let now: f64 = rows.iter().filter(|r| r.end == end).map(|r| r.arr).sum();
            let will_leave = |c: &Change| c.kind == ChangeKind::Churn && c.day > as_of;
            let known: f64 = own.iter().filter(|c| !leaves(c) && !will_leave(c)).map(|c| c.arr).sum();
            (now - known).max(0.0)
        }
    };
    let rest = own.iter().enumerate().filter(|&(i, c)| Some(i) != first && c.day <= as_of && !leaves(c));
    let moves = rest.map(|(_, c)| Move { day: c.day.max(rows[0].start), arr: c.arr }).filter(|m| m.arr != 0.0);
    Some((Path { opening, moves: moves.collect() }, first.is_some()))
}

/// The day on which changes say that a customer left for good by the as-of date: the last one of the kind churn, with
/// no purchase after it and, where the first purchase is among them, nothing left.
pub fn left(changes: &[&Change], as_of: Day) -> Option<Day> {
    let known = &changes[..changes.partition_point(|c| c.day <= as_of)];
    let last = known.iter().rposition(|c| c.kind == ChangeKind::Churn)?;
    if known[last..].iter().any(|c| c.arr > 0.0) {
        return None;
    }
    let (mut balance, mut most) = (0.0, 0.0_f64);
    for change in known {
        balance += change.arr;
        most = most.max(balance);
    }
    let whole = known.iter().any(|c| c.kind == ChangeKind::New);
    (!whole || balance <= NOTHING_LEFT * most).then_some(known[last].day)
}
