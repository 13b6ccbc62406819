//! What the terminal says of a finished pack: the finding of every page.

use super::Report;
use crate::report::summary::{Section, Summary};

/// The findings, the answer first.
pub fn summary(report: &Report) -> Summary {
    let (answer, others): (Vec<_>, Vec<_>) = report.pages.iter().partition(|page| page.id == "answer");
    let finding = |page: &&super::Page| format!("{}: {}", page.name, page.headline);
    let section = Section {
        title: format!("The pack: {} pages, a finding each", report.pages.len()),
        lines: others.iter().filter(|page| !page.id.starts_with("all-")).map(finding).collect(),
        ..Section::default()
    };
    Summary {
        title: format!("{} · {}", report.title, report.subtitle),
        headline: answer.iter().map(|page| page.headline.clone()).collect(),
        sections: vec![section],
    }
}
