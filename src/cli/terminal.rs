//! All printing: results to the standard output, everything else to the standard error.
//!
//! Colour goes where a terminal reads it and NO_COLOR is not set; anstream takes it out everywhere else.

use super::exit::{Exit, Failure};
use anstyle::Style;
use comfy_table::{CellAlignment, LineStyle, TableStyle};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use planodds::diagnostic::{Diagnostic, Source, render};
use planodds::report::summary::{Section, Summary, Table, WIDTH};
use std::fmt;
use std::io::{ErrorKind, Write};

/// Prints to the standard output. A reader who has closed it wants no more: that is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let message = format!("cannot write to the standard output: {error}");
            Err(Failure::saying(Exit::Broken, "output", message, &[]))
        }
        _ => Ok(()),
    }
}

/// Prints to the standard error; where that fails there is no one left to tell.
pub fn remark(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Shows mistakes and warnings with their source lines.
pub fn diagnostics(diagnostics: &[Diagnostic], sources: &[Source]) {
    for diagnostic in diagnostics {
        remark(&format!("{}\n", render(diagnostic, sources, true)));
    }
}

/// Says why a command failed.
pub fn failure(failure: &Failure) {
    for diagnostic in &failure.diagnostics {
        remark(&render(diagnostic, &failure.sources, true));
    }
}

/// Shows clap's help, version or complaint.
pub fn usage(error: &clap::Error) -> Exit {
    match error.print() {
        Err(failed) if failed.kind() != ErrorKind::BrokenPipe => Exit::Broken,
        _ if error.use_stderr() => Exit::BadInput,
        _ => Exit::Fine,
    }
}

/// "1 warning", "2 warnings".
pub fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// Shows the summary of a run.
pub fn summary(summary: &Summary) -> Result<(), Failure> {
    let bold = Style::new().bold();
    let headline: String = summary.headline.iter().map(|line| wrapped(line, "")).collect();
    let title = wrapped(&summary.title, "");
    let mut text = format!("{bold}{}{bold:#}\n\n{headline}", title.trim_end());
    for section in &summary.sections {
        text.push_str(&section_text(section, bold));
    }
    print(&text)
}

fn section_text(section: &Section, bold: Style) -> String {
    let lines = section.lines.iter().map(|line| wrapped(line, "  "));
    let table = section.table.as_ref().map(table_text).unwrap_or_default();
    let notes = section.notes.iter().map(|note| wrapped(note, "  "));
    let (lines, notes) = (lines.collect::<String>(), notes.collect::<String>());
    format!("\n{bold}{}{bold:#}\n{lines}{table}{notes}", section.title)
}

/// A sentence in lines of at most [`WIDTH`] columns, each behind the indent, further lines two columns deeper. A word that is
/// longer than that has a line of its own.
fn wrapped(sentence: &str, indent: &str) -> String {
    let mut out = String::new();
    let mut line = indent.to_string();
    let mut fresh = true;
    for word in sentence.split(' ') {
        if !fresh && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(line.trim_end());
            line = format!("\n{indent}  ");
            fresh = true;
        }
        if !fresh {
            line.push(' ');
        }
        line.push_str(word);
        fresh = false;
    }
    out + &line + "\n"
}

/// Rows under their headings, numbers to the right, indented by two.
fn table_text(table: &Table) -> String {
    let rule = LineStyle::none().fill('─').junction('─');
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(TableStyle::new().header_separator(rule)).set_header(table.header.iter());
    for row in &table.rows {
        drawn.add_row(row.iter());
    }
    for column in drawn.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    drawn.lines().map(|line| format!(" {}\n", line.trim_end())).collect()
}

/// A progress bar with rate and time left where the standard error is a terminal, nothing elsewhere.
pub fn progress(step: &str, trials: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(trials), ProgressDrawTarget::stderr());
    let rate = |state: &ProgressState, w: &mut dyn fmt::Write| {
        // The bar is only drawn to a terminal: a failing write has nowhere to be reported.
        let _ = write!(w, "{}", HumanCount(state.per_sec() as u64));
    };
    let template = "{msg}{bar:30} {percent:>3} % of {human_len} trials, {rate} a second, {eta} left";
    // A template that does not parse would be a slip in the line above; the plain bar is then good enough.
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let step = if step.is_empty() { String::new() } else { format!("{step}  ") };
    bar.with_style(style.with_key("rate", rate)).with_message(step)
}

/// No progress bar.
pub fn no_progress() -> ProgressBar {
    ProgressBar::hidden()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_broken_between_words() {
        assert_eq!(wrapped("short", "  "), "  short\n");
        let long = format!("{} end", "word ".repeat(40).trim_end());
        let text = wrapped(&long, "  ");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("    word") || line.starts_with("    end")), "{text}");
        assert_eq!(text.split_whitespace().count(), 41);
        let word = "w".repeat(200);
        assert_eq!(wrapped(&format!("a {word} b"), "").lines().count(), 3);
    }
}
