//! What the fits can be judged by, a table a kind.

use crate::fit::evidence::{EvidenceContent, RampEvidence, Sizes, Survival, VolumeEvidence};
use crate::fit::history::History;
use crate::report::fit::values;
use crate::report::sheet::{Sheet, Value};

/// All kinds that there are.
pub fn sheets(history: &History) -> Vec<Sheet> {
    let mut quarters =
        Sheet::new("quarters", &["path", "what", "quarter", "level", "low_90", "high_90", "records", "next_year_mean"]);
    let mut curves = Sheet::new("curves", &["path", "what", "kind", "months", "share", "low_90", "high_90"]);
    let mut sizes = Sheet::new("sizes", &["path", "what", "from", "to", "records"]);
    let mut ramp = Sheet::new("ramp", &["path", "kind", "months", "share", "standard_error", "rep_months"]);
    let mut volume = Sheet::new("volume", &["path", "what", "kind", "month", "count", "fitted", "low_90", "high_90"]);
    for evidence in &history.evidence {
        let path = evidence.path.as_str();
        match &evidence.content {
            EvidenceContent::Quarters(data) => quarters.rows.extend(values::quarters(path, data).map(|p| {
                let numbers = [p.value, p.interval[0], p.interval[1], p.of, data.band[0]].map(Value::from);
                row([path.into(), data.what.into(), p.quarter.to_string().into()], numbers)
            })),
            EvidenceContent::Survival(data) => curves.rows.extend(of_curve(path, data)),
            EvidenceContent::Sizes(data) => sizes.rows.extend(of_sizes(path, data)),
            EvidenceContent::Ramp(data) => ramp.rows.extend(of_ramp(path, data)),
            EvidenceContent::Volume(data) => volume.rows.extend(of_volume(path, data)),
        }
    }
    [quarters, curves, sizes, ramp, volume].into_iter().filter(|sheet| !sheet.rows.is_empty()).collect()
}

fn row(texts: impl IntoIterator<Item = Value>, numbers: impl IntoIterator<Item = Value>) -> Vec<Value> {
    texts.into_iter().chain(numbers).collect()
}

fn of_curve(path: &str, data: &Survival) -> Vec<Vec<Value>> {
    let texts = |kind: &str| [path.into(), data.what.into(), kind.into()];
    let counted = data.counted.iter().map(|point| row(texts("counted"), point.map(Value::from)));
    let fitted = data.fitted.iter().map(|[months, share]| {
        row(texts("fitted"), [(*months).into(), (*share).into(), Value::Missing, Value::Missing])
    });
    counted.chain(fitted).collect()
}

fn of_sizes(path: &str, data: &Sizes) -> Vec<Vec<Value>> {
    let bin = |&(from, to, count): &(f64, f64, u64)| {
        let ends = [values::end_of_bin(from), values::end_of_bin(to)];
        row([path.into(), data.what.into()], [ends[0].into(), ends[1].into(), count.into()])
    };
    data.bins.iter().map(bin).collect()
}

fn of_ramp(path: &str, data: &RampEvidence) -> Vec<Vec<Value>> {
    let texts = |kind: &str| [path.into(), kind.into()];
    let counted = data.months.iter().map(|point| row(texts("counted"), point.map(Value::from)));
    let fitted = data.fitted.iter().map(|[months, share]| {
        row(texts("fitted"), [(*months).into(), (*share).into(), Value::Missing, Value::Missing])
    });
    counted.chain(fitted).collect()
}

fn of_volume(path: &str, data: &VolumeEvidence) -> Vec<Vec<Value>> {
    let texts = |kind: &str, month: &crate::calendar::YearMonth| {
        [path.into(), data.what.into(), kind.into(), month.to_string().into()]
    };
    let counted = data.months.iter().map(|(month, count, fitted)| {
        row(texts("counted", month), [(*count).into(), (*fitted).into(), Value::Missing, Value::Missing])
    });
    let ahead = data.ahead.iter().map(|(month, [low, mean, high])| {
        row(texts("ahead", month), [Value::Missing, (*mean).into(), (*low).into(), (*high).into()])
    });
    counted.chain(ahead).collect()
}
