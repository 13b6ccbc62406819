//! `[[correlations]]` and `[[factors]]` as factorised matrices, one for each group of drivers that hang together.

use super::At;
use super::links::{self, Links};
use crate::diagnostic::{Diagnostic, Place};
use crate::math::matrix::{cholesky, contradicting_members, nearest_correlation};
use crate::plan::Dependence;
use crate::scenario::read::Reading;
use crate::scenario::{codes, suggest};

/// The groups of correlated drivers.
pub fn read(reading: &mut Reading<'_>, root: &At<'_>) -> Vec<Dependence> {
    let mut links = Links::default();
    let before = reading.errors();
    links::factors(reading, root, &mut links);
    links::correlations(reading, root, &mut links);
    // A matrix with a wrong entry would only echo that mistake.
    if reading.errors() > before {
        return Vec::new();
    }
    let repair = root.inside("plan").and_then(|plan| plan.boolean("repair_correlations")).unwrap_or(false);
    let contradiction = if repair { Contradiction::Repaired } else { Contradiction::Refused };
    groups(&links).into_iter().filter_map(|members| group(reading, &links, members, contradiction)).collect()
}

/// Drivers that hang together, directly or through others; each group in bytewise order of its paths.
fn groups(links: &Links) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for (a, b) in links.pearson.keys() {
        if groups.iter().any(|group| group.contains(a) && group.contains(b)) {
            continue;
        }
        let mut joined = vec![a.clone(), b.clone()];
        groups.retain(|group| {
            let touches = group.contains(a) || group.contains(b);
            if touches {
                joined.extend(group.iter().cloned());
            }
            !touches
        });
        joined.sort();
        joined.dedup();
        groups.push(joined);
    }
    groups.sort();
    groups
}

/// What is done with correlations that cannot all hold.
#[derive(Clone, Copy)]
enum Contradiction {
    /// They are a mistake.
    Refused,
    /// They are moved to the nearest that can.
    Repaired,
}

fn group(
    reading: &mut Reading<'_>,
    links: &Links,
    members: Vec<String>,
    contradiction: Contradiction,
) -> Option<Dependence> {
    let written: Vec<Vec<f64>> =
        members.iter().map(|a| members.iter().map(|b| links.correlation(a, b)).collect()).collect();
    let correlation = match (cholesky(&written), contradiction) {
        (None, Contradiction::Repaired) => {
            let (nearest, _) = nearest_correlation(&written);
            say_repaired(reading, links, &members, &written, &nearest);
            nearest
        }
        _ => written,
    };
    let Some(factor) = cholesky(&correlation) else {
        say_impossible(reading, links, &members, &correlation);
        return None;
    };
    let per = links::per(reading, &members[0])?;
    let drivers = members.iter().map(|path| reading.driver_id(path)).collect();
    Some(Dependence { per, drivers, correlation, factor })
}

fn say_impossible(reading: &mut Reading<'_>, links: &Links, members: &[String], matrix: &[Vec<f64>]) {
    let odd: Vec<String> = fewest_at_odds(matrix).into_iter().map(|i| members[i].clone()).collect();
    let perfect = odd.len() == 2;
    let message = match perfect {
        true => format!("{} cannot move together without fail", suggest::listed(&odd, "and")),
        false => format!("these correlations cannot all hold at once: {}", suggest::listed(&odd, "and")),
    };
    let mut mistake = Diagnostic::error(codes::IMPOSSIBLE_CORRELATIONS, message);
    for place in places_among(links, &odd) {
        mistake = mistake.at(&place, "");
    }
    if perfect {
        let why = "a correlation must lie strictly between -1 and 1: weaken it, or make both inputs the same driver";
        return reading.say(mistake.help(why));
    }
    let why = "what moves with a second thing that moves with a third cannot move against the third: weaken one of them, or give a common cause as [[factors]]";
    let repair = "or set repair_correlations = true in [plan] to take the nearest correlations that can hold";
    reading.say(mistake.help(why).help(repair));
}

/// Drivers whose correlations contradict each other, as few as will do: without any one of them the rest could hold.
fn fewest_at_odds(matrix: &[Vec<f64>]) -> Vec<usize> {
    let possible = |members: &[usize]| {
        let part: Vec<Vec<f64>> = members.iter().map(|&i| members.iter().map(|&j| matrix[i][j]).collect()).collect();
        cholesky(&part).is_some()
    };
    let all: Vec<usize> = (0..matrix.len()).collect();
    let mut odd = contradicting_members(matrix);
    if odd.is_empty() || possible(&odd) {
        odd = all;
    }
    for member in odd.clone() {
        let rest: Vec<usize> = odd.iter().copied().filter(|&i| i != member).collect();
        if !possible(&rest) {
            odd = rest;
        }
    }
    odd
}

/// Where the correlations among these drivers are written, each place once.
fn places_among(links: &Links, drivers: &[String]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for ((a, b), written) in &links.places {
        if drivers.contains(a) && drivers.contains(b) {
            for place in written {
                if !places.contains(place) {
                    places.push(place.clone());
                }
            }
        }
    }
    places
}

fn say_repaired(
    reading: &mut Reading<'_>,
    links: &Links,
    members: &[String],
    written: &[Vec<f64>],
    nearest: &[Vec<f64>],
) {
    let mut most = (0.0, 0, 0);
    for i in 0..members.len() {
        for j in 0..i {
            let moved = (written[i][j] - nearest[i][j]).abs();
            if moved > most.0 {
                most = (moved, i, j);
            }
        }
    }
    let (moved, i, j) = most;
    let message = format!(
        "the correlations cannot all hold and were moved to the nearest that can: by {moved:.3} at most, for {} and {} from {:.3} to {:.3}",
        members[j], members[i], written[i][j], nearest[i][j]
    );
    let warning = Diagnostic::warning(codes::REPAIRED, message);
    let warning = places_among(links, members).iter().fold(warning, |d, place| d.at(place, ""));
    reading.say(
        warning.help(
            "correlations here are on the normal scale (Pearson); see whether you can live with the changed ones",
        ),
    );
}
