use super::{Acquire, By, Code, FORMAT, Locate, Look, Regions, Rule, Rules, Shape, StepKind, Verdicts};
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

type Parts = Vec<(String, RefOr<Schema>)>;

/// What a recipe file may hold, as JSON Schema, by the very types that read it.
pub fn schema() -> Value {
    let mut parts = Parts::new();
    let steps = [
        step::<Acquire>("acquire", &mut parts),
        step::<Locate>("locate", &mut parts),
        step::<Regions>("regions", &mut parts),
        step::<Look>("look", &mut parts),
        step::<Code>("code", &mut parts),
        step::<Rules>("rules", &mut parts),
        step::<Verdicts>("verdict", &mut parts),
    ];
    debug_assert_eq!(steps.len(), StepKind::NAMES.len());
    Rule::schemas(&mut parts);
    parts.push((Rule::name().into_owned(), Rule::schema()));
    let mut defs: Map<String, Value> = parts
        .iter()
        .map(|(name, part)| (name.clone(), serde_json::to_value(part).unwrap_or_default()))
        .collect();
    defs.insert(By::name().into_owned(), by());
    defs.insert(Shape::name().into_owned(), shape());
    for (name, step) in StepKind::NAMES.iter().zip(steps) {
        defs.insert(format!("step_{name}"), step);
    }
    let kinds: Vec<Value> =
        StepKind::NAMES.iter().map(|name| json!({ "$ref": format!("#/$defs/step_{name}") })).collect();
    turned(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Fovea recipe",
        "description": "Several looks at one picture that together make a verdict. Pixels count from the top left corner.",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "name", "steps"],
        "properties": {
            "format": { "type": "integer", "minimum": 1, "maximum": FORMAT },
            "name": { "type": "string", "minLength": 1, "maxLength": 100 },
            "version": { "type": "integer", "minimum": 0, "default": 1, "description": "Counted by whoever changes it." },
            "note": { "type": "string", "maxLength": 5000 },
            "steps": { "type": "array", "minItems": 2, "maxItems": 64, "items": { "oneOf": kinds } },
        },
        "$defs": defs,
    }))
}

/// The fields of a kind of step, with its id and its word.
fn step<T: ToSchema>(kind: &str, parts: &mut Parts) -> Value {
    T::schemas(parts);
    let mut schema = serde_json::to_value(T::schema()).unwrap_or_default();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("id".into(), json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,39}$" }));
        properties.insert("kind".into(), json!({ "const": kind }));
        if !matches!(kind, "acquire" | "verdict") {
            let what = "Whether it is left out; no step that is not may build on it.";
            properties
                .insert("off".into(), json!({ "type": "boolean", "default": false, "description": what }));
        }
    }
    if let Some(all) = schema.as_object_mut() {
        let required = all.entry("required").or_insert_with(|| json!([]));
        if let Some(required) = required.as_array_mut() {
            required.extend([json!("id"), json!("kind")]);
        }
        all.insert("additionalProperties".into(), false.into());
    }
    schema
}

/// References lead into the document of an interface; here they lead into the schema itself.
fn turned(value: Value) -> Value {
    match value {
        Value::String(text) => match text.strip_prefix("#/components/schemas/") {
            Some(name) => Value::String(format!("#/$defs/{name}")),
            None => Value::String(text),
        },
        Value::Array(all) => all.into_iter().map(turned).collect(),
        Value::Object(all) => all.into_iter().map(|(name, value)| (name, turned(value))).collect(),
        other => other,
    }
}

fn numbers(count: usize) -> Value {
    json!({ "type": "array", "items": { "type": "number" }, "minItems": count, "maxItems": count })
}

fn one_field(name: &str, value: Value) -> Value {
    json!({ "type": "object", "required": [name], "properties": { name: value }, "additionalProperties": false })
}

fn by() -> Value {
    let marks = json!({
        "type": "object",
        "required": ["marks", "reach_px"],
        "additionalProperties": false,
        "properties": {
            "marks": { "type": "array", "items": numbers(4), "minItems": 2, "maxItems": 16 },
            "reach_px": { "type": "number", "minimum": 1 },
            "apart_px": { "type": "number", "minimum": 0.1, "default": 2 },
        },
    });
    json!({
        "description": "A box of the reference picture that is looked for, as it is or by its corners; marks of it; or the reference picture as a whole.",
        "oneOf": [
            one_field("template", numbers(4)),
            one_field("features", numbers(4)),
            one_field("fiducials", marks),
            one_field("scene", json!({ "type": "object", "additionalProperties": false })),
        ],
    })
}

fn shape() -> Value {
    let corners = json!({ "type": "array", "items": numbers(2), "minItems": 3, "maxItems": 1000 });
    let arc = json!({
        "description": "A line of text along a circle: three points on its middle, from where it begins, and its height.",
        "type": "object",
        "required": ["start", "middle", "end", "height"],
        "additionalProperties": false,
        "properties": {
            "start": numbers(2),
            "middle": numbers(2),
            "end": numbers(2),
            "height": { "type": "number", "minimum": 1 },
        },
    });
    json!({ "oneOf": [one_field("box", numbers(4)), one_field("polygon", corners), one_field("arc", arc)] })
}

// Types that can be one thing or another are written by hand above; here they only have their names.
macro_rules! named {
    ($type:ty) => {
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                Schema::default().into()
            }
        }

        impl ToSchema for $type {}
    };
}

named!(By);
named!(Shape);
