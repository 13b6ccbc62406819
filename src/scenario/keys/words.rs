//! What a key takes, in words that a planner understands.

use super::{Forms, Input, Key, Kind, Length, Presence};
use crate::plan::{Domain, Timing, Unit};
use crate::scenario::suggest;

/// The values of a number: "a share between 0 and 1", "an amount of money, above 0".
pub fn allowed(unit: Unit, domain: Domain) -> String {
    let what = match unit {
        Unit::Money => "an amount of money",
        Unit::Share => "a share",
        Unit::Ratio | Unit::Count => "a number",
        Unit::Months => "a number of months",
    };
    let (min, max) = (suggest::typed(domain.min), suggest::typed(domain.max));
    match (domain.min.is_finite(), domain.max.is_finite(), domain.above_min, domain.below_max) {
        (true, true, false, false) => format!("{what} between {min} and {max}"),
        (true, true, false, true) => format!("{what} of at least {min} and below {max}"),
        (true, _, false, _) => format!("{what}, {min} or more"),
        (true, _, true, _) => format!("{what} above {min}"),
        (false, ..) => what.to_string(),
    }
}

/// What a key takes, in one phrase: "a share between 0 and 1, or a distribution".
pub fn taken(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text in quotes".to_string(),
        Kind::Name => "a name in quotes (letters a-z, digits, - and _)".to_string(),
        Kind::Boolean => "true or false".to_string(),
        Kind::Word(words) => {
            let quoted: Vec<String> = words.iter().map(|w| format!("\"{w}\"")).collect();
            suggest::listed(&quoted, "or")
        }
        Kind::Month => "a month in quotes, like \"2027-01\"".to_string(),
        Kind::MonthPair => "two months in brackets, like [\"2027-03\", \"2027-06\"]".to_string(),
        Kind::Whole { min, max } if *max == i64::MAX => format!("a whole number, {min} or more"),
        Kind::Whole { min, max } => {
            format!("a whole number from {} to {}", suggest::typed(*min as f64), suggest::typed(*max as f64))
        }
        Kind::Number(unit, domain) => allowed(*unit, *domain),
        Kind::Input(input) => taken_input(input),
        Kind::Counts(_) => "whole numbers by month, like { \"2027-02\" = 2, \"2027-04\" = 3 }".to_string(),
        Kind::Schedule(unit, domain) => format!("{}, or a table of months to values", allowed(*unit, *domain)),
        Kind::Milestones => "amounts by month, like { \"2027-06\" = 14_500_000 }".to_string(),
        Kind::Mix => "shares by segment, like { enterprise = 0.6, smb = 0.4 }".to_string(),
        Kind::Weights(Length::Twelve) => "12 weights in brackets, January first".to_string(),
        Kind::Weights(Length::ContractMonths) => "contract_months weights in brackets".to_string(),
        Kind::Pattern => "the path of an input in quotes, like \"segments.smb.pipeline.win_rate\"".to_string(),
        Kind::Amount => "a number, or \"x\" for the lever's amount".to_string(),
        Kind::Pair => "two paths of drivers in brackets".to_string(),
        Kind::Loadings => {
            "loadings between -1 and 1 by path, like { \"segments.*.pipeline.win_rate\" = 0.6 }".to_string()
        }
        Kind::Owners => "names by metric, like { new_arr = \"Ada\" }".to_string(),
        Kind::File => "the name of a file in quotes".to_string(),
        Kind::Table(_) => "a table".to_string(),
        Kind::Members(_) => "tables by name".to_string(),
        Kind::List(..) => "a list of tables".to_string(),
    }
}

fn taken_input(input: &Input) -> String {
    if input.whole {
        return "a whole number, 0 or more".to_string();
    }
    let number = allowed(input.unit, input.domain);
    match input.forms {
        Forms::Number => number,
        Forms::Uncertain => format!("{number}, or a distribution"),
        Forms::Lever => format!("{number}, or a table of months to values"),
        Forms::UncertainLever => format!("{number}, a table of months to values, or a distribution"),
    }
}

/// A line of documentation inside a sentence: without its full stop, and with a small letter unless it begins with an acronym.
pub fn in_sentence(doc: &str) -> String {
    let doc = doc.strip_suffix('.').unwrap_or(doc);
    let mut letters = doc.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            format!("{}{}", first.to_lowercase(), letters.as_str())
        }
        _ => doc.to_string(),
    }
}

/// When a key may be adjusted, in words.
pub fn adjustable(kind: &Kind) -> &'static str {
    match kind {
        Kind::Input(Input { timing: Timing::AnyMonth, .. }) | Kind::Counts(Timing::AnyMonth) => "any months",
        Kind::Input(_) | Kind::Counts(_) => "whole plan",
        _ => "no",
    }
}

/// What holds where a key is left out, in words.
pub fn presence(key: &Key) -> String {
    match key.presence {
        Presence::Required => "required".to_string(),
        Presence::Default("") => "as if empty".to_string(),
        Presence::Default(value) => value.to_string(),
        Presence::Derived(how) => how.to_string(),
        Presence::Optional => "none".to_string(),
    }
}
