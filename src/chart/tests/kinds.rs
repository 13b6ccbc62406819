//! The charts that commands fill: waterfall, tornado, curve, ranges; with the values and texts of real answers, and with
//! the least and the most that they must bear.

mod of_fit;
mod of_ranges;

use super::*;
use crate::chart::axis::{Axis, Level};
use crate::chart::curve::{Answer, Curve, Line, Point, Shape};
use crate::chart::tornado;
use crate::chart::tornado::{End, Tornado};
use crate::chart::waterfall::{Kind, Step, Waterfall};
use crate::report::format;

const LONG: &str = "Sales cycle of the mid-market segment, d";
const UNBROKEN: &str = "segments.mid_market.retention.churn_ann";
const HOSTILE: &str = "<script>alert('1')</script> & \"Größe\" 🚀";

fn longest() -> String {
    "a name that goes on and on, ".repeat(11)
}

fn usd() -> Axis {
    Axis::Money("USD".to_string())
}

fn figure(title: &str, content: Content) -> Figure {
    let subtitle = "base.toml, 10,000 trials, seed 1; P(hit) 42 % ± 1 point".to_string();
    Figure { title: title.to_string(), subtitle, content }
}

fn level(value: f64, text: &str) -> Option<Level> {
    Some(Level { value, text: text.to_string() })
}

fn step(label: &str, kind: Kind, value: f64) -> Step {
    let text = match kind {
        Kind::Change if value > 0.0 => format!("+{}", format::money(value, "USD")),
        _ => format::money(value, "USD"),
    };
    let interval = Some((value - 0.2 * value.abs(), value + 0.3 * value.abs())).filter(|_| kind == Kind::Change);
    Step { label: label.to_string(), kind, value, text, interval }
}

fn waterfall(steps: Vec<Step>, target: f64) -> Content {
    Content::Waterfall(Waterfall {
        axis: usd(),
        steps,
        level: level(target, &format!("Target {}", format::money(target, "USD"))),
        note:
            "Bars: means over all futures, which add up. Thin lines: P10 to P90 of each step; percentiles do not add \
               up."
            .to_string(),
    })
}

fn arr_bridge(unit: f64) -> Content {
    let changes =
        [("New business", 6.4), ("Expansion", 2.1), ("Price uplift", 0.6), ("Churn", -1.9), ("Contraction", -0.7)];
    let mut steps = vec![step("Opening ARR", Kind::Total, 12.0 * unit)];
    steps.extend(changes.map(|(label, value)| step(label, Kind::Change, value * unit)));
    steps.push(step("ARR Dec 2027", Kind::Total, 18.5 * unit));
    steps.push(step("Gap to target", Kind::Gap, 1.5 * unit));
    waterfall(steps, 20.0 * unit)
}

fn optimism_bridge() -> Content {
    let mut steps = vec![step("Plan as written", Kind::Total, 20.4e6)];
    for i in 0..12usize {
        let value = -0.35e6 + 0.05e6 * i as f64;
        steps.push(step(if i.is_multiple_of(3) { LONG } else { "Win rate, enterprise" }, Kind::Change, value));
    }
    let mean = 20.4e6 + (0..12).map(|i| -0.35e6 + 0.05e6 * i as f64).sum::<f64>();
    steps.push(step("Mean of all futures", Kind::Total, mean));
    steps.push(step("From mean to median", Kind::Change, -0.12e6));
    steps.push(step("P50", Kind::Total, mean - 0.12e6));
    waterfall(steps, 20e6)
}

fn odds_bridge() -> Content {
    let changes = [("Sales", -0.21), ("Marketing", -0.09), ("Chance", -0.12), ("Risks", 0.03)];
    let step = |label: &str, kind, value: f64| {
        let text = format::percent(value);
        let interval = Some((value - 0.01, value + 0.01));
        Step { label: label.to_string(), kind, value, text, interval }
    };
    let mut steps = vec![step("Plan as written", Kind::Total, 1.0)];
    steps.extend(changes.map(|(label, value)| step(label, Kind::Change, value)));
    steps.push(step("All trials", Kind::Total, 0.61));
    Content::Waterfall(Waterfall { axis: Axis::Percent, steps, level: None, note: String::new() })
}

fn waterfalls() -> Vec<(&'static str, Content)> {
    let negative = vec![
        step("Opening", Kind::Total, -3e6),
        step("New", Kind::Change, 2e6),
        step("Churn", Kind::Change, -4e6),
        step("End", Kind::Total, -5e6),
    ];
    let undefined = vec![step("Opening", Kind::Total, 1e6), step(HOSTILE, Kind::Change, f64::NAN)];
    let unbroken = (0..16).map(|_| step(UNBROKEN, Kind::Change, 0.0)).collect();
    vec![
        ("the ARR bridge", arr_bridge(1e6)),
        ("the ARR bridge in thousands", arr_bridge(1e3)),
        ("the ARR bridge in billions", arr_bridge(1e9)),
        ("the optimism bridge", optimism_bridge()),
        ("negative totals", waterfall(negative, 1e6)),
        ("the odds", odds_bridge()),
        ("one step", waterfall(vec![step("ARR", Kind::Total, 18e6)], 18e6)),
        ("an undefined step", waterfall(undefined, 2e6)),
        ("sixteen steps of nothing", waterfall(unbroken, 0.0)),
        ("names of 300 characters", waterfall(vec![step(&longest(), Kind::Total, 18e6); 12], 18e6)),
    ]
}

fn end(value: f64) -> End {
    let interval = Some((value - 60e3, value + 60e3)).filter(|_| value.is_finite());
    End { value, text: format::money(value, "USD"), interval }
}

fn driver(label: &str, low: f64, high: f64) -> tornado::Row {
    tornado::Row { label: label.to_string(), low: end(low), high: end(high), aside: "41 % (38 to 44)".to_string() }
}

fn tornado(rows: Vec<tornado::Row>, base: f64) -> Content {
    Content::Tornado(Tornado {
        axis: usd(),
        rows,
        base: Level { value: base, text: format!("Median {}", format::money(base, "USD")) },
        ends: ["Driver in its lowest tenth".to_string(), "Driver in its highest tenth".to_string()],
        column: "Share of the variance".to_string(),
        note: "Bars: median ARR at the end of Dec 2027 in the tenth of trials with the lowest and with the highest \
               value of the driver."
            .to_string(),
    })
}

fn tornados() -> Vec<(&'static str, Content)> {
    let fifteen = |i: usize| {
        let reach = 1.6e6 / (1.0 + i as f64);
        let label = if i % 4 == 1 { LONG } else { "Win rate, enterprise" };
        if i % 3 == 2 { driver(label, 18e6 + reach, 18e6 - reach) } else { driver(label, 18e6 - reach, 18e6 + reach) }
    };
    let sides = vec![
        driver("Both ends above", 18.1e6, 18.6e6),
        driver("Both ends below", 17.2e6, 17.7e6),
        driver("No effect", 18e6, 18e6),
        driver("One end unknown", f64::NAN, 18.3e6),
        driver(HOSTILE, 17.9e6, 18.1e6),
    ];
    vec![
        ("fifteen drivers", tornado((0..15).map(fifteen).collect(), 18e6)),
        ("ends on one side", tornado(sides, 18e6)),
        ("one driver", tornado(vec![driver("Churn", 9.2e9, 8.1e9)], 8.7e9)),
        ("one driver without effect", tornado(vec![driver(UNBROKEN, 1e4, 1e4)], 1e4)),
        ("negative", tornado(vec![driver("Churn", -9e6, 1e6), driver("Win rate", -5e6, -3e6)], -4e6)),
        ("names of 300 characters", tornado(vec![driver(&longest(), 17e6, 19e6); 12], 18e6)),
        ("sixteen times both ends above", tornado(vec![driver(LONG, 18.1e6, 18.6e6); 15], 18e6)),
    ]
}

fn points(count: usize, y: impl Fn(f64) -> f64) -> Vec<Point> {
    let at = |i: usize| {
        let y = y(i as f64);
        Point { x: i as f64, y, interval: Some(((y - 0.02).max(0.0), (y + 0.02).min(1.0))), text: None }
    };
    (0..count).map(at).collect()
}

fn chance(lines: Vec<Line>, x: Axis) -> Curve {
    Curve {
        x,
        x_title: "Reps hired in addition to the plan's, all in January".to_string(),
        x_labels: Vec::new(),
        y: Axis::Percent,
        y_title: "Chance of hitting the target".to_string(),
        lines,
        level: level(0.6, "Wanted: 60 %"),
        answer: Some(Answer { x: 9.0, y: 0.62, text: "9 reps: 62 % (60 to 64)".to_string() }),
        note: "Each point is a run of all trials. Thin lines: 95 % interval of the simulation.".to_string(),
    }
}

fn line(label: &str, shape: Shape, points: Vec<Point>) -> Line {
    Line { label: label.to_string(), shape, points }
}

fn saturating(i: f64) -> f64 {
    0.42 + 0.4 * (1.0 - (-i / 12.0).exp())
}

fn frontier() -> Curve {
    let buys = [
        (0.0, 0.42, "as planned"),
        (180e3, 0.47, "+1 SDR"),
        (400e3, 0.55, "+2 reps"),
        (580e3, 0.58, "+2 reps, +1 SDR"),
        (800e3, 0.61, "+4 reps, price +2 %"),
        (820e3, 0.612, "+4 reps, price +3 %"),
        (840e3, 0.615, "+4 reps, price +4 %"),
        (1600e3, 0.66, "+8 reps, churn project"),
    ];
    let point = |(x, y, text): (f64, f64, &str)| {
        let text = Some(format!("{text}: {}", format::percent_within(y, 0.01)));
        Point { x, y, interval: Some((y - 0.01, y + 0.01)), text }
    };
    Curve {
        x_title: "Budget".to_string(),
        answer: Some(Answer { x: 800e3, y: 0.61, text: "$800k".to_string() }),
        ..chance(vec![line("", Shape::Steps, buys.map(point).to_vec())], usd())
    }
}

fn calendar(lines: usize, months: usize) -> Curve {
    let line = |k: usize| {
        let effect = move |i: f64| (0.02 + 0.004 * k as f64) * (1.0 - i / (months as f64 - 2.0 * k as f64)).max(0.0);
        let mut points = points(months, effect);
        points.iter_mut().for_each(|p| p.interval = Some((p.y - 0.001, p.y + 0.001)));
        line(&format!("Lever {k}, a rep of the team"), Shape::Points, points)
    };
    let month = |i: usize| (i as f64, format!("{} {}", ["Jan", "Mar", "May", "Jul"][i % 4], 27 + i / 4));
    Curve {
        x_title: "Month in which it starts".to_string(),
        y: Axis::Points,
        y_title: "Points of P(hit) that one more unit adds".to_string(),
        x_labels: (0..months).map(month).collect(),
        level: None,
        answer: None,
        ..chance((0..lines).map(line).collect(), Axis::Number)
    }
}

fn named_at_length() -> Curve {
    let mut curve = calendar(3, 12);
    curve.lines.iter_mut().for_each(|line| line.label = longest());
    (curve.x_title, curve.y_title, curve.note) = (longest(), longest(), longest());
    curve
}

fn curves() -> Vec<(&'static str, Content)> {
    let smooth = line("", Shape::Smooth, points(21, saturating));
    let hires = line("", Shape::Points, points(21, saturating));
    let certain = |y: f64| line("", Shape::Points, points(5, |_| y));
    let no_interval = |mut line: Line| {
        line.points.iter_mut().for_each(|p| p.interval = None);
        line
    };
    let money = Curve {
        y: usd(),
        y_title: "ARR at P50".to_string(),
        level: level(20e9, "Wanted: $20.0B"),
        answer: None,
        ..chance(vec![no_interval(line("P50", Shape::Smooth, points(9, |i| 18e9 + 0.4e9 * i)))], Axis::Number)
    };
    vec![
        ("hires", Content::Curve(chance(vec![hires.clone()], Axis::Whole))),
        ("any amount", Content::Curve(chance(vec![smooth], Axis::Number))),
        ("frontier", Content::Curve(frontier())),
        ("calendar of six", Content::Curve(calendar(6, 24))),
        ("calendar of two", Content::Curve(calendar(2, 12))),
        ("never", Content::Curve(chance(vec![certain(0.0)], Axis::Whole))),
        ("always", Content::Curve(chance(vec![no_interval(certain(1.0))], Axis::Whole))),
        (
            "a hundred hires",
            Content::Curve(chance(vec![line("", Shape::Points, points(101, saturating))], Axis::Whole)),
        ),
        ("one point", Content::Curve(chance(vec![line(HOSTILE, Shape::Points, points(1, saturating))], Axis::Whole))),
        ("undefined", Content::Curve(chance(vec![line("n/a", Shape::Smooth, points(3, |_| f64::NAN))], Axis::Whole))),
        ("money in billions", Content::Curve(money)),
        ("names of 300 characters", Content::Curve(named_at_length())),
    ]
}

/// Every case of the four kinds.
pub fn all() -> Vec<(String, Figure)> {
    let kinds = [
        ("waterfall", waterfalls()),
        ("tornado", tornados()),
        ("curve", curves()),
        ("ranges", of_ranges::all()),
        ("fit", of_fit::all()),
    ];
    let named = |(kind, cases): (&'static str, Vec<(&'static str, Content)>)| {
        cases.into_iter().map(move |(name, content)| {
            let title = "Nine more reps bring the odds of $20.0M from 42 % to 62 %; nothing else does it alone";
            (format!("{kind}: {name}"), figure(title, content))
        })
    };
    kinds.into_iter().flat_map(named).collect()
}

#[test]
fn no_text_of_an_answer_is_cut_or_stands_on_another() {
    for (name, figure) in all() {
        assert_readable(&name, &figure);
    }
}

#[test]
fn every_step_of_the_frontier_is_named() {
    let texts = texts(&svg(&figure("Frontier", Content::Curve(frontier()))));
    for name in ["as planned", "+1 SDR", "+2 reps:", "+2 reps, +1 SDR", "price +2", "price +3", "price +4", "+8 reps"] {
        assert!(texts.iter().any(|(text, _)| text.contains(name)), "{name}");
    }
}

#[test]
fn an_axis_that_does_not_start_at_0_says_so() {
    let says = |content| svg(&figure("Bridge", content)).contains("not at 0");
    assert!(says(optimism_bridge()) && !says(arr_bridge(1e6)));
}

#[test]
fn answers_are_drawn_the_same_twice_without_numbers_that_are_none() {
    for (name, figure) in all() {
        let first = svg(&figure);
        assert_eq!(first, svg(&figure), "{name}");
        assert!(!first.contains("NaN") && !first.contains("inf") && !first.contains("<script>"), "{name}");
    }
}
