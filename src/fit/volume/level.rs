//! Level and growth, and what they mean for the plan's first year.

use super::months::Months;
use super::regression::{Regression, Row, dot, fit};
use super::season::{Season, contrasts_of};
use super::variation::{Possible, Variation, variation, weighted_variance};
use crate::calendar::YearMonth;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Growth is looked for from a year on.
const FEWEST_MONTHS: usize = 12;

/// Growth is kept where the data would look so by chance less often than this.
pub const SIGNIFICANCE: f64 = 0.05;

/// Months of the plan that the distributions are made for.
const AHEAD: usize = 12;

/// What the months before the plan say of its first year. Variances are relative (of the logarithm).
#[derive(Clone, Debug)]
pub struct Outlook {
    /// Expected records in the plan's first month, without its season.
    pub level: f64,
    /// Mean of the volume that is written, without season: the level; where growth has not shown, the average month of
    /// the year over both possibilities, since none is written beside it.
    pub written: f64,
    /// Variance of the level as an estimate of history's.
    pub level_variance: f64,
    /// Growth of the logarithm a month, and its variance; zeros where none is in it.
    pub growth: [f64; 2],
    /// Share of each of the 12 months in the year.
    pub shares: Vec<f64>,
    /// Variance of the year's mean rate about what is expected: what history leaves open, and what the year's months
    /// will be.
    pub year_variance: f64,
    /// Of it, what history leaves open.
    pub estimation_variance: f64,
    /// Each of the 12 months: expected records and the variance of their rate.
    pub ahead: Vec<[f64; 2]>,
    /// Each month of history: fitted mean.
    pub means: Vec<f64>,
    /// τ², variance from month to month.
    pub variance: f64,
    /// ρ, its persistence.
    pub persistence: f64,
    /// X² over its degrees of freedom, and these.
    pub pearson: (f64, f64),
    /// How often months without growth would look so; `None` where it was not looked for.
    pub growth_p_value: Option<f64>,
}

/// The outlook of these months given their season. Where growth does not beat none, what is told is averaged over both
/// by their weights of evidence (as Burnham and Anderson 2002 do), for growth that has not shown yet can still be
/// there: the level then leans towards the latest months as far as the data suggest it.
pub fn outlook(months: &Months, weights: &[f64], season: &Season, plan_start: YearMonth) -> Option<Outlook> {
    let level = Model { months, weights, season, plan_start, growing: false }.outlook()?;
    if months.counts.len() < FEWEST_MONTHS {
        return Some(level.0);
    }
    let Some(growing) = (Model { months, weights, season, plan_start, growing: true }).outlook() else {
        return Some(level.0);
    };
    let (grown, p_value) = growing;
    let z = grown.growth[0] / grown.growth[1].sqrt();
    let chosen = if p_value < SIGNIFICANCE {
        grown
    } else {
        // The Wald statistic's likelihood ratio, even where z² is 1, which it is on average without growth: some growth
        // is likelier than none at all.
        let odds = (0.5 * (z * z - 1.0)).exp();
        average(level.0, &grown, odds / (1.0 + odds))
    };
    Some(Outlook { growth_p_value: Some(p_value), ..chosen })
}

/// One regression of the months.
struct Model<'a> {
    months: &'a Months,
    weights: &'a [f64],
    season: &'a Season,
    plan_start: YearMonth,
    growing: bool,
}

impl Model<'_> {
    /// Regressors of the month so many months after the plan's first: years keep the matrix well scaled.
    fn x(&self, after: i32) -> Vec<f64> {
        if self.growing { vec![1.0, f64::from(after) / 12.0] } else { vec![1.0] }
    }

    fn season_of(&self, month: YearMonth) -> f64 {
        self.season.log_weights[month.month() as usize - 1]
    }

    fn row(&self, i: usize) -> Row {
        let month = self.months.month(i);
        let (x, offset) = (self.x(month.since(self.plan_start)), self.season_of(month));
        Row { x, offset, weight: self.weights[i], count: self.months.counts[i] }
    }

    /// The rows with the calendar months as regressors where a season was fitted: what it has taken up of the months'
    /// variation is then given back.
    fn with_season(&self, rows: &[Row]) -> Vec<Row> {
        let mut rows = rows.to_vec();
        let calendar = |i: usize| contrasts_of(self.months.month(i));
        if self.season.kept {
            rows.iter_mut().enumerate().for_each(|(i, row)| row.x.extend(calendar(i)));
        }
        rows
    }

    /// The outlook, and how often months without growth would look so.
    fn outlook(&self) -> Option<(Outlook, f64)> {
        let rows: Vec<Row> = (0..self.months.counts.len()).map(|i| self.row(i)).collect();
        let fitted = fit(&rows)?;
        let spread = variation(&self.with_season(&rows), &fitted);
        let pearson = fitted.pearson(&rows, self.season.freedom(self.months));
        let gap = self.plan_start.since(self.months.first);
        let known = Known { rows: &rows, fitted: &fitted, spread: &spread, gap, freedom: pearson.1 };
        let ahead: Vec<i32> = (0..AHEAD as i32).collect();
        let rate = |t: &i32| (self.season_of(self.plan_start.plus(*t)) + dot(&self.x(*t), &fitted.coefficients)).exp();
        let rates: Vec<f64> = ahead.iter().map(rate).collect();
        let year: f64 = rates.iter().sum();
        let shares: Vec<f64> = rates.iter().map(|r| r / year).collect();
        let middle: f64 = ahead.iter().zip(&shares).map(|(&t, s)| f64::from(t) * s).sum();
        let direction = if self.growing { vec![1.0, middle / 12.0] } else { vec![1.0] };
        let single = |(t, rate): (&i32, &f64)| [*rate, known.variance_ahead(&self.x(*t), &[(*t, 1.0)])];
        let growth = if self.growing {
            [fitted.coefficients[1] / 12.0, known.variance_of(&[0.0, 1.0]) / 144.0]
        } else {
            [0.0; 2]
        };
        let outlook = Outlook {
            level: fitted.coefficients[0].exp(),
            written: fitted.coefficients[0].exp(),
            level_variance: known.variance_of(&self.x(0)),
            growth,
            year_variance: known
                .variance_ahead(&direction, &ahead.iter().copied().zip(shares.iter().copied()).collect::<Vec<_>>()),
            estimation_variance: known.variance_of(&direction),
            ahead: ahead.iter().zip(&rates).map(single).collect(),
            shares,
            means: fitted.means.clone(),
            variance: spread.variance(),
            persistence: spread.persistence(),
            pearson,
            growth_p_value: None,
        };
        let p_value = if self.growing { known.p_value(&[0.0, 1.0])? } else { 1.0 };
        Some((outlook, p_value))
    }
}

/// A fitted regression and what months vary by, seen from the plan's start.
struct Known<'a> {
    rows: &'a [Row],
    fitted: &'a Regression,
    spread: &'a Variation,
    /// Months from history's first to the plan's first.
    gap: i32,
    /// Degrees of freedom that are left.
    freedom: f64,
}

impl Known<'_> {
    /// Variance of `direction`'β̂: chance, and what history's months happened to be.
    fn variance_of(&self, direction: &[f64]) -> f64 {
        self.variance_ahead(direction, &[])
    }

    /// How often `direction`'β̂ would be as far from 0 if β were 0: Student's t, averaged over what months may vary by,
    /// since a short history leaves open whether a trend is growth or a wave that lasts.
    fn p_value(&self, direction: &[f64]) -> Option<f64> {
        let law = StudentsT::new(0.0, 1.0, self.freedom).ok()?;
        let influence = self.fitted.influence(self.rows, direction);
        let chance: f64 = influence.iter().zip(&self.fitted.means).map(|(u, mean)| u * u / mean).sum();
        let places: Vec<(i32, f64)> = influence.iter().enumerate().map(|(i, &u)| (i as i32, u)).collect();
        let size = dot(direction, &self.fitted.coefficients).abs();
        Some(self.spread.mean(|p| 2.0 * law.sf(size / (chance + weighted_variance(&places, p)).sqrt())))
    }

    /// Variance of Σ share_t δ_t over months of the plan less the error of `direction`'β̂, whose months they follow:
    /// what lasts from history into the plan is in both.
    fn variance_ahead(&self, direction: &[f64], shares: &[(i32, f64)]) -> f64 {
        let influence = self.fitted.influence(self.rows, direction);
        let chance: f64 = influence.iter().zip(&self.fitted.means).map(|(u, mean)| u * u / mean).sum();
        let history = influence.iter().enumerate().map(|(i, u)| (i as i32, -u));
        let mut places: Vec<(i32, f64)> = history.chain(shares.iter().map(|&(t, s)| (self.gap + t, s))).collect();
        places.sort_by_key(|p| p.0);
        chance + self.spread.mean(|p: &Possible| weighted_variance(&places, p))
    }
}

/// Both models by the weight w of the second, as a mixture (Hoeting et al. 1999): with d what they differ by, its
/// variance is (1 - w) of the first's, w of the second's, and w (1 - w) d² for not knowing which holds. Growth is left
/// out of what is told, but the year that may grow is in the mean and the variance that are written.
fn average(level: Outlook, grown: &Outlook, weight: f64) -> Outlook {
    let both = |a: f64, b: f64| (1.0 - weight) * a + weight * b;
    let variance = |a: f64, b: f64, ratio: f64| both(a, b) + weight * (1.0 - weight) * ratio.ln().powi(2);
    let ratio = grown.level / level.level;
    let year = |o: &Outlook| o.ahead.iter().map(|a| a[0]).sum::<f64>();
    let year_ratio = year(grown) / year(&level);
    let month = |(a, b): (&[f64; 2], &[f64; 2])| [both(a[0], b[0]), variance(a[1], b[1], b[0] / a[0])];
    Outlook {
        level: both(level.level, grown.level),
        written: level.level * both(1.0, year_ratio),
        level_variance: variance(level.level_variance, grown.level_variance, ratio),
        year_variance: variance(level.year_variance, grown.year_variance, year_ratio),
        estimation_variance: variance(level.estimation_variance, grown.estimation_variance, year_ratio),
        ahead: level.ahead.iter().zip(&grown.ahead).map(month).collect(),
        means: level.means.iter().zip(&grown.means).map(|(a, b)| both(*a, *b)).collect(),
        ..level
    }
}
