//! Where rows of ranges stand: in one column or two, with letters as large as there is room for.

use super::{Bar, Ranges, Row};
use crate::chart::canvas::{Lettering, Weight, lettering};
use crate::chart::font;
use crate::chart::rows;
use crate::chart::theme::{INK, SMALL};
use std::ops::Range;

/// Below this, rows go into two columns.
pub const LEAST_LINE: f64 = 17.0;
/// Height of a group's heading in bar lines.
pub const HEADING_LINES: f64 = 1.5;
/// Heading of the column of medians.
pub const MEDIAN: &str = "Median";
/// Air between rows in bar lines.
pub const ROW_AIR: f64 = 0.5;

/// Rows of one group that stand below each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub group: usize,
    pub rows: Range<usize>,
}

/// Bar lines of a row.
pub fn bars(row: &Row) -> f64 {
    row.bars.len().max(1) as f64
}

/// Height of parts in bar lines.
pub fn lines(data: &Ranges, parts: &[Part]) -> f64 {
    let part = |p: &Part| {
        let group = &data.groups[p.group];
        let heading = if group.heading.is_empty() { 0.0 } else { HEADING_LINES };
        heading + group.rows[p.rows.clone()].iter().map(|r| bars(r) + ROW_AIR).sum::<f64>()
    };
    parts.iter().map(part).sum()
}

/// One column where that leaves each bar room enough, else two that are about as long; a group is divided only where
/// that makes the columns clearly more alike.
pub fn split(data: &Ranges, height: f64) -> Vec<Vec<Part>> {
    let whole: Vec<Part> =
        data.groups.iter().enumerate().map(|(group, g)| Part { group, rows: 0..g.rows.len() }).collect();
    let count: usize = data.groups.iter().map(|g| g.rows.len()).sum();
    if height / lines(data, &whole).max(1.0) >= LEAST_LINE || count < 2 {
        return vec![whole];
    }
    let cost = |(left, right): &(Vec<Part>, Vec<Part>)| {
        let is_divided = left.last().map(|p| p.group) == right.first().map(|p| p.group);
        lines(data, left).max(lines(data, right)) + if is_divided { 3.0 } else { 0.0 }
    };
    let cuts = (1..count).map(|rows| cut(&whole, rows));
    let best = cuts.min_by(|a, b| cost(a).total_cmp(&cost(b)));
    best.map_or_else(|| vec![whole.clone()], |(left, right)| vec![left, right])
}

/// The first `count` rows, and the others.
fn cut(parts: &[Part], count: usize) -> (Vec<Part>, Vec<Part>) {
    let (mut left, mut right, mut seen) = (Vec::new(), Vec::new(), 0);
    for part in parts {
        let here = count.saturating_sub(seen).min(part.rows.len());
        seen += part.rows.len();
        let at = part.rows.start + here;
        let halves = [(&mut left, part.rows.start..at), (&mut right, at..part.rows.end)];
        for (side, rows) in halves.into_iter().filter(|(_, rows)| !rows.is_empty()) {
            side.push(Part { group: part.group, rows });
        }
    }
    (left, right)
}

/// Where the columns of a block stand.
pub struct Frame {
    pub left: f64,
    pub right: f64,
    /// Room of the labels.
    pub names: f64,
    /// Bars stand between these.
    pub bars: (f64, f64),
    /// Medians end here; the column on the right ends at `right`.
    pub medians: f64,
    /// Room of the column on the right.
    pub aside: f64,
    /// Height of a bar's line.
    pub line: f64,
    /// Font size.
    pub size: f64,
}

/// Share of a block's width that bars have at least, where smaller letters can give it to them.
const BARS: f64 = 0.24;
/// Share that a text at a bar's end, or a median, has at most.
const NUMBERS: f64 = 0.14;
/// Share that the column on the right has at most.
const ASIDE: f64 = 0.2;

impl Frame {
    /// With the largest letters that leave the bars room.
    pub fn new(data: &Ranges, ends: (f64, f64), line: f64) -> Self {
        let largest = (0.78 * line).clamp(9.0, SMALL);
        let sizes = (0..8).map(|k| (largest - k as f64).max(9.0));
        let mut frames = sizes.map(|size| Self::lettered(data, ends, line, (size, 0.3)));
        let roomy = frames.find(|f| f.bars.1 - f.bars.0 >= BARS * (f.right - f.left));
        roomy.unwrap_or_else(|| Self::lettered(data, ends, line, (largest.min(12.0), 0.15)))
    }

    /// With letters of this size, and labels of at most this share of the width.
    fn lettered(data: &Ranges, (left, right): (f64, f64), line: f64, (size, names): (f64, f64)) -> Self {
        let (look, width) = (lettering(size, INK), right - left);
        let rows = || data.groups.iter().flat_map(|g| &g.rows);
        let bars = || rows().flat_map(|r| &r.bars);
        let end = |text: fn(&Bar) -> &str| {
            rows::room(bars().filter(|b| b.is_finite()).map(text), look, NUMBERS * width) + 18.0
        };
        let names = rows::room(rows().map(|r| &r.label[..]), look, names * width);
        let aside = column_room(data, look, ASIDE * width);
        let medians = right - if aside > 0.0 { aside + 22.0 } else { 0.0 };
        let median = bars().map(|b| &b.median_text[..]).chain([MEDIAN]);
        let median = rows::room(median, look.semi_bold(), NUMBERS * width) + 14.0;
        let bars = (left + names + 6.0 + end(|b| &b.low_text), medians - median - end(|b| &b.high_text));
        Self { left, right, names, bars, medians, aside, line, size }
    }

    pub fn look(&self) -> Lettering {
        lettering(self.size, INK)
    }

    /// A number, cut where it is no number but a longer text.
    pub fn number(&self, text: &str, weight: Weight) -> String {
        font::fit(text, self.size, weight, NUMBERS * (self.right - self.left) + 0.5)
    }
}

/// Room of the column on the right: its texts in one line, its heading in two.
fn column_room(data: &Ranges, look: Lettering, most: f64) -> f64 {
    let texts = rows::room(data.groups.iter().flat_map(|g| &g.rows).map(|r| &r.aside[..]), look, most);
    let lines = font::wrap(&data.column, look.size, Weight::Regular, texts.max(most / 2.0), 2);
    rows::room(lines.iter().map(|l| &l[..]), look, most).max(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ranges::{Group, Scales};

    fn data(groups: &[usize]) -> Ranges {
        let bar = Bar {
            low: 1.0,
            median: 2.0,
            high: 3.0,
            low_text: "1".to_string(),
            median_text: "2".to_string(),
            high_text: "3".to_string(),
        };
        let row = Row { label: "row".to_string(), bars: vec![bar; 2], level: None, aside: String::new() };
        let group = |&count: &usize| Group { heading: "group".to_string(), rows: vec![row.clone(); count] };
        let groups = groups.iter().map(group).collect();
        Ranges { key: Vec::new(), scales: Scales::OwnByGroup, groups, column: String::new(), note: String::new() }
    }

    #[test]
    fn rows_go_into_two_columns_where_one_leaves_them_no_room() {
        let counts = |groups: &[usize]| -> Vec<Vec<(usize, Range<usize>)>> {
            let part = |p: Part| (p.group, p.rows);
            split(&data(groups), 600.0).into_iter().map(|b| b.into_iter().map(part).collect()).collect()
        };
        assert_eq!(counts(&[4, 4]), [[(0, 0..4), (1, 0..4)]]);
        assert_eq!(counts(&[12, 12]), [[(0, 0..12)], [(1, 0..12)]]);
        assert_eq!(counts(&[11, 13]), [[(0, 0..11)], [(1, 0..13)]], "a row's difference divides no group");
        assert_eq!(counts(&[24]), [[(0, 0..12)], [(0, 12..24)]]);
        assert_eq!(counts(&[2, 22]), [vec![(0, 0..2), (1, 0..10)], vec![(1, 10..22)]]);
    }

    #[test]
    fn long_texts_leave_the_bars_their_room() {
        let mut data = data(&[24]);
        for row in data.groups.iter_mut().flat_map(|g| &mut g.rows) {
            row.label = "a label that goes on and on ".repeat(4);
            row.aside = "an aside that goes on and on ".repeat(4);
            row.bars.iter_mut().for_each(|b| b.high_text = "a text that is no number ".repeat(4));
        }
        for width in [700.0, 1488.0] {
            let frame = Frame::new(&data, (56.0, 56.0 + width), 20.0);
            assert!(frame.bars.1 - frame.bars.0 > 0.12 * width, "{width}: {:?}", frame.bars);
        }
    }
}
