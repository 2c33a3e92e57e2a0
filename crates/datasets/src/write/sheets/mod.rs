//! The label files of each format.

mod beside;
mod camvid;
mod coco;
pub(super) mod crops;
mod cvat;
mod datumaro;
mod label_studio;
mod masks;
mod mot;
mod paddle;
mod pairs;
mod table;
mod tfrecord;
mod vgg_face2;
mod wider_face;

pub(crate) use masks::folder_name;
pub(crate) use paddle::PIECES;

use super::losses::Target;
use super::set::{About, Listed};
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub(super) trait Sheet {
    fn add(&mut self, picture: &Listed) -> io::Result<()>;
    fn end(&mut self) -> io::Result<()>;
}

pub(super) fn begin(about: About<'_>) -> io::Result<Box<dyn Sheet + '_>> {
    Ok(match about.target {
        Target::Folders => Box::new(masks::Folders::new(about)),
        Target::Mvtec => Box::new(masks::Mvtec::new(about)),
        Target::Camvid => Box::new(camvid::Camvid::new(about)),
        Target::Mot => Box::new(mot::Mot::new(about)),
        Target::WiderFace => Box::new(wider_face::WiderFace::new(about)),
        Target::VggFace2 => Box::new(vgg_face2::VggFace2::new(about)),
        Target::Tfrecord => Box::new(tfrecord::Tfrecord::new(about)),
        Target::Coco | Target::CocoRle => Box::new(coco::Coco::begin(about)?),
        Target::Cvat => Box::new(cvat::Cvat::begin(about)?),
        Target::Datumaro => Box::new(datumaro::Datumaro::new(about)),
        Target::LabelStudio => Box::new(label_studio::LabelStudio::begin(about)?),
        Target::Csv => Box::new(table::Table::begin(about)?),
        Target::Pairs => Box::new(pairs::Pairs::new(about)),
        Target::Crops => Box::new(crops::Crops::new(about)),
        Target::PaddleOcr => Box::new(paddle::Paddle::begin(about)?),
        Target::Labelme
        | Target::Voc
        | Target::Yolo
        | Target::YoloOutlines
        | Target::YoloOriented
        | Target::Icdar => Box::new(beside::Beside::new(about)),
    })
}

fn create(path: &Path) -> io::Result<BufWriter<File>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::new(File::create(path)?))
}

/// Items of a JSON list, one a line.
#[derive(Default)]
struct Items {
    any: bool,
}

impl Items {
    fn add(&mut self, to: &mut impl Write, value: &Value) -> io::Result<()> {
        if std::mem::replace(&mut self.any, true) {
            to.write_all(b",\n")?;
        }
        serde_json::to_writer(to, value).map_err(io::Error::from)
    }
}

#[cfg(test)]
mod tests;
