//! Every worked case is let in, or refused where it must be.

use super::{file, loaded};
use planodds::plan::{OpeningPipeline, Plan, SourceKind, Value};
use planodds::scenario::load;

/// The worked cases, without their suffix.
fn cases() -> Vec<String> {
    let paths = std::fs::read_dir(file("cases")).unwrap().map(|entry| entry.unwrap().path());
    let scenarios = paths.filter(|path| path.extension().is_some_and(|e| e == "toml"));
    let mut names: Vec<String> = scenarios.map(|p| p.file_stem().unwrap().to_string_lossy().to_string()).collect();
    names.sort();
    names
}

#[test]
fn worked_cases_are_let_in_or_refused() {
    let cases = cases();
    assert!(cases.len() > 10, "{cases:?}");
    for name in cases {
        let path = format!("cases/{name}.toml");
        if name.starts_with("error_") {
            assert!(load(&file(&path), &[]).is_err(), "{name} must be refused");
        } else {
            assert!(loaded(&path, &[]).plan.digest.starts_with("sha256:"), "{name}");
        }
    }
}

#[test]
fn inheritance_resolves_as_its_derivation_says() {
    let plan = loaded("cases/inherit.toml", &[]).plan;
    assert_eq!((plan.calendar.months, plan.name.as_str()), (8, "base"));
    let [a, b] = &plan.segments[..] else { panic!("two segments") };
    let force = a.sales_force.as_ref().unwrap();
    assert_eq!(force.ramping.len(), 1, "ramping is replaced whole");
    assert_eq!(plan.driver(force.ramping[0].reps).fixed(), 4.0);
    assert_eq!(plan.counts(force.hires).written.counts.iter().collect::<Vec<_>>(), [(&3, &1)]);
    let Value::Schedule(quota) = &plan.driver(force.quota_annual).value else { panic!("a schedule") };
    assert_eq!([quota.at(1), quota.at(12)], [36.0, 36.0]);
    assert!(matches!(plan.driver(force.attainment).value, Value::Number(1.0)));
    let sources = &a.pipeline.as_ref().unwrap().sources;
    assert_eq!(sources.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["one", "three", "two"]);
    assert_eq!(stages(&plan, 0, 0), [("x", 0.5), ("y", 0.25), ("z", 0.5)]);
    let volume = |i: usize| match sources[i].kind {
        SourceKind::Volume { volume, .. } => plan.driver(volume),
        _ => panic!("a volume"),
    };
    let changed = [0, 1, 2].map(|i| volume(i).fixed());
    assert_eq!(changed, [310.0, 17.0, 50.0], "factors first, then additions");
    let pipeline = b.pipeline.as_ref().unwrap();
    let OpeningPipeline::Decisions(decisions) = pipeline.opening else { panic!("decisions displace opportunities") };
    assert_eq!(plan.counts(decisions).written.at(2), 4);
    assert!(matches!(pipeline.sources[0].kind, SourceKind::Spend { .. }), "spend displaces volume and its growth");
    assert_eq!(stages(&plan, 1, 0), [("paid_units", 0.5)]);
    assert_eq!(plan.target.arr, 400.0, "growth displaces arr");
    assert_eq!(plan.goals.len(), 1, "goals are replaced whole");
    assert_eq!((plan.risks[0].window.from, plan.risks[0].window.until), (3, 3), "window displaces month");
}

fn stages(plan: &Plan, segment: usize, source: usize) -> Vec<(&str, f64)> {
    let source = &plan.segments[segment].pipeline.as_ref().unwrap().sources[source];
    source.stages.iter().map(|s| (plan.stages[s.stage].as_str(), plan.driver(s.rate).fixed())).collect()
}
