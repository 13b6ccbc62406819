use super::summary::{find, has, holds};
use super::world::{USUAL, World, first_day, mapping};
use crate::fit::driver::Fitted;
use crate::fit::record::{Amount, Opportunity, Outcome, Rep};
use crate::fit::reps::{bookings, fit, seats};

/// Attainment comes back, with a ramp and without. Season and growth weigh the months that count differently in each
/// company, so the truth is taken over its own rep-months.
#[test]
fn attainment_comes_back_over_200_companies() {
    for ramp_months in [0.0, 6.0] {
        let world = World { ramp_months, ..USUAL };
        let one = |seed: u64| {
            let (reps, opportunities) = world.draw(50_000 + seed);
            let history = fit(&reps, &opportunities, &mapping(), &world.setting());
            // With a ramp in the data that was not found, the level is that of all months in full: another truth.
            let found = find(&history, "ramp_months").is_some() == (ramp_months > 0.0);
            let fitted = find(&history, "attainment").unwrap();
            found.then(|| relative(fitted, truth(&world, &reps, &opportunities)))
        };
        let fits: Vec<Fitted> = (0..200).filter_map(one).collect();
        assert!(fits.len() > 185);
        holds("attainment", &fits, 1.0);
    }
}

/// What is true of the rep-months that count.
fn truth(world: &World, reps: &[Rep], opportunities: &[Opportunity]) -> f64 {
    let bookings = bookings::bookings(&seats::seats(reps, world.as_of()), opportunities, world.as_of());
    let months = bookings.months.iter().filter(|m| Some(m.month) >= bookings.ripe_from);
    let base = first_day().month().unwrap();
    let shares = months.map(|m| (world.season(m.month.since(base)), world.productivity(m.age)));
    let (booked, asked) = shares.fold((0.0, 0.0), |sum, (season, share)| (sum.0 + season * share, sum.1 + share));
    world.attainment * booked / asked
}

fn relative(fitted: &Fitted, truth: f64) -> Fitted {
    let interval = fitted.interval.map(|end| end / truth);
    Fitted { estimate: fitted.estimate / truth, interval, ..fitted.clone() }
}

#[test]
fn attainment_needs_a_quota() {
    let (mut reps, opportunities) = USUAL.draw(1);
    reps.iter_mut().for_each(|rep| rep.quota_annual = Amount::MISSING);
    let history = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    assert!(
        find(&history, "attainment").is_none() && find(&history, "quota_annual").is_none() && has(&history, "no-quota")
    );
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
    // The unit of money cancels in the ramp; rounding may move its search by one step of 0.02 months.
    assert!((ratio - 12.0).abs() < 0.05, "{ratio}");
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

/// Reps who book the same to the cent still leave something open.
#[test]
fn equal_bookings_have_a_spread() {
    use crate::fit::day::Day;
    use crate::fit::record::Span;
    let start = Day::new(2023, 1, 1).unwrap();
    let one = |key| Rep { key, span: Span::Dated { start, end: None }, quota_annual: Amount::of(120.0), segment: 0 };
    let reps: Vec<Rep> = (1..=4).map(one).collect();
    let base = first_day().month().unwrap();
    let win = |month: i32, owner| Opportunity {
        created: Day::first_of(base.plus(month)),
        outcome: Outcome::Won(Day::first_of(base.plus(month)).plus(3)),
        amount: Amount::of(8.0),
        owner,
        segment: 0,
    };
    let wins: Vec<Opportunity> = (0..24).flat_map(|month| (1..=4).map(move |owner| win(month, owner))).collect();
    let history = fit(&reps, &wins, &mapping(), &USUAL.setting());
    let found = find(&history, "attainment").unwrap();
    assert!(found.standard_error > 0.0 && found.interval[0] < found.estimate, "{found:?}");
}

/// Nine months cannot tell how quarters differ (by 20 % here): next year's attainment lies within what is written as
/// often as it says, by what is assumed of quarters.
#[test]
fn short_histories_hold_next_year_over_200_companies() {
    use crate::fit::driver::FittedValue;
    use crate::sampling::stream::Stream;
    use rand_distr::{Distribution, LogNormal};
    let world = World { ramp_months: 0.0, months: 9, quarter_sd_of_log: 0.2, ..USUAL };
    let pace = LogNormal::new(-0.02, 0.2).unwrap();
    let (mut held, mut by_chance, mut all) = (0, 0, 0);
    for seed in 0..200 {
        let (reps, opportunities) = world.draw(90_000 + seed);
        let history = fit(&reps, &opportunities, &mapping(), &world.setting());
        let Some(found) = find(&history, "attainment").filter(|_| find(&history, "ramp_months").is_none()) else {
            continue;
        };
        let mut rng = Stream::new(seed, "next year").sequence();
        let next = truth(&world, &reps, &opportunities) * (0..4).map(|_| pace.sample(&mut rng)).sum::<f64>() / 4.0;
        let FittedValue::Positive { mean, sd } = found.value else { panic!() };
        let within = |sd: f64| u32::from((next - mean).abs() < 1.645 * sd);
        (held, by_chance, all) = (held + within(sd), by_chance + within(found.standard_error), all + 1);
    }
    println!("attainment, nine months: {held} of {all} next years, {by_chance} by chance alone");
    let share = f64::from(held) / f64::from(all);
    assert!(all > 150 && (0.85..=0.97).contains(&share) && f64::from(by_chance) < 0.85 * f64::from(all), "{share}");
}
