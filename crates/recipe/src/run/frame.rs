use crate::document::MOST_PIXELS;
use fovea_domain::bead::Bead;
use fovea_domain::text::{ReadText, TextArc};
use fovea_domain::{BBox, Point, Polygon, PredictedRegion, Prediction, Verdict};
use fovea_vision::Picture;
use fovea_vision::register::{Affine, Homography};

/// Where the coordinates of a recipe lie in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// From the reference picture into this one.
    pub map: Homography,
    /// Sides of the reference picture.
    pub size: (u32, u32),
}

/// A part of a picture that is looked at, upright in the frame that it was told in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Area {
    pub name: String,
    /// From the part's own pixels into the picture; of one that is bent from the frame that it is told in.
    pub map: Homography,
    /// Its own sides.
    pub width: u32,
    pub height: u32,
    /// The box in the frame that it is told in.
    pub told: BBox,
    /// What lies with its middle outside of it does not count; in the picture.
    pub outline: Option<Polygon>,
    /// Of one that is bent: where it lies in the frame that it is told in; it is laid flat to be looked at.
    pub arc: Option<TextArc>,
    /// All of the picture, as it is.
    pub whole: bool,
}

impl Area {
    pub fn of_box(name: &str, bbox: BBox, frame: &Homography) -> Area {
        let side = |v: f32| (v.round() as u32).max(1);
        let (width, height) = (side(bbox.w), side(bbox.h));
        let (sx, sy) = (f64::from(bbox.w) / f64::from(width), f64::from(bbox.h) / f64::from(height));
        let place = Affine([sx, 0.0, bbox.x.into(), 0.0, sy, bbox.y.into()]);
        Area {
            name: name.into(),
            map: frame.after(&place.into()),
            width,
            height,
            told: bbox,
            outline: None,
            arc: None,
            whole: false,
        }
    }

    pub fn of_polygon(name: &str, points: &[Point], frame: &Homography) -> Option<Area> {
        let bounds = Polygon(points.to_vec()).bounds()?;
        let outline = points.iter().map(|p| moved(frame, *p)).collect();
        Some(Area { outline: Some(Polygon(outline)), ..Area::of_box(name, bounds, frame) })
    }

    pub fn of_arc(name: &str, arc: &TextArc, frame: &Homography) -> Option<Area> {
        let length = arc.laid().length();
        let scale = frame.near(arc.middle[0].into(), arc.middle[1].into()).scale() as f32;
        // Near the horizon of a part that is seen from aside it grows without end.
        let largest = (MOST_PIXELS as f32 / (length * arc.height)).sqrt();
        let scale = if scale > largest { largest } else { scale };
        let side = |v: f32| ((v * scale).round() as u32).max(1);
        let (width, height) = (side(length), side(arc.height));
        let told = Area::of_box(name, arc.bounds()?, frame);
        Some(Area { map: *frame, width, height, arc: Some(*arc), ..told })
    }

    pub fn whole(name: &str, (width, height): (u32, u32)) -> Area {
        let bbox = BBox { x: 0.0, y: 0.0, w: width as f32, h: height as f32 };
        Area { whole: true, ..Area::of_box(name, bbox, &Homography::IDENTITY) }
    }

    /// Its corners in the picture.
    pub fn quad(&self) -> [Point; 4] {
        let (w, h) = (self.width as f32, self.height as f32);
        [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]].map(|p| moved(&self.map, p))
    }

    /// The outline that is told of it.
    pub fn corners(&self) -> Vec<Point> {
        match (&self.outline, &self.arc) {
            (Some(outline), _) => outline.0.clone(),
            (None, Some(arc)) => arc.outline().into_iter().map(|p| moved(&self.map, p)).collect(),
            (None, None) => self.quad().to_vec(),
        }
    }

    /// Whether it lies before the horizon of a part that is seen from aside.
    pub fn is_seen(&self) -> bool {
        self.corners().iter().flatten().all(|v| v.is_finite())
    }

    /// The smallest upright box around it, in the picture.
    pub fn bounds(&self) -> BBox {
        let around = match &self.arc {
            Some(_) => self.corners(),
            None => self.quad().to_vec(),
        };
        let nothing = BBox { x: 0.0, y: 0.0, w: 0.0, h: 0.0 };
        // Behind the horizon of what is seen from aside there is nothing.
        if around.iter().flatten().any(|v| !v.is_finite()) {
            return nothing;
        }
        Polygon(around).bounds().unwrap_or(nothing)
    }

    /// Its pixels. Where it lies on whole pixels they are those of the picture.
    pub fn cut(&self, picture: &Picture) -> Picture {
        if self.whole {
            return picture.clone();
        }
        if let Some(arc) = &self.arc {
            return picture.cut_arc_through(arc, &self.map, self.width, self.height);
        }
        let still = |m: &[f64; 6]| {
            let off = [m[0] - 1.0, m[1], m[3], m[4] - 1.0, m[2].fract(), m[5].fract()];
            off.iter().all(|v| v.abs() < 1e-6)
        };
        let plain = self.map.affine().filter(|map| still(&map.0));
        let (x, y) = plain.map_or((0.0, 0.0), |map| (map.0[2], map.0[5]));
        let inside = x >= 0.0
            && y >= 0.0
            && x + f64::from(self.width) <= f64::from(picture.width)
            && y + f64::from(self.height) <= f64::from(picture.height);
        match plain.is_some() && inside {
            true => picture.crop(x as u32, y as u32, self.width, self.height),
            false => picture.cut_quad(&self.quad(), self.width, self.height),
        }
    }

    /// Whether any of it lies in a picture of these sides.
    pub fn reaches(&self, picture: &Picture) -> bool {
        self.bounds().clip(picture.width as f32, picture.height as f32).is_some()
    }

    /// A point of its own pixels, in the picture.
    pub fn place(&self, point: Point) -> Point {
        if let Some(arc) = &self.arc {
            let flat = arc.laid().at(point[0] / self.width as f32, point[1] / self.height as f32);
            return moved(&self.map, flat);
        }
        moved(&self.map, point)
    }

    /// What a model said of its pixels, told in the picture. What lies outside of its outline is left out; a model that found
    /// nothing else wrong then finds nothing wrong.
    pub fn told(&self, mut found: Prediction) -> Prediction {
        if self.whole {
            return found;
        }
        let region = |r: PredictedRegion| {
            let b = r.bbox;
            let scale = match self.arc {
                Some(_) => 1.0,
                None => self.map.near((b.x + b.w / 2.0).into(), (b.y + b.h / 2.0).into()).scale() as f32,
            };
            let corners = [[b.x, b.y], [b.x + b.w, b.y], [b.x + b.w, b.y + b.h], [b.x, b.y + b.h]];
            let bbox = Polygon(corners.map(|p| self.place(p)).to_vec()).bounds().unwrap_or(b);
            let polygon = Polygon(r.polygon.0.iter().map(|p| self.place(*p)).collect());
            PredictedRegion { bbox, polygon, area: r.area * scale * scale, ..r }
        };
        let before = found.regions.len();
        found.regions = found.regions.into_iter().map(region).filter(|r| self.holds(&r.bbox)).collect();
        if before > 0 && found.regions.is_empty() {
            found.verdict = Verdict::Ok;
        }
        let text = |mut t: ReadText| {
            t.chars.iter_mut().for_each(|sign| sign.place = sign.place.map(|p| self.place(p)));
            ReadText { quad: t.quad.map(|p| self.place(p)), ..t }
        };
        found.texts = found.texts.into_iter().map(text).collect();
        found.bead = found.bead.map(|mut bead: Box<Bead>| {
            bead.reasons.iter_mut().for_each(|r| r.place = self.place(r.place));
            bead
        });
        found
    }

    /// Whether the middle of a box of the picture lies inside of the outline, where there is one.
    fn holds(&self, bbox: &BBox) -> bool {
        self.outline.as_ref().is_none_or(|outline| middle_in(outline, bbox))
    }
}

fn middle_in(outline: &Polygon, bbox: &BBox) -> bool {
    let (x, y) = (bbox.x + bbox.w / 2.0, bbox.y + bbox.h / 2.0);
    let sides = outline.0.iter().zip(outline.0.iter().cycle().skip(1));
    let crossed = sides
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]));
    crossed.count() % 2 == 1
}

/// The same without what was found in parts that do not matter; where nothing else was, nothing is wrong.
pub(crate) fn without(mut found: Prediction, ignored: &[Polygon]) -> Prediction {
    let before = found.regions.len();
    found.regions.retain(|r| !ignored.iter().any(|outline| middle_in(outline, &r.bbox)));
    if before > 0 && found.regions.is_empty() {
        found.verdict = Verdict::Ok;
        found.class = found.class.map(|_| fovea_infer::GOOD.into());
    }
    found
}

pub(crate) fn moved(map: &Homography, [x, y]: Point) -> Point {
    let (x, y) = map.apply(x.into(), y.into());
    [x as f32, y as f32]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn found(boxes: &[[f32; 4]]) -> Prediction {
        let region = |b: &[f32; 4]| PredictedRegion {
            class: "dent".into(),
            score: 0.9,
            bbox: (*b).into(),
            polygon: Polygon(vec![[b[0], b[1]], [b[0] + b[2], b[1]], [b[0], b[1] + b[3]]]),
            area: b[2] * b[3],
        };
        Prediction {
            verdict: Verdict::Ng,
            score: 0.9,
            class: Some("dent".into()),
            scores: BTreeMap::new(),
            regions: boxes.iter().map(region).collect(),
            components: BTreeMap::new(),
            texts: Vec::new(),
            bead: None,
            ms: fovea_domain::Timings::default(),
        }
    }

    #[test]
    fn a_bent_line_near_the_horizon_is_no_larger_than_a_picture() {
        let arc = TextArc { start: [90.0, 10.0], middle: [99.9, 10.0], end: [109.0, 10.0], height: 20.0 };
        // The horizon goes through it.
        let aside = Homography([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, -0.01, 0.0, 1.0]);
        let area = Area::of_arc("rim", &arc, &aside).unwrap();
        let pixels = f64::from(area.width) * f64::from(area.height);
        assert!(pixels > 1e7 && pixels <= 1.01 * MOST_PIXELS, "{} × {}", area.width, area.height);
    }

    #[test]
    fn what_lies_in_a_part_that_does_not_matter_does_not_count() {
        let clamp = Polygon(vec![[0.0, 0.0], [40.0, 0.0], [40.0, 40.0], [0.0, 40.0]]);
        let inside = [10.0, 10.0, 8.0, 8.0];
        // It reaches over the edge with its middle outside.
        let across = [30.0, 10.0, 30.0, 8.0];
        let told = without(found(&[inside, across]), std::slice::from_ref(&clamp));
        assert_eq!((told.verdict, told.regions.len()), (Verdict::Ng, 1));
        assert_eq!(told.regions[0].bbox.x, 30.0);
        let told = without(found(&[inside]), std::slice::from_ref(&clamp));
        assert_eq!((told.verdict, told.class.as_deref()), (Verdict::Ok, Some("good")));
        // A verdict without a place is not talked away.
        assert_eq!(without(found(&[]), &[clamp]).verdict, Verdict::Ng);
        assert_eq!(without(found(&[inside]), &[]).regions.len(), 1);
    }
}
