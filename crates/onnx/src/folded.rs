//! The same function in fewer steps. Exporters write a scale, a shift and a gate (`x · clip(x + 3, 0, 6) / 6`) as steps of their
//! own over whole pictures. Scales and shifts by one number go into the convolutions around them, and gates become convolutions
//! of one number a channel, which ONNX Runtime runs without bringing channels into another order and back.

use crate::InspectError;
use crate::proto::{AttributeProto, GraphProto, ModelProto, NodeProto};
use numbers::{Numbers, constants};
use prost::Message;
use std::collections::{HashMap, HashSet};

mod numbers;

/// What batch normalisation divides by at least, where a file does not say it.
const EPSILON: f32 = 1e-5;
/// So small that nothing comes of it; nothing at all could not be told from a number that is left out.
const NONE: f32 = 1e-12;
const FLOAT: i32 = 1;
const ZERO: &str = "folded.zero";
const ONE: &str = "folded.one";

/// The same graph with scales, shifts and gates folded. Names of what it takes and gives, and of its last layer, stay.
pub fn folded(bytes: &[u8]) -> Result<Vec<u8>, InspectError> {
    let mut model = ModelProto::decode(bytes).map_err(|_| InspectError::NotOnnx)?;
    let graph = model.graph.take().ok_or(InspectError::NoGraph)?;
    model.graph = Some(Folding::of(&graph).run(graph));
    Ok(model.encode_to_vec())
}

/// A value that is `scale · base + shift`.
#[derive(Debug, Clone)]
struct View {
    base: String,
    scale: f32,
    shift: f32,
}

impl View {
    fn plain(&self) -> bool {
        self.scale == 1.0 && self.shift == 0.0
    }
}

#[derive(Default)]
struct Folding {
    /// Of the graph as it was.
    constants: HashMap<String, Numbers>,
    /// How often each value is taken, by nodes and as a result.
    uses: HashMap<String, usize>,
    /// Values that no node makes any more.
    views: HashMap<String, View>,
    nodes: Vec<NodeProto>,
    /// Places of convolutions whose result nothing has taken yet, by its name.
    open: HashMap<String, usize>,
    /// Constants that are new.
    made: HashMap<String, Numbers>,
    /// Values whose channels are surely so many.
    channels: HashMap<String, usize>,
    /// What was already scaled and shifted, by base and bits of both numbers.
    moves: HashMap<(String, u32, u32), String>,
}

impl Folding {
    fn of(graph: &GraphProto) -> Folding {
        let mut uses = HashMap::new();
        let given = graph.output.iter().map(|o| &o.name);
        for name in graph.node.iter().flat_map(|n| &n.input).chain(given) {
            *uses.entry(name.clone()).or_insert(0) += 1;
        }
        Folding { constants: constants(graph), uses, ..Folding::default() }
    }

    fn run(mut self, mut graph: GraphProto) -> GraphProto {
        for node in std::mem::take(&mut graph.node) {
            self.take(node);
        }
        for output in &graph.output {
            if self.views.contains_key(&output.name) {
                let whole = self.whole(&output.name);
                self.push("Identity", vec![whole], output.name.clone(), Vec::new());
            }
        }
        self.finish(graph)
    }

    /// Leaves out what nothing takes, and brings the new constants in.
    fn finish(mut self, graph: GraphProto) -> GraphProto {
        let mut needed: HashSet<String> = graph.output.iter().map(|o| o.name.clone()).collect();
        let mut nodes = Vec::with_capacity(self.nodes.len());
        for node in self.nodes.into_iter().rev() {
            if node.output.iter().any(|o| needed.contains(o)) {
                needed.extend(node.input.iter().cloned());
                nodes.push(node);
            }
        }
        nodes.reverse();
        let mut initializer = graph.initializer;
        initializer.retain(|t| needed.contains(&t.name));
        for name in nodes.iter().flat_map(|n| &n.input) {
            initializer.extend(self.made.remove(name).map(|numbers| numbers.tensor(name)));
        }
        GraphProto { node: nodes, initializer, ..graph }
    }

    fn take(&mut self, node: NodeProto) {
        let done = match node.op_type.as_str() {
            "Add" | "Div" => self.by_one_number(&node),
            "Mul" => self.by_one_number(&node) || self.product(&node),
            "BatchNormalization" => self.normalised(&node),
            "Clip" => self.gate(&node),
            "Conv" => self.convolution(&node),
            "AveragePool" | "GlobalAveragePool" => self.pooled(&node),
            _ => false,
        };
        if !done {
            self.keep(node);
        }
    }

    fn view(&self, name: &str) -> View {
        let itself = || View { base: name.into(), scale: 1.0, shift: 0.0 };
        self.views.get(name).cloned().unwrap_or_else(itself)
    }

    /// A constant of one number, which has no more dimensions than it takes.
    fn number(&self, name: &str) -> Option<f32> {
        let numbers = self.constants.get(name)?;
        match (numbers.data.as_slice(), numbers.dims.len()) {
            ([number], 0 | 1) => Some(*number),
            _ => None,
        }
    }

    /// The place of the convolution that makes this value for one node alone, which may go into it.
    fn maker(&self, name: &str) -> Option<usize> {
        let view = self.view(name);
        let alone = view.plain() && self.uses.get(name) == Some(&1);
        self.open.get(&view.base).copied().filter(|_| alone)
    }

    /// Scales and shifts what a convolution gives, each channel by its own numbers.
    fn change(&mut self, place: usize, by: impl Fn(usize) -> (f32, f32)) {
        let Some([_, weights, bias]) = self.nodes.get(place).map(|n| n.input.as_slice()) else { return };
        let Some(channels) = self.made.get_mut(bias) else { return };
        let count = channels.data.len().max(1);
        for (i, value) in channels.data.iter_mut().enumerate() {
            let (scale, shift) = by(i);
            *value = *value * scale + shift;
        }
        let Some(weights) = self.made.get_mut(weights) else { return };
        let of_one = (weights.data.len() / count).max(1);
        for (i, of_one) in weights.data.chunks_exact_mut(of_one).enumerate() {
            let scale = by(i).0;
            of_one.iter_mut().for_each(|w| *w *= scale);
        }
    }

    /// `Mul`, `Add` and `Div` by one number.
    fn by_one_number(&mut self, node: &NodeProto) -> bool {
        let ([a, b], [out]) = (node.input.as_slice(), node.output.as_slice()) else { return false };
        let (from, number) = match (self.number(a), self.number(b)) {
            (None, Some(number)) => (a, number),
            (Some(number), None) if node.op_type != "Div" => (b, number),
            _ => return false,
        };
        let (scale, shift) = match node.op_type.as_str() {
            "Mul" => (number, 0.0),
            "Div" => (1.0 / number, 0.0),
            _ => (1.0, number),
        };
        let View { base, scale: before, shift: beside } = self.view(from);
        let (scaled, shifted) = (before * scale, beside * scale + shift);
        if self.constants.contains_key(from) || !scaled.is_normal() || !shifted.is_finite() {
            return false;
        }
        let view = match self.maker(from) {
            Some(place) => {
                self.change(place, |_| (scale, shift));
                View { base, scale: 1.0, shift: 0.0 }
            }
            None => {
                self.open.remove(&base);
                View { base, scale: scaled, shift: shifted }
            }
        };
        self.views.insert(out.clone(), view);
        true
    }

    fn normalised(&mut self, node: &NodeProto) -> bool {
        let ([from, rest @ ..], [out]) = (node.input.as_slice(), node.output.as_slice()) else {
            return false;
        };
        let numbers: Vec<Numbers> = rest.iter().filter_map(|n| self.constants.get(n).cloned()).collect();
        let ([scale, bias, mean, variance], Some(place)) = (numbers.as_slice(), self.maker(from)) else {
            return false;
        };
        let base = self.view(from).base;
        let count = self.channels.get(&base).copied().unwrap_or(0);
        let training = attribute(node, "training_mode").is_some_and(|a| a.i != 0);
        if training || numbers.iter().any(|n| n.data.len() != count) {
            return false;
        }
        let epsilon = attribute(node, "epsilon").map_or(EPSILON, |a| a.f);
        self.change(place, |i| {
            let by = scale.data[i] / (variance.data[i] + epsilon).sqrt();
            (by, bias.data[i] - mean.data[i] * by)
        });
        self.views.insert(out.clone(), View { base, scale: 1.0, shift: 0.0 });
        true
    }

    /// A product of two values, one of which at least is a view: their scales go on, shifts have to be there.
    fn product(&mut self, node: &NodeProto) -> bool {
        let ([a, b], [out]) = (node.input.as_slice(), node.output.as_slice()) else { return false };
        let (a, b) = (self.view(a), self.view(b));
        let scale = a.scale * b.scale;
        let constant = [&a, &b].iter().any(|v| self.constants.contains_key(&v.base));
        if constant || (a.plain() && b.plain()) || !scale.is_normal() {
            return false;
        }
        let inputs = [&a, &b].map(|v| self.moved(&v.base, 1.0, v.shift / v.scale));
        let name = format!("{out}.product");
        if let [Some(one), Some(other)] = [0, 1].map(|i| self.channels.get(&inputs[i]).copied())
            && one == other
        {
            self.channels.insert(name.clone(), one);
        }
        self.push("Mul", inputs.to_vec(), name.clone(), Vec::new());
        self.views.insert(out.clone(), View { base: name, scale, shift: 0.0 });
        true
    }

    /// `clip(scale · x + shift, 0, high)`, where there is a shift: as a convolution of one number a channel, then from 0 to 1.
    fn gate(&mut self, node: &NodeProto) -> bool {
        let ([from, low, high], [out]) = (node.input.as_slice(), node.output.as_slice()) else {
            return false;
        };
        let View { base, scale, shift } = self.view(from);
        let (Some(low), Some(high)) = (self.number(low), self.number(high)) else { return false };
        let Some(channels) = self.channels.get(&base).copied().filter(|_| shift != 0.0) else { return false };
        let (by, beside) = (scale / high, shift / high);
        if low != 0.0 || high <= 0.0 || !by.is_normal() || !beside.is_finite() {
            return false;
        }
        self.open.remove(&base);
        let (line, share) = (format!("{out}.line"), format!("{out}.share"));
        let (weights, bias) = (format!("{out}.weights"), format!("{out}.bias"));
        let dims = [channels, 1, 1, 1];
        self.made.insert(weights.clone(), Numbers::filled(&dims, by));
        self.made.insert(bias.clone(), Numbers::filled(&[channels], beside));
        self.made.entry(ZERO.into()).or_insert_with(|| Numbers::filled(&[], 0.0));
        self.made.entry(ONE.into()).or_insert_with(|| Numbers::filled(&[], 1.0));
        let attributes = vec![
            AttributeProto { name: "kernel_shape".into(), ints: vec![1, 1], r#type: 7, ..Default::default() },
            AttributeProto { name: "group".into(), i: channels as i64, r#type: 2, ..Default::default() },
        ];
        self.push("Conv", vec![base, weights, bias], line.clone(), attributes);
        self.push("Clip", vec![line, ZERO.into(), ONE.into()], share.clone(), Vec::new());
        self.channels.insert(share.clone(), channels);
        self.views.insert(out.clone(), View { base: share, scale: high, shift: 0.0 });
        true
    }

    fn convolution(&mut self, node: &NodeProto) -> bool {
        let (from, weights, bias) = match node.input.as_slice() {
            [from, weights] => (from, weights, None),
            [from, weights, bias] => (from, weights, Some(bias)),
            _ => return false,
        };
        let ([out], Some(mut weights)) = (node.output.as_slice(), self.constants.get(weights).cloned())
        else {
            return false;
        };
        let channels = weights.dims.first().copied().unwrap_or(0).max(0) as usize;
        let bias = match bias {
            None => Some(Numbers::filled(&[channels], 0.0)),
            Some(bias) => self.constants.get(bias).filter(|b| b.data.len() == channels).cloned(),
        };
        let Some(mut bias) = bias.filter(|_| weights.dims.len() == 4 && !weights.data.is_empty()) else {
            return false;
        };
        let View { mut base, scale, shift } = self.view(from);
        self.open.remove(&base);
        if shift != 0.0 && padded(node) {
            // Around the picture there is nothing, and nothing is not shifted.
            base = self.moved(&base, 1.0, shift / scale);
        } else if shift != 0.0 {
            let of_one = weights.data.len() / channels;
            for (value, weights) in bias.data.iter_mut().zip(weights.data.chunks_exact(of_one.max(1))) {
                *value += shift * weights.iter().sum::<f32>();
            }
        }
        weights.data.iter_mut().for_each(|w| *w *= scale);
        let names = [format!("{out}.weights"), format!("{out}.bias")];
        self.made.extend(names.clone().into_iter().zip([weights, bias]));
        let [weights, bias] = names;
        self.open.insert(out.clone(), self.nodes.len());
        self.channels.insert(out.clone(), channels);
        self.push("Conv", vec![base, weights, bias], out.clone(), node.attribute.clone());
        true
    }

    /// The mean of what is scaled and shifted is the mean, scaled and shifted.
    fn pooled(&mut self, node: &NodeProto) -> bool {
        let ([from], [out]) = (node.input.as_slice(), node.output.as_slice()) else { return false };
        let view = self.view(from);
        let up = attribute(node, "ceil_mode").is_some_and(|a| a.i != 0);
        if view.plain() || padded(node) || up {
            return false;
        }
        self.open.remove(&view.base);
        let name = format!("{out}.mean");
        if let Some(channels) = self.channels.get(&view.base).copied() {
            self.channels.insert(name.clone(), channels);
        }
        self.push(&node.op_type, vec![view.base], name.clone(), node.attribute.clone());
        self.views.insert(out.clone(), View { base: name, ..view });
        true
    }

    /// A node as it is, of values as they are.
    fn keep(&mut self, mut node: NodeProto) {
        for input in &mut node.input {
            *input = self.whole(input);
        }
        let same = matches!(
            node.op_type.as_str(),
            "AveragePool" | "GlobalAveragePool" | "HardSigmoid" | "Relu" | "Sigmoid"
        );
        let channels = node.input.first().and_then(|i| self.channels.get(i)).copied().filter(|_| same);
        if let (Some(channels), [out]) = (channels, node.output.as_slice()) {
            self.channels.insert(out.clone(), channels);
        }
        self.nodes.push(node);
    }

    /// The name under which a value is there as it is.
    fn whole(&mut self, name: &str) -> String {
        let View { base, scale, shift } = self.view(name);
        self.moved(&base, scale, shift)
    }

    fn moved(&mut self, base: &str, scale: f32, shift: f32) -> String {
        self.open.remove(base);
        if scale == 1.0 && shift == 0.0 {
            return base.into();
        }
        let key = (base.to_string(), scale.to_bits(), shift.to_bits());
        if let Some(name) = self.moves.get(&key) {
            return name.clone();
        }
        let name = format!("{base}.moved{}", self.moves.len());
        self.moves.insert(key, name.clone());
        match self.channels.get(base).copied() {
            // Which the runtime does in whatever order its channels lie.
            Some(channels) => {
                let parts = [("scale", scale), ("shift", shift), ("mean", 0.0), ("variance", 1.0)];
                let parts = parts.map(|(part, value)| (format!("{name}.{part}"), value));
                let inputs =
                    std::iter::once(base.to_string()).chain(parts.iter().map(|p| p.0.clone())).collect();
                let numbers =
                    parts.into_iter().map(|(part, value)| (part, Numbers::filled(&[channels], value)));
                self.made.extend(numbers);
                let epsilon =
                    AttributeProto { name: "epsilon".into(), f: NONE, r#type: 1, ..Default::default() };
                self.push("BatchNormalization", inputs, name.clone(), vec![epsilon]);
                self.channels.insert(name.clone(), channels);
            }
            None => {
                let steps = [("Mul", scale, scale != 1.0), ("Add", shift, shift != 0.0)];
                let count = steps.iter().filter(|s| s.2).count();
                let mut from = base.to_string();
                for (i, (op, by, _)) in steps.into_iter().filter(|s| s.2).enumerate() {
                    let number = format!("{name}.{op}");
                    self.made.insert(number.clone(), Numbers::filled(&[], by));
                    let to = if i + 1 == count { name.clone() } else { format!("{name}.scaled") };
                    self.push(op, vec![from, number], to.clone(), Vec::new());
                    from = to;
                }
            }
        }
        name
    }

    fn push(&mut self, op: &str, input: Vec<String>, out: String, attribute: Vec<AttributeProto>) {
        let name = out.clone();
        let node =
            NodeProto { input, output: vec![out], name, op_type: op.into(), attribute, ..Default::default() };
        self.nodes.push(node);
    }
}

fn attribute<'a>(node: &'a NodeProto, name: &str) -> Option<&'a AttributeProto> {
    node.attribute.iter().find(|a| a.name == name)
}

/// Whether something is put around the picture, or whether that cannot be told.
fn padded(node: &NodeProto) -> bool {
    let auto = attribute(node, "auto_pad").is_some_and(|a| a.s != b"NOTSET");
    auto || attribute(node, "pads").is_some_and(|a| a.ints.iter().any(|&p| p != 0))
}

#[cfg(test)]
mod tests;
