use super::*;
use crate::sampling::stream::Stream;
use rand_distr::{Distribution, Exp};

fn timeline(records: &[(u32, u32, Option<Cause>)]) -> Timeline {
    let mut timeline = Timeline::default();
    records.iter().for_each(|&(entry, exit, cause)| timeline.add(entry, exit, cause, 1.0));
    timeline
}

/// Remission times in weeks of 21 patients on 6-MP (Freireich and others 1963); true: relapsed.
const REMISSION: [(u32, bool); 21] = [
    (6, true),
    (6, true),
    (6, true),
    (6, false),
    (7, true),
    (9, false),
    (10, true),
    (10, false),
    (11, false),
    (13, true),
    (16, true),
    (17, false),
    (19, false),
    (20, false),
    (22, true),
    (23, true),
    (25, false),
    (32, false),
    (32, false),
    (34, false),
    (35, false),
];

fn remission() -> Timeline {
    let record = |&(weeks, relapsed): &(u32, bool)| (0, weeks, relapsed.then_some(Cause::First));
    timeline(&REMISSION.iter().map(record).collect::<Vec<_>>())
}

/// The steps as published: 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448, with Greenwood's standard errors.
#[test]
fn remission_times_give_the_published_steps() {
    let steps = kaplan_meier(&remission());
    let days: Vec<u32> = steps.iter().map(|s| s.days).collect();
    assert_eq!(days, [6, 7, 10, 13, 16, 22, 23]);
    let published = [(0.8571, 0.0764), (0.8067, 0.0869), (0.7529, 0.0963), (0.6902, 0.1068), (0.6275, 0.1141)];
    for (step, (share, error)) in steps.iter().zip(published) {
        // As printed: four decimals.
        assert!((step.share - share).abs() < 5.1e-5 && (step.variance.sqrt() - error).abs() < 5.1e-5, "{step:?}");
    }
    assert!((steps[6].share - 0.4482).abs() < 5.1e-5);
    assert_eq!(remission().events(Cause::First), 9.0);
}

#[test]
fn with_one_cause_the_incidence_is_what_survival_lacks() {
    let (km, aj) = (kaplan_meier(&remission()), aalen_johansen(&remission(), Cause::First));
    for (s, f) in km.iter().zip(&aj) {
        assert!((s.share + f.share - 1.0).abs() < 1e-12, "{s:?} {f:?}");
        // Both are estimates of the same variance; this one is Greenwood's.
        assert!((s.variance - f.variance).abs() < 1e-12, "{s:?} {f:?}");
    }
}

#[test]
fn without_censoring_shares_are_counts() {
    let records = [(0, 1, Some(Cause::First)), (0, 2, Some(Cause::Second)), (0, 2, Some(Cause::First)), (0, 5, None)];
    let steps = aalen_johansen(&timeline(&records), Cause::First);
    assert_eq!(steps.iter().map(|s| s.share).collect::<Vec<_>>(), [0.25, 0.5]);
    // Binomial: p (1 - p) / n.
    assert!((steps[1].variance - 0.25 / 4.0).abs() < 1e-12, "{steps:?}");
    assert_eq!((share_at(&steps, 0, 0.0), share_at(&steps, 1, 0.0), share_at(&steps, 99, 0.0)), (0.0, 0.25, 0.5));
    let survival = kaplan_meier(&timeline(&records));
    assert_eq!(survival.iter().map(|s| (s.days, s.share)).collect::<Vec<_>>(), [(1, 0.75), (2, 0.25)]);
}

#[test]
fn nothing_gives_no_steps() {
    assert!(kaplan_meier(&Timeline::default()).is_empty());
    assert!(aalen_johansen(&timeline(&[(0, 7, None)]), Cause::First).is_empty());
}

#[test]
fn who_comes_into_view_late_is_at_risk_from_then_on() {
    let records = [(0, 4, Some(Cause::First)), (2, 6, None), (4, 8, Some(Cause::First)), (5, 5, None)];
    let days = timeline(&records).event_days();
    assert_eq!(days.iter().map(|d| (d.days, d.at_risk)).collect::<Vec<_>>(), [(4, 2.0), (8, 1.0)]);
}

/// Truncated and censored exponential times over 400 data sets: the 90 % intervals of the incidence hold the truth as
/// often as they say; the standard error of that share is 1.5 %, 3 of them are allowed, and mean errors are within 3 of
/// theirs.
#[test]
fn intervals_cover_under_truncation_and_censoring() {
    let mut rng = Stream::new(11, "survival").sequence();
    let (mut covered, mut errors) = (0, Vec::new());
    for _ in 0..400 {
        let mut data = Timeline::default();
        for i in 0..200_u32 {
            let (win, loss) = (Exp::new(1.0 / 60.0).unwrap(), Exp::new(1.0 / 40.0).unwrap());
            let (win, loss): (f64, f64) = (win.sample(&mut rng), loss.sample(&mut rng));
            let (entry, until) = (if i % 3 == 0 { i % 60 } else { 0 }, 20 + i % 130);
            let time = win.min(loss).ceil() as u32;
            let cause = if win < loss { Cause::First } else { Cause::Second };
            if time > entry {
                data.add(entry, time.min(until), (time <= until).then_some(cause), 1.0);
            }
        }
        let steps = aalen_johansen(&data, Cause::First);
        let step = steps.iter().rev().find(|s| s.days <= 60).unwrap();
        // Of all events 40 % are wins; by day 60 the share 1 - exp(-60 / 24) has happened.
        let truth = 0.4 * (1.0 - (-60.0_f64 / 24.0).exp());
        covered += usize::from((step.share - truth).abs() < 1.645 * step.variance.sqrt());
        errors.push(step.share - truth);
    }
    let mean = errors.iter().sum::<f64>() / 400.0;
    let sd = (errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / 399.0).sqrt();
    assert!((340..=378).contains(&covered), "{covered}");
    assert!(mean.abs() < 3.0 * sd / 20.0, "{mean} {sd}");
}
