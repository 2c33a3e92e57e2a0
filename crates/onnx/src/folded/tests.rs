use super::*;
use crate::{Attr, GraphBuilder, inspect, peak_bytes};

/// Two channels scaled, shifted, through a gate, scaled and shifted again, and into a convolution with `pads`.
fn graph(pads: i64) -> Vec<u8> {
    let mut b = GraphBuilder::new("t");
    b.input("x", &["N", "3", "H", "W"]);
    for (name, value) in [("two", 2.0), ("one", 1.0), ("three", 3.0), ("six", 6.0), ("half", 0.5)] {
        b.floats(name, &[1], &[value]);
    }
    b.floats("low", &[], &[0.0]);
    b.floats("high", &[], &[6.0]);
    b.floats("w", &[2, 3, 1, 1], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    b.floats("b", &[2], &[0.5, -0.5]);
    b.node("Conv", "first", &["x", "w", "b"], &[("kernel_shape", Attr::Ints(vec![1, 1]))]);
    b.node("Mul", "scaled", &["two", "first"], &[]);
    b.node("Add", "line", &["scaled", "one"], &[]);
    b.node("Add", "up", &["line", "three"], &[]);
    b.node("Clip", "clipped", &["up", "low", "high"], &[]);
    b.node("Mul", "gated", &["line", "clipped"], &[]);
    b.node("Div", "swish", &["gated", "six"], &[]);
    b.node("Mul", "less", &["swish", "half"], &[]);
    b.node("Add", "again", &["less", "two"], &[]);
    b.floats("v", &[2, 1, 3, 3], &[1.0; 18]);
    let attributes = [
        ("kernel_shape", Attr::Ints(vec![3, 3])),
        ("group", Attr::Int(2)),
        ("pads", Attr::Ints(vec![pads; 4])),
    ];
    b.node("Conv", "y", &["again", "v"], &attributes);
    b.output("y", &["N", "2", "H", "W"]);
    b.finish()
}

fn parts(bytes: &[u8]) -> (Vec<String>, HashMap<String, Numbers>) {
    let graph = ModelProto::decode(bytes).unwrap().graph.unwrap();
    (graph.node.iter().map(|n| n.op_type.clone()).collect(), constants(&graph))
}

#[test]
fn scales_and_shifts_go_into_the_convolutions_around_them() {
    let after = folded(&graph(1)).unwrap();
    let (steps, numbers) = parts(&after);
    assert_eq!(steps, ["Conv", "Conv", "Clip", "Mul", "BatchNormalization", "Conv"]);
    assert_eq!(numbers["first.weights"].data, [2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
    assert_eq!(numbers["first.bias"].data, [2.0, 0.0]);
    // A sixth of what is three higher, from 0 to 1; six of it times a sixth times a half.
    assert_eq!((numbers["clipped.weights"].data[1], numbers["clipped.bias"].data[1]), (1.0 / 6.0, 0.5));
    assert!(numbers["y.weights"].data.iter().all(|w| (w - 0.5).abs() < 1e-6));
    // Two, before a half of it is taken: around the picture nothing stays nothing.
    let shift = numbers.iter().find(|(name, _)| name.ends_with(".shift")).unwrap().1;
    assert!(shift.data.iter().all(|v| (v - 4.0).abs() < 1e-5), "{shift:?}");
    let info = inspect(&after).unwrap();
    assert_eq!((info.inputs, info.outputs), (vec!["x".to_string()], vec!["y".to_string()]));
    assert!(peak_bytes(&after, [1, 3, 8, 8]).is_ok());
}

#[test]
fn a_convolution_with_nothing_around_takes_the_shift_too() {
    let (steps, numbers) = parts(&folded(&graph(0)).unwrap());
    assert_eq!(steps, ["Conv", "Conv", "Clip", "Mul", "Conv"]);
    assert!(numbers["y.bias"].data.iter().all(|b| (b - 18.0).abs() < 1e-4));
}

#[test]
fn what_is_taken_twice_stays_for_both() {
    let mut b = GraphBuilder::new("t");
    b.input("x", &["N", "1", "H", "W"]);
    b.floats("w", &[1, 1, 1, 1], &[3.0]);
    b.floats("two", &[1], &[2.0]);
    b.floats("half", &[1], &[0.5]);
    b.node("Conv", "c", &["x", "w"], &[]);
    b.node("Mul", "more", &["c", "two"], &[]);
    b.node("Mul", "same", &["more", "half"], &[]);
    b.node("Add", "higher", &["same", "two"], &[]);
    b.node("Relu", "y", &["c"], &[]);
    b.output("higher", &["N", "1", "H", "W"]);
    b.output("y", &["N", "1", "H", "W"]);
    let after = folded(&b.finish()).unwrap();
    let (steps, numbers) = parts(&after);
    assert_eq!(steps, ["Conv", "Relu", "BatchNormalization", "Identity"]);
    assert_eq!(numbers["c.weights"].data, [3.0]);
    assert_eq!(inspect(&after).unwrap().outputs, ["higher", "y"]);
}

#[test]
fn normalisation_goes_into_the_convolution_before_it() {
    let mut b = GraphBuilder::new("t");
    b.input("x", &["N", "1", "H", "W"]);
    b.floats("w", &[2, 1, 1, 1], &[1.0, 1.0]);
    for (name, value) in [("scale", 4.0), ("bias", 1.0), ("mean", 0.5), ("variance", 4.0)] {
        b.floats(name, &[2], &[value, value]);
    }
    b.node("Conv", "c", &["x", "w"], &[]);
    let inputs = ["c", "scale", "bias", "mean", "variance"];
    b.node("BatchNormalization", "n", &inputs, &[("epsilon", Attr::Float(1e-9))]);
    b.node("Relu", "y", &["n"], &[]);
    b.output("y", &["N", "2", "H", "W"]);
    let (steps, numbers) = parts(&folded(&b.finish()).unwrap());
    assert_eq!(steps, ["Conv", "Relu"]);
    assert_eq!((numbers["c.weights"].data[1], numbers["c.bias"].data[1]), (2.0, 0.0));
}

#[test]
fn a_graph_without_such_steps_stays_what_it_is() {
    let mut b = GraphBuilder::new("t");
    b.input("x", &["N", "2"]);
    b.floats("w", &[2, 3], &[1.0; 6]);
    b.node("MatMul", "m", &["x", "w"], &[]);
    b.node("Softmax", "y", &["m"], &[]);
    b.output("y", &["N", "3"]);
    let before = b.finish();
    assert_eq!(folded(&before).unwrap(), before);
    assert_eq!(folded(b"nothing").unwrap_err(), InspectError::NotOnnx);
}
