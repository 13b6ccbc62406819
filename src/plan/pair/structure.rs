//! What a plan is made of beside its inputs, by path: what two plans are compared on.
//!
//! Every part is taken apart by all of its names, so that one that is added is not forgotten here.

use crate::calendar::Schedule;
use crate::plan::{
    Finance, KeyAccount, OpeningPipeline, Pipeline, Plan, RampCurve, Reconcile, Retention, SalesForce, Segment, Source,
    SourceKind, Stage,
};
use std::collections::BTreeMap;

/// One thing that a plan is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// It is there.
    There,
    /// A word.
    Word(&'static str),
    /// A number.
    Number(f64),
    /// Month t.
    Month(i32),
    /// Weights.
    Weights(Vec<f64>),
    /// A number for each month.
    Schedule(Schedule),
    /// Names in their order.
    Names(Vec<String>),
}

/// The facts of a plan by path. What is there has an entry of its own, and all that it is made of below it.
pub fn facts(plan: &Plan) -> BTreeMap<String, Fact> {
    let mut out = BTreeMap::new();
    plan.segments.iter().for_each(|s| segment(plan, s, &mut out));
    if let Some(Finance { .. }) = plan.finance {
        // its inputs have paths of their own, always all of them
        out.insert("finance".to_string(), Fact::There);
    }
    out
}

type Facts = BTreeMap<String, Fact>;

fn segment(plan: &Plan, segment: &Segment, out: &mut Facts) {
    let Segment {
        name,
        opening_arr: _,
        opening_customers: _,
        reconcile,
        deals,
        sales_force: force,
        pipeline,
        retention: kept,
    } = segment;
    let at = format!("segments.{name}");
    out.insert(at.clone(), Fact::There);
    let word = match reconcile {
        Reconcile::Constrained => "constrained",
        Reconcile::Pipeline => "pipeline",
        Reconcile::Capacity => "capacity",
        Reconcile::BaseOnly => "base only",
    };
    out.insert(format!("{at}.reconcile"), Fact::Word(word));
    if deals.is_some() {
        out.insert(format!("{at}.deals"), Fact::There);
    }
    if let Some(force) = force {
        sales_force(&format!("{at}.capacity"), force, out);
    }
    if let Some(pipeline) = pipeline {
        self::pipeline(plan, &format!("{at}.pipeline"), pipeline, out);
    }
    retention(&format!("{at}.retention"), kept, out);
}

fn sales_force(at: &str, force: &SalesForce, out: &mut Facts) {
    let SalesForce {
        reps: _,
        ramping,
        hires: _,
        hiring_slip_months: _,
        ramp_months: _,
        ramp_curve,
        quota_annual: _,
        attainment: _,
        attrition_annual: _,
        backfill,
        backfill_months: _,
        seasonality,
    } = force;
    let curve = match ramp_curve {
        RampCurve::Linear => "linear",
        RampCurve::SCurve => "s-curve",
        RampCurve::Step => "step",
    };
    out.insert(at.to_string(), Fact::There);
    out.insert(format!("{at}.ramp_curve"), Fact::Word(curve));
    out.insert(format!("{at}.ramping"), Fact::Number(ramping.len() as f64));
    out.insert(format!("{at}.backfill"), Fact::Word(if *backfill { "true" } else { "false" }));
    out.insert(format!("{at}.seasonality"), Fact::Weights(seasonality.to_vec()));
}

fn pipeline(plan: &Plan, at: &str, pipeline: &Pipeline, out: &mut Facts) {
    let Pipeline {
        opening,
        win_rate: _,
        sales_cycle_months: _,
        cycle_dispersion: _,
        backlog_hold: _,
        opps_factor: _,
        seasonality,
        sources,
    } = pipeline;
    let word = match opening {
        OpeningPipeline::Opps(_) => "opening_opps",
        OpeningPipeline::Decisions(_) => "opening_decisions",
    };
    out.insert(at.to_string(), Fact::There);
    out.insert(format!("{at}.opening"), Fact::Word(word));
    out.insert(format!("{at}.seasonality"), Fact::Weights(seasonality.to_vec()));
    sources.iter().for_each(|s| source(plan, &format!("{at}.sources.{}", s.name), s, out));
}

fn source(plan: &Plan, at: &str, source: &Source, out: &mut Facts) {
    let Source { name: _, kind, lag_months: _, stages } = source;
    let (word, reference) = match kind {
        SourceKind::Volume { .. } => ("volume", None),
        SourceKind::Spend { reference_spend, .. } => ("spend", reference_spend.clone()),
        SourceKind::Sdrs { .. } => ("sdrs", None),
        SourceKind::PerRep { .. } => ("per_rep", None),
    };
    let name = |Stage { stage, rate: _ }: &Stage| plan.stages[*stage].clone();
    out.insert(at.to_string(), Fact::There);
    out.insert(format!("{at}.kind"), Fact::Word(word));
    out.insert(format!("{at}.stages"), Fact::Names(stages.iter().map(name).collect()));
    if let Some(reference) = reference {
        out.insert(format!("{at}.reference_spend"), Fact::Schedule(reference));
    }
}

fn retention(at: &str, retention: &Retention, out: &mut Facts) {
    let Retention {
        contract_months,
        churn_annual: _,
        contraction_annual: _,
        expansion_annual: _,
        uplift_annual: _,
        size_dispersion: _,
        renewal_weights,
        key_accounts,
    } = retention;
    out.insert(format!("{at}.contract_months"), Fact::Number(*contract_months as f64));
    out.insert(format!("{at}.renewal_weights"), Fact::Weights(renewal_weights.clone()));
    for KeyAccount { name, arr: _, renewal, churn_at_renewal: _ } in key_accounts {
        out.insert(format!("{at}.key_accounts.{name}"), Fact::There);
        out.insert(format!("{at}.key_accounts.{name}.renewal"), Fact::Month(*renewal));
    }
}
