//! Random numbers: addressed streams, designs, and count and gamma draws in lanes.

pub mod counts;
pub mod design;
pub mod gamma;
pub mod stream;
