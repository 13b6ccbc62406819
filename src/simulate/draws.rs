//! Which draws a run makes: the one kernel serves simulation, the plan as written, replay and sensitivity analysis.

use crate::math::lanes::LANES;
use crate::plan::DriverId;
use std::collections::BTreeMap;

/// A copy of all random numbers; copies are independent of one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// The usual one.
    A,
    /// A second one, for designs that exchange drivers between two samples.
    B,
}

impl Copy {
    /// What the names of this copy's streams end with.
    pub fn suffix(self) -> &'static str {
        match self {
            Copy::A => "",
            Copy::B => "#B",
        }
    }
}

/// Index of a player: what is switched on and off together, trial by trial ([`Switches`]).
pub type Player = usize;

/// What a driver does in the trials in which its player is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    /// It is as written in the plan.
    AsWritten,
    /// It is drawn from copy B: given the values of those drivers correlated with it that are on.
    Redrawn,
}

/// Where a driver's values come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DriverDraw {
    /// Drawn.
    Sampled(Copy),
    /// This value in every trial and month, before adjustments.
    Pinned(f64),
    /// What the plan states: its `plan` value, else its median.
    AsWritten,
    /// Drawn from copy A in the trials in which the player is on.
    Switched {
        /// Which switch.
        player: Player,
        /// What it does where that is off.
        off: Off,
    },
}

/// Where counts and deal sizes come from, or the risks that strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chance {
    /// Drawn.
    Drawn(Copy),
    /// Counts at their expectation without rounding; no risks.
    Expected,
    /// Drawn from copy A in the trials in which the player is on, else expected.
    Switched(Player),
}

/// The draws of a run.
#[derive(Clone, Debug)]
pub struct Draws {
    /// All drivers but those listed in `drivers`.
    pub all_drivers: DriverDraw,
    /// Single drivers that differ.
    pub drivers: BTreeMap<DriverId, DriverDraw>,
    /// Which risks strike, and when.
    pub risks: Chance,
    /// Counts and deal sizes.
    pub chance: Chance,
}

impl Draws {
    /// Everything drawn: a simulation.
    pub fn sampled() -> Self {
        Self::of(Copy::A)
    }

    /// Everything drawn from one copy.
    pub fn of(copy: Copy) -> Self {
        let chance = Chance::Drawn(copy);
        Self { all_drivers: DriverDraw::Sampled(copy), drivers: BTreeMap::new(), risks: chance, chance }
    }

    /// Nothing drawn: the plan as written.
    pub fn as_written() -> Self {
        let chance = Chance::Expected;
        Self { all_drivers: DriverDraw::AsWritten, drivers: BTreeMap::new(), risks: chance, chance }
    }

    /// Where one driver's values come from.
    pub fn driver(&self, id: DriverId) -> DriverDraw {
        self.drivers.get(&id).copied().unwrap_or(self.all_drivers)
    }
}

/// Which players are on in which trials of a block: one array of lanes a player.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Switches(pub Vec<[bool; LANES]>);

impl Switches {
    /// The lanes in which a player is on: all where it has no switch.
    pub fn of(&self, player: Player) -> &[bool; LANES] {
        self.0.get(player).unwrap_or(&[true; LANES])
    }
}
