//! Times until something happens, with records that are still open (censored) and records that are seen late only
//! (left-truncated).
//!
//! Times are whole days, so records are counted by day and never sorted: a million cost no more than their reading. A
//! record is at risk on day t where entry < t <= exit, and also on day 0 where it was seen from its start. What happens
//! to several on one day happens at once; who is censored on that day is still at risk on it.

pub mod mixture;
mod optimum;

/// Of what happens to a record, which it is: wins and losses compete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The one that is asked for: won, left, churned, moved on.
    First,
    /// The one that competes with it: lost.
    Second,
}

/// Records counted by day. Their weights are 1, or fall with their age: then variances are those of that many records,
/// and the caller corrects them by the effective number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// Weight that was seen from its start.
    from_start: f64,
    /// By day.
    days: Vec<DayCount>,
}

/// What happens on one day since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct DayCount {
    /// Comes into view after this day.
    entering: f64,
    /// Goes out of view without an event.
    censored: f64,
    /// Events by cause.
    events: [f64; 2],
}

/// Those at risk on a day on which something happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtRisk {
    /// Days since the start.
    pub days: u32,
    /// Weight at risk.
    pub at_risk: f64,
    /// Weight of events by cause.
    pub events: [f64; 2],
}

/// A curve's value from this day on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Days since the start.
    pub days: u32,
    /// The share.
    pub share: f64,
    /// Its variance by chance.
    pub variance: f64,
    /// Weight at risk on that day.
    pub at_risk: f64,
}

impl Timeline {
    /// Adds a record seen after day `entry` (0: from its start) until day `exit`, when `cause` happened to it, or
    /// nothing. One that ends before it is seen adds nothing.
    pub fn add(&mut self, entry: u32, exit: u32, cause: Option<Cause>, weight: f64) {
        if entry > 0 && entry >= exit {
            return;
        }
        let last = exit as usize;
        if self.days.len() <= last {
            self.days.resize(last + 1, DayCount::default());
        }
        match entry {
            0 => self.from_start += weight,
            _ => self.days[entry as usize].entering += weight,
        }
        match cause {
            Some(Cause::First) => self.days[last].events[0] += weight,
            Some(Cause::Second) => self.days[last].events[1] += weight,
            None => self.days[last].censored += weight,
        }
    }

    /// The days with events, each with those at risk.
    pub fn event_days(&self) -> Vec<AtRisk> {
        let mut at_risk = self.from_start;
        let mut out = Vec::new();
        for (days, count) in self.days.iter().enumerate() {
            if count.events[0] + count.events[1] > 0.0 {
                out.push(AtRisk { days: days as u32, at_risk, events: count.events });
            }
            at_risk += count.entering - count.censored - count.events[0] - count.events[1];
        }
        out
    }

    /// Weight of the events of a cause.
    pub fn events(&self, cause: Cause) -> f64 {
        self.days.iter().map(|count| count.events[cause as usize]).sum()
    }
}

/// Share to whom nothing has happened by each day, whatever the cause (Kaplan and Meier 1958), a step a day with
/// events, with Greenwood's variance (1926). No step where nothing happened: the share is 1 throughout.
pub fn kaplan_meier(timeline: &Timeline) -> Vec<Step> {
    let (mut share, mut sum) = (1.0, 0.0);
    let step = |day: AtRisk| {
        let happened = day.events[0] + day.events[1];
        let left = (day.at_risk - happened).max(0.0);
        share *= left / day.at_risk;
        if left > 0.0 {
            sum += happened / (day.at_risk * left);
        }
        Step { days: day.days, share, variance: share * share * sum, at_risk: day.at_risk }
    };
    timeline.event_days().into_iter().map(step).collect()
}

/// Share to whom `cause` has happened by each day while the other competes (Aalen and Johansen 1978), a step a day with
/// events of either, with the variance of the delta method (Marubini and Valsecchi 1995): with d of Y at risk on day u,
/// d₁ of them by `cause`, S the share to whom nothing has happened before,
/// F(t) = Σ S d₁/Y and
/// Var F(t) = Σ (F(t) - F(u))² d / (Y (Y - d)) + Σ S² (Y - d₁) d₁ / Y³ - 2 Σ (F(t) - F(u)) S d₁ / Y².
/// No step where nothing happened: the share is 0 throughout.
pub fn aalen_johansen(timeline: &Timeline, cause: Cause) -> Vec<Step> {
    let mut sums = Sums::default();
    let (mut untouched, mut share) = (1.0, 0.0);
    let step = |day: AtRisk| {
        let (all, own) = (day.events[0] + day.events[1], day.events[cause as usize]);
        share += untouched * own / day.at_risk;
        sums.add(share, untouched, &day, all, own);
        untouched *= (day.at_risk - all).max(0.0) / day.at_risk;
        Step { days: day.days, share, variance: sums.variance(share), at_risk: day.at_risk }
    };
    timeline.event_days().into_iter().map(step).collect()
}

/// Running sums of the variance of Aalen and Johansen's curve, its squares multiplied out.
#[derive(Default)]
struct Sums {
    hazard: [f64; 3],
    own: f64,
    mixed: [f64; 2],
}

impl Sums {
    fn add(&mut self, share: f64, untouched: f64, day: &AtRisk, all: f64, own: f64) {
        let y = day.at_risk;
        // Where all at risk go at once nobody is left for whom the hazard's error could matter.
        if y > all {
            let hazard = all / (y * (y - all));
            self.hazard[0] += hazard;
            self.hazard[1] += share * hazard;
            self.hazard[2] += share * share * hazard;
        }
        self.own += untouched * untouched * (y - own).max(0.0) * own / (y * y * y);
        let mixed = untouched * own / (y * y);
        self.mixed[0] += mixed;
        self.mixed[1] += share * mixed;
    }

    fn variance(&self, share: f64) -> f64 {
        let squares = share * share * self.hazard[0] - 2.0 * share * self.hazard[1] + self.hazard[2];
        (squares + self.own - 2.0 * (share * self.mixed[0] - self.mixed[1])).max(0.0)
    }
}

/// A curve's share on a day, `before` where it has no step yet.
pub fn share_at(steps: &[Step], days: u32, before: f64) -> f64 {
    match steps.partition_point(|step| step.days <= days) {
        0 => before,
        n => steps[n - 1].share,
    }
}

#[cfg(test)]
mod tests;
