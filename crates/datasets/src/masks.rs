use crate::assemble::{Found, Marks, Weighed, from_marks, from_names};
use crate::layout::{is_role, place};
use crate::matching::{Match, Stems};
use crate::mvtec::size_differs;
use crate::problem::Notes;
use crate::tree::{PictureEntry, Tree, without_mask_ending};
use crate::{Format, OpenOptions, is_good_name};
use fovea_domain::{Extra, Region, Shape};
use fovea_vision::read_value_file;
use rayon::prelude::*;
use std::collections::BTreeSet;

mod named;

/// Masks with more values than this hold no class numbers but shades.
const MOST_VALUES: usize = 40;

/// Masks looked into to tell "the folder is the class" from "the value is the class".
const LOOKED_INTO: usize = 32;

/// Mask pictures: of the class that the folder names, or with classes as values.
pub(crate) fn read(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Option<Found> {
    let Pairs { mask_of, spoiled } = paired(tree, notes)?;
    if let Some(names) = named::class_list(tree, options) {
        return Some(named::read(tree, &mask_of, &spoiled, names, options, notes));
    }
    let place_of = |p: &PictureEntry| place(&p.entry.folders, tree.splits, is_role);
    let in_folders =
        tree.pictures.iter().filter(|p| !place_of(p).rest.is_empty()).count() * 2 > tree.pictures.len();
    if !in_folders || has_class_values(&mask_of, options) {
        return Some(by_value(tree, &mask_of, &spoiled, options, notes));
    }
    let labels = tree
        .pictures
        .iter()
        .zip(&mask_of)
        .map(|(p, mask)| {
            let place = place_of(p);
            let class = place.rest.into_iter().next();
            let good = class.as_ref().is_some_and(|c| is_good_name(c, &options.good));
            // The masks of good pictures are empty; `check` tells those that are not.
            let shapes = mask.iter().filter(|_| !good).map(|m| whole(m)).collect();
            (class, shapes, place.split)
        })
        .collect();
    Some(from_names(Format::Masks, &tree.pictures, labels, options))
}

fn whole(mask: &PictureEntry) -> Shape {
    Shape::Mask { path: mask.entry.path.clone(), value: None }
}

struct Pairs<'a> {
    mask_of: Vec<Option<&'a PictureEntry>>,
    /// Pictures that have a mask which cannot be used: not the same as having none.
    spoiled: Vec<bool>,
}

/// For each picture its mask; `None` where there are no masks.
fn paired<'a>(tree: &'a Tree, notes: &mut Notes) -> Option<Pairs<'a>> {
    let stems = Stems::new(tree.pictures.iter().map(|p| &p.entry));
    let mut mask_of: Vec<Option<&PictureEntry>> = vec![None; tree.pictures.len()];
    let mut spoiled = vec![false; tree.pictures.len()];
    for mask in &tree.masks {
        let entry = &mask.entry;
        let mut found = stems.find(&entry.folders, &entry.stem);
        if found == Match::Missing
            && let Some(stem) = without_mask_ending(&entry.stem)
        {
            found = stems.find(&entry.folders, stem);
        }
        let Match::One(i) = found else {
            notes.add(&entry.id, "label.no_picture", "there is no picture for this mask, or several");
            continue;
        };
        let picture = &tree.pictures[i];
        if (mask.width, mask.height) != (picture.width, picture.height) {
            notes.add(&entry.id, "mask.size_differs", size_differs(mask, picture));
            spoiled[i] = true;
        } else if let Some(first) = mask_of[i] {
            let message = format!("{} has another mask, {}", picture.entry.id, first.entry.id);
            notes.add(&entry.id, "mask.duplicate", message);
        } else {
            mask_of[i] = Some(mask);
        }
    }
    (!tree.masks.is_empty()).then_some(Pairs { mask_of, spoiled })
}

fn has_class_values(mask_of: &[Option<&PictureEntry>], options: &OpenOptions) -> bool {
    let some: Vec<_> = mask_of.iter().flatten().collect();
    let step = some.len().div_ceil(LOOKED_INTO).max(1);
    let values: Vec<BTreeSet<u8>> =
        some.par_iter().step_by(step).filter_map(|m| Some(counts(m, options)?.0)).collect();
    let all: BTreeSet<u8> = values.into_iter().flatten().collect();
    all.len() > 1 && all.len() <= MOST_VALUES
}

type Values = (BTreeSet<u8>, [u32; 256]);

/// Values other than 0 and how many pixels have them.
fn counts(mask: &PictureEntry, options: &OpenOptions) -> Option<Values> {
    let mask = read_value_file(&mask.entry.path, &options.limits).ok()?;
    let mut pixels = [0u32; 256];
    for &v in &mask.data {
        pixels[usize::from(v)] += 1;
    }
    let values = (1..=255u8).filter(|&v| pixels[usize::from(v)] > 0).collect();
    Some((values, pixels))
}

/// Every value other than 0 is a class called by its number. A set with just one, 255 or 1, marks "defect".
fn by_value(
    tree: &Tree,
    mask_of: &[Option<&PictureEntry>],
    spoiled: &[bool],
    options: &OpenOptions,
    notes: &mut Notes,
) -> Found {
    let read: Vec<Option<Option<Values>>> =
        mask_of.par_iter().map(|m| m.map(|m| counts(m, options))).collect();
    let all: BTreeSet<u8> =
        read.iter().flatten().flatten().flat_map(|(values, _)| values.iter().copied()).collect();
    let shades = all.len() > MOST_VALUES;
    if shades {
        let message =
            format!("the masks have {} values, too many for classes; all but 0 count as one", all.len());
        notes.add("", "mask.shades", message);
    }
    let single = shades || all.iter().all(|v| *v == 255) || all.iter().all(|v| *v == 1);
    let values: Vec<u8> = all.into_iter().collect();
    let names = if single && !values.is_empty() {
        vec!["defect".to_string()]
    } else {
        values.iter().map(u8::to_string).collect()
    };
    // Where good pictures have (empty) masks too, a picture without a mask was not looked at.
    let good_have_masks = read.iter().flatten().flatten().any(|(values, _)| values.is_empty());
    let mut marks = Vec::with_capacity(read.len());
    for ((mask, found), spoiled) in mask_of.iter().zip(&read).zip(spoiled) {
        let unlabelled = mask.is_none() && (good_have_masks || *spoiled);
        let mut mark = Marks { unlabelled, mentioned: mask.is_some(), ..Marks::default() };
        match (mask, found) {
            (Some(mask), Some(Some((values_here, pixels)))) if single && !values_here.is_empty() => {
                let area = values_here.iter().map(|v| pixels[usize::from(*v)]).sum::<u32>() as f32;
                mark.regions.push(Weighed {
                    region: Region { class: 0, shape: whole(mask), extra: Extra::default() },
                    area,
                });
            }
            (Some(mask), Some(Some((values_here, pixels)))) => {
                for v in values_here {
                    let Ok(class) = values.binary_search(v) else { continue };
                    let shape = Shape::Mask { path: mask.entry.path.clone(), value: Some(*v) };
                    let area = pixels[usize::from(*v)] as f32;
                    mark.regions
                        .push(Weighed { region: Region { class, shape, extra: Extra::default() }, area });
                }
            }
            (Some(mask), _) => {
                mark.unlabelled = true;
                notes.add(
                    &mask.entry.id,
                    "mask.unreadable",
                    "the mask cannot be read; its picture counts as unlabelled",
                );
            }
            (None, _) => {}
        }
        marks.push(mark);
    }
    from_marks(Format::Masks, tree, marks, names, options)
}

/// How many masks lie there.
pub(crate) fn covered(tree: &Tree) -> usize {
    tree.masks.len()
}
