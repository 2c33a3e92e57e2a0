//! `README.txt` of an export: what its format could not say, in both languages. Without such there is none.

use super::export::ExportFormat;
use super::marked::{Marked, Rows};
use crate::error::{ApiError, ApiResult};
use fovea_datasets::write::{Loss, Target, WrittenMark, losses};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Data set readers know that it is no label.
const NAME: &str = "README.txt";

pub(super) fn write_report(rows: &Rows, format: ExportFormat, dir: &Path) -> ApiResult<()> {
    let mut counts: BTreeMap<(Loss, &'static str), u64> = BTreeMap::new();
    rows.each(|_, marks| {
        for Marked { class, mark, attributes, group } in &marks {
            let one = WrittenMark { class: *class, name: "", mark, attributes, group: *group };
            for loss in losses(target(format), &one) {
                *counts.entry((loss, mark.kind())).or_default() += 1;
            }
        }
        Ok(())
    })?;
    if counts.is_empty() {
        return Ok(());
    }
    fs::write(dir.join(NAME), text(&counts)).map_err(ApiError::internal)
}

fn target(format: ExportFormat) -> Target {
    match format {
        ExportFormat::Folders => Target::Masks,
        ExportFormat::Coco => Target::Coco,
        ExportFormat::Labelme => Target::Labelme,
        ExportFormat::Voc => Target::Voc,
        ExportFormat::Yolo => Target::Yolo,
        ExportFormat::YoloOutlines => Target::YoloOutlines,
        ExportFormat::YoloOriented => Target::YoloOriented,
        ExportFormat::Icdar => Target::Icdar,
    }
}

fn text(counts: &BTreeMap<(Loss, &'static str), u64>) -> String {
    let line = |((loss, kind), count): (&(Loss, &'static str), &u64), at: usize| {
        let (loss, kind) = (what(*loss), named(kind));
        let (loss, kind) = if at == 0 { (loss.0, kind.0) } else { (loss.1, kind.1) };
        format!("- {kind} × {count}: {loss}\n")
    };
    let lines = |at: usize| counts.iter().map(|one| line(one, at)).collect::<String>();
    format!(
        "这种格式不能完整表示的标注：\n\n{}\nWhat this format cannot say of the labels:\n\n{}",
        lines(0),
        lines(1)
    )
}

fn what(loss: Loss) -> (&'static str, &'static str) {
    match loss {
        Loss::LeftOut => ("没有写入", "left out"),
        Loss::Pixels => {
            ("只写入像素，同类的合在一起", "written as pixels only, together with the others of its class")
        }
        Loss::UprightBox => ("只写入外接正矩形", "written as the upright box around it"),
        Loss::TurnedBox => ("只写入最小外接旋转矩形", "written as the smallest turned box around it"),
        Loss::Outline => ("只写入轮廓", "written as its outline"),
        Loss::Transcription => ("文字内容没有写入", "what the text says was left out"),
        Loss::Attributes => ("属性没有写入", "attributes were left out"),
        Loss::Group => ("编组没有写入", "groups were left out"),
    }
}

fn named(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "box" => ("矩形", "box"),
        "polygon" => ("多边形", "polygon"),
        "brush" => ("画笔", "brush"),
        "rotated" => ("旋转矩形", "rotated box"),
        "ellipse" => ("椭圆", "ellipse"),
        "line" => ("折线", "polyline"),
        "points" => ("点", "points"),
        _ => ("文字框", "text"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_loss_stands_there_in_both_languages() {
        let counts = BTreeMap::from([((Loss::LeftOut, "points"), 3), ((Loss::Outline, "ellipse"), 1)]);
        let text = text(&counts);
        for line in ["- 点 × 3: 没有写入", "- points × 3: left out", "- ellipse × 1: written as its outline"]
        {
            assert!(text.contains(line), "{text}");
        }
    }
}
