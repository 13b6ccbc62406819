//! Tests of the whole answer: tests/solving.
