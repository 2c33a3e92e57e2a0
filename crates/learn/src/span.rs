//! A piece of a picture as a network sees it while it learns: scaled, mirrored and lit by chance.

use fovea_vision::Picture;

/// What is cut from a picture, by its middle, and the size that it is drawn in.
pub struct Span {
    pub centre: (f32, f32),
    pub sides: (f32, f32),
    pub view: (usize, usize),
    mirror: (f32, f32),
    gain: f32,
    shift: f32,
}

impl Span {
    pub fn by_chance(
        centre: (f32, f32),
        sides: (f32, f32),
        view: (usize, usize),
        rng: &mut fastrand::Rng,
    ) -> Span {
        let mut mirror = || if rng.bool() { -1.0 } else { 1.0 };
        let mirror = (mirror(), mirror());
        let (gain, shift) = (0.8 + 0.4 * rng.f32(), (rng.f32() - 0.5) * 50.0);
        Span { centre, sides, view, mirror, gain, shift }
    }

    /// The place in the picture of one in the view, both counted from the corner of the first pixel.
    pub fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let x = (x / self.view.0 as f32 - 0.5) * self.sides.0 * self.mirror.0;
        let y = (y / self.view.1 as f32 - 0.5) * self.sides.1 * self.mirror.1;
        (self.centre.0 + x, self.centre.1 + y)
    }

    /// The reverse of [`Span::at`].
    pub fn seen(&self, x: f32, y: f32) -> (f32, f32) {
        let x = ((x - self.centre.0) * self.mirror.0 / self.sides.0 + 0.5) * self.view.0 as f32;
        let y = ((y - self.centre.1) * self.mirror.1 / self.sides.1 + 0.5) * self.view.1 as f32;
        (x, y)
    }

    /// The view's numbers; what lies outside of the picture continues its edges.
    pub fn image(&self, picture: &Picture) -> Vec<f32> {
        let (width, height) = self.view;
        let mut image = vec![0.0f32; 3 * width * height];
        for oy in 0..height {
            for ox in 0..width {
                let (x, y) = self.at(ox as f32 + 0.5, oy as f32 + 0.5);
                let rgb = bilinear(picture, x - 0.5, y - 0.5);
                for c in 0..3 {
                    image[(c * height + oy) * width + ox] =
                        ((rgb[c] - 127.0) * self.gain + 127.0 + self.shift).clamp(0.0, 255.0);
                }
            }
        }
        image
    }
}

/// Where a span of `side` around `centre` has to lie to stay inside `size`, where it fits.
pub fn inside(centre: f32, side: f32, size: f32) -> f32 {
    if side >= size { size / 2.0 } else { centre.clamp(side / 2.0, size - side / 2.0) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_seen_where_it_was_cut_from() {
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..20 {
            let span = Span::by_chance((90.0, 40.0), (120.0, 60.0), (64, 32), &mut rng);
            let (x, y) = span.at(10.0, 25.0);
            let (bx, by) = span.seen(x, y);
            assert!((bx - 10.0).abs() < 1e-3 && (by - 25.0).abs() < 1e-3, "{bx} {by}");
        }
    }
}
