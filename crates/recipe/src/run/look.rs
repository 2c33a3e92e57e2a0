//! Models and readers of codes on parts of the picture.

use super::frame::{Area, without};
use super::step::Shown;
use crate::result::{Measured, Reason, ReasonKind, Verdict};
use crate::{CodeKind, FoundCode, read_codes};
use fovea_domain::{BBox, Polygon, Prediction};
use fovea_infer::{InferError, Model};
use fovea_vision::{Limits, Photo, Picture};
use std::collections::BTreeMap;

pub(crate) struct Looked<T> {
    pub found: BTreeMap<String, T>,
    pub areas: BTreeMap<String, BBox>,
    pub reasons: Vec<Reason>,
}

impl<T> Looked<T> {
    fn new() -> Looked<T> {
        Looked { found: BTreeMap::new(), areas: BTreeMap::new(), reasons: Vec::new() }
    }

    /// One that could not be looked at: a person has to.
    fn fails(&mut self, step: &str, area: &Area, why: String) {
        self.reasons.push(Reason {
            step: step.into(),
            rule: None,
            of: None,
            region: Some(area.name.clone()),
            verdict: Verdict::Recheck,
            kind: ReasonKind::Failed,
            what: None,
            measured: Some(Measured::Text(why)),
            limit: None,
            fault: None,
            crop: Some(area.bounds()),
            crop_file: None,
        });
    }

    fn each(
        mut self,
        step: &str,
        areas: &[Area],
        shown: &Shown,
        look: impl Fn(&Area) -> Result<T, String>,
    ) -> Looked<T> {
        for area in areas {
            self.areas.insert(area.name.clone(), area.bounds());
            if !area.reaches(&shown.picture) {
                self.fails(step, area, "the region lies outside of the picture".into());
                continue;
            }
            match look(area) {
                Ok(found) => {
                    self.found.insert(area.name.clone(), found);
                }
                Err(why) => self.fails(step, area, why),
            }
        }
        self
    }
}

/// A model on each area, beside the same part of its template where it has one.
pub(crate) fn models(
    step: &str,
    (model, template): (&Model, Option<&Picture>),
    (areas, ignored): (&[Area], &[Polygon]),
    shown: &Shown,
    worker: usize,
) -> Looked<Prediction> {
    Looked::new().each(step, areas, shown, |area| {
        let photo = seen(model, area, shown).map_err(|e| e.to_string())?;
        let beside = template.map(|t| match area.whole {
            true => t.clone(),
            false => {
                let own = Area::of_box(&area.name, area.told, &fovea_vision::register::Homography::IDENTITY);
                own.cut(t)
            }
        });
        let outcome = model.infer_beside(worker, &photo, beside.as_ref()).map_err(|e| e.to_string())?;
        Ok(without(area.told(outcome.prediction), ignored))
    })
}

/// The pixels of an area; all of a picture as the model would read the file itself, so that it gives the same score.
fn seen(model: &Model, area: &Area, shown: &Shown) -> Result<Photo, InferError> {
    let jpeg = shown.bytes.starts_with(&[0xff, 0xd8]);
    if area.whole && jpeg && model.manifest.reduced {
        return Ok(model.decode(shown.bytes, &Limits::default())?);
    }
    Ok(Photo::from(area.cut(&shown.picture)))
}

pub(crate) fn codes(step: &str, kinds: &[CodeKind], areas: &[Area], shown: &Shown) -> Looked<Vec<FoundCode>> {
    let kinds = if kinds.is_empty() { &CodeKind::ALL } else { kinds };
    Looked::new().each(step, areas, shown, |area| {
        let found = read_codes(&area.cut(&shown.picture), kinds);
        Ok(found.into_iter().map(|c| FoundCode { quad: c.quad.map(|p| area.place(p)), ..c }).collect())
    })
}
