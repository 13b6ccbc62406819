//! Inputs in words: values with all of their digits, distributions, schedules, changes.

use crate::calendar::Schedule;
use crate::dist::beta::BetaWritten;
use crate::dist::lognormal::LogNormalWritten;
use crate::dist::{Dist, Law, Percentiles};
use crate::plan::{Adjustment, Change, Counts, Driver, Per, Plan, Randomness, Unit};
use crate::report::{compare, format, replay};

/// A law of which less than this is cut is said as written.
const HARDLY_CUT: f64 = 0.0005;
/// Values of a discrete distribution that are said one by one.
const VALUES_SAID: usize = 8;

/// Whether an input is said in percent: shares, and growth or price rises in a time.
pub fn in_percent(unit: Unit, path: &str) -> bool {
    unit == Unit::Share || unit == Unit::Ratio && replay::is_rate(path)
}

/// What an input is measured in: "USD", "%", "ratio", "months", "count".
pub fn unit(plan: &Plan, driver: &Driver) -> String {
    match driver.unit {
        unit if in_percent(unit, &driver.path) => "%".to_string(),
        Unit::Money => plan.currency.clone(),
        unit => unit.name().to_string(),
    }
}

/// A number that was put in, with all of its digits and its unit: "22.5 %", "$64,000", "4.2 months".
pub fn value(plan: &Plan, driver: &Driver, x: f64) -> String {
    match driver.unit {
        Unit::Months => format!("{} {}", bare(plan, driver, x), if x == 1.0 { "month" } else { "months" }),
        _ => bare(plan, driver, x),
    }
}

/// The same without the word for months.
fn bare(plan: &Plan, driver: &Driver, x: f64) -> String {
    match driver.unit {
        unit if in_percent(unit, &driver.path) => format::percent_exact(x),
        Unit::Money => money(plan, x),
        _ => format::number_exact(x),
    }
}

/// An amount of money that was put in, with all of its digits: "$64,000", "-$1.25".
pub fn money(plan: &Plan, x: f64) -> String {
    if x.fract() == 0.0 || !x.is_finite() {
        return format::money_to_the_unit(x, &plan.currency);
    }
    let sign = if x < 0.0 { "-" } else { "" };
    format!("{sign}{}{}", format::currency_prefix(&plan.currency), format::number_exact(x.abs()))
}

/// "through P10 19 %, P50 22 %, P90 25.5 %; drawn each fiscal quarter, persistence 0.5".
pub fn distribution(plan: &Plan, driver: &Driver, random: &Randomness) -> String {
    let law = law(plan, driver, &random.law);
    match random.law.constant() {
        Some(_) => law,
        None => format!("{law}; {}", drawn(random.per, random.persistence)),
    }
}

/// "drawn once a future", "drawn each month, persistence 0.6".
pub fn drawn(per: Per, persistence: f64) -> String {
    let each = match per {
        Per::Plan => return "drawn once a future".to_string(),
        Per::Year => "plan year",
        Per::Quarter => "fiscal quarter",
        Per::Month => "month",
    };
    match persistence {
        rho if rho > 0.0 => format!("drawn each {each}, persistence {}", format::number_exact(rho)),
        _ => format!("drawn anew each {each}"),
    }
}

fn law(plan: &Plan, driver: &Driver, law: &Law) -> String {
    let exact = |x: f64| bare(plan, driver, x);
    if let Some(x) = law.constant() {
        return format!("always {}", value(plan, driver, x));
    }
    let mut text = dist(&law.dist, &exact);
    if driver.unit == Unit::Months {
        text.push_str(", in months");
    }
    if law.cut() >= HARDLY_CUT {
        let cut = format::percent(law.cut());
        text.push_str(&format!(" ({cut} of it is outside what is allowed and cut off)"));
    }
    text
}

fn dist(dist: &Dist, exact: &dyn Fn(f64) -> String) -> String {
    let plain = format::number_exact;
    let spread = |name: &str, mean: f64, sd: f64| format!("{name}, mean {}, sd {}", exact(mean), exact(sd));
    match dist {
        Dist::Uniform(law) => format!("uniform, {} to {}", exact(law.min), exact(law.max)),
        Dist::Triangular(law) => {
            format!("triangular, {} to {}, most often {}", exact(law.min), exact(law.max), exact(law.mode))
        }
        Dist::Pert(law) => {
            let weight = if law.weight == 4.0 { String::new() } else { format!(", weight {}", plain(law.weight)) };
            let (min, max) = (exact(law.beta.min), exact(law.beta.max));
            format!("PERT, {min} to {max}, most often {}{weight}", exact(law.mode))
        }
        Dist::Normal(law) => spread("normal", law.mean, law.sd),
        Dist::LogNormal(law) => match law.written {
            LogNormalWritten::MeanSd(mean, sd) => spread("lognormal", mean, sd),
            LogNormalWritten::MedianSdLog(median, sd_log) => {
                format!("lognormal, median {}, sd of its logarithm {}", exact(median), plain(sd_log))
            }
        },
        Dist::Beta(law) => {
            let shape = match law.written {
                BetaWritten::MeanSd(mean, sd) => spread("beta", mean, sd),
                BetaWritten::Shapes => format!("beta, alpha {}, beta {}", plain(law.alpha), plain(law.beta)),
            };
            match (law.min, law.max) {
                (0.0, 1.0) => shape,
                (min, max) => format!("{shape}, between {} and {}", exact(min), exact(max)),
            }
        }
        Dist::Gamma(law) => spread("gamma", law.mean, law.sd),
        Dist::Weibull(law) => format!("Weibull, shape {}, scale {}", plain(law.shape), exact(law.scale)),
        Dist::Discrete(law) => discrete(&law.values, &law.shares, exact),
        Dist::Empirical(law) => past_values(&law.sorted, exact),
        Dist::Percentiles(law) => percentiles(law, exact),
    }
}

fn discrete(values: &[f64], shares: &[f64], exact: &dyn Fn(f64) -> String) -> String {
    let [first, .., last] = values else { return values.iter().map(|x| format!("always {}", exact(*x))).collect() };
    if values.len() > VALUES_SAID {
        return format!("one of {} values, {} to {}", values.len(), exact(*first), exact(*last));
    }
    let said: Vec<String> =
        values.iter().zip(shares).map(|(x, share)| format!("{} ({})", exact(*x), format::percent(*share))).collect();
    format!("one of {}", said.join(", "))
}

fn past_values(sorted: &[f64], exact: &dyn Fn(f64) -> String) -> String {
    match sorted {
        [] => String::new(),
        [only] => format!("one past value, {}", exact(*only)),
        [least, .., greatest] => {
            format!("{} past values, {} to {}", format::whole(sorted.len() as u64), exact(*least), exact(*greatest))
        }
    }
}

fn percentiles(law: &Percentiles, exact: &dyn Fn(f64) -> String) -> String {
    // nine decimals: what anybody writes, and not the noise of 1 - 0.1
    let name = |p: f64| format!("P{}", format::number_exact((p * 1e11).round() / 1e9));
    let points = [(law.alpha, Some(law.low)), (0.5, law.median), (1.0 - law.alpha, Some(law.high))];
    let said = points.into_iter().filter_map(|(p, x)| x.map(|x| format!("{} {}", name(p), exact(x))));
    format!("through {}", said.collect::<Vec<_>>().join(", "))
}

/// "4, from Feb 2027 5, from Apr 2027 6".
pub fn schedule(plan: &Plan, driver: &Driver, schedule: &Schedule) -> String {
    steps(plan, schedule, &|x| value(plan, driver, x))
}

/// The same in the words of `value`.
pub fn steps(plan: &Plan, schedule: &Schedule, value: &dyn Fn(f64) -> String) -> String {
    // entries before the plan matter where they are the last before it
    let before = schedule.from.range(..=1).next_back().or_else(|| schedule.from.iter().next());
    let first = before.map(|(_, x)| value(*x));
    let later = schedule.from.iter().filter(|(t, _)| **t > before.map_or(1, |(t, _)| (*t).max(1)));
    let said = later.map(|(t, x)| format!("from {} {}", month(plan, *t), value(*x)));
    first.into_iter().chain(said).collect::<Vec<_>>().join(", ")
}

/// "3 in Jan 2027, 2 in Feb 2027", "none".
pub fn counts(plan: &Plan, counts: &Counts) -> String {
    let said: Vec<String> = counts
        .written
        .counts
        .iter()
        .filter(|(_, n)| **n > 0)
        .map(|(t, n)| format!("{} in {}", format::whole(*n), month(plan, *t as i32)))
        .collect();
    if said.is_empty() { "none".to_string() } else { said.join(", ") }
}

/// "; then × 0.9 from Apr 27": the adjustments that always apply; empty where there are none.
pub fn adjustments(plan: &Plan, all: &[Adjustment], value: &dyn Fn(f64) -> String) -> String {
    let said: Vec<String> =
        all.iter().map(|a| format!("{}{}", change(a.change, value), compare::window(plan, a.window))).collect();
    if said.is_empty() { String::new() } else { format!("; then {}", said.join(", ")) }
}

/// "× 0.94", "+ 5 %", "set to 4".
pub fn change(change: Change, value: &dyn Fn(f64) -> String) -> String {
    match change {
        Change { multiply: 0.0, add } => format!("set to {}", value(add)),
        _ => compare::change(change, value),
    }
}

/// The month t: "Apr 2027".
pub fn month(plan: &Plan, t: i32) -> String {
    format::month(plan.calendar.start.plus(t - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist;
    use crate::plan::{Domain, Notes, Timing, Value};
    use crate::report::fixture;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    fn driver(path: &str, unit: Unit) -> Driver {
        Driver {
            path: path.to_string(),
            unit,
            domain: Domain::NON_NEGATIVE,
            timing: Timing::AnyMonth,
            value: Value::Number(0.0),
            adjustments: Vec::new(),
            risk_changes: Vec::new(),
            whole: false,
        }
    }

    fn said(unit: Unit, law: Dist, per: Per, persistence: f64) -> String {
        let law = Arc::new(Law::new(law, Domain::NON_NEGATIVE));
        let random = Randomness { law, per, persistence, plan: None, notes: Notes::default() };
        distribution(&fixture::plan(12, 1), &driver("a.b", unit), &random)
    }

    #[test]
    fn every_family_is_said_in_the_unit_of_its_input() {
        let cases = [
            (Unit::Months, dist::pert(3.0, 5.0, 8.0, 4.0), "PERT, 3 to 8, most often 5, in months"),
            (Unit::Months, dist::pert(3.0, 5.0, 8.0, 6.0), "PERT, 3 to 8, most often 5, weight 6, in months"),
            (Unit::Share, dist::beta(0.22, 0.07, 0.0, 1.0), "beta, mean 22 %, sd 7 %"),
            (Unit::Share, dist::beta(0.2, 0.05, 0.1, 0.5), "beta, mean 20 %, sd 5 %, between 10 % and 50 %"),
            (Unit::Money, dist::lognormal(64_000.0, 5_200.5), "lognormal, mean $64,000, sd $5,200.5"),
            (Unit::Count, dist::lognormal_from_median(430.0, 0.12), "lognormal, median 430, sd of its logarithm 0.12"),
            (Unit::Count, dist::gamma(6.5, 1.1), "gamma, mean 6.5, sd 1.1"),
            (Unit::Ratio, dist::weibull(2.0, 1.5), "Weibull, shape 2, scale 1.5"),
            (Unit::Share, dist::triangular(0.01, 0.03, 0.05), "triangular, 1 % to 5 %, most often 3 %"),
            (Unit::Money, dist::uniform(1e3, 2e3), "uniform, $1,000 to $2,000"),
            (Unit::Count, dist::discrete(&[1.0, 2.0], &[1.0, 3.0]), "one of 1 (25 %), 2 (75 %)"),
            (Unit::Count, dist::empirical(&[4.0, 2.0, 9.0]), "3 past values, 2 to 9"),
        ];
        for (unit, law, text) in cases {
            assert_eq!(said(unit, law.unwrap(), Per::Plan, 0.0), format!("{text}; drawn once a future"));
        }
    }

    #[test]
    fn how_often_and_how_persistent_is_said() {
        let law = || dist::percentiles(0.1, 0.19, Some(0.22), 0.255, Domain::SHARE).unwrap();
        let through = "through P10 19 %, P50 22 %, P90 25.5 %";
        assert_eq!(
            said(Unit::Share, law(), Per::Quarter, 0.5),
            format!("{through}; drawn each fiscal quarter, persistence 0.5")
        );
        assert_eq!(said(Unit::Share, law(), Per::Month, 0.0), format!("{through}; drawn anew each month"));
        let two = dist::percentiles(0.05, 1.0, None, 3.0, Domain::NON_NEGATIVE).unwrap();
        assert_eq!(said(Unit::Count, two, Per::Year, 0.0), "through P5 1, P95 3; drawn anew each plan year");
    }

    #[test]
    fn what_is_cut_and_what_does_not_vary_is_said() {
        let cut = said(Unit::Ratio, dist::normal(1.0, 0.5).unwrap(), Per::Plan, 0.0);
        assert_eq!(
            cut,
            "normal, mean 1, sd 0.5 (2.3 % of it is outside what is allowed and cut off); drawn once a future"
        );
        assert_eq!(said(Unit::Months, dist::empirical(&[1.0, 1.0]).unwrap(), Per::Plan, 0.0), "always 1 month");
    }

    #[test]
    fn schedules_start_with_what_holds_when_the_plan_starts() {
        let plan = fixture::plan(12, 1);
        let said = |from: &[(i32, f64)]| {
            let all = Schedule { from: from.iter().copied().collect::<BTreeMap<_, _>>() };
            schedule(&plan, &driver("a.spend", Unit::Money), &all)
        };
        assert_eq!(said(&[(-5, 1e3), (-2, 4e3), (4, 5e3)]), "$4,000, from Apr 2027 $5,000");
        assert_eq!(said(&[(3, 4e3)]), "$4,000");
        assert_eq!(said(&[(3, 4e3), (5, 4500.5)]), "$4,000, from May 2027 $4,500.5");
    }

    #[test]
    fn changes_are_said_in_the_unit_of_what_they_add_to() {
        let plan = fixture::plan(12, 1);
        let rate = driver("segments.a.retention.expansion_annual", Unit::Ratio);
        let exact = |x: f64| value(&plan, &rate, x);
        assert_eq!(change(Change { multiply: 1.0, add: 0.05 }, &exact), "+ 5 %");
        assert_eq!(change(Change { multiply: 0.0, add: 0.0 }, &exact), "set to 0 %");
        let window = crate::plan::Window { from: 4, until: 6 };
        let all = [Adjustment { change: Change { multiply: 0.9, add: 0.0 }, window }];
        assert_eq!(adjustments(&plan, &all, &exact), "; then × 0.9 from Apr 27 to Jun 27");
    }
}
