//! From the plan as written to the simulation, by owner, by driver, by segment.

use super::words;
use super::{section, texts};
use crate::analysis::Estimate;
use crate::analysis::gap::Gap;
use crate::analysis::gap::optimism::{Bar, Optimism, Whose};
use crate::plan::Plan;
use crate::report::format::{self, MoneyBlock};
use crate::report::summary::Section;

/// Owners that are shown.
const OWNERS_SHOWN: usize = 12;

/// The bridge three times.
pub fn sections(plan: &Plan, gap: &Gap) -> Vec<Section> {
    let optimism = &gap.optimism;
    let mut sections = vec![
        table(
            plan,
            optimism,
            "From the plan as written to the simulation, by who answers for the drivers",
            &optimism.owners,
        ),
        table(plan, optimism, "The same by driver", &optimism.drivers),
    ];
    if plan.segments.len() > 1 {
        sections.push(table(plan, optimism, "The same by segment", &optimism.segments));
    }
    if let Some(last) = sections.last_mut() {
        last.notes = bridge_notes(plan, gap);
    }
    sections
}

fn table(plan: &Plan, optimism: &Optimism, title: &str, bars: &[Bar]) -> Section {
    let ends =
        MoneyBlock::new([optimism.written_arr], format::half_width(&optimism.arr).unwrap_or(0.0), &plan.currency);
    let written = if optimism.written_hits { "hits" } else { "misses" };
    let mut rows = vec![row("Plan as written", ends.text(optimism.written_arr), written.to_string())];
    let (shown, left) = bars.split_at(if bars.len() > OWNERS_SHOWN + 2 { OWNERS_SHOWN } else { bars.len() });
    rows.extend(shown.iter().map(|bar| bar_row(plan, bar)));
    // risks and chance are the last two
    let (smaller, last) = left.split_at(left.len().saturating_sub(2));
    if !smaller.is_empty() {
        rows.push(row(&format!("{} smaller ones (gap_optimism.csv)", smaller.len()), String::new(), String::new()));
    }
    rows.extend(last.iter().map(|bar| bar_row(plan, bar)));
    rows.push(row("Simulation, mean", ends.text_or_none(optimism.arr.value), format::probability(&optimism.hit)));
    let median = optimism.arr.value.zip(optimism.mean_to_median.value).map(|(mean, x)| mean + x);
    rows.push(row("From mean to P50", change(plan, &optimism.mean_to_median), String::new()));
    rows.push(row("Simulation, P50", ends.text_or_none(median), String::new()));
    section(title.to_string(), texts(["", "ARR", "P(hit)"]), rows, Vec::new())
}

fn row(name: &str, arr: String, hit: String) -> Vec<String> {
    vec![name.to_string(), arr, hit]
}

fn bar_row(plan: &Plan, bar: &Bar) -> Vec<String> {
    row(&format!("  {}", words::whose(plan, &bar.whose)), change(plan, &bar.arr), points(&bar.hit))
}

/// "-$410k ± $10k"; without an interval the change alone.
pub fn change(plan: &Plan, e: &Estimate) -> String {
    let Some(x) = e.value else { return format::NOT_AVAILABLE.to_string() };
    match format::half_width(e) {
        Some(0.0) if x == 0.0 => "0".to_string(),
        Some(error) if error > 0.0 => {
            let block = MoneyBlock::new([x.abs().max(error)], error, &plan.currency);
            format!("{} ± {}", block.signed(x), format::money_within(error, error, &plan.currency))
        }
        _ => MoneyBlock::new([x], 0.0, &plan.currency).signed(x),
    }
}

/// "-4.1 ± 0.3 points".
pub fn points(e: &Estimate) -> String {
    let Some(x) = e.value else { return format::NOT_AVAILABLE.to_string() };
    let (text, decimals) = match format::half_width(e) {
        Some(0.0) if x == 0.0 => return "0".to_string(),
        Some(error) if error > 0.0 => {
            let error = format::points(error);
            let decimals = error.split_once('.').map_or(0, |(_, digits)| digits.len());
            (format!(" ± {error}"), decimals)
        }
        _ => (String::new(), 1),
    };
    let unit = 10f64.powi(decimals as i32);
    // adding 0 makes -0 a 0
    let shown = (100.0 * x * unit).round() / unit + 0.0;
    let sign = if shown > 0.0 { "+" } else { "" };
    format!("{sign}{shown:.decimals$}{text} points")
}

/// How the bridge is to be read, and what all trials say where it is of fewer.
pub fn bridge_notes(plan: &Plan, gap: &Gap) -> Vec<String> {
    let optimism = &gap.optimism;
    let mut notes = vec![
        format!(
            "Shapley values: drivers, risks and chance are switched on one by one, in another random order in each of {} trials; bars add up (but for rounding)",
            format::whole(optimism.trials as u64)
        ),
        "± is the 95 % interval of the simulation; a bar within its own cannot be told from none".to_string(),
    ];
    if (optimism.trials as u64) < gap.odds.trials {
        notes.push(format!(
            "All {} trials: mean {}, P(hit) {}; the bridges are of the first {}",
            format::whole(gap.odds.trials),
            format::money(gap.bridges[0].arr.mean.value.unwrap_or(f64::NAN), &plan.currency),
            format::probability(&gap.odds.probability),
            format::whole(optimism.trials as u64)
        ));
    }
    notes
}

/// Title of the chart by owner: how far the simulation is from the plan as written, and whose part is the largest.
pub fn owners_title(plan: &Plan, gap: &Gap) -> String {
    format!("Mean ARR is {}{}", from_written(plan, gap), largest_owner(plan, gap, "the largest part is with"))
}

/// Title of the chart by driver.
pub fn drivers_title(plan: &Plan, gap: &Gap) -> String {
    let told = gap.optimism.drivers.iter().filter(|b| matches!(b.whose, Whose::Driver(_)) && is_told(&b.arr));
    let most = part(plan, "no driver alone does more than", told);
    format!("Mean ARR is {}{most}", from_written(plan, gap))
}

/// "; the largest part is with VP Sales (-$430k)": of the difference between mean and plan as written, so with its sign;
/// nothing where that difference is not told from none, or no owner's part is.
pub fn largest_owner(plan: &Plan, gap: &Gap, most: &str) -> String {
    let optimism = &gap.optimism;
    let difference = optimism.arr.value.unwrap_or(f64::NAN) - optimism.written_arr;
    if difference.abs() <= format::half_width(&optimism.arr).unwrap_or(0.0) {
        return String::new();
    }
    let goes_there = |b: &&Bar| b.arr.value.is_some_and(|x| x * difference > 0.0);
    let owners = optimism.owners.iter().filter(|b| matches!(b.whose, Whose::Owner(_)) && is_told(&b.arr));
    part(plan, most, owners.filter(goes_there))
}

/// The largest of some bars: "; no driver alone does more than enterprise.deals.size (-$60k)".
fn part<'a>(plan: &Plan, most: &str, bars: impl Iterator<Item = &'a Bar>) -> String {
    let size = |bar: &&Bar| bar.arr.value.unwrap_or(0.0).abs();
    let largest = bars.max_by(|a, b| size(a).total_cmp(&size(b)));
    largest.map_or(String::new(), |bar| {
        let x = bar.arr.value.unwrap_or(0.0);
        let block = MoneyBlock::new([x], format::half_width(&bar.arr).unwrap_or(0.0), &plan.currency);
        format!("; {most} {} ({})", words::whose(plan, &bar.whose), block.signed(x))
    })
}

/// "$1.95M below the plan as written": where mean ARR stands.
pub fn from_written(plan: &Plan, gap: &Gap) -> String {
    let optimism = &gap.optimism;
    let difference = optimism.arr.value.unwrap_or(f64::NAN) - optimism.written_arr;
    let error = format::half_width(&optimism.arr).unwrap_or(0.0);
    let amount = format::money_within(difference.abs(), error, &plan.currency);
    match difference {
        x if x.abs() <= error => "about at the plan as written".to_string(),
        x if x < 0.0 => format!("{amount} below the plan as written"),
        _ => format!("{amount} above the plan as written"),
    }
}

/// Parts that [`odds_parts`] names.
const PARTS_SAID: usize = 3;

/// "Of that VP Sales -18 ± 2 points, ...": what moves the odds most on the way from the plan as written, by who answers.
/// `None` where nothing is told from none.
pub fn odds_parts(plan: &Plan, gap: &Gap) -> Option<String> {
    let mut told: Vec<&Bar> = gap.optimism.owners.iter().filter(|b| is_told(&b.hit)).collect();
    told.sort_by(|a, b| b.hit.value.unwrap_or(0.0).abs().total_cmp(&a.hit.value.unwrap_or(0.0).abs()));
    let part = |bar: &&Bar| format!("{} {}", words::whose(plan, &bar.whose), points(&bar.hit));
    let said: Vec<String> = told.iter().take(PARTS_SAID).map(part).collect();
    (!said.is_empty()).then(|| format!("What moves the odds most on that way: {}.", said.join("; ")))
}

/// Title of the chart of the odds.
pub fn odds_title(plan: &Plan, gap: &Gap) -> String {
    let optimism = &gap.optimism;
    let written = if optimism.written_hits { "hits" } else { "misses" };
    let by = format::month(plan.calendar.month(plan.target.by));
    let share = format::probability(&optimism.hit);
    format!("The plan as written {written} the target of {by}; {share} of its futures hit it")
}

/// Whether a change can be told from none.
fn is_told(e: &Estimate) -> bool {
    matches!((e.low, e.high), (Some(low), Some(high)) if low > 0.0 || high < 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn estimate(value: f64, half: f64) -> Estimate {
        Estimate { value: Some(value), low: Some(value - half), high: Some(value + half) }
    }

    #[test]
    fn changes_have_the_digits_that_their_errors_support() {
        let plan = fixture::plan(12, 1);
        let cases = [
            (estimate(-426_312.0, 9_800.0), "-$426k ± $10k"),
            (estimate(2_103_000.0, 19_000.0), "+$2.10M ± $20k"),
            (estimate(-300.0, 4_000.0), "$0k ± $4k"),
            (estimate(0.0, 0.0), "0"),
        ];
        for (e, text) in cases {
            assert_eq!(change(&plan, &e), text);
        }
        assert_eq!(change(&plan, &Estimate::default()), "n/a");
        assert_eq!(change(&plan, &Estimate { value: Some(8_410.0), low: None, high: None }), "+$8.41k");
    }

    #[test]
    fn points_and_their_error_have_the_same_decimals() {
        let cases = [
            (estimate(-0.0612, 0.0043), "-6.1 ± 0.4 points"),
            (estimate(0.4612, 0.011), "+46 ± 1 points"),
            (estimate(0.0, 0.0), "0"),
        ];
        for (e, text) in cases {
            assert_eq!(points(&e), text);
        }
    }
}
