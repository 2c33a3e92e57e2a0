mod compare;
mod evaluate;
mod judge;
mod open;
mod package;
mod run;
mod trials;

pub use judge::run as judge;
pub use open::today;
pub use package::{inspect, verify};
pub use run::predict;
pub use trials::run as try_recipes;

use super::{DONE, print_json};
use crate::cli::RecipeCommand;
use crate::console::say;
use crate::failure::Failure;
use fovea_recipe::{Change, compare_recipes, schema};
use open::{Opened, opened, ready};
use std::path::Path;

pub fn run(command: &RecipeCommand) -> Result<u8, Failure> {
    match command {
        RecipeCommand::Schema => print_json(&schema())?,
        RecipeCommand::Check { recipe, json } => return check(recipe, *json),
        RecipeCommand::Run(args) => return run::run(args),
        RecipeCommand::Pack { recipe, out } => return package::pack(recipe, out),
        RecipeCommand::Diff { before, after, json } => return diff(before, after, *json),
        RecipeCommand::Compare(args) => return compare::run(args),
        RecipeCommand::Evaluate(args) => return evaluate::run(args),
    }
    DONE
}

fn check(file: &Path, json: bool) -> Result<u8, Failure> {
    let Opened { recipe, source, .. } = opened(file)?;
    let loaded = ready(recipe, &source, 1)?;
    let recipe = &loaded.recipe;
    let models: Vec<(&str, &str)> = loaded.models().map(|(n, m)| (n, m.manifest.task.name())).collect();
    if json {
        let models: std::collections::BTreeMap<_, _> = models.into_iter().collect();
        print_json(&serde_json::json!({
            "name": recipe.name,
            "version": recipe.version,
            "steps": recipe.steps.len(),
            "models": models,
            "asks_for": recipe.asked(),
        }))?;
        return DONE;
    }
    say!("{}: {}, version {}, can run", file.display(), recipe.name, recipe.version)?;
    for step in &recipe.steps {
        say!("  {:<10} {}", step.kind.name(), step.id)?;
    }
    for (name, task) in models {
        say!("  model      {name} ({task})")?;
    }
    for name in recipe.asked() {
        say!("  asks for   {name} (--expect {name}=TEXT)")?;
    }
    DONE
}

fn diff(before: &Path, after: &Path, json: bool) -> Result<u8, Failure> {
    let changes = compare_recipes(&opened(before)?.recipe, &opened(after)?.recipe);
    if json {
        print_json(&changes)?;
        return DONE;
    }
    if changes.is_empty() {
        say!("nothing is another")?;
    }
    for change in changes {
        match change {
            Change::Added { step, kind } => say!("+ {step} ({kind})")?,
            Change::Removed { step, kind } => say!("- {step} ({kind})")?,
            Change::Moved { step } => say!("~ {step}: stands elsewhere")?,
            Change::Changed { step, field, before, after } => {
                let place = step.map_or(field.clone(), |step| format!("{step}.{field}"));
                say!("~ {place}: {before} → {after}")?;
            }
        }
    }
    DONE
}
