use super::summary::{find, has};
use super::world::{USUAL, mapping};
use crate::fit::record::{Amount, Opportunity, Outcome};
use crate::fit::reps::{bookings, fit, seats};

#[test]
fn row_order_does_not_matter() {
    let (mut reps, mut opportunities) = USUAL.draw(4);
    let one = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    reps.reverse();
    opportunities.reverse();
    let (third, half) = (reps.len() / 3, opportunities.len() / 2);
    reps.rotate_left(third);
    opportunities.rotate_left(half);
    let other = fit(&reps, &opportunities, &mapping(), &USUAL.setting());
    // As text, since values that do not exist are no numbers and differ from themselves.
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn one_rep_and_none() {
    let (reps, opportunities) = USUAL.draw(4);
    let alone = fit(&reps[..1], &opportunities, &mapping(), &USUAL.setting());
    assert!(
        has(&alone, "no-ramp") && find(&alone, "ramp_months").is_none() && find(&alone, "attrition_annual").is_none()
    );
    let none = fit(&[], &opportunities, &mapping(), &USUAL.setting());
    assert!(none.fitted.is_empty() && has(&none, "no-reps"));
}

/// What comes after the as-of date is not known on it: reps, ends, opportunities and wins.
#[test]
fn the_future_is_not_known() {
    let (reps, opportunities) = USUAL.draw(6);
    let mut setting = USUAL.setting();
    setting.as_of = setting.as_of.plus(-200);
    let all = fit(&reps, &opportunities, &mapping(), &setting);
    let known_opportunities: Vec<Opportunity> = opportunities
        .iter()
        .filter(|o| o.created <= setting.as_of)
        .map(|o| match o.outcome {
            Outcome::Won(day) if day > setting.as_of => Opportunity { outcome: Outcome::Open, ..*o },
            _ => *o,
        })
        .collect();
    let known = fit(&reps, &known_opportunities, &mapping(), &setting);
    assert_eq!(format!("{all:?}"), format!("{known:?}"));
}

/// Bookings land in the month of the win, whole months only, and a return to the seat begins a new tenure.
#[test]
fn bookings_land_in_full_months() {
    use crate::fit::day::Day;
    use crate::fit::record::{Rep, Span};
    let day = |year, month, day| Day::new(year, month, day).unwrap();
    let spell =
        |start, end| Rep { key: 9, span: Span::Dated { start, end }, quota_annual: Amount::MISSING, segment: 0 };
    let reps = [spell(day(2025, 1, 1), Some(day(2025, 4, 15))), spell(day(2025, 8, 2), None)];
    let won = |when, amount| Opportunity {
        created: day(2025, 1, 1),
        outcome: Outcome::Won(when),
        amount: Amount::of(amount),
        owner: 9,
        segment: 0,
    };
    let wins = [
        won(day(2025, 1, 31), 1.0),
        won(day(2025, 1, 1), 2.0),
        won(day(2025, 4, 3), 4.0),
        won(day(2025, 8, 20), 8.0),
        won(day(2025, 9, 1), 16.0),
        won(day(2025, 9, 2), -5.0),
    ];
    let as_of = day(2025, 10, 30);
    let found = bookings::bookings(&seats::seats(&reps, as_of), &wins, as_of);
    let told: Vec<(u32, f64)> = found.months.iter().map(|m| (m.month.month(), m.booked)).collect();
    assert_eq!(told, vec![(1, 3.0), (2, 0.0), (3, 0.0), (9, 16.0)]);
    assert_eq!((found.tally.outside, found.tally.no_amount, found.tally.wins), (2, 1, 6));
    // Half of January's 31 days, in months; September's middle is 30 + 15 days after 2 August.
    assert!((found.months[0].age - 15.5 / 30.4375).abs() < 1e-9);
    assert!((found.months[3].age - 45.0 / 30.4375).abs() < 1e-9);
    assert_eq!(found.persons, 1);
}
