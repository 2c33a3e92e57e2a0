//! Two opinions of a picture made into one score: how remarkable its most remarkable place is, and what a head says
//! of it as a whole.

use fovea_onnx::GraphBuilder;

/// The picture's score is the sigmoid of a weighted sum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighing {
    pub place: f32,
    pub head: f32,
    pub shift: f32,
}

impl Weighing {
    /// Logistic regression by gradient steps over pictures that neither opinion was learnt from; good and bad ones
    /// weigh the same, and weights near a half are preferred.
    pub fn of(place: &[f32], head: &[f32], bad: &[bool]) -> Weighing {
        let (mut w, n) = ([0.5f64, 0.5, -2.0], bad.len());
        let bads = bad.iter().filter(|b| **b).count() as f64;
        let (of_bad, of_good) = (0.5 / bads.max(1.0), 0.5 / (n as f64 - bads).max(1.0));
        for _ in 0..4000 {
            let mut g = [0.02 * (w[0] - 0.5), 0.02 * (w[1] - 0.5), 0.0];
            for i in 0..n {
                let x = [f64::from(place[i]), f64::from(head[i]), 1.0];
                let z: f64 = w.iter().zip(&x).map(|(w, x)| w * x).sum();
                let p = 1.0 / (1.0 + (-z).exp());
                let e = if bad[i] { (p - 1.0) * of_bad } else { p * of_good };
                g.iter_mut().zip(&x).for_each(|(g, x)| *g += e * x);
            }
            w.iter_mut().zip(&g).for_each(|(w, g)| *w -= 0.05 * g);
            w[0] = w[0].max(0.0);
            w[1] = w[1].max(0.0);
        }
        Weighing { place: w[0] as f32, head: w[1] as f32, shift: w[2] as f32 }
    }

    pub fn sum(&self, place: f32, head: f32) -> f32 {
        self.place * place + self.head * head + self.shift
    }
}

/// `factor × value + shift` of a graph's value.
pub(crate) fn weigh(out: &mut GraphBuilder, name: &str, value: &str, factor: f32, shift: f32) -> String {
    let factor = out.floats(&format!("{name}.factor"), &[], &[factor]);
    let product = out.node("Mul", &format!("{name}.product"), &[value, &factor], &[]);
    let shift = out.floats(&format!("{name}.shift"), &[], &[shift]);
    out.node("Add", name, &[&product, &shift], &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trusts_the_opinion_that_tells_good_from_bad() {
        let bad: Vec<bool> = (0..40).map(|i| i % 4 == 0).collect();
        let sure: Vec<f32> = bad.iter().map(|&b| if b { 3.0 } else { -3.0 }).collect();
        let noise: Vec<f32> = (0..40).map(|i| ((i * 37 % 11) as f32 - 5.0) / 2.0).collect();
        let w = Weighing::of(&noise, &sure, &bad);
        assert!(w.head > 2.0 * w.place, "{w:?}");
        assert!((0..40).all(|i| (w.sum(noise[i], sure[i]) > 0.0) == bad[i]), "{w:?}");
    }
}
