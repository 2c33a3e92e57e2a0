use super::{Bead, BeadBreak};
use serde::{Deserialize, Serialize};

/// What is known of one bead, where somebody measured it or drew it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeadTruth {
    /// At even distances along the path, the first at its start and the last at its end; nothing where there is no bead.
    #[serde(default)]
    pub width_mm: Vec<Option<f64>>,
    /// Stretches without bead: from and to, in mm along the path.
    #[serde(default)]
    pub breaks: Vec<[f64; 2]>,
    #[serde(default)]
    pub overflow: Vec<[f64; 2]>,
    /// Along and across, in mm.
    #[serde(default)]
    pub bubbles: Vec<[f64; 2]>,
}

/// What told beads are worth beside true ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BeadQuality {
    pub pictures: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<WidthError>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breaks: Option<BreakResult>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overflow: Option<BreakResult>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bubbles: Option<BreakResult>,
}

/// How far widths are from the true ones, without sign, over all places of all pictures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WidthError {
    pub places: usize,
    pub mean_px: f64,
    pub p99_px: f64,
    pub max_px: f64,
    pub mean_mm: f64,
    /// Mean with its sign: told too wide is above 0.
    pub bias_px: f64,
    /// Part of the places with a true width at which none was told.
    pub untold: f64,
}

/// Places of one kind: how many are there, found, and told where none is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BreakResult {
    pub marked: usize,
    pub found: usize,
    pub false_ones: usize,
    /// Pictures that have none, and those of them that were told to.
    pub pictures_without: usize,
    pub pictures_alarmed: usize,
}

/// Counts picture by picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BeadTally {
    pictures: usize,
    /// In pixels, with sign.
    errors: Vec<f32>,
    mm: f64,
    untold: usize,
    breaks: BreakResult,
    overflow: BreakResult,
    bubbles: BreakResult,
}

/// Places that are nearer than this many pixels are the same.
const NEAR_PX: f64 = 3.0;

impl BeadTally {
    pub fn add(&mut self, told: &Bead, truth: &BeadTruth, mm_per_px: f64) {
        self.pictures += 1;
        self.widths(told, truth, mm_per_px);
        let near = NEAR_PX * mm_per_px;
        let breaks: Vec<[f64; 2]> = told.breaks.iter().map(stretch).collect();
        count(&mut self.breaks, &truth.breaks, &breaks, |a, b| overlap(a, b, near));
        let over: Vec<[f64; 2]> = told.overflow.iter().map(|o| [o.from_mm.into(), o.to_mm.into()]).collect();
        count(&mut self.overflow, &truth.overflow, &over, |a, b| overlap(a, b, near));
        let bubbles: Vec<[f64; 2]> =
            told.bubbles.iter().map(|b| [b.at_mm.into(), b.across_mm.into()]).collect();
        let close = |a: &[f64; 2], b: &[f64; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) <= 2.0 * near;
        count(&mut self.bubbles, &truth.bubbles, &bubbles, close);
    }

    fn widths(&mut self, told: &Bead, truth: &BeadTruth, mm_per_px: f64) {
        if truth.width_mm.len() < 2 {
            return;
        }
        let profile = &told.width_mm.profile;
        for (i, width) in profile.iter().enumerate() {
            let at = i as f64 / (profile.len().max(2) - 1) as f64 * (truth.width_mm.len() - 1) as f64;
            let (a, t) = (at as usize, at.fract());
            let b = (a + 1).min(truth.width_mm.len() - 1);
            let (Some(from), Some(to)) = (truth.width_mm[a], truth.width_mm[b]) else { continue };
            match width {
                Some(width) => {
                    let error = f64::from(*width) - (from + t * (to - from));
                    self.mm += error.abs();
                    self.errors.push((error / mm_per_px) as f32);
                }
                None => self.untold += 1,
            }
        }
    }

    /// `None` where nothing was known of any picture.
    pub fn quality(&self) -> Option<BeadQuality> {
        (self.pictures > 0).then(|| BeadQuality {
            pictures: self.pictures,
            width: self.width(),
            breaks: Some(self.breaks),
            overflow: Some(self.overflow),
            bubbles: Some(self.bubbles),
        })
    }

    fn width(&self) -> Option<WidthError> {
        let mut sizes: Vec<f32> = self.errors.iter().map(|e| e.abs()).collect();
        sizes.sort_by(f32::total_cmp);
        let n = sizes.len();
        let mean = |values: &[f32]| values.iter().map(|v| f64::from(*v)).sum::<f64>() / n as f64;
        let at = |share: f64| f64::from(sizes[((n as f64 * share) as usize).min(n - 1)]);
        (n > 0).then(|| WidthError {
            places: n,
            mean_px: mean(&sizes),
            p99_px: at(0.99),
            max_px: at(1.0),
            mean_mm: self.mm / n as f64,
            bias_px: mean(&self.errors),
            untold: self.untold as f64 / (n + self.untold) as f64,
        })
    }
}

fn stretch(b: &BeadBreak) -> [f64; 2] {
    [b.from_mm.into(), b.to_mm.into()]
}

fn overlap(a: &[f64; 2], b: &[f64; 2], near: f64) -> bool {
    a[0] - near <= b[1] && b[0] - near <= a[1]
}

fn count(
    into: &mut BreakResult,
    truth: &[[f64; 2]],
    told: &[[f64; 2]],
    same: impl Fn(&[f64; 2], &[f64; 2]) -> bool,
) {
    into.marked += truth.len();
    into.found += truth.iter().filter(|t| told.iter().any(|b| same(t, b))).count();
    into.false_ones += told.iter().filter(|b| !truth.iter().any(|t| same(t, b))).count();
    into.pictures_without += usize::from(truth.is_empty());
    into.pictures_alarmed += usize::from(truth.is_empty() && !told.is_empty());
}
