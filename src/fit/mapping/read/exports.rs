//! `[opportunities]` and `[reps]`.

use super::columns::{self, Common};
use super::section::{Reading, Section};
use super::{file, value};
use crate::fit::mapping::{Opportunities, Reps};

/// Reads `[opportunities]`.
pub fn opportunities(reading: &mut Reading<'_>, section: Section<'_>, common: &mut Common) -> Opportunities {
    columns::in_two_lists(reading, section, &["won", "lost", "open", "ignore"]);
    Opportunities {
        file: file::named(section, &common.files),
        id: section.text("id"),
        created: section.needed("created"),
        closed: section.needed("closed"),
        amount: columns::amount(reading, section, "amount", "amount_per"),
        stage: section.needed("stage"),
        won: section.values("won"),
        lost: section.values("lost"),
        open: section.values("open"),
        ignore: section.values("ignore"),
        owner: section.text("owner"),
        belongs: columns::belongs(reading, section, common, &["amount"]),
        source_name: section.text("source_name").unwrap_or_else(|| "all".to_string()),
        stale_months: section.number("stale_months"),
        observed_from: section.node("observed_from").and_then(|node| value::day(reading, node)),
    }
}

/// Reads `[reps]`.
pub fn reps(reading: &mut Reading<'_>, section: Section<'_>, common: &mut Common) -> Reps {
    columns::goes_with(reading, section, "roles", "role");
    Reps {
        file: file::named(section, &common.files),
        id: section.needed("id"),
        span: columns::span(reading, section, "left", "left_values"),
        role: section.text("role"),
        roles: section.values("roles"),
        quota: columns::amount(reading, section, "quota", "quota_per"),
        belongs: columns::belongs(reading, section, common, &[]),
        observed_from: section.node("observed_from").and_then(|node| value::day(reading, node)),
    }
}
