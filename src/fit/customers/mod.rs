//! Customers: churn, contraction, expansion, renewals, the opening base.
//!
//! Rows become stays of customers (`lives`, `paths`). How long they are bound (`terms`) says whether departures are
//! counted renewal by renewal or over time (`churn`, `rate`), beside Kaplan-Meier (`curve`). ARR that moves while they
//! stay is `movement` and `flows`. What all segments and quarters say together is `settle`; the rest is who is there
//! now (`base`) and where tables contradict each other (`tables`).

mod base;
mod by_arr;
mod by_quarter;
mod churn;
mod curve;
mod fits;
mod flows;
mod lives;
mod movement;
mod paths;
mod rate;
mod retention;
mod settle;
mod tables;
mod tenure;
mod terms;
#[cfg(test)]
mod tests;
mod wins;

use super::driver::Fitted;
use super::finding::{Finding, counted};
use super::history::{History, Setting};
use super::mapping;
use super::record::Customers;
use fits::Segment;
use lives::{Life, Lives};
use rate::Calendar;
use retention::Ground;

pub use wins::mark_wins_in_expansion;

/// Fewer customers than this in all (of equal weight by age; Kish 1965) say nothing sound.
const FEWEST_CUSTOMERS: f64 = 10.0;

/// What the exports of customers say.
pub fn fit(customers: &Customers, columns: &mapping::Customers, setting: &Setting) -> History {
    let all = lives::lives(customers, columns, setting);
    let findings = tables::disagreements(customers, &all, columns, setting.as_of);
    let mut history = History { findings, ..History::default() };
    history.findings.extend(passed_over(&all, setting));
    let first = all.lives.iter().map(|l| l.start).min().unwrap_or(setting.as_of);
    let calendar = Calendar::new(if all.dated { first } else { setting.as_of }, setting.as_of);
    let weights = calendar.weights(setting);
    let effective = effective(all.lives.iter().map(|l| weights[calendar.index(l.exit(setting.as_of))]));
    if effective < FEWEST_CUSTOMERS {
        let text = format!(
            "The export holds {} by {}{}: fewer than {FEWEST_CUSTOMERS} say nothing sound about churn. Give more history, or keep the \
             plan's own numbers.",
            counted(all.lives.len() as u64, "customer", "customers"),
            setting.as_of,
            if setting.half_life_months.is_some() {
                format!(", which the half-life makes {effective:.1}")
            } else {
                String::new()
            }
        );
        history.findings.push(Finding::missing("few-customers", "customers", text));
    }
    let everyone: Vec<&Life> = all.lives.iter().collect();
    let segments: Vec<Segment> =
        (0..setting.segments.len()).map(|index| fits::segment(index, &everyone, &all, columns, setting)).collect();
    if effective >= FEWEST_CUSTOMERS {
        let ground = Ground { all: &all, columns, setting, calendar: &calendar, weights: &weights };
        let mut churn = retention::churn(&segments, &ground);
        if let Some(text) = tables::far_apart(customers, &all, setting.as_of) {
            let warn = |fit: &mut Fitted| fit.findings.push(Finding::warning("tables-disagree", &fit.path, &text));
            churn.fitted.iter_mut().for_each(warn);
        }
        history.add(churn);
        if all.dated {
            history.add(flows::movements(&segments, customers, &ground));
        }
    }
    for segment in &segments {
        history.add(fits::opening(segment, &all, columns, setting, &history));
    }
    history
}

/// How many records of equal weight say as much as these weights: (Σw)² / Σw² (Kish 1965), to a millionth; 0 for none.
fn effective(weights: impl Iterator<Item = f64>) -> f64 {
    let (sum, squares) = weights.fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    if squares > 0.0 { (1e6 * sum * sum / squares).round() / 1e6 } else { 0.0 }
}

/// What was passed over, and what customers without ARR are.
fn passed_over(all: &Lives, setting: &Setting) -> Vec<Finding> {
    let mut findings = Vec::new();
    let [missing, zero, negative] = all.without_arr;
    if all.after_as_of > 0 {
        let rows = counted(all.after_as_of, "row begins", "rows begin");
        let text = format!("{rows} after {}: what has not begun does not exist yet and is left out.", setting.as_of);
        findings.push(Finding::note("begins-after-as-of", "customers", text));
    }
    if all.before_observed > 0 {
        let text = format!(
            "{} left before the day from which the mapping says departures are in the export: left out.",
            counted(all.before_observed, "customer", "customers")
        );
        findings.push(Finding::note("left-before-observed", "customers", text));
    }
    if zero + negative > 0 {
        let text = format!(
            "{} an ARR of 0 ({} of them ended) and {negative} one below 0: they count as customers in churn, and \
             nothing in ARR, number and sizes. If they are trials or free plans, leave them out by `ignore_rows` in the mapping; if the \
             export sets ARR to 0 when a customer leaves, leave them in.",
            counted(zero, "row has", "rows have"),
            all.zero_ended
        );
        findings.push(Finding::warning("no-arr-above-0", "customers", text));
    }
    if missing > 0 && missing < all.rows {
        let text = format!(
            "Without an ARR are {missing} of {} rows: they count as customers in churn, and nothing in ARR.",
            all.rows
        );
        findings.push(Finding::warning("arr-missing", "customers", text));
    }
    if all.without_first > 0 {
        let text = format!(
            "{} changes of ARR but no first purchase among them: what they paid is counted back from the main \
             table's ARR.",
            counted(all.without_first, "customer has", "customers have")
        );
        findings.push(Finding::note("no-first-purchase", "customers", text));
    }
    findings
}
