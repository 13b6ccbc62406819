//! Sizes on a log scale.

use super::curves::capital;
use super::picture::{Along, Bar, Picture};
use crate::chart::axis::{Axis, Level};
use crate::fit::evidence::Sizes;
use crate::report::format;

/// A histogram on a log scale with mean and median. Bars have areas in proportion to their counts: merged bins are
/// wider.
pub fn sizes(data: &Sizes, currency: &str) -> Option<Picture> {
    let bins: Vec<&(f64, f64, u64)> = data.bins.iter().filter(|b| b.0 > 0.0 && b.1 > b.0 && b.1.is_finite()).collect();
    let narrowest = bins.iter().map(|b| (b.1 / b.0).ln()).fold(f64::INFINITY, f64::min);
    if bins.is_empty() {
        return None;
    }
    let bar =
        |b: &&(f64, f64, u64)| Bar { from: b.0.ln(), to: b.1.ln(), height: b.2 as f64 * narrowest / (b.1 / b.0).ln() };
    let money = |x: f64| format::money(x, currency);
    let tip = |b: &&(f64, f64, u64)| {
        let range = format!("{} to {}", money(b.0), money(b.1));
        (0.5 * (b.0.ln() + b.1.ln()), vec![range, format!("{} {}", format::whole(b.2), data.what)])
    };
    let mark = |what: &str, x: f64| Level { value: x.ln(), text: format!("{what} {}", money(x)) };
    Some(Picture {
        x: Along::Logs(Axis::Money(currency.to_string())),
        x_title: "ARR, on a log scale".to_string(),
        y: Axis::Number,
        y_title: format!("{}: how many, by width of the narrowest bar", capital(data.what)),
        areas: Vec::new(),
        bars: bins.iter().map(bar).collect(),
        traces: Vec::new(),
        dots: Vec::new(),
        marks: [("Mean", data.mean), ("Median", data.median)]
            .into_iter()
            .filter(|(_, x)| *x > 0.0 && x.is_finite())
            .map(|(what, x)| mark(what, x))
            .collect(),
        gaps: Vec::new(),
        outside: Vec::new(),
        note: "Each step to the right is the same factor. No bar stands for fewer than five records; wider bars are lower \
               in proportion."
            .to_string(),
        tips: bins.iter().map(tip).collect(),
    })
}
