//! Filters as people write them (RFC 4515), with places to fill, and names as directories write them.

use super::ber::{OCTETS, sequence, write};
use crate::Result;
use crate::error::{IdentityError, Stage};

const DEEPEST: u32 = 12;

/// A filter as it is sent. A place is filled after the filter is read, so what is put in can never become a part of
/// the filter itself.
pub(super) fn encoded(filter: &str, places: &[(&str, &str)]) -> Result<Vec<u8>> {
    let wrong = || IdentityError::at(Stage::Search, format!("{filter}: this is no filter of LDAP"));
    let mut reader = Reader { rest: filter.trim(), places };
    let bytes = reader.group(0).ok_or_else(wrong)?;
    if reader.rest.is_empty() { Ok(bytes) } else { Err(wrong()) }
}

struct Reader<'a> {
    rest: &'a str,
    places: &'a [(&'a str, &'a str)],
}

impl Reader<'_> {
    fn eat(&mut self, sign: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(sign)?;
        Some(())
    }

    /// `(…)`
    fn group(&mut self, depth: u32) -> Option<Vec<u8>> {
        if depth > DEEPEST {
            return None;
        }
        self.eat('(')?;
        let bytes = match self.rest.chars().next()? {
            '&' => self.list('&', 0xa0, depth)?,
            '|' => self.list('|', 0xa1, depth)?,
            '!' => {
                self.eat('!')?;
                write(0xa2, &self.group(depth + 1)?)
            }
            _ => self.item()?,
        };
        self.eat(')')?;
        Some(bytes)
    }

    fn list(&mut self, sign: char, tag: u8, depth: u32) -> Option<Vec<u8>> {
        self.eat(sign)?;
        let mut parts = Vec::new();
        while self.rest.starts_with('(') {
            parts.push(self.group(depth + 1)?);
        }
        (!parts.is_empty()).then(|| sequence(tag, &parts))
    }

    fn item(&mut self) -> Option<Vec<u8>> {
        let end = self.rest.find(')')?;
        let (item, rest) = self.rest.split_at(end);
        self.rest = rest;
        let (left, value) = item.split_once('=')?;
        let (name, tag) = match left.chars().last()? {
            '>' => (&left[..left.len() - 1], 0xa5),
            '<' => (&left[..left.len() - 1], 0xa6),
            '~' => (&left[..left.len() - 1], 0xa8),
            ':' => return self.extended(&left[..left.len() - 1], value),
            _ => (left, 0xa3),
        };
        let name = attribute(name)?;
        match (tag, value) {
            (0xa3, "*") => Some(write(0x87, name.as_bytes())),
            (0xa3, value) if value.contains('*') => self.pieces(name, value),
            _ => Some(sequence(tag, &[write(OCTETS, name.as_bytes()), write(OCTETS, &self.value(value)?)])),
        }
    }

    /// `cn=a*b*c`
    fn pieces(&self, name: &str, value: &str) -> Option<Vec<u8>> {
        let all: Vec<&str> = value.split('*').collect();
        let mut parts = Vec::new();
        for (at, piece) in all.iter().enumerate().filter(|(_, p)| !p.is_empty()) {
            let tag = match at {
                0 => 0x80,
                last if last + 1 == all.len() => 0x82,
                _ => 0x81,
            };
            parts.push(write(tag, &self.value(piece)?));
        }
        (!parts.is_empty()).then(|| sequence(0xa4, &[write(OCTETS, name.as_bytes()), sequence(0x30, &parts)]))
    }

    /// `memberOf:1.2.840.113556.1.4.1941:=…`
    fn extended(&self, left: &str, value: &str) -> Option<Vec<u8>> {
        let (name, rule) = left.split_once(':').map_or((left, None), |(name, rule)| (name, Some(rule)));
        let mut parts = Vec::new();
        if let Some(rule) = rule {
            parts.push(write(0x81, attribute(rule)?.as_bytes()));
        }
        parts.push(write(0x82, attribute(name)?.as_bytes()));
        parts.push(write(0x83, &self.value(value)?));
        Some(sequence(0xa9, &parts))
    }

    /// With `\2a` for signs that mean something, and places filled.
    fn value(&self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut rest = text;
        while let Some(sign) = rest.chars().next() {
            if let Some((place, value)) = self.places.iter().find(|(place, _)| rest.starts_with(place)) {
                bytes.extend(value.as_bytes());
                rest = &rest[place.len()..];
                continue;
            }
            match sign {
                '\\' => {
                    bytes.push(u8::from_str_radix(rest.get(1..3)?, 16).ok()?);
                    rest = &rest[3..];
                }
                '(' | ')' | '*' | '\0' => return None,
                other => {
                    bytes.extend(other.to_string().as_bytes());
                    rest = &rest[other.len_utf8()..];
                }
            }
        }
        Some(bytes)
    }
}

fn attribute(name: &str) -> Option<&str> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ';');
    (!name.is_empty() && name.chars().all(good)).then_some(name)
}

/// With `{name}` in it.
pub fn check_filter(filter: &str) -> Result<()> {
    check(filter, &["{name}"])
}

/// With `{dn}` or `{name}` in it.
pub fn check_group_filter(filter: &str) -> Result<()> {
    check(filter, &["{dn}", "{name}"])
}

fn check(filter: &str, places: &[&str]) -> Result<()> {
    if !places.iter().any(|p| filter.contains(p)) {
        let reason = format!("{filter}: the filter lacks {}", places.join(" or "));
        return Err(IdentityError::at(Stage::Search, reason));
    }
    encoded(filter, &[("{name}", "a"), ("{dn}", "cn=a")]).map(|_| ())
}

/// `line 1` of `cn=line 1,ou=groups`.
pub(super) fn first_value(dn: &str) -> Option<String> {
    let (kind, rest) = dn.split_once('=')?;
    attribute(kind)?;
    let mut bytes = Vec::new();
    let mut signs = rest.bytes();
    while let Some(sign) = signs.next() {
        match sign {
            b',' | b'+' => break,
            b'\\' => {
                let next = signs.next()?;
                let pair = [next, signs.clone().next().unwrap_or_default()];
                let hex = std::str::from_utf8(&pair).ok().and_then(|p| u8::from_str_radix(p, 16).ok());
                if let Some(byte) = hex.filter(|_| pair.iter().all(u8::is_ascii_hexdigit)) {
                    signs.next();
                    bytes.push(byte);
                } else {
                    bytes.push(next);
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok().map(|t| t.trim().to_string()).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::ber::{Element, read};
    use super::*;

    fn tree(filter: &str, name: &str) -> Element {
        read(&encoded(filter, &[("{name}", name), ("{dn}", "cn=张三,dc=a")]).unwrap()).unwrap()
    }

    /// As RFC 4515 writes it, from what was encoded.
    fn told(element: &Element) -> String {
        let all = || element.parts.iter().map(told).collect::<String>();
        let pair = |sign: &str| format!("({}{sign}{})", element.parts[0].text(), element.parts[1].text());
        match element.tag {
            0xa0 => format!("(&{})", all()),
            0xa1 => format!("(|{})", all()),
            0xa2 => format!("(!{})", all()),
            0xa3 => pair("="),
            0xa5 => pair(">="),
            0xa6 => pair("<="),
            0x87 => format!("({}=*)", element.text()),
            other => format!("({other:x})"),
        }
    }

    #[test]
    fn a_name_stays_a_name_whatever_signs_it_has() {
        for name in ["ada", "*", "*)(uid=*", "a)(|(uid=*", "\\2a", "{name}", "{dn}", "张三", "a\0b"] {
            let element = tree("(&(objectClass=person)(uid={name}))", name);
            assert_eq!((element.tag, element.parts.len()), (0xa0, 2));
            let uid = &element.parts[1];
            assert_eq!((uid.tag, uid.parts[1].text().as_str()), (0xa3, name));
        }
    }

    #[test]
    fn filters_are_read_as_they_are_meant() {
        for (filter, same) in [
            ("(uid={name})", "(uid=x)"),
            ("(|(uid={name})(!(mail={name}))(a>=1)(b<=2))", "(|(uid=x)(!(mail=x))(a>=1)(b<=2))"),
            ("(&(objectClass=*)(cn=a\\2ab))", "(&(objectClass=*)(cn=a*b))"),
            ("(member={dn})", "(member=cn=张三,dc=a)"),
        ] {
            assert_eq!(told(&tree(filter, "x")), same);
        }
        let pieces = tree("(cn={name}*b*)", "x");
        let kinds: Vec<(u8, String)> = pieces.parts[1].parts.iter().map(|p| (p.tag, p.text())).collect();
        assert_eq!((pieces.tag, kinds), (0xa4, vec![(0x80, "x".into()), (0x81, "b".into())]));
        let chain = tree("(memberOf:1.2.840.113556.1.4.1941:={dn})", "x");
        assert_eq!((chain.tag, chain.parts[1].text().as_str()), (0xa9, "memberOf"));
    }

    #[test]
    fn a_filter_is_one_and_has_a_place_for_the_name() {
        assert!(check_filter("(&(objectClass=person)(|(uid={name})(mail={name})))").is_ok());
        assert!(check_group_filter("(member={dn})").is_ok());
        let deep = format!("{}(uid={{name}}){}", "(!".repeat(20), ")".repeat(20));
        for bad in [
            "",
            "(uid=ada)",
            "uid={name}",
            "(uid={name}",
            "(&(uid={name})",
            "({name})",
            "(={name})",
            "(&)",
            "(uid={name}))",
            &deep,
        ] {
            assert!(check_filter(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_first_part_of_a_name_is_read_with_its_escapes() {
        for (dn, first) in [
            ("cn=line 1,ou=g", Some("line 1")),
            (r"cn=a\2c b,ou=g", Some("a, b")),
            (r"CN=\E5\BC\A0,ou=g", Some("张")),
            ("cn=,ou=g", None),
            ("line 1", None),
            (r"cn=\", None),
        ] {
            assert_eq!(first_value(dn).as_deref(), first, "{dn}");
        }
    }
}
