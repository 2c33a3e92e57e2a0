use crate::Picture;

/// A picture unrolled along a path: a column for each step along it, a row for each pixel across. Three values a place:
/// brightness, red less green, blue less green.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    pub columns: usize,
    pub rows: usize,
    /// By channel; the rows of a column lie side by side.
    pub data: [Vec<f32>; 3],
}

impl Strip {
    /// `column` tells for each column the place of its middle row and the step from row to row, in pixels whose first reaches
    /// from 0 to 1. Between pixels values are mixed; beyond the picture its edge goes on.
    pub fn unroll(
        picture: &Picture,
        columns: usize,
        rows: usize,
        column: impl Fn(usize) -> ([f64; 2], [f64; 2]),
    ) -> Strip {
        let mut data = [0, 1, 2].map(|_| Vec::with_capacity(columns * rows));
        let (w, h) = (picture.width.max(1) as usize, picture.height.max(1) as usize);
        let middle = (rows / 2) as f64;
        let [bright, red, blue] = &mut data;
        for c in 0..columns {
            let (place, step) = column(c);
            for r in 0..rows {
                let across = r as f64 - middle;
                let x = (place[0] + across * step[0] - 0.5).clamp(0.0, (w - 1) as f64);
                let y = (place[1] + across * step[1] - 0.5).clamp(0.0, (h - 1) as f64);
                let (x0, y0) = (x as usize, y as usize);
                let (u, v) = ((x - x0 as f64) as f32, (y - y0 as f64) as f32);
                let (x1, y1) = ((x0 + 1).min(w - 1), (y0 + 1).min(h - 1));
                let [r, g, b] = mixed(picture, [y0 * w + x0, y0 * w + x1, y1 * w + x0, y1 * w + x1], u, v);
                bright.push(0.299 * r + 0.587 * g + 0.114 * b);
                red.push(r - g);
                blue.push(b - g);
            }
        }
        Strip { columns, rows, data }
    }

    pub fn column(&self, channel: usize, column: usize) -> &[f32] {
        &self.data[channel][column * self.rows..(column + 1) * self.rows]
    }

    /// The value at a row between two.
    pub fn at(&self, channel: usize, column: usize, row: f64) -> f32 {
        let line = self.column(channel, column);
        let row = row.clamp(0.0, (self.rows - 1) as f64);
        let (i, t) = (row as usize, row.fract() as f32);
        let (a, b) = (line[i], line[(i + 1).min(self.rows - 1)]);
        a + t * (b - a)
    }

    /// As a picture, along the path from left to right: what a person looks at.
    pub fn picture(&self) -> Picture {
        let mut picture = Picture::new(self.columns as u32, self.rows as u32);
        for c in 0..self.columns {
            for r in 0..self.rows {
                let i = c * self.rows + r;
                let (y, red, blue) = (self.data[0][i], self.data[1][i], self.data[2][i]);
                let green = y - 0.299 * red - 0.114 * blue;
                let pixel = [green + red, green, green + blue].map(|v| v.round().clamp(0.0, 255.0) as u8);
                let at = 3 * (r * self.columns + c);
                picture.rgb[at..at + 3].copy_from_slice(&pixel);
            }
        }
        picture
    }
}

fn mixed(picture: &Picture, at: [usize; 4], u: f32, v: f32) -> [f32; 3] {
    let weights = [(1.0 - u) * (1.0 - v), u * (1.0 - v), (1.0 - u) * v, u * v];
    let mut sum = [0.0f32; 3];
    for (at, weight) in at.into_iter().zip(weights) {
        let Some(pixel) = picture.rgb.get(3 * at..3 * at + 3) else { continue };
        sum.iter_mut().zip(pixel).for_each(|(s, p)| *s += weight * f32::from(*p));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_along_a_row_is_the_picture() {
        let mut picture = Picture::new(20, 9);
        picture.rgb.iter_mut().enumerate().for_each(|(i, v)| *v = (i * 7 % 251) as u8);
        let strip = Strip::unroll(&picture, 20, 9, |c| ([c as f64 + 0.5, 4.5], [0.0, 1.0]));
        assert_eq!(strip.picture(), picture);
        // Half way between two pixels lies their mean; beyond the picture its edge goes on.
        let (a, b) = (strip.column(0, 3)[4], strip.column(0, 3)[5]);
        assert!((strip.at(0, 3, 4.5) - (a + b) / 2.0).abs() < 1e-3);
        let beyond = Strip::unroll(&picture, 3, 3, |_| ([-50.0, -50.0], [0.0, 1.0]));
        assert!(beyond.data[0].iter().all(|v| *v == strip.column(0, 0)[0]));
    }
}
