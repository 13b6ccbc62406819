//! Simulated exports with known truth, edges, and real exports.
