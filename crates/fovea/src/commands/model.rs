use super::{DONE, print_json};
use crate::cli::ModelCommand;
use crate::failure::Failure;
use fovea_infer::{LoadOptions, Model, Package};

pub fn run(command: &ModelCommand) -> Result<u8, Failure> {
    match command {
        ModelCommand::Inspect { model, json } => {
            let package = Package::read(model)?;
            if *json {
                print_json(&package.manifest)?;
                return DONE;
            }
            let m = &package.manifest;
            println!("{}: {}, made by Fovea {}", m.name, m.task, m.fovea);
            println!("  classes    {}", m.classes.join(", "));
            if !m.good.is_empty() {
                println!("  good       {}", m.good.join(", "));
            }
            println!("  threshold  {:.4} ({})", m.threshold, m.training.threshold_rule);
            println!("  taught by  {} pictures, seed {}", m.training.pictures, m.training.seed);
            println!("  validated  {}", m.training.validation);
            for (name, entry) in &m.files {
                println!("  {:>10} bytes  {}  {name}", entry.bytes, &entry.sha256[..12.min(entry.sha256.len())]);
            }
        }
        ModelCommand::Verify { model } => {
            let package = Package::read(model)?;
            Model::from_package(&package, LoadOptions::default())?;
            let n = package.manifest.references.len();
            println!("{}: whole, and {n} reference pictures give the packed results", model.display());
        }
        ModelCommand::Threshold { model, threshold } => {
            let mut package = Package::read(model)?;
            let before = std::mem::replace(&mut package.manifest.threshold, *threshold);
            package.write(model)?;
            println!("threshold {before:.4} → {threshold:.4}");
        }
    }
    DONE
}
