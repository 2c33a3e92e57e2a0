//! Codes that change with time (RFC 6238): SHA-1, six digits, thirty seconds, which every authenticator knows.

use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

const STEP_S: i64 = 30;
const DIGITS: u32 = 1_000_000;
/// Of a clock that goes wrong, before and after.
const TOLERANCE: i64 = 1;
pub(crate) const SECRET_BYTES: usize = 20;

/// The step of time whose code this is, near `now_s`.
pub(crate) fn step_of(secret: &[u8], code: &str, now_s: i64) -> Option<i64> {
    let here = now_s.div_euclid(STEP_S);
    let wanted = code.trim();
    if wanted.len() != 6 || !wanted.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // All are looked at, equal or not, so that the time does not tell which one it was.
    (here - TOLERANCE..=here + TOLERANCE).fold(None, |found, step| {
        let same = code_at(secret, step).is_some_and(|c| equal(c.as_bytes(), wanted.as_bytes()));
        if same { Some(step) } else { found }
    })
}

pub(crate) fn code_at(secret: &[u8], step: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let bytes = mac.finalize().into_bytes();
    let at = usize::from(bytes.last()? & 15);
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % DIGITS))
}

/// Of their hashes, so that the time taken says nothing about the code.
fn equal(a: &[u8], b: &[u8]) -> bool {
    Sha256::digest(a) == Sha256::digest(b)
}

/// As authenticators read it (RFC 4648, without padding).
pub(crate) fn base32(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for part in bytes.chunks(5) {
        let mut five = [0u8; 5];
        five[..part.len()].copy_from_slice(part);
        let bits = five.iter().fold(0u64, |all, b| all << 8 | u64::from(*b));
        let signs = (part.len() * 8).div_ceil(5);
        text.extend((0..signs).map(|n| char::from(SIGNS[(bits >> (35 - 5 * n) & 31) as usize])));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last six digits of the table in RFC 6238, appendix B.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (at, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(code_at(secret, at / STEP_S).as_deref(), Some(code));
            assert_eq!(step_of(secret, code, at), Some(at / STEP_S));
            assert_eq!(step_of(secret, code, at + 30), Some(at / STEP_S), "one step late");
            assert_eq!(step_of(secret, code, at + 120), None, "too late");
        }
        assert_eq!(step_of(secret, "28708", 59), None);
    }

    #[test]
    fn secrets_are_written_as_authenticators_read_them() {
        for (bytes, text) in [("f", "MY"), ("fo", "MZXQ"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }
}
