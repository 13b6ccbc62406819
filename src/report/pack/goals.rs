//! Goals and cash: how likely each goal is and all of them together, the course of cash and whether it runs out.

use super::answer::{ends, stopped};
use super::course::{BANDS, month};
use super::{Block, Exhibit, Page, Results};
use crate::analysis::PERCENTILES;
use crate::analysis::bands::{self, Columns, Series};
use crate::analysis::odds::{GoalOdds, Odds};
use crate::analysis::solve::Wanted;
use crate::plan::{Metric, Plan};
use crate::report::findings::{self, P50};
use crate::report::summary::{cash, goals};
use crate::report::table::{self, DataTable};
use crate::report::{chances, format, solve};

/// The page; `None` where the plan has neither goals nor costs.
pub fn page(results: &Results<'_>) -> Option<Page> {
    let (plan, odds, bands) = (results.plan, results.odds, results.bands);
    let mut blocks = Vec::new();
    if !odds.goals.is_empty() {
        blocks.push(Block::Table(table(plan, odds, bands)));
        blocks.extend(goals::plan_misses(plan, odds, bands).map(|line| Block::Sentences(vec![stopped(&line)])));
    }
    if let Some(lines) = cash::lines(plan, odds, bands) {
        blocks.extend(course(results).map(Block::Exhibit));
        blocks.push(Block::Sentences(lines.iter().map(|line| stopped(line)).collect()));
    }
    let headline = finding(plan, odds)?;
    Some(Page { id: "goals-cash", name: "Goals and cash", headline, blocks })
}

/// "We reach $20.0M ARR by Dec 2027 and all 4 goals in 19 of 100 futures; cash runs out by Dec 2027 in 5 of 100 futures".
pub(super) fn finding(plan: &Plan, odds: &Odds) -> Option<String> {
    let of_goals = (!odds.goals.is_empty()).then(|| {
        let all = solve::wanted(plan, Wanted::Joint);
        format!("We reach {all} {}", chances::share_of_futures(&odds.joint, odds.trials))
    });
    match (of_goals, cash::runs_out_in(plan, odds)) {
        (Some(goals), Some(cash)) => Some(format!("{goals}; {}", cash.replacen("Cash", "cash", 1))),
        (goals, cash) => goals.or(cash),
    }
}

/// The target, every goal, and all of them together.
fn table(plan: &Plan, odds: &Odds, bands: &[Series]) -> DataTable {
    let headings = ["Goal", "Plan as written", "Meets it as written", "P50", "Probability", "95 % interval from", "to"];
    let mut table = DataTable::new("goals", "Goals and how likely they are", &headings);
    let [low, high] = ends(&odds.probability);
    table.push(vec![
        table::text(format!("Target: {}", findings::target(plan, odds))),
        table::money(odds.planned.arr),
        table::plain(plan.target.is_hit(odds.planned.arr)),
        table::money(odds.arr[P50].value),
        table::probability(&odds.probability),
        low,
        high,
    ]);
    odds.goals.iter().for_each(|goal| table.push(row(plan, odds, bands, goal)));
    let [low, high] = ends(&odds.joint);
    let [planned, met, median] = [table::missing(), table::missing(), table::missing()];
    let together = table::text("Target and all goals together");
    table.push(vec![together, planned, met, median, table::probability(&odds.joint), low, high]);
    table.notes = vec!["Together: the share of futures that meet all of them at once".to_string()];
    let values = odds.goals.iter().map(|goal| goals::values(plan, odds, bands, goal));
    if values.into_iter().any(|(planned, median)| planned.is_none() || median.is_none()) {
        table.notes.push(format!("{}: {}", goals::UNKNOWN, goals::WHY_UNKNOWN));
    }
    table
}

fn row(plan: &Plan, odds: &Odds, bands: &[Series], goal: &GoalOdds) -> Vec<table::Cell> {
    let (planned, median) = goals::values(plan, odds, bands, goal);
    let [low, high] = ends(&goal.probability);
    vec![
        table::text(goals::wanted(plan, goal)),
        table::metric(goal.metric, planned),
        planned.map_or(table::missing(), |x| table::plain(goals::is_met(goal, x))),
        table::metric(goal.metric, median),
        table::probability(&goal.probability),
        low,
        high,
    ]
}

/// Cash by month; `None` where it was not tallied.
fn course(results: &Results<'_>) -> Option<Exhibit> {
    let (plan, odds) = (results.plan, results.odds);
    let cash = &bands::find(results.bands, Metric::Cash, None)?.months;
    let title = cash::runs_out_in(plan, odds)?;
    let low_points = cash::low_points(plan, odds, cash).map_or(String::new(), |line| format!(" {}", stopped(&line)));
    let alt = format!("Cash by month. {}{low_points}", stopped(&title));
    Some(Exhibit { figure: "cash_fan".to_string(), alt, table: by_month(plan, cash) })
}

fn by_month(plan: &Plan, cash: &Columns) -> DataTable {
    let names = BANDS.map(|(name, _)| name);
    let headings = [&["End of"], &names[..], &["Plan as written", "Futures below 0"]].concat();
    let mut table = DataTable::new("cash_by_month", "Cash by month", &headings);
    for t in 1..=plan.calendar.months {
        let at = |values: &[Option<f64>]| values.get(t - 1).copied().flatten();
        let mut row = vec![month(plan, t)];
        row.extend(BANDS.map(|(_, i)| table::money(at(&cash.percentiles[i]))));
        row.extend([table::money(at(&cash.planned)), table::text(below_zero(cash, t))]);
        table.push(row);
    }
    let opening = plan.finance.as_ref().map(|f| plan.driver(f.opening_cash).fixed());
    table.notes = opening
        .map(|cash| format!("Opening cash is {}", format::money_to_the_unit(cash, &plan.currency)))
        .into_iter()
        .chain([
            "P10: one future in ten is below; each month by itself".to_string(),
            "Futures below 0: at the end of that month, between which percentiles the 0 lies; a future that was below 0 \
             earlier and has cash again is not among them"
                .to_string(),
        ])
        .collect();
    table
}

/// The share of futures whose cash is below 0 at the end of a month, as far as the percentiles tell: "5 % to 10 %".
fn below_zero(cash: &Columns, t: usize) -> String {
    let at = |i: usize| cash.percentiles[i].get(t - 1).copied().flatten();
    let below = (0..PERCENTILES.len()).filter(|&i| at(i).is_some_and(|x| x < 0.0)).count();
    let share = |i: usize| format::percent(PERCENTILES[i]);
    let last = PERCENTILES.len() - 1;
    match below {
        _ if at(0).is_none() => "-".to_string(),
        0 => format!("under {}", share(0)),
        n if n > last => format!("over {}", share(last)),
        n => format!("{} to {}", share(n - 1), share(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Estimate;
    use crate::plan::Goal;
    use crate::report::fixture;
    use crate::report::table::cell_text;

    fn rows(table: &DataTable) -> Vec<Vec<String>> {
        table.rows.iter().map(|row| row.iter().map(|cell| cell_text(cell, "USD")).collect()).collect()
    }

    #[test]
    fn the_headline_says_what_is_planned() {
        let mut plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        let goal = &odds.goals[0];
        let (metric, segment, bound) = (goal.metric, goal.segment, goal.bound);
        plan.goals = vec![Goal { metric, segment, from: goal.from, by: goal.by, bound }];
        let both = "We reach $20.0M ARR by Dec 2027 and the goal in 25 of 100 futures; cash runs out by Dec 2027 in 12 \
                    of 100 futures";
        assert_eq!(finding(&plan, &odds).as_deref(), Some(both));
        odds.cash_out = Some(Estimate { value: Some(0.0), low: Some(0.0), high: Some(0.000384) });
        let said = finding(&plan, &odds).unwrap();
        assert!(said.ends_with("; cash runs out by Dec 2027 in none of the 10,000 futures simulated"), "{said}");
        odds.goals.clear();
        let cash = "Cash runs out by Dec 2027 in none of the 10,000 futures simulated";
        assert_eq!(finding(&plan, &odds).as_deref(), Some(cash));
        odds.cash_out = None;
        assert_eq!(finding(&plan, &odds), None);
    }

    #[test]
    fn goals_stand_between_the_target_and_all_together() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        odds.goals[0].metric = Metric::Arr;
        odds.goals[0].bound = crate::plan::Bound::AtLeast(20.4e6);
        (odds.goals[0].from, odds.goals[0].by) = (12, 12);
        let shown = rows(&table(&plan, &odds, &fixture::bands(&plan, 0.1)));
        assert_eq!(shown[0][..5], ["Target: $20.0M ARR by Dec 2027", "$20,400,000", "yes", "$19,000,000", "30 %"]);
        assert_eq!(shown[1][..5], ["ARR: at least $20.4M by Dec 2027", "$20,396,500", "no", "$19,000,000", "60 %"]);
        assert_eq!(shown[2][..5], ["Target and all goals together", "-", "-", "-", "25 %"]);
    }

    #[test]
    fn cash_below_zero_is_as_fine_as_the_percentiles() {
        let plan = fixture::plan(12, 1);
        let mut bands = fixture::bands(&plan, 0.1);
        let cash = bands.iter_mut().find(|s| s.metric == Metric::Cash).unwrap();
        assert_eq!(below_zero(&cash.months, 12), "under 1 %");
        for i in 0..3 {
            cash.months.percentiles[i][11] = Some(-1.0);
        }
        assert_eq!(below_zero(&cash.months, 12), "10 % to 25 %");
        cash.months.percentiles.iter_mut().for_each(|p| p[11] = Some(-1.0));
        assert_eq!(below_zero(&cash.months, 12), "over 99 %");
        let table = rows(&by_month(&plan, &cash.months));
        assert_eq!(table[11][9], "over 99 %");
        assert_eq!(table[0][4], "$7,600,000");
    }
}
