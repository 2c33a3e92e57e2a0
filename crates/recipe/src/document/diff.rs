use super::Recipe;
use serde::Serialize;
use serde_json::Value;

/// What is another in the second recipe.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    Added {
        step: String,
        kind: &'static str,
    },
    Removed {
        step: String,
        kind: &'static str,
    },
    /// It stands elsewhere among the steps that both have.
    Moved {
        step: String,
    },
    /// A field of a step, or of the recipe as a whole. What is not there is null.
    Changed {
        step: Option<String>,
        field: String,
        before: Value,
        after: Value,
    },
}

/// Steps are the same where they have one id and one kind.
pub fn compare_recipes(before: &Recipe, after: &Recipe) -> Vec<Change> {
    let mut changes = Vec::new();
    let head = |r: &Recipe| serde_json::json!({ "name": r.name, "version": r.version, "note": r.note, "format": r.format });
    differ(None, "", &head(before), &head(after), &mut changes);
    let alike =
        |recipe: &Recipe, id: &str, kind: &str| recipe.step(id).is_some_and(|s| s.kind.name() == kind);
    for step in &before.steps {
        let kind = step.kind.name();
        if !alike(after, &step.id, kind) {
            changes.push(Change::Removed { step: step.id.clone(), kind });
        }
    }
    let common = |of: &Recipe, other: &Recipe| -> Vec<String> {
        let both = of.steps.iter().filter(|s| alike(other, &s.id, s.kind.name()));
        both.map(|s| s.id.clone()).collect()
    };
    let (order, other) = (common(before, after), common(after, before));
    for step in &after.steps {
        let kind = step.kind.name();
        let Some(old) = before.step(&step.id).filter(|s| s.kind.name() == kind) else {
            changes.push(Change::Added { step: step.id.clone(), kind });
            continue;
        };
        let follows = |list: &[String]| {
            let at = list.iter().position(|id| *id == step.id);
            at.and_then(|at| at.checked_sub(1)).and_then(|at| list.get(at).cloned())
        };
        if follows(&order) != follows(&other) {
            changes.push(Change::Moved { step: step.id.clone() });
        }
        let plain = |step| serde_json::to_value(step).unwrap_or_default();
        differ(Some(&step.id), "", &plain(old), &plain(step), &mut changes);
    }
    changes
}

fn differ(step: Option<&str>, path: &str, before: &Value, after: &Value, changes: &mut Vec<Change>) {
    if before == after {
        return;
    }
    let within = |name: &str| if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            let gone = a.keys().filter(|k| !b.contains_key(*k));
            for name in gone.chain(b.keys()) {
                let null = Value::Null;
                let (old, new) = (a.get(name).unwrap_or(&null), b.get(name).unwrap_or(&null));
                differ(step, &within(name), old, new, changes);
            }
        }
        // Lists of rules keep their places where they can; a number in a box is no change of its own.
        (Value::Array(a), Value::Array(b)) if a.iter().chain(b).any(Value::is_object) => {
            for n in 0..a.len().max(b.len()) {
                let null = Value::Null;
                let (old, new) = (a.get(n).unwrap_or(&null), b.get(n).unwrap_or(&null));
                differ(step, &format!("{path}[{n}]"), old, new, changes);
            }
        }
        _ => changes.push(Change::Changed {
            step: step.map(String::from),
            field: path.into(),
            before: before.clone(),
            after: after.clone(),
        }),
    }
}
