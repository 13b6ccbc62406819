//! Tests of the program as its users see it; one binary, so that it links once.

mod architecture;
mod case_checks;
mod cli;
mod comparing;
mod fitting;
mod front_door;
mod laws;
mod reporting;
mod running;
mod solving;
