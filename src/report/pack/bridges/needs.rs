//! What the target takes of every team.

use crate::analysis::gap::cascade::Measure;
use crate::analysis::gap::needs::{Need, PeriodKind};
use crate::analysis::gap::retention::Rate;
use crate::plan::{Metric, Plan, owner};
use crate::report::pack::{Results, Template};
use crate::report::table::{self, Cell, DataTable, missing, money, number, text};
use crate::report::{format, gap, limits};

/// Rows a team that the board sees.
const BOARD_ROWS: usize = 3;

/// What each team has to do to the target date; for the board the tightest of each.
pub(super) fn by_team(results: &Results<'_>, template: Template) -> DataTable {
    let (plan, answer) = (results.plan, results.gap);
    let by = format::month(plan.calendar.month(plan.target.by));
    let caption = format!("What the target takes of each team, to the end of {by}");
    let headings = ["", "Team", "Owner", "Needed", "Plan as written", "P50 simulated", "Enough in"];
    let mut table = DataTable::new("team_targets", &caption, &headings);
    let all = gap::to_date(plan, answer);
    let mut left_out = 0;
    for team in [gap::Team::Sales, gap::Team::Marketing, gap::Team::Sdrs] {
        let own: Vec<&Need> = all.iter().copied().filter(|n| gap::team(n.measure) == team).collect();
        let shown = if template == Template::Board { tightest(&own) } else { own.clone() };
        left_out += own.len() - shown.len();
        shown.into_iter().for_each(|need| table.push(row(plan, need)));
    }
    table.push(rate(plan, Metric::Nrr, &answer.retention.nrr));
    table.push(rate(plan, Metric::Grr, &answer.retention.grr));
    table.notes = gap::need_notes(plan, answer);
    if left_out > 0 {
        let rows = if left_out == 1 { "1 row is".to_string() } else { format!("{left_out} rows are") };
        let note =
            format!("The tightest of each team, needed over P50 or over the plan; {rows} in the working pack only");
        table.notes.insert(0, note);
    }
    table
}

/// New ARR of all, and those that need most beside what there is; in the order in which they stand.
fn tightest<'a>(own: &[&'a Need]) -> Vec<&'a Need> {
    let tightness = |need: &Need| {
        let given = need.p50.value.or(need.planned).filter(|x| *x > 0.0);
        match (need.needed, need.segment) {
            (_, None) => f64::INFINITY,
            (Some(needed), _) => given.map_or(0.0, |given| needed / given),
            (None, _) => 0.0,
        }
    };
    let mut places: Vec<usize> = (0..own.len()).collect();
    places.sort_by(|&a, &b| tightness(own[b]).total_cmp(&tightness(own[a])));
    places.truncate(BOARD_ROWS);
    places.sort_unstable();
    places.into_iter().map(|i| own[i]).collect()
}

fn amount(measure: Measure, x: Option<f64>) -> Cell {
    match measure {
        Measure::NewArr | Measure::Pipeline | Measure::Spend | Measure::Quota => money(x),
        Measure::Coverage => Cell { value: x.into(), show: table::Show::Multiple(1) },
        Measure::RampedReps | Measure::Sdrs => number(x, 1),
        _ => number(x, if x.is_some_and(|x| x.abs() >= 100.0) { 0 } else { 1 }),
    }
}

fn row(plan: &Plan, need: &Need) -> Vec<Cell> {
    let (p50, enough) = match need.measure.metric() {
        None => (text("decided"), missing()),
        Some(_) => (amount(need.measure, need.p50.value), probability(&need.enough)),
    };
    vec![
        text(gap::need_label(plan, need)),
        text(gap::team(need.measure).name()),
        text(gap::need_owner(plan, need)),
        amount(need.measure, need.needed),
        amount(need.measure, need.planned),
        p50,
        enough,
    ]
}

fn probability(e: &crate::analysis::Estimate) -> Cell {
    if e.value.is_some() { table::probability(e) } else { missing() }
}

fn rate(plan: &Plan, metric: Metric, rate: &Rate) -> Vec<Cell> {
    vec![
        text(metric.label(plan)),
        text(gap::Team::CustomerSuccess.name()),
        text(owner::of_metric(plan, metric)),
        table::metric(metric, rate.needed),
        missing(),
        table::metric(metric, rate.p50.value),
        probability(&rate.enough),
    ]
}

/// Open pipeline at the ends of the quarters, and what it covers; `None` where none is needed.
pub(super) fn coverage(results: &Results<'_>) -> Option<DataTable> {
    let (plan, needs) = (results.plan, &results.gap.needs);
    let headings =
        ["", "Quarter", "Open pipeline needed", "Open pipeline, P50", "Coverage needed", "Coverage, P50", "Enough in"];
    let mut table = DataTable::new("open_pipeline", "Pipeline that has to be open", &headings);
    let quarterly = |n: &&Need| matches!(n.period.kind, PeriodKind::Quarter(_)) && n.segment.is_some();
    let of = |measure: Measure| needs.iter().filter(quarterly).filter(move |n| n.measure == measure);
    let mut found: Vec<&Need> = of(Measure::Coverage).collect();
    found.sort_by_key(|n| (n.segment, n.period.first));
    for coverage in found {
        let pipeline = of(Measure::Pipeline).find(|n| n.segment == coverage.segment && n.period == coverage.period);
        let (Some(open), Some(segment)) = (pipeline, coverage.segment) else { continue };
        table.push(vec![
            text(limits::segment_name(plan, segment)),
            text(gap::period_or_part(plan, coverage)),
            amount(Measure::Pipeline, open.needed),
            amount(Measure::Pipeline, open.p50.value),
            amount(Measure::Coverage, coverage.needed),
            amount(Measure::Coverage, coverage.p50.value),
            probability(&coverage.enough),
        ]);
    }
    table.notes.push(gap::COVERAGE_NOTE.to_string());
    (!table.rows.is_empty()).then_some(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Estimate;
    use crate::analysis::gap::needs::Period;

    fn need(measure: Measure, segment: Option<usize>, needed: Option<f64>, p50: Option<f64>) -> Need {
        Need {
            measure,
            segment,
            source: None,
            period: Period { kind: PeriodKind::ToDate, first: 1, last: 12 },
            needed,
            planned: Some(100.0),
            p50: Estimate { value: p50, ..Estimate::default() },
            enough: Estimate::default(),
        }
    }

    #[test]
    fn the_board_sees_the_total_and_the_tightest() {
        let needs = [
            need(Measure::NewArr, None, Some(80.0), Some(100.0)),
            need(Measure::NewArr, Some(0), Some(90.0), Some(100.0)),
            need(Measure::Wins, Some(0), Some(110.0), Some(100.0)),
            need(Measure::Quota, Some(0), Some(120.0), None),
            need(Measure::RampedReps, Some(0), None, Some(0.0)),
        ];
        let all: Vec<&Need> = needs.iter().collect();
        let shown: Vec<Measure> = tightest(&all).iter().map(|n| n.measure).collect();
        assert_eq!(shown, [Measure::NewArr, Measure::Wins, Measure::Quota]);
    }
}
