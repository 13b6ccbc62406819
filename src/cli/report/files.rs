//! What the pack consists of, and under which names.

use crate::cli::answer::Session;
use crate::cli::args::ChartsArgument;
use crate::cli::args::report::{Format, ReportArguments};
use crate::cli::exit::{Exit, Failure};
use crate::cli::files::{made, stage_figures, where_written};
use crate::cli::{interrupt, terminal};
use planodds::chart::pack::Drawings;
use planodds::export::answer::Answer;
use planodds::export::{self, manifest};
use planodds::plan::Plan;
use planodds::report::pack::{self, Origin, Report, Results};
use planodds::report::sheet::Sheet;
use planodds::report::{compare, drivers, gap, solve, watch};
use planodds::scenario::Loaded;
use planodds::simulate;

/// What is written.
pub struct Pack<'r> {
    /// The results.
    pub results: &'r Results<'r>,
    /// Them in words.
    pub report: &'r Report,
    /// Them in pictures.
    pub drawings: &'r Drawings,
}

/// Where the pack comes from.
pub fn origin(scenarios: &[Loaded], asked: &ReportArguments) -> Origin {
    let sources = scenarios.iter().flat_map(|loaded| &loaded.sources);
    let mut inputs: Vec<(String, String)> =
        sources.map(|source| (source.name.clone(), manifest::sha256(source.text.as_bytes()))).collect();
    inputs.sort();
    inputs.dedup();
    let first = &scenarios[0];
    Origin {
        title: asked.title.clone(),
        inputs,
        command: command(),
        warnings: first.warnings.iter().map(|warning| warning.message.clone()).collect(),
        defaults: first.defaults.iter().map(|d| (d.path.clone(), d.value.clone())).collect(),
    }
}

/// The command line, "planodds" for the program's place; what the shell would take apart stands in quotes.
fn command() -> String {
    let quoted = |text: String| {
        let plain = |c: char| c.is_alphanumeric() || "-_./,:=+%@".contains(c);
        if !text.is_empty() && text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
    };
    let arguments = std::env::args_os().skip(1).map(|text| quoted(text.to_string_lossy().into_owned()));
    std::iter::once("planodds".to_string()).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// Writes all files of the pack, the manifest last, and says what they say.
pub fn write(
    mut session: Session<'_>,
    asked: &ReportArguments,
    plans: &[&Plan],
    pack: &Pack<'_>,
) -> Result<Exit, Failure> {
    let Pack { results, report, drawings } = pack;
    for format in [Format::Html, Format::Xlsx, Format::Md, Format::Pdf] {
        if !asked.format.contains(&format) {
            continue;
        }
        interrupt::check()?;
        let (name, bytes) = match format {
            Format::Html => ("report.html", made("report.html", export::html::html(report, drawings))?),
            Format::Xlsx => ("report.xlsx", made("report.xlsx", export::xlsx::xlsx(report))?),
            Format::Md => ("report.md", export::markdown::markdown(report)),
            Format::Pdf => ("report.pdf", pdf(report, drawings)?),
        };
        session.staging.write(name, &bytes)?;
    }
    if session.common.charts != ChartsArgument::None {
        let named: Vec<_> = drawings.figures.iter().map(|(name, figure)| (name.as_str(), figure.clone())).collect();
        stage_figures(&named, session.common.charts, &mut session.staging)?;
    }
    data(&mut session, plans, results)?;
    let manifest = manifest::manifest(results.origin, results.provenance, &session.staging.digests()?);
    session.staging.write("manifest.json", &made("manifest.json", manifest)?)?;
    interrupt::check()?;
    let (folder, quiet) = (session.folder.clone(), session.common.quiet);
    let written = session.staging.commit()?;
    if !quiet {
        terminal::summary(&pack::summary(report))?;
        terminal::print(&where_written(&folder, &written, "report"))?;
    }
    Ok(Exit::Fine)
}

#[cfg(feature = "pdf")]
fn pdf(report: &Report, drawings: &Drawings) -> Result<Vec<u8>, Failure> {
    made("report.pdf", export::pdf::pdf(report, drawings))
}

/// Refused long before.
#[cfg(not(feature = "pdf"))]
fn pdf(_: &Report, _: &Drawings) -> Result<Vec<u8>, Failure> {
    Err(Failure::saying(Exit::Broken, "pdf", "this build cannot write PDF".to_string(), &[]))
}

/// The results themselves, as each question's own command writes them.
fn data(session: &mut Session<'_>, plans: &[&Plan], results: &Results<'_>) -> Result<(), Failure> {
    let Results { plan, provenance, odds, bands, inputs, .. } = *results;
    let json = export::json::results(plan, provenance, odds, bands, inputs);
    session.staging.write("data/results.json", &made("results.json", json)?)?;
    session.staging.write("data/bands.csv", &made("bands.csv", export::csv::bands(plan, bands))?)?;
    let mut answers: Vec<(&str, Vec<Sheet>)> = vec![
        ("gap", gap::sheets(plan, results.gap)),
        ("drivers", drivers::sheets(plan, results.drivers)),
        ("watch", watch::sheets(plan, results.watch)),
        ("pack", pack::sheets(results)),
    ];
    answers.extend(results.solution.map(|solution| ("solve", solve::sheets(plan, solution))));
    answers.extend(results.compared.as_ref().map(|compared| ("compare", compare::sheets(compared))));
    let runs: Vec<_> = plans.iter().map(|&plan| (plan, simulate::provenance(plan, &session.spec))).collect();
    for (question, sheets) in &answers {
        let plans = if *question == "compare" { &runs[..] } else { &runs[..1] };
        let answer = Answer { question, plans, settings: &[], sheets };
        let name = format!("data/{question}.json");
        let bytes = made(&name, export::answer::json(&answer))?;
        session.staging.write(&name, &bytes)?;
    }
    Ok(())
}
