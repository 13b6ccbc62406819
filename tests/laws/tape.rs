//! Random choices read off a list of numbers that proptest draws and shrinks: zeros are the simplest choices, and an
//! exhausted tape goes on with zeros.

/// Choices still to be made.
pub struct Tape<'a> {
    words: &'a [u32],
}

impl<'a> Tape<'a> {
    /// Starts at the first word.
    pub fn new(words: &'a [u32]) -> Tape<'a> {
        Tape { words }
    }

    fn word(&mut self) -> u32 {
        let Some((first, rest)) = self.words.split_first() else { return 0 };
        self.words = rest;
        *first
    }

    /// One of 0..n.
    pub fn choose(&mut self, n: usize) -> usize {
        self.word() as usize % n
    }

    /// One chance in `n`; never at 0, the simplest choice.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.choose(n) == n - 1
    }

    /// One of the items.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.choose(items.len())]
    }

    /// A share of 0..1.
    pub fn share(&mut self) -> f64 {
        f64::from(self.word()) / 4_294_967_296.0
    }

    /// A number of a few digits in low..high.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let x = low + (high - low) * self.share();
        let digits = 10.0_f64.powi(4 - (high.abs().max(low.abs())).log10().ceil() as i32);
        ((x * digits).round() / digits).clamp(low, high)
    }
}
