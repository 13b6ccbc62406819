//! Plans between two plans: each part from one of them.

use super::{Pair, Part, Side};
use crate::plan::adjust::RiskChange;
use crate::plan::{
    Counts, CountsId, Deals, Driver, DriverId, KeyAccount, OpeningPipeline, Pipeline, Plan, Ramping, Retention, Risk,
    SalesForce, Segment, Source, SourceKind, Stage,
};
use std::collections::{BTreeMap, BTreeSet};

/// The plan that takes each part from the side that `side` names, as far as ARR and its target are concerned: costs and
/// cash, goals and levers are left out.
///
/// A part that both plans have alike is A's. An input that only one of them has comes with the segment that it belongs
/// to. A risk does to the inputs that its side has what it does there, and to the others what the other plan says.
pub fn hybrid(pair: &Pair<'_>, side: &dyn Fn(&Part) -> Side) -> Plan {
    let mut builder = Builder { pair, side, drivers: Parts::default(), counts: Parts::default() };
    let stages: BTreeSet<&String> = pair.a.plan.stages.iter().chain(&pair.b.plan.stages).collect();
    let stages: Vec<String> = stages.into_iter().cloned().collect();
    let segments = builder.segments(&stages);
    let risks = builder.risks();
    builder.drawn_with_others();
    builder.apply_risks(&risks);
    let a = pair.a.plan;
    let Builder { drivers, counts, .. } = builder;
    Plan {
        name: a.name.clone(),
        currency: a.currency.clone(),
        calendar: a.calendar.clone(),
        target: pair.of(side(&Part::Target)).plan.target.clone(),
        goals: Vec::new(),
        dependence: pair.correlations.of(&drivers.all, &drivers.ids, side(&Part::Correlations)),
        drivers: drivers.all,
        counts: counts.all,
        segments,
        stages,
        finance: None,
        risks: risks.into_iter().map(|(_, risk)| risk).collect(),
        levers: Vec::new(),
        owners: BTreeMap::new(),
        run: a.run.clone(),
        digest: String::new(),
    }
}

/// Inputs in the order in which they were met, by path.
struct Parts<T, Id> {
    all: Vec<T>,
    ids: BTreeMap<String, Id>,
    /// The plan that each was met in.
    met_in: Vec<Side>,
}

impl<T, Id> Default for Parts<T, Id> {
    fn default() -> Self {
        Self { all: Vec::new(), ids: BTreeMap::new(), met_in: Vec::new() }
    }
}

struct Builder<'p, 'q> {
    pair: &'q Pair<'p>,
    side: &'q dyn Fn(&Part) -> Side,
    drivers: Parts<Driver, DriverId>,
    counts: Parts<Counts, CountsId>,
}

impl Builder<'_, '_> {
    /// The driver at the path of one that was met in a plan, from the side that it belongs to.
    fn driver(&mut self, met_in: Side, id: DriverId) -> DriverId {
        let met = self.pair.of(met_in).plan.driver(id);
        if let Some(&known) = self.drivers.ids.get(&met.path) {
            return known;
        }
        let side = (self.side)(&self.pair.part_of_driver(&met.path));
        let from = self.pair.of(side).driver(&met.path).unwrap_or(met);
        let (value, adjustments) = (from.value.clone(), from.adjustments.clone());
        let driver = Driver { value, adjustments, risk_changes: Vec::new(), path: met.path.clone(), ..*met };
        self.drivers.all.push(driver);
        self.drivers.met_in.push(met_in);
        let id = DriverId(self.drivers.all.len() - 1);
        self.drivers.ids.insert(met.path.clone(), id);
        id
    }

    fn count_schedule(&mut self, met_in: Side, id: CountsId) -> CountsId {
        let met = self.pair.of(met_in).plan.counts(id);
        if let Some(&known) = self.counts.ids.get(&met.path) {
            return known;
        }
        let side = (self.side)(&Part::Counts(met.path.clone()));
        let from = self.pair.of(side).counts(&met.path).unwrap_or(met);
        self.counts.all.push(Counts { risk_changes: Vec::new(), ..from.clone() });
        self.counts.met_in.push(met_in);
        let id = CountsId(self.counts.all.len() - 1);
        self.counts.ids.insert(met.path.clone(), id);
        id
    }

    fn segments(&mut self, stages: &[String]) -> Vec<Segment> {
        let mut out = Vec::new();
        for name in self.pair.segment_names() {
            let side = (self.side)(&Part::Segment(name.to_string()));
            let Some(segment) = self.pair.of(side).segment(name) else { continue };
            let mut segment = segment.clone();
            let names = &self.pair.of(side).plan.stages;
            for stage in stages_of(&mut segment) {
                // every stage of either plan is among all of them
                stage.stage = stages.iter().position(|s| *s == names[stage.stage]).unwrap_or(0);
            }
            for counts in counts_of(&mut segment) {
                *counts = self.count_schedule(side, *counts);
            }
            for driver in drivers_of(&mut segment) {
                *driver = self.driver(side, *driver);
            }
            out.push(segment);
        }
        out
    }

    /// The risks with the sides that they come from, sorted by name.
    fn risks(&mut self) -> Vec<(Side, Risk)> {
        let mut out = Vec::new();
        for name in self.pair.risk_names() {
            let side = (self.side)(&Part::Risk(name.to_string()));
            let of = self.pair.of(side);
            let Some(risk) = of.risk(name).map(|i| &of.plan.risks[i]) else { continue };
            out.push((side, Risk { probability: self.driver(side, risk.probability), ..risk.clone() }));
        }
        out
    }

    /// Costs and cash are left out, but for those of their inputs with which others are correlated.
    fn drawn_with_others(&mut self) {
        let side = (self.side)(&Part::Correlations);
        let pair = self.pair;
        for path in pair.correlations.outside() {
            if let Some(&id) = pair.of(side).drivers.get(path) {
                self.driver(side, id);
            }
        }
    }

    fn apply_risks(&mut self, risks: &[(Side, Risk)]) {
        let pair = self.pair;
        for (driver, met_in) in self.drivers.all.iter_mut().zip(&self.drivers.met_in) {
            let path = driver.path.clone();
            let changes = |side: Side| pair.of(side).driver(&path).map(|d| &d.risk_changes[..]);
            driver.risk_changes = risk_changes(pair, risks, &changes, *met_in);
        }
        for (counts, met_in) in self.counts.all.iter_mut().zip(&self.counts.met_in) {
            let path = counts.path.clone();
            let changes = |side: Side| pair.of(side).counts(&path).map(|c| &c.risk_changes[..]);
            counts.risk_changes = risk_changes(pair, risks, &changes, *met_in);
        }
    }
}

/// What the risks do to an input: `changes` are those of a side, where it has the input.
fn risk_changes<'c>(
    pair: &Pair<'_>,
    risks: &[(Side, Risk)],
    changes: &dyn Fn(Side) -> Option<&'c [RiskChange]>,
    met_in: Side,
) -> Vec<RiskChange> {
    let mut out = Vec::new();
    for (risk, (side, named)) in risks.iter().enumerate() {
        let (side, all) = match changes(*side) {
            Some(all) => (*side, all),
            None => (met_in, changes(met_in).unwrap_or(&[])),
        };
        let Some(own) = pair.of(side).risk(&named.name) else { continue };
        out.extend(all.iter().filter(|c| c.risk == own).map(|c| RiskChange { risk, change: c.change }));
    }
    out
}

/// Every stage of a segment's sources.
fn stages_of(segment: &mut Segment) -> impl Iterator<Item = &mut Stage> {
    let sources = segment.pipeline.iter_mut().flat_map(|p| &mut p.sources);
    sources.flat_map(|source| &mut source.stages)
}

/// Every count schedule of a segment.
fn counts_of(segment: &mut Segment) -> Vec<&mut CountsId> {
    let hires = segment.sales_force.iter_mut().map(|force| &mut force.hires);
    let decisions = segment.pipeline.iter_mut().filter_map(|pipeline| match &mut pipeline.opening {
        OpeningPipeline::Decisions(id) => Some(id),
        OpeningPipeline::Opps(_) => None,
    });
    hires.chain(decisions).collect()
}

/// Every driver of a segment. Taken apart by all names, so that one that is added is not forgotten.
fn drivers_of(segment: &mut Segment) -> Vec<&mut DriverId> {
    let Segment { name: _, opening_arr, opening_customers, reconcile: _, deals, sales_force, pipeline, retention } =
        segment;
    let mut out = vec![opening_arr, opening_customers];
    if let Some(Deals { size, dispersion }) = deals {
        out.extend([size, dispersion]);
    }
    if let Some(force) = sales_force {
        out.extend(drivers_of_force(force));
    }
    if let Some(pipeline) = pipeline {
        out.extend(drivers_of_pipeline(pipeline));
    }
    let Retention {
        contract_months: _,
        churn_annual,
        contraction_annual,
        expansion_annual,
        uplift_annual,
        size_dispersion,
        renewal_weights: _,
        key_accounts,
    } = retention;
    out.extend([churn_annual, contraction_annual, expansion_annual, uplift_annual, size_dispersion]);
    for KeyAccount { name: _, arr, renewal: _, churn_at_renewal } in key_accounts {
        out.extend([arr, churn_at_renewal]);
    }
    out
}

fn drivers_of_force(force: &mut SalesForce) -> Vec<&mut DriverId> {
    let SalesForce {
        reps,
        ramping,
        hires: _,
        hiring_slip_months,
        ramp_months,
        ramp_curve: _,
        quota_annual,
        attainment,
        attrition_annual,
        backfill: _,
        backfill_months,
        seasonality: _,
    } = force;
    let mut out =
        vec![reps, hiring_slip_months, ramp_months, quota_annual, attainment, attrition_annual, backfill_months];
    for Ramping { reps, tenure } in ramping {
        out.extend([reps, tenure]);
    }
    out
}

fn drivers_of_pipeline(pipeline: &mut Pipeline) -> Vec<&mut DriverId> {
    let Pipeline {
        opening,
        win_rate,
        sales_cycle_months,
        cycle_dispersion,
        backlog_hold,
        opps_factor,
        seasonality: _,
        sources,
    } = pipeline;
    let mut out = vec![win_rate, sales_cycle_months, cycle_dispersion, backlog_hold, opps_factor];
    if let OpeningPipeline::Opps(opps) = opening {
        out.push(opps);
    }
    for Source { name: _, kind, lag_months, stages } in sources {
        out.push(lag_months);
        match kind {
            SourceKind::Volume { volume, growth_monthly } => out.extend([volume, growth_monthly]),
            SourceKind::Spend { spend, cost_per_unit, elasticity, reference_spend: _ } => {
                out.extend([spend, cost_per_unit, elasticity]);
            }
            SourceKind::Sdrs { sdrs, per_sdr } => out.extend([sdrs, per_sdr]),
            SourceKind::PerRep { per_rep } => out.push(per_rep),
        }
        out.extend(stages.iter_mut().map(|Stage { stage: _, rate }| rate));
    }
    out
}
