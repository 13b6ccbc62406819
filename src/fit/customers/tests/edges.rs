use super::*;
use crate::fit::customers::{fit, mark_wins_in_expansion};
use crate::fit::driver::FittedValue;
use crate::fit::record::{Change, ChangeKind, Customers};
use crate::fit::trust::kept_out;

fn rows(subscriptions: Vec<Subscription>) -> Customers {
    Customers { subscriptions, ..Customers::default() }
}

fn fitted(customers: &Customers) -> History {
    fit(customers, &columns(), &setting(&["all"], as_of()))
}

/// Customers that come one a week, `left` of them gone after 200 days.
fn weekly(customers: u64, left: u64) -> Vec<Subscription> {
    let one = |key: u64| {
        let start = as_of().plus(-(7 * key as i32 + 250));
        row(key, start, (key <= left).then(|| start.plus(200 + key as i32)), 100.0 * key as f64)
    };
    (1..=customers).map(one).collect()
}

#[test]
fn nobody_left_is_not_never() {
    let found = fitted(&rows(weekly(40, 0)));
    let churn = get(&found, "retention.churn_annual").unwrap();
    assert!(has(&found, "nobody-left") && churn.estimate > 0.0 && sd(churn) > 0.0);
    // half an event over the customer-years: 40 customers, of whom the k-th has been there for 7 k + 250 days
    let years = (7.0 * 820.0 + 250.0 * 40.0) / 365.25;
    assert!((churn.estimate - (1.0 - (-0.5_f64 / years).exp())).abs() < 1e-9, "{churn:?}");
}

#[test]
fn an_export_of_former_customers_says_nothing_of_churn() {
    let found = fitted(&rows(weekly(40, 40)));
    assert!(get(&found, "retention.churn_annual").is_none() && has(&found, "departed-only"));
}

#[test]
fn one_customer_or_none_says_nothing() {
    for customers in [0, 1, 9] {
        let found = fitted(&rows(weekly(customers, 0)));
        assert!(has(&found, "few-customers"));
        assert!(found.fitted.iter().all(|f| !f.path.contains("annual")), "{:?}", found.fitted);
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let mut all = weekly(60, 20);
    for key in [3, 33, 44] {
        all.push(row(key, as_of().plus(-100), None, 55.0 + key as f64));
        all.push(row(key, as_of().plus(-90), Some(as_of().plus(-30)), 21.0));
    }
    let forward = fitted(&rows(all.clone()));
    all.reverse();
    assert_eq!(format!("{forward:?}"), format!("{:?}", fitted(&rows(all))));
}

#[test]
fn what_begins_or_ends_after_the_as_of_date_is_not_known_yet() {
    let mut all = weekly(40, 12);
    let before = fitted(&rows(all.clone()));
    all.push(row(99, as_of().plus(1), None, 1e6));
    all[20].span = Span::Dated { start: as_of().plus(-397), end: Some(as_of().plus(60)) };
    let after = fitted(&rows(all));
    assert!(has(&after, "begins-after-as-of"));
    for path in ["opening_customers", "opening_arr", "retention.churn_annual"] {
        assert_eq!(number(&before, path), number(&after, path), "{path}");
    }
    assert_eq!(number(&before, "opening_customers"), 28.0);
}

/// A late renewal is no departure; a longer gap is one, and a new customer after it.
#[test]
fn a_gap_of_a_month_is_a_renewal() {
    for (gap, left) in [(31, 12), (32, 13)] {
        let mut all = weekly(40, 12);
        let start = as_of().plus(-600);
        all.push(row(77, start, Some(start.plus(300)), 100.0));
        all.push(row(77, start.plus(300 + gap), None, 120.0));
        let found = fitted(&rows(all));
        assert_eq!(get(&found, "retention.churn_annual").unwrap().sample.events, left);
        let up = get(&found, "retention.expansion_annual").map(|f| f.sample.events);
        assert_eq!(up, (gap == 31).then_some(1), "a dearer renewal is an expansion of the difference");
    }
}

#[test]
fn rows_that_overlap_expand_contract_and_replace() {
    let day = |d| as_of().plus(d);
    let mut all = weekly(40, 12);
    all.push(row(77, day(-800), None, 100.0));
    all.push(row(77, day(-700), Some(day(-400)), 50.0));
    all.push(row(77, day(-396), None, 70.0));
    all.push(row(77, day(-300), Some(day(-200)), 30.0));
    let found = fitted(&rows(all));
    let up = get(&found, "retention.expansion_annual").unwrap();
    let down = get(&found, "retention.contraction_annual").unwrap();
    // +50, +20 where one took another's place, +30; and -30 where nothing did
    assert_eq!((up.sample.events, down.sample.events), (3, 1));
    assert!(up.checks.iter().all(|c| c.0 != "ARR moved"), "the sum of three changes is not told");
    assert!(has(&found, "few-changes") && has(&found, "uplift-inside"));
    assert_eq!(number(&found, "opening_arr"), (13..=40).map(|k| 100.0 * f64::from(k)).sum::<f64>() + 170.0);
}

#[test]
fn no_changes_are_missing_and_not_0() {
    let found = fitted(&rows(weekly(40, 12)));
    assert!(get(&found, "retention.expansion_annual").is_none());
    assert_eq!(findings(&found).iter().filter(|f| f.code == "no-changes").count(), 2);
}

/// Changes say what customers pay; the rows hold what they paid first. Without last days they say who left, too.
#[test]
fn changes_are_taken_over_rows() {
    let mut customers = rows(weekly(40, 12));
    for row in &customers.subscriptions {
        let Span::Dated { start, end } = row.span else { continue };
        let arr = row.arr.get().unwrap();
        let mut add = |day, arr, kind| customers.changes.push(Change { customer: row.customer, day, arr, kind });
        add(start, arr, ChangeKind::New);
        add(start.plus(100), 0.1 * arr, ChangeKind::Expansion);
        if let Some(end) = end {
            add(end, -1.1 * arr, ChangeKind::Churn);
        }
    }
    let found = fitted(&customers);
    assert!((number(&found, "opening_arr") / (1.1 * 100.0 * 742.0) - 1.0).abs() < 1e-12);
    assert!(has(&found, "tables-disagree"), "10 % apart from the rows");
    assert_eq!(get(&found, "retention.expansion_annual").unwrap().sample.events, 40);
    assert!(has(&found, "no-changes"), "no change is a contraction");
    let by_rows = number(&found, "retention.churn_annual");
    customers.subscriptions.iter_mut().for_each(|r| {
        if let Span::Dated { end, .. } = &mut r.span {
            *end = None;
        }
    });
    let mut columns = columns();
    columns.span = mapping::SpanColumns::Dated { start: "start".to_string(), end: None };
    let without_ends = fit(&customers, &columns, &setting(&["all"], as_of()));
    assert_eq!(number(&without_ends, "retention.churn_annual"), by_rows);
    customers.changes.retain(|c| c.kind != ChangeKind::Churn);
    let nowhere = fit(&customers, &columns, &setting(&["all"], as_of()));
    assert!(has(&nowhere, "no-ends") && get(&nowhere, "retention.churn_annual").is_none());
}

#[test]
fn tables_that_disagree_are_told_with_their_numbers() {
    let mut customers = rows(weekly(40, 12));
    customers.flags = (1..=40).map(|key| (key, key <= 3)).collect();
    customers.departures = (1..=40).filter(|key| key % 2 == 0).map(|key| (key, as_of().plus(-20))).collect();
    let found = fitted(&customers);
    let text = &findings(&found).iter().find(|f| f.code == "tables-disagree").unwrap().text;
    for part in ["12 customers have left", "flags 3", "departures 20 (20 entries)", "1 by all"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // 20 by one, 3 by another: no churn for a plan; 12, 10 and 20 are within a factor of 2
    let why = |found: &History| kept_out(get(found, "retention.churn_annual").unwrap());
    assert!(why(&found).is_some_and(|why| why.contains("factor of 2")));
    customers.flags.iter_mut().for_each(|f| f.1 = f.0 <= 10);
    let nearer = fitted(&customers);
    assert!(has(&nearer, "tables-disagree") && why(&nearer).is_none());
    customers.flags.iter_mut().for_each(|f| f.1 = f.0 <= 12);
    customers.departures = (1..=12).map(|key| (key, as_of().plus(-20))).collect();
    assert!(!has(&fitted(&customers), "tables-disagree"));
}

/// Free and missing ARR counts in churn and not in the base.
#[test]
fn customers_without_arr_are_no_paying_customers() {
    let mut all = weekly(40, 12);
    all[30].arr = Amount::of(0.0);
    all[31].arr = Amount::of(-50.0);
    let found = fitted(&rows(all));
    assert!(has(&found, "no-arr-above-0"));
    assert_eq!(number(&found, "opening_customers"), 26.0);
    // both stay, so that churn is higher without them
    let check = |what| get(&found, "retention.churn_annual").unwrap().checks.iter().find(|c| c.0 == what).unwrap().1;
    assert!(check("without customers of no ARR") > check("at an even rate"));
}

#[test]
fn renewals_key_accounts_and_sizes_are_those_of_the_base() {
    let mut all = weekly(40, 12);
    all.iter_mut().for_each(|r| r.arr = Amount::of(100.0));
    // yearly terms by the mapping; one customer that renews on a known day in March
    all.push(row(77, as_of().plus(-500), Some(Day::new(2027, 3, 31).unwrap()), 9000.0));
    let columns = mapping::Customers { contract_months: Some(12), key_account_share: Some(0.5), ..columns() };
    let found = fit(&rows(all), &columns, &setting(&["all"], as_of()));
    assert_eq!(number(&found, "opening_customers"), 29.0);
    assert_eq!(number(&found, "retention.size_dispersion"), 0.0);
    let FittedValue::Weights(weights) = &get(&found, "retention.renewal_weights").unwrap().value else { panic!() };
    assert_eq!((weights.len(), weights.iter().sum::<f64>()), (12, 28.0));
    let FittedValue::KeyAccounts(accounts) = &get(&found, "retention.key_accounts").unwrap().value else { panic!() };
    let churn = get(&found, "retention.churn_annual").unwrap().estimate;
    assert_eq!((accounts.len(), accounts[0].line, accounts[0].renews_in_months), (1, 78, 3));
    assert!((accounts[0].churn_at_renewal - churn).abs() < 1e-12 && accounts[0].arr == 9000.0);
}

/// 21 remission times (Freireich 1963; Cox and Oakes 1984) as tenures: 9 events in 359.
#[test]
fn a_cross_section_gives_churn_only() {
    let times = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
    let events = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];
    let one = |(i, (&months, &ended)): (usize, (&i32, &i32))| Subscription {
        span: Span::Tenure { months: f64::from(months), ended: ended == 1 },
        ..row(i as u64 + 1, as_of(), None, 100.0)
    };
    let found = fitted(&rows(times.iter().zip(&events).enumerate().map(one).collect()));
    assert_eq!(found.fitted.len(), 1);
    let churn = &found.fitted[0];
    let rate = 12.0_f64 * 9.0 / 359.0;
    // days are whole: half a day in some 500; and the bend of 1 - exp(-rate) is taken out
    let bend = 0.5 * (-rate).exp() * rate * rate / 9.0;
    assert!((churn.estimate - (1.0 - (-rate).exp() + bend)).abs() < 1e-3, "{churn:?}");
    assert!(has(&found, "cross-section") && churn.quarter_sd.is_none());
}

#[test]
fn old_quarters_weigh_less_where_asked() {
    // many left long ago, hardly anyone lately
    let mut all = Vec::new();
    for key in 1..=200_u64 {
        let start = as_of().plus(-1461 + (key % 7) as i32);
        all.push(row(key, start, (key <= 80).then(|| start.plus(5 * key as i32)), 10.0));
    }
    let customers = rows(all);
    let plain = fitted(&customers);
    let recent = Setting { half_life_months: Some(6.0), ..setting(&["all"], as_of()) };
    let recent = fit(&customers, &columns(), &recent);
    let at = |history| get(history, "retention.churn_annual").unwrap().standard_error;
    assert!(number(&recent, "retention.churn_annual") < 0.7 * number(&plain, "retention.churn_annual"));
    assert!(at(&recent) > 0.0 && at(&plain) > 0.0);
}

/// A column of terms is taken at its commonest; customers of other terms renew at their own.
#[test]
fn mixed_terms_take_the_commonest() {
    let mut all = Vec::new();
    for key in 1..=300_u64 {
        let term: u16 = if key % 3 == 0 { 24 } else { 12 };
        let start = as_of().plus(-1461 + (key % 90) as i32);
        // every fifth leaves at its first renewal
        let end = key.is_multiple_of(5).then(|| start.plus((f64::from(term) * 30.4375) as i32));
        all.push(Subscription { term_months: term, ..row(key, start, end, 50.0) });
    }
    let found = fitted(&rows(all));
    assert_eq!(number(&found, "retention.contract_months"), 12.0);
    assert!(has(&found, "mixed-terms"));
    // 60 leave at their first of 200 yearly (40 gone: 160 go on to a second and third) and 100 two-yearly renewals
    let churn = get(&found, "retention.churn_annual").unwrap();
    let renewals = churn.checks.iter().find(|c| c.0 == "renewals").unwrap().1;
    assert_eq!((churn.sample.events, renewals), (60, 200.0 + 160.0 + 160.0 + 100.0));
}

/// Every fifth customer buys a second subscription while its first runs: with opportunities beside them these may be
/// wins, too. A row that renews another, or that comes after all have ended, is no further one.
#[test]
fn subscriptions_that_are_added_may_be_wins_already() {
    let first = |key: u64| row(key, as_of().plus(-700), Some(as_of().plus(-335)), 100.0);
    let renewed = |key: u64| row(key, as_of().plus(-330), None, 100.0);
    let mut customers =
        Customers { subscriptions: (1..=40).flat_map(|k| [first(k), renewed(k)]).collect(), ..Customers::default() };
    let columns = mapping::Customers { customer: Some("customer".to_string()), ..columns() };
    let marked = |customers: &Customers| {
        let setting = setting(&["all"], as_of());
        let mut found = fit(customers, &columns, &setting);
        mark_wins_in_expansion(customers, &setting, &mut found);
        found
    };
    customers.subscriptions.push(row(1, as_of().plus(-200), None, 50.0));
    let few = marked(&customers);
    assert!(get(&few, "retention.expansion_annual").is_some() && !has(&few, "expansion-and-wins"), "1 of 81 rows");
    customers.subscriptions.extend((2..=20).map(|key| row(key, as_of().plus(-200), None, 50.0)));
    let many = marked(&customers);
    let expansion = get(&many, "retention.expansion_annual").unwrap();
    assert!(
        expansion.findings.iter().any(|f| f.text.contains("20 of 100 purchases of all segments together (20.0 %)")),
        "{:?}",
        expansion.findings
    );
    assert!(kept_out(expansion).is_some());
    // without opportunities there is nothing to count twice
    assert!(!has(&fit(&customers, &columns, &setting(&["all"], as_of())), "expansion-and-wins"));
}

/// All contract alike, all of them by all that they pay, or one segment shows no departure beside another: a spread
/// remains, nothing is certain, and what is told is what is written.
#[test]
fn nothing_comes_out_certain() {
    let shrunk = |by: f64, grows: f64| {
        let mut customers = rows(weekly(30, 3));
        for key in 4..=30_u64 {
            let mut add =
                |day, arr, kind| customers.changes.push(Change { customer: key, day: as_of().plus(day), arr, kind });
            add(-(7 * key as i32 + 250), 100.0, ChangeKind::New);
            add(-100, -by, ChangeKind::Contraction);
            if grows > 0.0 {
                add(-50, grows, ChangeKind::Expansion);
            }
        }
        fitted(&customers)
    };
    let alike = shrunk(10.0, 0.0);
    let contraction = get(&alike, "retention.contraction_annual").unwrap();
    assert!(contraction.standard_error > 0.1 * contraction.estimate, "{contraction:?}");
    // More is given up than there is, and nothing is left to stand on.
    for wrong in [shrunk(1e9, 0.0), shrunk(100.0, 1e9)] {
        for path in ["retention.contraction_annual", "retention.expansion_annual"] {
            let sound = |f: &Fitted| sd(f) > 0.0 && f.estimate < 99.0;
            assert!(get(&wrong, path).is_none_or(sound), "{:?}", get(&wrong, path));
        }
    }
    let mut segments = weekly(300, 30);
    segments.iter_mut().filter(|r| r.customer > 280).for_each(|r| r.segment = 1);
    let found = fit(&rows(segments), &columns(), &setting(&["large", "small"], as_of()));
    let small = get(&found, "segments.small.retention.churn_annual").unwrap();
    let text = &small.findings.iter().find(|f| f.code == "nobody-left").unwrap().text;
    assert!(text.contains(&format!("{} a year is taken", crate::fit::finding::percent(small.estimate))), "{text}");
}
