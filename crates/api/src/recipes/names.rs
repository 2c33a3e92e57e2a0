//! What names in a recipe mean here: `models/3.fovea` is the project's model of that number, `pictures/…` one of its pictures,
//! `files/…` what was sent to the recipe. There are no others: paths lead nowhere.

use crate::app::App;
use crate::codes::Code;
use crate::error::{ApiError, ApiResult};
use fovea_jobs::NamedFile;
use fovea_recipe::{Fault, Recipe, RecipeFault, parse};
use fovea_service::ToldFault;
use fovea_store::Id;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

const PICTURES: &str = "pictures/";

/// A recipe of a project with the meaning of what it names.
pub struct Named {
    pub recipe: Recipe,
    pub files: BTreeMap<String, NamedFile>,
}

/// Pictures that a draft names, wherever they stand: it need not be a recipe yet.
pub fn pictures_in(draft: &Value) -> Vec<Id> {
    fn walk(value: &Value, found: &mut Vec<Id>) {
        match value {
            Value::String(text) => {
                found.extend(text.strip_prefix(PICTURES).and_then(|id| id.parse::<Id>().ok()));
            }
            Value::Array(all) => all.iter().for_each(|v| walk(v, found)),
            Value::Object(all) => all.values().for_each(|v| walk(v, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(draft, &mut found);
    found.sort();
    found.dedup();
    found
}

/// Checks a document and finds what it names.
pub async fn find(
    app: &App,
    project: Id,
    recipe: Id,
    document: Value,
) -> ApiResult<Result<Named, Box<ToldFault>>> {
    let parsed = match parse(document) {
        Ok(parsed) => parsed,
        Err(e) => return Ok(Err(Box::new(ToldFault::from(&e)))),
    };
    let models: HashMap<i32, Id> = app.store.model_numbers(project).await?.into_iter().collect();
    let kept: HashMap<String, String> =
        app.store.recipe_files(recipe).await?.into_iter().map(|f| (f.name, f.hash)).collect();
    let mut files = BTreeMap::new();
    for (step, field, name) in parsed.files() {
        let found = match field {
            "model" => match model_number(&name).and_then(|n| models.get(&n)) {
                Some(id) => NamedFile::Model(*id),
                None => return Ok(Err(missing(&step, field, format!("the project has no model `{name}`")))),
            },
            _ => match kept.get(&name) {
                Some(hash) => NamedFile::Content(hash.clone()),
                None => {
                    return Ok(Err(missing(&step, field, format!("there is no picture or file `{name}`"))));
                }
            },
        };
        files.insert(name, found);
    }
    Ok(Ok(Named { recipe: parsed, files }))
}

/// The number in `models/3.fovea`.
fn model_number(name: &str) -> Option<i32> {
    name.strip_prefix("models/")?.strip_suffix(".fovea")?.parse().ok()
}

fn missing(step: &str, field: &str, why: String) -> Box<ToldFault> {
    let fault: RecipeFault = Fault::File(why).at(step, field);
    Box::new(ToldFault::from(&fault))
}

impl Named {
    /// Where all of it lies.
    pub fn paths(&self, app: &App) -> ApiResult<BTreeMap<String, PathBuf>> {
        self.files.iter().map(|(name, file)| Ok((name.clone(), file.path(&app.store)?))).collect()
    }
}

/// A recipe that cannot be used as it is.
pub fn refused(fault: &ToldFault) -> ApiError {
    ApiError::from(Code::RecipeFault)
        .with("step", fault.step.clone())
        .with("field", fault.field.as_str())
        .with("reason", fault.detail.as_str())
        .with("fault", fault.code.as_str())
        .with("fault_params", fault.params.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pictures_are_found_wherever_they_stand() {
        let (a, b) = (Id::new(), Id::new());
        let draft = json!({ "steps": [
            { "picture": format!("pictures/{b}") },
            { "scene": { "picture": format!("pictures/{a}") }, "layout": "files/pictures/x" },
            { "picture": format!("pictures/{a}") }, { "picture": "pictures/../x" }
        ] });
        let mut both = vec![a, b];
        both.sort();
        assert_eq!(pictures_in(&draft), both);
    }

    #[test]
    fn models_are_named_by_their_number() {
        assert_eq!(model_number("models/12.fovea"), Some(12));
        for other in ["models/x.fovea", "12.fovea", "models/12", "/models/12.fovea", "models/../12.fovea"] {
            assert_eq!(model_number(other), None, "{other}");
        }
    }
}
