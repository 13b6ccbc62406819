//! Attrition as a driver: value, sample, picture and what to keep in mind.

use super::attrition::{Attrition, LEAST_REP_YEARS, attrition};
use super::exposure::Exposure;
use super::seats::{self, Seat, path};
use super::stays::{self, Stay};
use super::tenures;
use crate::fit::assumed;
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue, RecordKind, Sample};
use crate::fit::evidence::{Evidence, EvidenceContent, QuarterPoint, Quarters};
use crate::fit::finding::{Finding, percent};
use crate::fit::history::{History, Setting};
use crate::fit::interval::share_band;
use crate::fit::record::Rep;
use statrs::distribution::{ContinuousCDF, Gamma};

/// Leavers below which a rate is called thin: its standard error is then about half of it.
const THIN_LEAVERS: u64 = 5;
/// Leavers that must be missing before the first one seen, on average, to suspect that earlier ones are not in the
/// export: none at all then has a chance below 1 %.
const SUSPICIOUSLY_MISSING: f64 = 4.6;
/// Leavers from which on that can be told.
const LEAST_LEAVERS_TO_TELL: u64 = 4;

/// One segment's (or everybody's) stays as they are watched.
struct Watched {
    exposure: Exposure,
    stays: Vec<Stay>,
    seen: [Day; 2],
    findings: Vec<Finding>,
}

/// Attrition of every segment from dated seats.
pub fn of_seats(seats: &[Seat], observed_from: Option<Day>, setting: &Setting) -> History {
    let watch = |seats: &[Seat], about: String| {
        let first = seats.iter().map(|seat| seat.start).min().unwrap_or(setting.as_of);
        Watched {
            exposure: Exposure::of(seats, observed_from, setting.as_of),
            stays: stays::of_seats(seats, observed_from, setting.as_of),
            seen: [observed_from.map_or(first, |day| day.max(first)), setting.as_of],
            findings: leavers_begin_late(seats, observed_from, about, setting).into_iter().collect(),
        }
    };
    let one = |s| watch(&seats::of_segment(seats, s), path(setting, s, "attrition_annual"));
    let segments = (0..setting.segments.len()).map(one).collect();
    said(segments, &watch(seats, "reps".to_string()), setting)
}

/// Why an export without last days says nothing of attrition.
pub fn no_last_days() -> Finding {
    let text = "Attrition cannot be said: the mapping names no column of last days, so nobody can be seen to have left. Export leavers \
                with their last day, or set attrition_annual by judgement.";
    Finding::missing("no-last-days", "reps", text)
}

/// Attrition of every segment from tenures without dates.
pub fn of_tenures(rows: &[Rep], setting: &Setting) -> History {
    let all = tenures::tenures(rows, None);
    let rounding = tenures::rounding(&all);
    let watch = |tenures: &[(f64, bool)], about: String| {
        let stays = tenures::stays(tenures, rounding);
        let exposure = tenures::exposure(&stays, setting.as_of);
        let findings = vec![cross_section(rounding, about)];
        Watched { exposure, stays, seen: [setting.as_of; 2], findings }
    };
    let one = |s| watch(&tenures::tenures(rows, Some(s)), path(setting, s, "attrition_annual"));
    let segments = (0..setting.segments.len()).map(one).collect();
    said(segments, &watch(&all, "reps".to_string()), setting)
}

fn cross_section(rounding: tenures::Rounding, about: String) -> Finding {
    let rounded = match rounding {
        tenures::Rounding::Years => " Tenures are in whole years, so half a year was added to each.",
        tenures::Rounding::Months => " Tenures are in whole months, so half a month was added to each.",
        tenures::Rounding::Exact => "",
    };
    let text = format!(
        "The export has tenures but no dates: who left long ago is missing, and who stays long is counted with all those years, \
         so the rate is likely too low.{rounded} Differences between quarters cannot be seen. Export first and last days if you can."
    );
    Finding::warning("tenure-only", about, text)
}

/// Says every segment's attrition, or why there is none.
fn said(segments: Vec<Watched>, all: &Watched, setting: &Setting) -> History {
    let mut history = History::default();
    let years = all.exposure.rate(setting).map_or(0.0, |rate| rate.effective_years);
    if years < LEAST_REP_YEARS {
        let text = format!(
            "Attrition cannot be said: the export holds {years:.1} rep-years{}, and at least {LEAST_REP_YEARS:.0} are needed. \
             Set attrition_annual by judgement, or export a longer time.",
            if setting.half_life_months.is_some() { " as the half-life weighs them" } else { "" }
        );
        history.findings.push(Finding::missing("too-few-rep-years", "reps", text));
        return history;
    }
    let exposures: Vec<Exposure> = segments.iter().map(|s| s.exposure.clone()).collect();
    for (segment, found) in attrition(&exposures, &all.exposure, setting).into_iter().enumerate() {
        let Some(found) = found else { continue };
        let fitted = fitted(path(setting, segment, "attrition_annual"), &found, &segments[segment]);
        history.evidence.extend(evidence(&fitted.path, &found, &segments[segment]));
        history.fitted.push(fitted);
    }
    history
}

fn fitted(path: String, found: &Attrition, watched: &Watched) -> Fitted {
    let leavers = watched.exposure.leavers();
    let steps = stays::in_seat(&watched.stays);
    let records = watched.stays.len() as u64;
    let widest = widest(found.annual);
    let sample = Sample {
        events: leavers,
        event: "left",
        records,
        record: RecordKind::Reps,
        open: records - leavers,
        seen: watched.seen,
    };
    Fitted {
        value: FittedValue::Share { mean: found.annual, sd: found.next_year_sd.min(widest) },
        estimate: found.annual,
        standard_error: found.standard_error,
        interval: found.interval,
        quarter_sd: found.quarter_sd,
        pooled: found.pooled,
        sample,
        method: "leavers over rep-years, at a constant rate",
        checks: vec![
            ("rep-years", watched.exposure.years()),
            ("leavers a rep-year", leavers as f64 / watched.exposure.years()),
            ("largest distance to Kaplan-Meier", stays::largest_distance(&steps, found.per_year)),
        ],
        findings: findings(&path, found, watched, widest),
        path,
    }
}

/// A beta has no standard deviation of root(m (1 - m)) or more; 0.9 of it keeps it off the ends.
fn widest(mean: f64) -> f64 {
    0.9 * (mean * (1.0 - mean)).sqrt()
}

fn findings(path: &str, found: &Attrition, watched: &Watched, widest: f64) -> Vec<Finding> {
    let (leavers, years) = (watched.exposure.leavers(), watched.exposure.years());
    let mut out = watched.findings.clone();
    if leavers == 0 {
        let basis = if found.pooled.is_some() { "what other segments show" } else { "as if half a rep had left" };
        let text = format!(
            "Nobody left in {years:.1} rep-years; {} a year is taken, not 0 ({basis}). Check that the export holds those who left, with their last day: a list of today's reps has none.",
            percent(found.annual)
        );
        out.push(Finding::warning("nobody-left", path, text));
    } else if leavers < THIN_LEAVERS {
        let text =
            format!("Only {leavers} left in {years:.1} rep-years: the rate is little more than an order of magnitude.");
        out.push(Finding::warning("few-leavers", path, text));
    }
    if let Some([early, later]) = stays::first_year_against_later(&watched.stays) {
        let [early, later] = [early, later].map(|rate| percent(-libm::expm1(-rate)));
        let text = format!(
            "Tenure matters: in their first year {early} leave, later {later} a year. The plan lets all leave alike; where many \
             are hired or few, next year's attrition is different from this average."
        );
        out.push(Finding::warning("tenure-matters", path, text));
    }
    if found.quarter_sd.is_none() {
        out.push(assumed::said(path, "leavers"));
    }
    if found.next_year_sd > widest {
        let text = "The spread was cut to what a share can have: treat this attrition as unknown.";
        out.push(Finding::warning("spread-cut", path, text));
    }
    out
}

/// Whether the leavers seem to begin long after the reps: then those who left earlier are missing from the export.
fn leavers_begin_late(seats: &[Seat], observed_from: Option<Day>, about: String, setting: &Setting) -> Option<Finding> {
    let first = seats.iter().filter_map(|seat| seat.end).min().filter(|_| observed_from.is_none())?;
    let all = Exposure::of(seats, None, setting.as_of);
    let since = Exposure::of(seats, Some(first), setting.as_of);
    if since.leavers() < LEAST_LEAVERS_TO_TELL || since.years() <= 0.0 {
        return None;
    }
    let rate = since.leavers() as f64 / since.years();
    let expected = rate * (all.years() - since.years());
    let text = format!(
        "The first leaver is of {first}, though at the rate since then ({}) {expected:.0} would have left before: who left \
         earlier seems to be missing, which makes attrition look too low. If so, set observed_from = \"{first}\" under [reps].",
        percent(-libm::expm1(-rate))
    );
    (expected > SUSPICIOUSLY_MISSING).then(|| Finding::warning("leavers-begin-late", about, text))
}

fn evidence(path: &str, found: &Attrition, watched: &Watched) -> Vec<Evidence> {
    let steps = stays::in_seat(&watched.stays);
    let picture = EvidenceContent::Survival(stays::picture(&steps, &watched.stays, found.per_year));
    let mut out = vec![Evidence { path: path.to_string(), content: picture }];
    // Without dates all of it lies in one quarter, which says nothing.
    if watched.exposure.quarters.len() > 1 {
        out.push(Evidence {
            path: path.to_string(),
            content: EvidenceContent::Quarters(quarters(found, &watched.exposure)),
        });
    }
    out
}

/// Attrition by quarter at a year's pace, with Jeffreys' interval for so few leavers.
fn quarters(found: &Attrition, exposure: &Exposure) -> Quarters {
    let point = |(&quarter, at_risk): (&_, &super::exposure::AtRisk)| {
        let years = at_risk.days as f64 / crate::fit::day::DAYS_A_YEAR;
        let annual = |rate: f64| -libm::expm1(-rate);
        let end = |p: f64| {
            Gamma::new(at_risk.leavers as f64 + 0.5, years).map_or(f64::NAN, |gamma| annual(gamma.inverse_cdf(p)))
        };
        let value = annual(at_risk.leavers as f64 / years);
        (at_risk.days > 0).then(|| QuarterPoint { quarter, value, interval: [end(0.05), end(0.95)], of: years })
    };
    let band = share_band(found.annual, found.next_year_sd.min(widest(found.annual)));
    Quarters {
        what: "share of reps who leave, at a year's pace",
        points: exposure.quarters.iter().filter_map(point).collect(),
        band,
    }
}
