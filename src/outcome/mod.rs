//! What a simulation yields.
/// Tallies and provenance of one plan's run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was run.
    pub provenance: Provenance,
}
/// What was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Name and version of the random stream scheme.
    pub scheme: String,
    /// Program version.
    pub version: String,
    /// Digest of the resolved scenario.
    pub digest: String,
    /// Trials tallied.
    pub trials: u64,
    /// Seed.
    pub seed: u64,
    /// "random" or "lhs".
    pub sampling: String,
}
