//! `[leads]` and its stages.

use super::columns::{self, Common};
use super::section::{Reading, Section};
use super::{file, value};
use crate::diagnostic::{Diagnostic, Place};
use crate::fit::mapping::{LeadStage, Leads, StageBy};
use crate::scenario::codes;
use crate::scenario::node::Content;

/// Months that a lead gets to move on, where nothing else is said: a quarter, the cycle in which leads are mostly
/// worked.
const MATURE_MONTHS: f64 = 3.0;

/// Reads `[leads]`.
pub fn read(reading: &mut Reading<'_>, section: Section<'_>, common: &mut Common) -> Leads {
    let stages = stages(reading, section);
    if section.has("lost") && !section.values("lost").is_empty() {
        columns::goes_with(reading, section, "lost", "status");
    }
    status_used(reading, section, &stages);
    status_twice(reading, section);
    Leads {
        file: file::named(section, &common.files),
        id: section.text("id"),
        created: section.needed("created"),
        source: section.text("source"),
        stages,
        status: section.text("status"),
        lost: section.values("lost"),
        belongs: columns::belongs(reading, section, common, &[]),
        mature_months: section.number("mature_months").unwrap_or(MATURE_MONTHS),
    }
}

fn stage_tables<'a>(section: Section<'a>) -> impl Iterator<Item = Section<'a>> {
    let items = section.node("stages").map_or(&[][..], |node| node.items());
    items.iter().filter_map(|item| match &item.content {
        Content::Table(table) => Some(Section { name: "leads.stages", table, place: &item.place }),
        _ => None,
    })
}

fn stages(reading: &mut Reading<'_>, section: Section<'_>) -> Vec<LeadStage> {
    let mut seen: Vec<(String, &Place)> = Vec::new();
    let mut out = Vec::new();
    for stage in stage_tables(section) {
        let to = stage.needed("to");
        if let Some((_, first)) = seen.iter().find(|(name, _)| *name == to && !to.is_empty()) {
            let message = format!("two stages are called {to}");
            reading.say(Diagnostic::error(codes::DUPLICATE_NAME, message).at(stage.at("to"), "").at(first, ""));
        }
        columns::exclusive(reading, stage, "date", "status");
        if !stage.has("date") && !stage.has("status") {
            let message = "an entry of leads.stages needs date or status: how it is told that a lead is there";
            let help = "for example date = \"mql_at\" (a column), or status = [\"MQL\"] (values of the status column)";
            reading.say(Diagnostic::error(codes::ALTERNATIVES, message).at(stage.place, "").help(help));
        }
        let by = match stage.text("date") {
            Some(column) => StageBy::Date(column),
            None => StageBy::Status(stage.values("status")),
        };
        seen.push((to.clone(), stage.at("to")));
        out.push(LeadStage { to, by });
    }
    if let (true, Some(node)) = (out.is_empty(), section.node("stages").filter(|node| node.items().is_empty())) {
        let message = "stages has no entry: the last stage of leads is the opportunity";
        let help = "for example stages = [{ to = \"opportunity\", status = [\"Converted\"] }]";
        reading.say(Diagnostic::error(codes::MISSING_KEY, message).at(&node.place, "").help(help));
    }
    out
}

/// The column of the status is there where something is told by it, and only then.
fn status_used(reading: &mut Reading<'_>, section: Section<'_>, stages: &[LeadStage]) {
    let told = stage_tables(section).find(|stage| stage.has("status") && !stage.has("date"));
    if let (Some(stage), false) = (told, section.has("status")) {
        let message = "a stage is told by status, but [leads] does not say which column that is";
        let help = "add status = \"...\" with the column's header to [leads]";
        reading.say(Diagnostic::error(codes::MISSING_KEY, message).at(stage.at("status"), "").help(help));
    }
    let by_date = stages.iter().all(|stage| matches!(stage.by, StageBy::Date(_)));
    if section.has("status") && by_date && section.values("lost").is_empty() {
        let message = "status changes nothing: no stage is told by it, and lost is not given";
        let help = "say which statuses mean that a lead is out: lost = [\"Disqualified\"]";
        reading.say(Diagnostic::warning(codes::NO_EFFECT, message).at(section.at("status"), "").help(help));
    }
}

/// No status means two stages, or a stage and a loss.
fn status_twice(reading: &mut Reading<'_>, section: Section<'_>) {
    let mut seen: Vec<(&str, String, &Place)> = Vec::new();
    let lost = section.node("lost").into_iter().flat_map(value::texts).map(|(text, at)| (text, "lost".to_string(), at));
    let told = stage_tables(section).flat_map(|stage| {
        let to = stage.needed("to");
        let node = stage.node("status");
        node.into_iter().flat_map(value::texts).map(move |(text, at)| (text, format!("the stage {to}"), at))
    });
    for (text, means, at) in lost.chain(told) {
        match seen.iter().find(|(word, other, _)| *word == text && *other != means) {
            Some((_, other, first)) => {
                let message = format!("the status {text:?} means both {other} and {means}");
                let mistake = Diagnostic::error(codes::ALTERNATIVES, message).at(at, "").at(first, "");
                reading.say(mistake.help("a status stands for the furthest stage reached: name it once"));
            }
            None => seen.push((text, means, at)),
        }
    }
}
