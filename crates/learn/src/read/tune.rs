//! The last layer of the reader of signs, taught on lines whose text is known: columns of the signs that come in them move, all
//! others stay. What pictures that were kept out say decides how far, and whether at all.

use super::ctc;
use super::lines::{Line, Lines};
use crate::{Progress, Stop};
use fovea_onnx::Shift;

const EPOCHS: usize = 30;
/// Lines that move the layer once.
const TOGETHER: usize = 8;
/// Of Adam (arXiv 1412.6980), at first; it falls to nothing.
const RATE: f32 = 2e-3;
const MEANS: (f32, f32) = (0.9, 0.999);
/// How much what was learnt is drawn back to what the reader knew (arXiv 1711.05101).
const PULL: f32 = 0.1;
/// Less is no gain.
const LEAST_GAIN: f64 = 1e-3;
/// A prime above the number of lines, so that steps of it meet each of them once.
const STRIDE: usize = 7919;

/// How lines that were kept out are read, as far as the reader alone goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    pub right: usize,
    /// Mean of what a line costs.
    pub loss: f64,
}

impl Worth {
    fn beats(&self, other: &Worth) -> bool {
        self.right > other.right || (self.right == other.right && self.loss < other.loss - LEAST_GAIN)
    }
}

pub struct Tuned {
    /// Nothing where the reader is best left as it is.
    pub shifts: Vec<Shift>,
    pub before: Worth,
    pub after: Worth,
    pub stopped: bool,
}

/// What is added to the last layer: for each column its weights, and its bias behind them.
#[derive(Clone)]
struct Layer {
    values: Vec<f32>,
    columns: usize,
    width: usize,
}

/// What a layer makes of a line.
struct Told {
    /// Logarithms of probabilities, a row a step.
    logs: Vec<f32>,
    /// Of each step the logarithm of what all signs had together.
    all: Vec<f32>,
}

impl Layer {
    fn new(columns: usize, width: usize) -> Layer {
        Layer { values: vec![0.0; columns * (width + 1)], columns, width }
    }

    fn tell(&self, line: &Line) -> Told {
        let mut told = Told { logs: Vec::with_capacity(line.logs.len()), all: Vec::new() };
        let steps = line.features.chunks_exact(self.width).zip(line.logs.chunks_exact(self.columns));
        for ((features, before), rest) in steps.zip(&line.rest) {
            let from = told.logs.len();
            let columns = self.values.chunks_exact(self.width + 1).zip(before);
            told.logs.extend(columns.map(|(column, before)| {
                let (bias, weights) = column.split_last().unwrap_or((&0.0, &[]));
                before + bias + weights.iter().zip(features).map(|(w, f)| w * f).sum::<f32>()
            }));
            let row = &mut told.logs[from..];
            let highest = row.iter().copied().fold(*rest, f32::max);
            let sum: f32 = row.iter().chain([rest]).map(|v| (v - highest).exp()).sum();
            let all = highest + sum.ln();
            row.iter_mut().for_each(|v| *v -= all);
            told.all.push(all);
        }
        told
    }

    fn worth(&self, lines: &[Line]) -> Worth {
        let (mut right, mut loss, mut count) = (0, 0.0, 0u32);
        for line in lines {
            let told = self.tell(line);
            let rows = told.logs.chunks_exact(self.columns).zip(told.all.iter().zip(&line.rival));
            let best = rows.map(|(row, (all, rival))| {
                // A sign that is not taught may be the likeliest: then it is none of the text's.
                let start = (usize::MAX, rival - all);
                row.iter().enumerate().fold(start, |b, (c, &p)| if p >= b.1 { (c, p) } else { b }).0
            });
            right += usize::from(ctc::said(best) == line.text);
            if let Some(cost) = ctc::cost(&told.logs, self.columns, &line.text) {
                loss += cost.loss;
                count += 1;
            }
        }
        Worth { right, loss: loss / f64::from(count.max(1)) }
    }

    /// Adds how the line would have each value move.
    fn pull(&self, line: &Line, slopes: &mut [f32]) {
        let told = self.tell(line);
        let Some(cost) = ctc::cost(&told.logs, self.columns, &line.text) else { return };
        let rows = told.logs.chunks_exact(self.columns).zip(cost.share.chunks_exact(self.columns));
        for (features, (logs, share)) in line.features.chunks_exact(self.width).zip(rows) {
            let columns = slopes.chunks_exact_mut(self.width + 1);
            for (slopes, (log, share)) in columns.zip(logs.iter().zip(share)) {
                let slope = log.exp() - share;
                if let Some((bias, weights)) = slopes.split_last_mut() {
                    *bias += slope;
                    weights.iter_mut().zip(features).for_each(|(w, f)| *w += slope * f);
                }
            }
        }
    }

    fn shifts(&self, columns: &[usize]) -> Vec<Shift> {
        let one = |(values, column): (&[f32], &usize)| {
            let (bias, weights) = values.split_last()?;
            Some(Shift { column: *column, weights: weights.to_vec(), bias: *bias })
        };
        self.values.chunks_exact(self.width + 1).zip(columns).filter_map(one).collect()
    }
}

/// Means of slopes and of their squares.
struct Adam {
    slopes: Vec<f32>,
    squares: Vec<f32>,
    steps: i32,
}

impl Adam {
    fn step(&mut self, values: &mut [f32], slopes: &[f32], rate: f32) {
        self.steps += 1;
        let part = |mean: f32| 1.0 - mean.powi(self.steps);
        let (first, second) = (part(MEANS.0), part(MEANS.1));
        let means = self.slopes.iter_mut().zip(self.squares.iter_mut());
        for ((value, slope), (mean, square)) in values.iter_mut().zip(slopes).zip(means) {
            *mean = MEANS.0 * *mean + (1.0 - MEANS.0) * slope;
            *square = MEANS.1 * *square + (1.0 - MEANS.1) * slope * slope;
            let way = (*mean / first) / ((*square / second).sqrt() + 1e-8);
            *value -= rate * (way + PULL * *value);
        }
    }
}

/// The layer that reads the lines best that are kept out; the one as it is, where nothing is better.
pub fn tune(lines: &Lines, progress: &dyn Progress, stop: &Stop) -> Tuned {
    let mut layer = Layer::new(lines.columns.len(), lines.width);
    let before = layer.worth(&lines.kept);
    let mut best: Option<(Worth, Layer)> = None;
    let count = layer.values.len();
    let mut adam = Adam { slopes: vec![0.0; count], squares: vec![0.0; count], steps: 0 };
    let all = lines.taught.len();
    let mut stopped = false;
    for epoch in 0..EPOCHS {
        if stop.due() {
            stopped = true;
            break;
        }
        let order: Vec<usize> = (0..all).map(|i| (i * STRIDE + epoch) % all).collect();
        let rate = RATE * (1.0 - epoch as f32 / EPOCHS as f32);
        for together in order.chunks(TOGETHER) {
            // A round over many lines takes its time.
            if stop.due() {
                stopped = true;
                break;
            }
            let mut slopes = vec![0.0f32; count];
            together.iter().for_each(|&i| layer.pull(&lines.taught[i], &mut slopes));
            adam.step(&mut layer.values, &slopes, rate);
        }
        let worth = layer.worth(&lines.kept);
        if worth.beats(best.as_ref().map_or(&before, |b| &b.0)) {
            best = Some((worth, layer.clone()));
        }
        progress.step("learning", epoch + 1, EPOCHS, &format!("loss {:.4}", worth.loss));
    }
    match best {
        Some((after, layer)) => Tuned { shifts: layer.shifts(&lines.columns), before, after, stopped },
        None => Tuned { shifts: Vec::new(), before, after: before, stopped },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;

    /// Two signs; the first is seen as the second by the reader, while another number tells them apart.
    fn line(text: &[usize]) -> Line {
        let (mut features, mut logs) = (Vec::new(), Vec::new());
        for sign in text {
            features.extend([1.0, if *sign == 1 { 1.0 } else { -1.0 }, 0.0, 0.0]);
            logs.extend([0.05f32, 0.25, 0.6].map(f32::ln));
            features.extend([0.0; 4]);
            logs.extend([0.9f32, 0.03, 0.03].map(f32::ln));
        }
        let steps = 2 * text.len();
        Line {
            features,
            logs,
            rest: vec![0.1f32.ln(); steps],
            rival: vec![0.05f32.ln(); steps],
            text: text.to_vec(),
        }
    }

    fn lines() -> Lines {
        let texts: [&[usize]; 4] = [&[1, 2, 1], &[2, 2, 1], &[1, 1], &[2, 1, 2, 1]];
        let taught = (0..400).map(|i| line(texts[i % 4])).collect();
        Lines {
            taught,
            kept: vec![line(&[1, 2, 2, 1]), line(&[2, 1, 1])],
            crops: 400,
            columns: vec![0, 7, 9],
            width: 4,
            numbers: 0,
        }
    }

    #[test]
    fn what_is_mixed_up_is_told_apart_after_it_was_taught() {
        let lines = lines();
        let tuned = tune(&lines, &Silent, &Stop::new(None));
        assert_eq!((tuned.before.right, tuned.after.right), (0, 2), "{:?}", tuned.after);
        assert!(tuned.after.loss < tuned.before.loss);
        let columns: Vec<usize> = tuned.shifts.iter().map(|s| s.column).collect();
        assert_eq!((columns, tuned.shifts[0].weights.len()), (vec![0, 7, 9], 4));
        // Numbers that are always nothing teach nothing.
        assert!(tuned.shifts.iter().all(|s| s.weights[2..] == [0.0, 0.0]));
        let again = tune(&lines, &Silent, &Stop::new(None));
        assert_eq!(again.shifts, tuned.shifts);
    }

    #[test]
    fn a_reader_that_is_sure_and_right_is_left_as_it_is() {
        let sure = |row: [f32; 3]| row.map(|p| p.max(1e-30).ln());
        let logs = [sure([0.0, 0.0, 1.0]), sure([1.0, 0.0, 0.0])].concat();
        let nothing = vec![1e-30f32.ln(); 2];
        let kept =
            Line { features: vec![0.0; 8], logs, rest: nothing.clone(), rival: nothing, text: vec![2] };
        let lines = Lines { kept: vec![kept], ..lines() };
        let tuned = tune(&lines, &Silent, &Stop::new(None));
        assert_eq!((tuned.before.right, tuned.shifts.len(), tuned.after), (1, 0, tuned.before));
    }
}
