use std::fmt::Write as _;

/// Longer lines are cut.
pub const LONGEST: usize = 16 << 10;

/// Makes lines of bytes as they come. A carriage return ends a line too, since programs draw progress with it.
#[derive(Debug, Default)]
pub struct Lines {
    line: Vec<u8>,
    cut: bool,
}

impl Lines {
    pub fn push(&mut self, bytes: &[u8], emit: &mut impl FnMut(String)) {
        for part in bytes.split_inclusive(|&b| b == b'\n' || b == b'\r') {
            let (text, end) = match part.split_last() {
                Some((b'\n' | b'\r', text)) => (text, true),
                _ => (part, false),
            };
            let room = LONGEST.saturating_sub(self.line.len());
            self.line.extend_from_slice(&text[..text.len().min(room)]);
            self.cut |= text.len() > room;
            if end {
                self.end(emit);
            }
        }
    }

    /// What stands there without a line end is a line as well.
    pub fn end(&mut self, emit: &mut impl FnMut(String)) {
        if !self.line.is_empty() {
            let mut text = shown(&self.line);
            if self.cut {
                text.push_str(" … (cut)");
            }
            emit(text);
        }
        self.line.clear();
        self.cut = false;
    }
}

/// Bytes that are no text are shown by their number, such as `\\xff`: nothing is lost.
fn shown(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for part in bytes.utf8_chunks() {
        text.push_str(part.valid());
        for byte in part.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(parts: &[&[u8]]) -> Vec<String> {
        let (mut lines, mut out) = (Lines::default(), Vec::new());
        parts.iter().for_each(|p| lines.push(p, &mut |l| out.push(l)));
        lines.end(&mut |l| out.push(l));
        out
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_is_whole() {
        let long = vec![b'x'; LONGEST + 5];
        let out = lines(&[&long, b"yyy\nnext"]);
        assert_eq!(out[0].len(), LONGEST + " … (cut)".len());
        assert_eq!(out[1], "next");
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_by_their_number() {
        assert_eq!(lines(&[b"a\xff\n\r\nb"]), ["a\\xff", "b"]);
        assert_eq!(lines(&["\u{1b}[31m红\u{1b}[0m\n".as_bytes()]), ["\u{1b}[31m红\u{1b}[0m"]);
    }

    proptest! {
        #[test]
        fn how_the_bytes_come_makes_no_difference(text in "[a-c\n]{0,60}", at in 0usize..60) {
            let at = at.min(text.len());
            let whole = lines(&[text.as_bytes()]);
            prop_assert_eq!(&lines(&[&text.as_bytes()[..at], &text.as_bytes()[at..]]), &whole);
            let expected: Vec<&str> = text.split('\n').filter(|l| !l.is_empty()).collect();
            prop_assert_eq!(whole, expected);
        }
    }
}
