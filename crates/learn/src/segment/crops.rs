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

/// A square piece with a label for each second pixel.
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

    /// Side of the square that the network sees while training.
    pub fn side(&self) -> u32 {
        match self.fit {
            Fit::Stretch { width, .. } => width,
            Fit::Scale { .. } => PIECE,
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
        let (n, whole) = (self.side(), self.whole());
        let zoom = if whole { 0.9 + 0.2 * rng.f32() } else { 0.75 + 0.6 * rng.f32() };
        let side = (n as f32 * zoom).round() as i64;
        let jitter = |share: f32, rng: &mut fastrand::Rng| ((rng.f32() - 0.5) * share * n as f32) as i64;
        let (w, h) = (scene.mask.width as i64, scene.mask.height as i64);
        let from = match kind.checked_sub(1).map(|k| &scene.spots[k]) {
            _ if whole => ((w - side) / 2 + jitter(0.1, rng), (h - side) / 2 + jitter(0.1, rng)),
            Some(spots) => {
                let (x, y) = spots[rng.usize(..spots.len())];
                let centre = (x as i64 + jitter(0.8 * zoom, rng), y as i64 + jitter(0.8 * zoom, rng));
                (start(centre.0, side, w), start(centre.1, side, h))
            }
            None => (start(rng.i64(0..w), side, w), start(rng.i64(0..h), side, h)),
        };
        Ok(cut(&scene, from, side, n as usize, rng))
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

/// Start of a span of `side` around `centre` that stays inside `size` where it fits.
fn start(centre: i64, side: i64, size: i64) -> i64 {
    if side >= size { -((side - size) / 2) } else { (centre - side / 2).clamp(0, size - side) }
}

/// The square of `side` from `from` on, drawn `n` pixels wide; what lies outside continues the edges.
fn cut(scene: &Scene, from: (i64, i64), side: i64, n: usize, rng: &mut fastrand::Rng) -> Crop {
    let (w, h) = (scene.mask.width as i64, scene.mask.height as i64);
    let (x0, y0) = from;
    let (flip_x, flip_y) = (rng.bool(), rng.bool());
    let (gain, shift) = (0.8 + 0.4 * rng.f32(), (rng.f32() - 0.5) * 50.0);
    let scale = side as f32 / n as f32;
    let at = |o: usize, flip: bool, from: i64| -> f32 {
        let o = if flip { n - 1 - o } else { o };
        from as f32 + (o as f32 + 0.5) * scale - 0.5
    };
    let mut image = vec![0.0f32; 3 * n * n];
    for oy in 0..n {
        let sy = at(oy, flip_y, y0);
        for ox in 0..n {
            let sx = at(ox, flip_x, x0);
            let rgb = bilinear(&scene.picture, sx, sy);
            for c in 0..3 {
                image[(c * n + oy) * n + ox] = ((rgb[c] - 127.0) * gain + 127.0 + shift).clamp(0.0, 255.0);
            }
        }
    }
    let half = n / 2;
    let mut mask = vec![0u8; half * half];
    for oy in 0..half {
        let y = (at(2 * oy, flip_y, y0) + at(2 * oy + 1, flip_y, y0)) / 2.0;
        for ox in 0..half {
            let x = (at(2 * ox, flip_x, x0) + at(2 * ox + 1, flip_x, x0)) / 2.0;
            let (x, y) = (x.round() as i64, y.round() as i64);
            let inside = x >= 0 && y >= 0 && x < w && y < h;
            mask[oy * half + ox] = if inside { scene.mask.data[(y * w + x) as usize] } else { 0 };
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
