//! Drivers from data: a company's own exports to distributions of the plan's inputs, with their honest uncertainty.
//!
//! ```text
//! mapping.toml ──► mapping::read ──► Mapping       which file, column and word means what
//! io::Read     ──► import        ──► records       rows checked against the documented rules, bad ones counted by line
//! records      ──► opportunities, reps, customers, leads ──► Fitted, Evidence, Finding
//! Fitted       ──► text          ──► TOML          text that a scenario can hold
//! ```
//!
//! It knows nothing of the engine: what it yields is scenario text. One kind of export is one room; what they share is
//! [`survival`] (records that are still open are censored, never dropped), [`between`] (how much quarters or segments
//! differ beyond chance, and how far a thin segment leans on the whole) and [`volume`] (counts by month).
//!
//! Names and amounts of single records never leave this module: findings and errors name a file and a line.

pub mod ahead;
mod amounts;
pub mod assumed;
pub mod between;
pub mod customers;
pub mod day;
pub mod detect;
pub mod driver;
pub mod evidence;
pub mod finding;
pub mod history;
pub mod import;
mod interval;
pub mod leads;
pub mod mapping;
pub mod opportunities;
mod recency;
pub mod record;
pub mod reps;
pub mod survival;
pub mod text;
pub mod trust;
pub mod volume;

use driver::Fitted;
use finding::Finding;
use history::{History, Setting};
use import::Records;
use mapping::Mapping;

/// All that the exports say: each kind that the mapping names, in the order of the funnel.
pub fn fit(records: &Records, mapping: &Mapping, setting: &Setting) -> History {
    let of_leads = mapping.leads.as_ref().map(|of| leads::fit(&records.leads, of, setting));
    let of_opportunities =
        mapping.opportunities.as_ref().map(|of| opportunities::fit(&records.opportunities, of, setting));
    let mut history = pipeline(of_leads, of_opportunities, setting);
    if let Some(of) = &mapping.reps {
        history.add(reps::fit(&records.reps, &records.opportunities, of, setting));
    }
    if let Some(of) = &mapping.customers {
        let mut found = customers::fit(&records.customers, of, setting);
        if mapping.opportunities.is_some() {
            customers::mark_wins_in_expansion(&records.customers, setting, &mut found);
        }
        history.add(found);
    }
    amounts::compare(&mut history, setting);
    history.findings.extend(import::warnings(&records.files));
    history
}

/// Leads and opportunities together: held against each other, with one season, that of the opportunities where both
/// show one.
fn pipeline(of_leads: Option<History>, of_opportunities: Option<History>, setting: &Setting) -> History {
    let (mut leads, mut opportunities) = (of_leads.unwrap_or_default(), of_opportunities.unwrap_or_default());
    refuse_shared_names(&leads, &mut opportunities);
    let against = leads::against_opportunities(&leads, &opportunities, setting);
    let told = |fit: &Fitted| opportunities.fitted.iter().any(|other| other.path == fit.path);
    leads.fitted.retain(|fit| !(fit.path.ends_with(".seasonality") && told(fit)));
    leads.add(opportunities);
    leads.findings.extend(against);
    leads
}

/// A source of leads that has the name of the opportunities' own: one input cannot be both.
fn refuse_shared_names(leads: &History, opportunities: &mut History) {
    let is_shared = |fit: &Fitted| {
        fit.path.contains(".pipeline.sources.") && leads.fitted.iter().any(|other| other.path == fit.path)
    };
    let shared = opportunities.fitted.extract_if(.., |fit| is_shared(fit)).map(|fit| fit.path);
    let missing = |path| {
        let text = "A source of the leads has the name that the opportunities' own volume would have. Give the latter another \
                    one: `source_name` in [opportunities].";
        Finding::missing("source-name-taken", path, text)
    };
    let missing: Vec<Finding> = shared.map(missing).collect();
    opportunities.findings.extend(missing);
}

#[cfg(test)]
mod tests;
