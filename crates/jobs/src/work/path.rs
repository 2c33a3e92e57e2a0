use super::fault::{WorkError, WorkFault};
use std::ffi::{CStr, CString};
use std::fmt::Write as _;

/// Of one name, and of all of them with their slashes: what Linux takes.
const MOST_NAME: usize = 255;
const MOST_BYTES: usize = 4000;

/// A way below the work folder, name by name. None is `..`; none is left is the folder itself.
///
/// As text, names stand as they are. Bytes that are no UTF-8 and control signs are written `\xff`, and so is a backslash that
/// would else be read as one of these: every name has a text, and every such text leads back to its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPath(Vec<CString>);

impl WorkPath {
    pub fn parse(text: &str) -> Result<WorkPath, WorkError> {
        let bad = || WorkFault::BadPath.of(&shown(text.as_bytes()));
        if text.starts_with('/') || text.len() > 4 * MOST_BYTES {
            return Err(bad());
        }
        let parts = text.split('/').filter(|part| !part.is_empty() && *part != ".");
        let parts: Vec<CString> = parts.map(named).collect::<Option<_>>().ok_or_else(bad)?;
        let bytes: usize = parts.iter().map(|part| part.as_bytes().len() + 1).sum();
        if bytes > MOST_BYTES { Err(bad()) } else { Ok(WorkPath(parts)) }
    }

    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// A name within it.
    pub(super) fn with(&self, name: &CStr) -> WorkPath {
        WorkPath(self.0.iter().cloned().chain([name.to_owned()]).collect())
    }

    pub(super) fn parts(&self) -> &[CString] {
        &self.0
    }

    /// The last name, and the way to it.
    pub(super) fn split(&self) -> Option<(&CStr, &[CString])> {
        self.0.split_last().map(|(last, above)| (last.as_c_str(), above))
    }

    pub fn shown(&self) -> String {
        shown_all(&self.0)
    }

    /// As it is, where all names are UTF-8 without control signs.
    pub fn plain(&self) -> Option<String> {
        let parts = self.0.iter().map(|part| part.to_str().ok().filter(|p| !p.chars().any(char::is_control)));
        Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
    }

    /// The last name; of the folder itself none.
    pub fn name(&self) -> Option<String> {
        self.0.last().map(|name| shown(name.as_bytes()))
    }

    /// Whether something may be given this name: not one with signs that nobody sees.
    pub fn may_be_made(&self) -> bool {
        let seen = |part: &CString| part.to_str().is_ok_and(|name| !name.chars().any(char::is_control));
        self.0.last().is_some_and(seen)
    }
}

pub(super) fn shown_all(parts: &[CString]) -> String {
    parts.iter().map(|part| shown(part.as_bytes())).collect::<Vec<_>>().join("/")
}

fn named(part: &str) -> Option<CString> {
    let bytes = bytes_of(part);
    let fits = bytes != b".." && bytes != b"." && bytes.len() <= MOST_NAME && !bytes.contains(&b'/');
    // A zero is refused here.
    CString::new(bytes).ok().filter(|_| fits)
}

/// The number that stands behind `\x`.
fn byte_at(text: &[u8]) -> Option<u8> {
    let digits = text.strip_prefix(b"\\x")?.get(..2)?;
    let digits = std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

fn bytes_of(text: &str) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        match byte_at(rest) {
            Some(byte) => {
                out.push(byte);
                rest = rest.get(4..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

/// A name as text.
pub(super) fn shown(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for part in bytes.utf8_chunks() {
        let valid = part.valid();
        for (at, sign) in valid.char_indices() {
            let escape = sign == '\\' && byte_at(valid.get(at..).unwrap_or_default().as_bytes()).is_some();
            if escape || sign.is_control() {
                for byte in sign.to_string().bytes() {
                    let _ = write!(text, "\\x{byte:02x}");
                }
            } else {
                text.push(sign);
            }
        }
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

    #[test]
    fn ways_that_lead_out_are_refused() {
        for text in
            ["..", "a/../b", "/etc/passwd", "a/..", "a\0b", r"\x2e\x2e", r"a/\x2e./b", r"a\x2fb", r"\x00"]
        {
            assert!(WorkPath::parse(text).is_err(), "{text}");
        }
        assert!(WorkPath::parse(&"x".repeat(300)).is_err() && WorkPath::parse(&"x/".repeat(3000)).is_err());
        assert_eq!(WorkPath::parse("./a//b/").unwrap().shown(), "a/b");
        assert!(WorkPath::parse("").unwrap().is_root() && WorkPath::parse("./").unwrap().is_root());
        assert!(WorkPath::parse("结果 1.txt").unwrap().may_be_made());
        assert!(!WorkPath::parse("a\nb").unwrap().may_be_made());
        assert!(!WorkPath::parse(r"\xff").unwrap().may_be_made());
    }

    #[test]
    fn names_look_as_they_are_but_for_what_cannot_be_seen() {
        assert_eq!(shown("结果 1.txt".as_bytes()), "结果 1.txt");
        assert_eq!(shown(b"a\\b\xff\n"), r"a\b\xff\x0a");
        assert_eq!(shown(br"\x41"), r"\x5cx41");
    }

    proptest! {
        #[test]
        fn every_name_comes_back_from_its_text(name in proptest::collection::vec(1u8..=255, 1..40)) {
            prop_assume!(!name.contains(&b'/') && name != b"." && name != b"..");
            let path = WorkPath(vec![CString::new(name).unwrap()]);
            prop_assert_eq!(WorkPath::parse(&path.shown()).unwrap(), path);
        }

        #[test]
        fn texts_that_look_like_numbers_come_back_too(text in r"[\\x4a0-]{1,12}") {
            let path = WorkPath(vec![CString::new(text).unwrap()]);
            prop_assert_eq!(WorkPath::parse(&path.shown()).unwrap(), path);
        }
    }
}
