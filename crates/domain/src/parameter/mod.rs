//! Parameters of a job: declared in its file with a type, given values when it is submitted, used as `${name}` in its command, its
//! environment and its name. A value never becomes a part of a program's text: it is a variable of the job, a shell is made to
//! read that variable in double quotes ([`quote`]), and an argument stays one argument.

mod shell;

pub use shell::quote;

use std::collections::{BTreeMap, HashSet};

pub const MOST_PARAMETERS: usize = 40;
pub const MOST_CHOICES: usize = 100;
pub const LONGEST_NAME: usize = 40;
pub const LONGEST_LABEL: usize = 100;
pub const LONGEST_HELP: usize = 500;
pub const LONGEST_TEXT: usize = 4_000;
pub const USUAL_TEXT: usize = 200;
const LONGEST_NUMBER: usize = 40;
const LONGEST_PATH: usize = 255;

/// Variables that programs take for something else.
const RESERVED: [&str; 6] =
    ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy", "rsync_proxy"];

/// Options behind which programs take an argument for a program.
const CODE: [&str; 8] = ["-c", "-e", "-E", "-r", "-lc", "-ic", "--eval", "--command"];

#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    pub name: String,
    /// What people read; empty: the name
    pub label: String,
    pub help: String,
    pub kind: Kind,
    /// `None`: a value has to be given
    pub default: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Number {
        least: Option<f64>,
        most: Option<f64>,
        whole: bool,
    },
    Choice {
        choices: Vec<String>,
    },
    Text {
        longest: usize,
    },
    /// Of a file or folder as the job sees it
    Path,
    /// A project, by name or id
    Project,
    /// A version of a project's data: `PROJECT/NUMBER`, or its id
    Version,
}

/// What is wrong with a parameter or its value.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error(
        "a parameter's name has small letters, digits and _, begins with a letter and is at most {LONGEST_NAME} signs long"
    )]
    Name,
    #[error("programs take this name for something else")]
    Reserved,
    #[error("it stands there twice")]
    Twice,
    #[error("at most {most} are allowed")]
    TooMany { most: usize },
    #[error("at most {most} signs are allowed")]
    TooLong { most: usize },
    #[error("it has signs that it cannot have")]
    Signs,
    #[error("this belongs to another type of parameter")]
    OtherType,
    #[error("the least must not be more than the most")]
    Range,
    #[error("a choice needs something to choose from")]
    NoChoices,
    #[error("no parameter has this name")]
    Unknown,
    #[error("a value is needed")]
    Required,
    #[error("a number is needed")]
    Number,
    #[error("a whole number is needed")]
    Whole,
    #[error("it must be at least {least}")]
    Least { least: f64 },
    #[error("it must be at most {most}")]
    Most { most: f64 },
    #[error("it must be one of: {choices}")]
    Choice { choices: String },
    #[error("it must not begin with a hyphen: a program would take it for an option")]
    Hyphen,
    #[error("a path without `..` is needed")]
    Path,
    #[error("the environment has a variable of this name")]
    Variable,
    #[error("${{{name}}} in single quotes stays as it is; put it into double quotes")]
    SingleQuotes { name: String },
    #[error(
        "${{{name}}} in a here-document whose end is quoted stays as it is; let the program read the variable {name}"
    )]
    HereDocument { name: String },
    #[error("${{{name}}} cannot stand in backticks; use $( )")]
    Backticks { name: String },
    #[error("only a number can stand in $(( )), and {name} is none")]
    Arithmetic { name: String },
    #[error(
        "it is not clear what ${{{name}}} would be here; give a variable of the shell its value first: x=${{{name}}}"
    )]
    Unclear { name: String },
    #[error("${{{name}}} would be a part of a program; write the command as lines for a shell")]
    Code { name: String },
}

impl Fault {
    /// Never renamed.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Name => "parameter.name",
            Fault::Reserved => "parameter.reserved",
            Fault::Twice => "parameter.twice",
            Fault::TooMany { .. } => "parameter.too_many",
            Fault::TooLong { .. } => "parameter.too_long",
            Fault::Signs => "parameter.signs",
            Fault::OtherType => "parameter.other_type",
            Fault::Range => "parameter.range",
            Fault::NoChoices => "parameter.no_choices",
            Fault::Unknown => "parameter.unknown",
            Fault::Required => "parameter.required",
            Fault::Number => "parameter.number",
            Fault::Whole => "parameter.whole",
            Fault::Least { .. } => "parameter.least",
            Fault::Most { .. } => "parameter.most",
            Fault::Choice { .. } => "parameter.choice",
            Fault::Hyphen => "parameter.hyphen",
            Fault::Path => "parameter.path",
            Fault::Variable => "parameter.variable",
            Fault::SingleQuotes { .. } => "parameter.single_quotes",
            Fault::HereDocument { .. } => "parameter.here_document",
            Fault::Backticks { .. } => "parameter.backticks",
            Fault::Arithmetic { .. } => "parameter.arithmetic",
            Fault::Unclear { .. } => "parameter.unclear",
            Fault::Code { .. } => "parameter.code",
        }
    }

    pub fn at(self, field: impl Into<String>) -> FieldFault {
        FieldFault { field: field.into(), fault: self }
    }
}

/// A field, such as `values.epochs`, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct FieldFault {
    pub field: String,
    pub fault: Fault,
}

/// Declarations that belong together, each in order.
pub fn check_all(parameters: &[Parameter]) -> Result<(), FieldFault> {
    if parameters.len() > MOST_PARAMETERS {
        return Err(Fault::TooMany { most: MOST_PARAMETERS }.at("parameters"));
    }
    let mut seen = HashSet::new();
    for (i, parameter) in parameters.iter().enumerate() {
        check(parameter).map_err(|(field, fault)| fault.at(format!("parameters[{i}].{field}")))?;
        if !seen.insert(&parameter.name) {
            return Err(Fault::Twice.at(format!("parameters[{i}].name")));
        }
    }
    Ok(())
}

fn check(parameter: &Parameter) -> Result<(), (&'static str, Fault)> {
    check_name(&parameter.name).map_err(|fault| ("name", fault))?;
    for (field, text, most) in
        [("label", &parameter.label, LONGEST_LABEL), ("help", &parameter.help, LONGEST_HELP)]
    {
        check_line(text, most).map_err(|fault| (field, fault))?;
    }
    match &parameter.kind {
        Kind::Number { least, most, .. } => {
            let finite = |number: &Option<f64>| number.is_none_or(f64::is_finite);
            let ordered = least.zip(*most).is_none_or(|(least, most)| least <= most);
            if !finite(least) || !finite(most) || !ordered {
                return Err(("min", Fault::Range));
            }
        }
        Kind::Choice { choices } => check_choices(choices).map_err(|fault| ("choices", fault))?,
        Kind::Text { longest } if !(1..=LONGEST_TEXT).contains(longest) => {
            return Err(("longest", Fault::TooLong { most: LONGEST_TEXT }));
        }
        Kind::Text { .. } | Kind::Path | Kind::Project | Kind::Version => {}
    }
    match &parameter.default {
        Some(text) => check_value(parameter, text).map(drop).map_err(|fault| ("default", fault)),
        None => Ok(()),
    }
}

/// Small letters only: names that the system and programs look for have capitals.
fn check_name(name: &str) -> Result<(), Fault> {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(sign);
    if !fits || name.len() > LONGEST_NAME {
        return Err(Fault::Name);
    }
    if RESERVED.contains(&name) { Err(Fault::Reserved) } else { Ok(()) }
}

fn check_choices(choices: &[String]) -> Result<(), Fault> {
    if choices.is_empty() {
        return Err(Fault::NoChoices);
    }
    if choices.len() > MOST_CHOICES {
        return Err(Fault::TooMany { most: MOST_CHOICES });
    }
    let mut seen = HashSet::new();
    for choice in choices {
        check_line(choice, USUAL_TEXT)?;
        if !seen.insert(choice) {
            return Err(Fault::Twice);
        }
    }
    Ok(())
}

fn check_line(text: &str, most: usize) -> Result<(), Fault> {
    if text.chars().any(char::is_control) {
        return Err(Fault::Signs);
    }
    if text.chars().count() > most { Err(Fault::TooLong { most }) } else { Ok(()) }
}

/// The value as the job gets it.
pub fn check_value(parameter: &Parameter, text: &str) -> Result<String, Fault> {
    let trimmed = text.trim();
    match &parameter.kind {
        Kind::Number { least, most, whole } => check_number(trimmed, *least, *most, *whole),
        Kind::Choice { choices } => match choices.iter().find(|choice| *choice == text) {
            Some(choice) => Ok(choice.clone()),
            None => Err(Fault::Choice { choices: choices.join(", ") }),
        },
        Kind::Text { longest } => {
            check_line(text, *longest)?;
            // Where nothing is the usual, nothing is a value as well.
            if trimmed.is_empty() && parameter.default.as_deref() != Some("") {
                return Err(Fault::Required);
            }
            if text.starts_with('-') { Err(Fault::Hyphen) } else { Ok(text.into()) }
        }
        Kind::Path => {
            check_line(trimmed, LONGEST_PATH)?;
            match trimmed {
                "" => Err(Fault::Required),
                path if path.starts_with('-') => Err(Fault::Hyphen),
                path if path.split('/').any(|part| part == "..") || path.starts_with('~') => Err(Fault::Path),
                path => Ok(path.into()),
            }
        }
        Kind::Project | Kind::Version => {
            check_line(trimmed, USUAL_TEXT)?;
            match trimmed {
                "" => Err(Fault::Required),
                name if name.starts_with('-') => Err(Fault::Hyphen),
                name => Ok(name.into()),
            }
        }
    }
}

fn check_number(text: &str, least: Option<f64>, most: Option<f64>, whole: bool) -> Result<String, Fault> {
    if text.is_empty() {
        return Err(Fault::Required);
    }
    // Not what a parser takes for a number beside: `inf`, `nan`, `0x1`.
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    let number = text.parse::<f64>().ok().filter(|n| n.is_finite() && plain && text.len() <= LONGEST_NUMBER);
    let number = number.ok_or(Fault::Number)?;
    if whole && text.parse::<i64>().is_err() {
        return Err(Fault::Whole);
    }
    match (least, most) {
        (Some(least), _) if number < least => Err(Fault::Least { least }),
        (_, Some(most)) if number > most => Err(Fault::Most { most }),
        _ => Ok(text.trim_start_matches('+').into()),
    }
}

/// A value for each parameter: the given one, or the usual.
pub fn values(
    parameters: &[Parameter],
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, FieldFault> {
    let field = |name: &str| format!("values.{}", name.chars().take(64).collect::<String>());
    if let Some(name) = given.keys().find(|name| parameters.iter().all(|p| p.name != **name)) {
        return Err(Fault::Unknown.at(field(name)));
    }
    let one = |parameter: &Parameter| {
        let text = given.get(&parameter.name).or(parameter.default.as_ref());
        let value = text.ok_or(Fault::Required).and_then(|text| check_value(parameter, text));
        Ok((parameter.name.clone(), value.map_err(|fault| fault.at(field(&parameter.name)))?))
    };
    parameters.iter().map(one).collect()
}

/// A text that no program reads as a program, such as a name or the value of a variable, with the values in their places.
pub fn put(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out += before;
        let known = after.split_once('}').and_then(|(name, behind)| Some((values.get(name)?, behind)));
        match known {
            Some((value, behind)) => {
                out += value;
                rest = behind;
            }
            None => {
                out += "${";
                rest = after;
            }
        }
    }
    out + rest
}

/// The command of a job, the program first: lines for a shell read the variables, any other argument gets the values.
pub fn command(
    argv: &[String],
    parameters: &[Parameter],
    values: &BTreeMap<String, String>,
) -> Result<Vec<String>, Fault> {
    if let [shell, option, text] = argv
        && shell == "/bin/sh"
        && option == "-c"
    {
        return Ok(vec![shell.clone(), option.clone(), quote(text, parameters)?]);
    }
    let mut out = Vec::with_capacity(argv.len());
    for (i, argument) in argv.iter().enumerate() {
        if let Some(name) = used(argument, parameters) {
            let before = i.checked_sub(1).and_then(|i| argv.get(i));
            let blank: BTreeMap<String, String> = values.keys().map(|n| (n.clone(), String::new())).collect();
            let sign = |c: char| c.is_alphanumeric() || "_./:=,@%+-".contains(c);
            let code = before.is_some_and(|b| CODE.contains(&b.as_str()))
                || !put(argument, &blank).chars().all(sign);
            if code || i == 0 {
                return Err(Fault::Code { name: name.into() });
            }
        }
        out.push(put(argument, values));
    }
    Ok(out)
}

/// The first parameter that stands in this text as `${name}`.
fn used<'a>(text: &str, parameters: &'a [Parameter]) -> Option<&'a str> {
    parameters.iter().map(|p| p.name.as_str()).find(|name| text.contains(&format!("${{{name}}}")))
}

/// Whether a variable of this name is likely to hold what nobody else may know.
pub fn looks_secret(name: &str) -> bool {
    const SIGNS: [&str; 10] = [
        "PASSWORD",
        "PASSWD",
        "SECRET",
        "TOKEN",
        "CREDENTIAL",
        "API_KEY",
        "APIKEY",
        "ACCESS_KEY",
        "PRIVATE_KEY",
        "PASSPHRASE",
    ];
    let name = name.to_ascii_uppercase();
    SIGNS.iter().any(|sign| name.contains(sign))
}

#[cfg(test)]
mod tests;
