//! Where each field of a job file stands, also those within lists and maps.

use crate::codes::Code;
use crate::error::ApiError;
use crate::reasons::Why;
use crate::yaml;
use fovea_domain::command::FieldFault;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Spanned};
use std::collections::BTreeMap;
use std::fmt;

/// By the names that faults have: `environment.A`, `endpoints[1].port`.
#[derive(Debug, Clone, Default)]
pub struct Lines(BTreeMap<String, u64>);

impl Lines {
    /// Of a file that was read already.
    pub fn of(text: &str) -> Lines {
        let mut lines = Lines::default();
        match yaml::read::<Place>(text, yaml::small()) {
            Ok(whole) => lines.add("", whole),
            // What has no place of its own is told by that of its field.
            Err(_) => {
                let tops: Result<BTreeMap<String, Spanned<IgnoredAny>>, Error> =
                    yaml::read(text, yaml::small());
                let tops = tops.unwrap_or_default().into_iter();
                lines.0.extend(tops.map(|(name, place)| (name, place.referenced.line())));
            }
        }
        lines
    }

    fn add(&mut self, path: &str, place: Place) {
        let mut put = |path: String, inner: Spanned<Place>| {
            self.0.insert(path.clone(), inner.referenced.line());
            self.add(&path, inner.value);
        };
        match place {
            Place::Value => {}
            Place::Map(entries) => {
                for (name, inner) in entries {
                    put(if path.is_empty() { name } else { format!("{path}.{name}") }, inner);
                }
            }
            Place::List(entries) => {
                for (i, inner) in entries.into_iter().enumerate() {
                    put(format!("{path}[{i}]"), inner);
                }
            }
        }
    }

    /// Of the field, or of what it would stand in.
    pub fn line(&self, field: &str) -> Option<u64> {
        let mut path = field;
        loop {
            if let Some(line) = self.0.get(path) {
                return Some(*line);
            }
            path = path.rfind(['.', '[']).and_then(|cut| path.get(..cut))?;
        }
    }

    /// An error that names the line and the field.
    pub fn fault(&self, fault: &FieldFault) -> ApiError {
        self.refuse(&fault.field, (&fault.fault).into())
    }

    /// The same for what is no fault of the field alone.
    pub fn refuse(&self, field: &str, why: Why) -> ApiError {
        self.refuse_as(Code::JobFile, field, why)
    }

    /// The same under a code of its own.
    pub fn refuse_as(&self, code: Code, field: &str, why: Why) -> ApiError {
        yaml::told(code, self.line(field), field, why)
    }
}

/// A value as far as others may stand in it.
enum Place {
    Value,
    Map(Vec<(String, Spanned<Place>)>),
    List(Vec<Spanned<Place>>),
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Place, D::Error> {
        deserializer.deserialize_any(Look)
    }
}

struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Place;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_str<E>(self, _: &str) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_unit<E>(self) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_none<E>(self) -> Result<Place, E> {
        Ok(Place::Value)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Place, D::Error> {
        deserializer.deserialize_any(Look)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Place, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element()? {
            all.push(one);
        }
        Ok(Place::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Place, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = map.next_entry()? {
            all.push(one);
        }
        Ok(Place::Map(all))
    }
}
