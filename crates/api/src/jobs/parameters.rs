//! Parameters of a job file: what is declared, the values in their places, and what must not stand in a file that others see.

use super::file::{Lines, Thing};
use crate::dto::{JobFile, JobParameter, JobParameterType};
use crate::error::{ApiError, ApiResult};
use crate::hashing::TOKEN_PREFIX;
use crate::reasons::Why;
use fovea_domain::parameter::{self, Fault, FieldFault, Kind, LONGEST_TEXT, Parameter, USUAL_TEXT};
use serde_json::json;

/// What follows the prefix of a token of ours at least.
const LEAST_TOKEN: usize = 20;

fn refuse(lines: &Lines, fault: &FieldFault) -> ApiError {
    lines.refuse(&fault.field, (&fault.fault).into())
}

/// The file's parameters, found to be in order.
pub fn declared(file: &JobFile, lines: &Lines) -> ApiResult<Vec<Parameter>> {
    let mut all = Vec::with_capacity(file.parameters.len());
    for (i, parameter) in file.parameters.iter().enumerate() {
        let read = read(parameter);
        all.push(
            read.map_err(|(field, fault)| refuse(lines, &fault.at(format!("parameters[{i}].{field}"))))?,
        );
    }
    parameter::check_all(&all).map_err(|fault| refuse(lines, &fault))?;
    Ok(all)
}

fn read(parameter: &JobParameter) -> Result<Parameter, (&'static str, Fault)> {
    use JobParameterType as Type;
    let kind = parameter.kind;
    let other = [
        ("min", parameter.min.is_some(), kind == Type::Number),
        ("max", parameter.max.is_some(), kind == Type::Number),
        ("whole", parameter.whole, kind == Type::Number),
        ("choices", !parameter.choices.is_empty(), kind == Type::Choice),
        ("longest", parameter.longest.is_some(), kind == Type::Text),
    ];
    if let Some((field, ..)) = other.into_iter().find(|(_, given, fits)| *given && !fits) {
        return Err((field, Fault::OtherType));
    }
    let longest = parameter.longest.map_or(USUAL_TEXT, |n| usize::try_from(n).unwrap_or(LONGEST_TEXT + 1));
    Ok(Parameter {
        name: parameter.name.clone(),
        label: parameter.label.clone(),
        help: parameter.help.clone(),
        kind: match kind {
            Type::Number => {
                Kind::Number { least: parameter.min, most: parameter.max, whole: parameter.whole }
            }
            Type::Choice => Kind::Choice { choices: parameter.choices.clone() },
            Type::Text => Kind::Text { longest },
            Type::Path => Kind::Path,
            Type::Project => Kind::Project,
            Type::Version => Kind::Version,
        },
        default: parameter.default.clone(),
    })
}

/// Puts the values into name, command, environment and versions to be read, and beside them into the environment. Gives what only the server can judge.
pub fn put(file: &mut JobFile, lines: &Lines) -> ApiResult<Vec<Thing>> {
    let declared = declared(file, lines)?;
    let values = parameter::values(&declared, &file.values).map_err(|fault| refuse(lines, &fault))?;
    if declared.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(name) = values.keys().find(|name| file.environment.contains_key(*name)) {
        return Err(refuse(lines, &Fault::Variable.at(format!("environment.{name}"))));
    }
    let command = parameter::command(&file.command.0, &declared, &values);
    file.command.0 = command.map_err(|fault| refuse(lines, &fault.at("command")))?;
    file.name = parameter::put(&file.name, &values);
    for value in file.environment.values_mut() {
        *value = parameter::put(value, &values);
    }
    // Which version it reads may be asked for.
    for version in file.mounts.iter_mut().filter_map(|mount| mount.version.as_mut()) {
        *version = parameter::put(version, &values);
    }
    let thing = |parameter: &Parameter| {
        let version = parameter.kind == Kind::Version;
        let text = values.get(&parameter.name)?.clone();
        let named = version || parameter.kind == Kind::Project;
        named.then(|| Thing { field: format!("values.{}", parameter.name), version, text })
    };
    let things = declared.iter().filter_map(thing).collect();
    file.environment.extend(values);
    Ok(things)
}

/// Some value that the parameter takes, to see whether a file is in order that has none yet.
pub fn example(parameter: &Parameter) -> String {
    match &parameter.kind {
        Kind::Number { least, most, whole } => {
            let near = least.or(*most).unwrap_or(0.0);
            let inside = match (least, whole) {
                (Some(_), true) => near.ceil(),
                (None, true) => near.floor(),
                _ => near,
            };
            format!("{inside}")
        }
        Kind::Choice { choices } => choices.first().cloned().unwrap_or_default(),
        Kind::Text { .. } | Kind::Path | Kind::Project | Kind::Version => "x".into(),
    }
}

/// Nothing that nobody else may know stands in a file that is kept and shown to others.
pub fn check_secrets(text: &str, file: &JobFile, lines: &Lines) -> ApiResult<()> {
    let secret = |field: &str, name: &str| {
        let name: String = name.chars().take(64).collect();
        let detail = format!(
            "{name} looks like a secret, and a template shows it to others; leave its value empty, or ask for it by a parameter without a default"
        );
        Err(lines.refuse(field, Why::new("template.secret", detail, json!({ "name": name }))))
    };
    for (name, value) in &file.environment {
        let asked = value.starts_with("${") && value.ends_with('}');
        if parameter::looks_secret(name) && !value.trim().is_empty() && !asked {
            return secret("environment", name);
        }
    }
    for (i, parameter) in file.parameters.iter().enumerate() {
        let given = parameter.default.as_deref().is_some_and(|d| !d.is_empty());
        if parameter::looks_secret(&parameter.name) && (given || file.values.contains_key(&parameter.name)) {
            return secret(&format!("parameters[{i}].default"), &parameter.name);
        }
    }
    let token = text.match_indices(TOKEN_PREFIX).any(|(at, prefix)| {
        let behind = text.get(at + prefix.len()..).unwrap_or_default();
        behind.chars().take_while(char::is_ascii_alphanumeric).count() >= LEAST_TOKEN
    });
    if token || text.contains("PRIVATE KEY-----") {
        let detail = "a token or a private key stands in it, and a template shows it to others";
        return Err(lines.refuse("", Why::new("template.token", detail, json!({}))));
    }
    Ok(())
}
