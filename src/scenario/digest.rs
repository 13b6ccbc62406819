//! The fingerprint of a resolved scenario: the same for the same plan, however its file is laid out.

use super::keys::{Identity, Kind, TableSpec};
use super::node::{Content, Node, Table};
use super::read::lists;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// "sha256:" and 64 hexadecimal digits of the resolved tree in canonical order: keys sorted, named tables by name, numbers in
/// their shortest form (12 and 12.0 are one), `extends` left out; `data` are the values read from files, by path.
pub fn digest(root: &Table, spec: &'static TableSpec, data: &BTreeMap<String, Vec<f64>>) -> String {
    let mut text = String::new();
    write_table(&mut text, root, Some(spec));
    for (path, values) in data {
        text.push_str(&format!("{path:?}:{values:?}"));
    }
    let hash = Sha256::digest(text.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

fn write_table(out: &mut String, table: &Table, spec: Option<&'static TableSpec>) {
    out.push('{');
    for (name, entry) in table {
        let kind = spec.and_then(|spec| spec.key(name)).map(|key| &key.kind);
        if matches!(kind, Some(Kind::File)) {
            continue;
        }
        out.push_str(&format!("{name:?}:"));
        write_node(out, &entry.node, kind);
        out.push(',');
    }
    out.push('}');
}

fn write_node(out: &mut String, node: &Node, kind: Option<&'static Kind>) {
    match (&node.content, kind) {
        (Content::Table(table), Some(Kind::Table(spec))) => write_table(out, table, Some(spec)),
        (Content::Table(table), Some(Kind::Members(spec))) => {
            out.push('{');
            for (name, entry) in table {
                out.push_str(&format!("{name:?}:"));
                match entry.node.table() {
                    Some(member) => write_table(out, member, Some(spec)),
                    None => write_node(out, &entry.node, None),
                }
                out.push(',');
            }
            out.push('}');
        }
        (Content::Table(table), _) => write_table(out, table, None),
        (Content::List(items), Some(Kind::List(spec, identity))) => write_list(out, items, spec, *identity),
        (Content::List(items), _) => {
            out.push('[');
            for item in items {
                write_node(out, item, None);
                out.push(',');
            }
            out.push(']');
        }
        (Content::Text(text), _) => out.push_str(&format!("{text:?}")),
        (Content::Boolean(b), _) => out.push_str(&b.to_string()),
        (Content::Whole(n), _) => out.push_str(&whole(*n)),
        (Content::Number(x), _) => out.push_str(&format!("{x}")),
        (Content::Date | Content::Broken, _) => {}
    }
}

/// A whole number as the same number with a fraction would be written; beyond 2^53 as it is.
fn whole(n: i64) -> String {
    let exact = n.unsigned_abs() <= 1 << 53;
    if exact { format!("{}", n as f64) } else { n.to_string() }
}

fn write_list(out: &mut String, items: &[Node], spec: &'static TableSpec, identity: Identity) {
    let mut written: Vec<(String, String)> = Vec::new();
    for item in lists::named(items, identity) {
        let mut text = String::new();
        write_node(&mut text, item.node, None);
        if let Some(table) = item.node.table() {
            text.clear();
            write_table(&mut text, table, Some(spec));
        }
        written.push((item.name, text));
    }
    if identity == Identity::ByPair {
        written.sort_by(|a, b| a.1.cmp(&b.1));
    }
    out.push('[');
    for (_, text) in written {
        out.push_str(&text);
        out.push(',');
    }
    out.push(']');
}
