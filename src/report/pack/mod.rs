//! The board pack: from the results of all questions to a [`Report`], page by page. All of its wording is made here;
//! exporters turn it into bytes and compute nothing.

mod answer;
mod appendix;
pub mod assumptions;
mod bridges;
mod course;
mod data;
mod estimates;
mod goals;
mod landing;
mod levers;
mod making;
pub mod native;
pub mod paths;
mod said;
mod scenarios;
pub mod segments;
mod tornado;
mod triggers;

pub use data::sheets;
pub use said::summary;

use super::compare::Compared;
use super::format;
use super::table::{Cell, DataTable};
use crate::analysis::bands::Series;
use crate::analysis::distribution::Distribution;
use crate::analysis::drivers::{DriverSummary, Drivers};
use crate::analysis::gap::Gap;
use crate::analysis::odds::Odds;
use crate::analysis::solve::Solution;
use crate::analysis::watch::Watch;
use crate::outcome::Provenance;
use crate::plan::Plan;
use native::Native;

/// What the pack is made from.
pub struct Results<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What was run of it.
    pub provenance: &'a Provenance,
    /// Its odds.
    pub odds: &'a Odds,
    /// Bands of the headline metrics.
    pub bands: &'a [Series],
    /// ARR at the target date.
    pub arr_at_target: &'a Distribution,
    /// The drivers' distributions, sorted by path.
    pub inputs: &'a [DriverSummary],
    /// Where the gap is.
    pub gap: &'a Gap,
    /// What the outcome hangs on.
    pub drivers: &'a Drivers,
    /// What it would take; `None` where the scenario has no levers.
    pub solution: Option<&'a Solution>,
    /// What to look out for.
    pub watch: &'a Watch,
    /// The other scenarios beside it; `None` where none was named.
    pub compared: Option<Compared<'a>>,
    /// Where it comes from.
    pub origin: &'a Origin,
}

/// Where the pack comes from, as far as the plan does not know it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// Its title, where one was asked for.
    pub title: Option<String>,
    /// Every file that was read: its name and the SHA-256 of its bytes, hexadecimal.
    pub inputs: Vec<(String, String)>,
    /// The command line, without the program's place.
    pub command: String,
    /// What `check` warns of, a message each.
    pub warnings: Vec<String>,
    /// Keys that the scenario leaves out, and what holds instead.
    pub defaults: Vec<(String, String)>,
}

/// Who the pack is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// The board: one finding a page.
    Board,
    /// Those who work with it: all tables too.
    Working,
}

/// The pack, worded.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// The plan, its months and what was run.
    pub subtitle: String,
    /// What tells this run from others: trials, seed, the scenario's digest, the program.
    pub made: String,
    /// ISO 4217 code of all money.
    pub currency: String,
    /// The figures that are read out, by the name that a workbook gives them.
    pub figures: Vec<KeyFigure>,
    /// The pages in order.
    pub pages: Vec<Page>,
    /// For a workbook: its native charts.
    pub natives: Vec<Native>,
    /// For a workbook: tables of every month, beside the pages'.
    pub data: Vec<DataTable>,
}

/// A figure that is read out.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyFigure {
    /// Its name: lower case, words joined by `_`.
    pub name: &'static str,
    /// "P(hit)".
    pub label: String,
    /// The figure.
    pub value: Cell,
    /// The ends of its 95 % interval of the simulation, where it has one.
    pub interval: Option<[Cell; 2]>,
}

/// One page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its name in links and files: lower case, words joined by `-`.
    pub id: &'static str,
    /// What it is about: "The course of ARR"; also the name of the workbook's sheet (at most 31 characters, none of
    /// `[]:*?/\`).
    pub name: &'static str,
    /// The finding, a sentence without a full stop at its end.
    pub headline: String,
    /// What supports it, in the order in which it is read.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Sentences, a paragraph each.
    Sentences(Vec<String>),
    /// Figures in large print.
    Facts(Vec<Fact>),
    /// A heading with points under it.
    Points {
        /// The heading.
        title: String,
        /// A point each.
        points: Vec<String>,
    },
    /// A table.
    Table(DataTable),
    /// A chart with the table behind it.
    Exhibit(Exhibit),
}

/// A figure in large print.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is: "Typical year (P50)".
    pub label: String,
    /// The figure as text: "$19.2M".
    pub value: String,
    /// What goes with it: "$0.8M short of the target".
    pub note: String,
}

/// A chart and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exhibit {
    /// The chart's name among the pack's drawings, and of its files.
    pub figure: String,
    /// What the chart shows, for those who cannot see it: a sentence or two with the numbers that matter.
    pub alt: String,
    /// The numbers in it.
    pub table: DataTable,
}

/// The pack from the results; a page that the plan has nothing for is left out.
pub fn build(results: &Results<'_>, template: Template) -> Report {
    let pages = [
        answer::page(results),
        course::page(results, template),
        landing::page(results, template),
        bridges::page(results, template),
        tornado::page(results, template),
        paths::page(results, template),
        levers::page(results, template),
        triggers::page(results, template),
        goals::page(results),
        scenarios::page(results, template),
        segments::page(results, template),
        assumptions::page(results),
        making::page(results),
    ];
    let pages: Vec<Page> = pages.into_iter().flatten().chain(appendix::pages(results, template)).collect();
    let plan = results.plan;
    Report {
        title: format::one_line(results.origin.title.as_deref().unwrap_or(&plan.name)),
        subtitle: making::subtitle(results),
        made: making::made(results),
        currency: plan.currency.clone(),
        figures: answer::figures(results),
        natives: native::natives(results, &pages),
        pages,
        data: appendix::data(results).into_iter().chain([native::manifest(results)]).collect(),
    }
}
