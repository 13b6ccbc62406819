//! Texts, names, words, months, weights, and small tables of numbers.

use super::{Reading, months, numbers};
use crate::diagnostic::{Diagnostic, Place};
use crate::plan::Domain;
use crate::scenario::document::MAX_NUMBER;
use crate::scenario::keys::{CORRELATED, Key, Kind, Length, words};
use crate::scenario::node::{Content, Node};
use crate::scenario::{codes, suggest};

/// Whether a name has only the letters that names may have.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Reports a name that is none.
pub fn bad_name(reading: &mut Reading<'_>, name: &str, place: &Place) {
    let message = match name {
        "" => "a name cannot be empty".to_string(),
        _ => format!("the name {name:?} has characters that names cannot have"),
    };
    let mistake = Diagnostic::error(codes::BAD_NAME, message).at(place, "");
    let rule = "names have the letters a-z and A-Z, digits, - and _, for paths are made of them";
    reading.say(match suggest::name_meant(name) {
        Some(meant) => mistake.help(format!("did you mean {meant}? {rule}")),
        None => mistake.help(rule),
    });
}

/// Checks a value that is no adjustable number.
pub fn check(reading: &mut Reading<'_>, node: &Node, path: &str, key: &'static Key) {
    match (&key.kind, &node.content) {
        (Kind::Text | Kind::File | Kind::Pattern, Content::Text(_)) => {}
        (Kind::Name, Content::Text(name)) if is_name(name) => {}
        (Kind::Name, Content::Text(name)) => {
            bad_name(reading, name, &node.place);
            reading.mark_broken(path);
        }
        (Kind::Boolean, Content::Boolean(_)) => {}
        (Kind::Word(known), Content::Text(word)) => a_word(reading, word, known, node, path, key.name),
        (Kind::Month, Content::Text(text)) => {
            if months::month(reading, text, &node.place).is_none() {
                reading.mark_broken(path);
            }
        }
        (Kind::MonthPair, Content::List(items)) => month_pair(reading, items, node, path, key),
        (Kind::Whole { min, max }, Content::Whole(_) | Content::Number(_)) => {
            whole(reading, node, path, key, *min, *max)
        }
        (Kind::Schedule(unit, domain), Content::Whole(_) | Content::Number(_)) => {
            numbers::plain(reading, node, key.name, &words::allowed(*unit, *domain), *domain);
        }
        (Kind::Schedule(unit, domain), Content::Table(table)) => {
            months::schedule(reading, table, node, key, &words::allowed(*unit, *domain), *domain);
        }
        (Kind::Milestones, Content::Table(table)) => {
            let allowed = words::allowed(crate::plan::Unit::Money, Domain::NON_NEGATIVE);
            months::schedule(reading, table, node, key, &allowed, Domain::NON_NEGATIVE);
        }
        (Kind::Mix, Content::Table(table)) => {
            for (name, entry) in table {
                numbers::plain(reading, &entry.node, name, "a share between 0 and 1", Domain::SHARE);
            }
        }
        (Kind::Loadings, Content::Table(table)) => {
            for (name, entry) in table {
                let what = format!("the loading of {name}");
                numbers::plain(reading, &entry.node, &what, "a number between -1 and 1", CORRELATED);
            }
        }
        (Kind::Owners, Content::Table(table)) => {
            for (name, entry) in table.iter().filter(|(_, e)| e.node.text().is_none() && !e.node.is_broken()) {
                let message = format!("the owner of {name} must be text in quotes, got {}", entry.node.kind());
                reading.say(Diagnostic::error(codes::WRONG_KIND, message).at(&entry.node.place, ""));
            }
        }
        (Kind::Weights(length), Content::List(items)) => weights(reading, items, node, path, key, *length),
        (Kind::Amount, Content::Text(text)) if text == "x" => {}
        (Kind::Amount, Content::Whole(_) | Content::Number(_)) => {
            numbers::plain(reading, node, key.name, "a number, or \"x\"", Domain::ANY);
        }
        (Kind::Pair, Content::List(items)) => pair(reading, items, node, path),
        _ => wrong_kind(reading, node, path, key),
    }
}

/// Reports a value of the wrong kind.
pub fn wrong_kind(reading: &mut Reading<'_>, node: &Node, path: &str, key: &'static Key) {
    reading.mark_broken(path);
    let message = format!("{} must be {}, got {}", key.name, words::taken(&key.kind), numbers::got(reading, node));
    let mistake = Diagnostic::error(codes::WRONG_KIND, message).at(&node.place, "");
    let example = format!("for example {} = {}", key.name, key.example);
    let meant = match (&key.kind, &node.content) {
        (Kind::Month, Content::Date) => reading.typed(&node.place).get(..7).map(|m| format!("{} = \"{m}\"", key.name)),
        (Kind::Text | Kind::Name, Content::Whole(_) | Content::Number(_) | Content::Boolean(_)) => {
            Some(format!("{} = \"{}\"", key.name, reading.typed(&node.place)))
        }
        (Kind::Boolean, Content::Text(text)) => match text.to_lowercase().as_str() {
            "true" | "yes" | "y" | "on" => Some(format!("{} = true", key.name)),
            "false" | "no" | "n" | "off" => Some(format!("{} = false", key.name)),
            _ => None,
        },
        (Kind::Whole { .. }, Content::Text(text)) => suggest::number_meant(text).map(|n| format!("{} = {n}", key.name)),
        _ => None,
    };
    reading.say(match meant {
        Some(meant) => mistake.help(format!("did you mean {meant}?")),
        None => mistake.help(example),
    });
}

fn a_word(reading: &mut Reading<'_>, word: &str, known: &[&'static str], node: &Node, path: &str, name: &str) {
    if known.contains(&word) {
        return;
    }
    reading.mark_broken(path);
    let quoted: Vec<String> = known.iter().map(|w| format!("\"{w}\"")).collect();
    let message = format!("{name} must be {}, got {word:?}", suggest::listed(&quoted, "or"));
    let mistake = Diagnostic::error(codes::OUT_OF_RANGE, message).at(&node.place, "");
    reading.say(match suggest::nearest(word, known.iter().copied()) {
        Some(near) => mistake.help(format!("did you mean {name} = \"{near}\"?")),
        None => mistake,
    });
}

fn month_pair(reading: &mut Reading<'_>, items: &[Node], node: &Node, path: &str, key: &'static Key) {
    let texts: Vec<&str> = items.iter().filter_map(Node::text).collect();
    if items.len() != 2 || texts.len() != 2 {
        return wrong_kind(reading, node, path, key);
    }
    let found: Vec<_> = items.iter().zip(texts).map(|(item, text)| months::month(reading, text, &item.place)).collect();
    match found[..] {
        [Some(first), Some(last)] if first <= last => {}
        [Some(first), Some(last)] => {
            reading.mark_broken(path);
            let message = format!("{} begins after it ends", key.name);
            let help = format!("did you mean {} = [\"{last}\", \"{first}\"]?", key.name);
            reading.say(Diagnostic::error(codes::BAD_MONTH, message).at(&node.place, "").help(help));
        }
        _ => reading.mark_broken(path),
    }
}

fn whole(reading: &mut Reading<'_>, node: &Node, path: &str, key: &'static Key, min: i64, max: i64) {
    let inside = match node.content {
        Content::Whole(n) => (min..=max).contains(&n),
        // 12.0 is the whole number 12; beyond 2^53 a fraction cannot be told from a whole number.
        Content::Number(x) => x.fract() == 0.0 && x.abs() < 9e15 && (min..=max).contains(&(x as i64)),
        _ => false,
    };
    if inside {
        return;
    }
    reading.mark_broken(path);
    let message = format!("{} must be {}, got {}", key.name, words::taken(&key.kind), reading.typed(&node.place));
    let code = if key.name == "trials" { codes::TRIALS } else { codes::OUT_OF_RANGE };
    let mistake = Diagnostic::error(code, message).at(&node.place, "");
    reading.say(match node.number().filter(|x| key.name == "trials" && *x > max as f64) {
        Some(trials) => mistake.help(trials_needed(trials)),
        None => mistake,
    });
}

/// What a huge number of trials would need: time at 10 µs a trial and core.
pub fn trials_needed(trials: f64) -> String {
    let days = trials * 1e-5 / 86_400.0;
    let time =
        if days > 730.0 { format!("{} years", rounded(days / 365.0)) } else { format!("{} days", rounded(days)) };
    format!(
        "at some 10 millionths of a second a trial they would take about {time} on one core; 1_000_000 trials give probabilities to 0.1 %"
    )
}

/// A large number with two digits that count.
fn rounded(x: f64) -> String {
    let mut scale = 1.0;
    while x / scale >= 100.0 {
        scale *= 10.0;
    }
    suggest::typed((x / scale).round() * scale)
}

/// Weights are not negative, and not all 0.
pub fn weights_mistake(reading: &Reading<'_>, name: &str, items: &[Node], node: &Node) -> Option<Diagnostic> {
    for item in items {
        let place = &item.place;
        match item.number() {
            None if item.is_broken() => return None,
            None => {
                let message = format!("the values of {name} must be numbers, got {}", numbers::got(reading, item));
                return Some(Diagnostic::error(codes::WEIGHTS, message).at(place, ""));
            }
            Some(x) if x < 0.0 => {
                let message = format!("a weight cannot be negative, got {}", reading.typed(place));
                return Some(Diagnostic::error(codes::WEIGHTS, message).at(place, "").help("write 0 or more"));
            }
            Some(x) if x > MAX_NUMBER => return Some(numbers::too_large(name, place)),
            Some(_) => {}
        }
    }
    let sum: f64 = items.iter().filter_map(Node::number).sum();
    (sum <= 0.0).then(|| {
        let what = if name == "weights" { "the weights".to_string() } else { format!("the weights of {name}") };
        let message = format!("{what} are all 0: at least one must be above 0");
        Diagnostic::error(codes::WEIGHTS, message).at(&node.place, "")
    })
}

fn weights(reading: &mut Reading<'_>, items: &[Node], node: &Node, path: &str, key: &'static Key, length: Length) {
    if length == Length::Twelve && items.len() != 12 {
        reading.mark_broken(path);
        let message = format!("{} must have 12 weights, January first, got {}", key.name, items.len());
        reading.say(Diagnostic::error(codes::WEIGHTS, message).at(&node.place, ""));
        return;
    }
    if let Some(mistake) = weights_mistake(reading, key.name, items, node) {
        reading.mark_broken(path);
        reading.say(mistake);
    }
}

fn pair(reading: &mut Reading<'_>, items: &[Node], node: &Node, path: &str) {
    let texts: Vec<&str> = items.iter().filter_map(Node::text).collect();
    if items.iter().any(Node::is_broken) {
        return reading.mark_broken(path);
    }
    let mistake = |message: &str| Diagnostic::error(codes::CORRELATION, message).at(&node.place, "");
    let wrong = match texts[..] {
        [a, b] if items.len() == 2 && a == b => {
            mistake("a driver cannot be correlated with itself").help("name two different drivers")
        }
        [_, _] if items.len() == 2 => return,
        _ => mistake("a correlation has two drivers")
            .help("for more than two, write one [[correlations]] a pair, or [[factors]]"),
    };
    reading.mark_broken(path);
    reading.say(wrong);
}
