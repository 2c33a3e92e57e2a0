use crate::geometry::{Fitted, RawShape, fit};
use crate::layout::{is_role, place};
use crate::problem::Notes;
use crate::tree::{PictureEntry, Tree};
use crate::{Format, OpenOptions, Sample, Split, Unmentioned, is_good_name};
use fovea_domain::{Class, Extra, Region, Shape};
use std::collections::BTreeMap;

/// What a layout found, before groups are made.
pub(crate) struct Found {
    pub format: Format,
    pub classes: Vec<Class>,
    pub samples: Vec<Sample>,
}

/// A region and its area in pixels, which decides the picture's class.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    pub region: Region,
    pub area: f32,
}

/// Which picture a label is of, and which file says it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub size: (u32, u32),
    pub file: &'a str,
}

/// What one picture's labels say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    pub regions: Vec<Weighed>,
    /// Nobody looked at this picture, or what was marked cannot be used: no regions does not mean good.
    pub unlabelled: bool,
    /// A label file speaks of this picture.
    pub mentioned: bool,
    /// The class of the picture as a whole, where a label says it.
    pub whole: Option<usize>,
    pub split: Option<Split>,
    /// Words that were put to it
    pub tags: Vec<String>,
}

impl Marks {
    /// Takes a told shape as far as it lies in the picture, and notes what does not.
    pub fn push(&mut self, class: usize, raw: &RawShape, size: (u32, u32), file: &str, notes: &mut Notes) {
        self.push_told(class, raw, Extra::default(), Place { size, file }, notes);
    }

    /// As [`Marks::push`], with what is said of it beside its class.
    pub fn push_told(&mut self, class: usize, raw: &RawShape, extra: Extra, place: Place, notes: &mut Notes) {
        let Place { size, file } = place;
        let shape = match fit(raw, size.0, size.1) {
            Fitted::Inside(shape) => shape,
            Fitted::Clipped(shape) => {
                notes.add(
                    file,
                    "label.outside",
                    format!(
                        "a region reaches out of its picture ({} × {} px) and was cut off",
                        size.0, size.1
                    ),
                );
                shape
            }
            Fitted::Outside => {
                notes.add(
                    file,
                    "label.outside",
                    format!(
                        "a region lies outside its picture ({} × {} px) and was left out",
                        size.0, size.1
                    ),
                );
                self.unlabelled = true;
                return;
            }
            Fitted::Degenerate => {
                notes.add(
                    file,
                    "label.degenerate",
                    "a region has no area or no finite numbers and was left out",
                );
                self.unlabelled = true;
                return;
            }
        };
        let area = match &shape {
            Shape::Box(b) => b.area(),
            Shape::Polygon(p) => p.area(),
            // Points have none, and still say what the picture shows.
            Shape::Drawn(mark) => mark.area().max(1.0),
            Shape::Mask { .. } => 0.0,
        };
        self.regions.push(Weighed { region: Region { class, shape, extra }, area });
    }

    fn largest_class(&self) -> Option<usize> {
        let mut areas: BTreeMap<usize, f32> = BTreeMap::new();
        for r in &self.regions {
            *areas.entry(r.region.class).or_default() += r.area;
        }
        // Of equals the first, so that the answer does not depend on how a maximum is searched.
        let best = areas.values().copied().fold(0.0, f32::max);
        areas.into_iter().find(|(_, area)| *area > 0.0 && *area == best).map(|(class, _)| class)
    }
}

/// Where labels mark places, the picture's class is that of the largest, and a picture without any is good: also one
/// that no label speaks of, unless the options say otherwise.
/// The good class is appended if no label has such a name already.
pub(crate) fn from_marks(
    format: Format,
    tree: &Tree,
    marks: Vec<Marks>,
    names: Vec<String>,
    options: &OpenOptions,
) -> Found {
    let mut classes: Vec<Class> =
        names.into_iter().map(|name| Class { good: is_good_name(&name, &options.good), name }).collect();
    let good_in_silence = |picture: &PictureEntry| {
        options.unmentioned == Unmentioned::Good
            || picture.entry.folders.iter().any(|folder| is_good_name(folder, &options.good))
    };
    let clean = |picture: &PictureEntry, marks: &Marks| {
        marks.regions.is_empty()
            && marks.whole.is_none()
            && !marks.unlabelled
            && (marks.mentioned || good_in_silence(picture))
    };
    let mut good = classes.iter().position(|c| c.good);
    if good.is_none() && tree.pictures.iter().zip(&marks).any(|(p, m)| clean(p, m)) {
        good = Some(classes.len());
        classes.push(Class { name: "good".into(), good: true });
    }
    let samples = tree
        .pictures
        .iter()
        .zip(marks)
        .map(|(picture, marks)| {
            let class = if clean(picture, &marks) { good } else { marks.largest_class().or(marks.whole) };
            let split = marks.split.or_else(|| place(&picture.entry.folders, tree.splits, is_role).split);
            let regions = marks.regions.into_iter().map(|w| w.region).collect();
            Sample { tags: marks.tags, ..sample(picture, class, regions, split) }
        })
        .collect();
    Found { format, classes, samples }
}

/// Classes by name from a class name a picture.
pub(crate) fn from_names(
    format: Format,
    pictures: &[PictureEntry],
    labels: Vec<(Option<String>, Vec<Shape>, Option<Split>)>,
    options: &OpenOptions,
) -> Found {
    let mut names: Vec<&String> = labels.iter().filter_map(|(name, ..)| name.as_ref()).collect();
    names.sort();
    names.dedup();
    let classes: Vec<Class> = names
        .iter()
        .map(|name| Class { name: name.to_string(), good: is_good_name(name, &options.good) })
        .collect();
    let samples = pictures
        .iter()
        .zip(&labels)
        .map(|(picture, (name, shapes, split))| {
            let class = name.as_ref().and_then(|n| names.binary_search(&n).ok());
            let regions = match class {
                Some(class) => shapes
                    .iter()
                    .map(|s| Region { class, shape: s.clone(), extra: Extra::default() })
                    .collect(),
                None => Vec::new(),
            };
            sample(picture, class, regions, *split)
        })
        .collect();
    Found { format, classes, samples }
}

fn sample(
    picture: &PictureEntry,
    class: Option<usize>,
    regions: Vec<Region>,
    split: Option<Split>,
) -> Sample {
    Sample {
        path: picture.entry.path.clone(),
        id: picture.entry.id.clone(),
        width: picture.width,
        height: picture.height,
        class,
        regions,
        split,
        group: String::new(),
        tags: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
