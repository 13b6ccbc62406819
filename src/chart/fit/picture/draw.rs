//! Draws a picture.

use super::{Along, Area, Picture, Stroke};
use crate::chart::axis::Axis;
use crate::chart::canvas::{Anchor, Canvas, Weight, lettering};
use crate::chart::font;
use crate::chart::labels::{self, EndLabel};
use crate::chart::scale::{self, MONTH_STEPS, Plot, Scale};
use crate::chart::theme::{
    BANDS, BLUE, HEIGHT, INK, LABEL, MARGIN, MUTED, ORANGE_TEXT, PAPER, SMALL, VERMILLION, WIDTH,
};
use plotters::style::RGBColor;

/// Labels right of the plot take at most this much.
const LABELS: f64 = 330.0;
/// From one line of marks' texts to the next.
const MARK_LINE: f64 = 30.0;
/// Radius of the dot with most behind it, and of one with nothing.
const MOST_RADIUS: f64 = 9.0;
const LEAST_RADIUS: f64 = 4.0;

fn colour(stroke: Stroke) -> RGBColor {
    match stroke {
        Stroke::Steps => BLUE,
        Stroke::Fitted | Stroke::Expected => ORANGE_TEXT,
    }
}

/// Where its places and values stand.
pub(in crate::chart) fn plot(data: &Picture, top: f64) -> Plot {
    let look = lettering(LABEL, INK).semi_bold();
    let names = data.areas.iter().map(|a| &a.label).chain(data.traces.iter().map(|t| &t.label));
    let beside = names.map(|n| look.width(n)).fold(0.0, f64::max).min(LABELS);
    let right = if beside > 0.0 { WIDTH - beside - 68.0 } else { WIDTH - MARGIN };
    let below = if data.x_title.is_empty() { 118.0 } else { 142.0 };
    let above = 34.0 + MARK_LINE * data.marks.len() as f64;
    let places = (HEIGHT - below, top + above);
    Plot { x: Scale::new(span(data), (MARGIN + 84.0, right)), y: scale_of(data, places) }
}

/// From 0 where bars stand on it or values come near it, which is most of what is never negative; shares end at 1.
fn scale_of(data: &Picture, places: (f64, f64)) -> Scale {
    let (low, high) = scale::extent(values(data));
    let from_0 = !data.bars.is_empty() || (low >= 0.0 && low < 0.6 * high);
    if !from_0 || high <= 0.0 {
        return data.y.scale(values(data), places);
    }
    let above = 1.06 * high;
    let most = if data.y == Axis::Percent && high <= 1.0 { above.min(1.0) } else { above };
    Scale::new((0.0, most), places)
}

/// Every value that is drawn.
fn values(data: &Picture) -> impl Iterator<Item = f64> {
    let areas = data.areas.iter().flat_map(|a| a.points.iter().flat_map(|p| [p.1, p.2]));
    let traces = data.traces.iter().flat_map(|t| t.points.iter().map(|p| p.1));
    let dots = data.dots.iter().flat_map(|d| d.interval.map_or([d.y; 3], |(low, high)| [low, d.y, high]));
    areas.chain(traces).chain(dots).chain(data.bars.iter().map(|b| b.height))
}

/// The first and the last place.
fn span(data: &Picture) -> (f64, f64) {
    if let Along::Places(names) = &data.x {
        return (0.4, names.len() as f64 + 0.6);
    }
    let areas = data.areas.iter().flat_map(|a| a.points.iter().map(|p| p.0));
    let traces = data.traces.iter().flat_map(|t| t.points.iter().map(|p| p.0));
    let bars = data.bars.iter().flat_map(|b| [b.from, b.to]);
    let marks = data.marks.iter().map(|m| m.value);
    let all = areas.chain(traces).chain(bars).chain(marks).chain(data.dots.iter().map(|d| d.x));
    let (low, high) = scale::extent(all);
    let air = if data.dots.is_empty() { 0.0 } else { 0.02 * (high - low) };
    (low - air, high + air)
}

/// Draws it below `top`.
pub(in crate::chart) fn draw(canvas: &Canvas<'_>, data: &Picture, top: f64) {
    let plot = plot(data, top);
    let right = plot.x.places().1;
    let (ticks, texts): (Vec<f64>, Vec<String>) = data.y.ticks(&plot.y, 6).into_iter().unzip();
    for area in &data.areas {
        canvas.polygon(&outline(&plot, area), BANDS[1]);
    }
    for bar in &data.bars {
        let (a, b) = (plot.x.at(bar.from), plot.x.at(bar.to));
        canvas.rectangle((a + 1.0, plot.y.at(bar.height)), (b - 1.0, plot.y.at(0.0)), BANDS[2]);
    }
    plot.left_axis(canvas, &ticks, &texts, SMALL);
    let title = font::fit(&data.y_title, SMALL, Weight::Regular, right - MARGIN);
    canvas.text(&title, (MARGIN, top + 6.0), lettering(SMALL, MUTED));
    plot.base_line(canvas);
    below(canvas, data, &plot);
    for trace in &data.traces {
        let places: Vec<(f64, f64)> = trace.points.iter().map(|&(x, y)| plot.at(x, y)).collect();
        match trace.stroke {
            Stroke::Steps => canvas.line(&steps(&places), colour(trace.stroke), 3.0),
            Stroke::Fitted => canvas.line(&places, colour(trace.stroke), 3.5),
            Stroke::Expected => canvas.dashed(&places, colour(trace.stroke), 3.0),
        }
    }
    dots(canvas, data, &plot);
    gaps(canvas, data, &plot);
    outside(canvas, data, &plot);
    marks(canvas, data, &plot, top);
    end_labels(canvas, data, &plot);
    labels::note(canvas, &data.note);
}

/// The upper ends from left to right, then the lower ones back.
fn outline(plot: &Plot, area: &Area) -> Vec<(f64, f64)> {
    let finite: Vec<&(f64, f64, f64)> = area.points.iter().filter(|p| p.1.is_finite() && p.2.is_finite()).collect();
    let of = |end: fn(&(f64, f64, f64)) -> f64| {
        let places: Vec<(f64, f64)> = finite.iter().map(|p| plot.at(p.0, end(p))).collect();
        if area.steps { steps(&places) } else { places }
    };
    let (mut high, low) = (of(|p| p.2), of(|p| p.1));
    high.extend(low.into_iter().rev());
    high
}

/// Corners of stairs whose steps hold until the next point.
fn steps(places: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let corners = places.windows(2).flat_map(|w| [w[0], (w[1].0, w[0].1)]);
    corners.chain(places.last().copied()).collect()
}

fn dots(canvas: &Canvas<'_>, data: &Picture, plot: &Plot) {
    for dot in data.dots.iter().filter(|d| d.y.is_finite()) {
        if let Some((low, high)) = dot.interval.filter(|(low, high)| low.is_finite() && high.is_finite()) {
            canvas.line(&[plot.at(dot.x, low), plot.at(dot.x, high)], BLUE, 1.8);
        }
        let weight = if dot.weight.is_finite() { dot.weight.clamp(0.0, 1.0) } else { 1.0 };
        // areas are in proportion to what stands behind them
        let radius = LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * weight.sqrt();
        canvas.circle(plot.at(dot.x, dot.y), radius + 1.5, PAPER);
        canvas.circle(plot.at(dot.x, dot.y), radius, BLUE);
    }
}

/// A small cross at the foot of each place that has nothing to show.
fn gaps(canvas: &Canvas<'_>, data: &Picture, plot: &Plot) {
    let y = plot.y.places().0 - 14.0;
    for x in data.gaps.iter().map(|x| plot.x.at(*x)) {
        canvas.line(&[(x - 5.0, y - 5.0), (x + 5.0, y + 5.0)], MUTED, 2.0);
        canvas.line(&[(x - 5.0, y + 5.0), (x + 5.0, y - 5.0)], MUTED, 2.0);
    }
}

/// Arrows at the edge toward values beyond it, with their numbers where these have room.
fn outside(canvas: &Canvas<'_>, data: &Picture, plot: &Plot) {
    let ((left, right), (bottom, top)) = (plot.x.places(), plot.y.places());
    let look = lettering(SMALL, BLUE).semi_bold().at(Anchor::Middle);
    let mut free_from = [left; 2];
    for out in &data.outside {
        let (x, half) = (plot.x.at(out.x), look.width(&out.text) / 2.0);
        let (tip, inward) = if out.is_above { (top + 2.0, 1.0) } else { (bottom - 2.0, -1.0) };
        canvas.polygon(&[(x, tip), (x - 8.0, tip + 14.0 * inward), (x + 8.0, tip + 14.0 * inward)], BLUE);
        let middle = x.min(right - half).max(left + half);
        let free = &mut free_from[usize::from(out.is_above)];
        if middle - half >= *free {
            labels::plate(canvas, &out.text, (middle, tip + 30.0 * inward), look);
            *free = middle + half + 10.0;
        }
    }
}

/// Upright lines, their texts one below the other above the plot.
fn marks(canvas: &Canvas<'_>, data: &Picture, plot: &Plot, top: f64) {
    let ((left, right), (bottom, _)) = (plot.x.places(), plot.y.places());
    for (i, mark) in data.marks.iter().enumerate().filter(|(_, m)| m.value.is_finite()) {
        let colour = if i == 0 { VERMILLION } else { BLUE };
        let y = top + 34.0 + MARK_LINE * i as f64;
        let x = plot.x.inside(mark.value);
        canvas.dashed(&[(x, y + 13.0), (x, bottom)], colour, 2.5);
        let look = lettering(LABEL, colour).semi_bold().at(Anchor::Middle);
        let text = font::fit(&mark.text, LABEL, Weight::SemiBold, right - left);
        let half = look.width(&text) / 2.0;
        labels::plate(canvas, &text, (x.min(right - half).max(left + half), y), look);
    }
}

/// Labels of the horizontal axis, those that have room, and its title.
fn below(canvas: &Canvas<'_>, data: &Picture, plot: &Plot) {
    let (left, right) = plot.x.places();
    let look = lettering(SMALL, MUTED);
    let wanted: Vec<(f64, String)> = match &data.x {
        Along::Values(axis) => axis.ticks(&plot.x, 9),
        Along::Logs(axis) => log_ticks(axis, plot.x.values()),
        Along::Places(names) => {
            let step = scale::label_step(names, &MONTH_STEPS, look, right - left);
            scale::shown(names.len(), step).into_iter().map(|i| (i as f64, names[i - 1].clone())).collect()
        }
    };
    let mut shown: Vec<(f64, String)> = Vec::new();
    let mut free_from = 12.0;
    for (x, text) in wanted {
        let (middle, half) = (plot.x.at(x), look.width(&text) / 2.0);
        let inside = (left - 1.0..=right + 1.0).contains(&middle);
        if inside && middle - half >= free_from && middle + half <= WIDTH - 12.0 {
            free_from = middle + half + 18.0;
            shown.push((x, text));
        }
    }
    plot.bottom_axis(canvas, &shown, SMALL);
    let title = font::fit(&data.x_title, SMALL, Weight::Regular, right - left);
    canvas.text(&title, ((left + right) / 2.0, plot.y.places().0 + 54.0), look.at(Anchor::Middle));
}

/// 1, 2 and 5 times the powers of ten between two logarithms; all powers alone where there are many.
fn log_ticks(axis: &Axis, (low, high): (f64, f64)) -> Vec<(f64, String)> {
    let ln10 = std::f64::consts::LN_10;
    let powers = (low / ln10).floor().max(-12.0) as i32..=(high / ln10).ceil().min(15.0) as i32;
    let multiples: &[f64] = if (high - low) / ln10 > 3.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let all = powers.flat_map(|p| multiples.iter().map(move |m| m * 10f64.powi(p)));
    let inside = all.filter(|v| v.ln() >= low && v.ln() <= high);
    // each in its own unit: one unit for $100 and $1M would have no digits for one of them
    inside.map(|v| (v.ln(), axis.text(v, v / 2.0))).collect()
}

/// Names of areas and lines, right of the plot.
fn end_labels(canvas: &Canvas<'_>, data: &Picture, plot: &Plot) {
    let mut out = Vec::new();
    for area in data.areas.iter().filter(|a| !a.label.is_empty()) {
        if let Some(last) = area.points.iter().rev().find(|p| p.1.is_finite() && p.2.is_finite()) {
            let y = plot.y.at(0.75 * last.2 + 0.25 * last.1);
            out.push(EndLabel { y, text: area.label.clone(), colour: MUTED, weight: Weight::Regular });
        }
    }
    for trace in data.traces.iter().filter(|t| !t.label.is_empty()) {
        if let Some(last) = trace.points.iter().rev().find(|p| p.1.is_finite()) {
            let (y, colour) = (plot.y.at(last.1), colour(trace.stroke));
            out.push(EndLabel { y, text: trace.label.clone(), colour, weight: Weight::SemiBold });
        }
    }
    let (bottom, top) = plot.y.places();
    labels::at_right_end(canvas, &out, plot.x.places().1, (top, bottom));
}
