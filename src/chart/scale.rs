//! From values to places on the page: linear scales, round ticks, labels that keep apart.

use super::canvas::{Anchor, Canvas, Lettering, Point, lettering};
use super::theme::{AXIS, GRID, MUTED};
use crate::report::format;

/// A linear map from values to one coordinate of the page.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    values: (f64, f64),
    places: (f64, f64),
}

impl Scale {
    /// Maps the first value to the first place and the second to the second. Values that coincide, or are not finite,
    /// are given room round them, so that a constant stands in the middle.
    pub fn new(values: (f64, f64), places: (f64, f64)) -> Self {
        Self { values: with_room(values.0, values.1), places }
    }

    /// A scale over all given values, with 4 % of room at both ends.
    pub fn over(values: impl Iterator<Item = f64>, places: (f64, f64)) -> Self {
        let (low, high) = extent(values);
        let (low, high) = with_room(low, high);
        let room = 0.04 * (high - low);
        // No room below 0 for what is never negative: an axis of money that starts at "-$1M" would puzzle.
        let low_end = if low >= 0.0 { (low - room).max(0.0) } else { low - room };
        Self { values: (low_end, high + room), places }
    }

    /// The place of a value.
    pub fn at(&self, value: f64) -> f64 {
        let share = (value - self.values.0) / (self.values.1 - self.values.0);
        self.places.0 + share * (self.places.1 - self.places.0)
    }

    /// The place of a value, kept between the ends.
    pub fn inside(&self, value: f64) -> f64 {
        self.at(value.clamp(self.values.0, self.values.1))
    }

    /// Least and greatest value.
    pub fn values(&self) -> (f64, f64) {
        self.values
    }

    /// The places of its ends.
    pub fn places(&self) -> (f64, f64) {
        self.places
    }

    /// Round values inside it, at most about `most` of them.
    pub fn ticks(&self, most: usize) -> Vec<f64> {
        round_ticks(self.values.0, self.values.1, most)
    }
}

/// Least and greatest of the finite values; (0, 0) without any.
pub fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|x| x.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
    if low <= high { (low, high) } else { (0.0, 0.0) }
}

/// The two values, moved apart where they coincide: by 5 % to both sides, or from 0 to 1.
fn with_room(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = extent([low, high].into_iter());
    let size = low.abs().max(high.abs());
    if high - low > 1e-9 * size {
        (low, high)
    } else if size > 0.0 {
        (low - 0.05 * size, high + 0.05 * size)
    } else {
        (0.0, 1.0)
    }
}

/// Multiples of 1, 2, 2.5 or 5 times a power of ten between two values.
fn round_ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let rough = (high - low) / most.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    if !(step > 0.0 && (last - first) < 1e3) {
        return Vec::new();
    }
    (0..=(last - first) as i32).map(|i| (first + i as f64) * step).collect()
}

/// Places for labels of height `gap`, in the order given, as near as can be to where they are wanted, none over another,
/// all between `low` and `high` where there is room for all.
pub fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    // Groups of labels that touch: (sum of the places that their first label would want, labels).
    let mut groups: Vec<(f64, usize)> = Vec::new();
    let first_of = |&(sum, n): &(f64, usize)| {
        let highest = (high - gap * (n - 1) as f64).max(low);
        (sum / n as f64).clamp(low, highest)
    };
    for &i in &order {
        groups.push((wanted[i].clamp(low, high.max(low)), 1));
        while let [.., before, last] = &groups[..] {
            if first_of(before) + gap * before.1 as f64 <= first_of(last) {
                break;
            }
            let merged = (before.0 + last.0 - gap * (before.1 * last.1) as f64, before.1 + last.1);
            groups.truncate(groups.len() - 2);
            groups.push(merged);
        }
    }
    let places = groups.iter().flat_map(|g| (0..g.1).map(move |k| first_of(g) + gap * k as f64));
    let mut out = vec![0.0; wanted.len()];
    order.into_iter().zip(places).for_each(|(i, place)| out[i] = place);
    out
}

/// A part of the page with a scale for each direction.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
    /// Left to right.
    pub x: Scale,
    /// Bottom to top.
    pub y: Scale,
}

impl Plot {
    /// The place of a point.
    pub fn at(&self, x: f64, y: f64) -> Point {
        (self.x.at(x), self.y.at(y))
    }

    /// Grid lines and labels of money on the left.
    pub fn money_axis(&self, canvas: &Canvas<'_>, currency: &str, most: usize, size: f64) {
        let ticks = self.y.ticks(most);
        self.left_axis(canvas, &ticks, &format::money_ticks(&ticks, currency), size);
    }

    /// Grid lines and labels on the left.
    pub fn left_axis(&self, canvas: &Canvas<'_>, ticks: &[f64], labels: &[String], size: f64) {
        let (left, right) = self.x.places();
        let look = lettering(size, MUTED).at(Anchor::End);
        for (&tick, label) in ticks.iter().zip(labels) {
            let y = self.y.at(tick);
            canvas.line(&[(left, y), (right, y)], GRID, 1.5);
            canvas.text(label, (left - 12.0, y), look);
        }
    }

    /// The line at the bottom.
    pub fn base_line(&self, canvas: &Canvas<'_>) {
        let ((left, right), (bottom, _)) = (self.x.places(), self.y.places());
        canvas.line(&[(left, bottom), (right, bottom)], AXIS, 1.5);
    }

    /// Labels below, at those x that leave them room; a tick at each of them.
    pub fn bottom_axis(&self, canvas: &Canvas<'_>, labels: &[(f64, String)], size: f64) {
        let bottom = self.y.places().0;
        let look = lettering(size, MUTED).at(Anchor::Middle);
        for (x, label) in labels {
            let x = self.x.at(*x);
            canvas.line(&[(x, bottom), (x, bottom + 7.0)], AXIS, 1.5);
            canvas.text(label, (x, bottom + 24.0), look);
        }
    }
}

/// Steps at which months are labelled: quarters, half years and years stay in step.
pub const MONTH_STEPS: [usize; 5] = [1, 2, 3, 6, 12];
/// Steps at which quarters are labelled.
pub const QUARTER_STEPS: [usize; 3] = [1, 2, 4];

/// The smallest of `steps` at which every `step`-th label has the room that the widest needs.
pub fn label_step(labels: &[String], steps: &[usize], look: Lettering, available: f64) -> usize {
    let widest = labels.iter().map(|l| look.width(l)).fold(0.0, f64::max) + 18.0;
    let fits = |step: &usize| available * *step as f64 / labels.len().max(1) as f64 >= widest;
    steps.iter().copied().find(fits).unwrap_or_else(|| labels.len().max(1))
}

/// The places (from 1) of every `step`-th of `count` labels, the last always among them.
pub fn shown(count: usize, step: usize) -> Vec<usize> {
    (1..=count).filter(|i| (count - i).is_multiple_of(step)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(round_ticks(0.0, 10.0, 5), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(round_ticks(9.6e6, 24.1e6, 6), [10e6, 12.5e6, 15e6, 17.5e6, 20e6, 22.5e6]);
        assert_eq!(round_ticks(-3.0, 3.0, 4), [-2.0, 0.0, 2.0]);
        for (low, high) in [(1e-6, 2e-6), (0.0, 1e15), (1e10, 1.0001e10), (-5e4, -1e4)] {
            let ticks = round_ticks(low, high, 6);
            assert!((3..=8).contains(&ticks.len()), "{ticks:?}");
            assert!(ticks.iter().all(|t| *t >= low - 1e-6 * low.abs() && *t <= high + 1e-6 * high.abs()), "{ticks:?}");
        }
    }

    #[test]
    fn constants_stand_in_the_middle() {
        for value in [20e6, 0.0, -3.0, 1e10, 1e-6] {
            let scale = Scale::new((value, value), (100.0, 0.0));
            let place = scale.at(value);
            assert!((0.0..=100.0).contains(&place), "{value}: {place}");
        }
        assert_eq!(Scale::new((20e6, 20e6), (100.0, 0.0)).at(20e6), 50.0);
        assert!(Scale::over([f64::NAN].into_iter(), (0.0, 1.0)).at(0.5).is_finite());
    }

    #[test]
    fn labels_keep_apart_and_in_order() {
        assert_eq!(spread(&[10.0, 50.0], 20.0, 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0, 50.0], 20.0, 0.0, 100.0), [30.0, 50.0, 70.0]);
        assert_eq!(spread(&[99.0, 98.0], 20.0, 0.0, 100.0), [100.0, 80.0]);
        let wanted = [3.0, 5.0, 8.0, 60.0, 61.0, 97.0, 99.0];
        let places = spread(&wanted, 12.0, 0.0, 100.0);
        assert!(places.windows(2).all(|w| w[1] - w[0] >= 12.0 - 1e-9), "{places:?}");
        assert!(places[0] >= 0.0 && places[6] <= 100.0 + 1e-9, "{places:?}");
    }

    #[test]
    fn labels_are_thinned_to_what_fits() {
        let labels = vec!["Jan 27".to_string(); 60];
        let look = lettering(18.0, MUTED);
        let step = label_step(&labels, &MONTH_STEPS, look, 1200.0);
        assert!(step > 1 && 1200.0 * step as f64 / 60.0 > look.width("Jan 27"));
        assert_eq!(label_step(&labels[..12], &MONTH_STEPS, look, 1200.0), 1);
        assert_eq!(shown(12, 3), [3, 6, 9, 12]);
        assert_eq!(shown(14, 6), [2, 8, 14]);
    }
}
