use std::fmt::Write as _;

/// Longer lines are cut.
pub const LONGEST: usize = 16 << 10;

/// A line as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// A carriage return ended it and more was drawn over it: it is a state of a progress bar that has passed.
    pub redrawn: bool,
}

/// Makes lines of bytes as they come. A carriage return ends a line too, since programs draw progress with it; whether it was
/// drawn over is known with the byte that follows.
#[derive(Debug, Default)]
pub struct Lines {
    line: Vec<u8>,
    cut: bool,
    /// A carriage return has come, and nothing since.
    returned: bool,
}

impl Lines {
    pub fn push(&mut self, bytes: &[u8], emit: &mut impl FnMut(Line)) {
        for part in bytes.split_inclusive(|&b| b == b'\n' || b == b'\r') {
            let (text, end) = match part.split_last() {
                Some((end @ (b'\n' | b'\r'), text)) => (text, Some(*end)),
                _ => (part, None),
            };
            // Another return changes nothing, and a line end makes it a line like others.
            if self.returned && !text.is_empty() {
                self.emit(true, emit);
            }
            let room = LONGEST.saturating_sub(self.line.len());
            self.line.extend_from_slice(&text[..text.len().min(room)]);
            self.cut |= text.len() > room;
            match end {
                Some(b'\n') => self.emit(false, emit),
                Some(_) => self.returned = true,
                None => {}
            }
        }
    }

    /// What stands there without a line end is a line as well.
    pub fn end(&mut self, emit: &mut impl FnMut(Line)) {
        if !self.line.is_empty() {
            self.emit(false, emit);
        }
    }

    fn emit(&mut self, redrawn: bool, emit: &mut impl FnMut(Line)) {
        // An empty line is a line; an empty state of a progress bar is none.
        if !self.line.is_empty() || !redrawn {
            let mut text = shown(&self.line);
            if self.cut {
                text.push_str(" … (cut)");
            }
            emit(Line { text, redrawn });
        }
        self.line.clear();
        self.cut = false;
        self.returned = false;
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

    fn all(parts: &[&[u8]]) -> Vec<Line> {
        let (mut lines, mut out) = (Lines::default(), Vec::new());
        parts.iter().for_each(|p| lines.push(p, &mut |l| out.push(l)));
        lines.end(&mut |l| out.push(l));
        out
    }

    fn lines(parts: &[&[u8]]) -> Vec<String> {
        all(parts).into_iter().map(|line| line.text).collect()
    }

    /// What a terminal would show in the end.
    fn last_states(parts: &[&[u8]]) -> Vec<String> {
        all(parts).into_iter().filter(|line| !line.redrawn).map(|line| line.text).collect()
    }

    #[test]
    fn of_a_progress_bar_only_the_last_state_is_not_drawn_over() {
        assert_eq!(lines(&[b"\r 1%\r 50%\r 100%\ndone\n"]), [" 1%", " 50%", " 100%", "done"]);
        assert_eq!(last_states(&[b"\r 1%\r 50%\r 100%\ndone\n"]), [" 100%", "done"]);
        assert_eq!(last_states(&[b"1%\r", b"2%\r", b"\n", b"next\r"]), ["2%", "next"]);
        // A line of Windows is a line, also where it comes in two parts.
        assert_eq!(last_states(&[b"a\r\nb\r", b"\nc\r\r\n"]), ["a", "b", "c"]);
    }

    #[test]
    fn empty_lines_are_lines() {
        assert_eq!(lines(&[b"\na\n\n\nb\n"]), ["", "a", "", "", "b"]);
        // Where a bar is wiped away nothing is left of it.
        assert_eq!(last_states(&[b"50%\r   \r", b"done\n\n"]), ["done", ""]);
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
        assert_eq!(lines(&[b"a\xff\n\r\nb"]), ["a\\xff", "", "b"]);
        assert_eq!(lines(&["\u{1b}[31m红\u{1b}[0m\n".as_bytes()]), ["\u{1b}[31m红\u{1b}[0m"]);
    }

    proptest! {
        #[test]
        fn how_the_bytes_come_makes_no_difference(text in "[a-c\n]{0,60}", at in 0usize..60) {
            let at = at.min(text.len());
            let whole = lines(&[text.as_bytes()]);
            prop_assert_eq!(&lines(&[&text.as_bytes()[..at], &text.as_bytes()[at..]]), &whole);
            let expected: Vec<&str> = text.lines().collect();
            prop_assert_eq!(whole, expected);
        }

        #[test]
        fn what_is_drawn_over_does_not_depend_on_how_the_bytes_come(text in "[a-c\\n\\r]{0,60}", at in 0usize..60) {
            let at = at.min(text.len());
            prop_assert_eq!(all(&[&text.as_bytes()[..at], &text.as_bytes()[at..]]), all(&[text.as_bytes()]));
            let state = |line: &str| -> String {
                line.split('\r').rfind(|state| !state.is_empty()).unwrap_or_default().into()
            };
            let (whole, rest) = text.rsplit_once('\n').map_or((None, text.as_str()), |(w, r)| (Some(w), r));
            let mut bars: Vec<String> = whole.into_iter().flat_map(|w| w.split('\n')).map(state).collect();
            bars.extend(Some(state(rest)).filter(|last| !last.is_empty()));
            prop_assert_eq!(last_states(&[text.as_bytes()]), bars);
        }
    }
}
