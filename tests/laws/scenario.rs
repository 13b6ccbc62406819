//! Random valid scenarios: one to three segments with random motions, renewals, finance, risks and correlations.

use super::inputs::Field;
use super::tape::Tape;
use super::tree::{Entries, Node, entries, inputs};
use planodds::calendar::YearMonth;

/// A random valid scenario.
pub fn scenario(tape: &mut Tape<'_>) -> Entries {
    let start = YearMonth::new(2027, 1 + tape.choose(12) as u32).expect("a month");
    let months: Vec<String> = (0..1 + tape.choose(30)).map(|i| start.plus(i as i32).to_string()).collect();
    let count = 1 + tape.choose(3);
    let segments: Entries =
        (0..count).map(|i| (["ent", "mid", "self"][i].to_string(), segment(tape, &months))).collect();
    let mut root = entries([
        (
            "plan",
            Node::Section(entries([
                ("name", Node::text("a random plan")),
                ("start", Node::text(&months[0])),
                ("months", Node::whole(months.len())),
                ("fiscal_year_start", Node::whole(1 + tape.choose(12))),
            ])),
        ),
        ("target", target(tape, &months)),
        ("segments", Node::Section(segments)),
    ]);
    if tape.one_in(2) {
        root.push(("finance".to_string(), finance(tape, &months)));
    }
    dependence(tape, &mut root);
    changes(tape, &mut root, &months);
    root
}

fn target(tape: &mut Tape<'_>, months: &[String]) -> Node {
    let mut target = entries([("arr", Node::number(tape.between(100_000.0, 9_000_000.0)))]);
    if tape.one_in(2) {
        target.push(("by".to_string(), Node::text(&months[tape.choose(months.len())])));
    }
    if tape.one_in(3) {
        let milestone = (months[tape.choose(months.len())].clone(), Node::number(500_000.0));
        target.push(("path".to_string(), Node::Inline(vec![milestone])));
    }
    Node::Section(target)
}

/// How a segment comes by its customers.
#[derive(Clone, Copy, PartialEq)]
enum Motion {
    Both,
    Pipeline,
    Capacity,
    BaseOnly,
}

fn segment(tape: &mut Tape<'_>, months: &[String]) -> Node {
    let motion = tape.pick(&[Motion::Both, Motion::Pipeline, Motion::Capacity, Motion::BaseOnly]);
    let customers = if tape.one_in(4) { 0 } else { 5 + tape.choose(80) };
    let arr = customers as f64 * 20_000.0;
    let mut out = entries([("opening_arr", Node::number(arr)), ("opening_customers", Node::whole(customers))]);
    if motion == Motion::Both && tape.one_in(3) {
        out.push(("reconcile".to_string(), Node::text(tape.pick(&["constrained", "pipeline", "capacity"]))));
    }
    if motion != Motion::BaseOnly {
        out.push(("deals".to_string(), deals(tape)));
    }
    if matches!(motion, Motion::Both | Motion::Capacity) {
        out.push(("capacity".to_string(), capacity(tape, months)));
    }
    if matches!(motion, Motion::Both | Motion::Pipeline) {
        out.push(("pipeline".to_string(), pipeline(tape, months, motion)));
    }
    if !tape.one_in(4) {
        out.push(("retention".to_string(), retention(tape, months, customers)));
    }
    Node::Section(out)
}

fn deals(tape: &mut Tape<'_>) -> Node {
    let size = Field::amount(5_000.0, 80_000.0).value(tape);
    let dispersion = tape.pick(&[0.0, 0.5, 1.2]);
    Node::Section(entries([("size", size), ("dispersion", Node::number(dispersion))]))
}

/// A table of up to three months of the plan to counts up to `most`.
fn counts(tape: &mut Tape<'_>, months: &[String], most: usize) -> Node {
    let mut listed: Vec<String> = (0..3).map(|_| months[tape.choose(months.len())].clone()).collect();
    listed.sort();
    listed.dedup();
    Node::Inline(listed.into_iter().map(|month| (month, Node::whole(tape.choose(most + 1)))).collect())
}

fn weights(tape: &mut Tape<'_>, n: usize) -> Node {
    Node::Sequence((0..n).map(|_| Node::number(tape.between(0.5, 2.0))).collect())
}

fn capacity(tape: &mut Tape<'_>, months: &[String]) -> Node {
    let ramping = Node::Inline(entries([("reps", Node::whole(2)), ("tenure", Node::number(tape.between(0.0, 5.0)))]));
    let mut out = entries([
        ("reps", Node::whole(tape.choose(12))),
        ("hires", counts(tape, months, 4)),
        ("hiring_slip_months", Field::amount(0.0, 3.0).value(tape)),
        ("ramp_months", Field::amount(0.0, 8.0).value(tape)),
        ("ramp_curve", Node::text(tape.pick(&["linear", "s-curve", "step"]))),
        ("quota_annual", Field::amount(200_000.0, 900_000.0).lever(tape, months)),
        ("attainment", Field::amount(0.3, 1.2).value(tape)),
        ("attrition_annual", Field::share(0.05, 0.6).value(tape)),
        ("backfill", Node::Plain(tape.pick(&["true", "false"]).to_string())),
        ("backfill_months", Field::amount(0.0, 4.0).value(tape)),
    ]);
    if tape.one_in(2) {
        out.push(("ramping".to_string(), Node::Sequence(vec![ramping])));
    }
    if tape.one_in(3) {
        out.push(("seasonality".to_string(), weights(tape, 12)));
    }
    Node::Section(out)
}

fn pipeline(tape: &mut Tape<'_>, months: &[String], motion: Motion) -> Node {
    let opening = if tape.one_in(3) {
        ("opening_decisions", counts(tape, months, 40))
    } else {
        ("opening_opps", Node::whole(tape.choose(120)))
    };
    let mut out = entries([
        opening,
        ("win_rate", Field::share(0.05, 0.6).value(tape)),
        ("sales_cycle_months", Field::amount(0.2, 9.0).value(tape)),
        ("cycle_dispersion", Node::number(tape.pick(&[0.5, 0.0, 1.3]))),
        ("backlog_hold", Field::share(0.3, 0.95).value(tape)),
        ("opps_factor", Field::amount(0.5, 1.5).value(tape)),
    ]);
    if tape.one_in(3) {
        out.push(("seasonality".to_string(), weights(tape, 12)));
    }
    let sources = (0..tape.choose(4)).map(|i| source(tape, months, motion, ["web", "ads", "own"][i])).collect();
    out.push(("sources".to_string(), Node::Members(sources)));
    Node::Section(out)
}

fn source(tape: &mut Tape<'_>, months: &[String], motion: Motion, name: &str) -> Entries {
    let mut out = entries([("name", Node::text(name)), ("lag_months", Field::amount(0.0, 4.0).fixed().value(tape))]);
    match tape.choose(if motion == Motion::Both { 4 } else { 3 }) {
        0 => out.extend(entries([
            ("volume", Field::amount(5.0, 60.0).lever(tape, months)),
            ("growth_monthly", Field::amount(0.0, 0.03).value(tape)),
        ])),
        1 => out.extend(entries([
            ("spend", Field::amount(1_000.0, 40_000.0).lever(tape, months)),
            ("cost_per_unit", Field::amount(200.0, 900.0).value(tape)),
            ("elasticity", Field::share(0.4, 0.99).value(tape)),
        ])),
        2 => out.extend(entries([
            ("sdrs", Field::amount(1.0, 6.0).lever(tape, months)),
            ("per_sdr", Field::amount(1.0, 9.0).value(tape)),
        ])),
        _ => out.extend(entries([("per_rep", Field::amount(0.5, 4.0).value(tape))])),
    }
    let stage = |to: &str, rate: Node| Node::Inline(entries([("to", Node::text(to)), ("rate", rate)]));
    let stages = (0..tape.choose(3)).map(|i| stage(["mql", "sql"][i], Field::share(0.2, 0.8).value(tape))).collect();
    out.push(("stages".to_string(), Node::Sequence(stages)));
    out
}

fn retention(tape: &mut Tape<'_>, months: &[String], customers: usize) -> Node {
    let contract = tape.pick(&[12, 1, 3, 6, 18, 24]);
    let mut out = entries([
        ("contract_months", Node::whole(contract)),
        ("churn_annual", Field::share(0.02, 0.5).value(tape)),
        ("contraction_annual", Field::share(0.01, 0.2).value(tape)),
        ("expansion_annual", Field::amount(0.01, 0.3).value(tape)),
        ("uplift_annual", Field::amount(0.01, 0.08).value(tape)),
        ("size_dispersion", Node::number(tape.pick(&[0.0, 0.7, 1.5]))),
    ]);
    if tape.one_in(3) {
        out.push(("renewal_weights".to_string(), weights(tape, contract)));
    }
    if customers > 4 && tape.one_in(2) {
        let account = entries([
            ("name", Node::text("acme")),
            ("arr", Node::number(tape.between(1_000.0, 50_000.0))),
            ("renewal", Node::text(&months[tape.choose(months.len())])),
            ("churn_at_renewal", Field::share(0.05, 0.5).value(tape)),
        ]);
        out.push(("key_accounts".to_string(), Node::Members(vec![account])));
    }
    Node::Section(out)
}

fn finance(tape: &mut Tape<'_>, months: &[String]) -> Node {
    Node::Section(entries([
        ("gross_margin", Field::share(0.6, 0.9).value(tape)),
        ("rep_cost_annual", Field::amount(100_000.0, 300_000.0).value(tape)),
        ("sdr_cost_annual", Field::amount(50_000.0, 120_000.0).value(tape)),
        ("commission", Field::share(0.05, 0.15).value(tape)),
        ("marketing_fixed", Field::amount(1_000.0, 50_000.0).decided(tape, months)),
        ("customer_success_annual", Field::share(0.02, 0.12).value(tape)),
        ("other_opex", Field::amount(10_000.0, 300_000.0).decided(tape, months)),
        ("opening_cash", Node::number(tape.between(0.0, 5_000_000.0))),
        ("prepaid", Field::share(0.1, 0.9).value(tape)),
        ("collection_months", Field::amount(0.0, 3.0).fixed().value(tape)),
    ]))
}

/// A rank correlation of two drivers, or a factor of some: members share one `per`.
fn dependence(tape: &mut Tape<'_>, root: &mut Entries) {
    let per = tape.pick(&["plan", "month", "quarter", "year"]);
    let alike: Vec<String> =
        inputs(root).into_iter().filter(|input| input.per.as_deref() == Some(per)).map(|input| input.path).collect();
    if alike.len() < 2 {
        return;
    }
    match tape.choose(3) {
        0 => {}
        1 => {
            let first = tape.choose(alike.len());
            let second = (first + 1 + tape.choose(alike.len() - 1)) % alike.len();
            let pair = [&alike[first], &alike[second]].map(|path| Node::text(path)).to_vec();
            let rank = Node::number(tape.pick(&[0.6, -0.5, 0.0]));
            let entry = entries([("drivers", Node::Sequence(pair)), ("rank", rank)]);
            root.push(("correlations".to_string(), Node::Members(vec![entry])));
        }
        _ => {
            let loadings: Entries =
                alike.into_iter().take(5).map(|path| (path, Node::number(tape.pick(&[0.7, -0.4, 0.3])))).collect();
            let factor = entries([("name", Node::text("macro")), ("loadings", Node::Inline(loadings))]);
            root.push(("factors".to_string(), Node::Members(vec![factor])));
        }
    }
}

/// Adjustments and risks on inputs that may be changed in any month.
fn changes(tape: &mut Tape<'_>, root: &mut Entries, months: &[String]) {
    let changeable =
        ["win_rate", "attainment", "churn_annual", "deals.size", "attrition_annual", "volume", "other_opex"];
    let ends = |path: &str| changeable.iter().any(|end| path.ends_with(&format!(".{end}")));
    let paths: Vec<String> = inputs(root).into_iter().map(|input| input.path).filter(|path| ends(path)).collect();
    if paths.is_empty() {
        return;
    }
    if tape.one_in(3) {
        let mut adjust = entries([
            ("driver", Node::text(&paths[tape.choose(paths.len())])),
            ("multiply", Node::number(tape.between(0.5, 1.5))),
        ]);
        if tape.one_in(2) {
            adjust.push(("from".to_string(), Node::text(&months[tape.choose(months.len())])));
        }
        root.push(("adjust".to_string(), Node::Steps(vec![adjust])));
    }
    let risks: Vec<Entries> =
        (0..tape.choose(3)).map(|i| risk(tape, ["outage", "launch"][i], &paths, months)).collect();
    if !risks.is_empty() {
        root.push(("risks".to_string(), Node::Members(risks)));
    }
}

fn risk(tape: &mut Tape<'_>, name: &str, paths: &[String], months: &[String]) -> Entries {
    let first = tape.choose(months.len());
    let last = first + tape.choose(months.len() - first);
    let change = entries([
        ("driver", Node::text(&paths[tape.choose(paths.len())])),
        ("multiply", Node::number(tape.between(0.4, 1.6))),
    ]);
    let mut out = entries([
        ("name", Node::text(name)),
        ("probability", Field::share(0.1, 0.9).fixed().value(tape)),
        ("window", Node::Sequence([first, last].map(|i| Node::text(&months[i])).to_vec())),
        ("adjust", Node::Sequence(vec![Node::Inline(change)])),
    ]);
    if tape.one_in(2) {
        out.push(("duration".to_string(), Node::whole(1 + tape.choose(12))));
    }
    out
}
