use crate::InferError;
use fovea_domain::bead::{BeadPlan, Track, Wanted};
use fovea_vision::register::{Affine, Gray, Registrar};
use fovea_vision::{Picture, Strip};

/// A plan laid out: which places of a picture are looked at.
#[derive(Debug, Clone)]
pub struct Frame {
    pub wanted: Wanted,
    pub track: Track,
    /// Rows of a strip; the middle one lies on the path.
    pub rows: usize,
    /// How far an edge is looked for on both sides of its place, in pixels.
    pub reach: f64,
    /// Finds the part where it may lie otherwise than on the reference picture.
    registrar: Option<Registrar>,
}

/// Pixels beyond the farthest edge that are looked at: ground to tell the bead from.
const AROUND: f64 = 10.0;
/// How fine the part is looked for.
const FINEST: usize = 160;

impl Frame {
    /// `scene` is the reference picture, needed where the plan wants the part to be looked for.
    pub fn of(plan: &BeadPlan, scene: Option<&Picture>) -> Result<Frame, InferError> {
        let refuse = |why: String| InferError::Refused(format!("its plan: {why}"));
        let wanted = plan.wanted().map_err(|e| refuse(e.to_string()))?;
        let reach = (1.5 * wanted.tolerance_px + 2.0).clamp(4.0, (0.75 * wanted.width_px).max(4.0)).ceil();
        let half = (wanted.width_px / 2.0 + reach + AROUND).ceil();
        let lead = (wanted.width_px + half).ceil() as usize;
        let smooth = (wanted.width_px / 3.0).clamp(2.0, 40.0);
        let track = Track::of(&plan.path, plan.closed, lead, smooth)
            .ok_or_else(|| refuse("the path has no length".into()))?;
        let registrar = match (plan.locate, scene) {
            (true, Some(scene)) => {
                Some(Registrar::with_finest(&Gray::of(scene), FINEST).ok_or_else(|| {
                    refuse("the reference picture shows nothing to find the part by".into())
                })?)
            }
            (true, None) => return Err(refuse("the reference picture is missing".into())),
            (false, _) => None,
        };
        Ok(Frame { wanted, track, rows: 2 * half as usize + 1, reach, registrar })
    }

    /// Where the reference picture lies in this one; refused where it does not.
    pub fn locate(&self, picture: &Picture, least: f32) -> Result<Affine, InferError> {
        let Some(registrar) = &self.registrar else { return Ok(Affine::IDENTITY) };
        let found = registrar.register(&Gray::of(picture));
        let agreement = found.map_or(0.0, |f| f.correlation);
        found
            .filter(|f| f.correlation >= least)
            .map(|f| f.map)
            .ok_or(InferError::NotFound { agreement, least })
    }

    /// The picture along the path.
    pub fn strip(&self, picture: &Picture, map: &Affine) -> Strip {
        let m = map.0;
        let turned = |v: [f64; 2]| [m[0] * v[0] + m[1] * v[1], m[3] * v[0] + m[4] * v[1]];
        Strip::unroll(picture, self.track.points.len(), self.rows, |c| {
            let [x, y] = self.track.points[c];
            let (x, y) = map.apply(x, y);
            ([x, y], turned(self.track.normals[c]))
        })
    }

    /// The middle row of a strip.
    pub fn middle(&self) -> f64 {
        (self.rows / 2) as f64
    }

    /// Columns of a strip.
    pub fn columns(&self) -> usize {
        self.track.points.len()
    }

    /// The column `mm` from the start of the path.
    pub fn column(&self, mm: f64) -> f64 {
        self.track.lead as f64 + mm / self.wanted.mm_per_px / self.track.step
    }
}
