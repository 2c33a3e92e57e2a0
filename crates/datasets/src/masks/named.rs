//! Masks beside a `classes.txt`, whose lines name the classes of values 1, 2, 3 and so on. The folder still says
//! what the picture as a whole is, so that a bad picture without a marked place keeps its class.

use super::{Values, counts};
use crate::assemble::Found;
use crate::folders::is_unlabelled;
use crate::layout::{is_role, place};
use crate::problem::Notes;
use crate::text::read_text;
use crate::tree::{PictureEntry, Tree};
use crate::{Format, OpenOptions, Sample, is_good_name, parse_names};
use fovea_domain::{Class, Extra, Region, Shape};
use rayon::prelude::*;

/// Names by value, from 1, where the data set's folder holds such a list.
pub(super) fn class_list(tree: &Tree, options: &OpenOptions) -> Option<Vec<String>> {
    let list = tree.others.iter().find(|e| e.folders.is_empty() && e.id == "classes.txt")?;
    parse_names(&read_text(&list.path, &options.limits).ok()?, false).ok()
}

pub(super) fn read(
    tree: &Tree,
    mask_of: &[Option<&PictureEntry>],
    spoiled: &[bool],
    mut names: Vec<String>,
    options: &OpenOptions,
    notes: &mut Notes,
) -> Found {
    let read: Vec<Option<Option<Values>>> =
        mask_of.par_iter().map(|m| m.map(|m| counts(m, options))).collect();
    let listed = names.len();
    let mut samples = Vec::with_capacity(tree.pictures.len());
    for (((picture, mask), values), spoiled) in tree.pictures.iter().zip(mask_of).zip(read).zip(spoiled) {
        let place = place(&picture.entry.folders, tree.splits, is_role);
        let folder = place.rest.into_iter().next().filter(|name| !is_unlabelled(name));
        let mut class = folder.map(|name| number_of(&name, &mut names));
        let mut regions = Vec::new();
        match (mask, values) {
            (Some(mask), Some(Some((values, _)))) => {
                for value in values {
                    if usize::from(value) > listed {
                        let message =
                            format!("the value {value} has no line in classes.txt and was left out");
                        notes.add(&mask.entry.id, "mask.unknown_value", message);
                        continue;
                    }
                    let shape = Shape::Mask { path: mask.entry.path.clone(), value: Some(value) };
                    regions.push(Region { class: usize::from(value) - 1, shape, extra: Extra::default() });
                }
                class = class.or(regions.first().map(|r| r.class));
            }
            (Some(mask), _) => {
                class = None;
                let message = "the mask cannot be read; its picture counts as unlabelled";
                notes.add(&mask.entry.id, "mask.unreadable", message);
            }
            (None, _) if *spoiled => class = None,
            (None, _) => {}
        }
        samples.push(Sample {
            path: picture.entry.path.clone(),
            id: picture.entry.id.clone(),
            width: picture.width,
            height: picture.height,
            class,
            regions,
            split: place.split,
            group: String::new(),
            tags: Vec::new(),
        });
    }
    let classes =
        names.into_iter().map(|name| Class { good: is_good_name(&name, &options.good), name }).collect();
    Found { format: Format::Masks, classes, samples }
}

fn number_of(name: &str, names: &mut Vec<String>) -> usize {
    names.iter().position(|n| n == name).unwrap_or_else(|| {
        names.push(name.to_string());
        names.len() - 1
    })
}
