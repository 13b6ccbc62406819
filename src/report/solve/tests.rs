//! Tests of words and tables.
