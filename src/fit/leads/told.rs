//! Fitted inputs, evidence and findings of leads.

use super::estimate::{Estimate, Ground, Leaning};
use super::lag::Lag;
use super::rate::Shown;
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue, RecordKind, Sample};
use crate::fit::evidence::{Evidence, EvidenceContent, QuarterPoint, Quarters};
use crate::fit::finding::{Finding, counted, percent};
use crate::fit::interval::{NINETY, share_band};

/// A rate's standard deviation is at most this share of the largest that a share with its mean can have: beyond it most
/// of the probability lies at 0 and 1, as for churn.
const MOST_SPREAD: f64 = 0.5;

/// A rate.
pub fn rate(path: String, shown: &Shown, estimate: &Estimate, leaning: &Leaning, dated: bool) -> Fitted {
    let mean = leaning.value.clamp(1e-4, 1.0 - 1e-4);
    let widest = MOST_SPREAD * (mean * (1.0 - mean)).sqrt();
    let wanted = (leaning.variance + estimate.year_ahead(leaning, 1.0)).sqrt();
    let mut findings = ground(&path, shown, estimate.ground, leaning);
    if wanted > widest {
        let text =
            "Its uncertainty is as large as that of a share can be: it says next to nothing. Set it by judgement.";
        findings.push(Finding::warning("rate-too-wide", path.clone(), text));
    }
    let sd = leaning.variance.sqrt();
    let [_, low, high] = share_band(mean, sd.min(widest));
    let seen = shown.seen.unwrap_or(Sample::NO_DAYS);
    Fitted {
        value: FittedValue::Share { mean, sd: wanted.min(widest) },
        estimate: mean,
        standard_error: sd,
        interval: [low.min(mean), high.max(mean)],
        quarter_sd: estimate.quarters.map(|[variance, _]| variance.sqrt()),
        pooled: leaning.pooled,
        sample: Sample {
            events: shown.events,
            event: "moved on",
            records: shown.records,
            record: RecordKind::LeadsAtStage,
            open: shown.open,
            seen,
        },
        method: if dated {
            "share moved on, leads still on their way censored (1 - Kaplan-Meier), leaning on other sources"
        } else {
            "share of leads old enough that are there or beyond, leaning on other sources"
        },
        checks: vec![("own rate", estimate.unit.value), ("leads that the rate rests on", shown.of)],
        findings,
        path,
    }
}

fn ground(path: &str, shown: &Shown, ground: Ground, leaning: &Leaning) -> Vec<Finding> {
    let text = match ground {
        Ground::Firm => return Vec::new(),
        Ground::Edge => format!(
            "{} of {} leads moved on: chance has shown one outcome only. The rate is neither 0 nor 1: {} is taken, {}.",
            shown.events,
            shown.records,
            percent(leaning.value),
            match leaning.pooled {
                Some(_) => "by what other sources and segments show",
                None => "as if half a lead more had moved on and half a lead more had not",
            }
        ),
        Ground::Thin => format!(
            "Only {} came to the stage before and have had time to move on ({} did): the rate comes mostly from other \
             sources and segments.",
            counted(shown.records, "lead", "leads"),
            shown.events
        ),
    };
    vec![Finding::warning(if ground == Ground::Edge { "rate-at-edge" } else { "rate-thin" }, path, text)]
}

/// A lag.
pub fn lag(path: String, own: Option<&Lag>, estimate: &Estimate, leaning: &Leaning, seen: [Day; 2]) -> Fitted {
    let mean = leaning.value.max(0.0);
    let sd = leaning.variance.sqrt();
    let ahead = (leaning.variance + estimate.year_ahead(leaning, f64::INFINITY)).sqrt();
    let (events, records) = own.map_or((0, 0), |l| (l.events, l.records));
    let mut findings = Vec::new();
    if estimate.ground == Ground::Thin {
        let text = format!(
            "Only {} reached the last stage: the lag comes mostly from other sources and segments.",
            counted(events, "lead has", "leads have")
        );
        findings.push(Finding::warning("lag-thin", path.clone(), text));
    }
    if own.is_some_and(|l| l.is_short) {
        let text = "Leads are watched for less than 2.5 times what nine of ten arrivals took: slow ones are still on their way, so the \
                    lag looks too short and the last stage's rate is less sure than it looks.";
        findings.push(Finding::warning("short-follow-up", path.clone(), text));
    }
    Fitted {
        value: if mean > 0.0 { FittedValue::Positive { mean, sd: ahead } } else { FittedValue::Number(0.0) },
        estimate: mean,
        standard_error: sd,
        interval: [(mean - NINETY * sd).max(0.0), mean + NINETY * sd],
        quarter_sd: None,
        pooled: leaning.pooled,
        sample: Sample {
            events,
            event: "reached the last stage",
            records,
            record: RecordKind::Leads,
            open: records - events,
            seen,
        },
        method: "mean of the incidence of the last stage since creation, leads on their way censored, normalised",
        checks: Vec::new(),
        findings,
        path,
    }
}

/// The rate by quarter of the leads' creation; nothing for a single quarter.
pub fn by_quarter(fitted: &Fitted, shown: &Shown, rate: f64) -> Option<Evidence> {
    let FittedValue::Share { mean, sd } = fitted.value else { return None };
    let point = |(&quarter, &[reached, of, _]): (&_, &[f64; 3])| {
        let sd = (rate * (1.0 - rate) / of).sqrt();
        let value = (reached / of).min(1.0);
        let interval = [(value - NINETY * sd).max(0.0), (value + NINETY * sd).min(1.0)];
        QuarterPoint { quarter, value, interval, of }
    };
    let points: Vec<QuarterPoint> = shown.quarters.iter().filter(|(_, q)| q[1] > 0.5).map(point).collect();
    let what = "share that moved on, by quarter of the lead's creation";
    let content = EvidenceContent::Quarters(Quarters { what, points, band: share_band(mean, sd) });
    (shown.quarters.len() > 1).then(|| Evidence { path: fitted.path.clone(), content })
}

/// Why a stage has no rate.
pub fn missing_rate(path: String, shown: &Shown) -> Finding {
    let text = format!(
        "{} leads came to the stage before and {} of them moved on, over all sources and segments too few (10 are needed) to \
         say a rate. Give a longer export, or set it by judgement.",
        shown.records, shown.events
    );
    Finding::missing("rate-too-few", path, text)
}

/// What statuses without dates cannot say.
pub fn statuses_only(leads: usize, young: usize, lost_at_once: usize, mature_months: f64) -> Finding {
    let text = format!(
        "Leads carry a status but no dates of their stages: how far the young ones will still get cannot be told, so the {young} \
         of {leads} leads that came in the last {mature_months} months are left out of the rates, and no lag is given. {lost_at_once} \
         leads are out and their status hides how far they had come: they count as not past the first stage, which makes the \
         first rate too low and the later ones too high but leaves their product right."
    );
    Finding::warning("leads-statuses-only", "leads", text)
}

/// How the open leads of a rate stand to all, as text.
pub fn implied(leads: f64, created: f64) -> String {
    format!("leads explain {leads:.1} of {created:.1} opportunities a month ({})", percent(leads / created))
}
