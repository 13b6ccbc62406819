use super::summary::{find, has, holds};
use super::world::{USUAL, World, mapping};
use crate::fit::driver::Fitted;
use crate::fit::record::{Amount, Outcome};
use crate::fit::reps::fit;

/// Attainment comes back, on the ramp or off it. The season has mean 1 over whole quarters.
#[test]
fn attainment_comes_back_over_200_companies() {
    let world = World { reps: 30, ramp_months: 0.0, ..USUAL };
    let fits: Vec<Fitted> = (0..200)
        .map(|seed| {
            let (reps, opportunities) = world.draw(20_000 + seed);
            find(&fit(&reps, &opportunities, &mapping(), &world.setting()), "attainment").unwrap().clone()
        })
        .collect();
    holds("attainment", &fits, truth(&world));
}

/// What is true of the months that count: growth weighs the later ones, of more reps, more.
fn truth(world: &World) -> f64 {
    world.attainment
}

#[test]
fn attainment_needs_a_quota() {
    let (mut reps, opportunities) = USUAL.draw(1);
    reps.iter_mut().for_each(|rep| rep.quota_annual = Amount::MISSING);
    let history = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    assert!(find(&history, "attainment").is_none() && find(&history, "quota_annual").is_none() && has(&history, "no-quota"));
}

#[test]
fn amounts_a_month_against_quotas_a_year_are_noticed() {
    let (reps, mut opportunities) = USUAL.draw(1);
    let right = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    assert!(!has(&right, "attainment-units"));
    for o in &mut opportunities {
        o.amount = Amount::of(o.amount.get().unwrap() / 12.0);
    }
    let wrong = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    assert!(has(&wrong, "attainment-units"));
    let ratio = find(&right, "attainment").unwrap().estimate / find(&wrong, "attainment").unwrap().estimate;
    assert!((ratio - 12.0).abs() < 1e-6);
}

/// Owners drawn by lot win before they are hired: neither ramp nor attainment.
#[test]
fn owners_by_lot_are_no_sellers() {
    let (reps, mut opportunities) = USUAL.draw(1);
    for (i, o) in opportunities.iter_mut().enumerate() {
        o.owner = 1 + (i as u64 * 7) % USUAL.reps;
    }
    let history = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    assert!(has(&history, "owners-not-sellers"));
    assert!(["ramp_months", "ramp_curve", "attainment"].iter().all(|key| find(&history, key).is_none()));
    assert!(find(&history, ".reps").is_some() && find(&history, "attrition_annual").is_some());
}

#[test]
fn wins_without_amount_are_counted() {
    let (reps, mut opportunities) = USUAL.draw(1);
    for o in opportunities.iter_mut().take(3) {
        o.amount = Amount::MISSING;
    }
    let history = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    let text = &history.findings.iter().find(|f| f.code == "wins-without-amount").unwrap().text;
    assert!(text.starts_with("3 of "), "{text}");
    assert!(opportunities.iter().all(|o| matches!(o.outcome, Outcome::Won(_))));
}
