use crate::graph::Params;

/// AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101).
pub struct AdamW {
    pub weight_decay: f32,
    step: i32,
    first: Vec<Vec<f32>>,
    second: Vec<Vec<f32>>,
}

impl AdamW {
    pub fn new(weight_decay: f32) -> Self {
        AdamW { weight_decay, step: 0, first: Vec::new(), second: Vec::new() }
    }

    /// Steps made and the two running means, for a checkpoint.
    pub(crate) fn memory(&self) -> (i32, &[Vec<f32>], &[Vec<f32>]) {
        (self.step, &self.first, &self.second)
    }

    pub(crate) fn restore(&mut self, step: i32, first: Vec<Vec<f32>>, second: Vec<Vec<f32>>) {
        (self.step, self.first, self.second) = (step, first, second);
    }

    pub fn update(&mut self, params: &mut Params, grads: &[Vec<f32>], rate: f32) {
        const BETA: (f32, f32) = (0.9, 0.999);
        if self.first.is_empty() {
            self.first = grads.iter().map(|g| vec![0.0; g.len()]).collect();
            self.second = self.first.clone();
        }
        self.step += 1;
        let (c1, c2) = (1.0 - BETA.0.powi(self.step), 1.0 - BETA.1.powi(self.step));
        for (((p, g), m), v) in params.iter_mut().zip(grads).zip(&mut self.first).zip(&mut self.second) {
            if !p.trainable {
                continue;
            }
            let rate = rate * p.pace;
            let decay = if p.decay { rate * self.weight_decay } else { 0.0 };
            for (((w, g), m), v) in p.data.iter_mut().zip(g).zip(m).zip(v) {
                *m = BETA.0 * *m + (1.0 - BETA.0) * g;
                *v = BETA.1 * *v + (1.0 - BETA.1) * g * g;
                *w -= decay * *w + rate * (*m / c1) / ((*v / c2).sqrt() + 1e-8);
            }
        }
    }
}

/// The learning rate at `progress` 0..1: a quarter of the way up to `peak`, then down along a cosine
/// (Smith and Topin 2019, arXiv 1708.07120).
pub fn one_cycle(progress: f32, peak: f32) -> f32 {
    const RISE: f32 = 0.25;
    let cosine = |t: f32| 0.5 - 0.5 * (std::f32::consts::PI * t).cos();
    if progress < RISE {
        peak * (0.04 + 0.96 * cosine(progress / RISE))
    } else {
        peak * (1.0 - cosine((progress - RISE) / (1.0 - RISE))).max(1e-4)
    }
}
