//! Takes a file apart into its tags and its text. Stricter than browsers: whatever it cannot read fails the test.

/// A start tag.
pub struct Tag {
    pub name: String,
    /// Names and values, decoded.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// All start tags in order; the inside of the style sheet is passed over.
pub fn tags(file: &str) -> Vec<Tag> {
    let mut out = Vec::new();
    walk(file, &mut |tag| out.push(tag), &mut |_| ());
    out
}

/// All text between the tags, decoded.
pub fn text_of(file: &str) -> String {
    let mut out = String::new();
    walk(file, &mut |_| (), &mut |text| out.push_str(&decoded(text)));
    out
}

fn walk(file: &str, on_tag: &mut dyn FnMut(Tag), on_text: &mut dyn FnMut(&str)) {
    let mut rest = file.strip_prefix("<!DOCTYPE html>").expect("a document type");
    while let Some((text, behind)) = rest.split_once('<') {
        on_text(text);
        let end = end_of_tag(behind);
        let inside = &behind[..end];
        rest = &behind[end + 1..];
        if inside.starts_with('/') {
            continue;
        }
        let tag = read(inside.trim_end_matches('/'));
        if tag.name == "style" {
            rest = rest.split_once("</style>").expect("the style sheet ends").1;
        }
        on_tag(tag);
    }
    on_text(rest);
}

/// Where the `>` stands that is in no quotes.
fn end_of_tag(text: &str) -> usize {
    let mut is_quoted = false;
    for (i, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return i,
            _ => (),
        }
    }
    panic!("a tag without an end: {}", &text[..text.len().min(80)]);
}

fn read(inside: &str) -> Tag {
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "a tag's name: {name}");
    let mut attributes = Vec::new();
    while let Some((name, behind)) = rest.trim_start().split_once("=\"") {
        let (value, behind) = behind.split_once('"').expect("a value's end");
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "an attribute's name: {name}");
        attributes.push((name.to_string(), decoded(value)));
        rest = behind;
    }
    assert_eq!(rest.trim(), "", "all attributes have values in double quotes");
    Tag { name: name.to_string(), attributes }
}

/// Text with its character references read.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let (name, behind) = behind.split_once(';').expect("a whole character reference");
        out.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let code: u32 = name.strip_prefix('#').and_then(|n| n.parse().ok()).expect("a known reference");
                char::from_u32(code).expect("a character")
            }
        });
        rest = behind;
    }
    out + rest
}
