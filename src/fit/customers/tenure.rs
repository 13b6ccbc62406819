//! Whether customers leave more in their first year than later, or less, beyond chance.

use super::churn;
use super::lives::Life;
use super::terms::Contract;
use crate::fit::day::{DAYS_A_YEAR, Day};
use statrs::distribution::{Binomial, DiscreteCDF, Hypergeometric};

/// Probability below which early departures are taken to differ from later ones by more than chance, as for reps.
const EARLY_CHANCE: f64 = 0.01;

/// Days of the first year.
const FIRST_YEAR_DAYS: i32 = 365;

/// Departures early and later, of what was at risk.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Departures: early, later.
    pub left: [u64; 2],
    /// Renewals, or days of customers: early, later.
    pub at_risk: [u64; 2],
}

impl Counts {
    /// Departures over what was at risk, early and later.
    pub fn rates(&self) -> [f64; 2] {
        [0, 1].map(|i| self.left[i] as f64 / self.at_risk[i] as f64)
    }

    fn some_of_both(&self) -> bool {
        self.at_risk.iter().all(|&n| n > 0) && self.left.iter().sum::<u64>() > 0
    }
}

/// Departures and days in the first year and later.
pub fn over_time(lives: &[&Life], observed_from: Option<Day>, as_of: Day) -> Counts {
    let mut counts = Counts::default();
    for life in lives {
        let entry = observed_from.map_or(0, |from| from.since(life.start).max(0));
        let exit = life.exit(as_of).since(life.start).max(entry);
        let early = exit.min(FIRST_YEAR_DAYS) - entry.min(FIRST_YEAR_DAYS);
        counts.at_risk[0] += early as u64;
        counts.at_risk[1] += (exit - entry - early) as u64;
        if life.end.is_some() {
            counts.left[usize::from(exit > FIRST_YEAR_DAYS)] += 1;
        }
    }
    counts
}

/// Departures and renewals, the first one and later ones.
pub fn at_renewals(lives: &[&Life], contract: &Contract, observed_from: Option<Day>, as_of: Day) -> Counts {
    let mut counts = Counts::default();
    for life in lives {
        let months = churn::months(life, contract);
        for term in churn::terms(life, months, as_of).filter(|t| t.is_seen(observed_from)) {
            let later = usize::from(term.from > life.start);
            counts.at_risk[later] += 1;
            counts.left[later] += u64::from(term.left);
        }
    }
    counts
}

/// The yearly rates of departure in the first year and later where they differ beyond chance: given the departures in
/// all, those of the first year are binomial with its share of the days.
pub fn differs_over_time(counts: &Counts) -> Option<[f64; 2]> {
    let days: u64 = counts.at_risk.iter().sum();
    let law = Binomial::new(counts.at_risk[0] as f64 / days as f64, counts.left.iter().sum()).ok()?;
    (counts.some_of_both() && beyond_chance(&law, counts.left[0])).then(|| counts.rates().map(|r| r * DAYS_A_YEAR))
}

/// The shares that leave at the first renewal and at later ones where they differ beyond chance (Fisher's exact
/// test, 1935).
pub fn differs_at_renewals(counts: &Counts) -> Option<[f64; 2]> {
    let renewals = counts.at_risk.iter().sum();
    let law = Hypergeometric::new(renewals, counts.at_risk[0], counts.left.iter().sum()).ok()?;
    (counts.some_of_both() && beyond_chance(&law, counts.left[0])).then(|| counts.rates())
}

fn beyond_chance(law: &impl DiscreteCDF<u64, f64>, early: u64) -> bool {
    let as_many = if early == 0 { 1.0 } else { law.sf(early - 1) };
    as_many < 0.5 * EARLY_CHANCE || law.cdf(early) < 0.5 * EARLY_CHANCE
}
