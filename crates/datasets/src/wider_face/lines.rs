//! `wider_face_<subset>_bbx_gt.txt`: a line with the path of a picture, one with the number of its boxes, then a line a box:
//! `x y w h blur expression illumination invalid occlusion pose`, and behind them the class where it is no face.

use crate::told::shown;
use fovea_domain::{AttributeValue, Attributes};

/// What is told of a face, as numbers.
pub(crate) const SAID: [&str; 6] = ["blur", "expression", "illumination", "invalid", "occlusion", "pose"];
/// The same as CVAT and Datumaro have it, whose values are also words.
const SAID_ELSEWHERE: [&str; 6] = ["blur", "expression", "illumination", "occluded", "pose", "invalid"];
/// The class where none is told.
pub(crate) const FACE: &str = "face";
/// The largest of the numbers.
const MOST: f64 = 9.0;
/// Problems told of one file.
const MOST_PROBLEMS: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct WiderFace {
    pub pictures: Vec<WiderPicture>,
    /// Of lines before the first picture.
    pub problems: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct WiderPicture {
    pub path: String,
    pub boxes: Vec<WiderBox>,
    /// What is wrong with its lines.
    pub problems: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WiderBox {
    /// Left, top, width, height.
    pub sides: [f64; 4],
    pub class: String,
    pub attributes: Attributes,
}

pub fn parse_wider_face(text: &str) -> WiderFace {
    let mut found = WiderFace::default();
    let lines = (1..).zip(text.lines()).map(|(number, line)| (number, line.trim()));
    let mut lines = lines.filter(|(_, line)| !line.is_empty()).peekable();
    let (mut told, mut left) = (0usize, None::<u64>);
    while let Some((number, line)) = lines.next() {
        let mut tell = |problems: &mut Vec<String>, reason: String| {
            told += 1;
            if told <= MOST_PROBLEMS {
                problems.push(format!("line {number}: {reason}"));
            }
        };
        match (&mut left, found.pictures.last_mut()) {
            (Some(more @ 1..), Some(picture)) if !is_path(line) => {
                *more -= 1;
                match parse(line) {
                    Ok(one) => picture.boxes.push(one),
                    Err(reason) => tell(&mut picture.problems, reason.into()),
                }
            }
            // Behind no box stands one of zeros.
            (Some(0), Some(_)) if is_nothing(line) => left = None,
            (more, picture) if is_path(line) => {
                if let (Some(more @ 1..), Some(picture)) = (more, picture) {
                    let reason = missing(*more, &picture.path);
                    tell(&mut picture.problems, reason);
                }
                let count = lines.next_if(|(_, next)| next.parse::<u64>().is_ok());
                left = Some(count.and_then(|(_, count)| count.parse().ok()).unwrap_or(0));
                found.pictures.push(WiderPicture { path: line.into(), ..WiderPicture::default() });
            }
            (_, picture) => {
                let problems = picture.map_or(&mut found.problems, |picture| &mut picture.problems);
                tell(problems, format!("`{}` is neither a picture nor a box that was told of", shown(line)));
            }
        }
    }
    if let (Some(more @ 1..), Some(picture)) = (left, found.pictures.last_mut()) {
        let reason = missing(more, &picture.path);
        picture.problems.push(reason);
    }
    found
}

fn missing(boxes: u64, path: &str) -> String {
    format!("{} has {boxes} boxes fewer than it says", shown(path))
}

/// Whether a line names a picture: a box begins with a number and a blank.
fn is_path(line: &str) -> bool {
    let numbers = line.split_whitespace().take(4).filter(|part| part.parse::<f64>().is_ok()).count();
    line.contains('.') && numbers < 4
}

fn is_nothing(line: &str) -> bool {
    let mut numbers = line.split_whitespace().map(|part| part.parse::<f64>());
    line.contains(' ') && numbers.all(|n| n == Ok(0.0))
}

fn parse(line: &str) -> Result<WiderBox, &'static str> {
    let parts: Vec<&str> = line.split_whitespace().collect();
    let mut sides = [0.0; 4];
    for (at, side) in sides.iter_mut().enumerate() {
        *side = parts.get(at).and_then(|p| p.parse().ok()).ok_or("it has no four numbers of a box")?;
    }
    let class = match parts.len() {
        5 | 11 => parts.last().copied().unwrap_or(FACE),
        4 | 10 => FACE,
        _ => return Err("it has neither 4 nor 10 numbers"),
    };
    let said = parts.get(4..10).unwrap_or_default();
    let number = |part: &&str| part.parse::<f64>().is_ok_and(|n| n.is_finite());
    let names = if said.iter().all(number) { SAID } else { SAID_ELSEWHERE };
    let value = |part: &str| match (part, part.parse::<f64>()) {
        ("-" | "False", _) => None,
        ("True", _) => Some(AttributeValue::Tick(true)),
        // What is usual.
        (_, Ok(0.0)) => None,
        (_, Ok(number)) if number.is_finite() => Some(AttributeValue::Number(number)),
        (text, _) => Some(AttributeValue::Text(shown(text))),
    };
    let attributes = names.iter().zip(said).filter_map(|(name, part)| Some((name.to_string(), value(part)?)));
    Ok(WiderBox { sides, class: class.into(), attributes: attributes.collect() })
}

/// Whether a line can tell this attribute.
pub(crate) fn can_tell(name: &str, value: &AttributeValue) -> bool {
    let AttributeValue::Number(number) = value else { return false };
    SAID.contains(&name) && number.fract() == 0.0 && (0.0..=MOST).contains(number)
}
