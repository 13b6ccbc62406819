//! Each lever alone, in words.

use super::words::{self, amount, cost, decide_by, level, measure, money_gained, per_money, points, pull, score};
use crate::analysis::solve::{Alone, Answer, Found, OnCurve, Shape, Solution, Wanted};
use crate::plan::{Lever, Plan, lever, owner};
use crate::report::format;
use crate::report::summary::{Section, Table, fitted};

/// Rows of a curve that the terminal shows; solve_curves.csv has the rest.
const MOST_ROWS: usize = 14;

/// The answer of one lever in sentences.
pub(in crate::report) fn headline(plan: &Plan, solution: &Solution, alone: &Alone) -> Vec<String> {
    let lever = &solution.levers[alone.lever];
    let mut lines = vec![format!("{}.", finding(plan, solution, alone))];
    if let Found::Reached(answer) = &alone.found
        && !alone.already
    {
        lines.push(format!("{}.", beside(plan, solution, lever, answer)));
        lines.extend(leeway(plan, lever, answer));
        lines.extend(latest(plan, lever, answer));
    }
    lines.extend(shape(solution, alone, lever));
    lines
}

/// Title of the chart of one lever.
pub fn title(plan: &Plan, solution: &Solution, alone: &Alone) -> String {
    finding(plan, solution, alone)
}

/// "For 40 % odds of $20.0M ARR by Dec 2027: hire 3 more (enterprise-reps) in Feb 2027, decided by Dec 2026".
fn finding(plan: &Plan, solution: &Solution, alone: &Alone) -> String {
    let (wanted, lever) = (solution.settings.wanted, &solution.levers[alone.lever]);
    let (name, measure) = (format::one_line(&lever.name), measure(wanted));
    let level = level(plan, wanted, solution.settings.level);
    let now = score(plan, wanted, &solution.base);
    match &alone.found {
        _ if alone.already => {
            format!(
                "{measure} is {now} as the plan stands: the wanted {level} needs no lever{}",
                spare(plan, lever, alone)
            )
        }
        Found::Reached(answer) => {
            let to = pull(plan, lever, answer.at.amount);
            let of = words::wanted(plan, wanted);
            match wanted {
                Wanted::Median(_) => format!("For {of}: {to}"),
                _ => format!("For a chance of {level} of {of}: {to}"),
            }
        }
        Found::OutOfReach(best) => match alone.shape {
            Shape::NoEffect => {
                format!("{name} has no effect: {measure} is {now} at every amount, trial by trial the same")
            }
            Shape::NotSeen => format!(
                "{name} has no effect on {measure} that {} trials can tell: it is {now} as the plan stands, {} at {}",
                format::whole(solution.trials),
                score(plan, wanted, &alone.far.reached),
                amount(plan, lever, Some(alone.far.amount))
            ),
            Shape::Rising | Shape::Falling | Shape::NotMonotone => format!(
                "{level} is {} {name} alone: the best it can do is {} at {}; {now} as the plan stands",
                if words::may_hold(&solution.settings, &best.reached) { "at the edge of" } else { "out of reach of" },
                words::score_with_error(plan, wanted, &best.reached),
                amount(plan, lever, Some(best.amount))
            ),
        },
    }
}

/// "; it would still be reached with smb-ads at ×0.85".
fn spare(plan: &Plan, lever: &Lever, alone: &Alone) -> String {
    match &alone.found {
        Found::Reached(answer) if lever::neutral(plan, lever) != Some(answer.at.amount) => {
            format!(
                "; with {} at {} it is still reached",
                format::one_line(&lever.name),
                amount(plan, lever, Some(answer.at.amount))
            )
        }
        _ => String::new(),
    }
}

/// "P(hit) is then 40.3 % (33.7 % as the plan stands); at +2, one step less, it is 39.1 %".
fn beside(plan: &Plan, solution: &Solution, lever: &Lever, answer: &Answer) -> String {
    let wanted = solution.settings.wanted;
    let reached = format!(
        "{} is then {} ({} as the plan stands)",
        measure(wanted),
        words::score_with_error(plan, wanted, &answer.at.reached),
        score(plan, wanted, &solution.base)
    );
    match &answer.less {
        Some(less) => {
            let at = amount(plan, lever, Some(less.amount));
            let of_less = score(plan, wanted, &less.reached);
            match of_less == score(plan, wanted, &answer.at.reached) {
                true => format!("{reached}; at {at}, one step less, it is just short"),
                false => format!("{reached}; at {at}, one step less, it is {of_less}"),
            }
        }
        None => format!("{reached}; that is the least amount of its range"),
    }
}

/// "The simulation error leaves +2 to +4 possible.".
fn leeway(plan: &Plan, lever: &Lever, answer: &Answer) -> Option<String> {
    let at = |x: f64| amount(plan, lever, Some(x));
    match answer.between? {
        (low, Some(high)) if low == high => {
            Some(format!("The simulation error leaves no other amount than {} possible.", at(low)))
        }
        (low, Some(high)) => Some(format!("The simulation error leaves {} to {} possible.", at(low), at(high))),
        (low, None) => Some(format!(
            "The simulation error leaves {} possible, and that the range does not reach far enough.",
            at(low)
        )),
    }
}

/// "Started in Apr 2027 at the latest (decided by Feb 2027) it still reaches it.".
fn latest(plan: &Plan, lever: &Lever, answer: &Answer) -> Option<String> {
    let month = |t: usize| format::month(plan.calendar.month(t));
    let last = answer.latest?;
    let first = lever::starts(lever);
    if last == first {
        return Some(format!("Started later than {}, that amount no longer reaches it.", month(first)));
    }
    let decided = match lever::lead(lever) {
        0 => String::new(),
        _ => format!(" (decided by {})", format::month(lever::decide_by(plan, lever, last))),
    };
    Some(format!("Started as late as {}{decided}, that amount still reaches it; later it does not.", month(last)))
}

fn shape(solution: &Solution, alone: &Alone, lever: &Lever) -> Option<String> {
    let name = format::one_line(&lever.name);
    let measure = measure(solution.settings.wanted);
    match alone.shape {
        Shape::Falling => Some(format!("Less of {name} is better: the answer is the greatest amount that will do.")),
        Shape::NotMonotone => Some(format!(
            "More of {name} is not always better: {measure} rises in one part of the range and falls in another."
        )),
        Shape::Rising | Shape::NoEffect | Shape::NotSeen => None,
    }
}

/// Said where there is no mix: which levers reach the level alone.
pub(super) fn headline_of_all(plan: &Plan, solution: &Solution) -> Vec<String> {
    let settings = &solution.settings;
    let (wanted, level) = (settings.wanted, level(plan, settings.wanted, settings.level));
    let now = score(plan, wanted, &solution.base);
    let of = words::wanted(plan, wanted);
    let reach: Vec<String> = solution
        .alone
        .iter()
        .filter_map(|a| match &a.found {
            Found::Reached(answer) => Some(pull(plan, &solution.levers[a.lever], answer.at.amount)),
            Found::OutOfReach(_) => None,
        })
        .collect();
    let first = match wanted {
        Wanted::Median(_) => format!("Median ARR is {now} as the plan stands; {of} is wanted"),
        _ => format!("The chance of {of} is {now} as the plan stands; {level} is wanted"),
    };
    match (solution.alone.first().is_some_and(|a| a.already), &reach[..]) {
        (true, _) => vec![format!("{first}, so no lever is needed.")],
        (false, []) => vec![format!("{first}, and no lever reaches it alone.")],
        (false, reach) => vec![format!("{first}. Alone it takes: {}.", reach.join("; or "))],
    }
}

/// The curve of one lever.
pub(super) fn by_amount(plan: &Plan, solution: &Solution, alone: &Alone) -> Section {
    let (wanted, lever) = (solution.settings.wanted, &solution.levers[alone.lever]);
    let answer = match &alone.found {
        Found::Reached(answer) => answer.at.amount,
        Found::OutOfReach(best) => best.amount,
    };
    let shown = shown(&alone.curve, answer);
    let is_median = matches!(wanted, Wanted::Median(_));
    // one number of digits for a column, so that its figures can be compared
    let widest = shown.iter().filter_map(|p| format::half_width(&p.reached.probability)).fold(0.0, f64::max);
    let medians = words::medians(plan, shown.iter().map(|p| p.reached.median));
    let percent = |p: &OnCurve| p.reached.probability.value.map(|x| format::percent_within(x, widest));
    let row = |point: &OnCurve| {
        let odds = percent(point).filter(|_| !is_median);
        let arr = Some(medians.text_or_none(point.reached.median.value));
        let price = Some(cost(plan, lever::cost(plan, lever, point.amount)));
        [Some(amount(plan, lever, Some(point.amount))), odds, arr, price].into_iter().flatten().collect()
    };
    let rows: Vec<Vec<String>> = shown.iter().map(row).collect();
    let mut header = vec![String::new()];
    if !is_median {
        header.push(measure(wanted).to_string());
    }
    header.push("P50 of ARR".to_string());
    header.push("Cost a year".to_string());
    let mut lines = returns(plan, alone, lever);
    lines.push(format!("Decided by {} ({})", decide_by(plan, lever), owner::of_lever(plan, lever)));
    Section {
        title: format!("{} by amount", format::one_line(&lever.name)),
        lines,
        table: Some(Table { header, rows }),
        ..Section::default()
    }
}

/// At most so many points: the ends, the answer, the rest evenly.
fn shown(curve: &[OnCurve], answer: f64) -> Vec<OnCurve> {
    let last = curve.len().saturating_sub(1);
    let even = |i: usize| (0..MOST_ROWS).any(|k| (k * last + (MOST_ROWS - 1) / 2) / (MOST_ROWS - 1) == i);
    let kept = |(i, p): &(usize, &OnCurve)| curve.len() <= MOST_ROWS || even(*i) || p.amount == answer;
    curve.iter().enumerate().filter(kept).map(|(_, p)| *p).collect()
}

/// "Of $100k a year it makes 0.6 points of P(hit) and $40k of P50".
fn returns(plan: &Plan, alone: &Alone, lever: &Lever) -> Vec<String> {
    let per = format::money(words::PER, &plan.currency);
    let at = amount(plan, lever, Some(alone.judged_at));
    match (per_money(&alone.gain.probability, alone.cost), per_money(&alone.gain.median, alone.cost)) {
        (Some(odds), Some(arr)) => vec![format!(
            "Return at {at}: {} points and {} of P50 for {per} a year",
            points(&odds),
            money_gained(plan, &arr)
        )],
        _ => Vec::new(),
    }
}

/// All levers beside each other.
pub(super) fn table(plan: &Plan, solution: &Solution) -> Section {
    let (wanted, settings) = (solution.settings.wanted, &solution.settings);
    let level = level(plan, wanted, settings.level);
    let per = format::money(words::PER, &plan.currency);
    let header = [
        String::new(),
        format!("For {level}"),
        "At most".to_string(),
        "Cost a year".to_string(),
        "Points".to_string(),
        "P50".to_string(),
        "Decide by".to_string(),
        "Owner".to_string(),
    ];
    let rows = solution.alone.iter().map(|alone| row(plan, solution, alone)).collect();
    let lines = vec![format!("{} is {} as the plan stands", measure(wanted), score(plan, wanted, &solution.base))];
    let notes = vec![
        format!("For {level}: the amount that reaches it;  At most: {}, and the amount", measure(wanted)),
        format!("Points, P50: what {per} a year buys of {} and of the median ARR", measure(wanted)),
        "Cost and return are those of the amount that reaches the level, else of the most that helps; against the plan as it stands".to_string(),
    ];
    let table = Some(fitted(Table { header: header.to_vec(), rows }, &[0, 7]));
    Section { title: "Each lever alone".to_string(), lines, table, notes }
}

/// The amount that reaches the level, or why there is none; and the best that the lever can do.
pub(in crate::report) fn outcome_in_words<'s>(
    plan: &Plan,
    solution: &Solution,
    alone: &'s Alone,
) -> (String, &'s OnCurve) {
    let lever = &solution.levers[alone.lever];
    match &alone.found {
        _ if alone.already => ("no need".to_string(), &alone.far),
        Found::Reached(answer) => (amount(plan, lever, Some(answer.at.amount)), &alone.far),
        Found::OutOfReach(best) => match alone.shape {
            Shape::NoEffect => ("no effect".to_string(), best),
            Shape::NotSeen => ("no effect seen".to_string(), &alone.far),
            _ => ("out of reach".to_string(), best),
        },
    }
}

fn row(plan: &Plan, solution: &Solution, alone: &Alone) -> Vec<String> {
    let lever = &solution.levers[alone.lever];
    let at = |x: f64| amount(plan, lever, Some(x));
    let (needs, best) = outcome_in_words(plan, solution, alone);
    let most = format!("{} ({})", score(plan, solution.settings.wanted, &best.reached), at(best.amount));
    let odds = per_money(&alone.gain.probability, alone.cost);
    let arr = per_money(&alone.gain.median, alone.cost);
    vec![
        format::one_line(&lever.name),
        needs,
        most,
        cost(plan, alone.cost),
        odds.map_or("-".to_string(), |e| points(&e)),
        arr.map_or("-".to_string(), |e| money_gained(plan, &e)),
        decide_by(plan, lever),
        format::one_line(owner::of_lever(plan, lever)),
    ]
}
