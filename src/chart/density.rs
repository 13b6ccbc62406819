//! Small pictures of distributions for the rows of a table: no text, no title; the row has the numbers.

use super::theme::{AXIS, BANDS, INK, hex};
use crate::report::pack::assumptions::shape::{Outline, Shape};
use plotters::style::RGBColor;

/// Width, the units of the SVG.
pub const WIDTH: f64 = 120.0;
/// Height.
pub const HEIGHT: f64 = 32.0;
/// The base line, from the top.
const BASE: f64 = 29.0;
/// Height of what is drawn most often, above the base line.
const TALLEST: f64 = 23.0;
/// Space at either end.
const MARGIN: f64 = 2.0;

/// The picture as an SVG document: how often what is drawn, P10 to P90 darker, a mark at the plan's value. Its colours are
/// those of the charts.
pub fn svg(shape: &Shape) -> String {
    let x = |value: f64| MARGIN + (value - shape.from) / (shape.to - shape.from) * (WIDTH - 2.0 * MARGIN);
    let drawn = match &shape.outline {
        Outline::Curve(points) => curve(points, shape.most, &x),
        Outline::Bars(bars) => self::bars(bars, shape.most, &x),
    };
    let plan = x(shape.plan);
    let (line, mark) = (hex(AXIS), hex(INK));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         aria-hidden=\"true\">{drawn}<path d=\"M{MARGIN} {BASE}H{right}\" stroke=\"{line}\" fill=\"none\"/>\
         <path d=\"M{plan:.1} 5V{BASE}\" stroke=\"{mark}\" stroke-width=\"1.6\" fill=\"none\"/>\
         <path d=\"M{left:.1} 0h7l-3.5 5z\" fill=\"{mark}\"/></svg>",
        right = WIDTH - MARGIN,
        left = plan - 3.5,
    )
}

/// The whole curve, then what lies between P10 and P90 over it.
fn curve(points: &[(f64, f64)], [low, high]: [f64; 2], x: &dyn Fn(f64) -> f64) -> String {
    let half = points.windows(2).next().map_or(0.0, |pair| 0.5 * (pair[1].0 - pair[0].0));
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    // parts are as wide as they are apart: the first begins and the last ends half of that further out
    let ends = |points: &[(f64, f64)]| -> Vec<(f64, f64)> {
        let start = (first.0 - half, first.1);
        let end = (last.0 + half, last.1);
        std::iter::once(start).chain(points.iter().copied()).chain([end]).collect()
    };
    let whole = ends(points);
    let inner: Vec<(f64, f64)> = [(low, height_at(&whole, low))]
        .into_iter()
        .chain(whole.iter().copied().filter(|(value, _)| low < *value && *value < high))
        .chain([(high, height_at(&whole, high))])
        .collect();
    format!("{}{}", area(&whole, x, BANDS[1]), area(&inner, x, BANDS[2]))
}

/// The height of a curve between its points.
fn height_at(points: &[(f64, f64)], value: f64) -> f64 {
    let pair = points.windows(2).find(|pair| value <= pair[1].0);
    pair.map_or(0.0, |pair| {
        let [(a, low), (b, high)] = [pair[0], pair[1]];
        let share = if b > a { ((value - a) / (b - a)).clamp(0.0, 1.0) } else { 1.0 };
        low + share * (high - low)
    })
}

fn area(points: &[(f64, f64)], x: &dyn Fn(f64) -> f64, colour: RGBColor) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let line: String =
        points.iter().map(|(value, height)| format!("L{:.1} {:.1}", x(*value), BASE - TALLEST * height)).collect();
    let (left, right, fill) = (x(first.0), x(last.0), hex(colour));
    format!("<path d=\"M{left:.1} {BASE}{line}L{right:.1} {BASE}z\" fill=\"{fill}\"/>")
}

/// Bars as strokes: those from P10 to P90 darker.
fn bars(bars: &[(f64, f64)], [low, high]: [f64; 2], x: &dyn Fn(f64) -> f64) -> String {
    let closest = bars.windows(2).map(|pair| x(pair[1].0) - x(pair[0].0)).fold(WIDTH / 8.0, f64::min);
    let width = (0.7 * closest).clamp(1.0, 8.0);
    let strokes = |inside: bool, colour: RGBColor| {
        let chosen = bars.iter().filter(|(value, _)| (low <= *value && *value <= high) == inside);
        let line: String =
            chosen.map(|(value, height)| format!("M{:.1} {BASE}v{:.1}", x(*value), -TALLEST * height)).collect();
        let stroke = hex(colour);
        match line.is_empty() {
            true => String::new(),
            false => format!("<path d=\"{line}\" stroke=\"{stroke}\" stroke-width=\"{width:.1}\" fill=\"none\"/>"),
        }
    };
    format!("{}{}", strokes(false, BANDS[1]), strokes(true, BANDS[2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve_of(plan: f64) -> Shape {
        let point = |i: usize| (i as f64 + 0.5, 1.0 - ((i as f64 - 17.5) / 18.0).powi(2));
        let outline = Outline::Curve((0..36).map(point).collect());
        Shape { from: 0.0, to: 36.0, outline, most: [8.0, 28.0], plan }
    }

    #[test]
    fn the_mark_stands_where_the_plan_is() {
        assert!(svg(&curve_of(18.0)).contains("M60.0 5V29"));
        assert!(svg(&curve_of(0.0)).contains("M2.0 5V29"));
        assert!(svg(&curve_of(36.0)).contains("M118.0 5V29"));
    }

    #[test]
    fn pictures_are_small_and_have_no_number_that_is_none() {
        let bars = (0..36).map(|i| (i as f64, 0.5)).collect();
        let few = Shape { outline: Outline::Bars(bars), ..curve_of(3.0) };
        let one = Shape { from: 4.0, to: 6.0, outline: Outline::Bars(vec![(5.0, 1.0)]), most: [5.0, 5.0], plan: 5.0 };
        for shape in [curve_of(18.0), few, one] {
            let svg = svg(&shape);
            assert!(svg.len() < 1500, "{} bytes", svg.len());
            assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<text"), "{svg}");
            assert_closed(&svg);
        }
    }

    /// Every element is closed; no parser is at hand here.
    fn assert_closed(svg: &str) {
        assert_eq!(svg.matches('<').count(), svg.matches('>').count());
        assert_eq!(svg.matches("<path").count(), svg.matches("/>").count());
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    }

    #[test]
    fn the_middle_is_darker_between_p10_and_p90_only() {
        let svg = svg(&curve_of(18.0));
        let (light, dark) = (hex(BANDS[1]), hex(BANDS[2]));
        assert!(svg.contains(&light) && svg.contains(&dark));
        // P10 is at 2 + 8/36 of 116, P90 at 2 + 28/36 of 116
        let path = svg.split("<path").find(|part| part.contains(&dark)).unwrap();
        assert!(path.contains("d=\"M27.8 29") && path.contains("L92.2 29z"), "{path}");
    }
}
