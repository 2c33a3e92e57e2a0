//! Formats with a label file for each picture. Pictures of which nobody has said anything are not among them: in these formats
//! silence means good.

use super::Sheet;
use crate::write::set::{About, Listed, no_text};
use crate::write::{
    Target, Written, icdar, labelme, voc, yolo_boxes, yolo_names, yolo_oriented, yolo_outlines,
};
use std::fs;
use std::io;

pub(super) struct Beside<'a> {
    about: About<'a>,
    write: fn(&Written) -> String,
    /// In place of `images`, the folder of the pictures.
    folder: &'static str,
    ending: &'static str,
    /// Before the picture's name.
    prefix: &'static str,
}

impl<'a> Beside<'a> {
    pub(super) fn new(about: About<'a>) -> Beside<'a> {
        let (write, folder, ending, prefix): (fn(&Written) -> String, _, _, _) = match about.target {
            Target::Voc => (voc, "annotations", "xml", ""),
            Target::Yolo => (yolo_boxes, "labels", "txt", ""),
            Target::YoloOutlines => (yolo_outlines, "labels", "txt", ""),
            Target::YoloOriented => (yolo_oriented, "labels", "txt", ""),
            Target::Icdar => (icdar, "images", "txt", "gt_"),
            _ => (labelme, "images", "json", ""),
        };
        Beside { about, write, folder, ending, prefix }
    }
}

impl Sheet for Beside<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        // What is bad without a text is not a picture on which nothing stands.
        if self.about.target == Target::Icdar && no_text(picture) {
            return self.about.leave_out(picture);
        }
        let text = (self.write)(&picture.written());
        let to = self.about.path(&format!("{}/{}", self.folder, picture.below_images()));
        let to = to.with_extension(self.ending);
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let to = to.with_file_name(format!("{}{name}", self.prefix));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(to, text)
    }

    fn end(&mut self) -> io::Result<()> {
        if self.folder == "labels" {
            let names: Vec<&str> = self.about.names.iter().map(String::as_str).collect();
            fs::write(self.about.path("data.yaml"), yolo_names(&names))?;
        }
        Ok(())
    }
}
