//! What the terminal says of a run: sections of lines and tables, all text ready to be printed.

use super::findings::{self, P10, P50, P90};
use super::format;
use crate::analysis::Estimate;
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::{GoalOdds, Odds};
use crate::plan::{Bound, Kind, Metric, Plan};

/// Segments whose paths are shown; the rest is in bands.csv.
const SEGMENTS_SHOWN: usize = 4;

/// The whole summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The plan's name and span.
    pub title: String,
    /// The answer in one or two sentences.
    pub headline: Vec<String>,
    /// The rest, in the order in which it is read.
    pub sections: Vec<Section>,
}

/// One subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Sentences.
    pub lines: Vec<String>,
    /// Numbers, below the sentences.
    pub table: Option<Table>,
}

/// Rows of text; the first column names the row, the others are numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Headings of the columns.
    pub header: Vec<String>,
    /// As many cells a row as there are headings.
    pub rows: Vec<Vec<String>>,
}

/// The summary of a run; sections that the plan has nothing for are left out.
pub fn build(plan: &Plan, odds: &Odds, bands: &[Series]) -> Summary {
    let sections = [
        Some(at_target(plan, odds)),
        Some(as_written(plan, odds)),
        paths(plan, odds, bands),
        milestones(plan, odds),
        goals(plan, odds),
        cash(plan, odds, bands),
        by_quarter(plan, odds, bands),
    ];
    Summary { title: title(plan), headline: headline(plan, odds), sections: sections.into_iter().flatten().collect() }
}

fn title(plan: &Plan) -> String {
    let months = format::months(plan.calendar.months as f64);
    format!("{}: {months} from {}", format::one_line(&plan.name), format::month(plan.calendar.month(1)))
}

fn headline(plan: &Plan, odds: &Odds) -> Vec<String> {
    let mut lines = vec![findings::headline(plan, odds)];
    if let Some(miss) = odds.mean_miss {
        let error = format::half_width(&odds.arr[P50]).unwrap_or(0.0);
        let miss = format::money_within(miss, error, &plan.currency);
        lines.push(match odds.trials {
            1 => format!("It is short by {miss}"),
            _ => format!("Futures that miss are short by {miss} on average"),
        });
    }
    if let Some(share) = odds.share_of_tam {
        lines.push(format!("The target is {} of the addressable market", format::percent(share)));
    }
    lines
}

fn at_target(plan: &Plan, odds: &Odds) -> Section {
    let row = |(name, i): (&str, usize)| {
        let gap = format::signed_money(&odds.gap[i], &plan.currency);
        vec![name.to_string(), format::money_estimate(&odds.arr[i], &plan.currency), gap]
    };
    let percentiles = [("P10: one in ten ends lower", P10), ("P50: median", P50), ("P90: one in ten ends higher", P90)];
    let rows = match odds.trials {
        1 => vec![row(("The one trial", P50))],
        _ => percentiles.map(row).to_vec(),
    };
    let table = Table { header: ["", "ARR", "Gap to target"].map(String::from).to_vec(), rows };
    Section { title: format!("ARR at the end of {}", findings::by(plan, odds)), lines: Vec::new(), table: Some(table) }
}

fn as_written(plan: &Plan, odds: &Odds) -> Section {
    let arr = format::money(odds.planned.arr, &plan.currency);
    let line = format!("{arr} ARR by {}, {}", findings::by(plan, odds), findings::premium(plan, odds));
    Section { title: "The plan as written".to_string(), lines: vec![line], table: None }
}

/// Capacity and pipeline bookings of the segments that reconcile them, by quarter, and how often each is the limit.
fn paths(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<Section> {
    let segments = findings::constrained_segments(plan, bands);
    let title = "The two build-up paths".to_string();
    if segments.is_empty() {
        return Some(Section { title, lines: vec![findings::paths(plan, bands)], table: None });
    }
    let mut lines = vec![
        "Medians of what the sales team can close and of what the pipeline brings; the limit by share of months"
            .to_string(),
    ];
    let hidden = segments.len().saturating_sub(SEGMENTS_SHOWN);
    if hidden > 0 {
        lines.push(format!("The {SEGMENTS_SHOWN} largest segments; {hidden} more in bands.csv"));
    }
    let header = ["", "Capacity P50", "Pipeline P50", "Capacity is the limit", "Pipeline is the limit"];
    let shown = segments.iter().take(SEGMENTS_SHOWN);
    let rows: Vec<Vec<String>> = shown.flat_map(|&s| path_rows(plan, odds, bands, s)).collect();
    let table = Table { header: header.map(String::from).to_vec(), rows };
    (!table.rows.is_empty()).then_some(Section { title, lines, table: Some(table) })
}

fn path_rows(plan: &Plan, odds: &Odds, bands: &[Series], segment: usize) -> Vec<Vec<String>> {
    let find = |metric| bands::find(bands, metric, Some(segment)).map(|s| &s.quarters);
    let (capacity, pipeline) = (find(Metric::CapacityArr), find(Metric::PipelineArr));
    let bound = find(Metric::CapacityBound);
    let name = findings::segment_name(plan, segment);
    let labels = plan.calendar.quarter_labels();
    let row = |(q, label): (usize, &String)| {
        let money = |columns: Option<&Columns>| cell(columns, P50, q, odds.trials, &plan.currency);
        let share = bound.and_then(|b| b.mean.get(q).copied().flatten());
        let error = share_error(share, odds.trials);
        let percent = |share: Option<f64>| match share {
            Some(share) => format::percent_within(share, error),
            None => format::NOT_AVAILABLE.to_string(),
        };
        let label = format!("{name} {label}");
        vec![label, money(capacity), money(pipeline), percent(share), percent(share.map(|s| 1.0 - s))]
    };
    labels.iter().enumerate().map(row).collect()
}

fn milestones(plan: &Plan, odds: &Odds) -> Option<Section> {
    let row = |m: &crate::analysis::odds::MilestoneOdds| {
        let month = format::month(plan.calendar.month(m.t));
        vec![month, format::money(m.arr, &plan.currency), how_often(&m.probability, odds.trials)]
    };
    let rows: Vec<Vec<String>> = odds.milestones.iter().map(row).collect();
    let header = ["", "ARR wanted", how_often_heading(odds.trials)].map(String::from).to_vec();
    let table = Some(Table { header, rows });
    (!odds.milestones.is_empty()).then_some(Section { title: "Milestones".to_string(), lines: Vec::new(), table })
}

fn goals(plan: &Plan, odds: &Odds) -> Option<Section> {
    let rows: Vec<Vec<String>> =
        odds.goals.iter().map(|g| vec![goal(plan, g), how_often(&g.probability, odds.trials)]).collect();
    let joint = format!("Target and all goals together: {}", how_often(&odds.joint, odds.trials));
    let header = ["", how_often_heading(odds.trials)].map(String::from).to_vec();
    let table = Some(Table { header, rows });
    (!odds.goals.is_empty()).then_some(Section { title: "Goals".to_string(), lines: vec![joint], table })
}

/// "NRR, plan year to date, enterprise: at least 108 % by Dec 2027".
fn goal(plan: &Plan, goal: &GoalOdds) -> String {
    let owner = goal.segment.map_or(String::new(), |s| format!(", {}", findings::segment_name(plan, s)));
    let (side, value) = match goal.bound {
        Bound::AtLeast(value) => ("at least", value),
        Bound::AtMost(value) => ("at most", value),
    };
    let value = format::metric_value(goal.metric, value, &plan.currency);
    let label = format::one_line(&goal.metric.label(plan));
    let month = |t: usize| format::month(plan.calendar.month(t));
    let when = match goal.metric.kind() {
        Kind::Flow => format!("from {} to {}", month(goal.from), month(goal.by)),
        Kind::Stock | Kind::Ratio | Kind::Share => format!("by {}", month(goal.by)),
    };
    format!("{label}{owner}: {side} {value} {when}")
}

/// A probability in percent; for one trial whether it was met.
fn how_often(probability: &Estimate, trials: u64) -> String {
    match (trials, probability.value) {
        (1, Some(1.0)) => "met".to_string(),
        (1, Some(_)) => "missed".to_string(),
        _ => format::probability(probability),
    }
}

fn how_often_heading(trials: u64) -> &'static str {
    if trials == 1 { "In that trial" } else { "Probability" }
}

fn cash(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<Section> {
    let probability = odds.cash_out.as_ref()?;
    let mut lines = vec![match (odds.trials, probability.value) {
        (1, Some(1.0)) => "Cash runs out in that trial".to_string(),
        (1, _) => "Cash does not run out in that trial".to_string(),
        (trials, _) => {
            let error = findings::simulation_error(probability, trials);
            format!("Cash runs out {} ({error})", findings::share_of_futures(probability, trials))
        }
    }];
    if let Some(line) = bands::find(bands, Metric::Cash, None).and_then(|cash| lowest_cash(plan, odds, &cash.months)) {
        lines.push(line);
    }
    Some(Section { title: "Cash".to_string(), lines, table: None })
}

/// The month in which the cash that nine in ten futures have is lowest.
fn lowest_cash(plan: &Plan, odds: &Odds, months: &Columns) -> Option<String> {
    let p10 = months.percentiles[P10].iter().enumerate().filter_map(|(i, x)| x.map(|x| (i, x)));
    let (i, _) = p10.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let at = |percentile: usize| cell(Some(months), percentile, i, odds.trials, &plan.currency);
    let month = format::month(plan.calendar.month(i + 1));
    Some(match odds.trials {
        1 => format!("It is lowest at the end of {month}: {}", at(P50)),
        _ => format!(
            "One in ten has less than {} at the end of {month}, the tightest month (median {})",
            at(P10),
            at(P50)
        ),
    })
}

fn by_quarter(plan: &Plan, odds: &Odds, bands: &[Series]) -> Option<Section> {
    let arr = &bands::find(bands, Metric::Arr, None)?.quarters;
    let new_arr = bands::find(bands, Metric::NewArr, None).map(|s| &s.quarters);
    let money = |x: Option<f64>| match x {
        Some(x) => format::money(x, &plan.currency),
        None => format::NOT_AVAILABLE.to_string(),
    };
    let row = |(q, label): (usize, &String)| {
        let of = |columns, percentile| cell(columns, percentile, q, odds.trials, &plan.currency);
        let planned = |columns: Option<&Columns>| money(columns.and_then(|c| c.planned.get(q).copied().flatten()));
        vec![
            label.clone(),
            of(Some(arr), P10),
            of(Some(arr), P50),
            of(Some(arr), P90),
            planned(Some(arr)),
            of(new_arr, P50),
            planned(new_arr),
        ]
    };
    let header = ["", "ARR P10", "ARR P50", "ARR P90", "ARR planned", "New ARR P50", "New ARR planned"];
    let rows = arr.labels.iter().enumerate().map(row).collect();
    let table = Table { header: header.map(String::from).to_vec(), rows };
    Some(Section { title: "By fiscal quarter".to_string(), lines: Vec::new(), table: Some(table) })
}

/// A percentile of money with the digits that its simulation error supports.
fn cell(columns: Option<&Columns>, percentile: usize, period: usize, trials: u64, currency: &str) -> String {
    let value = columns.and_then(|c| c.percentiles[percentile].get(period).copied().flatten());
    let sd = columns.and_then(|c| c.sd.get(period).copied().flatten()).unwrap_or(0.0);
    match value {
        // 3 sd / sqrt(n): between the 95 % half widths of a normal law's median (2.5) and of its P10 and P90 (3.3).
        Some(x) => format::money_within(x, 3.0 * sd / (trials as f64).sqrt(), currency),
        None => format::NOT_AVAILABLE.to_string(),
    }
}

/// Half the width of the 95 % interval of a share of `trials` (normal approximation, at least that of one trial).
fn share_error(share: Option<f64>, trials: u64) -> f64 {
    let share = share.unwrap_or(0.5);
    let n = trials as f64;
    (1.96 * (share * (1.0 - share) / n).max(0.0).sqrt()).max(1.0 / n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn section<'a>(summary: &'a Summary, title: &str) -> &'a Section {
        summary.sections.iter().find(|s| s.title == title).expect(title)
    }

    #[test]
    fn the_answer_comes_first() {
        let plan = fixture::plan(12, 2);
        let summary = build(&plan, &fixture::odds(&plan, 0.1), &fixture::bands(&plan, 0.1));
        assert_eq!(summary.title, "FY27 operating plan: 12 months from Jan 2027");
        assert_eq!(
            summary.headline[0],
            "We reach $20.0M ARR by Dec 2027 in 30 of 100 futures (±0.9 pp simulation error, given these assumptions)"
        );
        assert_eq!(summary.headline[1], "Futures that miss are short by $2.1M on average");
    }

    #[test]
    fn gaps_are_negative_where_short() {
        let plan = fixture::plan(12, 2);
        let summary = build(&plan, &fixture::odds(&plan, 0.1), &fixture::bands(&plan, 0.1));
        let rows = &section(&summary, "ARR at the end of Dec 2027").table.as_ref().unwrap().rows;
        assert_eq!(rows[1], ["P50: median", "$19.0M", "-$1.0M"]);
        assert_eq!(rows[2][2], "+$1.4M");
    }

    #[test]
    fn every_row_has_a_cell_for_every_heading() {
        let plan = fixture::plan(12, 6);
        let summary = build(&plan, &fixture::odds(&plan, 0.1), &fixture::bands(&plan, 0.1));
        let tables: Vec<&Table> = summary.sections.iter().filter_map(|s| s.table.as_ref()).collect();
        assert!(tables.len() >= 5);
        for table in tables {
            assert!(!table.rows.is_empty());
            assert!(table.rows.iter().all(|row| row.len() == table.header.len()), "{table:?}");
        }
    }

    #[test]
    fn paths_show_how_often_each_binds_and_how_many_are_left_out() {
        let plan = fixture::plan(12, 6);
        let summary = build(&plan, &fixture::odds(&plan, 0.1), &fixture::bands(&plan, 0.1));
        let paths = section(&summary, "The two build-up paths");
        assert_eq!(paths.lines[1], "The 4 largest segments; 2 more in bands.csv");
        let rows = &paths.table.as_ref().unwrap().rows;
        assert_eq!(rows.len(), 16);
        assert_eq!(
            (rows[0][0].as_str(), rows[0][3].as_str(), rows[0][4].as_str()),
            ("segment-0 FY27 Q1", "38 %", "62 %")
        );
    }

    #[test]
    fn the_premium_has_its_name() {
        let plan = fixture::plan(12, 2);
        let summary = build(&plan, &fixture::odds(&plan, 0.1), &fixture::bands(&plan, 0.1));
        assert_eq!(
            section(&summary, "The plan as written").lines[0],
            "$20.4M ARR by Dec 2027, $1.4M above the simulated median: the optimism premium \
             (3 of 12 drivers state a plan value)"
        );
    }

    #[test]
    fn cash_and_goals_are_there_only_where_planned() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        let bands = fixture::bands(&plan, 0.1);
        let summary = build(&plan, &odds, &bands);
        assert!(section(&summary, "Cash").lines[0].starts_with("Cash runs out in 12 of 100 futures"));
        assert_eq!(section(&summary, "Goals").lines[0], "Target and all goals together: 25 %");
        let goals = &section(&summary, "Goals").table.as_ref().unwrap().rows;
        assert_eq!(goals[0], ["NRR, plan year to date: at least 108 % by Dec 2027", "60 %"]);
        odds.cash_out = None;
        odds.goals.clear();
        let bare = build(&plan, &odds, &bands);
        assert!(bare.sections.iter().all(|s| s.title != "Cash" && s.title != "Goals"));
    }

    #[test]
    fn one_trial_claims_nothing_beyond_itself() {
        let plan = fixture::plan(12, 1);
        let mut odds = fixture::odds(&plan, 0.0);
        odds.trials = 1;
        let value = |x: f64| Estimate { value: Some(x), ..Estimate::default() };
        (odds.probability, odds.joint, odds.cash_out) = (value(0.0), value(0.0), Some(value(0.0)));
        odds.goals[0].probability = value(1.0);
        let summary = build(&plan, &odds, &fixture::bands(&plan, 0.0));
        assert_eq!(summary.headline[1], "It is short by $2.1M");
        let rows = |title| &section(&summary, title).table.as_ref().unwrap().rows;
        assert_eq!(rows("ARR at the end of Dec 2027")[..], [["The one trial", "$19.0M", "-$1.0M"]]);
        assert_eq!(rows("Goals")[0][1], "met");
        assert_eq!(section(&summary, "Cash").lines[0], "Cash does not run out in that trial");
        let text = format!("{summary:?}");
        assert!(!text.contains("Probability") && !text.contains("interval,"), "{text}");
    }

    #[test]
    fn no_text_of_a_user_can_break_the_line() {
        let mut plan = fixture::plan(12, 1);
        plan.name = "a\u{1b}[2J\nb".to_string();
        let summary = build(&plan, &fixture::odds(&plan, 0.1), &fixture::bands(&plan, 0.1));
        assert!(!summary.title.contains(|c: char| c.is_control()), "{}", summary.title);
    }
}
