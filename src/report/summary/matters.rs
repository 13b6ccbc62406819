//! What the outcome hangs on most, in short, and the commands that tell more.

use super::Section;
use crate::analysis::bands::Series;
use crate::analysis::drivers::Input;
use crate::analysis::drivers::input::Ranking;
use crate::plan::Plan;
use crate::report::{format, limits};

/// Drivers and risks that are named.
const NAMED: usize = 3;

/// The three drivers or risks that ARR at the target date hangs on most, the path that holds it back, and where to look
/// next. `trials`: how many the ranking was made of.
pub fn section(plan: &Plan, bands: &[Series], ranking: &[Ranking], trials: usize) -> Section {
    let named: Vec<String> = ranking.iter().take(NAMED).map(|ranking| driver(plan, ranking)).collect();
    let most = match named.is_empty() {
        true => "No driver stands out from the noise of these trials".to_string(),
        false => format!("ARR at the target date varies most with {}", named.join("; ")),
    };
    let notes = vec![
        format!("Shares of the variance of ARR that go with each alone, from {} trials", format::whole(trials as u64)),
        "More: `planodds gap` (where it is lost), `drivers` (what it hangs on), `solve` (what it takes), `watch` (early signs)"
            .to_string(),
    ];
    Section {
        title: "What matters most".to_string(),
        lines: vec![most, limits::paths(plan, bands)],
        notes,
        table: None,
    }
}

/// "enterprise.pipeline.win_rate (27 %, higher is better)".
fn driver(plan: &Plan, ranking: &Ranking) -> String {
    let name = match ranking.input {
        Input::Driver(id) => format::input_path(&plan.driver(id).path),
        Input::Risk(risk) => format!("risk {}", format::one_line(&plan.risks[risk].name)),
    };
    let way = match ranking.rank_correlation.value {
        Some(rho) if rho > 0.0 => ", the more the better",
        Some(_) => ", the less the better",
        None => "",
    };
    let share = ranking.first.value.map_or(String::new(), |share| format::percent_within(share, 0.01));
    format!("{name} ({share}{way})")
}
