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
    /// Share of the soft Dice loss (Milletari et al. 2016, arXiv 1606.04797) of each sample, over the classes that
    /// it shows.
    pub dice: f32,
    /// Share of the soft overlap (intersection over union) over all samples together, which is how masks are
    /// judged: a class drawn where it is not costs as much as one that is missed.
    pub overlap: f32,
}

/// Keeps the gradient of classes with few pixels tame.
const SMOOTH: f32 = 16.0;

/// The loss of some samples, one after another, each `[classes, size]` logits against a class a pixel; 255 is
/// ignored. Class 0 is the background and takes no part in Dice and overlap. Each sample's mean is weighted by its
/// row of `weights`, a weight a class. Gradients are scaled by `scale`, the share of a sample in the batch.
pub fn pixel_loss(
    logits: &[f32],
    masks: &[&[u8]],
    weights: &[Vec<f32>],
    rule: PixelLoss,
    scale: f32,
    grad: &mut [f32],
) -> f32 {
    let (Some(k), Some(n)) = (weights.first().map(Vec::len), masks.first().map(|m| m.len())) else {
        return 0.0;
    };
    let mut p = vec![0.0f32; logits.len()];
    let mut loss = 0.0f32;
    let rows = logits.chunks_exact(k * n).zip(p.chunks_exact_mut(k * n)).zip(grad.chunks_exact_mut(k * n));
    for (((logits, p), grad), (mask, weights)) in rows.zip(masks.iter().zip(weights)) {
        softmax_columns(logits, k, n, p);
        loss += focal(p, mask, weights, rule.focal, scale, grad);
    }
    let mut by_p = vec![0.0f32; p.len()];
    if rule.dice > 0.0 {
        loss += dice(&p, masks, k, rule.dice * scale * masks.len() as f32, &mut by_p);
    }
    if rule.overlap > 0.0 {
        loss += overlap(&p, masks, k, rule.overlap * scale * masks.len() as f32, &mut by_p);
    }
    if rule.dice > 0.0 || rule.overlap > 0.0 {
        for ((p, by_p), grad) in
            p.chunks_exact(k * n).zip(by_p.chunks_exact(k * n)).zip(grad.chunks_exact_mut(k * n))
        {
            through_softmax(p, by_p, k, n, grad);
        }
    }
    loss
}

/// Weighted focal loss of one sample; sets the gradient by its logits.
fn focal(p: &[f32], mask: &[u8], weights: &[f32], focal: f32, scale: f32, grad: &mut [f32]) -> f32 {
    let (k, n) = (weights.len(), mask.len());
    let power = |miss: f32| if focal == 1.0 { miss } else { miss.powf(focal) };
    let counted: f32 = mask.iter().filter_map(|&m| weights.get(m as usize)).sum::<f32>().max(1.0);
    let mut loss = 0.0f32;
    for (i, &m) in mask.iter().enumerate() {
        let t = m as usize;
        if t >= k {
            (0..k).for_each(|c| grad[c * n + i] = 0.0);
            continue;
        }
        let pt = p[t * n + i].clamp(1e-7, 1.0);
        let w = weights[t] * scale / counted;
        let (miss, log) = (1.0 - pt, pt.ln());
        loss -= w * power(miss) * log;
        // d/dz of -(1-pt)^f log pt, by pt first, then through the softmax
        let by_pt = if focal == 1.0 {
            log - miss / pt
        } else if focal > 0.0 {
            focal * miss.max(1e-7).powf(focal - 1.0) * log - miss.powf(focal) / pt
        } else {
            -1.0 / pt
        };
        for c in 0..k {
            let delta = if c == t { 1.0 } else { 0.0 };
            grad[c * n + i] = w * by_pt * pt * (delta - p[c * n + i]);
        }
    }
    loss
}

/// Sums of one class over one sample: where it is and is told, where it is told, where it is.
fn sums(p: &[f32], mask: &[u8], class: usize) -> [f32; 3] {
    let mut all = [0.0f32; 3];
    for (p, &m) in p.iter().zip(mask) {
        if m != 255 {
            let t = if m as usize == class { 1.0 } else { 0.0 };
            all[0] += p * t;
            all[1] += p;
            all[2] += t;
        }
    }
    all
}

/// Adds to `by_p` for each pixel that counts: `there` where the class is, `elsewhere` where it is not.
fn spread(by_p: &mut [f32], mask: &[u8], class: usize, there: f32, elsewhere: f32) {
    for (d, &m) in by_p.iter_mut().zip(mask) {
        if m != 255 {
            *d += if m as usize == class { there } else { elsewhere };
        }
    }
}

fn dice(p: &[f32], masks: &[&[u8]], k: usize, share: f32, by_p: &mut [f32]) -> f32 {
    let n = masks[0].len();
    let each = || (0..masks.len()).flat_map(|s| (1..k).map(move |c| (s, c)));
    let all: Vec<[f32; 3]> = each().map(|(s, c)| sums(&p[(s * k + c) * n..][..n], masks[s], c)).collect();
    let shown = all.iter().filter(|a| a[2] > 0.0).count();
    let share = share / shown.max(1) as f32;
    let mut loss = 0.0;
    for ((s, c), [both, told, there]) in each().zip(all).filter(|(_, a)| a[2] > 0.0) {
        let (a, b) = (2.0 * both + SMOOTH, told + there + SMOOTH);
        loss += share * (1.0 - a / b);
        let by_p = &mut by_p[(s * k + c) * n..][..n];
        spread(by_p, masks[s], c, -share * (2.0 * b - a) / (b * b), share * a / (b * b));
    }
    loss
}

fn overlap(p: &[f32], masks: &[&[u8]], k: usize, share: f32, by_p: &mut [f32]) -> f32 {
    let n = masks[0].len();
    let share = share / (k - 1).max(1) as f32;
    let mut loss = 0.0;
    for c in 1..k {
        let mut sum = [0.0f32; 3];
        for (s, mask) in masks.iter().enumerate() {
            let own = sums(&p[(s * k + c) * n..][..n], mask, c);
            sum.iter_mut().zip(own).for_each(|(a, v)| *a += v);
        }
        let [both, told, there] = sum;
        let (a, b) = (both + SMOOTH, told + there - both + SMOOTH);
        loss += share * (1.0 - a / b);
        for (s, mask) in masks.iter().enumerate() {
            // Where the class is, more of it leaves the union as it is.
            spread(&mut by_p[(s * k + c) * n..][..n], mask, c, -share / b, share * a / (b * b));
        }
    }
    loss
}

/// Adds the gradient by the logits, given that by the probabilities.
fn through_softmax(p: &[f32], by_p: &[f32], k: usize, n: usize, grad: &mut [f32]) {
    for i in 0..n {
        let mean: f32 = (1..k).map(|c| p[c * n + i] * by_p[c * n + i]).sum();
        for c in 0..k {
            grad[c * n + i] += p[c * n + i] * (by_p[c * n + i] - mean);
        }
    }
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
