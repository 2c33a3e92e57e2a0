//! What may be said of a region beside its class: a choice, a number, a text, a tick. A class says what is asked.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// What a class asks of its regions at most, and what a region says at most.
pub const MOST_ATTRIBUTES: usize = 32;
/// Of one attribute.
pub(crate) const MOST_CHOICES: usize = 100;
/// Signs of a name or a choice at most.
const LONGEST_NAME: usize = 60;
/// Signs of a text at most.
const LONGEST_TEXT: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttributeKind {
    Choice,
    Number,
    Text,
    Tick,
}

/// What a class asks of each of its regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    pub name: String,
    pub kind: AttributeKind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

/// What is said: a choice is its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AttributeValue {
    Tick(bool),
    Number(f64),
    Text(String),
}

/// By the attribute's name.
pub type Attributes = BTreeMap<String, AttributeValue>;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AttributeFault {
    #[error("more than {MOST_ATTRIBUTES} attributes")]
    TooMany,
    #[error("an attribute's name has 1 to {LONGEST_NAME} signs")]
    Name,
    #[error("two attributes are called “{0}”")]
    Twice(String),
    #[error("“{0}” needs 1 to {MOST_CHOICES} different choices of 1 to {LONGEST_NAME} signs")]
    Choices(String),
    #[error("“{0}” does not fit what its class asks")]
    Value(String),
}

impl AttributeFault {
    /// Signs of a name or a choice at most.
    pub const LONGEST_NAME: usize = LONGEST_NAME;
    pub const MOST_CHOICES: usize = MOST_CHOICES;

    /// Never renamed.
    pub fn code(&self) -> &'static str {
        match self {
            AttributeFault::TooMany => "attribute.too_many",
            AttributeFault::Name => "attribute.name",
            AttributeFault::Twice(_) => "attribute.twice",
            AttributeFault::Choices(_) => "attribute.choices",
            AttributeFault::Value(_) => "attribute.value",
        }
    }
}

/// Whether a class can ask this.
pub fn check_asked(asked: &[Attribute]) -> Result<(), AttributeFault> {
    if asked.len() > MOST_ATTRIBUTES {
        return Err(AttributeFault::TooMany);
    }
    let mut names = HashSet::new();
    for one in asked {
        if !is_name(&one.name) {
            return Err(AttributeFault::Name);
        }
        if !names.insert(one.name.as_str()) {
            return Err(AttributeFault::Twice(one.name.clone()));
        }
        let different: HashSet<&String> = one.choices.iter().collect();
        let sound = match one.kind {
            AttributeKind::Choice => {
                (1..=MOST_CHOICES).contains(&one.choices.len())
                    && different.len() == one.choices.len()
                    && one.choices.iter().all(|c| is_name(c))
            }
            _ => one.choices.is_empty(),
        };
        if !sound {
            return Err(AttributeFault::Choices(one.name.clone()));
        }
    }
    Ok(())
}

/// Whether this can be said where that is asked. What is not asked any more may stay as it was said.
pub fn check_said(said: &Attributes, asked: &[Attribute]) -> Result<(), AttributeFault> {
    if said.len() > MOST_ATTRIBUTES {
        return Err(AttributeFault::TooMany);
    }
    for (name, value) in said {
        if !is_name(name) {
            return Err(AttributeFault::Name);
        }
        let asked = asked.iter().find(|a| a.name == *name);
        let fits = match (asked.map(|a| a.kind), value) {
            (None | Some(AttributeKind::Number), AttributeValue::Number(n)) => n.is_finite(),
            (None | Some(AttributeKind::Tick), AttributeValue::Tick(_)) => true,
            (None | Some(AttributeKind::Text), AttributeValue::Text(text)) => is_text(text),
            (Some(AttributeKind::Choice), AttributeValue::Text(text)) => {
                asked.is_some_and(|a| a.choices.contains(text))
            }
            _ => false,
        };
        if !fits {
            return Err(AttributeFault::Value(name.clone()));
        }
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.chars().count())
        && name.trim() == name
        && !name.chars().any(char::is_control)
}

fn is_text(text: &str) -> bool {
    text.chars().count() <= LONGEST_TEXT && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<Attribute> {
        let of = |name: &str, kind, choices: &[&str]| Attribute {
            name: name.into(),
            kind,
            choices: choices.iter().map(|c| c.to_string()).collect(),
        };
        vec![
            of("depth", AttributeKind::Choice, &["deep", "shallow"]),
            of("um", AttributeKind::Number, &[]),
            of("note", AttributeKind::Text, &[]),
            of("sure", AttributeKind::Tick, &[]),
        ]
    }

    #[test]
    fn what_is_said_fits_what_is_asked() {
        let said = |name: &str, json: &str| {
            let value = serde_json::from_str(json).unwrap();
            check_said(&Attributes::from([(name.to_string(), value)]), &asked())
        };
        for (name, json) in
            [("depth", r#""deep""#), ("um", "1.5"), ("note", r#""划痕""#), ("sure", "true"), ("old", "3")]
        {
            assert_eq!(said(name, json), Ok(()), "{name}");
        }
        for (name, json) in [("depth", r#""flat""#), ("um", r#""1""#), ("note", "1"), ("sure", "1")] {
            assert_eq!(said(name, json), Err(AttributeFault::Value(name.into())), "{name}");
        }
        assert_eq!(said("", "1"), Err(AttributeFault::Name));
        assert_eq!(said("note", "\"a\\u0007\""), Err(AttributeFault::Value("note".into())));
    }

    #[test]
    fn a_class_asks_each_once_and_a_choice_needs_choices() {
        assert_eq!(check_asked(&asked()), Ok(()));
        let mut twice = asked();
        twice.extend(asked());
        assert_eq!(check_asked(&twice), Err(AttributeFault::Twice("depth".into())));
        let mut empty = asked();
        empty[0].choices.clear();
        assert_eq!(check_asked(&empty), Err(AttributeFault::Choices("depth".into())));
        let mut odd = asked();
        odd[1].choices.push("x".into());
        assert_eq!(check_asked(&odd), Err(AttributeFault::Choices("um".into())));
    }
}
