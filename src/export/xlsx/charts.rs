//! Native charts: the numbers stay in cells, the chart names their ranges.

use super::looks::{self, colour};
use super::placed::Placed;
use super::sheet::Sheet;
use super::text;
use crate::chart::theme;
use crate::report::pack::Report;
use crate::report::pack::native::{Axis, MOST_LABELS, Mark, Native, Plot, Series, Tone, Unit, label_step};
use crate::report::sheet::Value;
use plotters::style::RGBColor;
use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisCrossing, ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition,
    ChartErrorBars, ChartErrorBarsType, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartMarker, ChartMarkerType, ChartRange, ChartSeries, ChartSolidFill, ChartType, ObjectMovement, XlsxError,
};

/// Characters in a line of the title of a chart alone on its page, and of one of several.
const TITLE_LINES: [usize; 2] = [112, 74];
/// Width of a chart alone on its page, and of one of several; pixels.
const WIDTHS: [u32; 2] = [1000, 700];
/// Height of a chart, pixels.
const HEIGHT: u32 = 440;
/// Rows that a chart takes.
const ROWS: u32 = 23;
/// Charts side by side.
const ABREAST: usize = 2;

/// A chart of a page, and where its numbers stand.
pub struct OnPage<'r> {
    /// The chart.
    pub native: &'r Native,
    /// Its numbers.
    pub place: &'r Placed,
}

/// The charts of a page.
pub fn of_page<'r>(report: &'r Report, placed: &'r [Placed], page: &str) -> Vec<OnPage<'r>> {
    let all = report.natives.iter().zip(placed);
    all.filter(|(native, _)| native.page == page).map(|(native, place)| OnPage { native, place }).collect()
}

/// The title of a chart in lines, as its page has room for.
pub fn title(report: &Report, native: &Native) -> String {
    let on_page = report.natives.iter().filter(|other| other.page == native.page).count();
    text::cut(&text::lines(&native.title, TITLE_LINES[usize::from(on_page > 1)]), text::LONGEST_CELL)
}

/// Puts the charts on a page, one alone or two side by side, and moves below them.
pub fn insert(sheet: &mut Sheet<'_>, natives: &[OnPage<'_>], currency: &str, data: &str) -> Result<(), XlsxError> {
    let several = usize::from(natives.len() > 1);
    let width = WIDTHS[several];
    for row in natives.chunks(ABREAST) {
        for (offset, on_page) in (0u32..).map(|i| i * (width + 12)).zip(row) {
            let mut chart = chart(on_page, currency, data);
            chart.set_width(width).set_height(HEIGHT);
            space_labels(&mut chart, on_page.native, MOST_LABELS[several]);
            sheet.page.insert_chart_with_offset(sheet.row, 0, &chart, offset, 0)?;
        }
        sheet.row += ROWS;
    }
    Ok(())
}

/// The chart.
fn chart(on_page: &OnPage<'_>, currency: &str, data: &str) -> Chart {
    let native = on_page.native;
    let (stacks, lines): (Vec<&Series>, Vec<&Series>) = native.series.iter().partition(|s| is_solid(s.mark));
    let mut main = match (&native.plot, stacks.first().map(|s| s.mark)) {
        (_, None) => Chart::new(ChartType::Line),
        (_, Some(Mark::Area)) => Chart::new(ChartType::AreaStacked),
        (Plot::Lying, Some(Mark::Stacked)) => Chart::new(ChartType::BarStacked),
        (Plot::Lying, Some(_)) => Chart::new(ChartType::Bar),
        (Plot::Upright(_), Some(Mark::Stacked)) => Chart::new(ChartType::ColumnStacked),
        (Plot::Upright(_), Some(_)) => Chart::new(ChartType::Column),
    };
    for series in &stacks {
        self::series(main.add_series(), on_page, series, data);
    }
    let over = match stacks.is_empty() {
        true => &mut main,
        false => &mut Chart::new(ChartType::Line),
    };
    for series in &lines {
        self::series(over.add_series(), on_page, series, data);
    }
    if !stacks.is_empty() && !lines.is_empty() {
        let over = over.clone();
        main.combine(&over);
    }
    main.set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    main.set_alt_text(text::property(&native.title)).set_name(text::property(&native.data.name));
    frame(&mut main, on_page, data);
    axes(&mut main, native, currency);
    main
}

fn is_solid(mark: Mark) -> bool {
    matches!(mark, Mark::Area | Mark::Stacked | Mark::Column)
}

/// Title, key and the lines round it.
fn frame(chart: &mut Chart, on_page: &OnPage<'_>, data: &str) {
    let mut font = ChartFont::new();
    font.set_size(12).set_bold().set_color(colour(theme::INK));
    chart.title().set_name((data, on_page.place.title, 0)).set_font(&font);
    let (stacks, lines): (Vec<&Series>, Vec<&Series>) = on_page.native.series.iter().partition(|s| is_solid(s.mark));
    // The key counts the lines after what they stand over.
    let all: Vec<&Series> = stacks.into_iter().chain(lines).collect();
    let unnamed: Vec<usize> = (0..all.len()).filter(|&i| !is_named(&all[..i], all[i])).collect();
    if unnamed.len() + 1 < all.len() {
        chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small()).delete_entries(&unnamed);
    } else {
        chart.legend().set_hidden();
    }
    chart.chart_area().set_format(ChartFormat::new().set_border(ChartLine::new().set_color(colour(theme::GRID))));
}

fn small() -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(9).set_color(colour(theme::MUTED)).unset_bold();
    font
}

fn axes(chart: &mut Chart, native: &Native, currency: &str) {
    match &native.plot {
        Plot::Upright(title) => {
            value_axis(chart.y_axis(), &native.values, currency);
            categories(chart.x_axis());
            if !title.is_empty() {
                chart.x_axis().set_name(&text::literal(title)).set_name_font(&small());
            }
        }
        Plot::Lying => {
            // A chart of bars calls the axis of its values x, though it is its second.
            value_axis(chart.x_axis(), &native.values, currency);
            chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
            categories(chart.y_axis());
            // The first category on top, the axis of the values below the last.
            chart.y_axis().set_reverse().set_crossing(ChartAxisCrossing::Max);
        }
    }
}

/// An axis of texts, at the low end whatever the values.
fn categories(axis: &mut ChartAxis) {
    axis.set_font(&small()).set_label_position(ChartAxisLabelPosition::Low);
    axis.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(colour(theme::AXIS))));
}

/// Not all categories are named where there are many; rows always are.
fn space_labels(chart: &mut Chart, native: &Native, most: usize) {
    let step = label_step(native.data.rows.len(), most);
    if step > 1 && native.plot != Plot::Lying {
        chart.x_axis().set_label_interval(step as u16).set_tick_interval(step as u16);
    }
}

fn value_axis(axis: &mut ChartAxis, scale: &Axis, currency: &str) {
    axis.set_min(scale.from).set_max(scale.to).set_major_unit(scale.step);
    axis.set_num_format(ticks(scale, currency)).set_font(&small()).set_label_position(ChartAxisLabelPosition::Low);
    axis.set_major_gridlines(true).set_major_gridlines_line(ChartLine::new().set_color(colour(theme::GRID)));
    axis.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(colour(theme::AXIS))));
    if !scale.title.is_empty() {
        axis.set_name(&text::literal(&scale.title)).set_name_font(&small());
    }
}

/// The format of an axis's numbers, with the decimals that its steps need: `"$"0.0,,"M"`.
fn ticks(scale: &Axis, currency: &str) -> String {
    let size = scale.size();
    let places = |unit: f64| (0..=4u8).find(|&n| is_whole(scale.step / unit * 10f64.powi(n.into()))).unwrap_or(4);
    match scale.unit {
        Unit::Money => {
            let scales = [(1e12, ",,,,\"T\""), (1e9, ",,,\"B\""), (1e6, ",,\"M\""), (1e3, ",\"k\""), (1.0, "")];
            let (unit, name) = scales.into_iter().find(|(unit, _)| size >= *unit).unwrap_or((1.0, ""));
            looks::money(&format!("{}{name}", looks::decimals("#,##0", places(unit))), currency)
        }
        Unit::Share => format!("{}%", looks::decimals("0", places(0.01))),
        Unit::Points => looks::number(crate::report::table::Show::Points(places(0.01)), currency),
        Unit::Number => looks::decimals("#,##0", places(1.0)),
    }
}

fn is_whole(x: f64) -> bool {
    (x - x.round()).abs() < 1e-6
}

/// One series: its ranges, then how it looks.
fn series(out: &mut ChartSeries, on_page: &OnPage<'_>, series: &Series, data: &str) {
    let OnPage { native, place } = on_page;
    let range = |column: usize| ChartRange::new_from_range(data, place.first, column as u16, place.last, column as u16);
    out.set_categories(&range(0)).set_values(&range(series.column));
    if series.tone == Tone::Invisible || !series.name.is_empty() {
        out.set_name((data, place.names, series.column as u16));
    }
    let rgb = tone(series.tone);
    match (series.mark, rgb) {
        (Mark::Area | Mark::Stacked | Mark::Column, Some(rgb)) => {
            let mut format = ChartFormat::new();
            format.set_solid_fill(ChartSolidFill::new().set_color(colour(rgb)));
            if series.tone == Tone::Gap {
                format.set_solid_fill(ChartSolidFill::new().set_color(colour(theme::PAPER)));
                format.set_border(ChartLine::new().set_color(colour(rgb)).set_width(1.5));
            }
            out.set_format(&mut format);
        }
        (Mark::Area | Mark::Stacked | Mark::Column, None) => {
            out.set_format(ChartFormat::new().set_no_fill().set_no_line());
        }
        (mark, rgb) => line(out, mark, rgb),
    }
    if series.mark == Mark::Stacked {
        out.set_gap(if native.plot == Plot::Lying { 40 } else { 45 }).set_overlap(100);
    }
    if let Some(column) = series.labels {
        labels(out, native, column, is_solid(series.mark));
    }
    if let Some([up, down]) = series.whiskers {
        let mut bars = ChartErrorBars::new();
        bars.set_type(ChartErrorBarsType::Custom(range(up), range(down)));
        bars.set_format(ChartLine::new().set_color(colour(theme::INK)).set_width(1.25));
        out.set_y_error_bars(&bars);
    }
}

/// Whether the key names a series: one that is seen, has a name, and looks like none before it.
fn is_named(before: &[&Series], series: &Series) -> bool {
    let is_seen = series.tone != Tone::Invisible && !series.name.is_empty();
    is_seen && before.iter().all(|other| (other.mark, other.tone) != (series.mark, series.tone))
}

fn line(out: &mut ChartSeries, mark: Mark, rgb: Option<RGBColor>) {
    let mut marker = ChartMarker::new();
    marker.set_none();
    let Some(rgb) = rgb else {
        out.set_format(ChartFormat::new().set_no_line()).set_marker(&marker);
        return;
    };
    let mut stroke = ChartLine::new();
    stroke.set_color(colour(rgb)).set_width(2.25);
    if mark == Mark::Dashed {
        stroke.set_dash_type(ChartLineDashType::Dash).set_width(1.5);
    }
    if matches!(mark, Mark::Dots | Mark::Joined) {
        marker = ChartMarker::new();
        let kind = if mark == Mark::Dots { ChartMarkerType::Diamond } else { ChartMarkerType::Circle };
        let fill = colour(rgb);
        marker.set_type(kind).set_size(7).set_format(
            ChartFormat::new()
                .set_solid_fill(ChartSolidFill::new().set_color(fill))
                .set_border(ChartLine::new().set_color(fill)),
        );
    }
    let mut format = ChartFormat::new();
    if mark == Mark::Dots {
        format.set_no_line()
    } else {
        format.set_line(&stroke)
    };
    out.set_format(&mut format).set_marker(&marker);
}

/// Texts at the points: those of a column, none where it has none.
fn labels(out: &mut ChartSeries, native: &Native, column: usize, is_solid: bool) {
    let mut font = ChartFont::new();
    font.set_size(9).set_bold().set_color(colour(theme::INK));
    let place = if is_solid { ChartDataLabelPosition::OutsideEnd } else { ChartDataLabelPosition::Above };
    let mut paper = ChartFormat::new();
    paper.set_solid_fill(ChartSolidFill::new().set_color(colour(theme::PAPER)));
    out.set_data_label(ChartDataLabel::new().show_value().set_font(&font).set_position(place).set_format(&mut paper));
    let label = |row: &Vec<crate::report::table::Cell>| match &row[column].value {
        Value::Text(words) if !words.is_empty() => ChartDataLabel::new()
            .set_value(&text::literal(words))
            .set_font(&font)
            .set_position(place)
            .set_format(&mut paper.clone())
            .to_custom(),
        _ => ChartDataLabel::new().set_hidden().to_custom(),
    };
    let custom: Vec<ChartDataLabel> = native.data.rows.iter().map(label).collect();
    out.set_custom_data_labels(&custom);
}

/// The colour of a tone, as in the report's own charts.
fn tone(tone: Tone) -> Option<RGBColor> {
    Some(match tone {
        Tone::Invisible => return None,
        Tone::Band(i) => theme::BANDS[i.min(theme::BANDS.len() - 1)],
        Tone::Median | Tone::Hit | Tone::Up | Tone::High | Tone::Capacity => theme::BLUE,
        Tone::Miss | Tone::Down | Tone::Low | Tone::Pipeline => theme::ORANGE,
        Tone::Written => theme::INK,
        Tone::Target | Tone::Gap => theme::VERMILLION,
        Tone::Total => theme::MUTED,
        Tone::Line(i) => theme::LINES[i % theme::LINES.len()],
    })
}
