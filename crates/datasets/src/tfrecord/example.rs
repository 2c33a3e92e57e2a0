//! `tf.train.Example`: lists of bytes, floats or whole numbers by name, as protobuf has them.

use crate::LabelError;
use std::collections::BTreeMap;

/// Names in a record, and values of one name.
const MOST_FEATURES: usize = 1_000;
const MOST_VALUES: usize = 100_000;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values<'a> {
    Bytes(Vec<&'a [u8]>),
    Floats(Vec<f32>),
    Ints(Vec<i64>),
}

impl<'a> Values<'a> {
    pub(crate) fn bytes(&self) -> &[&'a [u8]] {
        match self {
            Values::Bytes(values) => values,
            _ => &[],
        }
    }

    pub(crate) fn floats(&self) -> &[f32] {
        match self {
            Values::Floats(values) => values,
            _ => &[],
        }
    }

    pub(crate) fn ints(&self) -> &[i64] {
        match self {
            Values::Ints(values) => values,
            _ => &[],
        }
    }
}

pub(crate) type Features<'a> = BTreeMap<String, Values<'a>>;

/// A field of a message: its number and what it holds.
enum Field<'a> {
    Number(u64, u64),
    Fixed(u64, [u8; 4]),
    Bytes(u64, &'a [u8]),
    Other,
}

fn broken() -> LabelError {
    LabelError("a record is no tf.Example".into())
}

fn number(from: &mut &[u8]) -> Result<u64, LabelError> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = from.split_first().ok_or_else(broken)?;
        *from = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(broken())
}

fn part<'a>(from: &mut &'a [u8], long: usize) -> Result<&'a [u8], LabelError> {
    let (part, rest) = from.split_at_checked(long).ok_or_else(broken)?;
    *from = rest;
    Ok(part)
}

fn field<'a>(from: &mut &'a [u8]) -> Result<Field<'a>, LabelError> {
    let key = number(from)?;
    let tag = key >> 3;
    Ok(match key & 7 {
        0 => Field::Number(tag, number(from)?),
        1 => {
            part(from, 8)?;
            Field::Other
        }
        2 => {
            let long = usize::try_from(number(from)?).map_err(|_| broken())?;
            Field::Bytes(tag, part(from, long)?)
        }
        5 => Field::Fixed(tag, part(from, 4)?.try_into().map_err(|_| broken())?),
        _ => return Err(broken()),
    })
}

pub(crate) fn parse_example(mut bytes: &[u8]) -> Result<Features<'_>, LabelError> {
    let mut features = Features::new();
    while !bytes.is_empty() {
        let Field::Bytes(1, mut map) = field(&mut bytes)? else { continue };
        while !map.is_empty() {
            let Field::Bytes(1, mut entry) = field(&mut map)? else { continue };
            let (mut name, mut values) = (String::new(), None);
            while !entry.is_empty() {
                match field(&mut entry)? {
                    Field::Bytes(1, text) => name = String::from_utf8_lossy(text).into_owned(),
                    Field::Bytes(2, feature) => values = parse_feature(feature)?,
                    _ => {}
                }
            }
            features.extend(values.map(|values| (name, values)));
            if features.len() > MOST_FEATURES {
                return Err(LabelError(format!("a record has more than {MOST_FEATURES} features")));
            }
        }
    }
    Ok(features)
}

fn parse_feature(mut feature: &[u8]) -> Result<Option<Values<'_>>, LabelError> {
    let mut values = None;
    while !feature.is_empty() {
        values = match field(&mut feature)? {
            Field::Bytes(1, list) => Some(Values::Bytes(parse_bytes(list)?)),
            Field::Bytes(2, list) => Some(Values::Floats(parse_floats(list)?)),
            Field::Bytes(3, list) => Some(Values::Ints(parse_ints(list)?)),
            _ => values,
        };
    }
    Ok(values)
}

fn parse_bytes(mut list: &[u8]) -> Result<Vec<&[u8]>, LabelError> {
    let mut values = Vec::new();
    while !list.is_empty() {
        if let Field::Bytes(1, value) = field(&mut list)? {
            values.push(value);
        }
        enough(values.len())?;
    }
    Ok(values)
}

fn parse_floats(mut list: &[u8]) -> Result<Vec<f32>, LabelError> {
    let mut values = Vec::new();
    while !list.is_empty() {
        match field(&mut list)? {
            Field::Bytes(1, packed) if packed.len() % 4 == 0 => {
                enough(values.len().saturating_add(packed.len() / 4))?;
                values.extend(packed.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)));
            }
            Field::Fixed(1, four) => values.push(f32::from_le_bytes(four)),
            _ => return Err(broken()),
        }
        enough(values.len())?;
    }
    Ok(values)
}

fn parse_ints(mut list: &[u8]) -> Result<Vec<i64>, LabelError> {
    let mut values = Vec::new();
    while !list.is_empty() {
        match field(&mut list)? {
            Field::Bytes(1, mut packed) => {
                while !packed.is_empty() {
                    values.push(number(&mut packed)? as i64);
                    enough(values.len())?;
                }
            }
            Field::Number(1, value) => values.push(value as i64),
            _ => return Err(broken()),
        }
        enough(values.len())?;
    }
    Ok(values)
}

fn enough(values: usize) -> Result<(), LabelError> {
    if values <= MOST_VALUES {
        return Ok(());
    }
    Err(LabelError(format!("a feature of a record has more than {MOST_VALUES} values")))
}

fn put_number(to: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

fn put(to: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    to.push((tag << 3) | 2);
    put_number(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}

/// Features in the order of their names.
pub(crate) fn write_example(features: &Features) -> Vec<u8> {
    let mut map = Vec::new();
    for (name, values) in features {
        let mut list = Vec::new();
        let tag = match values {
            Values::Bytes(values) => {
                values.iter().for_each(|value| put(&mut list, 1, value));
                1
            }
            Values::Floats(values) => {
                let packed: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
                put(&mut list, 1, &packed);
                2
            }
            Values::Ints(values) => {
                let mut packed = Vec::new();
                values.iter().for_each(|value| put_number(&mut packed, *value as u64));
                put(&mut list, 1, &packed);
                3
            }
        };
        let (mut feature, mut entry) = (Vec::new(), Vec::new());
        put(&mut feature, tag, &list);
        put(&mut entry, 1, name.as_bytes());
        put(&mut entry, 2, &feature);
        put(&mut map, 1, &entry);
    }
    let mut example = Vec::new();
    put(&mut example, 1, &map);
    example
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_come_back_and_broken_ones_are_refused() {
        let features = Features::from([
            ("a".to_string(), Values::Bytes(vec![&b"x"[..], b"", b"\xff\x00"])),
            ("f".to_string(), Values::Floats(vec![0.25, -1.0])),
            ("i".to_string(), Values::Ints(vec![0, -1, i64::MAX, 300])),
            ("none".to_string(), Values::Ints(vec![])),
        ]);
        let bytes = write_example(&features);
        assert_eq!(parse_example(&bytes).unwrap(), features);
        // Whatever a part of it says, it ends.
        for at in 0..bytes.len() {
            let _ = parse_example(&bytes[..at]);
            let mut other = bytes.clone();
            other[at] ^= 0xff;
            let _ = parse_example(&other);
        }
        assert!(parse_example(b"\x0a\x05\x0a").is_err() && parse_example(b"\x07").is_err());
        let many = Features::from([("i".to_string(), Values::Ints(vec![0; MOST_VALUES + 1]))]);
        assert!(parse_example(&write_example(&many)).is_err());
        assert_eq!(parse_example(b"").unwrap(), Features::new());
    }

    #[test]
    fn values_may_also_stand_one_by_one() {
        // feature "v": floats 1.0 and 2.0, each a field of its own.
        let list = b"\x0d\x00\x00\x80\x3f\x0d\x00\x00\x00\x40";
        assert_eq!(parse_floats(list).unwrap(), [1.0, 2.0]);
        assert_eq!(parse_ints(b"\x08\x05\x08\x07").unwrap(), [5, 7]);
    }
}
