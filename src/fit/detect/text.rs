//! The text of a proposal.

use super::dates::{self, Dates};
use super::headers::{Found, Kind, plain};
use super::numbers::{self, Numbers};
use super::sample::Sample;
use super::stages::{self, Frequent, Means};
use super::{Proposal, values};

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
    writer.comment(&format!("Proposed from the headers and the first {} rows; review every line.", sample.rows.len()));
    writer.comment(&format!("The file looks like an export of {kind}{whose}."));
    writer.todo(
        "as_of",
        "\"2026-10-31\"",
        "the day of the export; without it the last day on which something happened",
    );
    writer.todo("currency", "\"USD\"", "the plan's currency");
    writer.segments();
    writer.blank();
    writer.out += &format!("[{kind}]\n");
    writer.line("file", &quoted(name));
    writer.file();
    match kind {
        Kind::Opportunities => writer.opportunities(),
        Kind::Reps => writer.reps(),
        Kind::Customers => writer.customers(product),
        Kind::Leads => writer.leads(),
    }
    writer.versions();
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

impl Writer<'_> {
    fn blank(&mut self) {
        self.out.push('\n');
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

    /// The head's rule for segments, as a comment: it has to fit all exports.
    fn segments(&mut self) {
        let frequent = self.frequent("segment");
        if self.found.column("segment").is_none() || frequent.values.is_empty() {
            return;
        }
        let name = |value: &String| crate::scenario::suggest::name_meant(&value.to_lowercase());
        let pairs =
            frequent.values.iter().filter_map(|value| Some(format!("{} = {}", quoted(value), quoted(&name(value)?))));
        let pairs: Vec<String> = pairs.collect();
        self.blank();
        self.comment(
            "Without [segments] there is one segment. Where the column of segments is meant, take the # away here and",
        );
        self.comment(&format!("at segment = ... in [{}]; every other export then needs its segment too.", self.kind));
        self.comment("[segments]");
        self.comment(&format!("values = {{ {} }}", pairs.join(", ")));
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
        let keys = ["amount", "quota", "arr", "mrr", "unit_unknown"];
        let all = keys.iter().flat_map(|key| values(self.sample, self.found, key));
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

    fn segment_column(&mut self) {
        if let Some(header) = self.header("segment") {
            self.todo("segment", &header, "with [segments] values");
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

    fn opportunities(&mut self) {
        self.column_or_todo("id", "\"Opportunity ID\"", "without it duplicates cannot be seen");
        self.column_or_required("created", "\"Created Date\"", "the column of the day on which it was opened");
        self.column_or_required("closed", "\"Close Date\"", "the column of the day on which it was won or lost");
        if self.column("amount") {
            self.per("amount_per", "amount");
            self.currency_column();
        } else {
            self.todo("amount", "\"Amount\"", "without it there are no deal sizes");
        }
        self.column_or_required("stage", "\"Stage\"", "the column of the stage");
        self.stages();
        self.column_or_todo("owner", "\"Owner\"", "as the reps' id; needed for ramp and attainment");
        self.segment_column();
        if let Some(header) = self.header("account") {
            self.todo("account", &header, "with [segments] accounts");
        }
    }

    fn stages(&mut self) {
        let frequent = self.frequent("stage");
        let of = |means: Means| -> Vec<String> {
            let all = frequent.values.iter();
            all.filter(|stage| stages::meaning(self.sample, self.found, stage) == means).cloned().collect()
        };
        let (won, lost, open, unknown) = (of(Means::Won), of(Means::Lost), of(Means::Open), of(Means::Unknown));
        if self.found.column("won_flag").is_some() && self.found.column("closed_flag").is_some() {
            self.comment("The stages are sorted by the flags of won and closed rows; those flags alone would not tell which stages are open.");
        }
        for (key, stages, example) in [("won", won, "[\"Closed Won\"]"), ("lost", lost, "[\"Closed Lost\"]")] {
            if stages.is_empty() {
                self.required(key, example, &format!("the stages that mean {key}"));
            } else {
                self.line(key, &list(&stages));
            }
        }
        self.line("open", &list(&open));
        if !unknown.is_empty() {
            self.comment(&format!("FILL IN: put each of these into won, lost, open or ignore: {}", list(&unknown)));
            self.notes.push(format!("{} stages could not be sorted into won, lost and open", unknown.len()));
        }
        self.todo("ignore", "[]", "stages whose rows are no opportunity yet, or deleted");
        if frequent.more > 0 {
            self.note(format!(
                "{} more stages stand on one row only (or are beyond the first 20) and are not shown: add them to a list",
                frequent.more
            ));
        }
    }

    fn reps(&mut self) {
        self.column_or_required("id", "\"Employee ID\"", "the column that opportunities name as owner");
        if self.column("start") {
            self.column_or_todo(
                "end",
                "\"Termination Date\"",
                "the last day, empty for those who are there; without it no attrition",
            );
        } else if self.column("tenure") {
            self.tenure("left", "left_values");
        }
        let has_role = self.column("role");
        if has_role {
            let frequent = self.frequent("role");
            let shown =
                if frequent.values.is_empty() { "[\"Account Executive\"]".to_string() } else { list(&frequent.values) };
            self.todo("roles", &shown, "keep those who sell; without it all count");
        }
        if self.column("quota") {
            self.per("quota_per", "quota");
        } else {
            self.todo("quota", "\"Quota\"", "needed for attainment");
        }
        self.segment_column();
    }

    /// A tenure with its unit and the flag that says whether it has ended.
    fn tenure(&mut self, ended: &'static str, ended_values: &'static str) {
        let header = self.header("tenure").map(|header| plain(&header)).unwrap_or_default();
        if header.contains("year") {
            self.line("tenure_unit", "\"years\"");
        } else if header.contains("month") {
            self.line("tenure_unit", "\"months\"");
        } else {
            self.required("tenure_unit", "\"months\"", "months or years");
        }
        self.column_or_required(ended, "\"Left\"", "the column that says whether it has ended");
        let said = self.frequent(ended).values;
        let yes: Vec<String> = said.into_iter().filter(|value| stages::flag(value) == Some(true)).collect();
        if yes.is_empty() {
            self.required(ended_values, "[\"Yes\"]", "the values that mean that it has");
        } else {
            self.line(ended_values, &list(&yes));
        }
    }

    fn customers(&mut self, product: Option<&'static str>) {
        self.column_or_todo("id", "\"Subscription ID\"", "without it duplicates cannot be seen");
        self.column_or_todo("customer", "\"Customer ID\"", "without it each row is a customer");
        if self.column("start") {
            self.column_or_todo(
                "end",
                "\"End Date\"",
                "the last day, empty while it runs; without it nobody is known to have left",
            );
        } else if self.column("tenure") {
            self.tenure("churned", "churned_values");
        }
        self.recurring(product);
        if !self.column("term_months") {
            self.todo("contract_months", "12", "the length of contracts, where they have one");
        }
        if let Some(header) = self.header("trial") {
            let yes = self.frequent("trial").values.into_iter().filter(|value| stages::flag(value) == Some(true));
            let yes: Vec<String> = yes.collect();
            let yes = if yes.is_empty() { vec!["true".to_string()] } else { yes };
            self.check(
                "ignore",
                &format!("{{ column = {header}, values = {} }}", list(&yes)),
                "trials are no customers yet",
            );
        }
        self.segment_column();
    }

    fn recurring(&mut self, product: Option<&'static str>) {
        let has_mrr = self.column("mrr");
        if has_mrr {
            if let Some(header) = self.header("arr") {
                self.todo("arr", &header, "in place of mrr, where it is the better kept one");
            }
        } else if !self.column("arr") {
            let header = self.header("unit_unknown").unwrap_or_else(|| "\"MRR\"".to_string());
            self.todo(
                "mrr",
                &header,
                "or arr = ...: recurring revenue a month or a year; without it only customers are counted",
            );
            if product == Some("Stripe") {
                self.note(
                    "Stripe keeps amounts with the prices of a subscription's items, in cents: join them, or export MRR per subscriber"
                        .to_string(),
                );
            }
        }
        self.currency_column();
    }

    fn leads(&mut self) {
        self.column_or_todo("id", "\"Lead ID\"", "without it duplicates cannot be seen");
        self.column_or_required("created", "\"Created Date\"", "the column of the day on which it came");
        self.column_or_todo("source", "\"Lead Source\"", "without it there is one source");
        let dated: Vec<(&str, String)> =
            ["mql", "sql", "opportunity"].into_iter().filter_map(|to| Some((to, self.header(to)?))).collect();
        self.column("status");
        let statuses = self.frequent("status").values;
        let lost: Vec<String> = statuses.iter().filter(|s| stages::by_words(s) == Means::Lost).cloned().collect();
        if self.found.column("status").is_some() {
            self.check("lost", &list(&lost), "statuses that mean that the lead is out");
        }
        if dated.is_empty() {
            self.stages_by_status(&statuses, &lost);
            return;
        }
        let entries: Vec<String> =
            dated.iter().map(|(to, header)| format!("  {{ to = \"{to}\", date = {header} }},\n")).collect();
        self.out += &format!("stages = [\n{}]\n", entries.concat());
        if dated.last().is_some_and(|(to, _)| *to != "opportunity") {
            self.note("the last stage has to be the opportunity: add it with its date or status".to_string());
        }
    }

    fn stages_by_status(&mut self, statuses: &[String], lost: &[String]) {
        let order = [
            ("mql", ["mql", "marketing qualified"]),
            ("sql", ["sql", "sales qualified"]),
            ("opportunity", ["opportunity", "converted"]),
        ];
        let told = |words: [&str; 2]| -> Vec<String> {
            let means = |status: &&String| words.iter().any(|word| status.to_lowercase().contains(word));
            statuses.iter().filter(|status| !lost.contains(status)).filter(means).cloned().collect()
        };
        let told: Vec<(&str, Vec<String>)> = order.into_iter().map(|(to, words)| (to, told(words))).collect();
        let entries: Vec<String> = told
            .iter()
            .filter(|(_, statuses)| !statuses.is_empty())
            .map(|(to, statuses)| format!("  {{ to = \"{to}\", status = {} }},\n", list(statuses)))
            .collect();
        if entries.is_empty() {
            self.required(
                "stages",
                "[{ to = \"opportunity\", status = [\"Converted\"] }]",
                "the stages in order, the last is the opportunity",
            );
        } else {
            self.out += &format!(
                "stages = [  # CHECK the order: a lead in a stage has passed all before it\n{}]\n",
                entries.concat()
            );
            if told.last().is_some_and(|(_, statuses)| statuses.is_empty()) {
                self.note("the last stage has to be the opportunity: add the statuses that mean it".to_string());
            }
        }
        let known: Vec<&String> = told.iter().flat_map(|(_, statuses)| statuses).chain(lost).collect();
        let rest: Vec<String> = statuses.iter().filter(|status| !known.contains(status)).cloned().collect();
        if !rest.is_empty() {
            self.comment(&format!("These statuses are taken as the first stage, not yet moved on: {}", list(&rest)));
        }
    }

    /// What tables of a warehouse add: versions of a row, and deleted rows.
    fn versions(&mut self) {
        let has = |wanted: &str| self.sample.headers.iter().any(|header| header == wanted);
        if has("_fivetran_start") || has("_fivetran_end") {
            self.note(
                "a row stands here for each version of a record: keep only those with _fivetran_active = true"
                    .to_string(),
            );
        }
        if has("is_deleted") || has("_fivetran_deleted") {
            self.note("deleted records are marked, not removed: leave them out of the export".to_string());
        }
    }
}
