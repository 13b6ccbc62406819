//! Special functions of one number, the same bits on every platform.
