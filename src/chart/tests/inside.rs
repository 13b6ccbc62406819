//! Charts inside a page: nothing that a strict content security policy forbids, colours that a style sheet can turn dark,
//! tips inside the picture.

use super::*;
use crate::chart::theme::WIDTH;
use resvg::usvg::roxmltree::{Document, Node as Element};

/// Every figure of every case, of runs and of answers.
pub(super) fn all() -> Vec<(String, Figure)> {
    let of = |case: Case| {
        let name = case.name;
        case.figures().into_iter().map(move |(chart, figure)| (format!("{name}: {chart}"), figure)).collect::<Vec<_>>()
    };
    cases().into_iter().flat_map(of).chain(kinds::all()).collect()
}

fn elements(text: &str, check: impl FnMut(Element<'_, '_>)) {
    let document = Document::parse(text).unwrap();
    document.descendants().filter(|n| n.is_element()).for_each(check);
}

fn number(element: Element<'_, '_>, name: &str) -> f64 {
    element.attribute(name).unwrap().parse().unwrap()
}

#[test]
fn every_colour_of_a_chart_can_be_turned_dark() {
    let known: Vec<String> = palette().into_iter().map(|(_, light, _)| light).collect();
    for (name, figure) in all() {
        let mut colours = 0;
        elements(&inline(&figure, "a"), |element| {
            for attribute in ["fill", "stroke"] {
                if let Some(colour) = element.attribute(attribute).filter(|c| *c != "none") {
                    assert!(known.iter().any(|k| k == colour), "{name}: {colour}");
                    colours += 1;
                }
            }
        });
        assert!(colours > 10, "{name}");
    }
}

#[test]
fn a_strict_policy_has_nothing_to_forbid() {
    for (name, figure) in all() {
        let svg = inline(&figure, "a");
        elements(&svg, |element| {
            let tag = element.tag_name().name();
            let drawn =
                ["svg", "title", "desc", "g", "rect", "line", "polyline", "polygon", "circle", "text"].contains(&tag);
            assert!(drawn, "{name}: {tag}");
            for attribute in element.attributes() {
                let allowed = attribute.name() != "style"
                    && !attribute.name().starts_with("on")
                    && attribute.name() != "href"
                    && !attribute.value().contains("url(");
                assert!(allowed, "{name}: {}", attribute.name());
            }
        });
        assert!(raster::parsed(&svg).is_ok(), "{name}");
    }
}

#[test]
fn charts_of_one_page_share_no_name() {
    let [a, b] = ["a", "b"].map(|id| inline(&cases()[0].figures()[0].1, id));
    let ids = |svg: &str| {
        let mut ids = Vec::new();
        elements(svg, |element| ids.extend(element.attribute("id").map(str::to_string)));
        ids
    };
    assert_eq!(
        (ids(&a), ids(&b)),
        (["a-title", "a-desc"].map(String::from).to_vec(), ["b-title", "b-desc"].map(String::from).to_vec())
    );
    let document = Document::parse(&a).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("aria-labelledby"), Some("a-title a-desc"));
    assert_eq!((root.attribute("width"), root.attribute("height")), (None, None));
}

#[test]
fn every_kind_says_something_where_a_pointer_rests() {
    for (name, figure) in all() {
        let hits = hits(&figure);
        assert!(!hits.is_empty() || name.contains("undefined"), "{name}");
        for (i, a) in hits.iter().enumerate() {
            let inside = a.x >= 0.0 && a.y >= 0.0 && a.x + a.width <= WIDTH + 0.01 && a.y + a.height <= 900.01;
            assert!(inside, "{name}: {a:?}");
            assert!(a.lines.len() > 1 && a.lines.iter().all(|l| !l.is_empty()), "{name}: {a:?}");
            assert!(a.lines.iter().all(|l| !l.contains("NaN")), "{name}: {a:?}");
            for b in &hits[i + 1..] {
                let apart = a.x + a.width <= b.x + 0.01
                    || b.x + b.width <= a.x + 0.01
                    || a.y + a.height <= b.y + 0.01
                    || b.y + b.height <= a.y + 0.01;
                assert!(apart, "{name}: {a:?} over {b:?}");
            }
        }
    }
}

#[test]
fn tips_stand_inside_the_picture_and_their_texts_inside_them() {
    for (name, figure) in all() {
        let svg = inline(&figure, "a");
        let document = Document::parse(&svg).unwrap();
        let view: Vec<f64> =
            document.root_element().attribute("viewBox").unwrap().split(' ').map(|x| x.parse().unwrap()).collect();
        let (top, right, bottom) = (view[1] / 4.0, view[2] / 4.0, (view[1] + view[3]) / 4.0);
        for tip in document.descendants().filter(|n| n.attribute("class") == Some("tip")) {
            assert_eq!(tip.attribute("visibility"), Some("hidden"));
            let plate = tip.children().find(|n| n.attribute("class") == Some("plate")).unwrap();
            let [x, y, width, height] = ["x", "y", "width", "height"].map(|a| number(plate, a));
            assert!(
                x >= 0.0 && x + width <= right && y >= top && y + height <= bottom,
                "{name}: {x} {y} {width} {height}"
            );
            for text in tip.children().filter(|n| n.has_tag_name("text")) {
                let words = text.text().unwrap_or_default();
                let is_bold = text.attribute("font-weight").is_some();
                let weight = if is_bold { canvas::Weight::SemiBold } else { canvas::Weight::Regular };
                let end = number(text, "x") + font::width(words, 20.0, weight);
                let baseline = number(text, "y");
                assert!(end <= x + width && baseline > y + 14.0 && baseline < y + height - 6.0, "{name}: {words}");
            }
        }
    }
}

#[test]
fn tips_say_what_the_chart_says() {
    let case = &cases()[0];
    let figures = case.figures();
    let Content::Fan(fan) = &figures[0].1.content else { panic!("the first chart is the fan") };
    let last = hits(&figures[0].1).pop().unwrap();
    assert_eq!(last.lines[0], "Dec 2027");
    for text in [format!("P90 {}", fan.last[5]), format!("Median {}", fan.last[3]), format!("P10 {}", fan.last[1])] {
        assert!(last.lines.contains(&text), "{text}: {:?}", last.lines);
    }
    let target = format::money_exact(case.odds.target_arr, &case.plan.currency);
    assert!(last.lines.contains(&format!("Target {target}")), "{:?}", last.lines);
    let Content::OnPath(path) = &figures[1].1.content else { panic!("the second chart is the path") };
    let said = hits(&figures[1].1);
    for (hit, share) in said.iter().zip(&path.texts) {
        assert!(hit.lines[1].starts_with(share), "{:?}", hit.lines);
    }
}

#[test]
fn hostile_texts_stay_texts_inside_a_page() {
    for (_, figure) in hostile_texts().figures() {
        let svg = inline(&figure, "\"><script>");
        assert!(!svg.contains("<script>"));
        assert!(Document::parse(&svg).is_ok());
    }
}

#[test]
fn texts_keep_their_length_in_other_fonts() {
    let mut fixed = 0;
    for (name, figure) in all() {
        for svg in [svg(&figure), inline(&figure, "a")] {
            elements(&svg, |element| {
                let words = element.text().filter(|_| element.has_tag_name("text")).unwrap_or_default();
                let is_known = !words.is_empty() && words.chars().all(font::has);
                assert_eq!(element.attribute("textLength").is_some(), is_known, "{name}: {words:?}");
                fixed += usize::from(is_known);
            });
        }
    }
    assert!(fixed > 1000, "{fixed}");
}

#[test]
fn the_length_of_a_text_is_the_one_it_has_in_the_embedded_font() {
    let text = "Plan as written $20.4M";
    for look in [canvas::lettering(20.0, theme::INK), canvas::lettering(20.0, theme::INK).semi_bold()] {
        let drawn = canvas::page("", "", |canvas| canvas.text(text, (50.0, 50.0), look));
        let (with, without) = (drawn.clone(), drawn.replace(" lengthAdjust=\"spacingAndGlyphs\"", ""));
        let without = without.split(" textLength=").collect::<Vec<_>>();
        let rest = without[1].split_once("\" ").map(|(_, rest)| rest.to_string()).unwrap();
        let width = |svg: &str| texts(svg).iter().map(|(_, b)| b[2] - b[0]).sum::<f32>();
        let (fixed, free) = (width(&with), width(&format!("{} {rest}", without[0])));
        // Kerning, which measuring leaves out, draws letters together by less than that.
        assert!(free > 100.0 && (fixed / free - 1.0).abs() < 0.02, "{fixed} {free}");
    }
}

#[test]
fn a_long_name_leaves_its_value_in_the_tip() {
    let (_, figure) = kinds::all().into_iter().find(|(name, _)| name == "curve: names of 300 characters").unwrap();
    let svg = inline(&figure, "a");
    assert!(svg.matches("…: ").count() >= 3 && svg.contains(" points</text>"));
}
