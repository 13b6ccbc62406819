//! The front door: what it lets in, and what it says when it does not.

mod cases;
mod invalid;
