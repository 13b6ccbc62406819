//! Pictures of evidence: little and much of it, none of its parts, amounts of all sizes, values that are no numbers.

use super::{Content, LONG};
use crate::calendar::YearMonth;
use crate::chart::fit::picture::Picture;
use crate::chart::fit::{curves, levels, sizes, volume};
use crate::fit::day::Quarter;
use crate::fit::evidence::{QuarterPoint, Quarters, RampEvidence, Sizes, Survival, VolumeEvidence};

fn survival(points: usize, scale: f64) -> Survival {
    let share = |i: usize| scale * (1.0 - (-3.0 * i as f64 / points as f64).exp());
    let months = |i: usize| 0.2 * i as f64;
    Survival {
        what: "won by then",
        counted: (0..points).map(|i| [months(i), share(i), share(i) - 0.04 * scale, share(i) + 0.04 * scale]).collect(),
        fitted: (0..points + 9).map(|i| [months(i), 0.97 * share(i)]).collect(),
    }
}

fn quarters(count: i32, level: f64) -> Quarters {
    let point = |i: i32| QuarterPoint {
        quarter: Quarter(2020 * 4 + i),
        value: level * (1.0 + 0.2 * f64::from(i % 3)),
        interval: [0.7 * level, 1.6 * level],
        of: f64::from(40 + 17 * (i % 5)),
    };
    Quarters {
        what: "win rate of opportunities created in the quarter",
        points: (0..count).map(point).collect(),
        band: [1.1 * level, 0.9 * level, 1.4 * level],
    }
}

fn of_sizes(unit: f64, bins: usize) -> Sizes {
    let edge = |i: usize| unit * 1.6f64.powi(i as i32);
    let bins = (0..bins).map(|i| (edge(i), edge(i + 1), 5 + 40 * (i as u64 % 4))).collect();
    Sizes { what: "won deals", bins, mean: 4.1 * unit, median: 2.9 * unit }
}

fn ramp(fitted: bool) -> RampEvidence {
    let month = |i: usize| [i as f64 + 0.5, (i as f64 / 6.0).min(1.05), 0.1 + 0.02 * (i % 4) as f64, 40.0 - i as f64];
    let curve = |i: usize| [i as f64, (i as f64 / 6.0).min(1.0)];
    RampEvidence {
        months: (0..18).map(month).collect(),
        fitted: if fitted { (0..30).map(curve).collect() } else { Vec::new() },
    }
}

fn of_volume(months: i32, gap: i32, level: f64) -> VolumeEvidence {
    let start = YearMonth::new(2022, 3).unwrap();
    let ahead = start.plus(months + gap);
    VolumeEvidence {
        what: "opportunities created",
        months: (0..months).map(|i| (start.plus(i), level * (1.0 + 0.1 * f64::from(i % 4)), level)).collect(),
        ahead: (0..12).map(|i| (ahead.plus(i), [0.7 * level, level, 1.4 * level])).collect(),
    }
}

fn undefined() -> Quarters {
    let mut data = quarters(3, 0.2);
    data.band = [f64::NAN; 3];
    data.points[1].value = f64::NAN;
    data.points[2].interval = [f64::NAN; 2];
    data
}

fn uneven() -> Quarters {
    let mut data = quarters(12, 0.2);
    (data.points[4].value, data.points[4].interval) = (9.0, [2.0, 19.0]);
    (data.points[5].value, data.points[5].interval) = (30.0, [20.0, 40.0]);
    data.points.remove(7);
    data
}

/// Every picture, by a name.
pub fn all() -> Vec<(&'static str, Content)> {
    let rate = "segments.smb.pipeline.win_rate";
    let money = "segments.smb.deals.size";
    let long = format!("segments.smb.{LONG}");
    let all: Vec<(&'static str, Option<Picture>)> = vec![
        ("curve", curves::survival(&survival(200, 0.6), "Fitted")),
        ("curve of one point", curves::survival(&survival(1, 0.6), "Not taken")),
        ("curve without a fit", curves::survival(&Survival { fitted: Vec::new(), ..survival(30, 0.02) }, "Fitted")),
        ("quarters", levels::quarters(&quarters(10, 0.2), rate, "USD")),
        ("one quarter", levels::quarters(&quarters(1, 0.2), rate, "USD")),
        ("sixty quarters of money", levels::quarters(&quarters(60, 2.4e9), money, "CHF")),
        ("quarters of nothing", levels::quarters(&quarters(4, 0.0), rate, "USD")),
        ("quarters of a long name", levels::quarters(&quarters(9, 3.0), &long, "USD")),
        ("quarters, some undefined", levels::quarters(&undefined(), rate, "USD")),
        ("quarters with gaps and values beyond the axis", levels::quarters(&uneven(), rate, "USD")),
        ("sizes", sizes::sizes(&of_sizes(800.0, 9), "USD")),
        ("one bin", sizes::sizes(&of_sizes(8e8, 1), "USD")),
        ("sizes over nine powers of ten", sizes::sizes(&of_sizes(0.5, 44), "CHF")),
        ("ramp", curves::ramp(&ramp(true))),
        ("no ramp", curves::ramp(&ramp(false))),
        ("volume", volume::volume(&of_volume(22, 2, 37.0))),
        ("ten years of volume", volume::volume(&of_volume(120, 0, 4e5))),
        ("volume ahead only", volume::volume(&of_volume(0, 0, 0.3))),
    ];
    all.into_iter().map(|(name, picture)| (name, Content::Picture(Box::new(picture.expect(name))))).collect()
}

#[test]
fn nothing_is_drawn_of_nothing() {
    assert!(levels::quarters(&quarters(0, 0.2), "segments.smb.pipeline.win_rate", "USD").is_none());
    assert!(sizes::sizes(&of_sizes(1.0, 0), "USD").is_none());
    assert!(curves::survival(&survival(0, 1.0), "Fitted").is_none());
    assert!(
        volume::volume(&VolumeEvidence { months: Vec::new(), ahead: Vec::new(), ..of_volume(0, 0, 1.0) }).is_none()
    );
}

/// A bin that is twice as wide on the log scale and holds twice as many stands as high as its neighbours.
#[test]
fn wider_bars_are_lower_in_proportion() {
    let bins = vec![(100.0, 200.0, 30), (200.0, 800.0, 60)];
    let data = Sizes { what: "won deals", bins, mean: 300.0, median: 250.0 };
    let picture = sizes::sizes(&data, "USD").unwrap();
    assert!((picture.bars[0].height - picture.bars[1].height).abs() < 1e-9);
}

/// A quarter without enough records keeps its place along the calendar; no later quarter moves up to it.
#[test]
fn a_quarter_without_records_is_a_gap() {
    let mut data = quarters(8, 2e4);
    data.points.remove(2);
    data.points[4].of = 3.0;
    let picture = levels::quarters(&data, "segments.smb.deals.size", "USD").unwrap();
    assert_eq!(picture.gaps, [3.0, 6.0]);
    assert_eq!(picture.dots.iter().map(|d| d.x).collect::<Vec<f64>>(), [1.0, 2.0, 4.0, 5.0, 7.0, 8.0]);
    assert!(matches!(&picture.x, crate::chart::fit::picture::Along::Places(names) if names.len() == 8));
}

/// One quarter of 15,000 % is told by an arrow, and the axis stays that of the others.
#[test]
fn one_quarter_does_not_stretch_the_axis() {
    let mut data = quarters(8, 0.2);
    data.points[1].value = 150.0;
    data.points[1].interval = [90.0, 210.0];
    // a level below 0 whose interval lies above 0 tells nothing
    (data.points[5].value, data.points[5].interval) = (-4.5, [9e6, 9e9]);
    let picture = levels::quarters(&data, "segments.smb.retention.expansion_annual", "USD").unwrap();
    assert_eq!(picture.outside.len(), 1);
    assert!(picture.outside[0].is_above && picture.outside[0].x == 2.0 && picture.outside[0].text.contains("15"));
    assert!(
        picture.dots.len() == 6
            && picture.gaps == [6.0]
            && picture.dots.iter().all(|d| d.y < 1.0 && d.interval.unwrap().1 < 1.0)
    );
}
