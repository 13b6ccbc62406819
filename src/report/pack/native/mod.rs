//! What a workbook's own charts draw: numbers in columns, and how each column looks. Helper columns (the width of a band,
//! the invisible foot of a bridge's step) are made here, since exporters compute nothing.

mod axis;
mod bridges;
mod distribution;
mod fan;
mod levers;
mod paths;
mod ranges;
mod tornado;
mod waterfall;
pub mod words;

pub use axis::{Axis, Unit};

use super::{Page, Results};
use crate::report::table::{Cell, DataTable, is_number, missing, money};

/// One native chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Native {
    /// The page that it belongs to, by its id.
    pub page: &'static str,
    /// The finding.
    pub title: String,
    /// What is drawn, a column a series; the first column has the categories. A missing value is not drawn.
    pub data: DataTable,
    /// How the categories run.
    pub plot: Plot,
    /// The axis of the values.
    pub values: Axis,
    /// What is drawn of the data, from the first to the last; stacked series stand on those before them.
    pub series: Vec<Series>,
}

/// How the categories of a chart run.
#[derive(Clone, Debug, PartialEq)]
pub enum Plot {
    /// From left to right, values upwards; what the categories are, empty where they say it themselves.
    Upright(String),
    /// From top to bottom, values to the right.
    Lying,
}

/// One series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The place of its column in the data.
    pub column: usize,
    /// Its name in the key; empty where the key need not name it.
    pub name: String,
    /// What it is drawn as.
    pub mark: Mark,
    /// Its colour; the key names the first series of each mark and tone.
    pub tone: Tone,
    /// The column with the texts at its points.
    pub labels: Option<usize>,
    /// The columns with what its whiskers add and take away, both as amounts above 0.
    pub whiskers: Option<[usize; 2]>,
}

/// What a series is drawn as. All series of a chart that are not lines or dots have the same mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// An area on those before it.
    Area,
    /// A column (lying: a bar) on those before it.
    Stacked,
    /// A column beside those before it.
    Column,
    /// A line.
    Line,
    /// A broken line.
    Dashed,
    /// Points alone.
    Dots,
    /// Points joined by a line.
    Joined,
}

/// What a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Not seen: what others stand on, or what carries labels.
    Invisible,
    /// A band: 0 the outermost, 1, 2 the innermost.
    Band(usize),
    /// The median.
    Median,
    /// The plan as written.
    Written,
    /// The target.
    Target,
    /// What misses it.
    Miss,
    /// What reaches it.
    Hit,
    /// What adds.
    Up,
    /// What takes away.
    Down,
    /// Where a bridge stands.
    Total,
    /// What is missing to the target, or beyond it.
    Gap,
    /// The low end of a driver.
    Low,
    /// Its high end.
    High,
    /// What the sales team can close.
    Capacity,
    /// What the pipeline brings.
    Pipeline,
    /// One line of several.
    Line(usize),
}

impl Series {
    /// A series without labels.
    pub fn new(column: usize, name: &str, mark: Mark, tone: Tone) -> Self {
        Self { column, name: name.to_string(), mark, tone, labels: None, whiskers: None }
    }
}

/// So many categories from one label to the next: months in step with quarters, half years and years; then the points of
/// a curve.
const LABEL_STEPS: [usize; 10] = [1, 2, 3, 4, 6, 12, 16, 24, 40, 80];

/// So many categories from one label to the next, where `most` have room.
pub fn label_step(count: usize, most: usize) -> usize {
    LABEL_STEPS.into_iter().find(|step| count <= step * most).unwrap_or(count.div_ceil(most))
}

/// Labels on the axis of a chart alone on its page at most, and of one of several.
pub const MOST_LABELS: [usize; 2] = [20, 13];

/// All native charts of the pages that there are, in their order. Where a chart's numbers have no finding of their own,
/// its title is its page's.
pub fn natives(results: &Results<'_>, pages: &[Page]) -> Vec<Native> {
    let (plan, odds, bands) = (results.plan, results.odds, results.bands);
    let of = |id: &str| match id {
        "course" => fan::arr(plan, odds, bands).into_iter().collect(),
        "landing" => distribution::both(plan, odds, results.arr_at_target),
        "bridges" => bridges::all(plan, results.gap),
        "tornado" => tornado::both(plan, results.drivers),
        "paths" => paths::paths(plan, bands).into_iter().collect(),
        "levers" => results.solution.map_or(Vec::new(), |solution| levers::all(plan, solution)),
        "goals-cash" => fan::cash(plan, bands).into_iter().collect(),
        "scenarios" => results.compared.iter().map(ranges::scenarios).collect(),
        "segments" => ranges::segments(plan, bands).into_iter().collect(),
        _ => Vec::new(),
    };
    pages.iter().flat_map(|page| of(page.id).into_iter().map(|native| titled(native, page))).collect()
}

/// With the page's finding where it has none of its own, and without series that have nothing to draw.
fn titled(mut native: Native, page: &Page) -> Native {
    let has_numbers = |column: usize| native.data.rows.iter().any(|row| row.get(column).is_some_and(is_number));
    native.series.retain(|series| has_numbers(series.column));
    let title = if native.title.is_empty() { page.headline.clone() } else { native.title };
    Native { title, ..native }
}

/// An amount of money, or nothing.
fn amount(x: Option<f64>) -> Cell {
    x.map_or(missing(), money)
}

/// The workbook's last sheet, and its document's properties: what was run, a name and a value a row.
pub fn manifest(results: &Results<'_>) -> DataTable {
    words::manifest(results)
}
