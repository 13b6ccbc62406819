//! What exports do wrong, and what must not matter.

use super::company::*;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::evidence::EvidenceContent;
use crate::fit::finding::{Finding, Weight};
use crate::fit::history::{History, Setting};
use crate::fit::mapping::Opportunities;
use crate::fit::opportunities::driver::Domain;
use crate::fit::opportunities::level::Own;
use crate::fit::opportunities::sanity::{Completeness, OpenDeals};
use crate::fit::opportunities::{fit, moved};
use crate::fit::record::{Amount, Opportunity, Outcome};
use crate::sampling::stream::Stream;

fn rows(name: &str, n: usize) -> Vec<Opportunity> {
    company(n, 730.0, 0, &|_| TRUTH, &mut Stream::new(1, name).sequence())
}

fn finding<'a>(history: &'a History, about: &str, code: &str) -> &'a Finding {
    let all = || history.findings.iter().chain(history.fitted.iter().flat_map(|f| &f.findings));
    all()
        .find(|f| f.about.ends_with(about) && f.code == code)
        .unwrap_or_else(|| panic!("{code} in {:#?}", all().collect::<Vec<_>>()))
}

fn has(history: &History, key: &str) -> bool {
    history.fitted.iter().any(|f| f.path.ends_with(key))
}

/// The very same numbers for rows in reverse, with recency weights too. (Texts are compared as the whole is printed,
/// since NaN equals nothing.)
#[test]
fn row_order_does_not_matter() {
    let mut rows = rows("order", 400);
    rows.iter_mut().step_by(3).for_each(|row| row.segment = 1);
    let setting = Setting { half_life_months: Some(9.0), ..setting(day_one().plus(729), 2) };
    let forward = format!("{:?}", fit(&rows, &mapping(), &setting));
    rows.reverse();
    assert_eq!(forward, format!("{:?}", fit(&rows, &mapping(), &setting)));
}

/// The win rate rose from 15 to 35 % in the last year: with a half-life of 6 months history leans to what is new, on
/// fewer effective records.
#[test]
fn recency_leans_to_what_is_new() {
    let truth = |quarter: usize| Truth { win_rate: if quarter < 4 { 0.15 } else { 0.35 }, ..TRUTH };
    let rows = company(3000, 730.0, 0, &truth, &mut Stream::new(1, "recency").sequence());
    let plain = fit_after(&rows, 730.0);
    let recent = fit(&rows, &mapping(), &Setting { half_life_months: Some(6.0), ..setting(day_one().plus(729), 1) });
    let [all, new] = [&plain, &recent].map(|h| driver(h, 0, "pipeline.win_rate").estimate);
    assert!((0.2..0.3).contains(&all) && new > all + 0.03 && new < 0.38, "{all} {new}");
    let [all, new] = [&plain, &recent].map(|h| driver(h, 0, "deals.size").standard_error);
    assert!(new > 1.1 * all, "{all} {new}");
}

/// A fit as of an earlier day is the fit of what was known then: later rows are gone, later decisions open.
#[test]
fn what_came_later_is_not_known() {
    let rows = rows("later", 800);
    let as_of = day_one().plus(499);
    let known: Vec<Opportunity> = rows
        .iter()
        .filter(|row| row.created <= as_of)
        .map(|row| match row.outcome {
            Outcome::Won(day) | Outcome::Lost(day) if day > as_of => Opportunity { outcome: Outcome::Open, ..*row },
            _ => *row,
        })
        .collect();
    let [mut all, then] = [&rows, &known].map(|rows| fit(rows, &mapping(), &setting(as_of, 1)));
    let text = &finding(&all, "opportunities", "opened-later").text;
    assert!(text.starts_with(&format!("{} opportunities", rows.len() - known.len())), "{text}");
    all.findings.retain(|f| f.code != "opened-later");
    assert_eq!(format!("{all:?}"), format!("{then:?}"));
}

/// Only closed deals left: nothing is said of shares, times, volume and the open pipeline, and sizes stay.
#[test]
fn survivors_only_are_recognised() {
    let rows = rows("survivors", 400);
    let as_of = day_one().plus(729);
    let closed = |row: &&Opportunity| matches!(row.outcome, Outcome::Won(day) | Outcome::Lost(day) if day <= as_of);
    let closed: Vec<Opportunity> = rows.iter().filter(closed).copied().collect();
    let history = fit(&closed, &mapping(), &setting(as_of, 1));
    for key in ["win_rate", "sales_cycle_months", "opening_opps", "sources.all.volume"] {
        assert_eq!(finding(&history, key, "survivors-only").weight, Weight::Missing);
        assert!(!has(&history, key));
    }
    assert!(has(&history, "deals.size") && has(&history, "deals.dispersion") && !has(&history, "cycle_dispersion"));
    // A company that stopped selling a year before has no open deal either, and rightly so.
    let long_after = fit(&closed, &mapping(), &setting(as_of.plus(400), 1));
    assert!(has(&long_after, "win_rate") && has(&long_after, "opening_opps"));
}

/// A few open deals beside very many closed ones do not make an export whole.
#[test]
fn some_open_deals_do_not_hide_that_others_lack() {
    let open = |open: f64, expected: f64| OpenDeals { open, expected, variance: 2.0 * expected }.completeness();
    assert_eq!([open(1.0, 793.0), open(20.0, 793.0), open(0.0, 5.0)], [Completeness::SurvivorsOnly; 3]);
    assert_eq!([open(250.0, 793.0), open(390.0, 793.0)], [Completeness::Doubtful; 2]);
    assert_eq!([open(400.0, 793.0), open(1.0, 6.0), open(0.0, 4.0)], [Completeness::Whole; 3]);
    let as_of = day_one().plus(729);
    let closed = |row: &Opportunity| matches!(row.outcome, Outcome::Won(day) | Outcome::Lost(day) if day <= as_of);
    let (mut export, rest): (Vec<_>, Vec<_>) = rows("some open", 4000).into_iter().partition(closed);
    export.push(rest[0]);
    let history = fit(&export, &mapping(), &setting(as_of, 1));
    let text = &finding(&history, "opportunities", "survivors-only").text;
    assert!(text.starts_with("There is only 1 open deal") && !has(&history, "win_rate"), "{text}");
}

/// Leaning that moves an estimate by more than half its own standard error is said, with the own average.
#[test]
fn leaning_far_is_said() {
    let rows = rows("leaning", 200);
    let history = fit_after(&rows, 730.0);
    let own = Own { estimate: 0.229, chance_variance: 0.027 * 0.027, events: 245.0, spread: None, shares: vec![1.0] };
    let told = |estimate: f64| {
        let mut found = Fitted { pooled: Some(0.7), estimate, ..driver(&history, 0, "pipeline.win_rate").clone() };
        moved(&mut found, &own, Domain::Share);
        assert!(found.checks.iter().any(|c| c.1 == 0.229));
        found.findings.into_iter().find(|f| f.code == "leans-far")
    };
    let far = told(0.267).unwrap();
    assert!(far.weight == Weight::Warning && far.text.contains("22.9 %"), "{far:?}");
    assert_eq!(told(0.24), None);
}

#[test]
fn all_won_all_open_and_few_say_nothing() {
    let rows = rows("edges", 300);
    let end = 730.0 + 900.0;
    let won: Vec<Opportunity> = rows.iter().filter(|r| matches!(r.outcome, Outcome::Won(_))).copied().collect();
    let history = fit_after(&won, end);
    assert!(finding(&history, "win_rate", "too-little").text.contains("all"), "{:?}", history.findings);
    assert!(!has(&history, "win_rate") && has(&history, "sales_cycle_months"));
    let open: Vec<Opportunity> = rows.iter().map(|r| Opportunity { outcome: Outcome::Open, ..*r }).collect();
    let history = fit_after(&open, 730.0);
    for key in ["win_rate", "sales_cycle_months", "deals.size"] {
        assert_eq!(finding(&history, key, "too-little").weight, Weight::Missing);
    }
    assert_eq!(driver(&history, 0, "pipeline.opening_opps").value, FittedValue::Count(300));
    let history = fit_after(&rows[..1], end);
    assert!(!has(&history, "win_rate") && !has(&history, "deals.size"));
}

/// No win among 40 decided: (0 + 1/2) / 41, with a spread, and a warning.
#[test]
fn no_win_is_not_a_rate_of_zero() {
    let lost = |i: i32| {
        let created = day_one().plus(5 * i);
        Opportunity {
            created,
            outcome: Outcome::Lost(created.plus(30 + i % 7)),
            amount: Amount::of(1.0),
            owner: 0,
            segment: 0,
        }
    };
    let rows: Vec<Opportunity> = (0..40).map(lost).collect();
    let history = fit_after(&rows, 400.0);
    let rate = driver(&history, 0, "pipeline.win_rate");
    assert!((rate.estimate - 0.5 / 41.0).abs() < 1e-12 && sd(rate) > 0.01, "{rate:?}");
    assert_eq!(finding(&history, "win_rate", "no-wins").weight, Weight::Warning);
}

/// Open deals older than 99 of 100 wins count as lost and are not in the opening pipeline; the mapping's limit goes
/// first.
#[test]
fn stale_deals_count_as_lost() {
    let rows = rows("stale", 600);
    let forgotten = |days: i32| {
        let created = day_one().plus(days);
        Opportunity { created, outcome: Outcome::Open, amount: Amount::MISSING, owner: 0, segment: 0 }
    };
    let with = |days: &dyn Fn(i32) -> i32| [rows.clone(), (0..200).map(|i| forgotten(days(i))).collect()].concat();
    let before = fit_after(&rows, 730.0);
    // Opened evenly, as the others: 150 of 600 become 150 of 800. Open ones are few, so the share moves by little else.
    let evenly = fit_after(&with(&|i| i * 365 / 100), 730.0);
    let [rate, less] = [&before, &evenly].map(|h| driver(h, 0, "pipeline.win_rate").estimate);
    assert!((less / rate - 0.75).abs() < 0.03, "{rate} {less}");
    let old = with(&|i| i);
    let opening = |h: &History| driver(h, 0, "pipeline.opening_opps").estimate;
    // Those of a year and a half and more are out; a few of the others move across the limit, which is counted anew.
    assert!((opening(&before) - opening(&fit_after(&old, 730.0))).abs() < 10.0);
    assert!(finding(&evenly, "opening_opps", "stale-deals").text.contains("open deals have been open for longer"));
    let patient = Opportunities { stale_months: Some(60.0), ..mapping() };
    let patient = fit(&old, &patient, &setting(day_one().plus(729), 1));
    assert!(driver(&patient, 0, "pipeline.opening_opps").estimate >= 200.0);
}

/// Missing, zero, negative and extreme amounts are counted, and the mean is shown with and without; extreme ones are
/// kept.
#[test]
fn odd_amounts_are_counted_and_shown() {
    let mut rows = rows("amounts", 600);
    let won: Vec<usize> = (0..rows.len()).filter(|&i| matches!(rows[i].outcome, Outcome::Won(_))).take(11).collect();
    for (k, &i) in won.iter().enumerate() {
        rows[i].outcome = Outcome::Won(rows[i].created.plus(60));
        rows[i].amount = [Amount::MISSING, Amount::of(0.0), Amount::of(-500.0), Amount::of(5e7)][k.min(3)];
    }
    for &i in &won[4..] {
        rows[i].amount = Amount::of(20_000.0);
    }
    let history = fit_after(&rows, 1600.0);
    let size = driver(&history, 0, "deals.size");
    let check = |what: &str| size.checks.iter().find(|c| c.0 == what).unwrap().1;
    assert_eq!([check("won without an amount"), check("won for 0"), check("won for less than 0")], [1.0, 1.0, 1.0]);
    assert_eq!(check("extreme amounts"), 1.0);
    assert!(size.estimate > 200_000.0 && (check("mean without extreme amounts") / 20_000.0 - 1.0).abs() < 0.3);
    assert_eq!(finding(&history, "deals.size", "extreme-amounts").weight, Weight::Warning);
    assert!(finding(&history, "deals.size", "amounts-left-out").text.contains("1 have no amount"));
    let bins = history.evidence.iter().find_map(|e| match &e.content {
        EvidenceContent::Sizes(sizes) => Some(&sizes.bins),
        _ => None,
    });
    let bins = bins.unwrap();
    assert!(bins.iter().all(|b| b.2 >= 5 && b.0 < b.1), "{bins:?}");
    assert_eq!(bins.iter().map(|b| b.2).sum::<u64>() + 3, size.sample.events);
}

/// A segment with three deals takes what a new segment would get from the others, wider than any of them, and says so.
#[test]
fn a_thin_segment_takes_the_others() {
    let mut rng = Stream::new(1, "thin").sequence();
    let mut rows = Vec::new();
    for (segment, n) in [500, 400, 300, 3].into_iter().enumerate() {
        let truth = Truth { win_rate: 0.2 + 0.05 * segment as f64, ..TRUTH };
        rows.extend(company(n, 730.0, segment as u16, &|_| truth, &mut rng));
    }
    let history = fit_after(&rows, 730.0);
    for key in KEYS.into_iter().take(3) {
        let thin = driver(&history, 3, key);
        assert!(thin.pooled == Some(1.0) && (0..3).all(|s| sd(driver(&history, s, key)) < sd(thin)), "{thin:?}");
        assert_eq!(thin.findings.iter().filter(|f| f.code == "thin-segment").count(), 1);
    }
    assert_eq!(driver(&history, 3, "deals.dispersion").pooled, Some(1.0));
}

/// Decisions are in the export from day 200 on only: it is said, with the day, and nothing is assumed.
#[test]
fn a_late_start_is_said() {
    let mut rows = rows("start", 800);
    let from = day_one().plus(200);
    rows.retain(|r| !matches!(r.outcome, Outcome::Won(day) | Outcome::Lost(day) if day < from));
    let history = fit_after(&rows, 730.0);
    assert!(finding(&history, "opportunities", "late-start").text.contains("observed_from"));
    let told = Opportunities { observed_from: Some(from), ..mapping() };
    let [naive, right] = [&mapping(), &told].map(|m| fit(&rows, m, &setting(day_one().plus(729), 1)));
    assert!(!right.findings.iter().any(|f| f.code == "late-start"));
    let cycle = |h: &History| driver(h, 0, "pipeline.sales_cycle_months").estimate;
    // Early deals that took long are all that is left of their time.
    assert!(cycle(&naive) > cycle(&right), "{} {}", cycle(&naive), cycle(&right));
}

/// Eight months of history of a cycle of twelve: said, and the fit adds what is still to come.
#[test]
fn short_follow_up_is_said() {
    let truth = |_: usize| Truth { cycle_months: 12.0, win_rate: 0.4, ..TRUTH };
    let rows = company(2000, 365.0, 0, &truth, &mut Stream::new(3, "short").sequence());
    let history = fit_after(&rows, 365.0);
    assert_eq!(finding(&history, "sales_cycle_months", "short-follow-up").weight, Weight::Warning);
    let cycle = driver(&history, 0, "pipeline.sales_cycle_months");
    let rate = driver(&history, 0, "pipeline.win_rate");
    // Within 3 standard errors of the truth, and far above what was seen.
    assert!((cycle.estimate - 12.0).abs() < 3.0 * cycle.standard_error && cycle.estimate > 8.0, "{cycle:?}");
    assert!((rate.estimate - 0.4).abs() < 3.0 * rate.standard_error, "{rate:?}");
}

/// A slip among the prices of a list is told, though the list has no spread; the spread stays a number that a plan can
/// have, and the two means do not give the amount away.
#[test]
fn one_slip_among_list_prices_is_told() {
    let mut rows = rows("slip", 600);
    let won: Vec<usize> = (0..rows.len()).filter(|&i| matches!(rows[i].outcome, Outcome::Won(_))).collect();
    for &i in &won {
        rows[i].amount = Amount::of(5_000.0);
    }
    rows[won[7]].amount = Amount::of(76_543_210.0);
    let history = fit_after(&rows, 730.0);
    let text = &finding(&history, "deals.size", "extreme-amounts").text;
    assert!(
        text.contains("1 of ") && !text.contains("76543") && !text.contains("76,5") && text.contains("5,000 without"),
        "{text}"
    );
    let spread = driver(&history, 0, "deals.dispersion").estimate;
    assert!(spread > 0.0 && spread < (won.len() as f64).sqrt() * 2.0, "{spread}");
}

/// A row of totals among the deals, won or open, is told; the largest of honest deals is not.
#[test]
fn a_deal_as_large_as_most_others_together_is_told() {
    let honest = rows("totals", 400);
    let told = |rows: &[Opportunity]| {
        let size = driver(&fit_after(rows, 730.0), 0, "deals.size").clone();
        size.findings.into_iter().find(|f| f.code == "one-holds-most")
    };
    assert_eq!(told(&honest), None);
    let won = honest.iter().filter(|o| matches!(o.outcome, Outcome::Won(day) if day <= day_one().plus(730)));
    let sum: f64 = won.filter_map(|o| o.amount.get()).sum();
    for (wanted, text) in [(true, "One won deal holds 50 % of what "), (false, "One open deal comes to 100 % of what ")]
    {
        let is = |o: &Opportunity| match o.outcome {
            Outcome::Won(day) => wanted && day <= day_one().plus(700),
            Outcome::Open => !wanted,
            Outcome::Lost(_) => false,
        };
        let mut rows = honest.clone();
        let place = rows.iter().position(is).unwrap();
        rows[place].amount = Amount::of(sum);
        let finding = told(&rows).unwrap();
        assert_eq!(finding.weight, Weight::Warning);
        assert!(finding.text.starts_with(text) && finding.text.contains("is it a totals row?"), "{}", finding.text);
    }
}
