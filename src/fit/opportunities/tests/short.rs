//! Histories that are short beside the cycle.

use super::company::*;
use crate::fit::finding::Weight;
use crate::fit::record::{Opportunity, Outcome};
use crate::sampling::stream::Stream;

/// A cycle of six months, a win rate of a quarter, losses in two thirds of that time, none open for ever.
fn young(seed: u64, months: f64, a_month: f64) -> Vec<Opportunity> {
    let mut rng = Stream::new(seed, "young").sequence();
    let days = months * 365.25 / 12.0;
    let one = |_| {
        let at = days * uniform(&mut rng);
        let won = uniform(&mut rng) < 0.25;
        let takes = 365.25 / 12.0 * lognormal(if won { 6.0 } else { 4.0 }, 0.6, &mut rng);
        let decided = day_one().plus((at + takes).round() as i32);
        let outcome = if won { Outcome::Won(decided) } else { Outcome::Lost(decided) };
        let created = day_one().plus(at.floor() as i32);
        Opportunity { created, outcome, amount: crate::fit::record::Amount::of(1000.0 * takes), owner: 0, segment: 0 }
    };
    (0..(months * a_month) as usize).map(one).collect()
}

/// Twelve months of a cycle of six, 40 times: it is said (the fit alone said so in one of four), and 90 % intervals,
/// which held win rate and cycle in 81 and 60 of 100, hold them in 80 at least (of 40 intervals, 90 % have a standard
/// error of 5 %).
#[test]
fn young_companies_are_told_so() {
    let mut records: [Record; 2] = Default::default();
    let mut said = 0;
    for seed in 0..40 {
        let history = fit_after(&young(seed, 12.0, 30.0), 365.25);
        let rate = driver(&history, 0, KEYS[0]);
        said += usize::from(rate.findings.iter().any(|f| f.code == "short-follow-up" && f.weight == Weight::Warning));
        for (k, truth) in [(0, 0.25), (1, 6.0)] {
            let found = driver(&history, 0, KEYS[k]);
            records[k].add(found.estimate - truth, found.standard_error);
        }
    }
    assert!(said >= 34, "{said}");
    assert!(records.iter().all(|r| r.coverage() >= 0.8), "{} {}", records[0].told(), records[1].told());
}

/// With three times that history nothing is short.
#[test]
fn grown_companies_are_not() {
    let history = fit_after(&young(1, 36.0, 20.0), 36.0 * 365.25 / 12.0);
    assert!(history.fitted.iter().all(|f| f.findings.iter().all(|f| f.code != "short-follow-up")));
}

/// Three quarters cannot tell how quarters differ: a spread of a fifth of the level is assumed, and that is a warning.
#[test]
fn few_quarters_get_an_assumed_spread() {
    let truth = |_: usize| Truth { cycle_months: 1.0, ..TRUTH };
    let rows = company(600, 270.0, 0, &truth, &mut Stream::new(2, "few quarters").sequence());
    let history = fit_after(&rows, 270.0);
    for key in &KEYS[..3] {
        let found = driver(&history, 0, key);
        assert!(found.findings.iter().any(|f| f.code == "quarters-unseen" && f.weight == Weight::Warning), "{found:?}");
        // Four quarters of next year and no more than four of history: 0.2 √(1/4 + 1/4) at least.
        let assumed = 0.2 * found.estimate * 0.5_f64.sqrt();
        assert!(sd(found) >= found.standard_error.hypot(assumed) - 1e-12 && found.quarter_sd.is_none(), "{found:?}");
    }
}
