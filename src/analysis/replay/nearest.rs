//! The trial whose path is nearest to a percentile's.

/// A trial chosen for its path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Its number, counted from 0.
    pub trial: u64,
    /// The percentile, 0..1.
    pub percentile: f64,
    /// Relative root-mean-square distance of the two paths: sqrt(mean over months of ((ARR - path) / path)^2).
    pub distance: f64,
}

/// The trial nearest to the path that percentile p of each month makes, by relative root-mean-square distance; the one of
/// least number where several are. `paths` has one column a month with an entry a trial. A month in which the path is 0 is
/// measured by the greatest size of the path instead.
pub fn to_percentile(paths: &[Vec<f64>], p: f64) -> Nearest {
    let wanted: Vec<f64> = paths.iter().map(|month| percentile(month, p)).collect();
    let largest = wanted.iter().fold(0.0f64, |most, x| most.max(x.abs()));
    let size = |x: f64| {
        if x != 0.0 {
            x.abs()
        } else if largest > 0.0 {
            largest
        } else {
            1.0
        }
    };
    let trials = paths.first().map_or(0, Vec::len);
    let mut squares = vec![0.0; trials];
    for (month, &x) in paths.iter().zip(&wanted) {
        let scale = size(x);
        squares.iter_mut().zip(month).for_each(|(sum, arr)| *sum += ((arr - x) / scale) * ((arr - x) / scale));
    }
    let least = squares.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
    let (trial, square) = least.map_or((0, 0.0), |(i, &square)| (i, square));
    Nearest { trial: trial as u64, percentile: p, distance: (square / paths.len().max(1) as f64).sqrt() }
}

/// Percentile p (0..1), type 7; not a number without values.
fn percentile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let position = sorted.len().saturating_sub(1) as f64 * p;
    let (below, part) = (position.floor() as usize, position - position.floor());
    match (sorted.get(below), sorted.get(below + 1)) {
        (Some(low), Some(high)) => low + part * (high - low),
        (Some(only), None) => *only,
        (None, _) => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parallel_paths_are_chosen_by_rank() {
        // trial i runs at 100 + i, 200 + 2 i: its own percentile is i / 100
        let month = |times: f64| (0..=100).map(|i| times * (100.0 + f64::from(i))).collect::<Vec<f64>>();
        let paths = [month(1.0), month(2.0)];
        for (p, trial) in [(0.0, 0), (0.1, 10), (0.5, 50), (1.0, 100)] {
            assert_eq!(to_percentile(&paths, p), Nearest { trial, percentile: p, distance: 0.0 });
        }
    }

    #[test]
    fn distance_is_relative_and_over_all_months() {
        // the median path is (100, 1000): trial 0 is 10 % off in the first month, trial 1 5 % off in the second
        let paths = [vec![110.0, 100.0, 90.0], vec![1000.0, 1050.0, 950.0]];
        let nearest = to_percentile(&paths, 0.5);
        assert_eq!(nearest.trial, 1);
        assert!((nearest.distance - 0.05 / 2f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn of_equal_paths_the_first_is_taken_and_zero_paths_do_no_harm() {
        assert_eq!(to_percentile(&[vec![5.0; 4]], 0.3), Nearest { trial: 0, percentile: 0.3, distance: 0.0 });
        assert_eq!(to_percentile(&[vec![0.0; 3], vec![0.0; 3]], 0.5).distance, 0.0);
        let nearest = to_percentile(&[vec![0.0, 0.0, 1.0], vec![3.0, 4.0, 5.0]], 0.5);
        assert_eq!((nearest.trial, nearest.distance), (1, 0.0));
    }
}
