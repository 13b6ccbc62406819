use super::*;
use crate::chart;
use crate::report::fixture;

fn drawings() -> Drawings {
    let plan = fixture::plan(12, 3);
    let (odds, bands) = (fixture::odds(&plan, 0.1), fixture::bands(&plan, 0.1));
    let figures = chart::figures(&plan, &fixture::provenance(), &odds, &bands, &fixture::distribution(&plan, 0.1));
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 10\" width=\"40\" height=\"10\">\
                   <path d=\"M0 10L20 0L40 10\" fill=\"#0B3C71\"/></svg>";
    Drawings {
        figures: figures.into_iter().map(|(name, figure)| (name.to_string(), figure)).collect(),
        pictures: vec![("driver".to_string(), picture.to_string())],
    }
}

#[test]
fn writes() {
    let bytes = pdf(&fixture::report(), &drawings()).unwrap();
    std::fs::write("/tmp/deck.pdf", bytes).unwrap();
}
