use super::world::USUAL;
#[test]
fn explore() {
    let w = USUAL;
    let (reps, opps) = w.draw(1);
    let h = crate::fit::reps::fit(&reps, &opps, &super::world::mapping(), &w.setting());
    for f in &h.fitted {
        println!("{f:#?}");
    }
    println!("{:#?}", h.findings);
    for e in &h.evidence {
        println!("{e:?}");
    }
}
