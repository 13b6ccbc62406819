//! Opportunities that leads lead to, against those that were created.

use super::told::implied;
use crate::fit::driver::{Fitted, FittedValue, RecordKind};
use crate::fit::finding::Finding;
use crate::fit::history::{History, Setting};
use crate::fit::interval::NINETY;

/// A mean with its variance.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Level {
    mean: f64,
    variance: f64,
}

/// Holds the opportunities a month that the leads' volumes and rates lead to against those of the opportunities'
/// export, segment by segment: a warning where each lies outside the other's 90 % interval, else a note. Segments in
/// which either is missing are passed over. Volumes and rates count as independent; both are history's averages,
/// without next year's variation.
pub fn against_opportunities(leads: &History, opportunities: &History, setting: &Setting) -> Vec<Finding> {
    let finding = |name: &String| {
        let pipeline = format!("segments.{name}.pipeline");
        let of = |history: &History, record| level(&history.fitted.iter().collect::<Vec<_>>(), &pipeline, record);
        let (from_leads, created) = (of(leads, RecordKind::Leads)?, of(opportunities, RecordKind::Opportunities)?);
        Some(compare(pipeline, from_leads, created))
    };
    setting.segments.iter().filter_map(finding).collect()
}

fn agree(leads: Level, created: Level) -> bool {
    let apart = (leads.mean - created.mean).abs();
    apart <= NINETY * leads.variance.sqrt() || apart <= NINETY * created.variance.sqrt()
}

/// The inputs as a scenario can hold them together: where leads bring all opportunities of a segment within chance (or
/// more), the volume of opportunities is left out; where they bring fewer, it is what they leave, so that both together
/// are what was created. The rest has the variance that the leads' own leaves of the whole, at least a tenth of its
/// mean as sd.
pub fn without_double_counting(fitted: &[&Fitted]) -> Vec<Fitted> {
    let of_opportunities =
        |f: &Fitted| f.sample.record == RecordKind::Opportunities && f.path.contains(".pipeline.sources.");
    let keep = |f: &&Fitted| {
        let pipeline = f.path.split(".sources.").next().unwrap_or_default();
        let leads = of_opportunities(f).then(|| level(fitted, pipeline, RecordKind::Leads)).flatten();
        let Some(leads) = leads else { return Some((*f).clone()) };
        let created = level(fitted, pipeline, RecordKind::Opportunities)?;
        let fewer = leads.mean < created.mean && !agree(leads, created);
        fewer.then(|| rest(f, leads, created))
    };
    fitted.iter().filter_map(keep).collect()
}

/// What leads leave of the opportunities; growth stays as it is.
fn rest(whole: &Fitted, leads: Level, created: Level) -> Fitted {
    let share = 1.0 - leads.mean / created.mean;
    let spread = |mean: f64, sd: f64| {
        let left = sd * sd - leads.variance * (mean / created.mean).powi(2);
        left.max((0.1 * share * mean).powi(2)).sqrt()
    };
    let value = match whole.value {
        FittedValue::Positive { mean, sd } => FittedValue::Positive { mean: share * mean, sd: spread(mean, sd) },
        FittedValue::Monthly { mean, sd, persistence } => {
            FittedValue::Monthly { mean: share * mean, sd: spread(mean, sd), persistence }
        }
        ref other => other.clone(),
    };
    Fitted { value, method: "opportunities created less those that leads bring", ..whole.clone() }
}

fn compare(pipeline: String, leads: Level, created: Level) -> Finding {
    let told = implied(leads.mean, created.mean);
    if agree(leads, created) {
        return Finding::note("leads-explain", pipeline, format!("The {told}: they agree within chance."));
    }
    let done = if leads.mean < created.mean {
        "What leads leave is written as a source of its own beside them."
    } else {
        "The sources of leads are written, not the opportunities' own volume: look at the stages before you use them."
    };
    let text = format!(
        "The {told}, each outside the other's 90 % interval: opportunities also come from elsewhere, or the stages do not mean what \
         the mapping says. {done}"
    );
    Finding::warning("leads-against-opportunities", pipeline, text)
}

/// Opportunities a month of a segment: Σ over the sources of these records of volume · Π rates. `None` where no source
/// has a volume.
fn level(fitted: &[&Fitted], pipeline: &str, record: RecordKind) -> Option<Level> {
    let sources = format!("{pipeline}.sources.");
    let volumes = fitted.iter().filter(|f| f.sample.record == record).filter_map(|f| {
        let source = f.path.strip_prefix(&sources)?.strip_suffix(".volume")?;
        Some((source, *f))
    });
    let levels: Vec<Level> =
        volumes.map(|(source, volume)| through_stages(fitted, &format!("{sources}{source}.stages."), volume)).collect();
    let sum = |of: &dyn Fn(&Level) -> f64| levels.iter().map(of).sum();
    (!levels.is_empty()).then(|| Level { mean: sum(&|l| l.mean), variance: sum(&|l| l.variance) })
}

fn through_stages(fitted: &[&Fitted], stages: &str, volume: &Fitted) -> Level {
    let rates = fitted.iter().filter(|f| f.path.starts_with(stages) && matches!(f.value, FittedValue::Share { .. }));
    let start = (volume.estimate, relative(volume));
    let (mean, variance) = rates.fold(start, |(mean, variance), f| (mean * f.estimate, variance + relative(f)));
    Level { mean, variance: mean * mean * variance }
}

/// Relative variance.
fn relative(fitted: &Fitted) -> f64 {
    (fitted.standard_error / fitted.estimate).powi(2)
}
