use super::*;
use proptest::prelude::*;

/// Runs down the columns, as the format wants them.
fn runs(bits: &[u8], width: u32, height: u32) -> Vec<u64> {
    let (mut counts, mut value) = (vec![0], 0);
    for x in 0..width {
        for y in 0..height {
            let bit = bits[(y * width + x) as usize];
            if bit != value {
                counts.push(0);
                value = bit;
            }
            *counts.last_mut().unwrap() += 1;
        }
    }
    counts
}

#[test]
fn a_bomb_or_a_broken_text_is_an_error() {
    let told = |counts: &[u64], w, h| Rle { width: w, height: h, counts: counts.to_vec() }.runs();
    assert!(told(&[u64::MAX, u64::MAX], 4, 4).is_err());
    assert!(told(&[1 << 60], u32::MAX, u32::MAX).is_err());
    assert!(told(&[3, 5], 4, 4).is_err());
    assert_eq!(told(&[16], 4, 4), Ok(None));
    assert_eq!(told(&[], 0, 0), Ok(None));
    // The whole of a huge picture costs nothing but its marked part.
    assert!(told(&[0, 1, u64::from(u32::MAX) * 9 - 1], 9, u32::MAX).unwrap().is_some());
    for text in ["o", "ooooooooooooooooo0", "\u{7f}", "é", " ", "~~~~"] {
        assert!(parse_rle(4, 4, text).is_err(), "{text}");
    }
    // A first run below zero.
    assert!(parse_rle(4, 4, "O").is_err());
}

proptest! {
    #[test]
    fn a_mask_keeps_each_pixel_in_runs_compressed_and_turned(
        (w, h, bits) in (1u32..11, 1u32..11).prop_flat_map(|(w, h)| {
            (Just(w), Just(h), prop::collection::vec(0u8..2, (w * h) as usize))
        })
    ) {
        let counts = runs(&bits, w, h);
        let short: Vec<u32> = counts.iter().map(|n| *n as u32).collect();
        let parsed = parse_rle(w, h, &compressed(&short)).unwrap();
        prop_assert_eq!(&parsed.counts, &counts);
        match parsed.runs().unwrap() {
            Some(rle) => {
                prop_assert_eq!(&rle, &Runs::of(w, h, &bits));
                prop_assert_eq!(by_columns(&rle), short);
            }
            None => prop_assert!(!bits.contains(&1)),
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,40}") {
        if let Ok(rle) = parse_rle(20, 20, &text) {
            let _ = rle.runs();
        }
    }
}
