mod exports;
mod plain;
mod samples;

use super::*;
use crate::fit::mapping::{self, Mapping};
use crate::scenario::codes;

/// The proposal for a text.
pub fn proposed(text: &str) -> Proposal {
    detect("export.csv", text.as_bytes()).unwrap_or_else(|refused| panic!("{refused:?}"))
}

/// The mapping that a proposal is. Where it has lines to be filled in, exactly those are missing.
pub fn mapping(proposal: &Proposal) -> Option<Mapping> {
    match mapping::read("proposal.toml", proposal.text.clone().into_bytes()) {
        Ok(read) => {
            assert!(proposal.missing.is_empty(), "{}", proposal.text);
            assert!(read.warnings.is_empty(), "{}\n{:?}", proposal.text, read.warnings);
            Some(read.mapping)
        }
        Err(refused) => {
            let told: Vec<&str> = refused.diagnostics.iter().map(|d| d.message.as_str()).collect();
            assert!(refused.diagnostics.iter().all(|d| d.code == codes::MISSING_KEY), "{}\n{told:?}", proposal.text);
            assert_eq!(told.len(), proposal.missing.len(), "{}\n{told:?}", proposal.text);
            for key in &proposal.missing {
                let is_told = told.iter().any(|message| message.contains(&format!("needs {key}")));
                assert!(is_told, "{key}\n{told:?}");
            }
            None
        }
    }
}
