//! All levers together, in words: the cheapest mix and what a budget buys.

use super::words::{self, amount, cost, decide_by, level, measure, median};
use crate::analysis::solve::{Budget, Mix, Part, Solution, Wanted};
use crate::plan::{Plan, owner};
use crate::report::format;
use crate::report::summary::{Section, Table, fitted};

/// The answer of all levers in sentences.
pub(super) fn headline(plan: &Plan, solution: &Solution, mix: &Mix) -> Vec<String> {
    let settings = &solution.settings;
    let (wanted, measure) = (settings.wanted, measure(settings.wanted));
    let (level, now) = (level(plan, wanted, settings.level), words::score_with_error(plan, wanted, &solution.base));
    let reached = words::score_with_error(plan, wanted, &mix.reached);
    let of = words::wanted(plan, wanted);
    let does = mix_in_words(plan, solution, &mix.parts);
    let already = solution.alone.first().is_some_and(|a| a.already);
    let first = match (mix.holds, already) {
        (true, true) => format!("{measure} is {now} as the plan stands, so the wanted {level} needs no lever."),
        (true, false) => format!("The cheapest mix found for {level} ({of}): {does}."),
        (false, _) if words::may_hold(settings, &mix.reached) => format!(
            "{level} ({of}) is at the edge of what all levers together can do: the best found, {does}, cannot be told from it."
        ),
        (false, _) => format!("{level} ({of}) is out of reach of all levers together: the best is {does}."),
    };
    let price = match mix.cost {
        x if x < 0.0 => format!("saves {} a year", format::money(-x, &plan.currency)),
        x => format!("costs {} a year", format::money(x, &plan.currency)),
    };
    let second = match already {
        true => format!("The cheapest mix that still reaches it {price}: {does}; {measure} {reached}."),
        false => {
            let chosen = match is_short(solution, mix) {
                true => format!("; the trials that it was chosen with say {level}"),
                false => String::new(),
            };
            format!("It {price}; {measure} is {now} as the plan stands and {reached} with it{chosen}.")
        }
    };
    vec![first, second]
}

/// The first sentence without its full stop; where a mix reaches the level, what it costs comes first.
pub(super) fn finding(plan: &Plan, solution: &Solution, mix: &Mix) -> String {
    let already = solution.alone.first().is_some_and(|a| a.already);
    match frontier_title(plan, solution).filter(|_| mix.holds && !already) {
        Some(title) => {
            let now = words::score(plan, solution.settings.wanted, &solution.base);
            format!("{title}; as the plan stands it is {now}")
        }
        None if mix.holds => headline(plan, solution, mix).swap_remove(0),
        None => short_of(plan, solution, mix),
    }
}

/// "A chance of 80 % of $20.0M ARR by Dec 2027 is out of reach of all levers together: 64 % is the best found, 40 % as the
/// plan stands".
fn short_of(plan: &Plan, solution: &Solution, mix: &Mix) -> String {
    let settings = &solution.settings;
    let score = |reached| words::score(plan, settings.wanted, reached);
    let where_to = match words::may_hold(settings, &mix.reached) {
        true => "at the edge of what all levers together can do",
        false => "out of reach of all levers together",
    };
    let what = capitalized(&chance_of(plan, solution));
    format!(
        "{what} is {where_to}: {} is the best found, {} as the plan stands",
        score(&mix.reached),
        score(&solution.base)
    )
}

/// "a chance of 80 % of $20.0M ARR by Dec 2027"; of a median "a median ARR of $20.0M at the end of Dec 2027".
fn chance_of(plan: &Plan, solution: &Solution) -> String {
    let settings = &solution.settings;
    let of = words::wanted(plan, settings.wanted);
    match settings.wanted {
        Wanted::Median(_) => of,
        _ => format!("a chance of {} of {of}", level(plan, settings.wanted, settings.level)),
    }
}

/// Whether a mix that was chosen for reaching the level stays a little below it on the trials that it is told on.
fn is_short(solution: &Solution, mix: &Mix) -> bool {
    mix.holds && mix.reached.probability.value.is_some_and(|p| p < solution.settings.level)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// "enterprise-reps +2, sdrs +4"; "nothing" where no lever is pulled.
pub fn mix_in_words(plan: &Plan, solution: &Solution, parts: &[Part]) -> String {
    let one = |part: &Part| {
        let lever = &solution.levers[part.lever];
        part.amount.map(|x| format!("{} {}", format::one_line(&lever.name), amount(plan, lever, Some(x))))
    };
    let pulled: Vec<String> = parts.iter().filter_map(one).collect();
    if pulled.is_empty() { "the plan as it stands".to_string() } else { pulled.join(", ") }
}

/// Where the odds of mixes come from.
pub(in crate::report) const FRESH: &str = "Each mix is told on trials that it was not chosen with";
/// How the mix was found.
pub(in crate::report) const MIX_NOTE: &str = "Found by search, not by trying every mix";

/// The cheapest mix, lever by lever.
pub(super) fn mix(plan: &Plan, solution: &Solution) -> Option<Section> {
    let mix = solution.mix.as_ref()?;
    let row = |part: &Part| {
        let lever = &solution.levers[part.lever];
        let pulled = part.amount.is_some();
        vec![
            format::one_line(&lever.name),
            amount(plan, lever, part.amount),
            cost(plan, Some(part.cost)),
            if pulled { decide_by(plan, lever) } else { "-".to_string() },
            format::one_line(owner::of_lever(plan, lever)),
        ]
    };
    let mut rows: Vec<Vec<String>> = mix.parts.iter().map(row).collect();
    let total = ["Together", "", &cost(plan, Some(mix.cost)), "", ""];
    rows.push(total.map(str::to_string).to_vec());
    let title = if mix.holds { "The cheapest mix found" } else { "The best mix found" };
    let settings = &solution.settings;
    let lines = vec![format!(
        "{} {} on {} trials that the mix was not chosen with, P50 of ARR {}",
        measure(settings.wanted),
        format::probability(&mix.reached.probability),
        format::whole(solution.trials),
        median(plan, &mix.reached.median)
    )];
    let header = ["", "Amount", "Cost a year", "Decide by", "Owner"].map(str::to_string).to_vec();
    let unpriced: Vec<String> = solution
        .levers
        .iter()
        .filter(|lever| lever.cost.is_none())
        .map(|lever| format::one_line(&lever.name))
        .collect();
    let mut notes = vec![format!("{MIX_NOTE}; no single step down reaches the level (docs/solve.md)")];
    if !mix.holds {
        notes = vec!["Of the mixes tried, the one with the highest probability".to_string()];
    }
    if !unpriced.is_empty() {
        notes.push(format!("Not in it, for want of a cost: {}", unpriced.join(", ")));
    }
    let table = Some(fitted(Table { header, rows }, &[0, 4]));
    Some(Section { title: title.to_string(), lines, table, notes })
}

/// What budgets buy.
pub(super) fn frontier(plan: &Plan, solution: &Solution) -> Option<Section> {
    let settings = &solution.settings;
    let medians = words::medians(plan, solution.frontier.iter().map(|b| b.reached.median));
    let row = |budget: &Budget| {
        vec![
            format::money(budget.cost, &plan.currency),
            format::probability(&budget.reached.probability),
            medians.text_or_none(budget.reached.median.value),
            mix_in_words(plan, solution, &budget.parts),
        ]
    };
    let rows: Vec<Vec<String>> = solution.frontier.iter().map(row).collect();
    let header = ["Budget a year", chance(settings.wanted), "P50 of ARR", "Mix"].map(str::to_string).to_vec();
    let saves = solution.frontier.iter().any(|b| b.cost < 0.0);
    let note = "Budgets are against the plan as it stands; below 0 is saved";
    let mut notes = if saves { vec![note.to_string()] } else { Vec::new() };
    notes.push(FRESH.to_string());
    let title = "What a budget buys".to_string();
    let lines: Vec<String> = better_spent(plan, solution).into_iter().collect();
    let table = fitted(Table { header, rows }, &[3]);
    (!table.rows.is_empty()).then_some(Section { title, lines, table: Some(table), notes })
}

/// The probability beside a cost: of a median, that of being there.
pub(in crate::report) fn chance(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Median(_) => "P(wanted ARR)",
        other => measure(other),
    }
}

/// "A chance of 60 % of $20.0M ARR by Dec 2027 costs $852k a year: enterprise-reps +3, sdrs +8".
pub fn frontier_title(plan: &Plan, solution: &Solution) -> Option<String> {
    let mix = solution.mix.as_ref()?;
    let what = match is_short(solution, mix) {
        true => chance_of(plan, solution).replacen(" of ", " of about ", 1),
        false => chance_of(plan, solution),
    };
    let does = mix_in_words(plan, solution, &mix.parts);
    let money = format::money(mix.cost.abs(), &plan.currency);
    Some(capitalized(&match (mix.holds, mix.cost < 0.0) {
        (true, true) => format!("{what} can be had for {money} a year less: {does}"),
        (true, false) => format!("{what} costs {money} a year: {does}"),
        (false, _) => {
            let reached = format::probability(&mix.reached.probability);
            format!("no budget buys {what}: the best is {reached}")
        }
    }))
}

/// "Without more money, ...": said where the money of the plan as it stands would buy more, spent otherwise.
pub(in crate::report) fn better_spent(plan: &Plan, solution: &Solution) -> Option<String> {
    let free = solution.frontier.iter().rfind(|budget| budget.cost <= 0.0)?;
    let more = free.reached.probability.low? > solution.base.probability.high?;
    let does = mix_in_words(plan, solution, &free.parts);
    let (then, now) = (format::probability(&free.reached.probability), format::probability(&solution.base.probability));
    more.then(|| format!("Without more money than the plan has: {then} instead of {now} ({does})"))
}
