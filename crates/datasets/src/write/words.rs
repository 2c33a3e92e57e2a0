//! `README.txt` of an export: what its format could not say, in both languages. Without such there is none.

use super::losses::{Loss, Target};
use super::set::Losses;

/// Readers of data sets know that it is no label; those of CamVid would take it for a list of pictures, as any text beside them.
pub fn readme_file(target: Target) -> &'static str {
    if target == Target::Camvid { "README.md" } else { "README.txt" }
}

/// `None` where nothing is lost.
pub fn readme(losses: &Losses) -> Option<String> {
    let line = |((loss, kind), count): (&(Loss, &'static str), &u64), at: usize| {
        let (loss, kind) = (said(*loss), named(kind));
        let (loss, kind) = if at == 0 { (loss.0, kind.0) } else { (loss.1, kind.1) };
        format!("- {kind} × {count}: {loss}\n")
    };
    let lines = |at: usize| losses.iter().map(|one| line(one, at)).collect::<String>();
    (!losses.is_empty()).then(|| {
        format!(
            "这种格式不能完整表示的标注：\n\n{}\nWhat this format cannot say of the labels:\n\n{}",
            lines(0),
            lines(1)
        )
    })
}

/// In Chinese and English.
pub fn said(loss: Loss) -> (&'static str, &'static str) {
    match loss {
        Loss::LeftOut => ("没有写入", "left out"),
        Loss::Pixels => {
            ("只写入像素，同类的合在一起", "written as pixels only, together with the others of its class")
        }
        Loss::UprightBox => ("只写入外接正矩形", "written as the upright box around it"),
        Loss::TurnedBox => ("只写入最小外接旋转矩形", "written as the smallest turned box around it"),
        Loss::Outline => ("只写入轮廓", "written as its outline"),
        Loss::Apart => ("逐点分开写入", "written point by point"),
        Loss::Transcription => ("文字内容没有写入", "what the text says was left out"),
        Loss::Attributes => ("属性没有写入", "attributes were left out"),
        Loss::Group => ("编组没有写入", "groups were left out"),
        Loss::Class => ("类别没有写入", "its class was left out"),
        Loss::Name => {
            ("类别名称中的空格等改成了下划线", "blanks in the name of its class became underscores")
        }
        Loss::Whole => {
            ("整张判定写成覆盖全图的矩形", "bad as a whole; marked by a box as large as the picture")
        }
        Loss::Split => ("训练/评估的划分没有写入", "whether it is for learning or for judging was left out"),
        Loss::Tags => ("词条没有写入", "its tags were left out"),
        Loss::Renamed => ("按帧号改了名称", "called by the number of its frame"),
    }
}

pub fn named(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "box" => ("矩形", "box"),
        "polygon" => ("多边形", "polygon"),
        "brush" => ("画笔", "brush"),
        "rotated" => ("旋转矩形", "rotated box"),
        "ellipse" => ("椭圆", "ellipse"),
        "line" => ("折线", "polyline"),
        "points" => ("点", "points"),
        "picture" => ("图片", "picture"),
        "template" => ("模板图", "template"),
        "plan" => ("布局文件", "layout"),
        _ => ("文字框", "text"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_loss_stands_there_in_both_languages() {
        let counts = Losses::from([((Loss::LeftOut, "points"), 3), ((Loss::Outline, "ellipse"), 1)]);
        let text = readme(&counts).unwrap();
        for line in ["- 点 × 3: 没有写入", "- points × 3: left out", "- ellipse × 1: written as its outline"]
        {
            assert!(text.contains(line), "{text}");
        }
        assert_eq!(readme(&Losses::new()), None);
    }
}
