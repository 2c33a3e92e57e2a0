//! Formats with a label file for each picture. Pictures of which nobody has said anything are left out: in these formats
//! silence means good.

use super::export::ExportFormat;
use super::marked::{Marked, Rows};
use crate::error::{ApiError, ApiResult};
use fovea_datasets::write::{
    Written, WrittenMark, icdar, labelme, voc, yolo_boxes, yolo_names, yolo_oriented, yolo_outlines,
};
use fovea_domain::Mark;
use fovea_store::{Id, LaidOut};
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

struct Kind {
    write: fn(&Written) -> String,
    /// In place of `images`, the folder of the pictures.
    folder: &'static str,
    ending: &'static str,
    numbered: bool,
    /// Before the picture's name.
    prefix: &'static str,
}

fn kind(format: ExportFormat) -> Option<Kind> {
    let kind = |write, folder, ending, numbered| Some(Kind { write, folder, ending, numbered, prefix: "" });
    match format {
        ExportFormat::Labelme => kind(labelme, "images", "json", false),
        ExportFormat::Voc => kind(voc, "annotations", "xml", false),
        ExportFormat::Yolo => kind(yolo_boxes, "labels", "txt", true),
        ExportFormat::YoloOutlines => kind(yolo_outlines, "labels", "txt", true),
        ExportFormat::YoloOriented => kind(yolo_oriented, "labels", "txt", true),
        ExportFormat::Icdar => {
            Some(Kind { write: icdar, folder: "images", ending: "txt", numbered: false, prefix: "gt_" })
        }
        ExportFormat::Folders | ExportFormat::Coco => None,
    }
}

pub(super) fn write_beside(rows: &Rows, format: ExportFormat, dir: &Path, laid: LaidOut) -> ApiResult<()> {
    let Some(kind) = kind(format) else { return Ok(()) };
    let told = |e: io::Error| ApiError::internal(e);
    let paths: HashMap<Id, String> = laid.pictures.into_iter().map(|(path, id)| (id, path)).collect();
    let names = rows.names(true);
    let mut unnamed = false;
    rows.each(|row, marks| {
        let Some(path) = paths.get(&row.picture_id) else { return Ok(()) };
        // Of ICDAR, too: what is bad without a text is not a picture on which nothing stands.
        let no_text = format == ExportFormat::Icdar
            && !marks.is_empty()
            && !marks.iter().any(|one| matches!(one.mark, Mark::Text { .. }));
        if (row.verdict.is_none() && marks.is_empty()) || no_text {
            return fs::remove_file(dir.join(path)).map_err(told);
        }
        unnamed |= marks.iter().any(|one| one.class == rows.unnamed());
        let named = marks.iter().filter_map(|one| {
            let Marked { class, mark, attributes, group } = one;
            Some(WrittenMark { class: *class, name: names.get(*class)?, mark, attributes, group: *group })
        });
        let named: Vec<WrittenMark> = named.collect();
        let file = path.rsplit('/').next().unwrap_or(path);
        let side = |v: i32| u32::try_from(v).unwrap_or(0);
        let picture = Written { file, width: side(row.width), height: side(row.height), marks: &named };
        let beside = path.strip_prefix("images").unwrap_or(path);
        let to = dir.join(format!("{}{beside}", kind.folder)).with_extension(kind.ending);
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let to = to.with_file_name(format!("{}{name}", kind.prefix));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(told)?;
        }
        fs::write(&to, (kind.write)(&picture)).map_err(told)
    })?;
    if kind.numbered {
        fs::write(dir.join("data.yaml"), yolo_names(&rows.names(unnamed))).map_err(told)?;
    }
    Ok(())
}
