//! Sensitivity estimators against functions whose indices are known in closed form, and the coverage of their
//! intervals over many seeds.

use planodds::analysis::Estimate;
use planodds::analysis::sensitivity::bins::{Bins, bins};
use planodds::analysis::sensitivity::first_order::first_order;
use planodds::analysis::sensitivity::knowing::{information_value, value_of_knowing};
use planodds::analysis::sensitivity::pairs::{closed_index, closed_index_beside, total_index};
use planodds::analysis::sensitivity::ranks::ranked;
use planodds::analysis::sensitivity::shapley::shapley;
use planodds::analysis::sensitivity::share::{Share, sum};
use planodds::analysis::sensitivity::spearman::spearman;
use planodds::math::special::{normal_cdf, normal_quantile};
use planodds::sampling::stream::Stream;
use serde_json::Value;
use std::f64::consts::PI;

/// Standard errors that a number may be off, as everywhere (math.json: p about 6e-7).
const GATE: f64 = 5.0;
/// Trials of a check of values.
const TRIALS: usize = 100_000;
/// Samples of a check of coverage, and their trials.
const SAMPLES: u64 = 400;
const SAMPLE_TRIALS: usize = 3_000;

fn known(id: &str) -> Value {
    let text = include_str!("../cases/math.json");
    let all: Value = serde_json::from_str(text).expect("math.json is JSON");
    let cases = all["cases"].as_array().expect("math.json has cases");
    cases.iter().find(|case| case["id"] == id).map(|case| case["expected"].clone()).expect("the case is there")
}

/// Copy `copy` ("A", "B") of input `i`, uniform.
fn uniform(seed: u64, copy: &str, i: usize, trials: usize) -> Vec<f64> {
    let stream = Stream::new(seed, &format!("input {copy}"));
    (0..trials).map(|trial| stream.uniform(trial as u64, 1, i as u32)).collect()
}

fn normal(seed: u64, copy: &str, i: usize, trials: usize) -> Vec<f64> {
    uniform(seed, copy, i, trials).into_iter().map(normal_quantile).collect()
}

fn outcomes(inputs: &[Vec<f64>], model: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    (0..inputs[0].len()).map(|i| model(&inputs.iter().map(|x| x[i]).collect::<Vec<f64>>())).collect()
}

fn cut(x: &[f64]) -> Bins {
    bins(x, &ranked(x))
}

/// Standard error behind a 95 % interval.
fn error(estimate: Estimate) -> f64 {
    (estimate.high.unwrap() - estimate.low.unwrap()) / 2.0 / 1.96
}

#[track_caller]
fn near(what: &str, estimate: Estimate, exact: f64, widest: f64) {
    let (value, error) = (estimate.value.unwrap(), error(estimate));
    assert!((value - exact).abs() <= GATE * error, "{what}: {value} ± {error}, exact {exact}");
    assert!(error <= widest, "{what}: standard error {error} says too little");
}

/// A function of independent inputs with its exact first-order and total-order indices.
struct Known {
    name: &'static str,
    /// Input from a uniform.
    input: fn(f64) -> f64,
    model: fn(&[f64]) -> f64,
    first: Vec<f64>,
    total: Vec<f64>,
}

fn ishigami() -> Known {
    let e = known("C01_ishigami_7_0.1");
    let at = |key: &str| e[key].as_f64().unwrap();
    Known {
        name: "Ishigami",
        input: |u| PI * (2.0 * u - 1.0),
        model: |x| x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin(),
        first: vec![at("S1"), at("S2"), at("S3")],
        total: vec![at("ST1"), at("ST2"), at("ST3")],
    }
}

/// Coefficients of Sobol's G: the first input matters most, the last hardly.
const G: [f64; 5] = [0.0, 1.0, 4.5, 9.0, 99.0];

fn sobol_g() -> Known {
    let part: Vec<f64> = G.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect();
    let all: f64 = part.iter().map(|v| 1.0 + v).product();
    Known {
        name: "Sobol' G",
        input: |u| u,
        model: |x| x.iter().zip(G).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product(),
        first: part.iter().map(|v| v / (all - 1.0)).collect(),
        total: part.iter().map(|v| v * all / (1.0 + v) / (all - 1.0)).collect(),
    }
}

fn linear() -> Known {
    let shares: Vec<f64> =
        known("C04_linear_model")["S"].as_array().unwrap().iter().map(|s| s.as_f64().unwrap()).collect();
    Known {
        name: "linear",
        input: normal_quantile,
        model: |x| 3.0 * x[0] + 2.0 * x[1] + x[2],
        first: shares.clone(),
        total: shares,
    }
}

impl Known {
    fn inputs(&self, seed: u64, copy: &str, trials: usize) -> Vec<Vec<f64>> {
        (0..self.first.len()).map(|i| uniform(seed, copy, i, trials).into_iter().map(self.input).collect()).collect()
    }

    /// For each input: first order from the sample, first order by pick-freeze without and with an unrelated sample,
    /// total order.
    fn estimates(&self, seed: u64, trials: usize) -> Vec<[Estimate; 4]> {
        let (a, b) = (self.inputs(seed, "A", trials), self.inputs(seed, "B", trials));
        let (y, unrelated) = (outcomes(&a, self.model), outcomes(&b, self.model));
        let indices = |i: usize| {
            let (mut shared, mut redrawn) = (b.clone(), a.clone());
            shared[i].clone_from(&a[i]);
            redrawn[i].clone_from(&b[i]);
            let shared = outcomes(&shared, self.model);
            [
                first_order(&cut(&a[i]), &y).index,
                closed_index(&y, &shared).index,
                closed_index_beside(&y, &shared, &unrelated).index,
                total_index(&y, &outcomes(&redrawn, self.model)).index,
            ]
        };
        (0..a.len()).map(indices).collect()
    }
}

#[test]
fn sobol_indices_are_the_known_ones() {
    for function in [ishigami(), sobol_g(), linear()] {
        for (i, [given, frozen, beside, total]) in function.estimates(1, TRIALS).into_iter().enumerate() {
            let what = |kind: &str| format!("{} {kind} {}", function.name, i + 1);
            // 1 / √100,000 is 0.003
            near(&what("given-sample"), given, function.first[i], 0.005);
            near(&what("pick-freeze"), frozen, function.first[i], 0.005);
            near(&what("pick-freeze beside an unrelated sample"), beside, function.first[i], 0.005);
            near(&what("total"), total, function.total[i], 0.004);
        }
    }
}

#[test]
fn an_unrelated_sample_lowers_the_error_of_small_indices_most() {
    let function = linear();
    let ratio = |[_, alone, beside, _]: &[Estimate; 4]| error(*beside) / error(*alone);
    let ratios: Vec<f64> = function.estimates(1, SAMPLE_TRIALS).iter().map(ratio).collect();
    assert!(ratios.iter().all(|r| *r <= 1.0) && ratios[2] < 0.5 && ratios[3] < 1e-6, "{ratios:?}");
}

#[test]
fn an_input_without_effect_is_told_as_such() {
    let function = linear();
    let inputs = function.inputs(2, "A", TRIALS);
    let y = outcomes(&inputs, function.model);
    let hit: Vec<f64> = y.iter().map(|y| f64::from(*y > 4.0)).collect();
    let x = cut(&inputs[3]);
    for estimate in [first_order(&x, &y).index, first_order(&x, &hit).index, spearman(&ranked(&inputs[3]), &ranked(&y))]
    {
        assert!(estimate.low.unwrap() <= 0.0 && estimate.high.unwrap() >= 0.0, "{estimate:?}");
    }
    let worth = value_of_knowing(&x, &hit);
    assert!(worth.low.unwrap() <= 0.0 && worth.high.unwrap() < 0.005, "{worth:?}");
    let untouched = total_index(&y, &y).index;
    assert_eq!((untouched.value, untouched.low, untouched.high), (Some(0.0), Some(0.0), Some(0.0)));
}

#[test]
fn rank_correlations_are_the_known_ones() {
    let function = linear();
    let expected = known("C04_linear_model")["spearman"].clone();
    let inputs = function.inputs(3, "A", TRIALS);
    let y = ranked(&outcomes(&inputs, function.model));
    for (i, x) in inputs.iter().enumerate() {
        near(&format!("input {}", i + 1), spearman(&ranked(x), &y), expected[i].as_f64().unwrap(), 0.004);
    }
}

/// X1 + 2 X2 + `noise` Z with correlation 0.5 of X1 and X2: outcome, steps and joins for Shapley effects.
struct Correlated {
    x: [Vec<f64>; 2],
    y: Vec<f64>,
    steps: Vec<Vec<f64>>,
    joins: Vec<Vec<usize>>,
}

fn correlated(seed: u64, noise: f64, trials: usize) -> Correlated {
    let normals = |copy: &str| [0, 1, 2].map(|i| normal(seed, copy, i, trials));
    let ([a1, e, za], [b1, f, zb]) = (normals("A"), normals("B"));
    let root = 0.75f64.sqrt();
    let x2 = |x1: &[f64], e: &[f64], i: usize| 0.5 * x1[i] + root * e[i];
    let first: Vec<usize> = (0..trials).map(|i| usize::from(uniform_of(seed, i) < 0.5)).collect();
    let outcome = |x1: f64, x2: f64, z: f64| x1 + 2.0 * x2 + noise * z;
    // the member that is redrawn is so given the one that is kept: correlation is symmetric
    let one_kept = |i: usize| match first[i] {
        0 => outcome(a1[i], 0.5 * a1[i] + root * f[i], zb[i]),
        _ => outcome(0.5 * x2(&a1, &e, i) + root * b1[i], x2(&a1, &e, i), zb[i]),
    };
    let all = 0..trials;
    Correlated {
        x: [a1.clone(), all.clone().map(|i| x2(&a1, &e, i)).collect()],
        y: all.clone().map(|i| outcome(a1[i], x2(&a1, &e, i), za[i])).collect(),
        steps: vec![
            all.clone().map(|i| outcome(b1[i], x2(&b1, &f, i), zb[i])).collect(),
            all.clone().map(one_kept).collect(),
            all.map(|i| outcome(a1[i], x2(&a1, &e, i), zb[i])).collect(),
        ],
        joins: vec![first.clone(), first.iter().map(|j| 1 - j).collect()],
    }
}

fn uniform_of(seed: u64, trial: usize) -> f64 {
    Stream::new(seed, "order").uniform(trial as u64, 0, 0)
}

/// Exact Shapley effects of the two members with independent noise, whose variance joins the 7 of the block.
fn exact_shapley(noise: f64) -> [f64; 2] {
    let known = known("C05_correlated_linear");
    [0, 1].map(|j| known["shapley"][j].as_f64().unwrap() * 7.0 / (7.0 + noise * noise))
}

#[test]
fn correlated_inputs_have_the_known_shapley_effects() {
    for noise in [0.0, 3.0] {
        let sample = correlated(4, noise, TRIALS);
        let effects = shapley(&sample.y, &sample.steps, &sample.joins).unwrap();
        let exact = exact_shapley(noise);
        near("first member", effects.inputs[0], exact[0], 0.01);
        near("second member", effects.inputs[1], exact[1], 0.01);
        near("block", effects.block, exact[0] + exact[1], 0.01);
        near("closed index", closed_index(&sample.y, &sample.steps[2]).index, exact[0] + exact[1], 0.004);
        for j in 0..2 {
            let full = known("C05_correlated_linear")["first_order_full"][j].as_f64().unwrap();
            near(
                "full first order",
                first_order(&cut(&sample.x[j]), &sample.y).index,
                full * 7.0 / (7.0 + noise * noise),
                0.004,
            );
        }
    }
}

/// Share of samples whose interval covers, and whether the mean over the samples is right.
struct Coverage {
    what: String,
    exact: f64,
    inside: u64,
    sum: f64,
    squares: f64,
}

impl Coverage {
    fn new(what: &str, exact: f64) -> Self {
        Coverage { what: what.to_string(), exact, inside: 0, sum: 0.0, squares: 0.0 }
    }

    fn add(&mut self, estimate: Estimate) {
        let (value, low, high) = (estimate.value.unwrap(), estimate.low.unwrap(), estimate.high.unwrap());
        self.inside += u64::from(low <= self.exact && self.exact <= high);
        self.sum += value - self.exact;
        self.squares += (value - self.exact) * (value - self.exact);
    }

    /// Covers in 90 to 99 % of the samples (math.json: C01; of an index that is 0 in up to all), and is off by less than `bias` standard errors of one
    /// sample on average.
    fn faults(&self, bias: f64) -> Option<String> {
        let n = SAMPLES as f64;
        let (share, mean) = (self.inside as f64 / n, self.sum / n);
        let sd = (self.squares / n - mean * mean).sqrt();
        // the mean over the samples is itself known to 1/√400 standard errors
        let biased = mean.abs() > (bias + 4.0 / n.sqrt()) * sd;
        let said = format!("{}: covers {share:.3}, mean {:+.3} sd off, sd {sd:.5}", self.what, mean / sd);
        if std::env::var_os("COVERAGE").is_some() {
            println!("{said}");
        }
        // where nothing is there, a cautious interval does no harm: none is told from noise that should not be
        let most = if self.exact == 0.0 { 1.0 } else { 0.99 };
        (!(0.90..=most).contains(&share) || biased).then_some(said)
    }
}

#[track_caller]
fn judge(all: &[(Coverage, f64)]) {
    let faults: Vec<String> = all.iter().filter_map(|(coverage, bias)| coverage.faults(*bias)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn intervals_of_sobol_indices_cover() {
    let mut all = Vec::new();
    for function in [ishigami(), sobol_g(), linear()] {
        let samples: Vec<_> = (0..SAMPLES).map(|seed| function.estimates(seed, SAMPLE_TRIALS)).collect();
        for i in 0..function.first.len() {
            let exact = [function.first[i], function.first[i], function.first[i], function.total[i]];
            for (k, kind) in ["given-sample", "pick-freeze", "pick-freeze beside", "total"].into_iter().enumerate() {
                // an input that does not appear in the model has a total order of exactly 0
                if k == 3 && exact[k] == 0.0 {
                    continue;
                }
                let mut coverage = Coverage::new(&format!("{} {kind} {}", function.name, i + 1), exact[k]);
                samples.iter().for_each(|sample| coverage.add(sample[i][k]));
                // lines in bins miss what curves inside a bin: most for Ishigami's second input
                all.push((coverage, if k == 0 { 0.4 } else { 0.0 }));
            }
        }
    }
    judge(&all);
}

#[test]
fn intervals_of_sums_of_shares_cover() {
    let function = linear();
    let mut given = Coverage::new("sum of given-sample indices", 1.0);
    let mut mixed = Coverage::new("sum of indices of both kinds", function.first[0] + function.first[1]);
    for seed in 0..SAMPLES {
        let (a, b) = (function.inputs(seed, "A", SAMPLE_TRIALS), function.inputs(seed, "B", SAMPLE_TRIALS));
        let y = outcomes(&a, function.model);
        let shares: Vec<Share> = a.iter().map(|x| first_order(&cut(x), &y)).collect();
        given.add(sum(&shares));
        // the second input by pick-freeze, in the first half of the trials
        let half = SAMPLE_TRIALS / 2;
        let mut shared = b.clone();
        shared[1].clone_from(&a[1]);
        let (shared, unrelated) = (outcomes(&shared, function.model), outcomes(&b, function.model));
        let frozen = closed_index_beside(&y[..half], &shared[..half], &unrelated[..half]).among(2);
        mixed.add(sum([&shares[0], &frozen]));
    }
    judge(&[(given, 0.1), (mixed, 0.1)]);
}

/// Correlation of the outcome's normal score with the input.
const R: [f64; 4] = [0.0, 0.1, 0.5, 0.9];

#[test]
fn intervals_of_what_an_input_tells_of_hit_or_miss_cover() {
    let mut all = Vec::new();
    for r in R {
        // Y = 1 where Z > 0, Z standard normal with correlation r to x: orthant probabilities (Sheppard 1899)
        let mut share = Coverage::new(&format!("first order of a hit, r {r}"), 2.0 / PI * (r * r).asin());
        let mut worth = Coverage::new(&format!("value of knowing, r {r}"), r.asin() / PI);
        let mut rank = Coverage::new(&format!("rank correlation, r {r}"), 6.0 / PI * (r / 2.0).asin());
        let mut rank_hit =
            Coverage::new(&format!("rank correlation with a hit, r {r}"), (r / 2f64.sqrt()).asin() * 12f64.sqrt() / PI);
        for seed in 0..SAMPLES {
            let (x, e) = (normal(seed, "A", 0, SAMPLE_TRIALS), normal(seed, "A", 1, SAMPLE_TRIALS));
            let z: Vec<f64> = x.iter().zip(&e).map(|(x, e)| r * x + (1.0 - r * r).sqrt() * e).collect();
            let hit: Vec<f64> = z.iter().map(|z| f64::from(*z > 0.0)).collect();
            share.add(first_order(&cut(&x), &hit).index);
            worth.add(value_of_knowing(&cut(&x), &hit));
            rank.add(spearman(&ranked(&x), &ranked(&z)));
            rank_hit.add(spearman(&ranked(&x), &ranked(&hit)));
        }
        // worth of a faint input is understated: what decides is fitted with noise
        let understated = if r == 0.1 { 0.2 } else { 0.1 };
        all.extend([(share, 0.1), (worth, understated), (rank, 0.05), (rank_hit, 0.05)]);
    }
    judge(&all);
}

#[test]
fn intervals_of_rank_correlations_hold_for_any_dependence_and_for_ties() {
    // y = x e with x uniform on 0..1 and e = ±1 skewed: far from normal; exact value from a sample 200 times as large
    let model = |x: f64, u: f64| if u < 0.7 { x } else { -x * x };
    let sample = |seed: u64, trials: usize| {
        let x: Vec<f64> = uniform(seed, "A", 0, trials).into_iter().map(|u| (u * 4.0).floor() / 4.0).collect();
        let y: Vec<f64> = x.iter().zip(uniform(seed, "A", 1, trials)).map(|(x, u)| model(*x, u)).collect();
        spearman(&ranked(&x), &ranked(&y))
    };
    let mut coverage = Coverage::new("rank correlation with ties", sample(9_999, 200 * SAMPLE_TRIALS).value.unwrap());
    (0..SAMPLES).for_each(|seed| coverage.add(sample(seed, SAMPLE_TRIALS)));
    // the value held against is itself off by 1/√200 standard errors of one sample
    judge(&[(coverage, 0.2)]);
}

#[test]
fn intervals_of_the_value_of_information_cover() {
    let mut all = Vec::new();
    for (mean, slope) in [(0.3, 1.0), (-0.3, 1.0), (1.0, 0.8), (0.0, 0.3), (-0.5, 0.0)] {
        // D = mean + slope x + 2 e: E[max(0, mean + slope x)] has the known form
        let ratio: f64 = if slope > 0.0 { mean / slope } else { f64::INFINITY * mean };
        let density = (-0.5 * ratio * ratio).exp() / (2.0 * PI).sqrt();
        let exact = mean * normal_cdf(ratio) + slope * density - f64::max(0.0, mean);
        let mut coverage = Coverage::new(&format!("information, mean {mean} slope {slope}"), exact);
        for seed in 0..SAMPLES {
            let (x, e) = (normal(seed, "A", 0, SAMPLE_TRIALS), normal(seed, "A", 1, SAMPLE_TRIALS));
            let d: Vec<f64> = x.iter().zip(&e).map(|(x, e)| mean + slope * x + 2.0 * e).collect();
            coverage.add(information_value(&cut(&x), &d));
        }
        // where the plans are as good as each other, the mean's own noise counts as gained without knowing
        all.push((coverage, if mean == 0.0 { 1.0 } else { 0.1 }));
    }
    // of an input without a say the value is 0 in (nearly) every sample: more than covered
    let blind = all.pop().unwrap().0;
    assert!(blind.inside as f64 >= 0.9 * SAMPLES as f64, "{} of {SAMPLES}", blind.inside);
    judge(&all);
}

#[test]
fn intervals_of_shapley_effects_cover() {
    let exact = exact_shapley(3.0);
    let mut all = [Coverage::new("first member", exact[0]), Coverage::new("second member", exact[1])];
    let mut block = Coverage::new("block", exact[0] + exact[1]);
    for seed in 0..SAMPLES {
        let sample = correlated(seed, 3.0, SAMPLE_TRIALS);
        let effects = shapley(&sample.y, &sample.steps, &sample.joins).unwrap();
        all.iter_mut().zip(&effects.inputs).for_each(|(coverage, &effect)| coverage.add(effect));
        block.add(effects.block);
    }
    let [first, second] = all;
    judge(&[(first, 0.0), (second, 0.0), (block, 0.0)]);
}
