//! `loose_bb_<subset>.csv` and `loose_landmark_<subset>.csv`: pictures by `class/name` without an ending, the box of a face or its eyes,
//! nose and mouth.

use crate::LabelError;
use crate::told::shown;
use csv::ReaderBuilder;

const NAME: &str = "NAME_ID";
const BOX: [&str; 4] = ["X", "Y", "W", "H"];
const LANDMARKS: [&str; 10] = ["P1X", "P1Y", "P2X", "P2Y", "P3X", "P3Y", "P4X", "P4Y", "P5X", "P5Y"];
/// Problems told of one file.
const MOST_PROBLEMS: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct VggFace2 {
    pub rows: Vec<VggRow>,
    /// By what the table calls a picture, where it does: what is wrong with its row.
    pub problems: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct VggRow {
    /// The picture.
    pub name: String,
    pub place: VggPlace,
}

#[derive(Debug, Clone, PartialEq)]
pub enum VggPlace {
    /// Left, top, width, height.
    Box([f64; 4]),
    /// Five points: eyes, nose, corners of the mouth.
    Landmarks(Vec<[f64; 2]>),
    /// The picture is told, and nothing in it.
    Nothing,
}

pub fn parse_vgg_face2(text: &str) -> Result<VggFace2, LabelError> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| LabelError(e.to_string()))?.clone();
    let place = |name: &str| head.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
    let all = |names: &[&str]| names.iter().map(|name| place(name)).collect::<Option<Vec<usize>>>();
    let name = place(NAME).ok_or_else(|| LabelError(format!("its first line names no {NAME}")))?;
    let (sides, landmarks) = (all(&BOX), all(&LANDMARKS));
    let Some(columns) = sides.as_ref().or(landmarks.as_ref()) else {
        return Err(LabelError("its first line names neither X, Y, W, H nor P1X to P5Y".into()));
    };
    let mut found = VggFace2::default();
    for record in reader.records() {
        let (picture, problem) = match record {
            Ok(record) => {
                let picture = record.get(name).unwrap_or_default().trim().to_string();
                let cells: Vec<&str> =
                    columns.iter().map(|at| record.get(*at).unwrap_or_default().trim()).collect();
                if picture.is_empty() {
                    (picture, "a row names no picture".to_string())
                } else if cells.iter().all(|cell| cell.is_empty()) {
                    found.rows.push(VggRow { name: picture, place: VggPlace::Nothing });
                    continue;
                } else {
                    match cells.iter().map(|cell| cell.parse().ok()).collect::<Option<Vec<f64>>>() {
                        Some(numbers) => {
                            found.rows.push(VggRow { name: picture, place: of(&numbers) });
                            continue;
                        }
                        None => {
                            let reason =
                                format!("{}: its row has no {} numbers", shown(&picture), cells.len());
                            (picture, reason)
                        }
                    }
                }
            }
            Err(e) => (String::new(), e.to_string()),
        };
        if found.problems.len() < MOST_PROBLEMS {
            found.problems.push((picture, problem));
        }
    }
    Ok(found)
}

fn of(numbers: &[f64]) -> VggPlace {
    match numbers {
        [x, y, w, h] => VggPlace::Box([*x, *y, *w, *h]),
        more => VggPlace::Landmarks(more.chunks_exact(2).map(|p| [p[0], p[1]]).collect()),
    }
}
