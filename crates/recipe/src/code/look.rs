use fovea_domain::{BBox, Point, Polygon};
use fovea_vision::Picture;
use fovea_vision::register::Affine;

/// A way to look at a picture for a reader of codes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Way {
    Plain,
    /// So many times as large.
    Scaled(f64),
    /// Blurred, so that grain fades and dots grow together.
    Soft,
    /// Turned by so many degrees: bars are read along rows and columns.
    Turned(f64),
}

impl Way {
    /// Whether it helps bars alone.
    pub fn only_bars(self) -> bool {
        matches!(self, Way::Turned(_))
    }
}

/// A picture as it is looked at: brightness, and the way back into the picture.
pub(super) struct Look {
    pub width: u32,
    pub height: u32,
    pub luma: Vec<u8>,
    back: Affine,
}

/// Pictures with longer sides are also looked at half as large, those with shorter ones twice as large.
const LARGE: u32 = 1000;
const SMALL: u32 = 700;

impl Look {
    /// The usual way first.
    pub fn ways(width: u32, height: u32) -> Vec<Way> {
        let longer = width.max(height);
        let mut ways = vec![Way::Plain];
        if longer < SMALL {
            ways.push(Way::Scaled(2.0));
        }
        ways.push(Way::Soft);
        if longer > LARGE {
            ways.push(Way::Scaled(0.5));
        }
        ways.extend([30.0, -30.0, 45.0].map(Way::Turned));
        ways
    }

    pub fn of(picture: &Picture, way: Way) -> Look {
        match way {
            Way::Plain => Look::plain(picture, Affine::IDENTITY),
            Way::Scaled(factor) => {
                let side = |v: u32| ((f64::from(v) * factor).round() as u32).max(8);
                let scaled = picture.resize(side(picture.width), side(picture.height));
                let (sx, sy) = (
                    f64::from(picture.width) / f64::from(scaled.width),
                    f64::from(picture.height) / f64::from(scaled.height),
                );
                Look::plain(&scaled, Affine([sx, 0.0, 0.0, 0.0, sy, 0.0]))
            }
            Way::Soft => {
                let mut look = Look::plain(picture, Affine::IDENTITY);
                look.luma = softened(&look.luma, look.width as usize, look.height as usize);
                look
            }
            Way::Turned(degrees) => {
                let (w, h) = (f64::from(picture.width), f64::from(picture.height));
                let (sin, cos) = degrees.to_radians().sin_cos();
                let (width, height) =
                    ((w * cos.abs() + h * sin.abs()).ceil(), (w * sin.abs() + h * cos.abs()).ceil());
                let shift = Affine([1.0, 0.0, (w - width) / 2.0, 0.0, 1.0, (h - height) / 2.0]);
                let back = Affine::similarity(degrees, 1.0, (w / 2.0, h / 2.0), (0.0, 0.0)).after(&shift);
                let corner = |x: f64, y: f64| {
                    let (x, y) = back.apply(x, y);
                    [x as f32, y as f32]
                };
                let quad = [corner(0.0, 0.0), corner(width, 0.0), corner(width, height), corner(0.0, height)];
                Look::plain(&picture.cut_quad(&quad, width as u32, height as u32), back)
            }
        }
    }

    fn plain(picture: &Picture, back: Affine) -> Look {
        let weigh = |p: &[u8]| {
            ((u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29) >> 8).min(255) as u8
        };
        let luma = picture.rgb.chunks_exact(3).map(weigh).collect();
        Look { width: picture.width, height: picture.height, luma, back }
    }

    /// A box around the points that a reader tells, in the picture. Of squares these are middles of corner marks, of bars the ends
    /// of one line across.
    pub fn quad(&self, points: &[Point], square: bool) -> [Point; 4] {
        let (w, h) = (self.width as f32, self.height as f32);
        let bounds = Polygon(points.to_vec()).bounds().unwrap_or(BBox { x: 0.0, y: 0.0, w, h });
        let grow = bounds.w.max(bounds.h) * if square { 0.15 } else { 0.12 };
        let (x0, y0) = ((bounds.x - grow).max(0.0), (bounds.y - grow).max(0.0));
        let (x1, y1) = ((bounds.x + bounds.w + grow).min(w), (bounds.y + bounds.h + grow).min(h));
        [[x0, y0], [x1, y0], [x1, y1], [x0, y1]].map(|[x, y]| {
            let (x, y) = self.back.apply(x.into(), y.into());
            [x as f32, y as f32]
        })
    }
}

/// The mean of three by three pixels around each, twice.
fn softened(luma: &[u8], width: usize, height: usize) -> Vec<u8> {
    let once = |from: &[u8]| -> Vec<u8> {
        let mut out = Vec::with_capacity(from.len());
        for y in 0..height {
            let rows =
                [y.saturating_sub(1), y, (y + 1).min(height - 1)].map(|r| &from[r * width..(r + 1) * width]);
            for x in 0..width {
                let columns = [x.saturating_sub(1), x, (x + 1).min(width - 1)];
                let sum: u32 = rows.iter().flat_map(|r| columns.map(|c| u32::from(r[c]))).sum();
                out.push((sum / 9) as u8);
            }
        }
        out
    };
    once(&once(luma))
}
