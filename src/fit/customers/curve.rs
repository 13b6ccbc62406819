//! The share of customers that stay over time, as counted (Kaplan-Meier) and as fitted, and how far they lie apart.

use super::lives::Life;
use super::terms::{self, Contract};
use crate::fit::day::{DAYS_A_MONTH, DAYS_A_YEAR, Day};
use crate::fit::evidence::Survival;
use crate::fit::survival::{Cause, Step, Timeline, kaplan_meier};

/// Points of a curve that are kept for the picture.
const POINTS: usize = 200;

/// Fewer at risk than this say little about the curve: with 20, one departure moves it by 5 points.
const LEAST_AT_RISK: f64 = 20.0;

/// Distance between fit and Kaplan-Meier, in shares of customers, from which the fit is bad, where it is beyond chance
/// too: an error of 5 points in who is still there is seen in a plan.
const BAD_DISTANCE: f64 = 0.05;

/// Standard deviations of Kaplan-Meier beyond which a distance is more than chance.
const BEYOND_CHANCE: f64 = 3.0;

/// Kaplan-Meier of stays, with those seen late only from then on.
pub fn counted(lives: &[&Life], observed_from: Option<Day>, as_of: Day) -> Vec<Step> {
    let mut timeline = Timeline::default();
    for life in lives {
        let entry = observed_from.map_or(0, |from| from.since(life.start).max(0));
        let exit = life.exit(as_of).since(life.start);
        timeline.add(entry as u32, exit.max(0) as u32, life.end.map(|_| Cause::First), 1.0);
    }
    kaplan_meier(&timeline)
}

/// How far a fit lies from Kaplan-Meier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// The largest distance, where at least 20 are at risk.
    pub largest: f64,
    /// Whether the fit is bad: at some day farther than 5 points and 3 standard deviations.
    pub bad: bool,
}

/// The distance of the yearly share `annual` from Kaplan-Meier.
pub fn distance(steps: &[Step], annual: f64, contract: &Contract) -> Distance {
    let mut worst = Distance { largest: 0.0, bad: false };
    for (i, step) in steps.iter().enumerate().filter(|s| s.1.at_risk >= LEAST_AT_RISK) {
        // at a step the curve falls: the fit is held against both its ends
        let before = if i == 0 { 1.0 } else { steps[i - 1].share };
        let fit = fitted(f64::from(step.days), annual, contract);
        let away = if near_renewal(step.days, contract) {
            0.0
        } else if fit > before {
            fit - before
        } else {
            (step.share - fit).max(0.0)
        };
        worst.largest = worst.largest.max(away);
        worst.bad |= away > BAD_DISTANCE && away > BEYOND_CHANCE * step.variance.sqrt();
    }
    worst
}

/// Around a renewal the fit falls at once and the customers over some days.
fn near_renewal(days: u32, contract: &Contract) -> bool {
    contract.at_renewals && terms::is_near(days as i32, contract.days(), terms::window)
}

/// Share still there after `days` under the yearly share `annual` of departures.
fn fitted(days: f64, annual: f64, contract: &Contract) -> f64 {
    let term = contract.days();
    let counts = if contract.at_renewals { (days / term).floor() * term } else { days };
    (1.0 - annual).powf(counts / DAYS_A_YEAR)
}

/// The yearly share that Kaplan-Meier itself gives: 1 - S(k years)^(1/k) at the largest whole k with enough at risk, or
/// over the time that there is where that is less than a year; with its variance (delta method) and the months. Where
/// customers leave at renewals, S is read at whole terms, once the days after the renewal in which departures are
/// booked are over. `None` where fewer than 20 were ever at risk at a departure, nobody was left, or no term is over.
pub fn by_kaplan_meier(steps: &[Step], contract: &Contract) -> Option<(f64, f64, f64)> {
    let enough = steps.iter().rev().find(|s| s.at_risk >= LEAST_AT_RISK)?;
    let reached = f64::from(enough.days);
    let (years, day) = if contract.at_renewals {
        // the last departure with enough at risk may lie before its window ends: what is left of it is not waited for
        let [before, after] = terms::window(contract.days());
        let days = ((reached + f64::from(before)) / contract.days()).floor() * contract.days();
        (days / DAYS_A_YEAR, days + f64::from(after))
    } else if reached >= DAYS_A_YEAR.floor() {
        let years = ((reached + 1.0) / DAYS_A_YEAR).floor();
        (years, years * DAYS_A_YEAR)
    } else {
        (reached / DAYS_A_YEAR, reached)
    };
    let at = steps.iter().rev().find(|s| f64::from(s.days) <= day + 0.5)?;
    if !(at.share > 0.0 && years > 0.0) {
        return None;
    }
    let left = at.share.powf(1.0 / years);
    let slope = left / (years * at.share);
    Some((1.0 - left, slope * slope * at.variance, 12.0 * years))
}

/// The picture.
pub fn picture(steps: &[Step], annual: f64, contract: &Contract) -> Survival {
    let last = steps.last().map_or(0.0, |s| f64::from(s.days));
    let months = |days: f64| days / DAYS_A_MONTH;
    let shown = |i: usize| {
        // at even times, so that no single customer's day can be read off a crowded curve
        let day = last * i as f64 / (POINTS - 1) as f64;
        let reached = steps.partition_point(|s| f64::from(s.days) <= day);
        let (share, variance) =
            if reached == 0 { (1.0, 0.0) } else { (steps[reached - 1].share, steps[reached - 1].variance) };
        let reach = 1.645 * variance.sqrt();
        [months(day), share, (share - reach).max(0.0), (share + reach).min(1.0)]
    };
    let counted: Vec<[f64; 4]> = if steps.is_empty() { Vec::new() } else { (0..POINTS).map(shown).collect() };
    let at = |i: usize| last * i as f64 / (POINTS - 1) as f64;
    let curve = |i: usize| [months(at(i)), fitted(at(i), annual, contract)];
    let fitted = if steps.is_empty() { Vec::new() } else { (0..POINTS).map(curve).collect() };
    Survival { what: "still a customer", counted, fitted }
}
