//! Drivers fitted from exports: the engine's own companies, and the real exports that the tests may keep.

mod company;
mod engine_loop;
