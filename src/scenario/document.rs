//! From bytes to a tree of values with their places: encoding, size, syntax, numbers that are none.

use super::node::{Content, Entry, Node, Table};
use super::{codes, syntax};
use crate::diagnostic::{Diagnostic, Place};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Bytes that a scenario file may have: far beyond any plan, and small enough to be read at once.
pub const MAX_BYTES: usize = 1_000_000;

/// Numbers beyond this size (a thousand million millions) are refused: no plan has them, and sums of them lose their cents.
pub const MAX_NUMBER: f64 = 1e15;

/// Whether a file is an export by its name.
fn is_table(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["csv", "tsv", "xlsx", "xls"].contains(&ending.as_str())
}

/// The text of a file's bytes, or why they are none.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if is_table(name) {
        // Its lines are not shown, as those of broken TOML are: they may name customers.
        let message = format!("{name} is a table of data, not TOML");
        let help =
            "an export goes into a mapping, which `planodds fit --detect FILE` proposes; a scenario ends in .toml";
        return Err(Diagnostic::error(codes::SYNTAX, message).help(help));
    }
    if bytes.len() > MAX_BYTES {
        let message = format!("{name} is larger than a scenario can be: at most {MAX_BYTES} bytes (1 MB) are read");
        return Err(Diagnostic::error(codes::TOO_LARGE, message).help("is this the file you meant?"));
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if utf16 || bytes.contains(&0) {
        let message = if utf16 {
            format!("{name} is not UTF-8 text: it is saved as UTF-16")
        } else {
            format!("{name} is not UTF-8 text: it has zero bytes, as UTF-16 and binary files have")
        };
        return Err(Diagnostic::error(codes::NOT_UTF8, message)
            .help("save it as UTF-8 (in the editor: Save as, encoding UTF-8)"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..valid].iter().filter(|&&b| b == b'\n').count();
        let message = format!("{name} is not UTF-8 text: line {line} has a character in another encoding");
        Diagnostic::error(codes::NOT_UTF8, message).help("save it as UTF-8 (in the editor: Save as, encoding UTF-8)")
    })
}

/// What a text holds.
pub struct Document {
    /// The tree; `None` where the syntax is so broken that checking the rest would mislead.
    pub root: Option<Node>,
    /// Every mistake of syntax, and every number that is none.
    pub mistakes: Vec<Diagnostic>,
}

/// Reads the text of source number `source`.
pub fn read(source: usize, text: &str) -> Document {
    let (table, errors) = DeTable::parse_recoverable(text);
    let (mistakes, fatal) = syntax::mistakes(source, text, &errors);
    if fatal {
        return Document { root: None, mistakes };
    }
    let mut reader = Reader { source, mistakes };
    let root = Node { content: Content::Table(reader.table(table.get_ref())), place: Place { source, span: 0..0 } };
    Document { root: Some(root), mistakes: reader.mistakes }
}

struct Reader {
    source: usize,
    mistakes: Vec<Diagnostic>,
}

impl Reader {
    fn place(&self, span: Range<usize>) -> Place {
        Place { source: self.source, span }
    }

    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let mut out = Table::new();
        for (key, value) in table {
            let entry = Entry { key: self.place(key.span()), node: self.node(value) };
            out.insert(key.get_ref().to_string(), entry);
        }
        out
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>) -> Node {
        let place = self.place(value.span());
        let content = match value.get_ref() {
            DeValue::String(text) => Content::Text(text.to_string()),
            DeValue::Integer(integer) => self.integer(integer.as_str(), integer.radix(), &place),
            DeValue::Float(float) => self.float(float.as_str(), &place),
            DeValue::Boolean(b) => Content::Boolean(*b),
            DeValue::Datetime(_) => Content::Date,
            DeValue::Array(items) => Content::List(items.iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Content::Table(self.table(table)),
        };
        Node { content, place }
    }

    fn integer(&mut self, digits: &str, radix: u32, place: &Place) -> Content {
        match i64::from_str_radix(digits, radix) {
            Ok(n) => Content::Whole(n),
            Err(_) => self.bad(place, "this whole number is too large to be read (beyond 64 bits)".to_string()),
        }
    }

    fn float(&mut self, digits: &str, place: &Place) -> Content {
        let x: f64 = digits.parse().unwrap_or(f64::NAN);
        let mantissa = digits.split(['e', 'E']).next().unwrap_or("");
        let says_zero = !mantissa.bytes().any(|b| (b'1'..=b'9').contains(&b));
        let named = digits.trim_start_matches(['+', '-']);
        if named == "nan" || named == "inf" {
            return self.bad(place, format!("{digits} is not a number that a plan can have"));
        }
        if !x.is_finite() {
            return self.bad(place, format!("{digits} is too large to be read"));
        }
        if x == 0.0 && !says_zero {
            return self.bad(place, format!("{digits} is too close to 0 to be read: write 0 if it is meant"));
        }
        // Adding 0 makes -0 the plain 0.
        Content::Number(x + 0.0)
    }

    fn bad(&mut self, place: &Place, message: String) -> Content {
        let help = "write an ordinary finite number, such as 0.22 or 20_000_000";
        self.mistakes.push(Diagnostic::error(codes::BAD_NUMBER, message).at(place, "").help(help));
        Content::Broken
    }
}
