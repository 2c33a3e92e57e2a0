use crate::graph::{Graph, NodeId, Op, Params};
use crate::ops::norm::EPS;
use fovea_onnx::{Attr, GraphBuilder};

/// The names that a graph's nodes have in the ONNX graph.
pub struct Exported {
    names: Vec<String>,
}

impl Exported {
    pub fn name(&self, id: NodeId) -> &str {
        &self.names[id]
    }
}

/// Writes the network into an ONNX graph, in use mode (norms fold into the convolutions before them where they
/// directly follow one). `inputs` are the names of the values that take the place of the graph's inputs;
/// `prefix` keeps the names of several networks in one file apart.
pub fn export(
    graph: &Graph,
    params: &Params,
    prefix: &str,
    inputs: &[&str],
    out: &mut GraphBuilder,
) -> Exported {
    let mut names: Vec<String> = Vec::with_capacity(graph.nodes.len());
    let mut next = inputs.iter();
    for (id, node) in graph.nodes.iter().enumerate() {
        let own = format!("{prefix}{id}");
        let args: Vec<&str> = node.inputs.iter().map(|&i| names[i].as_str()).collect();
        let name = match &node.op {
            Op::Input => next.next().map(|s| s.to_string()).unwrap_or_default(),
            Op::Conv { weight, bias, kernel, stride, pad, depthwise } => {
                let shape = &params[*weight].shape;
                let (mut w, mut b) = (params[*weight].data.clone(), bias.map(|b| params[b].data.clone()));
                if let Some(Op::BatchNorm { gain, shift, mean, var }) =
                    following_norm(graph, id).map(|n| &graph.nodes[n].op)
                {
                    b = Some(fold(params, [*gain, *shift, *mean, *var], &mut w, b.as_deref()));
                }
                let w = out.floats(&format!("{own}.w"), shape, &w);
                let mut args = vec![args[0], &w];
                let b = b.map(|b| out.floats(&format!("{own}.b"), &[shape[0]], &b));
                args.extend(b.as_deref());
                let group = if *depthwise { shape[0] as i64 } else { 1 };
                let (p, q) = (pad.before as i64, pad.after as i64);
                out.node(
                    "Conv",
                    &own,
                    &args,
                    &[
                        ("kernel_shape", Attr::Ints(vec![*kernel as i64; 2])),
                        ("strides", Attr::Ints(vec![*stride as i64; 2])),
                        ("pads", Attr::Ints(vec![p, p, q, q])),
                        ("group", Attr::Int(group)),
                    ],
                )
            }
            Op::BatchNorm { .. } if following_norm(graph, node.inputs[0]) == Some(id) => args[0].to_string(),
            Op::BatchNorm { gain, shift, mean, var } => {
                let mut all = vec![args[0].to_string()];
                for (label, p) in [("g", gain), ("s", shift), ("m", mean), ("v", var)] {
                    all.push(out.floats(&format!("{own}.{label}"), &params[*p].shape, &params[*p].data));
                }
                let all: Vec<&str> = all.iter().map(String::as_str).collect();
                out.node("BatchNormalization", &own, &all, &[("epsilon", Attr::Float(EPS))])
            }
            Op::Relu => out.node("Relu", &own, &args, &[]),
            Op::Relu6 => {
                let (lo, hi) = (
                    out.floats(&format!("{own}.lo"), &[], &[0.0]),
                    out.floats(&format!("{own}.hi"), &[], &[6.0]),
                );
                out.node("Clip", &own, &[args[0], &lo, &hi], &[])
            }
            Op::Add => out.node("Add", &own, &args, &[]),
            Op::Concat => out.node("Concat", &own, &args, &[("axis", Attr::Int(1))]),
            Op::Upsample(factor) => {
                let f = *factor as f32;
                let scales = out.floats(&format!("{own}.f"), &[4], &[1.0, 1.0, f, f]);
                let attrs = [
                    ("mode", Attr::Str("linear")),
                    ("coordinate_transformation_mode", Attr::Str("half_pixel")),
                ];
                out.node("Resize", &own, &[args[0], "", &scales], &attrs)
            }
            Op::Dropout(_) => args[0].to_string(),
        };
        names.push(name);
    }
    Exported { names }
}

/// The norm that takes the output of convolution `id`, where nothing else does.
fn following_norm(graph: &Graph, id: NodeId) -> Option<NodeId> {
    if !matches!(graph.nodes[id].op, Op::Conv { .. }) || graph.outputs.contains(&id) {
        return None;
    }
    let mut users = graph.nodes.iter().enumerate().filter(|(_, n)| n.inputs.contains(&id));
    match (users.next(), users.next()) {
        (Some((user, node)), None) if matches!(node.op, Op::BatchNorm { .. }) => Some(user),
        _ => None,
    }
    .filter(|&user| user > id)
}

/// Scales the weights by the norm's gain and returns the bias that gives the same output.
fn fold(params: &Params, norm: [usize; 4], weight: &mut [f32], bias: Option<&[f32]>) -> Vec<f32> {
    let [gain, shift, mean, var] = norm.map(|p| params[p].data.as_slice());
    let per = weight.len() / gain.len();
    gain.iter()
        .enumerate()
        .map(|(c, g)| {
            let a = g / (var[c] + EPS).sqrt();
            weight[c * per..][..per].iter_mut().for_each(|w| *w *= a);
            shift[c] + (bias.map_or(0.0, |b| b[c]) - mean[c]) * a
        })
        .collect()
}
