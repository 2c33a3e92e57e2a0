use super::{SizeMismatch, regions};

/// Up to which share of wrongly marked good pixels [`pro`] looks, as in Bergmann et al.
pub const PRO_LIMIT: f64 = 0.3;

/// Sign, exponent and 11 bits of fraction of a value: scores closer than 0.05 % of themselves are one.
const BITS: u32 = 20;

/// A heat map and what is truly there (not 0: defect), row by row.
#[derive(Debug, Clone, Copy)]
pub struct PixelMap<'a> {
    pub heat: &'a [f32],
    pub truth: &'a [u8],
    pub width: usize,
    pub height: usize,
}

/// Pixel measures over any number of pictures in fixed memory (24 MB): values are counted in 2^20 bins
/// instead of sorted, whatever their range.
#[derive(Debug, Clone)]
pub struct PixelQuality {
    good: Vec<u64>,
    bad: Vec<u64>,
    /// The sum over the pixels of each bin of 1 / size of the true region they lie in.
    covered: Vec<f64>,
    regions: usize,
}

impl Default for PixelQuality {
    fn default() -> Self {
        let bins = 1 << BITS;
        PixelQuality { good: vec![0; bins], bad: vec![0; bins], covered: vec![0.0; bins], regions: 0 }
    }
}

impl PixelQuality {
    pub fn add(&mut self, map: PixelMap<'_>) -> Result<(), SizeMismatch> {
        SizeMismatch::check(map.width.saturating_mul(map.height), map.heat.len())?;
        let found = regions(map.truth, map.width, map.height)?;
        self.regions += found.sizes.len();
        for (&heat, &label) in map.heat.iter().zip(&found.labels) {
            let bin = bin(heat);
            match (label as usize).checked_sub(1).and_then(|region| found.sizes.get(region)) {
                Some(&size) => {
                    self.bad[bin] += 1;
                    self.covered[bin] += 1.0 / size as f64;
                }
                None => self.good[bin] += 1,
            }
        }
        Ok(())
    }

    /// The chance that a defect pixel is hotter than a good one. `None` where either kind is missing.
    pub fn auroc(&self) -> Option<f64> {
        let (good, bad) = (self.good.iter().sum::<u64>(), self.bad.iter().sum::<u64>());
        if good == 0 || bad == 0 {
            return None;
        }
        let (mut below, mut twice) = (0u128, 0u128);
        for (&good, &bad) in self.good.iter().zip(&self.bad) {
            twice += u128::from(bad) * (2 * below + u128::from(good));
            below += u128::from(good);
        }
        Some(twice as f64 / (2.0 * good as f64 * bad as f64))
    }

    /// Per-region overlap (Bergmann et al., "The MVTec Anomaly Detection Dataset", IJCV 2021): how much of
    /// a true region lies over the threshold, averaged over regions so that a small one weighs as much as
    /// a large one; as the area under that curve up to 30 % wrongly marked good pixels, where 1 is best.
    pub fn pro(&self) -> Option<f64> {
        let good: u64 = self.good.iter().sum();
        if good == 0 || self.regions == 0 {
            return None;
        }
        let (mut x, mut y, mut area) = (0.0, 0.0, 0.0);
        let (mut marked, mut covered) = (0u64, 0.0);
        for bin in (0..self.good.len()).rev().filter(|&i| self.good[i] > 0 || self.bad[i] > 0) {
            marked += self.good[bin];
            covered += self.covered[bin];
            let (nx, ny) = (marked as f64 / good as f64, covered / self.regions as f64);
            if nx >= PRO_LIMIT {
                let at = if nx > x { (PRO_LIMIT - x) / (nx - x) } else { 0.0 };
                area += (PRO_LIMIT - x) * (y + y + at * (ny - y)) / 2.0;
                break;
            }
            area += (nx - x) * (y + ny) / 2.0;
            (x, y) = (nx, ny);
        }
        Some((area / PRO_LIMIT).clamp(0.0, 1.0))
    }
}

/// [`PixelQuality::pro`] of pictures at hand; `None` also where one has arrays of unequal size.
pub fn pro(maps: &[PixelMap<'_>]) -> Option<f64> {
    let mut quality = PixelQuality::default();
    for map in maps {
        quality.add(*map).ok()?;
    }
    quality.pro()
}

/// Rises with the value; what is not a number lies lowest.
fn bin(value: f32) -> usize {
    let value = if value.is_nan() { f32::NEG_INFINITY } else { value + 0.0 };
    let bits = value.to_bits();
    let ordered = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    (ordered >> (32 - BITS)) as usize
}

#[cfg(test)]
#[path = "pixels_tests.rs"]
mod tests;
