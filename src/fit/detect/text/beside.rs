//! Tables beside an export: all lines are comments, to be used where the mapping has that export.

use super::{Writer, list, quoted};
use crate::fit::detect::headers::{self, Kind};
use crate::fit::detect::stages::{self, Means};
use std::collections::BTreeSet;

/// Stages that are listed at most; a table of stages has as many as its pipelines have.
const MOST_STAGES: usize = 200;

/// Kinds of changes by the words in them.
#[rustfmt::skip] // a table
const CHANGES: [(&str, &[&str]); 4] = [
    ("churn", &["churn", "cancel", "lost", "terminat"]),
    ("contraction", &["contraction", "downgrade", "downsell", "decrease", "reduction"]),
    ("expansion", &["expansion", "upgrade", "upsell", "cross", "increase", "reactivat", "add"]),
    ("new", &["new", "initial", "first"]),
];

impl Writer<'_> {
    /// The proposal for a table that is no export itself.
    pub fn beside(&mut self, name: &str) {
        match self.kind {
            Kind::Accounts => self.accounts(name),
            Kind::Stages => self.stage_table(),
            Kind::Changes => self.beside_customers("changes of recurring revenue", name, Self::changes),
            Kind::Flags => self.beside_customers("customers that are flagged as gone", name, Self::flags),
            _ => self.beside_customers("departures", name, |writer| {
                writer.column("customer");
                writer.renamed("date", "start");
            }),
        }
    }

    /// A table that goes with `[customers]`.
    fn beside_customers(&mut self, what: &str, name: &str, lines: impl Fn(&mut Self)) {
        self.comment(&format!("The file looks like a table of {what}. Where the mapping has [customers],"));
        self.comment("take the # away from these lines; customer has to be what `customer` is in [customers].");
        let before = std::mem::take(&mut self.out);
        self.out = format!("[{}]\n", self.kind);
        self.line("file", &quoted(name));
        self.file();
        lines(self);
        self.out = before + &commented(&self.out);
    }

    /// The line of a key whose column is known by another one.
    fn renamed(&mut self, key: &str, known: &str) {
        if let Some(header) = self.header(known) {
            self.line(key, &header);
        }
    }

    fn changes(&mut self) {
        self.column("customer");
        self.renamed("date", "start");
        self.column("amount");
        let header = self.header("amount").unwrap_or_default().to_lowercase();
        if header.contains("mrr") || header.contains("arr") {
            self.per("amount_per", "amount");
        } else {
            self.todo(
                "amount_per",
                "\"month\"",
                "CHECK: without it as in [customers], a month's with mrr, a year's with arr",
            );
        }
        self.currency_column();
        self.column_or_required("kind", "\"type\"", "the column that says what the change is");
        let kinds = self.frequent("kind").values;
        let mut rest: Vec<String> = kinds.clone();
        for (key, words) in CHANGES.iter().rev() {
            let means = |kind: &String| {
                let first = CHANGES.iter().find(|(_, words)| words.iter().any(|w| kind.to_lowercase().contains(w)));
                first.is_some_and(|(first, _)| first == key)
            };
            let told: Vec<String> = kinds.iter().filter(|kind| means(kind)).cloned().collect();
            rest.retain(|kind| !told.contains(kind));
            match &told[..] {
                [] => self.todo(key, &list(&[words[0].to_string()]), "kinds that mean this"),
                told => self.line(key, &list(told)),
            }
        }
        if !rest.is_empty() {
            self.comment(&format!(
                "FILL IN: put each of these into new, expansion, contraction or churn: {}",
                list(&rest)
            ));
        }
    }

    fn flags(&mut self) {
        self.column("customer");
        self.column("churned");
        let yes = self.yes_values("churned");
        self.line("values", &yes);
    }

    /// The ids of stages by what they mean. Ids of stages are no records, so each may be shown.
    fn stage_table(&mut self) {
        self.comment("The file looks like a table of stages. They mean this in [opportunities], where the stage column has these");
        self.comment("values; put the lines there in place of those on won, lost and open, and take the # away:");
        let stages: BTreeSet<&str> =
            super::values(self.sample, self.found, "stage").into_iter().take(MOST_STAGES).collect();
        for (key, means) in [("won", Means::Won), ("lost", Means::Lost), ("open", Means::Open)] {
            let is = |stage: &&&str| stages::meaning(self.sample, self.found, stage) == means;
            let told: Vec<String> = stages.iter().filter(is).map(|stage| stage.to_string()).collect();
            self.comment(&format!("{key} = {}", list(&told)));
        }
    }

    /// The rule for segments by a table of accounts; and, where it could be, the table as one of customers.
    fn accounts(&mut self, name: &str) {
        self.comment(
            "The file looks like a table of accounts: it can say which segment the rows of the exports belong to.",
        );
        self.comment(
            "Without [segments] there is one segment. For several, take the # away here, at no other [segments],",
        );
        self.comment("and at account = ... in each other table (or at segment = ..., where a table says its own). Values in no segment");
        self.comment("go where otherwise = ... says.");
        let values = self.names_by_value("segment").unwrap_or_else(|| "{ \"SMB\" = \"smb\" }".to_string());
        let (id, segment) = (self.header("id").unwrap_or_default(), self.header("segment").unwrap_or_default());
        let before = std::mem::take(&mut self.out);
        self.file();
        let written: String =
            self.out.lines().filter_map(|line| line.split("  #").next()).map(|line| format!(", {line}")).collect();
        self.out = before;
        self.comment("[segments]");
        self.comment(&format!("values = {values}"));
        self.comment(&format!("accounts = {{ file = {}, id = {id}, segment = {segment}{written} }}", quoted(name)));
        if headers::kind(self.sample) == Some(Kind::Customers) {
            self.customers_instead(name);
        }
    }

    fn customers_instead(&mut self, name: &str) {
        self.blank();
        self.comment("Only where each row is a customer, with what it pays today, can the file be the export of customers. It has no");
        self.comment("end date: all rows count as customers of today, and nobody is known to have left. Then take the # away here:");
        let found = headers::columns(Kind::Customers, self.sample);
        let empty = (String::new(), Vec::new(), Vec::new());
        let (out, missing, notes) = empty;
        let mut customers = Writer { sample: self.sample, found: &found, kind: Kind::Customers, out, missing, notes };
        customers.export(name, None);
        self.out += &commented(&customers.out);
    }
}

/// Every line as a comment.
fn commented(text: &str) -> String {
    text.lines().map(|line| format!("# {line}\n")).collect()
}
