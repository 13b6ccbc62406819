//! Titles of the charts: what each shows, as a sentence.

use super::{Told, drivers, values};
use crate::fit::driver::Fitted;
use crate::fit::evidence::{Evidence, EvidenceContent};
use crate::fit::history::History;
use crate::fit::trust::kept_out;
use crate::report::format;

/// "enterprise wins 23 % of its opportunities: between 18 % and 28 % next year"; where the input could not be fitted,
/// what is shown.
pub fn title(told: &Told<'_>, evidence: &Evidence) -> String {
    if let (EvidenceContent::Sizes(sizes), false) = (&evidence.content, evidence.path.ends_with(".size")) {
        let [mean, median] = [sizes.mean, sizes.median].map(|x| format::money(x, told.currency));
        let sentence = format!("{}, {mean} on average, half of them below {median}", sizes.what);
        return match segment(told.history, &evidence.path) {
            Some(segment) => format!("{segment}: {sentence}"),
            None => capital(&sentence),
        };
    }
    let fit = told.history.fitted.iter().find(|fit| fit.path == evidence.path);
    match fit.and_then(|fit| finding(told, fit)) {
        Some(sentence) => sentence,
        None => format!("{}: {}", drivers::name(&evidence.path), shown(&evidence.content)),
    }
}

/// "mapping.toml · as of 2026-06-30 · 142 won of 801 opportunities, ...".
pub fn subtitle(told: &Told<'_>, evidence: &Evidence) -> String {
    let fit = told.history.fitted.iter().find(|fit| fit.path == evidence.path);
    let from = fit.map(|fit| format!(" · {}", crate::fit::text::sample(&fit.sample))).unwrap_or_default();
    format!("{} · as of {}{from}", format::one_line(told.mapping), told.as_of)
}

/// An estimate that leans on others by more than this is not told as if its own records showed it.
const LEANS: f64 = 0.1;

fn finding(told: &Told<'_>, fit: &Fitted) -> Option<String> {
    let key = fit.path.rsplit('.').next()?;
    let said = values::said(told.history, fit, told.currency);
    if let Some(pooled) = fit.pooled.filter(|pooled| *pooled > LEANS) {
        return Some(leaning(told, fit, &said, pooled));
    }
    let segment = segment(told.history, &fit.path);
    let subject = segment.as_deref().unwrap_or("The company");
    let of = segment.as_ref().map_or(String::new(), |segment| format!(" of {segment}"));
    let mean = if said.is_least { format!("at least about {}", said.mean) } else { said.mean.clone() };
    let what = match source(&fit.path) {
        Some(source) => format!("{} from {source}", fit.sample.record),
        None => fit.sample.record.to_string(),
    };
    let sentence = match key {
        "win_rate" => format!("{subject} wins {mean} of its opportunities"),
        "sales_cycle_months" => format!("A deal{of} that is won takes {mean}"),
        "size" => format!("A new deal{of} is {mean} on average"),
        "volume" => format!("{subject} gets {mean} {what} a month in the year ahead"),
        "growth_monthly" => format!("{subject}: {what} grow by {mean} a month"),
        "churn_annual" => format!("{subject} loses {mean} of its customers a year"),
        "contraction_annual" => format!("{subject} loses {mean} of its ARR a year to smaller contracts"),
        "expansion_annual" => format!("{subject} grows the ARR that stays by {mean} a year"),
        "attrition_annual" => format!("{subject} loses {mean} of its reps a year"),
        "ramp_months" => format!("A new rep{of} is fully productive after {mean}"),
        "attainment" => format!("A ramped rep{of} closes {mean} of quota"),
        _ => format!("{}: {mean}", drivers::name(&fit.path)),
    };
    Some(match said.range {
        _ if said.is_least => format!("{sentence}; a cross-section, see findings"),
        _ if kept_out(fit).is_some() => format!("{sentence}; not for a plan, see findings"),
        Some(range) if key == "volume" => format!("{sentence}: {} on average", between(&range)),
        Some(range) => format!("{sentence}: {} next year", between(&range)),
        None => sentence,
    })
}

/// "27 % taken for enterprise's win rate: own records say 23 %, leaning 70 % on all segments".
fn leaning(told: &Told<'_>, fit: &Fitted, said: &values::Said, pooled: f64) -> String {
    let what = drivers::name(&fit.path);
    let what = match segment(told.history, &fit.path) {
        Some(segment) => format!("{segment}'s {}", what.strip_prefix(&format!("{segment} ")).unwrap_or(&what)),
        None => what,
    };
    let others = if source(&fit.path).is_some() { "other sources" } else { "all segments" };
    let own = own(told.history, fit).map(|own| {
        let error = values::error_of([own * 0.8, own * 1.2]);
        format!("own records say {}, ", values::number(&fit.path, own, error, told.currency))
    });
    let least = if said.is_least { "At least about " } else { "" };
    let see = match (said.is_least, kept_out(fit)) {
        (true, _) => "; a cross-section, see findings",
        (false, Some(_)) => "; not for a plan, see findings",
        (false, None) => "",
    };
    format!(
        "{least}{} taken for {what}: {}leaning {} on {others}{see}",
        said.mean,
        own.unwrap_or_default(),
        format::percent_to(pooled, 0)
    )
}

/// What its own records alone say, where the checks or the evidence hold it.
fn own(history: &History, fit: &Fitted) -> Option<f64> {
    let check = |what: &str| fit.checks.iter().find(|(name, _)| *name == what).map(|(_, value)| *value);
    let own = match fit.path.rsplit('.').next()? {
        "win_rate" => check("share won by the longest time seen"),
        "attrition_annual" => check("leavers a rep-year").map(|rate| -(-rate).exp_m1()),
        "rate" => check("own rate"),
        "size" => history.evidence.iter().filter(|e| e.path == fit.path).find_map(|e| match &e.content {
            EvidenceContent::Sizes(sizes) => Some(sizes.mean),
            _ => None,
        }),
        _ => None,
    };
    own.filter(|x| x.is_finite())
}

/// The segment that a path is of; `None` for the only one of a mapping that names none.
fn segment(history: &History, path: &str) -> Option<String> {
    let name = path.split('.').nth(1).unwrap_or_default();
    let only = history.fitted.iter().all(|fit| fit.path.split('.').nth(1) == Some(name));
    (name != "all" || !only).then(|| format::shorten(&format::one_line(name), 30))
}

/// The single source of leads that a path is of.
fn source(path: &str) -> Option<String> {
    let name = path.split_once(".pipeline.sources.")?.1.split('.').next()?;
    (name != "all").then(|| format::shorten(&format::one_line(&name.replace('_', " ")), 30))
}

/// "18 to 28 %" as "between 18 and 28 %".
fn between(range: &str) -> String {
    match range.split_once(" to ") {
        Some((low, high)) => format!("between {low} and {high}"),
        None => range.to_string(),
    }
}

/// With a capital at the start.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn shown(content: &EvidenceContent) -> String {
    match content {
        EvidenceContent::Survival(data) => data.what.to_string(),
        EvidenceContent::Quarters(data) => data.what.to_string(),
        EvidenceContent::Sizes(data) => format!("sizes of {}", data.what),
        EvidenceContent::Ramp(_) => "bookings by months since the start".to_string(),
        EvidenceContent::Volume(data) => format!("{} by month", data.what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::YearMonth;
    use crate::fit::day::Day;
    use crate::fit::driver::{FittedValue, RecordKind, Sample};
    use crate::fit::evidence::VolumeEvidence;
    use crate::fit::finding::Finding;

    fn fit(path: &str, value: FittedValue, record: RecordKind) -> Fitted {
        let seen = [Day::new(2024, 1, 1).unwrap(), Day::new(2026, 6, 1).unwrap()];
        Fitted {
            path: path.to_string(),
            value,
            estimate: f64::NAN,
            standard_error: f64::NAN,
            interval: [f64::NAN; 2],
            quarter_sd: None,
            pooled: None,
            sample: Sample { events: 50, event: "won", records: 245, record, open: 0, seen },
            method: "",
            checks: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn title_of(fit: Fitted, content: Option<EvidenceContent>) -> String {
        let evidence = content.map(|content| Evidence { path: fit.path.clone(), content }).into_iter().collect();
        let history = History { fitted: vec![fit.clone()], evidence, findings: Vec::new() };
        let as_of = Day::new(2026, 6, 30).unwrap();
        let told = Told { mapping: "m.toml", as_of, currency: "USD", history: &history, files: &[], beside: None };
        finding(&told, &fit).unwrap()
    }

    #[test]
    fn a_title_says_how_far_an_estimate_leans() {
        let mut win_rate = fit(
            "segments.smb.pipeline.win_rate",
            FittedValue::Share { mean: 0.27, sd: 0.05 },
            RecordKind::Opportunities,
        );
        win_rate.pooled = Some(0.7);
        win_rate.checks = vec![("share won by the longest time seen", 0.229)];
        let said = title_of(win_rate, None);
        assert_eq!(said, "27 % taken for smb's win rate: own records say 23 %, leaning 70 % on all segments");
    }

    #[test]
    fn a_cross_section_tells_the_least_and_no_range() {
        let path = "segments.all.capacity.attrition_annual";
        let mut left = fit(path, FittedValue::Share { mean: 0.031, sd: 0.003 }, RecordKind::Reps);
        left.findings.push(Finding::warning("tenure-only", path, "x"));
        let said = title_of(left, None);
        assert!(
            said.starts_with("The company loses at least about 3.1") && said.contains("of its reps a year"),
            "{said}"
        );
        assert!(said.ends_with("a cross-section, see findings") && !said.contains("between"), "{said}");
    }

    /// The first month's level is 40, the year ahead falls to a mean of 30: the title says 30.
    #[test]
    fn a_volume_is_told_as_the_year_ahead_has_it() {
        let path = "segments.all.pipeline.sources.all.volume";
        let start = YearMonth::new(2026, 7).unwrap();
        let month = |i: i32| (start.plus(i), [20.0, 35.5 - f64::from(i), 50.0]);
        let data = VolumeEvidence { what: "leads", months: Vec::new(), ahead: (0..12).map(month).collect() };
        let volume = fit(path, FittedValue::Positive { mean: 40.0, sd: 4.0 }, RecordKind::Leads);
        let said = title_of(volume, Some(EvidenceContent::Volume(data)));
        assert!(said.starts_with("The company gets 30") && said.contains("in the year ahead"), "{said}");
        let cycle =
            fit("segments.all.pipeline.sales_cycle_months", FittedValue::Number(1.7), RecordKind::Opportunities);
        assert_eq!(title_of(cycle, None), "A deal that is won takes 1.7 months");
    }
}
