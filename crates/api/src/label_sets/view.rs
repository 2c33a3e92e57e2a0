//! Classes of label sets as the interface and as the store tell them.

use super::may_change;
use crate::check;
use crate::dto::{
    self, ClassAttribute, LabelSetClass, LabelSetField, LabelSetJoin, LabelSetScope, LabelSetStep,
    LabelSetStepKind, ShapeKind,
};
use crate::error::{ApiError, ApiResult};
use crate::guard::Principal;
use fovea_domain::label_set::{ClassField, JoinStep, Joining, MOST_SET_CLASSES, SetClass, class_key};
use fovea_store::LabelSet;
use std::collections::HashSet;

/// Empty: as the project has it.
pub(crate) fn read_good_name(text: &str) -> ApiResult<String> {
    if text.trim().is_empty() { Ok(String::new()) } else { check::class_name("good_name", text) }
}

/// Refused by the field of the class where one cannot be.
pub(crate) fn read(classes: Vec<LabelSetClass>, good_name: &str) -> ApiResult<Vec<SetClass>> {
    if classes.is_empty() {
        return Err(ApiError::field("classes", "field.required"));
    }
    if classes.len() > MOST_SET_CLASSES {
        return Err(ApiError::field("classes", "field.too_many").with("most", MOST_SET_CLASSES));
    }
    let (mut names, mut keys) = (HashSet::from([class_key(good_name)]), HashSet::new());
    let mut all = Vec::with_capacity(classes.len());
    for (number, class) in classes.into_iter().enumerate() {
        let field = |name: &str| format!("classes.{number}.{name}");
        let name = check::class_name(&field("name"), &class.name)?;
        if !names.insert(class_key(&name)) {
            return Err(ApiError::field(&field("name"), "field.duplicate"));
        }
        let key = class.key.map(|k| check::key(&field("key"), &k)).transpose()?;
        if key.as_ref().is_some_and(|key| !keys.insert(key.clone())) {
            return Err(ApiError::field(&field("key"), "field.duplicate"));
        }
        all.push(SetClass {
            name,
            colour: check::colour(&field("colour"), &class.colour)?,
            shape: class.shape.map(|s| s.name().to_string()),
            key,
            attributes: check::asked(class.attributes)?,
        });
    }
    Ok(all)
}

pub(super) fn head(set: LabelSet, who: &Principal) -> dto::LabelSet {
    dto::LabelSet {
        may_change: may_change(&set, who),
        scope: match set.seen_by() {
            fovea_store::LabelSetScope::Mine => LabelSetScope::Mine,
            fovea_store::LabelSetScope::All => LabelSetScope::All,
        },
        id: set.id,
        name: set.name,
        description: set.description,
        owner: set.owner_name,
        class_count: u32::try_from(set.class_count).unwrap_or(0),
        created_at: set.created_at.into(),
        changed_at: set.changed_at.into(),
        revision: set.revision,
    }
}

pub(super) fn class(one: SetClass) -> LabelSetClass {
    LabelSetClass {
        name: one.name,
        colour: one.colour,
        shape: one.shape.as_deref().and_then(ShapeKind::from_name),
        key: one.key,
        attributes: one.attributes.into_iter().map(ClassAttribute::from).collect(),
    }
}

pub(super) fn joined(steps: Vec<JoinStep>) -> LabelSetJoin {
    let field = |one: ClassField| match one {
        ClassField::Colour => LabelSetField::Colour,
        ClassField::Shape => LabelSetField::Shape,
        ClassField::Key => LabelSetField::Key,
        ClassField::Attributes => LabelSetField::Attributes,
    };
    let step = |one: JoinStep| LabelSetStep {
        what: match one.what {
            Joining::New => LabelSetStepKind::New,
            Joining::Same => LabelSetStepKind::Same,
            Joining::Differs => LabelSetStepKind::Differs,
            Joining::Good => LabelSetStepKind::Good,
        },
        fields: one.fields.into_iter().map(field).collect(),
        class: class(one.then),
    };
    LabelSetJoin { steps: steps.into_iter().map(step).collect() }
}
