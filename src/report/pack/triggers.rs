//! Page 8: what to look at in the coming quarters, from which value on, and who does.

use super::{Block, Exhibit, Page, Results, Template};
use crate::analysis::watch::{CheckIn, Reading, Watch};
use crate::plan::{Plan, owner};
use crate::report::table::{Cell, DataTable, metric, missing, money, number, text};
use crate::report::watch::{self as words, tables, values};
use crate::report::{findings, format};

/// Check-ins that the board sees.
const BOARD_CHECK_INS: usize = 4;

/// The page.
pub fn page(results: &Results<'_>, template: Template) -> Option<Page> {
    let (plan, watch) = (results.plan, results.watch);
    let (headline, blocks) = match watch.silence {
        Some(_) if findings::is_certain(results.odds) => {
            ("Every future is the same, so there is nothing to watch".to_string(), Vec::new())
        }
        Some(silence) => {
            let mut why = words::why_silent(watch, silence).into_iter();
            (why.next().unwrap_or_default(), vec![Block::Sentences(why.collect())])
        }
        None => (headline(plan, watch), blocks(results, template)),
    };
    let headline = headline.trim_end_matches('.').to_string();
    Some(Page { id: "triggers", name: "Early warnings", headline, blocks })
}

fn headline(plan: &Plan, watch: &Watch) -> String {
    let nothing = || "Nothing tells more than a coin does at any check-in".to_string();
    words::answer(plan, watch).or_else(|| words::finding(plan, watch)).unwrap_or_else(nothing)
}

fn blocks(results: &Results<'_>, template: Template) -> Vec<Block> {
    let (plan, watch) = (results.plan, results.watch);
    let shown = match template {
        Template::Board => &watch.check_ins[..watch.check_ins.len().min(BOARD_CHECK_INS)],
        Template::Working => &watch.check_ins[..],
    };
    let mut blocks = Vec::new();
    blocks.extend(words::milestones(plan, watch).map(|text| Block::Sentences(vec![text])));
    blocks.extend(exhibit(plan, watch).map(Block::Exhibit));
    let table = triggers(results, shown);
    blocks.extend((!table.rows.is_empty()).then_some(Block::Table(table)));
    blocks.extend(by_owner(plan, shown));
    blocks
}

/// "Mar 2027 (FY27 Q1)".
fn when(plan: &Plan, check_in: &CheckIn) -> String {
    words::date(plan, check_in.t)
}

fn owner_of<'a>(plan: &'a Plan, reading: &Reading) -> &'a str {
    owner::of_metric(plan, reading.indicator.metric)
}

/// At each check-in ARR and the ones that tell most: the levels, and who answers.
fn triggers(results: &Results<'_>, check_ins: &[CheckIn]) -> DataTable {
    let (plan, watch) = (results.plan, results.watch);
    let [even, most] = crate::analysis::triggers::WANTED.map(|p| format!("{} from", format::percent(p)));
    let headings = [
        "At the end of",
        "Watch",
        "Owner",
        &even,
        &most,
        "Tells",
        "Futures that hit",
        "Futures that miss",
        "Milestone",
    ];
    let mut table = DataTable::new("triggers", "What to watch at each check-in, and who does", &headings);
    for check_in in check_ins {
        for reading in tables::shown(check_in) {
            let (of, telling) = (reading.indicator.metric, &reading.telling);
            let level = |i: usize| text(values::level(plan, of, &telling.triggers[i]));
            let milestone = words::milestone(plan, check_in.t).filter(|_| reading.indicator.is_arr());
            table.push(vec![
                text(when(plan, check_in)),
                text(words::name(plan, reading)),
                text(owner_of(plan, reading)),
                level(0),
                level(1),
                tells(reading),
                text(values::range(plan, of, &telling.in_hits)),
                text(values::range(plan, of, &telling.in_misses)),
                milestone.map_or(missing(), money),
            ]);
        }
    }
    table.notes = tables::reading(watch);
    if check_ins.len() < watch.check_ins.len() {
        let note = format!("The next {} check-ins; the working pack has all", check_ins.len());
        table.notes.insert(0, note);
    }
    if check_ins.iter().any(|check_in| tables::order(check_in).is_some()) {
        table.notes.push("Where two tell about as much their order is within the simulation error".to_string());
    }
    table
}

fn tells(reading: &Reading) -> Cell {
    let auc = &reading.telling.auc;
    let decimals = format::half_width(auc).map_or(2, |half| format::supported_decimals(half).min(2));
    number(auc.value, decimals as u8)
}

/// What is watched, and the months in which it is.
type Watched = (String, Vec<String>);

/// What each owner watches, and when: "RevOps: Opportunities created to date (Mar, Jun 2027)".
fn by_owner(plan: &Plan, check_ins: &[CheckIn]) -> Option<Block> {
    let mut owners: Vec<(&str, Vec<Watched>)> = Vec::new();
    for check_in in check_ins {
        let month = format::month(plan.calendar.month(check_in.t));
        for reading in tables::shown(check_in) {
            let who = owner_of(plan, reading);
            let at = owners.iter().position(|(name, _)| *name == who).unwrap_or_else(|| {
                owners.push((who, Vec::new()));
                owners.len() - 1
            });
            let what = words::name(plan, reading);
            match owners[at].1.iter_mut().find(|(name, _)| *name == what) {
                Some((_, months)) => months.push(month.clone()),
                None => owners[at].1.push((what, vec![month.clone()])),
            }
        }
    }
    let watched = |(what, months): &(String, Vec<String>)| format!("{what} ({})", months.join(", "));
    let point = |(who, all): &(&str, Vec<(String, Vec<String>)>)| {
        format!("{}: {}", format::shorten(who, 60), all.iter().map(watched).collect::<Vec<_>>().join("; "))
    };
    let points: Vec<String> = owners.iter().map(point).collect();
    (!points.is_empty()).then(|| Block::Points { title: "Who watches what".to_string(), points })
}

/// The chart of the most telling indicators; `None` where nothing tells.
fn exhibit(plan: &Plan, watch: &Watch) -> Option<Exhibit> {
    let places = words::charted(watch);
    let title = words::finding(plan, watch).filter(|_| !places.is_empty())?;
    let spread = |i: usize| {
        let (check_in, of) = (watch.check_ins.first()?, watch.check_ins.first()?.readings.get(i)?);
        let range = |spread| values::range(plan, of.indicator.metric, spread);
        let (hits, misses) = (range(&of.telling.in_hits), range(&of.telling.in_misses));
        let month = format::month(plan.calendar.month(check_in.t));
        Some(format!(" In {month} it is {hits} in most futures that hit and {misses} in most that miss (P10 to P90)."))
    };
    let same = words::most_telling(watch).first() == places.first();
    let told = places.first().filter(|_| same).and_then(|&i| spread(i)).unwrap_or_default();
    Some(Exhibit {
        figure: "watch_indicators".to_string(),
        alt: format!("{title}.{told}"),
        table: charted(plan, watch, &places),
    })
}

/// The numbers in the chart.
fn charted(plan: &Plan, watch: &Watch, places: &[usize]) -> DataTable {
    let spread = ["P10", "P50", "P90"];
    let headings: Vec<String> = ["Watch", "At the end of"]
        .map(String::from)
        .into_iter()
        .chain(spread.map(|p| format!("Hit, {p}")))
        .chain(spread.map(|p| format!("Miss, {p}")))
        .chain(["Even odds at".to_string()])
        .collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let caption = "The most telling indicators in futures that hit and in futures that miss";
    let mut table = DataTable::new("watch_spreads", caption, &headings);
    for &i in places {
        for check_in in &watch.check_ins {
            let reading = &check_in.readings[i];
            let of = reading.indicator.metric;
            let mut row = vec![text(words::name(plan, reading)), text(when(plan, check_in))];
            row.extend(reading.telling.in_hits.iter().chain(&reading.telling.in_misses).map(|e| metric(of, e.value)));
            row.push(text(values::level(plan, of, &reading.telling.triggers[0])));
            table.push(row);
        }
    }
    table
}
