use super::open::{given, opened, ready};
use crate::cli::{JudgeRecipeArgs, ProgressArg};
use crate::commands::{DONE, print_json};
use crate::console::note;
use crate::failure::Failure;
use crate::progress::Reporter;
use fovea_domain::quality::Rates;
use fovea_jobs::ListedPicture;
use fovea_learn::Progress;
use fovea_recipe::{Reason, RecipeError, Runner, Verdict, run_pictures};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What one recipe says of one picture; neither where it could not be read.
#[derive(Default, Serialize)]
struct Side {
    verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<Reason>,
    /// Why it could not be read
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
    ms: f32,
}

/// One line of the file.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    name: &'a str,
    good: Option<bool>,
    #[serde(flatten)]
    side: &'a Side,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'a Side>,
}

type Table = BTreeMap<&'static str, BTreeMap<&'static str, usize>>;

/// What it comes to.
#[derive(Serialize)]
struct Summary {
    pictures: usize,
    unread: usize,
    first: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<Figures>,
    /// By verdict of the first, then of the other
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<Table>,
}

#[derive(Serialize)]
struct Figures {
    /// By truth (`good`, `bad`, `unknown`), then by verdict
    confusion: Table,
    #[serde(flatten)]
    rates: Rates,
    overkill_interval: (f64, f64),
    escape_interval: (f64, f64),
    rechecked: usize,
    mean_ms: f32,
}

pub fn run(args: &JudgeRecipeArgs) -> Result<u8, Failure> {
    let unreadable = |reason: String| RecipeError::Unreadable { path: args.pictures.clone(), reason };
    let bytes = std::fs::read(&args.pictures).map_err(|e| unreadable(e.to_string()))?;
    let pictures: Vec<ListedPicture> =
        serde_json::from_slice(&bytes).map_err(|e| unreadable(e.to_string()))?;
    let recipes: Vec<&Path> =
        [Some(args.recipe.as_path()), args.other.as_deref()].into_iter().flatten().collect();
    let reporter = Reporter::new(ProgressArg::Json);
    let total = pictures.len() * recipes.len();
    let mut all = Vec::with_capacity(recipes.len());
    for (n, recipe) in recipes.into_iter().enumerate() {
        all.push(sides(recipe, args, &pictures, &|done| {
            reporter.step("judging", n * pictures.len() + done, total, "");
        })?);
    }
    let mut sides = all.into_iter();
    let first = sides.next().unwrap_or_default();
    let other = sides.next();
    let mut text = Vec::new();
    for (n, picture) in pictures.iter().enumerate() {
        let Some(side) = first.get(n) else { continue };
        let other = other.as_ref().and_then(|o| o.get(n));
        let line = Line { id: &picture.id, name: &picture.name, good: picture.good, side, other };
        serde_json::to_writer(&mut text, &line)?;
        text.write_all(b"\n")?;
    }
    fovea_infer::archive::write(&args.out, &text)?;
    print_json(&Summary {
        pictures: pictures.len(),
        unread: first.iter().filter(|s| s.verdict.is_none()).count(),
        changed: other.as_ref().map(|other| changed(&first, other)),
        first: figures(&pictures, &first),
        other: other.map(|other| figures(&pictures, &other)),
    })?;
    DONE
}

fn sides(
    recipe: &Path,
    args: &JudgeRecipeArgs,
    pictures: &[ListedPicture],
    on: &dyn Fn(usize),
) -> Result<Vec<Side>, Failure> {
    let threads = args.threads.count();
    let opened = opened(recipe)?;
    let loaded = ready(opened.recipe, &opened.source, threads)?;
    // One of two recipes may ask for less than the other.
    let asked = loaded.recipe.asked();
    let mut wanted = args.given.clone();
    wanted.expect.retain(|e| e.name.as_ref().is_some_and(|name| asked.contains(name)));
    let given = given(&wanted, &loaded)?;
    let paths: Vec<PathBuf> = pictures.iter().map(|p| p.path.clone()).collect();
    let mut sides = Vec::with_capacity(pictures.len());
    on(0);
    run_pictures(&Runner::new(loaded), &paths, &given, threads, &mut |index, ran| {
        sides.push(match ran {
            Err(e) => {
                // By its name: where it lies tells nobody anything.
                let name = pictures.get(index).map_or("", |p| p.name.as_str());
                let trouble = match &e {
                    RecipeError::InFile { source, .. } => source.to_string(),
                    other => other.to_string(),
                };
                note!("warning: left out: {name}: {trouble}");
                Side { trouble: Some(trouble), ..Side::default() }
            }
            Ok(ran) => Side {
                verdict: Some(ran.verdicted.verdict),
                reasons: ran.verdicted.reasons,
                trouble: None,
                ms: ran.decode_ms + ran.run_ms,
            },
        });
        on(index + 1);
        true
    });
    Ok(sides)
}

fn empty(rows: &[&'static str]) -> Table {
    rows.iter().map(|row| (*row, Verdict::ALL.map(|v| (v.name(), 0)).into())).collect()
}

fn changed(first: &[Side], other: &[Side]) -> Table {
    let mut table = empty(&Verdict::ALL.map(Verdict::name));
    for (a, b) in first.iter().zip(other) {
        let (Some(a), Some(b)) = (a.verdict, b.verdict) else { continue };
        *table.entry(a.name()).or_default().entry(b.name()).or_default() += 1;
    }
    table
}

fn figures(pictures: &[ListedPicture], sides: &[Side]) -> Figures {
    let mut confusion = empty(&["good", "bad", "unknown"]);
    let (mut judged, mut ms) = (0, 0.0);
    for (picture, side) in pictures.iter().zip(sides) {
        let Some(verdict) = side.verdict else { continue };
        let truth = match picture.good {
            Some(true) => "good",
            Some(false) => "bad",
            None => "unknown",
        };
        *confusion.entry(truth).or_default().entry(verdict.name()).or_default() += 1;
        (judged, ms) = (judged + 1, ms + side.ms);
    }
    let count = |truth: &str, verdict: Verdict| {
        confusion.get(truth).and_then(|row| row.get(verdict.name())).copied().unwrap_or(0)
    };
    let all = |truth: &str| Verdict::ALL.iter().map(|v| count(truth, *v)).sum::<usize>();
    let rates =
        Rates::from_counts(count("good", Verdict::Ng), all("good"), count("bad", Verdict::Ok), all("bad"));
    let rechecked = ["good", "bad", "unknown"].iter().map(|t| count(t, Verdict::Recheck)).sum();
    Figures {
        rates,
        overkill_interval: rates.overkill_interval(),
        escape_interval: rates.escape_interval(),
        rechecked,
        mean_ms: if judged == 0 { 0.0 } else { ms / judged as f32 },
        confusion,
    }
}
