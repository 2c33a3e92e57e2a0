//! Words that were put to pictures, as a table beside the labels of formats that have no place for them.

use super::losses::Target;
use super::set::Listed;
use crate::tags::{TABLE, joined};
use csv::Writer;
use std::fs::File;
use std::io;
use std::path::Path;

/// Begun by the first picture with a word.
#[derive(Default)]
pub struct TagTable {
    file: Option<Writer<File>>,
}

impl TagTable {
    /// `dir` is the set's folder. Where the format tells the words itself nothing is written.
    pub fn add(&mut self, dir: &Path, target: Target, picture: &Listed) -> io::Result<()> {
        // Where nobody has looked at a picture, Datumaro does not speak of it.
        let unsaid = target == Target::Datumaro && !picture.told();
        if picture.tags.is_empty() || !(target.has_tags_beside() || unsaid) {
            return Ok(());
        }
        if self.file.is_none() {
            let mut file = Writer::from_writer(File::create(dir.join(TABLE))?);
            file.write_record(["picture", "tags"])?;
            self.file = Some(file);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        Ok(file.write_record([picture.path, joined(picture.tags).as_str()])?)
    }

    pub fn end(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Writer::flush)
    }
}
