//! From plain values to a recipe that has its form; what it says is checked in `check`.

use super::{
    Acquire, Code, FORMAT, Fault, Locate, Look, Recipe, RecipeFault, Regions, Rule, RuleKind, Rules, Step,
    StepKind, Verdicts, check,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

const MOST_STEPS: usize = 64;
const MOST_RULES: usize = 100;
const DEEPEST: usize = 8;

/// Reads a recipe and checks all that can be checked without its files.
pub fn parse(value: Value) -> Result<Recipe, RecipeFault> {
    let recipe = shaped(value)?;
    check(&recipe)?;
    Ok(recipe)
}

fn shaped(value: Value) -> Result<Recipe, RecipeFault> {
    let mut all = object(value).map_err(|f| f.of_recipe(""))?;
    // Told before all else: what follows may be words of a newer version.
    let format = take::<u32>(&mut all, "format").map_err(|f| f.of_recipe("format"))?;
    let format = format.ok_or_else(|| Fault::Required.of_recipe("format"))?;
    if format > FORMAT {
        return Err(Fault::Newer { found: format, known: FORMAT }.of_recipe("format"));
    }
    if format == 0 {
        return Err(Fault::OutOfRange { least: 1.0, most: FORMAT.into() }.of_recipe("format"));
    }
    let name = take(&mut all, "name").map_err(|f| f.of_recipe("name"))?.unwrap_or_default();
    let version = take(&mut all, "version").map_err(|f| f.of_recipe("version"))?.unwrap_or(1);
    let note = take(&mut all, "note").map_err(|f| f.of_recipe("note"))?.unwrap_or_default();
    let steps = take::<Vec<Value>>(&mut all, "steps").map_err(|f| f.of_recipe("steps"))?.unwrap_or_default();
    known_only(&all, &["format", "name", "version", "note", "steps"])
        .map_err(|(field, fault)| fault.of_recipe(&field))?;
    if steps.is_empty() {
        return Err(Fault::Required.of_recipe("steps"));
    }
    if steps.len() > MOST_STEPS {
        return Err(Fault::TooMany { most: MOST_STEPS }.of_recipe("steps"));
    }
    let steps = steps.into_iter().enumerate().map(|(n, value)| step(n, value)).collect::<Result<_, _>>()?;
    Ok(Recipe { format, name, version, note, steps })
}

fn step(n: usize, value: Value) -> Result<Step, RecipeFault> {
    let place = format!("steps[{n}]");
    let mut all = object(value).map_err(|f| f.of_recipe(&place))?;
    let id = take::<String>(&mut all, "id").map_err(|f| f.of_recipe(&format!("{place}.id")))?;
    let id = id.ok_or_else(|| Fault::Required.of_recipe(&format!("{place}.id")))?;
    let kind = take::<String>(&mut all, "kind").map_err(|f| f.at(&id, "kind"))?;
    let kind = kind.ok_or_else(|| Fault::Required.at(&id, "kind"))?;
    let off = take::<bool>(&mut all, "off").map_err(|f| f.at(&id, "off"))?.unwrap_or(false);
    let kind = match kind.as_str() {
        "acquire" => StepKind::Acquire(fields::<Acquire>(&id, all)?),
        "locate" => StepKind::Locate(fields::<Locate>(&id, all)?),
        "regions" => StepKind::Regions(fields::<Regions>(&id, all)?),
        "look" => StepKind::Look(fields::<Look>(&id, all)?),
        "code" => StepKind::Code(fields::<Code>(&id, all)?),
        "verdict" => StepKind::Verdict(fields::<Verdicts>(&id, all)?),
        "rules" => StepKind::Rules(rules(&id, all)?),
        other => {
            let known = StepKind::NAMES.map(String::from).to_vec();
            return Err(Fault::UnknownKind { found: other.into(), known }.at(&id, "kind"));
        }
    };
    Ok(Step { id, off, kind })
}

/// The fields of a step, by the very type that holds them; an error tells the path to what is wrong.
fn fields<T: DeserializeOwned>(id: &str, all: Map<String, Value>) -> Result<T, RecipeFault> {
    serde_path_to_error::deserialize(Value::Object(all)).map_err(|e| {
        let path = e.path().to_string();
        let field = if path == "." { String::new() } else { path };
        Fault::Form(e.into_inner().to_string()).at(id, field)
    })
}

fn rules(id: &str, mut all: Map<String, Value>) -> Result<Rules, RecipeFault> {
    let list = take::<Vec<Value>>(&mut all, "rules").map_err(|f| f.at(id, "rules"))?.unwrap_or_default();
    known_only(&all, &["rules"]).map_err(|(field, fault)| fault.at(id, field))?;
    if list.is_empty() {
        return Err(Fault::Required.at(id, "rules"));
    }
    let mut count = 0;
    let read = |(n, value): (usize, Value)| {
        rule(value, &format!("rules[{n}]"), 0, &mut count).map_err(|(field, fault)| fault.at(id, field))
    };
    let rules = list.into_iter().enumerate().map(read).collect::<Result<_, _>>()?;
    Ok(Rules { rules })
}

/// Rules hold rules, so each level is looked at by itself: serde would let unknown fields pass beside flattened ones.
fn rule(value: Value, path: &str, depth: usize, count: &mut usize) -> Result<Rule, (String, Fault)> {
    let within = |field: &str| if field.is_empty() { path.to_string() } else { format!("{path}.{field}") };
    *count += 1;
    if *count > MOST_RULES || depth > DEEPEST {
        return Err((
            within(""),
            Fault::TooMany { most: if depth > DEEPEST { DEEPEST } else { MOST_RULES } },
        ));
    }
    let mut all = object(value).map_err(|f| (within(""), f))?;
    let name = take::<String>(&mut all, "name").map_err(|f| (within("name"), f))?;
    let otherwise = take(&mut all, "otherwise").map_err(|f| (within("otherwise"), f))?.unwrap_or_default();
    let kind = all.get("kind").and_then(Value::as_str).map(String::from);
    let kind = kind.ok_or_else(|| (within("kind"), Fault::Required))?;
    let known = RuleKind::fields(&kind).ok_or_else(|| {
        let known = KINDS.map(String::from).to_vec();
        (within("kind"), Fault::UnknownKind { found: kind.clone(), known })
    })?;
    let plain: Map<String, Value> =
        all.iter().filter(|(k, _)| *k != "kind").map(|(k, v)| (k.clone(), v.clone())).collect();
    known_only(&plain, known).map_err(|(field, fault)| (within(&field), fault))?;
    let inner = |list: Vec<Value>, count: &mut usize| -> Result<Vec<Rule>, (String, Fault)> {
        let each = |(n, v): (usize, Value)| rule(v, &within(&format!("rules[{n}]")), depth + 1, count);
        list.into_iter().enumerate().map(each).collect()
    };
    let kind = match kind.as_str() {
        "all" | "any" => {
            let list = take::<Vec<Value>>(&mut all, "rules").map_err(|f| (within("rules"), f))?;
            let list = list.filter(|l| !l.is_empty()).ok_or_else(|| (within("rules"), Fault::Required))?;
            let rules = inner(list, count)?;
            if kind == "all" { RuleKind::All { rules } } else { RuleKind::Any { rules } }
        }
        "not" => {
            let value = all.remove("rule").ok_or_else(|| (within("rule"), Fault::Required))?;
            RuleKind::Not { rule: Box::new(rule(value, &within("rule"), depth + 1, count)?) }
        }
        _ => serde_json::from_value(Value::Object(all))
            .map_err(|e| (within(""), Fault::Form(e.to_string())))?,
    };
    // Within others only the outermost needs a name.
    let name = name.unwrap_or_else(|| if depth == 0 { String::new() } else { kind.name().to_string() });
    Ok(Rule { name, otherwise, kind })
}

const KINDS: [&str; 10] =
    ["passes", "class", "number", "count", "limits", "text", "same", "all", "any", "not"];

fn object(value: Value) -> Result<Map<String, Value>, Fault> {
    match value {
        Value::Object(all) => Ok(all),
        other => Err(Fault::Form(format!("it must hold fields, but it is {}", kind_of(&other)))),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "fields",
    }
}

/// Takes a field out; `None` where it is not there.
fn take<T: DeserializeOwned>(all: &mut Map<String, Value>, name: &str) -> Result<Option<T>, Fault> {
    match all.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => serde_json::from_value(value).map(Some).map_err(|e| Fault::Form(e.to_string())),
    }
}

fn known_only(all: &Map<String, Value>, known: &[&str]) -> Result<(), (String, Fault)> {
    match all.keys().find(|k| !known.contains(&k.as_str())) {
        Some(field) => {
            let known = known.iter().map(|k| k.to_string()).collect();
            Err((field.clone(), Fault::UnknownField { known }))
        }
        None => Ok(()),
    }
}
