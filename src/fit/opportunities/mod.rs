//! Opportunities: win rate, sales cycle, deal size, volume, the open pipeline.
//!
//! ```text
//! rows ──► view       as they stood at the as-of date
//!      ──► sanity     whether open deals were deleted, whether the export begins late
//!      ──► segment    counts, incidence of wins, mixture of wins and losses, when an open deal is stale
//!      ──► win_rate, cycle, size, opening      what each segment says by itself
//!      ──► level      quarters beyond chance, thin segments lean on the whole
//!      ──► driver, picture
//! ```

mod cycle;
mod driver;
mod incidence;
mod level;
mod opening;
mod picture;
mod sanity;
mod segment;
mod size;
mod view;
mod win_rate;

use super::assumed;
use super::day::{DAYS_A_MONTH, Day};
use super::driver::{Fitted, RecordKind};
use super::evidence::{Evidence, EvidenceContent};
use super::finding::{Finding, counted, percent};
use super::history::{History, Setting};
use super::interval::band;
use super::mapping;
use super::record::Opportunity;
use super::volume::{self, Counted};
use cycle::Cycle;
use driver::{Domain, fitted, number};
use level::{Level, Own, lean};
use sanity::{Completeness, OpenDeals};
use segment::{Segment, Told};
use size::Size;
use view::{Deal, Standpoint, View, view};

/// What the export of opportunities says.
pub fn fit(rows: &[Opportunity], mapping: &mapping::Opportunities, setting: &Setting) -> History {
    let observed_from = mapping.observed_from;
    let from = Standpoint { as_of: setting.as_of, observed_from, half_life_months: setting.half_life_months };
    let view = view(rows, setting.segments.len(), &from);
    let mut history = History { findings: left_out(&view, &from), ..History::default() };
    if view.segments.iter().all(Vec::is_empty) {
        let text = "There is no opportunity that was opened by the as-of date, so nothing can be said of win rate, cycle, \
                    size or volume.";
        history.findings.push(Finding::missing("no-opportunities", "opportunities", text));
        return history;
    }
    let all = || view.segments.iter().flatten();
    if from.observed_from.is_none() {
        history.findings.extend(sanity::late_start(all()));
    }
    let open = OpenDeals::of(all(), from.as_of);
    history.findings.extend(open.finding());
    let survivors_only = open.completeness() == Completeness::SurvivorsOnly;
    let segments = segments(&view, &from, mapping.stale_months, setting, survivors_only);
    history.add(drivers(&segments));
    segments.iter().for_each(|s| history.add(volume_of(s, mapping, setting)));
    history
}

/// The segments that have opportunities, each with its curves.
fn segments<'a>(
    view: &'a View,
    from: &'a Standpoint,
    stale_months: Option<f64>,
    setting: &Setting,
    survivors_only: bool,
) -> Vec<Segment<'a>> {
    let stale = stale_months.map(|months| (months * DAYS_A_MONTH).round().max(0.0) as u32);
    let whole = whole_stale_days(view, from);
    let named = setting.segments.iter().zip(&view.segments).filter(|(_, deals)| !deals.is_empty());
    let segment = |(name, deals): (&String, &'a Vec<Deal>)| {
        let mut segment = Segment::new(format!("segments.{name}"), deals, from, stale, whole);
        segment.survivors_only = survivors_only || sanity::survivors_only(deals.iter(), from.as_of);
        segment
    };
    named.map(segment).collect()
}

/// When an open deal is stale by all segments together.
fn whole_stale_days(view: &View, from: &Standpoint) -> Option<u32> {
    let mut whole = super::survival::Timeline::default();
    for deal in view.segments.iter().flatten() {
        whole.add(from.entry(deal.created), deal.age, deal.fate, from.weight(deal.created));
    }
    let wins = whole.events(super::survival::Cause::First);
    segment::stale_days(incidence::incidence(&whole).as_ref(), wins, None)
}

/// Rows that do not count at the as-of date.
fn left_out(view: &View, from: &Standpoint) -> Vec<Finding> {
    let mut findings = Vec::new();
    if view.later > 0 {
        let later = counted(view.later, "opportunity was", "opportunities were");
        let text = format!("{later} opened after the as-of date {}: left out.", from.as_of);
        findings.push(Finding::note("opened-later", "opportunities", text));
    }
    if let (Some(day), true) = (from.observed_from, view.before > 0) {
        let text = format!(
            "{} decided before {day}, from when on decisions are said to be in the export (observed_from): left out, since of the \
             others decided then nothing is known.",
            counted(view.before, "opportunity was", "opportunities were")
        );
        findings.push(Finding::note("decided-before", "opportunities", text));
    }
    findings
}

/// One driver of all segments before they lean on each other.
struct Driver {
    key: &'static str,
    domain: Domain,
    of_quarter: &'static str,
    told: Vec<Result<Told, String>>,
}

fn drivers(segments: &[Segment<'_>]) -> History {
    let cycles: Vec<Result<Cycle, String>> = segments.iter().map(cycle::cycle).collect();
    let sizes: Vec<Result<Size, String>> = segments.iter().map(size::size).collect();
    let win_rate = Driver {
        key: "pipeline.win_rate",
        domain: Domain::Share,
        of_quarter: "win rate of opportunities opened in the quarter",
        told: segments.iter().map(win_rate::win_rate).collect(),
    };
    let cycle = Driver {
        key: "pipeline.sales_cycle_months",
        domain: Domain::Positive,
        of_quarter: "mean months to win of opportunities opened in the quarter",
        told: cycles.iter().map(|c| c.as_ref().map(|c| c.mean.clone()).map_err(String::clone)).collect(),
    };
    let size = Driver {
        key: "deals.size",
        domain: Domain::Positive,
        of_quarter: "mean size of deals won in the quarter",
        told: sizes.iter().map(|s| s.as_ref().map(|s| s.mean.clone()).map_err(String::clone)).collect(),
    };
    let mut history = History::default();
    let rates = place(&win_rate, segments, &mut history);
    place(&cycle, segments, &mut history);
    let spreads = cycles.iter().map(|c| c.as_ref().ok().map(|c| (c.dispersion, c.dispersion_error))).collect();
    place_number(
        "pipeline.cycle_dispersion",
        "coefficient of variation of the months to win",
        spreads,
        segments,
        &mut history,
    );
    place(&size, segments, &mut history);
    let spreads = sizes.iter().map(|s| s.as_ref().ok().map(|s| (s.dispersion, s.dispersion_error))).collect();
    place_number("deals.dispersion", "sample coefficient of variation of won amounts", spreads, segments, &mut history);
    for ((segment, rate), size) in segments.iter().zip(&rates).zip(&sizes) {
        place_opening(segment, rate.as_ref().map(|level| level.estimate), &mut history);
        show(segment, size, &mut history);
    }
    history
}

/// A segment's cycle and sizes as they can be seen.
fn show(segment: &Segment<'_>, size: &Result<Size, String>, history: &mut History) {
    let mut show = |key: &str, content: EvidenceContent| {
        history.evidence.push(Evidence { path: format!("{}.{key}", segment.path), content });
    };
    if !segment.survivors_only {
        picture::won_by(segment).into_iter().for_each(|content| show("pipeline.sales_cycle_months", content));
    }
    size.iter().for_each(|s| show("deals.size", EvidenceContent::Sizes(s.sizes.clone())));
}

/// Adds a driver of each segment, its quarters and why it is missing; returns the levels.
fn place(driver: &Driver, segments: &[Segment<'_>], history: &mut History) -> Vec<Option<Level>> {
    let own: Vec<Option<Own>> = driver.told.iter().map(|t| t.as_ref().ok().map(|t| t.own.clone())).collect();
    let levels = lean(&own, driver.domain);
    for ((segment, told), level) in segments.iter().zip(&driver.told).zip(&levels) {
        let path = format!("{}.{}", segment.path, driver.key);
        let Some(level) = level else {
            history.findings.extend(told.as_ref().err().map(|reason| missing(&path, reason, segment)));
            continue;
        };
        let method = told.as_ref().map_or("mean over the other segments, with how they differ", |t| t.method);
        let mut found = fitted(path.clone(), driver.domain, level, segment.sample(), method);
        match told {
            Ok(told) => {
                tell(&mut found, told);
                moved(&mut found, &told.own, driver.domain);
            }
            Err(reason) => found.findings.push(borrowed(&path, reason)),
        }
        let quarters = told.as_ref().map_or(&[][..], |t| &t.quarters);
        let shown = picture::quarters(driver.of_quarter, quarters, band(&found.value));
        history.evidence.extend(shown.map(|content| Evidence { path, content }));
        history.fitted.push(found);
    }
    levels
}

fn tell(found: &mut Fitted, told: &Told) {
    found.checks = told.checks.clone();
    found.findings.extend(told.findings.iter().cloned());
    match (&told.own.spread, found.quarter_sd) {
        (Some(spread), _) => {
            found.checks.push(("quarters compared", spread.shares.len() as f64));
            found.checks.push(("share of a quarter's deviation that stays for the next", spread.persistence));
        }
        (None, Some(_)) => {
            let text = "Too few of its quarters have enough deals to see how they differ beyond chance; that is taken from \
                        the other segments.";
            found.findings.push(Finding::note("quarters-borrowed", found.path.as_str(), text));
        }
        (None, None) => {
            let text = format!(
                "Fewer than four quarters have enough deals to see whether quarters differ beyond chance. So the range of next \
                 year assumes what is usual, a standard deviation of {} of the level from quarter to quarter; it is not from \
                 this company's data. With more history it will be.",
                percent(assumed::QUARTER_SD)
            );
            found.findings.push(Finding::warning("quarters-unseen", found.path.as_str(), text));
        }
    }
}

/// Own standard errors by which leaning on the others moves an estimate before it is said.
const MOVED: f64 = 0.5;

/// Shows a segment's own average beside one that leans on the others, and says so where the two are apart.
fn moved(found: &mut Fitted, own: &Own, domain: Domain) {
    let Some(pooled) = found.pooled else { return };
    found.checks.push(("this segment's own average, before it leans on the others", own.estimate));
    let error = own.chance_variance.sqrt();
    if (found.estimate - own.estimate).abs() <= MOVED * error {
        return;
    }
    let shown = |x: f64| match domain {
        Domain::Share => percent(x),
        Domain::Positive if x >= 100.0 => format!("{x:.0}"),
        Domain::Positive => format!("{x:.2}"),
    };
    let text = format!(
        "This segment's own average is {}, with a standard error of {}. It leans on the other segments by {}, which makes it {}: \
         its own is taken to be off by chance as far as segments are alike. Where you know that it differs from the others, \
         take its own.",
        shown(own.estimate),
        shown(error),
        percent(pooled),
        shown(found.estimate)
    );
    found.findings.push(Finding::warning("leans-far", found.path.as_str(), text));
}

fn missing(path: &str, reason: &str, segment: &Segment<'_>) -> Finding {
    let code = if segment.survivors_only { "survivors-only" } else { "too-little" };
    Finding::missing(
        code,
        path,
        format!("Nothing sound can be said: {reason}. Give this input by hand, or export more."),
    )
}

fn borrowed(path: &str, reason: &str) -> Finding {
    let text = format!(
        "Nothing can be said from this segment alone ({reason}); it is taken from the other segments, as wide as they \
         differ."
    );
    Finding::warning("thin-segment", path, text)
}

/// Adds a plain number of each segment; one that cannot tell it takes the mean of those that can.
fn place_number(
    key: &str,
    method: &'static str,
    values: Vec<Option<(f64, f64)>>,
    segments: &[Segment<'_>],
    history: &mut History,
) {
    let told: Vec<f64> = values.iter().flatten().map(|v| v.0).collect();
    let mean = told.iter().sum::<f64>() / told.len() as f64;
    for (segment, value) in segments.iter().zip(&values) {
        let path = format!("{}.{key}", segment.path);
        match value {
            Some((estimate, error)) => history.fitted.push(number(path, *estimate, *error, segment.sample(), method)),
            None if !told.is_empty() => {
                let mut found = number(path.clone(), mean, f64::NAN, segment.sample(), "mean over the other segments");
                found.interval = [f64::NAN; 2];
                found.pooled = Some(1.0);
                found.findings.push(borrowed(&path, "too few wins"));
                history.fitted.push(found);
            }
            None => {}
        }
    }
}

fn place_opening(segment: &Segment<'_>, rate: Option<f64>, history: &mut History) {
    if segment.survivors_only {
        let path = format!("{}.pipeline.opening_opps", segment.path);
        history.findings.push(missing(&path, "open deals were left out of the export", segment));
    } else {
        history.fitted.push(opening::opening_opps(segment, rate));
    }
}

/// Volume of what was created; from `observed_from` on, since of what was created before only the late deciders are
/// there.
fn volume_of(segment: &Segment<'_>, mapping: &mapping::Opportunities, setting: &Setting) -> History {
    let pipeline = format!("{}.pipeline", segment.path);
    let source = mapping.source_name.as_str();
    if segment.survivors_only {
        let path = format!("{pipeline}.sources.{source}.volume");
        let finding =
            missing(&path, "open deals were left out of the export, so the latest months look empty", segment);
        return History { findings: vec![finding], ..History::default() };
    }
    let whole = |d: &&Deal| mapping.observed_from.is_none_or(|from| d.created >= from);
    let days: Vec<Day> = segment.deals.iter().filter(whole).map(|d| d.created).collect();
    volume::fit(&Counted { pipeline: &pipeline, source, what: RecordKind::Opportunities }, &days, setting)
}

#[cfg(test)]
mod tests;
