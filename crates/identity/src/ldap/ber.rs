//! The encoding of LDAP (RFC 4511, 5.1): a tag, a length, and what it holds.

use std::io::{Error, ErrorKind};

/// Of one message: read into elements it takes some thirty times as much.
const MOST_BYTES: usize = 1 << 20;
const DEEPEST: u32 = 16;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const ENUMERATED: u8 = 0x0a;
pub(super) const SEQUENCE: u8 = 0x30;

/// One element; what holds others has its parts read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub tag: u8,
    pub bytes: Vec<u8>,
    pub parts: Vec<Element>,
}

/// Holds others.
fn is_constructed(tag: u8) -> bool {
    tag & 0x20 != 0
}

pub(super) fn write(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    let length = content.len().to_be_bytes();
    match content.len() {
        short @ 0..=127 => bytes.push(short as u8),
        _ => {
            let start = length.iter().position(|b| *b != 0).unwrap_or(0);
            bytes.push(0x80 | (length.len() - start) as u8);
            bytes.extend(&length[start..]);
        }
    }
    bytes.extend(content);
    bytes
}

pub(super) fn octets(text: &str) -> Vec<u8> {
    write(OCTETS, text.as_bytes())
}

pub(super) fn number(tag: u8, value: i32) -> Vec<u8> {
    let all = value.to_be_bytes();
    // As few bytes as keep the sign.
    let spare = |at: usize| (all[at] == 0 && all[at + 1] < 0x80) || (all[at] == 0xff && all[at + 1] >= 0x80);
    let start = (0..3).take_while(|at| spare(*at)).count();
    write(tag, &all[start..])
}

pub(super) fn sequence(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    write(tag, &parts.concat())
}

/// Length of the whole message that begins so; `None` where more bytes are needed to tell.
pub(super) fn whole_length(bytes: &[u8]) -> Result<Option<usize>, Error> {
    let Some((head, length)) = head(bytes)? else { return Ok(None) };
    if length > MOST_BYTES {
        return Err(wrong("a message is too long"));
    }
    Ok(Some(head + length))
}

/// Bytes before the content, and of the content.
fn head(bytes: &[u8]) -> Result<Option<(usize, usize)>, Error> {
    let (Some(tag), Some(first)) = (bytes.first(), bytes.get(1)) else { return Ok(None) };
    if tag & 0x1f == 0x1f {
        return Err(wrong("a tag is too large"));
    }
    if *first < 0x80 {
        return Ok(Some((2, usize::from(*first))));
    }
    let count = usize::from(first & 0x7f);
    if count == 0 || count > 4 {
        return Err(wrong("a length cannot be read"));
    }
    let Some(length) = bytes.get(2..2 + count) else { return Ok(None) };
    Ok(Some((2 + count, length.iter().fold(0, |sum, b| sum << 8 | usize::from(*b)))))
}

/// One element and nothing behind it.
pub(super) fn read(bytes: &[u8]) -> Result<Element, Error> {
    match first(bytes, 0)? {
        (element, []) => Ok(element),
        _ => Err(wrong("there is more than it says")),
    }
}

fn first(bytes: &[u8], depth: u32) -> Result<(Element, &[u8]), Error> {
    let cut = || wrong("an element is cut off");
    let (start, length) = head(bytes)?.ok_or_else(cut)?;
    let content = bytes.get(start..start + length).ok_or_else(cut)?;
    let (tag, rest) = (bytes[0], &bytes[start + length..]);
    let mut parts = Vec::new();
    if is_constructed(tag) {
        if depth >= DEEPEST {
            return Err(wrong("it is nested too deeply"));
        }
        let mut left = content;
        while !left.is_empty() {
            let (part, behind) = first(left, depth + 1)?;
            parts.push(part);
            left = behind;
        }
    }
    let bytes = if is_constructed(tag) { Vec::new() } else { content.to_vec() };
    Ok((Element { tag, bytes, parts }, rest))
}

impl Element {
    pub fn part(&self, at: usize) -> Result<&Element, Error> {
        self.parts.get(at).ok_or_else(|| wrong("a part is missing"))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn number(&self) -> Result<i32, Error> {
        let negative = self.bytes.first().is_some_and(|b| b & 0x80 != 0);
        if self.bytes.is_empty() || self.bytes.len() > 4 {
            return Err(wrong("a number cannot be read"));
        }
        Ok(self.bytes.iter().fold(if negative { -1 } else { 0 }, |sum, b| sum << 8 | i32::from(*b)))
    }
}

pub(super) fn wrong(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for value in [0, 1, 127, 128, 255, 256, 65_535, i32::MAX, -1, -128, -129, i32::MIN] {
            assert_eq!(read(&number(INTEGER, value)).unwrap().number().unwrap(), value);
        }
        assert_eq!(number(INTEGER, 128), [2, 2, 0, 128]);
        for length in [0, 1, 127, 128, 300, 70_000] {
            let bytes = sequence(SEQUENCE, &[octets(&"x".repeat(length)), number(ENUMERATED, 3)]);
            assert_eq!(whole_length(&bytes).unwrap(), Some(bytes.len()));
            let element = read(&bytes).unwrap();
            assert_eq!(
                (element.part(0).unwrap().bytes.len(), element.part(1).unwrap().number().unwrap()),
                (length, 3)
            );
            for end in 0..bytes.len().min(40) {
                assert!(read(&bytes[..end]).is_err());
            }
        }
    }

    #[test]
    fn what_cannot_be_is_refused_and_not_believed() {
        assert!(whole_length(&[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]).is_err());
        assert!(whole_length(&[0x30, 0x85, 1, 1, 1, 1, 1]).is_err());
        assert!(whole_length(&[0x30, 0x80]).is_err());
        assert_eq!(whole_length(&[0x30]).unwrap(), None);
        assert_eq!(whole_length(&[0x30, 0x82, 1]).unwrap(), None);
        let mut deep = Vec::new();
        for _ in 0..DEEPEST + 2 {
            deep = write(SEQUENCE, &deep);
        }
        assert!(read(&deep).is_err());
        assert!(read(&[0x1f, 0]).is_err() && read(&[4, 1, 65, 66]).is_err() && read(&[]).is_err());
    }
}
