//! What was learnt, as a graph from a picture to its score and map.

use super::alike::Alike;
use super::bank::Patches;
use super::opinion::Opinion;
use super::usual::Usual;
use super::{COARSE, FARTHEST, NEAR, STAGES, Spread, Standard, WHOLE};
use crate::backbone::{local_mean, write_backbone};
use crate::head::Head;
use crate::weighing::{Weighing, weigh};
use crate::{LearnError, descriptor};
use fovea_onnx::{Attr, GraphBuilder};

pub(super) fn model_graph(
    standard: &Standard,
    (bank, spread): (&Patches, Spread),
    whole: Option<(&Usual, Spread)>,
    alike: Option<&(Alike, Weighing)>,
    opinion: &Opinion,
    side: u32,
) -> Result<Vec<u8>, LearnError> {
    let (mut out, weighing) = (GraphBuilder::new("anomaly"), &opinion.weighing);
    let (stages, _) = write_backbone(&mut out, &STAGES)?;
    let (w, n) = (bank.width, bank.len());
    let cells = side as i64 / 32;
    let near = local_mean(&mut out, &stages[COARSE], "patch", NEAR);
    let rows = out.node("Transpose", "patch.rows", &[&near], &[("perm", Attr::Ints(vec![0, 2, 3, 1]))]);
    let mean = out.floats("patch.mean", &[w], &standard.mean);
    let scale = out.floats("patch.scale", &[w], &standard.scale);
    let centred = out.node("Sub", "patch.centred", &[&rows, &mean], &[]);
    let patches = out.node("Mul", "patch.standard", &[&centred, &scale], &[]);
    let mut turned = vec![0.0f32; w * n];
    for (k, row) in bank.data.chunks_exact(w).enumerate() {
        row.iter().enumerate().for_each(|(c, v)| turned[c * n + k] = -2.0 * v);
    }
    let squares: Vec<f32> = bank.data.chunks_exact(w).map(|r| r.iter().map(|v| v * v).sum()).collect();
    let memory = out.floats("bank", &[w, n], &turned);
    let cross = out.node("MatMul", "bank.cross", &[&patches, &memory], &[]);
    let squares = out.floats("bank.squares", &[n], &squares);
    let sum = out.node("Add", "bank.sum", &[&cross, &squares], &[]);
    let last = [("axes", Attr::Ints(vec![-1])), ("keepdims", Attr::Int(0))];
    let least = out.node("ReduceMin", "bank.least", &[&sum], &last);
    let own = out.node("ReduceSumSquare", "patch.own", &[&patches], &last);
    let square = out.node("Add", "distance.square", &[&least, &own], &[]);
    let square = out.node("Relu", "distance.square0", &[&square], &[]);
    let distance = out.node("Sqrt", "distance", &[&square], &[]);
    let mut far = deviations(&mut out, "far", &distance, spread);
    // The picture: mean of the farthest places.
    let flat = out.ints("flat", &[0, -1]);
    let line = out.node("Reshape", "distance.line", &[&distance, &flat], &[]);
    let k = out.ints("farthest.k", &[FARTHEST as i64]);
    let axis = [("axis", Attr::Int(1))];
    let top = out.node_with("TopK", "farthest", &["farthest.places"], &[&line, &k], &axis);
    let mean = out.node(
        "ReduceMean",
        "farthest.mean",
        &[&top],
        &[("axes", Attr::Ints(vec![1])), ("keepdims", Attr::Int(0))],
    );
    let mut picture = deviations(&mut out, "picture.far", &mean, spread);
    let needed = whole.is_some() || opinion.head.is_some();
    let parts = if needed { descriptor::parts(&mut out, &stages) } else { Vec::new() };
    if let Some((usual, spread)) = whole {
        let descriptor = descriptor::concat(&mut out, "whole", &parts);
        let (evened, distance) = usual.write(&mut out, "usual", &descriptor);
        let as_whole = deviations(&mut out, "usual.far", &distance, spread);
        let as_whole = weigh(&mut out, "usual.part", &as_whole, WHOLE, 0.0);
        picture = weigh(&mut out, "picture.part", &picture, 1.0 - WHOLE, 0.0);
        picture = out.node("Add", "picture.both", &[&picture, &as_whole], &[]);
        if let Some((alike, weighing)) = alike {
            let told = alike.write(&mut out, "alike", (&evened, usual.width()));
            let told = weigh(&mut out, "alike.part", &told, weighing.head, 0.0);
            picture = weigh(&mut out, "picture.beside", &picture, weighing.place, weighing.shift);
            picture = out.node("Add", "picture.told", &[&picture, &told], &[]);
            far = weigh(&mut out, "far.beside", &far, weighing.place, weighing.shift);
        }
    }
    let mut z = weigh(&mut out, "picture.z", &picture, weighing.place, weighing.shift);
    let mut at_places = weigh(&mut out, "place.z", &far, weighing.place, weighing.shift);
    let as_map = out.ints("map.shape", &[-1, 1, cells, cells]);
    at_places = out.node("Reshape", "place.map", &[&at_places, &as_map], &[]);
    if let Some(head) = &opinion.head {
        let descriptor = descriptor::concat(&mut out, "told.whole", &parts[1..]);
        let told = badness(&mut out, head, "whole.head", &descriptor);
        let told = opinion.write(&mut out, "told.up", told);
        let line = out.ints("told.shape", &[-1]);
        let told = out.node("Reshape", "told.line", &[&told, &line], &[]);
        let told = weigh(&mut out, "told.z", &told, weighing.head, 0.0);
        z = out.node("Add", "z", &[&z, &told], &[]);
        let near = descriptor::near(&mut out, &stages[1..]);
        let told = badness(&mut out, head, "near.head", &near);
        let told = opinion.write(&mut out, "place.up", told);
        let told = weigh(&mut out, "place.told", &told, weighing.head, 0.0);
        at_places = descriptor::double(&mut out, "place.fine", &at_places);
        at_places = out.node("Add", "place.sum", &[&at_places, &told], &[]);
    }
    out.node("Sigmoid", "score", &[&z], &[]);
    out.output("score", &["N"]);
    let scales = out.floats("map.scales", &[4], &[1.0, 1.0, 4.0, 4.0]);
    let resize = [("mode", Attr::Str("linear")), ("coordinate_transformation_mode", Attr::Str("half_pixel"))];
    let fine = out.node("Resize", "map.z", &[&at_places, "", &scales], &resize);
    out.node("Sigmoid", "map", &[&fine], &[]);
    out.output("map", &["N", "1", "h", "w"]);
    Ok(out.finish())
}

/// Distances as deviations above the middle of good pictures.
pub(super) fn deviations(out: &mut GraphBuilder, name: &str, value: &str, spread: Spread) -> String {
    let scale = 1.0 / spread.deviation;
    let linear = weigh(out, &format!("{name}.linear"), value, scale, -spread.middle * scale);
    let (lo, hi) =
        (out.floats(&format!("{name}.lo"), &[], &[-8.0]), out.floats(&format!("{name}.hi"), &[], &[30.0]));
    out.node("Clip", name, &[&linear, &lo, &hi], &[])
}

/// How much more the head thinks bad than good, `[N, 1, h, w]`.
fn badness(out: &mut GraphBuilder, head: &Head, prefix: &str, descriptors: &str) -> String {
    let (logits, _) = head.write(out, prefix, descriptors);
    let weight = out.floats(&format!("{prefix}.difference"), &[1, 2, 1, 1], &[-1.0, 1.0]);
    out.node("Conv", &format!("{prefix}.badness"), &[&logits, &weight], &[])
}
