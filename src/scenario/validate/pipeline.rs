//! `[segments.NAME.pipeline]` and its sources.

use super::{At, sales_force};
use crate::calendar::{Schedule, YearMonth};
use crate::diagnostic::Diagnostic;
use crate::plan::{Metric, OpeningPipeline, Pipeline, Source, SourceKind, Stage};
use crate::scenario::codes;
use crate::scenario::keys::Identity;
use crate::scenario::node::Content;
use crate::scenario::read::Reading;
use std::collections::{BTreeMap, BTreeSet};

const BY_NAME: Identity = Identity::By("name");
const BY_STAGE: Identity = Identity::By("to");

/// The names of all stages, sorted; none may be a metric's.
pub fn stage_names(reading: &mut Reading<'_>, root: &At<'_>) -> Vec<String> {
    let mut names = BTreeSet::new();
    for (_, segment) in root.members("segments") {
        for (_, source) in segment.inside("pipeline").map_or(Vec::new(), |p| p.items("sources", BY_NAME)) {
            for (name, stage) in source.items("stages", BY_STAGE) {
                if Metric::find(&name, &[]).is_some() {
                    let message = format!("a stage cannot be called {name}: that is a metric");
                    let help = "stages are reported as metrics of their own name, so they need another one";
                    reading
                        .say(Diagnostic::error(codes::BAD_NAME, message).at(&stage.value_place("to"), "").help(help));
                }
                names.insert(name);
            }
        }
    }
    names.into_iter().collect()
}

/// The pipeline of a segment.
pub fn read(reading: &mut Reading<'_>, at: &At<'_>, stages: &[String]) -> Pipeline {
    let opening = if at.has("opening_decisions") {
        OpeningPipeline::Decisions(reading.counts_id(&at.path_of("opening_decisions")))
    } else {
        OpeningPipeline::Opps(reading.driver_id(&at.path_of("opening_opps")))
    };
    let has_reps = !reading.is_broken(&at.path)
        && reading.driver(&at.path.replace(".pipeline", ".capacity.ramp_months")).is_some();
    let mut sources = Vec::new();
    for (name, source) in at.items("sources", BY_NAME) {
        if source.has("per_rep") && !has_reps {
            let message = format!("per_rep of {name} needs reps: this segment has no capacity");
            let help = "add a capacity section with reps, or give volume, spend or sdrs instead";
            reading.say(Diagnostic::error(codes::SEGMENT, message).at(&source.key_place("per_rep"), "").help(help));
        }
        sources.push(read_source(reading, &source, name, stages));
    }
    let mut driver = |key: &str| reading.driver_id(&at.path_of(key));
    Pipeline {
        opening,
        win_rate: driver("win_rate"),
        sales_cycle_months: driver("sales_cycle_months"),
        cycle_dispersion: driver("cycle_dispersion"),
        backlog_hold: driver("backlog_hold"),
        opps_factor: driver("opps_factor"),
        seasonality: sales_force::seasonality(at),
        sources,
    }
}

fn read_source(reading: &mut Reading<'_>, at: &At<'_>, name: String, names: &[String]) -> Source {
    let stages = at.items("stages", BY_STAGE);
    let stages = stages.iter().map(|(to, stage)| Stage {
        stage: names.iter().position(|name| name == to).unwrap_or(0),
        rate: reading.driver_id(&stage.path_of("rate")),
    });
    let stages = stages.collect();
    let reference_spend = reference_spend(reading, at);
    let mut driver = |key: &str| reading.driver_id(&at.path_of(key));
    let lag_months = driver("lag_months");
    let kind = if at.has("spend") {
        let (spend, cost_per_unit, elasticity) = (driver("spend"), driver("cost_per_unit"), driver("elasticity"));
        SourceKind::Spend { spend, cost_per_unit, elasticity, reference_spend }
    } else if at.has("sdrs") {
        SourceKind::Sdrs { sdrs: driver("sdrs"), per_sdr: driver("per_sdr") }
    } else if at.has("per_rep") {
        SourceKind::PerRep { per_rep: driver("per_rep") }
    } else {
        SourceKind::Volume { volume: driver("volume"), growth_monthly: driver("growth_monthly") }
    };
    Source { name, kind, lag_months, stages }
}

fn reference_spend(reading: &Reading<'_>, at: &At<'_>) -> Option<Schedule> {
    match &at.node("reference_spend")?.content {
        Content::Table(table) => {
            let values = table.iter().filter_map(|(month, entry)| {
                Some((reading.calendar.t_of(YearMonth::parse(month)?), entry.node.number()?))
            });
            Some(Schedule { from: values.collect() })
        }
        _ => Some(Schedule { from: BTreeMap::from([(1, at.number("reference_spend")?)]) }),
    }
}
