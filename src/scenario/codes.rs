//! The closed list of diagnostic codes: a stable short name for each kind of mistake and each warning.

/// The text is not well-formed TOML.
pub const SYNTAX: &str = "syntax";
/// A key is written twice.
pub const DUPLICATE_KEY: &str = "duplicate-key";
/// The file cannot be read.
pub const UNREADABLE: &str = "unreadable";
/// The file is not UTF-8 text.
pub const NOT_UTF8: &str = "not-utf8";
/// The file is larger than a scenario can be.
pub const TOO_LARGE: &str = "too-large";
/// The file says nothing.
pub const EMPTY: &str = "empty";
/// A number that is none, or that no plan has.
pub const BAD_NUMBER: &str = "bad-number";
/// `extends` cannot be followed.
pub const EXTENDS: &str = "extends";
/// A `--set` cannot be applied.
pub const SET: &str = "set";
/// A key that the format does not have.
pub const UNKNOWN_KEY: &str = "unknown-key";
/// A required key is missing.
pub const MISSING_KEY: &str = "missing-key";
/// Keys that exclude each other, or that go only with another one.
pub const ALTERNATIVES: &str = "alternatives";
/// A value of the wrong kind: text for a number.
pub const WRONG_KIND: &str = "wrong-kind";
/// A number outside the values that its key allows.
pub const OUT_OF_RANGE: &str = "out-of-range";
/// A number that must be whole and is not.
pub const NOT_WHOLE: &str = "not-whole";
/// A month that is none.
pub const BAD_MONTH: &str = "bad-month";
/// A month that lies where it must not.
pub const MONTH_OUTSIDE: &str = "month-outside";
/// A name with characters that names cannot have.
pub const BAD_NAME: &str = "bad-name";
/// Two things of one name.
pub const DUPLICATE_NAME: &str = "duplicate-name";
/// Weights that cannot be used.
pub const WEIGHTS: &str = "weights";
/// A distribution that is none.
pub const DISTRIBUTION: &str = "distribution";
/// Percentiles that no distribution has.
pub const PERCENTILES: &str = "percentiles";
/// Part of a distribution lies outside what its key allows.
pub const CUT: &str = "cut";
/// `per` or `persistence` where it cannot be.
pub const PER: &str = "per";
/// The file of an empirical distribution cannot be used.
pub const DATA_FILE: &str = "data-file";
/// Customers, ARR and key accounts of a segment do not fit together.
pub const OPENING: &str = "opening";
/// A segment lacks a part that another part needs.
pub const SEGMENT: &str = "segment";
/// A target, milestone or mix that cannot be.
pub const TARGET: &str = "target";
/// A goal that cannot be measured.
pub const GOAL: &str = "goal";
/// A metric that the plan does not have.
pub const UNKNOWN_METRIC: &str = "unknown-metric";
/// A path that names no input.
pub const UNKNOWN_DRIVER: &str = "unknown-driver";
/// An input that cannot be adjusted, or not so.
pub const NOT_ADJUSTABLE: &str = "not-adjustable";
/// An adjustment that cannot be.
pub const ADJUSTMENT: &str = "adjustment";
/// A risk that cannot be.
pub const RISK: &str = "risk";
/// A lever that cannot be.
pub const LEVER: &str = "lever";
/// A correlation that cannot be.
pub const CORRELATION: &str = "correlation";
/// A factor that cannot be.
pub const FACTOR: &str = "factor";
/// Correlations that cannot all hold at once.
pub const IMPOSSIBLE_CORRELATIONS: &str = "impossible-correlations";
/// How many trials, and how they are sampled.
pub const TRIALS: &str = "trials";

/// Warning: an entry that changes nothing.
pub const NO_EFFECT: &str = "no-effect";
/// Warning: correlations were moved to the nearest that can hold.
pub const REPAIRED: &str = "repaired-correlations";
/// Warning: hires that come too late to matter.
pub const LATE_HIRES: &str = "late-hires";
/// Warning: nobody ever leaves.
pub const NO_ATTRITION: &str = "no-attrition";
/// Warning: no two drivers move together.
pub const ALL_INDEPENDENT: &str = "all-independent";
/// Warning: risk that is averaged away.
pub const NO_PERSISTENCE: &str = "no-persistence";
/// Warning: a ramp longer than the plan.
pub const LONG_RAMP: &str = "long-ramp";
/// Warning: a sales cycle that looks like days.
pub const LONG_CYCLE: &str = "long-cycle";
/// Warning: an annual rate that looks monthly.
pub const MONTHLY_CHURN: &str = "monthly-looking-churn";
/// Warning: an unusual win rate.
pub const WIN_RATE: &str = "unusual-win-rate";
/// Warning: cash comes in on the day it is billed.
pub const NO_COLLECTION_DELAY: &str = "no-collection-delay";
/// Warning: a source that brings no opportunities.
pub const DRY_SOURCE: &str = "dry-source";
/// Warning: a retention goal inside a plan year.
pub const RETENTION_GOAL: &str = "retention-goal";
/// Warning: a number that is probably in another unit than its key takes.
pub const UNIT: &str = "unit-slip";
/// Warning: a target below the opening ARR.
pub const LOW_TARGET: &str = "target-below-opening";
/// Warning: a milestone lower than an earlier one.
pub const FALLING_MILESTONES: &str = "falling-milestones";
/// Warning: a plan value far outside its own distribution.
pub const FAR_PLAN: &str = "plan-outside";
/// Warning: no open opportunities at the start.
pub const EMPTY_OPENING: &str = "empty-opening-pipeline";

/// Every code there is.
pub const ALL: [&str; 57] = [
    SYNTAX,
    DUPLICATE_KEY,
    UNREADABLE,
    NOT_UTF8,
    TOO_LARGE,
    EMPTY,
    BAD_NUMBER,
    EXTENDS,
    SET,
    UNKNOWN_KEY,
    MISSING_KEY,
    ALTERNATIVES,
    WRONG_KIND,
    OUT_OF_RANGE,
    NOT_WHOLE,
    BAD_MONTH,
    MONTH_OUTSIDE,
    BAD_NAME,
    DUPLICATE_NAME,
    WEIGHTS,
    DISTRIBUTION,
    PERCENTILES,
    CUT,
    PER,
    DATA_FILE,
    OPENING,
    SEGMENT,
    TARGET,
    GOAL,
    UNKNOWN_METRIC,
    UNKNOWN_DRIVER,
    NOT_ADJUSTABLE,
    ADJUSTMENT,
    RISK,
    LEVER,
    CORRELATION,
    FACTOR,
    IMPOSSIBLE_CORRELATIONS,
    TRIALS,
    NO_EFFECT,
    REPAIRED,
    LATE_HIRES,
    NO_ATTRITION,
    ALL_INDEPENDENT,
    NO_PERSISTENCE,
    LONG_RAMP,
    LONG_CYCLE,
    MONTHLY_CHURN,
    WIN_RATE,
    NO_COLLECTION_DELAY,
    DRY_SOURCE,
    RETENTION_GOAL,
    UNIT,
    LOW_TARGET,
    FALLING_MILESTONES,
    FAR_PLAN,
    EMPTY_OPENING,
];
