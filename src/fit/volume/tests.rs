//! Simulated months with known truth, drawn as the engine draws them: AR(1) normal scores, Poisson counts.

mod real;

use super::*;
use crate::calendar::YearMonth;
use crate::fit::driver::FittedValue;
use crate::fit::evidence::EvidenceContent;
use crate::sampling::stream::{Sequence, Stream};
use rand_distr::{Distribution, Poisson, StandardNormal};
use std::f64::consts::TAU;

const PATH: Counted<'static> =
    Counted { pipeline: "segments.smb.pipeline", source: "all", what: RecordKind::Opportunities };

/// A company's truth.
#[derive(Clone, Copy)]
struct Truth {
    /// Records a month at the plan's start.
    level: f64,
    /// Growth of the logarithm a month.
    growth: f64,
    /// Amplitude of a season that peaks in April.
    season: f64,
    /// Relative standard deviation of months beyond chance.
    tau: f64,
    /// What stays for the next month.
    rho: f64,
    /// Months of history.
    months: usize,
}

const PLAIN: Truth = Truth { level: 30.0, growth: 0.0, season: 0.0, tau: 0.0, rho: 0.0, months: 36 };

fn start() -> YearMonth {
    YearMonth::new(2023, 1).unwrap()
}

fn season_weight(truth: &Truth, month: YearMonth) -> f64 {
    1.0 + truth.season * (TAU * f64::from(month.month() - 1) / 12.0).sin()
}

/// The normal scores of successive months.
fn scores(rng: &mut Sequence, rho: f64, n: usize) -> Vec<f64> {
    let mut z: f64 = StandardNormal.sample(rng);
    let mut next = |_| {
        let now = z;
        let fresh: f64 = StandardNormal.sample(rng);
        z = rho * z + (1.0 - rho * rho).sqrt() * fresh;
        now
    };
    (0..n).map(&mut next).collect()
}

/// Rates of the months of history and of the plan's first year.
fn rates(truth: &Truth, rng: &mut Sequence) -> Vec<f64> {
    let log_variance = (truth.tau * truth.tau).ln_1p();
    let rate = |(i, z): (usize, f64)| {
        let after = i as f64 - truth.months as f64;
        let trend = truth.level * (truth.growth * after).exp() * season_weight(truth, start().plus(i as i32));
        trend * (z * log_variance.sqrt() - 0.5 * log_variance).exp()
    };
    scores(rng, truth.rho, truth.months + 12).into_iter().enumerate().map(rate).collect()
}

/// A day for each record, from the first of the month on.
fn export(rates: &[f64], rng: &mut Sequence) -> Vec<Day> {
    let mut days = Vec::new();
    for (i, &rate) in rates.iter().enumerate() {
        let first = Day::first_of(start().plus(i as i32));
        let count = Poisson::new(rate).unwrap().sample(rng) as i32;
        days.extend((0..count).map(|k| first.plus(k % 28)));
    }
    days
}

fn setting(truth: &Truth) -> Setting {
    let plan_start = start().plus(truth.months as i32);
    Setting {
        as_of: Day::first_of(plan_start).plus(-1),
        plan_start,
        segments: vec!["smb".into()],
        half_life_months: None,
    }
}

fn value<'a>(history: &'a History, ending: &str) -> Option<&'a FittedValue> {
    history.fitted.iter().find(|f| f.path.ends_with(ending)).map(|f| &f.value)
}

/// The mean rate of the plan's first year as the engine would draw it from what was written: 5 % and 95 % point of
/// 1,000.
fn predicted(history: &History, rng: &mut Sequence) -> [f64; 2] {
    let even = vec![1.0; 12];
    let season = match value(history, ".seasonality") {
        Some(FittedValue::Weights(weights)) => weights,
        _ => &even,
    };
    let mut years: Vec<f64> = (0..1000).map(|_| year(history, season, rng)).collect();
    years.sort_by(f64::total_cmp);
    [years[50], years[949]]
}

fn year(history: &History, season: &[f64], rng: &mut Sequence) -> f64 {
    let growth = match value(history, ".growth_monthly") {
        Some(&FittedValue::Growth { mean, sd }) => {
            let z: f64 = StandardNormal.sample(rng);
            mean + sd * z
        }
        _ => 0.0,
    };
    let (mean, sd, scores) = match *value(history, ".volume").unwrap() {
        FittedValue::Positive { mean, sd } => (mean, sd, vec![StandardNormal.sample(rng); 12]),
        FittedValue::Monthly { mean, sd, persistence } => (mean, sd, scores(rng, persistence, 12)),
        ref other => panic!("{other:?}"),
    };
    let log_variance = (sd / mean).powi(2).ln_1p();
    let volume = |z: f64| mean * (z * log_variance.sqrt() - 0.5 * log_variance).exp();
    (0..12).map(|t| volume(scores[t]) * (1.0 + growth).powi(t as i32) * season[t]).sum::<f64>() / 12.0
}

/// What 200 simulated exports say.
#[derive(Debug)]
struct Tally {
    /// Mean error of the level over its standard error.
    bias: f64,
    /// Share of 90 % intervals of the level that hold it.
    level: f64,
    /// Share of 90 % intervals of next year's mean rate that hold it.
    year: f64,
    /// Share in which a season was found.
    season: f64,
    /// Share in which growth was found.
    growth: f64,
    /// Share in which months were said to vary beyond chance.
    monthly: f64,
}

fn tally(truth: Truth) -> Tally {
    let mut rng = Stream::new(7, "volume").sequence();
    let (mut errors, mut level, mut year, mut season, mut growth, mut monthly) = (Vec::new(), 0, 0, 0, 0, 0);
    for _ in 0..200 {
        let rates = rates(&truth, &mut rng);
        let days = export(&rates[..truth.months], &mut rng);
        let history = fit(&PATH, &days, &setting(&truth));
        let volume = history.fitted.iter().find(|f| f.path.ends_with(".volume")).unwrap();
        errors.push(volume.estimate - truth.level);
        level += usize::from(volume.interval[0] < truth.level && truth.level < volume.interval[1]);
        let next = rates[truth.months..].iter().sum::<f64>() / 12.0;
        let [low, high] = predicted(&history, &mut rng);
        year += usize::from(low < next && next < high);
        season += usize::from(value(&history, ".seasonality").is_some());
        growth += usize::from(value(&history, ".growth_monthly").is_some());
        monthly += usize::from(matches!(volume.value, FittedValue::Monthly { .. }));
    }
    let mean = errors.iter().sum::<f64>() / 200.0;
    let sd = (errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / 199.0).sqrt();
    let share = |n: usize| n as f64 / 200.0;
    let (level, year) = (share(level), share(year));
    Tally {
        bias: mean / sd * 200.0_f64.sqrt(),
        level,
        year,
        season: share(season),
        growth: share(growth),
        monthly: share(monthly),
    }
}

/// 200 data sets with a true coverage of 90 % show 84 to 96 % (3 standard errors of 2.1 %). Where chance is all there
/// is, what is allowed for beyond it (growth and variation that have not shown) widens the intervals: up to 98 and 99 %
/// there.
fn covers(share: f64, most: f64) -> bool {
    (0.84..=most).contains(&share)
}

/// No growth, no season, Poisson: nothing is invented (5 % each, 3 standard errors of 1.5 % more at most), the level is
/// right.
#[test]
fn chance_alone() {
    for truth in [PLAIN, Truth { level: 4.0, ..PLAIN }, Truth { level: 500.0, months: 24, ..PLAIN }] {
        let t = tally(truth);
        assert!(t.bias.abs() < 2.0 && covers(t.level, 0.98) && covers(t.year, 0.99), "{t:?}");
        assert!(t.season < 0.1 && t.growth < 0.1 && t.monthly < 0.1, "{t:?}");
    }
}

/// Months that vary beyond chance, apart or in waves that last: the year's mean varies as it should, seasons and growth
/// are seen in waves no more often than in one of ten cases.
#[test]
fn beyond_chance() {
    let waves = Truth { tau: 0.2, rho: 0.6, level: 100.0, ..PLAIN };
    let long = Truth { tau: 0.2, rho: 0.8, level: 100.0, months: 60, ..PLAIN };
    for truth in [Truth { tau: 0.2, ..PLAIN }, waves, long] {
        let t = tally(truth);
        assert!(t.bias.abs() < 2.0 && covers(t.level, 0.97) && covers(t.year, 0.97), "{t:?}");
        assert!(t.season <= 0.1 && t.growth <= 0.1 && t.monthly > 0.85, "{t:?}");
    }
}

/// Growth of 1.5 % a month is found in most of 3-year histories, and the level it leads to is right.
#[test]
fn growth_is_found() {
    let over = Truth { growth: 0.02, tau: 0.15, rho: 0.3, level: 100.0, ..PLAIN };
    for truth in [Truth { growth: 0.015, ..PLAIN }, over] {
        let t = tally(truth);
        assert!(t.growth > 0.85 && t.bias.abs() < 2.0, "{t:?}");
        assert!(covers(t.level, 0.96) && covers(t.year, 0.96), "{t:?}");
    }
}

/// A season of ±20 % over 36 months is found in most, with months that are whole years or not, with growth beside it.
#[test]
fn season_is_found() {
    let part = Truth { season: 0.2, level: 100.0, months: 27, ..PLAIN };
    let growing = Truth { season: 0.3, growth: 0.015, level: 100.0, ..PLAIN };
    for truth in [Truth { season: 0.2, level: 60.0, ..PLAIN }, part, growing] {
        let t = tally(truth);
        assert!(t.season > 0.85 && t.bias.abs() < 2.0, "{t:?}");
        assert!(covers(t.level, 0.97) && covers(t.year, 0.98), "{t:?}");
    }
}

/// The weights come back: their error is below what 36 months of 400 leave open (sd √(1/1200) = 3 %; four of them).
#[test]
fn weights_are_the_season() {
    let truth = Truth { season: 0.3, level: 400.0, ..PLAIN };
    let mut rng = Stream::new(3, "weights").sequence();
    let days = export(&rates(&truth, &mut rng)[..36], &mut rng);
    let history = fit(&PATH, &days, &setting(&truth));
    let Some(FittedValue::Weights(weights)) = value(&history, ".seasonality") else { panic!("no season") };
    assert!((weights.iter().sum::<f64>() - 12.0).abs() < 1e-9);
    for (m, weight) in weights.iter().enumerate() {
        let true_weight = season_weight(&truth, start().plus(m as i32));
        assert!((weight - true_weight).abs() < 0.12, "{m} {weight} {true_weight}");
    }
}

fn days_by_month(counts: &[i32]) -> Vec<Day> {
    let month = |(i, &n): (usize, &i32)| (0..n).map(move |k| Day::first_of(start().plus(i as i32)).plus(k % 28));
    counts.iter().enumerate().flat_map(month).collect()
}

fn after(months: usize) -> Setting {
    setting(&Truth { months, ..PLAIN })
}

/// Without growth and season and with months no more different than chance, the level is the plain mean, however late
/// the plan.
#[test]
fn level_is_the_mean_of_whole_months() {
    let counts = [52, 48, 50, 51, 49, 50, 50, 50];
    let days = days_by_month(&counts);
    let late = Setting { plan_start: start().plus(14), ..after(8) };
    for setting in [after(8), late] {
        let history = fit(&PATH, &days, &setting);
        assert!((history.fitted[0].estimate - 50.0).abs() < 1e-9);
    }
}

#[test]
fn row_order_does_not_matter() {
    let mut days = days_by_month(&[30, 25, 41, 28, 35, 30, 22, 31, 33, 36, 27, 29, 40]);
    let history = fit(&PATH, &days, &after(13));
    days.reverse();
    assert_eq!(fit(&PATH, &days, &after(13)), history);
}

fn codes(history: &History) -> Vec<&'static str> {
    history.findings.iter().chain(history.fitted.iter().flat_map(|f| &f.findings)).map(|f| f.code).collect()
}

/// The months of an export that fills up and breaks off, as of a real one: the beginning is left out, the end is told.
#[test]
fn an_export_being_filled_is_no_growth() {
    let counts = [7, 115, 236, 312, 515, 792, 874, 722, 792, 1198, 793, 779, 761, 283, 121];
    let days: Vec<Day> = days_by_month(&counts).into_iter().filter(|d| d.since(Day::first_of(start())) != 0).collect();
    let days: Vec<Day> =
        days.into_iter().map(|d| if d < Day::first_of(start().plus(1)) { d.plus(20) } else { d }).collect();
    let history = fit(&PATH, &days, &after(15));
    assert!(value(&history, ".growth_monthly").is_none());
    assert!((history.fitted[0].estimate - 7630.0 / 11.0).abs() < 1e-6, "{}", history.fitted[0].estimate);
    assert!(codes(&history).contains(&"volume-start-up") && codes(&history).contains(&"volume-last-quarter"));
}

/// Months that are cut off are not counted: the first from the 20th on, the last up to the 15th.
#[test]
fn months_that_are_cut_off_are_left_out() {
    let all = days_by_month(&[60; 14]);
    let (from, to) = (Day::first_of(start()).plus(19), Day::first_of(start().plus(13)).plus(14));
    let days: Vec<Day> = all.into_iter().filter(|&d| d >= from && d <= to).collect();
    for (as_of, early) in [(to, false), (Day::first_of(start().plus(14)).plus(-1), true)] {
        let history = fit(&PATH, &days, &Setting { as_of, ..after(14) });
        assert!((history.fitted[0].estimate - 60.0).abs() < 1e-9, "{}", history.fitted[0].estimate);
        assert_eq!(codes(&history).contains(&"volume-ends-early"), early);
    }
}

#[test]
fn too_little_is_said_to_be_missing() {
    for counts in [&[][..], &[5, 5], &[2, 1, 2, 1], &[40]] {
        let history = fit(&PATH, &days_by_month(counts), &after(counts.len()));
        assert!(history.fitted.is_empty() && codes(&history) == ["volume-too-few"], "{counts:?} {history:?}");
    }
    let short = fit(&PATH, &days_by_month(&[9, 12, 10, 8]), &after(4));
    assert!(codes(&short).contains(&"volume-short") && short.fitted.len() == 1);
}

/// Months with nothing in between count as 0, also a whole calendar month year after year.
#[test]
fn empty_months_count() {
    let counts: Vec<i32> = (0..36).map(|i| if i % 12 == 7 { 0 } else { 12 }).collect();
    let history = fit(&PATH, &days_by_month(&counts), &after(36));
    let Some(FittedValue::Weights(weights)) = value(&history, ".seasonality") else { panic!("no season") };
    assert!(weights[7] < 0.05 && (history.fitted[1].estimate - 11.0).abs() < 0.1, "{weights:?}");
}

/// A half-life leans to what came lately: 20 a month for six months, then 40 for five.
#[test]
fn half_life_leans_to_late_months() {
    let counts: Vec<i32> = (0..11).map(|i| if i < 6 { 20 } else { 40 }).collect();
    let days = days_by_month(&counts);
    let even = fit(&PATH, &days, &after(11)).fitted[0].estimate;
    let late = fit(&PATH, &days, &Setting { half_life_months: Some(2.0), ..after(11) }).fitted[0].estimate;
    assert!((even - 320.0 / 11.0).abs() < 1e-9 && late > 35.0 && late < 40.0, "{even} {late}");
}

/// Thin sources of one segment share one season, fitted on all of them, and each keeps its own level.
#[test]
fn sources_share_a_season() {
    let truth = Truth { season: 0.5, level: 8.0, ..PLAIN };
    let mut rng = Stream::new(11, "sources").sequence();
    let mut source = |name| SourceDays { source: name, days: export(&rates(&truth, &mut rng)[..36], &mut rng) };
    let sources = [source("a"), source("b"), source("c"), source("d")];
    let history = fit_sources(PATH.pipeline, RecordKind::Leads, &sources, &setting(&truth));
    let paths: Vec<&str> = history.fitted.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(paths[0], "segments.smb.pipeline.seasonality");
    assert!(paths.contains(&"segments.smb.pipeline.sources.d.volume"), "{paths:?}");
    assert_eq!(paths.iter().filter(|p| p.ends_with("seasonality")).count(), 1);
}

/// What is shown beside the fit: all months, and a year ahead whose mean is the level.
#[test]
fn evidence_has_all_months_and_a_year_ahead() {
    let history = fit(&PATH, &days_by_month(&[50; 12]), &after(12));
    let EvidenceContent::Volume(shown) = &history.evidence[0].content else { panic!("no volume") };
    assert_eq!((shown.months.len(), shown.ahead.len()), (12, 12));
    assert_eq!((shown.months[0].1, shown.ahead[0].0), (50.0, start().plus(12)));
    assert!(shown.ahead.iter().all(|(_, [low, mean, high])| (mean - 50.0).abs() < 1e-6 && *low > 30.0 && *high < 75.0));
}

/// Short histories that grow: where growth has not shown beyond chance the year may still grow, which is in what is
/// written. Next year is held in 86 of 100 (before that was so in 77); the standard error over 800 is 1.2 %, 3 of them
/// are allowed.
#[test]
fn growth_that_has_not_shown_is_in_the_year() {
    let cases = [(14, 100.0, 0.02), (14, 30.0, 0.04), (18, 30.0, 0.01), (18, 30.0, 0.02)];
    let tallies = cases.map(|(months, level, growth)| tally(Truth { months, level, growth, ..PLAIN }));
    let share = tallies.iter().map(|t| t.year).sum::<f64>() / 4.0;
    assert!((0.82..0.94).contains(&share), "{share}");
}
