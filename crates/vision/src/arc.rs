//! Text along a circle, laid flat.

use crate::Picture;
use crate::register::Homography;
use fovea_domain::text::TextArc;

impl Picture {
    /// What lies along `arc`, drawn as if it were straight. As with [`Picture::cut_quad`] several places count for each pixel
    /// where it is larger than what is drawn.
    pub fn cut_arc(&self, arc: &TextArc, width: u32, height: u32) -> Picture {
        let laid = arc.laid();
        self.cut_by((width, height), (laid.length(), laid.height()), |u, v| laid.at(u, v))
    }

    /// The same of an arc that is told on another picture, which `map` leads from into this one.
    pub fn cut_arc_through(&self, arc: &TextArc, map: &Homography, width: u32, height: u32) -> Picture {
        let laid = arc.laid();
        let scale = map.near(arc.middle[0].into(), arc.middle[1].into()).scale() as f32;
        self.cut_by((width, height), (laid.length() * scale, laid.height() * scale), |u, v| {
            let [x, y] = laid.at(u, v);
            let (x, y) = map.apply(x.into(), y.into());
            [x as f32, y as f32]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_becomes_a_stripe() {
        // A ring of 20 pixels around (100, 100), 70 pixels from there, red on its left half and blue on its right.
        let mut picture = Picture::new(200, 200);
        for (i, pixel) in picture.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = ((i % 200) as f32 + 0.5, (i / 200) as f32 + 0.5);
            if ((x - 100.0).hypot(y - 100.0) - 70.0).abs() <= 10.0 {
                pixel.copy_from_slice(if x < 100.0 { &[200, 0, 0] } else { &[0, 0, 200] });
            }
        }
        let arc = TextArc { start: [30.0, 100.0], middle: [100.0, 30.0], end: [170.0, 100.0], height: 12.0 };
        let flat = picture.cut_arc(&arc, 220, 12);
        assert_eq!((flat.width, flat.height), (220, 12));
        for y in 0..12 {
            assert_eq!((flat.pixel(60, y), flat.pixel(160, y)), (Some([200, 0, 0]), Some([0, 0, 200])));
        }
        assert!(picture.cut_arc(&arc, 0, 12).rgb.is_empty());
    }
}
