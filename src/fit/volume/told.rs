//! Fitted inputs, evidence and findings of counts by month.

use super::level::Outlook;
use super::months::{self, Months};
use super::season::{self, Season};
use super::variation::{Possible, weighted_variance};
use super::written::{self, Varies};
use super::{CREATED, GROWTH_CHECK};
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue, RecordKind, Sample};
use crate::fit::evidence::{Evidence, EvidenceContent, VolumeEvidence};
use crate::fit::finding::{Finding, percent};
use crate::fit::history::{History, Setting};
use crate::fit::interval::NINETY;
use statrs::distribution::{ChiSquared, ContinuousCDF, Gamma};

/// Months vary beyond chance where chance alone would show as much less often than this.
const SIGNIFICANCE: f64 = 0.05;

/// With fewer months neither growth nor what varies from month to month can be judged.
const SHORT: usize = 6;

/// A last quarter this far from what was fitted is told: a third less or half more.
const LAST_QUARTER: [f64; 2] = [0.67, 1.5];

/// A growth a month beyond this is told: it doubles a year's volume in under two years.
const FAST_GROWTH: f64 = 0.03;

/// Volume and growth of one source.
pub fn source(path: &str, what: RecordKind, months: &Months, outlook: &Outlook, setting: &Setting) -> History {
    let mut fitted = vec![volume(path, what, months, outlook, setting)];
    if outlook.growth[1] > 0.0 {
        fitted.push(growth(path, what, months, outlook));
    }
    let evidence =
        Evidence { path: path.to_string(), content: EvidenceContent::Volume(shown(what, months, outlook, setting)) };
    History { fitted, evidence: vec![evidence], findings: Vec::new() }
}

fn volume(path: &str, what: RecordKind, months: &Months, outlook: &Outlook, setting: &Setting) -> Fitted {
    let p = overdispersion_p(outlook);
    let varies = if p < SIGNIFICANCE { Varies::ByMonth } else { Varies::ByChance };
    let sd = outlook.level_variance.sqrt();
    let end = |point: f64| outlook.level * (point * sd).exp();
    let beyond = Possible { variance: outlook.variance, persistence: outlook.persistence, probability: 1.0 };
    let quarter = weighted_variance(&[(0, 1.0 / 3.0), (1, 1.0 / 3.0), (2, 1.0 / 3.0)], &beyond);
    let mut checks = vec![
        ("variance of months over chance", outlook.pearson.0),
        ("p value of variation beyond chance", p),
        ("variation from month to month beyond chance", outlook.variance.sqrt()),
        ("share that stays for the next month", outlook.persistence),
    ];
    checks.extend(outlook.growth_p_value.map(|p| (GROWTH_CHECK, p)));
    Fitted {
        path: path.to_string(),
        value: written::volume(outlook, varies),
        estimate: outlook.level,
        standard_error: outlook.level * sd,
        interval: [end(-NINETY), end(NINETY)],
        quarter_sd: (months.counts.len() >= SHORT).then(|| outlook.level * quarter.sqrt()),
        pooled: None,
        sample: sample(what, months),
        method: "log-linear regression of monthly counts, months as an autocorrelated random effect",
        checks,
        findings: findings(path, what, months, outlook, setting),
    }
}

fn growth(path: &str, what: RecordKind, months: &Months, outlook: &Outlook) -> Fitted {
    let path = path.replace(".volume", ".growth_monthly");
    let [log, variance] = outlook.growth;
    let sd = variance.sqrt();
    let mut findings = Vec::new();
    if log.exp_m1().abs() > FAST_GROWTH {
        let text = format!(
            "{what} grew by {} a month over {} months; a plan that is longer than a year carries this on to {:.1} times the \
             volume a year. Limit it where that cannot be.",
            percent(log.exp_m1()),
            months.counts.len(),
            (12.0 * log).exp()
        );
        findings.push(Finding::warning("volume-fast-growth", path.clone(), text));
    }
    Fitted {
        value: written::growth(outlook),
        estimate: log.exp_m1(),
        standard_error: log.exp() * sd,
        interval: [(log - NINETY * sd).exp_m1(), (log + NINETY * sd).exp_m1()],
        quarter_sd: None,
        pooled: None,
        sample: sample(what, months),
        method: "log-linear regression of monthly counts, kept for a p value below 5 %",
        checks: outlook.growth_p_value.map(|p| (GROWTH_CHECK, p)).into_iter().collect(),
        findings,
        path,
    }
}

fn sample(what: RecordKind, months: &Months) -> Sample {
    let events = months.total() as u64;
    let records = events + months.left_out;
    Sample { events, event: CREATED, records, record: what, open: 0, seen: months.seen }
}

/// How often months that vary by chance alone would vary as much.
fn overdispersion_p(outlook: &Outlook) -> f64 {
    let (ratio, freedom) = outlook.pearson;
    ChiSquared::new(freedom).map_or(1.0, |law| law.sf(ratio * freedom))
}

fn findings(path: &str, what: RecordKind, months: &Months, outlook: &Outlook, setting: &Setting) -> Vec<Finding> {
    let mut found = months::findings(months, path, what);
    let n = months.counts.len();
    if n < SHORT {
        let text = format!(
            "Only {n} whole months of {what}: a level can be said, growth, season and how much months differ cannot. \
             {SHORT} months are needed for the last, 12 for growth, 24 for a season."
        );
        found.push(Finding::warning("volume-short", path, text));
    }
    found.extend(last_quarter(path, what, months, outlook));
    let late = setting.plan_start.since(months.month(n - 1)) - 1;
    if late > 3 {
        let text = format!(
            "The plan starts {late} months after the last whole month of {what}: the level is carried over these months as if \
             nothing changed but the growth found."
        );
        found.push(Finding::note("volume-carried-on", path, text));
    }
    found
}

/// A last quarter that what was fitted does not explain, beyond chance (2.6 standard errors, 1 %): an export that lags
/// or a fall.
fn last_quarter(path: &str, what: RecordKind, months: &Months, outlook: &Outlook) -> Option<Finding> {
    let n = months.counts.len();
    if n < SHORT {
        return None;
    }
    let came: f64 = months.counts[n - 3..].iter().sum();
    let expected: f64 = outlook.means[n - 3..].iter().sum();
    let ratio = came / expected;
    let usual = ratio > LAST_QUARTER[0] && ratio < LAST_QUARTER[1];
    if usual || (came - expected).abs() < 2.6 * expected.sqrt() {
        return None;
    }
    let counts: Vec<String> = months.counts[n - 3..].iter().map(|c| format!("{c:.0}")).collect();
    let text = format!(
        "The last three months have {} {what}, {} of the {:.0} a month that the level stands for. Where the export lags \
         behind, choose an earlier as-of date; where the change is real, the volume fitted here is too {}.",
        counts.join(", "),
        percent(ratio),
        expected / 3.0,
        if ratio < 1.0 { "high" } else { "low" }
    );
    Some(Finding::warning("volume-last-quarter", path, text))
}

fn shown(what: RecordKind, months: &Months, outlook: &Outlook, setting: &Setting) -> VolumeEvidence {
    let month = |i: usize| (months.month(i), months.counts[i], outlook.means[i]);
    let ahead = |(t, point): (usize, &[f64; 2])| (setting.plan_start.plus(t as i32), band(point));
    VolumeEvidence {
        what: what.plural(),
        months: (0..months.counts.len()).map(month).collect(),
        ahead: outlook.ahead.iter().enumerate().map(ahead).collect(),
    }
}

/// 5 %, mean and 95 % of a month's count: a gamma with the mean, and the variance of the rate and of chance.
fn band(&[mean, variance]: &[f64; 2]) -> [f64; 3] {
    let relative = variance + 1.0 / mean;
    match Gamma::new(1.0 / relative, 1.0 / (relative * mean)) {
        Ok(law) => [law.inverse_cdf(0.05), mean, law.inverse_cdf(0.95)],
        Err(_) => [mean; 3],
    }
}

/// The season of a segment, or why there is none.
pub fn season(
    path: &str,
    what: RecordKind,
    days: &[Day],
    months: &Months,
    season: &Season,
    setting: &Setting,
) -> History {
    let Some(p_value) = season.p_value else { return History::default() };
    if !season.kept {
        let text = format!(
            "No season in {} months of {what}: months without one would differ as much by calendar month in {} of cases.",
            months.counts.len(),
            percent(p_value)
        );
        return History { findings: vec![Finding::note("season-none", path, text)], ..History::default() };
    }
    let records = days.iter().filter(|&&d| d <= setting.as_of).count() as u64;
    let fitted = Fitted {
        path: path.to_string(),
        value: FittedValue::Weights(season.weights()),
        estimate: f64::NAN,
        standard_error: f64::NAN,
        interval: [f64::NAN; 2],
        quarter_sd: None,
        pooled: None,
        sample: Sample { records, ..sample(what, months) },
        method: "log-linear regression of monthly counts by calendar month, kept for a p value below 5 %",
        checks: vec![("p value of season", p_value), ("significance asked for", season::SIGNIFICANCE)],
        findings: days_of_month(path, season),
    };
    History { fitted: vec![fitted], ..History::default() }
}

/// February's 28 days are in the season: said where its weight is about what they explain.
fn days_of_month(path: &str, season: &Season) -> Vec<Finding> {
    let february = season.weights()[1];
    let text = format!(
        "February's weight is {february:.2}; 28 days alone explain 0.93. The plan counts calendar months as they come, so this \
         is no error."
    );
    let near = (february - 0.93).abs() < 0.04;
    near.then(|| Finding::note("season-days", path, text)).into_iter().collect()
}
