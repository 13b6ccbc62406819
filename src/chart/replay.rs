//! One trial's ARR over the fan of all.

use super::fan::{self, OneTrial};
use super::{Content, Figure};
use crate::analysis::replay::Replay;
use crate::plan::{Metric, Plan};
use crate::report;
use crate::report::{findings, format};

/// The charts of a replay, each with the name that its files have.
pub fn figures(plan: &Plan, replay: &Replay) -> Vec<(&'static str, Figure)> {
    let mut fan = fan::fan(plan, &replay.odds, &replay.bands);
    let arr = replay.of(Metric::Arr, None).map_or(Vec::new(), |series| series.months.clone());
    fan.one = Some(OneTrial {
        name: format!("Trial {}", format::whole(replay.trial)),
        last: arr.last().map_or(format::NOT_AVAILABLE.to_string(), |&x| format::money(x, &plan.currency)),
        arr,
    });
    let figure = Figure {
        title: report::replay::verdict(plan, replay),
        subtitle: findings::subtitle_with_error(plan, &replay.provenance, &replay.odds),
        content: Content::Fan(Box::new(fan)),
    };
    vec![("replay_arr", figure)]
}
