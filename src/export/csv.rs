//! bands.csv (one row a metric, segment and period) and trials.csv (one row a trial).

use super::number::{cell, put_cell};
use crate::analysis::PERCENTILE_NAMES;
use crate::analysis::bands::{Columns, Series};
use crate::plan::Plan;
use crate::simulate::KeptTrials;
use std::io;

/// bands.csv: metric, segment (empty: the total), period (month, fiscal quarter or plan year), mean, sd, the
/// percentiles, the plan as written. Undefined values are empty.
///
/// # Errors
/// None in practice: it writes into memory.
pub fn bands(plan: &Plan, bands: &[Series]) -> csv::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["metric", "segment", "period", "mean", "sd"];
    writer.write_record(head.iter().chain(&PERCENTILE_NAMES).chain(&["planned"]))?;
    for series in bands {
        let metric = series.metric.name(plan);
        let segment = series.segment.map_or("", |s| plan.segments[s].name.as_str());
        for columns in [&series.months, &series.quarters, &series.years] {
            write_periods(&mut writer, metric, segment, columns)?;
        }
    }
    writer.into_inner().map_err(|e| e.into_error().into())
}

fn write_periods(writer: &mut csv::Writer<Vec<u8>>, metric: &str, segment: &str, columns: &Columns) -> csv::Result<()> {
    for (i, label) in columns.labels.iter().enumerate() {
        [metric, segment, label].iter().try_for_each(|text| writer.write_field(text))?;
        let numbers = [&columns.mean, &columns.sd].into_iter().chain(&columns.percentiles).chain([&columns.planned]);
        for column in numbers {
            writer.write_field(column.get(i).copied().flatten().map_or(String::new(), cell))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

/// trials.csv, streamed block by block: the trial's number, then the kept columns. Undefined values are empty.
pub struct Trials<W: io::Write> {
    writer: csv::Writer<W>,
}

impl<W: io::Write> Trials<W> {
    /// Starts the file with its headings.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, columns: &[String]) -> csv::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(std::iter::once("trial").chain(columns.iter().map(String::as_str)))?;
        Ok(Self { writer })
    }

    /// Adds the trials of a block, one row each.
    ///
    /// # Errors
    /// Those of the underlying writer; a block with more or fewer columns than the headings.
    pub fn add(&mut self, block: &KeptTrials) -> csv::Result<()> {
        let trials = block.columns.first().map_or(0, Vec::len);
        let mut text = String::new();
        for i in 0..trials {
            self.writer.write_field((block.first_trial + i as u64).to_string())?;
            for column in &block.columns {
                put_cell(&mut text, column.get(i).copied().unwrap_or(f64::NAN));
                self.writer.write_field(&text)?;
            }
            self.writer.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    /// Writes what is left and hands the writer back.
    ///
    /// # Errors
    /// Those of the underlying writer.
    pub fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|e| e.into_error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn bands_have_a_row_for_every_period() {
        let plan = fixture::plan(14, 1);
        let mut series = fixture::bands(&plan, 0.1);
        series.truncate(1);
        series[0].months.planned[0] = None;
        series[0].months.mean[1] = Some(-0.0);
        let text = String::from_utf8(bands(&plan, &series).unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "metric,segment,period,mean,sd,p1,p5,p10,p25,p50,p75,p90,p95,p99,planned");
        assert_eq!(lines.len(), 1 + 14 + 5 + 2);
        assert!(lines[1].starts_with("arr,,2027-01,") && lines[1].ends_with(','), "{}", lines[1]);
        assert!(lines[2].starts_with("arr,,2027-02,0,"), "{}", lines[2]);
        assert!(lines[15].starts_with("arr,,FY27 Q1,") && lines[21].starts_with("arr,,Y2,"));
        assert!(lines.iter().all(|l| l.split(',').count() == 15));
    }

    #[test]
    fn names_with_quotes_and_commas_read_back() {
        let mut plan = fixture::plan(1, 1);
        plan.segments[0].name = "a \"b\", c\n🚀".to_string();
        let bytes = bands(&plan, &fixture::bands(&plan, 0.1)).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let segments: Vec<String> = reader.records().map(|r| r.unwrap()[1].to_string()).collect();
        assert!(segments.contains(&plan.segments[0].name));
    }

    #[test]
    fn trials_are_rows() {
        let columns = ["arr".to_string(), "win \"rate\"".to_string()];
        let mut trials = Trials::new(Vec::new(), &columns).unwrap();
        let block = |first_trial, columns: [Vec<f64>; 2]| KeptTrials { first_trial, columns: columns.to_vec() };
        trials.add(&block(0, [vec![1.5, f64::NAN], vec![0.25, 0.5]])).unwrap();
        trials.add(&block(2, [vec![20e6], vec![-0.0]])).unwrap();
        let text = String::from_utf8(trials.finish().unwrap()).unwrap();
        assert_eq!(text, "trial,arr,\"win \"\"rate\"\"\"\n0,1.5,0.25\n1,,0.5\n2,20000000,0\n");
    }

    #[test]
    fn a_writer_that_fails_says_so() {
        #[derive(Debug)]
        struct Full;
        impl io::Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let trials = Trials::new(Full, &["arr".to_string()]).unwrap();
        assert_eq!(trials.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
