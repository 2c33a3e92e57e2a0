//! How a picture's template is found: by its name, beside it.

use std::path::{Path, PathBuf};

const TEST: &str = "_test";
const TEMPLATE: &str = "_temp";
const ENDINGS: [&str; 8] = ["jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "pgm"];

/// What pictures of one pair have in common: `x` of `x_test`; `None` where the name does not say that it is one of a pair.
pub fn pair_name(stem: &str) -> Option<&str> {
    stem.strip_suffix(TEST).filter(|name| !name.is_empty())
}

/// `x_temp` of `x_test`.
pub fn template_stem(stem: &str) -> Option<String> {
    pair_name(stem).map(|name| format!("{name}{TEMPLATE}"))
}

/// Whether a picture of this name is the template of another.
pub fn is_template(path: &Path) -> bool {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    stem.strip_suffix(TEMPLATE).is_some_and(|name| !name.is_empty())
}

/// The template of the picture at `path`: beside it; of several that of the same ending.
pub fn template_beside(path: &Path) -> Option<PathBuf> {
    let stem = template_stem(&path.file_stem()?.to_string_lossy())?;
    let own = path.extension().map(|e| e.to_string_lossy().into_owned());
    let endings = own.iter().map(String::as_str).chain(ENDINGS);
    endings.map(|ending| path.with_file_name(format!("{stem}.{ending}"))).find(|p| p.is_file())
}
