//! What the outcome hangs on, in words.

pub mod between;
mod names;
mod sheets;
pub mod tornado;
mod values;

pub use names::input as input_name;
pub(in crate::report) use names::{block as block_name, group as group_name};
pub use sheets::sheets;
pub use values::share;
pub(in crate::report) use values::worth;

use super::summary::{self, Section, Summary, Table};
use super::{chances, format};
use crate::analysis::Estimate;
use crate::analysis::drivers::{Drivers, Factor, Group, GroupKey, Input, Told, Whole, is_told};
use crate::plan::Plan;

/// Rows of the table of single drivers.
const DRIVERS_SHOWN: usize = 20;
/// Sources that the headline names.
const SOURCES_SAID: usize = 3;

/// The summary of `drivers`; `asked` trials were asked for.
pub fn summary(plan: &Plan, drivers: &Drivers, asked: u64) -> Summary {
    let mut headline = vec![odds(plan, drivers)];
    if let Some(spread) = chances::spread(&drivers.hit) {
        headline.push(format!("Simulation error: {spread}; whether the assumptions are right is not in this."));
    }
    headline.extend(fewer_trials(drivers.trials, asked));
    let title = summary::title(plan);
    if !is_uncertain(drivers) {
        headline.push(why_silent(plan, drivers));
        return Summary { title, headline, sections: Vec::new() };
    }
    headline.push(finding(plan, drivers));
    headline.extend(about_the_odds(drivers));
    let mut sections = vec![sources(plan, drivers), single(plan, drivers)];
    sections.extend(inside_groups(plan, drivers));
    sections.push(grouped(plan, "By who answers for the drivers", &drivers.owners));
    if plan.segments.len() > 1 {
        sections.push(grouped(plan, "By segment", &drivers.segments));
    }
    sections.push(how_to_read(plan, drivers));
    Summary { title, headline, sections }
}

/// That fewer trials were simulated than asked for, and why.
fn fewer_trials(trials: u64, asked: u64) -> Option<String> {
    (trials < asked).then(|| {
        let (all, some) = (format::whole(asked), format::whole(trials));
        format!(
            "{some} trials were simulated, not {all}: more values of every driver than those do not fit into memory."
        )
    })
}

fn odds(plan: &Plan, drivers: &Drivers) -> String {
    let target = format::money_exact(plan.target.arr, &plan.currency);
    let share = chances::share_of_futures(&drivers.hit, drivers.trials);
    format!("Given these assumptions, we reach {target} ARR by {} {share}.", by(plan))
}

fn by(plan: &Plan) -> String {
    format::month(plan.calendar.month(plan.target.by))
}

/// Whether shares of ARR's variance are there.
pub(in crate::report) fn is_uncertain(drivers: &Drivers) -> bool {
    drivers.sources.iter().any(|source| source.share.arr.value.is_some())
}

/// Why nothing is said of what ARR hangs on.
pub(in crate::report) fn why_silent(plan: &Plan, drivers: &Drivers) -> String {
    match drivers.trials {
        0..1_000 => format!(
            "{} trials are too few to tell what moves ARR: --trials 100_000 does.",
            format::whole(drivers.trials)
        ),
        _ => format!("ARR at the end of {} is the same in every trial: it hangs on nothing uncertain.", by(plan)),
    }
}

/// "Of what makes ARR at the end of Dec 2027 vary, 15 correlated drivers (...) explain 59.4 %, chance 21.8 %, the risks 7.8 %."
pub fn finding(plan: &Plan, drivers: &Drivers) -> String {
    let told = drivers.sources.iter().filter(|s| s.key != GroupKey::Together && is_told(&s.share.arr));
    let said: Vec<(String, String)> =
        told.take(SOURCES_SAID).map(|s| (values::share(&s.share.arr), names::in_sentence(plan, &s.key))).collect();
    let Some(((share, first), others)) = said.split_first() else {
        return "No single source of uncertainty can be told from noise: more trials may tell.".to_string();
    };
    let others: String = others.iter().map(|(share, name)| format!(", {share} {name}")).collect();
    format!("{share} of how ARR at the end of {} varies is {first}{others}.", by(plan))
}

pub(in crate::report) fn about_the_odds(drivers: &Drivers) -> Option<String> {
    let p = drivers.hit.value?;
    let all = if p == 0.0 { "misses" } else { "hits" };
    (p == 0.0 || p == 1.0)
        .then(|| format!("Every trial {all}, so nothing is said of what the odds hang on: ARR tells more."))
}

fn texts<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(String::from).to_vec()
}

fn sources(plan: &Plan, drivers: &Drivers) -> Section {
    let with_totals = drivers.total_trials.is_some();
    let mut header = texts(["", "Share of ARR's variance", "Share of the hit's"]);
    if with_totals {
        header.extend(texts(["With others, ARR", "With others, hit"]));
    }
    let row = |source: &Group| {
        let mut row = vec![
            names::group(plan, &source.key),
            values::share_with_error(&source.share.arr),
            values::share_with_error(&source.share.hit),
        ];
        if with_totals {
            let total = total(drivers, &source.key);
            let text = |e: Option<Estimate>| e.map_or(String::new(), |e| values::share_with_error(&e));
            row.extend([text(total.map(|t| t[0])), text(total.map(|t| t[1]))]);
        }
        row
    };
    let mut notes = vec![OF_SOURCES.to_string()];
    if with_totals {
        let trials = drivers.total_trials.map_or(String::new(), format::whole);
        notes.push(format!(
            "With others: all that would be left unknown if everything else were known (total order, from {trials} trials); \
             these overlap and do not add up"
        ));
    }
    Section {
        title: "What ARR and the odds hang on".to_string(),
        table: Some(Table { header, rows: drivers.sources.iter().map(row).collect() }),
        notes,
        ..Section::default()
    }
}

/// Total orders of a source, of ARR and of the hit.
fn total(drivers: &Drivers, key: &GroupKey) -> Option<[Estimate; 2]> {
    let of_factor = |factor: Factor| drivers.wholes.iter().find(|w| w.factor == factor).map(|w| w.total);
    let total = match key {
        GroupKey::Driver(id) => drivers.inputs.iter().find(|told| told.input == Input::Driver(*id)).map(|t| t.total),
        GroupKey::Block(block) => of_factor(Factor::Block(*block)),
        GroupKey::Risks => of_factor(Factor::Risks),
        GroupKey::Chance => of_factor(Factor::Chance),
        _ => None,
    };
    total.map(|total| [total.arr, total.hit])
}

/// Said where there is nothing else.
pub(in crate::report) const CHANCE_ALONE: &str =
    "No driver is uncertain and there are no risks: chance alone moves ARR";

/// "12 of 63 drivers and risks cannot be told from noise"; `None` where all can.
pub(in crate::report) fn in_noise(drivers: &Drivers) -> Option<String> {
    let (all, noise) = (drivers.inputs.len(), drivers.inputs.iter().filter(|told| told.is_noise()).count());
    (noise > 0).then(|| format!("{noise} of {all} drivers and risks cannot be told from noise"))
}

/// What a share of variance is.
pub(in crate::report) const OF_SHARES: &str = "Share: how much of the variance would go if the source were known \
    (first-order index); ≤: not told from 0, at most this";

/// Where the numbers of a tornado stand.
pub(in crate::report) fn of_ends(plan: &Plan) -> String {
    let risks = if plan.risks.is_empty() { "" } else { "; of a risk, where it does not strike and where it does" };
    format!(
        "P50, odds: the median of ARR at the end of {} and the odds of the target where the driver is in its lowest and in \
         its highest tenth{risks}",
        by(plan)
    )
}

/// What is to be kept in mind of drivers in a group.
pub(in crate::report) const OVERLAP: &str =
    "correlated with others of its group; what it shows has their effect in it, so shares overlap and do not add up";

/// What is not in any of it.
pub(in crate::report) const WITHIN_RANGES: &str = "All of it holds within the ranges that the scenario gives: a driver \
    with too narrow a range shows too small a share";

/// How rank correlations are read.
pub(in crate::report) const OF_RANKS: &str =
    "Rank corr.: +1 always up together with ARR, -1 always opposite, 0 not told from nothing";

/// What knowing is worth.
pub(in crate::report) const OF_KNOWING: &str =
    "Knowing: by how many percentage points the odds would move, up or down, on average, if it were known today";

/// How the shares by source are read.
pub(in crate::report) const OF_SOURCES: &str = "Each source alone; all rows together are 100 %. The last row is what \
    takes several sources at once: most of a yes or no does";

fn single(plan: &Plan, drivers: &Drivers) -> Section {
    let title = "Driver by driver".to_string();
    let told: Vec<&Told> = drivers.inputs.iter().filter(|told| !told.is_noise()).collect();
    if drivers.inputs.is_empty() {
        let lines = vec![CHANCE_ALONE.to_string()];
        return Section { title, lines, ..Section::default() };
    }
    let header = texts(["", "Rank corr.", "Share", "P50, low", "P50, high", "Odds, low", "Odds, high", "Knowing"]);
    let rows: Vec<Vec<String>> = told.iter().take(DRIVERS_SHOWN).map(|told| row(plan, told)).collect();
    let mut lines = Vec::new();
    if told.len() > rows.len() {
        let all = told.len();
        lines.push(format!("The first {} of {all} that are told from noise; drivers_inputs.csv has all", rows.len()));
    }
    lines.extend(in_noise(drivers));
    let mut notes = Vec::new();
    if told.iter().take(DRIVERS_SHOWN).any(|told| told.block.is_some()) {
        notes.push(format!("[number]: {OVERLAP}"));
    }
    if told.iter().take(DRIVERS_SHOWN).any(|told| names::varies(plan, told.input)) {
        notes.push("A driver that varies within the plan stands with its average over the plan".to_string());
    }
    let table = (!rows.is_empty()).then_some(Table { header, rows });
    Section { title, lines, table, notes }
}

fn row(plan: &Plan, told: &Told) -> Vec<String> {
    let median = |e: &Estimate| match e.value {
        Some(arr) => format::money_within(arr, format::half_width(e).unwrap_or(0.0), &plan.currency),
        None => format::NOT_AVAILABLE.to_string(),
    };
    let ends = told.tornado.as_ref().map(|t| [&t.low, &t.high]);
    let of_ends = |text: &dyn Fn(usize) -> String| ends.map_or(texts(["n/a", "n/a"]), |_| vec![text(0), text(1)]);
    let mut row = vec![
        names::input_in_group(plan, told.input),
        values::correlation(&told.rank_correlation.arr),
        values::share(&told.first.arr),
    ];
    row.extend(of_ends(&|i| ends.map_or(String::new(), |e| median(&e[i].median))));
    row.extend(of_ends(&|i| ends.map_or(String::new(), |e| format::probability(&e[i].hit))));
    row.push(values::worth(&told.knowing));
    row
}

/// Shapley effects of the members of each group of correlated drivers.
fn inside_groups(plan: &Plan, drivers: &Drivers) -> Vec<Section> {
    let section = |whole: &Whole| {
        let Factor::Block(block) = whole.factor else { return None };
        whole.shapley.arr.value?;
        let mut members: Vec<&Told> = drivers.inputs.iter().filter(|told| told.block == Some(block)).collect();
        members.sort_by(|a, b| b.shapley.arr.value.unwrap_or(0.0).total_cmp(&a.shapley.arr.value.unwrap_or(0.0)));
        let row = |name: String, arr: &Estimate, hit: &Estimate| {
            vec![name, values::share_with_error(arr), values::share_with_error(hit)]
        };
        let of = |told: &&Told| row(names::input(plan, told.input), &told.shapley.arr, &told.shapley.hit);
        let mut rows: Vec<Vec<String>> = members.iter().map(of).collect();
        rows.push(row("Together".to_string(), &whole.shapley.arr, &whole.shapley.hit));
        let trials = drivers.total_trials.map_or(String::new(), format::whole);
        Some(Section {
            title: format!("Inside {}", names::block(plan, block)),
            table: Some(Table { header: texts(["", "Share of ARR's variance", "Share of the hit's"]), rows }),
            notes: vec![format!(
                "What a driver adds to what is known of the others, on average over all orders (Shapley effects, from \
                 {trials} trials)"
            )],
            ..Section::default()
        })
    };
    drivers.wholes.iter().filter_map(section).collect()
}

/// Where correlated drivers stand.
pub(in crate::report) const BLOCKS_APART: &str = "Correlated drivers of several of these stand in a row of their own";

fn grouped(plan: &Plan, title: &str, groups: &[Group]) -> Section {
    let count = |group: &Group| if group.drivers == 0 { String::new() } else { format::whole(group.drivers as u64) };
    let row = |group: &Group| {
        vec![
            names::group(plan, &group.key),
            count(group),
            values::share_with_error(&group.share.arr),
            values::share_with_error(&group.share.hit),
        ]
    };
    let mut notes = Vec::new();
    if groups.iter().any(|group| matches!(group.key, GroupKey::Block(_))) {
        notes.push(BLOCKS_APART.to_string());
    }
    Section {
        title: title.to_string(),
        table: Some(Table {
            header: texts(["", "Drivers", "Share of ARR's variance", "Share of the hit's"]),
            rows: groups.iter().map(row).collect(),
        }),
        notes,
        ..Section::default()
    }
}

fn how_to_read(plan: &Plan, drivers: &Drivers) -> Section {
    let mut lines = [OF_SHARES, OF_RANKS].map(String::from).to_vec();
    lines.push(of_ends(plan));
    lines.extend([OF_KNOWING, WITHIN_RANGES].map(String::from));
    let trials = format::whole(drivers.trials);
    lines.push(format!(
        "From {trials} trials; every number with its interval is in drivers_inputs.csv and drivers_shares.csv"
    ));
    Section { title: "How to read it".to_string(), lines, ..Section::default() }
}
