//! The named families of distributions and their parameters.

use super::{Reading, distribution::COMMON, numbers};
use crate::diagnostic::Diagnostic;
use crate::dist::{self, Dist, DistError};
use crate::scenario::node::{Node, Table};
use crate::scenario::{codes, suggest};
use std::collections::BTreeMap;

/// A family as a scenario names it.
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// Sets of parameters of which exactly one must be given.
    pub forms: &'static [&'static [&'static str]],
    /// Parameters that may be given besides.
    pub optional: &'static [&'static str],
}

/// Every family, in the order of the documentation.
pub static FAMILIES: &[Family] = &[
    Family { name: "uniform", forms: &[&["min", "max"]], optional: &[] },
    Family { name: "triangular", forms: &[&["min", "mode", "max"]], optional: &[] },
    Family { name: "pert", forms: &[&["min", "mode", "max"]], optional: &["weight"] },
    Family { name: "normal", forms: &[&["mean", "sd"]], optional: &[] },
    Family { name: "lognormal", forms: &[&["mean", "sd"], &["median", "sd_log"]], optional: &[] },
    Family { name: "beta", forms: &[&["mean", "sd"], &["alpha", "beta"]], optional: &["min", "max"] },
    Family { name: "gamma", forms: &[&["mean", "sd"]], optional: &[] },
    Family { name: "weibull", forms: &[&["shape", "scale"]], optional: &[] },
    Family { name: "discrete", forms: &[&["values", "weights"]], optional: &[] },
    Family { name: "empirical", forms: &[&["values"], &["file", "column"]], optional: &[] },
];

impl Family {
    /// Whether it has a parameter of this name.
    pub fn has(&self, name: &str) -> bool {
        self.forms.iter().any(|form| form.contains(&name)) || self.optional.contains(&name)
    }

    /// Its parameters in words: "mean and sd, or alpha and beta".
    pub fn wants(&self) -> String {
        let forms: Vec<String> = self.forms.iter().map(|form| suggest::listed(form, "and")).collect();
        suggest::listed(&forms, "or")
    }
}

/// The families, as quoted words, that have a parameter of this name.
pub fn with_key(name: &str) -> Vec<String> {
    FAMILIES.iter().filter(|f| f.has(name)).map(|f| format!("\"{}\"", f.name)).collect()
}

/// Parameters as numbers and lists, by name.
#[derive(Default)]
pub struct Parameters {
    numbers: BTreeMap<String, f64>,
    lists: BTreeMap<String, Vec<f64>>,
}

impl Parameters {
    /// Adds a number.
    pub fn add(&mut self, name: &str, x: f64) {
        self.numbers.insert(name.to_string(), x);
    }

    /// Adds a list.
    pub fn add_list(&mut self, name: &str, list: Vec<f64>) {
        self.lists.insert(name.to_string(), list);
    }

    /// The number of this name.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.numbers.get(name).copied()
    }

    fn list(&self, name: &str) -> &[f64] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// A number that is there, for its form has been checked.
    fn of(&self, name: &str) -> f64 {
        self.number(name).unwrap_or(f64::NAN)
    }
}

/// The family that `dist` names, else a report.
pub fn find(reading: &mut Reading<'_>, named: &Node) -> Option<&'static Family> {
    if named.is_broken() {
        return None;
    }
    let word = named.text().unwrap_or("");
    let found = FAMILIES.iter().find(|f| f.name == word);
    if found.is_none() {
        let message = format!("there is no distribution {}", numbers::got(reading, named).replace("the text ", ""));
        let mistake = Diagnostic::error(codes::DISTRIBUTION, message).at(&named.place, "");
        let names: Vec<&str> = FAMILIES.iter().map(|f| f.name).collect();
        reading.say(match suggest::nearest(word, names.iter().copied()) {
            Some(near) => mistake.help(format!("did you mean dist = \"{near}\"?")),
            None => mistake.help(format!("there are {}; or percentiles without dist", suggest::listed(&names, "and"))),
        });
    }
    found
}

/// Checks which parameters are there: none unknown, one whole form.
pub fn keys(reading: &mut Reading<'_>, table: &Table, family: &Family, named: &Node) -> Option<()> {
    let mut known = Some(());
    for (name, entry) in table.iter().filter(|(name, _)| !COMMON.contains(&name.as_str()) && !family.has(name)) {
        let message = format!("there is no key {name} in the distribution \"{}\"", family.name);
        let mistake = Diagnostic::error(codes::UNKNOWN_KEY, message).at(&entry.key, "");
        let own = family.forms.iter().flat_map(|form| form.iter()).chain(family.optional).copied();
        let free = own.chain(COMMON).filter(|key| !table.contains_key(*key));
        reading.say(match suggest::nearest(name, free) {
            Some(near) => mistake.help(format!("did you mean {near}?")),
            None => mistake.help(format!("it takes {}", family.wants())),
        });
        known = None;
    }
    let whole = family.forms.iter().find(|form| form.iter().all(|key| table.contains_key(*key)));
    let stray =
        |form: &&[&str]| whole.is_some_and(|w| w[..] != form[..]) && form.iter().any(|k| table.contains_key(*k));
    if let Some(other) = family.forms.iter().copied().find(stray) {
        let message = format!("\"{}\" takes {}, not both", family.name, family.wants());
        let key = other.iter().find_map(|k| table.get(*k)).map_or(&named.place, |entry| &entry.key);
        reading.say(Diagnostic::error(codes::DISTRIBUTION, message).at(key, ""));
        return None;
    }
    if whole.is_none() && known.is_some() {
        let present = |form: &&[&str]| form.iter().filter(|k| table.contains_key(**k)).count();
        let nearest = family.forms.iter().copied().max_by_key(present).unwrap_or(&[]);
        let missing: Vec<&str> = nearest.iter().filter(|k| !table.contains_key(**k)).copied().collect();
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} {verb} missing: \"{}\" takes {}",
            suggest::listed(&missing, "and"),
            family.name,
            family.wants()
        );
        reading.say(Diagnostic::error(codes::DISTRIBUTION, message).at(&named.place, ""));
        return None;
    }
    known
}

/// The distribution with these parameters, of which one whole form is there.
pub fn build(family: &Family, p: &Parameters) -> Result<Dist, DistError> {
    let (min, max) = (p.number("min").unwrap_or(0.0), p.number("max").unwrap_or(1.0));
    match family.name {
        "uniform" => dist::uniform(p.of("min"), p.of("max")),
        "triangular" => dist::triangular(p.of("min"), p.of("mode"), p.of("max")),
        "pert" => dist::pert(p.of("min"), p.of("mode"), p.of("max"), p.number("weight").unwrap_or(4.0)),
        "normal" => dist::normal(p.of("mean"), p.of("sd")),
        "lognormal" if p.number("median").is_some() => dist::lognormal_from_median(p.of("median"), p.of("sd_log")),
        "lognormal" => dist::lognormal(p.of("mean"), p.of("sd")),
        "beta" if p.number("alpha").is_some() => dist::beta_from_shapes(p.of("alpha"), p.of("beta"), min, max),
        "beta" => dist::beta(p.of("mean"), p.of("sd"), min, max),
        "gamma" => dist::gamma(p.of("mean"), p.of("sd")),
        "weibull" => dist::weibull(p.of("shape"), p.of("scale")),
        "discrete" => dist::discrete(p.list("values"), p.list("weights")),
        _ => dist::empirical(p.list("values")),
    }
}
