//! Where the part lies.

use super::Frame;
use crate::document::{By, Locate};
use crate::result::{Measured, PlaceValue, Reason, ReasonKind, Verdict};
use fovea_domain::BBox;
use fovea_vision::Picture;
use fovea_vision::register::{Affine, FeatureFinder, Finder, Gray, Registrar, Search};

/// A part made ready to be found.
pub(crate) struct Ready {
    size: (u32, u32),
    by: Way,
}

enum Way {
    Template { finder: Box<Finder>, corner: (f64, f64), middle: (f64, f64) },
    Features { finder: Box<FeatureFinder>, corner: (f64, f64), middle: (f64, f64) },
    Scene(Box<Registrar>),
    Fiducials(Vec<Mark>),
}

/// A mark of the reference picture.
struct Mark {
    finder: Finder,
    bbox: BBox,
    size: (f64, f64),
}

/// Where it was found, or why not.
pub(crate) struct Located {
    pub value: PlaceValue,
    pub frame: Option<Frame>,
    pub reason: Option<Reason>,
}

/// What cannot be used as a template, by the field that names it.
type Unusable = (String, String);

impl Ready {
    pub fn of(spec: &Locate, reference: &Picture) -> Result<Ready, Unusable> {
        let gray = Gray::of(reference);
        let search = Search { turn: spec.turn, scale: spec.scale };
        let part = |bbox: &BBox, field: &str| -> Result<(Gray, (f64, f64)), Unusable> {
            let (w, h) = (reference.width as f32, reference.height as f32);
            let inside = bbox.x >= 0.0 && bbox.y >= 0.0 && bbox.x + bbox.w <= w && bbox.y + bbox.h <= h;
            if !inside {
                let (w, h) = (reference.width, reference.height);
                return Err((
                    field.into(),
                    format!("the box leads out of the reference picture of {w} × {h} px"),
                ));
            }
            let (x, y) = (bbox.x.floor(), bbox.y.floor());
            let (width, height) = (bbox.w.round().max(1.0) as usize, bbox.h.round().max(1.0) as usize);
            Ok((gray.part(x as isize, y as isize, width, height), (x.into(), y.into())))
        };
        let plain = |field: &str| {
            (field.to_string(), "the reference picture shows nothing there to hold on to".into())
        };
        let by = match &spec.by {
            By::Template(bbox) => {
                let (part, corner) = part(bbox, "by.template")?;
                let middle = (corner.0 + part.width as f64 / 2.0, corner.1 + part.height as f64 / 2.0);
                let finder = Finder::new(&part, search).ok_or_else(|| plain("by.template"))?;
                Way::Template { finder: Box::new(finder), corner, middle }
            }
            By::Features(bbox) => {
                let (part, corner) = part(bbox, "by.features")?;
                let middle = (corner.0 + part.width as f64 / 2.0, corner.1 + part.height as f64 / 2.0);
                let few = || {
                    let why = "the reference picture shows too few corners there to be known by";
                    ("by.features".to_string(), why.to_string())
                };
                let finder = Box::new(FeatureFinder::new(&part).ok_or_else(few)?);
                Way::Features { finder, corner, middle }
            }
            By::Scene(_) => Way::Scene(Box::new(Registrar::new(&gray).ok_or_else(|| plain("picture"))?)),
            By::Fiducials(fiducials) => {
                let mut marks = Vec::new();
                for (n, bbox) in fiducials.marks.iter().enumerate() {
                    let field = format!("by.fiducials.marks[{n}]");
                    let (part, corner) = part(bbox, &field)?;
                    let size = (part.width as f64, part.height as f64);
                    let finder = Finder::new(&part, search).ok_or_else(|| plain(&field))?;
                    let bbox =
                        BBox { x: corner.0 as f32, y: corner.1 as f32, w: size.0 as f32, h: size.1 as f32 };
                    marks.push(Mark { finder, bbox, size });
                }
                Way::Fiducials(marks)
            }
        };
        Ok(Ready { size: (reference.width, reference.height), by })
    }

    pub fn run(&self, step: &str, spec: &Locate, picture: &Picture) -> Located {
        let gray = Gray::of(picture);
        let refused = |kind, what: &str, measured: f64, limit: f64, crop: Option<BBox>| Reason {
            step: step.into(),
            rule: None,
            of: None,
            region: None,
            verdict: Verdict::from(spec.otherwise),
            kind,
            what: Some(what.into()),
            measured: Some(Measured::Number((measured * 1e4).round() / 1e4)),
            limit: Some(Measured::Number((limit * 1e4).round() / 1e4)),
            fault: None,
            crop,
            crop_file: None,
        };
        let middle = (f64::from(self.size.0) / 2.0, f64::from(self.size.1) / 2.0);
        let mut apart = None;
        let found = match &self.by {
            Way::Template { finder, corner, middle } => finder.find(&gray, None).map(|found| {
                let shift = Affine([1.0, 0.0, -corner.0, 0.0, 1.0, -corner.1]);
                (found.map.after(&shift), found.agreement, found.second, *middle)
            }),
            Way::Features { finder, corner, middle } => finder.find(&gray).map(|found| {
                let shift = Affine([1.0, 0.0, -corner.0, 0.0, 1.0, -corner.1]);
                (found.map.after(&shift), found.agreement, found.second, *middle)
            }),
            Way::Scene(registrar) => registrar.register(&gray).map(|f| (f.map, f.correlation, -1.0, middle)),
            Way::Fiducials(marks) => {
                let By::Fiducials(fiducials) = &spec.by else { return Located::nothing(spec, &refused) };
                let found = find_marks(marks, &gray, fiducials.reach_px);
                found.map(|(map, agreement, second, far)| {
                    apart = (far > f64::from(fiducials.apart_px)).then_some((far, fiducials.apart_px));
                    (map, agreement, second, middle)
                })
            }
        };
        let Some((map, agreement, second, middle)) = found else { return Located::nothing(spec, &refused) };
        let at = map.apply(middle.0, middle.1);
        let value = PlaceValue {
            agreement,
            second,
            dx: at.0 - middle.0,
            dy: at.1 - middle.1,
            angle: map.degrees(),
            scale: map.scale(),
            map: map.0,
        };
        let (w, h) = (self.size.0 as f32, self.size.1 as f32);
        let corners = [[0.0, 0.0], [w, 0.0], [w, h], [0.0, h]].map(|p| super::frame::moved(&map, p));
        let crop = fovea_domain::Polygon(corners.to_vec()).bounds();
        let far = agreement - second;
        let reason = if agreement < spec.least {
            Some(refused(ReasonKind::NotFound, "agreement", agreement.into(), spec.least.into(), None))
        } else if far < spec.margin {
            Some(refused(ReasonKind::Ambiguous, "margin", far.into(), spec.margin.into(), crop))
        } else {
            apart.map(|(far, most)| refused(ReasonKind::Apart, "apart_px", far, most.into(), crop))
        };
        let frame = reason.is_none().then_some(Frame { map, size: self.size });
        Located { value, frame, reason }
    }
}

impl Located {
    #[allow(clippy::type_complexity)] // what tells a reason, as the one caller has it
    fn nothing(
        spec: &Locate,
        refused: &dyn Fn(ReasonKind, &str, f64, f64, Option<BBox>) -> Reason,
    ) -> Located {
        let reason = refused(ReasonKind::NotFound, "agreement", 0.0, spec.least.into(), None);
        Located { value: PlaceValue::default(), frame: None, reason: Some(reason) }
    }
}

/// The map through all marks, how well the worst of them agrees, how well its next best place does, and how far the worst one lies
/// beside where the others say it is.
fn find_marks(marks: &[Mark], picture: &Gray, reach: f32) -> Option<(Affine, f32, f32, f64)> {
    let mut pairs = Vec::with_capacity(marks.len());
    let (mut worst, mut margin) = ((1.0f32, -1.0f32), f32::MAX);
    for mark in marks {
        let BBox { x, y, w, h } = mark.bbox;
        let (cx, cy) = (x + w / 2.0, y + h / 2.0);
        let within = BBox { x: cx - reach, y: cy - reach, w: 2.0 * reach, h: 2.0 * reach };
        let found = mark.finder.find(picture, Some(&within))?;
        if found.agreement < worst.0 {
            worst.0 = found.agreement;
        }
        margin = margin.min(found.agreement - found.second);
        let (u, v) = (mark.size.0 / 2.0, mark.size.1 / 2.0);
        pairs.push(((f64::from(x) + u, f64::from(y) + v), found.map.apply(u, v)));
    }
    worst.1 = worst.0 - margin;
    let map = Affine::nearest_similarity(&pairs)?;
    let far = pairs.iter().map(|(p, q)| {
        let at = map.apply(p.0, p.1);
        (at.0 - q.0).hypot(at.1 - q.1)
    });
    Some((map, worst.0, worst.1, far.fold(0.0, f64::max)))
}
