//! The charts of the board pack: those of every question, and small pictures of the drivers.

use super::Figure;
use super::density;
use crate::plan::Value;
use crate::report::pack::assumptions::shape::{picture_name, shape};
use crate::report::pack::{Block, Report, Results};

/// All that the pack draws.
pub struct Drawings {
    /// The charts, by the names that exhibits and files have.
    pub figures: Vec<(String, Figure)>,
    /// Small pictures for cells of tables, by name: SVG.
    pub pictures: Vec<(String, String)>,
}

/// The charts that the report shows, and its small pictures.
pub fn drawings(results: &Results<'_>, report: &Report) -> Drawings {
    let named = |figures: Vec<(&'static str, Figure)>| figures.into_iter().map(|(name, f)| (name.to_string(), f));
    let (plan, provenance) = (results.plan, results.provenance);
    let mut figures: Vec<(String, Figure)> =
        named(super::figures(plan, provenance, results.odds, results.bands, results.arr_at_target)).collect();
    let arr_exceedance = super::exceedance::figure(plan, provenance, results.odds, results.arr_at_target);
    let cash_fan = super::cash::figure(plan, provenance, results.odds, results.bands);
    figures.extend(named([arr_exceedance, cash_fan].into_iter().flatten().collect()));
    figures.extend(named(super::gap::figures(plan, results.gap)));
    figures.extend(named(super::drivers::figures(plan, provenance, results.drivers)));
    figures.extend(results.solution.iter().flat_map(|s| named(super::solve::figures(plan, provenance, s))));
    figures.extend(named(super::watch::figures(plan, results.watch, provenance)));
    figures.extend(named(super::segments::figure(plan, provenance, results.bands).into_iter().collect()));
    figures.extend(results.compared.iter().flat_map(|c| super::compare::figures(c, provenance)));
    let blocks = || report.pages.iter().flat_map(|page| &page.blocks);
    figures.retain(|(name, _)| blocks().any(|block| matches!(block, Block::Exhibit(e) if e.figure == *name)));
    Drawings { figures, pictures: pictures(results) }
}

/// A picture of every uncertain driver's distribution.
fn pictures(results: &Results<'_>) -> Vec<(String, String)> {
    let drawn = |id| match &results.plan.driver(id).value {
        Value::Random(random) => Some((picture_name(id), density::svg(&shape(random)))),
        Value::Number(_) | Value::Schedule(_) => None,
    };
    results.plan.random_drivers().into_iter().filter_map(drawn).collect()
}
