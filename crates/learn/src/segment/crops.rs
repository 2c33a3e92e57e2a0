use super::pool::Pool;
use crate::{LearnError, Progress};
use fovea_datasets::Sample;
use fovea_infer::Fit;
use fovea_vision::{Limits, Mask, Picture};
use std::sync::{Arc, Mutex, PoisonError};

/// Side of the piece that the network sees of a picture too large to be seen whole, in scaled pixels.
const PIECE: u32 = 256;
/// Pictures are kept decoded up to this many pixels in all (4 bytes each).
const CACHE_PIXELS: usize = 256 << 20;
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
    cache: Mutex<(usize, Vec<Option<Arc<Scene>>>)>,
}

impl<'a> Crops<'a> {
    /// Whole pictures where they are stretched to one size, else pieces.
    pub fn new(samples: &'a [&'a Sample], values: Vec<u8>, fit: Fit) -> Crops<'a> {
        let kinds = values.iter().copied().max().unwrap_or(0) as usize;
        Crops { samples, values, kinds, fit, cache: Mutex::new((0, vec![None; samples.len()])) }
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
        if let Some(scene) = &self.cache.lock().unwrap_or_else(PoisonError::into_inner).1[i] {
            return Ok(scene.clone());
        }
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
        let scene = Arc::new(Scene { picture, mask, spots });
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let pixels = scene.mask.data.len();
        if cache.0 + pixels <= CACHE_PIXELS && cache.1[i].is_none() {
            cache.0 += pixels;
            cache.1[i] = Some(scene.clone());
        }
        Ok(scene)
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
        Ok(cut(&scene, &Span { centre, sides, view: (view.0 as usize, view.1 as usize) }, rng))
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

/// Where a span of `side` around `centre` has to lie to stay inside `size`, where it fits.
fn inside(centre: f32, side: f32, size: f32) -> f32 {
    if side >= size { size / 2.0 } else { centre.clamp(side / 2.0, size - side / 2.0) }
}

/// What is cut from a scene, by its middle, and the size that it is drawn in.
struct Span {
    centre: (f32, f32),
    sides: (f32, f32),
    view: (usize, usize),
}

/// A span, mirrored and lit by chance; what lies outside continues the edges.
fn cut(scene: &Scene, span: &Span, rng: &mut fastrand::Rng) -> Crop {
    let (w, h) = (scene.mask.width as i64, scene.mask.height as i64);
    let (width, height) = span.view;
    let mirror = |rng: &mut fastrand::Rng| if rng.bool() { -1.0 } else { 1.0 };
    let (mirror_x, mirror_y) = (mirror(rng), mirror(rng));
    let (gain, shift) = (0.8 + 0.4 * rng.f32(), (rng.f32() - 0.5) * 50.0);
    // The place in the scene of one in the crop, both counted from the corner of the first pixel.
    let at = |x: f32, y: f32| -> (f32, f32) {
        let x = (x / width as f32 - 0.5) * span.sides.0 * mirror_x;
        let y = (y / height as f32 - 0.5) * span.sides.1 * mirror_y;
        (span.centre.0 + x, span.centre.1 + y)
    };
    let mut image = vec![0.0f32; 3 * width * height];
    for oy in 0..height {
        for ox in 0..width {
            let (x, y) = at(ox as f32 + 0.5, oy as f32 + 0.5);
            let rgb = bilinear(&scene.picture, x - 0.5, y - 0.5);
            for c in 0..3 {
                image[(c * height + oy) * width + ox] =
                    ((rgb[c] - 127.0) * gain + 127.0 + shift).clamp(0.0, 255.0);
            }
        }
    }
    let half = (width / 2, height / 2);
    let mut mask = vec![0u8; half.0 * half.1];
    for oy in 0..half.1 {
        for ox in 0..half.0 {
            let (x, y) = at(2.0 * ox as f32 + 1.0, 2.0 * oy as f32 + 1.0);
            let (x, y) = (x.floor() as i64, y.floor() as i64);
            let inside = x >= 0 && y >= 0 && x < w && y < h;
            mask[oy * half.0 + ox] = if inside { scene.mask.data[(y * w + x) as usize] } else { 0 };
        }
    }
    Crop { image, mask }
}

fn bilinear(p: &Picture, x: f32, y: f32) -> [f32; 3] {
    let (w, h) = (p.width as usize, p.height as usize);
    let (x, y) = (x.clamp(0.0, (w - 1) as f32), y.clamp(0.0, (h - 1) as f32));
    let (x0, y0) = (x as usize, y as usize);
    let (x1, y1) = ((x0 + 1).min(w - 1), (y0 + 1).min(h - 1));
    let (tx, ty) = (x - x0 as f32, y - y0 as f32);
    let mut out = [0.0; 3];
    for (c, o) in out.iter_mut().enumerate() {
        let v = |x: usize, y: usize| f32::from(p.rgb[(y * w + x) * 3 + c]);
        let (a, b) = (v(x0, y0) + tx * (v(x1, y0) - v(x0, y0)), v(x0, y1) + tx * (v(x1, y1) - v(x0, y1)));
        *o = a + ty * (b - a);
    }
    out
}
