//! The ramp as drivers: value, picture, or in plain words why there is none.

use super::attainment::student_95;
use super::bookings::{Bookings, Tally};
use super::panel::{Panel, Ramp, per_ramped_rep};
use super::seats::path;
use super::verdict::{Found, LEAST_HIRES, NoRamp, SegmentRamp, of_segment, weighted_panel};
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue, RecordKind, Sample};
use crate::fit::evidence::{Evidence, EvidenceContent, RampEvidence};
use crate::fit::finding::{Finding, counted, percent};
use crate::fit::history::{History, Setting};
use crate::plan::RampCurve;
use std::collections::BTreeMap;

/// Months of tenure that the picture shows.
const SHOWN_MONTHS: usize = 24;
/// Persons behind a month of tenure from which on it is shown: fewer would show single reps.
const LEAST_SHOWN: usize = 3;
/// Share of 24 months from which on a ramp may be longer than what can be seen.
const NEARLY_LONGEST: f64 = 0.9 * super::ramp::LONGEST_MONTHS;

/// Ramp drivers of every segment that booked, or the finding that there is none; and the picture either way.
pub fn said(verdict: &Result<Found, NoRamp>, bookings: &Bookings, setting: &Setting) -> History {
    let mut history = History::default();
    if let Err(no_ramp) = verdict {
        history.findings.push(no_ramp_finding(no_ramp));
    }
    for segment in 0..setting.segments.len() {
        let months = of_segment(bookings, segment);
        let panel = weighted_panel(&months, setting);
        if months.is_empty() {
            continue;
        }
        let found = verdict.as_ref().ok().and_then(|found| Some((found, found.segments.get(segment)?)));
        if let Some((found, own)) = found {
            history.fitted.extend(fitted(found, own, bookings, segment, setting));
        }
        let ramp = found.map(|(found, own)| Ramp { months: own.months, curve: found.curve });
        if !matches!(verdict, Err(NoRamp::OwnersNotSellers(_))) && !panel.rows.is_empty() {
            let content = EvidenceContent::Ramp(picture(&panel, ramp));
            history.evidence.push(Evidence { path: path(setting, segment, "ramp_months"), content });
        }
    }
    history
}

/// The curve's word in a scenario.
fn word(curve: RampCurve) -> &'static str {
    match curve {
        RampCurve::Linear => "linear",
        RampCurve::SCurve => "s-curve",
        RampCurve::Step => "step",
    }
}

fn fitted(found: &Found, own: &SegmentRamp, bookings: &Bookings, segment: usize, setting: &Setting) -> [Fitted; 2] {
    let months = of_segment(bookings, segment);
    let seen = months.iter().map(|m| m.month);
    let last = seen.clone().max().map_or(setting.as_of, |month| Day::first_of(month.plus(1)).plus(-1));
    let seen = [seen.min().map_or(setting.as_of, Day::first_of), last];
    let mut persons: Vec<usize> = months.iter().map(|m| m.person).collect();
    persons.sort_unstable();
    persons.dedup();
    let (events, records) = (own.hires as u64, persons.len() as u64);
    let sample =
        Sample { events, event: "watched from their beginning", records, record: RecordKind::Reps, open: 0, seen };
    // Those watched from their beginning are who the spread between reps is known from.
    let half = own.sd * student_95(own.hires.max(2) - 1);
    let length = Fitted {
        path: path(setting, segment, "ramp_months"),
        value: FittedValue::Positive { mean: own.months, sd: own.sd },
        estimate: own.months,
        standard_error: own.sd,
        interval: [(own.months - half).max(0.0), own.months + half],
        quarter_sd: None,
        pooled: own.pooled,
        sample: sample.clone(),
        method: "shares of each month's bookings by tenure, reps resampled",
        checks: vec![
            ("probability of as clear a mark without a ramp", found.chance),
            ("log units gained over no ramp, in units of the dispersion", found.gain),
            ("rep-months", months.len() as f64),
        ],
        findings: length_findings(path(setting, segment, "ramp_months"), own),
    };
    let curve = fitted_curve(found, sample, path(setting, segment, "ramp_curve"));
    [length, curve]
}

fn fitted_curve(found: &Found, sample: Sample, path: String) -> Fitted {
    Fitted {
        value: FittedValue::Word(word(found.curve)),
        estimate: f64::NAN,
        standard_error: f64::NAN,
        interval: [f64::NAN; 2],
        quarter_sd: None,
        pooled: None,
        sample,
        method: "best fit of three curves",
        checks: vec![("log units by which the best other curve beats the straight line", found.curve_gain)],
        findings: curve_findings(path.clone(), found),
        path,
    }
}

fn length_findings(path: String, own: &SegmentRamp) -> Vec<Finding> {
    let mut out = Vec::new();
    if own.months >= NEARLY_LONGEST {
        let text = "Bookings still rise with tenure after two years, the longest ramp that is looked for: the true ramp may be longer, or \
                    weak reps leave early.";
        out.push(Finding::warning("long-ramp", path.clone(), text));
    }
    if own.hires < LEAST_HIRES {
        let text = format!(
            "Only {} of this segment watched from the beginning: the ramp is that of all segments together.",
            counted(own.hires as u64, "rep was", "reps were")
        );
        out.push(Finding::note("ramp-of-all", path, text));
    }
    out
}

fn curve_findings(path: String, found: &Found) -> Vec<Finding> {
    if found.curve != RampCurve::Linear {
        return Vec::new();
    }
    let text = "No other curve fits the bookings clearly better than a straight line, so a straight line is taken.";
    vec![Finding::note("curve-linear", path, text)]
}

fn no_ramp_finding(no_ramp: &NoRamp) -> Finding {
    let what_to_do = "Set ramp_months by judgement, or leave it as the plan has it.";
    let reason = match no_ramp {
        NoRamp::OwnersNotSellers(tally) => return owners_finding(tally),
        NoRamp::NoBookings => {
            "no win with an amount falls into a full month in seat of a rep who is its owner (nor can attainment be said)".to_string()
        }
        NoRamp::FewHires(hires) => format!(
            "only {hires} reps were watched from their first three months on, and at least {LEAST_HIRES} are needed"
        ),
        NoRamp::SameTenure => {
            "all reps have about the same tenure in every month, so that a ramp cannot be told from growth".to_string()
        }
        NoRamp::NoDependence(chance, _) => format!(
            "bookings do not depend clearly enough on tenure: where they do not at all, new reps look as slow in {} of cases (below 1 % \
             is asked for)",
            percent(*chance)
        ),
    };
    Finding::missing("no-ramp", "reps", format!("The data hold no ramp: {reason}. None is written. {what_to_do}"))
}

fn owners_finding(tally: &Tally) -> Finding {
    let text = format!(
        "Owners are not who sells: {} of {} wins by known reps ({}) are dated before the owner's first day, and {} of {} opportunities \
         were created before it. No ramp and no attainment by rep can be trusted, so none is written. Export the seller of each deal.",
        tally.before_hire,
        tally.known(),
        percent(tally.before_hire as f64 / tally.known() as f64),
        tally.created_before_hire,
        tally.owned
    );
    Finding::missing("owners-not-sellers", "reps", text)
}

/// Bookings by whole months of tenure, as a share of what the month's totals give a ramped rep; standard errors by
/// rep-month.
fn picture(panel: &Panel, ramp: Option<Ramp>) -> RampEvidence {
    let assumed = ramp.unwrap_or(Ramp::NONE);
    let mut cells: BTreeMap<usize, Vec<[f64; 2]>> = BTreeMap::new();
    for group in &panel.groups {
        let rows = &panel.rows[group.clone()];
        let level = per_ramped_rep(rows, assumed);
        for row in rows.iter().filter(|row| row.age < SHOWN_MONTHS as f64) {
            cells.entry(row.age as usize).or_default().push([row.booked, level]);
        }
    }
    let point = |(months, cells): (usize, Vec<[f64; 2]>)| {
        let level: f64 = cells.iter().map(|c| c[1]).sum();
        let share = cells.iter().map(|c| c[0]).sum::<f64>() / level;
        let n = cells.len() as f64;
        let variance = n / (n - 1.0) * cells.iter().map(|c| (c[0] - share * c[1]).powi(2)).sum::<f64>();
        (cells.len() >= LEAST_SHOWN).then(|| [months as f64 + 0.5, share, variance.sqrt() / level, n])
    };
    let fitted =
        |ramp: Ramp| (0..=2 * SHOWN_MONTHS).map(|i| 0.5 * i as f64).map(|age| [age, ramp.share(age)]).collect();
    RampEvidence { months: cells.into_iter().filter_map(point).collect(), fitted: ramp.map_or(Vec::new(), fitted) }
}
