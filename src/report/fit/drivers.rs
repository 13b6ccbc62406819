//! The table of fitted inputs.

use super::values::{self, Said};
use super::wrap::wrapped;
use super::{Told, drawn, head, order};
use crate::fit::driver::{Fitted, Sample};
use crate::fit::trust::kept_out;
use crate::fit::volume::CREATED;
use crate::report::format;
use crate::report::summary::{Section, Table};
use std::collections::BTreeMap;

/// Rows that the terminal shows; what is left of more stands in the file.
const MOST_ROWS: usize = 32;

/// The table: mean, 90 % range of next year, from what; what weighs most for a plan first, single sources of leads in
/// one row a segment at the end.
pub fn section(told: &Told<'_>) -> Option<Section> {
    let all = &told.history.fitted;
    if all.is_empty() {
        return None;
    }
    let (of_sources, mut main): (Vec<&Fitted>, Vec<&Fitted>) =
        all.iter().partition(|fit| order::is_of_single_source(&fit.path));
    main.sort_by_key(|fit| order::of_input(&fit.path));
    let hidden = main.len().saturating_sub(MOST_ROWS);
    main.truncate(MOST_ROWS);
    let header = ["", "Next year", "90 % range", "From", "Pooled"].map(String::from).to_vec();
    let rows = main.iter().map(|fit| row(told, fit)).chain(of_leads(&of_sources)).collect();
    let mut table = Table { header, rows };
    let pooled = main.iter().any(|fit| fit.pooled.is_some());
    if !pooled {
        table.rows.iter_mut().chain([&mut table.header]).for_each(|row| drop(row.pop()));
    }
    let mut notes = vec![
        "90 % range: of next year's average, with chance, quarters that differ and next year's own quarters in it"
            .to_string(),
    ];
    let is_volume = |fit: &&Fitted| values::mean_ahead(told.history, fit).is_some();
    notes.extend(main.iter().any(is_volume).then(|| {
        format!(
            "Volume: the average month of the year ahead, growth and season in it; a plan's first month is in {}",
            head::DRIVERS
        )
    }));
    notes.extend(pooled.then(|| "Pooled: the share that a thin segment takes from all segments together".to_string()));
    let no_plan = main.iter().any(|fit| kept_out(fit).is_some());
    notes.extend(no_plan.then(|| format!("Not for a plan: why stands in {}", head::FRAGMENT)));
    notes.extend((hidden > 0).then(|| format!("{hidden} more in {}", head::DRIVERS)));
    notes.extend(drawn::notes(told.history));
    let table = Some(wrapped(table, &[0, 3]));
    Some(Section { title: "Fitted inputs".to_string(), table, notes, ..Section::default() })
}

fn row(told: &Told<'_>, fit: &Fitted) -> Vec<String> {
    let Said { mean, range, is_least } = values::said(told.history, fit, told.currency);
    let pooled = fit.pooled.map(|p| format::percent_to(p, 0)).unwrap_or_default();
    let (mean, range) = match is_least {
        true => (format!("at least {mean}"), "see findings".to_string()),
        false if kept_out(fit).is_some() => (mean, "not for a plan".to_string()),
        false => (mean, range.unwrap_or_default()),
    };
    vec![name(&fit.path), mean, range, from(&fit.sample), pooled]
}

/// One row a segment: "enterprise leads of 9 sources", "volumes and rates: fit_drivers.csv".
fn of_leads(of_sources: &[&Fitted]) -> Vec<Vec<String>> {
    let mut segments: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for fit in of_sources {
        let parts: Vec<&str> = fit.path.split('.').collect();
        if let [_, segment, _, _, source, ..] = parts[..] {
            segments.entry(segment).or_default().push(source);
        }
    }
    let row = |(segment, mut sources): (&str, Vec<&str>)| {
        sources.sort_unstable();
        sources.dedup();
        let many = if sources.len() == 1 { "" } else { "s" };
        let name = format!("{segment} leads of {} source{many}", sources.len());
        let from = format!("volumes and rates: {}", head::DRIVERS);
        vec![format::one_line(&name), String::new(), String::new(), from, String::new()]
    };
    segments.into_iter().map(row).collect()
}

/// "415 won of 1,494 opportunities"; of counts by month only how many.
fn from(sample: &Sample) -> String {
    let (events, records) = (format::whole(sample.events), format::whole(sample.records));
    match sample.event {
        CREATED => format!("{events} {} {CREATED}", sample.record),
        _ if sample.events == sample.records => format!("{records} {}", sample.record),
        event => format!("{events} {event} of {records} {}", sample.record),
    }
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
