//! What `[[factors]]` and `[[correlations]]` say of pairs of drivers.

use super::{At, paths};
use crate::diagnostic::{Diagnostic, Place};
use crate::plan::{DriverId, Per, Value};
use crate::scenario::keys::{CORRELATED, Identity};
use crate::scenario::read::Reading;
use crate::scenario::{codes, suggest};
use std::collections::BTreeMap;

/// Drivers that one factor can move: their matrix must stay small enough to be factorised at once.
const MAX_MEMBERS: usize = 300;

/// Two drivers, the lesser path first.
pub type Pair = (String, String);

/// Everything that is said of how drivers hang together.
#[derive(Default)]
pub struct Links {
    /// Pearson correlation of the normal scores, by pair.
    pub pearson: BTreeMap<Pair, f64>,
    /// Where a pair's correlation comes from.
    pub places: BTreeMap<Pair, Vec<Place>>,
}

impl Links {
    /// The correlation of two drivers; 0 where nothing is said of them.
    pub fn correlation(&self, a: &str, b: &str) -> f64 {
        if a == b { 1.0 } else { self.pearson.get(&pair_of(a, b)).copied().unwrap_or(0.0) }
    }
}

/// How often the driver at a path is drawn; `None` where it is no distribution.
pub fn per(reading: &Reading<'_>, path: &str) -> Option<Per> {
    match &reading.driver(path)?.value {
        Value::Random(random) => Some(random.per),
        _ => None,
    }
}

/// How often something is drawn, in a sentence.
fn often(per: Per) -> &'static str {
    match per {
        Per::Plan => "once a trial",
        Per::Year => "each year",
        Per::Quarter => "each quarter",
        Per::Month => "each month",
    }
}

/// The pair's drivers, the lesser path first.
fn pair_of(a: &str, b: &str) -> Pair {
    if a < b { (a.to_string(), b.to_string()) } else { (b.to_string(), a.to_string()) }
}

/// `[[factors]]`: the correlation of two members is the product of their loadings, summed over factors.
pub fn factors(reading: &mut Reading<'_>, root: &At<'_>, links: &mut Links) {
    let mut squares: BTreeMap<String, (f64, Vec<Place>)> = BTreeMap::new();
    for (_, at) in root.items("factors", Identity::By("name")) {
        let loadings = loadings(reading, &at);
        same_per(reading, &at, &loadings);
        for (path, (loading, place)) in &loadings {
            let (square, places) = squares.entry(path.clone()).or_default();
            *square += loading * loading;
            places.push(place.clone());
        }
        let members: Vec<(&String, &(f64, Place))> = loadings.iter().collect();
        if members.len() > MAX_MEMBERS {
            let message = format!("a factor can move {MAX_MEMBERS} drivers at most, this one names {}", members.len());
            reading.say(Diagnostic::error(codes::FACTOR, message).at(&at.value_place("name"), ""));
            continue;
        }
        for (i, (a, (first, place))) in members.iter().enumerate() {
            for (b, (second, other)) in &members[i + 1..] {
                let pair = pair_of(a, b);
                *links.pearson.entry(pair.clone()).or_insert(0.0) += first * second;
                links.places.entry(pair).or_default().extend([place.clone(), other.clone()]);
            }
        }
    }
    for (path, (square, places)) in squares.iter().filter(|(_, (square, _))| *square > 1.0 + 1e-12) {
        let sum = (square * 1e4).round() / 1e4;
        let message = format!("the squared loadings of {path} sum to {sum}: they can sum to 1 at most");
        let mistake = places.iter().fold(Diagnostic::error(codes::FACTOR, message), |d, place| d.at(place, ""));
        reading.say(
            mistake
                .help("a loading is the correlation with the common cause; its square is the share that it explains"),
        );
    }
}

/// The random members of a factor with their loadings: of several paths that fit, the one with the fewest `*`.
fn loadings(reading: &mut Reading<'_>, at: &At<'_>) -> BTreeMap<String, (f64, Place)> {
    let mut best: BTreeMap<String, Vec<(usize, String, f64, Place)>> = BTreeMap::new();
    let Some(table) = at.inside("loadings") else { return BTreeMap::new() };
    for (pattern, entry) in table.table {
        let Some(loading) = entry.node.number().filter(|x| CORRELATED.contains(*x)) else { continue };
        for path in random_members(reading, pattern, &entry.key, "loading") {
            let rank = paths::stars(pattern);
            best.entry(path).or_default().push((rank, pattern.clone(), loading, entry.key.clone()));
        }
    }
    let mut out = BTreeMap::new();
    for (path, mut fits) in best {
        fits.sort_by_key(|(stars, ..)| *stars);
        match &fits[..] {
            [first, second, ..] if first.0 == second.0 => {
                let message = format!("two paths fit {path} equally well, so its loading is not clear");
                let help = format!("give its loading by its full path: \"{path}\" = ..");
                reading.say(Diagnostic::error(codes::FACTOR, message).at(&second.3, "").at(&first.3, "").help(help));
            }
            [(_, _, loading, place), ..] => {
                out.insert(path, (*loading, place.clone()));
            }
            [] => {}
        }
    }
    out
}

/// The drivers that a path names and that are distributions; plain numbers are passed over with a warning.
fn random_members(reading: &mut Reading<'_>, pattern: &str, place: &Place, what: &str) -> Vec<String> {
    let found = paths::find(reading, pattern, place);
    let paths: Vec<String> = found.drivers.iter().map(|id: &DriverId| reading.drivers[id.0].path.clone()).collect();
    let counts = found.counts.iter().map(|id| reading.counts[id.0].path.clone());
    let (random, plain): (Vec<String>, Vec<String>) =
        paths.into_iter().chain(counts).chain(found.settled).partition(|path| per(reading, path).is_some());
    let plain: Vec<String> = plain.into_iter().filter(|path| !reading.is_broken(path)).collect();
    if !plain.is_empty() {
        let verb = if plain.len() == 1 { "is a plain number" } else { "are plain numbers" };
        let message = format!("{} {verb}: this {what} passes over it", suggest::listed(&plain, "and"));
        let message = if plain.len() == 1 { message } else { message.replace("over it", "over them") };
        let help = "only distributions move with others; give it one, or leave it out here";
        reading.say(Diagnostic::warning(codes::NO_EFFECT, message).at(place, "").help(help));
    }
    random
}

fn same_per(reading: &mut Reading<'_>, at: &At<'_>, loadings: &BTreeMap<String, (f64, Place)>) {
    let mut members = loadings.iter();
    let Some((first, (_, place))) = members.next() else { return };
    let Some(expected) = per(reading, first) else { return };
    let other = members.find_map(|(path, (_, place))| {
        let per = per(reading, path).filter(|per| *per != expected)?;
        Some((path.clone(), per, place.clone()))
    });
    if let Some((path, per, other)) = other {
        let message = format!(
            "the drivers of a factor must all be drawn equally often: {first} is drawn {}, {path} {}",
            often(expected),
            often(per)
        );
        let help = "give them the same per, or make two factors";
        let mistake = Diagnostic::error(codes::FACTOR, message).at(&other, "");
        let mistake = if *place == other { mistake } else { mistake.at(place, "") };
        reading.say(mistake.at(&at.value_place("name"), "").help(help));
    }
}

/// `[[correlations]]`: a pair overrides what factors give it.
pub fn correlations(reading: &mut Reading<'_>, root: &At<'_>, links: &mut Links) {
    for (_, at) in root.items("correlations", Identity::ByPair) {
        let Some([a, b]) =
            at.node("drivers").map(|node| node.items()).and_then(|items| <&[_; 2]>::try_from(items).ok())
        else {
            continue;
        };
        let (Some(first), Some(second)) = (a.text(), b.text()) else { continue };
        if first == second {
            continue;
        }
        let found = [(first, &a.place), (second, &b.place)].map(|(path, place)| one_driver(reading, path, place));
        let (Some(rank), [Some(first), Some(second)]) = (at.number("rank"), found) else { continue };
        if per(reading, &first) != per(reading, &second) {
            let each = |path: &str| per(reading, path).map_or("", often);
            let message = format!(
                "two correlated drivers must be drawn equally often: {first} is drawn {}, {second} {}",
                each(&first),
                each(&second)
            );
            let mistake = Diagnostic::error(codes::CORRELATION, message).at(&at.value_place("drivers"), "");
            reading.say(mistake.help("give them the same per"));
            continue;
        }
        if rank.abs() > 1.0 {
            continue;
        }
        let pair = pair_of(&first, &second);
        links.pearson.insert(pair.clone(), 2.0 * libm::sin(std::f64::consts::PI * rank / 6.0));
        links.places.insert(pair, vec![at.value_place("drivers")]);
    }
}

/// The one random driver of this path; paths of correlations have no `*`.
fn one_driver(reading: &mut Reading<'_>, path: &str, place: &Place) -> Option<String> {
    if path.contains('*') {
        let message = "a correlation names two single drivers: * cannot stand here";
        let help = "a common cause of many drivers is written as [[factors]]";
        reading.say(Diagnostic::error(codes::CORRELATION, message).at(place, "").help(help));
        return None;
    }
    random_members(reading, path, place, "correlation").pop()
}
