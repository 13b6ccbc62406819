//! The likeliest slips, as a user reads of them.

use super::*;

#[test]
#[ignore]
fn tmp() {
    for (i, text) in SLIPS.iter().enumerate() {
        println!("=== {i}\n{}", said(text));
    }
}
const SLIPS: &[&str] = &[
    "[opportunites]\nfile = \"o.csv\"\n",
    "[reps]\nfile = \"r.csv\"\nid = \"id\"\nhire_date = \"start\"\nstart = \"Hire Date\"\n",
    "as_of = \"31.10.2026\"\n[reps]\nfile = \"r.csv\"\nid = \"id\"\nstart = \"s\"\n",
    "[reps]\nfile = \"r.csv\"\nid = \"id\"\nstart = \"s\"\ndates = \"dd/mm/yy\"\n",
    "half_life_months = \"12\"\n[reps]\nfile = \"r.csv\"\nid = \"id\"\nstart = \"s\"\n",
    "[segments]\nvalues = { \"Mid-Market\" = \"Mid Market\" }\n[reps]\nfile = \"r.csv\"\nid = \"id\"\nstart = \"s\"\nsegment = \"seg\"\n",
    "[segments]\nvalues = { \"SMB\" = \"smb\" }\n[reps]\nfile = \"r.csv\"\nid = \"id\"\nstart = \"s\"\n",
    "[opportunities]\nfile = \"o.csv\"\ncreated = \"c\"\nclosed = \"d\"\nstage = \"s\"\nwon = [\"Won\"]\nlost = [\"Lost\", \"Won\"]\n",
    "[opportunities]\nfile = \"o.csv\"\ncreated = \"c\"\nclosed = \"d\"\nwon = [\"Won\"]\n",
    "[customers]\nfile = \"c.csv\"\nstart = \"s\"\narr = \"a\"\nmrr = \"m\"\nkey_account_share = 5\n",
    "[customers]\nfile = \"c.csv\"\ntenure = \"t\"\n",
    "[leads]\nfile = \"l.csv\"\ncreated = \"c\"\nstages = [{ to = \"mql\", status = [\"MQL\"] }]\n",
    "[opportunities]\nfile = \"o.csv\"\ncreated = \"c\"\nclosed = \"d\"\nstage = is_won\n",
    "[opportunities]\nfile = \"C:\\exports\\o.csv\"\n",
];
