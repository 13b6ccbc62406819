//! A lever that is asked for by the path of an input, checked as strictly as one that a scenario writes down.

use super::validate::{levers::is_decided, paths};
use super::{codes, suggest};
use crate::calendar::YearMonth;
use crate::diagnostic::Diagnostic;
use crate::plan::adjust::combined;
use crate::plan::lever::{MOST, MOST_STEPS, has_room};
use crate::plan::{CountsId, DriverId, Lever, LeverAmount, LeverChange, Plan, Timing, Window};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct AskedLever {
    /// Path of an input, `*` for any one part.
    pub path: String,
    /// What the amount does to it.
    pub by: By,
    /// Least amount.
    pub min: f64,
    /// Greatest amount.
    pub max: f64,
    /// Step of the amount.
    pub step: f64,
    /// First month in which it works; `None`: the whole plan.
    pub from: Option<YearMonth>,
    /// Last month.
    pub until: Option<YearMonth>,
    /// Money a year for each unit of the amount.
    pub cost: Option<f64>,
    /// Months from the decision until it works.
    pub lead_months: f64,
}

/// What an amount does to an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// It is added.
    Add,
    /// The input is multiplied by it.
    Multiply,
    /// The input becomes it.
    Set,
}

/// The inputs that a path names.
struct Inputs {
    drivers: Vec<DriverId>,
    counts: Vec<CountsId>,
}

/// The lever on the inputs that a path names.
///
/// # Errors
/// Where the path names nothing (with the nearest that does), what it names cannot be a lever, or not so; where the range
/// is none.
pub fn lever(plan: &Plan, asked: &AskedLever) -> Result<Lever, Diagnostic> {
    let inputs = inputs(plan, &asked.path)?;
    refuse(plan, asked, &inputs)?;
    let window = window(plan, asked, &inputs)?;
    let whole = asked.by != By::Multiply
        && (!inputs.counts.is_empty() || inputs.drivers.iter().any(|&id| plan.driver(id).whole));
    if whole && let Some(x) = [asked.min, asked.max, asked.step].into_iter().find(|x| x.fract() != 0.0) {
        let message = format!("{} changes by whole numbers only: {x} is none", asked.path);
        return Err(Diagnostic::error(codes::LEVER, message).help("give --min, --max and --step whole numbers"));
    }
    let (multiply, add) = match asked.by {
        By::Add => (LeverAmount::Number(1.0), LeverAmount::X),
        By::Multiply => (LeverAmount::X, LeverAmount::Number(0.0)),
        By::Set => (LeverAmount::Number(0.0), LeverAmount::X),
    };
    let Inputs { drivers, counts } = inputs;
    let lever = Lever {
        name: asked.path.clone(),
        changes: vec![LeverChange { drivers, counts, multiply, add, window }],
        min: asked.min,
        max: asked.max,
        step: asked.step,
        cost: asked.cost,
        lead_months: asked.lead_months,
        owner: None,
    };
    check_range(&lever)?;
    Ok(lever)
}

/// The scenario's lever of this name.
///
/// # Errors
/// Where there is none, with the nearest name.
pub fn named<'a>(plan: &'a Plan, name: &str) -> Result<&'a Lever, Diagnostic> {
    let names = || plan.levers.iter().map(|lever| lever.name.as_str());
    plan.levers.iter().find(|lever| lever.name == name).ok_or_else(|| {
        let mistake = Diagnostic::error(codes::LEVER, format!("the scenario has no lever {name}"));
        let mistake = match (suggest::nearest(name, names()), plan.levers.is_empty()) {
            (Some(near), _) => mistake.help(format!("did you mean {near}?")),
            (None, true) => mistake.help("it has no [[levers]] at all"),
            (None, false) => mistake.help(format!("its levers: {}", names().collect::<Vec<_>>().join(", "))),
        };
        mistake.help(
            "or name any input by its path, such as segments.smb.pipeline.win_rate, with --by, --min, --max and --step",
        )
    })
}

/// Months from a decision until a lever works, at most: longer than any plan.
const MOST_LEAD: f64 = 1_200.0;

/// Refuses a range that has no amounts, or too many, and what is beyond any plan.
///
/// # Errors
/// Where min is not below max, the step is not above 0, larger than the range or far too small for it; where an amount, the
/// cost or the lead time is out of all proportion, or the lead time below 0.
pub fn check_range(lever: &Lever) -> Result<(), Diagnostic> {
    let Lever { name, min, max, step, .. } = lever;
    let refused = |message: String| Err(Diagnostic::error(codes::LEVER, message));
    if ![min, max, step].iter().all(|x| x.is_finite()) {
        return refused(format!("{name}: min, max and step must be numbers, got {min}, {max} and {step}"));
    }
    let all = [("min", Some(*min)), ("max", Some(*max)), ("step", Some(*step)), ("cost", lever.cost)];
    if let Some((key, x)) = all.iter().find_map(|(key, x)| Some((key, x.filter(|x| x.is_nan() || x.abs() > MOST)?))) {
        return refused(format!("{name}: {key} must lie between -1e12 and 1e12, got {x:e}"));
    }
    if !(0.0..=MOST_LEAD).contains(&lever.lead_months) {
        let message = "the months from the decision until it works lie between 0 and 1,200";
        return refused(format!("{name}: {message}, got {}", lever.lead_months));
    }
    if min >= max {
        return refused(format!("{name}: min must be below max, got {min} and {max}"));
    }
    if *step <= 0.0 {
        return refused(format!("{name}: step must be above 0, got {step}"));
    }
    if !has_room(*min, *max, *step) {
        return refused(format!("{name}: step {step} is larger than the whole range from {min} to {max}"));
    }
    if (max - min) / step > MOST_STEPS as f64 {
        return refused(format!(
            "{name}: from {min} to {max} by {step} are more than {MOST_STEPS} steps: take larger ones"
        ));
    }
    Ok(())
}

fn inputs(plan: &Plan, path: &str) -> Result<Inputs, Diagnostic> {
    let named = |known: &str| paths::matches(path, known);
    let drivers = (0..plan.drivers.len()).map(DriverId).filter(|&id| named(&plan.driver(id).path)).collect();
    let counts = (0..plan.counts.len()).map(CountsId).filter(|&id| named(&plan.counts(id).path)).collect();
    let inputs = Inputs { drivers, counts };
    if inputs.drivers.is_empty() && inputs.counts.is_empty() {
        let known = plan.drivers.iter().map(|d| d.path.as_str()).chain(plan.counts.iter().map(|c| c.path.as_str()));
        return Err(paths::unknown(path, &known.collect::<Vec<_>>()));
    }
    Ok(inputs)
}

/// Refuses quota, what nobody decides without a cost, and setting what is added to.
fn refuse(plan: &Plan, asked: &AskedLever, inputs: &Inputs) -> Result<(), Diagnostic> {
    let paths = || inputs.drivers.iter().map(|&id| plan.driver(id).path.as_str());
    if let Some(path) = paths().find(|path| path.ends_with(".quota_annual")) {
        let message = format!("{path} is no lever: a higher quota at the same attainment raises nothing in life");
        return Err(Diagnostic::error(codes::LEVER, message)
            .help("ask for hires, pipeline, ramp_months or attainment (with what raising it costs) instead"));
    }
    let opens = |path: &&str| {
        path.ends_with(".opening_arr")
            || path.ends_with(".opening_customers")
            || path.contains(".key_accounts.") && path.ends_with(".arr")
    };
    if let Some(path) = paths().find(opens) {
        let message = format!("{path} is no lever: what is there at the start is there");
        return Err(Diagnostic::error(codes::LEVER, message).help("change it where it is written, or with --set"));
    }
    if let Some(path) = paths().find(|path| !is_decided(path)).filter(|_| asked.cost.is_none()) {
        let message = format!("{path} is not decided but comes about: a lever on it must say what it costs");
        return Err(Diagnostic::error(codes::LEVER, message)
            .help("add --cost, money a year for each unit of the amount (0 if it is really free)"));
    }
    if asked.by == By::Set {
        let added = |adjustments: &[_]| (1..=plan.calendar.months).any(|t| combined(adjustments, t).add != 0.0);
        let drivers = inputs.drivers.iter().map(|&id| plan.driver(id)).map(|d| (&d.path, &d.adjustments));
        let counts = inputs.counts.iter().map(|&id| plan.counts(id)).map(|c| (&c.path, &c.adjustments));
        if let Some((path, _)) = drivers.chain(counts).find(|(_, adjustments)| added(adjustments)) {
            let message = format!("{path} cannot be set: an [[adjust]] of the scenario adds to it");
            return Err(Diagnostic::error(codes::LEVER, message).help("use --by add or --by multiply"));
        }
    }
    Ok(())
}

/// The window; counts that are added are added in one month unless `--until` says more.
fn window(plan: &Plan, asked: &AskedLever, inputs: &Inputs) -> Result<Window, Diagnostic> {
    let refused = |code, message: String| Err(Diagnostic::error(code, message));
    let timings = inputs.drivers.iter().map(|&id| (&plan.driver(id).path, plan.driver(id).timing));
    let mut timings = timings.chain(inputs.counts.iter().map(|&id| (&plan.counts(id).path, plan.counts(id).timing)));
    let adds = asked.by != By::Multiply && !inputs.counts.is_empty();
    if let Some((path, _)) = timings.find(|(_, timing)| *timing == Timing::WholePlan) {
        if asked.from.is_some() || asked.until.is_some() {
            let message = format!("{path} is fixed when the plan, a group or a cohort starts: it has no months");
            return refused(codes::NOT_ADJUSTABLE, message).map_err(|m| m.help("leave out --from and --until"));
        }
        if adds {
            let message = format!("nothing can be added to {path}: it can only be multiplied");
            return refused(codes::NOT_ADJUSTABLE, message).map_err(|m| m.help("use --by multiply"));
        }
    }
    if adds && asked.from.is_none() {
        let message = format!("{} is a count of single months: which month is it about?", asked.path);
        return refused(codes::LEVER, message)
            .map_err(|m| m.help("add --from YYYY-MM; --until is the same month unless it is given"));
    }
    let (first, last) = (plan.calendar.month(1), plan.calendar.month(plan.calendar.months));
    let outside = |month: &YearMonth| !(1..=plan.calendar.months as i32).contains(&plan.calendar.t_of(*month));
    for (option, month) in [("--from", asked.from), ("--until", asked.until)] {
        if let Some(month) = month.filter(outside) {
            let message = format!("{option} {month} lies outside the plan, which lasts from {first} to {last}");
            let help = format!("give a month of the plan, or leave out {option}");
            return refused(codes::LEVER, message).map_err(|m| m.help(help));
        }
    }
    let t = |month: Option<YearMonth>, open: i32| month.map_or(open, |month| plan.calendar.t_of(month));
    let from = t(asked.from, Window::ALWAYS.from);
    let until = if adds && asked.until.is_none() { from } else { t(asked.until, Window::ALWAYS.until) };
    if from > until {
        return refused(codes::LEVER, format!("{}: --until is before --from", asked.path));
    }
    Ok(Window { from, until })
}
