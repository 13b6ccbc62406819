//! What the sales team can close against what the pipeline brings, by fiscal quarter, and how often each is the limit.

use super::canvas::{Anchor, Canvas, Weight, lettering};
use super::font;
use super::labels;
use super::scale::{self, Plot, Scale};
use super::theme::{BLUE, HEIGHT, INK, LABEL, MARGIN, MUTED, ON_ORANGE, ORANGE, PAPER, SMALL, WIDTH};
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::Odds;
use crate::plan::{Metric, Plan};
use crate::report::findings::{P10, P50, P90};
use crate::report::limits::{self, SEGMENTS_SHOWN};
use crate::report::{format, month_block};
use plotters::style::RGBColor;

/// Room left of a panel's plot for the labels of its axis.
const AXIS_LABELS: f64 = 84.0;

/// What the chart draws.
#[derive(Clone, Debug)]
pub struct Paths {
    /// ISO code.
    pub currency: String,
    /// "FY27 Q1".
    pub quarters: Vec<String>,
    /// One a segment, or the total; at least one.
    pub panels: Vec<Panel>,
    /// Which segments have no panel, and why.
    pub not_shown: Option<String>,
    /// Trials.
    pub trials: u64,
}

/// One segment, or the total.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Whose.
    pub title: String,
    /// What is drawn side by side in every quarter.
    pub series: Vec<Whiskers>,
    /// Share of each quarter's months in which capacity is the limit; `None` where nothing is weighed.
    pub capacity_binds: Option<Vec<f64>>,
    /// What is said of each quarter where a pointer rests on it, a line each; may be empty.
    pub tips: Vec<Vec<String>>,
}

/// Percentiles of money by quarter; NaN where undefined.
#[derive(Clone, Debug)]
pub struct Whiskers {
    /// Which path.
    pub path: Path,
    /// P10.
    pub low: Vec<f64>,
    /// P50.
    pub median: Vec<f64>,
    /// P90.
    pub high: Vec<f64>,
}

/// What a series shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// What the sales team can close.
    Capacity,
    /// What the pipeline brings.
    Pipeline,
    /// The change of ARR, where a plan has neither path.
    NetNewArr,
}

impl Path {
    fn label(self) -> &'static str {
        match self {
            Path::Capacity => "Sales capacity",
            Path::Pipeline => "Pipeline bookings",
            Path::NetNewArr => "Net new ARR",
        }
    }

    fn metric(self) -> Metric {
        match self {
            Path::Capacity => Metric::CapacityArr,
            Path::Pipeline => Metric::PipelineArr,
            Path::NetNewArr => Metric::NetNewArr,
        }
    }

    fn colour(self) -> RGBColor {
        match self {
            Path::Capacity | Path::NetNewArr => BLUE,
            Path::Pipeline => ORANGE,
        }
    }
}

/// The chart's data: the largest segments that weigh both paths, else the total with what paths there are.
pub fn paths(plan: &Plan, odds: &Odds, bands: &[Series]) -> Paths {
    let shown = limits::constrained_segments(plan, bands).into_iter().take(SEGMENTS_SHOWN);
    let mut panels: Vec<Panel> =
        shown.map(|s| panel((plan, odds), bands, Some(s), limits::segment_name(plan, s))).collect();
    if panels.is_empty() {
        panels.push(panel((plan, odds), bands, None, "All segments".to_string()));
    }
    Paths {
        currency: plan.currency.clone(),
        quarters: plan.calendar.quarter_labels(),
        panels,
        not_shown: limits::not_shown(plan, bands),
        trials: odds.trials,
    }
}

/// A segment's paths; for all segments together, whose limit is not weighed, `segment` is `None`.
fn panel((plan, odds): (&Plan, &Odds), bands: &[Series], segment: Option<usize>, title: String) -> Panel {
    let whiskers = |path: Path| {
        let columns = &bands::find(bands, path.metric(), segment)?.quarters;
        let column = |i: usize| columns.percentiles[i].iter().map(|x| x.unwrap_or(f64::NAN)).collect();
        Some(Whiskers { path, low: column(P10), median: column(P50), high: column(P90) })
    };
    let mut series: Vec<Whiskers> = [Path::Capacity, Path::Pipeline].into_iter().filter_map(whiskers).collect();
    if series.is_empty() {
        series.extend(whiskers(Path::NetNewArr));
    }
    let share = |columns: &Columns| columns.mean.iter().map(|x| x.unwrap_or(f64::NAN)).collect::<Vec<f64>>();
    let bound = segment.and_then(|_| bands::find(bands, Metric::CapacityBound, segment));
    let capacity_binds = bound.map(|s| share(&s.quarters));
    let tip = |(q, quarter): (usize, &String)| {
        let path =
            |s: &Whiskers| s.tip(bands::find(bands, s.path.metric(), segment)?, (q, odds.trials), &plan.currency);
        let limit = capacity_binds.as_ref().and_then(|shares| shares.get(q)).filter(|share| share.is_finite());
        let limit = limit.map(|&s| format!("Capacity is the limit in {} of months", format::percent_within(s, 0.01)));
        std::iter::once(quarter.clone()).chain(series.iter().filter_map(path)).chain(limit).collect()
    };
    let tips = plan.calendar.quarter_labels().iter().enumerate().map(tip).collect();
    Panel { title, series, capacity_binds, tips }
}

impl Whiskers {
    /// "Sales capacity: median $1.9M, P10 $1.6M, P90 $2.2M".
    fn tip(&self, bands: &Series, (q, trials): (usize, u64), currency: &str) -> Option<String> {
        let block = month_block(&[&bands.quarters], &[P10, P50, P90], std::iter::once(q), trials, currency);
        let [low, median, high] = [&self.low, &self.median, &self.high].map(|values| values.get(q).copied());
        let median = format!("{}: median {}", self.path.label(), block.text(median.filter(|x| x.is_finite())?));
        if low == high {
            return Some(median);
        }
        Some(format!("{median}, P10 {}, P90 {}", block.text(low?), block.text(high?)))
    }
}

/// A part of the page.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, data: &Paths, top: f64) {
    key(canvas, data, top + 8.0);
    let frames = all_frames(data, top);
    // The narrowest panel decides, so that all bars are written alike.
    let narrowest = frames.iter().map(|f| f.right - f.left - AXIS_LABELS).fold(f64::INFINITY, f64::min);
    let bar_text = bar_text(&data.panels, half_bar(narrowest / data.quarters.len().max(1) as f64));
    for (panel, frame) in data.panels.iter().zip(frames) {
        draw_panel(canvas, data, panel, (frame, bar_text));
    }
    let not_shown = data.not_shown.as_ref().map_or(String::new(), |text| format!(" {text}."));
    let weighed = data.panels.iter().any(|p| p.capacity_binds.is_some());
    let points = match data.trials {
        1 => "Points: the one future simulated.",
        _ => "Points: each quarter's median. Lines: from P10 to P90.",
    };
    let bars = match weighed {
        true => " Bars: share of simulated months in which each is the limit (capacity where deals waited for it).",
        false => "",
    };
    labels::note(canvas, &format!("{points}{bars}{not_shown}"));
}

/// Parts of the page: one, two side by side, one above two, or two above two.
fn frames(count: usize, top: f64, bottom: f64) -> Vec<Frame> {
    let rows: &[usize] = match count {
        0 | 1 => &[1],
        2 => &[2],
        3 => &[1, 2],
        _ => &[2, 2],
    };
    let (beside, below) = (48.0, 14.0);
    let height = (bottom - top + below) / rows.len() as f64 - below;
    let frame = |row: usize, column: usize, columns: usize| {
        let width = (WIDTH - 2.0 * MARGIN + beside) / columns as f64 - beside;
        let left = MARGIN + column as f64 * (width + beside);
        let top = top + row as f64 * (height + below);
        Frame { left, right: left + width, top, bottom: top + height }
    };
    let row = |(row, &columns): (usize, &usize)| {
        (0..columns).map(move |column| frame(row, column, columns)).collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(row).collect()
}

/// Which mark is which path.
fn key(canvas: &Canvas<'_>, data: &Paths, y: f64) {
    let look = lettering(LABEL, INK);
    let mut x = MARGIN;
    for path in [Path::Capacity, Path::Pipeline, Path::NetNewArr] {
        if data.panels.iter().any(|p| p.series.iter().any(|s| s.path == path)) {
            mark(canvas, path, (x + 8.0, y), 8.0);
            canvas.text(path.label(), (x + 26.0, y), look);
            x += 26.0 + look.width(path.label()) + 36.0;
        }
    }
}

/// A round mark for capacity, a square one for the pipeline, so that grey print keeps them apart.
fn mark(canvas: &Canvas<'_>, path: Path, (x, y): (f64, f64), size: f64) {
    let (outer, inner) = (size + 1.5, size);
    match path {
        Path::Capacity | Path::NetNewArr => {
            canvas.circle((x, y), outer, PAPER);
            canvas.circle((x, y), inner, path.colour());
        }
        Path::Pipeline => {
            canvas.rectangle((x - outer, y - outer), (x + outer, y + outer), PAPER);
            canvas.rectangle((x - inner + 1.0, y - inner + 1.0), (x + inner - 1.0, y + inner - 1.0), path.colour());
        }
    }
}

fn draw_panel(canvas: &Canvas<'_>, data: &Paths, panel: &Panel, (frame, bar_text): (Frame, BarText)) {
    let (strip, plot) = (strip(panel), panel_plot(data, panel, frame));
    let title = font::fit(&panel.title, LABEL, Weight::SemiBold, frame.right - frame.left);
    canvas.text(&title, (frame.left, frame.top + 14.0), lettering(LABEL, INK).semi_bold());
    let most = ((frame.bottom - frame.top) / 70.0) as usize;
    plot.money_axis(canvas, &data.currency, most.clamp(3, 7), SMALL);
    plot.base_line(canvas);
    for (i, series) in panel.series.iter().enumerate() {
        draw_series(canvas, &plot, series, i, panel.series.len());
    }
    quarters(canvas, &plot, &data.quarters);
    if let Some(shares) = &panel.capacity_binds {
        draw_strip(canvas, &plot, (shares, bar_text), (frame.bottom - strip + 6.0, frame.bottom - 10.0));
    }
}

/// Height of the bars below a panel.
fn strip(panel: &Panel) -> f64 {
    if panel.capacity_binds.is_some() { 58.0 } else { 0.0 }
}

fn panel_plot(data: &Paths, panel: &Panel, frame: Frame) -> Plot {
    let values = panel.series.iter().flat_map(|s| s.low.iter().chain(&s.high)).copied().chain([0.0]);
    Plot {
        x: Scale::new((0.5, data.quarters.len() as f64 + 0.5), (frame.left + AXIS_LABELS, frame.right)),
        y: Scale::over(values, (frame.bottom - 44.0 - strip(panel), frame.top + 44.0)),
    }
}

/// Where the quarters and amounts of each panel stand, and the panel's foot.
pub(super) fn plots(data: &Paths, top: f64) -> Vec<(Plot, f64)> {
    let plot = |(panel, frame): (&Panel, Frame)| (panel_plot(data, panel, frame), frame.bottom);
    data.panels.iter().zip(all_frames(data, top)).map(plot).collect()
}

fn all_frames(data: &Paths, top: f64) -> Vec<Frame> {
    frames(data.panels.len(), top + 40.0, HEIGHT - 70.0)
}

/// Whiskers and medians; the series stand beside each other in every quarter.
fn draw_series(canvas: &Canvas<'_>, plot: &Plot, series: &Whiskers, place: usize, of: usize) {
    let quarter = plot.x.at(2.0) - plot.x.at(1.0);
    let apart = (quarter * 0.28).min(44.0);
    let size = (quarter * 0.12).clamp(4.0, 8.0);
    let shift = (place as f64 - (of as f64 - 1.0) / 2.0) * apart;
    for (q, &median) in series.median.iter().enumerate() {
        let x = plot.x.at((q + 1) as f64) + shift;
        let (low, high) = (plot.y.at(series.low[q]), plot.y.at(series.high[q]));
        canvas.line(&[(x, low), (x, high)], series.path.colour(), 3.0);
        if median.is_finite() {
            mark(canvas, series.path, (x, plot.y.at(median)), size);
        }
    }
}

fn quarters(canvas: &Canvas<'_>, plot: &Plot, quarters: &[String]) {
    let (left, right) = plot.x.places();
    let step = scale::label_step(quarters, &scale::QUARTER_STEPS, lettering(SMALL, MUTED), right - left);
    let labels: Vec<(f64, String)> =
        scale::shown(quarters.len(), step).into_iter().map(|q| (q as f64, quarters[q - 1].clone())).collect();
    plot.bottom_axis(canvas, &labels, SMALL);
}

/// How the shares in the bars of a panel are written.
#[derive(Clone, Copy)]
struct BarText {
    size: f64,
    unit: &'static str,
}

/// Wide bars have room for the percent sign, narrow ones for numbers alone, in a smaller size if need be.
const BAR_TEXTS: [BarText; 4] = [
    BarText { size: SMALL, unit: " %" },
    BarText { size: SMALL, unit: "" },
    BarText { size: 16.0, unit: "" },
    BarText { size: 14.0, unit: "" },
];

/// A part smaller than this share may go without its number, for the others' sake.
const NO_TEXT: f64 = 0.15;

impl BarText {
    fn text(self, share: f64) -> String {
        let text = format::percent_within(share, 0.01);
        text.strip_suffix(" %").map_or(text.clone(), |number| format!("{number}{}", self.unit))
    }

    fn fits(self, share: f64, room: f64) -> bool {
        lettering(self.size, INK).semi_bold().width(&self.text(share)) + 4.0 <= room
    }
}

/// Half the width of a bar in a quarter of this width.
fn half_bar(quarter: f64) -> f64 {
    (quarter * 0.47).min(90.0)
}

/// The first way of writing in which all shares of all panels fit, or at least the larger one of every bar.
fn bar_text(panels: &[Panel], half: f64) -> BarText {
    let finite = || panels.iter().filter_map(|p| p.capacity_binds.as_ref()).flatten().filter(|s| s.is_finite());
    let fits = |text: &BarText, s: f64| text.fits(s, 2.0 * half * s);
    let both_fit = |text: &BarText| finite().flat_map(|s| [*s, 1.0 - s]).all(|s| s < NO_TEXT || fits(text, s));
    let larger_fit = |text: &BarText| finite().all(|s| fits(text, s.max(1.0 - s)));
    let found = BAR_TEXTS.into_iter().find(both_fit).or_else(|| BAR_TEXTS.into_iter().find(larger_fit));
    found.unwrap_or(BAR_TEXTS[BAR_TEXTS.len() - 1])
}

/// A bar a quarter: capacity's share from the left, the pipeline's from the right, each in percent where that fits; too
/// narrow to be written on, capacity's share from below.
fn draw_strip(canvas: &Canvas<'_>, plot: &Plot, (shares, bar_text): (&[f64], BarText), (top, bottom): (f64, f64)) {
    let quarter = plot.x.at(2.0) - plot.x.at(1.0);
    let half = half_bar(quarter);
    let middle = (top + bottom) / 2.0;
    let is_written = bar_text.fits(0.5, half);
    let heading = if bar_text.unit.is_empty() && is_written { "Limit, %" } else { "Limit" };
    canvas.text(heading, (plot.x.places().0 - 12.0, middle), lettering(SMALL, MUTED).at(Anchor::End));
    for (q, &share) in shares.iter().enumerate().filter(|(_, s)| s.is_finite()) {
        let x = plot.x.at((q + 1) as f64);
        if !is_written {
            let split = bottom - share * (bottom - top);
            canvas.rectangle((x - half, split), (x + half, bottom), BLUE);
            canvas.rectangle((x - half, top), (x + half, split), ORANGE);
            continue;
        }
        let split = x - half + 2.0 * half * share;
        bar(canvas, (x - half, split), (top, bottom), (share, bar_text), (BLUE, PAPER));
        bar(canvas, (split, x + half), (top, bottom), (1.0 - share, bar_text), (ORANGE, ON_ORANGE));
    }
}

/// One path's part of a bar, with its share where there is room.
fn bar(
    canvas: &Canvas<'_>,
    (left, right): (f64, f64),
    (top, bottom): (f64, f64),
    (share, text): (f64, BarText),
    (fill, ink): (RGBColor, RGBColor),
) {
    let look = lettering(text.size, ink).semi_bold().at(Anchor::Middle);
    canvas.rectangle((left, top), (right, bottom), fill);
    if text.fits(share, right - left) {
        canvas.text(&text.text(share), ((left + right) / 2.0, (top + bottom) / 2.0), look);
    }
}
