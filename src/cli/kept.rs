//! The columns that `--keep-trials` asks for, looked up in the plan.

use super::exit::Failure;
use super::values::AskedColumn;
use planodds::plan::{Metric, Plan};
use planodds::simulate::KeptColumn;

/// Names at least this much like the asked one are offered (Jaro-Winkler similarity, 0..1).
const LIKE_ENOUGH: f64 = 0.75;

/// Every asked column in the plan's terms, or what is wrong with the first that it has not.
pub fn resolve(asked: &[AskedColumn], plan: &Plan) -> Result<Vec<KeptColumn>, Failure> {
    asked.iter().map(|column| resolve_one(column, plan)).collect()
}

fn resolve_one(asked: &AskedColumn, plan: &Plan) -> Result<KeptColumn, Failure> {
    let segment = asked.segment.as_deref().map(|name| find_segment(name, plan)).transpose()?;
    let metric = find_metric(&asked.metric, segment, plan)?;
    let t = plan.calendar.t_inside(asked.month).ok_or_else(|| {
        let (first, last) = (plan.calendar.start, plan.calendar.month(plan.calendar.months));
        let message =
            format!("--keep-trials: {} lies outside the plan, which runs from {first} to {last}", asked.month);
        Failure::bad_input("kept-column", message, &[])
    })?;
    Ok(KeptColumn { metric, segment, t })
}

fn find_segment(name: &str, plan: &Plan) -> Result<usize, Failure> {
    let names: Vec<&str> = plan.segments.iter().map(|s| s.name.as_str()).collect();
    let found = names.iter().position(|known| *known == name);
    found.ok_or_else(|| unknown("the plan has no segment", name, &names))
}

/// The metric where the segment (or the total) has it.
fn find_metric(name: &str, segment: Option<usize>, plan: &Plan) -> Result<Metric, Failure> {
    let has = |metric: &Metric| match segment {
        Some(i) => metric.in_segment(&plan.segments[i]),
        None => metric.in_total(plan),
    };
    let names: Vec<&str> = Metric::all(plan).filter(has).map(|m| m.name(plan)).collect();
    let what = match segment {
        Some(i) => format!("segment {} has no metric", plan.segments[i].name),
        None => "the plan's total has no metric".to_string(),
    };
    let found = Metric::find(name, &plan.stages).filter(has);
    found.ok_or_else(|| unknown(&what, name, &names))
}

/// "`ar` is none; did you mean arr?", with all names where none is near.
fn unknown(what: &str, name: &str, known: &[&str]) -> Failure {
    let mut near: Vec<(f64, &str)> = known.iter().map(|k| (strsim::jaro_winkler(name, k), *k)).collect();
    near.retain(|(likeness, _)| *likeness >= LIKE_ENOUGH);
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let nearest: Vec<&str> = near.iter().take(3).map(|(_, k)| *k).collect();
    let help = match nearest.as_slice() {
        [] => format!("it has {}", known.join(", ")),
        _ => format!("did you mean {}?", nearest.join(" or ")),
    };
    Failure::bad_input("kept-column", format!("--keep-trials: {what} `{name}`"), &[&help])
}
