//! What a model found wrong, and how much of it is allowed.

use super::{At, Looked, Told, around, tidy};
use crate::document::ClassLimit;
use crate::result::{Measured, Reason, ReasonKind};
use fovea_domain::components::ComponentState;
use fovea_domain::{BBox, PredictedRegion, Verdict};
use fovea_vision::{quad_size, smallest_rect};
use std::collections::BTreeMap;

/// The limit of classes that are not named.
const OTHERS: &str = "*";

impl At<'_> {
    /// The model's own verdict, with what it finds as reasons.
    pub(super) fn passes(&self, looked: &Looked) -> Told {
        let found = looked.found;
        let measured = Some(Measured::Number(tidy(found.score.into())));
        if found.verdict == Verdict::Ok {
            return Told::of(Vec::new(), measured);
        }
        let defect = |what: String, measured: f64, limit: Option<f64>, crop: Option<BBox>| Reason {
            what: Some(what),
            measured: Some(Measured::Number(tidy(measured))),
            limit: limit.map(|l| Measured::Number(tidy(l))),
            crop: crop.or(looked.area),
            ..self.reason(ReasonKind::Defect, looked)
        };
        let mut reasons: Vec<Reason> = Vec::new();
        if let Some(bead) = &found.bead {
            let places = found.regions.iter().map(|r| Some(r.bbox)).chain(std::iter::repeat(None));
            for (reason, place) in bead.reasons.iter().zip(places) {
                let what = format!("{}_{}", reason.rule.name(), reason.unit);
                reasons.push(defect(what, reason.value.into(), Some(reason.limit.into()), place));
            }
        } else if !found.components.is_empty() {
            // Places are told without names; states and scores say whose they are.
            let mut places: Vec<&PredictedRegion> = found.regions.iter().collect();
            for (name, part) in found.components.iter().filter(|(_, c)| c.state != ComponentState::Ok) {
                let its = |r: &&PredictedRegion| r.class == part.state.name() && r.score == part.score;
                let place = places.iter().position(its).map(|at| places.remove(at).bbox);
                reasons.push(defect(format!("{name}.{}", part.state.name()), part.score.into(), None, place));
            }
        } else {
            for place in &found.regions {
                reasons.push(defect(place.class.clone(), place.score.into(), None, Some(place.bbox)));
            }
        }
        if reasons.is_empty() {
            let class = found.class.clone().unwrap_or_else(|| "score".into());
            reasons.push(defect(class, found.score.into(), None, None));
        }
        Told::of(reasons, measured)
    }

    /// Numbers and sizes, class by class.
    pub(super) fn limits(&self, looked: &Looked, classes: &BTreeMap<String, ClassLimit>) -> Vec<Reason> {
        let mut found: BTreeMap<&str, Vec<&PredictedRegion>> = BTreeMap::new();
        for place in &looked.found.regions {
            found.entry(&place.class).or_default().push(place);
        }
        let mut reasons = Vec::new();
        for (class, places) in found {
            let none = ClassLimit { most: Some(0), ..ClassLimit::default() };
            let limit = classes.get(class).or(classes.get(OTHERS)).unwrap_or(&none);
            let places: Vec<&PredictedRegion> =
                places.into_iter().filter(|p| p.area >= limit.area_px2).collect();
            let boxes: Vec<BBox> = places.iter().map(|p| p.bbox).collect();
            let total: f32 = places.iter().map(|p| p.area).sum();
            let mut above = |what: &str, measured: f64, limit: f64, crop: Option<BBox>| {
                reasons.push(Reason {
                    what: Some(format!("{class}.{what}")),
                    measured: Some(Measured::Number(tidy(measured))),
                    limit: Some(Measured::Number(tidy(limit))),
                    crop: crop.or(looked.area),
                    ..self.reason(ReasonKind::Above, looked)
                });
            };
            if let Some(most) = limit.most.filter(|most| places.len() > *most) {
                above("count", places.len() as f64, most as f64, around(&boxes));
            }
            for place in &places {
                if let Some(most) = limit.largest_px2.filter(|most| place.area > *most) {
                    above("area_px2", place.area.into(), most.into(), Some(place.bbox));
                }
                let length = length(place);
                if let Some(most) = limit.longest_px.filter(|most| length > *most) {
                    above("length_px", length.into(), most.into(), Some(place.bbox));
                }
            }
            if let Some(most) = limit.total_px2.filter(|most| total > *most) {
                above("total_px2", total.into(), most.into(), around(&boxes));
            }
        }
        reasons
    }
}

/// The longer side of the smallest turned box around a place.
fn length(place: &PredictedRegion) -> f32 {
    match smallest_rect(&place.polygon.0) {
        Some(quad) => {
            let (a, b) = quad_size(&quad);
            a.max(b)
        }
        None => place.bbox.w.max(place.bbox.h),
    }
}
