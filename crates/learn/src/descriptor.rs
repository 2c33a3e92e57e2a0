//! A picture as a few hundred numbers: mean, maximum and deviation of each backbone channel, over the whole
//! picture and around each place.

use crate::backbone::{Stage, local_mean};
use fovea_onnx::{Attr, GraphBuilder};

/// Where descriptors and patch features are taken.
pub const STAGE: Stage = Stage::Sixteenth;
/// Side of the neighbourhood of a place, in cells of the stage.
const NEAR: usize = 5;
/// Keeps the root away from 0, where its slope has no end.
const TINY: f32 = 1e-6;

/// Numbers of a descriptor.
pub fn width() -> usize {
    3 * STAGE.channels()
}

/// The descriptor of the whole picture, `[N, width, 1, 1]`.
pub fn whole(out: &mut GraphBuilder, stage: &str) -> String {
    let mean = out.node("GlobalAveragePool", "whole.mean", &[stage], &[]);
    let top = out.node("GlobalMaxPool", "whole.top", &[stage], &[]);
    let square = out.node("Mul", "whole.square", &[stage, stage], &[]);
    let mean_square = out.node("GlobalAveragePool", "whole.mean_square", &[&square], &[]);
    join(out, "whole", [&mean, &top, &mean_square])
}

/// The descriptor of each place's neighbourhood, `[N, width, h, w]`.
pub fn near(out: &mut GraphBuilder, stage: &str) -> String {
    let mean = local_mean(out, stage, "near.mean", NEAR);
    let pad = (NEAR / 2) as i64;
    let attrs = [("kernel_shape", Attr::Ints(vec![NEAR as i64; 2])), ("pads", Attr::Ints(vec![pad; 4]))];
    let top = out.node("MaxPool", "near.top", &[stage], &attrs);
    let square = out.node("Mul", "near.square", &[stage, stage], &[]);
    let mean_square = local_mean(out, &square, "near.mean_square", NEAR);
    join(out, "near", [&mean, &top, &mean_square])
}

fn join(out: &mut GraphBuilder, name: &str, [mean, top, mean_square]: [&str; 3]) -> String {
    let of_mean = out.node("Mul", &format!("{name}.mean2"), &[mean, mean], &[]);
    let var = out.node("Sub", &format!("{name}.var"), &[mean_square, &of_mean], &[]);
    let var = out.node("Relu", &format!("{name}.var0"), &[&var], &[]);
    let tiny = out.floats(&format!("{name}.tiny"), &[], &[TINY]);
    let var = out.node("Add", &format!("{name}.var1"), &[&var, &tiny], &[]);
    let deviation = out.node("Sqrt", &format!("{name}.deviation"), &[&var], &[]);
    out.node("Concat", name, &[mean, top, &deviation], &[("axis", Attr::Int(1))])
}
