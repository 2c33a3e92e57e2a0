//! How much memory a run of a graph needs at most, found without running it: sizes of all values are followed from the
//! input on, and each value is held from the node that makes it to the last that takes it. A few numbers in a file can
//! ask for any amount of memory (a convolution to a million channels, a product of a column and a row), so this is asked
//! before a foreign graph runs.

mod shape;

use crate::proto::{GraphProto, ModelProto, NodeProto, TensorProto};
use prost::Message;
use std::collections::HashMap;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExtentError {
    #[error("it is not an ONNX file with a graph")]
    NoGraph,
    #[error("its node `{0}` takes `{1}`, which nothing has made")]
    Unmade(String, String),
    #[error("the size of what its node `{0}` ({1}) gives cannot be told")]
    Unknown(String, String),
}

/// A value's size, and its numbers where the file holds them and they can be sizes of others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Value {
    pub dims: Vec<u64>,
    /// Bytes of one number.
    pub width: u64,
    pub numbers: Option<Vec<f64>>,
}

impl Value {
    fn bytes(&self) -> Option<u64> {
        self.dims.iter().try_fold(self.width, |n, &d| n.checked_mul(d))
    }
}

/// Longest list of numbers that is read as sizes.
const MOST_NUMBERS: usize = 64;

/// Bytes that a run needs at once beside the graph's own weights, where its one input is a tensor of this size.
pub fn peak_bytes(graph: &[u8], input: [u64; 4]) -> Result<u64, ExtentError> {
    let graph = ModelProto::decode(graph).ok().and_then(|m| m.graph).ok_or(ExtentError::NoGraph)?;
    let mut values: HashMap<&str, Value> = HashMap::new();
    for tensor in &graph.initializer {
        let value =
            constant(tensor).ok_or_else(|| ExtentError::Unknown(tensor.name.clone(), "weights".into()))?;
        values.insert(&tensor.name, value);
    }
    for given in &graph.input {
        values.insert(&given.name, Value { dims: input.to_vec(), width: 4, numbers: None });
    }
    let last = last_uses(&graph);
    let (mut held, mut peak) = (0u64, 0u64);
    for (number, node) in graph.node.iter().enumerate() {
        let unknown = || ExtentError::Unknown(node.name.clone(), node.op_type.clone());
        let taken = taken(node, &values)?;
        let made = shape::infer(node, &taken).ok_or_else(unknown)?;
        let scratch = shape::scratch(node, &taken, &made).ok_or_else(unknown)?;
        if made.len() < node.output.len() {
            return Err(unknown());
        }
        for (name, value) in node.output.iter().zip(made) {
            held = value.bytes().and_then(|bytes| held.checked_add(bytes)).ok_or_else(unknown)?;
            values.insert(name, value);
        }
        peak = peak.max(held.saturating_add(scratch));
        let gone =
            node.input.iter().chain(&node.output).filter(|name| last.get(name.as_str()) == Some(&number));
        for value in gone.filter_map(|name| values.remove(name.as_str())) {
            held = held.saturating_sub(value.bytes().unwrap_or(0));
        }
    }
    Ok(peak)
}

/// The node that takes a value last, of those that nodes make; nothing of what the graph gives.
fn last_uses(graph: &GraphProto) -> HashMap<&str, usize> {
    let mut last = HashMap::new();
    for (number, node) in graph.node.iter().enumerate() {
        // What nobody takes goes at once.
        last.extend(node.output.iter().map(|name| (name.as_str(), number)));
        for name in &node.input {
            if let Some(at) = last.get_mut(name.as_str()) {
                *at = number;
            }
        }
    }
    for given in &graph.output {
        last.remove(given.name.as_str());
    }
    last
}

/// In the order of the node's inputs; `None` for one that is left out.
fn taken<'a>(
    node: &NodeProto,
    values: &'a HashMap<&str, Value>,
) -> Result<Vec<Option<&'a Value>>, ExtentError> {
    let unmade = |name: &String| ExtentError::Unmade(node.name.clone(), name.clone());
    let find = |name: &String| match name.as_str() {
        "" => Ok(None),
        given => values.get(given).map(Some).ok_or_else(|| unmade(name)),
    };
    node.input.iter().map(find).collect()
}

/// A tensor of the file.
pub(crate) fn constant(tensor: &TensorProto) -> Option<Value> {
    let dims: Vec<u64> = tensor.dims.iter().map(|&d| u64::try_from(d).ok()).collect::<Option<_>>()?;
    let count = dims.iter().try_fold(1u64, |n, &d| n.checked_mul(d))?;
    let width = if tensor.data_type == INT64 { 8 } else { 4 };
    let few = usize::try_from(count).ok().filter(|&n| n <= MOST_NUMBERS);
    let whole = few.filter(|&n| tensor.raw_data.len() == n * width);
    let numbers = whole.and_then(|_| match tensor.data_type {
        INT64 => {
            let each = tensor.raw_data.as_chunks::<8>().0.iter();
            Some(each.map(|b| i64::from_le_bytes(*b) as f64).collect())
        }
        INT32 => {
            let each = tensor.raw_data.as_chunks::<4>().0.iter();
            Some(each.map(|b| i32::from_le_bytes(*b).into()).collect())
        }
        FLOAT => {
            Some(tensor.raw_data.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b).into()).collect())
        }
        _ => None,
    });
    Some(Value { dims, width: width as u64, numbers })
}

pub(crate) const FLOAT: i32 = 1;
pub(crate) const INT32: i32 = 6;
pub(crate) const INT64: i32 = 7;
pub(crate) const DOUBLE: i32 = 11;
pub(crate) const UINT64: i32 = 13;

#[cfg(test)]
mod tests;
