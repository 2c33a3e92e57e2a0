//! Lines whose text is known, as the last layer of the reader of signs sees them.

use super::graphs::Graphs;
use crate::{LearnError, Progress, Stop};
use fovea_datasets::{Sample, Texts, ToldText};
use fovea_domain::text::{ReadText, TextArc, edits, normal};
use fovea_domain::{BBox, Polygon};
use fovea_infer::read::{SIGNS, grown, known_signs, line_input};
use fovea_infer::{Model, Session};
use fovea_onnx::with_features;
use fovea_vision::{Limits, Photo, Picture, Quad, decode_file, quad_size};
use std::collections::BTreeSet;

/// Name of the output that is added.
const FEATURES: &str = "features";
/// A place that a person or an earlier reading is a little off with is the usual thing: lines are taught somewhat larger and
/// smaller, too, by these shares of their height.
const LOOKS: [f32; 3] = [0.0, 0.08, -0.03];
/// More are more of the same.
const MOST: usize = 2000;
/// Numbers that are kept of all lines together, a gibibyte of them: a line has one for each step and sign, and thousands of signs come in
/// Chinese texts.
const MOST_NUMBERS: usize = 1 << 28;
/// Higher by so much than it is wide, and a told place says nothing of how its line lies.
const UPRIGHT: f32 = 1.5;
/// Boxes that lie over each other by more than this are of one text.
const SAME_PLACE: f32 = 0.3;
/// Below this a probability says no more than that it is small.
const LEAST: f32 = 1e-30;
/// A line that says a sign which is not taught.
pub const OTHER: usize = usize::MAX;

/// A line: what the last layer takes, and what it makes of it before anything is learnt.
pub struct Line {
    pub features: Vec<f32>,
    /// A row a step, a column for nothing and for each sign that is taught: logarithms of probabilities.
    pub logs: Vec<f32>,
    /// Of each step the logarithm of what all other signs have together, and of the likeliest among them.
    pub rest: Vec<f32>,
    pub rival: Vec<f32>,
    /// Places among the columns that are taught.
    pub text: Vec<usize>,
}

/// A line in its picture.
struct Place {
    quad: Quad,
    /// By column of the graph.
    text: Vec<usize>,
}

/// What there is to learn from.
pub struct Lines {
    pub taught: Vec<Line>,
    /// Of pictures that are kept out.
    pub kept: Vec<Line>,
    /// Texts that were found in the pictures to learn from; each is looked at in several ways.
    pub crops: usize,
    /// Columns of the graph that come in a text, and first the one that means nothing.
    pub columns: Vec<usize>,
    /// Numbers that the last layer takes.
    pub width: usize,
    /// How many are kept of all lines.
    pub numbers: usize,
}

/// Pictures with their known texts, and whether each is kept out.
pub struct Told<'a> {
    pub samples: &'a [&'a Sample],
    pub kept: &'a [bool],
    pub texts: &'a Texts,
}

impl Lines {
    /// `None` where it was stopped.
    pub fn of(
        told: &Told,
        (graphs, model, threads): (&Graphs, &Model, usize),
        (progress, stop): (&dyn Progress, &Stop),
    ) -> Result<Option<Lines>, LearnError> {
        let signs = known_signs(&graphs.signs)?;
        let mut places = Vec::with_capacity(told.samples.len());
        let mut all = 0;
        for sample in told.samples {
            if stop.due() {
                return Ok(None);
            }
            if all >= MOST {
                break;
            }
            let texts = told.texts.get(&sample.id).map_or(&[][..], Vec::as_slice);
            let mut found = found_on(sample, texts, model, &signs, progress)?;
            found.truncate(MOST.saturating_sub(all));
            all += found.len();
            places.push(found);
        }
        let used: BTreeSet<usize> = places.iter().flatten().flat_map(|p| p.text.iter().copied()).collect();
        let columns: Vec<usize> = std::iter::once(0).chain(used).collect();
        let graph =
            with_features(&graphs.signs, FEATURES).map_err(|e| LearnError::Backbone(e.to_string()))?;
        let mut session = Session::new(&graph, threads)?;
        let mut lines =
            Lines { taught: Vec::new(), kept: Vec::new(), crops: 0, columns, width: 0, numbers: 0 };
        for (i, (sample, found)) in told.samples.iter().zip(&places).enumerate() {
            if stop.due() {
                return Ok(None);
            }
            progress.step("features", i + 1, places.len(), "");
            if found.is_empty() {
                continue;
            }
            let Ok(picture) = decode_file(&sample.path, &Limits::default()) else { continue };
            let kept = told.kept.get(i) == Some(&true);
            for place in found {
                let taken = lines.look(&mut session, &picture, place, kept)?;
                lines.crops += usize::from(taken && !kept);
            }
        }
        Ok(Some(lines))
    }

    fn look(
        &mut self,
        session: &mut Session,
        picture: &Picture,
        place: &Place,
        kept: bool,
    ) -> Result<bool, LearnError> {
        let looks = if kept { &LOOKS[..1] } else { &LOOKS[..] };
        let mut taken = false;
        for by in looks {
            if self.numbers >= MOST_NUMBERS {
                break;
            }
            let (data, dims) = line_input(picture, &grown(&place.quad, *by));
            let outputs = session.run(&data, dims)?;
            let of =
                |name: &str| session.outputs().iter().position(|o| o == name).and_then(|i| outputs.get(i));
            let (signs, features) = of(SIGNS).zip(of(FEATURES)).ok_or_else(odd)?;
            let columns = signs.dims.last().copied().filter(|c| *c > 0).ok_or_else(odd)?;
            let steps = signs.data.len() / columns;
            if steps == 0 || !features.data.len().is_multiple_of(steps) || features.data.is_empty() {
                return Err(odd());
            }
            let sound = |v: &[f32]| v.iter().all(|v| v.is_finite());
            if !sound(&signs.data) || !sound(&features.data) {
                return Err(odd());
            }
            self.width = features.data.len() / steps;
            let text: Vec<usize> =
                place.text.iter().map(|c| self.columns.binary_search(c).unwrap_or(OTHER)).collect();
            let line = line_of(&signs.data, columns, &self.columns, features.data.clone(), text);
            taken |= self.take(line, kept, MOST_NUMBERS);
        }
        Ok(taken)
    }

    /// Whether there was room for it.
    fn take(&mut self, line: Line, kept: bool, most: usize) -> bool {
        let numbers = self.numbers.saturating_add(line.features.len() + line.logs.len());
        if numbers > most {
            // None of those behind it either, so that what is taken does not depend on what is short.
            self.numbers = most;
            return false;
        }
        self.numbers = numbers;
        if kept {
            self.kept.push(line)
        } else {
            self.taught.push(line)
        }
        true
    }
}

/// The graph is our own.
fn odd() -> LearnError {
    LearnError::Backbone("the reader of signs does not give what its last layer takes".into())
}

fn line_of(data: &[f32], columns: usize, taught: &[usize], features: Vec<f32>, text: Vec<usize>) -> Line {
    let steps = data.len() / columns;
    let mut line = Line {
        features,
        logs: Vec::with_capacity(steps * taught.len()),
        rest: Vec::with_capacity(steps),
        rival: Vec::with_capacity(steps),
        text,
    };
    for row in data.chunks_exact(columns) {
        line.logs.extend(taught.iter().map(|&c| row.get(c).copied().unwrap_or(0.0).max(LEAST).ln()));
        let (mut sum, mut most, mut next) = (0.0f32, 0.0f32, 0);
        for (column, &p) in row.iter().enumerate() {
            // Both are in order.
            if taught.get(next) == Some(&column) {
                next += 1;
            } else {
                sum += p;
                most = most.max(p);
            }
        }
        line.rest.push(sum.max(LEAST).ln());
        line.rival.push(most.max(LEAST).ln());
    }
    line
}

/// The texts of a picture whose place is known, or can be told by what is read there.
fn found_on(
    sample: &Sample,
    texts: &[ToldText],
    model: &Model,
    signs: &[char],
    progress: &dyn Progress,
) -> Result<Vec<Place>, LearnError> {
    let read = if texts.iter().all(|t| t.quad.is_some()) {
        Vec::new()
    } else {
        match decode_file(&sample.path, &Limits::default()) {
            Ok(picture) => {
                let mut read = model.infer(&Photo::from(picture))?.prediction.texts;
                // What is bent comes behind the boxes, and its corners are not those of a line.
                if let Some(spec) = model.manifest.read.as_ref().filter(|s| !s.arcs.is_empty()) {
                    read.truncate(spec.regions.len());
                }
                read
            }
            Err(e) => {
                progress.warn(&format!("left out: {e}"));
                return Ok(Vec::new());
            }
        }
    };
    // The corners that are told of what is bent are those of a rectangle around it.
    let arcs = model.manifest.read.as_ref().map_or(&[][..], |spec| spec.arcs.as_slice());
    let bent: Vec<BBox> = arcs.iter().filter_map(TextArc::bounds).collect();
    let is_bent = |quad: &Quad| {
        let around = Polygon(quad.to_vec()).bounds();
        around.is_some_and(|around| bent.iter().any(|b| b.iou(&around) > SAME_PLACE))
    };
    let mut places = Vec::new();
    for told in texts {
        let Some(quad) = told.quad.or_else(|| place_of(told, &read, texts.len() == 1)) else { continue };
        let (w, h) = quad_size(&quad);
        if w < 1.0 || h < 1.0 || h > UPRIGHT * w || is_bent(&quad) {
            continue;
        }
        let column = |c: char| signs.iter().position(|s| *s == c).map(|at| at + 1);
        match normal(&told.text).chars().map(column).collect::<Option<Vec<usize>>>() {
            Some(text) if !text.is_empty() => places.push(Place { quad, text }),
            Some(_) => {}
            None => {
                progress.warn(&format!("left out: a sign of `{}` on {} is not known", told.text, sample.id))
            }
        }
    }
    Ok(places)
}

/// Where a text stands by what was read: the one line that there is, or the one that says nearly the same.
fn place_of(told: &ToldText, read: &[ReadText], alone: bool) -> Option<Quad> {
    if let ([only], true) = (read, alone) {
        return Some(only.quad);
    }
    let wanted = normal(&told.text);
    let far = |t: &ReadText| edits(&wanted, &normal(&t.text));
    let nearest = read.iter().min_by_key(|t| far(t))?;
    (2 * far(nearest) <= wanted.chars().count()).then_some(nearest.quad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_lines_are_kept_than_there_is_room_for() {
        let line = |steps: usize| Line {
            features: vec![0.0; 4 * steps],
            logs: vec![0.0; 3 * steps],
            rest: vec![0.0; steps],
            rival: vec![0.0; steps],
            text: vec![1],
        };
        let mut lines = Lines {
            taught: Vec::new(),
            kept: Vec::new(),
            crops: 0,
            columns: vec![0, 1, 2],
            width: 4,
            numbers: 0,
        };
        assert!(lines.take(line(10), false, 100) && lines.take(line(2), true, 100));
        assert_eq!((lines.numbers, lines.taught.len(), lines.kept.len()), (84, 1, 1));
        assert!(!lines.take(line(3), false, 100) && !lines.take(line(1), true, 100));
        assert_eq!((lines.taught.len(), lines.kept.len()), (1, 1));
    }
}
