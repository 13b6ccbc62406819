//! Contraction and expansion of all segments together.

use super::by_quarter::{quarters, widths};
use super::fits::Segment;
use super::lives::Lives;
use super::movement::{self, Direction, Movement, Over};
use super::rate::Level;
use super::retention::Ground;
use super::settle::{self, Capped, Settled};
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::finding::{Finding, counted};
use crate::fit::history::History;
use crate::fit::interval;
use crate::fit::record::{ChangeKind, Customers};

/// Fewer moves of ARR than this make a shaky sum: one large customer can be most of it.
const FEW_MOVES: u64 = 10;

/// Expansion a year beyond which it is a start-up's, not a plan's: ARR of the same customers doubles.
const STEEP: f64 = 1.0;

/// Least changes behind a sum of ARR that is told.
const LEAST_OF_SUM: u64 = 5;

/// `contraction_annual` and `expansion_annual` of every segment.
pub fn movements(segments: &[Segment<'_>], customers: &Customers, ground: &Ground<'_>) -> History {
    let Ground { all, columns, setting, calendar, weights } = *ground;
    let mut out = History::default();
    for direction in [Direction::Down, Direction::Up] {
        let over = |s: &Segment<'_>| {
            let (lives, contract) = (&s.lives[..], &s.contract);
            let over =
                Over { lives, contract, observed_from: columns.observed_from, as_of: setting.as_of, calendar, weights };
            movement::movement(&over, direction)
        };
        let moved: Vec<Movement> = segments.iter().map(over).collect();
        let levels: Vec<Option<Level>> = moved.iter().map(|m| m.level.clone()).collect();
        for ((segment, moved), settled) in segments.iter().zip(moved).zip(settle::settle(&levels, direction.most())) {
            match settled {
                Some(settled) => add_movement(segment, &moved, settled, direction, ground, &mut out),
                None if segment.lives.is_empty() => {}
                None => out.findings.push(nothing_moved(segment, &moved, customers, all, direction)),
            }
        }
    }
    out
}

fn key(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "retention.expansion_annual",
        Direction::Down => "retention.contraction_annual",
    }
}

/// Why there is no number where nothing moved: 0 would be read as a fact.
fn nothing_moved(
    segment: &Segment<'_>,
    moved: &Movement,
    customers: &Customers,
    all: &Lives,
    direction: Direction,
) -> Finding {
    let path = segment.path(key(direction));
    let kind = if direction == Direction::Up { ChangeKind::Expansion } else { ChangeKind::Contraction };
    let what = if direction == Direction::Up { "expansion" } else { "contraction" };
    let told =
        customers.changes.iter().any(|c| c.kind == kind) || customers.changes.is_empty() && all.with_several_rows > 0;
    if !told {
        let text = format!(
            "The exports hold no {what} of customers that stay: neither a table of changes of that kind nor several rows a customer. That is not 0; the plan's own number stays. Map `changes`, or `customer` where customers have several rows."
        );
        return Finding::missing("no-changes", path, text);
    }
    if moved.all.moved > 0.0 {
        let text = format!(
            "The {what} of segment {} cannot be said: there is more of it in a year than a plan can hold, or a single customer makes nearly \
             all of it. See whether changes and ARR are in the same unit (a month or a year; thousands). The plan's own number stays.",
            segment.name
        );
        return Finding::missing("moved-too-much", path, text);
    }
    let text = format!(
        "No {what} in segment {} over {:.0} ARR-years of {} customers: too little to tell it from 0, and 0 without any spread would be too sure. The plan's own number stays.",
        segment.name, moved.all.arr_years, moved.customers
    );
    Finding::missing("nothing-moved", path, text)
}

fn add_movement(
    segment: &Segment<'_>,
    moved: &Movement,
    settled: Settled,
    direction: Direction,
    ground: &Ground<'_>,
    out: &mut History,
) {
    let path = segment.path(key(direction));
    let (sd, mean) = (settled.next_year_sd, settled.estimate);
    let (value, capped) = match direction {
        Direction::Up => (FittedValue::Positive { mean, sd }, Capped::No),
        Direction::Down => settle::share(mean, sd),
    };
    let mut findings = widths(&settled, capped, &path, "changes of ARR");
    findings.extend(to_keep_in_mind(moved, mean, direction, &path));
    let what = match direction {
        Direction::Up => "ARR added by customers that stay, a year",
        Direction::Down => "ARR given up by customers that stay, a year",
    };
    if let Some(level) = &moved.level {
        out.evidence.push(quarters(&path, what, level, &value));
    }
    let mut checks = vec![("ARR-years", moved.all.arr_years)];
    // the sum of a few changes would show single amounts
    checks.extend((moved.all.events >= LEAST_OF_SUM).then_some(("ARR moved", moved.all.moved)));
    let event = if direction == Direction::Up { "expansions" } else { "contractions" };
    out.fitted.push(Fitted {
        path,
        value,
        estimate: mean,
        standard_error: settled.standard_error,
        interval: match direction {
            Direction::Up => interval::rate_interval(mean, settled.standard_error),
            Direction::Down => interval::share_interval(mean, settled.standard_error),
        },
        quarter_sd: settled.quarter_sd,
        pooled: settled.pooled,
        sample: segment.sample(moved.all.events, event, ground.setting.as_of),
        method: "ratio of sums, resampled customers, quarters as random effects",
        checks,
        findings,
    });
}

/// What to keep in mind of the number itself.
fn to_keep_in_mind(moved: &Movement, mean: f64, direction: Direction, path: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if moved.all.events < FEW_MOVES {
        let text = format!(
            "Only {} behind it: a single one can be most of the number.",
            counted(moved.all.events, "change stands", "changes stand")
        );
        findings.push(Finding::warning("few-changes", path, text));
    }
    if direction == Direction::Up && mean > STEEP {
        let text = "Customers that stay more than doubled their ARR in a year: a start that is seldom repeated. See whether each row is a customer \
                    of its own, and what the plan can stand on.";
        findings.push(Finding::warning("steep-expansion", path, text));
    }
    if direction == Direction::Up {
        let text = "Price increases are part of it: leave `uplift_annual` at 0, or take them off here.";
        findings.push(Finding::note("uplift-inside", path, text));
    }
    findings
}
