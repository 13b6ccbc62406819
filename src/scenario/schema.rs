//! The JSON Schema of the scenario format, for editors.
//!
//! It sees what single values and tables show: kinds, ranges, unknown and missing keys, alternatives. What needs several values
//! at once (months inside the plan, sums, paths, correlations) only `check` sees. A scenario that extends another may leave out
//! anything, so what must be there is asked only of those that extend none.

use super::keys::{Alternatives, Input, Key, Kind, Length, Presence, TableSpec, WhenNone, plan, words};
use super::read::FAMILIES;
use crate::plan::Domain;
use serde_json::{Map, Value, json};

/// JSON Schema, draft 2020-12, of a scenario file.
pub fn schema() -> Value {
    let mut root = shape(&plan::SCENARIO);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("planodds scenario");
    root["description"] =
        json!("A B2B SaaS revenue plan: a top-down target, bottom-up drivers with their uncertainty.");
    root["if"] = json!({ "not": { "required": ["extends"] } });
    root["then"] = complete(&plan::SCENARIO);
    root["$defs"] = json!({
        "month": { "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "description": "A month, like \"2027-01\"." },
        "name": { "type": "string", "pattern": "^[A-Za-z0-9_-]+$", "description": "A name: letters a-z, digits, - and _." },
        "distribution": distribution(),
    });
    root
}

/// Kinds, ranges and unknown keys of a table.
fn shape(spec: &'static TableSpec) -> Value {
    let mut properties = Map::new();
    for key in spec.keys {
        properties.insert(key.name.to_string(), described(key));
    }
    let exclusive: Vec<Value> = spec.alternatives.iter().flat_map(exclusive).collect();
    let mut out = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !exclusive.is_empty() {
        out["allOf"] = Value::Array(exclusive);
    }
    out
}

/// No two keys of a group of alternatives together, nor what goes only with another.
fn exclusive(group: &Alternatives) -> Vec<Value> {
    let mut out = Vec::new();
    for (i, choice) in group.choices.iter().enumerate() {
        for other in &group.choices[i + 1..] {
            out.push(json!({ "not": { "required": [choice.key, other.key] } }));
        }
        for other in group.choices.iter().filter(|other| other.key != choice.key) {
            out.extend(other.with.iter().map(|with| json!({ "not": { "required": [choice.key, with] } })));
        }
    }
    out
}

/// What must be there in a table of a scenario that extends none.
fn complete(spec: &'static TableSpec) -> Value {
    let mut required = Vec::new();
    let mut properties = Map::new();
    let mut conditions: Vec<Value> = Vec::new();
    for key in spec.keys {
        match (key.presence == Presence::Required, spec.choice_of(key.name)) {
            (true, None) => required.push(key.name),
            (true, Some((_, choice))) if choice.key != key.name => {
                conditions.push(json!({ "if": { "required": [choice.key] }, "then": { "required": [key.name] } }));
            }
            _ => {}
        }
        match &key.kind {
            Kind::Table(inner) => {
                properties.insert(key.name.to_string(), complete(inner));
            }
            Kind::Members(inner) => {
                let all = json!({ "minProperties": 1, "additionalProperties": complete(inner) });
                properties.insert(key.name.to_string(), all);
            }
            Kind::List(inner, _) => {
                properties.insert(key.name.to_string(), json!({ "items": complete(inner) }));
            }
            _ => {}
        }
    }
    for group in spec.alternatives.iter().filter(|group| group.when_none == WhenNone::Error) {
        let any: Vec<Value> = group.choices.iter().map(|choice| json!({ "required": [choice.key] })).collect();
        conditions.push(json!({ "anyOf": any }));
    }
    let mut out = json!({ "required": required, "properties": properties });
    if !conditions.is_empty() {
        out["allOf"] = Value::Array(conditions);
    }
    out
}

/// A key's value with its description, default and example.
fn described(key: &'static Key) -> Value {
    let mut out = value(&key.kind);
    let takes = match &key.kind {
        Kind::Table(_) | Kind::Members(_) | Kind::List(..) => String::new(),
        kind => format!(" Takes {}.", words::taken(kind)),
    };
    let default = match key.presence {
        Presence::Default("") | Presence::Required | Presence::Optional => String::new(),
        Presence::Default(value) | Presence::Derived(value) => format!(" Default: {value}."),
    };
    let example = if key.example.is_empty() { String::new() } else { format!(" Example: {}", key.example) };
    out["description"] = json!(format!("{}{takes}{default}{example}", key.doc));
    out
}

fn value(kind: &'static Kind) -> Value {
    let share = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    match kind {
        Kind::Text | Kind::Pattern | Kind::File => json!({ "type": "string" }),
        Kind::Name => json!({ "$ref": "#/$defs/name" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Word(known) => json!({ "enum": known }),
        Kind::Month => json!({ "$ref": "#/$defs/month" }),
        Kind::MonthPair => {
            json!({ "type": "array", "items": { "$ref": "#/$defs/month" }, "minItems": 2, "maxItems": 2 })
        }
        Kind::Whole { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Number(_, domain) => number(*domain),
        Kind::Input(input) => json!({ "anyOf": forms(input) }),
        Kind::Counts(_) => by_month(json!({ "type": "integer", "minimum": 0 }), 0),
        Kind::Schedule(_, domain) => json!({ "anyOf": [number(*domain), by_month(number(*domain), 1)] }),
        Kind::Milestones => by_month(number(Domain::NON_NEGATIVE), 1),
        Kind::Mix => json!({ "type": "object", "additionalProperties": share }),
        Kind::Weights(length) => {
            let most = if *length == Length::Twelve { 12 } else { 60 };
            let least = if *length == Length::Twelve { 12 } else { 1 };
            json!({ "type": "array", "items": { "type": "number", "minimum": 0 }, "minItems": least, "maxItems": most })
        }
        Kind::Amount => json!({ "anyOf": [{ "type": "number" }, { "const": "x" }] }),
        Kind::Pair => {
            json!({ "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": 2, "uniqueItems": true })
        }
        Kind::Loadings => {
            json!({ "type": "object", "additionalProperties": { "type": "number", "minimum": -1, "maximum": 1 } })
        }
        Kind::Owners => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Kind::Table(spec) => shape(spec),
        Kind::Members(spec) => {
            json!({ "type": "object", "propertyNames": { "$ref": "#/$defs/name" }, "additionalProperties": shape(spec) })
        }
        Kind::List(spec, _) => json!({ "type": "array", "items": shape(spec) }),
    }
}

fn forms(input: &Input) -> Vec<Value> {
    let plain = if input.whole { json!({ "type": "integer", "minimum": 0 }) } else { number(input.domain) };
    let mut out = vec![plain];
    if input.forms.schedule() {
        out.push(by_month(number(input.domain), 1));
    }
    if input.forms.distribution() {
        out.push(json!({ "$ref": "#/$defs/distribution" }));
    }
    out
}

fn number(domain: Domain) -> Value {
    let mut out = json!({ "type": "number" });
    if domain.min.is_finite() {
        out[if domain.above_min { "exclusiveMinimum" } else { "minimum" }] = json!(domain.min);
    }
    if domain.max.is_finite() {
        out[if domain.below_max { "exclusiveMaximum" } else { "maximum" }] = json!(domain.max);
    }
    out
}

fn by_month(value: Value, least: usize) -> Value {
    json!({ "type": "object", "propertyNames": { "$ref": "#/$defs/month" }, "additionalProperties": value, "minProperties": least })
}

/// Percentiles, or a family with its parameters; and what any distribution may carry.
fn distribution() -> Value {
    let names: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
    let numbers = json!({ "type": "array", "items": { "type": "number" }, "minItems": 1 });
    let mut properties = json!({
        "dist": { "enum": names, "description": "The family; without it percentiles are given." },
        "per": { "enum": ["plan", "year", "quarter", "month"], "description": "How often it is drawn." },
        "persistence": { "type": "number", "minimum": 0, "exclusiveMaximum": 1, "description": "How much of one period's luck stays in the next; needs per." },
        "plan": { "type": "number", "description": "What the operating plan assumes." },
        "note": { "type": "string" },
        "source": { "type": "string", "description": "Where the number comes from." },
        "owner": { "type": "string", "description": "Who answers for it." },
        "values": numbers,
        "weights": { "type": "array", "items": { "type": "number", "minimum": 0 }, "minItems": 1 },
        "file": { "type": "string", "description": "A CSV file beside the scenario or below." },
        "column": { "type": "string" }
    });
    for name in ["min", "mode", "max", "weight", "mean", "sd", "median", "sd_log", "alpha", "beta", "shape", "scale"] {
        properties[name] = json!({ "type": "number" });
    }
    for name in ["sd", "sd_log", "weight", "alpha", "beta", "shape", "scale"] {
        properties[name]["exclusiveMinimum"] = json!(0);
    }
    let mut all: Vec<Value> = vec![
        json!({ "if": { "not": { "required": ["dist"] } },
                "then": { "propertyNames": { "pattern": "^(p[0-9]+(\\.[0-9]+)?|per|persistence|plan|note|source|owner)$" } },
                "else": { "propertyNames": { "not": { "pattern": "^p[0-9]" } } } }),
        json!({ "if": { "required": ["persistence"] }, "then": { "required": ["per"] } }),
    ];
    for family in FAMILIES {
        let forms: Vec<Value> = family.forms.iter().map(|form| json!({ "required": form })).collect();
        let is_it = json!({ "properties": { "dist": { "const": family.name } }, "required": ["dist"] });
        all.push(json!({ "if": is_it, "then": { "oneOf": forms } }));
    }
    json!({
        "type": "object",
        "description": "What is uncertain: percentiles like { p10 = 0.17, p50 = 0.22, p90 = 0.27 }, or dist = \"pert\" and others.",
        "properties": properties,
        "patternProperties": { "^p[0-9]": { "type": "number" } },
        "additionalProperties": false,
        "minProperties": 1,
        "allOf": all,
    })
}
