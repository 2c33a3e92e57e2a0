use super::*;
use fovea_vision::Mask;
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

/// The compressed form, written here only to test the reading.
fn compressed(counts: &[u64]) -> String {
    let mut text = String::new();
    for (i, &count) in counts.iter().enumerate() {
        let mut value = count as i64 - if i > 2 { counts[i - 2] as i64 } else { 0 };
        loop {
            let bits = (value & 0x1f) as u8;
            value >>= 5;
            let more = if bits & 0x10 != 0 { value != -1 } else { value != 0 };
            text.push((bits + 48 + if more { 0x20 } else { 0 }) as char);
            if !more {
                break;
            }
        }
    }
    text
}

#[test]
fn a_bomb_or_a_broken_text_is_an_error() {
    let told = |counts: &[u64], w, h| Rle { width: w, height: h, counts: counts.to_vec() }.polygon();
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
    fn mask_to_runs_to_outline_to_mask(
        (w, h, bits) in (1u32..11, 1u32..11).prop_flat_map(|(w, h)| {
            (Just(w), Just(h), prop::collection::vec(0u8..2, (w * h) as usize))
        })
    ) {
        let counts = runs(&bits, w, h);
        let parsed = parse_rle(w, h, &compressed(&counts)).unwrap();
        prop_assert_eq!(&parsed.counts, &counts);
        let mut mask = Mask::new(w, h);
        if let Some(polygon) = parsed.polygon().unwrap() {
            mask.fill_polygon(&polygon, 1);
        }
        prop_assert_eq!(mask.data, bits);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,40}") {
        if let Ok(rle) = parse_rle(20, 20, &text) {
            let _ = rle.polygon();
        }
    }
}
