//! Cash by month as a fan over the line of 0.

use super::axis::Level;
use super::fan::{self, Fan};
use super::{Content, Figure};
use crate::analysis::bands::{self, Series};
use crate::analysis::odds::Odds;
use crate::outcome::Provenance;
use crate::plan::{Metric, Plan};
use crate::report::summary::cash;
use crate::report::{chances, findings, format};

/// The chart with the name that its files have; `None` for a plan without costs, and where cash was not tallied.
pub(super) fn figure(
    plan: &Plan,
    provenance: &Provenance,
    odds: &Odds,
    bands: &[Series],
) -> Option<(&'static str, Figure)> {
    let columns = &bands::find(bands, Metric::Cash, None)?.months;
    let opening = plan.driver(plan.finance.as_ref()?.opening_cash).fixed();
    let spread = chances::spread_of("P(cash runs out)", odds.cash_out.as_ref()?, odds.trials);
    let block = fan::at_the_end(plan, columns, odds.trials);
    let fan = Fan {
        level: Some(Level { value: 0.0, text: format!("{}: no cash left", format::money(0.0, &plan.currency)) }),
        ..fan::course(plan, opening, Some(columns), (block, odds.trials))
    };
    let figure = Figure {
        title: cash::title(plan, odds, columns)?,
        subtitle: format!("{} · {spread}", findings::subtitle(plan, provenance)),
        content: Content::Fan(Box::new(fan)),
    };
    Some(("cash_fan", figure))
}
