//! Plans between two.
