//! Bridges as stacked columns: each step stands on a foot that is not seen. A spreadsheet stacks what is above 0 and what
//! is below it apart, so a step that runs through 0 has a part in each.

use super::{Axis, Mark, Native, Plot, Series, Tone, Unit};
use crate::report::table::{Cell, DataTable, Show, missing, text};

/// What a step's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An amount that stands on the axis; what follows starts from it.
    Total,
    /// What is added to the amount before it, or taken from it where negative.
    Change,
    /// As a change: what is missing to the level compared with, or beyond it.
    Gap,
}

/// One step.
pub struct Step {
    /// "Churn".
    pub label: String,
    /// What the value is.
    pub kind: Kind,
    /// In the axis's unit; what is not finite is not drawn.
    pub value: f64,
    /// "-$1.2M".
    pub text: String,
}

/// What all bridges of a page share.
pub struct Frame<'a> {
    /// Its name among the tables.
    pub name: &'a str,
    /// The finding.
    pub title: String,
    /// What the axis shows.
    pub axis: &'a str,
    /// What the values are.
    pub unit: Unit,
    /// How the numbers of the steps are shown.
    pub show: Show,
    /// Few steps stand side by side, many one below the other.
    pub plot: Plot,
    /// The target, where it is drawn.
    pub target: Option<f64>,
}

/// The tones that a step may have, in the order of their columns, with what they are called.
const TONES: [(Tone, &str); 4] =
    [(Tone::Total, "Total"), (Tone::Up, "Adds"), (Tone::Down, "Takes away"), (Tone::Gap, "Gap to the target")];

/// Where a step starts and ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Span {
    low: f64,
    high: f64,
    tone: Tone,
}

impl Span {
    /// What it stands on, the part of it above 0, and the part below.
    fn stacked(self) -> [f64; 3] {
        match self {
            Self { low, high, .. } if low >= 0.0 => [low, high - low, 0.0],
            Self { low, high, .. } if high <= 0.0 => [high, 0.0, low - high],
            Self { low, high, .. } => [0.0, high, low],
        }
    }
}

/// Each step from where the one before ended; totals from 0. What is not finite has none and moves nothing.
fn spans(steps: &[Step]) -> Vec<Option<Span>> {
    let mut level = 0.0;
    let span = |step: &Step| {
        let from = if step.kind == Kind::Total { 0.0 } else { level };
        let to = from + step.value;
        if !to.is_finite() {
            return None;
        }
        level = to;
        let tone = match step.kind {
            Kind::Total => Tone::Total,
            Kind::Gap => Tone::Gap,
            Kind::Change if step.value < 0.0 => Tone::Down,
            Kind::Change => Tone::Up,
        };
        Some(Span { low: from.min(to), high: from.max(to), tone })
    };
    steps.iter().map(span).collect()
}

/// The bridge on a page.
pub fn native(page: &'static str, frame: Frame<'_>, steps: &[Step]) -> Native {
    let spans = spans(steps);
    let has = |tone: Tone, part: usize| spans.iter().flatten().any(|s| s.tone == tone && s.stacked()[part] != 0.0);
    let columns: Vec<(Tone, &str, usize)> = TONES
        .iter()
        .flat_map(|(tone, name)| [(*tone, *name, 1), (*tone, *name, 2)])
        .filter(|c| has(c.0, c.2))
        .collect();
    let is_upright = frame.plot != Plot::Lying;
    let mut headings = vec!["Step".to_string(), "Amount".to_string(), "Foot".to_string()];
    let below = |part: usize| if part == 2 { ", below 0" } else { "" };
    headings.extend(columns.iter().map(|(_, name, part)| format!("{name}{}", below(*part))));
    headings.extend(frame.target.map(|_| "Target".to_string()));
    if is_upright {
        headings.extend(["Top".to_string(), "Text".to_string()]);
    }
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut data = DataTable::new(frame.name, frame.axis, &headings);
    let cell = |x: f64| Cell { value: x.into(), show: frame.show };
    for (step, span) in steps.iter().zip(&spans) {
        let label = if is_upright { step.label.clone() } else { format!("{}: {}", step.label, step.text) };
        let mut row = vec![text(label), cell(step.value)];
        row.push(span.map_or(missing(), |s| cell(s.stacked()[0])));
        let part = |(tone, _, part): &(Tone, &str, usize)| {
            span.filter(|s| s.tone == *tone).map_or(missing(), |s| cell(s.stacked()[*part]))
        };
        row.extend(columns.iter().map(part));
        row.extend(frame.target.map(cell));
        if is_upright {
            row.extend([span.map_or(missing(), |s| cell(s.high.max(0.0))), text(&step.text)]);
        }
        data.push(row);
    }
    let series = series(&columns, frame.target.is_some(), is_upright);
    let values = axis(&frame, &spans);
    Native { page, title: frame.title, data, plot: frame.plot, values, series }
}

fn series(columns: &[(Tone, &str, usize)], has_target: bool, is_upright: bool) -> Vec<Series> {
    let mut series = vec![Series::new(2, "", Mark::Stacked, Tone::Invisible)];
    // One below the other, the labels say of every step what it does: no key.
    let named = |(i, (tone, name, _)): (usize, &(Tone, &str, usize))| {
        Series::new(i + 3, if is_upright { name } else { "" }, Mark::Stacked, *tone)
    };
    series.extend(columns.iter().enumerate().map(named));
    let mut next = 3 + columns.len();
    if has_target {
        series.push(Series::new(next, "Target", Mark::Dashed, Tone::Target));
        next += 1;
    }
    if is_upright {
        let labels = Some(next + 1);
        series.push(Series { labels, ..Series::new(next, "", Mark::Line, Tone::Invisible) });
    }
    series
}

/// Over all levels, with 0 unless all are near the highest, and room for the texts above.
fn axis(frame: &Frame<'_>, spans: &[Option<Span>]) -> Axis {
    // A total stands on 0 but what is looked at is its top; a change has two ends.
    let ends = |s: &Span| match s.tone {
        Tone::Total => [s.low, s.high].map(|x| if x == 0.0 { s.low + s.high } else { x }),
        _ => [s.low, s.high],
    };
    let levels: Vec<f64> = spans.iter().flatten().flat_map(ends).chain(frame.target).collect();
    let axis = Axis::on_zero(frame.axis, frame.unit, levels.iter().copied());
    let highest = levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let needs_room = frame.plot != Plot::Lying && highest > axis.to - 0.06 * (axis.to - axis.from);
    let to = if needs_room { axis.to + axis.step } else { axis.to };
    let title = if axis.from > 0.0 { format!("{}; the axis does not start at 0", axis.title) } else { axis.title };
    Axis { to, title, ..axis }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sheet::Value;

    fn step(kind: Kind, value: f64) -> Step {
        Step { label: "step".to_string(), kind, value, text: "text".to_string() }
    }

    fn stack(values: &[(Kind, f64)]) -> Vec<Option<[f64; 3]>> {
        let steps: Vec<Step> = values.iter().map(|(kind, value)| step(*kind, *value)).collect();
        spans(&steps).into_iter().map(|s| s.map(Span::stacked)).collect()
    }

    #[test]
    fn steps_stand_where_the_one_before_ended() {
        let all = stack(&[(Kind::Total, 10.0), (Kind::Change, 5.0), (Kind::Change, -3.0), (Kind::Total, 12.0)]);
        let expected = [[0.0, 10.0, 0.0], [10.0, 5.0, 0.0], [12.0, 3.0, 0.0], [0.0, 12.0, 0.0]];
        assert_eq!(all, expected.map(Some));
    }

    #[test]
    fn below_zero_a_step_hangs_and_through_zero_it_has_two_parts() {
        let all = stack(&[(Kind::Total, 2.0), (Kind::Change, -5.0), (Kind::Change, -1.0), (Kind::Change, 6.0)]);
        assert_eq!(all, [[0.0, 2.0, 0.0], [0.0, 2.0, -3.0], [-3.0, 0.0, -1.0], [0.0, 2.0, -4.0]].map(Some));
        let undefined = stack(&[(Kind::Total, 2.0), (Kind::Change, f64::NAN), (Kind::Change, 1.0)]);
        assert_eq!(undefined, [Some([0.0, 2.0, 0.0]), None, Some([2.0, 1.0, 0.0])]);
    }

    #[test]
    fn the_columns_of_a_row_add_up_to_where_the_step_ends() {
        let steps = [step(Kind::Total, 2.0), step(Kind::Change, -5.0), step(Kind::Gap, 7.0)];
        let frame = Frame {
            name: "chart_test",
            title: String::new(),
            axis: "ARR",
            unit: Unit::Money,
            show: Show::Money,
            plot: Plot::Upright(String::new()),
            target: Some(4.0),
        };
        let native = native("bridges", frame, &steps);
        let expected = ["Step", "Amount", "Foot", "Total", "Takes away", "Takes away, below 0", "Gap to the target"];
        assert_eq!(native.data.headings[..7], expected);
        assert_eq!(native.data.headings[7..], ["Gap to the target, below 0", "Target", "Top", "Text"]);
        let number = |row: usize, column: usize| native.data.rows[row][column].value.clone();
        assert_eq!(number(1, 4), Value::Number(2.0));
        assert_eq!(number(1, 5), Value::Number(-3.0));
        assert_eq!((number(2, 6), number(2, 7)), (Value::Number(4.0), Value::Number(-3.0)));
        assert!(native.values.from <= -3.0 && native.values.to >= 4.0);
        assert_eq!(native.series.iter().map(|s| s.column).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8, 9]);
    }
}
