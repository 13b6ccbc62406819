//! `planodds`: the odds of a B2B SaaS revenue plan.
//!
//! A plan with its uncertainty is played through thousands of times, month by month: people, pipeline, customers, cash.
//! What comes out is how likely the target is, given these assumptions. docs/model.md has the equations; this page says
//! how the program is built.
//!
//! # In short
//!
//! ```
//! use planodds::analysis::odds;
//! use planodds::scenario;
//! use planodds::simulate::{self, Control, RunSpec};
//!
//! let text = r#"
//! plan = { name = "Small", start = "2027-01", months = 12 }
//! target = { arr = 1_300_000, by = "2027-12" }
//! [segments.smb]
//! opening_arr = 1_000_000
//! opening_customers = 100
//! deals = { size = { p10 = 8_000, p50 = 10_000, p90 = 13_000 } }
//! retention = { churn_annual = { p10 = 0.08, p50 = 0.12, p90 = 0.18 } }
//! pipeline.win_rate = { p10 = 0.17, p50 = 0.22, p90 = 0.27 }
//! pipeline.sales_cycle_months = 2
//! pipeline.sources = [ { name = "inbound", volume = { p10 = 18, p50 = 22, p90 = 27 } } ]
//! "#;
//! let plan = scenario::parse("small.toml", text).expect("a valid scenario").plan;
//! let outcomes = simulate::run(&[&plan], &RunSpec::new(2_000, 1), &Control::UNWATCHED).expect("the trials run");
//! let hit = odds::odds(&plan, &outcomes[0]).probability;
//! let (p, low, high) = (hit.value.unwrap(), hit.low.unwrap(), hit.high.unwrap());
//! println!("P(hit) {p:.3}, 95 % interval {low:.3} to {high:.3}, given these assumptions");
//! assert!(0.0 <= low && low <= p && p <= high && high <= 1.0);
//! assert_eq!(outcomes[0].tally.hits.trials, 2_000);
//! ```
//!
//! # The way of the data
//!
//! ```text
//! files, --set ──► scenario::load ──► Plan             valid and immutable; else every mistake, with place and mend
//! Plans, RunSpec ► simulate::run  ──► Outcome          tallies and provenance; several plans through the same trials
//! Outcome ───────► analysis::*    ──► plain values     one question a file
//! values ────────► report         ──► sentences        every word and every number that a reader sees
//!                  chart, export  ──► SVG, PNG, bytes
//! bytes ─────────► cli            ──► files, terminal
//! ```
//!
//! Phases are functions from value to value. No arrow runs back up: a lower layer never learns who asks.
//!
//! # The layers
//!
//! | layer | modules | must never know |
//! | --- | --- | --- |
//! | 6 | `cli` (in the program, not in this library) | - |
//! | 5 | [`report`], then [`chart`], then [`export`] | random numbers, threads, TOML, files, the terminal |
//! | 4 | [`analysis`] | text, colours, files |
//! | 3 | [`simulate`], and [`outcome`], what it yields | TOML, files, what will be asked of the result |
//! | 3 | beside them [`fit`] | the engine; files (it reads what it is handed, a mapping through the trees of `scenario`) |
//! | 2 | [`scenario`] and [`sampling`], blind to each other | `scenario`: random numbers; `sampling`: what a plan means |
//! | 1 | [`plan`], on [`dist`], on [`math`] | TOML, random numbers, threads; `dist`, `math`: anything about SaaS |
//! | 0 | [`calendar`], [`diagnostic`] | everything else |
//!
//! Some things are done in one place only: threads in `simulate/run.rs` (and in `cli/files.rs`, which draws charts side by
//! side), random bits in [`sampling::stream`], `unsafe` in [`math::isa`], printing in `cli/terminal.rs`, numbers to text for
//! readers in [`report::format`] (the findings of [`fit`], like the mistakes that [`scenario`] tells, are worded where they are made). The file system belongs
//! to [`scenario`] and `cli`; TOML to [`scenario`]; serde to what is written or read back ([`export`], [`outcome`] with the
//! metric's name in it, the JSON Schema). `tests/architecture` holds layers and homes against the source.
//!
//! # What holds everywhere
//!
//! - **A random number is a pure function of its address** (seed, stream name, trial, month, index): no generator has
//!   state. So results are the same to the bit for any number of threads and any parts of a run that are merged, one
//!   trial can be replayed alone, and scenarios share their random numbers. [`sampling::stream::SCHEME`] names the scheme.
//! - **One uniform, one variate, monotone** for drivers and counts: under the same uniform a larger rate gives no smaller
//!   count, but for one unit where the sampler changes its form. Sums of deals and shares of sizes are gamma and beta draws
//!   by rejection.
//! - **256 trials side by side**, month outside, lane inside ([`math::lanes`]). [`math::isa`] takes the widest
//!   instruction set that the machine has, without a change of bits.
//! - **No mathematics of the platform** in `math`, `dist`, `sampling`, `simulate`: its last bits differ between machines.
//! - **The plan as written** (every driver at its plan value, chance at its expectation, no risks) is the same kernel with
//!   other [draws](simulate::Draws), never a second implementation.
//! - **Nothing grows with the trials beyond a stated number of them**: an [`outcome::Outcome`] has counts, histograms and
//!   exact sums, and a joint sample of named columns of its first trials ([`simulate::JointSpec`]) where a question needs
//!   values that belong together; whoever asks for one bounds it. All trials are streamed out, never gathered.
//! - **Undefined is not a number of any size**: a ratio without a denominator ranks at its worst or best end, whichever
//!   the reason says, and is `None` in results.
//! - **Checked once, at the door**: [`scenario`] refuses what no plan can have and reports all mistakes together; behind
//!   it a [`plan::Plan`] is valid. Only what some trials alone bring about is found by the run
//!   ([`simulate::RunError`]).
//! - **An analysis is the same kernel with other draws** ([`simulate::Draws`]): copies, pinned drivers, players switched on
//!   and off trial by trial ([`simulate::walk`]); or with a changed copy of the plan. Plans are compared on the same trials.
//! - **One mechanism for change**: a what-if, a risk and a lever are all x · multiply + add in a window of months
//!   ([`plan::adjust`]).
//!
//! # Where to begin
//!
//! [`scenario::keys`] describes the file format, once, for reader, JSON Schema and documentation. [`simulate::month`] has
//! the order of a month's steps; each step is a file that can be read beside its section of docs/model.md.
//! [`plan::metric`] is the closed list of what can be asked for.
//!
//! # What is absent
//!
//! - No clock, no network, no global state that changes a result. The instruction set is chosen once a process; the
//!   environment variable [`math::isa::FORCE_VARIABLE`] narrows it, for tests.
//! - No iteration over hash maps, no trait where an enum will do, no configuration beside the scenario and the arguments.
//! - No reaction of the team to bad news, one currency, no tax: docs/model.md, "What is left out".
//! - No re-forecast from actuals yet. [`fit`] yields the text of drivers from exports, and never a plan.

pub mod analysis;
pub mod calendar;
pub mod chart;
pub mod diagnostic;
pub mod dist;
pub mod export;
pub mod fit;
pub mod math;
pub mod outcome;
pub mod plan;
pub mod report;
pub mod sampling;
pub mod scenario;
pub mod simulate;
