//! What the reader of signs takes and gives, for who teaches it.

use super::reader::{MOST_WIDTH, signs_of};
use super::{LINE, line};
use crate::InferError;
use fovea_vision::{Picture, Quad, quad_size};

/// The line inside `quad` as the reader of signs takes it, and its sides: lines, channels, rows, columns.
pub fn line_input(picture: &Picture, quad: &Quad) -> (Vec<f32>, [usize; 4]) {
    let cut = line::cut(picture, quad, MOST_WIDTH);
    let width = line::room(cut.width);
    let mut data = Vec::new();
    line::tensor(&cut, (width, LINE as usize), &mut data);
    (data, [1, 3, LINE as usize, width])
}

/// The signs that a graph knows, from its second column on; the first means that nothing stands there.
pub fn known_signs(graph: &[u8]) -> Result<Vec<char>, InferError> {
    signs_of(graph)
}

/// The quad with each side moved out by this share of its height; in, where it is negative.
pub fn grown(quad: &Quad, share: f32) -> Quad {
    let (w, h) = quad_size(quad);
    let by = share * h;
    let unit = |from: usize, to: usize, length: f32| {
        let length = length.max(1e-6);
        [(quad[to][0] - quad[from][0]) / length, (quad[to][1] - quad[from][1]) / length]
    };
    let (u, v) = (unit(0, 1, w), unit(0, 3, h));
    let ways = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
    std::array::from_fn(|k| {
        let (i, j) = ways[k];
        [quad[k][0] + by * (i * u[0] + j * v[0]), quad[k][1] + by * (i * u[1] + j * v[1])]
    })
}
