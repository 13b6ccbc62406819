//! Public data with independently computed figures.
