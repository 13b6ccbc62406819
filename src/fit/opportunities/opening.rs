//! The open pipeline at the as-of date.

use super::segment::{Segment, months};
use super::view::timeline;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::finding::Finding;
use crate::fit::survival::{Cause, Step, aalen_johansen, share_at};

/// Expected wins of the open deals, by their own ages, may differ so far from the plan's reading before it is said.
const APART: f64 = 0.25;

/// Wins by which the two must differ at least: less is no matter.
const APART_WINS: f64 = 2.0;

/// Open deals that are not stale. Held against them: how many of them will be won by their own ages, which the plan,
/// that knows no ages, takes as their number times the win rate.
pub fn opening_opps(segment: &Segment<'_>, win_rate: Option<f64>) -> Fitted {
    let path = format!("{}.pipeline.opening_opps", segment.path);
    let fresh = segment.counts.open - segment.counts.stale;
    let expected = expected_wins(segment);
    let mut checks =
        vec![("open deals in all", segment.counts.open as f64), ("of them stale", segment.counts.stale as f64)];
    let mut findings = Vec::new();
    checks.push(("wins expected of the others, by their ages", expected));
    if let Some(rate) = win_rate {
        let planned = rate * fresh as f64;
        checks.push(("wins that the plan expects of them", planned));
        if (expected - planned).abs() > APART_WINS.max(APART * expected) {
            findings.push(Finding::warning("opening-ages", path.as_str(), apart_text(fresh, expected, planned)));
        }
    }
    if segment.counts.stale > 0 {
        findings.push(Finding::note("stale-deals", path.as_str(), stale_text(segment)));
    }
    Fitted {
        path,
        value: FittedValue::Count(fresh),
        estimate: fresh as f64,
        standard_error: f64::NAN,
        interval: [f64::NAN; 2],
        quarter_sd: None,
        pooled: None,
        sample: segment.sample(),
        method: "open deals at the as-of date that are not stale",
        checks,
        findings,
    }
}

fn stale_text(segment: &Segment<'_>) -> String {
    format!(
        "{} of {} open deals have been open for longer than {:.1} months (99 of 100 wins take less, or the mapping's \
         stale_months). They count as lost in the win rate and are not in the opening pipeline.",
        segment.counts.stale,
        segment.counts.open,
        months(f64::from(segment.stale_days))
    )
}

fn apart_text(fresh: u64, expected: f64, planned: f64) -> String {
    format!(
        "By their ages about {expected:.0} of the {fresh} open deals will be won; the plan, which knows no ages, expects \
         {planned:.0} (their number times the win rate). Losses come faster or slower than wins here; opening_opps of about \
         {:.0} would bring the plan's wins to {expected:.0}.",
        fresh as f64 * expected / planned.max(f64::MIN_POSITIVE)
    )
}

/// Σ (F(∞) - F(a)) / (1 - F(a) - L(a)) over the open deals of ages a that are not stale, F and L the shares won and
/// lost by an age.
fn expected_wins(segment: &Segment<'_>) -> f64 {
    let settled = timeline(segment.deals, segment.from, Some(segment.stale_days));
    let curves: [Vec<Step>; 2] = [Cause::First, Cause::Second].map(|cause| aalen_johansen(&settled, cause));
    let end = curves[0].last().map_or(0.0, |step| step.share);
    let fresh = segment.deals.iter().filter(|d| d.fate.is_none() && d.age <= segment.stale_days);
    let will = |age: u32| {
        let [won, lost] = [0, 1].map(|i| share_at(&curves[i], age, 0.0));
        let open = 1.0 - won - lost;
        if open > 0.0 { ((end - won) / open).clamp(0.0, 1.0) } else { 0.0 }
    };
    fresh.map(|d| will(d.age)).sum()
}
