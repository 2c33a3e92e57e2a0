use crate::Picture;
use crate::register::Gray;

/// The mixture of red, green and blue in which a picture has most contrast: brightness for grey pictures, and what tells
/// copper from board for coloured ones, where both may be equally bright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    weights: [f32; 3],
    lift: f32,
}

/// Pixels looked at.
const LOOKED_AT: usize = 20_000;
/// Below this mean difference of the channels a picture is grey.
const GREY: f32 = 6.0;
const BRIGHTNESS: [f32; 3] = [0.299, 0.587, 0.114];
const ROUNDS: usize = 60;

impl Axis {
    pub fn of(picture: &Picture) -> Axis {
        let grey = Axis { weights: BRIGHTNESS, lift: 0.0 };
        let pixels = picture.rgb.len() / 3;
        let step = pixels.div_ceil(LOOKED_AT).max(1);
        let looked = || picture.rgb.chunks_exact(3).step_by(step);
        let n = looked().count() as f64;
        if n < 2.0 {
            return grey;
        }
        let apart = |p: &[u8]| f64::from(p[0].abs_diff(p[1]).max(p[1].abs_diff(p[2])));
        if looked().map(apart).sum::<f64>() / n < f64::from(GREY) {
            return grey;
        }
        let (mut mean, mut products) = ([0.0f64; 3], [[0.0f64; 3]; 3]);
        for p in looked() {
            let v = [f64::from(p[0]), f64::from(p[1]), f64::from(p[2])];
            for a in 0..3 {
                mean[a] += v[a] / n;
                (0..3).for_each(|b| products[a][b] += v[a] * v[b] / n);
            }
        }
        let spread: [[f64; 3]; 3] =
            std::array::from_fn(|a| std::array::from_fn(|b| products[a][b] - mean[a] * mean[b]));
        // The direction of most spread, by repeated multiplication.
        let mut axis = BRIGHTNESS.map(f64::from);
        for _ in 0..ROUNDS {
            let next: [f64; 3] = std::array::from_fn(|a| (0..3).map(|b| spread[a][b] * axis[b]).sum());
            let length = next.iter().map(|v| v * v).sum::<f64>().sqrt();
            if !length.is_finite() || length < 1e-9 {
                return grey;
            }
            axis = next.map(|v| v / length);
        }
        // Brighter stays brighter where there is a brighter; else red counts up.
        let bright: f64 = axis.iter().zip(BRIGHTNESS).map(|(a, b)| a * f64::from(b)).sum();
        let sign = if bright.abs() > 1e-3 { bright.signum() } else { axis[0].signum() };
        let sum: f64 = axis.iter().map(|a| a.abs()).sum();
        let weights = axis.map(|a| (sign * a / sum) as f32);
        let lift = -255.0 * weights.iter().filter(|w| **w < 0.0).sum::<f32>();
        Axis { weights, lift }
    }

    /// Values from 0 to 255.
    pub fn gray(&self, picture: &Picture) -> Gray {
        let [r, g, b] = self.weights;
        let value = |p: &[u8]| r * f32::from(p[0]) + g * f32::from(p[1]) + b * f32::from(p[2]) + self.lift;
        Gray {
            width: picture.width as usize,
            height: picture.height as usize,
            data: picture.rgb.chunks_exact(3).map(value).collect(),
        }
    }
}
