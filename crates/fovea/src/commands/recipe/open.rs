use crate::cli::GivenArgs;
use crate::failure::{Failure, exit};
use fovea_domain::text::Date;
use fovea_infer::LoadOptions;
use fovea_recipe::{Given, Loaded, Recipe, RecipeError, RecipePackage, Source, parse};
use fovea_vision::{Limits, read_limited};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A recipe, and where the files are that it names.
pub struct Opened {
    pub recipe: Recipe,
    pub source: Source,
    /// Where it comes as a package: that.
    pub package: Option<RecipePackage>,
}

/// Larger ones are no recipes that a person wrote.
const MOST_BYTES: u64 = 4 << 20;

/// Reads a recipe file or package and checks what it says, without the files that it names.
pub fn opened(path: &Path) -> Result<Opened, Failure> {
    let unreadable = |reason: String| RecipeError::Unreadable { path: path.into(), reason };
    if is_archive(path).map_err(|e| unreadable(e.to_string()))? {
        let package = RecipePackage::read(path)?;
        let (recipe, source) = (package.recipe.clone(), package.source.clone());
        return Ok(Opened { recipe, source, package: Some(package) });
    }
    let limits = Limits { max_bytes: MOST_BYTES, ..Limits::default() };
    let bytes = read_limited(path, &limits).map_err(|e| unreadable(e.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is no text in UTF-8".into()))?;
    let recipe = parse(values(path, &text)?)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    };
    Ok(Opened { recipe, source: Source::Folder(folder), package: None })
}

fn is_archive(path: &Path) -> std::io::Result<bool> {
    use std::io::Read;
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("not a plain file"));
    }
    let mut first = Vec::new();
    std::fs::File::open(path)?.take(4).read_to_end(&mut first)?;
    Ok(first == b"PK\x03\x04")
}

/// JSON by its ending, else YAML, of which JSON is a part.
fn values(path: &Path, text: &str) -> Result<Value, Failure> {
    let wrong = |line: Option<u64>, why: String| {
        let place = line.map_or(String::new(), |line| format!(", line {line}"));
        Failure {
            exit: exit::DATA,
            code: "recipe.unreadable".into(),
            message: format!("`{}`{place}: {why}", path.display()),
            hint: "correct the file; `fovea recipe schema` describes it".into(),
        }
    };
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
        return serde_json::from_str(text).map_err(|e| wrong(None, e.to_string()));
    }
    fovea_api::yaml_values(text).map_err(|(line, why)| wrong(line, why))
}

/// With all files read, all models opened and checked against the recipe.
pub fn ready(recipe: Recipe, source: &Source, threads: usize) -> Result<Loaded, Failure> {
    let options = LoadOptions { sessions: threads, threads: 1, check: true };
    Ok(Loaded::open(recipe, source, options)?)
}

/// The day, and the texts by the names that the recipe asks for.
pub fn given(args: &GivenArgs, loaded: &Loaded) -> Result<Given, Failure> {
    let asked = loaded.recipe.asked();
    let mut texts = BTreeMap::new();
    for expect in &args.expect {
        // A text may hold `=`; it is one as a whole where its front is nothing that is asked for.
        let named = expect.name.as_ref().filter(|name| asked.contains(name) || asked.len() != 1);
        let (name, text) = match (named, asked.as_slice(), &expect.name) {
            (Some(name), _, _) => (name.clone(), expect.text.clone()),
            (None, [one], Some(front)) => (one.clone(), format!("{front}={}", expect.text)),
            (None, [one], None) => (one.clone(), expect.text.clone()),
            (None, _, _) => return Err(RecipeError::NotAsked { name: expect.text.clone(), asked }.into()),
        };
        texts.insert(name, text);
    }
    let given = Given { texts, today: args.today.map_or_else(today, Ok)? };
    given.check(loaded)?;
    Ok(given)
}

pub fn today() -> Result<Date, Failure> {
    use chrono::Datelike;
    let now = chrono::Local::now().date_naive();
    let date = u16::try_from(now.year()).ok().and_then(|y| Date::new(y, now.month() as u8, now.day() as u8));
    date.ok_or_else(|| Failure {
        exit: exit::FAILED,
        code: "recipe.no_day".into(),
        message: format!("this computer's clock tells no usable day: {now}"),
        hint: "set the clock, or give the day with --today".into(),
    })
}
