//! Edges: constants, nothing, too few, perfect and no dependence. Known answers are in tests/statistics.

use super::bins::{Bins, bins};
use super::first_order::first_order;
use super::knowing::{information_value, value_of_all, value_of_knowing};
use super::mean_with_error;
use super::pairs::{closed_index, total_index};
use super::ranks::ranked;
use super::shapley::shapley;
use super::share::{Share, sum};
use super::spearman::spearman;
use super::tornado::tornado;
use crate::analysis::Estimate;
use crate::sampling::stream::Stream;

fn uniforms(name: &str, n: u64) -> Vec<f64> {
    let stream = Stream::new(3, name);
    (0..n).map(|trial| stream.uniform(trial, 0, 0)).collect()
}

fn cut(x: &[f64]) -> Bins {
    bins(x, &ranked(x))
}

#[test]
fn constants_have_no_answer() {
    let (x, same) = (uniforms("x", 1000), vec![7.3; 1000]);
    let (by_x, by_same) = (ranked(&x), ranked(&same));
    let (none, no_share) = (Estimate::default(), Share::default());
    assert_eq!((first_order(&cut(&x), &same), first_order(&cut(&same), &x)), (no_share.clone(), no_share));
    assert_eq!((spearman(&by_x, &by_same), spearman(&by_same, &by_x)), (none, none));
    assert_eq!((closed_index(&same, &same).index, total_index(&same, &same).index), (none, none));
    assert_eq!((value_of_knowing(&cut(&x), &same), value_of_knowing(&cut(&same), &x)), (none, none));
    assert_eq!(information_value(&cut(&same), &x), none);
    assert_eq!(shapley(&same, &[same.clone(), same.clone()], &[vec![0; 1000]]), None);
}

#[test]
fn too_few_trials_have_no_answer() {
    for n in [0, 1, 2, 39] {
        let (x, y) = (uniforms("x", n), uniforms("y", n));
        let ranks = ranked(&x);
        let answers = [
            first_order(&cut(&x), &y).index,
            spearman(&ranks, &ranked(&y)),
            closed_index(&x, &y).index,
            total_index(&x, &y).index,
            value_of_knowing(&cut(&x), &y),
            information_value(&cut(&x), &y),
        ];
        assert_eq!(answers, [Estimate::default(); 6], "{n}");
        assert_eq!(tornado(&x, &ranks, &y, &y), None);
        assert_eq!(shapley(&x, &[x.clone(), y.clone()], &[vec![0; n as usize]]), None);
    }
}

#[test]
fn an_outcome_that_is_its_input_is_explained_whole() {
    let x = uniforms("x", 1000);
    let y: Vec<f64> = x.iter().map(|x| 1e6 - 3e5 * x).collect();
    let whole = first_order(&cut(&x), &y).index;
    assert!((whole.value.unwrap() - 1.0).abs() < 1e-12 && whole.high.unwrap() - whole.low.unwrap() < 1e-9);
    let rank = spearman(&ranked(&x), &ranked(&y));
    assert_eq!((rank.value, rank.low, rank.high), (Some(-1.0), Some(-1.0), Some(-1.0)));
}

#[test]
fn closed_and_total_index_of_the_same_pairs_add_up_to_one() {
    let (x, z, w) = (uniforms("x", 500), uniforms("z", 500), uniforms("w", 500));
    let y = |other: &[f64]| x.iter().zip(other).map(|(x, z)| x + 2.0 * z).collect::<Vec<f64>>();
    let (closed, total) = (closed_index(&y(&z), &y(&w)).index, total_index(&y(&z), &y(&w)).index);
    assert!((closed.value.unwrap() + total.value.unwrap() - 1.0).abs() < 1e-12);
    assert!((closed.low.unwrap() + total.high.unwrap() - 1.0).abs() < 1e-12);
    let dummy = total_index(&y(&z), &y(&z)).index;
    assert_eq!((dummy.value, dummy.low, dummy.high), (Some(0.0), Some(0.0), Some(0.0)));
}

#[test]
fn shapley_effects_add_up_to_the_block() {
    let names = ["a", "b", "c"];
    let (own, fresh) = (names.map(|n| uniforms(n, 600)), names.map(|n| uniforms(&format!("{n}'"), 600)));
    let orders = [[0, 1, 2], [2, 0, 1], [1, 2, 0], [0, 2, 1]];
    let joins: Vec<Vec<usize>> = (0..3).map(|k| (0..600).map(|i| orders[i % 4][k]).collect()).collect();
    let outcome = |i: usize, kept: usize| {
        let value = |j: usize| if (0..kept).any(|k| joins[k][i] == j) { own[j][i] } else { fresh[j][i] };
        value(0) + value(1) * value(2)
    };
    let steps: Vec<Vec<f64>> = (0..=3).map(|kept| (0..600).map(|i| outcome(i, kept)).collect()).collect();
    let effects = shapley(&steps[3].clone(), &steps, &joins).unwrap();
    let sum: f64 = effects.inputs.iter().map(|e| e.value.unwrap()).sum();
    assert!((sum - effects.block.value.unwrap()).abs() < 1e-12);
}

#[test]
fn knowing_all_is_worth_what_choosing_trial_by_trial_gains() {
    let d: Vec<f64> = (0..100).map(|i| if i % 4 == 0 { -3.0 } else { 2.0 }).collect();
    // taken blindly 0.75, chosen each time 1.5
    assert!((value_of_all(&d).value.unwrap() - 0.75).abs() < 1e-12);
    assert_eq!(value_of_all(&[1.0; 100]).value, Some(0.0));
    let mean = mean_with_error(&d);
    assert!((mean.value.unwrap() - 0.75).abs() < 1e-12 && mean.low.unwrap() < 0.75);
}

#[test]
fn amounts_of_any_size_give_the_same_shares() {
    let (x, z) = (uniforms("x", 1000), uniforms("z", 1000));
    let y: Vec<f64> = x.iter().zip(&z).map(|(x, z)| x + z).collect();
    let plain = first_order(&cut(&x), &y).index;
    let scaled: Vec<f64> = y.iter().map(|y| 1e12 + 1e9 * y).collect();
    for (a, b) in [
        (plain, first_order(&cut(&x), &scaled).index),
        (
            total_index(&y, &z).index,
            total_index(&scaled, &z.iter().map(|z| 1e12 + 1e9 * z).collect::<Vec<f64>>()).index,
        ),
    ] {
        assert!((a.value.unwrap() - b.value.unwrap()).abs() < 1e-6 && (a.low.unwrap() - b.low.unwrap()).abs() < 1e-6);
    }
}

#[test]
fn a_sum_of_one_is_itself_and_noise_adds_error() {
    let (x, z, w) = (uniforms("x", 4000), uniforms("z", 4000), uniforms("w", 4000));
    let outcome = |x: &[f64], z: &[f64]| x.iter().zip(z).map(|(x, z)| x + z).collect::<Vec<f64>>();
    let y = outcome(&x, &z);
    let of_x = first_order(&cut(&x), &y);
    let width = |e: Estimate| e.high.unwrap() - e.low.unwrap();
    // one alone: the same but for the batches
    let one = sum([&of_x, &Share::default()]);
    assert!(
        one.value == of_x.index.value && (width(one) / width(of_x.index) - 1.0).abs() < 0.25,
        "{one:?} {:?}",
        of_x.index
    );
    // a pair that shares nothing adds what it is, noise
    let nothing = closed_index(&y, &outcome(&w, &w));
    assert!(width(sum([&of_x, &nothing])) > width(of_x.index));
    assert_eq!(sum([]), Estimate::default());
}
