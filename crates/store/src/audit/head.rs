use std::fmt;
use std::str::FromStr;

/// The end of the chain at some moment: the number of its last row and that row's hash. Whoever keeps one elsewhere
/// can tell later that nothing up to it was changed, also by somebody who could write the whole chain anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// The text is no head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a head is a number, a colon and 64 hexadecimal digits")]
pub struct NoHead;

impl fmt::Display for ChainHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.seq)?;
        self.hash.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl FromStr for ChainHead {
    type Err = NoHead;

    fn from_str(text: &str) -> Result<ChainHead, NoHead> {
        let (seq, hash) = text.trim().split_once(':').ok_or(NoHead)?;
        let seq = seq.parse().ok().filter(|s| *s > 0).ok_or(NoHead)?;
        if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(NoHead);
        }
        let byte = |at| u8::from_str_radix(hash.get(at..at + 2)?, 16).ok();
        let hash = (0..64).step_by(2).map(byte).collect::<Option<_>>().ok_or(NoHead)?;
        Ok(ChainHead { seq, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_was_written() {
        let head = ChainHead { seq: 12, hash: (0..32).collect() };
        assert_eq!(head.to_string().parse(), Ok(head.clone()));
        assert_eq!(format!(" {head}\n").parse(), Ok(head));
        for wrong in [
            "",
            "12",
            "12:",
            "12:00",
            "0:",
            "x:y",
            &format!("0:{}", "0".repeat(64)),
            &format!("1:{}", "é".repeat(32)),
        ] {
            assert_eq!(wrong.parse::<ChainHead>(), Err(NoHead), "{wrong}");
        }
    }
}
