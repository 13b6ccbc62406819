//! Thousands of small random exports: whatever they hold, what is fitted is sound.

use super::day::Day;
use super::driver::{Fitted, FittedValue};
use super::history::{History, Setting};
use super::mapping::{self, Belongs, DateFormat, File, LeadStage, NumberFormat, SpanColumns, StageBy};
use super::record::*;
use super::{customers, leads, opportunities, reps};
use crate::sampling::stream::{Sequence, Stream};
use rand_distr::{Distribution, StandardUniform};

/// Worlds of each kind.
const WORLDS: u64 = 1500;

/// A source of small choices.
struct Dice(Sequence);

impl Dice {
    fn of(seed: u64, what: &str) -> Self {
        Self(Stream::new(seed, what).sequence())
    }

    fn share(&mut self) -> f64 {
        StandardUniform.sample(&mut self.0)
    }

    /// 0 to n - 1.
    fn below(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n - 1)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn often(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// Days from 0 to a span, which is short in one of three worlds and comes in round numbers in others.
    fn days(&mut self, span: i32, step: i32) -> i32 {
        (self.share() * f64::from(span)) as i32 / step * step
    }

    fn amount(&mut self, kind: usize) -> Amount {
        match kind {
            0 => Amount::of(100.0),
            1 => Amount::of(self.pick(&[0.0, -50.0, 1e-6, 1e12, 100.0])),
            2 => [Amount::MISSING, Amount::of(3e4)][self.below(2)],
            _ => Amount::of(1e4 * (3.0 * self.share()).exp()),
        }
    }
}

fn as_of() -> Day {
    Day::new(2026, 6, 17).unwrap()
}

fn setting(dice: &mut Dice) -> Setting {
    let segments = ["a", "b", "c"][..1 + dice.below(3)].iter().map(ToString::to_string).collect();
    let half_life_months = dice.pick(&[None, None, Some(2.0), Some(24.0)]);
    Setting {
        as_of: as_of(),
        plan_start: as_of().month().unwrap().plus(1 + dice.below(3) as i32),
        segments,
        half_life_months,
    }
}

fn file() -> File {
    File {
        path: "x.csv".into(),
        delimiter: b',',
        encoding: "utf-8".into(),
        dates: DateFormat::YearMonthDay,
        numbers: NumberFormat::PointDecimal,
        missing: Vec::new(),
        ignore_rows: Vec::new(),
    }
}

fn observed_from(dice: &mut Dice) -> Option<Day> {
    if dice.often(0.25) { Some(as_of().plus(-dice.days(700, 1))) } else { None }
}

/// The shape of a world: how many rows, over how many days, in what steps, how likely something happens.
fn shape(dice: &mut Dice) -> (usize, i32, i32, f64, usize) {
    let rows = dice.pick(&[1, 3, 9, 12, 20, 45, 120]);
    let span = dice.pick(&[1, 40, 200, 900, 2500]);
    (rows, span, dice.pick(&[1, 1, 30, 365]), dice.pick(&[0.0, 0.03, 0.3, 0.7, 1.0]), dice.below(4))
}

fn sound(history: &History, world: &str) {
    for fit in &history.fitted {
        let fault = value_fault(fit).or_else(|| estimate_fault(fit));
        assert!(fault.is_none(), "{world}: {}: {fit:#?}", fault.unwrap_or_default());
    }
    for finding in &history.findings {
        assert!(!finding.text.contains("NaN") && !finding.text.contains("inf "), "{world}: {finding:?}");
    }
}

fn value_fault(fit: &Fitted) -> Option<&'static str> {
    let above = |x: f64| x.is_finite() && x > 0.0;
    match &fit.value {
        FittedValue::Share { mean, sd } => {
            let inside = *mean > 0.0 && *mean < 1.0 && above(*sd) && *sd < (mean * (1.0 - mean)).sqrt();
            (!inside).then_some("no beta")
        }
        FittedValue::Positive { mean, sd } => (!(above(*mean) && above(*sd))).then_some("no lognormal"),
        FittedValue::Monthly { mean, sd, persistence } => {
            (!(above(*mean) && above(*sd) && (0.0..1.0).contains(persistence))).then_some("no monthly lognormal")
        }
        FittedValue::Growth { mean, sd } => (!(mean.is_finite() && above(*sd))).then_some("no growth"),
        FittedValue::Number(x) => (!(x.is_finite() && *x >= 0.0)).then_some("no number"),
        FittedValue::Weights(weights) => {
            let good = weights.iter().all(|w| w.is_finite() && *w >= 0.0) && weights.iter().sum::<f64>() > 0.0;
            (!good).then_some("no weights")
        }
        FittedValue::Count(_) | FittedValue::Word(_) | FittedValue::Ramping(_) | FittedValue::KeyAccounts(_) => None,
    }
}

fn estimate_fault(fit: &Fitted) -> Option<&'static str> {
    let [low, high] = fit.interval;
    if low.is_nan() && high.is_nan() {
        return None;
    }
    let ordered = low.is_finite() && high.is_finite() && low <= fit.estimate && fit.estimate <= high;
    // A lag of 0 is whole days that are the same; a number without a spread is its own interval.
    let wide = low < high || matches!(fit.value, FittedValue::Number(_));
    let pooled = fit.pooled.is_none_or(|p| (0.0..=1.0).contains(&p));
    let error =
        fit.standard_error.is_finite() && (fit.standard_error > 0.0 || matches!(fit.value, FittedValue::Number(_)));
    (!(ordered && wide && pooled && error && fit.quarter_sd.is_none_or(|sd| sd.is_finite() && sd >= 0.0)))
        .then_some("no interval about the estimate")
}

#[test]
fn small_exports_of_opportunities_fit_soundly() {
    for seed in 0..WORLDS {
        let mut dice = Dice::of(seed, "opportunities");
        let setting = setting(&mut dice);
        let (n, span, step, often, money) = shape(&mut dice);
        let (takes, wins) = (dice.pick(&[0, 1, 30, 400]), dice.pick(&[0.0, 0.1, 0.5, 1.0]));
        let row = |_| {
            let created = as_of().plus(5 - dice.days(span, step));
            let day = created.plus(if dice.often(0.5) { takes } else { dice.days(takes + 1, 1) });
            let outcome = match (dice.often(often), dice.often(wins)) {
                (true, true) => Outcome::Won(day),
                (true, false) => Outcome::Lost(day),
                _ => Outcome::Open,
            };
            let segment = dice.below(setting.segments.len()) as u16;
            Opportunity { created, outcome, amount: dice.amount(money), owner: dice.below(3) as u64, segment }
        };
        let rows: Vec<Opportunity> = (0..n).map(row).collect();
        let mapping = opportunities_mapping(&mut dice);
        sound(&opportunities::fit(&rows, &mapping, &setting), &format!("opportunities {seed}"));
    }
}

#[test]
fn small_exports_of_reps_fit_soundly() {
    for seed in 0..WORLDS {
        let mut dice = Dice::of(seed, "reps");
        let setting = setting(&mut dice);
        let (n, span, step, often, money) = shape(&mut dice);
        let tenures = dice.often(0.2);
        let stays = dice.pick(&[1, 200, 2000]);
        let one = |key| {
            let (months, ended) = (f64::from(dice.days(span, step)) / 30.0, dice.often(often));
            let start = as_of().plus(10 - dice.days(span, step));
            let end = ended.then(|| start.plus(dice.days(stays, 1)));
            let span = if tenures { Span::Tenure { months, ended } } else { Span::Dated { start, end } };
            Rep { key, span, quota_annual: dice.amount(money), segment: dice.below(setting.segments.len()) as u16 }
        };
        let rows: Vec<Rep> = (0..n as u64).map(one).collect();
        let mut deal = |_| {
            let created = as_of().plus(-dice.days(span, 1));
            let owner = dice.below(n + 1) as u64;
            let amount = dice.amount(money);
            Opportunity { created, outcome: Outcome::Won(created.plus(20)), amount, owner, segment: 0 }
        };
        let deals: Vec<Opportunity> = (0..3 * n).map(&mut deal).collect();
        let mapping = reps_mapping(observed_from(&mut dice));
        // Most of the time goes into resamples of ramps: every fourth world has deals.
        let deals = if seed % 4 == 0 { &deals[..] } else { &[] };
        sound(&reps::fit(&rows, deals, &mapping, &setting), &format!("reps {seed}"));
    }
}

#[test]
fn small_exports_of_customers_fit_soundly() {
    for seed in 0..WORLDS {
        let mut dice = Dice::of(seed, "customers");
        let setting = setting(&mut dice);
        let (n, span, step, often, money) = shape(&mut dice);
        let (tenures, rows_each) = (dice.often(0.1), dice.pick(&[1, 1, 3]));
        let (stays, term) = (dice.pick(&[1, 365, 1200]), dice.pick(&[0, 0, 1, 12, 24]));
        let mut row = |i: usize| {
            let (months, ended) = (f64::from(dice.days(span, step)) / 30.0, dice.often(often));
            let start = as_of().plus(10 - dice.days(span, step));
            let stay = if dice.often(0.3) { stays } else { dice.days(stays, 1) };
            let end = ended.then(|| start.plus(stay));
            let span = if tenures { Span::Tenure { months, ended } } else { Span::Dated { start, end } };
            let segment = dice.below(setting.segments.len()) as u16;
            let arr = dice.amount(money);
            Subscription { customer: (i / rows_each) as u64, span, arr, term_months: term, segment, line: i as u32 + 2 }
        };
        let subscriptions: Vec<Subscription> = (0..n).map(&mut row).collect();
        let mut change = |_| {
            let kind = dice.pick(&[ChangeKind::New, ChangeKind::Expansion, ChangeKind::Contraction, ChangeKind::Churn]);
            let size = dice.pick(&[1.0, 100.0, 1e4, 1e9]);
            let arr = if matches!(kind, ChangeKind::New | ChangeKind::Expansion) { size } else { -size };
            Change { customer: dice.below(n) as u64, day: as_of().plus(-dice.days(span, 1)), arr, kind }
        };
        let changes: Vec<Change> = (0..2 * n).map(&mut change).collect();
        let changes = if dice.often(0.3) { changes } else { Vec::new() };
        let customers = Customers { subscriptions, changes, ..Customers::default() };
        let mapping = mapping::Customers {
            file: file(),
            id: None,
            customer: None,
            span: SpanColumns::Dated { start: "start".into(), end: Some("end".into()) },
            amount: None,
            term_months: None,
            contract_months: dice.pick(&[None, Some(1), Some(12)]),
            belongs: Belongs::default(),
            observed_from: observed_from(&mut dice),
            changes: None,
            flags: None,
            departures: None,
            key_account_share: dice.pick(&[None, Some(0.1)]),
        };
        sound(&customers::fit(&customers, &mapping, &setting), &format!("customers {seed}"));
    }
}

#[test]
fn small_exports_of_leads_fit_soundly() {
    for seed in 0..WORLDS {
        let mut dice = Dice::of(seed, "leads");
        let setting = setting(&mut dice);
        let (n, span, step, often, _) = shape(&mut dice);
        let (dated, sources, takes) = (dice.often(0.6), 1 + dice.below(4), dice.pick(&[0, 20, 300]));
        let names: Vec<String> = (0..sources).map(|j| format!("s{j}")).collect();
        let mut found = Leads { stages: vec!["mql".into(), "opportunity".into()], sources: names, ..Leads::default() };
        for _ in 0..4 * n {
            let created = as_of().plus(5 - dice.days(span, step));
            let reached = [dice.often(often), dice.often(often)].iter().take_while(|r| **r).count() as u8;
            let (source, segment) = (dice.below(sources) as u16, dice.below(setting.segments.len()) as u16);
            found.rows.push(Lead { created, source, segment, reached, lost: dice.often(0.3) });
            if dated {
                let mut day = |stage: u8| (reached > stage).then(|| created.plus(dice.days(takes + 1, 1)));
                found.days.extend([day(0), day(1)]);
            }
        }
        let stage = |to: &str| LeadStage { to: to.into(), by: StageBy::Date(to.into()) };
        let mapping = mapping::Leads {
            file: file(),
            id: None,
            created: "created".into(),
            source: None,
            stages: vec![stage("mql"), stage("opportunity")],
            status: None,
            lost: Vec::new(),
            belongs: Belongs::default(),
            mature_months: 3.0,
        };
        sound(&leads::fit(&found, &mapping, &setting), &format!("leads {seed}"));
    }
}

fn opportunities_mapping(dice: &mut Dice) -> mapping::Opportunities {
    mapping::Opportunities {
        file: file(),
        id: None,
        created: "created".into(),
        closed: "closed".into(),
        amount: None,
        stage: "stage".into(),
        won: Vec::new(),
        lost: Vec::new(),
        open: Vec::new(),
        ignore: Vec::new(),
        owner: None,
        belongs: Belongs::default(),
        source_name: "all".into(),
        stale_months: dice.pick(&[None, None, Some(1.0), Some(12.0)]),
        observed_from: observed_from(dice),
    }
}

/// Twelve old records and a new one say as much as one where a half-life of two months weighs them: nothing is said
/// then, and it is told what the half-life made of them.
#[test]
fn least_counts_are_those_of_equal_weight() {
    let mut dice = Dice::of(1, "least counts");
    let even = Setting { half_life_months: None, segments: vec!["a".into()], ..setting(&mut dice) };
    let recent = Setting { half_life_months: Some(2.0), ..even.clone() };
    let at = |i: i32| if i == 0 { as_of().plus(-60) } else { as_of().plus(-1500 - 30 * i) };
    let deal = |i: i32| {
        let outcome = if i % 2 == 0 { Outcome::Won(at(i).plus(30 + i)) } else { Outcome::Lost(at(i).plus(20 + i)) };
        Opportunity { created: at(i), outcome, amount: Amount::of(100.0 + f64::from(i)), owner: 0, segment: 0 }
    };
    let deals: Vec<Opportunity> = (0..26).map(deal).collect();
    let mapping =
        mapping::Opportunities { stale_months: None, observed_from: None, ..opportunities_mapping(&mut dice) };
    for key in ["win_rate", "sales_cycle_months", "deals.size"] {
        let said = |setting: &Setting| opportunities::fit(&deals, &mapping, setting);
        assert!(said(&even).fitted.iter().any(|f| f.path.ends_with(key)), "{key}");
        let weighed = said(&recent);
        assert!(weighed.fitted.iter().all(|f| !f.path.ends_with(key)), "{key}");
        let finding = weighed.findings.iter().find(|f| f.about.ends_with(key)).unwrap();
        assert!(finding.text.contains("which the half-life makes"), "{finding:?}");
    }
    let stay = |i: i32| {
        let span = Span::Dated { start: at(i), end: (i > 0).then(|| at(i).plus(200)) };
        Rep { key: i as u64, span, quota_annual: Amount::MISSING, segment: 0 }
    };
    let mapping = reps_mapping(None);
    // 40 stays of 200 days: 22 rep-years, of which the latest make nearly all the weight.
    let stays: Vec<Rep> = (0..40).map(stay).collect();
    let attrition = |setting: &Setting| reps::fit(&stays, &[], &mapping, setting);
    assert!(attrition(&even).fitted.iter().any(|f| f.path.ends_with("attrition_annual")));
    assert!(attrition(&recent).findings.iter().any(|f| f.code == "too-few-rep-years"));
}

fn reps_mapping(observed_from: Option<Day>) -> mapping::Reps {
    mapping::Reps {
        file: file(),
        id: "id".into(),
        span: SpanColumns::Dated { start: "start".into(), end: Some("end".into()) },
        role: None,
        roles: Vec::new(),
        quota: None,
        belongs: Belongs::default(),
        observed_from,
    }
}
