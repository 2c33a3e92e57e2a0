//! PaddleOCR's lists of texts: a line a picture, its name and behind a tabulator a list of what stands where.

use super::ToldText;
use super::parse::{LONGEST, UNREADABLE};
use fovea_domain::Point;
use fovea_vision::smallest_rect;
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    transcription: String,
    points: Vec<[f64; 2]>,
    #[serde(default)]
    difficult: bool,
}

/// By picture; and in words which lines could not be used. What nobody can read is left out.
pub fn parse_paddle_lines(text: &str) -> (Vec<(String, Vec<ToldText>)>, Vec<String>) {
    let (mut told, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let read = line.split_once('\t').and_then(|(name, list)| {
            let list: Vec<Line> = serde_json::from_str(list.trim()).ok()?;
            let name = name.trim();
            (!name.is_empty()).then(|| (name.to_string(), list))
        });
        let Some((name, list)) = read else {
            wrong.push(format!("line {} is not a picture, a tabulator and a list of texts", number + 1));
            continue;
        };
        let mut texts = Vec::new();
        for one in list.into_iter().filter(|one| !one.difficult && one.transcription != UNREADABLE) {
            match (quad(&one.points), one.transcription.len() <= LONGEST && !one.transcription.is_empty()) {
                (Some(quad), true) => texts.push(ToldText { text: one.transcription, quad: Some(quad) }),
                _ => wrong.push(format!(
                    "line {}: a text has no place, or is empty or too long; it was left out",
                    number + 1
                )),
            }
        }
        told.push((name, texts));
    }
    (told, wrong)
}

/// Of more than four corners the smallest box around them.
fn quad(points: &[[f64; 2]]) -> Option<[Point; 4]> {
    let sound = points.iter().flatten().all(|v| v.is_finite() && v.abs() < 1e6);
    let points: Vec<Point> = points.iter().map(|p| p.map(|v| v as f32)).collect();
    match points.as_slice() {
        _ if !sound => None,
        &[a, b, c, d] => Some([a, b, c, d]),
        more if more.len() > 4 => smallest_rect(more),
        _ => None,
    }
}
