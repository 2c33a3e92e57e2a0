//! What more labels bring: trainings of one project by how many labelled pictures taught each, and what the next doubling would give.

/// By so much, in shares of one, quality has to rise with a doubling of the labels for more of them to pay.
pub const LEAST_GAIN: f64 = 0.01;
/// So many different numbers of labels are needed before anything is told.
pub const FEWEST_SIZES: usize = 3;
/// The largest number of labels has to be so many times the smallest.
const LEAST_SPREAD: f64 = 2.0;
/// Nothing is better than one fault in so many.
const LEAST_ERROR: f64 = 1.0 / 2_000.0;

/// One training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lesson {
    /// Labelled pictures that taught it
    pub labels: u64,
    /// From 0 to 1, the more the better
    pub quality: f64,
    /// Pictures that it was judged on
    pub judged: u64,
}

/// What the next doubling of the labels is expected to give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    /// Twice the most labels so far
    pub labels: u64,
    pub quality: f64,
    pub gain: f64,
    /// Half of the interval, at 95 %, of the quality that was measured last: with few judged pictures, a small gain cannot be seen
    pub noise: Option<f64>,
    pub pays: bool,
}

/// A power law through the trainings: the faults fall by the same factor with each doubling. Where several had the same number of labels,
/// their mean counts. `None` with too few sizes, or where they lie too near to each other.
pub fn outlook(lessons: &[Lesson]) -> Option<Outlook> {
    let mut sizes: Vec<(u64, f64, u64)> = Vec::new();
    let mut sorted: Vec<&Lesson> = lessons.iter().filter(|l| l.labels > 0 && l.quality.is_finite()).collect();
    sorted.sort_by_key(|l| l.labels);
    for lesson in sorted {
        match sizes.last_mut() {
            Some((labels, sum, count)) if *labels == lesson.labels => {
                *sum += lesson.quality;
                *count += 1;
            }
            _ => sizes.push((lesson.labels, lesson.quality, 1)),
        }
    }
    let (first, last) = (sizes.first()?.0, sizes.last()?.0);
    if sizes.len() < FEWEST_SIZES || (last as f64) < LEAST_SPREAD * first as f64 {
        return None;
    }
    let points: Vec<(f64, f64)> = sizes
        .iter()
        .map(|(labels, sum, count)| {
            let fault = (1.0 - sum / *count as f64).max(LEAST_ERROR);
            ((*labels as f64).ln(), fault.ln())
        })
        .collect();
    let n = points.len() as f64;
    let (mean_x, mean_y) =
        (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let spread: f64 = points.iter().map(|p| (p.0 - mean_x).powi(2)).sum();
    // More labels do not make it worse, whatever chance says.
    let slope = (points.iter().map(|p| (p.0 - mean_x) * (p.1 - mean_y)).sum::<f64>() / spread).min(0.0);
    let fault = |labels: f64| (mean_y + slope * (labels.ln() - mean_x)).exp().min(1.0);
    let now = fault(last as f64);
    let then = fault(2.0 * last as f64);
    let judged = lessons.iter().filter(|l| l.labels == last).map(|l| l.judged).max().filter(|n| *n > 0);
    let gain = now - then;
    Some(Outlook {
        labels: last.saturating_mul(2),
        quality: 1.0 - then,
        gain,
        noise: judged.map(|n| 1.96 * (now * (1.0 - now) / n as f64).sqrt()),
        pays: gain >= LEAST_GAIN,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(labels: u64, quality: f64) -> Lesson {
        Lesson { labels, quality, judged: 100 }
    }

    #[test]
    fn a_power_law_is_found_and_told_on() {
        // Faults of 0.4, 0.2 and 0.1 at 50, 100 and 200: each doubling halves them.
        let found = outlook(&[lesson(100, 0.8), lesson(50, 0.6), lesson(200, 0.9)]).unwrap();
        assert_eq!(found.labels, 400);
        assert!((found.quality - 0.95).abs() < 1e-9 && (found.gain - 0.05).abs() < 1e-9, "{found:?}");
        assert!(found.pays);
        assert!((found.noise.unwrap() - 1.96 * 0.03).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn what_is_flat_or_falls_does_not_pay() {
        for last in [0.9, 0.85] {
            let found = outlook(&[lesson(50, 0.9), lesson(100, 0.9), lesson(200, last)]).unwrap();
            assert!(!found.pays && found.gain.abs() < 1e-9, "{found:?}");
        }
        let near_perfect = outlook(&[lesson(50, 0.99), lesson(100, 1.0), lesson(400, 1.0)]).unwrap();
        assert!(!near_perfect.pays && near_perfect.quality <= 1.0, "{near_perfect:?}");
    }

    #[test]
    fn with_few_or_near_sizes_nothing_is_told() {
        assert_eq!(outlook(&[]), None);
        assert_eq!(outlook(&[lesson(50, 0.5), lesson(100, 0.6)]), None);
        assert_eq!(outlook(&[lesson(50, 0.5), lesson(50, 0.7), lesson(100, 0.6)]), None);
        assert_eq!(outlook(&[lesson(50, 0.5), lesson(60, 0.6), lesson(70, 0.7)]), None);
        assert_eq!(outlook(&[lesson(0, 0.5), lesson(60, 0.6), lesson(170, 0.7)]), None);
    }

    #[test]
    fn trainings_with_the_same_labels_count_by_their_mean() {
        let one = outlook(&[lesson(50, 0.6), lesson(100, 0.8), lesson(200, 0.9)]).unwrap();
        let two = outlook(&[lesson(50, 0.5), lesson(50, 0.7), lesson(100, 0.8), lesson(200, 0.9)]).unwrap();
        assert!((one.quality - two.quality).abs() < 1e-9);
    }
}
