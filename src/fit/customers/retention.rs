//! Churn of all segments together.

use super::by_quarter::{quarters, widths};
use super::fits::Segment;
use super::lives::{Ends, Life, Lives};
use super::rate::{self, Calendar, Cell, Level};
use super::settle::{self, Settled};
use super::terms::Known;
use super::{by_arr, churn, curve, tenure};
use crate::fit::driver::Fitted;
use crate::fit::evidence::{Evidence, EvidenceContent};
use crate::fit::finding::{Finding, counted, percent};
use crate::fit::history::{History, Setting};
use crate::fit::interval;
use crate::fit::mapping;
use crate::fit::survival::Step;

/// Fewer renewals than this are no ground to count by: departures over time then say more.
const FEWEST_RENEWALS: f64 = 10.0;

/// Days from which on a customer counts as seen from its beginning.
const FIRST_DAYS: i32 = 31;

/// Chance of so long a time without a departure below which the export is taken to begin late.
const UNLIKELY: f64 = 1e-3;

/// What is needed to count.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// All stays.
    pub all: &'a Lives,
    /// The mapping.
    pub columns: &'a mapping::Customers,
    /// The as-of date and what else every fit needs.
    pub setting: &'a Setting,
    /// The quarters.
    pub calendar: &'a Calendar,
    /// Their weights by age.
    pub weights: &'a [f64],
}

/// What one segment shows of its churn.
struct Shown {
    level: Option<Level>,
    events: u64,
    at_risk: f64,
    by: By,
    steps: Vec<Step>,
    distance: curve::Distance,
    findings: Vec<Finding>,
    checks: Vec<(&'static str, f64)>,
}

/// How departures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Renewals,
    Time,
    KaplanMeier,
}

/// `churn_annual` of every segment.
pub fn churn(segments: &[Segment<'_>], ground: &Ground<'_>) -> History {
    let all = ground.all;
    let mut out = History::default();
    let why = match all.ends {
        Ends::Nowhere => Some((
            "no-ends",
            "Nothing in the exports says when customers left: map the column of the last day, or a table of changes or departures.",
        )),
        _ if all.lives.iter().all(|l| l.end.is_some()) => Some((
            "departed-only",
            "Every customer in the export has left: it holds former customers only, and churn cannot be told from them. Export all customers.",
        )),
        _ => None,
    };
    if let Some((code, text)) = why {
        out.findings.extend(segments.iter().map(|s| Finding::missing(code, s.path("retention.churn_annual"), text)));
        return out;
    }
    let shown: Vec<Shown> = segments.iter().map(|s| show(s, ground)).collect();
    let levels: Vec<Option<Level>> = shown.iter().map(|s| s.level.clone()).collect();
    for ((segment, shown), settled) in segments.iter().zip(shown).zip(settle::settle(&levels, 1.0)) {
        match settled {
            Some(settled) => add_churn(segment, shown, settled, ground, &mut out),
            None if segment.lives.is_empty() => {}
            None => {
                let text = "No customer of the segment was there for a day: churn cannot be told.";
                out.findings.push(Finding::missing("no-exposure", segment.path("retention.churn_annual"), text));
            }
        }
    }
    out
}

fn show(segment: &Segment<'_>, ground: &Ground<'_>) -> Shown {
    let Ground { all, columns, setting, calendar, weights } = *ground;
    let path = segment.path("retention.churn_annual");
    let (by, cells) = cells(&segment.lives, segment, ground);
    let events: f64 = cells.iter().map(|c| c.events).sum();
    let at_risk: f64 = cells.iter().map(|c| c.at_risk).sum();
    let steps = curve::counted(&segment.lives, columns.observed_from, setting.as_of);
    let level = rate::departures(&cells, weights, calendar);
    let mut shown = Shown {
        level: None,
        events: events as u64,
        at_risk,
        by,
        steps,
        distance: curve::Distance { largest: 0.0, bad: false },
        findings: Vec::new(),
        checks: Vec::new(),
    };
    let Some(mut level) = level else { return shown };
    // the curve has no weights by age: hold it against the fit without them
    let plain = rate::departures(&cells, &vec![1.0; calendar.len()], calendar).map_or(level.estimate, |l| l.estimate);
    // where nobody is seen from the first day the curve begins later and cannot be held against the fit
    let entry = |l: &&Life| columns.observed_from.map_or(0, |from| from.since(l.start).max(0));
    if segment.lives.iter().map(entry).min().unwrap_or(0) <= FIRST_DAYS {
        shown.distance = curve::distance(&shown.steps, plain, &segment.contract);
    }
    shown.checks.push(if by == By::Renewals { ("renewals", at_risk) } else { ("customer-years", at_risk) });
    shown.checks.push(("largest distance to Kaplan-Meier", shown.distance.largest));
    by_size(segment, &mut shown, ground, &path);
    shown.findings.extend(late_beginning(segment, &shown, ground, &path));
    shown.findings.extend(between_renewals(segment, &shown, all, &path));
    shown.findings.extend(tenure_matters(segment, &shown, ground, &path));
    if setting.half_life_months.is_none() {
        level = rate::below_one(or_kaplan_meier(level, &mut shown, segment, &path), events);
    }
    let with_arr: Vec<&Life> = segment.lives.iter().copied().filter(|l| l.arr() > 0.0).collect();
    if !with_arr.is_empty() && with_arr.len() < segment.lives.len() {
        let other = rate::departures(&self::cells(&with_arr, segment, ground).1, weights, calendar);
        shown.checks.extend(other.map(|level| ("without customers of no ARR", level.estimate)));
    }
    if !all.dated {
        let text = "The export is a cross-section without dates: who left long ago is not in it, so churn may be understated, and quarters \
                    cannot be told apart.";
        shown.findings.push(Finding::warning("cross-section", &path, text));
        // the quarter of the as-of date is not when they left
        level.quarters.clear();
    }
    shown.level = Some(level);
    shown
}

/// The level, or that of Kaplan-Meier where an even rate lies too far from what was counted; the quarters are moved
/// along.
fn or_kaplan_meier(mut level: Level, shown: &mut Shown, segment: &Segment<'_>, path: &str) -> Level {
    let counted = curve::by_kaplan_meier(&shown.steps, &segment.contract).filter(|_| shown.distance.bad);
    let Some((estimate, variance, months)) = counted else { return level };
    let text = format!(
        "Customers do not leave at an even rate: the fit lies {:.0} points of 100 from the share that was counted. Instead of {} a year, {} is \
         taken, which ends where the count does after {months:.0} months. Segments, or a contract length, may tell the groups apart.",
        100.0 * shown.distance.largest,
        percent(level.estimate),
        percent(estimate)
    );
    shown.findings.push(Finding::warning("uneven-churn", path, text));
    shown.checks.push(("at an even rate", level.estimate));
    let shift = estimate - level.estimate;
    level.quarters.iter_mut().for_each(|q| q.value += shift);
    shown.by = By::KaplanMeier;
    Level { estimate, plain: estimate, variance, ..level }
}

/// Departures by renewal where customers leave then and enough renewals are over, else over time.
fn cells(lives: &[&Life], segment: &Segment<'_>, ground: &Ground<'_>) -> (By, Vec<Cell>) {
    let (from, as_of, calendar) = (ground.columns.observed_from, ground.setting.as_of, ground.calendar);
    if segment.contract.at_renewals {
        let cells = churn::at_renewals(lives, &segment.contract, from, as_of, calendar);
        let at = |c: &Cell| ground.weights[c.quarter];
        let sum = |power: i32| cells.iter().map(|c| at(c).powi(power) * c.at_risk).sum::<f64>();
        // of equal weight (Kish 1965)
        if sum(1).powi(2) >= FEWEST_RENEWALS * sum(2) * (1.0 - 1e-9) && sum(2) > 0.0 {
            return (By::Renewals, cells);
        }
    }
    (By::Time, churn::over_time(lives, from, as_of, calendar))
}

/// Churn by ARR beside that by customers, and whether they differ.
fn by_size(segment: &Segment<'_>, shown: &mut Shown, ground: &Ground<'_>, path: &str) {
    let (from, as_of) = (ground.columns.observed_from, ground.setting.as_of);
    let (lives, contract) = (&segment.lives, &segment.contract);
    let found = match shown.by {
        By::Renewals => {
            let years = f64::from(contract.months) / 12.0;
            by_arr::by_arr(by_arr::at_renewals(lives, contract, from, as_of), Some(years))
        }
        _ => by_arr::by_arr(by_arr::over_time(lives, from, as_of), None),
    };
    let Some(found) = found else { return };
    shown.checks.push(("share of ARR that leaves, a year, all alike", found.of_arr));
    shown.checks.push(("share of paying customers that leaves, a year, all alike", found.of_customers));
    if !found.differs() {
        return;
    }
    let (more, size) = if found.ratio < 1.0 { ("more", "small") } else { ("less", "large") };
    let text = format!(
        "Rather the {size} customers leave: those who left had {} of the ARR of the average customer, which chance would bring in fewer \
         than 1 of 100 cases. So {} of the ARR leaves a year, but {} of the customers. The plan lets the same share of both go, and so \
         loses {more} ARR than history did. Give sizes segments of their own, or set churn_annual for ARR by hand.",
        percent(found.ratio),
        percent(found.of_arr),
        percent(found.of_customers)
    );
    shown.findings.push(Finding::warning("churn-by-size", path, text));
}

/// Nobody left, or all did.
fn edges(shown: &Shown, segment: &Segment<'_>, path: &str, settled: &Settled) -> Vec<Finding> {
    let over = match shown.by {
        By::Renewals => format!("at {:.0} renewals", shown.at_risk),
        _ => format!("in {:.1} customer-years", shown.at_risk),
    };
    if shown.events == 0 {
        let text = format!(
            "No customer of segment {} left {over}. {} a year is taken, {}: rare is not never. If the export holds only customers that are still there, leave this out.",
            segment.name,
            percent(settled.estimate),
            match settled.pooled {
                Some(_) => "by what other segments show",
                None => "as if half a customer had left",
            }
        );
        return vec![Finding::warning("nobody-left", path, text)];
    }
    if segment.lives.iter().all(|l| l.end.is_some()) {
        let text = format!(
            "All {} customers of segment {} have left: see whether those that stay are missing.",
            shown.events, segment.name
        );
        return vec![Finding::warning("all-left", path, text)];
    }
    Vec::new()
}

/// Customers who leave at any time though a term is told: in the engine nobody can leave within one.
fn between_renewals(segment: &Segment<'_>, shown: &Shown, all: &Lives, path: &str) -> Option<Finding> {
    let contract = &segment.contract;
    let told = matches!(contract.known, Known::Column(..) | Known::Mapping) && contract.months > 1;
    if !told || !all.dated || contract.at_renewals || shown.events == 0 {
        return None;
    }
    let text = format!(
        "Contracts of {months} months are given, but the {} no nearer to the ends of terms than chance would have it ({} \
         there, {} by chance), so churn is counted over time. The plan lets customers leave only when a term ends: those won in the plan \
         would stay their first {months} months whatever happens, and it loses fewer than history did. If customers can leave at any time, \
         set `contract_months = 1`; else check the contract length, and the first days, from which terms are counted.",
        counted(contract.departures, "departure lies", "departures lie"),
        percent(contract.near),
        percent(contract.near_by_chance),
        months = contract.months
    );
    Some(Finding::warning("leave-between-renewals", path, text))
}

/// Customers who leave more early than later, or less: an average over both is not what today's customers will do.
fn tenure_matters(segment: &Segment<'_>, shown: &Shown, ground: &Ground<'_>, path: &str) -> Option<Finding> {
    let (from, as_of) = (ground.columns.observed_from, ground.setting.as_of);
    let lives = &segment.lives;
    let (rates, days) = if shown.by == By::Renewals {
        let counts = tenure::at_renewals(lives, &segment.contract, from, as_of);
        let [first, later] = tenure::differs_at_renewals(&counts)?.map(percent);
        (format!("{first} leave at their first renewal, {later} at a later one"), segment.contract.days())
    } else if segment.contract.at_renewals {
        // too few renewals to count by: nobody leaves in a first term, and that says nothing of tenure
        return None;
    } else {
        let [early, later] = tenure::differs_over_time(&tenure::over_time(lives, from, as_of))?;
        let rates = format!("in their first year {early:.3} leave a customer-year, later {later:.3}");
        (rates, crate::fit::day::DAYS_A_YEAR)
    };
    let there: Vec<i32> = lives.iter().filter(|l| l.end.is_none()).map(|l| as_of.since(l.start)).collect();
    let past = there.iter().filter(|&&age| f64::from(age) > days).count() as f64 / there.len().max(1) as f64;
    let text = format!(
        "Tenure matters: {rates}. The plan lets all leave alike, at the average; of today's customers {} are past that, and the more \
         of them, the nearer next year's churn is to the later number. Segments by what tells those who leave soon from the others would show both.",
        percent(past)
    );
    Some(Finding::warning("tenure-matters", path, text))
}

/// Whether no departure lies in a long first part of the export, as where departures were recorded from a later day on.
fn late_beginning(segment: &Segment<'_>, shown: &Shown, ground: &Ground<'_>, path: &str) -> Option<Finding> {
    if ground.columns.observed_from.is_some() || !ground.all.dated || shown.events == 0 {
        return None;
    }
    let first = segment.lives.iter().filter_map(|l| l.end).min()?;
    let until_then = match shown.by {
        By::Renewals => churn::renewals_before(&segment.lives, &segment.contract, first, ground.setting.as_of) as f64,
        By::Time | By::KaplanMeier => {
            let days: i64 = segment.lives.iter().map(|l| i64::from(first.since(l.start).max(0))).sum();
            days as f64 / crate::fit::day::DAYS_A_YEAR
        }
    };
    let after = shown.at_risk - until_then;
    let expected = shown.events as f64 * until_then / after;
    if !(after > 0.0 && (-expected).exp() < UNLIKELY) {
        return None;
    }
    let text = format!(
        "No departure before {first}, though {expected:.0} were to be expected at the later rate: the export may hold departures only from then on. If so, set `observed_from = \"{first}\"`; churn is understated without it."
    );
    Some(Finding::warning("begins-late", path, text))
}

fn add_churn(segment: &Segment<'_>, shown: Shown, settled: Settled, ground: &Ground<'_>, out: &mut History) {
    let path = segment.path("retention.churn_annual");
    let (value, capped) = settle::share(settled.estimate, settled.next_year_sd);
    let method = match shown.by {
        By::Renewals => "departures over renewals, quarters as random effects",
        By::Time if ground.all.dated => "departures over customer-years, quarters as random effects",
        By::Time => "departures over customer-years",
        By::KaplanMeier => "Kaplan-Meier, quarters as random effects",
    };
    let mut findings = edges(&shown, segment, &path, &settled);
    findings.extend(shown.findings);
    findings.extend(widths(&settled, capped, &path, "departures"));
    let mut checks = shown.checks;
    checks.extend(beside(segment, &shown.steps, ground));
    let event = if shown.by == By::Renewals { "left at a renewal" } else { "left" };
    out.evidence.push(Evidence {
        path: path.clone(),
        content: EvidenceContent::Survival(curve::picture(&shown.steps, settled.estimate, &segment.contract)),
    });
    if let Some(level) = shown.level.filter(|_| ground.all.dated) {
        out.evidence.push(quarters(&path, "share of customers that leave, a year", &level, &value));
    }
    out.fitted.push(Fitted {
        path,
        value,
        estimate: settled.estimate,
        standard_error: settled.standard_error,
        interval: interval::share_interval(settled.estimate, settled.standard_error),
        quarter_sd: settled.quarter_sd,
        pooled: settled.pooled,
        sample: segment.sample(shown.events, event, ground.setting.as_of),
        method,
        checks,
        findings,
    });
}

/// What churn can be judged by beside the level: the first year, and the rows where customers have several.
fn beside(segment: &Segment<'_>, steps: &[Step], ground: &Ground<'_>) -> Vec<(&'static str, f64)> {
    let a_year = steps.iter().rev().find(|s| s.days <= 365);
    let reached = segment.lives.iter().any(|l| l.exit(ground.setting.as_of).since(l.start) >= 365);
    let mut checks = Vec::new();
    checks.extend(a_year.filter(|_| reached).map(|s| ("gone within a year by Kaplan-Meier", 1.0 - s.share)));
    if ground.all.rows as usize > ground.all.lives.len() && ground.all.row_years > 0.0 {
        let rows = -(-(ground.all.rows_ended as f64) / ground.all.row_years).exp_m1();
        checks.push(("single rows of all segments that end, a year", rows));
    }
    checks
}
