use super::summary::{find, has, holds};
use super::world::mapping;
use crate::fit::day::{DAYS_A_YEAR, Day};
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::evidence::EvidenceContent;
use crate::fit::history::{History, Setting};
use crate::fit::mapping;
use crate::fit::record::{Amount, Rep, Span};
use crate::fit::reps::fit;
use crate::sampling::stream::Stream;
use rand_distr::{Distribution, Exp, Gamma, Uniform};

fn as_of() -> Day {
    Day::new(2026, 10, 31).unwrap()
}

fn setting(segments: &[&str]) -> Setting {
    let segments = segments.iter().map(ToString::to_string).collect();
    Setting { as_of: as_of(), plan_start: as_of().plus(1).month().unwrap(), segments, half_life_months: None }
}

fn rep(key: u64, start: Day, end: Option<Day>, segment: u16) -> Rep {
    Rep { key, span: Span::Dated { start, end }, quota_annual: Amount::MISSING, segment }
}

fn from(day: Day) -> mapping::Reps {
    mapping::Reps { observed_from: Some(day), ..mapping() }
}

/// Reps who started over the last `years`, leaving at a constant rate; who left before `known_from` is not exported.
fn company(seed: u64, reps: u64, years: f64, rate: f64, known_from: Day) -> Vec<Rep> {
    let mut rng = Stream::new(seed, "leavers").sequence();
    let start = Uniform::new(as_of().0 - (years * DAYS_A_YEAR) as i32, as_of().0).unwrap();
    let stay = Exp::new(rate / DAYS_A_YEAR).unwrap();
    let one = |key| {
        let start = Day(start.sample(&mut rng));
        let end = start.plus(stay.sample(&mut rng) as i32 + 1);
        rep(key, start, Some(end), 0)
    };
    let all: Vec<Rep> = (1..=reps).map(one).collect();
    all.into_iter().filter(|r| matches!(r.span, Span::Dated { end: Some(end), .. } if end > known_from)).collect()
}

fn attrition(history: &History) -> Fitted {
    find(history, "attrition_annual").unwrap().clone()
}

/// Reps in seat are censored, early leavers truncated: the rate comes back. Without the day from which leavers are
/// known it is far too low, and that is said.
#[test]
fn attrition_with_late_entry_and_censoring_over_200_companies() {
    let known_from = as_of().plus(-900);
    let (mut fits, mut naive, mut warned) = (Vec::new(), 0.0, 0);
    for seed in 0..200 {
        let reps = company(seed, 60, 8.0, 0.3, known_from);
        fits.push(attrition(&fit(&reps, &[], &from(known_from), &setting(&["all"]))));
        let without = fit(&reps, &[], &mapping(), &setting(&["all"]));
        naive += attrition(&without).estimate / 200.0;
        warned += u32::from(has(&without, "leavers-begin-late"));
    }
    holds("attrition", &fits, -(-0.3_f64).exp_m1());
    // 0.26 is true; the naive one counts years in which no leaver could be seen.
    assert!(naive < 0.2, "{naive}");
    assert!(warned > 150, "{warned}");
}

/// A complete export is suspected of missing leavers in about 1 of 100 companies; 3 standard errors of that are 2
/// of 100.
#[test]
fn complete_exports_are_hardly_ever_suspected() {
    let complete = |seed| company(seed, 60, 8.0, 0.3, Day(-100_000));
    let warned =
        (0..200).filter(|&seed| has(&fit(&complete(seed), &[], &mapping(), &setting(&["all"])), "leavers-begin-late"));
    assert!(warned.count() <= 6);
}

/// Quarters whose rates differ (coefficient of variation 0.5): the interval of the long-run rate widens enough, and
/// next year's average lies within the distribution as often as it says.
#[test]
fn quarters_that_differ_widen_attrition_over_200_companies() {
    let (mut fits, mut next_years) = (Vec::new(), 0);
    for seed in 0..200 {
        let mut rng = Stream::new(seed, "quarters").sequence();
        let pace = Gamma::new(4.0, 0.25).unwrap();
        let first = as_of().plus(-16 * 91);
        let paces: Vec<f64> = (0..20).map(|_| pace.sample(&mut rng)).collect();
        let reps = leavers_by_quarter(first, &paces[..16], &mut rng);
        let found = attrition(&fit(&reps, &[], &from(first), &setting(&["all"])));
        let next = -(-0.3 * paces[16..].iter().sum::<f64>() / 4.0).exp_m1();
        let FittedValue::Share { mean, sd } = found.value else { panic!() };
        next_years += u32::from((next - mean).abs() < 1.645 * sd);
        fits.push(found);
    }
    holds("attrition by quarter", &fits, -(-0.3_f64).exp_m1());
    assert!((170..=194).contains(&next_years), "{next_years}");
}

/// 150 seats, each filled again when its rep leaves, at 0.3 a year times the quarter's pace.
fn leavers_by_quarter(first: Day, paces: &[f64], rng: &mut crate::sampling::stream::Sequence) -> Vec<Rep> {
    let mut reps = Vec::new();
    for _ in 0..150 {
        let mut start = first.plus(-200);
        for (q, pace) in paces.iter().enumerate() {
            let (mut day, end) = (first.plus(q as i32 * 91), first.plus((q as i32 + 1) * 91));
            loop {
                day = day.plus(Exp::new(0.3 * pace / DAYS_A_YEAR).unwrap().sample(rng).round().min(1e6) as i32);
                if day >= end {
                    break;
                }
                reps.push(rep(reps.len() as u64 + 1, start, Some(day), 0));
                start = day;
            }
        }
        reps.push(rep(reps.len() as u64 + 1, start, None, 0));
    }
    reps
}

/// 21 remission times with 9 events (Freireich et al. 1963), as stays in days: the rate is 9/359 a day, and
/// Kaplan-Meier stands at 0.448 in the end.
#[test]
fn the_classic_21_times_give_9_over_359() {
    let left = [6, 6, 6, 7, 10, 13, 16, 22, 23];
    let stays = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    let ended = left.iter().map(|&days| (Day(20_000), Some(Day(20_000 + days))));
    let open = stays.iter().map(|&days| (as_of().plus(-days), None));
    let seats: Vec<_> = ended.chain(open).enumerate().map(|(i, (start, end))| rep(i as u64, start, end, 0)).collect();
    let seats = crate::fit::reps::seats::seats(&seats, as_of());
    let exposure = crate::fit::reps::exposure::Exposure::of(&seats, None, as_of());
    let rate = exposure.rate(&setting(&["all"])).unwrap();
    assert!((rate.per_year - 9.0 / 359.0 * DAYS_A_YEAR).abs() < 1e-9);
    let steps = crate::fit::reps::stays::in_seat(&crate::fit::reps::stays::of_seats(&seats, None, as_of()));
    assert!((steps.last().unwrap().share - 0.448).abs() < 0.001 && steps.len() == 7);
}

#[test]
fn nobody_left_is_not_zero_and_everybody_left_is_not_one() {
    let stayed: Vec<Rep> = (1..=20).map(|key| rep(key, as_of().plus(-730), None, 0)).collect();
    let history = fit(&stayed, &[], &mapping(), &setting(&["all"]));
    let found = attrition(&history);
    // Half a leaver in 39.97 rep-years; a gamma of shape 1/2 has a standard deviation of 1.41 times its mean.
    assert!((found.estimate - 0.5 / 39.97).abs() < 2e-4 && found.standard_error > found.estimate, "{found:?}");
    assert!(found.interval[0] >= 0.0 && found.interval[1] < 0.06 && has(&history, "nobody-left"));

    let left: Vec<Rep> =
        (1..=20).map(|key| rep(key, as_of().plus(-800), Some(as_of().plus(-100 - key as i32)), 0)).collect();
    let found = attrition(&fit(&left, &[], &mapping(), &setting(&["all"])));
    assert!((0.3..0.6).contains(&found.estimate) && found.interval[1] < 0.7 && found.sample.open == 0, "{found:?}");
}

/// Without a column of last days nobody can have left: that says nothing of attrition.
#[test]
fn without_last_days_there_is_no_attrition() {
    let stayed: Vec<Rep> = (1..=40).map(|key| rep(key, as_of().plus(-730), None, 0)).collect();
    let span = mapping::SpanColumns::Dated { start: "start".to_string(), end: None };
    let history = fit(&stayed, &[], &mapping::Reps { span, ..mapping() }, &setting(&["all"]));
    assert!(find(&history, "attrition_annual").is_none() && has(&history, "no-last-days"));
    assert!(find(&history, ".reps").is_some());
}

#[test]
fn too_little_time_says_nothing() {
    let reps: Vec<Rep> = (1..=3).map(|key| rep(key, as_of().plus(-400), None, 0)).collect();
    let history = fit(&reps, &[], &mapping(), &setting(&["all"]));
    assert!(find(&history, "attrition_annual").is_none() && has(&history, "too-few-rep-years"));
}

/// A thin segment in which nobody left leans on the whole; the thick one hardly does.
#[test]
fn thin_segments_lean_on_the_whole() {
    let mut reps = company(1, 100, 6.0, 0.3, Day(-100_000));
    reps.extend((0..5).map(|i| rep(1_000 + i, as_of().plus(-500), None, 1)));
    let history = fit(&reps, &[], &mapping(), &setting(&["big", "small"]));
    let (big, small) = (
        &attrition(&history),
        &history.fitted.iter().find(|f| f.path.contains("small.capacity.attr")).unwrap().clone(),
    );
    assert!(small.pooled.unwrap() > 0.5 && big.pooled.unwrap() < 0.5, "{big:?} {small:?}");
    assert!(small.estimate > 0.05 && small.estimate < big.estimate);
    assert!(small.standard_error > big.standard_error);
}

/// Leavers of the first year at five times the later rate: said.
#[test]
fn early_leavers_are_seen() {
    let mut rng = Stream::new(7, "early").sequence();
    let mut one = |key| {
        let start = as_of().plus(-(Uniform::new(400, 2_500).unwrap().sample(&mut rng)));
        let early: f64 = Exp::new(0.5).unwrap().sample(&mut rng);
        let late: f64 = Exp::new(0.1).unwrap().sample(&mut rng);
        let years = if early < 1.0 { early } else { 1.0 + late };
        rep(key, start, Some(start.plus((years * DAYS_A_YEAR) as i32)), 0)
    };
    let reps: Vec<Rep> = (1..=120).map(&mut one).collect();
    let history = fit(&reps, &[], &mapping(), &setting(&["all"]));
    let told = attrition(&history);
    let text = &told.findings.iter().find(|f| f.code == "tenure-matters").unwrap().text;
    // leavers at a rate of 0.5 a year are 39 % a year, at 0.1 they are 10 %: 6 points leave room for some 60 leavers
    let shares: Vec<f64> = text.split(" %").filter_map(|part| part.rsplit(' ').next()?.parse().ok()).collect();
    let [early, later] = shares[..] else { panic!("{text}") };
    assert!((early - 39.3).abs() < 15.0 && (later - 9.5).abs() < 6.0, "{text}");
    let distance = attrition(&history).checks.iter().find(|c| c.0.contains("Kaplan")).unwrap().1;
    assert!(distance > 0.1, "{distance}");
    assert!(matches!(history.evidence[0].content, EvidenceContent::Survival(_)));
    let even = fit(&company(3, 120, 6.0, 0.3, Day(-100_000)), &[], &mapping(), &setting(&["all"]));
    assert!(!has(&even, "tenure-matters"));
}

/// With a half-life, what happened lately counts for more.
#[test]
fn recency_weighs() {
    let mut reps: Vec<Rep> = (1..=30).map(|key| rep(key, as_of().plus(-2_000), None, 0)).collect();
    reps.extend((31..=45).map(|key| rep(key, as_of().plus(-2_000), Some(as_of().plus(-100)), 0)));
    let even = attrition(&fit(&reps, &[], &mapping(), &setting(&["all"])));
    let recent = Setting { half_life_months: Some(12.0), ..setting(&["all"]) };
    let weighted = attrition(&fit(&reps, &[], &mapping(), &recent));
    assert!(weighted.estimate > 2.0 * even.estimate && weighted.standard_error > even.standard_error);
}

/// Tenures without dates: whole years get half a year more, the bias is said, and nothing is made up.
#[test]
fn tenures_without_dates_are_flagged() {
    let one = |i: u64| Rep {
        key: i,
        span: Span::Tenure { months: 12.0 * (i % 6) as f64, ended: i.is_multiple_of(3) },
        quota_annual: Amount::of(100.0),
        segment: 0,
    };
    let reps: Vec<Rep> = (0..60).map(one).collect();
    let history = fit(&reps, &[], &mapping(), &setting(&["all"]));
    let found = attrition(&history);
    // 20 of 60 left in 10 · (0.5 + 1.5 + ... + 5.5) = 180 rep-years.
    assert!((found.estimate + (-20.0_f64 / 180.0).exp_m1()).abs() < 1e-5);
    assert!(has(&history, "tenure-only") && found.quarter_sd.is_none());
    assert_eq!(find(&history, ".reps").unwrap().value, FittedValue::Count(40));
    assert!(find(&history, "ramping").is_none() && find(&history, "ramp_months").is_none());
}

/// Three quarters cannot tell how quarters differ (by 20 % here): next year's average lies within what is written as
/// often as it says, by what is assumed of quarters. With chance alone it would not.
#[test]
fn short_histories_hold_next_year_over_200_companies() {
    let (mut held, mut by_chance, mut all) = (0, 0, 0);
    for seed in 0..260 {
        let mut rng = Stream::new(seed, "short").sequence();
        let paces = quarters_of_a_fifth(7, &mut rng);
        let first = as_of().plus(-3 * 91);
        let reps = leavers_by_quarter(first, &paces[..3], &mut rng);
        let found = attrition(&fit(&reps, &[], &from(first), &setting(&["all"])));
        // Of many leavers the month at the end is a fourth quarter.
        if found.quarter_sd.is_some() || all == 200 {
            continue;
        }
        all += 1;
        assert!(found.findings.iter().any(|f| f.code == "quarters-assumed"));
        let next = -(-0.3 * paces[3..].iter().sum::<f64>() / 4.0).exp_m1();
        let FittedValue::Share { mean, sd } = found.value else { panic!() };
        let within = |sd: f64| u32::from((next - mean).abs() < 1.645 * sd);
        (held, by_chance) = (held + within(sd), by_chance + within(found.standard_error));
    }
    println!("attrition, three quarters: {held} of {all} next years, {by_chance} by chance alone");
    assert!(all == 200 && (170..=194).contains(&held) && by_chance < 170, "{held} {by_chance}");
}

/// Paces of quarters, lognormal with mean 1 and a standard deviation of the log of 0.2.
fn quarters_of_a_fifth(n: usize, rng: &mut crate::sampling::stream::Sequence) -> Vec<f64> {
    let pace = rand_distr::LogNormal::new(-0.02, 0.2).unwrap();
    (0..n).map(|_| pace.sample(rng)).collect()
}
