//! The classes of a project, kept to begin others with, and what becomes of a project's own where they are added to it.

use crate::attribute::MOST_CHOICES;
use crate::{Attribute, AttributeKind, MOST_ATTRIBUTES};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Classes of one set at most.
pub const MOST_SET_CLASSES: usize = 500;

/// A class without a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetClass {
    pub name: String,
    pub colour: String,
    /// The only kind of shape that its regions have; `None`: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// The key that chooses it; `None`: by its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

/// What becomes of one class of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// The project has none of that name.
    New,
    /// It has that very class.
    Same,
    /// It has one of that name with something else about it.
    Differs,
    /// It is what good parts are called there, which stays as it is.
    Good,
}

/// What can differ between two classes of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassField {
    Colour,
    Shape,
    Key,
    Attributes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinStep {
    /// Place of the project's own class among those that there are; `None`: it has none of that name.
    pub own: Option<usize>,
    pub what: Joining,
    /// What would become another; empty unless they differ.
    pub fields: Vec<ClassField>,
    /// As it would be then. Its name is the project's.
    pub then: SetClass,
}

/// How names of classes are told apart.
pub fn class_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// What becomes of a project's classes where those of a set are added, each in the order of the set. Nothing is taken away: shapes and
/// keys that the set does not name stay, attributes come to those that there are, and a key that another class has is not given twice.
pub fn join(own: &[SetClass], good: &str, set: &[SetClass]) -> Vec<JoinStep> {
    let places: HashMap<String, usize> =
        own.iter().enumerate().map(|(at, class)| (class_key(&class.name), at)).collect();
    let mut keys: HashSet<String> = own.iter().filter_map(|class| class.key.clone()).collect();
    let mut steps = Vec::with_capacity(set.len());
    for class in set {
        let mut then = class.clone();
        if class_key(&class.name) == class_key(good) {
            steps.push(JoinStep { own: None, what: Joining::Good, fields: Vec::new(), then });
            continue;
        }
        let at = places.get(&class_key(&class.name)).copied();
        let there = at.and_then(|at| own.get(at));
        let before = there.and_then(|one| one.key.clone());
        if then.key != before && then.key.as_ref().is_none_or(|key| keys.contains(key)) {
            then.key = before;
        }
        keys.extend(then.key.clone());
        let Some(one) = there else {
            steps.push(JoinStep { own: None, what: Joining::New, fields: Vec::new(), then });
            continue;
        };
        then.name = one.name.clone();
        then.shape = then.shape.or_else(|| one.shape.clone());
        then.attributes = joined(&one.attributes, &class.attributes);
        let fields = differing(one, &then);
        let what = if fields.is_empty() { Joining::Same } else { Joining::Differs };
        steps.push(JoinStep { own: at, what, fields, then });
    }
    steps
}

fn differing(one: &SetClass, other: &SetClass) -> Vec<ClassField> {
    let all = [
        (ClassField::Colour, one.colour != other.colour),
        (ClassField::Shape, one.shape != other.shape),
        (ClassField::Key, one.key != other.key),
        (ClassField::Attributes, one.attributes != other.attributes),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

/// Those that there are, with choices of the others where both are choices, and then those that are not there; no more than a class may
/// ask.
fn joined(own: &[Attribute], more: &[Attribute]) -> Vec<Attribute> {
    let mut all = own.to_vec();
    for other in more {
        if let Some(one) = all.iter_mut().find(|one| one.name == other.name) {
            if one.kind == AttributeKind::Choice && other.kind == AttributeKind::Choice {
                let missing = other.choices.iter().filter(|choice| !one.choices.contains(choice));
                let missing: Vec<String> = missing.cloned().collect();
                one.choices.extend(missing);
                one.choices.truncate(MOST_CHOICES);
            }
        } else if all.len() < MOST_ATTRIBUTES {
            all.push(other.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str, key: Option<&str>) -> SetClass {
        SetClass {
            name: name.into(),
            colour: "#d55e00".into(),
            shape: None,
            key: key.map(String::from),
            attributes: Vec::new(),
        }
    }

    fn choice(name: &str, choices: &[&str]) -> Attribute {
        let choices = choices.iter().map(|c| (*c).to_string()).collect();
        Attribute { name: name.into(), kind: AttributeKind::Choice, choices }
    }

    #[test]
    fn a_set_brings_what_is_missing_and_takes_nothing_away() {
        let mut scratch = class("scratch", Some("s"));
        scratch.shape = Some("polygon".into());
        scratch.attributes = vec![choice("depth", &["shallow"])];
        let mut other = class("Scratch", None);
        other.colour = "#0072b2".into();
        other.attributes = vec![choice("depth", &["shallow", "deep"]), choice("side", &["top"])];
        let set = [other, class("dent", Some("d")), class("OK", None)];
        let steps = join(&[scratch, class("hole", None)], "ok", &set);
        let told: Vec<(Option<usize>, Joining)> = steps.iter().map(|s| (s.own, s.what)).collect();
        assert_eq!(told, [(Some(0), Joining::Differs), (None, Joining::New), (None, Joining::Good)]);
        let first = &steps[0];
        assert_eq!(first.fields, [ClassField::Colour, ClassField::Attributes]);
        assert_eq!((first.then.name.as_str(), first.then.shape.as_deref()), ("scratch", Some("polygon")));
        assert_eq!(first.then.key.as_deref(), Some("s"));
        assert_eq!(first.then.attributes, [choice("depth", &["shallow", "deep"]), choice("side", &["top"])]);
        // Once it was done there is nothing left to do.
        let own = [first.then.clone(), class("hole", None), steps[1].then.clone()];
        let again = join(&own, "ok", &set);
        let told: Vec<Joining> = again.iter().map(|s| s.what).collect();
        assert_eq!(told, [Joining::Same, Joining::Same, Joining::Good]);
    }

    #[test]
    fn a_key_is_given_to_one_class_alone() {
        let own = [class("scratch", Some("s")), class("dent", None)];
        let steps = join(
            &own,
            "good",
            &[class("dent", Some("s")), class("hole", Some("s")), class("pit", Some("p"))],
        );
        let keys: Vec<Option<&str>> = steps.iter().map(|s| s.then.key.as_deref()).collect();
        assert_eq!(keys, [None, None, Some("p")]);
        assert_eq!(steps[0].what, Joining::Same);
    }
}
