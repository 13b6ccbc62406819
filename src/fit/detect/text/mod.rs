//! The text of a proposal: the head, how the file is written, and the lines of columns.

mod beside;
mod exports;
mod opportunities;
mod segments;

use super::dates::{self, Dates};
use super::headers::{Found, Kind, plain};
use super::numbers::{self, Numbers};
use super::sample::Sample;
use super::stages::{self, Frequent};
use super::{Proposal, values};
use crate::scenario::suggest;
use std::collections::BTreeSet;

/// Columns of amounts, by the keys under which they are found.
const AMOUNTS: [&str; 5] = ["amount", "quota", "arr", "mrr", "unit_unknown"];

/// A proposal as it is written.
struct Writer<'a> {
    sample: &'a Sample,
    found: &'a Found,
    kind: Kind,
    out: String,
    missing: Vec<&'static str>,
    notes: Vec<String>,
}

/// The proposal for a file of this kind.
pub fn propose(name: &str, sample: &Sample, kind: Kind, product: Option<&'static str>, found: &Found) -> Proposal {
    let mut writer = Writer { sample, found, kind, out: String::new(), missing: Vec::new(), notes: Vec::new() };
    let whose = product.map_or(String::new(), |product| format!(", with headers as {product} exports them"));
    let rows = if sample.rows.len() == 1 { "row".to_string() } else { format!("{} rows", sample.rows.len()) };
    writer.comment(&format!("Proposed from the headers and the first {rows}; review every line."));
    if !matches!(kind, Kind::Opportunities | Kind::Reps | Kind::Customers | Kind::Leads) {
        writer.beside(name);
        return Proposal { kind, product, text: writer.out, missing: writer.missing, notes: writer.notes };
    }
    writer.comment(&format!("The file looks like an export of {kind}{whose}."));
    writer.as_of();
    writer.currency();
    writer.segments();
    writer.blank();
    writer.export(name, product);
    Proposal { kind, product, text: writer.out, missing: writer.missing, notes: writer.notes }
}

/// Text as it stands in a mapping.
fn quoted(text: &str) -> String {
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        '\t' => "\\t".to_string(),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

fn list(values: &[String]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A name in the letters that segments may have: mid_market of "Mid-Market".
fn segment_name(value: &str) -> Option<String> {
    let meant = suggest::name_meant(&value.to_lowercase())?;
    let words: Vec<&str> = meant.split(['_', '-']).filter(|word| !word.is_empty()).collect();
    Some(words.join("_"))
}

impl Writer<'_> {
    fn blank(&mut self) {
        self.out.push('\n');
    }

    /// The as-of day, which tenures do not tell.
    fn as_of(&mut self) {
        let is_tenure = self.found.column("start").is_none() && self.found.column("tenure").is_some();
        if is_tenure && matches!(self.kind, Kind::Reps | Kind::Customers) {
            // no key that a mapping needs: another export, or --as-of, may say it
            self.todo(
                "as_of",
                "\"2026-10-31\"",
                "FILL IN: the day of the export, which has no dates that would tell it",
            );
            self.notes.push("the file has no dates: fill in as_of, the day of the export".to_string());
        } else {
            let what = "the day of the export; without it the last day on which something happened";
            self.todo("as_of", "\"2026-10-31\"", what);
        }
    }

    /// The plan's currency, by the signs at the amounts.
    fn currency(&mut self) {
        let all = AMOUNTS.iter().flat_map(|key| values(self.sample, self.found, key));
        match &numbers::currencies(all)[..] {
            [] => self.todo("currency", "\"USD\"", "the plan's currency"),
            [only] => self.todo("currency", &quoted(only), "the plan's currency: what stands at the amounts"),
            [most, ..] => {
                let what = "the plan's currency; amounts are in several, which needs rates = { ... } for the others";
                self.todo("currency", &quoted(most), what);
            }
        }
    }

    /// The table of an export.
    fn export(&mut self, name: &str, product: Option<&'static str>) {
        self.out += &format!("[{}]\n", self.kind);
        self.line("file", &quoted(name));
        self.file();
        match self.kind {
            Kind::Opportunities => self.opportunities(),
            Kind::Reps => self.reps(),
            Kind::Customers => self.customers(product),
            Kind::Leads => self.leads(),
            _ => {}
        }
        self.belongs();
        self.ignored_rows();
        self.repeated_headers();
    }

    /// A column that is named here has to be the only one with its header.
    fn repeated_headers(&mut self) {
        let headers = &self.sample.headers;
        let times = |wanted: &String| headers.iter().filter(|header| *header == wanted).count();
        let named: BTreeSet<&String> = self.found.all().map(|column| &headers[column]).collect();
        let repeated: Vec<&String> = named.into_iter().filter(|header| times(header) > 1).collect();
        for header in repeated {
            self.note(format!("several columns have the header {}: rename the one that is not meant", quoted(header)));
        }
    }

    fn comment(&mut self, text: &str) {
        self.out += &format!("# {text}\n");
    }

    fn line(&mut self, key: &str, value: &str) {
        self.out += &format!("{key} = {value}\n");
    }

    /// A line with what to check about it.
    fn check(&mut self, key: &str, value: &str, what: &str) {
        self.out += &format!("{key} = {value}  # {what}\n");
    }

    /// A line to be filled in, or left out.
    fn todo(&mut self, key: &str, example: &str, what: &str) {
        self.out += &format!("# {key} = {example}  # {what}\n");
    }

    /// A line that has to be filled in.
    fn required(&mut self, key: &'static str, example: &str, what: &str) {
        self.todo(key, example, &format!("FILL IN: {what}"));
        self.missing.push(key);
    }

    fn note(&mut self, text: String) {
        self.comment(&format!("Note: {text}"));
        self.notes.push(text);
    }

    fn header(&self, key: &str) -> Option<String> {
        self.found.column(key).map(|column| quoted(&self.sample.headers[column]))
    }

    /// The line of a column, where it was found; whether it was.
    fn column(&mut self, key: &str) -> bool {
        let header = self.header(key);
        if let Some(header) = &header {
            self.line(key, header);
        }
        header.is_some()
    }

    fn column_or_required(&mut self, key: &'static str, example: &str, what: &str) {
        if !self.column(key) {
            self.required(key, example, what);
        }
    }

    fn column_or_todo(&mut self, key: &str, example: &str, what: &str) {
        if !self.column(key) {
            self.todo(key, example, what);
        }
    }

    fn frequent(&self, key: &str) -> Frequent {
        stages::frequent(values(self.sample, self.found, key).into_iter())
    }

    /// How the file is written, where it differs from most.
    fn file(&mut self) {
        match self.sample.delimiter {
            b',' => {}
            b'\t' => self.line("delimiter", "\"tab\""),
            other => self.line("delimiter", &quoted(&char::from(other).to_string())),
        }
        match (self.sample.encoding, self.sample.encoding_guessed) {
            ("utf-8", _) => {}
            (encoding, true) => self.check("encoding", &quoted(encoding), "guessed: look at names with accents"),
            (encoding, false) => self.line("encoding", &quoted(encoding)),
        }
        self.dates();
        self.numbers();
    }

    fn dates(&mut self) {
        let keys = ["created", "closed", "start", "end", "mql", "sql", "opportunity"];
        let all = keys.iter().flat_map(|key| values(self.sample, self.found, key));
        match dates::shown(all) {
            Dates::None | Dates::YearFirst => {}
            Dates::MonthFirst => self.line("dates", "\"MM/DD/YYYY\""),
            Dates::DayFirst => self.line("dates", "\"DD/MM/YYYY\""),
            Dates::Ambiguous => {
                self.comment(
                    "CHOOSE: no date here tells days from months. Take the # away from the line that is right:",
                );
                self.comment("dates = \"MM/DD/YYYY\"");
                self.comment("dates = \"DD/MM/YYYY\"");
                self.notes.push("no date tells days from months: choose the line `dates` that is right".to_string());
            }
            Dates::Mixed => self.note(
                "some dates are day first and others month first: export them in one form, best YYYY-MM-DD".to_string(),
            ),
            Dates::Unreadable => {
                self.note(
                    "the dates are in a form that is not read: export them as YYYY-MM-DD (years need four digits)"
                        .to_string(),
                );
            }
        }
    }

    fn numbers(&mut self) {
        let all = AMOUNTS.iter().flat_map(|key| values(self.sample, self.found, key));
        match numbers::shown(all) {
            Numbers::Point => {}
            Numbers::Comma => self.line("numbers", "\"1.234,50\""),
            Numbers::Ambiguous => {
                self.comment(
                    "CHECK: every number has one sign before three digits. Where 1.234 is a thousand, take the # away:",
                );
                self.comment("numbers = \"1.234,50\"");
                self.notes
                    .push("no number tells the decimal sign from the one for thousands: check `numbers`".to_string());
            }
            Numbers::Mixed => self.note(
                "some numbers have a decimal point and others a decimal comma: export them in one form".to_string(),
            ),
        }
    }

    fn currency_column(&mut self) {
        if let Some(header) = self.header("currency_column") {
            self.todo("currency_column", &header, "where rows differ; needs rates = { EUR = 1.08 } in the head");
        }
    }

    /// What an amount in this column is for, by the words of its header.
    fn per(&mut self, key: &'static str, column: &str) {
        let Some(index) = self.found.column(column) else { return };
        let header = plain(&self.sample.headers[index]);
        let says = |words: &[&str]| header.split('_').any(|word| words.contains(&word));
        match () {
            () if says(&["mrr", "monthly", "month"]) => self.line(key, "\"month\""),
            () if says(&["quarterly", "quarter"]) => self.line(key, "\"quarter\""),
            () if says(&["arr", "acv", "annual", "yearly", "year"]) => self.line(key, "\"year\""),
            () => {
                let what = "CHECK: what the amount is for; a contract's total value over several years is too much";
                self.check(key, "\"year\"", what);
            }
        }
    }

    /// Rows to leave out: trials, and what tables of a warehouse keep of deleted rows and older versions.
    fn ignored_rows(&mut self) {
        let mut entries: Vec<String> = Vec::new();
        let wanted = [
            ("trial", true),
            ("is_trial", true),
            ("is_deleted", true),
            ("_fivetran_deleted", true),
            ("_fivetran_active", false),
        ];
        for (header, means) in wanted {
            let Some(column) = self.sample.headers.iter().position(|known| plain(known) == plain(header)) else {
                continue;
            };
            let is_export = self.kind == Kind::Customers || !header.contains("trial");
            let said: BTreeSet<&str> = self.sample.column(column).filter(|v| stages::flag(v) == Some(means)).collect();
            let said = said.into_iter().map(str::to_string).collect::<Vec<_>>();
            let said = if said.is_empty() { vec![means.to_string()] } else { said };
            if is_export {
                let header = quoted(&self.sample.headers[column]);
                entries.push(format!("{{ column = {header}, values = {} }}", list(&said)));
            }
        }
        let what = "rows that are no records: trials, deleted ones, older versions";
        match &entries[..] {
            [] => {}
            [only] => self.check("ignore_rows", only, what),
            several => self.check("ignore_rows", &format!("[{}]", several.join(", ")), what),
        }
        let has = |wanted: &str| self.sample.headers.iter().any(|header| header == wanted);
        if (has("_fivetran_start") || has("_fivetran_end")) && !has("_fivetran_active") {
            self.note("a row stands here for each version of a record: keep only the newest".to_string());
        }
    }
}
