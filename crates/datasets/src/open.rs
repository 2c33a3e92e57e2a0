use crate::assemble::Found;
use crate::group::group_stems;
use crate::problem::Notes;
use crate::tree::Tree;
use crate::{
    DataError, DataSet, Format, Sample, beads, boards, camvid, coco, cvat, datumaro, detect, folders,
    label_studio, labelme, masks, mot, mvtec, pairs, table, tags, texts, tfrecord, vgg_face2, voc,
    wider_face, yolo,
};
use fovea_vision::Limits;
use regex::Regex;
use std::path::Path;

#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    pub format: Format,
    /// Names of good classes beside the usual ones.
    pub good: Vec<String>,
    /// A regular expression over the file name (where that does not match, over the path from the data set's
    /// folder): its bracketed parts, joined by `_`, name the part that the picture shows.
    pub group: Option<String>,
    pub limits: Limits,
    pub unmentioned: Unmentioned,
    pub links: Links,
}

/// What becomes of links to files that lie elsewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Links {
    /// Not followed: a folder that somebody sent must not read this machine's other files.
    #[default]
    Refused,
    /// Whoever opens the folder made them.
    Followed,
}

/// What a picture is that no label speaks of, where labels mark places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unmentioned {
    /// Whoever marked the places looked at all pictures.
    #[default]
    Good,
    /// Nobody may have looked at it yet, unless a folder says that it is good.
    Unlabelled,
}

/// Reads the heads of all pictures and all labels under `dir`. The result does not depend on threads or on
/// the order in which the file system lists.
pub fn open(dir: &Path, options: &OpenOptions) -> Result<DataSet, DataError> {
    let pattern = options.group.as_deref().map(group_pattern).transpose()?;
    let mut notes = Notes::default();
    let tree = Tree::read(dir, options, &mut notes)?;
    let format = match options.format {
        Format::Auto => detect::detect(&tree, options, &mut notes)?,
        format => format,
    };
    let (mut of_boards, mut of_pairs, mut of_texts, mut of_beads) = (None, None, None, None);
    let found = match format {
        Format::Auto | Format::Folders => Some(folders::read(&tree, options)),
        Format::Masks => masks::read(&tree, options, &mut notes),
        Format::Labelme => labelme::read(&tree, options, &mut notes),
        Format::Coco => coco::read(&tree, options, &mut notes),
        Format::Yolo => yolo::read(&tree, options, &mut notes),
        Format::Voc => voc::read(&tree, options, &mut notes),
        Format::Cvat => cvat::read(&tree, options, &mut notes),
        Format::Datumaro => datumaro::read(&tree, options, &mut notes),
        Format::LabelStudio => label_studio::read(&tree, options, &mut notes),
        Format::Csv => table::read(&tree, options, &mut notes),
        Format::Mvtec => mvtec::read(&tree, options, &mut notes),
        Format::Camvid => camvid::read(&tree, options, &mut notes),
        Format::Mot => mot::read(&tree, options, &mut notes),
        Format::WiderFace => wider_face::read(&tree, options, &mut notes),
        Format::VggFace2 => vgg_face2::read(&tree, options, &mut notes),
        Format::Tfrecord => tfrecord::read(&tree, options, &mut notes),
        Format::Boards => boards::read(&tree, options, &mut notes).map(|(found, boards)| {
            of_boards = Some(boards);
            found
        }),
        Format::Pairs => pairs::read(&tree, options, &mut notes).map(|(found, pairs)| {
            of_pairs = Some(pairs);
            found
        }),
        Format::Texts => texts::read(&tree, options, &mut notes).map(|(found, texts)| {
            of_texts = Some(texts);
            found
        }),
        Format::Glue => beads::read(&tree, options, &mut notes)?.map(|(found, beads)| {
            of_beads = Some(beads);
            found
        }),
    };
    let Some(Found { format, classes, mut samples }) = found else {
        return Err(DataError::FormatNotFound { path: dir.into(), format });
    };
    samples.sort_by(|a, b| a.id.cmp(&b.id));
    tags::read_beside(&tree, &options.limits, &mut samples);
    let grouped_by = match (&pattern, &options.group) {
        (Some(regex), Some(text)) => {
            group_by_pattern(&mut samples, regex, text, &mut notes);
            Some(format!("the pattern `{text}`"))
        }
        _ if format == Format::Pairs => pairs::group(&mut samples).or_else(|| group_by_names(&mut samples)),
        _ if format == Format::Mot => mot::group(&mut samples).or_else(|| group_by_names(&mut samples)),
        _ => group_by_names(&mut samples),
    };
    let problems = notes.into_problems();
    let (boards, pairs, texts, beads) = (of_boards, of_pairs, of_texts, of_beads);
    Ok(DataSet {
        root: tree.root,
        format,
        classes,
        samples,
        problems,
        grouped_by,
        boards,
        pairs,
        texts,
        beads,
    })
}

fn group_pattern(pattern: &str) -> Result<Regex, DataError> {
    Regex::new(pattern).map_err(|e| DataError::BadGroup { pattern: pattern.into(), reason: e.to_string() })
}

fn group_by_pattern(samples: &mut [Sample], regex: &Regex, pattern: &str, notes: &mut Notes) {
    for sample in samples {
        let name = sample.id.rsplit('/').next().unwrap_or_default();
        let Some(found) = regex.captures(name).or_else(|| regex.captures(&sample.id)) else {
            notes.add(
                &sample.id,
                "group.no_match",
                format!("its name does not match the group pattern `{pattern}`, so it is a group of its own"),
            );
            sample.group = sample.id.clone();
            continue;
        };
        let parts: Vec<&str> = found.iter().skip(1).flatten().map(|m| m.as_str()).collect();
        sample.group = match (parts.is_empty(), found.get(0)) {
            (true, Some(whole)) => whole.as_str().to_string(),
            _ => parts.join("_"),
        };
    }
}

fn group_by_names(samples: &mut [Sample]) -> Option<String> {
    let stem = |id: &str| {
        let name = id.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string()
    };
    let stems: Vec<String> = samples.iter().map(|s| stem(&s.id)).collect();
    let grouping = group_stems(&stems.iter().map(String::as_str).collect::<Vec<_>>());
    for (sample, group) in samples.iter_mut().zip(grouping.groups) {
        sample.group = if grouping.rule.is_some() { group } else { sample.id.clone() };
    }
    grouping.rule
}
