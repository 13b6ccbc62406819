//! A simulated company whose truth is known.

use crate::fit::day::{DAYS_A_MONTH, DAYS_A_YEAR, Day};
use crate::fit::history::Setting;
use crate::fit::mapping;
use crate::fit::record::{Amount, Opportunity, Outcome, Rep, Span};
use crate::plan::RampCurve;
use crate::sampling::stream::{Sequence, Stream};
use rand_distr::{Distribution, Exp, LogNormal, Poisson, Uniform};

/// What is true in it.
#[derive(Clone, Copy, Debug)]
pub struct World {
    pub reps: u64,
    pub months: i32,
    pub attrition_rate: f64,
    pub ramp_months: f64,
    pub curve: RampCurve,
    pub quota_annual: f64,
    pub attainment: f64,
    pub deal_size: f64,
    pub size_sd_of_log: f64,
    /// Standard deviation of the log of a rep's own lasting productivity.
    pub talent_sd_of_log: f64,
    /// Standard deviation of the log of what a quarter does to all reps alike.
    pub quarter_sd_of_log: f64,
}

/// 24 reps over 30 months, a deal of 30,000 or so a month each.
pub const USUAL: World = World {
    reps: 24,
    months: 30,
    attrition_rate: 0.2,
    ramp_months: 6.0,
    curve: RampCurve::Linear,
    quota_annual: 600_000.0,
    attainment: 0.7,
    deal_size: 20_000.0,
    size_sd_of_log: 0.6,
    talent_sd_of_log: 0.2,
    quarter_sd_of_log: 0.1,
};

pub fn first_day() -> Day {
    Day::new(2024, 1, 1).unwrap()
}

impl World {
    pub fn as_of(&self) -> Day {
        Day::first_of(first_day().month().unwrap().plus(self.months)).plus(-1)
    }

    pub fn setting(&self) -> Setting {
        Setting {
            as_of: self.as_of(),
            plan_start: self.as_of().plus(1).month().unwrap(),
            segments: vec!["all".to_string()],
            half_life_months: None,
        }
    }

    /// One draw of it: a third of the reps is there before the window, the others start at any time in it.
    pub fn draw(&self, seed: u64) -> (Vec<Rep>, Vec<Opportunity>) {
        let mut rng = Stream::new(seed, "world").sequence();
        let (first, as_of) = (first_day(), self.as_of());
        let (mut reps, mut opportunities) = (Vec::new(), Vec::new());
        let pace = LogNormal::new(-0.5 * self.quarter_sd_of_log.powi(2), self.quarter_sd_of_log).unwrap();
        let paces: Vec<f64> = (0..=self.months / 3).map(|_| pace.sample(&mut rng)).collect();
        for key in 1..=self.reps {
            let old = key <= self.reps / 3;
            let span = if old { (first.plus(-1000), first) } else { (first, as_of) };
            let start = Day(Uniform::new(span.0.0, span.1.0).unwrap().sample(&mut rng));
            let stays: f64 = Exp::new(self.attrition_rate).unwrap().sample(&mut rng);
            let end = start.plus((stays * DAYS_A_YEAR).min(1e6) as i32);
            let rep = Rep {
                key,
                span: Span::Dated { start, end: Some(end) },
                quota_annual: Amount::of(self.quota_annual),
                segment: 0,
            };
            reps.push(rep);
            self.sell(key, [start, end.min(as_of)], &paces, &mut rng, &mut opportunities);
        }
        (reps, opportunities)
    }

    fn sell(&self, key: u64, [start, until]: [Day; 2], paces: &[f64], rng: &mut Sequence, out: &mut Vec<Opportunity>) {
        let own = LogNormal::new(-0.5 * self.talent_sd_of_log.powi(2), self.talent_sd_of_log).unwrap().sample(rng);
        let mu = self.deal_size.ln() - 0.5 * self.size_sd_of_log.powi(2);
        let size = LogNormal::new(mu, self.size_sd_of_log).unwrap();
        let base = first_day().month().unwrap();
        for t in 0..self.months {
            let (first, next) = (Day::first_of(base.plus(t)), Day::first_of(base.plus(t + 1)));
            let (from, to) = (start.max(first), until.plus(1).min(next));
            if from >= to {
                continue;
            }
            let age = (f64::from(first.since(start)) + 0.5 * f64::from(next.since(first))) / DAYS_A_MONTH;
            let part = f64::from(to.since(from)) / f64::from(next.since(first));
            let level =
                self.quota_annual / 12.0 * self.attainment * self.season(t) * paces[(t / 3) as usize] * own * part;
            let due = level * self.productivity(age) / self.deal_size;
            let deals = if due > 0.0 { Poisson::new(due).unwrap().sample(rng) as u32 } else { 0 };
            for _ in 0..deals {
                let day = Day(Uniform::new(from.0, to.0).unwrap().sample(rng));
                let amount = Amount::of(size.sample(rng));
                out.push(Opportunity {
                    created: day.plus(-30),
                    outcome: Outcome::Won(day),
                    amount,
                    owner: key,
                    segment: 0,
                });
            }
        }
    }

    /// Season and growth of a month: quarters end strong, and the level grows by 0.5 % a month about its mean of 1.
    pub fn season(&self, t: i32) -> f64 {
        let quarter_end = [0.8, 0.9, 1.3][(t % 3) as usize];
        quarter_end * (1.0 + 0.005 * (f64::from(t) - 0.5 * f64::from(self.months - 1)))
    }

    pub fn productivity(&self, age: f64) -> f64 {
        let x = if self.ramp_months > 0.0 { (age / self.ramp_months).clamp(0.0, 1.0) } else { 1.0 };
        match self.curve {
            RampCurve::Linear => x,
            RampCurve::SCurve => x * x * (3.0 - 2.0 * x),
            RampCurve::Step => f64::from(u8::from(x >= 1.0)),
        }
    }
}

/// A mapping whose leavers are known from the beginning.
pub fn mapping() -> mapping::Reps {
    let file = mapping::File {
        path: "reps.csv".into(),
        delimiter: b',',
        encoding: "utf-8".to_string(),
        dates: mapping::DateFormat::YearMonthDay,
        numbers: mapping::NumberFormat::PointDecimal,
        missing: Vec::new(),
        ignore_rows: Vec::new(),
    };
    let span = mapping::SpanColumns::Dated { start: "start".to_string(), end: Some("end".to_string()) };
    let belongs = mapping::Belongs::default();
    mapping::Reps {
        file,
        id: "id".to_string(),
        span,
        role: None,
        roles: Vec::new(),
        quota: None,
        belongs,
        observed_from: None,
    }
}
