use crate::exec::{Mode, Pass};
use crate::graph::{Graph, Op, Params};
use crate::ops::norm::EPS;
use crate::optim::AdamW;

/// One thread's share of a batch.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// For each of the graph's inputs the numbers of all samples, one after the other.
    pub inputs: Vec<Vec<f32>>,
    /// Rows and columns of each input.
    pub sizes: Vec<(usize, usize)>,
    pub samples: usize,
}

/// A graph, its parameters, and what their optimizer remembers.
pub struct Trainer {
    pub graph: Graph,
    pub params: Params,
    optimizer: AdamW,
    passes: Vec<Pass>,
    steps: u64,
    seed: u64,
}

/// All that a training needs to go on as if it had not been interrupted: parameters, then the optimizer's two
/// running means (empty before the first step), in the order of the parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    pub steps: u64,
    pub tensors: [Vec<Vec<f32>>; 3],
}

impl Trainer {
    pub fn snapshot(&self) -> Snapshot {
        let (_, first, second) = self.optimizer.memory();
        let params = self.params.iter().map(|p| p.data.clone()).collect();
        Snapshot { steps: self.steps, tensors: [params, first.to_vec(), second.to_vec()] }
    }

    /// Returns false, and changes nothing, where the snapshot is of another network.
    pub fn restore(&mut self, snapshot: Snapshot) -> bool {
        let fits = |t: &Vec<Vec<f32>>| {
            t.len() == self.params.len() && t.iter().zip(&self.params).all(|(a, p)| a.len() == p.data.len())
        };
        let [params, first, second] = snapshot.tensors;
        if !fits(&params) || !fits(&first) || !fits(&second) {
            return false;
        }
        self.params.iter_mut().zip(params).for_each(|(p, data)| p.data = data);
        self.optimizer.restore(snapshot.steps as i32, first, second);
        self.steps = snapshot.steps;
        true
    }
    pub fn new(graph: Graph, params: Params, weight_decay: f32, seed: u64) -> Self {
        Trainer { graph, params, optimizer: AdamW::new(weight_decay), passes: Vec::new(), steps: 0, seed }
    }

    /// One step over a batch cut into parts, each on a thread of its own. `loss(part, outputs, gradients)`
    /// fills the gradients by each output and returns its share of the loss.
    pub fn step<L>(&mut self, parts: &[Part], rate: f32, loss: L) -> f32
    where
        L: Fn(usize, &[&[f32]], &mut [Vec<f32>]) -> f32 + Sync,
    {
        self.passes.resize_with(parts.len().max(self.passes.len()), Pass::default);
        self.steps += 1;
        let (graph, params, loss) = (&self.graph, &self.params, &loss);
        let seed = self.seed.wrapping_add(self.steps.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let run = move |k: usize, pass: &mut Pass, part: &Part| {
            let mode = Mode::Train { seed: seed.wrapping_add(k as u64) };
            pass.forward(graph, params, &part.inputs, &part.sizes, part.samples, mode);
            let outputs: Vec<&[f32]> = (0..graph.outputs.len()).map(|o| pass.output(graph, o)).collect();
            let mut douts: Vec<Vec<f32>> = outputs.iter().map(|o| vec![0.0; o.len()]).collect();
            let value = loss(k, &outputs, &mut douts);
            let mut grads: Vec<Vec<f32>> = params.iter().map(|p| vec![0.0; p.data.len()]).collect();
            pass.backward(graph, params, &douts, &mut grads);
            (value, grads)
        };
        let results: Vec<(f32, Vec<Vec<f32>>)> = std::thread::scope(|scope| {
            let mut work = self.passes.iter_mut().zip(parts).enumerate();
            let first = work.next();
            let others: Vec<_> =
                work.map(|(k, (pass, part))| scope.spawn(move || run(k, pass, part))).collect();
            let own = first.map(|(k, (pass, part))| run(k, pass, part));
            own.into_iter().chain(others.into_iter().filter_map(|h| h.join().ok())).collect()
        });
        let mut results = results.into_iter();
        let Some((mut total, mut grads)) = results.next() else { return 0.0 };
        for (value, more) in results {
            total += value;
            for (sum, g) in grads.iter_mut().zip(&more) {
                sum.iter_mut().zip(g).for_each(|(s, g)| *s += g);
            }
        }
        self.follow_statistics(parts.len());
        self.optimizer.update(&mut self.params, &grads, rate);
        total
    }

    /// Moves each norm's running mean and variance a tenth of the way to those of the batch.
    fn follow_statistics(&mut self, parts: usize) {
        let share = 0.1 / parts as f32;
        for (id, node) in self.graph.nodes.iter().enumerate() {
            let Op::BatchNorm { mean, var, .. } = node.op else { continue };
            let c = node.channels;
            self.params[mean].data.iter_mut().for_each(|m| *m *= 0.9);
            self.params[var].data.iter_mut().for_each(|v| *v *= 0.9);
            for pass in &self.passes[..parts] {
                let (m, inv) = pass.norm_stats(id).split_at(c);
                self.params[mean].data.iter_mut().zip(m).for_each(|(a, b)| *a += share * b);
                let var = self.params[var].data.iter_mut().zip(inv);
                var.for_each(|(a, i)| *a += share * (1.0 / (i * i) - EPS));
            }
        }
    }
}

/// Outputs in use mode, one part a thread; for each part the graph's outputs.
pub fn run_batch(graph: &Graph, params: &Params, parts: &[Part]) -> Vec<Vec<Vec<f32>>> {
    let run = |part: &Part| {
        let mut pass = Pass::default();
        pass.forward(graph, params, &part.inputs, &part.sizes, part.samples, Mode::Use);
        (0..graph.outputs.len()).map(|o| pass.output(graph, o).to_vec()).collect()
    };
    std::thread::scope(|scope| {
        let handles: Vec<_> = parts.iter().map(|p| scope.spawn(move || run(p))).collect();
        handles.into_iter().filter_map(|h| h.join().ok()).collect()
    })
}
