//! Titles of the charts: what each shows, as a sentence.

use super::Told;
use super::values;
use crate::fit::driver::Fitted;
use crate::fit::evidence::{Evidence, EvidenceContent};
use crate::report::format;

/// "enterprise wins 23 % of its opportunities: between 18 % and 28 % next year"; where the input could not be fitted, what is
/// shown.
pub fn title(told: &Told<'_>, evidence: &Evidence) -> String {
    if let (EvidenceContent::Sizes(sizes), false) = (&evidence.content, evidence.path.ends_with(".size")) {
        let [mean, median] = [sizes.mean, sizes.median].map(|x| format::money(x, told.currency));
        let segment = format::shorten(evidence.path.split('.').nth(1).unwrap_or_default(), 30);
        return format!("{segment}: {} are {mean} on average, half of them below {median}", sizes.what);
    }
    let fit = told.history.fitted.iter().find(|fit| fit.path == evidence.path);
    match fit.and_then(|fit| finding(fit, told.currency)) {
        Some(sentence) => sentence,
        None => format!("{}: {}", format::input_name(&evidence.path), shown(&evidence.content)),
    }
}

/// "mapping.toml · as of 2026-06-30 · 142 won of 801 opportunities, ...".
pub fn subtitle(told: &Told<'_>, evidence: &Evidence) -> String {
    let fit = told.history.fitted.iter().find(|fit| fit.path == evidence.path);
    let from = fit.map(|fit| format!(" · {}", crate::fit::text::sample(&fit.sample))).unwrap_or_default();
    format!("{} · as of {}{from}", format::one_line(told.mapping), told.as_of)
}

fn finding(fit: &Fitted, currency: &str) -> Option<String> {
    let said = values::said(fit, currency);
    let mut parts = fit.path.split('.').skip(1);
    let segment = format::shorten(parts.next()?, 30);
    let key = fit.path.rsplit('.').next()?;
    let mean = &said.mean;
    let sentence = match key {
        "win_rate" => format!("{segment} wins {mean} of its opportunities"),
        "sales_cycle_months" => format!("A deal of {segment} is decided {mean} after its creation"),
        "size" => format!("A new deal of {segment} is {mean} on average"),
        "volume" => format!("{segment} gets {mean} {} a month", fit.sample.record),
        "growth_monthly" => format!("{segment}: {} grow by {mean} a month", fit.sample.record),
        "churn_annual" => format!("{segment} loses {mean} of its customers a year"),
        "contraction_annual" => format!("{segment} loses {mean} of its ARR a year to smaller contracts"),
        "expansion_annual" => format!("{segment} grows the ARR that stays by {mean} a year"),
        "attrition_annual" => format!("{segment} loses {mean} of its reps a year"),
        "ramp_months" => format!("A new rep of {segment} is fully productive after {mean}"),
        "attainment" => format!("A ramped rep of {segment} closes {mean} of quota"),
        _ => format!("{}: {mean}", format::input_name(&fit.path)),
    };
    Some(match said.range {
        Some(range) => format!("{sentence}: {} next year", between(&range)),
        None => sentence,
    })
}

/// "18 % to 28 %" as "between 18 % and 28 %".
fn between(range: &str) -> String {
    match range.split_once(" to ") {
        Some((low, high)) => format!("between {low} and {high}"),
        None => range.to_string(),
    }
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
