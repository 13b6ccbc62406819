//! What the outcome hangs on most, in short, and the commands that tell more.

use super::Section;
use crate::analysis::bands::Series;
use crate::analysis::drivers::{Input, Ranking};
use crate::plan::{DriverId, Plan};
use crate::report::{format, limits};

/// Drivers and risks that are named.
const NAMED: usize = 3;

/// The three drivers or risks that ARR at the target date hangs on most, the path that holds it back, and where to look
/// next. `trials`: how many the ranking was made of.
pub fn section(plan: &Plan, bands: &[Series], ranking: &[Ranking], trials: usize) -> Section {
    let most = ranking.iter().take(NAMED).enumerate();
    let mut lines: Vec<String> = most.map(|(i, ranking)| format!("{}. {}", i + 1, driver(plan, ranking))).collect();
    if lines.is_empty() {
        lines.push("No driver stands out from the noise of these trials".to_string());
    }
    lines.push(limits::paths(plan, bands));
    let trials = format::whole(trials as u64);
    let notes = vec![
        format!(
            "Single drivers and risks; percent: share of the variance of ARR at the target date that goes with it, in {trials} \
             trials. A driver that moves together with others ([[factors]], [[correlations]]) has their effect in it too: \
             `planodds drivers` tells them, chance and risks apart"
        ),
        "More: `planodds gap` (where it is lost), `drivers` (what it hangs on), `solve` (what it takes), `compare`, `watch` (early signs)"
            .to_string(),
    ];
    Section { title: "What matters most".to_string(), lines, notes, table: None }
}

/// "enterprise win rate: 27 %, the more the better".
fn driver(plan: &Plan, ranking: &Ranking) -> String {
    let name = match ranking.input {
        Input::Driver(id) => format::input_name(&plan.driver(id).path),
        Input::Risk(risk) => format!("risk {}", format::one_line(&plan.risks[risk].name)),
    };
    let way = match ranking.rank_correlation.value {
        Some(rho) if rho > 0.0 => ", the more the better",
        Some(_) => ", the less the better",
        None => "",
    };
    let together = match ranking.input {
        Input::Driver(id) if moves_with_others(plan, id) => ", moves together with others",
        _ => "",
    };
    let share = ranking.first.value.map_or(String::new(), |share| format::percent_within(share, 0.01));
    format!("{name}: {share}{way}{together}")
}

fn moves_with_others(plan: &Plan, id: DriverId) -> bool {
    plan.dependence.iter().any(|group| group.drivers.contains(&id))
}
