//! From the text of a mapping to a valid [`Mapping`], or every mistake in it at once, each with its place.

mod columns;
mod customers;
mod exports;
mod file;
mod leads;
mod section;
mod segments;
mod value;

#[cfg(test)]
mod tests;

pub use value::{date_format, number_format};

use super::Mapping;
use super::keys::KEYS;
use crate::diagnostic::{Diagnostic, Place, Source};
use crate::scenario::node::Table;
use crate::scenario::{Refused, codes, document};
use columns::Common;
use section::{Reading, Section};

/// A valid mapping and what was noticed on the way.
#[derive(Clone, Debug)]
pub struct ReadMapping {
    /// The mapping.
    pub mapping: Mapping,
    /// The text that warnings point into.
    pub sources: Vec<Source>,
    /// What is probably wrong though valid.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a mapping from the bytes of its file; `name` is what to call it. Paths in it stay as they are written.
///
/// # Errors
/// All mistakes at once, each with its place; a mapping with a mistake is never used in part.
pub fn read(name: &str, bytes: Vec<u8>) -> Result<ReadMapping, Refused> {
    if bytes.len() > document::MAX_BYTES {
        let message = format!("{name} is larger than a mapping can be: at most {} bytes are read", document::MAX_BYTES);
        let mistake = Diagnostic::error(codes::TOO_LARGE, message).help("name the mapping, not an export");
        return Err(Refused { sources: Vec::new(), diagnostics: vec![mistake] });
    }
    let text =
        document::decode(name, bytes).map_err(|mistake| Refused { sources: Vec::new(), diagnostics: vec![mistake] })?;
    let document = document::read(0, &text);
    let mut reading = Reading { text: &text, diagnostics: document.mistakes };
    let mapping = match document.root.as_ref().and_then(|root| root.table()) {
        Some(root) => mapping(&mut reading, name, root),
        None => Mapping::default(),
    };
    let mut diagnostics = reading.diagnostics;
    diagnostics.sort_by_key(|d| d.places.first().map(|(place, _)| place.span.start));
    let refused = diagnostics.iter().any(Diagnostic::is_error);
    let sources = vec![Source { name: name.to_string(), text }];
    if refused {
        Err(Refused { sources, diagnostics })
    } else {
        Ok(ReadMapping { mapping, sources, warnings: diagnostics })
    }
}

fn mapping(reading: &mut Reading<'_>, name: &str, root: &Table) -> Mapping {
    let whole = Place::whole(0);
    let top = Section { name: "", table: root, place: &whole };
    let exports = ["opportunities", "reps", "customers", "leads"];
    section::check(reading, top);
    // One that is misspelt has been reported; that none is there would be an echo of it.
    let misspelt = root.keys().any(|key| !KEYS.iter().any(|known| known.section.is_empty() && known.name == key));
    if !exports.iter().any(|key| root.contains_key(*key)) && !misspelt {
        let message = format!("{name} names no export: it needs [opportunities], [reps], [customers] or [leads]");
        let help = "`planodds fit --detect FILE.csv` proposes one from an export";
        reading.say(Diagnostic::error(codes::EMPTY, message).help(help));
    }
    let defaults = file::written(top.section("files"), &file::plain());
    let segments = segments::read(reading, top.section("segments"), &defaults);
    let mut common = Common { files: defaults, segments };
    let mapping = Mapping {
        as_of: top.node("as_of").and_then(|node| value::day(reading, node)),
        currency: top.text("currency").unwrap_or_else(|| "USD".to_string()),
        rates: rates(reading, top),
        half_life_months: top.number("half_life_months"),
        opportunities: top.section("opportunities").map(|s| exports::opportunities(reading, s, &mut common)),
        reps: top.section("reps").map(|s| exports::reps(reading, s, &mut common)),
        customers: top.section("customers").map(|s| customers::read(reading, s, &mut common)),
        leads: top.section("leads").map(|s| leads::read(reading, s, &mut common)),
        segments: common.segments,
    };
    idle_rates(reading, top, &mapping);
    mapping
}

fn rates(reading: &mut Reading<'_>, top: Section<'_>) -> Vec<(String, f64)> {
    let own = top.text("currency").unwrap_or_else(|| "USD".to_string());
    let mut rates = Vec::new();
    for (currency, entry) in top.table("rates").into_iter().flatten() {
        let refuse = |message: String| Diagnostic::error(codes::OUT_OF_RANGE, message).at(&entry.node.place, "");
        match entry.node.number() {
            None if entry.node.is_broken() => {}
            Some(worth) if worth > 0.0 && (*currency != own || worth == 1.0) => rates.push((currency.clone(), worth)),
            Some(worth) if worth > 0.0 => {
                let message = format!("{currency} is the plan's own currency: its rate can only be 1");
                reading.say(refuse(message).help("rates say what one unit of another currency is worth in the plan's"));
            }
            _ => reading.say(
                refuse(format!("the rate of {currency} must be a number above 0")).help("for example { EUR = 1.08 }"),
            ),
        }
    }
    rates
}

/// Warns of rates where no table has an amount: amounts that carry a currency's sign need no column of currencies.
fn idle_rates(reading: &mut Reading<'_>, top: Section<'_>, mapping: &Mapping) {
    let of = |amount: Option<&super::AmountColumn>| amount.is_some();
    let customers = mapping.customers.as_ref();
    let used = of(mapping.opportunities.as_ref().and_then(|o| o.amount.as_ref()))
        || of(mapping.reps.as_ref().and_then(|r| r.quota.as_ref()))
        || of(customers.and_then(|c| c.amount.as_ref()))
        || of(customers.and_then(|c| c.changes.as_ref()).map(|changes| &changes.amount));
    if top.has("rates") && !used {
        let message = "rates change nothing: no table names a column of amounts";
        reading.say(Diagnostic::warning(codes::NO_EFFECT, message).at(top.at("rates"), "").help(
            "name the column of the amounts; rates convert those whose sign or currency_column says another currency",
        ));
    }
}
