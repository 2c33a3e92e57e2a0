use super::{By, Fault, Locate, RecipeFault};
use fovea_domain::BBox;
use fovea_vision::register::{self, steady};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How free the map from the reference picture is, of parts that are located by features or by fiducials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// Shift, turn and scale.
    Similarity,
    /// Shear too: three fiducials and more.
    Affine,
    /// Whatever a camera makes of a flat part that it looks at from aside: four fiducials and more.
    Homography,
}

impl From<Fit> for register::Fit {
    fn from(fit: Fit) -> register::Fit {
        match fit {
            Fit::Similarity => register::Fit::Similarity,
            Fit::Affine => register::Fit::Affine,
            Fit::Homography => register::Fit::Homography,
        }
    }
}

/// Whether what a part is located by can be fitted so.
pub(super) fn check(id: &str, locate: &Locate) -> Result<(), RecipeFault> {
    let Some(fit) = locate.fit else { return Ok(()) };
    match &locate.by {
        By::Features(_) => Ok(()),
        By::Template(_) => Err(Fault::Fit("template").at(id, "fit")),
        By::Scene(_) => Err(Fault::Fit("scene").at(id, "fit")),
        By::Fiducials(fiducials) => {
            let (fit, field) = (register::Fit::from(fit), "by.fiducials.marks");
            let least = fit.fewest();
            if fiducials.marks.len() < least {
                return Err(Fault::Marks { least }.at(id, field));
            }
            let middle = |b: &BBox| (f64::from(b.x + b.w / 2.0), f64::from(b.y + b.h / 2.0));
            let middles: Vec<(f64, f64)> = fiducials.marks.iter().map(middle).collect();
            match steady(&middles, fit) {
                true => Ok(()),
                false => Err(Fault::InLine { least }.at(id, field)),
            }
        }
    }
}
