//! Files that are none, and files that scenarios name.

use super::{file, parsed, plan_with, refused, text_of};
use planodds::scenario::{load, parse};

#[test]
fn a_file_that_is_not_there_is_named_with_the_nearest() {
    let message = text_of(&load(&file("invalid/goood.toml"), &[]).unwrap_err());
    assert!(
        message.contains("there is no file") && message.contains("did you mean") && message.contains("good.toml"),
        "{message}"
    );
}

#[test]
fn a_folder_is_no_scenario() {
    let message = text_of(&load(&file("invalid"), &[]).unwrap_err());
    assert!(message.contains("is a folder"), "{message}");
}

#[test]
fn ten_megabytes_of_junk_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("junk.toml");
    std::fs::write(&path, "[[[{\"=x,".repeat(10_000_000 / 8)).unwrap();
    let message = text_of(&load(&path, &[]).unwrap_err());
    assert!(message.contains("larger than a scenario can be"), "{message}");
    std::fs::write(&path, "[[[{\"=x,".repeat(990_000 / 8)).unwrap();
    assert!(text_of(&load(&path, &[]).unwrap_err()).contains("not valid TOML"));
}

#[test]
fn zero_bytes_are_no_text() {
    assert_eq!(refused("[plan]\0"), ["not-utf8"]);
}

#[test]
fn a_byte_order_mark_is_let_in() {
    parsed(&format!("\u{feff}{}", plan_with("")));
}

#[test]
fn windows_line_ends_are_let_in() {
    parsed(&plan_with("").replace('\n', "\r\n"));
}

#[test]
fn text_without_a_file_extends_nothing() {
    let refused = parse("plan.toml", &format!("extends = \"good.toml\"\n{}", plan_with(""))).unwrap_err();
    assert_eq!(refused.diagnostics[0].code, "extends");
    let empirical =
        plan_with("[segments.a.deals]\nsize = { dist = \"empirical\", file = \"deals.csv\", column = \"arr\" }\n");
    assert_eq!(super::refused(&empirical), ["data-file"]);
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(outside.path().join("secret.toml"), plan_with("")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.toml"), inside.path().join("base.toml")).unwrap();
    std::fs::write(inside.path().join("plan.toml"), "extends = \"base.toml\"\n").unwrap();
    let message = text_of(&load(&inside.path().join("plan.toml"), &[]).unwrap_err());
    assert!(message.contains("leads out of the folder"), "{message}");
}

#[test]
fn a_folder_below_may_be_extended_and_has_its_own_below() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("base/old")).unwrap();
    std::fs::write(folder.path().join("plan.toml"), "extends = \"base/plan.toml\"\n[plan]\nmonths = 6\n").unwrap();
    std::fs::write(folder.path().join("base/plan.toml"), "extends = \"old/plan.toml\"\n[plan]\nname = \"mid\"\n")
        .unwrap();
    std::fs::write(folder.path().join("base/old/plan.toml"), plan_with("")).unwrap();
    let plan = load(&folder.path().join("plan.toml"), &[]).unwrap().plan;
    assert_eq!((plan.calendar.months, plan.name.as_str()), (6, "mid"));
    std::fs::write(folder.path().join("base/plan.toml"), "extends = \"../plan.toml\"\n").unwrap();
    let message = text_of(&load(&folder.path().join("plan.toml"), &[]).unwrap_err());
    assert!(message.contains("leads out of the folder"), "{message}");
}

#[test]
fn control_characters_cannot_steer_the_terminal() {
    let refused = parse("plan.toml", &plan_with("\"\\u001b[31mred\" = 1\n")).unwrap_err();
    assert!(!text_of(&refused).contains('\u{1b}'));
}

#[test]
fn a_column_is_read_from_beside_the_scenario_for_files_and_settings() {
    let set = "segments.ent.deals.size={ dist = \"empirical\", file = \"deals.csv\", column = \"arr\" }";
    let plan = super::loaded("invalid/good.toml", &[set]).plan;
    let size = plan.drivers.iter().find(|d| d.path == "segments.ent.deals.size").unwrap();
    let planodds::plan::Value::Random(random) = &size.value else { panic!("a distribution") };
    assert_eq!((random.law.min, random.law.max), (40_000.0, 55_000.0));
    let folder = "segments.ent.deals.size={ dist = \"empirical\", file = \".\", column = \"arr\" }".to_string();
    let message = text_of(&load(&file("invalid/good.toml"), &[folder]).unwrap_err());
    assert!(message.contains("not a file with a table"), "{message}");
}
