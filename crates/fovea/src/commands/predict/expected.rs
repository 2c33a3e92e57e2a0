//! What must stand on the pictures of a model that reads: a table of texts, and the day that dates are held against.

use super::Job;
use crate::cli::PredictArgs;
use crate::commands::recipe::today;
use crate::console::note;
use crate::failure::{Failure, exit};
use fovea_datasets::parse_text_list;
use fovea_domain::text::Date;
use fovea_infer::read::Beside;
use fovea_infer::{Model, Outcome};
use fovea_vision::{Limits, Photo, read_limited};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) struct Expected {
    /// By the picture's name, where there is a table.
    texts: Option<BTreeMap<String, String>>,
    today: Option<Date>,
}

impl Expected {
    pub fn of(args: &PredictArgs, model: &Model) -> Result<Expected, Failure> {
        let Some(reader) = model.reader() else {
            if args.expected.is_none() && args.today.is_none() {
                return Ok(Expected { texts: None, today: None });
            }
            return Err(Failure {
                exit: exit::USAGE,
                code: "predict.no_text".into(),
                message: format!("a model of task {} reads no text", model.manifest.task),
                hint: "leave out --expected and --today".into(),
            });
        };
        let day = match args.today {
            None if reader.asks_the_day() => Some(today()?),
            given => given,
        };
        let texts = args.expected.as_deref().map(read).transpose()?;
        Ok(Expected { texts, today: day })
    }

    pub fn hold(&self, model: &Model, job: &Job, picture: &Photo, outcome: &mut Outcome) {
        let Some(reader) = model.reader() else { return };
        let expected = self.texts.as_ref().and_then(|texts| {
            let told = text_of(texts, &job.path);
            if told.is_none() {
                note!(
                    "warning: {}: the table tells no text of it; the model's rules count",
                    job.path.display()
                );
            }
            told
        });
        let size = (picture.width, picture.height);
        let beside = Beside { expected, today: self.today };
        reader.hold_against(&beside, model.manifest.threshold, size, outcome);
    }
}

fn text_of<'a>(texts: &'a BTreeMap<String, String>, path: &Path) -> Option<&'a str> {
    let mut told = PathBuf::from(path.file_name()?);
    let mut folders = path.parent()?.iter().rev();
    // The same name may be in several folders.
    loop {
        if let Some(text) = told.to_str().and_then(|told| texts.get(told)) {
            return Some(text.as_str());
        }
        told = Path::new(folders.next()?).join(&told);
    }
}

/// The list that teaches reading, too.
fn read(file: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let refused = |why: String| Failure {
        exit: exit::DATA,
        code: "predict.expected".into(),
        message: format!("`{}`: {why}", file.display()),
        hint: "it holds a line a picture, with its name and its text parted by a comma".into(),
    };
    let bytes = read_limited(file, &Limits::default())?;
    let text = String::from_utf8_lossy(&bytes);
    let (told, wrong) = parse_text_list(text.trim_start_matches('\u{feff}'));
    if let Some(line) = wrong.into_iter().next() {
        return Err(refused(line));
    }
    let mut texts = BTreeMap::new();
    for (name, text) in told {
        if let Some(before) = texts.insert(name.replace('\\', "/"), text.clone())
            && before != text
        {
            return Err(refused(format!("`{name}` stands in it with two texts")));
        }
    }
    if texts.is_empty() { Err(refused("it tells no text".into())) } else { Ok(texts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_name_or_by_the_end_of_its_path() {
        let texts: BTreeMap<String, String> =
            [("a.png", "ONE"), ("left/b.png", "TWO"), ("right/b.png", "THREE"), ("/new/c.png", "FOUR")]
                .map(|(name, text)| (name.to_string(), text.to_string()))
                .into();
        let told = |path: &str| text_of(&texts, Path::new(path));
        assert_eq!((told("new/a.png"), told("a.png")), (Some("ONE"), Some("ONE")));
        assert_eq!((told("/new/left/b.png"), told("right/b.png")), (Some("TWO"), Some("THREE")));
        assert_eq!((told("b.png"), told("bright/b.png"), told("new/c.png")), (None, None, None));
        assert_eq!(told("/new/c.png"), Some("FOUR"));
    }
}
