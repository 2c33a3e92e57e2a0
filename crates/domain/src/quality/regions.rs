use super::SizeMismatch;

/// The connected places of a mask, pixels touching at a corner included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Regions {
    /// For each pixel 0 or the number of its region, from 1.
    pub labels: Vec<u32>,
    /// Pixels of each region; region `n` is at `n - 1`.
    pub sizes: Vec<usize>,
}

/// Finds the places where `mask` is not 0.
pub fn regions(mask: &[u8], width: usize, height: usize) -> Result<Regions, SizeMismatch> {
    SizeMismatch::check(width.saturating_mul(height), mask.len())?;
    let mut out = Regions { labels: vec![0; mask.len()], sizes: Vec::new() };
    let mut open = Vec::new();
    for start in 0..mask.len() {
        if mask[start] == 0 || out.labels[start] != 0 {
            continue;
        }
        let label = out.sizes.len() as u32 + 1;
        let mut size = 0;
        out.labels[start] = label;
        open.push(start);
        while let Some(at) = open.pop() {
            size += 1;
            let (x, y) = (at % width, at / width);
            for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let next = ny * width + nx;
                    if mask[next] != 0 && out.labels[next] == 0 {
                        out.labels[next] = label;
                        open.push(next);
                    }
                }
            }
        }
        out.sizes.push(size);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_join_and_gaps_part() {
        #[rustfmt::skip]
        let mask = [
            1, 0, 0, 0, 9,
            0, 1, 0, 0, 9,
            0, 0, 0, 0, 0,
            7, 7, 7, 0, 1,
        ];
        let found = regions(&mask, 5, 4).unwrap();
        assert_eq!(found.sizes, [2, 2, 3, 1]);
        assert_eq!(found.labels[0], found.labels[6]);
        assert_ne!(found.labels[0], found.labels[4]);
    }

    #[test]
    fn nothing_and_everything() {
        assert_eq!(regions(&[0; 6], 3, 2).unwrap().sizes, Vec::<usize>::new());
        assert_eq!(regions(&[1; 6], 3, 2).unwrap().sizes, [6]);
        assert_eq!(regions(&[], 0, 0).unwrap(), Regions::default());
        assert!(regions(&[1; 5], 3, 2).is_err());
    }
}
