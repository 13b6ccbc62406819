//! Months from a lead's creation to its last stage, of those that reach it.

use super::passage::Passages;
use super::rate::Rules;
use crate::fit::day::{DAYS_A_MONTH, Quarter};
use crate::fit::survival::{Cause, Timeline};
use std::collections::BTreeMap;

/// Followed while so many could still show it, as the rates are.
const FEWEST_AT_RISK: f64 = 10.0;

/// Leads still on their way have to be watched for so many times what nine of ten arrivals took, so that few slow ones
/// are to come: as for cycles of opportunities.
const ROOM: f64 = 2.5;

/// Leads still on their way from which on that matters.
const FEWEST_ON_THEIR_WAY: usize = 10;

/// By how much standard errors are wider where they are not: as for opportunities.
const SHORT_WIDER: f64 = 1.3;

/// Variance of a day's rounding, in days².
const ROUNDING: f64 = 1.0 / 12.0;

/// The mean lag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lag {
    /// Mean in months.
    pub mean: f64,
    /// Its variance by chance.
    pub variance: f64,
    /// Leads that reached the last stage.
    pub events: u64,
    /// How many of equal weight say as much (Kish 1965).
    pub effective: f64,
    /// Σ of the squared shares of the quarters in which these came.
    pub squares: f64,
    /// Of those that came.
    pub records: u64,
    /// Whether leads are watched for too short a time to see the slow ones arrive: the mean is then too low.
    pub is_short: bool,
}

/// The mean of the incidence of the last stage, normalised: with S the share that has not reached it (Kaplan-Meier, all
/// others being able to up to the as-of date), F = 1 - S, τ the last day followed and G = ∫₀^τ F, it is m = τ - G /
/// F(τ). An error of the hazard on day u moves S(t) by -S(t) from u on, so
/// Var m = Σ_u ((F(τ) ∫_u^τ S - G S(τ)) / F(τ)²)² d / (Y (Y - d)) (delta method, Greenwood's terms). `None` where
/// nobody has reached the last stage or there are no stage dates.
pub fn lag(passages: &Passages, group: &[usize], rules: &Rules) -> Option<Lag> {
    if !passages.dated || passages.stages == 0 {
        return None;
    }
    let mut timeline = Timeline::default();
    let (mut weights, mut squares) = (0.0, 0.0);
    let mut arrived = Arrived::default();
    let mut on_their_way = Vec::new();
    for &i in group {
        let created = passages.leads[i].created;
        let reached = passages.reached(i, passages.stages - 1);
        let weight = rules.weight(created);
        let exit = reached.unwrap_or(rules.as_of).since(created).unsigned_abs();
        timeline.add(0, exit, reached.map(|_| Cause::First), weight);
        (weights, squares) = (weights + weight, squares + weight * weight);
        match reached {
            Some(_) => arrived.add(created.quarter(), weight),
            None => on_their_way.push(exit),
        }
    }
    let least_at_risk = FEWEST_AT_RISK * weights / group.len().max(1) as f64;
    let Moments { mean, variance, nine_of_ten } = moments(&timeline, least_at_risk)?;
    on_their_way.sort_unstable();
    let watched = on_their_way.iter().rev().nth(FEWEST_ON_THEIR_WAY - 1);
    let is_short = watched.is_some_and(|&days| f64::from(days) < ROOM * nine_of_ten);
    let records = group.len() as u64;
    // Whole days: each arrival is rounded by up to half a day, so that leads that move on at once still leave something
    // open.
    let effective = arrived.effective();
    let wider = if is_short { SHORT_WIDER * SHORT_WIDER } else { 1.0 };
    let variance = wider * variance * few(effective) * squares / weights + ROUNDING / effective;
    let (mean, variance) = (mean / DAYS_A_MONTH, variance / DAYS_A_MONTH.powi(2));
    let squares = arrived.squares_of_quarters();
    Some(Lag { mean, variance, events: arrived.events, effective, squares, records, is_short })
}

/// Leads that reached the last stage.
#[derive(Default)]
struct Arrived {
    events: u64,
    squares: f64,
    by_quarter: BTreeMap<Quarter, f64>,
}

impl Arrived {
    fn add(&mut self, quarter: Quarter, weight: f64) {
        self.events += 1;
        self.squares += weight * weight;
        *self.by_quarter.entry(quarter).or_default() += weight;
    }

    fn weight(&self) -> f64 {
        self.by_quarter.values().sum()
    }

    fn effective(&self) -> f64 {
        self.weight().powi(2) / self.squares
    }

    fn squares_of_quarters(&self) -> f64 {
        self.by_quarter.values().map(|w| (w / self.weight()).powi(2)).sum()
    }
}

/// What a spread that was itself estimated from n arrivals adds to a variance: n / (n - 1) · ν / (ν - 2), the variance
/// of Student's t with ν = n - 1; 4 at most.
fn few(events: f64) -> f64 {
    let n = events.max(4.0);
    n / (n - 3.0)
}

/// Of the arrivals, in days.
struct Moments {
    mean: f64,
    variance: f64,
    /// What nine of ten took at most.
    nine_of_ten: f64,
}

fn moments(timeline: &Timeline, least_at_risk: f64) -> Option<Moments> {
    let mut days = timeline.event_days();
    let far = days.iter().rposition(|d| d.at_risk >= least_at_risk);
    days.truncate(far.map_or(days.len(), |last| last + 1));
    let end = f64::from(days.last()?.days);
    let mut survival = 1.0;
    let after = |d: &crate::fit::survival::AtRisk| {
        survival *= (1.0 - d.events[0] / d.at_risk).max(0.0);
        survival
    };
    let shares: Vec<f64> = days.iter().map(after).collect();
    let last = *shares.last()?;
    let reached = 1.0 - last;
    // ∫_u^τ S from each event day on, backwards.
    let mut areas = vec![0.0; days.len()];
    for i in (0..days.len() - 1).rev() {
        areas[i] = areas[i + 1] + shares[i] * f64::from(days[i + 1].days - days[i].days);
    }
    let missed = end - (f64::from(days[0].days) + areas[0]);
    let part = |(d, area): (&crate::fit::survival::AtRisk, &f64)| {
        let left = d.at_risk - d.events[0];
        let greenwood = if left > 0.0 { d.events[0] / (d.at_risk * left) } else { 0.0 };
        ((reached * area - missed * last) / (reached * reached)).powi(2) * greenwood
    };
    let late = shares.iter().position(|share| 1.0 - share >= 0.9 * reached);
    let nine_of_ten = late.map_or(end, |i| f64::from(days[i].days));
    Some(Moments { mean: end - missed / reached, variance: days.iter().zip(&areas).map(part).sum(), nine_of_ten })
}
