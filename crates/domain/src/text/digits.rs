//! Check digits: functions of the signs alone. Each tells which last sign belongs to those before it.

/// Digits in front of GS1's check digit count three and one, from the last one on (GTIN, SSCC, GSIN …).
pub(super) fn gs1(front: &[u32]) -> u32 {
    let sum: u32 = front.iter().rev().enumerate().map(|(i, d)| if i % 2 == 0 { 3 * d } else { *d }).sum();
    (10 - sum % 10) % 10
}

/// Luhn (ISO/IEC 7812-1), the one of IMEI: every second digit twice, and the digits of that added up.
pub(super) fn luhn(front: &[u32]) -> u32 {
    let twice = |d: u32| if d > 4 { 2 * d - 9 } else { 2 * d };
    let sum: u32 = front.iter().rev().enumerate().map(|(i, d)| if i % 2 == 0 { twice(*d) } else { *d }).sum();
    (10 - sum % 10) % 10
}

/// A pure system of ISO 7064: the check sign's value, from 0 to `modulus` - 1.
pub(super) fn iso7064(front: &[u32], modulus: u32, radix: u32) -> u32 {
    let sum = front.iter().fold(0, |sum, d| (sum + d) * radix % modulus);
    (modulus + 1 - sum) % modulus
}

/// The signs of ISO 7064 by their values: digits, letters, and `*` or `X` for what is one more than there are of them.
pub(super) fn value(sign: char) -> Option<u32> {
    match sign {
        '*' => Some(36),
        c if c.is_ascii_lowercase() => None,
        c => c.to_digit(36),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn digits(text: &str) -> Vec<u32> {
        text.chars().filter_map(|c| c.to_digit(10)).collect()
    }

    #[test]
    fn published_examples_hold() {
        // EAN-13 and SSCC of the GS1 General Specifications, an IMEI of 3GPP TS 23.003's form, ISNI and ISBT 128 examples.
        assert_eq!(gs1(&digits("400638133393")), 1);
        assert_eq!(gs1(&digits("10614141123456789")), 7);
        assert_eq!(luhn(&digits("49015420323751")), 8);
        assert_eq!(luhn(&digits("7992739871")), 3);
        assert_eq!(iso7064(&digits("000000021825009"), 11, 2), 7);
        let front: Vec<u32> = "G123498654321".chars().filter_map(value).collect();
        assert_eq!(iso7064(&front, 37, 2), value('H').unwrap());
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_found(
            front in proptest::collection::vec(0u32..10, 1..24), at in any::<prop::sample::Index>(), by in 1u32..10,
        ) {
            let at = at.index(front.len());
            let mut other = front.clone();
            other[at] = (other[at] + by) % 10;
            prop_assert_ne!(gs1(&front), gs1(&other));
            prop_assert_ne!(luhn(&front), luhn(&other));
            prop_assert_ne!(iso7064(&front, 11, 2), iso7064(&other, 11, 2));
        }

        #[test]
        fn neighbours_that_changed_places_are_found(front in proptest::collection::vec(0u32..36, 2..24), at in any::<prop::sample::Index>()) {
            let at = at.index(front.len() - 1);
            let mut other = front.clone();
            other.swap(at, at + 1);
            prop_assert_eq!(iso7064(&front, 37, 2) == iso7064(&other, 37, 2), front[at] == front[at + 1]);
        }
    }
}
