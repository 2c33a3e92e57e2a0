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

    /// Stripes of several widths, so that neither graph sees nothing.
    fn stripes(rows: usize, columns: usize) -> Vec<f32> {
        let value = |i: usize| {
            let (x, y) = (i % columns, i / columns % rows);
            let dark = (x / 5 + x / 7).is_multiple_of(3) && (rows / 4..3 * rows / 4).contains(&y);
            if dark { -0.8 } else { 0.7 + 0.01 * (i % 11) as f32 }
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
            let data = stripes(sides[2], sides[3]);
            let give = |graph: &[u8]| Session::new(graph, 1).unwrap().run(&data, sides).unwrap().remove(0);
            let (before, after) = (give(&published), give(&ours));
            assert_eq!(before.dims, after.dims);
            let apart = before.data.iter().zip(&after.data).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(apart < 1e-3, "{apart}");
            assert!(after.data.iter().any(|v| (0.02..0.98).contains(v)), "some of it is no plain yes or no");
        }
    }
}
