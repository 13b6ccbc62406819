//! When each lead reached which stage, as known at the as-of date.

use crate::fit::day::Day;
use crate::fit::finding::{Finding, counted};
use crate::fit::record::{Lead, Leads};

/// The leads that exist at the as-of date.
#[derive(Clone, Debug)]
pub struct Passages {
    /// Number of stages after the first.
    pub stages: usize,
    /// Whether the export tells when stages were reached.
    pub dated: bool,
    /// The leads, each with how many stages it has reached.
    pub leads: Vec<Lead>,
    /// Where dated, for each lead and stage the day on which it was reached, never falling.
    pub days: Vec<Option<Day>>,
    /// Leads that reached a stage without a day at one before.
    pub skipped: u64,
    /// Leads that reached a stage before the one before, or before they came.
    pub backwards: u64,
}

/// The leads as known on `as_of`: those that came later do not exist yet, stages that were reached later were not
/// reached. Who reached a later stage has reached the ones before, at the latest on the same day; a day before that of
/// the stage before counts as that day.
pub fn passages(leads: &Leads, as_of: Day) -> Passages {
    let stages = leads.stages.len();
    let dated = !leads.days.is_empty();
    let mut out = Passages { stages, dated, leads: Vec::new(), days: Vec::new(), skipped: 0, backwards: 0 };
    for (i, lead) in leads.rows.iter().enumerate().filter(|(_, lead)| lead.created <= as_of) {
        let mut lead = lead.clone();
        if dated {
            let mut days: Vec<Option<Day>> = leads.days[i * stages..(i + 1) * stages].to_vec();
            days.iter_mut().for_each(|day| *day = day.filter(|&d| d <= as_of));
            out.skipped += u64::from(fill_skipped(&mut days));
            out.backwards += u64::from(straighten(&mut days, lead.created));
            lead.reached = days.iter().flatten().count() as u8;
            out.days.append(&mut days);
        }
        out.leads.push(lead);
    }
    out
}

/// Gives stages without a day that of the next one that has one; whether there was any.
fn fill_skipped(days: &mut [Option<Day>]) -> bool {
    let mut later = None;
    let mut any = false;
    for day in days.iter_mut().rev() {
        any |= day.is_none() && later.is_some();
        *day = day.or(later);
        later = *day;
    }
    any
}

/// Lifts days to that of the stage before; whether there was any to lift.
fn straighten(days: &mut [Option<Day>], created: Day) -> bool {
    let mut before = created;
    let mut any = false;
    for day in days.iter_mut().flatten() {
        any |= *day < before;
        *day = before.max(*day);
        before = *day;
    }
    any
}

impl Passages {
    /// The day on which a lead came to where stage `stage` can be reached; `None` where it did not.
    pub fn entered(&self, lead: usize, stage: usize) -> Option<Day> {
        match stage {
            0 => Some(self.leads[lead].created),
            _ => self.days[lead * self.stages + stage - 1],
        }
    }

    /// The day on which it reached the stage.
    pub fn reached(&self, lead: usize, stage: usize) -> Option<Day> {
        self.days[lead * self.stages + stage]
    }

    /// The leads by segment and source: numbers of leads, in the order of what is known of them, so that sums do not
    /// depend on the order of the rows.
    pub fn groups(&self, segments: usize, sources: usize) -> Vec<Vec<Vec<usize>>> {
        let mut out = vec![vec![Vec::new(); sources]; segments];
        for (i, lead) in self.leads.iter().enumerate() {
            if let Some(group) =
                out.get_mut(usize::from(lead.segment)).and_then(|s| s.get_mut(usize::from(lead.source)))
            {
                group.push(i);
            }
        }
        out.iter_mut().flatten().for_each(|group| group.sort_by_cached_key(|&i| self.known_of(i)));
        out
    }

    fn known_of(&self, lead: usize) -> (Day, u8, bool, Vec<Option<Day>>) {
        let days =
            if self.dated { self.days[lead * self.stages..(lead + 1) * self.stages].to_vec() } else { Vec::new() };
        (self.leads[lead].created, self.leads[lead].reached, self.leads[lead].lost, days)
    }

    /// What the rules caught.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.skipped > 0 {
            let text = format!(
                "{} reached a stage without a day at the stage before it: counted as having passed it on the same day.",
                counted(self.skipped, "lead", "leads")
            );
            found.push(Finding::note("leads-skipped-stage", "leads", text));
        }
        if self.backwards > 0 {
            let text = format!(
                "{} a stage before the one before it, or before the lead came: such a day counts as that of the \
                 stage before. The lag is shortened by them.",
                counted(self.backwards, "lead has", "leads have")
            );
            found.push(Finding::warning("leads-backwards", "leads", text));
        }
        found
    }
}
