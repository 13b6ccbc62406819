//! Counts by month with the fit, and the year ahead as a fan.

use super::curves::capital;
use super::picture::{Along, Area, Dot, Picture, Stroke, Trace};
use crate::calendar::YearMonth;
use crate::chart::axis::Axis;
use crate::fit::evidence::VolumeEvidence;
use crate::report::format;

/// Months that are shown of history at most: of more, the last.
const MOST_MONTHS: usize = 48;

/// Counts and fit of the past, mean and 90 % range of the year ahead; months between the two are left empty.
pub fn volume(data: &VolumeEvidence) -> Option<Picture> {
    let past = &data.months[data.months.len().saturating_sub(MOST_MONTHS)..];
    let first = past.first().map(|m| m.0).into_iter().chain(data.ahead.first().map(|m| m.0)).min()?;
    let last = past.last().map(|m| m.0).into_iter().chain(data.ahead.last().map(|m| m.0)).max()?;
    let place = |month: YearMonth| f64::from(month.since(first) + 1);
    let names = (0..=last.since(first)).map(|i| format::month_short(first.plus(i))).collect();
    let dot = |m: &(YearMonth, f64, f64)| Dot { x: place(m.0), y: m.1, interval: None, weight: 0.15 };
    let line = |label: &str, points: Vec<(f64, f64)>, stroke| Trace { label: label.to_string(), points, stroke };
    let ahead = |end: usize| data.ahead.iter().map(move |(month, ends)| (place(*month), ends[end]));
    Some(Picture {
        x: Along::Places(names),
        x_title: String::new(),
        y: Axis::Number,
        y_title: format!("{} a month", capital(data.what)),
        areas: vec![Area {
            label: "90 of 100 futures".to_string(),
            points: ahead(0).zip(ahead(2)).map(|((x, low), (_, high))| (x, low, high)).collect(),
            steps: false,
        }],
        bars: Vec::new(),
        traces: vec![
            line("", past.iter().map(|m| (place(m.0), m.2)).collect(), Stroke::Fitted),
            line("Expected", ahead(1).collect(), Stroke::Expected),
        ],
        dots: past.iter().map(dot).collect(),
        marks: Vec::new(),
        gaps: Vec::new(),
        outside: Vec::new(),
        note: "Dots: months as counted; line: as fitted. Shaded: single months of the year ahead.".to_string(),
        tips: tips(data, past, place),
    })
}

/// What is said of a month: the count and its fit, or what is expected.
fn tips(
    data: &VolumeEvidence,
    past: &[(YearMonth, f64, f64)],
    place: impl Fn(YearMonth) -> f64,
) -> Vec<(f64, Vec<String>)> {
    let mut tips: Vec<(f64, Vec<String>)> = past
        .iter()
        .filter(|m| m.1.is_finite())
        .map(|m| {
            let fitted = format!("Fitted {}", format::decimals(m.2, 1));
            (place(m.0), vec![format::month(m.0), format!("{} {}", format::count(m.1), data.what), fitted])
        })
        .collect();
    let after = tips.last().map_or(0.0, |t| t.0);
    tips.extend(data.ahead.iter().filter(|m| place(m.0) > after).map(|(month, [low, mean, high])| {
        let range = format!("90 %: {} to {}", format::decimals(*low, 1), format::decimals(*high, 1));
        (place(*month), vec![format::month(*month), format!("Expected {}", format::decimals(*mean, 1)), range])
    }));
    tips
}
