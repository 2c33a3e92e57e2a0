use super::DONE;
use crate::cli::AdviseArgs;
use crate::console;
use crate::failure::{Failure, exit};
use crate::progress::Reporter;
use fovea_domain::assist::{AdviceAsked, AdviceTold, ToldOutlier, ToldSuspect, join_rows, split_rows};
use fovea_infer::InferError;
use fovea_learn::{Known, LearnError, Stop, advise, describe};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So that the same pictures give the same advice.
const SEED: u64 = 0;

/// Looks at the pictures of a list whose looks are not known yet, and advises over all of them.
pub fn run(args: &AdviseArgs) -> Result<u8, Failure> {
    let asked: AdviceAsked = serde_json::from_slice(&read(&args.list)?)?;
    let known = read(&args.known)?;
    let mut known = split_rows(&known).ok_or_else(|| broken(&args.known))?.into_iter();
    let stop = Stop::new(None);
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(stop.flag()))?;
    }
    let reporter = Reporter::new(args.progress);
    let threads = args.threads.count();
    let paths: Vec<PathBuf> =
        asked.pictures.iter().filter_map(|p| p.path.as_ref()).map(PathBuf::from).collect();
    let found = describe(&paths, threads, &reporter, &stop)?.ok_or(LearnError::StoppedEarly)?;
    let rows = found.iter().map(|row| row.as_deref().unwrap_or_default());
    fovea_vision::write_atomic(&args.found, &join_rows(rows))?;
    let mut found = found.into_iter();
    let mut all = Vec::with_capacity(asked.pictures.len());
    for picture in &asked.pictures {
        let features = match picture.path {
            Some(_) => found.next().flatten().unwrap_or_default(),
            None => known.next().ok_or_else(|| broken(&args.known))?.to_vec(),
        };
        all.push(Known { features, class: picture.class, uncertainty: picture.uncertainty });
    }
    let advice = advise(&all, asked.kinds, threads, SEED, &reporter);
    let suspect =
        |s: fovea_domain::assist::Suspect| ToldSuspect { at: s.at, instead: s.instead, margin: s.margin };
    let told = AdviceTold {
        useful: advice.useful,
        suspects: advice.suspects.into_iter().map(suspect).collect(),
        outliers: advice.outliers.into_iter().map(|(at, out)| ToldOutlier { at, out }).collect(),
    };
    console::write(&serde_json::to_vec(&told)?)?;
    DONE
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|source| InferError::Read { path: path.into(), source }.into())
}

fn broken(path: &Path) -> Failure {
    Failure {
        exit: exit::DATA,
        code: "advise.broken".into(),
        message: format!("{} does not belong to the list", path.display()),
        hint: "begin the job anew".into(),
    }
}
