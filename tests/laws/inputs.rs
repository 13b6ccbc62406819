//! Random valid values of numeric inputs: numbers, schedules and distributions of every family.

use super::tape::Tape;
use super::tree::{Entries, Node, entries};

/// A range of plausible values and what may be drawn there.
#[derive(Clone, Copy)]
pub struct Field {
    low: f64,
    high: f64,
    share: bool,
    varies: bool,
}

impl Field {
    /// R+ values.
    pub fn amount(low: f64, high: f64) -> Field {
        Field { low, high, share: false, varies: true }
    }

    /// Values of 0..1.
    pub fn share(low: f64, high: f64) -> Field {
        Field { low, high, share: true, varies: true }
    }

    /// One draw a trial only.
    pub fn fixed(self) -> Field {
        Field { varies: false, ..self }
    }

    /// A number or a distribution.
    pub fn value(self, tape: &mut Tape<'_>) -> Node {
        if tape.choose(2) == 0 {
            return Node::number(tape.between(self.low, self.high));
        }
        self.distribution(tape)
    }

    /// A distribution.
    pub fn distribution(self, tape: &mut Tape<'_>) -> Node {
        let mut out = if self.share { self.share_law(tape) } else { self.amount_law(tape) };
        if self.varies && tape.one_in(3) {
            let per = tape.pick(&["month", "quarter", "year"]);
            out.push(("per".to_string(), Node::text(per)));
            if tape.one_in(2) {
                out.push(("persistence".to_string(), Node::number(tape.between(0.1, 0.9))));
            }
        }
        if tape.one_in(4) {
            out.push(("plan".to_string(), Node::number(tape.between(self.low, self.high))));
        }
        Node::Inline(out)
    }

    /// A number, a schedule or a distribution.
    pub fn lever(self, tape: &mut Tape<'_>, months: &[String]) -> Node {
        if !tape.one_in(4) {
            return self.value(tape);
        }
        self.schedule(tape, months)
    }

    /// A number or a schedule: what leadership sets.
    pub fn decided(self, tape: &mut Tape<'_>, months: &[String]) -> Node {
        if tape.one_in(2) { Node::number(tape.between(self.low, self.high)) } else { self.schedule(tape, months) }
    }

    fn schedule(self, tape: &mut Tape<'_>, months: &[String]) -> Node {
        let mut listed: Vec<&String> = (0..2).map(|_| &months[tape.choose(months.len())]).collect();
        listed.sort();
        listed.dedup();
        let at = |month: &&String| ((*month).clone(), Node::number(tape.between(self.low, self.high)));
        Node::Inline(listed.iter().map(at).collect())
    }

    /// Three increasing values inside the range, none at its ends.
    fn three(self, tape: &mut Tape<'_>) -> [f64; 3] {
        let span = self.high - self.low;
        let least = self.low + span * (0.05 + 0.3 * tape.share());
        let width = span * (0.1 + 0.5 * tape.share());
        [least, least + width * (0.2 + 0.6 * tape.share()), least + width]
    }

    fn common_law(self, tape: &mut Tape<'_>, family: usize) -> Entries {
        let [a, b, c] = self.three(tape).map(Node::number);
        match family {
            0 => entries([("dist", Node::text("uniform")), ("min", a), ("max", c)]),
            1 => entries([("dist", Node::text("triangular")), ("min", a), ("mode", b), ("max", c)]),
            2 => entries([("dist", Node::text("pert")), ("min", a), ("mode", b), ("max", c)]),
            3 => entries([("p10", a), ("p50", b), ("p90", c)]),
            4 => entries([("p10", a), ("p90", c)]),
            _ => {
                let weights = Node::Sequence([0.3, 0.5, 0.2].map(Node::number).to_vec());
                entries([
                    ("dist", Node::text("discrete")),
                    ("values", Node::Sequence(vec![a, b, c])),
                    ("weights", weights),
                ])
            }
        }
    }

    fn share_law(self, tape: &mut Tape<'_>) -> Entries {
        let family = tape.choose(7);
        if family < 6 {
            return self.common_law(tape, family);
        }
        let [_, mean, _] = self.three(tape);
        let sd = (mean * (1.0 - mean)).sqrt() * (0.1 + 0.3 * tape.share());
        entries([("dist", Node::text("beta")), ("mean", Node::number(mean)), ("sd", Node::number(sd))])
    }

    fn amount_law(self, tape: &mut Tape<'_>) -> Entries {
        let family = tape.choose(10);
        if family < 6 {
            return self.common_law(tape, family);
        }
        let [_, middle, _] = self.three(tape);
        let sd = middle * (0.05 + 0.2 * tape.share());
        let [mean, sd] = [middle, sd].map(Node::number);
        match family {
            6 => entries([("dist", Node::text("normal")), ("mean", mean), ("sd", sd)]),
            7 => entries([("dist", Node::text("gamma")), ("mean", mean), ("sd", sd)]),
            8 => entries([("dist", Node::text("lognormal")), ("mean", mean), ("sd", sd)]),
            _ => entries([("dist", Node::text("weibull")), ("shape", Node::number(2.0)), ("scale", mean)]),
        }
    }
}
