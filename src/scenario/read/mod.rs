//! One walk over the tree along the description of the format: every single value is checked, every input becomes a
//! driver, every default in force is noted. What needs several values at once is checked afterwards, in `validate`.

mod distribution;
mod empirical;
mod family;
pub mod lists;
mod months;
mod numbers;
mod percentiles;
mod tables;
mod texts;

pub use distribution::percent;
pub use family::FAMILIES;
pub use months::calendar;
pub use tables::{under, walk};

use super::keys::{Input, Key, Kind};
use super::{DefaultInForce, codes};
use crate::calendar::{Calendar, CountSchedule};
use crate::diagnostic::{Diagnostic, Place, Source};
use crate::plan::{Counts, CountsId, Domain, Driver, DriverId, Timing, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Mistakes beyond which no more hints are sought: nobody reads them, and junk must not take minutes.
pub const MANY: usize = 50;

/// What the walk has found so far.
pub struct Reading<'a> {
    /// The texts, for what was typed.
    pub sources: &'a [Source],
    /// For each source the folder of files that it may name.
    pub folders: &'a [Option<PathBuf>],
    /// The plan's months; a stand-in where `[plan]` does not give them.
    pub calendar: Calendar,
    /// Whether the calendar is the plan's own.
    pub calendar_known: bool,
    /// Every numeric input.
    pub drivers: Vec<Driver>,
    /// Every count schedule.
    pub counts: Vec<Counts>,
    /// Every mistake and warning.
    pub diagnostics: Vec<Diagnostic>,
    /// Every default in force.
    pub defaults: Vec<DefaultInForce>,
    /// Where each input is written, by path.
    pub places: BTreeMap<String, Place>,
    /// Paths of what no adjustment changes, as written or by default.
    pub settled: BTreeSet<String>,
    /// Paths whose values or tables are broken: what hangs on them is not reported again.
    pub broken: BTreeSet<String>,
    /// Where adjustments of each input are written, by path.
    pub changed_at: BTreeMap<String, Vec<Place>>,
    /// Values read from the files of empirical distributions, by path.
    pub data: BTreeMap<String, Vec<f64>>,
    driver_ids: BTreeMap<String, DriverId>,
    counts_ids: BTreeMap<String, CountsId>,
}

impl<'a> Reading<'a> {
    /// A walk that has not begun.
    pub fn new(sources: &'a [Source], folders: &'a [Option<PathBuf>], calendar: Option<Calendar>) -> Self {
        Self {
            sources,
            folders,
            calendar_known: calendar.is_some(),
            calendar: calendar.unwrap_or_else(months::stand_in),
            drivers: Vec::new(),
            counts: Vec::new(),
            diagnostics: Vec::new(),
            defaults: Vec::new(),
            places: BTreeMap::new(),
            settled: BTreeSet::new(),
            broken: BTreeSet::new(),
            changed_at: BTreeMap::new(),
            data: BTreeMap::new(),
            driver_ids: BTreeMap::new(),
            counts_ids: BTreeMap::new(),
        }
    }

    /// Adds a mistake or warning.
    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// What was typed at a place.
    pub fn typed(&self, place: &Place) -> &'a str {
        self.sources.get(place.source).and_then(|s| s.text.get(place.span.clone())).unwrap_or("")
    }

    /// Notes where an adjustment of an input is written.
    pub fn note_change(&mut self, path: &str, place: Place) {
        self.changed_at.entry(path.to_string()).or_default().push(place);
    }

    /// Points at the adjustments of an input, then at its value as written.
    pub fn point_at_changes(&self, mistake: Diagnostic, path: &str) -> Diagnostic {
        let changes = self.changed_at.get(path).into_iter().flatten();
        let mistake = changes.fold(mistake, |mistake, place| mistake.at(place, "changed here"));
        match self.places.get(path) {
            Some(place) => mistake.at(place, "as written"),
            None => mistake,
        }
    }

    /// Notes that a path's value is broken, so that nothing else is said of what hangs on it.
    pub fn mark_broken(&mut self, path: &str) {
        self.broken.insert(path.to_string());
    }

    /// Whether a path, or something that it stands under, is broken.
    pub fn is_broken(&self, path: &str) -> bool {
        let above = path.match_indices('.').any(|(dot, _)| self.broken.contains(&path[..dot]));
        above || self.broken.contains(path)
    }

    /// How many mistakes (not warnings) were found.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.is_error()).count()
    }

    /// Whether any mistake (not only warnings) was found.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// The driver at a path.
    pub fn driver_id(&mut self, path: &str) -> DriverId {
        match self.driver_ids.get(path) {
            Some(id) => *id,
            None => self.stand_in(path),
        }
    }

    /// The driver at a path, where there is one.
    pub fn driver(&self, path: &str) -> Option<&Driver> {
        self.driver_ids.get(path).map(|id| &self.drivers[id.0])
    }

    /// The id of the driver at a path, where there is one.
    pub fn known_driver(&self, path: &str) -> Option<DriverId> {
        self.driver_ids.get(path).copied()
    }

    /// The id of the count schedule at a path, where there is one.
    pub fn known_counts(&self, path: &str) -> Option<CountsId> {
        self.counts_ids.get(path).copied()
    }

    /// All drivers' paths with their ids, in bytewise order.
    pub fn driver_paths(&self) -> impl Iterator<Item = (&str, DriverId)> {
        self.driver_ids.iter().map(|(path, id)| (path.as_str(), *id))
    }

    /// All count schedules' paths with their ids, in bytewise order.
    pub fn counts_paths(&self) -> impl Iterator<Item = (&str, CountsId)> {
        self.counts_ids.iter().map(|(path, id)| (path.as_str(), *id))
    }

    /// The count schedule at a path; an empty one where its table is broken.
    pub fn counts_id(&mut self, path: &str) -> CountsId {
        match self.counts_ids.get(path) {
            Some(id) => *id,
            None => self.add_counts(path, CountSchedule::default(), Timing::AnyMonth),
        }
    }

    fn add_driver(&mut self, path: &str, input: &Input, value: Value) -> DriverId {
        let id = DriverId(self.drivers.len());
        self.drivers.push(Driver {
            path: path.to_string(),
            unit: input.unit,
            domain: input.domain,
            timing: input.timing,
            value,
            adjustments: Vec::new(),
            risk_changes: Vec::new(),
            whole: input.whole,
        });
        self.driver_ids.insert(path.to_string(), id);
        id
    }

    fn add_counts(&mut self, path: &str, written: CountSchedule, timing: Timing) -> CountsId {
        let id = CountsId(self.counts.len());
        let (adjustments, risk_changes) = (Vec::new(), Vec::new());
        self.counts.push(Counts { path: path.to_string(), written, timing, adjustments, risk_changes });
        self.counts_ids.insert(path.to_string(), id);
        id
    }

    /// A driver for a path that the walk did not meet because a mistake stood in the way. Where there is no other
    /// mistake, the plan is refused all the same: a number must never come out of nowhere.
    fn stand_in(&mut self, path: &str) -> DriverId {
        if !self.has_errors() {
            self.say(Diagnostic::error(codes::MISSING_KEY, format!("{path} is missing")));
        }
        let (unit, timing) = (crate::plan::Unit::Ratio, Timing::AnyMonth);
        let forms = super::keys::Forms::Number;
        let input = Input { unit, domain: Domain::ANY, forms, timing, whole: false, once: false };
        self.mark_broken(path);
        self.add_driver(path, &input, Value::Number(1.0))
    }

    /// A driver whose default follows from other keys, unless it is written.
    pub fn derived_driver(&mut self, path: &str, key: Option<&'static Key>, x: f64) -> DriverId {
        if let (None, Some(Key { kind: Kind::Input(input), .. })) = (self.driver_ids.get(path), key) {
            self.settle_default(path, crate::scenario::suggest::typed(x));
            return self.add_driver(path, input, Value::Number(x));
        }
        self.driver_id(path)
    }

    /// The value of a default that follows from other keys, in place of the rule.
    pub fn settle_default(&mut self, path: &str, value: impl Into<String>) {
        if let Some(default) = self.defaults.iter_mut().find(|d| d.path == path) {
            default.value = value.into();
        }
    }

    /// Notes a default in force.
    pub fn note_default(&mut self, path: &str, value: impl Into<String>) {
        self.defaults.push(DefaultInForce { path: path.to_string(), value: value.into() });
    }
}
