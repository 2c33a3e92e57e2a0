use super::*;
use crate::{Attr, GraphBuilder};

const SMALL: [u64; 4] = [1, 3, 32, 32];

/// A graph whose last node gives `y`.
fn graph(build: impl FnOnce(&mut GraphBuilder)) -> Vec<u8> {
    let mut b = GraphBuilder::new("t");
    b.input("x", &["N", "3", "H", "W"]);
    build(&mut b);
    b.output("y", &["N"]);
    b.finish()
}

#[test]
fn values_are_held_as_long_as_somebody_takes_them() {
    let bytes = graph(|b| {
        let a = b.node("Relu", "a", &["x"], &[]);
        let c = b.node("Sigmoid", "c", &[&a], &[]);
        let d = b.node("Sigmoid", "d", &[&c], &[]);
        b.node("Add", "y", &[&d, &d], &[]);
    });
    // Two at a time: what is made, and what it is made of.
    assert_eq!(peak_bytes(&bytes, SMALL), Ok(2 * 3 * 32 * 32 * 4));
    let bytes = graph(|b| {
        let a = b.node("Relu", "a", &["x"], &[]);
        let c = b.node("Sigmoid", "c", &[&a], &[]);
        let d = b.node("Sigmoid", "d", &[&c], &[]);
        b.node("Add", "y", &[&d, &a], &[]);
    });
    assert_eq!(peak_bytes(&bytes, SMALL), Ok(3 * 3 * 32 * 32 * 4));
}

#[test]
fn a_small_file_that_asks_for_much_is_seen_through() {
    let wide = graph(|b| {
        b.floats("w", &[300_000, 3, 1, 1], &vec![0.0; 900_000]);
        b.node("Conv", "y", &["x", "w"], &[]);
    });
    assert!(peak_bytes(&wide, SMALL).unwrap() >= 300_000 * 32 * 32 * 4);
    let outer = graph(|b| {
        b.ints("column", &[-1, 1]);
        b.ints("row", &[1, -1]);
        let column = b.node("Reshape", "c", &["x", "column"], &[]);
        let row = b.node("Reshape", "r", &["x", "row"], &[]);
        b.node("MatMul", "y", &[&column, &row], &[]);
    });
    assert!(peak_bytes(&outer, SMALL).unwrap() >= (3 * 32 * 32u64).pow(2) * 4);
    let sum = graph(|b| {
        b.ints("column", &[-1, 1]);
        b.ints("row", &[1, -1]);
        let column = b.node("Reshape", "c", &["x", "column"], &[]);
        let row = b.node("Reshape", "r", &["x", "row"], &[]);
        b.node("Add", "y", &[&column, &row], &[]);
    });
    assert!(peak_bytes(&sum, SMALL).unwrap() >= (3 * 32 * 32u64).pow(2) * 4);
    let enlarged = graph(|b| {
        b.floats("by", &[4], &[1.0, 1.0, 5_000.0, 5_000.0]);
        b.node("Resize", "y", &["x", "", "by"], &[]);
    });
    assert_eq!(peak_bytes(&enlarged, SMALL), Ok(3 * 160_000 * 160_000 * 4));
    let mut doubled = "x".to_string();
    let twice = graph(|b| {
        for i in 0..30 {
            let parts = [doubled.as_str(), doubled.as_str()];
            let name = if i == 29 { "y".into() } else { format!("d{i}") };
            doubled = b.node("Concat", &name, &parts, &[("axis", Attr::Int(1))]);
        }
    });
    assert!(peak_bytes(&twice, SMALL).unwrap() >= (3 * 32 * 32 * 4) << 30);
}

#[test]
fn windows_and_axes_are_counted_as_the_runtime_does() {
    let pooled = graph(|b| {
        b.floats("w", &[8, 3, 3, 3], &[0.0; 216]);
        let attrs = [("pads", Attr::Ints(vec![0, 0, 1, 1])), ("strides", Attr::Ints(vec![2, 2]))];
        let small = b.node("Conv", "small", &["x", "w"], &attrs);
        let attrs = [("kernel_shape", Attr::Ints(vec![2, 2])), ("strides", Attr::Ints(vec![2, 2]))];
        let tiny = b.node("MaxPool", "tiny", &[&small], &attrs);
        let mean = b.node("GlobalAveragePool", "mean", &[&tiny], &[]);
        b.node("Flatten", "y", &[&mean], &[("axis", Attr::Int(1))]);
    });
    // 8 × 16 × 16 and, while it is made, the windows of 27 numbers; what follows is less.
    assert_eq!(peak_bytes(&pooled, SMALL), Ok((8 + 27) * 16 * 16 * 4));
}

#[test]
fn products_with_a_list_of_numbers_lose_a_side() {
    let unfit = graph(|b| {
        b.floats("column", &[31], &[0.0; 31]);
        b.node("MatMul", "y", &["x", "column"], &[]);
    });
    assert!(matches!(peak_bytes(&unfit, SMALL), Err(ExtentError::Unknown(..))));
    let bytes = graph(|b| {
        b.floats("column", &[32], &[0.0; 32]);
        b.floats("row", &[3], &[0.0; 3]);
        let lines = b.node("MatMul", "lines", &["x", "column"], &[]);
        b.node("MatMul", "y", &["row", &lines], &[]);
    });
    assert_eq!(peak_bytes(&bytes, SMALL), Ok((3 * 32 + 32) * 4));
}

#[test]
fn what_cannot_be_followed_is_no_size() {
    let unknown = graph(|b| {
        b.node("NonZero", "y", &["x"], &[]);
    });
    assert_eq!(peak_bytes(&unknown, SMALL), Err(ExtentError::Unknown("y".into(), "NonZero".into())));
    // Sizes that come out of the run itself.
    let computed = graph(|b| {
        b.node("Reshape", "y", &["x", "x"], &[]);
    });
    assert!(matches!(peak_bytes(&computed, SMALL), Err(ExtentError::Unknown(..))));
    let unmade = graph(|b| {
        b.node("Relu", "y", &["z"], &[]);
    });
    assert_eq!(peak_bytes(&unmade, SMALL), Err(ExtentError::Unmade("y".into(), "z".into())));
    assert_eq!(peak_bytes(b"nothing", SMALL), Err(ExtentError::NoGraph));
    let endless = graph(|b| {
        b.floats("by", &[4], &[1.0, 1.0, 1e30, f32::NAN]);
        b.node("Resize", "y", &["x", "", "by"], &[]);
    });
    assert!(matches!(peak_bytes(&endless, SMALL), Err(ExtentError::Unknown(..))));
}

#[test]
fn sizes_that_a_graph_asks_for_by_itself_are_followed() {
    // To one side of 32 and all the rest, by way of the picture's own size.
    let bytes = graph(|b| {
        b.ints("from", &[2]);
        b.ints("to", &[3]);
        b.ints("zero", &[0]);
        b.ints("rest", &[-1]);
        let size = b.node("Shape", "size", &["x"], &[]);
        let small = b.node("Cast", "small", &[&size], &[("to", Attr::Int(6))]);
        let rows = b.node("Slice", "rows", &[&small, "from", "to", "zero"], &[]);
        let rows = b.node("Cast", "wide", &[&rows], &[("to", Attr::Int(7))]);
        let wanted = b.node("Concat", "wanted", &[&rows, "rest"], &[("axis", Attr::Int(0))]);
        let flat = b.node("Reshape", "flat", &["x", &wanted], &[]);
        b.ints("turned", &[-1, 1]);
        b.ints("line", &[1, -1]);
        let column = b.node("Reshape", "column", &[&flat, "turned"], &[]);
        let row = b.node("Reshape", "row", &[&flat, "line"], &[]);
        b.node("MatMul", "y", &[&column, &row], &[]);
    });
    let most = peak_bytes(&bytes, SMALL).unwrap();
    assert!((3 * 32 * 32u64).pow(2) * 4 <= most && most < 3 * (3 * 32 * 32u64).pow(2) * 4, "{most}");
}

#[test]
fn a_convolution_backwards_is_counted() {
    let enlarged = |kernel: usize, stride: i64| {
        graph(|b| {
            b.floats("w", &[3, 2, kernel, kernel], &vec![0.0; 6 * kernel * kernel]);
            let attrs = [("strides", Attr::Ints(vec![stride, stride]))];
            let big = b.node("ConvTranspose", "big", &["x", "w"], &attrs);
            b.node("GlobalMaxPool", "y", &[&big], &[]);
        })
    };
    // 2 × 64 × 64 numbers, and while they are made a window of 2 × 2 × 2 for each of 32 × 32 places.
    assert_eq!(peak_bytes(&enlarged(2, 2), SMALL), Ok((2 * 64 * 64 + 8 * 32 * 32) * 4));
    let side = 31 * 1000 + 3;
    assert!(peak_bytes(&enlarged(3, 1000), SMALL).unwrap() >= 2 * side * side * 4);
}
