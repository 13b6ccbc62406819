//! A company that is simulated: its opportunities with known truth.

use crate::calendar::YearMonth;
use crate::fit::day::{DAYS_A_MONTH, Day};
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::history::{History, Setting};
use crate::fit::mapping::{DateFormat, File, NumberFormat, Opportunities};
use crate::fit::record::{Amount, Opportunity, Outcome};
use crate::sampling::stream::Sequence;
use rand_distr::{Distribution, LogNormal, StandardNormal, StandardUniform};

/// The truth of one quarter of one segment.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    pub win_rate: f64,
    pub cycle_months: f64,
    pub size: f64,
}

pub const TRUTH: Truth = Truth { win_rate: 0.25, cycle_months: 4.0, size: 20_000.0 };
pub const CYCLE_DISPERSION: f64 = 0.6;
pub const SIZE_DISPERSION: f64 = 0.8;
/// Of what is not won, so much never closes; the rest is lost, in half the wins' time.
pub const NEVER: f64 = 0.2;

/// First day of the simulated company.
pub fn day_one() -> Day {
    Day::new(2023, 1, 1).unwrap()
}

pub fn uniform(rng: &mut Sequence) -> f64 {
    StandardUniform.sample(rng)
}

pub fn normal(rng: &mut Sequence) -> f64 {
    StandardNormal.sample(rng)
}

pub fn lognormal(mean: f64, cv: f64, rng: &mut Sequence) -> f64 {
    let variance = (cv * cv).ln_1p();
    LogNormal::new(mean.ln() - variance / 2.0, variance.sqrt()).unwrap().sample(rng)
}

/// One opportunity opened at a time, in days since the first day: rate and cycle are those of the quarter in which it
/// is opened, its size is that of the quarter in which it is decided.
pub fn opportunity(at: f64, truth_of: &dyn Fn(usize) -> Truth, segment: u16, rng: &mut Sequence) -> Opportunity {
    let truth = truth_of(quarter(at));
    let created = day_one().plus(at.floor() as i32);
    let won = uniform(rng) < truth.win_rate;
    let days = truth.cycle_months * DAYS_A_MONTH * lognormal(if won { 1.0 } else { 0.5 }, CYCLE_DISPERSION, rng);
    let decided = day_one().plus((at + days).floor() as i32);
    let never = uniform(rng) < NEVER;
    let outcome = match (won, never) {
        (true, _) => Outcome::Won(decided),
        (false, true) => Outcome::Open,
        (false, false) => Outcome::Lost(decided),
    };
    let amount = Amount::of(lognormal(truth_of(quarter(at + days)).size, SIZE_DISPERSION, rng));
    Opportunity { created, outcome, amount, owner: 0, segment }
}

/// Number of the quarter of a time, the first day's being 0.
fn quarter(at: f64) -> usize {
    (day_one().plus(at.floor() as i32).quarter().0 - day_one().quarter().0) as usize
}

/// `n` opportunities opened evenly over so many days, with the truth of the quarter (counted from 0) that each is
/// opened in.
pub fn company(
    n: usize,
    days: f64,
    segment: u16,
    truth: &dyn Fn(usize) -> Truth,
    rng: &mut Sequence,
) -> Vec<Opportunity> {
    (0..n).map(|_| opportunity(days * uniform(rng), truth, segment, rng)).collect()
}

pub fn mapping() -> Opportunities {
    let file = File {
        path: "opportunities.csv".into(),
        delimiter: b',',
        encoding: "utf-8".into(),
        dates: DateFormat::YearMonthDay,
        numbers: NumberFormat::PointDecimal,
        missing: Vec::new(),
        ignore_rows: Vec::new(),
    };
    Opportunities {
        file,
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
        belongs: Default::default(),
        source_name: "all".into(),
        stale_months: None,
        observed_from: None,
    }
}

pub fn setting(as_of: Day, segments: usize) -> Setting {
    Setting {
        as_of,
        plan_start: YearMonth::new(2027, 1).unwrap(),
        segments: (0..segments).map(|i| format!("s{i}")).collect(),
        half_life_months: None,
    }
}

/// The fit at so many days after the first.
pub fn fit_after(rows: &[Opportunity], days: f64) -> History {
    let segments = rows.iter().map(|r| r.segment).max().unwrap_or(0) + 1;
    crate::fit::opportunities::fit(rows, &mapping(), &setting(day_one().plus(days as i32 - 1), usize::from(segments)))
}

pub fn driver<'a>(history: &'a History, segment: usize, key: &str) -> &'a Fitted {
    let path = format!("segments.s{segment}.{key}");
    history.fitted.iter().find(|f| f.path == path).unwrap_or_else(|| panic!("{path} in {:?}", history.findings))
}

/// Standard deviation of what is written into the scenario.
pub fn sd(fitted: &Fitted) -> f64 {
    match fitted.value {
        FittedValue::Share { sd, .. } | FittedValue::Positive { sd, .. } => sd,
        _ => f64::NAN,
    }
}

pub const KEYS: [&str; 5] =
    ["pipeline.win_rate", "pipeline.sales_cycle_months", "deals.size", "pipeline.cycle_dispersion", "deals.dispersion"];

/// Errors over seeds, and how often intervals held the truth.
#[derive(Default)]
pub struct Record {
    pub errors: Vec<f64>,
    pub covered: usize,
    pub reported: f64,
}

impl Record {
    pub fn add(&mut self, error: f64, standard_error: f64) {
        self.errors.push(error);
        self.covered += usize::from(error.abs() <= 1.645 * standard_error);
        self.reported += standard_error;
    }

    /// Mean error over its standard error.
    pub fn bias(&self) -> f64 {
        let n = self.errors.len() as f64;
        let mean = self.errors.iter().sum::<f64>() / n;
        mean / (self.sd() / n.sqrt())
    }

    pub fn sd(&self) -> f64 {
        let n = self.errors.len() as f64;
        let mean = self.errors.iter().sum::<f64>() / n;
        (self.errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
    }

    pub fn coverage(&self) -> f64 {
        self.covered as f64 / self.errors.len() as f64
    }

    pub fn told(&self) -> String {
        let n = self.errors.len() as f64;
        format!(
            "bias {:.2} se, coverage {:.3}, sd {:.4}, reported {:.4}",
            self.bias(),
            self.coverage(),
            self.sd(),
            self.reported / n
        )
    }
}
