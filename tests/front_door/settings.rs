//! `--set PATH=VALUE` lays one more scenario on top.

use super::loaded;
use planodds::plan::{Driver, Plan, SourceKind, Value};

fn driver<'a>(plan: &'a Plan, path: &str) -> &'a Driver {
    plan.drivers.iter().find(|d| d.path == path).unwrap()
}

#[test]
fn a_number_takes_the_place_of_a_distribution() {
    let plan = loaded("invalid/good.toml", &["segments.ent.pipeline.win_rate=0.3"]).plan;
    assert!(matches!(driver(&plan, "segments.ent.pipeline.win_rate").value, Value::Number(0.3)));
}

#[test]
fn later_settings_win() {
    let plan = loaded("invalid/good.toml", &["plan.months=6", "plan.months=24"]).plan;
    assert_eq!(plan.calendar.months, 24);
}

#[test]
fn members_of_lists_are_named_in_the_path() {
    let sets =
        ["segments.ent.pipeline.sources.ads.stages.mql.rate=0.5", "segments.ent.retention.key_accounts.acme.arr=1000"];
    let plan = loaded("invalid/good.toml", &sets).plan;
    assert_eq!(driver(&plan, "segments.ent.pipeline.sources.ads.stages.mql.rate").fixed(), 0.5);
    assert_eq!(driver(&plan, "segments.ent.pipeline.sources.ads.stages.opportunity.rate").fixed(), 0.4);
    assert_eq!(driver(&plan, "segments.ent.retention.key_accounts.acme.arr").fixed(), 1000.0);
}

#[test]
fn entries_without_names_have_numbers() {
    let sets = [
        "segments.ent.capacity.ramping=[{ reps = 1, tenure = 1 }, { reps = 2, tenure = 2 }]",
        "segments.ent.capacity.ramping.1.reps=5",
    ];
    let plan = loaded("invalid/good.toml", &sets).plan;
    assert_eq!(driver(&plan, "segments.ent.capacity.ramping.0.reps").fixed(), 1.0);
    assert_eq!(driver(&plan, "segments.ent.capacity.ramping.1.reps").fixed(), 5.0);
    assert_eq!(driver(&plan, "segments.ent.capacity.ramping.1.tenure").fixed(), 2.0);
}

#[test]
fn a_setting_displaces_alternatives() {
    let plan = loaded("invalid/good.toml", &["segments.ent.pipeline.sources.ads.volume=7", "target.growth=1"]).plan;
    let source = &plan.segments[0].pipeline.as_ref().unwrap().sources[0];
    assert!(matches!(source.kind, SourceKind::Volume { .. }));
    assert_eq!(plan.target.arr, 3_000_000.0);
}

#[test]
fn adjustments_are_appended_and_names_added() {
    let sets = [
        "adjust=[{ driver = \"segments.ent.opening_arr\", multiply = 2 }]",
        "segments.ent.pipeline.sources=[{ name = \"web\", volume = 3, stages = [{ to = \"mql\", rate = 1 }] }]",
        "target.mix.ent=1",
    ];
    let plan = loaded("invalid/good.toml", &sets).plan;
    assert_eq!(driver(&plan, "segments.ent.opening_arr").fixed(), 2_000_000.0);
    assert_eq!(plan.segments[0].pipeline.as_ref().unwrap().sources.len(), 2);
    assert_eq!(plan.target.mix["ent"], 1.0);
}
