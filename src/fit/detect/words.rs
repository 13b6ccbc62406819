//! Headers that exports have, by the key that they mean: those of products first, then plain words.

use super::headers::Kind;

/// What a column has to hold so that its header means the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Whatever it holds.
    Anything,
    /// Dates: a plain word such as "closed" may as well head a flag.
    Dates,
    /// Anything but dates.
    NoDates,
}

/// A key of a mapping with the headers that mean it, the likeliest first, and how much such a header says for the kind.
pub struct Known {
    /// The key.
    pub key: &'static str,
    /// The headers, in lower-case words joined by `_`.
    pub headers: &'static [&'static str],
    /// How much such a header says for the kind.
    pub weight: u32,
    /// What the column has to hold.
    pub holds: Holds,
}

const fn known(key: &'static str, weight: u32, headers: &'static [&'static str]) -> Known {
    Known { key, headers, weight, holds: Holds::Anything }
}

/// The same where the column holds dates.
const fn dated(key: &'static str, weight: u32, headers: &'static [&'static str]) -> Known {
    Known { key, headers, weight, holds: Holds::Dates }
}

/// The same where the column holds no dates.
const fn flag(key: &'static str, weight: u32, headers: &'static [&'static str]) -> Known {
    Known { key, headers, weight, holds: Holds::NoDates }
}

#[rustfmt::skip] // a table
const OPPORTUNITIES: &[Known] = &[
    known("id", 2, &["opportunity_id", "opp_id", "deal_id", "opportunity_number", "deal_number", "deal_no", "opp_number", "oppty_id"]),
    known("id", 0, &["record_id", "hs_object_id", "id"]),
    known("created", 1, &["created_date", "create_date", "createdate", "created_at", "created_on", "created_time", "create_time", "date_created", "creation_date", "created", "open_date", "opened_date", "opened_at", "opened_on", "date_opened", "opened", "engage_date", "opportunity_created_date", "add_time", "date_added", "added_at", "added_on", "added"]),
    known("closed", 3, &["close_date", "closedate", "closed_date", "closed_at", "closed_on", "closed_time", "close_time", "date_closed", "closing_date", "actual_close_date", "closed_won_date", "won_date", "won_at", "won_on", "won_time", "date_won", "win_date", "decided_at", "decided_on", "decision_date", "date_decided", "signed_at", "signed_on", "signed_date", "date_signed", "signature_date"]),
    dated("closed", 3, &["closed", "close", "decided", "won", "signed"]),
    known("stage", 3, &["stage_name", "deal_stage", "dealstage", "opportunity_stage", "opp_stage", "stage", "deal_pipeline_stage_id", "pipeline_stage", "sales_stage", "deal_status", "opportunity_status", "opp_status", "deal_phase", "sales_phase"]),
    known("stage", 0, &["outcome", "status", "result", "phase", "state"]),
    known("amount", 1, &["arr", "acv", "annual_contract_value", "annual_recurring_revenue", "new_arr", "hs_arr", "hs_acv", "mrr", "hs_mrr", "amount", "deal_amount", "opportunity_amount", "opp_amount", "amount_in_company_currency", "close_value", "deal_value", "opportunity_value", "annual_value", "deal_size", "contract_value", "bookings", "value", "price", "tcv", "hs_tcv"]),
    known("currency_column", 0, &["currency_iso_code", "opportunity_currency", "deal_currency_code", "amount_currency", "currency_code", "currency"]),
    known("owner", 0, &["owner_id", "opportunity_owner_id", "opportunity_owner", "deal_owner", "hubspot_owner_id", "owner", "owner_name", "rep_id", "rep", "rep_name", "sales_agent", "sales_rep", "sales_rep_id", "salesperson", "salesperson_id", "sales_person", "account_executive", "ae", "ae_id", "seller", "seller_id", "assigned_to", "employee_id", "user_id"]),
    known("account", 0, &["account_id", "account_name", "company_id", "associated_company_id", "associated_company", "company_name", "account", "company", "customer_id", "customer", "client_id", "client", "organization_id", "organization", "organisation"]),
    known("segment", 0, SEGMENTS),
    known("won_flag", 1, &["is_won", "hs_is_closed_won", "is_closed_won"]),
    flag("won_flag", 1, &["won"]),
    known("closed_flag", 1, &["is_closed", "hs_is_closed", "is_deal_closed"]),
    flag("closed_flag", 1, &["closed"]),
];

#[rustfmt::skip] // a table
const REPS: &[Known] = &[
    known("id", 2, &["worker_id", "employee_id", "rep_id", "sales_rep_id", "salesperson_id", "seller_id", "ae_id", "staff_id", "employee_number", "employee_no", "worker", "employee", "rep", "sales_rep", "rep_name", "salesperson", "sales_person", "sales_agent", "seller", "employee_name"]),
    known("id", 0, &["user_id", "owner_id", "id", "name", "full_name", "email"]),
    known("start", 4, &["hire_date", "original_hire_date", "continuous_service_date", "date_of_hire", "hired_on", "hired_at", "hired_date", "date_hired", "hired", "employment_start_date", "employment_start", "joining_date", "date_of_joining", "onboarded_at", "onboarding_date"]),
    known("start", 1, &["position_start_date", "start_date", "effective_date", "joined_at", "joined_on", "join_date", "date_joined", "joined", "started_at", "started_on", "started", "start", "first_day"]),
    known("end", 4, &["termination_date", "end_employment_date", "date_of_termination", "terminated_on", "terminated_at", "term_date", "last_day_of_work", "leave_date", "leaving_date", "date_of_leaving", "date_left", "left_date", "left_on", "left_at", "exit_date", "resignation_date", "separation_date", "departure_date", "departed_at", "employment_end_date", "employment_end", "last_working_day", "offboarded_at"]),
    dated("end", 2, &["terminated", "termination", "left", "exited", "exit", "departed", "resigned", "last_day"]),
    known("end", 0, &["end_date", "ended_at", "ended_on"]),
    dated("end", 0, &["end", "ended"]),
    known("tenure", 4, &["years_at_company", "tenure_years", "tenure_months", "length_of_service", "years_of_service", "months_of_service"]),
    known("left", 2, &["attrition", "has_left", "is_terminated"]),
    flag("left", 2, &["left", "terminated", "departed", "resigned"]),
    known("role", 1, &["business_title", "job_title", "job_role", "job_profile", "position_title", "title", "role", "position", "job", "job_name", "function"]),
    known("quota", 4, &["quota", "quota_quarterly", "quarterly_quota", "quota_annual", "annual_quota", "quota_monthly", "monthly_quota", "quota_amount", "sales_quota"]),
    known("quota", 1, &["annual_target", "quarterly_target", "monthly_target", "sales_target", "target"]),
    known("segment", 0, SEGMENTS),
    known("account", 0, &["account_id", "account_name", "account"]),
];

#[rustfmt::skip] // a table
const CUSTOMERS: &[Known] = &[
    known("id", 3, &["subscription_id", "sub_id", "subscription_number"]),
    known("id", 0, &["id"]),
    known("customer", 3, &["customer_id", "customer", "customer_name", "client_id", "client", "client_name", "subscriber_id", "subscriber"]),
    known("customer", 1, &["account_id", "company_id", "account", "account_name", "company_name", "company", "organization_id", "organization", "tenant_id", "workspace_id"]),
    known("start", 1, &["start_date", "subscription_start_date", "started_at", "started_on", "subscription_start", "contract_start_date", "contract_start", "signup_date", "sign_up_date", "signup_at", "signed_up_at", "signed_up_on", "signed_up", "signup", "activation_date", "activated_at", "activated_on", "activated", "subscribed_at", "subscribed", "customer_since", "since", "go_live_date", "joined_at", "join_date", "joined", "begin_date", "created", "created_at", "created_date", "created_on", "started", "start"]),
    known("end", 3, &["ended_at", "ended_on", "canceled_at", "cancelled_at", "canceled_on", "cancelled_on", "churn_date", "churned_at", "churned_on", "date_churned", "cancel_date", "canceled_date", "cancelled_date", "cancellation_date", "cancelation_date", "date_cancelled", "date_canceled", "termination_date", "terminated_at", "terminated_on", "deactivated_at", "left_at", "lost_at", "lost_date"]),
    dated("end", 3, &["churned", "churn", "canceled", "cancelled", "terminated", "ended", "left", "lost", "deactivated"]),
    known("end", 1, &["end_date", "subscription_end_date", "subscription_end", "contract_end_date", "contract_end", "end"]),
    known("tenure", 1, &["tenure", "tenure_months", "months_as_customer"]),
    flag("churned", 3, &["churn", "churned", "is_churned", "has_churned", "canceled", "cancelled", "is_canceled", "is_cancelled"]),
    known("arr", 3, &["arr", "arr_amount", "annual_recurring_revenue", "acv"]),
    known("mrr", 3, &["mrr", "mrr_amount", "monthly_recurring_revenue", "monthly_charges", "monthly_amount", "monthly_revenue", "monthly_fee", "monthly_price"]),
    known("unit_unknown", 0, &["amount", "plan_amount", "price", "fee", "revenue", "value", "contract_value"]),
    known("currency_column", 0, &["currency", "currency_iso_code", "currency_code"]),
    known("term_months", 1, &["term_months", "contract_term_months", "contract_length_months", "contract_months"]),
    known("trial", 0, &["is_trial", "trial"]),
    known("segment", 0, SEGMENTS),
    known("plan", 0, &["plan_tier", "tier", "plan", "plan_name", "subscription_plan", "edition", "contract"]),
    known("period", 2, &["current_period_end"]),
];

#[rustfmt::skip] // a table
const LEADS: &[Known] = &[
    known("id", 3, &["lead_id", "lead_number"]),
    known("id", 0, &["contact_id", "record_id", "id"]),
    known("created", 1, &["created_date", "create_date", "createdate", "created_at", "created_on", "created_time", "date_created", "creation_date", "created", "lead_date", "received_at", "received_on", "received", "captured_at", "captured", "submitted_at", "submitted", "inquiry_date", "date_added", "added_at", "added", "signup_date", "signed_up_at", "signup"]),
    known("source", 2, &["lead_source", "original_source", "original_traffic_source", "hs_analytics_source", "source", "utm_source", "lead_channel", "marketing_channel", "acquisition_channel", "source_channel"]),
    known("source", 1, &["channel", "origin", "medium"]),
    known("status", 3, &["lead_status", "lead_stage", "lifecycle_stage", "lifecyclestage", "hs_lead_status"]),
    known("status", 1, &["status", "stage", "funnel_stage"]),
    known("mql", 3, &["mql_date", "mql_at", "mql_on", "date_mql", "became_mql_date", "became_mql_at", "marketing_qualified_at", "became_a_marketing_qualified_lead_date", "hs_lifecyclestage_marketingqualifiedlead_date", "date_entered_marketing_qualified_lead"]),
    dated("mql", 3, &["mql"]),
    known("sql", 3, &["sql_date", "sql_at", "sql_on", "date_sql", "became_sql_date", "became_sql_at", "sales_qualified_at", "became_a_sales_qualified_lead_date", "hs_lifecyclestage_salesqualifiedlead_date", "date_entered_sales_qualified_lead"]),
    dated("sql", 3, &["sql"]),
    known("opportunity", 3, &["converted_date", "converted_at", "converted_on", "date_converted", "conversion_date", "opportunity_date", "opportunity_at", "opp_date", "opp_at", "opportunity_created_at", "opportunity_created_date", "became_opportunity_date", "became_an_opportunity_date", "hs_lifecyclestage_opportunity_date", "date_entered_opportunity"]),
    dated("opportunity", 3, &["converted", "opportunity", "opp"]),
    known("segment", 0, SEGMENTS),
    known("account", 0, &["account_id", "company_id", "associated_company_id", "account_name", "company_name", "account", "company"]),
];

/// Headers of segments, whatever the table.
pub const SEGMENTS: &[&str] = &[
    "segment",
    "account_segment",
    "company_segment",
    "market_segment",
    "customer_segment",
    "sales_segment",
    "business_segment",
    "segment_name",
];

/// Headers of those who pay, as the main table of customers names them.
const PAYERS: &[&str] = &[
    "customer_id",
    "customer",
    "account_id",
    "company_id",
    "account",
    "account_name",
    "company_name",
    "client_id",
    "client",
    "subscription_id",
    "sub_id",
];

#[rustfmt::skip] // a table
const ACCOUNTS: &[Known] = &[
    known("id", 1, &["account_id", "company_id", "customer_id", "client_id", "account", "customer", "client", "account_name", "company_name"]),
    known("segment", 1, SEGMENTS),
    known("segment", 0, &["tier", "sector", "industry"]),
];

#[rustfmt::skip] // a table
const CHANGES: &[Known] = &[
    known("customer", 1, PAYERS),
    known("start", 1, &["event_date", "change_date", "effective_date", "changed_at", "changed_on", "event_at"]),
    known("amount", 1, &["mrr_change", "arr_change", "mrr_delta", "arr_delta", "change", "delta", "amount"]),
    known("currency_column", 0, &["currency", "currency_iso_code", "currency_code"]),
    known("kind", 0, &["type", "event_type", "event", "change_type", "kind", "movement", "movement_type"]),
];

#[rustfmt::skip] // a table
const FLAGS: &[Known] = &[
    known("customer", 1, PAYERS),
    flag("churned", 1, &["churn_flag", "is_churned", "churned", "has_churned"]),
];

#[rustfmt::skip] // a table
const DEPARTURES: &[Known] = &[
    known("customer", 1, PAYERS),
    known("start", 1, &["churn_date", "churned_at", "churned_on", "cancellation_date", "cancel_date", "canceled_at", "cancelled_at", "left_at", "termination_date", "terminated_at"]),
    dated("start", 1, &["churned", "canceled", "cancelled", "left", "terminated"]),
];

#[rustfmt::skip] // a table
const STAGES: &[Known] = &[
    known("stage", 1, &["stage_id", "master_label", "api_name"]),
    known("won_flag", 1, &["closed_won", "is_won"]),
    known("closed_flag", 1, &["is_closed"]),
];

/// The headers of a kind's keys.
pub fn known_of(kind: Kind) -> &'static [Known] {
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

/// Headers that many tables have and that mean no key: words of which no single record's name or amount is made.
#[rustfmt::skip] // a table
const COMMON: &[&str] = &[
    "name", "first_name", "last_name", "full_name", "email", "phone", "country", "region", "territory", "city", "zip", "postal_code",
    "address", "website", "url", "notes", "description", "comment", "comments", "date", "time", "month", "quarter", "year", "week", "type",
    "category", "industry", "sector", "employees", "number_of_employees", "probability", "forecast_category", "next_step", "campaign",
    "team", "department", "manager", "product", "quantity", "discount", "total", "score", "rating", "gender", "age", "active", "is_active",
    "updated_at", "updated", "modified_date", "last_modified_date", "invoice_id", "payment_method", "currency", "revenue", "size",
];

/// Whether this is a header that somebody would write: one of a key, or a common one.
pub fn is_known(header: &str) -> bool {
    const KINDS: [Kind; 9] = [
        Kind::Opportunities,
        Kind::Reps,
        Kind::Customers,
        Kind::Leads,
        Kind::Accounts,
        Kind::Changes,
        Kind::Flags,
        Kind::Departures,
        Kind::Stages,
    ];
    let of_key = |kind: &Kind| known_of(*kind).iter().any(|known| known.headers.contains(&header));
    COMMON.contains(&header) || KINDS.iter().any(of_key)
}
