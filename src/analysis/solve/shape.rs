//! How the probability moves with a lever's amount.

use super::bench::Sample;
use super::gain::discordant;

/// How the probability of what is wanted moves with the amount, as far as the trials can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// More is better.
    Rising,
    /// Less is better.
    Falling,
    /// Better in one part of the range, worse in another.
    NotMonotone,
    /// No trial's ARR changes at all, nor whether what is wanted comes about.
    NoEffect,
    /// Something changes, but not the probability as far as the trials can tell.
    NotSeen,
}

/// Standard errors beyond which a difference between two amounts is taken for real: some dozens of pairs are compared,
/// so the usual 1.96 would see reversals that are not there.
const BEYOND: f64 = 3.5;

/// The shape that samples at rising amounts show; `base` is the plan as it stands.
pub(super) fn shape(base: &Sample, samples: &[&Sample]) -> Shape {
    if samples.iter().all(|s| *s == base) {
        return Shape::NoEffect;
    }
    let (mut up, mut down) = (false, false);
    for (i, from) in samples.iter().enumerate() {
        for to in &samples[i + 1..] {
            let z = z(from, to);
            up |= z > BEYOND;
            down |= z < -BEYOND;
        }
    }
    match (up, down) {
        (true, false) => Shape::Rising,
        (false, true) => Shape::Falling,
        (true, true) => Shape::NotMonotone,
        (false, false) => Shape::NotSeen,
    }
}

/// The difference in standard errors of no difference (McNemar 1947).
pub(super) fn z(from: &Sample, to: &Sample) -> f64 {
    let (won, lost) = discordant(&from.met, &to.met);
    let (won, lost) = (won as f64, lost as f64);
    if won + lost == 0.0 { 0.0 } else { (won - lost) / (won + lost).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first `hits` of 1,000 trials are met.
    fn sample(hits: usize) -> Sample {
        Sample { met: (0..1000).map(|i| i < hits).collect(), arr: vec![hits as f64; 1000] }
    }

    fn of(hits: &[usize]) -> Shape {
        let samples: Vec<Sample> = hits.iter().map(|&h| sample(h)).collect();
        shape(&sample(300), &samples.iter().collect::<Vec<_>>())
    }

    #[test]
    fn shapes_are_told_apart() {
        assert_eq!(of(&[300, 320, 360]), Shape::Rising);
        assert_eq!(of(&[360, 320, 300]), Shape::Falling);
        assert_eq!(of(&[300, 360, 310]), Shape::NotMonotone);
        assert_eq!(of(&[300, 300, 300]), Shape::NoEffect);
        // 12 discordant trials, all one way: 3.46 standard errors; a reversal of 4 trials is noise
        assert_eq!(of(&[300, 312]), Shape::NotSeen);
        assert_eq!(of(&[300, 340, 336]), Shape::Rising);
    }
}
