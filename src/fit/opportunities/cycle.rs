//! Months from opening to winning: their mean and spread.

use super::incidence::Incidence;
use super::level::{LEAST_IN_QUARTER, Own, QuarterLevel, spread};
use super::segment::{LARGEST_DISTANCE, SHORT_WIDER, Segment, Told, UNTOLD_WIDER, months};
use crate::fit::day::DAYS_A_MONTH;
use crate::fit::finding::{Finding, percent};
use crate::fit::survival::Cause;
use crate::fit::survival::mixture::Mixture;

/// Wins (of equal weight by age) below which no cycle is told: the standard error of a spread from 10 is a quarter of
/// it.
const LEAST_WINS: f64 = 10.0;

/// Share of its wins that a quarter must have had time for: the rest is given back by the curve, so it should be small.
const LEAST_FOLLOWED: f64 = 0.8;

/// The cycle and its spread.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// The mean, in months.
    pub mean: Told,
    /// Coefficient of variation.
    pub dispersion: f64,
    /// Its standard error.
    pub dispersion_error: f64,
}

const OF_INCIDENCE: &str = "mean and spread of the incidence of wins, open deals censored";

/// Mean, its variance and the spread, in days.
struct Days {
    mean: f64,
    variance: f64,
    dispersion: f64,
    dispersion_error: f64,
}

/// What a segment says of its sales cycle: a lognormal law in a mixture of wins and losses; where the wins do not
/// follow that law, mean and spread of the incidence itself. Else why it says nothing.
pub fn cycle(segment: &Segment<'_>) -> Result<Cycle, String> {
    if segment.survivors_only {
        return Err(
            "only closed deals are left in the export, and of long cycles the short ones close first".to_string()
        );
    }
    let wins = segment.effective(|d| d.fate == Some(Cause::First));
    let enough = segment.raw.as_ref().filter(|raw| wins >= LEAST_WINS && raw.mean > 0.0);
    let Some(raw) = enough else {
        return Err(format!(
            "only {} of its deals are won, and at least {LEAST_WINS} are needed, not all on their first day",
            segment.counted(segment.counts.won, wins)
        ));
    };
    let Law { days, method, checks, findings } = law(segment, raw, wins);
    let quarters = quarters(segment, raw, &days);
    let square = DAYS_A_MONTH * DAYS_A_MONTH;
    let own = Own {
        estimate: months(days.mean),
        chance_variance: days.variance / square,
        events: wins,
        spread: spread(&quarters),
        shares: segment.quarter_shares(),
    };
    let mean = Told { own, method, quarters, checks, findings };
    Ok(Cycle { mean, dispersion: days.dispersion, dispersion_error: days.dispersion_error })
}

/// Mean and spread as they are taken, and what to judge them by.
struct Law {
    days: Days,
    method: &'static str,
    checks: Vec<(&'static str, f64)>,
    findings: Vec<Finding>,
}

/// The fitted law where the wins follow it or history is short, else the incidence itself.
fn law(segment: &Segment<'_>, raw: &Incidence, wins: f64) -> Law {
    let path = format!("{}.pipeline.sales_cycle_months", segment.path);
    let mut checks = vec![
        ("mean months of the counted wins, open deals passed over", plain_mean(segment)),
        ("mean months of the incidence of wins", months(raw.mean)),
    ];
    let mut findings = Vec::new();
    let mut method = "lognormal times in a mixture of wins and losses (Larson-Dinse), open deals censored";
    let days = match &segment.mixture {
        Some(fit) => {
            checks.push(("mean months of the fitted law", months(fit.mean)));
            checks.push(("largest distance between fitted and counted curve", segment.distance));
            if segment.is_short() {
                findings.push(short(segment, &path));
                wider(of_fit(fit, raw), fit)
            } else if segment.fit_holds() && !is_apart(raw, fit) {
                of_fit(fit, raw)
            } else {
                findings.push(Finding::warning("cycle-not-lognormal", path.as_str(), doubt(segment, raw, fit)));
                method = OF_INCIDENCE;
                of_incidence(raw, wins)
            }
        }
        None => {
            method = OF_INCIDENCE;
            of_incidence(raw, wins)
        }
    };
    Law { days, method, checks, findings }
}

fn of_fit(fit: &Mixture, raw: &Incidence) -> Days {
    let told = fit.mean_error.is_finite() && fit.dispersion_error.is_finite();
    let variance =
        if told { fit.mean_error.powi(2) } else { raw.mean_variance.max((fit.mean * fit.dispersion).powi(2) / 10.0) };
    let dispersion_error = if told { fit.dispersion_error } else { f64::NAN };
    Days { mean: fit.mean, variance, dispersion: fit.dispersion, dispersion_error }
}

/// The same in a short history.
fn wider(days: Days, fit: &Mixture) -> Days {
    let told = fit.mean_error.is_finite() && fit.dispersion_error.is_finite();
    let by = if told { SHORT_WIDER } else { UNTOLD_WIDER };
    Days { variance: by * by * days.variance, dispersion_error: by * days.dispersion_error, ..days }
}

/// The standard error of a coefficient of variation κ is about κ √(1/2 + κ²) / √n (exact for a normal law).
fn of_incidence(raw: &Incidence, wins: f64) -> Days {
    let kappa = raw.dispersion;
    let dispersion_error = kappa * (0.5 + kappa * kappa).sqrt() / wins.sqrt();
    // Wins that all take about as long still leave the half day to which they are counted.
    let least = 0.25 / wins;
    Days { mean: raw.mean, variance: raw.mean_variance.max(least), dispersion: kappa, dispersion_error }
}

fn plain_mean(segment: &Segment<'_>) -> f64 {
    let won = segment.deals.iter().filter(|d| d.fate == Some(Cause::First));
    let (n, days) = won.fold((0_u64, 0_u64), |(n, days), d| (n + 1, days + u64::from(d.age)));
    months(days as f64 / n as f64)
}

/// Whether the fitted mean is another than the counted one, by more than a tenth and by more than chance.
fn is_apart(raw: &Incidence, fit: &Mixture) -> bool {
    let apart = (fit.mean - raw.mean).abs();
    !fit.mean.is_finite() || (apart > LARGEST_DISTANCE * raw.mean && apart > 2.0 * raw.mean_variance.sqrt())
}

/// Why the fitted law is not taken, in words.
fn doubt(segment: &Segment<'_>, raw: &Incidence, fit: &Mixture) -> String {
    format!(
        "Times to win do not follow a lognormal curve: the fitted curve is off by {} of the wins at worst, and its mean is \
         {:.1} months where {:.1} are counted. Mean and spread are taken from the counted wins (open deals counted as far \
         as they are); the plan draws lognormal cycles of that mean and spread, so the months in which wins come are \
         rougher than the yearly sum. Two kinds of deals in one segment often look like this: think of splitting it.",
        percent(segment.distance),
        months(fit.mean),
        months(raw.mean)
    )
}

fn short(segment: &Segment<'_>, path: &str) -> Finding {
    let text = format!(
        "By the fitted sales cycle {} of the wins take longer than the {:.1} months since the first deal was opened, so they \
         cannot have been seen. The mean is that of the fit, which adds them, with a wider range: a short history makes \
         cycles look short.",
        percent(1.0 - segment.followed()),
        months(f64::from(segment.follow_up_days()))
    );
    Finding::warning("short-follow-up", path, text)
}

/// By quarter of creation: days of its wins over what the curve expects of wins that had to come by the as-of date,
/// times the mean, so that young quarters are not taken for fast ones.
fn quarters(segment: &Segment<'_>, raw: &Incidence, days: &Days) -> Vec<QuarterLevel> {
    let mut out = Vec::new();
    for (quarter, cohort) in segment.cohorts() {
        let (mut wins, mut sum, mut expected, mut followed, mut weight) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for same_day in cohort.chunk_by(|a, b| a.created == b.created) {
            let age = segment.age(same_day[0].created);
            let won = same_day.iter().filter(|d| d.fate == Some(Cause::First));
            let (n, total) = won.fold((0.0, 0.0), |(n, total), d| (n + 1.0, total + f64::from(d.age)));
            wins += n;
            sum += total;
            expected += n * raw.mean_by(age);
            followed += same_day.len() as f64 * raw.won_by(age);
            weight += n * segment.from.weight(same_day[0].created);
        }
        if wins >= LEAST_IN_QUARTER && followed >= LEAST_FOLLOWED * cohort.len() as f64 && expected > 0.0 {
            let value = months(days.mean * sum / expected);
            let variance = months(days.mean * days.dispersion).powi(2) / wins;
            out.push(QuarterLevel { quarter, value, variance, of: wins, weight });
        }
    }
    // A spread of 0 gives no variance by chance to hold quarters against.
    if days.dispersion > 0.0 { out } else { Vec::new() }
}
