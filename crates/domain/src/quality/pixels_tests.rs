use super::super::auroc;
use super::*;
use proptest::prelude::*;

fn map<'a>(heat: &'a [f32], truth: &'a [u8], width: usize) -> PixelMap<'a> {
    PixelMap { heat, truth, width, height: heat.len() / width }
}

/// The definition, threshold by threshold, over one picture.
fn slow_pro(heat: &[f32], truth: &[u8], width: usize) -> Option<f64> {
    let found = regions(truth, width, truth.len() / width).ok()?;
    let good = truth.iter().filter(|t| **t == 0).count();
    if good == 0 || found.sizes.is_empty() {
        return None;
    }
    let mut levels = heat.to_vec();
    levels.sort_by(|a, b| b.total_cmp(a));
    levels.dedup();
    let mut curve = vec![(0.0, 0.0)];
    for level in levels {
        let over = |i: &usize| heat[*i] >= level;
        let wrong = (0..heat.len()).filter(|i| truth[*i] == 0).filter(over).count();
        let shares = found.sizes.iter().zip(1u32..).map(|(size, label)| {
            (0..heat.len()).filter(|i| found.labels[*i] == label).filter(over).count() as f64 / *size as f64
        });
        curve.push((wrong as f64 / good as f64, shares.sum::<f64>() / found.sizes.len() as f64));
    }
    // A thousand slices of the curve up to the limit.
    let at = |x: f64| {
        let after = curve.iter().position(|p| p.0 > x).unwrap_or(curve.len() - 1);
        let (a, b) = (curve[after - 1], curve[after]);
        if b.0 > a.0 { a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0) } else { b.1 }
    };
    Some((0..10_000).map(|i| at((i as f64 + 0.5) / 10_000.0 * PRO_LIMIT)).sum::<f64>() / 10_000.0)
}

#[test]
fn a_perfect_map_has_pro_and_auroc_one() {
    let truth = [0, 0, 1, 1, 0, 0, 1, 0];
    let heat = truth.map(f32::from);
    assert_eq!(pro(&[map(&heat, &truth, 4)]), Some(1.0));
    let mut quality = PixelQuality::default();
    quality.add(map(&heat, &truth, 4)).unwrap();
    assert_eq!(quality.auroc(), Some(1.0));
}

#[test]
fn a_small_region_weighs_as_much_as_a_large_one() {
    // Nine of ten defect pixels are found before any good one, but only one of two regions.
    let mut truth = [0u8; 40];
    let mut heat = [0.1f32; 40];
    truth[..9].fill(1);
    heat[..9].fill(0.9);
    truth[20] = 1;
    heat[20] = 0.0;
    let value = pro(&[map(&heat, &truth, 40)]).unwrap();
    assert!((value - 0.5).abs() < 1e-9, "{value}");
}

#[test]
fn a_map_that_knows_nothing_has_the_area_of_the_diagonal() {
    let truth: Vec<u8> = (0..100).map(|i| u8::from(i < 10)).collect();
    let value = pro(&[map(&[0.5; 100], &truth, 10)]).unwrap();
    assert!((value - PRO_LIMIT / 2.0).abs() < 1e-9, "{value}");
}

#[test]
fn without_defects_or_with_wrong_sizes_there_is_no_pro() {
    assert_eq!(pro(&[map(&[0.5; 4], &[0; 4], 2)]), None);
    assert_eq!(pro(&[map(&[0.5; 4], &[1; 4], 2)]), None);
    assert_eq!(pro(&[]), None);
    assert_eq!(pro(&[map(&[0.5; 4], &[1, 0, 0], 2)]), None);
    let mut quality = PixelQuality::default();
    let wrong = PixelMap { heat: &[0.0; 4], truth: &[0; 4], width: 3, height: 2 };
    assert_eq!(quality.add(wrong), Err(SizeMismatch { expected: 6, found: 4 }));
}

#[test]
fn bins_keep_the_order_of_values() {
    let rising = [f32::NAN, f32::NEG_INFINITY, -8.0, -0.5, 0.0, 1e-20, 0.5, 0.501, 1.0, 1e9, f32::INFINITY];
    assert!(rising.windows(2).skip(1).all(|pair| bin(pair[0]) < bin(pair[1])));
    assert_eq!(bin(f32::NAN), bin(f32::NEG_INFINITY));
    assert_eq!(bin(0.0), bin(-0.0));
}

proptest! {
    #[test]
    fn binned_measures_agree_with_the_definitions(
        pixels in prop::collection::vec((0u8..30, prop::bool::weighted(0.3)), 24..=24),
    ) {
        let heat: Vec<f32> = pixels.iter().map(|p| f32::from(p.0) / 30.0).collect();
        let truth: Vec<u8> = pixels.iter().map(|p| u8::from(p.1)).collect();
        let bad: Vec<bool> = pixels.iter().map(|p| p.1).collect();
        let mut quality = PixelQuality::default();
        quality.add(map(&heat, &truth, 6)).unwrap();
        prop_assert_eq!(quality.auroc(), auroc(&heat, &bad));
        match (quality.pro(), slow_pro(&heat, &truth, 6)) {
            (Some(fast), Some(slow)) => prop_assert!((fast - slow).abs() < 2e-3, "{} {}", fast, slow),
            (fast, slow) => prop_assert_eq!(fast, slow),
        }
    }
}
