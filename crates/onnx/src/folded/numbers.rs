use super::FLOAT;
use crate::proto::{GraphProto, TensorProto};
use std::collections::HashMap;

/// A constant of floating-point numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numbers {
    pub dims: Vec<i64>,
    pub data: Vec<f32>,
}

impl Numbers {
    pub fn filled(dims: &[usize], value: f32) -> Numbers {
        Numbers { dims: dims.iter().map(|&d| d as i64).collect(), data: vec![value; dims.iter().product()] }
    }

    fn of(tensor: &TensorProto) -> Option<Numbers> {
        let count = tensor.dims.iter().try_fold(1usize, |n, &d| n.checked_mul(usize::try_from(d).ok()?))?;
        if tensor.data_type != FLOAT || Some(tensor.raw_data.len()) != count.checked_mul(4) {
            return None;
        }
        let numbers = tensor.raw_data.chunks_exact(4).filter_map(|b| b.try_into().ok());
        Some(Numbers { dims: tensor.dims.clone(), data: numbers.map(f32::from_le_bytes).collect() })
    }

    pub fn tensor(self, name: &str) -> TensorProto {
        let raw_data = self.data.iter().flat_map(|v| v.to_le_bytes()).collect();
        TensorProto { dims: self.dims, data_type: FLOAT, name: name.into(), raw_data, ..Default::default() }
    }
}

/// All of a graph, whichever way they are kept.
pub(super) fn constants(graph: &GraphProto) -> HashMap<String, Numbers> {
    let kept = graph.initializer.iter().map(|t| (&t.name, t));
    let nodes = graph.node.iter().filter(|n| n.op_type == "Constant");
    let told = nodes.filter_map(|n| n.output.first().zip(n.attribute.iter().find_map(|a| a.t.as_ref())));
    kept.chain(told).filter_map(|(name, tensor)| Some((name.clone(), Numbers::of(tensor)?))).collect()
}
