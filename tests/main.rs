//! Tests of the library as its users see it; one binary, so that it links once.

mod architecture;
mod case_checks;
mod front_door;
mod laws;
mod running;
