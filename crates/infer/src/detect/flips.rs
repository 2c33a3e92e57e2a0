//! One input judged four times, as it is and turned over: what the graph says of each place is turned back and averaged there,
//! before places become boxes.

use super::judge::{BOXES, KINDS, Level};
use crate::flips::{FLIPS, turn};
use crate::{InferError, Tensor};

/// Rows of `boxes`: the distances of left, top, right and bottom. Which change places where left and right do, and top and bottom.
const ACROSS: (usize, usize) = (0, 2);
const DOWN: (usize, usize) = (1, 3);

/// The answer for one input, of those for it and its turned copies (in the order of [`FLIPS`]). What is neither of kinds nor of
/// boxes is dropped. Sizes of an input are whole numbers of each level's steps, so that places lie over each other.
pub(super) fn merge(
    names: &[String],
    outputs: Vec<Tensor>,
    levels: &[Level],
) -> Result<Vec<Tensor>, InferError> {
    let one = |(name, tensor): (&String, Tensor)| match name.as_str() {
        KINDS => mean(KINDS, tensor, levels, false),
        BOXES => mean(BOXES, tensor, levels, true),
        _ => Ok(Tensor::default()),
    };
    names.iter().zip(outputs).map(one).collect()
}

/// The mean over the turned answers of `[4, rows, places]`, turned back; with `sides` rows are those of `boxes`.
fn mean(name: &str, mut tensor: Tensor, levels: &[Level], sides: bool) -> Result<Tensor, InferError> {
    let places: usize = levels.iter().map(Level::places).sum();
    let rows = tensor.dims.get(1).copied().unwrap_or(0);
    let size = rows * places;
    let sound = tensor.dims == [FLIPS.len(), rows, places]
        && tensor.data.len() == FLIPS.len() * size
        && size > 0
        && (!sides || rows == 4);
    if !sound {
        let why = format!("its `{name}` has the shape {:?} for an input that is turned over", tensor.dims);
        return Err(InferError::Graph(why));
    }
    for (answer, (across, down)) in tensor.data.chunks_exact_mut(size).zip(FLIPS) {
        for row in answer.chunks_exact_mut(places) {
            let mut rest = row;
            for level in levels {
                let (own, others) = rest.split_at_mut(level.places());
                turn(own, level.columns, level.rows, (across, down));
                rest = others;
            }
        }
        for (a, b) in [(across, ACROSS), (down, DOWN)].iter().filter(|s| sides && s.0).map(|s| s.1) {
            let (low, high) = answer.split_at_mut(b * places);
            low[a * places..][..places].swap_with_slice(&mut high[..places]);
        }
    }
    let mut data = vec![0.0f32; size];
    for answer in tensor.data.chunks_exact(size) {
        data.iter_mut().zip(answer).for_each(|(sum, v)| *sum += v / FLIPS.len() as f32);
    }
    Ok(Tensor { dims: vec![1, rows, places], data })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::place_of;
    use fovea_domain::BBox;

    const WIDTH: u32 = 64;
    const HEIGHT: u32 = 32;

    fn levels() -> Vec<Level> {
        Level::all(&[8, 16, 32], WIDTH, HEIGHT)
    }

    /// What a network that treats all sides alike would say of a thing of the second of two kinds: rows of kinds, rows of boxes.
    fn answer(thing: BBox) -> [Vec<f32>; 2] {
        let places: Vec<[f32; 2]> = levels()
            .iter()
            .flat_map(|l| (0..l.places()).map(|p| place_of(l, p)).collect::<Vec<_>>())
            .collect();
        let near = |[x, y]: [f32; 2]| {
            let (dx, dy) = (x - thing.x - thing.w / 2.0, y - thing.y - thing.h / 2.0);
            1.0 / (1.0 + dx * dx + dy * dy)
        };
        let kinds = places.iter().map(|_| 0.0).chain(places.iter().map(|&p| near(p))).collect();
        let side = |k: usize, [x, y]: [f32; 2]| match k {
            0 => x - thing.x,
            1 => y - thing.y,
            2 => thing.x + thing.w - x,
            _ => thing.y + thing.h - y,
        };
        let boxes = (0..4).flat_map(|k| places.iter().map(move |&p| side(k, p))).collect();
        [kinds, boxes]
    }

    fn turned(thing: BBox, (across, down): (bool, bool)) -> BBox {
        let x = if across { WIDTH as f32 - thing.x - thing.w } else { thing.x };
        let y = if down { HEIGHT as f32 - thing.y - thing.h } else { thing.y };
        BBox { x, y, ..thing }
    }

    fn all(of: impl Fn((bool, bool)) -> [Vec<f32>; 2]) -> Vec<Tensor> {
        let each = FLIPS.map(of);
        let stack = |k: usize, rows: usize| {
            let data: Vec<f32> = each.iter().flat_map(|a| a[k].iter().copied()).collect();
            Tensor { dims: vec![FLIPS.len(), rows, data.len() / FLIPS.len() / rows], data }
        };
        vec![stack(1, 4), stack(0, 2)]
    }

    fn names() -> Vec<String> {
        vec![BOXES.into(), KINDS.into()]
    }

    #[test]
    fn what_is_said_of_turned_inputs_is_turned_back() {
        let thing = BBox { x: 5.0, y: 3.0, w: 11.0, h: 20.0 };
        let [kinds, boxes] = answer(thing);
        let merged = merge(&names(), all(|flip| answer(turned(thing, flip))), &levels()).unwrap();
        assert_eq!(merged[0].dims, [1, 4, 42]);
        assert_eq!(merged[1].dims, [1, 2, 42]);
        let near = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-4);
        assert!(near(&merged[0].data, &boxes), "{:?}", merged[0]);
        assert!(near(&merged[1].data, &kinds), "{:?}", merged[1]);
        // Of answers that were not turned nothing of this is left.
        let merged = merge(&names(), all(|_| answer(thing)), &levels()).unwrap();
        assert!(!near(&merged[0].data, &boxes) && !near(&merged[1].data, &kinds));
    }

    #[test]
    fn answers_of_another_shape_are_refused() {
        let thing = BBox { x: 5.0, y: 3.0, w: 11.0, h: 20.0 };
        let of = |change: &dyn Fn(&mut Vec<Tensor>)| {
            let mut outputs = all(|_| answer(thing));
            change(&mut outputs);
            merge(&names(), outputs, &levels()).is_err()
        };
        assert!(!of(&|_| {}));
        assert!(of(&|o| o[0].dims[0] = 1), "one answer alone");
        assert!(of(&|o| o.swap(0, 1)), "two sides");
        assert!(of(&|o| {
            o[1].data.pop();
        }));
        assert!(of(&|o| o[1].dims.clear()));
    }
}
