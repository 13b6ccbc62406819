//! The figures that are read out, with what the simulation leaves open.

use crate::analysis::Estimate;
use crate::analysis::odds::{Odds, PremiumKind};
use crate::plan::Plan;
use crate::report::findings::{self, P10, P50, P90};
use crate::report::format;
use crate::report::pack::{KeyFigure, Results};
use crate::report::table::{self, Cell, plain};

/// The figures, in the order in which they are read.
pub fn figures(results: &Results<'_>) -> Vec<KeyFigure> {
    let mut figures = of_odds(results.plan, results.odds);
    let run = results.provenance;
    let exact = |name, label: &str, value| KeyFigure { name, label: label.to_string(), value, interval: None };
    figures.extend([
        exact("trials", "Trials", plain(run.trials)),
        exact("seed", "Seed", plain(run.seed)),
        exact("months", "Months of the plan", plain(results.plan.calendar.months)),
    ]);
    figures
}

fn of_odds(plan: &Plan, odds: &Odds) -> Vec<KeyFigure> {
    let by = findings::by(plan, odds);
    let amount = |name, label: &str, x: f64| KeyFigure {
        name,
        label: label.to_string(),
        value: table::money(x),
        interval: None,
    };
    let mut figures = vec![
        probability("p_hit", "P(hit)", &odds.probability),
        amount("target_arr", &format!("Target ARR, end of {by}"), odds.target_arr),
        amount("opening_arr", "Opening ARR", plan.opening_arr()),
    ];
    let percentiles = [("P10", P10), ("P50", P50), ("P90", P90)];
    let named = |names: [&'static str; 3]| names.into_iter().zip(percentiles);
    figures.extend(
        named(["arr_p10", "arr_p50", "arr_p90"])
            .map(|(name, (p, i))| estimate(name, format!("ARR {p}, end of {by}"), &odds.arr[i])),
    );
    figures.extend(
        named(["gap_p10", "gap_p50", "gap_p90"])
            .map(|(name, (p, i))| estimate(name, format!("ARR {p} less the target"), &odds.gap[i])),
    );
    figures.push(amount("arr_plan_as_written", &format!("ARR of the plan as written, end of {by}"), odds.planned.arr));
    figures.push(premium(odds));
    figures.extend(odds.mean_miss.map(|miss| amount("mean_miss", "Mean shortfall of futures that miss", miss)));
    if !odds.goals.is_empty() {
        figures.push(probability("p_joint", "P(target and all goals)", &odds.joint));
    }
    figures.extend(odds.cash_out.iter().map(|p| probability("p_cash_out", "P(cash runs out)", p)));
    figures
}

/// The plan as written less the median, whose interval it has.
fn premium(odds: &Odds) -> KeyFigure {
    let (planned, median) = (&odds.planned, &odds.arr[P50]);
    let (name, label) = match planned.kind {
        PremiumKind::Optimism => ("optimism_premium", "Optimism premium: plan as written less P50"),
        PremiumKind::CostOfUncertainty => ("cost_of_uncertainty", "Cost of uncertainty: plan as written less P50"),
    };
    let less = |x: Option<f64>| x.map(|x| planned.arr - x);
    let premium = Estimate { value: Some(planned.premium), low: less(median.high), high: less(median.low) };
    estimate(name, label.to_string(), &premium)
}

fn estimate(name: &'static str, label: String, e: &Estimate) -> KeyFigure {
    let interval = e.low.zip(e.high).map(|(low, high)| [table::money(low), table::money(high)]);
    KeyFigure { name, label, value: table::money(e.value), interval }
}

fn probability(name: &'static str, label: &str, e: &Estimate) -> KeyFigure {
    KeyFigure { name, label: label.to_string(), value: table::probability(e), interval: interval(e) }
}

/// The ends of a probability's interval, a tenth of its width as the last digit, so that they can be told from it.
pub(in crate::report::pack) fn interval(e: &Estimate) -> Option<[Cell; 2]> {
    let (low, high) = e.low.zip(e.high)?;
    let decimals = format::supported_decimals(100.0 * (high - low) / 10.0).min(2) as u8;
    Some([table::percent(low, decimals), table::percent(high, decimals)])
}

/// The same as two cells of a row, empty where there is none.
pub(in crate::report::pack) fn ends(e: &Estimate) -> [Cell; 2] {
    interval(e).unwrap_or([table::missing(), table::missing()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::table::cell_text;

    fn said(figures: &[KeyFigure], name: &str) -> (String, Option<[String; 2]>) {
        let figure = figures.iter().find(|f| f.name == name).expect(name);
        let text = |cell: &Cell| cell_text(cell, "USD");
        (text(&figure.value), figure.interval.as_ref().map(|[low, high]| [text(low), text(high)]))
    }

    #[test]
    fn figures_have_their_intervals() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        let figures = of_odds(&plan, &odds);
        let of = |low: &str, high: &str| Some([low.to_string(), high.to_string()]);
        assert_eq!(said(&figures, "p_hit"), ("30 %".to_string(), of("29.1 %", "30.9 %")));
        assert_eq!(said(&figures, "arr_p50"), ("$19,000,000".to_string(), of("$18,962,000", "$19,038,000")));
        assert_eq!(said(&figures, "gap_p50"), ("-$1,000,000".to_string(), of("-$1,038,000", "-$962,000")));
        assert_eq!(said(&figures, "target_arr"), ("$20,000,000".to_string(), None));
        // 20.4 - 19.038 and 20.4 - 18.962
        assert_eq!(said(&figures, "optimism_premium"), ("$1,400,000".to_string(), of("$1,362,000", "$1,438,000")));
        odds.probability = Estimate { value: Some(0.0), low: Some(0.0), high: Some(0.000384) };
        assert_eq!(said(&of_odds(&plan, &odds), "p_hit"), ("0 %".to_string(), of("0 %", "0.04 %")));
    }

    #[test]
    fn figures_of_what_is_not_planned_are_left_out() {
        let plan = fixture::plan(12, 2);
        let mut odds = fixture::odds(&plan, 0.1);
        let names = |odds: &Odds| of_odds(&plan, odds).iter().map(|f| f.name).collect::<Vec<&str>>();
        assert!(names(&odds).contains(&"p_cash_out") && names(&odds).contains(&"p_joint"));
        (odds.cash_out, odds.goals, odds.mean_miss) = (None, Vec::new(), None);
        let bare = names(&odds);
        assert!(!["p_cash_out", "p_joint", "mean_miss"].iter().any(|name| bare.contains(name)), "{bare:?}");
        let mut once = bare.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), bare.len());
    }
}
