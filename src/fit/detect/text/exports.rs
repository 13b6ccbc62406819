//! The lines of `[reps]`, `[customers]` and `[leads]`.

use super::{Writer, list};
use crate::fit::detect::headers::plain;
use crate::fit::detect::stages::{self, Means};

impl Writer<'_> {
    /// The lines of `[reps]`.
    pub fn reps(&mut self) {
        self.column_or_required("id", "\"Employee ID\"", "the column that opportunities name as owner");
        if self.column("start") {
            self.column_or_todo(
                "end",
                "\"Termination Date\"",
                "the last day, empty for those who are there; without it no attrition",
            );
            if let (None, Some(left)) = (self.header("end"), self.header("left")) {
                self.note(format!("{left} says who has left but not when: export the last day too"));
            }
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

    /// The lines of `[customers]`.
    pub fn customers(&mut self, product: Option<&'static str>) {
        self.column_or_todo("id", "\"Subscription ID\"", "without it duplicates cannot be seen");
        self.column_or_todo("customer", "\"Customer ID\"", "without it each row is a customer");
        if self.column("start") {
            self.customers_end();
        } else if self.column("tenure") {
            self.tenure("churned", "churned_values");
        }
        self.recurring(product);
        if !self.column("term_months") {
            self.todo("contract_months", "12", "the length of contracts, where they have one");
        }
    }

    fn customers_end(&mut self) {
        let what = "the last day, empty while it runs; without it nobody is known to have left";
        match self.header("end") {
            Some(header) if header.to_lowercase().contains("cancel") => {
                self.check("end", &header, "CHECK: the day of cancelling may lie before the end of what is paid");
            }
            _ => self.column_or_todo("end", "\"End Date\"", what),
        }
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

    /// The lines of `[leads]`.
    pub fn leads(&mut self) {
        self.column_or_todo("id", "\"Lead ID\"", "without it duplicates cannot be seen");
        self.column_or_required("created", "\"Created Date\"", "the column of the day on which it came");
        self.column_or_todo("source", "\"Lead Source\"", "without it there is one source");
        let dated: Vec<(&str, String)> =
            ["mql", "sql", "opportunity"].into_iter().filter_map(|to| Some((to, self.header(to)?))).collect();
        let statuses = self.frequent("status").values;
        let lost: Vec<String> = statuses.iter().filter(|s| stages::by_words(s) == Means::Lost).cloned().collect();
        match self.header("status") {
            Some(header) if lost.is_empty() && !dated.is_empty() => {
                self.todo("status", &header, "with lost, where a status means that the lead is out");
                self.todo("lost", "[\"Disqualified\"]", "its values that mean that");
            }
            Some(header) => {
                self.line("status", &header);
                self.check("lost", &list(&lost), "statuses that mean that the lead is out");
            }
            None => {}
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
}
