use super::Gray;

/// A template made ready to be looked for.
#[derive(Debug, Clone)]
pub struct Template {
    width: usize,
    height: usize,
    /// Without its mean, of length 1.
    data: Vec<f32>,
}

/// Standard deviation below which a place counts as flat: noise of a camera, in steps of 256.
const FLAT: f32 = 1.0;

impl Template {
    pub fn of(part: &Gray) -> Template {
        let n = part.data.len().max(1) as f32;
        let mean = part.data.iter().sum::<f32>() / n;
        let mut data: Vec<f32> = part.data.iter().map(|v| v - mean).collect();
        let length = data.iter().map(|v| v * v).sum::<f32>().sqrt().max(FLAT * n.sqrt());
        data.iter_mut().for_each(|v| *v /= length);
        Template { width: part.width, height: part.height, data }
    }

    /// How well it agrees (-1 to 1) with the place whose upper left pixel is (`x`, `y`); pictures are continued at
    /// their edges.
    pub fn agreement(&self, picture: &Gray, x: isize, y: isize) -> f32 {
        let inside = x >= 0
            && y >= 0
            && x as usize + self.width <= picture.width
            && y as usize + self.height <= picture.height;
        let (mut dot, mut sum, mut squares) = (0.0f32, 0.0f32, 0.0f32);
        if inside {
            for (row, line) in self.data.chunks_exact(self.width.max(1)).enumerate() {
                let from = (y as usize + row) * picture.width + x as usize;
                let (d, s, q) = sums(line, &picture.data[from..from + self.width]);
                dot += d;
                sum += s;
                squares += q;
            }
        } else {
            let part = picture.part(x, y, self.width, self.height);
            (dot, sum, squares) = sums(&self.data, &part.data);
        }
        let n = self.data.len().max(1) as f32;
        let spread = (squares - sum * sum / n).max(0.0).sqrt().max(FLAT * n.sqrt());
        (dot / spread).clamp(-1.0, 1.0)
    }

    /// The best place within `reach` pixels of (`x`, `y`) in both directions, as (dx, dy, agreement). A place `reach`
    /// away must agree better by `pull` than the middle, so that of many alike the nearest is taken.
    pub fn find(&self, picture: &Gray, x: isize, y: isize, reach: isize, pull: f32) -> (isize, isize, f32) {
        let mut best = (0, 0, f32::MIN, f32::MIN);
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let agreement = self.agreement(picture, x + dx, y + dy);
                let far = (dx * dx + dy * dy) as f32 / (reach * reach).max(1) as f32;
                let worth = agreement - pull * far;
                if worth > best.3 {
                    best = (dx, dy, agreement, worth);
                }
            }
        }
        (best.0, best.1, best.2)
    }
}

/// Sum of products, sum and sum of squares, over eight lanes that do not wait for each other.
pub(super) fn sums(template: &[f32], line: &[f32]) -> (f32, f32, f32) {
    const LANES: usize = 8;
    let (mut dot, mut sum, mut squares) = ([0.0f32; LANES], [0.0f32; LANES], [0.0f32; LANES]);
    let (whole, rest) = (template.chunks_exact(LANES), template.chunks_exact(LANES).remainder());
    let rest_line = &line[line.len().min(template.len()) - rest.len()..];
    for (t, p) in whole.zip(line.chunks_exact(LANES)) {
        for k in 0..LANES {
            dot[k] += t[k] * p[k];
            sum[k] += p[k];
            squares[k] += p[k] * p[k];
        }
    }
    for (k, (t, p)) in rest.iter().zip(rest_line).enumerate() {
        dot[k] += t * p;
        sum[k] += p;
        squares[k] += p * p;
    }
    (dot.iter().sum(), sum.iter().sum(), squares.iter().sum())
}
