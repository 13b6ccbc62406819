//! Two plans side by side: in what they differ, and the plans between them that take some inputs from one and the rest
//! from the other.

mod correlations;
mod hybrid;
mod parts;
mod structure;

pub use hybrid::hybrid;
pub use parts::{Difference, Kind, Part, changes_of_risk};
pub use structure::{Fact, facts};

use super::{Counts, CountsId, Driver, DriverId, Plan, Segment};
use correlations::Correlations;
use std::collections::{BTreeMap, BTreeSet};

/// Which of two plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Side::A => Side::B,
            Side::B => Side::A,
        }
    }
}

/// Two plans, with all that is looked up again and again between them. Both must have the same calendar and currency.
#[derive(Clone, Debug)]
pub struct Pair<'p> {
    a: Named<'p>,
    b: Named<'p>,
    correlations: Correlations,
    /// Segments whose key accounts are others: their opening base belongs to what they are made of.
    rebased: BTreeSet<String>,
}

/// A plan whose inputs are found by their paths.
#[derive(Clone, Debug)]
struct Named<'p> {
    plan: &'p Plan,
    drivers: BTreeMap<&'p str, DriverId>,
    counts: BTreeMap<&'p str, CountsId>,
}

impl<'p> Named<'p> {
    fn new(plan: &'p Plan) -> Self {
        let drivers = plan.drivers.iter().enumerate().map(|(i, d)| (d.path.as_str(), DriverId(i))).collect();
        let counts = plan.counts.iter().enumerate().map(|(i, c)| (c.path.as_str(), CountsId(i))).collect();
        Self { plan, drivers, counts }
    }

    fn driver(&self, path: &str) -> Option<&'p Driver> {
        self.drivers.get(path).map(|id| self.plan.driver(*id))
    }

    fn counts(&self, path: &str) -> Option<&'p Counts> {
        self.counts.get(path).map(|id| self.plan.counts(*id))
    }

    fn segment(&self, name: &str) -> Option<&'p Segment> {
        self.plan.segments.iter().find(|s| s.name == name)
    }

    fn risk(&self, name: &str) -> Option<usize> {
        self.plan.risks.iter().position(|r| r.name == name)
    }
}

impl<'p> Pair<'p> {
    /// Two plans side by side.
    pub fn new(a: &'p Plan, b: &'p Plan) -> Self {
        let (a, b) = (Named::new(a), Named::new(b));
        let correlations = Correlations::new(&a, &b);
        let rebased = rebased(&a, &b);
        Self { a, b, correlations, rebased }
    }

    /// The plan on a side.
    pub fn plan(&self, side: Side) -> &'p Plan {
        self.of(side).plan
    }

    /// The driver of a path on a side.
    pub fn driver(&self, side: Side, path: &str) -> Option<&'p Driver> {
        self.of(side).driver(path)
    }

    /// The count schedule of a path on a side.
    pub fn counts(&self, side: Side, path: &str) -> Option<&'p Counts> {
        self.of(side).counts(path)
    }

    fn of(&self, side: Side) -> &Named<'p> {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    /// Names of all segments, sorted.
    fn segment_names(&self) -> BTreeSet<&'p str> {
        let names = |plan: &'p Plan| plan.segments.iter().map(|s| s.name.as_str());
        names(self.a.plan).chain(names(self.b.plan)).collect()
    }

    /// Names of all risks, sorted.
    fn risk_names(&self) -> BTreeSet<&'p str> {
        let names = |plan: &'p Plan| plan.risks.iter().map(|r| r.name.as_str());
        names(self.a.plan).chain(names(self.b.plan)).collect()
    }
}

fn rebased(a: &Named<'_>, b: &Named<'_>) -> BTreeSet<String> {
    let accounts = |s: &Segment| s.retention.key_accounts.iter().map(|k| k.name.clone()).collect::<Vec<_>>();
    let in_both = a.plan.segments.iter().filter_map(|s| Some((s, b.segment(&s.name)?)));
    in_both.filter(|(s, t)| accounts(s) != accounts(t)).map(|(s, _)| s.name.clone()).collect()
}
