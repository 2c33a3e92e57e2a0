//! The graph from a picture to what each of its places looks like (see `fovea_infer::features`): 40 channels of the backbone's stage at an
//! eighth of the size as they are, and 24 fixed random directions of the 112 at a sixteenth, which tell more of what lies around. Each
//! channel is told in deviations from its mean over the picture: what all places have in common says nothing.

use crate::backbone::{Stage, name_output, write_backbone};
use crate::{LearnError, descriptor};
use fovea_onnx::{Attr, GraphBuilder};

const STAGES: [Stage; 2] = [Stage::Eighth, Stage::Sixteenth];
/// Directions that the coarser stage is told by; random ones keep angles well enough.
const DIRECTIONS: usize = 24;
const SEED: u64 = 0x0066_6561_7475_7265;
/// Keeps a channel that is the same everywhere from being blown up.
const LEAST: f32 = 1e-2;

/// As the bytes of an ONNX file, from `image` to one map.
pub fn feature_graph() -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("features");
    let (stages, _) = write_backbone(&mut out, &STAGES)?;
    let [fine, coarse] = STAGES.map(Stage::channels);
    let here = even(&mut out, "here", &stages[0], fine);
    let around = even(&mut out, "around", &stages[1], coarse);
    // As strong as the finer stage, however many channels each has.
    let strength = (fine as f32 / (coarse * DIRECTIONS) as f32).sqrt();
    let mut rng = fastrand::Rng::with_seed(SEED);
    let ways: Vec<f32> =
        (0..DIRECTIONS * coarse).map(|_| if rng.bool() { strength } else { -strength }).collect();
    let ways = out.floats("around.ways", &[DIRECTIONS, coarse, 1, 1], &ways);
    let kernel = [("kernel_shape", Attr::Ints(vec![1, 1]))];
    let around = out.node("Conv", "around.few", &[&around, &ways], &kernel);
    let around = descriptor::double(&mut out, "around.up", &around);
    let both = out.node("Concat", "both", &[&here, &around], &[("axis", Attr::Int(1))]);
    name_output(&mut out, &both, "features", &["N", "C", "h", "w"]);
    Ok(out.finish())
}

/// Each channel with a mean of 0 and a deviation of 1 over the picture.
fn even(out: &mut GraphBuilder, name: &str, value: &str, channels: usize) -> String {
    let gain = out.floats(&format!("{name}.gain"), &[channels], &vec![1.0; channels]);
    let shift = out.floats(&format!("{name}.shift"), &[channels], &vec![0.0; channels]);
    let attrs = [("epsilon", Attr::Float(LEAST))];
    out.node("InstanceNormalization", &format!("{name}.even"), &[value, &gain, &shift], &attrs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fovea_infer::Session;
    use fovea_infer::features::FeatureMap;
    use fovea_vision::{Photo, Picture};

    /// A square of stripes whose upper left corner lies there.
    fn mark(picture: &mut Picture, left: usize, top: usize) {
        for y in top..top + 32 {
            for x in left..left + 32 {
                let at = (y * picture.width as usize + x) * 3;
                picture.rgb[at..at + 3].fill(if (x + y) % 8 < 4 { 230 } else { 30 });
            }
        }
    }

    #[test]
    fn places_that_look_the_same_are_alike() {
        let mut picture = Picture::new(256, 128);
        picture.rgb.fill(120);
        mark(&mut picture, 32, 32);
        mark(&mut picture, 160, 64);
        let mut session = Session::new(&feature_graph().unwrap(), 1).unwrap();
        let map = FeatureMap::of(&mut session, &Photo::from(picture)).unwrap();
        assert_eq!((map.columns, map.rows, map.channels), (32, 16, 64));
        let mean = |column: usize, row: usize| -> Vec<f32> {
            let place = |at: usize| ((row + at / 4) * 32 + column + at % 4) * 64;
            (0..64).map(|c| (0..16).map(|at| f32::from(map.values[place(at) + c])).sum()).collect()
        };
        let alike = |a: &[f32], b: &[f32]| {
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
        };
        let (one, other, ground) = (mean(4, 4), mean(20, 8), mean(12, 12));
        assert!(alike(&one, &other) > 0.8, "{}", alike(&one, &other));
        assert!(alike(&one, &ground) < 0.4, "{}", alike(&one, &ground));
    }
}
