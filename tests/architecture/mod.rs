//! The rules of the house, held against the source as text: what lives where, and what knows what.

mod homes;
mod layers;
mod size;
mod source;
