//! What the values of options may be, and what is said of those that may not.

use planodds::analysis::PERCENTILE_NAMES;
use planodds::analysis::precision::Wanted;
use planodds::calendar::YearMonth;
use planodds::fit::day::Day;
use planodds::fit::import::YEARS;
use planodds::plan::RunDefaults;

/// The most trials that one run takes: their odds are known to 0.003 percentage points, far closer than any driver is.
pub const MOST_TRIALS: u64 = RunDefaults::MAX_TRIALS.unsigned_abs();

/// Threads beyond this are a slip of the key.
const MOST_THREADS: usize = 1024;

/// The pace that estimates of very long runs assume; docs/validation.md has the measured one.
const MICROSECONDS_A_TRIAL: f64 = 10.0;

/// A column that `--keep-trials` asks for, not yet looked up in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedColumn {
    /// Name of the segment; `None`: the total.
    pub segment: Option<String>,
    /// Name of the metric.
    pub metric: String,
    /// The month at whose end it is read (a flow: the month's).
    pub month: YearMonth,
}

/// The columns of one `--keep-trials`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedColumns(pub Vec<AskedColumn>);

/// Reads `--title`: any text that leaves something to be read.
pub fn title(text: &str) -> Result<String, String> {
    match text.chars().any(|c| !c.is_whitespace() && !c.is_control()) {
        true => Ok(text.to_string()),
        false => {
            Err("a title has at least one character that can be read; leave it out for the plan's name".to_string())
        }
    }
}

/// Reads `--trials`: 1 to [`MOST_TRIALS`].
pub fn trials(text: &str) -> Result<u64, String> {
    match whole(text) {
        Some(0) => Err("at least 1 trial is needed; 10_000 give the odds to about 1 percentage point".to_string()),
        Some(n) if n <= MOST_TRIALS => Ok(n),
        Some(n) => Err(too_many_trials(n as f64)),
        None => match text.parse::<f64>() {
            Ok(x) if x > MOST_TRIALS as f64 => Err(too_many_trials(x)),
            Ok(x) if x >= 1.0 && x.fract() == 0.0 => Err(format!("write it as a whole number: {x}")),
            _ => Err("trials are a whole number from 1 to 1_000_000_000, such as 10_000".to_string()),
        },
    }
}

fn too_many_trials(n: f64) -> String {
    let seconds = n * MICROSECONDS_A_TRIAL * 1e-6;
    let time = if seconds < 1e6 * 365.25 * 86400.0 { duration(seconds) } else { "millions of years".to_string() };
    format!(
        "at {MICROSECONDS_A_TRIAL} µs a trial that needs {time} of one core; the limit is 1_000_000_000, which gives the odds \
         to 0.003 percentage points, and no driver is known as well as that"
    )
}

fn duration(seconds: f64) -> String {
    let years = seconds / (365.25 * 86400.0);
    if years >= 1.0 { format!("{years:.0} years") } else { format!("{:.0} hours", seconds / 3600.0) }
}

/// Reads `--trial`: 0 to one less than [`MOST_TRIALS`].
pub fn trial_number(text: &str) -> Result<u64, String> {
    whole(text).filter(|n| *n < MOST_TRIALS).ok_or_else(|| {
        "a trial's number is a whole number from 0 to 999_999_999, as in the first column of trials.csv".to_string()
    })
}

/// Reads `--percentile`: 0 to 100.
pub fn percentile(text: &str) -> Result<f64, String> {
    let given = text.parse::<f64>().ok().filter(|p| (0.0..=100.0).contains(p));
    given.ok_or_else(|| "a percentile is a number from 0 to 100: 10 is the one in ten that ends lowest".to_string())
}

/// Reads a day: "2026-06-30".
pub fn day(text: &str) -> Result<Day, String> {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let given = match text.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            let parts = (year.parse().ok(), month.parse().ok(), day.parse().ok());
            if let (Some(year), Some(month), Some(day)) = parts { Day::new(year, month, day) } else { None }
        }
        _ => None,
    };
    let given = given.filter(|day| YEARS.contains(&day.date().year()));
    given.ok_or_else(|| format!("`{text}` is no day such as 2026-06-30, from 1990 to 2100"))
}

/// Reads `--until`: "P(hit) ± 0.5pp" or "P50 ± 1%"; +- and +/- stand for ±.
pub fn until(text: &str) -> Result<Wanted, String> {
    let form = "write \"P(hit) ± 0.5pp\", or a percentile of ARR at the target date as \"P50 ± 1%\" (+- for ± is fine)";
    let plain: String = text.to_lowercase().replace("+/-", "±").replace("+-", "±").split_whitespace().collect();
    let (what, within) = plain.split_once('±').ok_or_else(|| form.to_string())?;
    let positive = |text: &str| text.parse::<f64>().ok().filter(|x| *x > 0.0 && *x <= 50.0);
    let outside = |unit: &str| format!("`{within}` must be above 0 and at most 50 {unit}: {form}");
    if what == "p(hit)" {
        let points =
            within.strip_suffix("pp").ok_or_else(|| format!("how close is said in pp, percentage points: {form}"))?;
        let half_width = positive(points).ok_or_else(|| outside("pp"))? / 100.0;
        return Ok(Wanted::Hit { half_width });
    }
    let names = PERCENTILE_NAMES;
    let index = names.iter().position(|name| *name == what);
    let index = index.ok_or_else(|| format!("`{what}` is neither P(hit) nor one of {}: {form}", names.join(", ")))?;
    let percent =
        within.strip_suffix('%').ok_or_else(|| format!("how close is said in % of the percentile: {form}"))?;
    Ok(Wanted::Percentile { index, relative: positive(percent).ok_or_else(|| outside("%"))? / 100.0 })
}

/// Most trials of a walk: the gains of every driver in every one of them are kept.
const MOST_WALKED: u64 = 100_000;

/// Reads `--shapley-trials`: 2 to 100_000.
pub fn shapley_trials(text: &str) -> Result<u64, String> {
    let fits = whole(text).filter(|n| (2..=MOST_WALKED).contains(n));
    fits.ok_or_else(|| "trials of the walk are a whole number from 2 to 100_000, such as 20_000".to_string())
}

/// Reads `--seed`: any whole number of 64 bits.
pub fn seed(text: &str) -> Result<u64, String> {
    whole(text).ok_or_else(|| format!("a seed is a whole number from 0 to {}", u64::MAX))
}

/// Reads `--threads`: 1 to 1024.
pub fn threads(text: &str) -> Result<usize, String> {
    let given = whole(text).and_then(|n| usize::try_from(n).ok());
    let fits = given.filter(|n| (1..=MOST_THREADS).contains(n));
    fits.ok_or_else(|| {
        format!("threads are a whole number from 1 to {MOST_THREADS}; leave the option out for one a core")
    })
}

/// A whole number, also with `_` between digits; `None` where the text is none or beyond 64 bits.
fn whole(text: &str) -> Option<u64> {
    let groups = text.split('_').all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    if groups { text.replace('_', "").parse().ok() } else { None }
}

/// Reads the columns of `--keep-trials`.
pub fn columns(text: &str) -> Result<AskedColumns, String> {
    if text.trim().is_empty() {
        return Ok(AskedColumns(Vec::new()));
    }
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if parts.contains(&"") {
        return Err("a column is missing before or after a comma".to_string());
    }
    if let Some(twice) = parts.iter().enumerate().find(|(i, part)| parts[..*i].contains(part)) {
        return Err(format!("`{}` is asked for twice", twice.1));
    }
    parts.into_iter().map(column).collect::<Result<_, _>>().map(AskedColumns)
}

fn column(text: &str) -> Result<AskedColumn, String> {
    let form = "a column is METRIC@MONTH or SEGMENT:METRIC@MONTH, such as arr@2027-06 or enterprise:new_arr@2027-06";
    let Some((name, month)) = text.split_once('@') else {
        return Err(format!("`{text}` names no month: {form} (the scenario's FILE stands before the options)"));
    };
    let month = YearMonth::parse(month).ok_or_else(|| format!("`{month}` is no month such as 2027-06"))?;
    let (segment, metric) = match name.split_once(':') {
        Some((segment, metric)) => (Some(segment.to_string()), metric),
        None => (None, name),
    };
    if metric.is_empty() {
        return Err(format!("`{text}` names no metric: {form}"));
    }
    Ok(AskedColumn { segment, metric: metric.to_string(), month })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_are_whole_and_within_reason() {
        assert_eq!(trials("10_000"), Ok(10_000));
        assert_eq!(trials("1000000000"), Ok(MOST_TRIALS));
        for bad in ["0", "-1", "1.5", "", "_1", "1__0", "ten", "10,000", "NaN", "inf", "1e3", "1000000001", "+5"] {
            assert!(trials(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_precision_is_said_in_the_unit_of_what_is_wanted() {
        let hit = |half_width| Ok(Wanted::Hit { half_width });
        for text in ["P(hit) ± 0.5pp", "p(hit)+-0.5pp", "P(hit) +/- 0.5 pp"] {
            assert_eq!(until(text), hit(0.005), "{text}");
        }
        assert_eq!(until("P10 ± 1%"), Ok(Wanted::Percentile { index: 2, relative: 0.01 }));
        for bad in ["", "P(hit)", "P(hit) ± 1%", "P50 ± 1pp", "P20 ± 1%", "P(hit) ± 0pp", "P50 ± nan%", "P50 ± 51%"]
        {
            assert!(until(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn too_many_trials_are_told_what_they_need() {
        // 1e18 trials · 1e-5 s = 1e13 s = 316 881 years
        assert!(trials("1e18").unwrap_err().contains("316881 years"));
        assert_eq!(trials("1e18"), trials("1000000000000000000"));
        assert!(trials("2000000000").unwrap_err().contains("6 hours"));
        assert!(trials("99999999999999999999999999").unwrap_err().contains("millions of years"));
    }

    #[test]
    fn seeds_and_threads_are_whole() {
        assert_eq!(seed("18446744073709551615"), Ok(u64::MAX));
        assert!(seed("18446744073709551616").is_err() && seed("-1").is_err() && seed("0.5").is_err());
        assert_eq!(threads("2"), Ok(2));
        assert!(threads("0").is_err() && threads("1025").is_err() && threads("-1").is_err());
    }

    #[test]
    fn trial_numbers_and_percentiles_stay_in_range() {
        assert_eq!((trial_number("0"), trial_number("7_312")), (Ok(0), Ok(7312)));
        assert!(["-1", "1.5", "1000000000", "", "x"].iter().all(|bad| trial_number(bad).is_err()));
        assert_eq!((percentile("0"), percentile("2.5"), percentile("100")), (Ok(0.0), Ok(2.5), Ok(100.0)));
        assert!(["-1", "100.1", "NaN", "inf", "p10", ""].iter().all(|bad| percentile(bad).is_err()));
    }

    #[test]
    fn days_are_written_year_first() {
        assert_eq!(day("2026-06-30"), Ok(Day::new(2026, 6, 30).unwrap()));
        for bad in [
            "2026-02-30",
            "30.06.2026",
            "06/30/2026",
            "2026-6-30",
            "",
            "2026-06-30T00:00",
            "0000-01-01",
            "1989-12-31",
            "9999-12-31",
        ] {
            assert!(day(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn columns_name_metric_month_and_segment() {
        let AskedColumns(read) = columns("arr@2027-06, enterprise:new_arr@2027-12").unwrap();
        let shown: Vec<_> =
            read.iter().map(|c| (c.segment.as_deref(), c.metric.as_str(), c.month.to_string())).collect();
        assert_eq!(
            shown,
            [(None, "arr", "2027-06".to_string()), (Some("enterprise"), "new_arr", "2027-12".to_string())]
        );
        for bad in ["arr", "arr@2027-13", "@2027-01", "smb:@2027-01", "base.toml"] {
            assert!(columns(bad).is_err(), "{bad}");
        }
        assert_eq!(columns(""), Ok(AskedColumns(Vec::new())));
    }
}
