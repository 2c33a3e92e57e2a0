use crate::Picture;
use fovea_domain::BBox;

/// What a picture says of the shot itself, whatever it shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shot {
    /// Variance of the Laplacian of the brightness (0 to 255): the higher, the sharper. It depends on what is shown, so a limit
    /// is one of a scene.
    pub sharpness: f32,
    /// Mean brightness, 0 to 255.
    pub mean: f32,
    /// Share of pixels that are all but black, and all but white.
    pub dark: f32,
    pub bright: f32,
}

/// All but black is up to this, all but white from this on.
const BLACK: u8 = 8;
const WHITE: u8 = 247;

impl Shot {
    /// Of the part of the picture inside the box, or of all of it.
    pub fn of(picture: &Picture, part: Option<&BBox>) -> Shot {
        let (width, height) = (picture.width as f32, picture.height as f32);
        let whole = BBox { x: 0.0, y: 0.0, w: width, h: height };
        let BBox { x, y, w, h } = part.unwrap_or(&whole).clip(width, height).unwrap_or(whole);
        let (left, right) = (x as usize, (x + w).ceil() as usize);
        let (top, bottom) = (y as usize, (y + h).ceil() as usize);
        let row = |y: usize| {
            let from = 3 * (y * picture.width as usize + left);
            let line = &picture.rgb[from..from + 3 * (right - left)];
            line.chunks_exact(3)
                .map(|p| (u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29) as u16)
                .collect::<Vec<u16>>()
        };
        let (mut sum, mut dark, mut bright) = (0u64, 0u64, 0u64);
        let (mut slope, mut squares, mut inner) = (0.0f64, 0.0f64, 0u64);
        let mut lines: [Vec<u16>; 3] = Default::default();
        for y in top..bottom {
            lines.rotate_left(1);
            lines[2] = row(y);
            for &v in &lines[2] {
                sum += u64::from(v);
                dark += u64::from(v <= u16::from(BLACK) << 8);
                bright += u64::from(v >= u16::from(WHITE) << 8);
            }
            let [above, middle, below] = &lines;
            for x in 1..middle.len().saturating_sub(1).min(above.len()) {
                let around = i32::from(above[x])
                    + i32::from(below[x])
                    + i32::from(middle[x - 1])
                    + i32::from(middle[x + 1]);
                let laplacian = f64::from(around - 4 * i32::from(middle[x])) / 256.0;
                slope += laplacian;
                squares += laplacian * laplacian;
                inner += 1;
            }
        }
        let count = ((right - left) * (bottom - top)).max(1) as f64;
        let n = inner.max(1) as f64;
        Shot {
            sharpness: (squares / n - (slope / n).powi(2)).max(0.0) as f32,
            mean: (sum as f64 / 256.0 / count) as f32,
            dark: (dark as f64 / count) as f32,
            bright: (bright as f64 / count) as f32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(value: impl Fn(u32, u32) -> u8) -> Picture {
        let mut picture = Picture::new(64, 48);
        for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            pixel.fill(value(i as u32 % 64, i as u32 / 64));
        }
        picture
    }

    #[test]
    fn a_sharp_edge_is_sharper_than_a_soft_one_and_a_plain_picture_is_not_sharp() {
        let hard = Shot::of(&drawn(|x, _| if x < 32 { 60 } else { 180 }), None);
        let soft =
            Shot::of(&drawn(|x, _| 60 + (120.0 / (1.0 + (-(x as f32 - 32.0) / 4.0).exp())) as u8), None);
        let plain = Shot::of(&drawn(|_, _| 120), None);
        assert!(hard.sharpness > 20.0 * soft.sharpness && soft.sharpness > 0.0, "{hard:?} {soft:?}");
        assert_eq!((plain.sharpness, plain.mean.round(), plain.dark, plain.bright), (0.0, 120.0, 0.0, 0.0));
    }

    #[test]
    fn dark_and_bright_pixels_are_counted_in_the_part_that_is_asked_for() {
        let picture = drawn(|x, _| if x < 16 { 0 } else { 255 });
        let whole = Shot::of(&picture, None);
        assert_eq!((whole.dark, whole.bright), (0.25, 0.75));
        let part = Shot::of(&picture, Some(&BBox { x: 0.0, y: 10.0, w: 16.0, h: 20.0 }));
        assert_eq!((part.dark, part.bright, part.mean, part.sharpness), (1.0, 0.0, 0.0, 0.0));
        let outside = Shot::of(&picture, Some(&BBox { x: 900.0, y: 0.0, w: 5.0, h: 5.0 }));
        assert_eq!(outside, whole);
    }
}
