//! Pairs made from others: moved, turned, scaled, lit otherwise, blurred, with noise, so that the places that a camera's
//! pictures give are known, too, however clean the pictures at hand are.

use fovea_domain::BBox;
use fovea_vision::Picture;
use fovea_vision::register::{Affine, Gray, warped};

/// How a picture was changed.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// From the made picture into the given one.
    map: Affine,
    /// Brightness at the left, top, right and bottom, as a factor.
    light: [f32; 4],
    lift: f32,
    blur: usize,
    noise: f32,
    seed: u64,
}

/// Parts of the shorter side and degrees that a board may lie otherwise than its template.
const SHIFT: f64 = 0.02;
const TURN: f64 = 2.0;
const SCALE: f64 = 0.012;

impl Change {
    /// Drawn by `rng`, about the middle of a picture of that size.
    pub fn draw(rng: &mut fastrand::Rng, width: u32, height: u32) -> Change {
        let mut even = |most: f64| (rng.f64() * 2.0 - 1.0) * most;
        let (w, h) = (f64::from(width), f64::from(height));
        let shift = SHIFT * w.min(h);
        let (degrees, scale, shift) = (even(TURN), 1.0 + even(SCALE), (even(shift), even(shift)));
        let map = Affine::similarity(degrees, scale, (w / 2.0, h / 2.0), shift);
        let light = std::array::from_fn(|_| 0.55 + 0.45 * rng.f32());
        let lift = rng.f32() * 60.0;
        Change { map, light, lift, blur: rng.usize(..3), noise: rng.f32() * 9.0, seed: rng.u64(..) }
    }

    /// The picture as it would be seen then. Grey, since only contrast counts.
    pub fn picture(&self, picture: &Picture) -> Picture {
        let (w, h) = (picture.width as usize, picture.height as usize);
        let mut gray = warped(&Gray::of(picture), &self.map, w, h);
        for _ in 0..self.blur {
            gray = blurred(&gray);
        }
        let mut rng = fastrand::Rng::with_seed(self.seed);
        let mut out = Picture::new(picture.width, picture.height);
        let [left, top, right, bottom] = self.light;
        for (y, (line, pixels)) in gray.data.chunks_exact(w).zip(out.rgb.chunks_exact_mut(3 * w)).enumerate()
        {
            let v = y as f32 / h as f32;
            for (x, (value, pixel)) in line.iter().zip(pixels.chunks_exact_mut(3)).enumerate() {
                let u = x as f32 / w as f32;
                let light = (left + u * (right - left)) * (top + v * (bottom - top));
                let grain = (rng.f32() + rng.f32() + rng.f32() - 1.5) * 2.0 * self.noise;
                pixel.fill((value * light + self.lift + grain).clamp(0.0, 255.0) as u8);
            }
        }
        out
    }

    /// Where a box of the given picture lies in the made one; `None` where most of it is not seen.
    pub fn bbox(&self, bbox: &BBox, width: u32, height: u32) -> Option<BBox> {
        let back = self.map.inverse()?;
        // The middle moves, the size scales: the box around a turned box would grow with every turn.
        let (x, y) = back.apply(f64::from(bbox.x + bbox.w / 2.0), f64::from(bbox.y + bbox.h / 2.0));
        let (w, h) = (f64::from(bbox.w) * back.scale(), f64::from(bbox.h) * back.scale());
        let moved = BBox { x: (x - w / 2.0) as f32, y: (y - h / 2.0) as f32, w: w as f32, h: h as f32 };
        let seen = moved.clip(width as f32, height as f32)?;
        (seen.area() >= 0.7 * moved.area()).then_some(seen)
    }
}

/// Means of three by three pixels, the middle counting most.
fn blurred(gray: &Gray) -> Gray {
    let (w, h) = (gray.width, gray.height);
    let along = |data: &[f32], step: usize, last: &dyn Fn(usize) -> bool, first: &dyn Fn(usize) -> bool| {
        let at = |i: usize| {
            let before = if first(i) { data[i] } else { data[i - step] };
            let after = if last(i) { data[i] } else { data[i + step] };
            0.25 * before + 0.5 * data[i] + 0.25 * after
        };
        (0..data.len()).map(at).collect::<Vec<f32>>()
    };
    let rows = along(&gray.data, 1, &|i| i % w == w - 1, &|i| i % w == 0);
    let data = along(&rows, w, &|i| i / w == h - 1, &|i| i / w == 0);
    Gray { width: w, height: h, data }
}
