use super::summary::{find, has};
use super::world::{USUAL, mapping};
use crate::fit::driver::FittedValue;
use crate::fit::record::{Amount, Rep, Span};
use crate::fit::reps::{fit, roster::ramping};

#[test]
fn ramping_reps_are_grouped_by_whole_months() {
    let groups = ramping([0.2, 0.4, 0.6, 3.4, 5.9, 6.0, 20.0].into_iter(), 6.0);
    assert_eq!(groups, vec![(2, 0.0), (1, 1.0), (1, 3.0), (1, 6.0)]);
    assert!(ramping([1.0].into_iter(), 0.0).is_empty());
}

/// Ramped and ramping are everybody in seat; whoever leaves after the as-of date is still there on it.
#[test]
fn everybody_in_seat_is_counted_once() {
    let (reps, opportunities) = USUAL.draw(2);
    let history = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    let in_seat = |rep: &&Rep| matches!(rep.span, Span::Dated { start, end } if start <= USUAL.as_of() && end.unwrap() > USUAL.as_of());
    let expected = reps.iter().filter(in_seat).count() as u64;
    let FittedValue::Count(ramped) = find(&history, ".reps").unwrap().value else { panic!() };
    let FittedValue::Ramping(groups) = &find(&history, ".ramping").unwrap().value else { panic!() };
    assert_eq!(ramped + groups.iter().map(|g| g.0).sum::<u64>(), expected);
    assert!(!groups.is_empty() && ramped > 0);
}

#[test]
fn without_a_ramp_all_count_as_ramped_and_quota_is_that_of_those_in_seat() {
    let day = USUAL.as_of();
    let one = |key: u64, start, end| Rep {
        key,
        span: Span::Dated { start, end },
        quota_annual: if key == 3 { Amount::MISSING } else { Amount::of(100.0 * key as f64) },
        segment: 0,
    };
    let reps = [
        one(1, day.plus(-10), None),
        one(2, day.plus(-900), Some(day.plus(5))),
        one(3, day.plus(-900), None),
        one(4, day.plus(-900), Some(day)),
        one(5, day.plus(1), None),
    ];
    let history = fit(&reps, &[], &mapping(), &USUAL.setting());
    assert_eq!(find(&history, ".reps").unwrap().value, FittedValue::Count(3));
    assert_eq!(find(&history, "quota_annual").unwrap().value, FittedValue::Number(150.0));
    assert!(has(&history, "all-ramped") && has(&history, "no-quota") && has(&history, "no-ramp"));
}
