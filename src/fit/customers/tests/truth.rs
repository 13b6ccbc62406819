//! Mean error and coverage over many seeds.

/// What estimates of one truth come to over seeds.
#[derive(Default)]
pub struct Over {
    errors: Vec<f64>,
    covered: usize,
}

impl Over {
    pub fn add(&mut self, estimate: f64, interval: [f64; 2], truth: f64) {
        self.errors.push(estimate - truth);
        self.covered += usize::from(interval[0] <= truth && truth <= interval[1]);
    }

    /// Mean error in its own standard errors.
    pub fn bias(&self) -> f64 {
        let n = self.errors.len() as f64;
        let mean = self.errors.iter().sum::<f64>() / n;
        let variance = self.errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0);
        mean / (variance / n).sqrt()
    }

    pub fn coverage(&self) -> f64 {
        self.covered as f64 / self.errors.len() as f64
    }

    /// Adds another's errors.
    pub fn add_all(&mut self, other: &Over) {
        self.errors.extend(&other.errors);
        self.covered += other.covered;
    }

    /// The rule: mean error within 2 standard errors, 85 to 95 % of the 90 % intervals hold the truth.
    pub fn check(&self, what: &str) {
        assert!(self.bias().abs() < 2.0, "{what}: bias {}", self.bias());
        assert!((0.85..=0.95).contains(&self.coverage()), "{what}: coverage {}", self.coverage());
    }
}
