//! One month of a block: every metric's lanes, of a segment or in total.

use crate::math::isa::kernel;
use crate::math::lanes::{LANES, Lanes};
use crate::plan::Metric;

/// Undefined for want of anything to measure: ranks at the worst end.
pub const UNDEFINED: f64 = f64::NAN;
/// Undefined for being infinitely good: ranks at the best end.
pub const INFINITELY_GOOD: f64 = f64::INFINITY;

macro_rules! months {
    (
        $(#[$segment_doc:meta])* $segment:ident { $($field:ident: $metric:ident),* $(,)? }
        inner { $($(#[$inner_doc:meta])* $inner:ident),* $(,)? }
    ) => {
        $(#[$segment_doc])*
        #[derive(Clone, Debug)]
        pub struct $segment {
            $(#[doc = concat!("[`Metric::", stringify!($metric), "`]")] pub $field: Lanes,)*
            $($(#[$inner_doc])* pub $inner: Lanes,)*
            /// Expected units of each stage of the plan.
            pub stages: Vec<Lanes>,
        }

        impl $segment {
            /// All zero.
            pub fn new(stages: usize) -> Self {
                Self {
                    $($field: [0.0; LANES],)*
                    $($inner: [0.0; LANES],)*
                    stages: vec![[0.0; LANES]; stages],
                }
            }

            /// The lanes of a metric; `None` where it is not one of these.
            pub fn lanes(&self, metric: Metric) -> Option<&Lanes> {
                match metric {
                    $(Metric::$metric => Some(&self.$field),)*
                    Metric::Stage(i) => self.stages.get(i),
                    #[allow(unreachable_patterns)] // the record of the totals' own metrics has no others left
                    _ => None,
                }
            }

            /// Sets every lane to zero.
            pub fn clear(&mut self) {
                $(self.$field = [0.0; LANES];)*
                $(self.$inner = [0.0; LANES];)*
                self.stages.fill([0.0; LANES]);
            }

            /// The sum of the segments, field by field (ratios are then made anew).
            pub fn sum_of(&mut self, segments: &[Self]) {
                $(sum(&mut self.$field, segments, |s| &s.$field);)*
                $(sum(&mut self.$inner, segments, |s| &s.$inner);)*
                for (i, stage) in self.stages.iter_mut().enumerate() {
                    sum(stage, segments, |s| &s.stages[i]);
                }
            }
        }
    };
}

/// Where a series stood `lag` months before month `t`, between two months in proportion: the later month's index, the
/// earlier one's, and the share of the earlier. Index 0 is the time before the plan, however far back.
pub fn lagged(t: usize, lag: f64) -> (usize, usize, f64) {
    let whole = lag.floor();
    let back = whole.min(t as f64) as usize;
    (t - back, t.saturating_sub(back + 1), lag - whole)
}

/// The sum of one field over segments; 0 without segments.
fn sum<T>(out: &mut Lanes, segments: &[T], field: impl Fn(&T) -> &Lanes) {
    match segments {
        [] => *out = [0.0; LANES],
        [first] => *out = *field(first),
        [first, second] => add_two(out, field(first), field(second)),
        [first, second, rest @ ..] => {
            add_two(out, field(first), field(second));
            rest.iter().for_each(|segment| add(out, field(segment)));
        }
    }
}

kernel! {
    fn add_two(out: &mut Lanes, x: &Lanes, y: &Lanes) {
        for i in 0..LANES {
            out[i] = x[i] + y[i];
        }
    }
}

kernel! {
    /// sum += x, lane by lane.
    pub fn add(sum: &mut Lanes, x: &Lanes) {
        for i in 0..LANES {
            sum[i] += x[i];
        }
    }
}

months! {
    /// What a segment yields in a month; also the sum of the segments.
    SegmentMonth {
        arr: Arr,
        new_arr: NewArr,
        expansion_arr: ExpansionArr,
        uplift_arr: UpliftArr,
        churned_arr: ChurnedArr,
        contraction_arr: ContractionArr,
        net_new_arr: NetNewArr,
        customers: Customers,
        new_customers: NewCustomers,
        churned_customers: ChurnedCustomers,
        nrr: Nrr,
        grr: Grr,
        reps: Reps,
        ramped_reps: RampedReps,
        hires_started: HiresStarted,
        leavers: Leavers,
        capacity_arr: CapacityArr,
        pipeline_arr: PipelineArr,
        wins_lost: WinsLost,
        quota_attainment: QuotaAttainment,
        productivity: Productivity,
        opps_created: OppsCreated,
        opps_decided: OppsDecided,
        open_opps: OpenOpps,
        pipeline_value: PipelineValue,
        backlog: Backlog,
        capacity_bound: CapacityBound,
    }
    inner {
        /// ARR at the end of the month before.
        opening_arr,
        /// ARR at the start of the plan year.
        year_opening_arr,
        /// ARR now of the customers who were there at the start of the plan year.
        year_kept_arr,
        /// Σ Γ: that year's opening ARR after churn and contraction only.
        year_kept_gross,
        /// New ARR since the plan's start of the segments that have a capacity path.
        capacity_new_arr_to_date,
        /// Σ quota_annual / 12 · ramped reps since the plan's start.
        quota_to_date,
        /// Σ ramped reps since the plan's start.
        ramped_to_date,
        /// Spend of the sources, money.
        spend,
        /// SDRs.
        sdrs,
        /// What prepaid contracts are billed, money, as if all were prepaid.
        prepaid_billing,
        /// ARR · churn_annual.
        arr_times_churn,
    }
}

/// What only the total has.
#[derive(Clone, Debug)]
pub struct TotalMonth {
    /// The sum of the segments.
    pub sum: SegmentMonth,
    /// Metric to lanes, of the metrics that only the total has.
    pub only: Vec<(Metric, Lanes)>,
}

impl TotalMonth {
    /// The lanes of a metric in total.
    pub fn lanes(&self, metric: Metric) -> Option<&Lanes> {
        self.sum.lanes(metric).or_else(|| self.only.iter().find(|(m, _)| *m == metric).map(|(_, lanes)| lanes))
    }
}
