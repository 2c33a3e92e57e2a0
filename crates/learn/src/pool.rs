use std::collections::BTreeMap;

/// Pictures to choose from, by the part that they show: of a part pictured often each picture is drawn less often,
/// the part itself more often than others by the root of its pictures only.
#[derive(Clone, Default)]
pub struct Pool {
    parts: BTreeMap<String, Vec<usize>>,
}

impl Pool {
    pub fn push(&mut self, part: &str, picture: usize) {
        self.parts.entry(part.to_owned()).or_default().push(picture);
    }

    /// Pictures in it.
    pub fn count(&self) -> usize {
        self.parts.values().map(Vec::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// One of the pictures; there must be one.
    pub fn draw(&self, rng: &mut fastrand::Rng) -> usize {
        let weight = |pictures: &[usize]| (pictures.len() as f32).sqrt();
        let mut left = rng.f32() * self.parts.values().map(|p| weight(p)).sum::<f32>();
        let mut chosen = &[][..];
        for pictures in self.parts.values() {
            chosen = pictures;
            left -= weight(pictures);
            if left < 0.0 {
                break;
            }
        }
        chosen[rng.usize(..chosen.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_pictured_often_is_drawn_more_often_by_the_root_of_its_pictures_only() {
        let mut pool = Pool::default();
        (0..16).for_each(|i| pool.push("often", i));
        pool.push("once", 16);
        let mut rng = fastrand::Rng::with_seed(4);
        let mut drawn = [0usize; 17];
        (0..10_000).for_each(|_| drawn[pool.draw(&mut rng)] += 1);
        // Four to one between the parts, all pictures of a part alike.
        assert!((1800..2200).contains(&drawn[16]), "{drawn:?}");
        assert!(drawn[..16].iter().all(|n| (400..600).contains(n)), "{drawn:?}");
    }
}
