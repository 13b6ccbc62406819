//! Share of the opportunities that are won in the end.

use super::level::{LEAST_IN_QUARTER, Own, QuarterLevel, spread};
use super::segment::{SHORT_WIDER, Segment, Told, UNTOLD_WIDER, months};
use crate::fit::finding::{Finding, percent};
use crate::fit::survival::Cause;

/// Decided deals (of equal weight by age) below which a share is not told: the 90 % interval of 10 of them spans half
/// of all shares.
const LEAST_DECIDED: f64 = 10.0;

/// Share of its wins that a quarter must have had time for: the rest is given back by the curve, whose own error is not
/// in the quarter's variance, so it should be small.
const LEAST_FOLLOWED: f64 = 0.8;

/// What a segment says of its win rate: the incidence of wins at its end, losses competing, open deals censored, stale
/// ones lost. Else why it says nothing.
pub fn win_rate(segment: &Segment<'_>) -> Result<Told, String> {
    if segment.survivors_only {
        return Err("only closed deals are left in the export".to_string());
    }
    let counts = &segment.counts;
    let decided = segment.effective_decided();
    if decided < LEAST_DECIDED {
        let n = segment.counted(segment.decided(), decided);
        return Err(format!("only {n} of its deals are decided, and at least {LEAST_DECIDED} are needed"));
    }
    if counts.lost + counts.stale == 0 {
        return Err(format!("all {} closed deals are won: losses seem not to be in the export", counts.won));
    }
    let path = format!("{}.pipeline.win_rate", segment.path);
    let Some(settled) = &segment.settled else { return Ok(none_won(segment, path)) };
    let short = segment.is_short();
    let (share, variance) = match &segment.mixture {
        Some(m) if short && m.share_error.is_finite() => (m.share, (SHORT_WIDER * m.share_error).powi(2)),
        _ if short => (settled.won, UNTOLD_WIDER * UNTOLD_WIDER * settled.won_variance),
        _ => (settled.won, settled.won_variance),
    };
    let quarters = if short { Vec::new() } else { quarters(segment, share) };
    // All at risk going at once can leave no variance; a share of so many never has less than this.
    let least = share * (1.0 - share) / (segment.deals.len() as f64 + 1.0);
    let own = Own {
        estimate: share,
        chance_variance: variance.max(least),
        events: decided,
        spread: spread(&quarters),
        shares: segment.quarter_shares(),
    };
    let method = match short {
        true => "mixture of wins and losses with lognormal times (Larson-Dinse), since follow-up is short",
        false => "Aalen-Johansen incidence of wins, quarters as random effects",
    };
    let findings = if short { vec![short_follow_up(segment, &path)] } else { Vec::new() };
    Ok(Told { own, method, quarters, checks: checks(segment), findings })
}

/// No win among many decided: (k + ½) / (n + 1) (Jeffreys 1946), never 0.
fn none_won(segment: &Segment<'_>, path: String) -> Told {
    let n = segment.effective_decided();
    let share = 0.5 / (n + 1.0);
    let text = format!(
        "None of {} decided deals was won. The win rate is taken as {} (half a win among one more), with the spread that \
         so few wins leave; have a look whether the won stages of the mapping are right.",
        segment.decided(),
        percent(share)
    );
    Told {
        own: Own {
            estimate: share,
            chance_variance: share * (1.0 - share) / (n + 2.0),
            events: n,
            spread: None,
            shares: segment.quarter_shares(),
        },
        method: "no win: Jeffreys' (k + 1/2) / (n + 1)",
        quarters: Vec::new(),
        checks: checks(segment),
        findings: vec![Finding::warning("no-wins", path, text)],
    }
}

fn checks(segment: &Segment<'_>) -> Vec<(&'static str, f64)> {
    let counts = &segment.counts;
    let closed = (counts.won + counts.lost) as f64;
    let mut checks =
        vec![("share won of closed deals alone (too high or low while deals are open)", counts.won as f64 / closed)];
    if let Some(raw) = &segment.raw {
        checks.push(("share won by the longest time seen", raw.won));
        checks.push(("share lost by then", raw.lost));
        checks.push(("share that neither closes by then", (1.0 - raw.won - raw.lost).max(0.0)));
    }
    checks.push(("months after which an open deal counts as lost", months(f64::from(segment.stale_days))));
    checks.push(("open deals older than that", counts.stale as f64));
    checks
}

fn short_follow_up(segment: &Segment<'_>, path: &str) -> Finding {
    let text = format!(
        "The first deal was opened {:.1} months before the as-of date, which is short beside the sales cycle: by the fitted \
         curve {} of the wins take no longer than that, and a short history makes cycles look short. The win rate is read \
         from that fit where it can be told, with a wider range; it is likely to be rather low, and surer with more history.",
        months(f64::from(segment.follow_up_days())),
        percent(segment.followed())
    );
    Finding::warning("short-follow-up", path, text)
}

/// By quarter of creation: wins over Σ G(age), G the share of wins that have come by an age. Its variance by chance is
/// Σ pG(1 - pG) / (Σ G)², p the level of all quarters.
fn quarters(segment: &Segment<'_>, share: f64) -> Vec<QuarterLevel> {
    let Some(raw) = &segment.raw else { return Vec::new() };
    let mut out = Vec::new();
    for (quarter, cohort) in segment.cohorts() {
        let (mut followed, mut won, mut variance, mut weight) = (0.0, 0.0, 0.0, 0.0);
        for same_day in cohort.chunk_by(|a, b| a.created == b.created) {
            let n = same_day.len() as f64;
            let g = raw.won_by(segment.age(same_day[0].created));
            followed += n * g;
            variance += n * share * g * (1.0 - share * g);
            weight += n * g * segment.from.weight(same_day[0].created);
            won += same_day.iter().filter(|d| d.fate == Some(Cause::First)).count() as f64;
        }
        if followed >= LEAST_FOLLOWED * cohort.len() as f64 && share * followed >= LEAST_IN_QUARTER {
            let variance = variance / (followed * followed);
            out.push(QuarterLevel { quarter, value: won / followed, variance, of: followed, weight });
        }
    }
    out
}
