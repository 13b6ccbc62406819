//! Companies that the engine simulates, as the exports that they would have: opportunities, customers, reps.
//!
//! The engine tells counts by month, not single deals. So every cohort (the opportunities of one month, the reps of one
//! hiring class) is a plan of its own, with a seed of its own: what it decides, wins and books in a month is that
//! cohort's.

use planodds::calendar::YearMonth;
use planodds::fit::day::{DAYS_A_MONTH, Day};
use planodds::math::special::{normal_cdf, normal_quantile};
use planodds::plan::{Metric, Plan};
use planodds::sampling::stream::{Sequence, Stream};
use planodds::scenario;
use planodds::simulate::{self, Control, KeptColumn, Noted, RunSpec};
use rand_distr::{Distribution, Gamma, StandardUniform};
use std::fmt::Write;

/// First month of all companies.
pub const START: &str = "2024-01";
/// Months of history.
pub const MONTHS: usize = 24;
/// Mean sales cycle of all companies.
pub const CYCLE_MONTHS: f64 = 3.0;
/// Its coefficient of variation.
pub const CYCLE_DISPERSION: f64 = 0.5;
/// Companies: one a trial.
pub const COMPANIES: u64 = 100;

/// A flow by month (index t - 1) of each company.
type Flow = Vec<Vec<f64>>;

fn plan(segment: &str) -> Plan {
    let head = format!(
        "plan = {{ name = \"a\", start = \"{START}\", months = {MONTHS} }}\ntarget = {{ arr = 1 }}\n[segments.all]\n\
         opening_arr = 0\nopening_customers = 0\n{segment}\n"
    );
    scenario::parse("company.toml", &head).unwrap_or_else(|refused| panic!("{:?}", refused.diagnostics)).plan
}

fn flows(plan: &Plan, seed: u64, metrics: &[Metric]) -> Vec<Flow> {
    let at = |metric, t| Noted::Metric(KeptColumn { metric, segment: Some(0), t });
    let columns: Vec<Noted> = metrics.iter().flat_map(|&m| (1..=MONTHS).map(move |t| at(m, t))).collect();
    let sampled = simulate::sample(plan, &RunSpec::new(COMPANIES, seed), &Control::UNWATCHED, &columns).unwrap();
    let of = |months: &[Vec<f64>], company: usize| months.iter().map(|column| column[company]).collect();
    sampled.chunks(MONTHS).map(|months| (0..COMPANIES as usize).map(|c| of(months, c)).collect()).collect()
}

fn month(t: usize) -> YearMonth {
    YearMonth::parse(START).unwrap().plus(t as i32 - 1)
}

/// A day of month t: a fraction of a 28-day month, so that every month has it.
fn day(t: usize, share: f64) -> String {
    format!("{}-{:02}", month(t), 1 + (share * 28.0) as u32)
}

/// The sum of n deals parted into n amounts, as it came about: deals are gamma with this coefficient of variation, so
/// their shares of a sum are Dirichlet, whatever the sum.
fn parted(sum: f64, n: usize, dispersion: f64, rng: &mut Sequence) -> Vec<f64> {
    let gamma = Gamma::new(dispersion.powi(-2), 1.0).unwrap();
    let parts: Vec<f64> = (0..n).map(|_| gamma.sample(rng)).collect();
    let whole: f64 = parts.iter().sum();
    parts.iter().map(|part| sum * part / whole).collect()
}

/// The text of each company's export of opportunities: created in the middle of their month, since the engine counts a
/// cycle from there.
pub fn opportunities(volume: f64, segment: &str, dispersion: f64) -> Vec<String> {
    let mut exports = vec!["id,created,closed,stage,amount,owner\n".to_string(); COMPANIES as usize];
    let mut rng = Stream::new(1, "deals").sequence();
    for m in 1..=MONTHS {
        let source = format!("pipeline.sources = [ {{ name = \"all\", volume = {} }} ]", only_in(m, volume));
        let metrics = [Metric::OppsCreated, Metric::OppsDecided, Metric::NewCustomers, Metric::NewArr];
        let flows = flows(&plan(&format!("{segment}\n{source}")), m as u64, &metrics);
        for (company, text) in exports.iter_mut().enumerate() {
            cohort(text, m, [0, 1, 2, 3].map(|i| &flows[i][company][..]), dispersion, &mut rng);
        }
    }
    exports
}

/// A schedule that is `volume` in month m and 0 in all others.
fn only_in(m: usize, volume: f64) -> String {
    let before = if m > 1 { format!("\"{START}\" = 0, ") } else { String::new() };
    format!("{{ {before}\"{}\" = {volume}, \"{}\" = 0 }}", month(m), month(m + 1))
}

/// The rows of one cohort of one company.
fn cohort(text: &mut String, m: usize, [created, decided, won, arr]: [&[f64]; 4], dispersion: f64, rng: &mut Sequence) {
    let mut row = 0;
    let mut add = |closed: &str, stage: &str, amount: &str| {
        row += 1;
        writeln!(text, "{m}-{row},{},{closed},{stage},{amount},", day(m, 0.5)).unwrap();
    };
    for t in m..=MONTHS {
        let (all, wins) = (decided[t - 1] as usize, won[t - 1] as usize);
        let mut amounts = parted(arr[t - 1], wins, dispersion, rng).into_iter();
        for i in 0..all {
            let closed = decision_day(m, t, (i as f64 + 0.5) / all as f64);
            // Any of the deals may be those that are won: as many of the rest as are still to be, of all that are left.
            let wins_left = amounts.len() as f64 / (all - i) as f64;
            let uniform: f64 = StandardUniform.sample(rng);
            match (uniform < wins_left).then(|| amounts.next()).flatten() {
                Some(amount) => add(&closed, "won", &format!("{amount:.2}")),
                None => add(&closed, "lost", ""),
            }
        }
    }
    for _ in 0..created[m - 1] as usize - decided.iter().sum::<f64>() as usize {
        add("", "open", "");
    }
}

/// A day on which an opportunity of month m is decided where the engine decides it in month t: the engine's cycle is
/// lognormal and counted from mid-month to mid-month, and within its month it is at this share of the law.
fn decision_day(m: usize, t: usize, share: f64) -> String {
    let age = (t - m) as f64;
    let (low, high) = (decided_by((age - 0.5).max(0.0)), decided_by(age + 0.5));
    let sigma = CYCLE_DISPERSION.powi(2).ln_1p().sqrt();
    let z = normal_quantile(low + share * (high - low));
    let months = CYCLE_MONTHS * (sigma * z - sigma * sigma / 2.0).exp();
    let created = Day::first_of(month(m)).plus(14);
    let last = Day::first_of(month(MONTHS + 1)).plus(-1);
    created.plus((months * DAYS_A_MONTH).round() as i32).min(last).to_string()
}

/// Share decided within so many months.
fn decided_by(months: f64) -> f64 {
    let sigma = CYCLE_DISPERSION.powi(2).ln_1p().sqrt();
    normal_cdf(((months / CYCLE_MONTHS).ln() + sigma * sigma / 2.0) / sigma)
}

/// Customers of the opening base in each of 12 pools.
const POOL: usize = 34;

/// The text of each company's export of customers: an opening base on yearly contracts that renew in every month alike.
/// Who left before the history began is not in it.
pub fn customers(retention: &str) -> Vec<String> {
    let base = format!("opening_arr = 4_080_000\nopening_customers = {}\n{retention}", 12 * POOL);
    let text = format!(
        "plan = {{ name = \"a\", start = \"{START}\", months = {MONTHS} }}\ntarget = {{ arr = 1 }}\n[segments.all]\n{base}\n"
    );
    let plan = scenario::parse("customers.toml", &text).unwrap_or_else(|r| panic!("{:?}", r.diagnostics)).plan;
    let churned = flows(&plan, 77, &[Metric::ChurnedCustomers]).remove(0);
    churned.iter().map(|months| base_of(months)).collect()
}

/// The opening base of one company: pool p (1..=12) started a year before month p.
fn base_of(churned: &[f64]) -> String {
    let mut text = "id,start,end,arr\n".to_string();
    for p in 1..=12 {
        let (first, second) = (churned[p - 1] as usize, churned[p + 11] as usize);
        for i in 0..POOL {
            let end = match i {
                i if i < first => day(p, 0.5),
                i if i < first + second => day(p + 12, 0.5),
                _ => String::new(),
            };
            writeln!(text, "{p}-{i},{}-15,{end},10000", month(p).plus(-12)).unwrap();
        }
    }
    text
}

/// Reps who are there from the start, and a class of one in each of these months.
const VETERANS: usize = 6;
/// Months in which one more starts.
pub const CLASSES: std::ops::RangeInclusive<usize> = 1..=14;

/// The texts of each company's exports of reps and of the opportunities that they won.
pub fn sellers(capacity: &str, size: f64) -> (String, Vec<String>) {
    let mut reps = "id,start,end,quota\n".to_string();
    let mut wins = vec!["id,created,closed,stage,amount,owner\n".to_string(); COMPANIES as usize];
    let veterans = (0..VETERANS).map(|i| (format!("v{i}"), None));
    let hired = CLASSES.map(|m| (format!("c{m}"), Some(m)));
    for (number, (name, class)) in veterans.chain(hired).enumerate() {
        let seat = class.map_or("reps = 1".to_string(), |m| format!("hires = {{ \"{}\" = 1 }}", month(m)));
        let started = class.map_or("2021-01-01".to_string(), |m| format!("{}-01", month(m)));
        writeln!(reps, "{name},{started},,1200000").unwrap();
        let segment =
            format!("deals = {{ size = {size} }}\ncapacity = {{ {seat}, quota_annual = 1_200_000, {capacity} }}");
        let won = flows(&plan(&segment), 200 + number as u64, &[Metric::NewCustomers]).remove(0);
        for (company, months) in won.iter().enumerate() {
            booked(&mut wins[company], &name, months, size);
        }
    }
    (reps, wins)
}

fn booked(text: &mut String, owner: &str, months: &[f64], size: f64) {
    for (t, &n) in months.iter().enumerate() {
        for i in 0..n as usize {
            let closed = day(t + 1, (i as f64 + 0.5) / n);
            writeln!(text, "{owner}-{t}-{i},{closed},{closed},won,{size},{owner}").unwrap();
        }
    }
}

/// The text of each company's export of 200 reps of whom some leave and nobody follows.
pub fn leavers(attrition_annual: f64) -> Vec<String> {
    let capacity = format!(
        "reps = 200, quota_annual = 1, attainment = 1, ramp_months = 0, attrition_annual = {attrition_annual}, backfill = false"
    );
    let plan = plan(&format!("deals = {{ size = 1 }}\ncapacity = {{ {capacity} }}"));
    let left = flows(&plan, 300, &[Metric::Leavers]).remove(0);
    let company = |months: &Vec<f64>| {
        let mut text = "id,start,end,quota\n".to_string();
        let ends = months.iter().enumerate().flat_map(|(t, &n)| (0..n as usize).map(move |_| day(t + 1, 0.99)));
        for (i, end) in ends.chain(std::iter::repeat(String::new())).take(200).enumerate() {
            writeln!(text, "r{i},2022-06-01,{end},1").unwrap();
        }
        text
    };
    left.iter().map(company).collect()
}
