use super::open::{given, opened, ready};
use crate::cli::RecipeCompareArgs;
use crate::commands::predict::{gather, no_picture};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::Failure;
use fovea_recipe::{Runner, Verdict, run_pictures};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What two recipes say of the same pictures.
#[derive(Serialize)]
struct Compared {
    pictures: usize,
    same: usize,
    differ: usize,
    /// By verdict of the first, then of the second.
    counts: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    changed: Vec<Changed>,
}

#[derive(Serialize)]
struct Changed {
    path: String,
    before: Side,
    after: Side,
}

#[derive(Clone, Serialize)]
struct Side {
    verdict: Verdict,
    reasons: Vec<fovea_recipe::Reason>,
}

pub fn run(args: &RecipeCompareArgs) -> Result<u8, Failure> {
    let paths: Vec<PathBuf> = gather(&args.paths)?.into_iter().map(|j| j.path).collect();
    let before = sides(&args.before, args, &paths)?;
    let after = sides(&args.after, args, &paths)?;
    let mut told = Compared { pictures: 0, same: 0, differ: 0, counts: BTreeMap::new(), changed: Vec::new() };
    for from in Verdict::ALL {
        told.counts.insert(from.name(), Verdict::ALL.map(|to| (to.name(), 0)).into());
    }
    for ((path, before), after) in paths.iter().zip(before).zip(after) {
        let (Some(before), Some(after)) = (before, after) else { continue };
        told.pictures += 1;
        let row = told.counts.entry(before.verdict.name()).or_default();
        *row.entry(after.verdict.name()).or_default() += 1;
        if before.verdict == after.verdict {
            told.same += 1;
        } else {
            told.differ += 1;
            told.changed.push(Changed { path: path.to_string_lossy().into(), before, after });
        }
    }
    if told.pictures == 0 {
        return Err(no_picture("none of the pictures could be read"));
    }
    if args.json {
        print_json(&told)?;
        return DONE;
    }
    say!("{} pictures: {} verdicts are the same, {} differ", told.pictures, told.same, told.differ)?;
    for change in &told.changed {
        say!("  {:<7} → {:<7}  {}", change.before.verdict.name(), change.after.verdict.name(), change.path)?;
        for reason in &change.after.reasons {
            say!("             {}", super::run::words(reason))?;
        }
    }
    DONE
}

/// What a recipe says of each picture; nothing where it could not be read.
fn sides(recipe: &Path, args: &RecipeCompareArgs, paths: &[PathBuf]) -> Result<Vec<Option<Side>>, Failure> {
    let threads = args.threads.count();
    let opened = opened(recipe)?;
    let loaded = ready(opened.recipe, &opened.source, threads)?;
    let given = given(&args.given, &loaded)?;
    let mut sides = vec![None; paths.len()];
    run_pictures(&Runner::new(loaded), paths, &given, threads, &mut |index, ran| {
        match ran {
            Err(e) => note!("warning: left out: {e}"),
            Ok(ran) => {
                let told = ran.verdicted;
                sides[index] = Some(Side { verdict: told.verdict, reasons: told.reasons });
            }
        }
        true
    });
    Ok(sides)
}
