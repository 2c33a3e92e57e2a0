//! A picture as a few hundred numbers: mean, maximum and deviation of each backbone channel, over the whole
//! picture and around each place.

use crate::LearnError;
use crate::backbone::{Stage, local_mean, name_output, write_backbone};
use fovea_onnx::{Attr, GraphBuilder};

/// Where descriptors are taken, the finer first.
pub const STAGES: [Stage; 2] = [Stage::Sixteenth, Stage::Deep];
/// Side of the neighbourhood of a place, in cells of the stage.
const NEAR: usize = 5;
/// Keeps the root away from 0, where its slope has no end.
const TINY: f32 = 1e-6;

/// The graph that gives a picture's descriptor.
pub fn graph() -> Result<Vec<u8>, LearnError> {
    let mut out = GraphBuilder::new("descriptors");
    let (stages, _) = write_backbone(&mut out, &STAGES)?;
    let whole = whole(&mut out, &stages);
    name_output(&mut out, &whole, "descriptor", &["N", "C", "1", "1"]);
    Ok(out.finish())
}

/// Which numbers of a descriptor that is taken at these stages are deviations.
pub fn deviations(stages: &[Stage]) -> Vec<bool> {
    let of = |stage: &Stage| {
        let channels = stage.channels();
        (0..width(*stage)).map(move |i| i / channels == 2)
    };
    stages.iter().flat_map(of).collect()
}

/// How many numbers of a descriptor are of this stage.
pub fn width(stage: Stage) -> usize {
    3 * stage.channels()
}

/// The descriptor of the whole picture, `[N, width, 1, 1]`.
pub fn whole(out: &mut GraphBuilder, stages: &[String]) -> String {
    let parts = parts(out, stages);
    concat(out, "whole", &parts)
}

/// What each stage adds to the descriptor of the whole picture.
pub fn parts(out: &mut GraphBuilder, stages: &[String]) -> Vec<String> {
    stages
        .iter()
        .enumerate()
        .map(|(i, stage)| {
            let name = |part: &str| format!("whole{i}.{part}");
            let mean = out.node("GlobalAveragePool", &name("mean"), &[stage], &[]);
            let top = out.node("GlobalMaxPool", &name("top"), &[stage], &[]);
            let square = out.node("Mul", &name("square"), &[stage, stage], &[]);
            let mean_square = out.node("GlobalAveragePool", &name("mean_square"), &[&square], &[]);
            join(out, &format!("whole{i}"), [&mean, &top, &mean_square])
        })
        .collect()
}

/// The descriptor of each place's neighbourhood, `[N, width, h, w]` at the finer stage's size.
pub fn near(out: &mut GraphBuilder, stages: &[String]) -> String {
    let parts: Vec<String> = stages
        .iter()
        .enumerate()
        .map(|(i, stage)| {
            let name = |part: &str| format!("near{i}.{part}");
            let size = if i == 0 { NEAR } else { NEAR / 2 + 1 };
            let mean = local_mean(out, stage, &name("mean"), size);
            let pad = (size / 2) as i64;
            let attrs =
                [("kernel_shape", Attr::Ints(vec![size as i64; 2])), ("pads", Attr::Ints(vec![pad; 4]))];
            let top = out.node("MaxPool", &name("top"), &[stage], &attrs);
            let square = out.node("Mul", &name("square"), &[stage, stage], &[]);
            let mean_square = local_mean(out, &square, &name("mean_square"), size);
            let near = join(out, &format!("near{i}"), [&mean, &top, &mean_square]);
            if i == 0 { near } else { double(out, &name("fine"), &near) }
        })
        .collect();
    concat(out, "near", &parts)
}

/// One descriptor of several parts.
pub fn concat(out: &mut GraphBuilder, name: &str, parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    out.node("Concat", name, &parts, &[("axis", Attr::Int(1))])
}

/// Twice as many rows and columns, bilinear.
pub fn double(out: &mut GraphBuilder, name: &str, value: &str) -> String {
    let scales = out.floats(&format!("{name}.scales"), &[4], &[1.0, 1.0, 2.0, 2.0]);
    let attrs = [("mode", Attr::Str("linear")), ("coordinate_transformation_mode", Attr::Str("half_pixel"))];
    out.node("Resize", name, &[value, "", &scales], &attrs)
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
