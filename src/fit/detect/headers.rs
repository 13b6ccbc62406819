//! Headers as Salesforce, HubSpot, Stripe, Workday and others export them, and which kind of export has them.

use std::fmt;

/// Kinds of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Opportunities (deals).
    Opportunities,
    /// Those who sell.
    Reps,
    /// Customers or subscriptions.
    Customers,
    /// Leads.
    Leads,
    /// A table of accounts that says segments.
    Accounts,
    /// A table of changes of recurring revenue.
    Changes,
    /// A table that flags customers as gone.
    Flags,
    /// A table of departures.
    Departures,
    /// A table of the stages of opportunities.
    Stages,
}

impl fmt::Display for Kind {
    /// The name of the mapping's table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Opportunities => "opportunities",
            Kind::Reps => "reps",
            Kind::Customers => "customers",
            Kind::Leads => "leads",
            Kind::Accounts => "segments.accounts",
            Kind::Changes => "customers.changes",
            Kind::Flags => "customers.flags",
            Kind::Departures => "customers.departures",
            Kind::Stages => "opportunities",
        })
    }
}

/// A header in lower-case words joined by `_`: "Close Date", "CloseDate" and "property_closeDate" are close_date.
pub fn plain(header: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in header.trim().trim_start_matches('\u{feff}').chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            out.push('_');
        }
        out.extend(if c.is_alphanumeric() { c.to_lowercase().collect::<Vec<_>>() } else { vec!['_'] });
        before = c;
    }
    let words: Vec<&str> = out.split('_').filter(|word| !word.is_empty()).collect();
    let words = words.strip_prefix(&["property"]).unwrap_or(&words);
    let words = words.strip_suffix(&["c"]).or(words.strip_suffix(&["utc"])).unwrap_or(words);
    words.join("_")
}

/// A key of a mapping with the headers that mean it, the likeliest first, and how much such a header says for the kind.
struct Known {
    key: &'static str,
    headers: &'static [&'static str],
    weight: u32,
}

const fn known(key: &'static str, weight: u32, headers: &'static [&'static str]) -> Known {
    Known { key, headers, weight }
}

#[rustfmt::skip] // a table
const OPPORTUNITIES: &[Known] = &[
    known("id", 2, &["opportunity_id", "opp_id", "deal_id", "opportunity_number"]),
    known("id", 0, &["record_id", "hs_object_id", "id"]),
    known("created", 1, &["created_date", "create_date", "createdate", "created_at", "created_on", "date_created", "created", "open_date", "opened_date", "engage_date", "opportunity_created_date"]),
    known("closed", 3, &["close_date", "closedate", "closed_date", "closed_at", "closed_on", "date_closed", "actual_close_date", "closed_won_date"]),
    known("stage", 3, &["stage_name", "deal_stage", "dealstage", "opportunity_stage", "stage", "deal_pipeline_stage_id", "pipeline_stage", "sales_stage"]),
    known("stage", 0, &["outcome", "status"]),
    known("amount", 1, &["arr", "acv", "annual_contract_value", "annual_recurring_revenue", "hs_arr", "hs_acv", "mrr", "hs_mrr", "amount", "deal_amount", "opportunity_amount", "amount_in_company_currency", "close_value", "deal_value", "value", "tcv", "hs_tcv"]),
    known("currency_column", 0, &["currency_iso_code", "opportunity_currency", "deal_currency_code", "amount_currency", "currency_code", "currency"]),
    known("owner", 0, &["owner_id", "opportunity_owner", "deal_owner", "hubspot_owner_id", "owner", "owner_name", "rep_id", "sales_agent", "sales_rep"]),
    known("account", 0, &["account_id", "account_name", "company_id", "associated_company_id", "associated_company", "company_name", "account", "company", "customer_id"]),
    known("segment", 0, &["segment", "account_segment", "company_segment", "market_segment", "customer_segment"]),
    known("won_flag", 1, &["is_won", "hs_is_closed_won", "is_closed_won", "won"]),
    known("closed_flag", 1, &["is_closed", "hs_is_closed", "is_deal_closed", "closed"]),
];

#[rustfmt::skip] // a table
const REPS: &[Known] = &[
    known("id", 2, &["worker_id", "employee_id", "rep_id", "employee_number", "worker", "employee"]),
    known("id", 0, &["user_id", "id"]),
    known("start", 4, &["hire_date", "original_hire_date", "continuous_service_date", "date_of_hire", "hired_on", "employment_start_date"]),
    known("start", 1, &["position_start_date", "start_date", "effective_date"]),
    known("end", 4, &["termination_date", "end_employment_date", "date_of_termination", "terminated_on", "last_day_of_work", "leave_date"]),
    known("end", 0, &["end_date"]),
    known("tenure", 4, &["years_at_company", "tenure_years", "tenure_months", "length_of_service", "years_of_service", "months_of_service"]),
    known("left", 2, &["attrition", "has_left", "left", "is_terminated", "terminated"]),
    known("role", 1, &["business_title", "job_title", "job_role", "job_profile", "position_title", "title", "role"]),
    known("quota", 4, &["quota", "quota_quarterly", "quarterly_quota", "quota_annual", "annual_quota", "quota_monthly", "monthly_quota", "quota_amount"]),
    known("segment", 0, &["segment", "sales_segment"]),
    known("account", 0, &["account_id", "account_name", "account"]),
];

#[rustfmt::skip] // a table
const CUSTOMERS: &[Known] = &[
    known("id", 3, &["subscription_id", "sub_id"]),
    known("id", 0, &["id"]),
    known("customer", 1, &["customer_id", "customer", "account_id", "company_id", "account", "account_name", "company_name"]),
    known("start", 1, &["start_date", "subscription_start_date", "started_at", "subscription_start", "contract_start_date", "signup_date", "created", "created_at", "start"]),
    known("end", 3, &["ended_at", "canceled_at", "cancelled_at", "churn_date", "churned_at", "cancel_date", "cancellation_date"]),
    known("end", 1, &["end_date", "subscription_end_date", "contract_end_date", "end"]),
    known("tenure", 1, &["tenure", "tenure_months", "months_as_customer"]),
    known("churned", 3, &["churn", "churned", "is_churned", "has_churned"]),
    known("arr", 3, &["arr", "arr_amount", "annual_recurring_revenue"]),
    known("mrr", 3, &["mrr", "mrr_amount", "monthly_recurring_revenue", "monthly_charges", "monthly_amount"]),
    known("unit_unknown", 0, &["amount", "plan_amount", "price", "revenue"]),
    known("currency_column", 0, &["currency", "currency_iso_code", "currency_code"]),
    known("term_months", 1, &["term_months", "contract_term_months", "contract_length_months", "contract_months"]),
    known("trial", 0, &["is_trial", "trial"]),
    known("segment", 0, SEGMENTS),
    known("plan", 0, &["plan_tier", "tier", "plan", "contract"]),
    known("period", 2, &["current_period_end"]),
];

#[rustfmt::skip] // a table
const LEADS: &[Known] = &[
    known("id", 3, &["lead_id"]),
    known("id", 0, &["contact_id", "record_id", "id"]),
    known("created", 1, &["created_date", "create_date", "createdate", "created_at", "created_on", "date_created", "created"]),
    known("source", 1, &["lead_source", "original_source", "original_traffic_source", "hs_analytics_source", "source", "utm_source"]),
    known("status", 3, &["lead_status", "lifecycle_stage", "lifecyclestage", "hs_lead_status"]),
    known("status", 1, &["status"]),
    known("mql", 3, &["mql_date", "mql_at", "became_a_marketing_qualified_lead_date", "hs_lifecyclestage_marketingqualifiedlead_date", "date_entered_marketing_qualified_lead"]),
    known("sql", 3, &["sql_date", "sql_at", "became_a_sales_qualified_lead_date", "hs_lifecyclestage_salesqualifiedlead_date", "date_entered_sales_qualified_lead"]),
    known("opportunity", 3, &["converted_date", "opportunity_date", "opportunity_at", "became_an_opportunity_date", "hs_lifecyclestage_opportunity_date", "date_entered_opportunity"]),
    known("segment", 0, SEGMENTS),
    known("account", 0, &["account_id", "company_id", "associated_company_id", "account_name", "company_name", "account", "company"]),
];

/// Headers of segments, whatever the table.
const SEGMENTS: &[&str] = &["segment", "account_segment", "company_segment", "market_segment", "customer_segment"];

/// Headers of those who pay, as the main table of customers names them.
const PAYERS: &[&str] = &[
    "customer_id",
    "customer",
    "account_id",
    "company_id",
    "account",
    "account_name",
    "company_name",
    "subscription_id",
    "sub_id",
];

#[rustfmt::skip] // a table
const ACCOUNTS: &[Known] = &[
    known("id", 1, &["account_id", "company_id", "customer_id", "account", "customer", "account_name", "company_name"]),
    known("segment", 1, SEGMENTS),
    known("segment", 0, &["tier", "sector", "industry"]),
];

#[rustfmt::skip] // a table
const CHANGES: &[Known] = &[
    known("customer", 1, PAYERS),
    known("start", 1, &["event_date", "change_date", "effective_date"]),
    known("amount", 1, &["mrr_change", "arr_change", "mrr_delta", "arr_delta", "amount"]),
    known("currency_column", 0, &["currency", "currency_iso_code", "currency_code"]),
    known("kind", 0, &["type", "event_type", "change_type", "kind", "movement", "movement_type"]),
];

const FLAGS: &[Known] =
    &[known("customer", 1, PAYERS), known("churned", 1, &["churn_flag", "is_churned", "churned", "has_churned"])];

const DEPARTURES: &[Known] = &[
    known("customer", 1, PAYERS),
    known("start", 1, &["churn_date", "churned_at", "cancellation_date", "cancel_date"]),
];

#[rustfmt::skip] // a table
const STAGES: &[Known] = &[
    known("stage", 1, &["stage_id", "master_label", "api_name"]),
    known("won_flag", 1, &["closed_won", "is_won"]),
    known("closed_flag", 1, &["is_closed"]),
];

fn known_of(kind: Kind) -> &'static [Known] {
    match kind {
        Kind::Opportunities => OPPORTUNITIES,
        Kind::Reps => REPS,
        Kind::Customers => CUSTOMERS,
        Kind::Leads => LEADS,
        Kind::Accounts => ACCOUNTS,
        Kind::Changes => CHANGES,
        Kind::Flags => FLAGS,
        Kind::Departures => DEPARTURES,
        Kind::Stages => STAGES,
    }
}

/// Columns by key.
pub struct Found {
    columns: Vec<(&'static str, usize)>,
}

impl Found {
    /// The column of a key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == key).map(|&(_, column)| column)
    }
}

/// Which column means which key.
pub fn columns(kind: Kind, headers: &[String]) -> Found {
    let plain: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let mut columns: Vec<(&'static str, usize)> = Vec::new();
    for known in known_of(kind) {
        let column = known.headers.iter().find_map(|wanted| plain.iter().position(|header| header == wanted));
        let is_new = !columns.iter().any(|(key, _)| *key == known.key);
        if let (Some(column), true) = (column, is_new) {
            columns.push((known.key, column));
        }
    }
    Found { columns }
}

/// Least weight of headers that speak for a kind: two that are its own, or one with two that go along.
const ENOUGH: u32 = 4;

/// The kind that the headers speak for, where they do.
pub fn kind(headers: &[String]) -> Option<Kind> {
    let plain: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let has = |known: &Known| known.headers.iter().any(|wanted| plain.iter().any(|header| header == wanted));
    let weight = |kind: Kind| known_of(kind).iter().filter(|known| has(known)).map(|known| known.weight).sum::<u32>();
    let kinds = [Kind::Opportunities, Kind::Reps, Kind::Customers, Kind::Leads];
    let usable = kinds.into_iter().filter(|&kind| weight(kind) >= ENOUGH && has_essentials(kind, headers));
    usable.rev().max_by_key(|&kind| weight(kind))
}

/// Whether a kind has the columns without which nothing can be told.
fn has_essentials(kind: Kind, headers: &[String]) -> bool {
    let found = columns(kind, headers);
    let has = |key: &str| found.column(key).is_some();
    match kind {
        Kind::Opportunities => has("closed") && (has("created") || has("stage")),
        Kind::Reps => has("start") || has("tenure"),
        Kind::Customers => {
            let has_revenue = has("arr") || has("mrr") || has("unit_unknown");
            (has("start") && (has("end") || has_revenue)) || (has("tenure") && has("churned"))
        }
        Kind::Leads => has("created") && (has("status") || has("opportunity") || has("mql")),
        Kind::Accounts => has("id") && has("segment"),
        Kind::Changes => has("customer") && has("start") && has("amount"),
        Kind::Flags => has("customer") && has("churned"),
        Kind::Departures => has("customer") && has("start"),
        Kind::Stages => has("stage") && has("won_flag") && has("closed_flag"),
    }
}

/// Whose headers they are.
pub fn product(headers: &[String]) -> Option<&'static str> {
    let plain: Vec<String> = headers.iter().map(|header| plain(header)).collect();
    let has = |header: &str| plain.iter().any(|known| known == header);
    let begins = |start: &str| headers.iter().any(|header| header.to_lowercase().starts_with(start));
    if begins("property_") || begins("hs_") || has("deal_stage") && has("deal_owner") || has("deal_pipeline_id") {
        Some("HubSpot")
    } else if has("forecast_category") || has("opportunity_owner") || (has("opportunity_id") && has("stage_name")) {
        Some("Salesforce")
    } else if has("current_period_end") || (has("canceled_at") && has("customer_id")) {
        Some("Stripe")
    } else if has("worker_id") || has("worker") || has("continuous_service_date") || has("job_profile") {
        Some("Workday")
    } else {
        None
    }
}

/// What a table that is none of the exports itself is good for beside one.
pub fn beside(headers: &[String]) -> Option<Kind> {
    let kinds = [Kind::Stages, Kind::Changes, Kind::Departures, Kind::Flags, Kind::Accounts];
    kinds.into_iter().find(|&kind| has_essentials(kind, headers))
}

/// Whether a table that could be one of customers rather says the accounts' segments: it has an account and a segment,
/// and nothing that says when somebody left.
pub fn says_segments(headers: &[String]) -> bool {
    let has_segment = headers.iter().any(|header| SEGMENTS.contains(&plain(header).as_str()));
    let customers = columns(Kind::Customers, headers);
    let own = ["id", "end", "tenure", "period"].iter().any(|key| customers.column(key).is_some());
    has_segment && !own && has_essentials(Kind::Accounts, headers)
}
