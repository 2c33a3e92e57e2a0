/// Mean cross-entropy of `n` samples' `classes` logits, with a weight a class and smoothed targets
/// (arXiv 1512.00567). `logits` and `grad` are laid out class by class: `[classes, n]`.
pub fn softmax_cross_entropy(
    logits: &[f32],
    targets: &[usize],
    class_weights: &[f32],
    smoothing: f32,
    total_weight: f32,
    grad: &mut [f32],
) -> f32 {
    let (n, k) = (targets.len(), class_weights.len());
    let mut loss = 0.0;
    let mut p = vec![0.0f32; k];
    for (i, &t) in targets.iter().enumerate() {
        let top = (0..k).map(|c| logits[c * n + i]).fold(f32::MIN, f32::max);
        let sum: f32 = (0..k)
            .map(|c| {
                p[c] = (logits[c * n + i] - top).exp();
                p[c]
            })
            .sum();
        let w = class_weights[t] / total_weight;
        for c in 0..k {
            let q = p[c] / sum;
            let want = smoothing / k as f32 + if c == t { 1.0 - smoothing } else { 0.0 };
            loss -= w * want * (q + 1e-12).ln();
            grad[c * n + i] = w * (q - want);
        }
    }
    loss
}

/// How masks are taught.
#[derive(Debug, Clone, Copy)]
pub struct PixelLoss {
    /// Exponent of the focal loss (Lin et al. 2017, arXiv 1708.02002); 0 is plain cross-entropy.
    pub focal: f32,
    /// Share of the soft Dice loss (Milletari et al. 2016, arXiv 1606.04797) over the classes that a sample shows.
    pub dice: f32,
}

/// Focal and Dice loss of one sample over `[classes, size]` logits against a class a pixel; 255 is ignored.
/// Class 0 is the background and takes no part in Dice. The mean is weighted by class, so that few pixels of a
/// kind can count as much as many of another. Gradients are scaled by `scale`.
pub fn pixel_loss(
    logits: &[f32],
    mask: &[u8],
    class_weights: &[f32],
    rule: PixelLoss,
    scale: f32,
    grad: &mut [f32],
) -> f32 {
    let (k, n) = (class_weights.len(), mask.len());
    let mut p = vec![0.0f32; k * n];
    softmax_columns(logits, k, n, &mut p);
    let counted: f32 = mask.iter().filter_map(|&m| class_weights.get(m as usize)).sum::<f32>().max(1.0);
    let power = |miss: f32| if rule.focal == 1.0 { miss } else { miss.powf(rule.focal) };
    let mut loss = 0.0f32;
    for (i, &m) in mask.iter().enumerate() {
        let t = m as usize;
        if t >= k {
            (0..k).for_each(|c| grad[c * n + i] = 0.0);
            continue;
        }
        let pt = p[t * n + i].clamp(1e-7, 1.0);
        let w = class_weights[t] * scale / counted;
        let (miss, log) = (1.0 - pt, pt.ln());
        loss -= w * power(miss) * log;
        // d/dz of -(1-pt)^f log pt, by pt first, then through the softmax
        let by_pt = if rule.focal == 1.0 {
            log - miss / pt
        } else if rule.focal > 0.0 {
            rule.focal * miss.max(1e-7).powf(rule.focal - 1.0) * log - miss.powf(rule.focal) / pt
        } else {
            -1.0 / pt
        };
        for c in 0..k {
            let delta = if c == t { 1.0 } else { 0.0 };
            grad[c * n + i] = w * by_pt * pt * (delta - p[c * n + i]);
        }
    }
    if rule.dice > 0.0 {
        loss += dice(&p, mask, k, rule.dice * scale, grad);
    }
    loss
}

/// Pixels; keeps the gradient of classes with few of them tame.
const SMOOTH: f32 = 16.0;

fn dice(p: &[f32], mask: &[u8], k: usize, scale: f32, grad: &mut [f32]) -> f32 {
    let n = mask.len();
    let shown: Vec<usize> = (1..k).filter(|&c| mask.iter().any(|&m| m as usize == c)).collect();
    let share = scale / shown.len().max(1) as f32;
    let (mut loss, mut by_p) = (0.0, vec![0.0f32; k * n]);
    for c in shown {
        let counted = || mask.iter().enumerate().filter(|(_, m)| **m != 255);
        let (mut both, mut sum) = (0.0f32, 0.0f32);
        for (i, &m) in counted() {
            let (q, t) = (p[c * n + i], if m as usize == c { 1.0 } else { 0.0 });
            both += q * t;
            sum += q + t;
        }
        let (a, b) = (2.0 * both + SMOOTH, sum + SMOOTH);
        loss += share * (1.0 - a / b);
        for (i, &m) in counted() {
            let t = if m as usize == c { 1.0 } else { 0.0 };
            by_p[c * n + i] = -share * (2.0 * t * b - a) / (b * b);
        }
    }
    // Through the softmax.
    for i in 0..n {
        let mean: f32 = (1..k).map(|c| p[c * n + i] * by_p[c * n + i]).sum();
        for c in 0..k {
            grad[c * n + i] += p[c * n + i] * (by_p[c * n + i] - mean);
        }
    }
    loss
}

fn softmax_columns(logits: &[f32], k: usize, n: usize, p: &mut [f32]) {
    let mut top = logits[..n].to_vec();
    for c in 1..k {
        top.iter_mut().zip(&logits[c * n..][..n]).for_each(|(t, v)| *t = t.max(*v));
    }
    let mut sum = vec![0.0f32; n];
    for c in 0..k {
        let row = p[c * n..][..n].iter_mut().zip(&logits[c * n..][..n]);
        row.zip(&top).zip(&mut sum).for_each(|(((p, v), t), s)| {
            *p = (v - t).exp();
            *s += *p;
        });
    }
    for c in 0..k {
        p[c * n..][..n].iter_mut().zip(&sum).for_each(|(p, s)| *p /= s);
    }
}
