//! Bad and good exports through the front door.

mod real;
