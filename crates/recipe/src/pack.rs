//! A recipe with its models and files in one package. It is an archive like that of a model, checked as strictly when it is
//! opened, and each model in it is opened and run on its reference pictures as if it lay alone.

use crate::document::{Recipe, parse};
use crate::{RecipeError, Source};
use fovea_infer::archive::{self, Files, sha256};
use fovea_infer::{FileEntry, InferError, Package};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The newest form of recipe packages. Model packages of format 1 came before it.
const FORMAT: u32 = 2;

/// What stands in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Head {
    format: u32,
    /// Version of Fovea that packed it.
    fovea: String,
    recipe: serde_json::Value,
    files: BTreeMap<String, FileEntry>,
}

/// A recipe package, read and checked.
#[derive(Debug, Clone)]
pub struct RecipePackage {
    /// Version of Fovea that packed it.
    pub fovea: String,
    pub recipe: Recipe,
    pub files: BTreeMap<String, FileEntry>,
    pub source: Source,
}

/// Whether a file's first bytes are those of an archive, and its manifest is that of a recipe.
pub fn is_recipe(path: &Path) -> Result<bool, InferError> {
    let bytes = archive::read(path)?;
    if !bytes.starts_with(b"PK") {
        return Ok(false);
    }
    #[derive(Deserialize)]
    struct Any {
        recipe: Option<serde::de::IgnoredAny>,
    }
    let (manifest, _) = archive::unpack(&bytes)?;
    Ok(serde_json::from_slice::<Any>(&manifest).is_ok_and(|any| any.recipe.is_some()))
}

/// The package of a recipe, from the files where they lie. The recipe in it names them as they are called there.
pub fn pack(recipe: &Recipe, source: &Source, fovea: &str) -> Result<Vec<u8>, RecipeError> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut files = Files::new();
    for (step, field, name) in recipe.files() {
        if names.contains_key(&name) {
            continue;
        }
        let bytes = source.read(&name)?;
        let folder = if field == "model" { "models" } else { "files" };
        if field == "model" {
            let fail = |source| RecipeError::Model { step, model: name.clone(), source };
            Package::from_bytes(&bytes).map_err(fail)?;
        }
        let inside = free_name(folder, &name, &files);
        files.insert(inside.clone(), bytes);
        names.insert(name, inside);
    }
    let renamed = |name: &str| names.get(name).cloned().unwrap_or_else(|| name.to_string());
    let recipe = recipe.clone().with_files(&renamed);
    let entry = |bytes: &Vec<u8>| FileEntry { bytes: bytes.len() as u64, sha256: sha256(bytes) };
    let damaged = |e: serde_json::Error| RecipeError::Damaged(e.to_string());
    let head = Head {
        format: FORMAT,
        fovea: fovea.into(),
        recipe: serde_json::to_value(&recipe).map_err(damaged)?,
        files: files.iter().map(|(name, bytes)| (name.clone(), entry(bytes))).collect(),
    };
    let manifest = serde_json::to_vec_pretty(&head).map_err(damaged)?;
    let bytes = archive::pack(&manifest, &files).map_err(RecipeError::Package)?;
    // Nothing is written that could not be read again.
    RecipePackage::from_bytes(&bytes)?;
    Ok(bytes)
}

/// The file's own name in small and plain signs, with a number where that is taken.
fn free_name(folder: &str, name: &str, taken: &Files) -> String {
    let path = Path::new(name);
    let part = |text: Option<&std::ffi::OsStr>| -> String {
        let text = text.map(|t| t.to_string_lossy().into_owned()).unwrap_or_default();
        let plain = text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' });
        plain.take(40).collect()
    };
    let (stem, ending) = (part(path.file_stem()), part(path.extension()));
    let stem = if stem.is_empty() { "file".into() } else { stem };
    let ending = if ending.is_empty() { String::new() } else { format!(".{ending}") };
    let numbered = |n: usize| match n {
        1 => format!("{folder}/{stem}{ending}"),
        n => format!("{folder}/{stem}-{n}{ending}"),
    };
    (1..).map(numbered).find(|name| !taken.contains_key(name)).unwrap_or_default()
}

impl RecipePackage {
    pub fn read(path: &Path) -> Result<RecipePackage, RecipeError> {
        RecipePackage::from_bytes(&archive::read(path).map_err(RecipeError::Package)?)
    }

    /// Reads a package and checks all that can be checked without opening its models.
    pub fn from_bytes(bytes: &[u8]) -> Result<RecipePackage, RecipeError> {
        let (manifest, files) = archive::unpack(bytes).map_err(RecipeError::Package)?;
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let damaged = |e: serde_json::Error| RecipeError::Damaged(format!("{}: {e}", archive::MANIFEST));
        let form: Form = serde_json::from_slice(&manifest).map_err(damaged)?;
        if form.format > FORMAT {
            return Err(RecipeError::Newer { found: form.format, known: FORMAT });
        }
        let head: Head = serde_json::from_slice(&manifest).map_err(damaged)?;
        for (name, entry) in &head.files {
            let data = files.get(name).ok_or_else(|| RecipeError::Damaged(format!("`{name}` is missing")))?;
            if data.len() as u64 != entry.bytes || sha256(data) != entry.sha256 {
                return Err(RecipeError::Damaged(format!("`{name}` is not what was packed")));
            }
        }
        if let Some(extra) = files.keys().find(|n| !head.files.contains_key(*n)) {
            return Err(RecipeError::Damaged(format!("`{extra}` does not stand in its manifest")));
        }
        let recipe = parse(head.recipe)?;
        // A package is complete: what it names lies in it, not beside it.
        for (step, field, name) in recipe.files() {
            if !files.contains_key(&name) {
                return Err(RecipeError::Damaged(format!(
                    "step `{step}`, field `{field}`: `{name}` is missing"
                )));
            }
        }
        Ok(RecipePackage { fovea: head.fovea, recipe, files: head.files, source: Source::Package(files) })
    }
}
