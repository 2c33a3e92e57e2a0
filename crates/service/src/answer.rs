use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fovea_domain::{Prediction, Timings, Verdict};
use fovea_infer::{HeatMap, Outcome};
use fovea_recipe::{Recipe, StepValue, Verdicted};
use fovea_vision::{Photo, VisionError, encode_png_rgb, heat_picture};
use serde::{Deserialize, Serialize};

/// Longest side of a heat map.
const HEAT_SIDE: u32 = 256;

/// Whether a heat map is wanted along with the verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeatWish {
    #[default]
    #[serde(rename = "0")]
    No,
    #[serde(rename = "1")]
    Yes,
    /// Only of a picture that is NG.
    #[serde(rename = "ng")]
    Ng,
}

/// What a service answers to a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    #[serde(flatten)]
    pub prediction: Prediction,
    pub width: u32,
    pub height: u32,
    /// PNG in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heat_png: Option<String>,
    /// Of a recipe: its name and version, its verdict of three, and every reason
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipe: Option<serde_json::Value>,
}

impl Answer {
    pub(crate) fn of(picture: &Photo, outcome: Outcome, wish: HeatWish) -> Result<Answer, VisionError> {
        let wanted = match wish {
            HeatWish::No => false,
            HeatWish::Yes => true,
            HeatWish::Ng => outcome.prediction.verdict == Verdict::Ng,
        };
        let heat_png = if wanted { Some(draw(&outcome.heat, picture)?) } else { None };
        let (width, height) = (picture.width, picture.height);
        Ok(Answer { prediction: outcome.prediction, width, height, heat_png, recipe: None })
    }

    /// What a recipe says. A part that a person has to look at is not passed; its score is the worst of what its models say.
    pub(crate) fn of_recipe(
        recipe: &Recipe,
        (width, height): (u32, u32),
        told: &Verdicted,
        ms: Timings,
    ) -> Answer {
        let found = || {
            told.steps.iter().flat_map(|s| match &s.value {
                StepValue::Found { found } => found.values().collect(),
                _ => Vec::new(),
            })
        };
        let ok = told.verdict == fovea_recipe::Verdict::Ok;
        let prediction = Prediction {
            verdict: if ok { Verdict::Ok } else { Verdict::Ng },
            score: found().map(|p| p.score).fold(0.0, f32::max),
            class: None,
            scores: Default::default(),
            regions: found().flat_map(|p| p.regions.clone()).collect(),
            components: Default::default(),
            texts: found().flat_map(|p| p.texts.clone()).collect(),
            bead: None,
            ms,
        };
        let step = |s: &fovea_recipe::StepResult| serde_json::json!({ "id": s.id, "kind": s.kind, "state": s.state, "ms": s.ms });
        let recipe = serde_json::json!({
            "name": recipe.name,
            "version": recipe.version,
            "verdict": told.verdict,
            "reasons": told.reasons,
            "steps": told.steps.iter().map(step).collect::<Vec<_>>(),
        });
        Answer { prediction, width, height, heat_png: None, recipe: Some(recipe) }
    }

    /// The heat map's PNG, where there is one.
    pub fn heat(&self) -> Option<Vec<u8>> {
        self.heat_png.as_ref().and_then(|text| STANDARD.decode(text).ok())
    }
}

fn draw(heat: &HeatMap, picture: &Photo) -> Result<String, VisionError> {
    let (w, h) = (picture.width, picture.height);
    let scale = f64::from(HEAT_SIDE) / f64::from(w.max(h).max(HEAT_SIDE));
    let side = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
    let drawn = heat_picture(&heat.data, heat.width as u32, heat.height as u32, side(w), side(h));
    Ok(STANDARD.encode(encode_png_rgb(&drawn)?))
}
