//! The opening base of a segment: ARR, customers and key accounts must fit together.

use super::At;
use crate::diagnostic::Diagnostic;
use crate::plan::{Driver, Value};
use crate::scenario::keys::Identity;
use crate::scenario::read::Reading;
use crate::scenario::{codes, suggest};

/// Relative slack of sums of money: far above rounding, far below a cent of any base.
const SLACK: f64 = 1e-9;

/// A segment's opening base.
struct Base {
    arr: f64,
    customers: f64,
    key_arr: f64,
    key_count: f64,
}

/// Checks the base as written.
pub fn check(reading: &mut Reading<'_>, at: &At<'_>) {
    if let Some(message) = base(reading, at, written).and_then(|base| mistake(&at.path, &base)) {
        reading.say(placed(at, message));
    }
}

fn written(driver: &Driver) -> f64 {
    match driver.value {
        Value::Number(x) => x,
        _ => 0.0,
    }
}

/// Checks the bases again as they are after `[[adjust]]`, where they fit together as written.
pub fn check_adjusted(reading: &mut Reading<'_>, root: &At<'_>) {
    for (_, at) in root.members("segments") {
        if base(reading, &at, written).is_none_or(|base| mistake(&at.path, &base).is_some()) {
            continue;
        }
        if let Some((message, key)) = base(reading, &at, Driver::fixed).and_then(|base| mistake(&at.path, &base)) {
            let mistake = placed(&at, (format!("after [[adjust]] {message}"), key));
            let mistake = ["opening_arr", "opening_customers"].iter().fold(mistake, |mistake, key| {
                let changes = reading.changed_at.get(&at.path_of(key)).into_iter().flatten();
                changes.fold(mistake, |mistake, place| mistake.at(place, "changed here"))
            });
            reading.say(mistake);
        }
    }
}

fn base(reading: &Reading<'_>, at: &At<'_>, value: impl Fn(&Driver) -> f64) -> Option<Base> {
    let number = |path: String| {
        let driver = reading.driver(&path).filter(|_| !reading.is_broken(&path))?;
        Some(value(driver))
    };
    let accounts = match at.inside("retention") {
        Some(retention) => retention.items("key_accounts", Identity::By("name")),
        None => Vec::new(),
    };
    let key_arr: Option<Vec<f64>> = accounts.iter().map(|(_, account)| number(account.path_of("arr"))).collect();
    Some(Base {
        arr: number(at.path_of("opening_arr"))?,
        customers: number(at.path_of("opening_customers"))?,
        key_arr: key_arr?.iter().sum(),
        key_count: accounts.len() as f64,
    })
}

/// What does not fit, and the key to look at.
fn mistake(path: &str, base: &Base) -> Option<(String, &'static str)> {
    let Base { arr, customers, key_arr, key_count } = *base;
    let money = suggest::typed;
    if arr > 0.0 && customers == 0.0 {
        return Some((format!("{path} opens with ARR but without customers"), "opening_customers"));
    }
    if arr == 0.0 && customers > 0.0 {
        return Some((format!("{path} opens with customers but without ARR"), "opening_arr"));
    }
    if key_count > customers {
        let message = format!(
            "[{path}] has {key_count} key accounts but opens with {customers} customers: they are part of them"
        );
        return Some((message, "opening_customers"));
    }
    if key_arr > arr * (1.0 + SLACK) {
        let message = format!(
            "the key accounts of {path} have {} of ARR, more than its opening ARR of {}",
            money(key_arr),
            money(arr)
        );
        return Some((message, "opening_arr"));
    }
    let rest = arr - key_arr > arr * SLACK;
    if key_count > 0.0 && rest && customers == key_count {
        let message =
            format!("all customers of {path} are key accounts, but they have {} of {} ARR", money(key_arr), money(arr));
        return Some((message, "opening_customers"));
    }
    if key_count > 0.0 && !rest && customers > key_count {
        let message = format!("the key accounts of {path} have all its ARR, so its other customers have none");
        return Some((message, "opening_customers"));
    }
    None
}

fn placed(at: &At<'_>, (message, key): (String, &'static str)) -> Diagnostic {
    let other = if key == "opening_arr" { "opening_customers" } else { "opening_arr" };
    let mistake =
        Diagnostic::error(codes::OPENING, message).at(&at.value_place(key), "").at(&at.value_place(other), "");
    let accounts = at.inside("retention").filter(|retention| retention.has("key_accounts"));
    let mistake = match accounts {
        Some(retention) => mistake.at(&retention.key_place("key_accounts"), ""),
        None => mistake,
    };
    mistake.help("opening_arr and opening_customers count all customers at the plan's start, key accounts among them")
}
