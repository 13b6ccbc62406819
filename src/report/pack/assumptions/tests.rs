use super::*;

#[test]
fn the_headline_counts_what_leans_and_what_is_unusual() {
    let of = |all, stated, sides, unusual| headline(&Counted { all, stated, sides, unusual });
    let cases = [
        (
            of(63, 42, [33, 1], [2, 0, 3]),
            "63 drivers are uncertain; the plan's value is better than the median for 33 of the 34 where that can be told, \
             unusually good for 2 and unusual for 3",
        ),
        (
            of(63, 42, [27, 0], [0, 0, 5]),
            "63 drivers are uncertain; the plan's value is better than the median for all 27 where that can be told, and \
             unusual for 5",
        ),
        (
            of(63, 42, [0, 4], [0, 0, 0]),
            "63 drivers are uncertain; the plan's value is better than the median for none of the 4 where that can be told, and \
             unusual for none",
        ),
        (
            of(63, 42, [2, 0], [2, 1, 0]),
            "63 drivers are uncertain; the plan's value is unusually good for 2 and unusually bad for 1",
        ),
        (of(5, 1, [0, 0], [0, 0, 0]), "5 drivers are uncertain; the plan's value is unusual for none"),
        (
            of(1, 0, [0, 0], [0, 0, 0]),
            "One driver is uncertain; the plan states no value of its own for any, so the median of each is taken",
        ),
        (of(0, 0, [0, 0], [0, 0, 0]), "No driver is uncertain: every input is taken as certain"),
    ];
    for (said, text) in cases {
        assert_eq!(said, text);
    }
}
