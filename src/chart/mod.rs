//! Charts for slides: one figure a file, SVG first, PNG from the SVG.
//!
//! A [`Figure`] is plain data with its title already worded; drawing computes places, never results.

pub mod axis;
mod canvas;
mod cash;
pub mod compare;
pub mod curve;
pub mod density;
pub mod distribution;
pub mod drivers;
mod exceedance;
pub mod fan;
pub mod fit;
pub mod font;
pub mod gap;
mod hits;
mod inline;
mod labels;
pub mod on_path;
pub mod pack;
pub mod paths;
pub mod ranges;
mod raster;
pub mod replay;
mod rows;
mod scale;
pub mod segments;
pub mod solve;
pub(crate) mod theme;
pub mod tornado;
pub mod watch;
pub mod waterfall;

#[cfg(test)]
mod tests;

pub use hits::{Hit, hits};
pub use inline::{bare, inline, palette};
pub use raster::{RasterError, png};

use crate::analysis::bands::Series;
use crate::analysis::distribution::Distribution;
use crate::analysis::odds::Odds;
use crate::outcome::Provenance;
use crate::plan::Plan;
use crate::report::{findings, limits};

/// One chart as plain data.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The finding, as a sentence.
    pub title: String,
    /// What was run; where the odds of the target are shown, their simulation error.
    pub subtitle: String,
    /// What is drawn.
    pub content: Content,
}

/// What a chart draws.
#[derive(Clone, Debug)]
pub enum Content {
    /// ARR or cash by month as bands.
    Fan(Box<fan::Fan>),
    /// Share of futures at or above the path to the target, by month.
    OnPath(on_path::OnPath),
    /// ARR at the target date.
    Distribution(distribution::Histogram),
    /// Capacity against pipeline by quarter.
    Paths(paths::Paths),
    /// From one amount to another in steps.
    Waterfall(waterfall::Waterfall),
    /// What each driver does to the result at its low and its high end.
    Tornado(tornado::Tornado),
    /// A result against the amount of something, one line or several.
    Curve(curve::Curve),
    /// Ranges with their medians, a row each.
    Ranges(ranges::Ranges),
    /// What a fitted input can be judged by.
    Picture(Box<fit::picture::Picture>),
}

/// All charts of a run, each with the name that its files have.
pub fn figures(
    plan: &Plan,
    provenance: &Provenance,
    odds: &Odds,
    bands: &[Series],
    arr_at_target: &Distribution,
) -> Vec<(&'static str, Figure)> {
    let with_error = findings::subtitle_with_error(plan, provenance, odds);
    let figure = |name, title, content| (name, Figure { title, subtitle: with_error.clone(), content });
    let paths = Figure {
        title: limits::paths(plan, bands),
        // It shows no odds of the target, so their error has no place there.
        subtitle: findings::subtitle(plan, provenance),
        content: Content::Paths(paths::paths(plan, odds, bands)),
    };
    vec![
        figure("arr_fan", findings::fan(plan, odds), Content::Fan(Box::new(fan::fan(plan, odds, bands)))),
        figure("on_path", findings::on_path(plan, odds), Content::OnPath(on_path::on_path(plan, odds))),
        figure(
            "arr_distribution",
            findings::distribution(plan, odds),
            Content::Distribution(distribution::histogram(plan, odds, arr_at_target)),
        ),
        ("paths", paths),
    ]
}

/// The chart as an SVG document, 1600 x 900; the same figure gives the same bytes.
pub fn svg(figure: &Figure) -> String {
    canvas::page(&figure.title, &figure.subtitle, |canvas| {
        let top = labels::heading(canvas, &figure.title, &figure.subtitle);
        draw(canvas, &figure.content, top);
    })
}

/// Draws what stands below the heading, from `top` down.
fn draw(canvas: &canvas::Canvas<'_>, content: &Content, top: f64) {
    match content {
        Content::Fan(fan) => fan::draw(canvas, fan, top),
        Content::OnPath(on_path) => on_path::draw(canvas, on_path, top),
        Content::Distribution(histogram) => distribution::draw(canvas, histogram, top),
        Content::Paths(paths) => paths::draw(canvas, paths, top),
        Content::Waterfall(waterfall) => waterfall::draw(canvas, waterfall, top),
        Content::Tornado(tornado) => tornado::draw(canvas, tornado, top),
        Content::Curve(curve) => curve::draw(canvas, curve, top),
        Content::Ranges(ranges) => ranges::draw(canvas, ranges, top),
        Content::Picture(picture) => fit::picture::draw(canvas, picture, top),
    }
}
