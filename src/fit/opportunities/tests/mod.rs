//! Whole fits of simulated exports with known truth, and of what exports do wrong.

mod company;
mod edges;
mod known_data;
mod short;
mod truth;
