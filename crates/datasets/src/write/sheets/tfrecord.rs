//! TFRecord: a file of records a subset with the pictures within them, and `label_map.pbtxt`.

use super::{Sheet, create};
use crate::tfrecord::{
    CLASS, ENCODED, FILE_NAME, Features, HEIGHT, IMAGE_FORMAT, NUMBER, SIDES, SOURCE, Values, WIDTH,
    write_example, write_label_map, write_record,
};
use crate::write::bounds;
use crate::write::set::{About, Listed};
use fovea_domain::BBox;
use fovea_vision::sniff;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

pub(super) struct Tfrecord<'a> {
    about: About<'a>,
    /// By subset.
    files: BTreeMap<&'static str, BufWriter<File>>,
}

impl<'a> Tfrecord<'a> {
    pub(super) fn new(about: About<'a>) -> Tfrecord<'a> {
        Tfrecord { about, files: BTreeMap::new() }
    }
}

impl Sheet for Tfrecord<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let about = self.about;
        let encoded = fs::read(about.path(picture.path))?;
        let format = sniff(&encoded).unwrap_or_default();
        let name = picture.below_images().as_bytes();
        let (width, height) = (picture.width as f32, picture.height as f32);
        let boxes: Vec<(usize, BBox)> = picture
            .marks
            .iter()
            .filter(|one| one.mark.covers())
            .filter_map(|one| Some((one.class, bounds(one.mark).clip(width, height)?)))
            .collect();
        let own = |value: &'static str| value.to_string();
        let mut features: Features = Features::from([
            (own(FILE_NAME), Values::Bytes(vec![name])),
            (own(SOURCE), Values::Bytes(vec![name])),
            (own(ENCODED), Values::Bytes(vec![encoded.as_slice()])),
            (own(IMAGE_FORMAT), Values::Bytes(vec![format.as_bytes()])),
            (own(WIDTH), Values::Ints(vec![i64::from(picture.width)])),
            (own(HEIGHT), Values::Ints(vec![i64::from(picture.height)])),
        ]);
        if !boxes.is_empty() {
            let sides: [fn(&BBox) -> f32; 4] = [|b| b.x, |b| b.y, |b| b.x + b.w, |b| b.y + b.h];
            for ((name, side), whole) in SIDES.into_iter().zip(sides).zip([width, height, width, height]) {
                let parts = boxes.iter().map(|(_, one)| side(one) / whole).collect();
                features.insert(name.into(), Values::Floats(parts));
            }
            let names = boxes.iter().map(|(class, _)| about.name(*class).as_bytes()).collect();
            features.insert(CLASS.into(), Values::Bytes(names));
            let numbers = boxes.iter().map(|(class, _)| *class as i64 + 1).collect();
            features.insert(NUMBER.into(), Values::Ints(numbers));
        }
        let file = match self.files.entry(picture.subset()) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => {
                free.insert(create(&about.path(&format!("{}.tfrecord", picture.subset())))?)
            }
        };
        write_record(file, &write_example(&features))?;
        about.leave_out(picture)
    }

    fn end(&mut self) -> io::Result<()> {
        self.files.values_mut().try_for_each(Write::flush)?;
        fs::write(self.about.path("label_map.pbtxt"), write_label_map(self.about.names))
    }
}
