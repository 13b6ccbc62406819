//! Probabilities in words: how often, and what the simulation itself leaves open.

use super::format;
use crate::analysis::Estimate;

/// Up to this probability, or its mirror below 1, a percentage is also said as "1 in n".
const RARE: f64 = 0.05;

/// How often: "in 34 of 100 futures" where whole percents are what the simulation error supports, else "in 1.2 % of
/// futures (about 1 in 80)"; "in none of the 10,000 futures simulated".
pub fn share_of_futures(probability: &Estimate, trials: u64) -> String {
    let Some(p) = probability.value else { return "in an unknown share of futures".to_string() };
    let hits = (p * trials as f64).round() as u64;
    let all = format::whole(trials);
    if trials == 1 {
        let not = if hits == 0 { "not " } else { "" };
        return format!("{not}in the one future simulated");
    }
    if hits == 0 {
        return format!("in none of the {all} futures simulated");
    }
    if hits >= trials {
        return format!("in all {all} futures simulated");
    }
    if trials <= 100 {
        return format!("in {hits} of the {all} futures simulated");
    }
    let error = format::half_width(probability).unwrap_or(0.01);
    if format::supported_decimals(error * 100.0) == 0 && (0.01..=0.99).contains(&p) {
        return format!("in {:.0} of 100 futures", p * 100.0);
    }
    let percent = format::percent_within(p, error);
    if let Some(bound) = percent.strip_prefix('<') {
        return format!("in less than {bound} of futures ({} of the {all} simulated)", format::whole(hits));
    }
    if let Some(bound) = percent.strip_prefix('>') {
        return format!("in more than {bound} of futures ({} of the {all} simulated)", format::whole(hits));
    }
    format!("in {percent} of futures{}", about_one_in(p, error))
}

/// " (about 1 in 80)", " (all but about 1 in 80)" with the digits that the error supports; nothing where the share is not
/// rare or hardly known.
fn about_one_in(p: f64, error: f64) -> String {
    let rare = p.min(1.0 - p);
    if rare > RARE || error > 0.5 * rare {
        return String::new();
    }
    let n = 1.0 / rare;
    let unit = 10f64.powi((n * error / rare).log10().round().max(0.0) as i32);
    let all_but = if p > 0.5 { "all but " } else { "" };
    format!(" ({all_but}about 1 in {})", format::whole(((n / unit).round() * unit) as u64))
}

/// What the simulation leaves open, after "simulation error" has been said: "34 % ± 0.9 percentage points", near 0 and 1
/// "95 % interval 2 % to 8 %"; `None` where there is no interval.
pub fn spread(probability: &Estimate) -> Option<String> {
    let p = probability.value?;
    Some(match lopsided(probability)? {
        Some(interval) => interval,
        None => {
            let points = format::points(format::half_width(probability)?);
            let unit = if points == "1" { "percentage point" } else { "percentage points" };
            format!("{} ± {points} {unit}", format::percent_within(p, format::half_width(probability)?))
        }
    })
}

/// The same for a chart's subtitle: "P(target) ±0.9 points".
pub fn target_spread(probability: &Estimate, trials: u64) -> String {
    spread_of("P(target)", probability, trials)
}

/// The same of any probability, by its name.
pub fn spread_of(name: &str, probability: &Estimate, trials: u64) -> String {
    if trials == 1 {
        return "one trial: no interval".to_string();
    }
    match (lopsided(probability), format::half_width(probability)) {
        (Some(Some(interval)), _) => format!("{name}, {interval}"),
        (Some(None), Some(error)) => match format::points(error).as_str() {
            "1" => format!("{name} ±1 point"),
            points => format!("{name} ±{points} points"),
        },
        _ => format!("{name}: no interval"),
    }
}

/// "95 % interval 2 % to 8 %" where its sides differ much; for none and all "95 % interval: fewer than 1 in 2,600".
fn lopsided(probability: &Estimate) -> Option<Option<String>> {
    let (p, low, high) = (probability.value?, probability.low?, probability.high?);
    if p == 0.0 && high > 0.0 {
        return Some(Some(format!("95 % interval: fewer than 1 in {}", one_in_at_most(high))));
    }
    if p == 1.0 && low < 1.0 {
        return Some(Some(format!("95 % interval: all but fewer than 1 in {}", one_in_at_most(1.0 - low))));
    }
    let error = (high - p).max(p - low);
    // A tenth of the interval's width as the last digit, so that its ends can be told from 0 and 1.
    let end = |x: f64| format::percent_within(x, (high - low) / 10.0);
    let is_lopsided = p - low < error / 2.0 || high - p < error / 2.0 || error >= p.min(1.0 - p);
    Some(is_lopsided.then(|| format!("95 % interval {} to {}", end(low), end(high))))
}

/// The greatest n of two digits such that a share up to `most` is still at most 1 in n.
fn one_in_at_most(most: f64) -> String {
    let n = 1.0 / most;
    let unit = 10f64.powi((n.log10().floor() as i32 - 1).max(0));
    format::whole(((n / unit).floor() * unit) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64, low: f64, high: f64) -> Estimate {
        Estimate { value: Some(value), low: Some(low), high: Some(high) }
    }

    #[test]
    fn the_count_of_futures_follows_its_error() {
        let cases = [
            (estimate(0.42, 0.41, 0.43), 10_000, "in 42 of 100 futures"),
            (estimate(0.05, 0.046, 0.0545), 10_000, "in 5 of 100 futures"),
            (estimate(0.4234, 0.4224, 0.4244), 1_000_000, "in 42.3 % of futures"),
            (estimate(0.0118, 0.0099, 0.0141), 10_000, "in 1.2 % of futures (about 1 in 80)"),
            (estimate(0.9882, 0.9859, 0.9901), 10_000, "in 98.8 % of futures (all but about 1 in 80)"),
            (estimate(0.0, 0.0, 0.00038), 10_000, "in none of the 10,000 futures simulated"),
            (estimate(1.0, 0.99962, 1.0), 10_000, "in all 10,000 futures simulated"),
            (estimate(0.0004, 0.0002, 0.001), 10_000, "in less than 0.1 % of futures (4 of the 10,000 simulated)"),
            (estimate(0.9996, 0.999, 0.9998), 10_000, "in more than 99.9 % of futures (9,996 of the 10,000 simulated)"),
            (estimate(0.4, 0.17, 0.69), 10, "in 4 of the 10 futures simulated"),
            (estimate(0.0, 0.0, 0.0), 1, "not in the one future simulated"),
        ];
        for (p, trials, text) in cases {
            assert_eq!(share_of_futures(&p, trials), text);
        }
    }

    #[test]
    fn lopsided_errors_are_given_as_intervals() {
        let cases = [
            (estimate(0.34, 0.331, 0.349), "34 % ± 0.9 percentage points"),
            (estimate(0.42, 0.41, 0.43), "42 % ± 1 percentage point"),
            (estimate(1.0, 0.99962, 1.0), "95 % interval: all but fewer than 1 in 2,600"),
            (estimate(0.0, 0.0, 0.000384), "95 % interval: fewer than 1 in 2,600"),
            (estimate(0.0, 0.0, 0.278), "95 % interval: fewer than 1 in 3"),
            (estimate(0.0375, 0.0173, 0.0794), "95 % interval 2 % to 8 %"),
            (estimate(0.04, 0.02, 0.08), "95 % interval 2 % to 8 %"),
        ];
        for (p, text) in cases {
            assert_eq!(spread(&p).as_deref(), Some(text));
        }
        assert_eq!(spread(&Estimate { value: Some(1.0), ..Estimate::default() }), None);
    }

    #[test]
    fn subtitles_name_what_the_error_belongs_to() {
        assert_eq!(target_spread(&estimate(0.34, 0.331, 0.349), 10_000), "P(target) ±0.9 points");
        assert_eq!(
            target_spread(&estimate(0.0, 0.0, 0.000384), 10_000),
            "P(target), 95 % interval: fewer than 1 in 2,600"
        );
        let one = Estimate { value: Some(1.0), ..Estimate::default() };
        assert_eq!(target_spread(&one, 1), "one trial: no interval");
    }
}
