use crate::InspectError;
use crate::proto::ModelProto;
use prost::Message;

/// What a graph says of itself under `key`; `None` where it says nothing of it.
pub fn metadata(bytes: &[u8], key: &str) -> Result<Option<String>, InspectError> {
    let model = ModelProto::decode(bytes).map_err(|_| InspectError::NotOnnx)?;
    Ok(model.metadata_props.into_iter().find(|m| m.key == key).map(|m| m.value))
}

/// The same graph with other names for values, so that one by others takes and gives what ours do. Names that it does not
/// have change nothing.
pub fn rename(bytes: &[u8], names: &[(&str, &str)]) -> Result<Vec<u8>, InspectError> {
    let mut model = ModelProto::decode(bytes).map_err(|_| InspectError::NotOnnx)?;
    let graph = model.graph.as_mut().ok_or(InspectError::NoGraph)?;
    let of_nodes = graph.node.iter_mut().flat_map(|n| n.input.iter_mut().chain(n.output.iter_mut()));
    let of_graph = graph.input.iter_mut().chain(graph.output.iter_mut()).map(|v| &mut v.name);
    for name in of_nodes.chain(of_graph) {
        if let Some((_, new)) = names.iter().find(|(old, _)| old == name) {
            *name = (*new).into();
        }
    }
    Ok(model.encode_to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::StringStringEntryProto;
    use crate::{GraphBuilder, inspect};

    #[test]
    fn a_graph_keeps_all_but_the_names() {
        let mut b = GraphBuilder::new("t");
        b.input("x", &["N", "2"]);
        b.floats("w", &[2, 3], &[1.0; 6]);
        b.node("MatMul", "y", &["x", "w"], &[]);
        b.output("y", &["N", "3"]);
        let mut model = ModelProto::decode(b.finish().as_slice()).unwrap();
        let entry = StringStringEntryProto { key: "character".into(), value: "a\nb".into() };
        model.metadata_props.push(entry);
        let renamed = rename(&model.encode_to_vec(), &[("x", "image"), ("y", "signs"), ("z", "q")]).unwrap();
        let info = inspect(&renamed).unwrap();
        assert_eq!((info.inputs, info.outputs), (vec!["image".to_string()], vec!["signs".to_string()]));
        assert_eq!(info.parameters, 6);
        assert_eq!(metadata(&renamed, "character").unwrap().as_deref(), Some("a\nb"));
        assert_eq!(metadata(&renamed, "author").unwrap(), None);
        let back = rename(&renamed, &[("image", "x"), ("signs", "y")]).unwrap();
        assert_eq!(back, model.encode_to_vec());
        assert!(rename(b"nothing", &[]).is_err());
    }
}
