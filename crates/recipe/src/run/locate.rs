//! Where the part lies.

use super::Frame;
use crate::document::{By, Fit as Wanted, Locate};
use crate::result::{Measured, PlaceValue, Reason, ReasonKind, Verdict};
use fovea_domain::BBox;
use fovea_vision::Picture;
use fovea_vision::register::{
    Affine, FeatureFinder, Finder, Fit, Gray, Homography, Laid, NoFit, Pair, Registrar, Search, sound,
};

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
                    let finder = Finder::of_mark(&part, search).ok_or_else(|| plain(&field))?;
                    let bbox =
                        BBox { x: corner.0 as f32, y: corner.1 as f32, w: size.0 as f32, h: size.1 as f32 };
                    marks.push(Mark { finder, bbox });
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
            Way::Template { finder, corner, middle } => finder
                .find(&gray, None)
                .map(|f| (cut_at(f.map.into(), *corner), f.agreement, f.second, *middle)),
            Way::Features { finder, corner, middle } => match by_features(finder, spec.fit, &gray) {
                Ok(found) => found.map(|f| (cut_at(f.map, *corner), f.agreement, f.second, *middle)),
                Err(why) => return Located::unfit(ReasonKind::NotFound, why, &refused),
            },
            Way::Scene(registrar) => {
                registrar.register(&gray).map(|f| (f.map.into(), f.correlation, -1.0, middle))
            }
            Way::Fiducials(marks) => {
                let By::Fiducials(fiducials) = &spec.by else { return Located::nothing(spec, &refused) };
                let fit = spec.fit.map_or(Fit::Similarity, Fit::from);
                match find_marks(marks, &gray, fiducials.reach_px, fit) {
                    Some(Ok(seen)) => {
                        let most = fiducials.apart_px;
                        apart = (seen.far > f64::from(most)).then_some((seen.far, most));
                        Some((seen.map, seen.agreement, seen.second, middle))
                    }
                    Some(Err(why)) => return Located::unfit(ReasonKind::Apart, why, &refused),
                    None => None,
                }
            }
        };
        let Some((map, agreement, second, middle)) = found else { return Located::nothing(spec, &refused) };
        // Regions may lie anywhere on the reference picture.
        let bend = map.bend((f64::from(self.size.0), f64::from(self.size.1)));
        if bend > MOST_BEND {
            let why = NoFit::Steep { bend, most: MOST_BEND };
            return Located::unfit(ReasonKind::NotFound, why, &refused);
        }
        let at = map.apply(middle.0, middle.1);
        let local = map.near(middle.0, middle.1);
        let value = PlaceValue {
            agreement,
            second,
            dx: at.0 - middle.0,
            dy: at.1 - middle.1,
            angle: local.degrees(),
            scale: local.scale(),
            map: map.numbers(),
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

    /// What a camera would not see so, or what too little tells of.
    #[allow(clippy::type_complexity)] // as above
    fn unfit(
        kind: ReasonKind,
        why: NoFit,
        refused: &dyn Fn(ReasonKind, &str, f64, f64, Option<BBox>) -> Reason,
    ) -> Located {
        let (what, measured, limit) = match why {
            NoFit::Few { agree, least } => ("corners", agree as f64, least as f64),
            NoFit::Clustered { spread, least } => ("spread", spread, least),
            NoFit::Mirrored => ("mirrored", 1.0, 0.0),
            // Where the horizon goes through it there is no such number.
            NoFit::Steep { bend, most } => ("perspective", bend.min(1e4), most),
            NoFit::Flat { stretch, most } => ("stretch", stretch.min(1e4), most),
        };
        let reason = refused(kind, what, measured, limit, None);
        Located { value: PlaceValue::default(), frame: None, reason: Some(reason) }
    }
}

/// How much nearer one corner of the reference picture may be than another.
const MOST_BEND: f64 = 4.0;

/// From the reference picture on, where the map is told from a part that was cut out at a corner.
fn cut_at(map: Homography, corner: (f64, f64)) -> Homography {
    map.after(&Affine([1.0, 0.0, -corner.0, 0.0, 1.0, -corner.1]).into())
}

fn by_features(finder: &FeatureFinder, fit: Option<Wanted>, picture: &Gray) -> Result<Option<Laid>, NoFit> {
    match fit.map_or(Fit::Similarity, Fit::from) {
        Fit::Similarity => Ok(finder.find(picture).map(|found| Laid {
            map: found.map.into(),
            agreement: found.agreement,
            second: found.second,
        })),
        fit => finder.find_freely(picture, fit).map(Some),
    }
}

/// Where marks were found.
struct Seen {
    map: Homography,
    /// Of the mark that agrees worst.
    agreement: f32,
    /// How well the next best place agrees of the mark that is least clear.
    second: f32,
    /// How far the worst one lies beside where the others say it is.
    far: f64,
}

/// The map through all marks; `None` where one was not found.
fn find_marks(marks: &[Mark], picture: &Gray, reach: f32, fit: Fit) -> Option<Result<Seen, NoFit>> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(marks.len());
    let (mut worst, mut margin) = (1.0f32, f32::MAX);
    for mark in marks {
        let BBox { x, y, w, h } = mark.bbox;
        let (cx, cy) = (x + w / 2.0, y + h / 2.0);
        let within = BBox { x: cx - reach, y: cy - reach, w: 2.0 * reach, h: 2.0 * reach };
        let found = mark.finder.find(picture, Some(&within))?;
        worst = worst.min(found.agreement);
        margin = margin.min(found.agreement - found.second);
        // Where it lies in its box for sure: nobody draws boxes around the very middle of a mark.
        let (u, v) = mark.finder.hold();
        pairs.push(((f64::from(x) + u, f64::from(y) + v), found.map.apply(u, v)));
    }
    let map = fit.through(&pairs)?;
    // A turn and a scale are as the search allows them already.
    if fit != Fit::Similarity
        && let Err(why) = seen_well(&map, &pairs)
    {
        return Some(Err(why));
    }
    let far = pairs.iter().map(|(p, q)| {
        let at = map.apply(p.0, p.1);
        (at.0 - q.0).hypot(at.1 - q.1)
    });
    let far = far.fold(0.0, f64::max);
    Some(Ok(Seen { map, agreement: worst, second: worst - margin, far }))
}

/// Whether what marks lie around could be seen so.
fn seen_well(map: &Homography, pairs: &[Pair]) -> Result<(), NoFit> {
    let corner = |pick: fn(f64, f64) -> f64, start: f64| {
        pairs.iter().fold((start, start), |c, (p, _)| (pick(c.0, p.0), pick(c.1, p.1)))
    };
    let (low, high) = (corner(f64::min, f64::MAX), corner(f64::max, f64::MIN));
    sound(&cut_at(*map, (-low.0, -low.1)), (high.0 - low.0, high.1 - low.1))
}
