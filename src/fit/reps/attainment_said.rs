//! Attainment as a driver: value, picture and what to keep in mind.

use super::attainment::{Attainment, attainment};
use super::bookings::Bookings;
use super::panel::Ramp;
use super::seats::path;
use super::verdict::{Found, NoRamp, of_segment};
use crate::fit::assumed;
use crate::fit::driver::{Fitted, FittedValue, RecordKind, Sample};
use crate::fit::evidence::{Evidence, EvidenceContent, QuarterPoint, Quarters};
use crate::fit::finding::{Finding, percent};
use crate::fit::history::{History, Setting};
use crate::fit::interval::positive_band;

/// Attainment outside this range is rather a mistake of units than a fact.
const USUAL: [f64; 2] = [0.3, 1.5];

/// Attainment of every segment that has quotas, or why it has none.
pub fn said(verdict: &Result<Found, NoRamp>, bookings: &Bookings, setting: &Setting) -> History {
    let mut history = History::default();
    if matches!(verdict, Err(NoRamp::OwnersNotSellers(_) | NoRamp::NoBookings)) {
        return history;
    }
    let ramp = |segment: usize| match verdict.as_ref().map(|found| (found.curve, found.segments.get(segment))) {
        Ok((curve, Some(own))) => (Ramp { months: own.months, curve }, own.resampled.as_slice()),
        _ => (Ramp::NONE, [].as_slice()),
    };
    let ramps: Vec<(Ramp, &[f64])> = (0..setting.segments.len()).map(ramp).collect();
    for (segment, found) in attainment(bookings, &ramps, setting).iter().enumerate() {
        let path = path(setting, segment, "attainment");
        let months = of_segment(bookings, segment);
        match found {
            Some(found) => {
                history.evidence.push(evidence(&path, found));
                history.fitted.push(fitted(path, found, verdict.is_ok(), bookings));
            }
            None if months.is_empty() => {}
            None => history.findings.push(missing(path, months.iter().all(|m| m.quota.is_none()))),
        }
    }
    history
}

fn missing(path: String, without_quota: bool) -> Finding {
    match without_quota {
        true => {
            Finding::missing("no-quota", path, "Attainment needs quotas, and no rep has one. Map the column of quotas.")
        }
        false => {
            let text =
                "Attainment cannot be said: it needs bookings of at least 3 reps with quotas and 12 ramped rep-months.";
            Finding::missing("few-rep-months", path, text)
        }
    }
}

fn fitted(path: String, found: &Attainment, with_ramp: bool, bookings: &Bookings) -> Fitted {
    let sample = Sample {
        events: found.rep_months as u64,
        event: "rep-months with a quota",
        records: found.persons as u64,
        record: RecordKind::Reps,
        open: 0,
        seen: found.seen,
    };
    let method = match with_ramp {
        true => "bookings over quota, months on the ramp by their share",
        false => "bookings over quota, all months as ramped",
    };
    Fitted {
        value: FittedValue::Positive { mean: found.level, sd: found.next_year_sd },
        estimate: found.level,
        standard_error: found.standard_error,
        interval: found.interval,
        quarter_sd: found.quarter_sd,
        pooled: found.pooled,
        sample,
        method,
        checks: vec![("wins outside full months in seat", bookings.tally.outside as f64)],
        findings: findings(&path, found, with_ramp),
        path,
    }
}

fn findings(path: &str, found: &Attainment, with_ramp: bool) -> Vec<Finding> {
    let text = "History from quarters short of pipeline understates what reps can close: the plan's attainment is that with enough \
                pipeline. If some quarters were short, set it higher than this.";
    let mut out = vec![Finding::note("pipeline-short", path, text)];
    if !(USUAL[0]..=USUAL[1]).contains(&found.level) {
        let text = format!(
            "Bookings are {} of quota, which is unusual: amounts and quotas may be in different units (a month, a quarter or a year; \
             thousands; another currency).",
            percent(found.level)
        );
        out.push(Finding::warning("attainment-units", path, text));
    }
    if found.quarter_sd.is_none() {
        out.push(assumed::said(path, "bookings"));
    }
    if !with_ramp {
        let text = "No ramp was found, so new reps' months count in full: with a ramp of your own, attainment of ramped reps is higher.";
        out.push(Finding::note("attainment-without-ramp", path, text));
    }
    out
}

fn evidence(path: &str, found: &Attainment) -> Evidence {
    let point = |&(quarter, value, error, rep_months): &(_, f64, f64, usize)| {
        let half = 1.645 * error;
        QuarterPoint { quarter, value, interval: [(value - half).max(0.0), value + half], of: rep_months as f64 }
    };
    let points = found.quarters.iter().filter(|q| q.2.is_finite()).map(point).collect();
    let band = positive_band(found.level, found.next_year_sd);
    let content = EvidenceContent::Quarters(Quarters { what: "bookings over quota of ramped reps", points, band });
    Evidence { path: path.to_string(), content }
}
