//! Where to look.

use super::frame::Area;
use crate::document::{Found, Shape};
use crate::result::{StepResult, StepValue};
use fovea_domain::{BBox, Polygon};
use fovea_vision::register::Homography;

/// Shapes by name, laid into the picture.
pub(crate) fn laid(shapes: &[(String, Shape)], frame: &Homography) -> Vec<Area> {
    let area = |(name, shape): &(String, Shape)| match shape {
        Shape::Box(bbox) => Some(Area::of_box(name, *bbox, frame)),
        Shape::Polygon(points) => Area::of_polygon(name, points, frame),
        Shape::Arc(arc) => Area::of_arc(name, arc, frame),
    };
    shapes.iter().filter_map(area).collect()
}

/// Where a step found something, named 1, 2, 3 … from the top left, a row about as high as what was found after the other.
pub(crate) fn found(step: &StepResult, which: &Found, size: (u32, u32)) -> Vec<Area> {
    let wanted = |class: &str| which.classes.is_empty() || which.classes.iter().any(|c| c == class);
    let mut places: Vec<(f32, BBox)> = match &step.value {
        StepValue::Found { found } => found
            .values()
            .flat_map(|found| {
                let regions = found.regions.iter().filter(|r| wanted(&r.class)).map(|r| (r.score, r.bbox));
                // Texts have no class; they count where no class is asked for.
                let texts = found.texts.iter().filter(|t| which.classes.is_empty() && !t.text.is_empty());
                let texts = texts.filter_map(|t| Some((t.score, Polygon(t.quad.to_vec()).bounds()?)));
                regions.chain(texts).collect::<Vec<_>>()
            })
            .collect(),
        StepValue::Codes { codes } => {
            let all = codes.values().flatten().filter(|c| wanted(c.kind.name()));
            all.filter_map(|c| Some((1.0, Polygon(c.quad.to_vec()).bounds()?))).collect()
        }
        _ => Vec::new(),
    };
    places.retain(|(score, _)| *score >= which.score);
    places.sort_by(|a, b| b.0.total_cmp(&a.0));
    places.truncate(which.most);
    let (w, h) = (size.0 as f32, size.1 as f32);
    let grown = |b: BBox| {
        let g = which.grow_px;
        BBox { x: b.x - g, y: b.y - g, w: b.w + 2.0 * g, h: b.h + 2.0 * g }.clip(w, h)
    };
    let mut boxes: Vec<BBox> = places.into_iter().filter_map(|(_, b)| grown(b)).collect();
    boxes.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    rows(boxes)
        .into_iter()
        .enumerate()
        .map(|(n, bbox)| {
            // Whole pixels, so that nothing is drawn anew.
            let (x, y) = (bbox.x.floor(), bbox.y.floor());
            let (right, bottom) = ((bbox.x + bbox.w).ceil().min(w), (bbox.y + bbox.h).ceil().min(h));
            let whole = BBox { x, y, w: right - x, h: bottom - y };
            Area::of_box(&(n + 1).to_string(), whole, &Homography::IDENTITY)
        })
        .collect()
}

/// Boxes from the top down put into reading order: what begins above the middle of the first of a row is in it.
fn rows(boxes: Vec<BBox>) -> Vec<BBox> {
    let mut out: Vec<BBox> = Vec::with_capacity(boxes.len());
    let mut row: Vec<BBox> = Vec::new();
    let end = |row: &mut Vec<BBox>, out: &mut Vec<BBox>| {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        out.append(row);
    };
    for bbox in boxes {
        if row.first().is_some_and(|first| bbox.y > first.y + first.h / 2.0) {
            end(&mut row, &mut out);
        }
        row.push(bbox);
    }
    end(&mut row, &mut out);
    out
}
