//! A data set as another program has it: pictures copied, labels written anew, and what the other format cannot say counted.

use crate::folders::is_unlabelled;
use crate::write::{
    About, Listed, Loss, Losses, PICTURE, Said, Sheets, Survey, Target, WrittenMark, folder_name, readme,
    readme_file,
};
use crate::{DataError, DataSet, Sample};
use fovea_domain::{Attributes, Extra, Mark, Runs, Shape};
use fovea_vision::{Limits, VisionError, read_mask_file};
use serde::Serialize;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Converted {
    pub format: Target,
    /// Pictures that are in the new set.
    pub pictures: u64,
    /// Regions that the old one has.
    pub regions: u64,
    pub losses: Vec<LossCount>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LossCount {
    pub what: Loss,
    /// Of shapes their kind, else `picture`.
    pub kind: &'static str,
    pub count: u64,
}

/// Without a class.
const UNLABELLED: &str = "unlabelled";
const GOOD: &str = "good";

/// Writes `set` into the folder `out`, which must not be there yet or be empty, as a whole or not at all.
pub fn convert(
    set: &DataSet,
    target: Target,
    out: &Path,
    limits: &Limits,
    progress: &dyn Fn(usize, usize),
) -> Result<Converted, DataError> {
    let unwritable = |source| DataError::Unwritable { path: out.into(), source };
    let empty = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
    let part = out.with_file_name(format!("{}.part", out.file_name().unwrap_or_default().to_string_lossy()));
    for taken in [out, part.as_path()] {
        if fs::symlink_metadata(taken).is_ok() && !(empty && taken == out) {
            return Err(DataError::OutTaken { path: taken.into() });
        }
    }
    fs::create_dir_all(&part).map_err(unwritable)?;
    let done = Conversion { set, target, dir: &part, limits, progress, names: Names::of(set) }.run();
    let moved = done.and_then(|done| {
        if empty {
            fs::remove_dir(out).map_err(unwritable)?;
        }
        fs::rename(&part, out).map_err(unwritable).map(|()| done)
    });
    if moved.is_err() {
        let _ = fs::remove_dir_all(&part);
    }
    moved
}

/// A label's shape as a mark; masks become what is painted.
pub fn mark_of(shape: &Shape, limits: &Limits) -> Result<Mark, VisionError> {
    Ok(match shape {
        Shape::Box(b) => Mark::Box { x: b.x, y: b.y, w: b.w, h: b.h },
        Shape::Polygon(p) => Mark::Polygon { points: p.0.clone() },
        Shape::Drawn(mark) => mark.clone(),
        Shape::Mask { path, value } => {
            let mask = read_mask_file(path, *value, limits)?;
            Mark::Brush { rle: Runs::of(mask.width, mask.height, &mask.data) }
        }
    })
}

/// Classes as they are written: those of good pictures have a name of their own.
struct Names {
    names: Vec<String>,
    good: String,
    /// By the set's class.
    index: Vec<Option<usize>>,
}

impl Names {
    fn of(set: &DataSet) -> Names {
        let mut marked: HashSet<usize> =
            set.samples.iter().flat_map(|s| s.regions.iter().map(|r| r.class)).collect();
        if set.texts.is_some() {
            marked.extend(0..set.classes.len());
        }
        let good = set.classes.iter().find(|c| c.good).map_or(GOOD, |c| c.name.as_str());
        let mut names = Vec::new();
        let index = set.classes.iter().enumerate().map(|(at, class)| {
            (!class.good || marked.contains(&at)).then(|| {
                names.push(class.name.clone());
                names.len() - 1
            })
        });
        let index = index.collect();
        Names { names, good: good.into(), index }
    }
}

struct Conversion<'a> {
    set: &'a DataSet,
    target: Target,
    dir: &'a Path,
    limits: &'a Limits,
    progress: &'a dyn Fn(usize, usize),
    names: Names,
}

/// A mark with the index of its class in the new set.
type Marked = (usize, Mark, Extra);

impl Conversion<'_> {
    fn run(&self) -> Result<Converted, DataError> {
        let unwritable = |source| DataError::Unwritable { path: self.dir.into(), source };
        let paths = self.copy()?;
        let mut survey = Survey::new(self.target);
        let mut regions = 0;
        self.each(&paths, &mut |listed| {
            regions += listed.marks.len() as u64;
            survey.look(listed);
            Ok(())
        })?;
        survey.end();
        let about = About {
            target: self.target,
            dir: self.dir,
            names: &self.names.names,
            good: &self.names.good,
            survey: &survey,
            limits: *self.limits,
        };
        let mut sheets = Sheets::begin(about).map_err(unwritable)?;
        let mut done = 0;
        self.each(&paths, &mut |listed| {
            done += 1;
            (self.progress)(done, paths.len());
            sheets.add(listed).map_err(unwritable)
        })?;
        sheets.end().map_err(unwritable)?;
        let mut losses = survey.losses().clone();
        self.count_beside(&mut losses);
        if let Some(text) = readme(&losses) {
            fs::write(self.dir.join(readme_file(self.target)), text).map_err(unwritable)?;
        }
        let left = losses.get(&(Loss::LeftOut, PICTURE)).copied().unwrap_or(0);
        let losses = losses.into_iter().map(|((what, kind), count)| LossCount { what, kind, count });
        Ok(Converted {
            format: self.target,
            pictures: (paths.len() as u64).saturating_sub(left),
            regions,
            losses: losses.collect(),
        })
    }

    /// What the old set has beside its pictures and is in no other format.
    fn count_beside(&self, losses: &mut Losses) {
        let templates = self.set.pairs.as_ref().map_or(0, |p| p.templates.len() as u64);
        if templates > 0 && self.target != Target::Pairs {
            *losses.entry((Loss::LeftOut, "template")).or_default() += templates;
        }
        if self.set.boards.is_some() || self.set.beads.is_some() {
            *losses.entry((Loss::LeftOut, "plan")).or_default() += 1;
        }
        let placeless = |texts: &[crate::ToldText]| texts.iter().filter(|t| t.quad.is_none()).count() as u64;
        let placeless: u64 = self.set.texts.iter().flatten().map(|(_, texts)| placeless(texts)).sum();
        if placeless > 0 && !matches!(self.target, Target::PaddleOcr) {
            *losses.entry((Loss::Transcription, PICTURE)).or_default() += placeless;
        }
    }

    /// Puts the pictures into the new set. Gives their paths in it.
    fn copy(&self) -> Result<Vec<(Source<'_>, String)>, DataError> {
        let mut taken = HashSet::new();
        let mut paths = Vec::new();
        for sample in &self.set.samples {
            let mut sources = vec![Source::Sample(sample)];
            let template = self.set.pairs.as_ref().and_then(|p| p.templates.get(&sample.id));
            if let Some(template) = template.filter(|_| self.target == Target::Pairs) {
                sources.push(Source::Template(sample, template));
            }
            for source in sources {
                let to = self.place(&source, &mut taken);
                let path = self.dir.join(&to);
                let copied = path.parent().map_or(Ok(()), fs::create_dir_all);
                let from = source.path();
                let copied = copied.and_then(|()| fs::copy(from, &path).map(|_| ()));
                copied.map_err(|source| DataError::Unwritable { path, source })?;
                paths.push((source, to));
            }
        }
        Ok(paths)
    }

    /// No two pictures have one name in a folder, whatever their endings: their labels would be called alike.
    fn place(&self, source: &Source, taken: &mut HashSet<String>) -> String {
        let (folder, file) = match source {
            Source::Sample(sample) => {
                let id = sample.id.strip_prefix("images/").unwrap_or(&sample.id);
                id.rsplit_once('/').unwrap_or(("", id))
            }
            Source::Template(sample, path) => {
                let id = sample.id.strip_prefix("images/").unwrap_or(&sample.id);
                let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("template");
                (id.rsplit_once('/').map_or("", |(folder, _)| folder), name)
            }
        };
        let folder = match (self.target, source) {
            (Target::Folders, Source::Sample(sample)) => {
                match sample.class.and_then(|c| self.set.classes.get(c)) {
                    Some(class) if !is_unlabelled(&class.name) => folder_name(&class.name),
                    _ => UNLABELLED.into(),
                }
            }
            _ => folder.to_string(),
        };
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase();
        for number in 1.. {
            let folder = match (number, folder.as_str()) {
                (1, folder) => folder.to_string(),
                (number, "") => number.to_string(),
                (number, folder) => format!("{folder}/{number}"),
            };
            if taken.insert(format!("{}/{stem}", folder.to_lowercase())) {
                let slash = if folder.is_empty() { "" } else { "/" };
                return format!("images/{folder}{slash}{file}");
            }
        }
        String::new()
    }

    fn each(
        &self,
        paths: &[(Source, String)],
        visit: &mut dyn FnMut(&Listed) -> Result<(), DataError>,
    ) -> Result<(), DataError> {
        for (source, path) in paths {
            let Source::Sample(sample) = source else {
                let Source::Template(sample, _) = source else { continue };
                let (width, height) = (sample.width, sample.height);
                visit(&Listed {
                    path,
                    width,
                    height,
                    said: Said::Nothing,
                    split: None,
                    marks: &[],
                    columns: None,
                    tags: &[],
                })?;
                continue;
            };
            let marks = self.marks(sample)?;
            let name = |class: usize| self.names.names.get(class).map_or("", String::as_str);
            let written: Vec<WrittenMark> = marks
                .iter()
                .map(|(class, mark, extra)| WrittenMark {
                    class: *class,
                    name: name(*class),
                    mark,
                    attributes: &extra.attributes,
                    group: extra.group,
                })
                .collect();
            visit(&Listed {
                path,
                width: sample.width,
                height: sample.height,
                said: self.said(sample, !marks.is_empty()),
                split: sample.split,
                marks: &written,
                columns: None,
                tags: &sample.tags,
            })?;
        }
        Ok(())
    }

    fn said(&self, sample: &Sample, marked: bool) -> Said {
        let Some(class) = sample.class else { return Said::Nothing };
        let good = self.set.classes.get(class).is_some_and(|c| c.good);
        match self.names.index.get(class).copied().flatten() {
            Some(class) if !good || marked => Said::Bad(class),
            _ => Said::Good,
        }
    }

    fn marks(&self, sample: &Sample) -> Result<Vec<Marked>, DataError> {
        let mut marks = Vec::new();
        for region in &sample.regions {
            let Some(class) = self.names.index.get(region.class).copied().flatten() else { continue };
            marks.push((class, mark_of(&region.shape, self.limits)?, region.extra.clone()));
        }
        let told = self.set.texts.as_ref().and_then(|texts| texts.get(&sample.id));
        for text in told.into_iter().flatten() {
            let (w, h) = (sample.width as f32, sample.height as f32);
            let whole = [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]];
            let Some(points) = text.quad.or((self.target == Target::PaddleOcr).then_some(whole)) else {
                continue;
            };
            let mark = Mark::Text { points, text: text.text.clone() };
            marks.push((0, mark, Extra { attributes: Attributes::new(), group: None }));
        }
        Ok(marks)
    }
}

/// A picture of the old set.
enum Source<'a> {
    Sample(&'a Sample),
    Template(&'a Sample, &'a PathBuf),
}

impl Source<'_> {
    fn path(&self) -> &Path {
        match self {
            Source::Sample(sample) => &sample.path,
            Source::Template(_, path) => path,
        }
    }
}

#[cfg(test)]
mod tests;
