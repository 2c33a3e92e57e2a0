use crate::Picture;

/// Brightness a pixel. Places are told in continuous coordinates: the pixel of column 0 reaches from 0 to 1, its
/// middle lies at 0.5, so that halving a picture halves all coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct Gray {
    pub width: usize,
    pub height: usize,
    pub data: Vec<f32>,
}

impl Gray {
    pub fn new(width: usize, height: usize) -> Gray {
        Gray { width, height, data: vec![0.0; width * height] }
    }

    pub fn of(picture: &Picture) -> Gray {
        let weigh = |p: &[u8]| 0.299 * f32::from(p[0]) + 0.587 * f32::from(p[1]) + 0.114 * f32::from(p[2]);
        Gray {
            width: picture.width as usize,
            height: picture.height as usize,
            data: picture.rgb.chunks_exact(3).map(weigh).collect(),
        }
    }

    /// Means of two by two pixels; what does not fill a pixel at the right and lower edge is dropped.
    pub fn half(&self) -> Gray {
        let (w, h) = (self.width / 2, self.height / 2);
        let mut data = Vec::with_capacity(w * h);
        for y in 0..h {
            let (a, b) = (&self.data[2 * y * self.width..], &self.data[(2 * y + 1) * self.width..]);
            data.extend((0..w).map(|x| (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1]) / 4.0));
        }
        Gray { width: w, height: h, data }
    }

    /// The value at a place, between four pixels; `None` where it is not surrounded by pixels.
    pub fn at(&self, x: f32, y: f32) -> Option<f32> {
        let (x, y) = (x - 0.5, y - 0.5);
        if !(x >= 0.0 && y >= 0.0 && x < (self.width as f32 - 1.0) && y < (self.height as f32 - 1.0)) {
            return None;
        }
        let (column, row) = (x as usize, y as usize);
        let (u, v) = (x - column as f32, y - row as f32);
        let i = row * self.width + column;
        let (a, b) = (&self.data[i..i + 2], &self.data[i + self.width..i + self.width + 2]);
        let (top, low) = (a[0] + u * (a[1] - a[0]), b[0] + u * (b[1] - b[0]));
        Some(top + v * (low - top))
    }

    /// The value of the pixel there, that of the nearest one outside.
    pub fn near(&self, x: isize, y: isize) -> f32 {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        self.data[y * self.width + x]
    }

    /// The part from the whole pixel (`x`, `y`) on; continued where it reaches over the edge.
    pub fn part(&self, x: isize, y: isize, width: usize, height: usize) -> Gray {
        let mut data = Vec::with_capacity(width * height);
        for row in 0..height as isize {
            data.extend((0..width as isize).map(|column| self.near(x + column, y + row)));
        }
        Gray { width, height, data }
    }
}
