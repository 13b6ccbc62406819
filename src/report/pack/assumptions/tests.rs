use super::*;

#[test]
fn the_headline_counts_what_is_unusual_by_its_side() {
    let marks = |good: usize, bad: usize, unusual: usize| -> Vec<Mark> {
        let of = |mark: Mark, n: usize| std::iter::repeat_n(mark, n);
        of(Mark::Good, good)
            .chain(of(Mark::Bad, bad))
            .chain(of(Mark::Unusual, unusual))
            .chain(of(Mark::Usual, 3))
            .collect()
    };
    let cases = [
        (marks(9, 0, 0), "12 drivers are uncertain; the plan assumes an unusually good value for 9 of them"),
        (marks(0, 2, 0), "5 drivers are uncertain; the plan assumes an unusually bad value for 2 of them"),
        (marks(0, 0, 1), "4 drivers are uncertain; the plan assumes an unusual value for 1 of them"),
        (
            marks(9, 2, 1),
            "15 drivers are uncertain; the plan assumes an unusually good value for 9 of them, an unusually bad one for 2 and \
             an unusual one for 1",
        ),
        (
            marks(9, 0, 1),
            "13 drivers are uncertain; the plan assumes an unusually good value for 9 of them and an unusual one for 1",
        ),
        (
            marks(0, 0, 0),
            "3 drivers are uncertain; the plan assumes nothing unusual: each value lies within P20 to P80 of its own range",
        ),
        (Vec::new(), "No driver is uncertain: every input is taken as certain"),
        (
            vec![Mark::NotStated],
            "One driver is uncertain; the plan states no value of its own for any, so it is taken at the median of each",
        ),
    ];
    for (marks, text) in cases {
        assert_eq!(in_short(&marks), text);
    }
}
