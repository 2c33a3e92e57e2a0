use super::{DONE, print_json, recipe, remote};
use crate::cli::ModelCommand;
use crate::console::say;
use crate::failure::Failure;
use fovea_infer::{LoadOptions, Model, Package};

pub fn run(command: &ModelCommand) -> Result<u8, Failure> {
    match command {
        ModelCommand::Inspect { model, json } => {
            if fovea_recipe::is_recipe(model)? {
                return recipe::inspect(model, *json);
            }
            let package = Package::read(model)?;
            if *json {
                print_json(&package.manifest)?;
                return DONE;
            }
            let m = &package.manifest;
            say!("{}: {}, made by Fovea {}", m.name, m.task, m.fovea)?;
            say!("  classes    {}", m.classes.join(", "))?;
            if !m.good.is_empty() {
                say!("  good       {}", m.good.join(", "))?;
            }
            say!("  threshold  {:.4} ({})", m.threshold, m.training.threshold_rule)?;
            say!("  taught by  {} pictures, seed {}", m.training.pictures, m.training.seed)?;
            say!("  validated  {}", m.training.validation)?;
            for (name, entry) in &m.files {
                say!("  {:>10} bytes  {}  {name}", entry.bytes, entry.sha256.get(..12).unwrap_or_default())?;
            }
        }
        ModelCommand::Verify { model, json } => {
            if fovea_recipe::is_recipe(model)? {
                return recipe::verify(model, *json);
            }
            let package = Package::read(model)?;
            Model::from_package(&package, LoadOptions::default())?;
            let n = package.manifest.references.len();
            if *json {
                let name = model.to_string_lossy();
                print_json(&serde_json::json!({ "model": name, "models": 1, "references": n }))?;
                return DONE;
            }
            say!("{}: whole, and {n} reference pictures give the packed results", model.display())?;
        }
        ModelCommand::Threshold { model, threshold } => {
            let mut package = Package::read(model)?;
            let before = std::mem::replace(&mut package.manifest.threshold, *threshold);
            // The file must not go on saying that a rule chose it.
            package.manifest.training.threshold_rule = "set by hand".into();
            package.write(model)?;
            say!("threshold {before:.4} → {threshold:.4}")?;
        }
        ModelCommand::List(args) => return remote::models(args),
        ModelCommand::Publish(args) => return remote::publish(args),
        ModelCommand::Download(args) => return remote::download(args),
    }
    DONE
}
