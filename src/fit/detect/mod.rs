//! A proposal of a mapping for a file, from its headers and first rows.
