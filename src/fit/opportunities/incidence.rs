//! The incidence of wins, brought to an end of 1: how the wins' days are spread, with losses competing and open deals
//! censored.

use crate::fit::survival::{Cause, Timeline, aalen_johansen};

/// How the days to a win are spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Incidence {
    /// (days, share of the wins that have come by then, mean days of those), a step a day with wins; the last share
    /// is 1.
    pub steps: Vec<(u32, f64, f64)>,
    /// Share won, of all.
    pub won: f64,
    /// Variance of that by chance.
    pub won_variance: f64,
    /// Share lost, of all.
    pub lost: f64,
    /// Mean days to a win.
    pub mean: f64,
    /// Variance of the mean by chance.
    pub mean_variance: f64,
    /// Coefficient of variation of the days to a win.
    pub dispersion: f64,
}

impl Incidence {
    /// Share of the wins that have come after `days`; 0 before the first.
    pub fn won_by(&self, days: u32) -> f64 {
        self.step(days).1
    }

    /// Mean days of the wins that have come after `days`; 0 before the first.
    pub fn mean_by(&self, days: u32) -> f64 {
        self.step(days).2
    }

    fn step(&self, days: u32) -> (u32, f64, f64) {
        match self.steps.partition_point(|step| step.0 <= days) {
            0 => (0, 0.0, 0.0),
            n => self.steps[n - 1],
        }
    }

    /// First day by which a share of the wins has come.
    pub fn quantile(&self, share: f64) -> u32 {
        let reached = self.steps.iter().find(|step| step.1 >= share);
        reached.or(self.steps.last()).map_or(0, |step| step.0)
    }
}

/// The incidence of wins (Aalen and Johansen 1978) over its end. `None` without wins.
pub fn incidence(timeline: &Timeline) -> Option<Incidence> {
    let curve = aalen_johansen(timeline, Cause::First);
    let end = curve.last().filter(|step| step.share > 0.0)?;
    let lost = aalen_johansen(timeline, Cause::Second).last().map_or(0.0, |step| step.share);
    let mut steps = Vec::new();
    let (mut before, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for step in curve.iter() {
        let (mass, days) = ((step.share - before) / end.share, f64::from(step.days));
        before = step.share;
        sum += mass * days;
        squares += mass * days * days;
        if mass > 0.0 {
            steps.push((step.days, step.share / end.share, sum * end.share / step.share));
        }
    }
    let mean_variance = variance_of_mean(timeline, sum) / (end.share * end.share);
    let dispersion = if sum > 0.0 { (squares - sum * sum).max(0.0).sqrt() / sum } else { 0.0 };
    let (won, won_variance) = (end.share, end.variance);
    Some(Incidence { steps, won, won_variance, lost, mean: sum, mean_variance, dispersion })
}

/// Variance of Σ (t - mean) dF(t), F the incidence of wins. An error of a day's hazard of winning moves that day's
/// wins, and an error of either hazard moves all that come later the other way (Andersen et al. 1993, section IV.4):
/// Σ [(c S - later)² d_won + later² d_lost] / Y², with c = t - mean, S the share to whom nothing has happened before
/// and later = Σ c dF over later days, over (1 - d/Y).
fn variance_of_mean(timeline: &Timeline, mean: f64) -> f64 {
    let days = timeline.event_days();
    let mut untouched = 1.0;
    let mut terms = Vec::with_capacity(days.len());
    for day in &days {
        let left = (1.0 - (day.events[0] + day.events[1]) / day.at_risk).max(0.0);
        let moved = untouched * (f64::from(day.days) - mean);
        terms.push((moved, left));
        untouched *= left;
    }
    let mut later = 0.0;
    let mut variance = 0.0;
    for (day, (moved, left)) in days.iter().zip(terms).rev() {
        let of_left = if left > 0.0 { later / left } else { 0.0 };
        let won = (moved - of_left).powi(2) * day.events[0];
        variance += (won + of_left * of_left * day.events[1]) / (day.at_risk * day.at_risk);
        later += moved * day.events[0] / day.at_risk;
    }
    variance
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without censoring it is the plain mean and its plain standard error, sd / √wins.
    #[test]
    fn without_open_deals_it_is_the_plain_mean() {
        let mut timeline = Timeline::default();
        for t in 0..100_u32 {
            timeline.add(0, 10 + t, Some(Cause::First), 1.0);
            timeline.add(0, 200 - t, Some(Cause::Second), 2.0);
        }
        let found = incidence(&timeline).unwrap();
        assert!((found.mean - 59.5).abs() < 1e-9 && (found.won - 1.0 / 3.0).abs() < 1e-12);
        let sd = ((100.0_f64.powi(2) - 1.0) / 12.0).sqrt();
        assert!((found.dispersion - sd / 59.5).abs() < 1e-9);
        // Ratio estimators differ by a part in n.
        assert!((found.mean_variance / (sd * sd / 100.0) - 1.0).abs() < 0.03, "{found:?}");
        assert_eq!((found.quantile(0.495), found.won_by(9), found.mean_by(9)), (59, 0.0, 0.0));
        assert!((found.mean_by(59) - 34.5).abs() < 1e-9);
    }

    #[test]
    fn no_wins_no_incidence() {
        let mut timeline = Timeline::default();
        timeline.add(0, 5, Some(Cause::Second), 1.0);
        assert_eq!(incidence(&timeline), None);
    }
}
