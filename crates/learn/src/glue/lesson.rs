//! Good pictures unrolled along the path, with the edges where somebody marked them.

use super::LEAST_AGREEMENT;
use crate::components::each;
use crate::{LearnError, Progress, Stop};
use fovea_datasets::{Beads, DataSet, Sample, Split};
use fovea_domain::{Extra, Region, Shape};
use fovea_infer::InferError;
use fovea_infer::glue::Frame;
use fovea_vision::register::Affine;
use fovea_vision::{Limits, Mask, Picture, Strip, decode_file};
use std::path::PathBuf;

/// More good pictures tell nothing new.
const MOST_PICTURES: usize = 40;

/// Everything that is learnt from.
pub(super) struct Lesson {
    pub looks: Vec<Look>,
    /// Name, file and what was said of each, for the fingerprint.
    pub parts: Vec<(String, PathBuf, String)>,
}

/// One good bead.
pub(super) struct Look {
    pub strip: Strip,
    /// By column the rows of both edges; `None` where the mask shows no bead.
    pub marked: Option<Vec<Option<[f64; 2]>>>,
}

pub(super) fn read(
    set: &DataSet,
    beads: &Beads,
    frame: &Frame,
    (progress, stop): (&dyn Progress, &Stop),
) -> Result<Lesson, LearnError> {
    let taught = |s: &&Sample| match set.is_good(s) {
        Some(good) => good && s.split != Some(Split::Test),
        None => s.id == beads.reference_id,
    };
    let mut samples: Vec<&Sample> = set.samples.iter().filter(taught).collect();
    if samples.len() > MOST_PICTURES {
        let all = samples.len();
        // Those with marks tell more.
        samples.sort_by_key(|s| !beads.marked.contains_key(&s.id));
        let marked = samples.iter().filter(|s| beads.marked.contains_key(&s.id)).count().min(MOST_PICTURES);
        let rest = MOST_PICTURES - marked;
        let others = all - marked;
        samples = (0..marked)
            .chain((0..rest).map(|i| marked + i * others / rest.max(1)))
            .map(|i| samples[i])
            .collect();
    }
    let plain = beads.plan.locate;
    let read = each(samples.len(), 2, |i| {
        let sample = samples[i];
        if stop.due() {
            return None;
        }
        let told = look(sample, beads, frame, plain);
        Some(told.map_err(|e| format!("{}: {e}", sample.id)))
    });
    let (mut looks, mut parts) = (Vec::new(), Vec::new());
    for (sample, told) in samples.iter().zip(read) {
        match told {
            Some(Ok(look)) => {
                looks.push(look);
                let shapes = beads.marked.get(&sample.id).map(|s| said(s)).unwrap_or_default();
                parts.push((sample.id.clone(), sample.path.clone(), shapes));
            }
            Some(Err(why)) => progress.warn(&format!("left out: {why}")),
            None => {}
        }
    }
    if looks.is_empty() && !stop.due() {
        return Err(LearnError::NotEnough(
            "no good picture can be used: put pictures of sound beads into good/".into(),
        ));
    }
    Ok(Lesson { looks, parts })
}

/// Shapes without the paths of their files, which may differ between machines.
fn said(shapes: &[Shape]) -> String {
    let one = |s: &Shape| match s {
        Shape::Mask { .. } => "mask".to_string(),
        other => format!("{other:?}"),
    };
    shapes.iter().map(one).collect::<Vec<_>>().join(";")
}

fn look(sample: &Sample, beads: &Beads, frame: &Frame, located: bool) -> Result<Look, LearnError> {
    let picture = decode_file(&sample.path, &Limits::default()).map_err(InferError::from)?;
    let (size, wanted) = ((picture.width, picture.height), (beads.width, beads.height));
    if !located && size != wanted {
        return Err(InferError::OtherSize { picture: size, wanted }.into());
    }
    let map = frame.locate(&picture, LEAST_AGREEMENT)?;
    let strip = frame.strip(&picture, &map);
    let marked = beads.marked.get(&sample.id).map(|shapes| marked_edges(sample, shapes, frame, &map));
    Ok(Look { strip, marked: marked.transpose()? })
}

/// Where the marks begin and end across each column.
fn marked_edges(
    sample: &Sample,
    shapes: &[Shape],
    frame: &Frame,
    map: &Affine,
) -> Result<Vec<Option<[f64; 2]>>, LearnError> {
    let regions = shapes
        .iter()
        .map(|shape| Region { class: 0, shape: shape.clone(), extra: Extra::default() })
        .collect();
    let mask = Sample { regions, ..sample.clone() }.label_mask(1, &Limits::default())?;
    let strip = frame.strip(&white(&mask.unwrap_or_else(|| Mask::new(sample.width, sample.height))), map);
    let middle = frame.middle() as usize;
    Ok((0..strip.columns).map(|c| span(strip.column(0, c), middle)).collect())
}

fn white(mask: &Mask) -> Picture {
    let rgb = mask.data.iter().flat_map(|v| [if *v > 0 { 255 } else { 0 }; 3]).collect();
    Picture { width: mask.width, height: mask.height, rgb }
}

/// The marked stretch nearest to the middle, to fractions of a row.
fn span(line: &[f32], middle: usize) -> Option<[f64; 2]> {
    const HALF: f32 = 127.5;
    let inside = (0..line.len()).filter(|&r| line[r] > HALF).min_by_key(|r| r.abs_diff(middle))?;
    let crossing = |out: usize, within: usize| {
        let (a, b) = (line[out], line[within]);
        within as f64 + f64::from((b - HALF) / (b - a).max(1e-3)) * (out as f64 - within as f64)
    };
    let mut top = inside;
    while top > 0 && line[top - 1] > HALF {
        top -= 1;
    }
    let mut low = inside;
    while low + 1 < line.len() && line[low + 1] > HALF {
        low += 1;
    }
    // A mark that reaches out of the strip has no edge there.
    (top > 0 && low + 1 < line.len()).then(|| [crossing(top - 1, top), crossing(low + 1, low)])
}
