//! Where the steps of a waterfall stand: in columns from left to right, or in rows from top to bottom.

use super::{Kind, Step, Waterfall};
use crate::chart::canvas::{Point, Weight, lettering};
use crate::chart::font;
use crate::chart::rows;
use crate::chart::scale::{self, Scale};
use crate::chart::theme::{HEIGHT, INK, LABEL, MARGIN, SMALL, VERMILLION, WIDTH};

/// Lines of a label below a column at most.
const LABEL_LINES: usize = 3;
/// Room from one of those lines to the next.
pub const LINE: f64 = 21.0;
/// Labels left of rows take at most this much.
const ROW_LABELS: f64 = 430.0;
/// The axis starts above 0 where all levels are above this share of the highest: the changes between them are small.
const NEAR_THE_TOP: f64 = 0.7;

/// Where a step starts and ends, and its interval's ends; in the axis's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub from: f64,
    pub to: f64,
    pub interval: Option<(f64, f64)>,
}

impl Span {
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let (low, high) = self.interval.unwrap_or((self.to, self.to));
        [self.from, self.to, low, high].into_iter()
    }
}

/// Each step from where the one before ended; totals from 0.
pub fn spans(steps: &[Step]) -> Vec<Span> {
    let mut level = 0.0;
    let mut out = Vec::with_capacity(steps.len());
    for step in steps {
        let start = if step.kind == Kind::Total { 0.0 } else { level };
        let interval = step.interval.filter(|(low, high)| low.is_finite() && high.is_finite());
        let interval = interval.map(|(low, high)| (start + low, start + high));
        if step.value.is_finite() {
            level = start + step.value;
            out.push(Span { from: start, to: level, interval });
        } else {
            out.push(Span { from: level, to: level, interval: None });
        }
    }
    out
}

/// Which way the steps go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Across,
    Down,
}

/// Where things stand.
pub struct Sheet {
    pub way: Way,
    /// Where the first step begins along the way, how far it is to the next, and where the last ends.
    pub first: f64,
    pub pitch: f64,
    pub end: f64,
    pub values: Scale,
    /// Where the axis starts if not at 0, also as text.
    pub start: Option<(f64, String)>,
}

impl Sheet {
    pub fn middle(&self, step: usize) -> f64 {
        self.first + (step as f64 + 0.5) * self.pitch
    }

    /// Where totals start.
    pub fn base(&self) -> f64 {
        self.start.as_ref().map_or(0.0, |s| s.0)
    }

    pub fn half(&self) -> f64 {
        (0.34 * self.pitch).min(if self.way == Way::Across { 70.0 } else { 17.0 })
    }

    pub fn at(&self, along: f64, value: f64) -> Point {
        match self.way {
            Way::Across => (along, self.values.at(value)),
            Way::Down => (self.values.at(value), along),
        }
    }

    /// A point `along` the way and `off` pixels from a value towards greater ones.
    pub fn beyond(&self, along: f64, value: f64, off: f64) -> Point {
        let (x, y) = self.at(along, value);
        match self.way {
            Way::Across => (x, y - off),
            Way::Down => (x + off, y),
        }
    }
}

/// The columns that the steps would have from left to right.
struct Columns {
    left: f64,
    right: f64,
    pitch: f64,
}

impl Columns {
    fn of(data: &Waterfall) -> Self {
        let look = lettering(LABEL, VERMILLION).semi_bold();
        let beside = data.level.as_ref().map_or(MARGIN, |level| look.width(&level.text).min(300.0) + 68.0);
        let (left, right) = (MARGIN + 84.0, WIDTH - beside);
        Self { left, right, pitch: (right - left) / data.steps.len().max(1) as f64 }
    }

    /// Whether every label has room below its column and every text above it, none cut.
    fn hold(&self, steps: &[Step]) -> bool {
        let value = lettering(SMALL, INK).semi_bold();
        let is_whole =
            |label: &str| label_lines(label, self.pitch).join(" ").split_whitespace().eq(label.split_whitespace());
        steps.iter().all(|s| is_whole(&s.label) && value.width(&s.text) <= self.pitch - 8.0)
    }
}

/// A label below a column, in lines.
pub fn label_lines(label: &str, pitch: f64) -> Vec<String> {
    font::wrap(label, SMALL, Weight::Regular, pitch - 8.0, LABEL_LINES)
}

/// The scale of values, and where it starts if not at 0.
fn values(data: &Waterfall, spans: &[Span], places: (f64, f64)) -> (Scale, Option<(f64, String)>) {
    let totals = || data.steps.iter().filter(|step| step.kind == Kind::Total);
    let starts = data.steps.iter().zip(spans).filter(|(step, _)| step.kind != Kind::Total).map(|(_, s)| s.from);
    let ends = spans.iter().flat_map(|s| [s.to, s.interval.map_or(s.to, |i| i.0), s.interval.map_or(s.to, |i| i.1)]);
    let (low, high) = scale::extent(ends.chain(starts).chain(data.level.iter().map(|l| l.value)));
    let width = high - low;
    // The text of a total below 0 stands below its column.
    let low = if totals().any(|step| step.value < 0.0) { low - 0.06 * width } else { low };
    let whole = (Scale::over([low, high, 0.0].into_iter(), places), None);
    if totals().next().is_none() || low <= NEAR_THE_TOP * high || width <= 1e-6 * high {
        return whole;
    }
    let mut ticks = data.axis.ticks(&Scale::new((low - 0.5 * width, high), places), 10).into_iter().rev();
    match ticks.find(|(tick, _)| *tick <= low - 0.12 * width && *tick > 0.0) {
        Some(start) => (Scale::new((start.0, high + 0.04 * width), places), Some(start)),
        None => whole,
    }
}

/// Columns from left to right where all labels have room below them, else rows from top to bottom.
pub fn sheet(data: &Waterfall, spans: &[Span], top: f64) -> Sheet {
    let columns = Columns::of(data);
    match columns.hold(&data.steps) {
        true => across(data, spans, (top, columns)),
        false => down(data, spans, top),
    }
}

fn across(data: &Waterfall, spans: &[Span], (top, columns): (f64, Columns)) -> Sheet {
    let most = data.steps.iter().map(|s| label_lines(&s.label, columns.pitch).len()).max().unwrap_or(1);
    let bottom = HEIGHT - 84.0 - LINE * most as f64;
    let (values, start) = values(data, spans, (bottom, top + 34.0));
    Sheet { way: Way::Across, first: columns.left, pitch: columns.pitch, end: columns.right, values, start }
}

fn down(data: &Waterfall, spans: &[Span], top: f64) -> Sheet {
    let texts = rows::room(data.steps.iter().map(|s| &s.text[..]), lettering(SMALL, INK).semi_bold(), 220.0);
    let names = rows::room(data.steps.iter().map(|s| &s.label[..]), lettering(SMALL, INK), ROW_LABELS);
    let (left, right) = (MARGIN + names + 18.0, WIDTH - MARGIN - texts - 14.0);
    let first = top + if data.level.is_some() { 32.0 } else { 4.0 };
    let pitch = ((HEIGHT - 112.0 - first) / data.steps.len().max(1) as f64).min(64.0);
    let end = first + pitch * data.steps.len() as f64;
    let (values, start) = values(data, spans, (left, right));
    Sheet { way: Way::Down, first, pitch, end, values, start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::axis::{Axis, Level};

    fn data(steps: &[(Kind, f64)], level: f64) -> Waterfall {
        let step = |&(kind, value): &(Kind, f64)| {
            let interval = Some((value - 1.0, value + 2.0));
            Step { label: "Step".to_string(), kind, value, text: "text".to_string(), interval }
        };
        let level = Some(Level { value: level, text: "Target".to_string() });
        Waterfall { axis: Axis::Number, steps: steps.iter().map(step).collect(), level, note: String::new() }
    }

    #[test]
    fn every_step_starts_where_the_one_before_ended() {
        let steps =
            [(Kind::Total, 10.0), (Kind::Change, 4.0), (Kind::Change, -6.0), (Kind::Total, 8.0), (Kind::Gap, 2.0)];
        let spans = spans(&data(&steps, 10.0).steps);
        let ends: Vec<(f64, f64)> = spans.iter().map(|s| (s.from, s.to)).collect();
        assert_eq!(ends, [(0.0, 10.0), (10.0, 14.0), (14.0, 8.0), (0.0, 8.0), (8.0, 10.0)]);
        assert_eq!(spans[2].interval, Some((7.0, 10.0)));
    }

    #[test]
    fn the_axis_leaves_0_only_where_changes_are_small() {
        let start = |steps: &[(Kind, f64)]| {
            let data = data(steps, 100.0);
            values(&data, &spans(&data.steps), (0.0, 1000.0)).1
        };
        let (at, text) = start(&[(Kind::Total, 100.0), (Kind::Change, -8.0), (Kind::Total, 92.0)]).unwrap();
        assert!(at > 80.0 && at < 91.0 && format!("{at}") == text, "{at} {text}");
        assert_eq!(start(&[(Kind::Total, 40.0), (Kind::Change, 52.0), (Kind::Total, 92.0)]), None);
        assert_eq!(start(&[(Kind::Change, 100.0), (Kind::Change, -2.0)]), None, "the first step starts at 0");
        assert_eq!(start(&[(Kind::Total, -100.0), (Kind::Total, -98.0)]), None);
    }
}
