//! The closed list of what a trial yields, month by month.
//!
//! A stock is read at a period's end, a flow is summed over it, a ratio is read at its end, a share is the share
//! of its months. Stages of the funnel, named by the scenario, are flows too.

use super::{Plan, Reconcile, Segment, Unit};
use serde::{Deserialize, Serialize};

/// A monthly series of every trial, in total and by segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Metric {
    /// ARR.
    Arr,
    /// New ARR.
    NewArr,
    /// Expansion.
    ExpansionArr,
    /// Price uplift.
    UpliftArr,
    /// Churned ARR.
    ChurnedArr,
    /// Contraction.
    ContractionArr,
    /// Net new ARR.
    NetNewArr,
    /// Customers.
    Customers,
    /// New customers.
    NewCustomers,
    /// Churned customers.
    ChurnedCustomers,
    /// NRR, plan year to date.
    Nrr,
    /// GRR, plan year to date.
    Grr,
    /// Reps in seat.
    Reps,
    /// Ramped reps.
    RampedReps,
    /// Hires started.
    HiresStarted,
    /// Leavers.
    Leavers,
    /// Bookings capacity.
    CapacityArr,
    /// Pipeline bookings.
    PipelineArr,
    /// Wins lost for want of capacity.
    WinsLost,
    /// Quota attainment, to date.
    QuotaAttainment,
    /// New ARR a ramped rep and year, to date.
    Productivity,
    /// Opportunities created.
    OppsCreated,
    /// Opportunities decided.
    OppsDecided,
    /// Open opportunities.
    OpenOpps,
    /// Open pipeline.
    PipelineValue,
    /// Deals waiting for capacity.
    Backlog,
    /// Capacity-bound.
    CapacityBound,
    /// Quick ratio, to date.
    QuickRatio,
    /// Pipeline coverage.
    PipelineCoverage,
    /// Revenue.
    Revenue,
    /// Billings.
    Billings,
    /// Sales and marketing cost.
    SmCost,
    /// Collections.
    Collections,
    /// Burn.
    Burn,
    /// Cash.
    Cash,
    /// Runway.
    RunwayMonths,
    /// CAC, to date.
    Cac,
    /// CAC payback, to date.
    CacPayback,
    /// LTV.
    Ltv,
    /// LTV / CAC.
    LtvCac,
    /// Net sales efficiency, to date.
    NetSalesEfficiency,
    /// Burn multiple, to date.
    BurnMultiple,
    /// Expected units of a named funnel stage: index into [`Plan::stages`].
    Stage(usize),
}

/// How a metric's months add up to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Read at the end.
    Stock,
    /// Summed.
    Flow,
    /// Read at the end; may be undefined; has no mean or sd.
    Ratio,
    /// Share of the months.
    Share,
}

impl Kind {
    /// The word in results.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Stock => "stock",
            Kind::Flow => "flow",
            Kind::Ratio => "ratio",
            Kind::Share => "share",
        }
    }
}

/// Which end of a metric's values is the good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// Where a metric exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    Nothing,
    Capacity,
    Pipeline,
    BothPaths,
    TotalOnly,
    TotalWithPipeline,
    Finance,
}

/// Whether a metric is among those tallied by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Headline {
    Everywhere,
    InTotal,
    No,
}

/// What is known of a metric beforehand.
struct Facts {
    name: &'static str,
    label: &'static str,
    kind: Kind,
    unit: Unit,
    whole: bool,
    better: Better,
    needs: Needs,
    headline: Headline,
}

/// All metrics but the stages, in the order in which they are reported.
pub const METRICS: [Metric; 42] = [
    Metric::Arr,
    Metric::NewArr,
    Metric::ExpansionArr,
    Metric::UpliftArr,
    Metric::ChurnedArr,
    Metric::ContractionArr,
    Metric::NetNewArr,
    Metric::Customers,
    Metric::NewCustomers,
    Metric::ChurnedCustomers,
    Metric::Nrr,
    Metric::Grr,
    Metric::Reps,
    Metric::RampedReps,
    Metric::HiresStarted,
    Metric::Leavers,
    Metric::CapacityArr,
    Metric::PipelineArr,
    Metric::WinsLost,
    Metric::QuotaAttainment,
    Metric::Productivity,
    Metric::OppsCreated,
    Metric::OppsDecided,
    Metric::OpenOpps,
    Metric::PipelineValue,
    Metric::Backlog,
    Metric::CapacityBound,
    Metric::QuickRatio,
    Metric::PipelineCoverage,
    Metric::Revenue,
    Metric::Billings,
    Metric::SmCost,
    Metric::Collections,
    Metric::Burn,
    Metric::Cash,
    Metric::RunwayMonths,
    Metric::Cac,
    Metric::CacPayback,
    Metric::Ltv,
    Metric::LtvCac,
    Metric::NetSalesEfficiency,
    Metric::BurnMultiple,
];

const STAGE: Facts = facts("", "", Kind::Flow, Unit::Count, false, Better::Higher, Needs::Pipeline, Headline::InTotal);

#[allow(clippy::too_many_arguments)] // a table row: one line a metric reads better than a builder
const fn facts(
    name: &'static str,
    label: &'static str,
    kind: Kind,
    unit: Unit,
    whole: bool,
    better: Better,
    needs: Needs,
    headline: Headline,
) -> Facts {
    Facts { name, label, kind, unit, whole, better, needs, headline }
}

#[rustfmt::skip] // a table
fn facts_of(metric: Metric) -> Facts {
    use Better::*;
    use Headline::*;
    use Kind::*;
    use Needs::*;
    use Unit::{Count, Money, Months, Ratio as Times, Share as OfOne};
    match metric {
        Metric::Arr => facts("arr", "ARR", Stock, Money, false, Higher, Nothing, Everywhere),
        Metric::NewArr => facts("new_arr", "New ARR", Flow, Money, false, Higher, Nothing, Everywhere),
        Metric::ExpansionArr => facts("expansion_arr", "Expansion", Flow, Money, false, Higher, Nothing, InTotal),
        Metric::UpliftArr => facts("uplift_arr", "Price uplift", Flow, Money, false, Higher, Nothing, InTotal),
        Metric::ChurnedArr => facts("churned_arr", "Churned ARR", Flow, Money, false, Lower, Nothing, InTotal),
        Metric::ContractionArr => facts("contraction_arr", "Contraction", Flow, Money, false, Lower, Nothing, InTotal),
        Metric::NetNewArr => facts("net_new_arr", "Net new ARR", Flow, Money, false, Higher, Nothing, InTotal),
        Metric::Customers => facts("customers", "Customers", Stock, Count, true, Higher, Nothing, InTotal),
        Metric::NewCustomers => facts("new_customers", "New customers", Flow, Count, true, Higher, Nothing, InTotal),
        Metric::ChurnedCustomers => facts("churned_customers", "Churned customers", Flow, Count, true, Lower, Nothing, No),
        Metric::Nrr => facts("nrr", "NRR, plan year to date", Ratio, Times, false, Higher, Nothing, InTotal),
        Metric::Grr => facts("grr", "GRR, plan year to date", Ratio, Times, false, Higher, Nothing, InTotal),
        Metric::Reps => facts("reps", "Reps in seat", Stock, Count, true, Higher, Capacity, InTotal),
        Metric::RampedReps => facts("ramped_reps", "Ramped reps", Stock, Count, false, Higher, Capacity, InTotal),
        Metric::HiresStarted => facts("hires_started", "Hires started", Flow, Count, true, Higher, Capacity, No),
        Metric::Leavers => facts("leavers", "Leavers", Flow, Count, true, Lower, Capacity, No),
        Metric::CapacityArr => facts("capacity_arr", "Bookings capacity", Flow, Money, false, Higher, Capacity, Everywhere),
        Metric::PipelineArr => facts("pipeline_arr", "Pipeline bookings", Flow, Money, false, Higher, Pipeline, Everywhere),
        Metric::WinsLost => facts("wins_lost", "Wins lost for want of capacity", Flow, Count, true, Lower, BothPaths, InTotal),
        Metric::QuotaAttainment => facts("quota_attainment", "Quota attainment, to date", Ratio, Times, false, Higher, Capacity, No),
        Metric::Productivity => facts("productivity", "New ARR a ramped rep and year, to date", Ratio, Money, false, Higher, Capacity, No),
        Metric::OppsCreated => facts("opps_created", "Opportunities created", Flow, Count, true, Higher, Pipeline, InTotal),
        Metric::OppsDecided => facts("opps_decided", "Opportunities decided", Flow, Count, true, Higher, Pipeline, No),
        Metric::OpenOpps => facts("open_opps", "Open opportunities", Stock, Count, true, Higher, Pipeline, InTotal),
        Metric::PipelineValue => facts("pipeline_value", "Open pipeline", Stock, Money, false, Higher, Pipeline, InTotal),
        Metric::Backlog => facts("backlog", "Deals waiting for capacity", Stock, Count, true, Lower, BothPaths, No),
        Metric::CapacityBound => facts("capacity_bound", "Capacity-bound", Share, OfOne, false, Lower, BothPaths, Everywhere),
        Metric::QuickRatio => facts("quick_ratio", "Quick ratio, to date", Ratio, Times, false, Higher, TotalOnly, No),
        Metric::PipelineCoverage => facts("pipeline_coverage", "Pipeline coverage", Ratio, Times, false, Higher, TotalWithPipeline, InTotal),
        Metric::Revenue => facts("revenue", "Revenue", Flow, Money, false, Higher, Finance, InTotal),
        Metric::Billings => facts("billings", "Billings", Flow, Money, false, Higher, Finance, No),
        Metric::SmCost => facts("sm_cost", "Sales and marketing cost", Flow, Money, false, Lower, Finance, InTotal),
        Metric::Collections => facts("collections", "Collections", Flow, Money, false, Higher, Finance, No),
        Metric::Burn => facts("burn", "Burn", Flow, Money, false, Lower, Finance, InTotal),
        Metric::Cash => facts("cash", "Cash", Stock, Money, false, Higher, Finance, InTotal),
        Metric::RunwayMonths => facts("runway_months", "Runway", Ratio, Months, false, Higher, Finance, InTotal),
        Metric::Cac => facts("cac", "CAC, to date", Ratio, Money, false, Lower, Finance, No),
        Metric::CacPayback => facts("cac_payback", "CAC payback, to date", Ratio, Months, false, Lower, Finance, InTotal),
        Metric::Ltv => facts("ltv", "LTV", Ratio, Money, false, Higher, Finance, No),
        Metric::LtvCac => facts("ltv_cac", "LTV / CAC", Ratio, Times, false, Higher, Finance, No),
        Metric::NetSalesEfficiency => facts("net_sales_efficiency", "Net sales efficiency, to date", Ratio, Times, false, Higher, Finance, InTotal),
        Metric::BurnMultiple => facts("burn_multiple", "Burn multiple, to date", Ratio, Times, false, Lower, Finance, InTotal),
        Metric::Stage(_) => STAGE,
    }
}

impl Metric {
    /// The metric of this name in a plan with these stages.
    pub fn find(name: &str, stages: &[String]) -> Option<Metric> {
        let listed = METRICS.into_iter().find(|m| facts_of(*m).name == name);
        listed.or_else(|| stages.iter().position(|s| s == name).map(Metric::Stage))
    }

    /// Its name in scenarios and results.
    pub fn name(self, plan: &Plan) -> &str {
        match self {
            Metric::Stage(i) => &plan.stages[i],
            _ => facts_of(self).name,
        }
    }

    /// Its name for readers.
    pub fn label(self, plan: &Plan) -> String {
        match self {
            Metric::Stage(i) => format!("Stage {}", plan.stages[i]),
            _ => facts_of(self).label.to_string(),
        }
    }

    /// How its months add up.
    pub fn kind(self) -> Kind {
        facts_of(self).kind
    }

    /// What it is measured in.
    pub fn unit(self) -> Unit {
        facts_of(self).unit
    }

    /// Whether its values are whole numbers.
    pub fn whole(self) -> bool {
        facts_of(self).whole
    }

    /// Which end is the good one.
    pub fn better(self) -> Better {
        facts_of(self).better
    }

    /// Whether it is among the headline metrics, in total (`segment` false) or by segment.
    pub fn is_headline(self, by_segment: bool) -> bool {
        match facts_of(self).headline {
            Headline::Everywhere => true,
            Headline::InTotal => !by_segment,
            Headline::No => false,
        }
    }

    /// Whether this segment of the plan has it.
    pub fn in_segment(self, segment: &Segment) -> bool {
        match facts_of(self).needs {
            Needs::Nothing => true,
            Needs::Capacity => segment.sales_force.is_some(),
            Needs::Pipeline => match (&segment.pipeline, self) {
                (Some(p), Metric::Stage(i)) => p.sources.iter().any(|s| s.stages.iter().any(|s| s.stage == i)),
                (pipeline, _) => pipeline.is_some(),
            },
            Needs::BothPaths => segment.reconcile == Reconcile::Constrained,
            Needs::TotalOnly | Needs::TotalWithPipeline | Needs::Finance => false,
        }
    }

    /// Whether the plan has it in total: totals run over the segments that have it.
    pub fn in_total(self, plan: &Plan) -> bool {
        match facts_of(self).needs {
            Needs::TotalOnly => true,
            Needs::TotalWithPipeline => plan.segments.iter().any(|s| s.pipeline.is_some()),
            Needs::Finance => plan.finance.is_some(),
            _ => plan.segments.iter().any(|s| self.in_segment(s)),
        }
    }

    /// Every metric wherever the plan has it: totals in the order of the metrics, then every segment's.
    pub fn everywhere(plan: &Plan) -> impl Iterator<Item = (Metric, Option<usize>)> {
        let totals = Metric::all(plan).filter(|m| m.in_total(plan)).map(|m| (m, None));
        let of_segments = plan.segments.iter().enumerate().flat_map(|(i, segment)| {
            Metric::all(plan).filter(move |m| m.in_segment(segment)).map(move |m| (m, Some(i)))
        });
        totals.chain(of_segments)
    }

    /// Every metric of a plan: the closed list, then its stages.
    pub fn all(plan: &Plan) -> impl Iterator<Item = Metric> {
        METRICS.into_iter().chain((0..plan.stages.len()).map(Metric::Stage))
    }
}
