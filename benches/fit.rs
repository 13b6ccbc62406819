//! Reading an export of opportunities and fitting it. `cargo bench --bench fit`

use divan::counter::ItemsCount;
use planodds::fit::day::Day;
use planodds::fit::history::Setting;
use planodds::fit::import::{self, BadRows, Records};
use planodds::fit::mapping::{self, Mapping};
use planodds::sampling::stream::Stream;
use std::fmt::Write;
use std::io::{Cursor, Read};
use std::path::Path;

/// Rows of the export.
const ROWS: u64 = 100_000;
/// Days of its history.
const DAYS: f64 = 900.0;

const MAPPING: &str = r#"
as_of = "2026-06-18"
[opportunities]
file = "deals.csv"
id = "id"
created = "created"
closed = "closed"
stage = "stage"
amount = "amount"
won = ["won"]
lost = ["lost"]
open = ["open"]
"#;

fn main() {
    divan::main();
}

fn mapping() -> Mapping {
    mapping::read("mapping.toml", MAPPING.as_bytes().to_vec()).expect("a valid mapping").mapping
}

/// Deals of two months on average, a quarter of them won.
fn export() -> String {
    let stream = Stream::new(1, "deals");
    let begin = Day::new(2024, 1, 1).expect("a day");
    let mut text = "id,created,closed,stage,amount\n".to_string();
    for row in 0..ROWS {
        let uniform = |index| stream.uniform(row, 0, index);
        let created = uniform(0) * DAYS;
        let closed = created - 60.0 * uniform(1).ln();
        let day = |x: f64| begin.plus(x as i32);
        let stage = if uniform(2) < 0.25 { "won" } else { "lost" };
        let (closed, stage) = if closed < DAYS { (day(closed).to_string(), stage) } else { (String::new(), "open") };
        let amount = 5_000.0 + 20_000.0 * uniform(3);
        writeln!(text, "{row},{},{closed},{stage},{amount:.2}", day(created)).expect("memory");
    }
    text
}

fn read(mapping: &Mapping, text: &str) -> Records {
    let mut open = |_: &Path| -> std::io::Result<Box<dyn Read>> { Ok(Box::new(Cursor::new(text.as_bytes().to_vec()))) };
    import::read(mapping, &mut open, BadRows::Refuse).expect("good rows")
}

#[divan::bench(sample_count = 10)]
fn import(bencher: divan::Bencher<'_, '_>) {
    let (mapping, text) = (mapping(), export());
    bencher.counter(ItemsCount::new(ROWS)).bench(|| read(&mapping, &text));
}

#[divan::bench(sample_count = 10)]
fn fit(bencher: divan::Bencher<'_, '_>) {
    let (mapping, text) = (mapping(), export());
    let records = read(&mapping, &text);
    let as_of = mapping.as_of.expect("it has one");
    let setting = Setting {
        as_of,
        plan_start: as_of.month().expect("a month").plus(1),
        segments: mapping.segments.names.clone(),
        half_life_months: None,
    };
    bencher.counter(ItemsCount::new(ROWS)).bench(|| planodds::fit::fit(&records, &mapping, &setting));
}
