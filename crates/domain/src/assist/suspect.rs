//! Labels that are likely wrong, by confident learning (Northcutt, Jiang and Chuang 2021, arXiv 1911.00068): a head that did not learn from
//! a picture is surer of another class than it usually is of pictures that have that class.

/// A label that is likely wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suspect {
    pub at: usize,
    /// The class that it looks like
    pub instead: usize,
    /// By how much more the other class is likely than the label's own, 0 to 1
    pub margin: f32,
}

/// The likeliest first. `probabilities` are those of a head that did not learn from the picture; a row that is empty is left out.
pub fn suspects(labels: &[usize], probabilities: &[Vec<f32>], kinds: usize) -> Vec<Suspect> {
    let told = || labels.iter().zip(probabilities).filter(|(label, p)| p.len() == kinds && **label < kinds);
    // How sure the head usually is of a class, on pictures that are labelled with it.
    let mut usual = vec![(0.0f32, 0u32); kinds];
    for (label, p) in told() {
        usual[*label].0 += p[*label];
        usual[*label].1 += 1;
    }
    let usual: Vec<Option<f32>> = usual.iter().map(|(sum, n)| (*n > 0).then(|| sum / *n as f32)).collect();
    let mut found: Vec<Suspect> = labels
        .iter()
        .zip(probabilities)
        .enumerate()
        .filter(|(_, (label, p))| p.len() == kinds && **label < kinds)
        .filter_map(|(at, (label, p))| {
            let sure = (0..kinds).filter(|k| usual[*k].is_some_and(|usual| p[*k] >= usual));
            let instead = sure.max_by(|a, b| p[*a].total_cmp(&p[*b]))?;
            let margin = p[instead] - p[*label];
            (instead != *label && margin > 0.0).then_some(Suspect { at, instead, margin })
        })
        .collect();
    found.sort_by(|a, b| b.margin.total_cmp(&a.margin).then(a.at.cmp(&b.at)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_suspect_where_the_head_is_surer_of_another_class_than_usual() {
        let labels = [0, 0, 0, 1, 1, 1];
        let p = |a: f32| vec![a, 1.0 - a];
        let found = suspects(&labels, &[p(0.9), p(0.8), p(0.1), p(0.1), p(0.2), p(0.95)], 2);
        assert_eq!(found.iter().map(|s| (s.at, s.instead)).collect::<Vec<_>>(), [(5, 0), (2, 1)]);
        assert!((found[0].margin - 0.9).abs() < 1e-6);
    }

    #[test]
    fn a_head_that_is_never_sure_accuses_nobody_who_is_as_usual() {
        // Of the second class the head is usually sure by 0.9; a mere 0.6 says nothing.
        let labels = [0, 0, 1, 1];
        let p = |a: f32| vec![a, 1.0 - a];
        assert_eq!(suspects(&labels, &[p(0.4), p(0.9), p(0.1), p(0.1)], 2), []);
    }

    #[test]
    fn who_was_not_judged_is_left_out() {
        assert_eq!(suspects(&[0, 1], &[Vec::new(), vec![0.1, 0.9]], 2), []);
    }
}
