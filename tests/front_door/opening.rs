//! What stands open when the plan starts.

use super::{parsed, plan_with};
use planodds::plan::OpeningPipeline;

const PIPELINE: &str = r#"
[segments.a.deals]
size = 1
[segments.a.pipeline]
win_rate = 0.2
sales_cycle_months = 3
"#;

#[test]
fn decisions_after_the_plan_are_kept_without_a_word() {
    let lines = format!("{PIPELINE}opening_decisions = {{ \"2027-02\" = 5, \"2027-12\" = 1, \"2028-03\" = 7 }}\n");
    let loaded = parsed(&plan_with(&lines));
    assert!(loaded.warnings.iter().all(|w| w.code != "month-outside"), "{:?}", loaded.warnings);
    let OpeningPipeline::Decisions(id) = loaded.plan.segments[0].pipeline.as_ref().unwrap().opening else {
        panic!("decisions by month")
    };
    let counts: Vec<(usize, u64)> = loaded.plan.counts(id).written.counts.iter().map(|(t, n)| (*t, *n)).collect();
    assert_eq!(counts, [(2, 5), (12, 1), (15, 7)], "those after the plan's 12 months stay open");
}

#[test]
fn decisions_after_the_plan_alone_still_open_a_pipeline() {
    let with = |opening: &str| {
        let source =
            "[[segments.a.pipeline.sources]]\nname = \"s\"\nvolume = 1\nstages = [ { to = \"o\", rate = 0.5 } ]\n";
        let loaded = parsed(&plan_with(&format!("{PIPELINE}{opening}\n{source}")));
        loaded.warnings.iter().any(|w| w.code == "empty-opening-pipeline")
    };
    assert!(with(""));
    assert!(with("opening_decisions = { \"2027-02\" = 0 }"));
    assert!(!with("opening_decisions = { \"2028-03\" = 7 }"));
    assert!(!with("opening_opps = 1"));
}

#[test]
fn hires_after_the_plan_are_ignored_with_a_warning() {
    let lines =
        "[segments.a.deals]\nsize = 1\n[segments.a.capacity]\nramp_months = 3\nquota_annual = 1\nattainment = 1\n";
    let loaded = parsed(&plan_with(&format!("{lines}hires = {{ \"2028-03\" = 7 }}\n")));
    assert!(loaded.warnings.iter().any(|w| w.code == "month-outside"));
    assert!(loaded.plan.counts.iter().all(|counts| counts.written.counts.is_empty()));
}
