//! What a proposal says of segments: the head's rule, and the columns that say where a row belongs.

use super::{Writer, list, quoted, segment_name};
use crate::fit::detect::headers::Kind;

impl Writer<'_> {
    /// The values of a column as names of segments: `{ "SMB" = "smb" }`; `None` where no value stands on several rows.
    pub fn names_by_value(&self, key: &str) -> Option<String> {
        let pair = |value: &String| Some(format!("{} = {}", quoted(value), quoted(&segment_name(value)?)));
        let pairs: Vec<String> = self.frequent(key).values.iter().filter_map(pair).collect();
        (!pairs.is_empty()).then(|| format!("{{ {} }}", pairs.join(", ")))
    }

    /// The head's rule for segments, as a comment: it has to fit all exports.
    pub fn segments(&mut self) {
        let kind = self.kind;
        if let Some(values) = self.names_by_value("segment") {
            self.blank();
            self.comment("Without [segments] there is one segment. For several, take the # away here, once in the whole mapping, and");
            self.comment(&format!(
                "at segment = ... in [{kind}]; every other table then needs segment, account or in_segment too."
            ));
            self.comment("[segments]");
            self.comment(&format!("values = {values}"));
        } else if let Some(values) = self.names_by_value("plan") {
            self.blank();
            self.comment("Without [segments] there is one segment. Plans can be segments where no other table has other ones: then take");
            self.comment(&format!(
                "the # away here and at segment = ... in [{kind}]. Else leave this, and use account = ... there."
            ));
            self.comment("[segments]");
            self.comment(&format!("values = {values}"));
        }
    }

    /// The columns that say which segment a row belongs to.
    pub fn belongs(&mut self) {
        let segment = self.header("segment");
        let account = if self.kind == Kind::Customers { self.header("customer") } else { self.header("account") };
        if let Some(header) = &segment {
            self.todo("segment", header, "with [segments] values");
        }
        if let Some(header) = &account {
            let place = if segment.is_some() { ", in place of segment" } else { "" };
            self.todo("account", header, &format!("with [segments] values and accounts{place}"));
        }
        if let (Some(header), None) = (self.header("plan"), &segment) {
            self.todo("segment", &header, "with [segments] values where the plans are the segments");
        }
        if segment.is_none() && account.is_none() {
            self.todo(
                "in_segment",
                "\"smb\"",
                "with [segments]: the one that all rows belong to; or otherwise = ... there",
            );
        }
    }

    /// The values that mean yes in a column, as a list.
    pub fn yes_values(&self, key: &str) -> String {
        let said = self.frequent(key).values.into_iter();
        let yes: Vec<String> = said.filter(|value| crate::fit::detect::stages::flag(value) == Some(true)).collect();
        list(&if yes.is_empty() { vec!["true".to_string()] } else { yes })
    }
}
