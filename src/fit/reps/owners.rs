//! Wins that could not be laid at a rep's door.

use super::bookings::Tally;
use crate::fit::finding::{Finding, Weight, percent};

/// Share of the wins from which on what is missing is more than a note.
const NOTABLE: f64 = 0.05;

/// What became of the wins that do not count as a rep's bookings.
pub fn findings(tally: &Tally) -> Vec<Finding> {
    let of = |count: u64, all: u64, code: &'static str, text: String| {
        let weight = if count as f64 > NOTABLE * all as f64 { Weight::Warning } else { Weight::Note };
        (count > 0).then(|| Finding { code, weight, about: "reps".to_string(), text })
    };
    let share = |count: u64, all: u64| percent(count as f64 / all.max(1) as f64);
    let (wins, known) = (tally.wins, tally.known());
    let unknown = format!(
        "{} of {wins} wins ({}) have an owner who is not in the export of reps: they are nobody's bookings, so attainment is that of the \
         known reps only.",
        tally.unknown_owner,
        share(tally.unknown_owner, wins)
    );
    let nobody = format!(
        "{} of {wins} wins ({}) have no owner: they are nobody's bookings.",
        tally.no_owner,
        share(tally.no_owner, wins)
    );
    let no_amount = format!(
        "{} of {known} wins by known reps ({}) have no amount above 0 and are passed over in bookings.",
        tally.no_amount,
        share(tally.no_amount, known)
    );
    let found = [
        of(tally.unknown_owner, wins, "owners-unknown", unknown),
        of(tally.no_owner, wins, "wins-without-owner", nobody),
        of(tally.no_amount, known, "wins-without-amount", no_amount),
    ];
    found.into_iter().flatten().collect()
}
