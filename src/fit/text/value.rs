//! One value as a scenario writes it.

use crate::dist::beta;
use crate::fit::day::Day;
use crate::fit::driver::{FittedValue, KeyAccount, Sample};

/// Digits of a mean or standard deviation: far finer than any sample tells.
const DIGITS: i32 = 4;
/// Steps in which a standard deviation that no beta distribution has is brought down.
const STEP_DOWN: f64 = 0.95;
/// A rate of growth may leave its domain (-1 and above) with at most 5 %: 1.645 standard deviations.
const GROWTH_DEVIATIONS: f64 = 1.7;

/// "142 won of 801 opportunities, 2025-01 to 2026-10, 96 open".
pub fn sample(sample: &Sample) -> String {
    let Sample { events, event, records, record, open, .. } = sample;
    let count = match event.is_empty() || *event == record.plural() {
        true => format!("{records} {record}"),
        false => format!("{events} {event} of {records} {record}"),
    };
    let open = if *open > 0 { format!(", {open} open") } else { String::new() };
    let Some(seen) = sample.period() else { return format!("{count}{open}") };
    let months = seen.map(|day| day.month().map_or_else(String::new, |month| month.to_string()));
    let span = match months[0] == months[1] {
        true => months[0].clone(),
        false => format!("{} to {}", months[0], months[1]),
    };
    format!("{count}, {span}{open}")
}

/// The value without its source; `None` where a number in it is not finite.
pub fn value(value: &FittedValue) -> Option<String> {
    written(value, &[])
}

/// The value, where it is a distribution with its source and, where there is one, the number that the plan as written
/// keeps.
pub fn sourced(value: &FittedValue, source: &str, planned: Option<f64>) -> Option<String> {
    // without what adding up twelve months leaves in the last digits
    let plan = planned.map(|x| format!(", plan = {}", format!("{x:.11e}").parse().unwrap_or(x) + 0.0));
    let notes: Vec<String> = plan.into_iter().chain([format!(", source = {}", quoted(source))]).collect();
    written(value, &notes)
}

/// Whether the value is written as a distribution, which holds its source.
pub fn is_distribution(value: &FittedValue) -> bool {
    sourced(value, "source", None).is_some_and(|text| text.contains("source"))
}

fn written(value: &FittedValue, notes: &[String]) -> Option<String> {
    // means come rounded, those of shares with as many digits as keep them off 0 and 1
    let law = |dist: &str, mean: f64, sd: f64, keys: &str| {
        let notes = notes.concat();
        let sd = to_digits(sd, DIGITS + 2);
        format!("{{ dist = \"{dist}\", mean = {mean}, sd = {sd}{keys}{notes} }}")
    };
    let uncertain = |mean: f64, sd: f64| mean.is_finite() && sd.is_finite() && sd > 0.0;
    Some(match value {
        FittedValue::Number(x) => number(finite(*x)?),
        FittedValue::Count(n) => n.to_string(),
        FittedValue::Share { mean, sd } if uncertain(*mean, *sd) && *mean > 0.0 && *mean < 1.0 => {
            let mean = inside_0_1(*mean);
            law("beta", mean, allowed_sd(mean, rounded(*sd)), "")
        }
        FittedValue::Positive { mean, sd } if uncertain(*mean, *sd) && *mean > 0.0 => {
            law("lognormal", rounded(*mean), rounded(*sd), "")
        }
        FittedValue::Monthly { mean, sd, persistence } if uncertain(*mean, *sd) && *mean > 0.0 => {
            let kept = (persistence.clamp(0.0, 0.99) * 100.0).round() / 100.0;
            law("lognormal", rounded(*mean), rounded(*sd), &format!(", per = \"month\", persistence = {kept}"))
        }
        FittedValue::Growth { mean, sd } if uncertain(*mean, *sd) && *mean > -1.0 => {
            law("normal", rounded(*mean), rounded(*sd).min((1.0 + mean) / GROWTH_DEVIATIONS), "")
        }
        FittedValue::Share { mean, .. }
        | FittedValue::Positive { mean, .. }
        | FittedValue::Monthly { mean, .. }
        | FittedValue::Growth { mean, .. } => number(finite(*mean)?),
        FittedValue::Weights(weights) => {
            let weights: Option<Vec<String>> = weights.iter().map(|w| finite(*w).map(number)).collect();
            list(&weights?)
        }
        FittedValue::Word(word) => quoted(word),
        FittedValue::Ramping(groups) => {
            let group = |(reps, tenure): &(u64, f64)| {
                Some(format!("{{ reps = {reps}, tenure = {} }}", number(finite(*tenure)?)))
            };
            list(&groups.iter().map(group).collect::<Option<Vec<_>>>()?)
        }
        FittedValue::KeyAccounts(accounts) => format!("{} key accounts", accounts.len()),
    })
}

/// A key account; `None` where the calendar does not reach its renewal.
pub fn key_account(account: &KeyAccount, as_of: Day) -> Option<String> {
    let renewal = as_of.month()?.plus(i32::try_from(account.renews_in_months).ok()?);
    Some(format!(
        "{{ name = \"account_line_{}\", arr = {}, renewal = \"{renewal}\", churn_at_renewal = {} }}",
        account.line,
        number(finite(account.arr)?),
        number(finite(account.churn_at_renewal)?.clamp(0.0, 1.0)),
    ))
}

/// Weights as a scenario writes them.
pub fn weights(weights: &[f64]) -> String {
    list(&weights.iter().copied().map(number).collect::<Vec<_>>())
}

/// "[a, b]".
pub fn list(entries: &[String]) -> String {
    format!("[{}]", entries.join(", "))
}

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out + "\""
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

/// A number with `DIGITS` significant digits, whole from there on.
pub fn number(x: f64) -> String {
    // -0 is written as 0
    format!("{}", rounded(x) + 0.0)
}

fn rounded(x: f64) -> f64 {
    to_digits(x, DIGITS)
}

fn to_digits(x: f64, digits: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let behind = digits - 1 - x.abs().log10().floor() as i32;
    // money and counts keep their units
    if behind <= 0 { x.round() } else { format!("{x:.*}", behind as usize).parse().unwrap_or(x) }
}

/// The standard deviation, brought down to what a beta distribution with this mean can have: near 0 and 1 far less than
/// √(mean (1 - mean)), since its shapes may not be next to nothing.
fn allowed_sd(mean: f64, sd: f64) -> f64 {
    let is_allowed = |sd: &f64| beta(mean, to_digits(*sd, DIGITS + 2), 0.0, 1.0).is_ok();
    let downwards = (0..400).map(|i| sd * STEP_DOWN.powi(i));
    downwards.into_iter().find(is_allowed).unwrap_or(sd)
}

/// A share with as many digits as keep it off 0 and 1.
fn inside_0_1(mean: f64) -> f64 {
    let of = |digits| to_digits(mean, digits);
    (DIGITS..=15).map(of).find(|m| *m > 0.0 && *m < 1.0).unwrap_or(mean)
}
