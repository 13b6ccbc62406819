//! How cells look: formats of numbers in the plan's currency, and of texts.

use super::text;
use crate::chart::theme;
use crate::report::format::currency_prefix;
use crate::report::table::Show;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// A colour of the charts.
pub fn colour(rgb: plotters::style::RGBColor) -> Color {
    Color::RGB(u32::from(rgb.0) << 16 | u32::from(rgb.1) << 8 | u32::from(rgb.2))
}

/// The format in which a spreadsheet shows a number as the report does.
pub fn number(show: Show, currency: &str) -> String {
    match show {
        Show::Plain | Show::Picture => "General".to_string(),
        Show::Money => money("#,##0", currency),
        Show::Percent(places) => format!("{}%", decimals("0", places)),
        Show::Points(places) => {
            let digits = decimals("0", places);
            format!("+{digits}%\" pts\";-{digits}%\" pts\";{digits}%\" pts\"")
        }
        Show::Number(places) => decimals("#,##0", places),
        Show::Multiple(places) => format!("{}\"x\"", decimals("0", places)),
        Show::Months(places) => format!("{}\" months\"", decimals("0", places)),
    }
}

/// Digits with the currency before them and the minus before that: `"$"#,##0;-"$"#,##0`.
pub fn money(digits: &str, currency: &str) -> String {
    let prefix = text::cell(&currency_prefix(currency)).replace('"', "");
    format!("\"{prefix}\"{digits};-\"{prefix}\"{digits}")
}

/// Digits with so many places behind the point.
pub fn decimals(digits: &str, places: u8) -> String {
    match places {
        0 => digits.to_string(),
        places => format!("{digits}.{}", "0".repeat(places.into())),
    }
}

/// A number in a table.
pub fn cell(show: Show, currency: &str) -> Format {
    Format::new().set_num_format(number(show, currency)).set_align(FormatAlign::Top).set_align(FormatAlign::Right)
}

/// A text in a table.
pub fn text_cell() -> Format {
    Format::new().set_align(FormatAlign::Top).set_text_wrap()
}

/// A text in a table in another column than its first, away from a number before it.
pub fn later_text() -> Format {
    text_cell().set_align(FormatAlign::Left).set_indent(1)
}

/// A text that may run over the empty cells at its right.
pub fn last_text() -> Format {
    Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Left).set_indent(1)
}

/// A text beside numbers, such as "no trial".
pub fn beside_numbers() -> Format {
    text_cell().set_align(FormatAlign::Right)
}

/// The heading of a column.
pub fn heading() -> Format {
    let line = colour(theme::AXIS);
    let format = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Bottom);
    format
        .set_background_color(colour(theme::BANDS[0]))
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color(line)
}

/// The heading of a column of texts that is not the first.
pub fn later_heading() -> Format {
    heading().set_align(FormatAlign::Left).set_indent(1)
}

/// The heading of a column of numbers.
pub fn number_heading() -> Format {
    heading().set_align(FormatAlign::Right)
}

/// The finding at the top of a page.
pub fn headline() -> Format {
    paragraph().set_bold().set_font_size(15).set_font_color(colour(theme::BLUE))
}

/// A caption, or the title of a list.
pub fn caption() -> Format {
    paragraph().set_bold().set_font_size(12)
}

/// A paragraph over several columns.
pub fn paragraph() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_align(FormatAlign::Left)
}

/// What explains.
pub fn note() -> Format {
    paragraph().set_italic().set_font_color(colour(theme::MUTED))
}

/// The title of a chart beside its numbers: on one line, whatever stands to its right.
pub fn title() -> Format {
    Format::new().set_bold().set_font_size(12)
}

/// The name of a series over its column.
pub fn small_note() -> Format {
    Format::new().set_italic().set_font_color(colour(theme::MUTED)).set_text_wrap().set_align(FormatAlign::Right)
}

/// A figure in large print.
pub fn large() -> Format {
    Format::new().set_bold().set_font_size(13).set_font_color(colour(theme::BLUE)).set_align(FormatAlign::Top)
}

/// A link.
pub fn link() -> Format {
    Format::new().set_hyperlink().set_align(FormatAlign::Top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_the_currency_and_the_decimals() {
        assert_eq!(number(Show::Money, "USD"), "\"$\"#,##0;-\"$\"#,##0");
        assert_eq!(number(Show::Money, "CHF"), "\"CHF \"#,##0;-\"CHF \"#,##0");
        assert_eq!(number(Show::Percent(1), "USD"), "0.0%");
        assert_eq!(number(Show::Percent(0), "USD"), "0%");
        assert_eq!(number(Show::Points(1), "USD"), "+0.0%\" pts\";-0.0%\" pts\";0.0%\" pts\"");
        assert_eq!(number(Show::Multiple(2), "USD"), "0.00\"x\"");
        assert_eq!(number(Show::Months(1), "USD"), "0.0\" months\"");
        assert_eq!(number(Show::Number(0), "USD"), "#,##0");
    }
}
