//! Headers as Salesforce, HubSpot, Stripe, Workday and others export them, and which kind of export has them.

use super::dates;
use super::sample::Sample;
use super::words::{Holds, Known, SEGMENTS, known_of};
use std::fmt;

/// Kinds of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Opportunities (deals).
    Opportunities,
    /// Those who sell.
    Reps,
    /// Customers or subscriptions.
    Customers,
    /// Leads.
    Leads,
    /// A table of accounts that says segments.
    Accounts,
    /// A table of changes of recurring revenue.
    Changes,
    /// A table that flags customers as gone.
    Flags,
    /// A table of departures.
    Departures,
    /// A table of the stages of opportunities.
    Stages,
}

impl fmt::Display for Kind {
    /// The name of the mapping's table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Opportunities => "opportunities",
            Kind::Reps => "reps",
            Kind::Customers => "customers",
            Kind::Leads => "leads",
            Kind::Accounts => "segments.accounts",
            Kind::Changes => "customers.changes",
            Kind::Flags => "customers.flags",
            Kind::Departures => "customers.departures",
            Kind::Stages => "opportunities",
        })
    }
}

/// A header in lower-case words joined by `_`: "Close Date", "CloseDate" and "property_closeDate" are close_date.
pub fn plain(header: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in header.trim().trim_start_matches('\u{feff}').chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            out.push('_');
        }
        out.extend(if c.is_alphanumeric() { c.to_lowercase().collect::<Vec<_>>() } else { vec!['_'] });
        before = c;
    }
    let words: Vec<&str> = out.split('_').filter(|word| !word.is_empty()).collect();
    let words = words.strip_prefix(&["property"]).unwrap_or(&words);
    // "Region__c" is one that the company added, "amount_usd" says its currency
    let ends = ["c", "utc", "usd", "eur", "gbp"];
    let end = ends.iter().find_map(|end| words.strip_suffix(&[*end])).filter(|rest| !rest.is_empty());
    end.unwrap_or(words).join("_")
}

/// Columns by key.
pub struct Found {
    columns: Vec<(&'static str, usize)>,
}

impl Found {
    /// The column of a key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == key).map(|&(_, column)| column)
    }

    /// All columns that mean something.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().map(|&(_, column)| column)
    }
}

/// Which column means which key.
pub fn columns(kind: Kind, sample: &Sample) -> Found {
    let plain: Vec<String> = sample.headers.iter().map(|header| plain(header)).collect();
    let mut columns: Vec<(&'static str, usize)> = Vec::new();
    for known in known_of(kind) {
        let is_new = !columns.iter().any(|(key, _)| *key == known.key);
        if let (Some(column), true) = (column(known, &plain, sample), is_new) {
            columns.push((known.key, column));
        }
    }
    Found { columns }
}

/// The column that is meant: the first of the likeliest header that holds what it should.
fn column(known: &Known, plain: &[String], sample: &Sample) -> Option<usize> {
    let fits = |column: &usize| match (known.holds, dates::are_dates(sample.column(*column))) {
        (Holds::Anything, _) | (_, None) => true,
        (holds, Some(are_dates)) => (holds == Holds::Dates) == are_dates,
    };
    known.headers.iter().find_map(|wanted| plain.iter().position(|header| header == wanted).filter(fits))
}

/// Least weight of headers that speak for a kind: two that are its own, or one with two that go along.
const ENOUGH: u32 = 4;

/// The kind that the headers speak for, where they do.
pub fn kind(sample: &Sample) -> Option<Kind> {
    let plain: Vec<String> = sample.headers.iter().map(|header| plain(header)).collect();
    let has = |known: &&Known| column(known, &plain, sample).is_some();
    let weight = |kind: Kind| known_of(kind).iter().filter(has).map(|known| known.weight).sum::<u32>();
    let kinds = [Kind::Opportunities, Kind::Reps, Kind::Customers, Kind::Leads];
    let usable = kinds.into_iter().filter(|&kind| weight(kind) >= ENOUGH && has_essentials(kind, sample));
    usable.rev().max_by_key(|&kind| weight(kind))
}

/// Whether a kind has the columns without which nothing can be told.
fn has_essentials(kind: Kind, sample: &Sample) -> bool {
    let found = columns(kind, sample);
    let has = |key: &str| found.column(key).is_some();
    match kind {
        Kind::Opportunities => has("closed") && (has("created") || has("stage")),
        Kind::Reps => has("start") || has("tenure"),
        Kind::Customers => {
            let has_revenue = has("arr") || has("mrr") || has("unit_unknown");
            (has("start") && (has("end") || has_revenue)) || (has("tenure") && has("churned"))
        }
        Kind::Leads => has("created") && (has("status") || has("opportunity") || has("mql")),
        Kind::Accounts => has("id") && has("segment"),
        Kind::Changes => has("customer") && has("start") && has("amount"),
        Kind::Flags => has("customer") && has("churned"),
        Kind::Departures => has("customer") && has("start"),
        Kind::Stages => has("stage") && has("won_flag") && has("closed_flag"),
    }
}

/// Whose headers they are.
pub fn product(headers: &[String]) -> Option<&'static str> {
    let plain: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let has = |header: &str| plain.iter().any(|known| known == header);
    let begins = |start: &str| headers.iter().any(|header| header.to_lowercase().starts_with(start));
    if begins("property_") || begins("hs_") || has("deal_stage") && has("deal_owner") || has("deal_pipeline_id") {
        Some("HubSpot")
    } else if has("forecast_category") || has("opportunity_owner") || (has("opportunity_id") && has("stage_name")) {
        Some("Salesforce")
    } else if has("current_period_end") || (has("canceled_at") && has("customer_id")) {
        Some("Stripe")
    } else if has("worker_id") || has("worker") || has("continuous_service_date") || has("job_profile") {
        Some("Workday")
    } else {
        None
    }
}

/// What a table that is none of the exports itself is good for beside one.
pub fn beside(sample: &Sample) -> Option<Kind> {
    let kinds = [Kind::Stages, Kind::Changes, Kind::Departures, Kind::Flags, Kind::Accounts];
    kinds.into_iter().find(|&kind| has_essentials(kind, sample))
}

/// Whether a table that could be one of customers rather says the accounts' segments: it has an account and a segment,
/// and nothing that says when somebody left.
pub fn says_segments(sample: &Sample) -> bool {
    let has_segment = sample.headers.iter().any(|header| SEGMENTS.contains(&plain(header).as_str()));
    let customers = columns(Kind::Customers, sample);
    let own = ["id", "end", "tenure", "period"].iter().any(|key| customers.column(key).is_some());
    has_segment && !own && has_essentials(Kind::Accounts, sample)
}
