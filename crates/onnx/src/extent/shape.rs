//! What each operator makes of the sizes that it takes. Those that change no size or only join two are told in one place;
//! of an operator that is not here the size cannot be told.

use super::{DOUBLE, INT32, INT64, MOST_NUMBERS, UINT64, Value, constant};
use crate::proto::{AttributeProto, NodeProto};

type Taken<'a> = [Option<&'a Value>];

/// Sizes of the node's outputs, in their order.
pub(super) fn infer(node: &NodeProto, taken: &Taken) -> Option<Vec<Value>> {
    let twice = |a: &AttributeProto| node.attribute.iter().filter(|b| b.name == a.name).count() > 1;
    if node.attribute.iter().any(twice) {
        return None;
    }
    let first = || taken.first().copied().flatten();
    let dims = match node.op_type.as_str() {
        "Abs" | "BatchNormalization" | "Ceil" | "Clip" | "Erf" | "Exp" | "Floor" | "HardSigmoid"
        | "HardSwish" | "Identity" | "LeakyRelu" | "Log" | "LogSoftmax" | "Neg" | "Relu" | "Sigmoid"
        | "Softmax" | "Sqrt" => first()?.dims.clone(),
        "Add" | "Div" | "Equal" | "Greater" | "Less" | "Max" | "Mean" | "Min" | "Mul" | "Pow" | "Sub" => {
            taken.iter().try_fold(Vec::new(), |dims, value| joined(&dims, &(*value)?.dims))?
        }
        "Cast" => {
            let to = int(node, "to")? as i32;
            let width = if matches!(to, INT64 | DOUBLE | UINT64) { 8 } else { 4 };
            let numbers = if matches!(to, INT32 | INT64) { cast(first()?, to) } else { None };
            return Some(vec![Value { dims: first()?.dims.clone(), width, numbers }]);
        }
        "Constant" => return Some(vec![told(node)?]),
        "Shape" => {
            // Newer operator sets can ask for a part.
            if !node.attribute.is_empty() {
                return None;
            }
            let dims = &first()?.dims;
            let numbers = dims.iter().map(|&d| d as f64).collect();
            return Some(vec![Value { dims: vec![dims.len() as u64], width: 8, numbers: Some(numbers) }]);
        }
        "Conv" => conv(node, &first()?.dims, &(*taken.get(1)?)?.dims)?,
        "ConvTranspose" => conv_transpose(node, &first()?.dims, &(*taken.get(1)?)?.dims)?,
        "AveragePool" | "MaxPool" => pool(node, &first()?.dims)?,
        "GlobalAveragePool" | "GlobalMaxPool" => match first()?.dims[..] {
            [n, c, ..] => [&[n, c][..], &vec![1; first()?.dims.len() - 2]].concat(),
            _ => return None,
        },
        "Gemm" => gemm(node, &first()?.dims, &(*taken.get(1)?)?.dims)?,
        "MatMul" => product(&first()?.dims, &(*taken.get(1)?)?.dims)?,
        "Concat" => concat(node, taken)?,
        "Flatten" => {
            let dims = &first()?.dims;
            let (before, behind) =
                dims.split_at_checked(axis(int(node, "axis").unwrap_or(1), dims.len() + 1)?)?;
            vec![count(before)?, count(behind)?]
        }
        "Gather" => {
            let dims = &first()?.dims;
            let at = axis(int(node, "axis").unwrap_or(0), dims.len())?;
            [dims.get(..at)?, &(*taken.get(1)?)?.dims, dims.get(at + 1..)?].concat()
        }
        "ReduceMax" | "ReduceMean" | "ReduceMin" | "ReduceSum" | "ReduceSumSquare" => {
            let kept = int(node, "keepdims").unwrap_or(1) != 0;
            reduced(&first()?.dims, axes(node, taken, 1)?, kept)?
        }
        "Reshape" => reshaped(&first()?.dims, &numbers(taken, 1)?)?,
        "Resize" => resized(&first()?.dims, taken)?,
        "Slice" => sliced(&first()?.dims, taken)?,
        "Squeeze" => {
            let dims = &first()?.dims;
            match axes(node, taken, 1)? {
                Some(axes) => reduced(dims, Some(axes), false)?,
                None => dims.iter().copied().filter(|&d| d != 1).collect(),
            }
        }
        "TopK" => {
            let mut dims = first()?.dims.clone();
            let at = axis(int(node, "axis").unwrap_or(-1), dims.len())?;
            *dims.get_mut(at)? = whole(*numbers(taken, 1)?.first()?)?;
            dims
        }
        "Transpose" => transposed(node, &first()?.dims)?,
        _ => return None,
    };
    let width = taken.iter().flatten().map(|v| v.width).max()?;
    let numbers = match node.op_type.as_str() {
        "Concat" => joined_numbers(taken),
        "Slice" => sliced_numbers(first()?, taken),
        _ => None,
    };
    let main = Value { dims: dims.clone(), width, numbers };
    // Where the largest were, as numbers of eight bytes.
    let places = matches!(node.op_type.as_str(), "MaxPool" | "TopK");
    let second = places.then_some(Value { dims, width: 8, numbers: None });
    Some([Some(main), second].into_iter().flatten().collect())
}

/// Numbers as whole ones of 32 or 64 bits; those that do not fit are no sizes.
fn cast(value: &Value, to: i32) -> Option<Vec<f64>> {
    let most = if to == INT32 { f64::from(i32::MAX) } else { 9e15 };
    let whole = |n: &f64| (n.abs() <= most).then_some(n.trunc());
    value.numbers.as_ref()?.iter().map(whole).collect()
}

/// Lists of sizes one behind the other.
fn joined_numbers(taken: &Taken) -> Option<Vec<f64>> {
    let lists = taken.iter().map(|value| {
        let value = (*value)?;
        value.numbers.as_ref().filter(|_| value.dims.len() == 1)
    });
    let all: Vec<f64> = lists.collect::<Option<Vec<_>>>()?.into_iter().flatten().copied().collect();
    (all.len() <= MOST_NUMBERS).then_some(all)
}

/// A part of a list of sizes, forwards and without leaps.
fn sliced_numbers(list: &Value, taken: &Taken) -> Option<Vec<f64>> {
    let [size] = list.dims[..] else { return None };
    let one = |at: usize| match numbers(taken, at)?[..] {
        [n] => Some(n),
        _ => None,
    };
    let usual = |at: usize, n: f64| match taken.get(at) {
        Some(Some(_)) => one(at).is_some_and(|m| m == n),
        _ => true,
    };
    if !usual(3, 0.0) || !usual(4, 1.0) {
        return None;
    }
    let place = |n: f64| (if n < 0.0 { n + size as f64 } else { n }).clamp(0.0, size as f64) as usize;
    list.numbers.as_ref()?.get(place(one(1)?)..place(one(2)?)).map(<[f64]>::to_vec)
}

/// Bytes that the node needs while it runs, beside what it takes and gives: a convolution may lay out each window.
pub(super) fn scratch(node: &NodeProto, taken: &Taken, made: &[Value]) -> Option<u64> {
    let windows = match node.op_type.as_str() {
        "Conv" => made.first()?,
        // It is worked out backwards: a window of what is made for each place of what is taken.
        "ConvTranspose" => (*taken.first()?)?,
        _ => return Some(0),
    };
    let window = count((*taken.get(1)?)?.dims.get(1..)?)?;
    count(windows.dims.get(2..)?)?.checked_mul(window)?.checked_mul(4)
}

fn attribute<'a>(node: &'a NodeProto, name: &str) -> Option<&'a AttributeProto> {
    node.attribute.iter().find(|a| a.name == name)
}

fn int(node: &NodeProto, name: &str) -> Option<i64> {
    attribute(node, name).map(|a| a.i)
}

fn ints<'a>(node: &'a NodeProto, name: &str) -> Option<&'a [i64]> {
    attribute(node, name).map(|a| a.ints.as_slice())
}

fn count(dims: &[u64]) -> Option<u64> {
    dims.iter().try_fold(1u64, |n, &d| n.checked_mul(d))
}

/// A number of a list as a size.
fn whole(number: f64) -> Option<u64> {
    (0.0..9e15).contains(&number).then_some(number as u64)
}

/// Negative ones count from the end.
fn axis(at: i64, rank: usize) -> Option<usize> {
    let at = if at < 0 { at.checked_add(rank as i64)? } else { at };
    usize::try_from(at).ok().filter(|&at| at < rank)
}

/// The numbers of an input, which the file itself must hold.
fn numbers(taken: &Taken, at: usize) -> Option<Vec<f64>> {
    (*taken.get(at)?)?.numbers.clone()
}

/// As an attribute, or in newer operator sets as an input; the inner is `None` where neither is.
fn axes(node: &NodeProto, taken: &Taken, input: usize) -> Option<Option<Vec<i64>>> {
    if let Some(axes) = ints(node, "axes") {
        return Some(Some(axes.to_vec()));
    }
    match taken.get(input) {
        Some(Some(value)) => Some(Some(value.numbers.as_ref()?.iter().map(|&n| n as i64).collect())),
        _ => Some(None),
    }
}

fn told(node: &NodeProto) -> Option<Value> {
    let list = |numbers: Vec<f64>, dims: Vec<u64>| Value { dims, width: 8, numbers: Some(numbers) };
    let [one] = node.attribute.as_slice() else { return None };
    Some(match one.name.as_str() {
        "value" => constant(one.t.as_ref()?)?,
        "value_int" => list(vec![one.i as f64], vec![]),
        "value_float" => list(vec![one.f.into()], vec![]),
        "value_ints" => list(one.ints.iter().map(|&i| i as f64).collect(), vec![one.ints.len() as u64]),
        "value_floats" => list(one.floats.iter().map(|&f| f.into()).collect(), vec![one.floats.len() as u64]),
        _ => return None,
    })
}

/// Two sizes joined from their ends on, as ONNX broadcasts.
fn joined(a: &[u64], b: &[u64]) -> Option<Vec<u64>> {
    let rank = a.len().max(b.len());
    let at = |dims: &[u64], i: usize| (i + dims.len()).checked_sub(rank).map_or(1, |i| dims[i]);
    let join = |i| match (at(a, i), at(b, i)) {
        (1, d) | (d, 1) => Some(d),
        (c, d) => (c == d).then_some(c),
    };
    (0..rank).map(join).collect()
}

/// Windows along one direction: its size, the window's, where it begins and how it moves.
struct Windows {
    kernel: u64,
    pads: u64,
    stride: u64,
    dilation: u64,
    up: bool,
}

impl Windows {
    fn along(&self, size: u64) -> Option<u64> {
        let reach = self.kernel.checked_sub(1)?.checked_mul(self.dilation)?.checked_add(1)?;
        let room = size.checked_add(self.pads)?.checked_sub(reach)?;
        let steps = if self.up { room.div_ceil(self.stride) } else { room / self.stride };
        steps.checked_add(1)
    }
}

/// How a window moves; pads before all sides, then behind them.
struct Steps {
    pads: Vec<u64>,
    strides: Vec<u64>,
    dilations: Vec<u64>,
}

fn steps(node: &NodeProto, rank: usize) -> Option<Steps> {
    let each = |name: &str, otherwise: u64, count: usize| -> Option<Vec<u64>> {
        match ints(node, name) {
            None => Some(vec![otherwise; count]),
            Some(list) if list.len() == count => list.iter().map(|&i| u64::try_from(i).ok()).collect(),
            Some(_) => None,
        }
    };
    Some(Steps {
        pads: each("pads", 0, 2 * rank)?,
        strides: each("strides", 1, rank)?,
        dilations: each("dilations", 1, rank)?,
    })
}

/// Sizes of what a window that moves over a picture gives.
fn moved(node: &NodeProto, picture: &[u64], kernel: &[u64]) -> Option<Vec<u64>> {
    if attribute(node, "auto_pad").is_some_and(|a| a.s != b"NOTSET") || picture.len() != kernel.len() {
        return None;
    }
    let rank = picture.len();
    let Steps { pads, strides, dilations } = steps(node, rank)?;
    let up = int(node, "ceil_mode").unwrap_or(0) != 0;
    (0..rank)
        .map(|i| {
            let pads = pads[i].checked_add(pads[i + rank])?;
            let windows = Windows { kernel: kernel[i], pads, stride: strides[i], dilation: dilations[i], up };
            if windows.stride == 0 { None } else { windows.along(picture[i]) }
        })
        .collect()
}

fn conv(node: &NodeProto, picture: &[u64], weights: &[u64]) -> Option<Vec<u64>> {
    let ([n, _, picture @ ..], [channels, _, kernel @ ..]) = (picture, weights) else { return None };
    Some([vec![*n, *channels], moved(node, picture, kernel)?].concat())
}

/// A convolution backwards: each place becomes a window, and windows lie a stride apart.
fn conv_transpose(node: &NodeProto, picture: &[u64], weights: &[u64]) -> Option<Vec<u64>> {
    let ([n, _, picture @ ..], [_, channels, kernel @ ..]) = (picture, weights) else { return None };
    let odd = ["output_shape", "output_padding"].iter().any(|name| attribute(node, name).is_some());
    let auto = attribute(node, "auto_pad").is_some_and(|a| a.s != b"NOTSET");
    if odd || auto || picture.len() != kernel.len() {
        return None;
    }
    let rank = picture.len();
    let Steps { pads, strides, dilations } = steps(node, rank)?;
    let side = |i: usize| {
        let reach = kernel[i].checked_sub(1)?.checked_mul(dilations[i])?.checked_add(1)?;
        let whole = picture[i].checked_sub(1)?.checked_mul(strides[i])?.checked_add(reach)?;
        whole.checked_sub(pads[i].checked_add(pads[i + rank])?)
    };
    let groups = u64::try_from(int(node, "group").unwrap_or(1)).ok()?;
    let sides: Vec<u64> = (0..rank).map(side).collect::<Option<_>>()?;
    Some([vec![*n, channels.checked_mul(groups)?], sides].concat())
}

fn pool(node: &NodeProto, picture: &[u64]) -> Option<Vec<u64>> {
    let [n, channels, picture @ ..] = picture else { return None };
    let kernel: Vec<u64> =
        ints(node, "kernel_shape")?.iter().map(|&i| u64::try_from(i).ok()).collect::<Option<_>>()?;
    Some([vec![*n, *channels], moved(node, picture, &kernel)?].concat())
}

fn gemm(node: &NodeProto, a: &[u64], b: &[u64]) -> Option<Vec<u64>> {
    let (&[a0, a1], &[b0, b1]) = (a, b) else { return None };
    let turned = |name| int(node, name).unwrap_or(0) != 0;
    Some(vec![if turned("transA") { a1 } else { a0 }, if turned("transB") { b0 } else { b1 }])
}

/// A list of numbers alone is a row on the left and a column on the right, and what is made of it has one side less.
fn product(a: &[u64], b: &[u64]) -> Option<Vec<u64>> {
    let (row, column) = (a.len() == 1, b.len() == 1);
    let left = if row { [&[1], a].concat() } else { a.to_vec() };
    let right = if column { [b, &[1]].concat() } else { b.to_vec() };
    let ([before @ .., rows, inner], [other @ .., also, columns]) = (left.as_slice(), right.as_slice())
    else {
        return None;
    };
    if inner != also {
        return None;
    }
    let sides = [(!row).then_some(*rows), (!column).then_some(*columns)];
    Some(joined(before, other)?.into_iter().chain(sides.into_iter().flatten()).collect())
}

fn concat(node: &NodeProto, taken: &Taken) -> Option<Vec<u64>> {
    let mut dims = (*taken.first()?)?.dims.clone();
    let at = axis(int(node, "axis")?, dims.len())?;
    let mut sum = 0u64;
    for value in taken {
        sum = sum.checked_add(*(*value)?.dims.get(at)?)?;
    }
    *dims.get_mut(at)? = sum;
    Some(dims)
}

/// Without axes all are meant.
fn reduced(dims: &[u64], axes: Option<Vec<i64>>, kept: bool) -> Option<Vec<u64>> {
    let all = || (0..dims.len() as i64).collect();
    let axes: Vec<usize> =
        axes.unwrap_or_else(all).into_iter().map(|at| axis(at, dims.len())).collect::<Option<_>>()?;
    let each = dims.iter().enumerate().filter_map(|(i, &d)| match axes.contains(&i) {
        true => kept.then_some(1),
        false => Some(d),
    });
    Some(each.collect())
}

/// 0 keeps a size, -1 takes what is left.
fn reshaped(dims: &[u64], wanted: &[f64]) -> Option<Vec<u64>> {
    let all = count(dims)?;
    let keep = |(i, &n): (usize, &f64)| match n {
        0.0 => dims.get(i).copied(),
        -1.0 => Some(1),
        n => whole(n),
    };
    let mut out: Vec<u64> = wanted.iter().enumerate().map(keep).collect::<Option<_>>()?;
    if let Some(open) = wanted.iter().position(|&n| n == -1.0) {
        out[open] = all.checked_div(count(&out)?)?;
    }
    (count(&out)? == all).then_some(out)
}

/// By scales, or else by sizes.
fn resized(dims: &[u64], taken: &Taken) -> Option<Vec<u64>> {
    let given = |at: usize| taken.get(at).copied().flatten().filter(|v| v.dims != [0]);
    let (scales, sizes) = (given(2), given(3));
    let list = scales.or(sizes)?.numbers.as_ref().filter(|list| list.len() == dims.len())?;
    let each = dims.iter().zip(list).map(|(&d, &n)| match scales {
        Some(_) => whole((d as f64 * n).floor()),
        None => whole(n),
    });
    each.collect()
}

fn sliced(dims: &[u64], taken: &Taken) -> Option<Vec<u64>> {
    let (from, to) = (numbers(taken, 1)?, numbers(taken, 2)?);
    let given = |at: usize| match taken.get(at) {
        Some(Some(_)) => numbers(taken, at).map(Some),
        _ => Some(None),
    };
    let (axes, steps) = (given(3)?, given(4)?);
    let mut out = dims.to_vec();
    for (i, (from, to)) in from.iter().zip(&to).enumerate() {
        let at = axes.as_ref().map_or(Some(i as f64), |axes| axes.get(i).copied())?;
        let size = out.get_mut(axis(at as i64, dims.len())?)?;
        let step = steps.as_ref().map_or(Some(1.0), |steps| steps.get(i).copied())?;
        let place = |n: f64| if n < 0.0 { n + *size as f64 } else { n }.clamp(0.0, *size as f64);
        // Backwards it cannot be more than there is.
        *size = if step > 0.0 { ((place(*to) - place(*from)).max(0.0) / step).ceil() as u64 } else { *size };
    }
    Some(out)
}

fn transposed(node: &NodeProto, dims: &[u64]) -> Option<Vec<u64>> {
    match ints(node, "perm") {
        None => Some(dims.iter().rev().copied().collect()),
        Some(order) if order.len() == dims.len() => {
            order.iter().map(|&at| dims.get(axis(at, dims.len())?).copied()).collect()
        }
        Some(_) => None,
    }
}
