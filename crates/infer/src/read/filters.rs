//! Print that is no plain ink on a plain ground: dots, and what is engraved. By the darkest and the brightest around each place
//! (grey morphology; Serra 1982), on lines of the height that they are read at.

use fovea_vision::Picture;

/// Half the widths that gaps between dots are closed over, in pixels. Seven dots a sign are about six pixels apart.
const GAPS: [usize; 3] = [1, 2, 3];
/// Half the width of the widest stroke that an engraving is looked for by.
const STROKE: usize = 5;
/// Half of what is wider than any stroke: what is brightest around a place within it is the ground there.
const GROUND: usize = 12;

/// The line with gaps in its ink closed, once for each width. What is ink is told by which of dark and bright is the rarer.
pub(super) fn closed(line: &Picture) -> Vec<Picture> {
    let gray = Gray::of(line);
    let dark = gray.has_dark_ink();
    let close = |by: usize| match dark {
        true => gray.lowest(by).highest(by),
        false => gray.highest(by).lowest(by),
    };
    GAPS.iter().map(|by| close(*by).picture()).collect()
}

/// Dark strokes on a bright ground where the line is darker or brighter than all that is wider: both, and each for itself. Light
/// from a side makes one edge of an engraved sign bright and the other dark.
pub(super) fn relief(line: &Picture) -> Vec<Picture> {
    let gray = Gray::of(line);
    let bright = gray.minus(&gray.lowest(STROKE).highest(STROKE));
    let dark = gray.highest(STROKE).lowest(STROKE).minus(&gray);
    let both = bright.plus(&dark);
    [both, dark, bright].iter().map(|g| g.inverted().picture()).collect()
}

/// Brightness of each pixel.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gray {
    width: usize,
    height: usize,
    data: Vec<u8>,
}

impl Gray {
    pub(super) fn of(line: &Picture) -> Gray {
        let brightness =
            |p: &[u8]| ((u32::from(p[0]) * 77 + u32::from(p[1]) * 151 + u32::from(p[2]) * 28) >> 8) as u8;
        let data = line.rgb.chunks_exact(3).map(brightness).collect();
        Gray { width: line.width as usize, height: line.height as usize, data }
    }

    fn picture(&self) -> Picture {
        let rgb = self.data.iter().flat_map(|v| [*v; 3]).collect();
        Picture { width: self.width as u32, height: self.height as u32, rgb }
    }

    /// The darkest within so many pixels, and the brightest.
    fn lowest(&self, by: usize) -> Gray {
        self.each(by, u8::min, 255)
    }

    fn highest(&self, by: usize) -> Gray {
        self.each(by, u8::max, 0)
    }

    /// Along the rows, then along the columns; outside there is `nothing`, which changes no other value. Windows are put together
    /// of such half as wide, so that wide ones take little longer.
    fn each(&self, by: usize, of: impl Fn(u8, u8) -> u8, nothing: u8) -> Gray {
        let window = 2 * by + 1;
        let widen = |near: &mut [u8], by: usize| {
            for i in 0..near.len().saturating_sub(by) {
                near[i] = of(near[i], near[i + by]);
            }
        };
        let pass = |from: &[u8], step: usize, along: usize| -> Vec<u8> {
            let mut out = vec![0; from.len()];
            let mut near = vec![nothing; along + 2 * by];
            for line in 0..from.len() / along {
                let first = if step == 1 { line * along } else { line };
                near.fill(nothing);
                near[by..by + along].iter_mut().enumerate().for_each(|(k, to)| *to = from[first + k * step]);
                let mut reach = 1;
                while 2 * reach <= window {
                    widen(&mut near, reach);
                    reach *= 2;
                }
                widen(&mut near, window - reach);
                near[..along].iter().enumerate().for_each(|(k, value)| out[first + k * step] = *value);
            }
            out
        };
        if self.data.is_empty() {
            return self.clone();
        }
        let rows = pass(&self.data, 1, self.width);
        Gray { data: pass(&rows, self.width, self.height), ..*self }
    }

    fn minus(&self, other: &Gray) -> Gray {
        self.with(other, u8::saturating_sub)
    }

    fn plus(&self, other: &Gray) -> Gray {
        self.with(other, u8::saturating_add)
    }

    fn with(&self, other: &Gray, of: fn(u8, u8) -> u8) -> Gray {
        let data = self.data.iter().zip(&other.data).map(|(a, b)| of(*a, *b)).collect();
        Gray { data, ..*self }
    }

    fn inverted(&self) -> Gray {
        Gray { data: self.data.iter().map(|v| 255 - v).collect(), ..*self }
    }

    /// 1 where there is ink, which is the rarer of dark and bright, whatever the light does along the line.
    pub(super) fn ink(&self) -> Vec<u8> {
        let level = self.level();
        let dark = self.data.iter().filter(|v| **v <= level).count();
        let print = if 2 * dark <= self.data.len() { self.clone() } else { self.inverted() };
        let ground = print.highest(GROUND).lowest(GROUND);
        let strength = ground.minus(&print);
        let level = strength.level();
        strength.data.iter().map(|v| u8::from(*v > level)).collect()
    }

    /// The brightness up to which one part lies and above which the other, where the two differ most (Otsu 1979).
    fn level(&self) -> u8 {
        let mut counts = [0u32; 256];
        self.data.iter().for_each(|v| counts[usize::from(*v)] += 1);
        let weighted = |v: usize| v as f64 * f64::from(counts[v]);
        let (all, total) = (self.data.len() as f64, (0..256).map(weighted).sum::<f64>());
        let (mut below, mut sum, mut best) = (0.0f64, 0.0f64, (0.0f64, 0u8));
        for level in 0..=255u8 {
            below += f64::from(counts[usize::from(level)]);
            sum += weighted(level.into());
            let apart = (total * below / all.max(1.0) - sum).powi(2) / (below * (all - below)).max(1.0);
            if apart > best.0 {
                best = (apart, level);
            }
        }
        best.1
    }

    /// Whether less than half of it is dark: nearer to its darkest than to its brightest.
    fn has_dark_ink(&self) -> bool {
        let (low, high) = self.data.iter().fold((255u8, 0u8), |(l, h), &v| (l.min(v), h.max(v)));
        let middle = (u16::from(low) + u16::from(high)) / 2;
        let dark = self.data.iter().filter(|v| u16::from(**v) <= middle).count();
        2 * dark <= self.data.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gray(rows: &[&str]) -> Gray {
        let data = rows.iter().flat_map(|r| r.bytes()).map(|b| if b == b'#' { 20 } else { 220 }).collect();
        Gray { width: rows[0].len(), height: rows.len(), data }
    }

    #[test]
    fn dots_of_a_row_become_a_stroke_whichever_of_dark_and_bright_they_are() {
        let dots = gray(&[".............", ".#..#..#..#..", ".............", "............."]);
        let wanted = gray(&[".............", ".##########..", ".............", "............."]);
        // Two pixels lie between two dots: one each way closes them.
        assert_eq!(closed(&dots.picture())[1], closed(&wanted.picture())[1]);
        let row = |p: &Picture| (1..11).map(|x| p.pixel(x, 1).unwrap()[0]).collect::<Vec<_>>();
        assert_eq!(row(&closed(&dots.picture())[0]), [20; 10]);
        assert_eq!(row(&closed(&dots.inverted().picture())[0]), [235; 10]);
    }

    #[test]
    fn ink_is_what_there_is_less_of() {
        let line = gray(&["......", ".##...", ".##..."]);
        let ink = [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0];
        assert_eq!((line.ink(), line.inverted().ink()), (ink.to_vec(), ink.to_vec()));
    }

    #[test]
    fn light_that_fades_along_a_line_leaves_its_ink() {
        let mut line = Gray { width: 200, height: 48, data: vec![0; 200 * 48] };
        let dark = |x: usize| x % 20 < 4;
        line.data.iter_mut().enumerate().for_each(|(i, v)| {
            let ground = 220 - (i % 200) / 2;
            let value = if dark(i % 200) { ground - 80 } else { ground };
            *v = value as u8;
        });
        let ink = line.ink();
        assert!(ink.iter().enumerate().all(|(i, v)| (*v == 1) == dark(i % 200)));
    }

    #[test]
    fn edges_of_an_engraving_are_dark_on_bright_whichever_way_the_light_comes() {
        let mut flat = Gray { width: 60, height: 30, data: vec![120; 1800] };
        for y in 5..25 {
            flat.data[y * 60 + 20] = 200;
            flat.data[y * 60 + 23] = 40;
        }
        let [both, dark, bright] = relief(&flat.picture()).try_into().unwrap();
        let at = |p: &Picture, x: u32| p.pixel(x, 15).unwrap()[0];
        assert_eq!([at(&both, 20), at(&both, 23), at(&both, 40)], [175, 175, 255]);
        assert_eq!([at(&dark, 20), at(&dark, 23)], [255, 175]);
        assert_eq!([at(&bright, 20), at(&bright, 23)], [175, 255]);
    }
}
