//! `[customers]` and the tables beside it.

use super::columns::{self, Common};
use super::section::{Reading, Section};
use super::{file, value};
use crate::diagnostic::Diagnostic;
use crate::fit::mapping::{AmountColumn, Changes, Customers, Departures, File, Flags};
use crate::scenario::codes;

/// Reads `[customers]`.
pub fn read(reading: &mut Reading<'_>, section: Section<'_>, common: &mut Common) -> Customers {
    columns::exclusive(reading, section, "term_months", "contract_months");
    let amount = amount(reading, section);
    let per_year = if section.has("mrr") { 12.0 } else { 1.0 };
    let files = &common.files;
    Customers {
        file: file::named(section, files),
        id: section.text("id"),
        customer: section.text("customer"),
        span: columns::span(reading, section, "churned", "churned_values"),
        amount,
        term_months: section.text("term_months"),
        contract_months: section.number("contract_months").map(|months| months as u16),
        changes: section.section("changes").map(|inner| changes(reading, inner, files, per_year)),
        flags: section.section("flags").map(|inner| flags(inner, files)),
        departures: section.section("departures").map(|inner| departures(inner, files)),
        belongs: columns::belongs(reading, section, common, &["arr", "mrr"]),
        observed_from: section.node("observed_from").and_then(|node| value::day(reading, node)),
        key_account_share: section.number("key_account_share"),
    }
}

fn amount(reading: &mut Reading<'_>, section: Section<'_>) -> Option<AmountColumn> {
    columns::exclusive(reading, section, "arr", "mrr");
    let currency = section.text("currency_column");
    if currency.is_some() && !section.has("arr") && !section.has("mrr") {
        columns::goes_with(reading, section, "currency_column", "arr");
    }
    let (column, per_year) = match (section.text("arr"), section.text("mrr")) {
        (Some(arr), _) => (arr, 1.0),
        (None, mrr) => (mrr?, 12.0),
    };
    Some(AmountColumn { column, per_year, currency })
}

fn changes(reading: &mut Reading<'_>, section: Section<'_>, files: &File, per_year: f64) -> Changes {
    let kinds = ["new", "expansion", "contraction", "churn"];
    columns::in_two_lists(reading, section, &kinds);
    if kinds.iter().all(|kind| section.values(kind).is_empty()) {
        let message = "changes names no kind: none of new, expansion, contraction, churn";
        let help = "for example expansion = [\"upgrade\"], churn = [\"cancellation\"]";
        reading.say(Diagnostic::error(codes::MISSING_KEY, message).at(section.place, "").help(help));
    }
    Changes {
        file: file::named(section, files),
        customer: section.needed("customer"),
        date: section.needed("date"),
        amount: AmountColumn {
            column: section.needed("amount"),
            per_year: columns::per_year(section, "amount_per").unwrap_or(per_year),
            currency: section.text("currency_column"),
        },
        kind: section.needed("kind"),
        new: section.values("new"),
        expansion: section.values("expansion"),
        contraction: section.values("contraction"),
        churn: section.values("churn"),
    }
}

fn flags(section: Section<'_>, files: &File) -> Flags {
    Flags {
        file: file::named(section, files),
        customer: section.needed("customer"),
        churned: section.needed("churned"),
        values: section.values("values"),
    }
}

fn departures(section: Section<'_>, files: &File) -> Departures {
    Departures { file: file::named(section, files), customer: section.needed("customer"), date: section.needed("date") }
}
