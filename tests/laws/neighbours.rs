//! Common random numbers: what is added elsewhere changes nothing here, to the bit.

use super::inputs::Field;
use super::tape::Tape;
use super::tree::{Entries, Node, entries, get, section_mut};
use super::{TRIALS, choices, columns, config, metrics_of, plan_of, scenario_of};
use crate::running;
use planodds::plan::{Metric, Plan};
use proptest::prelude::*;

/// A segment's series by metric name (stages are numbered anew when one is added), as bits.
fn series(plan: &Plan, segment: &str) -> Vec<(String, Vec<Vec<u64>>)> {
    let place = plan.segments.iter().position(|s| s.name == segment);
    assert!(place.is_some(), "the segment is still there");
    let bits = |metric: &Metric| {
        let kept = columns(plan, place, &[*metric]);
        let values = running::sample(plan, &running::spec(TRIALS, 8), &kept).expect("the trials run");
        values.iter().map(|month| month.iter().map(|x| x.to_bits()).collect()).collect()
    };
    metrics_of(plan, place).iter().map(|metric| (metric.name(plan).to_string(), bits(metric))).collect()
}

/// Every segment but `changed` has the same bits in both scenarios.
fn others_unchanged(before: &Entries, after: &Entries, changed: &str) -> Result<(), TestCaseError> {
    let (before, after) = (plan_of(before), plan_of(after));
    for segment in before.segments.iter().filter(|s| s.name != changed) {
        let (old, new) = (series(&before, &segment.name), series(&after, &segment.name));
        prop_assert_eq!(old.len(), new.len());
        for ((name, old), (_, new)) in old.iter().zip(&new) {
            prop_assert!(old == new, "{} of {} changed", name, segment.name);
        }
    }
    Ok(())
}

/// A segment with a pipeline of its own; its drivers belong to no group.
fn extra_segment() -> Node {
    let source = entries([
        ("name", Node::text("extra")),
        ("volume", Node::Inline(entries([("p10", Node::number(10.0)), ("p90", Node::number(30.0))]))),
    ]);
    let pipeline = entries([
        ("win_rate", Node::Inline(entries([("p10", Node::number(0.1)), ("p90", Node::number(0.3))]))),
        ("sales_cycle_months", Node::number(2.0)),
        ("sources", Node::Members(vec![source])),
    ]);
    Node::Section(entries([
        ("opening_arr", Node::number(300_000.0)),
        ("opening_customers", Node::whole(30)),
        ("deals", Node::Section(entries([("size", Node::number(9_000.0)), ("dispersion", Node::number(0.5))]))),
        ("pipeline", Node::Section(pipeline)),
    ]))
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn a_segment_more_changes_no_other(choices in choices(), before in any::<bool>()) {
        let root = scenario_of(&choices);
        let mut more = root.clone();
        // Sorted before the others, or after them: never its place in a list.
        let name = if before { "aaa" } else { "zzz" };
        section_mut(&mut more, "segments").push((name.to_string(), extra_segment()));
        others_unchanged(&root, &more, name)?;
    }

    #[test]
    fn a_driver_more_changes_no_other_segment(choices in choices(), seed in vec_of_words()) {
        let root = scenario_of(&choices);
        let mut more = root.clone();
        let retention = section_mut(section_mut(section_mut(&mut more, "segments"), "ent"), "retention");
        let random = matches!(get(retention, "expansion_annual"), Some(Node::Inline(_)));
        prop_assume!(!random);
        retention.retain(|(key, _)| key != "expansion_annual");
        let law = Field::amount(0.01, 0.3).distribution(&mut Tape::new(&seed));
        retention.push(("expansion_annual".to_string(), law));
        others_unchanged(&root, &more, "ent")?;
    }

    #[test]
    fn a_source_more_changes_no_other_segment(choices in choices()) {
        let root = scenario_of(&choices);
        let mut more = root.clone();
        let segment = section_mut(section_mut(&mut more, "segments"), "ent");
        prop_assume!(get(segment, "pipeline").is_some());
        let pipeline = section_mut(segment, "pipeline");
        let source = entries([
            ("name", Node::text("a-first")),
            ("volume", Field::amount(5.0, 60.0).distribution(&mut Tape::new(&choices[200..]))),
        ]);
        match pipeline.iter_mut().find(|(key, _)| key == "sources") {
            Some((_, Node::Members(sources))) => sources.push(source),
            other => panic!("no sources: {other:?}"),
        }
        others_unchanged(&root, &more, "ent")?;
    }
}

fn vec_of_words() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(any::<u32>(), 20)
}
