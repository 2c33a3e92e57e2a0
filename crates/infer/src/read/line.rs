//! A line of text as the reader of signs takes it: upright, of one height, and looked at in one of several ways.

use super::{LINE, Try, filters};
use fovea_vision::{Picture, Quad, quad_size};

/// The reader tells a sign for each of so many pixels: what is put behind a line is time for nothing.
const MULTIPLE: u32 = 8;
/// Shorter lines get so much room: the reader was taught on wider ones.
const NARROWEST: u32 = 160;

/// The line cut out of the picture, no wider than `widest`.
pub(super) fn cut(picture: &Picture, quad: &Quad, widest: u32) -> Picture {
    let (w, h) = quad_size(quad);
    let width = (LINE as f32 * w / h.max(1.0)).ceil() as u32;
    picture.cut_quad(quad, width.clamp(8, widest), LINE)
}

/// Another way to look at it, or several of one kind.
pub(super) fn seen(line: &Picture, how: Try) -> Vec<Picture> {
    match how {
        Try::Inverted => {
            let rgb = line.rgb.iter().map(|v| 255 - v).collect();
            vec![Picture { rgb, ..*line }]
        }
        Try::Stretched => vec![stretched(line)],
        Try::Smooth => vec![stretched(&blurred(line))],
        Try::Soft => vec![stretched(&blurred(&blurred(line)))],
        Try::Dots => filters::closed(line).iter().map(stretched).collect(),
        Try::Engraved => filters::relief(line).iter().map(stretched).collect(),
    }
}

/// So that the darkest and the brightest fiftieth of the pixels become black and white.
fn stretched(line: &Picture) -> Picture {
    let mut counts = [0usize; 256];
    let brightness = |p: &[u8]| (u32::from(p[0]) * 77 + u32::from(p[1]) * 151 + u32::from(p[2]) * 28) >> 8;
    line.rgb.chunks_exact(3).for_each(|p| counts[brightness(p).min(255) as usize] += 1);
    let part = line.rgb.len() / 3 / 50;
    // The first level that more than this part of the pixels lies up to.
    let reach = |counts: &mut dyn Iterator<Item = &usize>| {
        let sums = counts.scan(0, |sum, n| {
            *sum += n;
            Some(*sum)
        });
        sums.take_while(|&sum| sum <= part).count()
    };
    let (low, high) = (reach(&mut counts.iter()).min(255), 255 - reach(&mut counts.iter().rev()).min(255));
    let spread = (high.saturating_sub(low)).max(8) as f32;
    let table: Vec<u8> =
        (0..256).map(|v| ((v as f32 - low as f32) * 255.0 / spread).clamp(0.0, 255.0) as u8).collect();
    Picture { rgb: line.rgb.iter().map(|&v| table[usize::from(v)]).collect(), ..*line }
}

/// The mean of five by five pixels around each.
fn blurred(line: &Picture) -> Picture {
    let (w, h) = (line.width as usize, line.height as usize);
    if w == 0 || h == 0 {
        return line.clone();
    }
    let rows = blurred_along(&line.rgb, 3, w);
    Picture { rgb: blurred_along(&rows, 3 * w, h), ..*line }
}

/// The mean of five values that lie `step` apart, in lines of `along` of them; fewer at their ends.
fn blurred_along(from: &[u8], step: usize, along: usize) -> Vec<u8> {
    let mut out = vec![0; from.len()];
    let mut sums = vec![0u32; along + 1];
    for first in (0..from.len()).step_by(step * along).flat_map(|block| block..block + step) {
        for k in 0..along {
            sums[k + 1] = sums[k] + u32::from(from[first + k * step]);
        }
        for k in 0..along {
            let (low, high) = (k.saturating_sub(2), (k + 3).min(along));
            let (sum, n) = (sums[high] - sums[low], (high - low) as u32);
            // Dividing by what is known is much quicker.
            let mean = if n == 5 { (sum + 2) / 5 } else { (sum + n / 2) / n };
            out[first + k * step] = mean as u8;
        }
    }
    out
}

/// Blue, green and red from -1 to 1, as the graphs were taught. `size` is at least the picture's; what is beyond is grey.
pub(super) fn tensor(picture: &Picture, (width, height): (usize, usize), out: &mut Vec<f32>) {
    out.clear();
    out.resize(3 * width * height, 0.0);
    let own = picture.width as usize;
    for (c, plane) in out.chunks_exact_mut(width * height).enumerate() {
        let rows = picture.rgb.chunks_exact(3 * own.max(1)).zip(plane.chunks_exact_mut(width));
        for (from, to) in rows {
            for (pixel, value) in from.chunks_exact(3).zip(to) {
                *value = f32::from(pixel[2 - c]) / 127.5 - 1.0;
            }
        }
    }
}

/// Width of the tensor for a line of this width.
pub(super) fn room(width: u32) -> usize {
    (width.div_ceil(MULTIPLE) * MULTIPLE).max(NARROWEST) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blurring_spreads_a_pixel_over_five_by_five() {
        let mut line = Picture::new(9, 7);
        line.rgb[3 * (3 * 9 + 4) + 1] = 255;
        line.rgb[0] = 255;
        let soft = blurred(&line);
        assert_eq!(
            [soft.pixel(4, 3), soft.pixel(2, 4), soft.pixel(7, 3)],
            [[0, 10, 0], [0, 10, 0], [0; 3]].map(Some)
        );
        // At a corner only nine pixels are there.
        assert_eq!(
            [soft.pixel(0, 0), soft.pixel(2, 2), soft.pixel(3, 0)],
            [[28, 0, 0], [10, 10, 0], [0; 3]].map(Some)
        );
    }
}
