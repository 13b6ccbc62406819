//! A scenario as a tree, so that the same content can be written in another order or with one thing changed.

use super::tape::Tape;

/// Keys with their values, in the order in which they are written.
pub type Entries = Vec<(String, Node)>;

/// A value in a scenario.
#[derive(Clone, Debug)]
pub enum Node {
    /// A number, text or other value as TOML writes it.
    Plain(String),
    /// An inline table: a distribution, a schedule.
    Inline(Entries),
    /// An inline array, whose order matters.
    Sequence(Vec<Node>),
    /// A table under its own header.
    Section(Entries),
    /// An array of tables with names, whose order does not matter.
    Members(Vec<Entries>),
    /// An array of tables whose order matters.
    Steps(Vec<Entries>),
}

impl Node {
    /// A text.
    pub fn text(text: &str) -> Node {
        Node::Plain(format!("\"{text}\""))
    }

    /// A number.
    pub fn number(x: f64) -> Node {
        Node::Plain(format!("{x:?}"))
    }

    /// A whole number.
    pub fn whole(n: usize) -> Node {
        Node::Plain(n.to_string())
    }
}

/// Entries from pairs.
pub fn entries<const N: usize>(pairs: [(&str, Node); N]) -> Entries {
    pairs.into_iter().map(|(key, value)| (key.to_string(), value)).collect()
}

/// The value of a key.
pub fn get<'a>(entries: &'a Entries, key: &str) -> Option<&'a Node> {
    entries.iter().find(|(k, _)| k == key).map(|(_, value)| value)
}

/// The tables below a section's key, made where missing.
pub fn section_mut<'a>(entries: &'a mut Entries, key: &str) -> &'a mut Entries {
    if get(entries, key).is_none() {
        entries.push((key.to_string(), Node::Section(Vec::new())));
    }
    match entries.iter_mut().find(|(k, _)| k == key) {
        Some((_, Node::Section(below))) => below,
        other => panic!("{key} is no section: {other:?}"),
    }
}

/// The scenario as TOML.
pub fn render(root: &Entries) -> String {
    let mut out = String::new();
    render_section(root, "", &mut out);
    out
}

fn render_section(section: &Entries, path: &str, out: &mut String) {
    let below = |key: &str| if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
    for (key, value) in section {
        if let Some(text) = inline(value) {
            out.push_str(&format!("{key} = {text}\n"));
        }
    }
    for (key, value) in section {
        match value {
            Node::Section(entries) => {
                out.push_str(&format!("[{}]\n", below(key)));
                render_section(entries, &below(key), out);
            }
            Node::Members(tables) | Node::Steps(tables) => {
                for table in tables {
                    out.push_str(&format!("[[{}]]\n", below(key)));
                    render_section(table, &below(key), out);
                }
            }
            Node::Plain(_) | Node::Inline(_) | Node::Sequence(_) => {}
        }
    }
}

/// What stands behind `key =`; `None` for what has headers of its own.
fn inline(value: &Node) -> Option<String> {
    match value {
        Node::Plain(text) => Some(text.clone()),
        Node::Inline(entries) => {
            let pairs: Option<Vec<String>> =
                entries.iter().map(|(k, v)| inline(v).map(|text| format!("{} = {text}", quoted(k)))).collect();
            pairs.map(|pairs| format!("{{ {} }}", pairs.join(", ")))
        }
        Node::Sequence(values) => {
            let texts: Option<Vec<String>> = values.iter().map(inline).collect();
            texts.map(|texts| format!("[{}]", texts.join(", ")))
        }
        Node::Section(_) | Node::Members(_) | Node::Steps(_) => None,
    }
}

/// Driver paths have dots and need quotes as keys.
fn quoted(key: &str) -> String {
    if key.contains('.') { format!("\"{key}\"") } else { key.to_string() }
}

/// The same content with keys, tables and named members in another order.
pub fn reordered(entries: &Entries, tape: &mut Tape<'_>) -> Entries {
    let mut out: Entries = entries.iter().map(|(k, v)| (k.clone(), reordered_node(v, tape))).collect();
    shuffle(&mut out, tape);
    out
}

fn reordered_node(node: &Node, tape: &mut Tape<'_>) -> Node {
    match node {
        Node::Plain(text) => Node::Plain(text.clone()),
        Node::Inline(entries) => Node::Inline(reordered(entries, tape)),
        Node::Section(entries) => Node::Section(reordered(entries, tape)),
        Node::Sequence(values) => Node::Sequence(values.iter().map(|v| reordered_node(v, tape)).collect()),
        Node::Steps(tables) => Node::Steps(tables.iter().map(|t| reordered(t, tape)).collect()),
        Node::Members(tables) => {
            let mut tables: Vec<Entries> = tables.iter().map(|t| reordered(t, tape)).collect();
            shuffle(&mut tables, tape);
            Node::Members(tables)
        }
    }
}

fn shuffle<T>(items: &mut [T], tape: &mut Tape<'_>) {
    for i in (1..items.len()).rev() {
        // Drawn from the far end, so that a tape of zeros still reorders.
        items.swap(i, tape.choose(i));
    }
}

/// A numeric input that the tree holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its path.
    pub path: String,
    /// How often it is drawn; `None`: not random.
    pub per: Option<String>,
}

/// Every number and distribution below `segments` and `finance`, in the order of the tree.
pub fn inputs(root: &Entries) -> Vec<Input> {
    let mut out = Vec::new();
    for key in ["segments", "finance"] {
        if let Some(node) = get(root, key) {
            collect(node, key, &mut out);
        }
    }
    out
}

fn collect(node: &Node, path: &str, out: &mut Vec<Input>) {
    match node {
        Node::Plain(text) if text.parse::<f64>().is_ok() => out.push(Input { path: path.to_string(), per: None }),
        Node::Inline(entries) if is_distribution(entries) => {
            let per = match get(entries, "per") {
                Some(Node::Plain(text)) => text.trim_matches('"').to_string(),
                _ => "plan".to_string(),
            };
            out.push(Input { path: path.to_string(), per: Some(per) });
        }
        Node::Section(entries) => collect_named(entries, path, out),
        Node::Members(tables) => {
            for table in tables {
                collect_named(table, &format!("{path}.{}", name_of(table, "name")), out);
            }
        }
        Node::Sequence(values) => {
            for value in values {
                if let Node::Inline(entries) = value
                    && get(entries, "to").is_some()
                {
                    collect_named(entries, &format!("{path}.{}", name_of(entries, "to")), out);
                }
            }
        }
        Node::Plain(_) | Node::Inline(_) | Node::Steps(_) => {}
    }
}

fn collect_named(entries: &Entries, path: &str, out: &mut Vec<Input>) {
    for (key, value) in entries {
        collect(value, &format!("{path}.{key}"), out);
    }
}

fn is_distribution(entries: &Entries) -> bool {
    get(entries, "dist").is_some() || get(entries, "p10").is_some()
}

fn name_of(entries: &Entries, key: &str) -> String {
    match get(entries, key) {
        Some(Node::Plain(text)) => text.trim_matches('"').to_string(),
        _ => panic!("a table without {key}: {entries:?}"),
    }
}
