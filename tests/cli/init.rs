//! `planodds init`: starters that work as they are.

use super::Scratch;

#[test]
fn every_starter_checks_and_runs() {
    for template in ["sales-led", "plg", "enterprise"] {
        let scratch = Scratch::empty();
        let file = format!("{template}.toml");
        let ended = scratch.planodds(&["init", &file, "--template", template]).code(0);
        assert!(ended.out.contains(&format!("planodds run {file}")), "{}", ended.out);
        let text = scratch.read(&file);
        assert!(text.starts_with('#'), "{template} opens with what it shows");
        scratch.planodds(&["check", &file]).code(0);
        scratch.planodds(&["run", &file, "--trials", "500"]).code(0);
        assert!(scratch.files().contains_key(&format!("output/{template}/results.json")));
    }
}

#[test]
fn starters_differ() {
    let scratch = Scratch::empty();
    let templates = ["sales-led", "plg", "enterprise"];
    let texts = templates.map(|template| {
        scratch.planodds(&["init", template, "--template", template]).code(0);
        scratch.read(template)
    });
    assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2]);
}

#[test]
fn without_a_path_it_is_plan_toml() {
    let scratch = Scratch::empty();
    scratch.planodds(&["init"]).code(0);
    assert_eq!(scratch.files().into_keys().collect::<Vec<_>>(), ["plan.toml"]);
}

#[test]
fn nothing_is_overwritten() {
    let scratch = Scratch::empty();
    scratch.put("plan.toml", "mine");
    scratch.planodds(&["init"]).code(2).complains_of(&["plan.toml exists already and is not overwritten"]);
    assert_eq!(scratch.read("plan.toml"), "mine");
}

#[test]
fn an_impossible_place_or_template_is_refused() {
    let scratch = Scratch::empty();
    scratch.put("file", "not a folder");
    let before = scratch.files();
    scratch.planodds(&["init", "file/plan.toml"]).code(2).complains_of(&["cannot create file/plan.toml"]);
    scratch.planodds(&["init", "missing/plan.toml"]).code(2).complains_of(&["cannot create missing/plan.toml"]);
    scratch.planodds(&["init", "--template", "saas"]).code(2).complains_of(&["sales-led, plg, enterprise"]);
    assert_eq!(scratch.files(), before);
}
