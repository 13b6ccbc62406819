//! ARR by month: bands, median, target, milestones, the plan as written; and what else has a course of the same kind.

use super::axis::Level;
use super::canvas::{Anchor, Canvas, Point, Weight, lettering};
use super::labels::{self, EndLabel};
use super::scale::{self, Plot, Scale};
use super::theme::{
    BANDS, BLUE, HEIGHT, INK, LABEL, MARGIN, MUTED, ORANGE, ORANGE_TEXT, PAPER, SMALL, VERMILLION, WIDTH,
};
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::Odds;
use crate::plan::{Metric, Plan};
use crate::report::findings::{self, P10, P50, P90};
use crate::report::format::{self, MoneyBlock};
use crate::report::month_block;

/// Room right of the plot for the labels.
const LABELS: f64 = 356.0;
/// Places of the drawn percentiles (P5, P10, P25, P50, P75, P90, P95) among those that are reported.
const DRAWN: [usize; 7] = [1, 2, 3, 4, 5, 6, 7];
/// Names of the drawn percentiles.
const NAMES: [&str; 7] = ["P5", "P10 (1 in 10 below)", "P25", "Median", "P75", "P90 (1 in 10 above)", "P95"];
const MEDIAN: usize = 3;

/// What the chart draws; money, one entry a month where not said otherwise.
#[derive(Clone, Debug)]
pub struct Fan {
    /// ISO code.
    pub currency: String,
    /// "Jan 27".
    pub months: Vec<String>,
    /// ARR, or what else is shown, at time 0.
    pub opening: f64,
    /// P5, P10, P25, P50, P75, P90, P95; NaN where undefined.
    pub percentiles: [Vec<f64>; 7],
    /// Those of the last month as text.
    pub last: [String; 7],
    /// The plan as written; NaN where undefined.
    pub planned: Vec<f64>,
    /// Its last month as text.
    pub planned_last: String,
    /// What is said of each month where a pointer rests on it, a line each; may be empty.
    pub tips: Vec<Vec<String>>,
    /// Month t of the target, and its ARR.
    pub target: Option<(usize, f64)>,
    /// What holds in every month: a dashed line from end to end.
    pub level: Option<Level>,
    /// Month t and ARR of each milestone.
    pub milestones: Vec<(usize, f64)>,
    /// Trials.
    pub trials: u64,
    /// One of them, drawn over the others.
    pub one: Option<OneTrial>,
}

/// The path of one trial.
#[derive(Clone, Debug)]
pub struct OneTrial {
    /// "Trial 7,312".
    pub name: String,
    /// Its ARR by month.
    pub arr: Vec<f64>,
    /// That of the last month as text.
    pub last: String,
}

/// The chart's data from the results.
pub fn fan(plan: &Plan, odds: &Odds, bands: &[Series]) -> Fan {
    let arr = bands::find(bands, Metric::Arr, None).map(|s| &s.months);
    let block = match arr {
        Some(c) if odds.by < plan.calendar.months => at_the_end(plan, c, odds.trials),
        _ => findings::at_target(plan, odds),
    };
    let mut fan = course(plan, plan.opening_arr(), arr, (block, odds.trials));
    fan.target = Some((odds.by, odds.target_arr));
    fan.milestones = odds.milestones.iter().map(|m| (m.t, m.arr)).collect();
    let marks = fan.milestones.iter().map(|m| ("Milestone", *m)).chain(fan.target.map(|target| ("Target", target)));
    for (name, (t, arr)) in marks {
        let wanted = format!("{name} {}", format::money_exact(arr, &plan.currency));
        fan.tips.get_mut(t - 1).into_iter().for_each(|tip| tip.push(wanted.clone()));
    }
    fan
}

/// One unit for P10, P50 and P90 of the last month.
pub(super) fn at_the_end<'a>(plan: &'a Plan, columns: &Columns, trials: u64) -> MoneyBlock<'a> {
    let end = std::iter::once(plan.calendar.months - 1);
    month_block(&[columns], &[P10, P50, P90], end, trials, &plan.currency)
}

/// The bands of any money, without target and milestones; its last month is said in the block's unit.
pub(super) fn course(
    plan: &Plan,
    opening: f64,
    columns: Option<&Columns>,
    (block, trials): (MoneyBlock<'_>, u64),
) -> Fan {
    let calendar = &plan.calendar;
    let column = |values: &[Option<f64>]| values.iter().map(|x| x.unwrap_or(f64::NAN)).collect::<Vec<f64>>();
    let percentiles = DRAWN.map(|i| columns.map_or(Vec::new(), |c| column(&c.percentiles[i])));
    let planned = columns.map_or(Vec::new(), |c| column(&c.planned));
    let last = |values: &[f64]| block.text(values.last().copied().unwrap_or(f64::NAN));
    Fan {
        currency: plan.currency.clone(),
        months: (1..=calendar.months).map(|t| format::month_short(calendar.month(t))).collect(),
        opening,
        last: std::array::from_fn(|drawn| last(&percentiles[drawn])),
        percentiles,
        planned_last: last(&planned),
        tips: columns.map_or(Vec::new(), |c| tips(plan, c, (&block, trials))),
        planned,
        target: None,
        level: None,
        milestones: Vec::new(),
        trials,
        one: None,
    }
}

/// What is said of each month; of the last with `last`, as at the right end.
fn tips(plan: &Plan, columns: &Columns, (last, trials): (&MoneyBlock<'_>, u64)) -> Vec<Vec<String>> {
    let at = |values: &[Option<f64>], t: usize| values.get(t - 1).copied().flatten();
    let tip = |t: usize| {
        let months = std::iter::once(t - 1);
        let of_month = month_block(&[columns], &[P10, P50, P90], months, trials, &plan.currency);
        let block = if t == plan.calendar.months { last } else { &of_month };
        let said = |name: &str, x: Option<f64>| x.map(|x| format!("{name} {}", block.text(x)));
        let percentile = |i: usize| at(&columns.percentiles[i], t);
        let range = match percentile(P10) == percentile(P90) {
            true => vec![said("Every future", percentile(P50))],
            false => vec![said("P90", percentile(P90)), said("Median", percentile(P50)), said("P10", percentile(P10))],
        };
        let month = Some(format::month(plan.calendar.month(t)));
        let written = said("Plan as written", at(&columns.planned, t));
        std::iter::once(month).chain(range).chain([written]).flatten().collect()
    };
    (1..=plan.calendar.months).map(tip).collect()
}

/// Draws it below `top`.
pub(super) fn draw(canvas: &Canvas<'_>, fan: &Fan, top: f64) {
    let plot = plot(fan, top);
    plot.money_axis(canvas, &fan.currency, 7, SMALL);
    for (k, colour) in BANDS.into_iter().enumerate() {
        let low = line(&plot, fan.opening, &fan.percentiles[k]);
        let high = line(&plot, fan.opening, &fan.percentiles[6 - k]);
        canvas.polygon(&low.into_iter().chain(high.into_iter().rev()).collect::<Vec<Point>>(), colour);
    }
    plot.base_line(canvas);
    months(canvas, &plot, &fan.months);
    level(canvas, &plot, fan);
    target(canvas, &plot, fan);
    canvas.dashed(&line(&plot, fan.opening, &fan.planned), INK, 2.5);
    canvas.line(&line(&plot, fan.opening, &fan.percentiles[MEDIAN]), BLUE, 4.0);
    if let Some(one) = &fan.one {
        canvas.line(&line(&plot, fan.opening, &one.arr), ORANGE, 5.0);
    }
    milestones(canvas, &plot, fan);
    end_labels(canvas, &plot, fan);
    let lines = match (is_certain(fan), fan.trials) {
        (false, _) => {
            "Shaded: the middle 50, 80 and 90 of 100 futures. \
             Solid line: each month's median (half of the futures above, half below)."
        }
        (true, 1) => "Solid line: the one future simulated.",
        (true, _) => "Solid line: every future.",
    };
    let marks = if fan.milestones.is_empty() { "" } else { " Diamonds: milestones." };
    let one = fan.one.as_ref().map_or(String::new(), |one| format!(" Orange: {}.", one.name.to_lowercase()));
    labels::note(canvas, &format!("{lines}{one} Dashed black: the plan as written.{marks}"));
}

/// Whether there is no band to be seen.
fn is_certain(fan: &Fan) -> bool {
    fan.percentiles[0] == fan.percentiles[6]
}

/// Where its months and amounts stand.
pub(super) fn plot(fan: &Fan, top: f64) -> Plot {
    let wanted = fan.target.iter().chain(&fan.milestones).map(|m| m.1);
    let marks = wanted.chain(fan.level.iter().map(|l| l.value)).chain([fan.opening]);
    let one = fan.one.iter().map(|one| &one.arr);
    let values = fan.percentiles.iter().chain([&fan.planned]).chain(one).flatten().copied().chain(marks);
    Plot {
        x: Scale::new((0.0, fan.months.len() as f64), (MARGIN + 84.0, WIDTH - LABELS)),
        y: Scale::over(values, (HEIGHT - 116.0, top + 10.0)),
    }
}

/// A series as points, from the opening ARR at time 0.
fn line(plot: &Plot, opening: f64, values: &[f64]) -> Vec<Point> {
    let opening = std::iter::once(&opening);
    opening.chain(values).enumerate().map(|(t, &value)| plot.at(t as f64, value)).collect()
}

/// Labels of month ends, and of the opening where there is room.
fn months(canvas: &Canvas<'_>, plot: &Plot, months: &[String]) {
    let (left, right) = plot.x.places();
    let look = lettering(SMALL, MUTED);
    let step = scale::label_step(months, &scale::MONTH_STEPS, look, right - left);
    let shown = scale::shown(months.len(), step);
    let mut labels: Vec<(f64, String)> = shown.iter().map(|&t| (t as f64, months[t - 1].clone())).collect();
    let room = plot.x.at(shown[0] as f64) - left;
    if room > 0.5 * (look.width("Opening") + look.width(&months[0])) + 14.0 {
        labels.insert(0, (0.0, "Opening".to_string()));
    }
    plot.bottom_axis(canvas, &labels, SMALL);
}

fn level(canvas: &Canvas<'_>, plot: &Plot, fan: &Fan) {
    let Some(level) = &fan.level else { return };
    let ((left, right), y) = (plot.x.places(), plot.y.at(level.value));
    canvas.dashed(&[(left, y), (right, y)], VERMILLION, 2.5);
}

fn target(canvas: &Canvas<'_>, plot: &Plot, fan: &Fan) {
    let Some((t, arr)) = fan.target else { return };
    let left = plot.x.places().0;
    let (x, y) = plot.at(t as f64, arr);
    canvas.dashed(&[(left, y), (x, y)], VERMILLION, 2.5);
    canvas.circle((x, y), 9.0, PAPER);
    canvas.circle((x, y), 7.0, VERMILLION);
}

/// The name of a target before the plan's end, over its mark; where it begins. (At the end it is named on the right.)
fn target_name(canvas: &Canvas<'_>, plot: &Plot, fan: &Fan) -> f64 {
    let (left, right) = plot.x.places();
    let Some((t, arr)) = fan.target.filter(|target| target.0 < fan.months.len()) else { return right };
    let text = format!("Target {}, {}", format::money_exact(arr, &fan.currency), fan.months[t - 1]);
    let look = lettering(LABEL, VERMILLION).semi_bold().at(Anchor::Middle);
    let half = look.width(&text) / 2.0 + 8.0;
    let (x, y) = plot.at(t as f64, arr);
    let x = x.min(right - half).max(left + half);
    labels::plate(canvas, &text, (x, y - 30.0), look);
    x - half
}

/// A diamond at each milestone, with its ARR where that touches neither the one before nor the target's name.
fn milestones(canvas: &Canvas<'_>, plot: &Plot, fan: &Fan) {
    let look = lettering(SMALL, VERMILLION).at(Anchor::Middle);
    let mut free_from = plot.x.places().0;
    let free_to = target_name(canvas, plot, fan);
    for &(t, arr) in &fan.milestones {
        let (x, y) = plot.at(t as f64, arr);
        canvas.diamond((x, y), 10.0, PAPER);
        canvas.diamond((x, y), 7.5, VERMILLION);
        let text = format::money_exact(arr, &fan.currency);
        let half = look.width(&text) / 2.0 + 8.0;
        if x - half >= free_from && x + half <= free_to {
            labels::plate(canvas, &text, (x, y - 27.0), look);
            free_from = x + half;
        }
    }
}

/// Labels of all lines at the right end; percentiles that are the same share one.
fn end_labels(canvas: &Canvas<'_>, plot: &Plot, fan: &Fan) {
    let value = |i: usize| fan.percentiles[i].last().copied().unwrap_or(fan.opening);
    let mut out = Vec::new();
    let is_constant = is_certain(fan);
    for i in (0..7).filter(|&i| !is_constant || i == MEDIAN) {
        let name = match (is_constant, fan.trials) {
            (false, _) => NAMES[i],
            (true, 1) => "The one future",
            (true, _) => "Every future",
        };
        let (colour, weight) = if i == MEDIAN { (BLUE, Weight::SemiBold) } else { (MUTED, Weight::Regular) };
        out.push(EndLabel { y: plot.y.at(value(i)), text: format!("{name} {}", fan.last[i]), colour, weight });
    }
    if let Some(planned) = fan.planned.last().filter(|x| x.is_finite()) {
        let text = format!("Plan as written {}", fan.planned_last);
        out.push(EndLabel { y: plot.y.at(*planned), text, colour: INK, weight: Weight::Regular });
    }
    if let Some((one, arr)) = fan.one.as_ref().and_then(|one| Some((one, one.arr.last()?))) {
        let text = format!("{} {}", one.name, one.last);
        out.push(EndLabel { y: plot.y.at(*arr), text, colour: ORANGE_TEXT, weight: Weight::SemiBold });
    }
    if let Some(level) = &fan.level {
        let (text, weight) = (level.text.clone(), Weight::SemiBold);
        out.push(EndLabel { y: plot.y.at(level.value), text, colour: VERMILLION, weight });
    }
    if let Some((_, arr)) = fan.target.filter(|target| target.0 == fan.months.len()) {
        let text = format!("Target {}", format::money_exact(arr, &fan.currency));
        out.push(EndLabel { y: plot.y.at(arr), text, colour: VERMILLION, weight: Weight::SemiBold });
    }
    let (bottom, top) = plot.y.places();
    labels::at_right_end(canvas, &out, plot.x.places().1, (top, bottom));
}
