use crate::{Mask, outline};
use fovea_domain::{Mark, Polygon};

impl Mask {
    /// Gives `value` to the pixels that a mark covers; points cover none.
    pub fn fill_mark(&mut self, mark: &Mark, value: u8) {
        if let Mark::Brush { rle } = mark {
            rle.fill(&mut self.data, value);
        }
        for ring in mark.rings() {
            self.fill_polygon(&Polygon(ring), value);
        }
    }
}

/// A mark as one closed line in a picture of this size, empty where it covers nothing. What is drawn as an outline stays
/// exact; masks and broad lines follow the edges of their pixels.
pub fn mark_outline(mark: &Mark, width: u32, height: u32) -> Polygon {
    match mark {
        Mark::Points { .. } => Polygon::default(),
        Mark::Brush { .. } | Mark::Line { .. } => {
            let Some(around) = mark.bounds().and_then(|b| b.clip(width as f32, height as f32)) else {
                return Polygon::default();
            };
            let (left, top) = (around.x.floor(), around.y.floor());
            let side =
                |from: f32, long: f32, whole: u32| ((from + long).ceil() as u32).min(whole) - from as u32;
            let mut mask = Mask::new(
                side(left, around.x + around.w - left, width),
                side(top, around.y + around.h - top, height),
            );
            if let Mark::Brush { rle } = mark {
                let mut whole = Mask::new(rle.width, rle.height);
                rle.fill(&mut whole.data, 1);
                for y in 0..mask.height {
                    for x in 0..mask.width {
                        let at = y as usize * mask.width as usize + x as usize;
                        if let Some(to) = mask.data.get_mut(at) {
                            *to = whole.get(left as u32 + x, top as u32 + y);
                        }
                    }
                }
            }
            for mut ring in mark.rings() {
                ring.iter_mut().for_each(|p| *p = [p[0] - left, p[1] - top]);
                mask.fill_polygon(&Polygon(ring), 1);
            }
            let mut line = outline(&mask.data, mask.width, mask.height);
            line.0.iter_mut().for_each(|p| *p = [p[0] + left, p[1] + top]);
            line
        }
        other => Polygon(other.rings().into_iter().next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(draw: impl Fn(&mut Mask)) -> Vec<u8> {
        let mut mask = Mask::new(60, 40);
        draw(&mut mask);
        mask.data
    }

    proptest! {
        #[test]
        fn the_outline_of_a_bead_covers_its_pixels(
            points in prop::collection::vec([0.0f32..60.0, 0.0f32..40.0], 2..6), width in 1.0f32..20.0
        ) {
            let line = Mark::Line { points, width };
            let direct = filled(|m| m.fill_mark(&line, 1));
            prop_assert_eq!(filled(|m| m.fill_polygon(&mark_outline(&line, 60, 40), 1)), direct);
        }
    }

    #[test]
    fn a_bead_that_turns_back_has_no_hole_where_it_crosses_itself() {
        let points = vec![[10.0, 20.0], [50.0, 20.0], [30.0, 10.0], [30.0, 30.0]];
        let line = Mark::Line { points, width: 6.0 };
        let pixels = filled(|m| m.fill_mark(&line, 1));
        assert!(pixels[20 * 60 + 30] == 1 && pixels[20 * 60 + 12] == 1 && pixels[5 * 60 + 5] == 0);
    }

    #[test]
    fn a_mask_keeps_each_pixel_and_points_cover_none() {
        let mut pixels = vec![0; 60 * 40];
        for at in [125, 126, 127, 185, 187, 245, 246, 247, 2399] {
            pixels[at] = 1;
        }
        let mask = Mark::Brush { rle: fovea_domain::Runs::of(60, 40, &pixels) };
        assert_eq!(filled(|m| m.fill_polygon(&mark_outline(&mask, 60, 40), 1)), pixels);
        let points = Mark::Points { points: vec![[3.0, 3.0]] };
        assert!(mark_outline(&points, 60, 40).0.is_empty());
        assert!(filled(|m| m.fill_mark(&points, 1)).iter().all(|v| *v == 0));
    }
}
