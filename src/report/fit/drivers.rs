//! The table of fitted inputs.

use super::values::{self, Said};
use super::{Told, head};
use crate::fit::driver::{Fitted, Sample};
use crate::report::format;
use crate::report::summary::{Section, Table, fitted};

/// Rows that the terminal shows; of more, those without uncertainty are left to the file.
const MOST_ROWS: usize = 26;

/// The table: mean, 90 % range of next year, from what.
pub fn section(told: &Told<'_>) -> Option<Section> {
    let all = &told.history.fitted;
    if all.is_empty() {
        return None;
    }
    let (shown, hidden) = shown(all);
    let row = |fit: &&Fitted| {
        let Said { mean, range } = values::said(fit, told.currency);
        let pooled = fit.pooled.map(|p| format::percent_to(p, 0)).unwrap_or_default();
        vec![name(&fit.path), mean, range.unwrap_or_default(), from(&fit.sample), pooled]
    };
    let header = ["", "Next year", "90 % range", "From", "Pooled"].map(String::from).to_vec();
    let mut table = Table { header, rows: shown.iter().map(row).collect() };
    let pooled = all.iter().any(|fit| fit.pooled.is_some());
    if !pooled {
        table.rows.iter_mut().chain([&mut table.header]).for_each(|row| drop(row.pop()));
    }
    let table = fitted(table, &[0, 3]);
    let mut notes = vec![
        "90 % range: of next year's average, with chance, quarters that differ and next year's own quarters in it"
            .to_string(),
    ];
    notes.extend(pooled.then(|| "Pooled: the share that a thin segment takes from all segments together".to_string()));
    notes.extend((hidden > 0).then(|| format!("{hidden} more in {}", head::DRIVERS)));
    Some(Section { title: "Fitted inputs".to_string(), table: Some(table), notes, ..Section::default() })
}

/// "415 won of 1,494 opportunities".
fn from(sample: &Sample) -> String {
    let (events, records) = (format::whole(sample.events), format::whole(sample.records));
    match sample.event.is_empty() || sample.events == sample.records {
        true => format!("{records} {}", sample.record),
        false => format!("{events} {} of {records} {}", sample.event, sample.record),
    }
}

/// Inputs that the table shows, and how many it does not: uncertain ones first to stay, in the order of the exports.
fn shown(all: &[Fitted]) -> (Vec<&Fitted>, usize) {
    if all.len() <= MOST_ROWS {
        return (all.iter().collect(), 0);
    }
    let is_uncertain = |fit: &&Fitted| crate::fit::ahead::next_year(&fit.value).is_some();
    let shown: Vec<&Fitted> = all.iter().filter(is_uncertain).take(MOST_ROWS).collect();
    let hidden = all.len() - shown.len();
    (shown, hidden)
}

/// Tables that findings and lists are about as a whole.
const TABLES: [&str; 5] = ["pipeline", "capacity", "retention", "sources", "key_accounts"];

/// "smb win rate". The source that stands for all of them is not said.
pub fn name(path: &str) -> String {
    let said = format::input_name(&path.replace(".sources.all.", "."));
    // the last part of an input's name is never a table's, so nothing is left of a table
    if let Some(table) = path.rsplit('.').next().filter(|part| path.contains('.') && TABLES.contains(part)) {
        return format!("{} {}", said.trim(), table.replace('_', " "));
    }
    // one opportunity is what a factor is of
    if said.ends_with(" opening opportunity") { said.replace("opportunity", "opportunities") } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_called_by_what_they_are() {
        let cases = [
            ("segments.all.pipeline.sources.all.volume", "all volume"),
            ("segments.smb.pipeline.opening_opps", "smb opening opportunities"),
            ("segments.smb.pipeline.opps_factor", "smb opportunity factor"),
            ("segments.smb.retention.key_accounts", "smb key accounts"),
            ("segments.smb.pipeline", "smb pipeline"),
            ("opportunities", "opportunities"),
        ];
        for (path, said) in cases {
            assert_eq!(name(path), said);
        }
    }
}
