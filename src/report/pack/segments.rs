//! Page 11: the segments beside each other.

use super::{Block, Exhibit, Page, Results, Template};
use crate::analysis::bands::{self, Series};
use crate::analysis::gap::bridge::Bridge;
use crate::outcome::Provenance;
use crate::plan::{Metric, Plan};
use crate::report::findings::{P10, P50, P90};
use crate::report::format::{self, MoneyBlock};
use crate::report::table::{Cell, DataTable, missing, money, percent, text};
use crate::report::{limits, percentile_error};

/// Rows of the chart at most; the table has all.
const CHARTED: usize = 20;

/// One segment at the target date.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Index of the segment.
    pub segment: usize,
    /// P10, P50 and P90 of ARR, money.
    pub arr: [f64; 3],
    /// Half the width of their 95 % interval, money.
    pub error: f64,
    /// ARR of the plan as written, money; `None` where unknown.
    pub planned: Option<f64>,
}

/// Whether there are segments to be set beside each other.
pub fn has_page(plan: &Plan) -> bool {
    plan.segments.len() > 1
}

/// Every segment's ARR at the target date, the largest median first.
pub fn standings(plan: &Plan, bands: &[Series], trials: u64) -> Vec<Standing> {
    let at = plan.target.by - 1;
    let standing = |segment: usize| {
        let columns = &bands::find(bands, Metric::Arr, Some(segment))?.months;
        let of = |i: usize| columns.percentiles[i].get(at).copied().flatten();
        Some(Standing {
            segment,
            arr: [of(P10)?, of(P50)?, of(P90)?],
            error: percentile_error(columns, at, trials),
            planned: columns.planned.get(at).copied().flatten(),
        })
    };
    let mut standings: Vec<Standing> = (0..plan.segments.len()).filter_map(standing).collect();
    standings.sort_by(|a, b| b.arr[1].total_cmp(&a.arr[1]));
    standings
}

/// Those that the chart has room for.
pub fn charted(plan: &Plan, bands: &[Series], provenance: &Provenance) -> Vec<Standing> {
    let mut standings = standings(plan, bands, provenance.trials);
    standings.truncate(CHARTED);
    standings
}

impl Standing {
    /// One unit for its amounts.
    pub fn block<'a>(&self, plan: &'a Plan) -> MoneyBlock<'a> {
        MoneyBlock::new(self.arr.into_iter().chain(self.planned), self.error, &plan.currency)
    }

    /// Median less plan as written, where what is shown of the two differs beyond the simulation error.
    fn off_plan(&self, plan: &Plan) -> Option<f64> {
        let (median, planned) = (self.arr[1], self.planned?);
        let block = self.block(plan);
        let differs = (median - planned).abs() > self.error && block.text(median) != block.text(planned);
        differs.then_some(median - planned)
    }

    /// "enterprise ... a median of $12.2M against $13.3M".
    fn beside_plan(&self, plan: &Plan) -> String {
        let block = self.block(plan);
        format!("a median of {} against {}", block.text(self.arr[1]), block.text_or_none(self.planned))
    }
}

/// "enterprise is furthest below the plan as written at the end of Dec 2027: a median of $12.2M against $13.3M".
pub fn finding(plan: &Plan, standings: &[Standing]) -> String {
    let by = format::month(plan.calendar.month(plan.target.by));
    let told: Vec<(&Standing, f64)> = standings.iter().filter_map(|s| Some((s, s.off_plan(plan)?))).collect();
    let below = told.iter().filter(|(_, x)| *x < 0.0).count();
    let lowest = told.iter().min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, x)| *x < 0.0);
    let highest = told.iter().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, x)| *x > 0.0);
    let name = |s: &Standing| limits::segment_name(plan, s.segment);
    match (lowest, highest) {
        (Some((s, _)), _) => {
            let all = standings.len();
            let count = if below == all { format!("all {all}") } else { format!("{below} of {all}") };
            let others = match below {
                1 => "; no other segment's median is below it".to_string(),
                _ => format!("; {count} segments are below it"),
            };
            format!(
                "{} is furthest below the plan as written at the end of {by}: {}{others}",
                name(s),
                s.beside_plan(plan)
            )
        }
        (None, Some((s, _))) => format!(
            "No segment's median is below the plan as written at the end of {by}; {} is furthest above it: {}",
            name(s),
            s.beside_plan(plan)
        ),
        (None, None) => format!("Every segment's median is about at the plan as written at the end of {by}"),
    }
}

/// The page; `None` where the plan has one segment.
pub fn page(results: &Results<'_>, _template: Template) -> Option<Page> {
    let (plan, answer) = (results.plan, results.gap);
    let standings = standings(plan, results.bands, results.provenance.trials);
    if !has_page(plan) || standings.is_empty() {
        return None;
    }
    let headline = finding(plan, &standings);
    let mut blocks = Vec::new();
    if !super::paths::has_page(plan) {
        blocks.push(Block::Sentences(vec![format!("{}.", limits::paths(plan, results.bands))]));
    }
    let figure = "segments".to_string();
    let alt = format!("{headline}. {}.", in_words(plan, &standings));
    blocks.push(Block::Exhibit(Exhibit { figure, alt, table: at_target(plan, &standings, &answer.bridges) }));
    blocks.push(Block::Table(flows(results, &standings)));
    Some(Page { id: "segments", name: "Segments", headline, blocks })
}

/// The largest three: "enterprise $10.1M to $14.5M (P10 to P90)".
fn in_words(plan: &Plan, standings: &[Standing]) -> String {
    let range = |s: &Standing| {
        let (block, [low, _, high]) = (s.block(plan), s.arr);
        format!("{} {} to {}", limits::segment_name(plan, s.segment), block.text(low), block.text(high))
    };
    let ranges: Vec<String> = standings.iter().take(3).map(range).collect();
    format!("From P10 to P90: {}", ranges.join("; "))
}

fn bridge(bridges: &[Bridge], segment: usize) -> Option<&Bridge> {
    bridges.iter().find(|b| b.segment == Some(segment))
}

fn at_target(plan: &Plan, standings: &[Standing], bridges: &[Bridge]) -> DataTable {
    let caption = format!("ARR by segment, end of {}", format::month(plan.calendar.month(plan.target.by)));
    let headings = ["", "Opening ARR", "P10", "P50", "P90", "Plan as written", "P50 less plan"];
    let mut table = DataTable::new("segments_arr", &caption, &headings);
    for s in standings {
        let mut row = vec![text(limits::segment_name(plan, s.segment))];
        row.push(money(bridge(bridges, s.segment).map(|b| b.opening_arr)));
        row.extend(s.arr.map(money));
        row.extend([money(s.planned), money(s.planned.map(|planned| s.arr[1] - planned))]);
        table.push(row);
    }
    table.notes.push("Percentiles of segments do not add up to those of the total".to_string());
    table
}

fn flows(results: &Results<'_>, standings: &[Standing]) -> DataTable {
    let plan = results.plan;
    let by = format::month(plan.calendar.month(plan.target.by));
    let caption = format!("What moves each segment's ARR to the end of {by}, means");
    let mut headings = vec!["", "New ARR", "Expansion and uplift", "Churn and contraction", "Share of new ARR"];
    let has_mix = !plan.target.mix.is_empty();
    headings.extend(has_mix.then_some("Target mix"));
    headings.push("What holds it back");
    let mut table = DataTable::new("segments_flows", &caption, &headings);
    let all: f64 = results.gap.bridges[0].mean(Metric::NewArr);
    for s in standings {
        let Some(b) = bridge(&results.gap.bridges, s.segment) else { continue };
        let new_arr = b.mean(Metric::NewArr);
        let losses = b.mean(Metric::ChurnedArr) + b.mean(Metric::ContractionArr);
        let mut row = vec![
            text(limits::segment_name(plan, s.segment)),
            money(new_arr),
            money(b.mean(Metric::ExpansionArr) + b.mean(Metric::UpliftArr)),
            money(-losses),
            if all > 0.0 { percent(new_arr / all, 0) } else { missing() },
        ];
        row.extend(has_mix.then(|| mix(plan, s.segment)));
        row.push(text(limits::of_segment(plan, results.bands, s.segment)));
        table.push(row);
    }
    if has_mix {
        table.notes.push("Target mix: the share of required new ARR that the target gives the segment".to_string());
    }
    table
}

/// As it was put in: whole percents, or one decimal where it has them.
fn mix(plan: &Plan, segment: usize) -> Cell {
    let share = plan.target.mix.get(&plan.segments[segment].name).copied().unwrap_or(0.0);
    let is_whole = (100.0 * share - (100.0 * share).round()).abs() < 1e-6;
    percent(share, if is_whole { 0 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn standing(segment: usize, median: f64, planned: f64, error: f64) -> Standing {
        Standing { segment, arr: [0.8 * median, median, 1.2 * median], error, planned: Some(planned) }
    }

    #[test]
    fn the_finding_follows_the_numbers() {
        let plan = fixture::plan(12, 3);
        let say = |standings: &[Standing]| finding(&plan, standings);
        assert_eq!(
            say(&[standing(0, 12.2e6, 13.3e6, 5e4), standing(1, 5e6, 5.2e6, 2e4), standing(2, 2e6, 2.0001e6, 1e4)]),
            "segment-0 is furthest below the plan as written at the end of Dec 2027: a median of $12.2M against $13.3M; \
             2 of 3 segments are below it"
        );
        assert_eq!(
            say(&[standing(0, 12.2e6, 11.1e6, 5e4), standing(1, 5e6, 5e6, 2e4)]),
            "No segment's median is below the plan as written at the end of Dec 2027; segment-0 is furthest above it: a \
             median of $12.2M against $11.1M"
        );
        // apart by less than the simulation error, or by less than what is shown
        assert_eq!(
            say(&[standing(0, 12.2e6, 12.4e6, 3e5), standing(1, 5e6, 5e6 + 1.0, 0.0)]),
            "Every segment's median is about at the plan as written at the end of Dec 2027"
        );
    }

    #[test]
    fn the_largest_segment_comes_first() {
        let plan = fixture::plan(12, 12);
        let standings = standings(&plan, &fixture::bands(&plan, 0.1), 10_000);
        assert_eq!(standings.len(), 12);
        assert!(standings.windows(2).all(|pair| pair[0].arr[1] >= pair[1].arr[1]));
    }
}
