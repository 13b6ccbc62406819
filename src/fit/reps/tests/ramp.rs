use super::summary::{find, has, holds};
use super::world::{USUAL, World, mapping};
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::history::History;
use crate::fit::reps::fit;
use crate::plan::RampCurve;

fn fitted(world: &World, seed: u64) -> History {
    let (reps, opportunities) = world.draw(seed);
    fit(&reps, &opportunities, &mapping(), &world.setting())
}

fn ramp_months(history: &History) -> Option<Fitted> {
    find(history, "ramp_months").cloned()
}

/// 30 reps over 30 months with season, growth and reps of their own strength: the ramp is found and comes back.
#[test]
fn a_linear_ramp_comes_back_over_200_companies() {
    let world = World { reps: 30, ..USUAL };
    let fits: Vec<Fitted> = (0..200).filter_map(|seed| ramp_months(&fitted(&world, seed))).collect();
    println!("found in {} of 200", fits.len());
    // Power: what is not found would also bend the mean of what is.
    assert!(fits.len() >= 196, "{}", fits.len());
    holds("ramp_months", &fits, 6.0);
}

/// A ramp is made up in at most 2 % of companies without one, whether reps differ or not.
#[test]
fn no_ramp_is_made_up() {
    for talent_sd_of_log in [0.0, 0.4] {
        let world = World { ramp_months: 0.0, talent_sd_of_log, ..USUAL };
        let histories: Vec<History> = (0..150).map(|seed| fitted(&world, 10_000 + seed)).collect();
        let made_up = histories.iter().filter(|h| ramp_months(h).is_some()).count();
        println!("made up in {made_up} of 150");
        assert!(made_up <= 3, "{made_up}");
        assert!(histories.iter().all(|h| has(h, "no-ramp") != ramp_months(h).is_some()));
    }
}

/// A curve is told from a straight line where there is enough to tell it by.
#[test]
fn a_step_is_told_from_a_line() {
    let world = World { reps: 60, curve: RampCurve::Step, deal_size: 5_000.0, ..USUAL };
    let history = fitted(&world, 3);
    assert_eq!(find(&history, "ramp_curve").unwrap().value, FittedValue::Word("step"));
    assert!((ramp_months(&history).unwrap().estimate - 6.0).abs() < 1.0);
    let line = World { curve: RampCurve::Linear, ..world };
    assert_eq!(find(&fitted(&line, 3), "ramp_curve").unwrap().value, FittedValue::Word("linear"));
}

/// All hired on one day, or nobody in the window: no ramp, and why.
#[test]
fn without_reps_to_compare_there_is_no_ramp() {
    let (mut reps, opportunities) = USUAL.draw(1);
    reps.truncate(8);
    let history = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    let why = history.findings.iter().find(|f| f.code == "no-ramp").unwrap();
    assert!(why.text.contains("first three months") && ramp_months(&history).is_none());
    assert!(has(&history, "owners-unknown"));
}

/// Segments lean on each other, and one that hired nobody takes the ramp of all.
#[test]
fn reps_of_one_segment_among_several_lean_on_nobody() {
    let (mut reps, opportunities) = World { reps: 40, ..USUAL }.draw(5);
    reps.iter_mut().for_each(|rep| rep.segment = 1);
    let mut setting = USUAL.setting();
    setting.segments = vec!["a".to_string(), "b".to_string()];
    let history = fit(&reps, &opportunities, &mapping(), &setting);
    let own = history.fitted.iter().find(|f| f.path == "segments.b.capacity.ramp_months").unwrap();
    assert_eq!(own.pooled, None);
    assert!(own.findings.iter().all(|finding| finding.code != "ramp-of-all"), "{:?}", own.findings);
}

#[test]
fn segments_share_a_ramp() {
    let world = World { reps: 60, ..USUAL };
    let (mut reps, opportunities) = world.draw(5);
    for (i, rep) in reps.iter_mut().enumerate() {
        rep.segment = if i < 8 { 2 } else { (i % 2) as u16 };
    }
    let mut setting = world.setting();
    setting.segments = vec!["a".to_string(), "b".to_string(), "c".to_string()];
    let history = fit(&reps, &opportunities, &mapping(), &setting);
    let of =
        |name: &str| history.fitted.iter().find(|f| f.path == format!("segments.{name}.capacity.ramp_months")).unwrap();
    assert_eq!(of("c").pooled, Some(1.0));
    assert!((0.01..0.99).contains(&of("a").pooled.unwrap()));
    assert!((of("a").estimate - of("b").estimate).abs() < 3.0 && (of("c").estimate - 6.0).abs() < 3.0);
    assert!(of("c").standard_error >= of("a").standard_error.min(of("b").standard_error));
}
