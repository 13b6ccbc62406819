//! What is worth knowing about the data or a fit, in words.

/// How much weight it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Good to know.
    Note,
    /// A number stands on weak ground, or a rule had to be applied.
    Warning,
    /// A driver cannot be said at all.
    Missing,
}

/// One finding. Its text names files, lines, counts and segments, never a single record's name or amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// A stable short name: "survivors-only".
    pub code: &'static str,
    /// Its weight.
    pub weight: Weight,
    /// What it is about: a driver's path, a segment's name or a file.
    pub about: String,
    /// One or two sentences: what was found, what was done about it, what to do.
    pub text: String,
}

impl Finding {
    /// A note.
    pub fn note(code: &'static str, about: impl Into<String>, text: impl Into<String>) -> Self {
        Self { code, weight: Weight::Note, about: about.into(), text: text.into() }
    }

    /// A warning.
    pub fn warning(code: &'static str, about: impl Into<String>, text: impl Into<String>) -> Self {
        Self { weight: Weight::Warning, ..Self::note(code, about, text) }
    }

    /// Why a driver cannot be said.
    pub fn missing(code: &'static str, about: impl Into<String>, text: impl Into<String>) -> Self {
        Self { weight: Weight::Missing, ..Self::note(code, about, text) }
    }
}

/// A share as text in findings: "12.3 %".
pub fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A number of things as text in findings: "1 customer", "12 customers"; `many` is what stands behind all but 1.
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// An amount as text in findings, in its own currency: "1,627,237", below 1,000 with cents: "312.50".
pub fn amount(x: f64) -> String {
    if x.abs() < 1_000.0 {
        return format!("{x:.2}");
    }
    let digits = format!("{:.0}", x.abs());
    let groups: Vec<String> =
        digits.as_bytes().rchunks(3).rev().map(|g| String::from_utf8_lossy(g).into_owned()).collect();
    format!("{}{}", if x < 0.0 { "-" } else { "" }, groups.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_amounts_are_told_without_cents() {
        assert_eq!(amount(1_627_237.08), "1,627,237");
        assert_eq!((amount(1_000.4).as_str(), amount(-20_312.5).as_str()), ("1,000", "-20,312"));
        assert_eq!((amount(312.5).as_str(), amount(f64::NAN).as_str()), ("312.50", "NaN"));
    }

    #[test]
    fn one_thing_is_told_in_the_singular() {
        let told = [0, 1, 2].map(|n| counted(n, "customer pays", "customers pay"));
        assert_eq!(told, ["0 customers pay", "1 customer pays", "2 customers pay"]);
    }
}
