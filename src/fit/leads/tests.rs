//! Simulated leads with known truth.

mod real;

use super::*;
use crate::calendar::YearMonth;
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::mapping::{Belongs, DateFormat, File, LeadStage, NumberFormat, StageBy};
use crate::fit::record::Lead;
use crate::sampling::stream::{Sequence, Stream};
use rand_distr::{Distribution, Gamma, StandardNormal, StandardUniform};
use statrs::distribution::{Beta, ContinuousCDF};

const RATES: [f64; 2] = [0.4, 0.3];
/// Mean days from stage to stage, gamma with shape 2.
const DELAYS: [f64; 2] = [20.0, 40.0];

fn as_of() -> Day {
    Day::new(2025, 12, 31).unwrap()
}

fn mapping(mature_months: f64) -> mapping::Leads {
    let file = File {
        path: "leads.csv".into(),
        delimiter: b',',
        encoding: "utf-8".into(),
        dates: DateFormat::YearMonthDay,
        numbers: NumberFormat::PointDecimal,
        missing: Vec::new(),
        ignore_rows: Vec::new(),
    };
    let stage = |to: &str| LeadStage { to: to.into(), by: StageBy::Date(to.into()) };
    mapping::Leads {
        file,
        id: None,
        created: "created".into(),
        source: None,
        stages: vec![stage("mql"), stage("opportunity")],
        status: None,
        lost: Vec::new(),
        belongs: Belongs::default(),
        mature_months,
    }
}

fn setting(segments: &[&str]) -> Setting {
    let segments = segments.iter().map(|s| s.to_string()).collect();
    Setting { as_of: as_of(), plan_start: YearMonth::new(2026, 1).unwrap(), segments, half_life_months: None }
}

/// Leads over `days` up to the as-of date. `rate` gives the rate of a stage for a lead of a quarter, counted from the
/// end, and a source.
struct Truth<'a> {
    leads: usize,
    days: i32,
    sources: usize,
    segments: usize,
    rate: &'a dyn Fn(usize, usize, usize) -> f64,
}

fn uniform(rng: &mut Sequence) -> f64 {
    StandardUniform.sample(rng)
}

fn simulate(truth: &Truth<'_>, dated: bool, rng: &mut Sequence) -> Leads {
    let mut out = Leads {
        stages: vec!["mql".into(), "opportunity".into()],
        sources: (0..truth.sources).map(|j| format!("s{j}")).collect(),
        ..Leads::default()
    };
    for i in 0..truth.leads {
        let back = (uniform(rng) * f64::from(truth.days)) as i32;
        let created = as_of().plus(-back);
        let (source, segment) = (i % truth.sources, i / truth.sources % truth.segments);
        let quarter = (as_of().quarter().0 - created.quarter().0) as usize;
        let mut day = Some(f64::from(created.0) + 0.5);
        let mut days = [None; 2];
        for stage in 0..2 {
            let delay: f64 = Gamma::new(2.0, DELAYS[stage] / 2.0).unwrap().sample(rng);
            let goes = uniform(rng) < (truth.rate)(stage, quarter, source + truth.sources * segment);
            day = day.filter(|_| goes).map(|d| d + delay);
            days[stage] = day.map(|d| Day(d.floor() as i32)).filter(|&d| d <= as_of());
        }
        let reached = days.iter().flatten().count() as u8;
        let lost = day.is_none() && uniform(rng) < 0.5;
        out.rows.push(Lead { created, source: source as u16, segment: segment as u16, reached, lost });
        if dated {
            out.days.extend(days);
        }
    }
    out
}

fn find<'a>(history: &'a History, ending: &str) -> &'a Fitted {
    history.fitted.iter().find(|f| f.path.ends_with(ending)).unwrap_or_else(|| panic!("no {ending}"))
}

/// Errors of an estimate and how often its interval held the truth.
#[derive(Default, Debug)]
struct Tally {
    errors: Vec<f64>,
    covered: usize,
}

impl Tally {
    fn add(&mut self, fitted: &Fitted, truth: f64) {
        self.errors.push(fitted.estimate - truth);
        self.covered += usize::from(fitted.interval[0] < truth && truth < fitted.interval[1]);
    }

    fn coverage(&self) -> f64 {
        self.covered as f64 / self.errors.len() as f64
    }

    /// Mean error over its standard error.
    fn bias(&self) -> f64 {
        let n = self.errors.len() as f64;
        let mean = self.errors.iter().sum::<f64>() / n;
        let variance = self.errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0);
        mean / (variance / n).sqrt()
    }
}

const LAG: f64 = (DELAYS[0] + DELAYS[1]) / crate::fit::day::DAYS_A_MONTH;

/// 200 data sets with a true coverage of 90 % show 84 to 96 % (3 standard errors of 2.1 %); what is allowed for
/// quarters that differ widens intervals where they do not: up to 99 %.
fn covers(t: &Tally) -> bool {
    (0.84..=0.99).contains(&t.coverage())
}

fn one_source(leads: usize, days: i32) -> Truth<'static> {
    Truth { leads, days, sources: 1, segments: 1, rate: &|stage, _, _| RATES[stage] }
}

/// With stage dates: rates and lag are right though the latest leads are still on their way, in a long and in a short
/// history.
#[test]
fn dated_rates_and_lag_are_right() {
    let mut rng = Stream::new(1, "leads").sequence();
    for (leads, days) in [(600, 730), (400, 240)] {
        let mut t = [Tally::default(), Tally::default(), Tally::default()];
        for _ in 0..200 {
            let history = fit(&simulate(&one_source(leads, days), true, &mut rng), &mapping(6.0), &setting(&["smb"]));
            t[0].add(find(&history, "mql.rate"), RATES[0]);
            t[1].add(find(&history, "opportunity.rate"), RATES[1]);
            t[2].add(find(&history, "lag_months"), LAG);
        }
        for tally in &t {
            assert!(tally.bias().abs() < 2.0 && covers(tally), "{days} {} {}", tally.bias(), tally.coverage());
        }
    }
}

/// Nine of ten arrive within some 105 days, and 2.5 times as many are 262: told in a history of 150 days, not of two
/// years.
#[test]
fn a_history_too_short_for_the_lag_is_told() {
    let mut rng = Stream::new(9, "short").sequence();
    for (days, told) in [(150, 50), (730, 0)] {
        let mut is_told = |_: &usize| {
            let history = fit(&simulate(&one_source(600, days), true, &mut rng), &mapping(6.0), &setting(&["smb"]));
            find(&history, "lag_months").findings.iter().any(|f| f.code == "short-follow-up")
        };
        assert_eq!((0..50).filter(&mut is_told).count(), told);
    }
}

/// With statuses only, of leads older than all that can still come.
#[test]
fn rates_by_status_are_right() {
    let mut rng = Stream::new(2, "status").sequence();
    let mut t = [Tally::default(), Tally::default()];
    for _ in 0..200 {
        let history = fit(&simulate(&one_source(800, 730), false, &mut rng), &mapping(8.0), &setting(&["smb"]));
        t[0].add(find(&history, "mql.rate"), RATES[0]);
        t[1].add(find(&history, "opportunity.rate"), RATES[1]);
        assert!(history.fitted.iter().all(|f| !f.path.ends_with("lag_months")));
        assert!(history.findings.iter().any(|f| f.code == "leads-statuses-only"));
    }
    assert!(t.iter().all(|t| t.bias().abs() < 2.0 && covers(t)), "{:?}", t.map(|t| (t.bias(), t.coverage())));
}

/// Quarters that differ beyond chance: next year's average lies within what is written as often as it says.
#[test]
fn next_year_is_covered_where_quarters_differ() {
    let mut rng = Stream::new(3, "quarters").sequence();
    let (mut t, mut year) = (Tally::default(), 0);
    for _ in 0..200 {
        let normal = |rng: &mut Sequence| -> f64 { StandardNormal.sample(rng) };
        let levels: Vec<f64> = (0..14).map(|_| 0.4 + 0.06 * normal(&mut rng)).collect();
        let rate = |stage: usize, quarter: usize, _: usize| if stage == 0 { levels[quarter] } else { 0.5 };
        let truth = Truth { leads: 1500, days: 910, sources: 1, segments: 1, rate: &rate };
        let history = fit(&simulate(&truth, true, &mut rng), &mapping(6.0), &setting(&["smb"]));
        let fitted = find(&history, "mql.rate");
        t.add(fitted, 0.4);
        let FittedValue::Share { mean, sd } = fitted.value else { panic!("{fitted:?}") };
        let size = mean * (1.0 - mean) / sd.powi(2) - 1.0;
        let next = levels[10..14].iter().sum::<f64>() / 4.0;
        let place = Beta::new(mean * size, (1.0 - mean) * size).unwrap().cdf(next);
        year += usize::from((0.05..0.95).contains(&place));
    }
    assert!(t.bias().abs() < 2.0 && covers(&t), "{} {}", t.bias(), t.coverage());
    assert!((168..=192).contains(&year), "{year} of 200");
}

/// Sources and segments that differ (sd 6 points) lean on each other: over 50 companies of 3 by 3 the errors of a
/// company's nine rates have mean 0 and the intervals hold the truths. Standard error of the coverage: 1.4 % (450
/// intervals); 3 of them.
#[test]
fn sources_and_segments_lean_on_each_other() {
    let mut rng = Stream::new(4, "pool").sequence();
    let (mut company, mut single) = (Tally::default(), Tally::default());
    for _ in 0..50 {
        let differs: Vec<f64> = (0..9).map(|_| StandardNormal.sample(&mut rng)).collect();
        let rate = |stage: usize, _: usize, cell: usize| RATES[stage] + 0.06 * differs[cell];
        let truth = Truth { leads: 1200, days: 730, sources: 3, segments: 3, rate: &rate };
        let history = fit(&simulate(&truth, true, &mut rng), &mapping(6.0), &setting(&["a", "b", "c"]));
        for cell in 0..9 {
            let path = format!("segments.{}.pipeline.sources.s{}.stages.mql.rate", ["a", "b", "c"][cell / 3], cell % 3);
            let fitted = find(&history, &path);
            assert!(fitted.pooled.is_some_and(|p| p > 0.0 && p < 1.0));
            single.add(fitted, rate(0, 0, cell));
        }
        company.errors.push(single.errors[single.errors.len() - 9..].iter().sum::<f64>() / 9.0);
    }
    assert!(company.bias().abs() < 2.0, "{}", company.bias());
    assert!((0.857..=0.97).contains(&single.coverage()), "{}", single.coverage());
}

/// One in 200 of ten sources' 200 leads moves on: half an event in each source without any would lift the level by a
/// fifth.
#[test]
fn thin_sources_do_not_lift_the_level() {
    let mut rng = Stream::new(12, "thin").sequence();
    let truth = Truth { leads: 2000, days: 730, sources: 10, segments: 1, rate: &|stage, _, _| [0.005, 0.5][stage] };
    let mut company = Tally::default();
    for _ in 0..200 {
        let history = fit(&simulate(&truth, false, &mut rng), &mapping(6.0), &setting(&["smb"]));
        let rates = history.fitted.iter().filter(|f| f.path.ends_with("mql.rate"));
        company.errors.push(rates.map(|f| f.estimate).sum::<f64>() / 10.0 - 0.005);
    }
    assert!(company.bias().abs() < 2.0, "{}", company.bias());
}

/// Counting who has reached it so far takes leads on their way for lost: in a short history that is far too low.
#[test]
fn leads_on_their_way_are_not_lost() {
    let mut rng = Stream::new(5, "naive").sequence();
    let leads = simulate(&one_source(3000, 120), true, &mut rng);
    let history = fit(&leads, &mapping(6.0), &setting(&["smb"]));
    let fitted = find(&history, "opportunity.rate");
    let naive = fitted.sample.events as f64 / fitted.sample.records as f64;
    assert!(
        naive < RATES[1] - 0.05 && (fitted.estimate - RATES[1]).abs() < 3.0 * fitted.standard_error,
        "{naive} {fitted:?}"
    );
}

#[test]
fn row_order_does_not_matter() {
    let mut rng = Stream::new(6, "order").sequence();
    let truth = Truth { leads: 500, days: 400, sources: 2, segments: 1, rate: &|stage, _, _| RATES[stage] };
    let leads = simulate(&truth, true, &mut rng);
    let rows = leads.rows.iter().rev().cloned().collect();
    let days = leads.days.chunks(2).rev().flatten().copied().collect();
    let turned = Leads { rows, days, ..leads.clone() };
    let setting = Setting { half_life_months: Some(12.0), ..setting(&["smb"]) };
    assert_eq!(fit(&leads, &mapping(6.0), &setting), fit(&turned, &mapping(6.0), &setting));
}

/// Leads of one source, each so many days before the as-of date, with days to the stages.
fn rows(leads: &[(i32, Option<i32>, Option<i32>)]) -> Leads {
    let mut out =
        Leads { stages: vec!["mql".into(), "opportunity".into()], sources: vec!["s0".into()], ..Leads::default() };
    for &(age, first, second) in leads {
        let created = as_of().plus(-age);
        out.rows.push(Lead { created, source: 0, segment: 0, reached: 0, lost: false });
        out.days.extend([first, second].map(|days| days.map(|d| created.plus(d))));
    }
    out
}

fn codes(history: &History) -> Vec<&'static str> {
    history.findings.iter().chain(history.fitted.iter().flat_map(|f| &f.findings)).map(|f| f.code).collect()
}

/// Nobody or everybody moved on: neither 0 nor 1, and a warning; 40 leads give Jeffreys' (0 + 1/2) / 41.
#[test]
fn rates_at_the_edge_keep_a_spread() {
    let everybody = rows(&vec![(300, Some(5), None); 40]);
    let history = fit(&everybody, &mapping(6.0), &setting(&["smb"]));
    assert!((find(&history, "mql.rate").estimate - 40.5 / 41.0).abs() < 1e-9);
    assert!((find(&history, "opportunity.rate").estimate - 0.5 / 41.0).abs() < 1e-9);
    assert!(codes(&history).iter().filter(|&&c| c == "rate-at-edge").count() == 2);
    assert!(codes(&history).contains(&"lag-too-few"));
}

#[test]
fn too_little_is_said_to_be_missing() {
    assert_eq!(fit(&Leads::default(), &mapping(6.0), &setting(&["smb"])).fitted, Vec::new());
    let history = fit(&rows(&[(300, Some(5), Some(9)); 6]), &mapping(6.0), &setting(&["smb"]));
    assert!(history.fitted.is_empty());
    assert!(codes(&history).iter().filter(|&&c| c == "rate-too-few").count() == 2, "{:?}", codes(&history));
    let young = fit(&rows(&[(3, None, None); 50]), &mapping(6.0), &setting(&["smb"]));
    assert!(codes(&young).contains(&"rate-too-few"), "{:?}", codes(&young));
}

/// A stage without a day before one with a day was passed on that day; a day before the stage before counts as that
/// one; both are counted. What came after the as-of date has not happened.
#[test]
fn stages_that_are_skipped_or_go_back_are_counted() {
    let mut leads = vec![(300, None, Some(10)); 3];
    leads.extend([(300, Some(8), Some(2)); 2]);
    leads.extend([(20, Some(30), Some(40)), (-5, None, None)]);
    let known = passages(&rows(&leads), as_of());
    assert_eq!((known.skipped, known.backwards, known.leads.len()), (3, 2, 6));
    assert_eq!(known.reached(0, 0), Some(as_of().plus(-290)));
    assert_eq!(known.reached(3, 1), Some(as_of().plus(-292)));
    assert_eq!(known.leads[5].reached, 0);
    assert_eq!(known.findings().len(), 2);
}

/// Two of four leads move on after 10 and 20 days, the others are followed for 300: the lag is 15 days in the plain
/// case.
#[test]
fn lag_of_leads_that_all_had_their_time_is_their_mean() {
    let leads: Vec<_> = (0..40).map(|i| (300, Some(1), [Some(10), Some(20), None, None][i % 4])).collect();
    let history = fit(&rows(&leads), &mapping(6.0), &setting(&["smb"]));
    let lag = find(&history, "lag_months");
    assert!((lag.estimate - 15.0 / crate::fit::day::DAYS_A_MONTH).abs() < 1e-9, "{}", lag.estimate);
    // 20 arrivals with standard deviation 5 days, widened by 20 / 17.
    let expected = (25.0_f64 / 17.0 + 1.0 / 240.0).sqrt() / crate::fit::day::DAYS_A_MONTH;
    assert!((lag.standard_error / expected - 1.0).abs() < 0.01, "{} {expected}", lag.standard_error);
}

/// Leads' own opportunities against those created: the same company agrees, twice as many opportunities do not.
#[test]
fn opportunities_are_held_against_leads() {
    let mut rng = Stream::new(8, "against").sequence();
    let leads = simulate(&one_source(4000, 1000), true, &mut rng);
    let history = fit(&leads, &mapping(6.0), &setting(&["smb"]));
    let due: Vec<Day> = leads.days.chunks(2).filter_map(|days| days[1]).collect();
    let source = |days: Vec<Day>| [SourceDays { source: "all", days }];
    let created =
        |days| fit_sources("segments.smb.pipeline", RecordKind::Opportunities, &source(days), &setting(&["smb"]));
    let same = against_opportunities(&history, &created(due.clone()), &setting(&["smb"]));
    assert_eq!(same[0].code, "leads-explain", "{}", same[0].text);
    let twice = against_opportunities(&history, &created([due.clone(), due].concat()), &setting(&["smb"]));
    assert_eq!(twice[0].code, "leads-against-opportunities", "{}", twice[0].text);
    assert!(against_opportunities(&history, &History::default(), &setting(&["smb"])).is_empty());
}

/// Where half of the opportunities come from elsewhere, leads and the rest together are all of them; where leads bring
/// all, the volume of opportunities is left out.
#[test]
fn opportunities_are_not_counted_twice() {
    let mut rng = Stream::new(9, "rest").sequence();
    let leads = simulate(&one_source(4000, 1000), true, &mut rng);
    let due: Vec<Day> = leads.days.chunks(2).filter_map(|days| days[1]).collect();
    let together = |days: Vec<Day>| {
        let mut history = fit(&leads, &mapping(6.0), &setting(&["smb"]));
        let source = [SourceDays { source: "all", days }];
        history.add(fit_sources("segments.smb.pipeline", RecordKind::Opportunities, &source, &setting(&["smb"])));
        history
    };
    let volume = |fitted: &[Fitted]| {
        let found = fitted.iter().find(|f| f.path.ends_with("sources.all.volume"));
        found.map(|f| crate::fit::ahead::number(&f.value).unwrap())
    };
    let (twice, once) = (together([due.clone(), due.clone()].concat()), together(due));
    let all = volume(&twice.fitted).unwrap();
    let rest = volume(&without_double_counting(&twice.fitted.iter().collect::<Vec<_>>())).unwrap();
    // Half, but for the leads that are still on their way: some 5 % of the history.
    assert!((rest / all - 0.5).abs() < 0.05, "{rest} of {all}");
    assert_eq!(volume(&without_double_counting(&once.fitted.iter().collect::<Vec<_>>())), None);
}
