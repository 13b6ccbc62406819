//! What inputs are called: the words of a planner for the path in a scenario.

use super::{one_line, shorten};

/// Longest name of an input, characters.
const LONGEST: usize = 60;
/// Longest name of its segment in it: what the input is matters more.
const LONGEST_SEGMENT: usize = 24;

/// "segments.enterprise.pipeline.sources.outbound.stages.opportunity.rate" to "enterprise outbound opportunity rate".
pub fn input_name(path: &str) -> String {
    let line = one_line(path);
    let mut parts = line.split('.');
    let name = match (parts.next(), parts.next()) {
        (Some("segments"), Some(segment)) => {
            format!("{} {}", shorten(segment, LONGEST_SEGMENT), input_words(&parts.collect::<Vec<_>>()))
        }
        _ => line,
    };
    shorten(&name, LONGEST)
}

/// What an input is called below its segment: keys that name a table add nothing, and what is short for something is
/// written as people write it.
pub fn input_words(parts: &[&str]) -> String {
    let tables = ["pipeline", "capacity", "retention", "sources", "stages", "key_accounts"];
    let said = parts.iter().filter(|p| !tables.contains(p));
    let words = said.flat_map(|part| as_people_order(part)).collect::<Vec<_>>();
    words.join(" ")
}

/// "churn_annual" to "annual churn", "sales_cycle_months" to "sales cycle".
fn as_people_order(part: &str) -> Vec<String> {
    let mut words: Vec<&str> = part.split('_').collect();
    match words.last() {
        Some(&rhythm @ ("annual" | "monthly")) if words.len() > 1 => {
            words.pop();
            words.insert(0, rhythm);
        }
        Some(&"months") if words.len() > 1 => drop(words.pop()),
        _ => {}
    }
    words.into_iter().map(as_people_write).collect()
}

fn as_people_write(word: &str) -> String {
    match word {
        "arr" => "ARR",
        "sdrs" => "SDRs",
        "sdr" => "SDR",
        "opps" => "opportunity",
        "deals" => "deal",
        other => other,
    }
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_called_by_what_a_planner_would_say() {
        let cases = [
            ("segments.smb.pipeline.win_rate", "smb win rate"),
            ("segments.smb.retention.churn_annual", "smb annual churn"),
            ("segments.smb.pipeline.sales_cycle_months", "smb sales cycle"),
            ("segments.smb.pipeline.sources.ads.growth_monthly", "smb ads monthly growth"),
            ("segments.ent.pipeline.sources.outbound.stages.opportunity.rate", "ent outbound opportunity rate"),
            ("segments.smb.deals.size", "smb deal size"),
            ("segments.smb.pipeline.opps_factor", "smb opportunity factor"),
            ("segments.smb.pipeline.sources.outbound.sdrs", "smb outbound SDRs"),
            ("segments.smb.retention.key_accounts.acme.arr", "smb acme ARR"),
            ("finance.gross_margin", "finance.gross_margin"),
        ];
        for (path, name) in cases {
            assert_eq!(input_name(path), name);
        }
        let long = input_name(&format!("segments.{}.deals.size", "a".repeat(90)));
        assert!(long.ends_with("… deal size"), "{long}");
        assert_eq!(input_name(&"a".repeat(90)).chars().count(), LONGEST);
    }
}
