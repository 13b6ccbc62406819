//! The fingerprint hangs on the plan, not on how its file is laid out.

use super::{loaded, parsed, plan_with};

const ONE: &str = r#"
[segments.b]
opening_arr = 12
opening_customers = 2
deals = { size = 5.0, dispersion = 0 }
[segments.b.pipeline]
win_rate = { p10 = 0.1, p90 = 0.3 }
sales_cycle_months = 3
[[segments.b.pipeline.sources]]
name = "x"
volume = { "2027-01" = 10, "2027-06" = 20 }
stages = [ { to = "mql", rate = 0.5 }, { to = "opp", rate = 0.2 } ]
[[segments.b.pipeline.sources]]
name = "y"
volume = 10
stages = [ { to = "mql", rate = 0.5 } ]
"#;

/// The same plan: other order of keys, tables and named entries; other spellings of numbers; comments.
const SAME: &str = r#"
[[segments.b.pipeline.sources]]
stages = [ { rate = 5e-1, to = "mql" } ]
volume = 10.0
name = "y"
[[segments.b.pipeline.sources]]
stages = [ { to = "mql", rate = 0.50 }, { to = "opp", rate = 0.2 } ]
volume = { "2027-06" = 2_0, "2027-01" = 10 }
name = "x"
[segments.b.pipeline]
sales_cycle_months = 3.0 # months
win_rate.p90 = 0.3
win_rate.p10 = 0.1
[segments.b]
opening_customers = 2
opening_arr = 12.0
[segments.b.deals]
dispersion = -0.0
size = 5
"#;

#[test]
fn layout_does_not_matter() {
    let (one, same) = (parsed(&plan_with(ONE)).plan, parsed(&plan_with(SAME)).plan);
    assert_eq!(one.digest, same.digest);
    assert_eq!(one.digest.len(), "sha256:".len() + 64);
    assert_eq!(format!("{one:?}"), format!("{same:?}"), "the whole plan is the same");
}

#[test]
fn every_change_of_a_value_matters() {
    let digest = |text: &str| parsed(&plan_with(text)).plan.digest;
    let changed = [
        ONE.replace("volume = 10\n", "volume = 11\n"),
        ONE.replace(
            "{ to = \"mql\", rate = 0.5 }, { to = \"opp\", rate = 0.2 }",
            "{ to = \"opp\", rate = 0.2 }, { to = \"mql\", rate = 0.5 }",
        ),
        ONE.replace("2027-06", "2027-07"),
        ONE.replace("\"y\"", "\"z\""),
        ONE.replace("p90 = 0.3", "p90 = 0.3, owner = \"Ada\""),
    ];
    for text in &changed {
        assert_ne!(text.as_str(), ONE);
        assert_ne!(digest(ONE), digest(text), "{text}");
    }
}

#[test]
fn what_is_resolved_counts_not_where_it_is_written() {
    let direct = loaded("invalid/good.toml", &[]).plan;
    let set = loaded("invalid/good.toml", &["segments.ent.pipeline.opening_opps=30"]).plan;
    let other = loaded("invalid/good.toml", &["segments.ent.pipeline.opening_opps=31"]).plan;
    assert_eq!(direct.digest, set.digest);
    assert_ne!(direct.digest, other.digest);
}

#[test]
fn values_read_from_a_file_count() {
    let with = |column: &str| {
        let set = format!("segments.ent.deals.size={{ dist = \"discrete\", values = [{column}], weights = [1, 1] }}");
        loaded("invalid/good.toml", &[&set]).plan.digest
    };
    assert_ne!(with("1, 2"), with("1, 3"));
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("plan.toml");
    let text =
        plan_with("[segments.a.deals]\nsize = { dist = \"empirical\", file = \"sizes.csv\", column = \"arr\" }\n");
    std::fs::write(&scenario, text).unwrap();
    let digest = |csv: &str| {
        std::fs::write(folder.path().join("sizes.csv"), csv).unwrap();
        planodds::scenario::load(&scenario, &[]).unwrap().plan.digest
    };
    assert_ne!(digest("id,arr\n1,10\n2,20\n"), digest("id,arr\n1,10\n2,30\n"));
}
