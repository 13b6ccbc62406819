//! A segment's opening values: what is there at the as-of date, and how customers are bound.

use super::base::{self, Base};
use super::lives::{Life, Lives};
use super::terms::{self, Contract, Known};
use crate::fit::day::Day;
use crate::fit::driver::{Fitted, FittedValue, RecordKind, Sample};
use crate::fit::evidence::{Evidence, EvidenceContent};
use crate::fit::finding::{Finding, counted, percent};
use crate::fit::history::{History, Setting};
use crate::fit::mapping;

/// A segment's customers.
#[derive(Clone, Debug)]
pub struct Segment<'a> {
    /// Its name.
    pub name: String,
    /// Its stays.
    pub lives: Vec<&'a Life>,
    /// How they are bound.
    pub contract: Contract,
}

impl Segment<'_> {
    /// The path of one of its inputs: `segments.smb.KEY`.
    pub fn path(&self, key: &str) -> String {
        format!("segments.{}.{key}", self.name)
    }

    /// What its fits are made from; `events` and `event` as they count for the number.
    pub fn sample(&self, events: u64, event: &'static str, as_of: Day) -> Sample {
        Sample {
            events,
            event,
            records: self.lives.len() as u64,
            record: RecordKind::Customers,
            open: self.lives.iter().filter(|l| l.end.is_none()).count() as u64,
            seen: [self.lives.iter().map(|l| l.start).min().unwrap_or(as_of), as_of],
        }
    }
}

/// The segment with this number.
pub fn segment<'a>(
    index: usize,
    everyone: &[&'a Life],
    all: &Lives,
    columns: &mapping::Customers,
    setting: &Setting,
) -> Segment<'a> {
    let lives: Vec<&Life> = everyone.iter().copied().filter(|l| usize::from(l.segment) == index).collect();
    let contract = terms::contract(&lives, everyone, columns, setting.as_of, all.dated);
    Segment { name: setting.segments[index].clone(), lives, contract }
}

/// A fit that is a plain number or list, known and not estimated.
pub fn plain(path: String, value: FittedValue, sample: Sample, method: &'static str) -> Fitted {
    let estimate = match &value {
        FittedValue::Number(x) => *x,
        FittedValue::Count(n) => *n as f64,
        _ => f64::NAN,
    };
    Fitted {
        path,
        value,
        estimate,
        standard_error: f64::NAN,
        interval: [f64::NAN; 2],
        quarter_sd: None,
        pooled: None,
        sample,
        method,
        checks: Vec::new(),
        findings: Vec::new(),
    }
}

/// Contract length, opening ARR and customers, their sizes and renewals, and key accounts where the mapping asks for
/// them. `before` holds the churn that key accounts take over.
pub fn opening(
    segment: &Segment<'_>,
    all: &Lives,
    columns: &mapping::Customers,
    setting: &Setting,
    before: &History,
) -> History {
    let mut out = History::default();
    if segment.lives.is_empty() {
        let text = format!(
            "No customer of segment {} is in the export by {}: nothing of it is fitted.",
            segment.name, setting.as_of
        );
        out.findings.push(Finding::missing("no-customers", segment.name.clone(), text));
        return out;
    }
    if all.dated || !matches!(segment.contract.known, Known::Default | Known::AtAnyTime) {
        out.fitted.push(contract_months(segment, setting));
    }
    if !all.dated {
        return out;
    }
    let base = Base::new(&segment.lives, columns.key_account_share);
    let with_arr = segment.lives.iter().any(|l| l.arr() > 0.0);
    let there = if with_arr { base.paying.len() as u64 } else { base.without_arr };
    let sample = || segment.sample(there, "there", setting.as_of);
    let method = "those there at the as-of date";
    out.fitted.push(plain(segment.path("opening_customers"), FittedValue::Count(there), sample(), method));
    if !with_arr {
        let text = "The export has no ARR: map `mrr` or `arr`, or give a table of changes.";
        for key in ["opening_arr", "retention.size_dispersion"] {
            out.findings.push(Finding::missing("no-arr", segment.path(key), text));
        }
        return out;
    }
    let mut arr = plain(segment.path("opening_arr"), FittedValue::Number(base.arr), sample(), method);
    arr.findings.extend(one_holds_most(&base, &arr.path));
    out.fitted.push(arr);
    sizes(segment, &base, setting, &mut out);
    renewals(segment, &base, setting, &mut out);
    key_accounts(segment, &base, columns, setting, before, &mut out);
    out
}

/// A single customer that pays most of the ARR, which is likely to be a row of totals.
fn one_holds_most(base: &Base<'_>, path: &str) -> Option<Finding> {
    let (largest, share) = base::holds_most(base)?;
    let text = format!(
        "The customer on line {} of the export pays {:.0} % of the ARR of all {} customers: is it a totals row? If so delete it from the export. If \
         it is a customer, `key_account_share` lets it renew on its own.",
        largest.line,
        100.0 * share,
        base.paying.len()
    );
    Some(Finding::warning("one-holds-most", path, text))
}

fn contract_months(segment: &Segment<'_>, setting: &Setting) -> Fitted {
    let contract = &segment.contract;
    let path = segment.path("retention.contract_months");
    let (method, finding) = how_known(contract, &path);
    let sample = segment.sample(contract.departures, "left", setting.as_of);
    let mut fitted = plain(path, FittedValue::Number(f64::from(contract.months)), sample, method);
    fitted.checks = vec![
        ("share of departures near the ends of terms", contract.near),
        ("share that chance would put there", contract.near_by_chance),
    ];
    fitted.findings.extend(finding);
    fitted
}

/// How a contract length is known, in a few words, and what to keep in mind of it.
fn how_known(contract: &Contract, path: &str) -> (&'static str, Option<Finding>) {
    let near = format!(
        "{} of {} lie within {} days of the end of a term, against {} that chance would put there",
        percent(contract.near),
        counted(contract.departures, "departure", "departures"),
        terms::BEFORE_RENEWAL_DAYS,
        percent(contract.near_by_chance)
    );
    let months = contract.months;
    match contract.known {
        Known::Column(n, of) if n < of => {
            let text = format!(
                "{n} of {of} customers have contracts of {months} months; the plan holds one length, the commonest."
            );
            ("commonest in the export", Some(Finding::note("mixed-terms", path, text)))
        }
        Known::Column(..) => ("as the export has it", None),
        Known::Mapping => ("as the mapping says", None),
        Known::Departures => {
            let text = format!("No contract length is given; {months} months are read from departures: {near}.");
            ("ends of terms seen in departures", Some(Finding::note("term-from-departures", path, text)))
        }
        Known::AtAnyTime => {
            let text = format!(
                "No contract length is given and customers leave at any time (for yearly terms: {near}). No length is put into a plan: \
                 churn a year is the same for any. With 1 month a plan loses customers from the first month on; where contracts run \
                 longer, set `contract_months`: billing in advance depends on it."
            );
            ("departures at any time", Some(Finding::note("no-terms-seen", path, text)))
        }
        Known::Default => {
            let text = format!(
                "No contract length is given and {} too few to show one: 12 months, the plan's default, are taken here, \
                 and none is put into a plan. Set `contract_months` in the mapping if you know it.",
                counted(contract.departures, "departure is", "departures are")
            );
            ("the plan's default", Some(Finding::warning("term-unknown", path, text)))
        }
    }
}

fn sizes(segment: &Segment<'_>, base: &Base<'_>, setting: &Setting, out: &mut History) {
    let path = segment.path("retention.size_dispersion");
    let sizes: Vec<f64> = base.pools().iter().map(|l| l.arr()).collect();
    let Some(dispersion) = base::size_dispersion(&sizes) else {
        let text = format!(
            "{} paying customers have no spread worth writing; {} are needed.",
            sizes.len(),
            base::FEWEST_SIZES
        );
        out.findings.push(Finding::missing("few-customers", path, text));
        return;
    };
    let sample = segment.sample(sizes.len() as u64, "there", setting.as_of);
    let value = FittedValue::Number(dispersion);
    let mut fitted = plain(path.clone(), value, sample, "standard deviation over mean of customers' ARR");
    let extremes = base::extremes(&sizes);
    let without = base::size_dispersion(&sizes[..sizes.len() - extremes]);
    if let Some(without) = without.filter(|_| extremes > 0) {
        fitted.checks.push(("without extreme customers", without));
        let text = format!(
            "{} far more than the rest, beyond what the spread of most would call a rare customer: the spread is \
             {dispersion:.2} with them and {without:.2} without. Consider `key_account_share`, which lets big accounts renew one by one.",
            counted(extremes as u64, "customer pays", "customers pay")
        );
        fitted.findings.push(Finding::note("extreme-arr", &path, text));
    }
    out.fitted.push(fitted);
    out.evidence.push(Evidence { path, content: EvidenceContent::Sizes(base::sizes(&sizes)) });
}

fn renewals(segment: &Segment<'_>, base: &Base<'_>, setting: &Setting, out: &mut History) {
    let contract = &segment.contract;
    let path = segment.path("retention.renewal_weights");
    if contract.known == Known::Default {
        let text = "Without a contract length nobody can say who renews when: the plan spreads renewals evenly.";
        out.findings.push(Finding::missing("term-unknown", path, text));
    } else if contract.months > 1 && !base.pools().is_empty() {
        let weights = base::renewal_weights(base.pools(), contract.months, setting.plan_start);
        let sample = segment.sample(base.pools().len() as u64, "there", setting.as_of);
        out.fitted.push(plain(
            path,
            FittedValue::Weights(weights),
            sample,
            "customers by the month of their next renewal",
        ));
    }
}

fn key_accounts(
    segment: &Segment<'_>,
    base: &Base<'_>,
    columns: &mapping::Customers,
    setting: &Setting,
    before: &History,
    out: &mut History,
) {
    let Some(share) = columns.key_account_share else { return };
    let path = segment.path("retention.key_accounts");
    if base.key_accounts == 0 {
        let text = format!("No customer of segment {} has {} of its ARR or more.", segment.name, percent(share));
        out.findings.push(Finding::note("no-key-accounts", path, text));
        return;
    }
    let churn_path = segment.path("retention.churn_annual");
    let Some(churn) = before.fitted.iter().find(|f| f.path == churn_path) else {
        let text = "Churn could not be fitted, so key accounts have none to take over: write them by hand.";
        out.findings.push(Finding::missing("no-churn", path, text));
        return;
    };
    let months = segment.contract.months;
    let at_renewal = 1.0 - (1.0 - churn.estimate).powf(f64::from(months) / 12.0);
    let accounts = base::key_accounts(base, months, setting.as_of, at_renewal);
    let text = format!(
        "{} {} of the segment's ARR or more. Each gets the segment's churn at a renewal, {}: put in what you know of them.",
        counted(accounts.len() as u64, "customer has", "customers have"),
        percent(share),
        percent(at_renewal)
    );
    let sample = segment.sample(accounts.len() as u64, "key accounts", setting.as_of);
    let mut fitted = plain(path.clone(), FittedValue::KeyAccounts(accounts), sample, "customers above a share of ARR");
    fitted.findings.push(Finding::note("key-accounts", path, text));
    out.fitted.push(fitted);
}
