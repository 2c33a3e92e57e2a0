//! The reader's graphs, carried inside the program: PP-OCRv4 mobile, as set-up brings them.

use crate::LearnError;
use fovea_infer::read::{SIGNS, TEXT};
use fovea_onnx::{folded, rename};

static FINDER: &[u8] = include_bytes!(env!("FOVEA_READ_FINDER"));
static READER: &[u8] = include_bytes!(env!("FOVEA_READ_SIGNS"));

/// The graph that finds lines and the one that reads them, with the names that packages use; folded, which takes a third of the
/// time off them and changes what they give by rounding alone.
pub struct Graphs {
    pub finder: Vec<u8>,
    pub signs: Vec<u8>,
}

impl Graphs {
    pub fn built_in() -> Result<Graphs, LearnError> {
        let damaged = |e: fovea_onnx::InspectError| LearnError::Backbone(e.to_string());
        let named = |graph: &[u8], gives: &str| -> Result<Vec<u8>, LearnError> {
            let info = fovea_onnx::inspect(graph).map_err(damaged)?;
            match (info.inputs.as_slice(), info.outputs.as_slice()) {
                ([takes], [out]) => {
                    let renamed = rename(graph, &[(takes, "image"), (out, gives)]).map_err(damaged)?;
                    folded(&renamed).map_err(damaged)
                }
                _ => Err(LearnError::Backbone("a graph for reading has not one input and one output".into())),
            }
        };
        Ok(Graphs { finder: named(FINDER, TEXT)?, signs: named(READER, SIGNS)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_infer::Session;

    /// A row of letters, as five by seven dots of four pixels have them, from 4 pixels from the left and `top` down.
    fn letters(rows: usize, columns: usize, top: usize) -> Vec<f32> {
        const ROWS: [u8; 7] = [0x0e, 0x11, 0x11, 0x1f, 0x11, 0x11, 0x11];
        let value = |i: usize| {
            let (x, y) = (i % columns, i / columns % rows);
            let row = y.checked_sub(top).and_then(|v| ROWS.get(v / 4));
            let column = x.saturating_sub(4) / 4 % 6;
            let ink = row.is_some_and(|bits| column < 5 && bits >> column & 1 == 1);
            if ink { -0.8 } else { 0.7 }
        };
        (0..3 * rows * columns).map(value).collect()
    }

    #[test]
    fn folded_graphs_give_what_the_published_ones_give() {
        let Graphs { finder, signs } = Graphs::built_in().unwrap();
        for (published, ours, sides) in [(FINDER, finder, [1, 3, 96, 160]), (READER, signs, [1, 3, 48, 104])]
        {
            let input = fovea_onnx::inspect(published).unwrap().inputs.remove(0);
            let published = rename(published, &[(input.as_str(), "image")]).unwrap();
            let data = letters(sides[2], sides[3], (sides[2] - 28) / 2);
            let give = |graph: &[u8]| Session::new(graph, 1).unwrap().run(&data, sides).unwrap().remove(0);
            let (before, after) = (give(&published), give(&ours));
            assert_eq!(before.dims, after.dims);
            let apart = before.data.iter().zip(&after.data).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(apart < 1e-3, "{apart}");
            assert!(after.data.iter().any(|v| *v > 0.5), "something is seen");
        }
    }
}
