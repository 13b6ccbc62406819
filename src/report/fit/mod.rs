//! Drivers from data in words: what was fitted from what, what to keep in mind, and where the plan is more hopeful than
//! history.

mod against;
mod beside;
mod drawn;
mod drivers;
mod findings;
pub mod head;
mod opening;
mod order;
mod sheets;
mod titles;
pub mod values;
mod wrap;

pub use drawn::is_drawn;
pub use sheets::sheets;
pub use titles::{subtitle, title};

use super::compare::Compared;
use super::format;
use super::summary::{Section, Summary};
use crate::analysis::fit::Against;
use crate::fit::day::Day;
use crate::fit::history::History;
use crate::fit::import::FileReport;
use crate::plan::Plan;

/// Everything that was fitted, and from what.
#[derive(Clone, Copy)]
pub struct Told<'t> {
    /// What the mapping is called: its file's name.
    pub mapping: &'t str,
    /// The last day that counts.
    pub as_of: Day,
    /// Currency of all money.
    pub currency: &'t str,
    /// What the exports say.
    pub history: &'t History,
    /// What was read.
    pub files: &'t [FileReport],
    /// The plan that it is held against, where there is one.
    pub beside: Option<Beside<'t>>,
}

/// A plan beside history.
#[derive(Clone, Copy)]
pub struct Beside<'t> {
    /// The plan.
    pub plan: &'t Plan,
    /// Its inputs against history.
    pub against: &'t Against,
    /// The plan (first) and the same with the fitted drivers, simulated on the same random numbers.
    pub compared: Compared<'t>,
}

/// The summary: what was fitted, the gravest findings and the odds first.
pub fn summary(told: &Told<'_>) -> Summary {
    let mut headline = vec![fitted_from(told)];
    headline.extend(findings::skipped(told));
    headline.extend(told.beside.iter().flat_map(|beside| against::headline(told, beside)));
    headline.extend(findings::gravest(told));
    let mut sections: Vec<Section> = Vec::new();
    match &told.beside {
        Some(beside) => sections.extend(against::sections(beside)),
        None => sections.extend(drivers::section(told)),
    }
    sections.extend(findings::sections(told));
    sections.extend(findings::bad_rows(told));
    Summary { title: format!("Drivers from data: {} (as of {})", told.mapping, told.as_of), headline, sections }
}

/// "31 drivers of 3 segments were fitted from 6,500 leads, 2,784 opportunities".
fn fitted_from(told: &Told<'_>) -> String {
    let files = told.files.iter().map(|f| format!("{} rows of {}", format::whole(f.kept), format::one_line(&f.file)));
    let files: Vec<String> = files.collect();
    let fitted = &told.history.fitted;
    if fitted.is_empty() {
        return format!("No driver could be fitted from {}.", files.join(", "));
    }
    let mut segments: Vec<&str> = fitted.iter().filter_map(|f| f.path.split('.').nth(1)).collect();
    segments.sort();
    segments.dedup();
    let of = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    format!(
        "{} of {} from {}, as of {}.",
        of(fitted.len(), "input"),
        of(segments.len(), "segment"),
        files.join(", "),
        told.as_of
    )
}
