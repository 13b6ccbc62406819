//! Which drivers move together in a plan between two.
//!
//! A plan says of two drivers how they are correlated where both are random in it; where one of them is a number there,
//! it says nothing. A plan between two follows the one that it takes its correlations from, and the other where that one
//! says nothing; drivers of which neither says anything are independent.

use super::{Named, Side};
use crate::math::matrix::{cholesky, nearest_correlation};
use crate::plan::{Dependence, Driver, DriverId, Per, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What both plans say of the drivers that are correlated in either, in bytewise order of their paths.
#[derive(Clone, Debug)]
pub(super) struct Correlations {
    paths: Vec<String>,
    a: Vec<Vec<Option<f64>>>,
    b: Vec<Vec<Option<f64>>>,
    /// Those of them that nothing else brings into a plan between the two: inputs of costs and cash. How often they are
    /// drawn in either plan, if at all.
    outside: BTreeMap<String, [Option<Per>; 2]>,
}

impl Correlations {
    pub(super) fn new(a: &Named<'_>, b: &Named<'_>) -> Self {
        let members = |named: &Named<'_>| {
            let ids = named.plan.dependence.iter().flat_map(|d| d.drivers.iter());
            ids.map(|id| named.plan.driver(*id).path.clone()).collect::<Vec<String>>()
        };
        let paths: BTreeSet<String> = members(a).into_iter().chain(members(b)).collect();
        let paths: Vec<String> = paths.into_iter().collect();
        let outside = paths.iter().filter(|path| path.starts_with("finance."));
        let outside = outside.map(|path| (path.clone(), [per(a, path), per(b, path)])).collect();
        Self { a: said(a, &paths), b: said(b, &paths), paths, outside }
    }

    /// Inputs that move no ARR themselves, but with which inputs that do are drawn.
    pub(super) fn outside(&self) -> impl Iterator<Item = &str> {
        self.outside.keys().map(String::as_str)
    }

    /// Whether they contradict each other.
    pub(super) fn differ(&self) -> bool {
        let n = self.paths.len();
        let contradict = |i: usize, j: usize| match (self.a[i][j], self.b[i][j]) {
            (Some(x), Some(y)) => x != y,
            _ => false,
        };
        (0..n).any(|i| (0..i).any(|j| contradict(i, j))) || self.outside.values().any(|[a, b]| a != b)
    }

    /// The groups of a plan with these drivers that takes its correlations from `side`.
    pub(super) fn of(&self, drivers: &[Driver], ids: &BTreeMap<String, DriverId>, side: Side) -> Vec<Dependence> {
        let members: Vec<(usize, DriverId, Per)> = self
            .paths
            .iter()
            .enumerate()
            .filter_map(|(i, path)| {
                let id = *ids.get(path)?;
                let Value::Random(random) = &drivers[id.0].value else { return None };
                Some((i, id, random.per))
            })
            .collect();
        let matrix: Vec<Vec<f64>> =
            members.iter().map(|p| members.iter().map(|q| self.between(p, q, side)).collect()).collect();
        groups(&matrix).iter().filter_map(|group| dependence(&members, &matrix, group)).collect()
    }

    fn between(&self, p: &(usize, DriverId, Per), q: &(usize, DriverId, Per), side: Side) -> f64 {
        let (i, j) = (p.0, q.0);
        let (first, second) = match side {
            Side::A => (self.a[i][j], self.b[i][j]),
            Side::B => (self.b[i][j], self.a[i][j]),
        };
        match (i == j, p.2 == q.2) {
            (true, _) => 1.0,
            // draws of different periods have nothing in common
            (_, false) => 0.0,
            _ => first.or(second).unwrap_or(0.0),
        }
    }
}

/// How often a driver is drawn; nothing where it is not random, or not there.
fn per(named: &Named<'_>, path: &str) -> Option<Per> {
    match &named.driver(path)?.value {
        Value::Random(random) => Some(random.per),
        Value::Number(_) | Value::Schedule(_) => None,
    }
}

/// What a plan says of each pair of drivers: nothing where one of them is not random in it.
fn said(named: &Named<'_>, paths: &[String]) -> Vec<Vec<Option<f64>>> {
    let mut places = BTreeMap::new();
    for (group, dependence) in named.plan.dependence.iter().enumerate() {
        for (row, id) in dependence.drivers.iter().enumerate() {
            places.insert(named.plan.driver(*id).path.as_str(), (group, row));
        }
    }
    let random = |path: &String| per(named, path).is_some();
    let place = |path: &String| places.get(path.as_str());
    let pair = |p: &String, q: &String| match (place(p), place(q)) {
        _ if !random(p) || !random(q) => None,
        (Some((g, i)), Some((h, j))) if g == h => Some(named.plan.dependence[*g].correlation[*i][*j]),
        _ => Some(0.0),
    };
    paths.iter().map(|p| paths.iter().map(|q| pair(p, q)).collect()).collect()
}

/// Rows that hang together, directly or through others, each group in their order.
fn groups(matrix: &[Vec<f64>]) -> Vec<Vec<usize>> {
    let n = matrix.len();
    let mut seen = vec![false; n];
    let mut out = Vec::new();
    for first in 0..n {
        if seen[first] {
            continue;
        }
        let mut group = vec![first];
        seen[first] = true;
        let mut next = 0;
        while let Some(&i) = group.get(next) {
            for j in (0..n).filter(|&j| matrix[i][j] != 0.0) {
                if !seen[j] {
                    seen[j] = true;
                    group.push(j);
                }
            }
            next += 1;
        }
        group.sort_unstable();
        out.push(group);
    }
    out.retain(|group| group.len() > 1);
    out
}

/// A group with its factor: of correlations that cannot all hold, which only two plans together can bring about, the
/// nearest that can.
fn dependence(members: &[(usize, DriverId, Per)], matrix: &[Vec<f64>], group: &[usize]) -> Option<Dependence> {
    let part: Vec<Vec<f64>> = group.iter().map(|&i| group.iter().map(|&j| matrix[i][j]).collect()).collect();
    let (correlation, factor) = match cholesky(&part) {
        Some(factor) => (part, factor),
        None => {
            let (nearest, _) = nearest_correlation(&part);
            let factor = cholesky(&nearest)?;
            (nearest, factor)
        }
    };
    let drivers = group.iter().map(|&i| members[i].1).collect();
    Some(Dependence { per: members[group[0]].2, drivers, correlation, factor })
}
