//! The lines of `[opportunities]`.

use super::{Writer, list};
use crate::fit::detect::stages::{self, Means};

impl Writer<'_> {
    /// The lines of `[opportunities]`.
    pub fn opportunities(&mut self) {
        self.column_or_todo("id", "\"Opportunity ID\"", "without it duplicates cannot be seen");
        self.column_or_required("created", "\"Created Date\"", "the column of the day on which it was opened");
        self.closed();
        if self.column("amount") {
            self.per("amount_per", "amount");
            self.currency_column();
        } else {
            self.todo("amount", "\"Amount\"", "without it there are no deal sizes");
        }
        self.column_or_required("stage", "\"Stage\"", "the column of the stage");
        self.stages();
        self.column_or_todo("owner", "\"Owner\"", "as the reps' id; needed for ramp and attainment");
    }

    fn closed(&mut self) {
        let is_of_wins =
            |header: &String| ["won", "win", "signed", "signature"].iter().any(|word| header.contains(word));
        match self.header("closed") {
            Some(header) if is_of_wins(&header.to_lowercase()) => {
                self.check("closed", &header, "CHECK: lost ones need the day of their loss in this column too");
            }
            _ => {
                let what = "the column of the day on which it was won or lost";
                self.column_or_required("closed", "\"Close Date\"", what);
            }
        }
    }

    fn stages(&mut self) {
        let frequent = self.frequent("stage");
        let mut sorted: Vec<(Means, String)> = Vec::new();
        for stage in &frequent.values {
            sorted.push((stages::meaning(self.sample, self.found, stage), stage.clone()));
        }
        let of = |means: Means| -> Vec<String> {
            sorted.iter().filter(|(meant, _)| *meant == means).map(|(_, stage)| stage.clone()).collect()
        };
        self.about_stages();
        for (key, stages, example) in
            [("won", of(Means::Won), "[\"Closed Won\"]"), ("lost", of(Means::Lost), "[\"Closed Lost\"]")]
        {
            if stages.is_empty() {
                self.required(key, example, &format!("the stages that mean {key}"));
            } else {
                self.line(key, &list(&stages));
            }
        }
        match &of(Means::Open)[..] {
            [] => self.todo("open", "[\"Negotiation\"]", "the stages that mean open"),
            open => self.line("open", &list(open)),
        }
        match &of(Means::TooEarly)[..] {
            [] => self.todo("ignore", "[]", "stages whose rows are no opportunity yet, or deleted"),
            early => self.check("ignore", &list(early), "their rows have no day of creation: no opportunity yet"),
        }
        let unknown = of(Means::Unknown);
        if !unknown.is_empty() {
            self.comment(&format!("FILL IN: put each of these into won, lost, open or ignore: {}", list(&unknown)));
            self.notes.push(format!("stages that could not be sorted into won, lost and open: {}", unknown.len()));
        }
        if frequent.more > 0 {
            let more =
                if frequent.more == 1 { "1 more stage is" } else { &format!("{} more stages are", frequent.more) };
            self.note(format!("{more} not shown, being on one row only or beyond the first 20: add what is missing"));
        }
    }

    /// What the flags and ids of stages mean for the lists.
    fn about_stages(&mut self) {
        let has = |key: &str| self.found.column(key).is_some();
        let has_flags = has("won_flag") && has("closed_flag");
        if has_flags && has("stage") {
            self.comment("The stages are sorted by the columns that flag won and closed rows.");
        } else if has_flags {
            self.note(
                "a mapping tells won, lost and open by one column: export the stage beside its flags".to_string(),
            );
        }
        if self.header("stage").is_some_and(|header| header.contains("stage_id")) {
            self.note(
                "the stages are ids: HubSpot's table of pipeline stages says which are won and closed".to_string(),
            );
        }
    }
}
