use crate::OPSET;
use crate::proto::*;
use prost::Message;

const FLOAT: i32 = 1;
const INT64: i32 = 7;

/// An attribute's value.
#[derive(Debug, Clone)]
pub enum Attr {
    Float(f32),
    Int(i64),
    Str(&'static str),
    Ints(Vec<i64>),
}

/// Writes a graph node by node. Values are known by name; a node's first output carries the node's name.
#[derive(Debug, Default)]
pub struct GraphBuilder {
    graph: GraphProto,
}

impl GraphBuilder {
    pub fn new(name: &str) -> Self {
        GraphBuilder { graph: GraphProto { name: name.into(), ..Default::default() } }
    }

    /// A float input; dimensions are numbers, or names where they may vary (`"N"`).
    pub fn input(&mut self, name: &str, dims: &[&str]) {
        self.graph.input.push(value_info(name, dims));
    }

    pub fn output(&mut self, name: &str, dims: &[&str]) {
        self.graph.output.push(value_info(name, dims));
    }

    pub fn floats(&mut self, name: &str, dims: &[usize], data: &[f32]) -> String {
        let raw = data.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.tensor(name, dims, FLOAT, raw)
    }

    pub fn ints(&mut self, name: &str, data: &[i64]) -> String {
        let raw = data.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.tensor(name, &[data.len()], INT64, raw)
    }

    fn tensor(&mut self, name: &str, dims: &[usize], data_type: i32, raw_data: Vec<u8>) -> String {
        let dims = dims.iter().map(|&d| d as i64).collect();
        let name = name.to_string();
        let tensor = TensorProto { dims, data_type, name: name.clone(), raw_data, ..Default::default() };
        self.graph.initializer.push(tensor);
        name
    }

    pub fn node(&mut self, op: &str, name: &str, inputs: &[&str], attrs: &[(&str, Attr)]) -> String {
        self.node_with(op, name, &[], inputs, attrs)
    }

    /// A node with further outputs, named `more`, beside the first.
    pub fn node_with(
        &mut self,
        op: &str,
        name: &str,
        more: &[&str],
        inputs: &[&str],
        attrs: &[(&str, Attr)],
    ) -> String {
        self.graph.node.push(NodeProto {
            input: inputs.iter().map(|s| s.to_string()).collect(),
            output: std::iter::once(&name).chain(more).map(|s| s.to_string()).collect(),
            name: name.to_string(),
            op_type: op.to_string(),
            attribute: attrs.iter().map(|(k, v)| attribute(k, v)).collect(),
            domain: String::new(),
        });
        name.to_string()
    }

    /// The finished model as the bytes of an `.onnx` file.
    pub fn finish(self) -> Vec<u8> {
        let model = ModelProto {
            ir_version: 8,
            producer_name: "fovea".into(),
            producer_version: env!("CARGO_PKG_VERSION").into(),
            graph: Some(self.graph),
            opset_import: vec![OperatorSetIdProto { domain: String::new(), version: OPSET }],
            ..Default::default()
        };
        model.encode_to_vec()
    }
}

fn attribute(name: &str, value: &Attr) -> AttributeProto {
    let mut a = AttributeProto { name: name.into(), ..Default::default() };
    match value {
        Attr::Float(f) => (a.f, a.r#type) = (*f, 1),
        Attr::Int(i) => (a.i, a.r#type) = (*i, 2),
        Attr::Str(s) => (a.s, a.r#type) = (s.as_bytes().to_vec(), 3),
        Attr::Ints(v) => (a.ints, a.r#type) = (v.clone(), 7),
    }
    a
}

fn value_info(name: &str, dims: &[&str]) -> ValueInfoProto {
    let dim = dims
        .iter()
        .map(|d| match d.parse::<i64>() {
            Ok(v) => DimensionProto { dim_value: Some(v), dim_param: None },
            Err(_) => DimensionProto { dim_value: None, dim_param: Some(d.to_string()) },
        })
        .collect();
    let tensor_type = TensorTypeProto { elem_type: FLOAT, shape: Some(TensorShapeProto { dim }) };
    ValueInfoProto { name: name.into(), r#type: Some(TypeProto { tensor_type: Some(tensor_type) }) }
}
