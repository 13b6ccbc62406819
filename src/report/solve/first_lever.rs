//! What a planner writes to have a first lever.

use crate::plan::Plan;

/// The lines of a `[[levers]]` entry that this plan can take: hires of its first sales force, a month after the start.
pub fn first_lever(plan: &Plan) -> Vec<String> {
    let path = plan.counts.first().map_or("segments.smb.capacity.hires", |c| c.path.as_str());
    let month = plan.calendar.month(2.min(plan.calendar.months));
    let adjust = format!("adjust = [ {{ driver = \"{path}\", add = \"x\", from = \"{month}\" }} ]");
    let range = ["min = 0", "max = 6", "step = 1", "cost = 200_000 # money a year for each"];
    ["[[levers]]", "name = \"more-reps\"", &adjust].iter().chain(&range).map(|line| line.to_string()).collect()
}
