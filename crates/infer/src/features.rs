//! What each place of a picture looks like, as a row of small numbers: for helpers that look for more of the same in it. Made once for
//! a picture, small enough to be sent.

use crate::{Fit, InferError, Placement, Session};
use fovea_vision::Photo;

/// Pixels of the scaled picture from one place to the next.
pub const STRIDE: u32 = 8;
/// Longest side of the scaled picture. Smaller pictures stay as they are.
pub const LONGEST: u32 = 1024;
/// What sides are continued to, so that all stages of the graph fit into each other.
const MULTIPLE: u32 = 32;
/// Values are deviations from the picture's own mean; few lie farther out than this.
const FARTHEST: f32 = 8.0;
/// Changes with the layout and with the graph, so that what was kept by an older program is made anew.
const MAGIC: [u8; 4] = *b"FMP1";
const HEAD_BYTES: usize = 24;

/// Features of the places of one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureMap {
    pub columns: u16,
    pub rows: u16,
    pub channels: u16,
    /// Pixels of the picture from one place to the next, to the right and downwards
    pub step: (f32, f32),
    /// What one of `values` is worth
    pub scale: f32,
    /// Row by row from the top left, all channels of a place together
    pub values: Vec<i8>,
}

/// The size that a picture is scaled to before its places are looked at.
pub fn scaled(width: u32, height: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    let part =
        |side: u32| (u64::from(side) * u64::from(LONGEST) + u64::from(longest) / 2) / u64::from(longest);
    let side = |side: u32| match longest <= LONGEST {
        true => side.max(STRIDE),
        false => u32::try_from(part(side)).unwrap_or(LONGEST).max(STRIDE),
    };
    (side(width), side(height))
}

impl FeatureMap {
    /// `session` holds a graph from `image` to one map, an eighth of its size. The photo is to be decoded for [`scaled`].
    pub fn of(session: &mut Session, photo: &Photo) -> Result<FeatureMap, InferError> {
        let (width, height) = scaled(photo.width, photo.height);
        let up = |side: u32| side.div_ceil(MULTIPLE) * MULTIPLE;
        let at = Placement { x: 0, y: 0, width: up(width), height: up(height) };
        let mut data = Vec::new();
        Fit::tensor(&photo.resize(width, height), at, &mut data);
        let outputs = session.run(&data, [1, 3, at.height as usize, at.width as usize])?;
        let strange = || InferError::Graph("it gives no map of features".into());
        let map = outputs.into_iter().next().ok_or_else(strange)?;
        let &[1, channels, tall, wide] = map.dims.as_slice() else { return Err(strange()) };
        let (columns, rows) = (width.div_ceil(STRIDE) as usize, height.div_ceil(STRIDE) as usize);
        if tall < rows || wide < columns || map.data.len() != channels * tall * wide {
            return Err(strange());
        }
        let finite = map.data.iter().filter(|value| value.is_finite());
        let most = finite.fold(0.0f32, |most, value| most.max(value.abs())).min(FARTHEST);
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let mut small = Vec::with_capacity(rows * columns * channels);
        for row in 0..rows {
            for column in 0..columns {
                for channel in 0..channels {
                    let value = map.data[(channel * tall + row) * wide + column];
                    small.push((value / scale).round().clamp(-127.0, 127.0) as i8);
                }
            }
        }
        let short = |number: usize| u16::try_from(number).map_err(|_| strange());
        let step = |real: u32, scaled: u32| real as f32 * STRIDE as f32 / scaled as f32;
        Ok(FeatureMap {
            columns: short(columns)?,
            rows: short(rows)?,
            channels: short(channels)?,
            step: (step(photo.width, width), step(photo.height, height)),
            scale,
            values: small,
        })
    }

    /// `FMP1`; columns, rows, channels and a zero as 16 bits; step to the right, step downwards and scale as 32-bit floats; the
    /// values. All little-endian.
    pub fn pack(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD_BYTES + self.values.len());
        bytes.extend(MAGIC);
        for number in [self.columns, self.rows, self.channels, 0] {
            bytes.extend(number.to_le_bytes());
        }
        for number in [self.step.0, self.step.1, self.scale] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.values.iter().map(|value| value.to_le_bytes()[0]));
        bytes
    }

    /// Whether these bytes are a whole map of this program's.
    pub fn is_whole(bytes: &[u8]) -> bool {
        let number =
            |at: usize| bytes.get(at..at + 2).map_or(0, |b| usize::from(u16::from_le_bytes([b[0], b[1]])));
        bytes.starts_with(&MAGIC) && bytes.len() == HEAD_BYTES + number(4) * number(6) * number(8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_onnx::{Attr, GraphBuilder};
    use fovea_vision::Picture;

    /// The mean colour of each place, 0 to 4.
    fn colours() -> Session {
        let mut b = GraphBuilder::new("test");
        b.input("image", &["N", "3", "H", "W"]);
        let by = b.floats("by", &[], &[4.0 / 255.0]);
        let small = b.node("Mul", "small", &["image", &by], &[]);
        let sides = [("kernel_shape", Attr::Ints(vec![8, 8])), ("strides", Attr::Ints(vec![8, 8]))];
        b.node("AveragePool", "map", &[&small], &sides);
        b.output("map", &["N", "3", "h", "w"]);
        Session::new(&b.finish(), 1).unwrap()
    }

    #[test]
    fn a_map_tells_what_lies_at_each_place() {
        let mut picture = Picture::new(52, 20);
        // Green, from the second column of places on in the second row.
        for y in 8..16 {
            for x in 8..52 {
                picture.rgb[(y * 52 + x) * 3 + 1] = 255;
            }
        }
        let map = FeatureMap::of(&mut colours(), &Photo::from(picture)).unwrap();
        assert_eq!((map.columns, map.rows, map.channels, map.step), (7, 3, 3, (8.0, 8.0)));
        let green = |row: usize, column: usize| map.values[(row * 7 + column) * 3 + 1];
        assert_eq!([green(0, 0), green(1, 0), green(1, 1), green(1, 5), green(2, 1)], [0, 0, 127, 127, 0]);
        assert!((map.scale * 127.0 - 4.0).abs() < 1e-3, "{}", map.scale);
    }

    #[test]
    fn large_pictures_are_looked_at_smaller() {
        assert_eq!(scaled(640, 480), (640, 480));
        assert_eq!(scaled(4096, 2048), (1024, 512));
        assert_eq!(scaled(9000, 3), (1024, 8));
        let map = FeatureMap::of(&mut colours(), &Photo::from(Picture::new(2048, 512))).unwrap();
        assert_eq!((map.columns, map.rows, map.step), (128, 32, (16.0, 16.0)));
    }

    #[test]
    fn a_map_cut_off_is_known() {
        let map = FeatureMap {
            columns: 2,
            rows: 1,
            channels: 3,
            step: (8.0, 9.0),
            scale: 0.5,
            values: vec![-1; 6],
        };
        let bytes = map.pack();
        assert_eq!(bytes.len(), 30);
        assert_eq!(bytes[4..12], [2, 0, 1, 0, 3, 0, 0, 0]);
        assert_eq!(bytes[24..], [255; 6]);
        assert!(FeatureMap::is_whole(&bytes));
        assert!(
            !FeatureMap::is_whole(&bytes[..29])
                && !FeatureMap::is_whole(b"FMP1")
                && !FeatureMap::is_whole(&[])
        );
    }
}
