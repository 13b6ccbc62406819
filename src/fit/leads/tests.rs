//! Simulated leads with known truth.

use super::*;
use crate::calendar::YearMonth;
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::mapping::{Belongs, DateFormat, File, LeadStage, NumberFormat, StageBy};
use crate::fit::record::Lead;
use crate::sampling::stream::{Sequence, Stream};
use rand_distr::{Distribution, Gamma, StandardNormal, StandardUniform};
use statrs::distribution::ContinuousCDF;

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

/// Leads over `days` up to the as-of date. `rate` gives the rate of a stage for a lead of a quarter, counted from the end, and a
/// source.
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

#[test]
fn explore() {
    let mut rng = Stream::new(1, "leads").sequence();
    for (name, dated, n, days) in
        [("dated", true, 600, 730), ("dated short", true, 400, 240), ("status", false, 800, 730)]
    {
        let mut t = [Tally::default(), Tally::default(), Tally::default()];
        let mut product = Tally::default();
        for _ in 0..200 {
            let truth = Truth { leads: n, days, sources: 1, segments: 1, rate: &|stage, _, _| RATES[stage] };
            let leads = simulate(&truth, dated, &mut rng);
            let history = fit(&leads, &mapping(6.0), &setting(&["smb"]));
            let [a, b] = ["mql.rate", "opportunity.rate"].map(|p| find(&history, p));
            t[0].add(a, RATES[0]);
            t[1].add(b, RATES[1]);
            product.errors.push(a.estimate * b.estimate - RATES[0] * RATES[1]);
            if dated {
                t[2].add(find(&history, "lag_months"), 60.0 / crate::fit::day::DAYS_A_MONTH);
            }
        }
        println!(
            "{name} {:?} product {:.2}",
            t.iter().map(|t| (t.bias(), t.coverage())).collect::<Vec<_>>(),
            product.bias()
        );
    }
    for tau in [0.0, 0.06] {
        let mut t = Tally::default();
        let mut year = 0;
        for _ in 0..200 {
            let shocks: Vec<f64> = (0..14)
                .map(|_| {
                    let z: f64 = StandardNormal.sample(&mut rng);
                    0.4 + tau * z
                })
                .collect();
            let rate = |stage: usize, quarter: usize, _: usize| if stage == 0 { shocks[quarter] } else { 0.5 };
            let truth = Truth { leads: 1500, days: 910, sources: 1, segments: 1, rate: &rate };
            let history = fit(&simulate(&truth, true, &mut rng), &mapping(6.0), &setting(&["smb"]));
            let f = find(&history, "mql.rate");
            t.add(f, 0.4);
            let next = shocks[10..14].iter().sum::<f64>() / 4.0;
            let FittedValue::Share { mean, sd } = f.value else { panic!() };
            let size = mean * (1.0 - mean) / sd.powi(2) - 1.0;
            let level = statrs::distribution::Beta::new(mean * size, (1.0 - mean) * size).unwrap().cdf(next);
            year += usize::from((0.05..0.95).contains(&level));
        }
        println!("tau {tau} {:.2} {:.3} year {:.3}", t.bias(), t.coverage(), year as f64 / 200.0);
    }
    for (sources, segments, n) in [(4, 1, 600), (3, 3, 1200), (1, 4, 500)] {
        let mut t = [Tally::default(), Tally::default(), Tally::default()];
        let mut own = Tally::default();
        let mut means = [Tally::default(), Tally::default()];
        for _ in 0..100 {
            let z: Vec<f64> = (0..sources * segments).map(|_| StandardNormal.sample(&mut rng)).collect();
            let rate = |stage: usize, _: usize, cell: usize| (RATES[stage] + 0.06 * z[cell]).clamp(0.02, 0.9);
            let truth = Truth { leads: n, days: 730, sources, segments, rate: &rate };
            let names = ["a", "b", "c", "d"];
            let history = fit(&simulate(&truth, true, &mut rng), &mapping(6.0), &setting(&names[..segments]));
            let at = t[0].errors.len();
            for s in 0..segments {
                for j in 0..sources {
                    let base = format!("segments.{}.pipeline.sources.s{j}", names[s]);
                    for stage in 0..2 {
                        let f = find(&history, &format!("{base}.stages.{}.rate", ["mql", "opportunity"][stage]));
                        t[stage].add(f, rate(stage, 0, j + sources * s));
                        if stage == 0 {
                            own.errors.push(f.checks[0].1 - rate(stage, 0, j + sources * s));
                        }
                    }
                    t[2].add(find(&history, &format!("{base}.lag_months")), 60.0 / crate::fit::day::DAYS_A_MONTH);
                }
            }
            for k in 0..2 {
                let e = t[k].errors[at..].iter().sum::<f64>() / (sources * segments) as f64;
                means[k].errors.push(e);
            }
        }
        println!(
            "own {} mean err {:.5} {:.5}",
            own.bias(),
            own.errors.iter().sum::<f64>() / own.errors.len() as f64,
            t[0].errors.iter().sum::<f64>() / own.errors.len() as f64
        );
        println!(
            "{sources}x{segments} {:?} {:?}",
            means.iter().map(|t| t.bias()).collect::<Vec<_>>(),
            t.iter().map(|t| (t.bias(), t.coverage())).collect::<Vec<_>>()
        );
    }
}
