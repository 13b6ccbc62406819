//! The uncertain drivers as tables: what they are drawn from, and what the plan assumes.

use super::place::{self, Mark};
use super::shape::picture_name;
use super::words;
use crate::analysis::PERCENTILE_NAMES;
use crate::analysis::drivers::DriverSummary;
use crate::plan::{Driver, DriverId, Plan, Randomness, Unit, Value, owner};
use crate::report::format;
use crate::report::pack::Results;
use crate::report::table::{self, Cell, DataTable, Show};

/// Places of P5, P10, P50, P90 and P95 among [`crate::analysis::PERCENTILES`].
const SHOWN: [usize; 5] = [1, 2, 4, 6, 7];

/// One uncertain driver and what is said of it.
pub struct Uncertain<'a> {
    /// Which.
    pub id: DriverId,
    /// It.
    pub driver: &'a Driver,
    /// What it is drawn from.
    pub random: &'a Randomness,
    /// Its percentiles.
    pub summary: &'a DriverSummary,
    /// Its segment; `None`: the company.
    pub segment: Option<usize>,
    /// What is to be said of the plan's value.
    pub mark: Mark,
    /// Whether the plan's value is better than the median; `None`: none is stated, it is the median, or which side is
    /// the better one is not told.
    pub is_hopeful: Option<bool>,
    /// That in words.
    pub place: String,
}

/// All of them, sorted by path.
pub fn uncertain<'a>(results: &Results<'a>) -> Vec<Uncertain<'a>> {
    let plan = results.plan;
    let of = |summary: &'a DriverSummary| {
        let driver = plan.driver(summary.id);
        let Value::Random(random) = &driver.value else { return None };
        let better = place::better(plan, results.drivers, summary.id);
        let (mark, place) = place::judged(random, better);
        let is_hopeful = place::is_hopeful(random, better);
        let segment = plan.segment_of(summary.id);
        Some(Uncertain { id: summary.id, driver, random, summary, segment, mark, is_hopeful, place })
    };
    results.inputs.iter().filter_map(of).collect()
}

/// Two tables for each segment, then for what belongs to none: the ranges, and where they come from.
pub fn tables(plan: &Plan, all: &[Uncertain<'_>]) -> Vec<DataTable> {
    let owners = (0..plan.segments.len()).map(Some).chain([None]);
    let group = |(number, segment): (usize, Option<usize>)| {
        let own: Vec<&Uncertain<'_>> = all.iter().filter(|u| u.segment == segment).collect();
        let name = segment_name(plan, segment);
        let tables = [ranges(plan, number + 1, &name, &own), origins(plan, number + 1, &name, &own)];
        (!own.is_empty()).then_some(tables)
    };
    owners.enumerate().filter_map(group).flatten().collect()
}

/// The name of a segment, whole; "The company" for what belongs to none.
pub fn segment_name(plan: &Plan, segment: Option<usize>) -> String {
    segment.map_or("The company".to_string(), |s| format::one_line(&plan.segments[s].name))
}

fn ranges(plan: &Plan, number: usize, segment: &str, own: &[&Uncertain<'_>]) -> DataTable {
    let headings =
        ["Driver", "Shape", "P5", "P10", "P50", "P90", "P95", "Plan value", "Where that stands in the range"];
    let caption = format!("{segment}: uncertain drivers, their range and what the plan assumes");
    let mut table = DataTable::new(&format!("assumptions_{number}"), &caption, &headings);
    for one in own {
        let show = show(one);
        let mut row = vec![table::text(&one.driver.path), table::picture(&picture_name(one.id))];
        row.extend(SHOWN.map(|i| Cell { value: one.summary.percentiles[i].into(), show }));
        row.push(Cell { value: one.random.as_written().into(), show });
        row.push(table::text(&one.place));
        table.push(row);
    }
    if own.iter().any(|one| one.driver.unit == Unit::Money && show(one) != Show::Money) {
        table.notes.push(format!("Amounts without a sign of the currency are in {}", plan.currency));
    }
    table
}

fn origins(plan: &Plan, number: usize, segment: &str, own: &[&Uncertain<'_>]) -> DataTable {
    let headings = ["Driver", "Distribution", "Measured in", "Source", "Owner", "Note"];
    let caption = format!("{segment}: what the uncertain drivers are drawn from, and who says so");
    let mut table = DataTable::new(&format!("assumption_sources_{number}"), &caption, &headings);
    own.iter().for_each(|one| table.push([vec![table::text(&one.driver.path)], origin(plan, one)].concat()));
    table
}

/// Distribution, unit, source, owner, note.
fn origin(plan: &Plan, one: &Uncertain<'_>) -> Vec<Cell> {
    let notes = &one.random.notes;
    let or_nothing = |text: &Option<String>| text.as_ref().map_or(table::text(""), table::text);
    let exact = |x: f64| words::value(plan, one.driver, x);
    let changed = words::adjustments(plan, &one.driver.adjustments, &exact);
    vec![
        table::text(format!("{}{changed}", words::distribution(plan, one.driver, one.random))),
        table::text(words::unit(plan, one.driver)),
        or_nothing(&notes.source),
        table::text(owner::of_driver(plan, one.id)),
        or_nothing(&notes.note),
    ]
}

/// How a driver's values are shown: in steps of a two-hundredth to a twentieth of the spread from P5 to P95.
fn show(one: &Uncertain<'_>) -> Show {
    let [low, high] = [SHOWN[0], SHOWN[4]].map(|i| one.summary.percentiles[i]);
    let percent = words::in_percent(one.driver.unit, &one.driver.path);
    let spread = (high - low) * if percent { 100.0 } else { 1.0 };
    let decimals = if spread > 0.0 { (-(spread / 20.0).log10().floor()).clamp(0.0, 4.0) as u8 } else { 2 };
    match one.driver.unit {
        _ if percent => Show::Percent(decimals),
        Unit::Money if decimals == 0 => Show::Money,
        _ => Show::Number(decimals),
    }
}

/// Every uncertain driver in a row, for a workbook.
pub fn book(results: &Results<'_>) -> DataTable {
    let plan = results.plan;
    let head = [
        "Driver",
        "Segment",
        "Plan value",
        "Plan value stated",
        "Where that stands in the range",
        "Mark",
        "Mean",
        "SD",
    ];
    let tail = ["Distribution", "Measured in", "Source", "Owner", "Note", "Drawn each", "Persistence"];
    let percentiles: Vec<String> = PERCENTILE_NAMES.iter().map(|name| name.to_uppercase()).collect();
    let headings: Vec<&str> = head.into_iter().chain(percentiles.iter().map(String::as_str)).chain(tail).collect();
    let mut table = DataTable::new("uncertain_drivers", "Every uncertain driver", &headings);
    for one in uncertain(results) {
        let number = |x: f64| Cell { value: x.into(), show: show(&one) };
        let mut row = vec![
            table::text(&one.driver.path),
            table::text(segment_name(plan, one.segment)),
            number(one.random.as_written()),
            table::plain(one.random.plan.is_some()),
            table::text(&one.place),
            table::text(one.mark.words()),
            number(one.summary.mean),
            number(one.summary.sd),
        ];
        row.extend(one.summary.percentiles.map(number));
        row.extend(origin(plan, &one));
        row.extend([table::text(one.random.per.name()), table::plain(one.random.persistence)]);
        table.push(row);
    }
    table
}
