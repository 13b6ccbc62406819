//! A picture of evidence: shaded areas, bars, lines, dots with their intervals, over one pair of axes.

mod draw;

pub(in crate::chart) use draw::{draw, plot};

use crate::chart::axis::{Axis, Level};

/// What the picture shows; whatever it lacks is left out.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What stands along the horizontal axis.
    pub x: Along,
    /// What that is: "Months since creation". May be empty.
    pub x_title: String,
    /// What the values are.
    pub y: Axis,
    /// What they are: "Won by then".
    pub y_title: String,
    /// Shaded, behind everything.
    pub areas: Vec<Area>,
    /// Bars from 0 up.
    pub bars: Vec<Bar>,
    /// Lines.
    pub traces: Vec<Trace>,
    /// Single values.
    pub dots: Vec<Dot>,
    /// Upright lines at places along the horizontal axis, at most two.
    pub marks: Vec<Level>,
    /// Places that have nothing to show, each marked by a cross at the foot.
    pub gaps: Vec<f64>,
    /// Values beyond the axis, each told by an arrow with its number.
    pub outside: Vec<Outside>,
    /// How it is to be read.
    pub note: String,
    /// What is said at places along the horizontal axis, by rising place.
    pub tips: Vec<(f64, Vec<String>)>,
}

/// What stands along the horizontal axis.
#[derive(Clone, Debug)]
pub enum Along {
    /// Values.
    Values(Axis),
    /// Values on a log scale: a place is the natural logarithm of a value.
    Logs(Axis),
    /// Named places 1, 2, ...: months, quarters.
    Places(Vec<String>),
}

/// A shaded area.
#[derive(Clone, Debug)]
pub struct Area {
    /// What stands at its right end; may be empty.
    pub label: String,
    /// (place, low, high).
    pub points: Vec<(f64, f64, f64)>,
    /// Whether its ends hold until the next point.
    pub steps: bool,
}

/// A bar.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// Its left end.
    pub from: f64,
    /// Its right end.
    pub to: f64,
    /// Its height.
    pub height: f64,
}

/// A line.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What stands at its right end; may be empty.
    pub label: String,
    /// (place, value).
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub stroke: Stroke,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// What was counted: each point holds until the next.
    Steps,
    /// What was fitted.
    Fitted,
    /// What is expected.
    Expected,
}

/// A single value.
#[derive(Clone, Copy, Debug)]
pub struct Dot {
    /// Place.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// How much stands behind it, 0 to 1 of the most that stands behind any.
    pub weight: f64,
}

/// A value beyond the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Outside {
    /// Place.
    pub x: f64,
    /// Whether it lies above the axis's end; else below its start.
    pub is_above: bool,
    /// What it is: "15,000 %".
    pub text: String,
}
