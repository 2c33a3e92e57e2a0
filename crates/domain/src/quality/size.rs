use serde::{Deserialize, Serialize};

/// How many of the defects of one size were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SizeResult {
    /// The bounds in words, such as `16–32 px`.
    pub label: String,
    /// Side of the square of the same area, in pixels of the picture; from this on …
    pub from_px: f32,
    /// … and below this. `None`: without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_px: Option<f32>,
    pub defects: usize,
    pub found: usize,
}

/// Sorts defects, given as area in square pixels and whether it was found, into steps that double from
/// 8 px on. Only steps from the first to the last with a defect are returned.
pub fn found_by_size(defects: &[(f32, bool)]) -> Vec<SizeResult> {
    const EDGES: [f32; 8] = [0.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
    let mut steps: Vec<SizeResult> = (0..EDGES.len())
        .map(|i| {
            let (from_px, to_px) = (EDGES[i], EDGES.get(i + 1).copied());
            let label = match to_px {
                Some(to) if i == 0 => format!("< {to} px"),
                Some(to) => format!("{from_px}–{to} px"),
                None => format!("≥ {from_px} px"),
            };
            SizeResult { label, from_px, to_px, defects: 0, found: 0 }
        })
        .collect();
    for &(area, found) in defects {
        let side = area.max(0.0).sqrt();
        let step = EDGES.iter().rposition(|&edge| side >= edge).unwrap_or(0);
        steps[step].defects += 1;
        steps[step].found += usize::from(found);
    }
    let used = |step: &SizeResult| step.defects > 0;
    match (steps.iter().position(used), steps.iter().rposition(used)) {
        (Some(first), Some(last)) => steps[first..=last].to_vec(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defects_go_to_the_step_of_their_side() {
        let steps = found_by_size(&[(63.9, false), (64.0, true), (300.0, true), (5000.0, false)]);
        let rows: Vec<_> = steps.iter().map(|s| (s.label.as_str(), s.defects, s.found)).collect();
        assert_eq!(
            rows,
            [
                ("< 8 px", 1, 0),
                ("8–16 px", 1, 1),
                ("16–32 px", 1, 1),
                ("32–64 px", 0, 0),
                ("64–128 px", 1, 0)
            ]
        );
    }

    #[test]
    fn odd_areas_and_no_defects() {
        assert!(found_by_size(&[]).is_empty());
        let steps = found_by_size(&[(f32::NAN, true), (-4.0, true), (1e9, true)]);
        assert_eq!(steps.iter().map(|s| s.defects).sum::<usize>(), 3);
        assert_eq!(steps.last().map(|s| s.to_px), Some(None));
    }
}
