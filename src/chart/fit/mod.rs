//! What fitted inputs can be judged by: curves with their fit, levels by quarter, sizes, the ramp, volume with the year
//! ahead.

pub mod picture;

pub(in crate::chart) mod curves;
pub(in crate::chart) mod levels;
pub(in crate::chart) mod sizes;
pub(in crate::chart) mod volume;

use super::{Content, Figure};
use crate::fit::evidence::{Evidence, EvidenceContent};
use crate::report::fit::{Told, is_drawn, subtitle, title};

/// A chart for each piece of evidence that a chart is drawn of, with the name that its files have.
pub fn figures(told: &Told<'_>) -> Vec<(String, Figure)> {
    let mut figures: Vec<(String, Figure)> = Vec::new();
    for evidence in told.history.evidence.iter().filter(|evidence| is_drawn(told.history, evidence)) {
        let Some((kind, picture)) = picture(told, evidence) else { continue };
        let stem = format!("fit_{kind}_{}", name(&evidence.path));
        let same = figures.iter().filter(|(name, _)| {
            name.trim_end_matches(|c: char| c.is_ascii_digit()) == format!("{stem}_") || *name == stem
        });
        let count = same.count();
        let name = if count == 0 { stem } else { format!("{stem}_{}", count + 1) };
        let content = Content::Picture(Box::new(picture));
        figures.push((name, Figure { title: title(told, evidence), subtitle: subtitle(told, evidence), content }));
    }
    figures
}

/// The kind's name in files and its picture; `None` where there is nothing to show.
fn picture(told: &Told<'_>, evidence: &Evidence) -> Option<(&'static str, picture::Picture)> {
    let currency = told.currency;
    match &evidence.content {
        EvidenceContent::Survival(data) => Some(("curve", curves::survival(data, curve(told, evidence))?)),
        EvidenceContent::Quarters(data) => Some(("quarters", levels::quarters(data, &evidence.path, currency)?)),
        EvidenceContent::Sizes(data) => Some(("sizes", sizes::sizes(data, currency)?)),
        EvidenceContent::Ramp(data) => Some(("ramp", curves::ramp(data)?)),
        EvidenceContent::Volume(data) => Some(("volume", volume::volume(data)?)),
    }
}

/// The finding that says that the fitted curve is not what was taken.
const NOT_TAKEN: &str = "cycle-not-lognormal";

/// What the fitted curve is called.
fn curve(told: &Told<'_>, evidence: &Evidence) -> &'static str {
    let of_path = told.history.fitted.iter().filter(|fit| fit.path == evidence.path);
    let is_other = of_path.flat_map(|fit| &fit.findings).any(|finding| finding.code == NOT_TAKEN);
    if is_other { "Not taken" } else { "Fitted" }
}

/// "segments.smb.pipeline.win_rate" as "smb_win_rate"; only what a file's name may have.
fn name(path: &str) -> String {
    let tables = ["segments", "pipeline", "capacity", "retention", "deals", "sources", "stages"];
    let parts: Vec<&str> = path.split('.').filter(|part| !tables.contains(part)).collect();
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '_' };
    parts.join("_").chars().map(plain).take(80).collect()
}
