//! Ranges: indicators by check-in, scenarios beside each other, nothing.

use super::{Content, HOSTILE, LONG, UNBROKEN, level, longest, usd};
use crate::chart::ranges::{self, Bar, Ranges, Scales};
use crate::report::format;

fn range(low: f64, median: f64, high: f64, text: impl Fn(f64) -> String) -> Bar {
    Bar { low, median, high, low_text: text(low), median_text: text(median), high_text: text(high) }
}

fn money(x: f64) -> String {
    format::money(x, "USD")
}

fn row(label: &str, bars: Vec<Bar>, level: Option<f64>) -> ranges::Row {
    let aside = level.map_or("never reached".to_string(), money);
    ranges::Row { label: label.to_string(), bars, level, aside }
}

fn pair(middle: f64) -> Vec<Bar> {
    vec![range(0.95 * middle, 1.1 * middle, 1.3 * middle, money), range(0.7 * middle, 0.9 * middle, middle, money)]
}

fn watch(groups: usize, rows: usize) -> Content {
    let quarter = |g: usize, q: usize| {
        let label = format!("FY27 Q{}", q + 1);
        let middle = 1e6 * 10f64.powi(g as i32 % 5 - 2) * (1.0 + q as f64);
        row(&label, pair(middle), Some(1.02 * middle).filter(|_| q.is_multiple_of(2)))
    };
    let heading = |g: usize| format!("{}, to date", ["New ARR", "Churned ARR", LONG, "Marketing leads"][g % 4]);
    let group = |g: usize| ranges::Group { heading: heading(g), rows: (0..rows).map(|q| quarter(g, q)).collect() };
    Content::Ranges(Ranges {
        key: vec!["Trials that hit".to_string(), "Trials that miss".to_string()],
        scales: Scales::OwnByGroup,
        groups: (0..groups).map(group).collect(),
        column: "P(hit) passes 50 % at".to_string(),
        note: "Bars: P10 to P90; strokes: medians. Each indicator has a scale of its own. Red: level at which P(hit) \
               passes 50 %."
            .to_string(),
    })
}

fn compare(names: &[&str], unit: f64) -> Content {
    let scenario = |(i, name): (usize, &&str)| {
        let middle = (18.0 + i as f64) * unit;
        ranges::Row {
            label: name.to_string(),
            bars: vec![range(0.9 * middle, middle, 1.12 * middle, money)],
            level: None,
            aside: "42 % ± 1 point".to_string(),
        }
    };
    Content::Ranges(Ranges {
        key: Vec::new(),
        scales: Scales::Shared { axis: usd(), level: level(20.0 * unit, &format!("Target {}", money(20.0 * unit))) },
        groups: vec![ranges::Group { heading: String::new(), rows: names.iter().enumerate().map(scenario).collect() }],
        column: "P(hit)".to_string(),
        note: "Bars: P10 to P90 of ARR at the end of Dec 2027; strokes: medians.".to_string(),
    })
}

fn ranges_of_nothing() -> Content {
    let none = Bar {
        low: f64::NAN,
        median: f64::NAN,
        high: f64::NAN,
        low_text: String::new(),
        median_text: "n/a".to_string(),
        high_text: "fewer than 200 misses".to_string(),
    };
    let rows = vec![
        row("No width", vec![range(7.0, 7.0, 7.0, format::count), none.clone()], None),
        row(HOSTILE, vec![range(-3.0, 0.0, 7.0, format::count), range(0.0, 7.0, 7.0, format::count)], None),
    ];
    let undefined = ranges::Group { heading: "Undefined".to_string(), rows: vec![row("n/a", vec![none], None)] };
    Content::Ranges(Ranges {
        key: vec!["A".to_string(), "B".to_string()],
        scales: Scales::OwnByGroup,
        groups: vec![ranges::Group { heading: HOSTILE.to_string(), rows }, undefined],
        column: String::new(),
        note: String::new(),
    })
}

/// Every case of ranges.
pub fn all() -> Vec<(&'static str, Content)> {
    let longer = LONG.repeat(3);
    let many: Vec<&str> = (0..24usize).map(|i| if i.is_multiple_of(7) { "upside" } else { &longer }).collect();
    vec![
        ("three indicators by quarter", watch(3, 4)),
        ("six indicators by quarter", watch(6, 4)),
        ("one indicator, 24 rows", watch(1, 24)),
        ("24 indicators", watch(24, 1)),
        ("three scenarios", compare(&["base", "upside", "downside"], 1e6)),
        ("one scenario in billions", compare(&[UNBROKEN], 1e9)),
        ("24 scenarios in thousands", compare(&many, 1e3)),
        ("ranges of nothing", ranges_of_nothing()),
        ("names of 300 characters", compare(&[&longest(), &longest(), "base"], 1e6)),
    ]
}
