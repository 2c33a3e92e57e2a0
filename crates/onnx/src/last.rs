use crate::proto::{
    DimensionProto, GraphProto, ModelProto, TensorProto, TensorShapeProto, TensorTypeProto, TypeProto,
    ValueInfoProto,
};
use crate::{InspectError, rename};
use prost::Message;

const FLOAT: i32 = 1;

/// What is added to one column of a graph's last layer: to its weights, one an input, and to its bias.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    pub column: usize,
    pub weights: Vec<f32>,
    pub bias: f32,
}

/// Names of what the last layer consists of: a matrix product, a bias and a softmax.
struct Last {
    features: String,
    weights: String,
    bias: String,
}

impl Last {
    fn of(graph: &GraphProto) -> Option<Last> {
        let made = |name: &str, op: &str| {
            graph.node.iter().find(|n| n.op_type == op && n.output.iter().any(|o| o == name))
        };
        let softmax = graph.output.iter().find_map(|o| made(&o.name, "Softmax"))?;
        let add = made(softmax.input.first()?, "Add")?;
        let [a, b] = add.input.as_slice() else { return None };
        let (product, bias) = match (made(a, "MatMul"), made(b, "MatMul")) {
            (Some(product), _) => (product, b),
            (None, Some(product)) => (product, a),
            (None, None) => return None,
        };
        let [features, weights] = product.input.as_slice() else { return None };
        Some(Last { features: features.clone(), weights: weights.clone(), bias: bias.clone() })
    }
}

/// The same graph that also gives, under `name`, what its last layer takes: a row a step, a column a feature.
pub fn with_features(bytes: &[u8], name: &str) -> Result<Vec<u8>, InspectError> {
    let mut model = ModelProto::decode(bytes).map_err(|_| InspectError::NotOnnx)?;
    let graph = model.graph.as_mut().ok_or(InspectError::NoGraph)?;
    let last = Last::of(graph).ok_or(InspectError::NoLastLayer)?;
    let dim = |name: &str| DimensionProto { dim_value: None, dim_param: Some(name.into()) };
    let shape = TensorShapeProto { dim: ["lines", "steps", "features"].map(dim).to_vec() };
    let kind = TypeProto { tensor_type: Some(TensorTypeProto { elem_type: FLOAT, shape: Some(shape) }) };
    graph.output.push(ValueInfoProto { name: last.features.clone(), r#type: Some(kind) });
    rename(&model.encode_to_vec(), &[(last.features.as_str(), name)])
}

/// The same graph with these columns of its last layer shifted. Columns that it does not have are refused.
pub fn shifted(bytes: &[u8], shifts: &[Shift]) -> Result<Vec<u8>, InspectError> {
    let mut model = ModelProto::decode(bytes).map_err(|_| InspectError::NotOnnx)?;
    let graph = model.graph.as_mut().ok_or(InspectError::NoGraph)?;
    let last = Last::of(graph).ok_or(InspectError::NoLastLayer)?;
    let weights = tensor(graph, &last.weights).ok_or(InspectError::NoLastLayer)?;
    let &[rows, columns] = weights.dims.as_slice() else { return Err(InspectError::NoLastLayer) };
    let sides = usize::try_from(rows).ok().zip(usize::try_from(columns).ok());
    let (rows, columns) = sides.ok_or(InspectError::NoLastLayer)?;
    if shifts.iter().any(|s| s.column >= columns || s.weights.len() != rows) {
        return Err(InspectError::NoLastLayer);
    }
    let by = |at: usize| {
        let (row, column) = (at / columns, at % columns);
        shifts.iter().find(|s| s.column == column).and_then(|s| s.weights.get(row)).copied()
    };
    add(weights, rows * columns, by)?;
    let bias = tensor(graph, &last.bias).ok_or(InspectError::NoLastLayer)?;
    add(bias, columns, |column| shifts.iter().find(|s| s.column == column).map(|s| s.bias))?;
    Ok(model.encode_to_vec())
}

/// A constant of the graph, whichever way it is kept.
fn tensor<'a>(graph: &'a mut GraphProto, name: &str) -> Option<&'a mut TensorProto> {
    if let Some(at) = graph.initializer.iter().position(|t| t.name == name) {
        return graph.initializer.get_mut(at);
    }
    let constant = |op: &str, outputs: &[String]| op == "Constant" && outputs.iter().any(|o| o == name);
    let node = graph.node.iter_mut().find(|n| constant(&n.op_type, &n.output))?;
    node.attribute.iter_mut().find_map(|a| a.t.as_mut())
}

fn add(
    tensor: &mut TensorProto,
    count: usize,
    by: impl Fn(usize) -> Option<f32>,
) -> Result<(), InspectError> {
    if tensor.data_type != FLOAT || tensor.raw_data.len() != 4 * count {
        return Err(InspectError::TensorSize(tensor.name.clone()));
    }
    for (at, bytes) in tensor.raw_data.chunks_exact_mut(4).enumerate() {
        let (Some(by), &[a, b, c, d]) = (by(at), &*bytes) else { continue };
        bytes.copy_from_slice(&(f32::from_le_bytes([a, b, c, d]) + by).to_le_bytes());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GraphBuilder, inspect};

    fn graph() -> Vec<u8> {
        let mut b = GraphBuilder::new("t");
        b.input("x", &["N", "T", "2"]);
        b.node("Sigmoid", "f", &["x"], &[]);
        b.floats("w", &[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        b.floats("b", &[3], &[0.5, 0.5, 0.5]);
        b.node("MatMul", "m", &["f", "w"], &[]);
        b.node("Add", "z", &["m", "b"], &[]);
        b.node("Softmax", "y", &["z"], &[]);
        b.output("y", &["N", "T", "3"]);
        b.finish()
    }

    fn floats(bytes: &[u8], name: &str) -> Vec<f32> {
        let mut model = ModelProto::decode(bytes).unwrap();
        let tensor = tensor(model.graph.as_mut().unwrap(), name).unwrap();
        tensor.raw_data.chunks_exact(4).map(|b| f32::from_le_bytes(b.try_into().unwrap())).collect()
    }

    #[test]
    fn a_graph_also_gives_what_its_last_layer_takes() {
        let info = inspect(&with_features(&graph(), "features").unwrap()).unwrap();
        assert_eq!(info.outputs, ["y", "features"]);
        assert_eq!(info.parameters, 9);
        let mut other = GraphBuilder::new("t");
        other.input("x", &["N"]);
        other.node("Sigmoid", "y", &["x"], &[]);
        other.output("y", &["N"]);
        assert_eq!(with_features(&other.finish(), "features").unwrap_err(), InspectError::NoLastLayer);
    }

    #[test]
    fn only_the_columns_that_are_told_are_shifted() {
        let shift = Shift { column: 1, weights: vec![0.25, -1.0], bias: 2.0 };
        let after = shifted(&graph(), std::slice::from_ref(&shift)).unwrap();
        assert_eq!(floats(&after, "w"), [1.0, 2.25, 3.0, 4.0, 4.0, 6.0]);
        assert_eq!(floats(&after, "b"), [0.5, 2.5, 0.5]);
        assert_eq!(shifted(&graph(), &[]).unwrap(), graph());
        for wrong in [Shift { column: 3, ..shift.clone() }, Shift { weights: vec![1.0], ..shift }] {
            assert_eq!(shifted(&graph(), &[wrong]).unwrap_err(), InspectError::NoLastLayer);
        }
    }
}
