//! Leads: the stages' rates and lags, volume by source.
//!
//! ```text
//! Leads ──► passage   who reached which stage when, as known at the as-of date
//!       ──► rate, lag per segment and source, leads on their way censored
//!       ──► estimate  quarters beyond chance; sources lean on their segment, segments on all
//!       ──► told      fitted inputs, evidence and findings; volumes by `volume`, with one season a segment
//! ```

mod against;
mod estimate;
mod lag;
mod passage;
mod rate;
#[cfg(test)]
mod tests;
mod told;

pub use against::{against_opportunities, without_double_counting};

use super::assumed;
use super::driver::RecordKind;
use super::finding::Finding;
use super::history::{History, Setting};
use super::mapping;
use super::record::Leads;
use super::volume::{SourceDays, fit_sources};
use estimate::{Estimate, lags, overall, pool};
use lag::{Lag, lag};
use passage::{Passages, passages};
use rate::{Rules, Shown, shown};

/// What the export of leads says.
pub fn fit(leads: &Leads, mapping: &mapping::Leads, setting: &Setting) -> History {
    let rules = Rules {
        as_of: setting.as_of,
        half_life_months: setting.half_life_months,
        mature_months: mapping.mature_months,
    };
    let known = Known { leads, passages: passages(leads, setting.as_of), rules, setting };
    let groups = known.passages.groups(setting.segments.len(), leads.sources.len());
    let mut history = History { findings: known.findings(), ..History::default() };
    known.volumes(&groups, &mut history);
    (0..leads.stages.len()).for_each(|stage| known.rates(&groups, stage, &mut history));
    known.lags(&groups, &mut history);
    history
}

/// Numbers of leads by segment and source.
type Groups = [Vec<Vec<usize>>];

/// What is known of the leads.
struct Known<'a> {
    leads: &'a Leads,
    passages: Passages,
    rules: Rules,
    setting: &'a Setting,
}

impl Known<'_> {
    fn pipeline(&self, segment: usize) -> String {
        format!("segments.{}.pipeline", self.setting.segments[segment])
    }

    fn source(&self, segment: usize, source: usize) -> String {
        format!("{}.sources.{}", self.pipeline(segment), self.leads.sources[source])
    }

    fn findings(&self) -> Vec<Finding> {
        let mut found = self.passages.findings();
        if !self.passages.dated && self.passages.stages > 0 {
            let all = &self.passages.leads;
            let months = self.rules.mature_months;
            let young =
                all.iter().filter(|l| f64::from(self.rules.as_of.since(l.created)) < months * super::day::DAYS_A_MONTH);
            let hidden = all.iter().filter(|l| l.lost && l.reached == 0);
            found.push(told::statuses_only(all.len(), young.count(), hidden.count(), months));
        }
        found
    }

    fn volumes(&self, groups: &Groups, history: &mut History) {
        for (segment, sources) in groups.iter().enumerate() {
            let days = |group: &Vec<usize>| group.iter().map(|&i| self.passages.leads[i].created).collect();
            let source =
                |(j, group): (usize, &Vec<usize>)| SourceDays { source: &self.leads.sources[j], days: days(group) };
            let sources: Vec<SourceDays<'_>> =
                sources.iter().enumerate().filter(|(_, g)| !g.is_empty()).map(source).collect();
            if !sources.is_empty() {
                history.add(fit_sources(&self.pipeline(segment), RecordKind::Leads, &sources, self.setting));
            }
        }
    }

    fn rates(&self, groups: &Groups, stage: usize, history: &mut History) {
        let one = |group: &Vec<usize>| (!group.is_empty()).then(|| shown(&self.passages, group, stage, &self.rules));
        let shown: Vec<Vec<Option<Shown>>> = groups.iter().map(|row| row.iter().map(one).collect()).collect();
        let all: Vec<&Shown> = shown.iter().flatten().flatten().collect();
        let path = |s: usize, j: usize| format!("{}.stages.{}.rate", self.source(s, j), self.leads.stages[stage]);
        let Some(overall) = overall(&all) else {
            let missing = each(&shown).map(|(s, j, one)| told::missing_rate(path(s, j), one));
            return history.findings.extend(missing);
        };
        let mut estimates: Vec<Vec<Option<Estimate>>> = shown
            .iter()
            .map(|row| row.iter().map(|one| one.as_ref().map(|one| estimate::rate(one, overall))).collect())
            .collect();
        estimate::add_quarters(&mut estimates, overall);
        let leaning = pool(&estimates);
        for (s, j, one) in each(&shown) {
            let (Some(estimate), Some(leaning)) = (&estimates[s][j], &leaning[s][j]) else { continue };
            let fitted = told::rate(path(s, j), one, estimate, leaning, self.passages.dated);
            history.evidence.extend(told::by_quarter(&fitted, one, fitted.estimate));
            history.fitted.push(fitted);
        }
        let assumed = estimates.iter().flatten().flatten().any(|e| e.quarters.is_none());
        let stage = self.leads.stages[stage].as_str();
        history
            .findings
            .extend(assumed.then(|| assumed::said(&format!("leads.stages.{stage}.rate"), "leads of some sources")));
    }

    fn lags(&self, groups: &Groups, history: &mut History) {
        if !self.passages.dated || self.passages.stages == 0 {
            return;
        }
        let width = self.leads.sources.len();
        let flat: Vec<&Vec<usize>> = groups.iter().flatten().collect();
        let own: Vec<Option<Lag>> = flat.iter().map(|group| lag(&self.passages, group, &self.rules)).collect();
        let mut estimates = lags(&own);
        estimates.iter_mut().zip(&flat).filter(|(_, group)| group.is_empty()).for_each(|(e, _)| *e = None);
        let rows: Vec<Vec<Option<Estimate>>> = estimates.chunks(width.max(1)).map(<[_]>::to_vec).collect();
        let leaning = pool(&rows);
        for (at, group) in flat.iter().enumerate().filter(|(_, group)| !group.is_empty()) {
            let (s, j) = (at / width, at % width);
            let path = format!("{}.lag_months", self.source(s, j));
            let created = |&i: &usize| self.passages.leads[i].created;
            let seen = group.iter().map(created).min().zip(group.iter().map(created).max());
            match (&estimates[at], &leaning[s][j], seen) {
                (Some(estimate), Some(leaning), Some((first, last))) => {
                    history.fitted.push(told::lag(path, own[at].as_ref(), estimate, leaning, [first, last]));
                }
                _ => history.findings.push(missing_lag(path, own[at].map_or(0, |l| l.events))),
            }
        }
    }
}

fn missing_lag(path: String, events: u64) -> Finding {
    let text = format!(
        "{events} leads have reached the last stage, and in no source 10 on different days: the lag cannot be said. Set it by \
         judgement."
    );
    Finding::missing("lag-too-few", path, text)
}

/// What there is, with its place.
fn each<T>(rows: &[Vec<Option<T>>]) -> impl Iterator<Item = (usize, usize, &T)> {
    let row = |(s, row): (usize, &'_ Vec<Option<T>>)| (s, row.len());
    let places: Vec<(usize, usize)> =
        rows.iter().enumerate().map(row).flat_map(|(s, n)| (0..n).map(move |j| (s, j))).collect();
    places.into_iter().filter_map(move |(s, j)| rows[s][j].as_ref().map(|one| (s, j, one)))
}
