//! Counts by month: level, growth, season, what varies beyond chance and how long it lasts.
//!
//! ```text
//! days ──► months      complete calendar months; an export being filled and months cut off are left out
//!      ──► season      one for all sources of a segment, kept where it beats none
//!      ──► level       level and growth per source (regression), growth kept where it beats none
//!          variation   what months vary by beyond chance (variance, persistence), averaged over what is possible
//!      ──► written     distributions that give the plan's first year its variance
//!      ──► told        fitted inputs, evidence and findings
//! ```
//!
//! The engine's months are equal, and so are these: nothing is corrected for the days of a month, since the plan's
//! February has fewer records too. Where counts are in the thousands a season therefore shows February's 28 days.

mod level;
mod months;
mod regression;
mod season;
#[cfg(test)]
mod tests;
mod told;
mod variation;
mod written;

use super::day::Day;
use super::driver::RecordKind;
use super::finding::Finding;
use super::history::{History, Setting};
use super::recency;
use months::{Months, complete_months};
use season::Season;

/// What the sample's events are: records of whole months, which are no share of others.
pub const CREATED: &str = "created in whole months";

/// The check that a history long enough to look for growth has.
pub const GROWTH_CHECK: &str = "p value of growth";

/// With fewer complete months nothing is said.
const FEWEST_MONTHS: usize = 3;

/// With fewer records (of equal weight by age) nothing is said: a level of 10 has a standard error of a third.
const FEWEST_RECORDS: f64 = 10.0;

/// What is counted, and where it goes in a scenario.
#[derive(Clone, Debug)]
pub struct Counted<'a> {
    /// Path of the segment's pipeline: `segments.smb.pipeline`.
    pub pipeline: &'a str,
    /// Name of the source: `all`.
    pub source: &'a str,
    /// What is counted.
    pub what: RecordKind,
}

/// One source of a segment and the days on which its records were created, in any order.
#[derive(Clone, Debug)]
pub struct SourceDays<'a> {
    /// Its name in the scenario.
    pub source: &'a str,
    /// A day a record.
    pub days: Vec<Day>,
}

/// Volume, growth and season of what was created on these days (in any order): `PIPELINE.sources.SOURCE.volume`,
/// `.growth_monthly` and `PIPELINE.seasonality`. The volume is the level in the plan's first month.
pub fn fit(counted: &Counted<'_>, days: &[Day], setting: &Setting) -> History {
    let sources = [SourceDays { source: counted.source, days: days.to_vec() }];
    fit_sources(counted.pipeline, counted.what, &sources, setting)
}

/// The same for several sources of one segment, which share a season: it is fitted on all of them together.
pub fn fit_sources(pipeline: &str, what: RecordKind, sources: &[SourceDays<'_>], setting: &Setting) -> History {
    let all: Vec<Day> = sources.iter().flat_map(|s| s.days.iter().copied()).collect();
    let until = months::seen_until(&all, setting.as_of);
    let seen = &Setting { as_of: until, ..setting.clone() };
    let season = season_of(&all, seen);
    let mut history = season_told(pipeline, what, &all, &season, seen);
    for s in sources {
        history.add(source(&Counted { pipeline, source: s.source, what }, &s.days, &season.0, seen));
    }
    if until < setting.as_of {
        history.findings.push(ends_early(pipeline, what, until, setting.as_of));
    }
    history
}

/// The season and the months that it was looked for in.
fn season_of(days: &[Day], setting: &Setting) -> (Season, Option<Months>) {
    match complete_months(days, setting.as_of).filter(|months| enough(months, setting)) {
        Some(months) => (season::season(&months, &weights(&months, setting)), Some(months)),
        None => (Season::NONE, None),
    }
}

fn season_told(
    pipeline: &str,
    what: RecordKind,
    days: &[Day],
    found: &(Season, Option<Months>),
    setting: &Setting,
) -> History {
    let path = format!("{pipeline}.seasonality");
    match &found.1 {
        Some(months) => told::season(&path, what, days, months, &found.0, setting),
        None => History::default(),
    }
}

/// Level and growth of one source, given the season.
fn source(counted: &Counted<'_>, days: &[Day], season: &Season, setting: &Setting) -> History {
    let path = format!("{}.sources.{}.volume", counted.pipeline, counted.source);
    let Some(months) = complete_months(days, setting.as_of).filter(|months| enough(months, setting)) else {
        return History { findings: vec![too_few(&path, counted.what, days, setting)], ..History::default() };
    };
    let weights = weights(&months, setting);
    match level::outlook(&months, &weights, season, setting.plan_start) {
        Some(outlook) => told::source(&path, counted.what, &months, &outlook, setting),
        None => History { findings: vec![too_few(&path, counted.what, days, setting)], ..History::default() },
    }
}

fn enough(months: &Months, setting: &Setting) -> bool {
    months.counts.len() >= FEWEST_MONTHS && effective(months, setting) >= FEWEST_RECORDS * (1.0 - 1e-9)
}

/// How many records of equal weight say as much (Kish 1965).
fn effective(months: &Months, setting: &Setting) -> f64 {
    let weights = weights(months, setting);
    let sum = |power: i32| weights.iter().zip(&months.counts).map(|(w, count)| w.powi(power) * count).sum::<f64>();
    if sum(2) > 0.0 { sum(1).powi(2) / sum(2) } else { 0.0 }
}

/// Weights of the months by recency: half for each half-life between a month's middle and the as-of date.
fn weights(months: &Months, setting: &Setting) -> Vec<f64> {
    let age = |i: usize| (months.counts.len() - i) as f64 - 0.5;
    let weight = |i: usize| recency::weight(setting.half_life_months, age(i));
    (0..months.counts.len()).map(weight).collect()
}

fn ends_early(pipeline: &str, what: RecordKind, until: Day, as_of: Day) -> Finding {
    let text = format!(
        "The last of the {what} came by {until}, {} days before the as-of date {as_of}, though several were due: the export \
         seems to end there, and the month in which it ends is not counted. If {what} really stopped, the volume is too high.",
        as_of.since(until)
    );
    Finding::warning("volume-ends-early", pipeline, text)
}

fn too_few(path: &str, what: RecordKind, days: &[Day], setting: &Setting) -> Finding {
    let known = days.iter().filter(|&&d| d <= setting.as_of).count();
    let months = complete_months(days, setting.as_of).map_or(0, |m| m.counts.len());
    let text = format!(
        "{known} {what} up to {}, in {months} whole calendar months: at least {FEWEST_RECORDS} in {FEWEST_MONTHS} months{} are \
         needed to say how many come a month. Give a longer export, or set the volume by judgement.",
        setting.as_of,
        if setting.half_life_months.is_some() { ", as the half-life weighs them," } else { "" }
    );
    Finding::missing("volume-too-few", path, text)
}
