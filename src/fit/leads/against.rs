//! Opportunities that leads lead to, against those that were created.

use super::told::implied;
use crate::fit::driver::{Fitted, FittedValue};
use crate::fit::finding::Finding;
use crate::fit::history::{History, Setting};

/// Standard normal point of a 90 % interval.
const POINT_90: f64 = 1.644_853_626_951_472_2;

/// A mean with its variance.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Level {
    mean: f64,
    variance: f64,
}

/// Holds the opportunities a month that the leads' volumes and rates lead to against those of the opportunities' export, segment
/// by segment: a warning where each lies outside the other's 90 % interval, else a note. Segments in which either is missing
/// are passed over. Volumes and rates count as independent; both are history's averages, without next year's variation.
pub fn against_opportunities(leads: &History, opportunities: &History, setting: &Setting) -> Vec<Finding> {
    let finding = |name: &String| {
        let pipeline = format!("segments.{name}.pipeline");
        let from_leads = opportunities_of(leads, &pipeline)?;
        let created = opportunities_of(opportunities, &pipeline)?;
        Some(compare(pipeline, from_leads, created))
    };
    setting.segments.iter().filter_map(finding).collect()
}

fn compare(pipeline: String, leads: Level, created: Level) -> Finding {
    let told = implied(leads.mean, created.mean);
    let apart = (leads.mean - created.mean).abs();
    if apart <= POINT_90 * leads.variance.sqrt() || apart <= POINT_90 * created.variance.sqrt() {
        return Finding::note("leads-explain", pipeline, format!("The {told}: they agree within chance."));
    }
    let text = format!(
        "The {told}, each outside the other's 90 % interval: opportunities also come from elsewhere, or the stages do not mean what \
         the mapping says. Take one of the two as the plan's pipeline, not both."
    );
    Finding::warning("leads-against-opportunities", pipeline, text)
}

/// Opportunities a month of a segment: Σ over sources of volume · Π rates. `None` where no source has a volume.
fn opportunities_of(history: &History, pipeline: &str) -> Option<Level> {
    let sources = format!("{pipeline}.sources.");
    let volumes = history.fitted.iter().filter_map(|f| {
        let source = f.path.strip_prefix(&sources)?.strip_suffix(".volume")?;
        Some((source, f))
    });
    let levels: Vec<Level> = volumes
        .map(|(source, volume)| through_stages(history, &format!("{sources}{source}.stages."), volume))
        .collect();
    let sum = |of: &dyn Fn(&Level) -> f64| levels.iter().map(of).sum();
    (!levels.is_empty()).then(|| Level { mean: sum(&|l| l.mean), variance: sum(&|l| l.variance) })
}

fn through_stages(history: &History, stages: &str, volume: &Fitted) -> Level {
    let rates =
        history.fitted.iter().filter(|f| f.path.starts_with(stages) && matches!(f.value, FittedValue::Share { .. }));
    let start = (volume.estimate, relative(volume));
    let (mean, variance) = rates.fold(start, |(mean, variance), f| (mean * f.estimate, variance + relative(f)));
    Level { mean, variance: mean * mean * variance }
}

/// Relative variance.
fn relative(fitted: &Fitted) -> f64 {
    (fitted.standard_error / fitted.estimate).powi(2)
}
