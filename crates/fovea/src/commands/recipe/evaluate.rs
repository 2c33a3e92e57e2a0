use super::open::{given, opened, ready};
use crate::cli::RecipeEvaluateArgs;
use crate::commands::{DONE, open_data, percent, print_json};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_datasets::Split;
use fovea_domain::quality::{Rates, wilson};
use fovea_recipe::{Reason, Runner, Verdict, run_pictures};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How good a recipe's verdicts are.
#[derive(Serialize)]
struct Evaluated {
    pictures: usize,
    /// By truth (`good`, `bad`), then by verdict.
    confusion: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    /// A good picture that is NG is overkill, a bad one that is OK an escape; what a person looks at again is neither.
    #[serde(flatten)]
    rates: Rates,
    overkill_interval: (f64, f64),
    escape_interval: (f64, f64),
    rechecked: usize,
    wrong: Vec<Wrong>,
}

#[derive(Serialize)]
struct Wrong {
    path: String,
    good: bool,
    verdict: Verdict,
    reasons: Vec<Reason>,
}

pub fn run(args: &RecipeEvaluateArgs) -> Result<u8, Failure> {
    let set = open_data(&args.data)?;
    let labelled = || set.samples.iter().filter(|s| set.is_good(s).is_some());
    let mut samples: Vec<_> = labelled().filter(|s| s.split == Some(Split::Test)).collect();
    if samples.is_empty() {
        samples = labelled().collect();
    }
    if samples.is_empty() {
        return Err(Failure {
            exit: exit::DATA,
            code: "recipe.no_labels".into(),
            message: "no picture of the data is known to be good or bad".into(),
            hint: "lay them into folders such as good and bad; `fovea dataset inspect` tells what a folder holds"
                .into(),
        });
    }
    let threads = args.threads.count();
    let opened = opened(&args.recipe)?;
    let loaded = ready(opened.recipe, &opened.source, threads)?;
    let given = given(&args.given, &loaded)?;
    let paths: Vec<PathBuf> = samples.iter().map(|s| s.path.clone()).collect();
    let mut confusion: BTreeMap<&'static str, BTreeMap<&'static str, usize>> =
        ["good", "bad"].map(|truth| (truth, Verdict::ALL.map(|v| (v.name(), 0)).into())).into();
    let mut wrong = Vec::new();
    run_pictures(&Runner::new(loaded), &paths, &given, threads, &mut |index, ran| {
        let good = set.is_good(samples[index]).unwrap_or(true);
        match ran {
            Err(e) => note!("warning: left out: {e}"),
            Ok(ran) => {
                let verdict = ran.verdicted.verdict;
                let row = confusion.entry(if good { "good" } else { "bad" }).or_default();
                *row.entry(verdict.name()).or_default() += 1;
                if verdict == (if good { Verdict::Ng } else { Verdict::Ok }) {
                    let (path, reasons) = (paths[index].to_string_lossy().into(), ran.verdicted.reasons);
                    wrong.push(Wrong { path, good, verdict, reasons });
                }
            }
        }
        true
    });
    let count = |truth: &str, verdict: Verdict| {
        confusion.get(truth).and_then(|row| row.get(verdict.name())).copied().unwrap_or(0)
    };
    let all = |truth: &str| Verdict::ALL.iter().map(|v| count(truth, *v)).sum::<usize>();
    let (good, bad) = (all("good"), all("bad"));
    if good + bad == 0 {
        return Err(crate::commands::predict::no_picture("none of the pictures could be read"));
    }
    let rates = Rates::from_counts(count("good", Verdict::Ng), good, count("bad", Verdict::Ok), bad);
    let rechecked = count("good", Verdict::Recheck) + count("bad", Verdict::Recheck);
    let told = Evaluated {
        pictures: good + bad,
        rates,
        overkill_interval: rates.overkill_interval(),
        escape_interval: rates.escape_interval(),
        rechecked,
        wrong,
        confusion,
    };
    if args.json {
        print_json(&told)?;
    } else {
        tell(&told)?;
    }
    DONE
}

fn tell(told: &Evaluated) -> Result<(), Failure> {
    say!("{} pictures", told.pictures)?;
    say!("             {:>7} {:>7} {:>7}", "ok", "recheck", "ng")?;
    for truth in ["good", "bad"] {
        let of = |v: Verdict| told.confusion.get(truth).and_then(|row| row.get(v.name())).unwrap_or(&0);
        let [ok, recheck, ng] = Verdict::ALL.map(of);
        say!("  {truth:<10} {ok:>7} {recheck:>7} {ng:>7}")?;
    }
    let line = |what: &str, n: usize, all: usize, (lo, hi): (f64, f64)| match all {
        0 => say!("  {what:<9} no such pictures"),
        _ => {
            let share = percent(n as f64 / all as f64);
            say!("  {what:<9} {share:>8}  ({n} of {all}; 95 %: {} to {})", percent(lo), percent(hi))
        }
    };
    line("overkill", told.rates.overkilled, told.rates.good, told.overkill_interval)?;
    line("escapes", told.rates.escaped, told.rates.bad, told.escape_interval)?;
    line("recheck", told.rechecked, told.pictures, wilson(told.rechecked, told.pictures))?;
    for wrong in &told.wrong {
        let what = if wrong.good { "overkill" } else { "escape" };
        say!("  {what:<9} {}", wrong.path)?;
        for reason in &wrong.reasons {
            say!("            {}", super::run::words(reason))?;
        }
    }
    DONE.map(|_| ())
}
