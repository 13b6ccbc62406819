//! The format of a mapping as one table: it drives the reading, the hints at unknown keys, and the documentation.

use crate::scenario::suggest;

/// One key of the format.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// The table that it stands in: "opportunities"; empty at the top.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be given, or what holds without it.
    pub presence: Presence,
    /// What it means.
    pub doc: &'static str,
    /// A value as it would be written; empty for tables under a header.
    pub example: &'static str,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// Text.
    Text,
    /// The header of a column.
    Column,
    /// The path of a file.
    File,
    /// A date.
    Day,
    /// A name as scenarios have them.
    Name,
    /// A number above 0.
    Above0,
    /// A share above 0, up to 1.
    Share,
    /// A whole number between these.
    Whole(i64, i64),
    /// Values as the export has them: a list, or a single one.
    Values,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A delimiter.
    Delimiter,
    /// How dates are written.
    Dates,
    /// How numbers are written.
    Numbers,
    /// Names of segments by value.
    NamesByValue,
    /// Amounts by name of a segment.
    AmountsByName,
    /// Worths by currency.
    RatesByCurrency,
    /// A table with the keys of this section.
    Table(&'static str),
    /// A list of tables with the keys of this section.
    Tables(&'static str),
    /// A table with the keys of this section, or a list of such.
    TableOrTables(&'static str),
}

/// Whether a key must be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Presence {
    /// It must.
    Required,
    /// It need not; this holds without it.
    Default(&'static str),
    /// It need not, and nothing holds without it.
    Optional,
    /// It goes with or in place of others, as its doc says.
    Depends,
}

impl Takes {
    /// In words: "a column's header in quotes".
    pub fn words(self) -> String {
        match self {
            Takes::Text => "text in quotes".to_string(),
            Takes::Column => "the header of a column in quotes".to_string(),
            Takes::File => "the path of a file in quotes".to_string(),
            Takes::Day => "a date like \"2026-10-31\"".to_string(),
            Takes::Name => "a name in quotes (letters a-z, digits, - and _)".to_string(),
            Takes::Above0 => "a number above 0".to_string(),
            Takes::Share => "a share above 0, up to 1".to_string(),
            Takes::Whole(min, max) => format!("a whole number from {min} to {max}"),
            Takes::Values => "a list of values as the export has them, in quotes".to_string(),
            Takes::Word(known) => {
                let quoted: Vec<String> = known.iter().map(|word| format!("{word:?}")).collect();
                suggest::listed(&quoted, "or")
            }
            Takes::Delimiter => "one character in quotes, or \"tab\"".to_string(),
            Takes::Dates => "\"YYYY-MM-DD\", \"MM/DD/YYYY\" or \"DD/MM/YYYY\"".to_string(),
            Takes::Numbers => "\"1,234.50\" or \"1.234,50\"".to_string(),
            Takes::NamesByValue => "a table: the export's value = the segment's name".to_string(),
            Takes::AmountsByName => "a table: the segment's name = the least ARR in it".to_string(),
            Takes::RatesByCurrency => "a table: a currency = what one unit of it is worth".to_string(),
            Takes::Table(_) => "a table".to_string(),
            Takes::Tables(_) => "a list of tables".to_string(),
            Takes::TableOrTables(_) => "a table, or a list of tables".to_string(),
        }
    }
}

/// Words for a stretch that an amount is given for, and how many of them make a year.
pub const PERIODS: [(&str, f64); 3] = [("year", 1.0), ("quarter", 4.0), ("month", 12.0)];

/// Words of [`PERIODS`].
const PER: &[&str] = &["year", "quarter", "month"];

/// Encodings that exports are read in, by their names in the WHATWG standard.
const ENCODINGS: &[&str] = &[
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1254",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-15",
    "macintosh",
    "shift_jis",
    "gb18030",
    "big5",
    "euc-kr",
];

use Presence::{Default, Depends, Optional, Required};
use Takes::{
    Above0, AmountsByName, Column, Dates, Day, Delimiter, File, Name, NamesByValue, Numbers, RatesByCurrency, Share,
    Table, TableOrTables, Tables, Text, Values, Whole, Word,
};

const fn key(
    section: &'static str,
    name: &'static str,
    takes: Takes,
    presence: Presence,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key { section, name, takes, presence, doc, example }
}

#[rustfmt::skip] // a table
/// Every key, in the order of the documentation. A table with `file` also takes the keys of `files`, for its file
/// alone.
pub const KEYS: &[Key] = &[
    key("", "as_of", Day, Default("the last day on which something happened in the exports"), "The last day that counts: what happened later is taken as not yet known; `--as-of` goes before it.", "\"2026-10-31\""),
    key("", "currency", Text, Default("\"USD\""), "The currency of the plan.", "\"USD\""),
    key("", "rates", RatesByCurrency, Optional, "What one unit of another currency is worth in the plan's; used where an amount's sign (€) or the table's `currency_column` says another one.", "{ EUR = 1.08, GBP = 1.27 }"),
    key("", "half_life_months", Whole(3, 120), Optional, "Recent records count more: after so many months a record has half its weight.", "12"),
    key("", "files", Table("files"), Optional, "How all files are written, where their own table does not say otherwise.", ""),
    key("", "segments", Table("segments"), Optional, "How rows are put into the plan's segments; without it there is one, named \"all\".", ""),
    key("", "opportunities", Table("opportunities"), Depends, "The export of opportunities (deals). One of the four exports is needed.", ""),
    key("", "reps", Table("reps"), Depends, "The export of those who sell.", ""),
    key("", "customers", Table("customers"), Depends, "The export of customers or subscriptions.", ""),
    key("", "leads", Table("leads"), Depends, "The export of leads.", ""),

    key("files", "delimiter", Delimiter, Default("\",\""), "What stands between the values.", "\";\""),
    key("files", "encoding", Word(ENCODINGS), Default("\"utf-8\""), "How the file is encoded; Excel's plain CSV is often windows-1252.", "\"windows-1252\""),
    key("files", "dates", Dates, Default("\"YYYY-MM-DD\""), "How dates are written, for the whole file; a time after the date is passed over.", "\"MM/DD/YYYY\""),
    key("files", "numbers", Numbers, Default("\"1,234.50\""), "How numbers are written: which sign is the decimal one.", "\"1.234,50\""),
    key("files", "missing", Values, Default("[\"N/A\", \"-\", \"null\"]"), "Values that mean that nothing is known, beside the empty one.", "[\"N/A\", \"#REF!\"]"),

    key("ignore_rows", "column", Column, Required, "The column.", "\"is_deleted\""),
    key("ignore_rows", "values", Values, Required, "Its values whose rows are left out.", "[\"true\"]"),

    key("segments", "name", Name, Default("\"all\""), "The segment's name where there is only one.", "\"smb\""),
    key("segments", "values", NamesByValue, Optional, "Which value of a table's `segment` column means which segment.", "{ \"Mid-Market\" = \"mid_market\", \"SMB\" = \"smb\" }"),
    key("segments", "thresholds", AmountsByName, Optional, "In place of `values`: the least ARR of each segment; needs the amount of each row.", "{ smb = 0, mid_market = 20_000, enterprise = 100_000 }"),
    key("segments", "accounts", Table("segments.accounts"), Optional, "With `values`: a table of accounts that tables point into with their `account` column.", "{ file = \"accounts.csv\", id = \"account_id\", segment = \"segment\" }"),
    key("segments", "otherwise", Name, Optional, "The segment of rows that the rule says nothing of; without it such rows are refused.", "\"smb\""),

    key("segments.accounts", "file", File, Required, "The table of accounts.", "\"accounts.csv\""),
    key("segments.accounts", "id", Column, Required, "Its column of accounts, as the other tables name them.", "\"account_id\""),
    key("segments.accounts", "segment", Column, Required, "Its column with the values of `values`.", "\"segment\""),

    key("opportunities", "file", File, Required, "The export.", "\"opportunities.csv\""),
    key("opportunities", "id", Column, Optional, "The opportunity's id; without it duplicates cannot be seen.", "\"opp_id\""),
    key("opportunities", "created", Column, Required, "The day on which it was opened.", "\"created_date\""),
    key("opportunities", "closed", Column, Required, "The day on which it was won or lost; what stands there for open ones is passed over.", "\"close_date\""),
    key("opportunities", "stage", Column, Required, "The stage it is in, or its outcome.", "\"stage\""),
    key("opportunities", "won", Values, Required, "Stages that mean won.", "[\"Closed Won\"]"),
    key("opportunities", "lost", Values, Required, "Stages that mean lost.", "[\"Closed Lost\"]"),
    key("opportunities", "open", Values, Default("[]"), "Stages that mean open; a stage in none of the lists is refused.", "[\"Discovery\", \"Negotiation\"]"),
    key("opportunities", "ignore", Values, Default("[]"), "Stages whose rows are left out: no opportunity yet, or deleted.", "[\"Prospecting\"]"),
    key("opportunities", "amount", Column, Optional, "What it is worth, new recurring revenue; needed for deal sizes.", "\"amount\""),
    key("opportunities", "amount_per", Word(PER), Default("\"year\""), "What the amount is for: a year's (ARR), a quarter's or a month's revenue (MRR).", "\"month\""),
    key("opportunities", "currency_column", Column, Optional, "The column of the amount's currency, where rows differ.", "\"currency\""),
    key("opportunities", "owner", Column, Optional, "Who owns it, as in the reps' `id`; needed for ramp and attainment.", "\"rep_id\""),
    key("opportunities", "ignore_rows", TableOrTables("ignore_rows"), Optional, "Rows to leave out, such as deleted ones.", "{ column = \"is_deleted\", values = [\"true\"] }"),
    key("opportunities", "segment", Column, Depends, "The column that says its segment, with [segments] values.", "\"segment\""),
    key("opportunities", "account", Column, Depends, "The column of its account, with [segments] accounts.", "\"account_id\""),
    key("opportunities", "in_segment", Name, Depends, "In place of a column: the segment of all rows.", "\"smb\""),
    key("opportunities", "source_name", Name, Default("\"all\""), "The name that the source of new opportunities gets in the plan.", "\"inbound\""),
    key("opportunities", "stale_months", Above0, Default("the 99th percentile of won cycles"), "An opportunity open longer than this counts as lost.", "9"),
    key("opportunities", "observed_from", Day, Optional, "The day from which decisions are in the export, where earlier ones are missing.", "\"2025-01-01\""),

    key("reps", "file", File, Required, "The export.", "\"reps.csv\""),
    key("reps", "id", Column, Required, "Who it is, as in the opportunities' `owner`.", "\"rep_id\""),
    key("reps", "start", Column, Depends, "The first day; or give `tenure`.", "\"hire_date\""),
    key("reps", "end", Column, Depends, "With `start`: the last day, empty for those who are still there. Without it nobody is known to have left.", "\"termination_date\""),
    key("reps", "tenure", Column, Depends, "In place of `start`: how long they have been there.", "\"YearsAtCompany\""),
    key("reps", "tenure_unit", Word(&["months", "years"]), Depends, "With `tenure`: its unit.", "\"years\""),
    key("reps", "left", Column, Depends, "With `tenure`: the column that says whether they have left.", "\"Attrition\""),
    key("reps", "left_values", Values, Depends, "With `tenure`: its values that mean yes.", "[\"Yes\"]"),
    key("reps", "role", Column, Optional, "The role.", "\"job_role\""),
    key("reps", "roles", Values, Default("all"), "With `role`: the roles that sell; others are left out.", "[\"Account Executive\"]"),
    key("reps", "quota", Column, Optional, "The quota, in bookings of new ARR; needed for attainment.", "\"quota_quarterly\""),
    key("reps", "quota_per", Word(PER), Default("\"year\""), "What the quota is for.", "\"quarter\""),
    key("reps", "currency_column", Column, Optional, "The column of the quota's currency, where rows differ.", "\"currency\""),
    key("reps", "ignore_rows", TableOrTables("ignore_rows"), Optional, "Rows to leave out, such as deleted ones.", "{ column = \"is_deleted\", values = [\"true\"] }"),
    key("reps", "segment", Column, Depends, "The column that says the segment, with [segments] values.", "\"segment\""),
    key("reps", "account", Column, Depends, "A column that points into the table of accounts.", "\"team_id\""),
    key("reps", "in_segment", Name, Depends, "In place of a column: the segment of all rows.", "\"smb\""),
    key("reps", "observed_from", Day, Optional, "The day from which leavers are in the export, where earlier ones are missing.", "\"2024-01-01\""),

    key("customers", "file", File, Required, "The export.", "\"subscriptions.csv\""),
    key("customers", "id", Column, Optional, "The row's id; without it duplicates cannot be seen.", "\"subscription_id\""),
    key("customers", "customer", Column, Optional, "Whose it is; without it each row is a customer.", "\"account_id\""),
    key("customers", "start", Column, Depends, "The first day; or give `tenure`.", "\"start_date\""),
    key("customers", "end", Column, Depends, "With `start`: the last day, empty while it runs. Without it nobody is known to have left.", "\"end_date\""),
    key("customers", "tenure", Column, Depends, "In place of `start`: how long it has run.", "\"tenure\""),
    key("customers", "tenure_unit", Word(&["months", "years"]), Depends, "With `tenure`: its unit.", "\"months\""),
    key("customers", "churned", Column, Depends, "With `tenure`: the column that says whether it has ended.", "\"Churn\""),
    key("customers", "churned_values", Values, Depends, "With `tenure`: its values that mean yes.", "[\"Yes\"]"),
    key("customers", "arr", Column, Optional, "Recurring revenue a year.", "\"arr\""),
    key("customers", "mrr", Column, Optional, "In place of `arr`: recurring revenue a month.", "\"mrr\""),
    key("customers", "currency_column", Column, Optional, "The column of its currency, where rows differ.", "\"currency\""),
    key("customers", "term_months", Column, Optional, "The column of the contract's length in months.", "\"term\""),
    key("customers", "contract_months", Whole(1, 60), Optional, "In place of `term_months`: the length of all contracts in months.", "12"),
    key("customers", "ignore_rows", TableOrTables("ignore_rows"), Optional, "Rows to leave out, such as trials or deleted ones.", "{ column = \"is_trial\", values = [\"TRUE\"] }"),
    key("customers", "segment", Column, Depends, "The column that says the segment, with [segments] values.", "\"plan_tier\""),
    key("customers", "account", Column, Depends, "The column of the account, with [segments] accounts.", "\"account_id\""),
    key("customers", "in_segment", Name, Depends, "In place of a column: the segment of all rows.", "\"smb\""),
    key("customers", "observed_from", Day, Optional, "The day from which departures are in the export, where earlier ones are missing.", "\"2024-01-01\""),
    key("customers", "key_account_share", Share, Optional, "A customer with this share of its segment's ARR or more is a key account.", "0.05"),
    key("customers", "changes", Table("customers.changes"), Optional, "An export of changes of recurring revenue, a row each.", ""),
    key("customers", "flags", Table("customers.flags"), Optional, "Another table that flags customers as gone, to hold against this one.", ""),
    key("customers", "departures", Table("customers.departures"), Optional, "A table that lists departures, to hold against this one.", ""),

    key("customers.changes", "file", File, Required, "The export.", "\"revenue_events.csv\""),
    key("customers.changes", "customer", Column, Required, "Whose it is, as in the main table.", "\"account_id\""),
    key("customers.changes", "date", Column, Required, "The day.", "\"event_date\""),
    key("customers.changes", "amount", Column, Required, "By how much recurring revenue changes; its sign is taken from the kind.", "\"amount\""),
    key("customers.changes", "amount_per", Word(PER), Default("\"month\" with `mrr`, else \"year\""), "What the amount is for.", "\"month\""),
    key("customers.changes", "currency_column", Column, Optional, "The column of its currency, where rows differ.", "\"currency\""),
    key("customers.changes", "kind", Column, Required, "What it is.", "\"type\""),
    key("customers.changes", "new", Values, Default("[]"), "Kinds that mean a first purchase.", "[\"new\"]"),
    key("customers.changes", "expansion", Values, Default("[]"), "Kinds that mean more.", "[\"expansion\"]"),
    key("customers.changes", "contraction", Values, Default("[]"), "Kinds that mean less.", "[\"contraction\"]"),
    key("customers.changes", "churn", Values, Default("[]"), "Kinds that mean that the customer left.", "[\"churn\"]"),

    key("customers.flags", "file", File, Required, "The table.", "\"accounts.csv\""),
    key("customers.flags", "customer", Column, Required, "Whose it is, as in the main table.", "\"account_id\""),
    key("customers.flags", "churned", Column, Required, "The flag.", "\"churn_flag\""),
    key("customers.flags", "values", Values, Required, "Its values that mean gone.", "[\"TRUE\"]"),

    key("customers.departures", "file", File, Required, "The table.", "\"churn_events.csv\""),
    key("customers.departures", "customer", Column, Required, "Whose it is, as in the main table.", "\"account_id\""),
    key("customers.departures", "date", Column, Required, "The day.", "\"churn_date\""),

    key("leads", "file", File, Required, "The export.", "\"leads.csv\""),
    key("leads", "id", Column, Optional, "The lead's id; without it duplicates cannot be seen.", "\"lead_id\""),
    key("leads", "created", Column, Required, "The day on which it came.", "\"created_at\""),
    key("leads", "source", Column, Optional, "Where it came from; without it there is one source.", "\"lead_source\""),
    key("leads", "stages", Tables("leads.stages"), Required, "The stages after the first, in order; the last is the opportunity.", "[{ to = \"mql\", date = \"mql_at\" }, { to = \"opportunity\", date = \"opp_at\" }]"),
    key("leads", "status", Column, Depends, "The column of the status, where a stage or `lost` is told by it.", "\"status\""),
    key("leads", "lost", Values, Default("[]"), "Statuses that mean that the lead is out.", "[\"Disqualified\"]"),
    key("leads", "mature_months", Above0, Default("3"), "Where stages are told by status: younger leads are left out of the rates.", "3"),
    key("leads", "ignore_rows", TableOrTables("ignore_rows"), Optional, "Rows to leave out, such as deleted ones.", "{ column = \"is_deleted\", values = [\"true\"] }"),
    key("leads", "segment", Column, Depends, "The column that says the segment, with [segments] values.", "\"segment\""),
    key("leads", "account", Column, Depends, "The column of the account, with [segments] accounts.", "\"account_id\""),
    key("leads", "in_segment", Name, Depends, "In place of a column: the segment of all rows.", "\"smb\""),

    key("leads.stages", "to", Name, Required, "The stage's name in the plan.", "\"mql\""),
    key("leads.stages", "date", Column, Depends, "The column of the day on which it was reached; or give `status`.", "\"mql_at\""),
    key("leads.stages", "status", Values, Depends, "In place of `date`: the statuses that leads in this stage have; later stages have passed it.", "[\"MQL\"]"),
];

/// The keys that a section's table takes; with `file` those of `files` too.
pub fn keys_of(section: &str) -> impl Iterator<Item = &'static Key> {
    let has_file = KEYS.iter().any(|key| key.section == section && key.takes == File);
    let shared = if has_file { "files" } else { section };
    let own = KEYS.iter().filter(move |key| key.section == section);
    own.chain(KEYS.iter().filter(move |key| key.section == shared && shared != section))
}
