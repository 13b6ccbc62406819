//! Valid but extreme plans are let in, and no junk brings the front door down.

use super::{parsed, plan_with, refused};
use planodds::plan::Value;
use planodds::scenario::parse;

#[test]
fn nothing_at_all_is_a_plan() {
    let text = "[plan]\nname = \"nothing\"\nstart = \"2027-01\"\nmonths = 1\n[target]\narr = 0\n[segments.a]\nopening_arr = 0\nopening_customers = 0\n";
    let plan = parsed(text).plan;
    assert!(plan.drivers.iter().all(|d| matches!(d.value, Value::Number(_))));
}

#[test]
fn extremes_of_every_kind_are_plans() {
    parsed(&plan_with("").replace("opening_customers = 1", "opening_customers = 1_000_000_000"));
    for win_rate in ["0", "1"] {
        let lines = format!(
            "[segments.a.deals]\nsize = 1\n[segments.a.pipeline]\nwin_rate = {win_rate}\nsales_cycle_months = 1\n"
        );
        parsed(&plan_with(&lines));
    }
    let lines = "[segments.a.deals]\nsize = 1\n[segments.a.capacity]\nreps = 0\nramp_months = 0\nquota_annual = 0\nattainment = 0\n";
    parsed(&plan_with(lines));
}

#[test]
fn texts_may_hold_anything() {
    let name = "\"Müller & Söhne <script>alert('x')</script> 🚀 \\\"quoted\\\" \\n two lines\"";
    let plan = parsed(&plan_with("").replace("\"p\"", name)).plan;
    assert!(plan.name.contains("🚀") && plan.name.contains("<script>"));
}

#[test]
fn twelve_segments_over_sixty_months_are_a_plan() {
    let mut text = plan_with("").replace("start =", "months = 60\nstart =");
    for i in 0..12 {
        text += &format!(
            "[segments.s{i}]\nopening_arr = 1\nopening_customers = 1\n[segments.s{i}.deals]\nsize = {{ p10 = 1, p90 = 2 }}\n\
             [segments.s{i}.pipeline]\nwin_rate = {{ p10 = 0.1, p90 = 0.2 }}\nsales_cycle_months = 2\n"
        );
    }
    assert_eq!(parsed(&text).plan.segments.len(), 13);
}

#[test]
fn a_file_cut_off_anywhere_is_refused_or_let_in_but_never_breaks() {
    let text = std::fs::read_to_string(super::file("invalid/good.toml")).unwrap();
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        if let Err(found) = parse("plan.toml", &text[..end]) {
            assert!(found.diagnostics.iter().any(|d| d.is_error()), "{end}");
            super::text_of(&found);
        }
    }
}

#[test]
fn any_value_may_be_junk() {
    let text = std::fs::read_to_string(super::file("invalid/good.toml")).unwrap();
    let junk = [
        "-1",
        "0",
        "1e15",
        "1.5",
        "true",
        "\"\"",
        "\"*\"",
        "[]",
        "{}",
        "[[1]]",
        "{ p10 = {} }",
        "{ \"2027-01\" = [] }",
        "nan",
        "2027-01-01",
    ];
    for (i, line) in text.lines().enumerate() {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        for junk in junk {
            let changed: Vec<String> = text
                .lines()
                .enumerate()
                .map(|(j, l)| if i == j { format!("{key} = {junk}") } else { l.to_string() })
                .collect();
            if let Err(found) = parse("plan.toml", &changed.join("\n")) {
                let message = super::text_of(&found);
                let errors = found.diagnostics.iter().filter(|d| d.is_error()).count();
                assert!((1..=6).contains(&errors), "{key} = {junk} floods:\n{message}");
                assert!(
                    !message.contains("is missing") || !message.contains(&format!("{key} is missing")),
                    "{key} = {junk}:\n{message}"
                );
            }
        }
    }
}

#[test]
fn any_line_may_be_missing() {
    let text = std::fs::read_to_string(super::file("invalid/good.toml")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for i in 0..lines.len() {
        let rest: Vec<&str> = lines.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, l)| *l).collect();
        if let Err(found) = parse("plan.toml", &rest.join("\n")) {
            assert!(found.diagnostics.iter().any(|d| d.is_error()), "without {}", lines[i]);
        }
    }
}

#[test]
fn junk_of_a_megabyte_is_refused_at_once() {
    let lines = |n: usize, line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    let sources = lines(6_000, &|i| format!("[[segments.a.pipeline.sources]]\nname = \"s{i}\"\nvolume = 1\n"));
    let texts = [
        lines(240_000, &|_| "a=1\n".to_string()),
        lines(90_000, &|i| format!("k{i} = 1\n")),
        lines(20_000, &|i| format!("[[adjust]]\ndriver = \"x{i}\"\nmultiply = 1\n")),
        lines(9_000, &|i| format!("[[adjust]]\ndriver = \"segments.a.pipeline.sources.t{i}.volume\"\nmultiply = 1\n")),
        sources.clone()
            + &lines(4_000, &|i| format!("[[adjust]]\ndriver = \"segments.a.pipeline.sources.t{i}.volume\"\n")),
        lines(100_000, &|_| "=[{\"\n".to_string()),
    ];
    for text in texts {
        assert!(!refused(&plan_with(&text)).is_empty());
    }
}
