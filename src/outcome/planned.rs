//! The plan as written, month by month.

use crate::plan::{Kind, Metric};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Every metric of the plan as written; undefined values are `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// By metric and segment: the months, t = 1 first.
    #[serde(with = "pairs")]
    series: BTreeMap<(Metric, Option<usize>), Vec<Option<f64>>>,
}

impl Planned {
    /// From series of months, not finite where undefined.
    pub fn new(series: BTreeMap<(Metric, Option<usize>), Vec<f64>>) -> Self {
        let defined = |months: Vec<f64>| months.into_iter().map(|x| Some(x).filter(|x| x.is_finite())).collect();
        Self { series: series.into_iter().map(|(key, months)| (key, defined(months))).collect() }
    }

    /// Month `t` of a metric; `None` where it is undefined or not there.
    pub fn month(&self, metric: Metric, segment: Option<usize>, t: usize) -> Option<f64> {
        self.series.get(&(metric, segment))?.get(t - 1).copied().flatten()
    }

    /// The months `first..=last` as one period: a flow summed, a share averaged, a stock or ratio read at the end.
    pub fn period(&self, metric: Metric, segment: Option<usize>, first: usize, last: usize) -> Option<f64> {
        let months = || (first..=last).map(|t| self.month(metric, segment, t));
        match metric.kind() {
            Kind::Stock | Kind::Ratio => self.month(metric, segment, last),
            Kind::Flow => months().sum(),
            Kind::Share => months().sum::<Option<f64>>().map(|sum| sum / (last + 1 - first) as f64),
        }
    }

    /// The greatest size of a series, 0 where there is none.
    pub fn scale(&self, metric: Metric, segment: Option<usize>) -> f64 {
        let months = self.series.get(&(metric, segment));
        months.into_iter().flatten().flatten().fold(0.0, |max, x| max.max(x.abs()))
    }
}

/// JSON has no keys but text, so the series are written as a list of pairs.
mod pairs {
    use super::{BTreeMap, Metric};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    type Series = BTreeMap<(Metric, Option<usize>), Vec<Option<f64>>>;

    pub fn serialize<S: Serializer>(series: &Series, serializer: S) -> Result<S::Ok, S::Error> {
        series.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Series, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}
