use crate::LabelError;
use fovea_domain::Runs;

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
    /// The marked pixels row by row; `None` where nothing is marked. The runs must fill the picture exactly, and memory is
    /// taken only for the box around the marked pixels.
    pub(crate) fn runs(&self) -> Result<Option<Runs>, LabelError> {
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
        Ok(Some(runs_within((self.width, self.height), [lo.0, lo.1, bw], &bits)))
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

/// Row by row, of a picture of `size`, what is marked in a part of it: left, top and width, and its pixels row by row.
pub(crate) fn runs_within(size: (u32, u32), [left, top, width]: [u64; 3], bits: &[u8]) -> Runs {
    let row = u64::from(size.0);
    let mut counts = vec![0u64];
    let mut push = |inside: bool, length: u64| {
        if length == 0 {
            return;
        }
        // Runs outside have even places.
        if (counts.len() % 2 == 0) != inside {
            counts.push(0);
        }
        if let Some(last) = counts.last_mut() {
            *last += length;
        }
    };
    push(false, top * row);
    let rows = bits.chunks_exact(width.max(1) as usize);
    let many = rows.len() as u64;
    for bits in rows {
        push(false, left);
        bits.iter().for_each(|bit| push(*bit != 0, 1));
        push(false, row.saturating_sub(left + width));
    }
    push(false, u64::from(size.1).saturating_sub(top + many) * row);
    let counts = counts.into_iter().map(|n| u32::try_from(n).unwrap_or(u32::MAX)).collect();
    Runs { width: size.0, height: size.1, counts }
}

/// The same mask down the columns.
pub(crate) fn by_columns(rle: &Runs) -> Vec<u32> {
    let (width, height) = (rle.width as usize, rle.height as usize);
    let mut pixels = vec![0; width * height];
    rle.fill(&mut pixels, 1);
    let mut turned = vec![0; pixels.len()];
    for (y, row) in pixels.chunks_exact(width.max(1)).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, v)| **v != 0) {
            turned[x * height + y] = 1;
        }
    }
    Runs::of(rle.height, rle.width, &turned).counts
}

/// Runs as [`parse_rle`] reads them.
pub(crate) fn compressed(counts: &[u32]) -> String {
    let mut text = String::new();
    for (i, &count) in counts.iter().enumerate() {
        let before = if i > 2 { counts.get(i - 2).copied().unwrap_or_default() } else { 0 };
        let mut value = i64::from(count) - i64::from(before);
        loop {
            let bits = (value & 0x1f) as u8;
            value >>= 5;
            let more = if bits & 0x10 != 0 { value != -1 } else { value != 0 };
            text.push(char::from(bits + 48 + if more { 0x20 } else { 0 }));
            if !more {
                break;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests;
