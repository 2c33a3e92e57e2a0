//! What tables of an import tell of pictures beside their labels: of those that it brought, and of those that the project had.

use super::{go_on, log, tags};
use crate::app::App;
use crate::error::ApiResult;
use fovea_datasets::{TableColumns, read_columns};
use fovea_domain::dataset::Columns;
use fovea_store::{Id, Import};
use fovea_vision::Limits;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use tokio::runtime::Handle;

/// Tables looked into, and lines told of each that name no picture.
const MOST_FILES: usize = 16;
const MOST_TOLD: usize = 100;
/// Put down together.
const TOGETHER: usize = 1000;

/// A name, a code and a sentence.
type Told = (String, String, String);

/// Returns how many pictures a table told something of, and what was wrong. Blocks.
pub(super) fn take(
    app: &App,
    import: &Import,
    tree: &Path,
    brought: &HashMap<String, Id>,
) -> ApiResult<(usize, Vec<Told>)> {
    let (mut count, mut wrong) = (0, Vec::new());
    let mut tables = Vec::new();
    for path in go_on::files(tree) {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
        let name = path.strip_prefix(tree).ok().and_then(Path::to_str);
        let (true, Some(name)) = (["csv", "tsv"].contains(&ending.as_str()), name) else { continue };
        tables.extend(read_columns(&path, &Limits::default()).map(|table| (name.to_string(), table)));
        if tables.len() >= MOST_FILES {
            break;
        }
    }
    if tables.is_empty() {
        return Ok((0, wrong));
    }
    let known = Handle::current().block_on(app.store.named_pictures(import.project_id))?;
    let own = Names::new(brought.iter().map(|(name, id)| (name.as_str(), *id)));
    let all = Names::new(known.iter().map(|(id, name)| (name.as_str(), *id)));
    for (file, TableColumns { rows, tags: words, alone }) in tables {
        let mut found: Vec<(Id, Columns)> = Vec::new();
        let mut tagged: Vec<(Id, Vec<String>)> = Vec::new();
        let mut missing = BTreeSet::new();
        for (picture, columns) in rows {
            match own.find(&picture).or_else(|| all.find(&picture)) {
                Some(id) => found.push((id, columns)),
                None => {
                    missing.insert(picture);
                }
            }
        }
        for (picture, words) in words {
            match own.find(&picture).or_else(|| all.find(&picture)) {
                Some(id) => tagged.push((id, words)),
                None => {
                    missing.insert(picture);
                }
            }
        }
        for some in found.chunks(TOGETHER) {
            Handle::current().block_on(app.store.columns_found(import.id, some))?;
        }
        if !found.is_empty() {
            log::own(app, import.id, "labels", format!("{file}: columns of {} pictures", found.len()));
        }
        count += tagged.len();
        tags::put(app, import.id, tagged)?;
        // Where the table tells labels, too, that was told with them.
        if alone {
            let detail = |name: &String| format!("names `{name}`, and there is no such picture, or several");
            let told = missing.iter().take(MOST_TOLD);
            wrong.extend(told.map(|name| (file.clone(), "label.no_picture".into(), detail(name))));
        }
        count += found.len();
    }
    Ok((count, wrong))
}

/// Pictures by what tables call them: the whole name, the end of it, or only the file's where it is the only one.
struct Names<'a>(HashMap<&'a str, Vec<(&'a str, Id)>>);

impl<'a> Names<'a> {
    fn new(all: impl Iterator<Item = (&'a str, Id)>) -> Names<'a> {
        let mut names: HashMap<&str, Vec<(&str, Id)>> = HashMap::new();
        for (name, id) in all {
            names.entry(file_of(name)).or_default().push((name, id));
        }
        Names(names)
    }

    fn find(&self, wanted: &str) -> Option<Id> {
        let wanted = wanted.replace('\\', "/");
        let wanted = wanted.trim_start_matches("./");
        let there = self.0.get(file_of(wanted))?;
        if let Some((_, id)) = there.iter().find(|(name, _)| *name == wanted) {
            return Some(*id);
        }
        let end = format!("/{wanted}");
        let mut fitting = there.iter().filter(|(name, _)| name.ends_with(&end));
        match (fitting.next(), fitting.next()) {
            (Some((_, id)), None) => Some(*id),
            (None, _) if there.len() == 1 => there.first().map(|(_, id)| *id),
            _ => None,
        }
    }
}

fn file_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_found_by_its_name_by_the_end_of_it_and_by_its_file_where_that_is_clear() {
        let [a, b, c] = [Id::new(), Id::new(), Id::new()];
        let names = Names::new([("day/1.png", a), ("night/1.png", b), ("night/2.png", c)].into_iter());
        assert_eq!(names.find("night/1.png"), Some(b));
        assert_eq!(names.find(".\\day\\1.png"), Some(a));
        assert_eq!((names.find("2.png"), names.find("other/2.png")), (Some(c), Some(c)));
        assert_eq!((names.find("1.png"), names.find("3.png")), (None, None));
    }
}
