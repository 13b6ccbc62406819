//! Who is in seat on the as-of date: ramped reps, those still ramping, their quota.

use super::ramp::LONGEST_MONTHS;
use super::seats::{Seat, of_segment, path};
use super::verdict::SegmentRamp;
use crate::fit::day::{DAYS_A_MONTH, Day};
use crate::fit::driver::{Fitted, FittedValue, RecordKind, Sample};
use crate::fit::finding::Finding;
use crate::fit::history::{History, Setting};
use crate::fit::record::{Rep, Span};
use std::collections::BTreeMap;

/// Reps, ramping groups and quota of every segment from dated seats. Tenures are those at the plan's start, or on the
/// as-of date where the plan has begun by then; `ramps` is empty where no ramp was found: then all count as ramped.
pub fn of_seats(seats: &[Seat], ramps: &[SegmentRamp], setting: &Setting) -> History {
    let mut history = History::default();
    for segment in 0..setting.segments.len() {
        let all = of_segment(seats, segment);
        let now: Vec<Seat> = all.iter().filter(|seat| seat.end.is_none()).copied().collect();
        if all.is_empty() {
            continue;
        }
        let quotas: Vec<f64> = now.iter().filter_map(|seat| seat.quota).collect();
        history.fitted.extend(quota(quotas, now.len(), segment, setting));
        history.fitted.extend(heads(&now, ramps.get(segment), segment, setting));
    }
    history
}

/// Reps and quota of every segment from tenures: those who have not left, all as ramped.
pub fn of_tenures(rows: &[Rep], setting: &Setting) -> History {
    let mut history = History::default();
    for segment in 0..setting.segments.len() {
        let own: Vec<&Rep> = rows.iter().filter(|rep| usize::from(rep.segment) == segment).collect();
        let there = |rep: &&&Rep| matches!(rep.span, Span::Tenure { ended: false, .. });
        let now: Vec<&Rep> = own.iter().filter(there).copied().collect();
        if own.is_empty() {
            continue;
        }
        let quotas: Vec<f64> =
            now.iter().filter_map(|rep| rep.quota_annual.get()).filter(|&money| money > 0.0).collect();
        history.fitted.extend(quota(quotas, now.len(), segment, setting));
        let mut fitted = count(now.len(), now.len(), segment, setting, [setting.as_of; 2]);
        let text = "The export has tenures but no dates: all who have not left count as ramped. Write those who are still ramping \
                    under `ramping` by hand.";
        fitted.findings.push(Finding::warning("all-ramped", fitted.path.clone(), text));
        history.fitted.push(fitted);
    }
    history
}

/// Mean quota of those in seat who have one.
fn quota(mut quotas: Vec<f64>, in_seat: usize, segment: usize, setting: &Setting) -> Option<Fitted> {
    quotas.sort_by(f64::total_cmp);
    let (lowest, highest) = (*quotas.first()?, *quotas.last()?);
    let mean = quotas.iter().sum::<f64>() / quotas.len() as f64;
    let path = path(setting, segment, "quota_annual");
    let without = in_seat - quotas.len();
    let text = format!("{without} of {in_seat} reps in seat have no quota: the mean is that of the others.");
    let findings = if without > 0 { vec![Finding::note("no-quota", path.clone(), text)] } else { Vec::new() };
    let sample = sample(quotas.len(), "with a quota", in_seat, [setting.as_of; 2]);
    let mut fitted = plain(path, FittedValue::Number(mean), mean, sample, "mean quota of reps in seat", findings);
    fitted.checks.push(("highest quota over lowest", highest / lowest));
    Some(fitted)
}

fn heads(now: &[Seat], ramp: Option<&SegmentRamp>, segment: usize, setting: &Setting) -> Vec<Fitted> {
    let at = Day::first_of(setting.plan_start).max(setting.as_of);
    let first = now.iter().map(|seat| seat.start).min().unwrap_or(setting.as_of);
    let seen = [first, setting.as_of];
    let tenure = |seat: &Seat| f64::from(at.since(seat.start)) / DAYS_A_MONTH;
    let ramp_months = ramp.map_or(0.0, |ramp| ramp.months);
    let ramping = ramping(now.iter().map(tenure), ramp_months);
    let still: u64 = ramping.iter().map(|group| group.0).sum();
    let mut ramped = count(now.len() - still as usize, now.len(), segment, setting, seen);
    if ramp.is_none() {
        let new = now.iter().filter(|seat| tenure(seat) < LONGEST_MONTHS / 2.0).count();
        let text = format!(
            "No ramp was found, so all {} reps in seat count as ramped, {new} of them with less than 12 months. If you know the ramp, \
             set ramp_months and write the new ones under `ramping`.",
            now.len()
        );
        ramped.findings.push(Finding::note("all-ramped", ramped.path.clone(), text));
        return vec![ramped];
    }
    let path = path(setting, segment, "ramping");
    let sample = sample(still as usize, "still ramping", now.len(), seen);
    let method = "tenure at the plan's start in whole months";
    vec![ramped, plain(path, FittedValue::Ramping(ramping), f64::NAN, sample, method, Vec::new())]
}

/// Groups of reps below the ramp by tenure, rounded to whole months (so that it is right on average), shortest first.
pub fn ramping(tenures: impl Iterator<Item = f64>, ramp_months: f64) -> Vec<(u64, f64)> {
    let mut groups: BTreeMap<u64, u64> = BTreeMap::new();
    for tenure in tenures.filter(|&tenure| tenure < ramp_months) {
        *groups.entry(tenure.round() as u64).or_default() += 1;
    }
    groups.into_iter().map(|(months, reps)| (reps, months as f64)).collect()
}

fn count(ramped: usize, in_seat: usize, segment: usize, setting: &Setting, seen: [Day; 2]) -> Fitted {
    let sample = sample(ramped, "ramped", in_seat, seen);
    let path = path(setting, segment, "reps");
    plain(
        path,
        FittedValue::Count(ramped as u64),
        ramped as f64,
        sample,
        "ramped reps in seat on the as-of date",
        Vec::new(),
    )
}

fn sample(events: usize, event: &'static str, records: usize, seen: [Day; 2]) -> Sample {
    Sample {
        events: events as u64,
        event,
        records: records as u64,
        record: RecordKind::RepsInSeat,
        open: records as u64,
        seen,
    }
}

/// An input that is counted, not estimated.
fn plain(
    path: String,
    value: FittedValue,
    estimate: f64,
    sample: Sample,
    method: &'static str,
    findings: Vec<Finding>,
) -> Fitted {
    let (standard_error, interval) = (f64::NAN, [f64::NAN; 2]);
    Fitted {
        path,
        value,
        estimate,
        standard_error,
        interval,
        quarter_sd: None,
        pooled: None,
        sample,
        method,
        checks: Vec::new(),
        findings,
    }
}
