//! The entries of a list with the names by which paths call them.

use crate::diagnostic::Place;
use crate::scenario::keys::Identity;
use crate::scenario::node::Node;
use crate::scenario::overlay::identity_of;

/// One entry of a list.
pub struct Named<'a> {
    /// Its name in paths; `#0` and so on where it has none or one that is taken, which is reported.
    pub name: String,
    /// The entry.
    pub node: &'a Node,
    /// The name that it shares with an entry before it, and that entry.
    pub repeats: Option<(String, &'a Node)>,
}

/// The entries: named tables in the order of their names, so that the plan does not hang on the file's order; stages and
/// nameless entries as they are written.
pub fn named(items: &[Node], identity: Identity) -> Vec<Named<'_>> {
    let mut items: Vec<(Option<Vec<String>>, &Node)> =
        items.iter().map(|item| (identity_of(item, identity), item)).collect();
    if identity == Identity::By("name") {
        items.sort_by(|a, b| a.0.cmp(&b.0));
    }
    let mut out: Vec<Named<'_>> = Vec::new();
    for (i, (id, node)) in items.iter().enumerate() {
        let first = items[..i].iter().find(|(earlier, _)| id.is_some() && earlier == id);
        let name = match (id, identity) {
            (Some(id), Identity::By(_)) if first.is_none() => id[0].clone(),
            (_, Identity::By(_)) => format!("#{i}"),
            _ => i.to_string(),
        };
        let taken = id.as_ref().map_or(String::new(), |id| id[0].clone());
        out.push(Named { name, node, repeats: first.map(|(_, node)| (taken, *node)) });
    }
    out
}

/// Where the name of an entry is written.
pub fn name_place(item: &Node, identity: Identity) -> &Place {
    let key = match identity {
        Identity::By(key) => key,
        _ => "drivers",
    };
    item.table().and_then(|table| table.get(key)).map_or(&item.place, |entry| &entry.node.place)
}
