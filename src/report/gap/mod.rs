//! Where the gap is, in words.

mod bridges;
mod optimism;
mod paths;
mod sheets;
mod teams;
mod words;

pub use bridges::block;
pub(in crate::report) use bridges::{gap as from_target, means_note};
pub(in crate::report) use optimism::{bridge_notes, from_written, largest_owner, odds_parts};
pub use optimism::{change, drivers_title, odds_title, owners_title, points};
pub(in crate::report) use paths::{lift_name, lift_note, lost, past_the_target};
pub use sheets::sheets;
pub(in crate::report) use teams::{COVERAGE_NOTE, notes as need_notes, to_date};
pub use words::whose;
pub(in crate::report) use words::{Team, label as need_label, owner as need_owner, period_or_part, team};

use super::summary::{self, Section, Summary, Table};
use super::{findings, format};
use crate::analysis::gap::Gap;
use crate::analysis::gap::cascade::Measure;
use crate::analysis::gap::needs::PeriodKind;
use crate::plan::Plan;

/// The summary of `gap`.
pub fn summary(plan: &Plan, gap: &Gap) -> Summary {
    let mut headline = findings::headline(plan, &gap.odds);
    headline.push(bridges::finding(plan, gap));
    headline.push(takes(plan, gap));
    let mut sections = vec![bridges::required(plan, gap)];
    sections.extend(teams::needed(plan, gap));
    sections.extend(teams::coverage(plan, gap));
    sections.push(bridges::arr(plan, gap));
    sections.extend(optimism::sections(plan, gap));
    sections.extend(paths::sections(plan, gap));
    Summary { title: summary::title(plan), headline, sections }
}

/// "Dec 2027".
fn by(plan: &Plan) -> String {
    format::month(plan.calendar.month(plan.target.by))
}

/// What the target takes in new ARR, beside what the plan gives.
pub fn takes(plan: &Plan, gap: &Gap) -> String {
    let cascade = &gap.cascade;
    let money = |x: f64| format::money(x, &plan.currency);
    let required = cascade.required_new_arr.value.unwrap_or(0.0);
    if required <= 0.0 {
        let surplus = money(-required);
        return format!("On average the base alone gets there, with {surplus} to spare: the target takes no new ARR.");
    }
    let total = gap
        .needs
        .iter()
        .find(|n| n.measure == Measure::NewArr && n.segment.is_none() && n.period.kind == PeriodKind::ToDate);
    match total {
        None => format!(
            "It takes {} of new ARR, and nobody is to bring it: as written no segment wins a customer.",
            money(required)
        ),
        Some(need) => format!(
            "It takes {} of new ARR; the plan as written has {}, its simulation {} (P50), and {} of futures give enough.",
            money(required),
            need.planned.map_or(format::NOT_AVAILABLE.to_string(), money),
            format::money_within(
                need.p50.value.unwrap_or(f64::NAN),
                format::half_width(&need.p50).unwrap_or(0.0),
                &plan.currency
            ),
            format::probability(&need.enough)
        ),
    }
}

/// Title of the chart of the ARR bridge.
pub fn arr_title(plan: &Plan, gap: &Gap) -> String {
    bridges::finding(plan, gap).trim_end_matches('.').to_string()
}

fn texts<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(String::from).to_vec()
}

fn section(title: String, header: Vec<String>, rows: Vec<Vec<String>>, notes: Vec<String>) -> Section {
    Section { title, table: Some(Table { header, rows }), notes, ..Section::default() }
}
