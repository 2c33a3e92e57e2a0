use super::looks::{Looks, Mix, Shape};
use super::{CHANNELS, Frame, Rule};
use crate::InferError;
use fovea_domain::bead::BeadPlan;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a package says of the bead that it measures; stands in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GlueSpec {
    pub plan: BeadPlan,
    /// Sides of the reference picture.
    pub width: u32,
    pub height: u32,
    /// The reference picture, a file of the package, where the part is looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene: Option<String>,
    /// A picture that agrees less with the reference picture shows something else, and is not judged.
    pub least_agreement: f32,
    /// What edges and inside look like, a file of the package.
    pub looks: String,
    pub shape: Shape,
    pub noise: [f32; CHANNELS],
    pub mix: Mix,
    /// Where edges usually lie outwards of the wanted width, left and right, in pixels.
    pub usual: [f64; 2],
    pub rule: Rule,
    /// A place inside that is odder than this is a bubble.
    pub bubble: f32,
    /// How much edges are held from bending; 0 in packages from before that was known.
    #[serde(default)]
    pub stiff: f64,
}

const MOST_SIDE: u32 = 16_384;
const MOST_STIFF: f64 = 1e9;

impl GlueSpec {
    /// One whose plan says by what light or colour bead is told from ground: what is learnt otherwise stands for nothing.
    pub fn by_threshold(
        plan: BeadPlan,
        (width, height): (u32, u32),
        scene: Option<String>,
        least_agreement: f32,
    ) -> Result<GlueSpec, InferError> {
        let plain = BeadPlan { locate: false, ..plan.clone() };
        let stations = Shape::stations_for(Frame::of(&plain, None)?.columns());
        Ok(GlueSpec {
            plan,
            width,
            height,
            scene,
            least_agreement,
            looks: String::new(),
            shape: Shape { stations, outward: 2, inward: 2, across: 4 },
            noise: [1.0; CHANNELS],
            mix: Mix { look: 0.0, color: 0.0, usual: 1.0, shift: [0.0; 2] },
            usual: [0.0; 2],
            rule: Rule { weights: [0.0; 3], bias: 0.0 },
            bubble: 0.5,
            stiff: 0.0,
        })
    }

    /// Whether it can be used as it stands, with the files that come with it.
    pub fn check(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<(), InferError> {
        let refuse = |why: &str| Err(InferError::Refused(format!("its bead: {why}")));
        let frame_of = self.plan.wanted().map_err(|e| InferError::Refused(format!("its plan: {e}")))?;
        if [self.width, self.height].iter().any(|s| !(16..=MOST_SIDE).contains(s)) {
            return refuse("the size of its reference picture is out of range");
        }
        let inside =
            |p: &[f64; 2]| p[0] <= f64::from(self.width) + 1.0 && p[1] <= f64::from(self.height) + 1.0;
        if !self.plan.path.iter().all(inside) {
            return refuse("its path lies outside of its reference picture");
        }
        let numbers = self.noise.iter().chain(&self.rule.weights).chain([
            &self.rule.bias,
            &self.mix.look,
            &self.mix.color,
            &self.mix.usual,
            &self.bubble,
            &self.least_agreement,
        ]);
        let usual = self.usual.iter().all(|u| u.is_finite() && u.abs() <= frame_of.width_px);
        let shifts = self.mix.shift.iter().all(|s| s.is_finite() && f64::from(s.abs()) <= frame_of.width_px);
        if !shifts
            || !numbers.into_iter().all(|v| v.is_finite())
            || !usual
            || self.noise.iter().any(|n| *n < 0.01)
            || self.mix.usual < 0.01
            || !(0.0..=MOST_STIFF).contains(&self.stiff)
        {
            return refuse("a number is none, or out of range");
        }
        let Shape { stations, outward, inward, across } = self.shape;
        if !(2..=64).contains(&outward) || !(2..=64).contains(&inward) || !(4..=256).contains(&across) {
            return refuse("the size of its looks is out of range");
        }
        let plain = BeadPlan { locate: false, ..self.plan.clone() };
        if stations != Shape::stations_for(Frame::of(&plain, None)?.columns()) {
            return refuse("its looks do not belong to its path");
        }
        if self.plan.locate != self.scene.is_some() {
            return refuse("a reference picture belongs to a part that is looked for, and to no other");
        }
        // Nothing was learnt where light or colour alone tells bead from ground.
        let by_threshold = self.plan.threshold.is_some();
        if by_threshold != self.looks.is_empty() {
            return refuse("it is told from ground by looks or by a threshold, one of them");
        }
        for name in self.scene.iter().chain((!by_threshold).then_some(&self.looks)) {
            if !files.contains_key(name) {
                return Err(InferError::Damaged(format!("the file `{name}` is missing")));
            }
        }
        if by_threshold {
            return Ok(());
        }
        let looks = files.get(&self.looks).map_or(&[][..], Vec::as_slice);
        Looks::read(self.shape, self.noise, self.mix, looks).map(|_| ())
    }
}
