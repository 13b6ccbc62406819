//! In what two plans differ.

use super::{Named, Pair, structure};
use crate::plan::adjust::RiskChange;
use crate::plan::{Adjustment, Change, Counts, Driver, Goal, Lever, Plan, Value};
use std::collections::BTreeSet;

/// What a plan between two takes from one of them as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The ARR that is wanted, and when.
    Target,
    /// What a segment is made of (paths, sources, stages, terms, seasons, key accounts), or whether it is there at all.
    Segment(String),
    /// The opening base of a segment: ARR, customers and key accounts, which must fit together.
    Opening(String),
    /// A driver, by its path.
    Driver(String),
    /// A count schedule, by its path.
    Counts(String),
    /// A risk: probability, window, duration, and what it changes.
    Risk(String),
    /// Which drivers move together.
    Correlations,
}

/// What kind of thing differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The ARR that is wanted, and when.
    Target,
    /// A driver that both plans have.
    Driver,
    /// A count schedule that both plans have.
    Counts,
    /// A risk.
    Risk,
    /// What the plan is made of.
    Structure,
    /// Which drivers move together.
    Correlations,
    /// What leadership could do.
    Lever,
    /// A further goal: its place in the list, from 0.
    Goal(usize),
}

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What differs.
    pub kind: Kind,
    /// Its path or name; empty where there is but one.
    pub name: String,
    /// What takes it over as a whole; `None`: it changes neither ARR nor the target (costs, cash, what the plan as
    /// written assumes, levers, further goals, milestones).
    pub part: Option<Part>,
}

impl<'p> Pair<'p> {
    /// The part to which a driver belongs.
    pub fn part_of_driver(&self, path: &str) -> Part {
        let mut names = path.split('.');
        match (names.next(), names.next(), names.next(), names.next()) {
            (Some("risks"), Some(risk), ..) => Part::Risk(risk.to_string()),
            // costs and cash move no ARR; that they are drawn may, where others are correlated with them
            (Some("finance"), ..) => Part::Correlations,
            (Some("segments"), Some(s), Some("opening_arr" | "opening_customers"), None) => self.opening(s),
            (Some("segments"), Some(s), Some("retention"), Some("key_accounts")) if path.ends_with(".arr") => {
                self.opening(s)
            }
            _ => Part::Driver(path.to_string()),
        }
    }

    fn opening(&self, segment: &str) -> Part {
        match self.rebased.contains(segment) {
            true => Part::Segment(segment.to_string()),
            false => Part::Opening(segment.to_string()),
        }
    }

    /// Everything in which the plans differ, by kind and then by name.
    pub fn differences(&self) -> Vec<Difference> {
        let mut out = Vec::new();
        self.target(&mut out);
        self.drivers(&mut out);
        self.counts_schedules(&mut out);
        self.risks(&mut out);
        self.structure(&mut out);
        if self.correlations.differ() {
            out.push(Difference { kind: Kind::Correlations, name: String::new(), part: Some(Part::Correlations) });
        }
        self.levers_and_goals(&mut out);
        out
    }

    fn target(&self, out: &mut Vec<Difference>) {
        let (a, b) = (&self.a.plan.target, &self.b.plan.target);
        let moves = a.arr != b.arr || a.by != b.by;
        let same_rest = a.path == b.path && a.mix == b.mix && a.tam == b.tam;
        if moves || !same_rest {
            out.push(Difference { kind: Kind::Target, name: String::new(), part: moves.then_some(Part::Target) });
        }
    }

    fn drivers(&self, out: &mut Vec<Difference>) {
        for (path, id) in &self.a.drivers {
            let (Some(other), false) = (self.b.driver(path), path.starts_with("risks.")) else { continue };
            let driver = self.a.plan.driver(*id);
            let same = same_draws(driver, other);
            if !same || written(driver) != written(other) {
                let part = (!same && !path.starts_with("finance.")).then(|| self.part_of_driver(path));
                out.push(Difference { kind: Kind::Driver, name: path.to_string(), part });
            }
        }
    }

    fn counts_schedules(&self, out: &mut Vec<Difference>) {
        for (path, id) in &self.a.counts {
            let Some(other) = self.b.counts(path) else { continue };
            if !same_counts(self.a.plan.counts(*id), other) {
                let part = Some(Part::Counts(path.to_string()));
                out.push(Difference { kind: Kind::Counts, name: path.to_string(), part });
            }
        }
    }

    fn risks(&self, out: &mut Vec<Difference>) {
        for name in self.risk_names() {
            let (a, b) = (self.a.risk(name), self.b.risk(name));
            let (moves, differs) = match (a, b) {
                (Some(a), Some(b)) => {
                    let moves = !self.same_risk(a, b);
                    (moves, moves || self.a.plan.risks[a].cash != self.b.plan.risks[b].cash)
                }
                _ => (true, true),
            };
            if differs {
                let part = moves.then(|| Part::Risk(name.to_string()));
                out.push(Difference { kind: Kind::Risk, name: name.to_string(), part });
            }
        }
    }

    /// Whether a risk strikes alike in both plans, and does the same to the inputs that both have.
    fn same_risk(&self, a: usize, b: usize) -> bool {
        let (first, second) = (&self.a.plan.risks[a], &self.b.plan.risks[b]);
        let probabilities = (self.a.plan.driver(first.probability), self.b.plan.driver(second.probability));
        let shared = |path: &str| {
            let driver = self.a.drivers.contains_key(path) && self.b.drivers.contains_key(path);
            let counts = self.a.counts.contains_key(path) && self.b.counts.contains_key(path);
            (driver || counts) && !path.starts_with("finance.")
        };
        first.window == second.window
            && first.duration == second.duration
            && same_draws(probabilities.0, probabilities.1)
            && changes(&self.a, a, &shared) == changes(&self.b, b, &shared)
    }

    fn structure(&self, out: &mut Vec<Difference>) {
        let (a, b) = (structure::facts(self.a.plan), structure::facts(self.b.plan));
        let paths: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        for path in paths.into_iter().filter(|path| a.get(*path) != b.get(*path)) {
            let segment = path.strip_prefix("segments.").and_then(|rest| rest.split('.').next());
            let part = segment.map(|segment| Part::Segment(segment.to_string()));
            // of what is there in one plan only, nothing further is said
            let is_said = |d: &Difference| d.kind == Kind::Structure && path.starts_with(&format!("{}.", d.name));
            if !out.iter().any(is_said) {
                out.push(Difference { kind: Kind::Structure, name: path.clone(), part });
            }
        }
    }

    fn levers_and_goals(&self, out: &mut Vec<Difference>) {
        let (a, b) = (self.a.plan, self.b.plan);
        let names: BTreeSet<&str> = a.levers.iter().chain(&b.levers).map(|l| l.name.as_str()).collect();
        for name in names {
            let said = |plan: &Plan| plan.levers.iter().find(|l| l.name == name).map(|l| lever(plan, l));
            if said(a) != said(b) {
                out.push(Difference { kind: Kind::Lever, name: name.to_string(), part: None });
            }
        }
        for i in 0..a.goals.len().max(b.goals.len()) {
            let said = |plan: &Plan| plan.goals.get(i).map(|g| goal(plan, g));
            if said(a) != said(b) {
                out.push(Difference { kind: Kind::Goal(i), name: String::new(), part: None });
            }
        }
    }
}

/// Whether a driver has the same values in both plans, trial by trial, risks apart.
fn same_draws(a: &Driver, b: &Driver) -> bool {
    let same_value = match (&a.value, &b.value) {
        (Value::Number(x), Value::Number(y)) => x == y,
        (Value::Schedule(s), Value::Schedule(t)) => s == t,
        (Value::Random(r), Value::Random(s)) => {
            r.law.dist == s.law.dist && r.law.domain == s.law.domain && (r.per, r.persistence) == (s.per, s.persistence)
        }
        _ => false,
    };
    same_value && same_adjustments(&a.adjustments, &b.adjustments)
}

/// What the plan as written takes.
fn written(driver: &Driver) -> Option<f64> {
    match &driver.value {
        Value::Random(random) => random.plan,
        Value::Number(_) | Value::Schedule(_) => None,
    }
}

fn same_counts(a: &Counts, b: &Counts) -> bool {
    a.written == b.written && same_adjustments(&a.adjustments, &b.adjustments)
}

fn same_adjustments(a: &[Adjustment], b: &[Adjustment]) -> bool {
    a == b
}

/// What a risk changes, by path, among the inputs that `wanted` names.
fn changes(named: &Named<'_>, risk: usize, wanted: &dyn Fn(&str) -> bool) -> Vec<(String, (f64, f64))> {
    let of = |path: &str, changes: &[RiskChange]| {
        let path = path.to_string();
        let own = changes.iter().filter(|c| c.risk == risk);
        own.map(|c| (path.clone(), (c.change.multiply, c.change.add))).collect::<Vec<_>>()
    };
    let drivers = named.plan.drivers.iter().filter(|d| wanted(&d.path)).flat_map(|d| of(&d.path, &d.risk_changes));
    let counts = named.plan.counts.iter().filter(|c| wanted(&c.path)).flat_map(|c| of(&c.path, &c.risk_changes));
    let mut all: Vec<_> = drivers.chain(counts).collect();
    // a stable sort: the changes of one input stay in their order
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// What a risk changes: paths and changes, sorted by path.
pub fn changes_of_risk(plan: &Plan, risk: usize) -> Vec<(String, Change)> {
    let named = Named::new(plan);
    let all = changes(&named, risk, &|_| true);
    all.into_iter().map(|(path, (multiply, add))| (path, Change { multiply, add })).collect()
}

/// A lever as text that is the same for the same lever; its inputs by their paths.
fn lever(plan: &Plan, lever: &Lever) -> String {
    let Lever { name: _, changes, min, max, step, cost, lead_months, owner } = lever;
    let change = |c: &crate::plan::LeverChange| {
        let drivers: Vec<&str> = c.drivers.iter().map(|d| plan.driver(*d).path.as_str()).collect();
        let counts: Vec<&str> = c.counts.iter().map(|d| plan.counts(*d).path.as_str()).collect();
        format!("{drivers:?} {counts:?} {:?} {:?} {:?}", c.multiply, c.add, c.window)
    };
    let changes: Vec<String> = changes.iter().map(change).collect();
    format!("{changes:?} {min} {max} {step} {cost:?} {lead_months} {owner:?}")
}

/// A goal as text that is the same for the same goal; metric and segment by their names.
fn goal(plan: &Plan, goal: &Goal) -> String {
    let segment = goal.segment.map(|s| plan.segments[s].name.as_str());
    format!("{} {segment:?} {} {} {:?}", goal.metric.name(plan), goal.from, goal.by, goal.bound)
}
