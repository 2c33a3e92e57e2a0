use crate::pool::Pool;
use crate::shelf::Shelf;
use crate::span::{Span, inside};
use crate::{LearnError, Progress};
use fovea_datasets::Sample;
use fovea_infer::Fit;
use fovea_vision::{Limits, Mask, Picture};
use std::sync::Arc;

/// Side of the piece that the network sees of a picture too large to be seen whole, in scaled pixels.
const PIECE: u32 = 256;
/// Share of crops that are drawn for a defect.
const ON_DEFECT: f32 = 0.7;

/// A picture and its labels, scaled as the model will see it. Mask values are class + 1, 0 is background.
pub struct Scene {
    pub picture: Picture,
    pub mask: Mask,
    /// Up to 64 marked pixels of each class: places to look at.
    pub spots: Vec<Vec<(u32, u32)>>,
}

/// A piece with a label for each second pixel of each second row.
pub struct Crop {
    pub image: Vec<f32>,
    pub mask: Vec<u8>,
}

/// Draws training crops: rare classes as often as frequent ones.
pub struct Crops<'a> {
    samples: &'a [&'a Sample],
    /// For each class of the data set its value in the masks, 0 for good.
    values: Vec<u8>,
    kinds: usize,
    fit: Fit,
    shelf: Shelf<Scene>,
}

impl<'a> Crops<'a> {
    /// Whole pictures where they are stretched to one size, else pieces.
    pub fn new(samples: &'a [&'a Sample], values: Vec<u8>, fit: Fit) -> Crops<'a> {
        let kinds = values.iter().copied().max().unwrap_or(0) as usize;
        Crops { samples, values, kinds, fit, shelf: Shelf::new(samples.len()) }
    }

    /// Width and height that the network sees while training.
    pub fn view(&self) -> (u32, u32) {
        match self.fit {
            Fit::Stretch { width, height } => (width, height),
            Fit::Scale { .. } => (PIECE, PIECE),
        }
    }

    /// Whether pictures are seen whole.
    fn whole(&self) -> bool {
        matches!(self.fit, Fit::Stretch { .. })
    }

    pub fn scene(&self, i: usize) -> Result<Arc<Scene>, LearnError> {
        self.shelf.get(i, || {
            let scene = self.read(i)?;
            let pixels = scene.mask.data.len();
            Ok((scene, pixels))
        })
    }

    fn read(&self, i: usize) -> Result<Scene, LearnError> {
        let sample = self.samples[i];
        let limits = Limits::default();
        let photo = self.fit.decode_file(&sample.path, &limits).map_err(fovea_infer::InferError::from)?;
        let picture = self.fit.scale(&photo);
        let mut mask = match sample.label_mask(self.values.len(), &limits)? {
            Some(mask) => mask.resize_nearest(picture.width, picture.height),
            None => Mask::new(picture.width, picture.height),
        };
        for v in &mut mask.data {
            *v = if *v == 0 { 0 } else { self.values.get(*v as usize - 1).copied().unwrap_or(0) };
        }
        let spots = spots(&mask, self.kinds);
        Ok(Scene { picture, mask, spots })
    }

    /// The kind that most of a picture's marked pixels are of; where none is marked, its own class. 0 is good.
    pub fn shows(&self, i: usize) -> Result<usize, LearnError> {
        let scene = self.scene(i)?;
        let mut counts = vec![0usize; self.kinds + 1];
        scene.mask.data.iter().for_each(|&v| counts[v as usize] += 1);
        let most = (1..=self.kinds).max_by_key(|&k| (counts[k], std::cmp::Reverse(k)));
        let class = || self.samples[i].class.and_then(|c| self.values.get(c)).map_or(0, |&v| v as usize);
        Ok(most.filter(|&k| counts[k] > 0).unwrap_or_else(class))
    }

    /// For each class the pictures (of `from`) that show it; reading them all also finds those that cannot be
    /// read.
    pub fn index(
        &self,
        usable: &[bool],
        progress: &dyn Progress,
    ) -> Result<(Vec<Pool>, Vec<bool>), LearnError> {
        let mut by_kind = vec![Pool::default(); self.kinds + 1];
        let mut read = vec![false; self.samples.len()];
        for i in (0..self.samples.len()).filter(|&i| usable[i]) {
            match self.scene(i) {
                Err(e) => progress.warn(&format!("left out: {e}")),
                Ok(scene) => {
                    read[i] = true;
                    let shown: Vec<usize> =
                        (1..=self.kinds).filter(|&k| !scene.spots[k - 1].is_empty()).collect();
                    let part = &self.samples[i].group;
                    shown.iter().for_each(|&k| by_kind[k].push(part, i));
                    // Of a picture seen in pieces most are good even where a defect is elsewhere.
                    if shown.is_empty() || !self.whole() {
                        by_kind[0].push(part, i);
                    }
                }
            }
            progress.step("reading", i + 1, self.samples.len(), "");
        }
        Ok((by_kind, read))
    }

    /// One augmented crop.
    pub fn draw(&self, by_kind: &[Pool], rng: &mut fastrand::Rng) -> Result<Crop, LearnError> {
        let filled: Vec<usize> = (1..=self.kinds).filter(|&k| !by_kind[k].is_empty()).collect();
        let kind = match (by_kind[0].is_empty(), filled.is_empty()) {
            (false, true) => 0,
            (empty, false) if empty || rng.f32() < ON_DEFECT => filled[rng.usize(..filled.len())],
            _ => 0,
        };
        let pool = &by_kind[kind];
        let i = pool.draw(rng);
        let scene = self.scene(i)?;
        let (view, whole) = (self.view(), self.whole());
        let zoom = if whole { 0.9 + 0.2 * rng.f32() } else { 0.75 + 0.6 * rng.f32() };
        let sides = (view.0 as f32 * zoom, view.1 as f32 * zoom);
        let jitter = |share: f32, of: u32, rng: &mut fastrand::Rng| (rng.f32() - 0.5) * share * of as f32;
        let (w, h) = (scene.mask.width as f32, scene.mask.height as f32);
        let centre = match kind.checked_sub(1).map(|k| &scene.spots[k]) {
            _ if whole => (w / 2.0 + jitter(0.1, view.0, rng), h / 2.0 + jitter(0.1, view.1, rng)),
            Some(spots) => {
                let (x, y) = spots[rng.usize(..spots.len())];
                let x = x as f32 + jitter(0.8 * zoom, view.0, rng);
                let y = y as f32 + jitter(0.8 * zoom, view.1, rng);
                (inside(x, sides.0, w), inside(y, sides.1, h))
            }
            None => (inside(rng.f32() * w, sides.0, w), inside(rng.f32() * h, sides.1, h)),
        };
        let view = (view.0 as usize, view.1 as usize);
        Ok(cut(&scene, &Span::by_chance(centre, sides, view, rng)))
    }
}

fn spots(mask: &Mask, kinds: usize) -> Vec<Vec<(u32, u32)>> {
    let mut spots = vec![Vec::new(); kinds];
    let mut seen = vec![0usize; kinds];
    let mut rng = fastrand::Rng::with_seed(mask.data.len() as u64);
    for (i, &v) in mask.data.iter().enumerate() {
        let Some(k) = (v as usize).checked_sub(1).filter(|&k| k < kinds) else { continue };
        // A uniform choice without knowing the number beforehand (reservoir sampling).
        seen[k] += 1;
        let at = (i as u32 % mask.width, i as u32 / mask.width);
        if spots[k].len() < 64 {
            spots[k].push(at);
        } else {
            let j = rng.usize(..seen[k]);
            if j < 64 {
                spots[k][j] = at;
            }
        }
    }
    spots
}

/// What a span shows; what lies outside continues the edges.
fn cut(scene: &Scene, span: &Span) -> Crop {
    let (w, h) = (scene.mask.width as i64, scene.mask.height as i64);
    let half = (span.view.0 / 2, span.view.1 / 2);
    let mut mask = vec![0u8; half.0 * half.1];
    for oy in 0..half.1 {
        for ox in 0..half.0 {
            let (x, y) = span.at(2.0 * ox as f32 + 1.0, 2.0 * oy as f32 + 1.0);
            let (x, y) = (x.floor() as i64, y.floor() as i64);
            let inside = x >= 0 && y >= 0 && x < w && y < h;
            mask[oy * half.0 + ox] = if inside { scene.mask.data[(y * w + x) as usize] } else { 0 };
        }
    }
    Crop { image: span.image(&scene.picture), mask }
}
