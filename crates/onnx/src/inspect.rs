use crate::proto::ModelProto;
use prost::Message;

/// What a graph takes, gives and consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphInfo {
    pub inputs: Vec<String>,
    pub outputs: Vec<String>,
    pub operators: Vec<String>,
    pub parameters: usize,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InspectError {
    #[error("it is not an ONNX file")]
    NotOnnx,
    #[error("it has no graph")]
    NoGraph,
    #[error("its tensor `{0}` points to another file")]
    ExternalData(String),
    #[error("its node `{0}` is of the foreign operator domain `{1}`")]
    ForeignDomain(String, String),
    #[error("its node `{0}` carries a graph of its own (If, Loop, Scan)")]
    Subgraph(String),
    #[error("it defines functions of its own")]
    Functions,
    #[error("it brings graphs for training")]
    TrainingInfo,
    #[error("its tensor or node `{0}` holds tensors of a kind that is not read (sparse, or a list)")]
    OddTensor(String),
    #[error("its tensor `{0}` has a size that does not fit its data")]
    TensorSize(String),
    #[error("it does not end in a matrix product, a bias and a softmax of its own")]
    NoLastLayer,
}

/// Reads a graph without running it, and refuses what a package must never bring: data in other files,
/// operators of foreign domains, hidden subgraphs.
pub fn inspect(bytes: &[u8]) -> Result<GraphInfo, InspectError> {
    let model = ModelProto::decode(bytes).map_err(|_| InspectError::NotOnnx)?;
    if !model.functions.is_empty() {
        return Err(InspectError::Functions);
    }
    if !model.training_info.is_empty() {
        return Err(InspectError::TrainingInfo);
    }
    let graph = model.graph.ok_or(InspectError::NoGraph)?;
    if !graph.sparse_initializer.is_empty() {
        return Err(InspectError::OddTensor(graph.name));
    }
    let mut parameters = 0usize;
    for t in &graph.initializer {
        if t.data_location != 0 || !t.external_data.is_empty() {
            return Err(InspectError::ExternalData(t.name.clone()));
        }
        let count = t.dims.iter().try_fold(1u64, |n, &d| n.checked_mul(u64::try_from(d).ok()?));
        let width: u64 = if t.data_type == 7 { 8 } else { 4 };
        match count.and_then(|n| n.checked_mul(width)) {
            Some(bytes) if bytes == t.raw_data.len() as u64 => {
                parameters += t.raw_data.len() / width as usize
            }
            _ => return Err(InspectError::TensorSize(t.name.clone())),
        }
    }
    let mut operators = Vec::new();
    for n in &graph.node {
        if !n.domain.is_empty() && n.domain != "ai.onnx" {
            return Err(InspectError::ForeignDomain(n.name.clone(), n.domain.clone()));
        }
        for a in &n.attribute {
            if a.g.is_some() || !a.graphs.is_empty() {
                return Err(InspectError::Subgraph(n.name.clone()));
            }
            if !a.tensors.is_empty() || a.sparse_tensor.is_some() || !a.sparse_tensors.is_empty() {
                return Err(InspectError::OddTensor(n.name.clone()));
            }
            if let Some(t) = a.t.as_ref().filter(|t| t.data_location != 0 || !t.external_data.is_empty()) {
                return Err(InspectError::ExternalData(t.name.clone()));
            }
        }
        operators.push(n.op_type.clone());
    }
    operators.sort();
    operators.dedup();
    let names = |v: Vec<crate::proto::ValueInfoProto>| v.into_iter().map(|i| i.name).collect();
    Ok(GraphInfo { inputs: names(graph.input), outputs: names(graph.output), operators, parameters })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GraphBuilder;
    use crate::proto::*;

    fn model() -> ModelProto {
        let mut b = GraphBuilder::new("t");
        b.input("x", &["N", "2"]);
        b.floats("w", &[2, 3], &[1.0; 6]);
        b.node("MatMul", "y", &["x", "w"], &[]);
        b.output("y", &["N", "3"]);
        ModelProto::decode(b.finish().as_slice()).unwrap()
    }

    #[test]
    fn tells_what_was_built() {
        let info = inspect(&model().encode_to_vec()).unwrap();
        assert_eq!((info.inputs, info.outputs), (vec!["x".to_string()], vec!["y".to_string()]));
        assert_eq!((info.operators, info.parameters), (vec!["MatMul".to_string()], 6));
    }

    #[test]
    fn refuses_what_reaches_outside() {
        let refuse = |change: &dyn Fn(&mut GraphProto)| {
            let mut m = model();
            change(m.graph.as_mut().unwrap());
            inspect(&m.encode_to_vec()).unwrap_err()
        };
        assert_eq!(refuse(&|g| g.initializer[0].data_location = 1), InspectError::ExternalData("w".into()));
        assert_eq!(
            refuse(&|g| g.initializer[0].external_data.push(vec![])),
            InspectError::ExternalData("w".into())
        );
        assert_eq!(
            refuse(&|g| g.initializer[0].dims = vec![i64::MAX, 2]),
            InspectError::TensorSize("w".into())
        );
        assert!(matches!(
            refuse(&|g| g.node[0].domain = "com.example".into()),
            InspectError::ForeignDomain(..)
        ));
        let sub = AttributeProto { g: Some(vec![]), ..Default::default() };
        assert!(matches!(refuse(&|g| g.node[0].attribute.push(sub.clone())), InspectError::Subgraph(_)));
        let listed = AttributeProto { tensors: vec![vec![]], ..Default::default() };
        assert!(matches!(refuse(&|g| g.node[0].attribute.push(listed.clone())), InspectError::OddTensor(_)));
        let sparse = AttributeProto { sparse_tensor: Some(vec![]), ..Default::default() };
        assert!(matches!(refuse(&|g| g.node[0].attribute.push(sparse.clone())), InspectError::OddTensor(_)));
        assert!(matches!(refuse(&|g| g.sparse_initializer.push(vec![])), InspectError::OddTensor(_)));
        assert_eq!(inspect(b"not a model").unwrap_err(), InspectError::NotOnnx);
        let trained = ModelProto { training_info: vec![vec![]], ..model() };
        assert_eq!(inspect(&trained.encode_to_vec()).unwrap_err(), InspectError::TrainingInfo);
    }
}
