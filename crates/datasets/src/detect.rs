use crate::matching::{Match, Stems};
use crate::problem::Notes;
use crate::tree::{Entry, Tree};
use crate::{
    DataError, Format, OpenOptions, beads, boards, camvid, coco, cvat, datumaro, folders, is_good_name,
    label_studio, labelme, masks, mot, mvtec, pairs, table, tags, texts, tfrecord, vgg_face2, voc,
    wider_face, yolo,
};
use fovea_vision::Limits;
use rayon::prelude::*;

/// Label files of a kind looked into; the rest will be of the same kind.
const LOOKED_INTO: usize = 64;

/// How much a label says: to the pixel, a box, the picture as a whole.
const PIXELS: u8 = 3;
const BOXES: u8 = 2;
const WHOLE: u8 = 1;

struct Evidence {
    format: Format,
    says: u8,
    files: usize,
}

/// The format by what lies there. Of several the one that says most, then the one with most files; which one,
/// and what else was there, is told as a problem.
pub(crate) fn detect(tree: &Tree, options: &OpenOptions, notes: &mut Notes) -> Result<Format, DataError> {
    if let Some(names) = several_sets(tree, options) {
        return Err(DataError::SeveralSets { path: tree.root.clone(), names });
    }
    if boards::is_boards(tree, &options.limits) {
        return Ok(Format::Boards);
    }
    if beads::is_beads(tree) {
        return Ok(Format::Glue);
    }
    if camvid::is_camvid(tree, &options.limits) {
        return Ok(Format::Camvid);
    }
    if mot::is_mot(tree, &options.limits) {
        return Ok(Format::Mot);
    }
    if wider_face::is_wider_face(tree) {
        return Ok(Format::WiderFace);
    }
    if vgg_face2::is_vgg_face2(tree, &options.limits) {
        return Ok(Format::VggFace2);
    }
    if tfrecord::is_tfrecord(tree, &options.limits) {
        return Ok(Format::Tfrecord);
    }
    if pairs::is_pairs(tree) {
        return Ok(Format::Pairs);
    }
    if texts::is_texts(tree, &options.limits) {
        return Ok(Format::Texts);
    }
    if mvtec::covered(tree, options).is_some() {
        return Ok(Format::Mvtec);
    }
    let mut found = evidence(tree, options);
    found.sort_by_key(|e| (std::cmp::Reverse(e.says), std::cmp::Reverse(e.files)));
    let Some(best) = found.first() else {
        // No labels of any kind: all pictures in one place.
        note_unknown_text(tree, notes);
        return Ok(Format::Folders);
    };
    // Class folders beside better labels are no competing opinion.
    let others: Vec<String> =
        found.iter().skip(1).filter(|e| e.format != Format::Folders).map(|e| e.format.to_string()).collect();
    if !others.is_empty() {
        let message = format!(
            "labels lie there as {} too; {} was read, as the one that says most (name the format to read another)",
            others.join(" and "),
            best.format
        );
        notes.add("", "dataset.ambiguous", message);
    }
    if best.format == Format::Folders {
        note_unknown_text(tree, notes);
    }
    Ok(best.format)
}

fn evidence(tree: &Tree, options: &OpenOptions) -> Vec<Evidence> {
    let stems = Stems::new(tree.pictures.iter().map(|p| &p.entry));
    let named_like_picture = |e: &&Entry| stems.find(&e.folders, &e.stem) != Match::Missing;
    let json: Vec<&Entry> = tree.with_extension("json").collect();
    let json_beside: Vec<&Entry> = json.iter().copied().filter(|e| named_like_picture(e)).collect();
    let xml: Vec<&Entry> = tree.with_extension("xml").filter(named_like_picture).collect();
    let txt: Vec<&Entry> = tree.with_extension("txt").filter(named_like_picture).collect();
    let limits = &options.limits;
    let mut found = Vec::new();
    let mut add = |format, says, files| {
        if files > 0 {
            found.push(Evidence { format, says, files });
        }
    };
    let labelme = sampled(&json_beside).filter(|e| labelme::is_labelme(e, limits)).count();
    add(Format::Labelme, PIXELS, scaled(labelme, json_beside.len()));
    // One COCO file labels all pictures, and is rarely named like one.
    let coco = if labelme > 0 { 0 } else { sampled(&json).filter(|e| coco::is_coco(e, limits)).count() };
    add(Format::Coco, PIXELS, if coco > 0 { tree.pictures.len() } else { 0 });
    // So do these.
    let all = |is: fn(&Entry, &Limits) -> bool, of: &[&Entry]| {
        if sampled(of).any(|e| is(e, limits)) { tree.pictures.len() } else { 0 }
    };
    if labelme == 0 && coco == 0 {
        add(Format::Datumaro, PIXELS, all(datumaro::is_datumaro, &json));
        add(Format::LabelStudio, PIXELS, all(label_studio::is_label_studio, &json));
    }
    let any_xml: Vec<&Entry> = tree.with_extension("xml").collect();
    add(Format::Cvat, PIXELS, all(cvat::is_cvat, &any_xml));
    let (mentioned, boxes) = table::covered(tree, limits);
    add(Format::Csv, if boxes { BOXES } else { WHOLE }, mentioned);
    add(Format::Masks, PIXELS, masks::covered(tree));
    let voc = sampled(&xml).filter(|e| voc::is_voc(e, limits)).count();
    add(Format::Voc, BOXES, scaled(voc, xml.len()));
    let yolo: Vec<bool> = sampled(&txt).filter_map(|e| yolo::looks(e, limits)).collect();
    let says = if yolo.contains(&true) { PIXELS } else { BOXES };
    add(Format::Yolo, says, scaled(yolo.len(), txt.len()));
    add(Format::Folders, WHOLE, folders::covered(tree));
    found
}

/// Some files spread over the list.
fn sampled<'a>(entries: &'a [&'a Entry]) -> impl ParallelIterator<Item = &'a Entry> {
    let step = entries.len().div_ceil(LOOKED_INTO).max(1);
    entries.par_iter().copied().step_by(step)
}

fn scaled(found: usize, all: usize) -> usize {
    let looked = all.div_ceil(all.div_ceil(LOOKED_INTO).max(1));
    if looked == 0 { 0 } else { (found * all).div_ceil(looked) }
}

/// Folders that are each an MVTec set, as that collection lies when unpacked.
fn several_sets(tree: &Tree, options: &OpenOptions) -> Option<Vec<String>> {
    let mut names: Vec<String> = tree
        .pictures
        .iter()
        .filter_map(|p| match p.entry.folders.as_slice() {
            [set, train, good, ..] if train == "train" && is_good_name(good, &options.good) => {
                Some(set.clone())
            }
            _ => None,
        })
        .collect();
    names.sort();
    names.dedup();
    (!names.is_empty()).then_some(names)
}

/// Text files that look like labels of a kind not read here must not go by in silence.
fn note_unknown_text(tree: &Tree, notes: &mut Notes) {
    let labels = ["txt", "json", "xml", "csv"];
    let lists: Vec<&Entry> =
        tree.others.iter().filter(|e| labels.contains(&e.extension.as_str()) && !is_note(&e.stem)).collect();
    if let Some(first) = lists.first() {
        let message = format!(
            "{} files such as {} may be labels, but are of no known kind and were not read",
            lists.len(),
            first.id
        );
        notes.add("", "label.unknown_format", message);
    }
}

fn is_note(stem: &str) -> bool {
    ["readme", "license", "licence", "classes", "requirements", tags::STEM]
        .contains(&stem.to_lowercase().as_str())
}
