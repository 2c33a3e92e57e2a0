use super::open::{Opened, opened, ready};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_recipe::RecipePackage;
use std::path::Path;

pub fn pack(recipe: &Path, out: &Path) -> Result<u8, Failure> {
    let Opened { recipe, source, package } = opened(recipe)?;
    if package.is_some() {
        return Err(Failure {
            exit: exit::USAGE,
            code: "recipe.packed".into(),
            message: "this is a package already".into(),
            hint: "give the recipe file that it was made from".into(),
        });
    }
    // What does not run here will not run elsewhere.
    let loaded = ready(recipe, &source, 1)?;
    let bytes = fovea_recipe::pack(&loaded.recipe, &source, env!("CARGO_PKG_VERSION"))?;
    fovea_infer::archive::write(out, &bytes)?;
    note!("packed: {} ({} bytes)", out.display(), bytes.len());
    DONE
}

/// `fovea model inspect` of a recipe's package.
pub fn inspect(path: &Path, json: bool) -> Result<u8, Failure> {
    let package = RecipePackage::read(path)?;
    if json {
        print_json(&serde_json::json!({
            "fovea": package.fovea,
            "recipe": package.recipe,
            "files": package.files,
        }))?;
        return DONE;
    }
    let recipe = &package.recipe;
    say!("{}: recipe, version {}, packed by Fovea {}", recipe.name, recipe.version, package.fovea)?;
    for step in &recipe.steps {
        say!("  {:<10} {}", step.kind.name(), step.id)?;
    }
    for (name, entry) in &package.files {
        say!("  {:>10} bytes  {}  {name}", entry.bytes, entry.sha256.get(..12).unwrap_or_default())?;
    }
    DONE
}

/// `fovea model verify` of a recipe's package: each model in it gives the results that it was packed with.
pub fn verify(path: &Path, json: bool) -> Result<u8, Failure> {
    let package = RecipePackage::read(path)?;
    let loaded = ready(package.recipe, &package.source, 1)?;
    let references: usize = loaded.models().map(|(_, m)| m.manifest.references.len()).sum();
    let models = loaded.models().count();
    if json {
        let name = path.to_string_lossy();
        print_json(&serde_json::json!({ "model": name, "models": models, "references": references }))?;
        return DONE;
    }
    say!(
        "{}: whole, and {references} reference pictures of {models} models give the packed results",
        path.display()
    )?;
    DONE
}
