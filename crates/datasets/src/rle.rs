use crate::LabelError;
use fovea_domain::{Point, Polygon};
use fovea_vision::outline;

/// A mask as lengths of runs of 0 and 1 in turn, down the columns, as COCO writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rle {
    pub width: u32,
    pub height: u32,
    pub counts: Vec<u64>,
}

/// The compressed form: 5 bits a sign, and from the third run on the difference to the one before the last.
pub fn parse_rle(width: u32, height: u32, text: &str) -> Result<Rle, LabelError> {
    let bad = || LabelError("a compressed mask is broken off or has signs that do not belong there".into());
    let mut counts: Vec<i64> = Vec::new();
    let mut signs = text.bytes();
    while let Some(first) = signs.next() {
        let (mut value, mut shift, mut sign) = (0i64, 0, first);
        loop {
            let bits = i64::from(sign.checked_sub(48).filter(|b| *b < 64).ok_or_else(bad)?);
            value |= (bits & 0x1f) << shift;
            shift += 5;
            if bits & 0x20 == 0 {
                if bits & 0x10 != 0 {
                    value |= -1 << shift;
                }
                break;
            }
            // Runs are at most width × height, far below 2^50.
            if shift >= 50 {
                return Err(bad());
            }
            sign = signs.next().ok_or_else(bad)?;
        }
        if counts.len() > 2 {
            value = value.checked_add(counts[counts.len() - 2]).ok_or_else(bad)?;
        }
        counts.push(value);
    }
    let counts = counts.into_iter().map(u64::try_from).collect::<Result<_, _>>().map_err(|_| bad())?;
    Ok(Rle { width, height, counts })
}

impl Rle {
    /// The marked pixels' border with its holes; `None` where nothing is marked. The runs must fill the
    /// picture exactly, and memory is taken only for the box around the marked pixels.
    pub(crate) fn polygon(&self) -> Result<Option<Polygon>, LabelError> {
        let (w, h) = (u64::from(self.width), u64::from(self.height));
        let total = self.counts.iter().try_fold(0u64, |sum, c| sum.checked_add(*c));
        if total != Some(w * h) {
            return Err(LabelError(format!("a mask's runs do not fill its {w} × {h} px")));
        }
        let Some((lo, hi)) = self.bounds() else { return Ok(None) };
        let (bw, bh) = (hi.0 - lo.0 + 1, hi.1 - lo.1 + 1);
        let mut bits = vec![0u8; (bw * bh) as usize];
        for (start, length) in self.ones() {
            for at in start..start + length {
                let (x, y) = (at / h - lo.0, at % h - lo.1);
                bits[(y * bw + x) as usize] = 1;
            }
        }
        let moved = |p: Point| -> Point { [p[0] + lo.0 as f32, p[1] + lo.1 as f32] };
        Ok(Some(Polygon(outline(&bits, bw as u32, bh as u32).0.into_iter().map(moved).collect())))
    }

    /// Start and length of the runs of 1.
    fn ones(&self) -> impl Iterator<Item = (u64, u64)> {
        let mut at = 0;
        self.counts.iter().enumerate().filter_map(move |(i, &count)| {
            let start = at;
            at += count;
            (i % 2 == 1 && count > 0).then_some((start, count))
        })
    }

    /// First and last marked column and row.
    fn bounds(&self) -> Option<((u64, u64), (u64, u64))> {
        let h = u64::from(self.height);
        let mut bounds: Option<((u64, u64), (u64, u64))> = None;
        for (start, length) in self.ones() {
            let last = start + length - 1;
            // A run over a column's end touches its top and its bottom.
            let (top, bottom) = if start / h == last / h { (start % h, last % h) } else { (0, h - 1) };
            let (lo, hi) = bounds.unwrap_or(((start / h, top), (last / h, bottom)));
            bounds = Some(((lo.0.min(start / h), lo.1.min(top)), (hi.0.max(last / h), hi.1.max(bottom))));
        }
        bounds
    }
}

#[cfg(test)]
mod tests;
