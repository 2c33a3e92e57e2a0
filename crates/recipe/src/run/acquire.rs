//! Checks of the shot.

use super::step::Shown;
use crate::document::Acquire;
use crate::result::{Measured, Reason, ReasonKind, ShotValue, Verdict};
use fovea_vision::register::{Gray, Registrar, Template};
use fovea_vision::{Picture, Shot};

/// What shots are compared with, made ready.
pub(crate) struct Ready {
    scene: Option<Registrar>,
    empty: Option<(Template, (u32, u32))>,
}

/// Longer side that a picture is compared with the empty place at.
const SIDE: u32 = 256;

impl Ready {
    /// An error names the field whose picture shows nothing to hold on to.
    pub fn of(scene: Option<&Picture>, empty: Option<&Picture>) -> Result<Ready, &'static str> {
        let scene = scene.map(|p| Registrar::new(&Gray::of(p)).ok_or("scene.picture")).transpose()?;
        let empty = empty.map(|p| {
            let scale = f64::from(SIDE) / f64::from(p.width.max(p.height).max(SIDE));
            let side = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
            let size = (side(p.width), side(p.height));
            (Template::of(&Gray::of(&p.resize(size.0, size.1))), size)
        });
        Ok(Ready { scene, empty })
    }

    pub fn run(&self, step: &str, spec: &Acquire, shown: &Shown) -> (ShotValue, Vec<Reason>) {
        let picture = &shown.picture;
        let shot = Shot::of(picture, spec.part.as_ref());
        let agreement = self.scene.as_ref().map(|scene| {
            let found = scene.register(&Gray::of(picture));
            found.map_or(0.0, |f| f.correlation)
        });
        let empty = self
            .empty
            .as_ref()
            .map(|(template, (w, h))| template.agreement(&Gray::of(&picture.resize(*w, *h)), 0, 0));
        let value = ShotValue {
            width: picture.width,
            height: picture.height,
            sharpness: shot.sharpness,
            mean: shot.mean,
            dark: shot.dark,
            bright: shot.bright,
            agreement,
            empty,
        };
        let mut reasons = Vec::new();
        let mut add = |kind, what: &str, measured: Measured, limit: Option<Measured>| {
            reasons.push(Reason {
                step: step.into(),
                rule: None,
                of: None,
                region: None,
                verdict: Verdict::from(spec.otherwise),
                kind,
                what: Some(what.into()),
                measured: Some(measured),
                limit,
                fault: None,
                crop: spec.part,
                crop_file: None,
            });
        };
        let number = |v: f32| Measured::Number((f64::from(v) * 1e4).round() / 1e4);
        if let Some([w, h]) = spec.size.filter(|size| *size != [picture.width, picture.height]) {
            let sides = |w: u32, h: u32| Measured::Text(format!("{w} × {h} px"));
            add(ReasonKind::Size, "size", sides(picture.width, picture.height), Some(sides(w, h)));
        }
        if shown.repeated && spec.fresh {
            add(ReasonKind::Repeated, "fresh", Measured::Text("the same pixels".into()), None);
        }
        if let Some(least) = spec.sharpness.filter(|least| shot.sharpness < *least) {
            add(ReasonKind::Blurred, "sharpness", number(shot.sharpness), Some(number(least)));
        }
        let exposure = spec.exposure.clone().unwrap_or_default();
        if let Some([least, most]) = exposure.mean.filter(|[a, b]| !(*a..=*b).contains(&shot.mean)) {
            let limit = if shot.mean < least { least } else { most };
            add(ReasonKind::Exposure, "mean", number(shot.mean), Some(number(limit)));
        }
        for (what, share, most) in
            [("dark", shot.dark, exposure.dark), ("bright", shot.bright, exposure.bright)]
        {
            if let Some(most) = most.filter(|most| share > *most) {
                add(ReasonKind::Exposure, what, number(share), Some(number(most)));
            }
        }
        if let (Some(found), Some(scene)) = (agreement, &spec.scene)
            && found < scene.least
        {
            add(ReasonKind::OtherScene, "agreement", number(found), Some(number(scene.least)));
        }
        if let (Some(found), Some(place)) = (empty, &spec.empty)
            && found >= place.least
        {
            add(ReasonKind::Empty, "empty", number(found), Some(number(place.least)));
        }
        (value, reasons)
    }
}
