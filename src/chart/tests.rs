//! Every chart of every kind of plan: it draws, the same twice, and no text is cut or stands on another.

use super::*;
use crate::analysis::Estimate;
use crate::analysis::odds::MilestoneOdds;
use crate::plan::{Metric, Reconcile};
use crate::report::{fixture, format};
use resvg::usvg::{Group, Node, Tree};

mod inside;
mod kinds;

/// A plan with its results.
struct Case {
    name: &'static str,
    plan: Plan,
    odds: Odds,
    bands: Vec<Series>,
    distribution: Distribution,
}

impl Case {
    fn new(name: &'static str, plan: Plan, spread: f64) -> Self {
        let (odds, bands) = (fixture::odds(&plan, spread), fixture::bands(&plan, spread));
        let distribution = fixture::distribution(&plan, spread);
        Self { name, plan, odds, bands, distribution }
    }

    fn figures(&self) -> Vec<(&'static str, Figure)> {
        figures(&self.plan, &fixture::provenance(), &self.odds, &self.bands, &self.distribution)
    }
}

fn cases() -> Vec<Case> {
    vec![
        Case::new("a year", fixture::plan(12, 3), 0.09),
        Case::new("constant", fixture::plan(12, 1), 0.0),
        Case::new("five years, twelve segments", fixture::plan(60, 12), 0.3),
        Case::new("billions", fixture::plan_towards(24, 2, 10e9), 0.1),
        Case::new("one month, thousands, also below 0", fixture::plan_towards(1, 1, 10e3), 0.6),
        Case::new("four segments", fixture::plan(18, 4), 0.1),
        hostile_texts(),
        one_trial(),
        no_paths(),
        one_path(),
        never_missed(),
    ]
}

/// Long and hostile texts, a long currency, a target before the plan's end, a milestone every month.
fn hostile_texts() -> Case {
    let mut plan = fixture::plan(14, 2);
    plan.name = "<script>alert(1)</script> \"Größe\" & 🚀\u{0}\n ".repeat(9);
    plan.segments[0].name = "a-very-long-segment-name-".repeat(12);
    plan.currency = "CHF".to_string();
    plan.calendar.fiscal_year_start = 3;
    let mut case = Case::new("hostile texts", plan, 0.1);
    case.odds.by = 9;
    let probability = case.odds.probability;
    case.odds.milestones = (1..9).map(|t| MilestoneOdds { t, arr: 10e6 + 0.9e6 * t as f64, probability }).collect();
    case
}

/// One trial that hits, without milestones.
fn one_trial() -> Case {
    let mut case = Case::new("one trial", fixture::plan(12, 1), 0.0);
    let hit = |t: usize| Estimate { value: Some(if t > 8 { 1.0 } else { 0.0 }), ..Estimate::default() };
    case.odds.trials = 1;
    case.odds.probability = hit(12);
    case.odds.on_path = (1..=12).map(hit).collect();
    case.odds.path = vec![20e6; 12];
    case.odds.milestones.clear();
    case
}

/// Every trial hits, far above the target.
fn never_missed() -> Case {
    let mut case = Case::new("never missed", fixture::plan(12, 2), 0.05);
    let always = Estimate { value: Some(1.0), low: Some(0.9996), high: Some(1.0) };
    (case.odds.probability, case.odds.target_arr) = (always, 5e6);
    case.odds.on_path = vec![always; 12];
    case
}

/// Renewals only, losing ARR, and a target far off.
fn no_paths() -> Case {
    let mut plan = fixture::plan(12, 2);
    for segment in &mut plan.segments {
        (segment.reconcile, segment.sales_force, segment.pipeline) = (Reconcile::BaseOnly, None, None);
    }
    let mut case = Case::new("no paths", plan, 0.1);
    case.odds.target_arr = 90e6;
    case.bands.retain(|s| !matches!(s.metric, Metric::CapacityArr | Metric::PipelineArr | Metric::CapacityBound));
    for series in case.bands.iter_mut().filter(|s| s.metric == Metric::NetNewArr) {
        series.quarters.percentiles.iter_mut().flatten().for_each(|x| *x = x.map(|x| x - 2e6));
    }
    case
}

/// Pipeline-led segments, nothing to be weighed.
fn one_path() -> Case {
    let mut plan = fixture::plan(12, 2);
    for segment in &mut plan.segments {
        (segment.reconcile, segment.sales_force) = (Reconcile::Pipeline, None);
    }
    let mut case = Case::new("one path", plan, 0.1);
    case.bands.retain(|s| !matches!(s.metric, Metric::CapacityArr | Metric::CapacityBound));
    case
}

/// All texts of a chart with their boxes: left, top, right, bottom.
fn texts(svg: &str) -> Vec<(String, [f32; 4])> {
    fn collect(group: &Group, out: &mut Vec<(String, [f32; 4])>) {
        for node in group.children() {
            match node {
                Node::Group(group) => collect(group, out),
                Node::Text(text) => {
                    let words = text.chunks().iter().map(|c| c.text()).collect();
                    let ink = text.flattened().abs_bounding_box();
                    out.push((words, [ink.left(), ink.top(), ink.right(), ink.bottom()]));
                }
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }
    let tree: Tree = raster::parsed(svg).unwrap();
    let mut out = Vec::new();
    collect(tree.root(), &mut out);
    out
}

/// Fails where a text of the chart is cut by the page's edge or stands on another.
fn assert_readable(name: &str, figure: &Figure) {
    let texts = texts(&svg(figure));
    assert!(texts.len() >= 5, "{name} is empty");
    for (i, (text, a)) in texts.iter().enumerate() {
        let inside = a[0] >= 4.0 && a[1] >= 4.0 && a[2] <= 1596.0 && a[3] <= 896.0;
        assert!(inside, "{name}: {text:?} at {a:?} is cut");
        for (other, b) in &texts[i + 1..] {
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            assert!(apart, "{name}: {text:?} at {a:?} touches {other:?} at {b:?}");
        }
    }
}

#[test]
fn no_text_is_cut_or_stands_on_another() {
    for case in cases() {
        for (chart, figure) in case.figures() {
            assert_readable(&format!("{}: {chart}", case.name), &figure);
        }
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for (_, figure) in Case::new("a year", fixture::plan(12, 3), 0.09).figures() {
        let first = svg(&figure);
        assert_eq!(first, svg(&figure));
        assert_eq!(png(&first).unwrap(), png(&first).unwrap());
    }
}

#[test]
fn every_chart_can_be_a_png() {
    for case in cases() {
        for (chart, figure) in case.figures() {
            let bytes = png(&svg(&figure)).unwrap();
            // The size stands behind the signature and the header's name, big-endian.
            let size = [16, 20].map(|at| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()));
            assert_eq!(size, [3200, 1800], "{}: {chart}", case.name);
        }
    }
}

#[test]
fn charts_have_a_name_and_a_description_for_those_who_cannot_see_them() {
    for (_, figure) in hostile_texts().figures() {
        let svg = svg(&figure);
        assert!(svg.starts_with("<svg width=\"1600\" height=\"900\" viewBox=\"0 0 6400 3600\""));
        assert!(svg.contains("<title>") && svg.contains("<desc>") && !svg.contains("<script>"));
    }
}

#[test]
fn plans_without_paths_still_show_something() {
    let figures = no_paths().figures();
    let Content::Paths(paths) = &figures[3].1.content else { panic!("the fourth chart shows the paths") };
    assert_eq!((paths.panels.len(), paths.panels[0].series.len()), (1, 1));
    assert_eq!(paths.panels[0].series[0].path, paths::Path::NetNewArr);
}

#[test]
fn only_the_largest_segments_have_a_panel() {
    let figures = Case::new("twelve segments", fixture::plan(12, 12), 0.1).figures();
    let Content::Paths(paths) = &figures[3].1.content else { panic!("the fourth chart shows the paths") };
    assert_eq!(paths.panels.len(), 4);
    assert_eq!(paths.not_shown.as_deref(), Some("Not shown: 8 smaller segments (in bands.csv)"));
    assert_eq!(paths.panels[0].title, "segment-0");
}
