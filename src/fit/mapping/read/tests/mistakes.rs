//! Contradictions: each is told, at the right key, and nothing else is.

use super::*;

/// The codes and messages of what is said of a text.
fn told(text: &str) -> Vec<(&'static str, String)> {
    match read("mapping.toml", text.as_bytes().to_vec()) {
        Ok(read) => read.warnings.iter().map(|d| (d.code, d.message.clone())).collect(),
        Err(refused) => refused.diagnostics.iter().map(|d| (d.code, d.message.clone())).collect(),
    }
}

/// Says that one change of [`WHOLE`] makes one mistake, of this code and message.
fn one(from: &str, to: &str, code: &str, message: &str) {
    assert_eq!(WHOLE.matches(from).count(), 1, "{from}");
    assert_eq!(told(&WHOLE.replace(from, to)), [(code, message.to_string())], "{to}");
}

#[test]
fn segments_that_contradict_are_told() {
    let alternatives = codes::ALTERNATIVES;
    let values = "values = { \"SMB\" = \"smb\", \"Mid-Market\" = \"mid_market\", \"Small\" = \"smb\" }";
    one(values, &format!("{values}\nname = \"x\""), alternatives, "values and name exclude each other");
    one(
        "\"Small\" = \"smb\"",
        "\"Small\" = \"s m b\"",
        codes::BAD_NAME,
        "the name \"s m b\" has characters that names cannot have",
    );
    one(
        "\"Small\" = \"smb\"",
        "\"Small\" = 1",
        codes::WRONG_KIND,
        "the segment of \"Small\" must be a name in quotes, got a whole number",
    );
    one(
        "otherwise = \"other\"",
        "otherwise = \"midmarket\"",
        codes::SEGMENT,
        "otherwise names midmarket, which no value means",
    );
    one("in_segment = \"mid_market\"", "in_segment = \"mid\"", codes::SEGMENT, "there is no segment mid");
    one(
        "in_segment = \"mid_market\"",
        "in_segment = \"smb\"\nsegment = \"s\"",
        alternatives,
        "segment and in_segment exclude each other",
    );
    let thresholds = "thresholds = { smb = 0, mid_market = 0 }";
    let found = told(&format!("[segments]\n{thresholds}\n[customers]\nfile = \"f\"\nstart = \"s\"\narr = \"a\"\n"));
    assert_eq!(found, [(alternatives, "mid_market and smb begin at the same ARR".to_string())]);
}

#[test]
fn rows_whose_segment_nothing_says_are_told() {
    let head = "[segments]\nvalues = { \"SMB\" = \"smb\" }\n";
    let found = told(&format!("{head}[reps]\nfile = \"f\"\nid = \"i\"\nstart = \"s\"\n"));
    assert_eq!(found, [(codes::SEGMENT, "nothing says which segment the rows of [reps] belong to".to_string())]);
    let found =
        told(&format!("{head}[reps]\nfile = \"f\"\nid = \"i\"\nstart = \"s\"\nsegment = \"g\"\naccount = \"a\"\n"));
    assert_eq!(found.len(), 2, "{found:?}");
    let by_size = "[segments]\nthresholds = { smb = 0 }\n[leads]\nfile = \"f\"\ncreated = \"c\"\nstages = [{ to = \"o\", date = \"d\" }]\n";
    assert_eq!(told(by_size).len(), 1);
    let without_rule = "[reps]\nfile = \"f\"\nid = \"i\"\nstart = \"s\"\nsegment = \"g\"\n";
    assert_eq!(
        told(without_rule),
        [(codes::SEGMENT, "segment of [reps] changes nothing: [segments] has no values".to_string())]
    );
}

#[test]
fn a_rule_of_segments_without_its_parts_is_told() {
    let reps = "[reps]\nfile = \"f\"\nid = \"i\"\nstart = \"s\"\n";
    let accounts = "accounts = { file = \"a\", id = \"i\", segment = \"s\" }";
    let found = told(&format!("[segments]\n{accounts}\n{reps}"));
    let message = "accounts needs values: which value of its segment column means which segment";
    assert_eq!(found, [(codes::ALTERNATIVES, message.to_string())]);
    let found = told(&format!("[segments]\notherwise = \"smb\"\n{reps}"));
    assert_eq!(found[0].0, codes::ALTERNATIVES);
    assert_eq!(told(&format!("[segments]\nvalues = {{}}\n{reps}"))[0].0, codes::MISSING_KEY);
    let both = "values = { a = \"b\" }\nthresholds = { b = 0 }";
    assert_eq!(
        told(&format!("[segments]\n{both}\n{reps}in_segment = \"b\"\n"))[0].1,
        "values and thresholds exclude each other"
    );
}

#[test]
fn stages_and_kinds_in_two_lists_are_told() {
    let alternatives = codes::ALTERNATIVES;
    one(
        "open = [\"Negotiation\"]",
        "open = [\"Closed Won\"]",
        alternatives,
        "\"Closed Won\" stands in both won and open",
    );
    one(
        "open = [\"Negotiation\"]",
        "open = [\"N\"]\nignore = [\"N\"]",
        alternatives,
        "\"N\" stands in both open and ignore",
    );
    one("expansion = [\"up\"]", "expansion = [\"gone\"]", alternatives, "\"gone\" stands in both expansion and churn");
    one(
        "lost = [\"Out\"]",
        "lost = [\"Opportunity\"]",
        alternatives,
        "the status \"Opportunity\" means both lost and the stage opportunity",
    );
    one(
        "expansion = [\"up\"], churn = [\"gone\"]",
        "churn = []",
        codes::MISSING_KEY,
        "changes names no kind: none of new, expansion, contraction, churn",
    );
}

#[test]
fn keys_that_go_together_are_told() {
    let alternatives = codes::ALTERNATIVES;
    one("tenure_unit = \"years\"\n", "", codes::MISSING_KEY, "tenure needs tenure_unit");
    let bare =
        "[opportunities]\nfile = \"f\"\ncreated = \"c\"\nclosed = \"d\"\nstage = \"s\"\nwon = \"w\"\nlost = \"l\"\n";
    for key in ["amount_per = \"year\"", "currency_column = \"c\""] {
        let found = told(&format!("{bare}{key}\n"));
        let message = format!("{} goes with amount, which is missing", key.split(' ').next().unwrap());
        assert_eq!(found, [(alternatives, message)]);
    }
    one("left = \"Left\"\n", "", codes::MISSING_KEY, "tenure needs left");
    one("left_values = [\"Yes\"]\n", "", codes::MISSING_KEY, "tenure needs left_values");
    one("left_values = [\"Yes\"]\n", "left_values = []\n", codes::MISSING_KEY, "left_values names no value");
    one("tenure = \"Years\"", "tenure = \"Years\"\nstart = \"s\"", alternatives, "start and tenure exclude each other");
    one("role = \"Title\"\n", "", alternatives, "roles goes with role, which is missing");
    one("mrr = \"mrr\"", "mrr = \"mrr\"\narr = \"arr\"", alternatives, "arr and mrr exclude each other");
    one(
        "contract_months = 12",
        "contract_months = 12\nterm_months = \"t\"",
        alternatives,
        "term_months and contract_months exclude each other",
    );
    one(
        "start = \"start\"\n",
        "",
        codes::MISSING_KEY,
        "[customers] needs start, or tenure where the export has no dates",
    );
    one(
        "start = \"start\"\n",
        "start = \"start\"\nchurned = \"c\"\n",
        alternatives,
        "churned goes with tenure, which is missing",
    );
}

#[test]
fn leads_that_contradict_are_told() {
    one(
        "status = \"status\"\nlost = [\"Out\"]\n",
        "",
        codes::MISSING_KEY,
        "a stage is told by status, but [leads] does not say which column that is",
    );
    one("{ to = \"opportunity\"", "{ to = \"mql\"", codes::DUPLICATE_NAME, "two stages are called mql");
    one(
        "date = \"mql_at\"",
        "date = \"mql_at\", status = [\"x\"]",
        codes::ALTERNATIVES,
        "date and status exclude each other",
    );
    one(
        "{ to = \"mql\", date = \"mql_at\" }",
        "{ to = \"mql\" }",
        codes::ALTERNATIVES,
        "an entry of leads.stages needs date or status: how it is told that a lead is there",
    );
    let none = "[leads]\nfile = \"f\"\ncreated = \"c\"\nstages = []\n";
    assert_eq!(told(none)[0].1, "stages has no entry: the last stage of leads is the opportunity");
    let idle = "[leads]\nfile = \"f\"\ncreated = \"c\"\nstatus = \"s\"\nstages = [{ to = \"o\", date = \"d\" }]\n";
    assert_eq!(told(idle)[0].0, codes::NO_EFFECT);
}

#[test]
fn rates_are_checked() {
    one(
        "rates = { USD = 0.92 }",
        "rates = { USD = 0 }",
        codes::OUT_OF_RANGE,
        "the rate of USD must be a number above 0",
    );
    one(
        "rates = { USD = 0.92 }",
        "rates = { EUR = 1.1 }",
        codes::OUT_OF_RANGE,
        "EUR is the plan's own currency: its rate can only be 1",
    );
}

#[test]
fn rates_are_idle_only_where_nothing_is_an_amount() {
    let reps =
        |quota: &str| format!("rates = {{ EUR = 1.1 }}\n[reps]\nfile = \"f\"\nid = \"i\"\nstart = \"s\"\n{quota}");
    let idle = told(&reps(""));
    assert_eq!(idle.len(), 1, "{idle:?}");
    assert_eq!(
        (idle[0].0, idle[0].1.as_str()),
        (codes::NO_EFFECT, "rates change nothing: no table names a column of amounts")
    );
    // amounts may carry signs: the rates convert those without a column of currencies
    let used = read("mapping.toml", reps("quota = \"q\"\n").into_bytes());
    assert!(used.is_ok_and(|read| read.warnings.is_empty()));
}

#[test]
fn what_is_no_mapping_is_told() {
    assert_eq!(told("")[0].0, codes::EMPTY);
    assert_eq!(told("currency = \"USD\"\n")[0].0, codes::EMPTY);
    assert_eq!(told("[opportunities")[0].0, codes::SYNTAX);
    let bytes = |bytes: Vec<u8>| read("mapping.toml", bytes).unwrap_err().diagnostics[0].code;
    assert_eq!(bytes(vec![0xFF, 0xFE, b'a', 0]), codes::NOT_UTF8);
    assert_eq!(bytes(vec![b' '; 1_000_001]), codes::TOO_LARGE);
    assert!(said("[plan]\n[target]\n").contains("this looks like a scenario"));
}

/// Whatever is cut off or left out, something is told or nothing is wrong, and nothing breaks.
#[test]
fn no_part_of_a_mapping_breaks_the_reader() {
    for end in (0..WHOLE.len()).filter(|&end| WHOLE.is_char_boundary(end)) {
        let _ = said(&WHOLE[..end]);
    }
    let lines: Vec<&str> = WHOLE.lines().collect();
    for left_out in 0..lines.len() {
        let rest: Vec<&str> = lines.iter().enumerate().filter(|&(i, _)| i != left_out).map(|(_, line)| *line).collect();
        let _ = said(&rest.join("\n"));
    }
}
