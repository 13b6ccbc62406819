//! What each rep booked in each full calendar month in seat.
//!
//! A win counts on the day of the win, for whom the opportunity names as owner, in that rep's segment. Months that were
//! not wholly in seat, and wins in them, are left out.

use super::seats::Seat;
use crate::calendar::YearMonth;
use crate::fit::day::{DAYS_A_MONTH, Day};
use crate::fit::record::{Key, Opportunity, Outcome, SegmentIndex};

/// Share of won cycles that must have had time since the export's first opportunity before a month counts for
/// attainment.
const RIPE_SHARE: f64 = 0.9;

/// A rep's full calendar month in seat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepMonth {
    /// Segment of the rep.
    pub segment: SegmentIndex,
    /// Which month.
    pub month: YearMonth,
    /// Number of the spell in the seats' order.
    pub spell: usize,
    /// Number of the person: spells of one person share it.
    pub person: usize,
    /// Months since the start at mid-month.
    pub age: f64,
    /// New ARR won.
    pub booked: f64,
    /// Quota a year.
    pub quota: Option<f64>,
}

/// How the wins fall on the reps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Wins by the as-of date.
    pub wins: u64,
    /// Of them without an owner.
    pub no_owner: u64,
    /// Of them with an owner who is not in the reps' table.
    pub unknown_owner: u64,
    /// Of those with a known owner: won before their first day.
    pub before_hire: u64,
    /// Of those with a known owner: without an amount above 0.
    pub no_amount: u64,
    /// Of those with a known owner and an amount: outside their full months in seat.
    pub outside: u64,
    /// Opportunities, won or not, created before their known owner's first day.
    pub created_before_hire: u64,
    /// Opportunities with a known owner.
    pub owned: u64,
}

impl Tally {
    /// Wins whose owner is in the reps' table.
    pub fn known(&self) -> u64 {
        self.wins - self.no_owner - self.unknown_owner
    }
}

/// Bookings by rep and month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bookings {
    /// By segment, month and spell.
    pub months: Vec<RepMonth>,
    /// Number of persons.
    pub persons: usize,
    /// Where the wins went.
    pub tally: Tally,
    /// First month that counts for attainment; `None` without wins.
    pub ripe_from: Option<YearMonth>,
}

/// A win of a known owner.
struct Win {
    key: Key,
    day: Day,
    amount: f64,
}

/// Bookings of the seats (in the order of [`super::seats::seats`]) from the month of the first win to the last full
/// month.
pub fn bookings(seats: &[Seat], opportunities: &[Opportunity], as_of: Day) -> Bookings {
    let mut tally = Tally::default();
    let mut wins: Vec<Win> = opportunities.iter().filter_map(|o| win(o, seats, as_of, &mut tally)).collect();
    // In one order whatever the rows', so that sums come out alike.
    wins.sort_by_key(|win| (win.key, win.day, win.amount.to_bits()));
    let Some(first) = wins.iter().map(|win| win.day).min().and_then(Day::month) else {
        return Bookings { tally, ..Bookings::default() };
    };
    let (mut months, begins) = rep_months(seats, first, as_of);
    for win in &wins {
        match month_of(win, seats, &begins, &months) {
            Some(at) => months[at].booked += win.amount,
            None => tally.outside += 1,
        }
    }
    let persons = months.last().map_or(0, |last| last.person + 1);
    months.sort_by_key(|m| (m.segment, m.month, m.spell));
    Bookings { months, persons, tally, ripe_from: ripe_from(opportunities, first, as_of) }
}

/// First day of a person's first spell; `None` where they are not in the table.
fn first_day(seats: &[Seat], key: Key) -> Option<Day> {
    seats.get(seats.partition_point(|seat| seat.key < key)).filter(|seat| seat.key == key).map(|seat| seat.start)
}

fn win(opportunity: &Opportunity, seats: &[Seat], as_of: Day, tally: &mut Tally) -> Option<Win> {
    if opportunity.created > as_of {
        return None;
    }
    let hired = Some(opportunity.owner).filter(|&key| key != 0).and_then(|key| first_day(seats, key));
    tally.owned += u64::from(hired.is_some());
    tally.created_before_hire += u64::from(hired.is_some_and(|day| opportunity.created < day));
    let Outcome::Won(day) = opportunity.outcome else { return None };
    if day > as_of {
        return None;
    }
    tally.wins += 1;
    tally.no_owner += u64::from(opportunity.owner == 0);
    tally.unknown_owner += u64::from(opportunity.owner != 0 && hired.is_none());
    tally.before_hire += u64::from(hired.is_some_and(|first| day < first));
    let amount = opportunity.amount.get().filter(|&money| money > 0.0);
    tally.no_amount += u64::from(hired.is_some() && amount.is_none());
    hired.and(amount).map(|amount| Win { key: opportunity.owner, day, amount })
}

/// Every seat's full months with nothing booked yet, and where each seat's begin.
fn rep_months(seats: &[Seat], first: YearMonth, as_of: Day) -> (Vec<RepMonth>, Vec<usize>) {
    let (mut months, mut begins, mut person) = (Vec::new(), Vec::new(), 0);
    for (spell, seat) in seats.iter().enumerate() {
        person += usize::from(spell > 0 && seats[spell - 1].key != seat.key);
        begins.push(months.len());
        let own = full_months(seat, first, as_of).map(|month| RepMonth {
            segment: seat.segment,
            month,
            spell,
            person,
            age: age_at_middle(seat.start, month),
            booked: 0.0,
            quota: seat.quota,
        });
        months.extend(own);
    }
    (months, begins)
}

/// Months from `first` on that lie wholly in a spell and before the as-of date's end.
fn full_months(seat: &Seat, first: YearMonth, as_of: Day) -> impl Iterator<Item = YearMonth> {
    let own =
        seat.start.month().map_or(first, |month| if Day::first_of(month) < seat.start { month.plus(1) } else { month });
    // The day after the last one decides: a month is full where the next begins by then.
    let end = seat.until(as_of).plus(1).month().unwrap_or(first);
    let from = own.max(first);
    (0..end.since(from).max(0)).map(move |i| from.plus(i))
}

fn age_at_middle(start: Day, month: YearMonth) -> f64 {
    let (first, next) = (Day::first_of(month), Day::first_of(month.plus(1)));
    (f64::from(first.since(start)) + 0.5 * f64::from(next.since(first))) / DAYS_A_MONTH
}

fn month_of(win: &Win, seats: &[Seat], begins: &[usize], months: &[RepMonth]) -> Option<usize> {
    let month = win.day.month()?;
    let from = seats.partition_point(|seat| seat.key < win.key);
    let spells = (from..seats.len()).take_while(|&spell| seats[spell].key == win.key);
    let find = |spell: usize| {
        let end = begins.get(spell + 1).copied().unwrap_or(months.len());
        let at = begins[spell] + months[begins[spell]..end].partition_point(|m| m.month < month);
        (at < end && months[at].month == month).then_some(at)
    };
    spells.into_iter().find_map(find)
}

/// The month after the first win's, or by which most won cycles that began with the export's first opportunity had had
/// time: an export by day of creation shows too few wins before.
fn ripe_from(opportunities: &[Opportunity], first_win: YearMonth, as_of: Day) -> Option<YearMonth> {
    let cycle = |o: &Opportunity| match o.outcome {
        Outcome::Won(day) if day <= as_of => Some(day.since(o.created).max(0)),
        _ => None,
    };
    let mut cycles: Vec<i32> = opportunities.iter().filter_map(cycle).collect();
    cycles.sort_unstable();
    let ripe = cycles.get((RIPE_SHARE * cycles.len() as f64) as usize)?;
    let begun = opportunities.iter().map(|o| o.created).min()?;
    Some(begun.plus(*ripe).month()?.max(first_win).plus(1))
}
