//! VGGFace2: a folder a class below one a subset, and tables with the box and the five points of each picture.

use super::masks::folder_name;
use super::{Sheet, create};
use crate::vgg_face2::NO_CLASS;
use crate::write::bounds;
use crate::write::set::{About, Listed, Said, face_of};
use csv::Writer;
use fovea_domain::{BBox, Mark};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter};

const BOXES: &str = "loose_bb";
const POINTS: &str = "loose_landmark";

pub(super) struct VggFace2<'a> {
    about: About<'a>,
    /// By table and subset.
    tables: BTreeMap<(&'static str, &'static str), Writer<BufWriter<File>>>,
    taken: HashSet<String>,
}

impl<'a> VggFace2<'a> {
    pub(super) fn new(about: About<'a>) -> VggFace2<'a> {
        VggFace2 { about, tables: BTreeMap::new(), taken: HashSet::new() }
    }

    /// A name that no picture of this folder has.
    fn name(&mut self, folder: &str, stem: &str) -> String {
        let mut name = stem.to_string();
        let mut number = 1;
        while !self.taken.insert(format!("{folder}/{}", name.to_lowercase())) {
            number += 1;
            name = format!("{stem}-{number}");
        }
        name
    }

    fn row(
        &mut self,
        table: &'static str,
        subset: &'static str,
        name: &str,
        numbers: &[String],
    ) -> io::Result<()> {
        let file = match self.tables.entry((table, subset)) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => {
                let path = self.about.path(&format!("bb_landmark/{table}_{subset}.csv"));
                let mut file = Writer::from_writer(create(&path)?);
                let head = match table {
                    BOXES => "NAME_ID,X,Y,W,H",
                    _ => "NAME_ID,P1X,P1Y,P2X,P2Y,P3X,P3Y,P4X,P4Y,P5X,P5Y",
                };
                file.write_record(head.split(','))?;
                free.insert(file)
            }
        };
        Ok(file.write_record([name].into_iter().chain(numbers.iter().map(String::as_str)))?)
    }
}

impl Sheet for VggFace2<'_> {
    fn add(&mut self, picture: &Listed) -> io::Result<()> {
        let about = self.about;
        let subset = picture.subset();
        let class = match (picture.class(), picture.said) {
            (Some(class), _) => folder_name(about.name(class)),
            (None, Said::Good) => folder_name(about.good),
            (None, _) => NO_CLASS.into(),
        };
        let folder = format!("{subset}/{class}");
        let name = self.name(&folder, picture.stem());
        let file = picture.file();
        let ending = file.rsplit_once('.').map_or(String::new(), |(_, ending)| format!(".{ending}"));
        fs::create_dir_all(about.path(&folder))?;
        fs::rename(about.path(picture.path), about.path(&format!("{folder}/{name}{ending}")))?;
        let id = format!("{class}/{name}");
        let [place, points] = face_of(picture).map(|at| at.and_then(|at| picture.marks.get(at)));
        let size = (picture.width as f32, picture.height as f32);
        let place = place.and_then(|one| bounds(one.mark).clip(size.0, size.1));
        if let Some(BBox { x, y, w, h }) = place {
            self.row(BOXES, subset, &id, &[x, y, w, h].map(|v| v.to_string()))?;
        }
        match points.map(|one| one.mark) {
            Some(Mark::Points { points }) => {
                let numbers: Vec<String> = points.iter().flatten().map(|v| v.to_string()).collect();
                self.row(POINTS, subset, &id, &numbers)
            }
            // That it is there has to stand somewhere.
            _ if place.is_none() => self.row(POINTS, subset, &id, &vec![String::new(); 10]),
            _ => Ok(()),
        }
    }

    fn end(&mut self) -> io::Result<()> {
        self.tables.values_mut().try_for_each(Writer::flush)
    }
}
