use crate::Moment;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, QueryResult, TryFromU64, TryGetError, TryGetable, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The name of a thing in the store: a UUIDv7, so that what was made later sorts later. Sixteen bytes in the
/// database, the usual text with hyphens everywhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(Uuid);

impl Id {
    /// A new one.
    #[expect(clippy::new_without_default, reason = "each is another")]
    pub fn new() -> Id {
        Id(Uuid::now_v7())
    }

    /// When it was made.
    pub fn moment(&self) -> Moment {
        self.as_bytes().iter().take(6).fold(0, |ms, byte| ms << 8 | i64::from(*byte))
    }

    /// None made at this moment or later sorts before it, none made earlier behind it.
    pub fn first_of(moment: Moment) -> Id {
        let ms = u128::from(moment.clamp(0, (1 << 48) - 1).unsigned_abs());
        Id(Uuid::from_u128(ms << 80))
    }

    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl From<Id> for u128 {
    fn from(id: Id) -> u128 {
        id.0.as_u128()
    }
}

impl From<u128> for Id {
    fn from(number: u128) -> Id {
        Id(Uuid::from_u128(number))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for Id {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Id, uuid::Error> {
        // Only the form that is printed: a second spelling of an id would be a second address of a thing.
        let id = Uuid::try_parse(text)?;
        if id.as_hyphenated().to_string() == text { Ok(Id(id)) } else { Uuid::try_parse("").map(Id) }
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Id, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

impl From<Id> for Value {
    fn from(id: Id) -> Value {
        Value::from(id.0)
    }
}

impl TryGetable for Id {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Id, TryGetError> {
        Uuid::try_get_by(row, index).map(Id)
    }
}

impl ValueType for Id {
    fn try_from(value: Value) -> Result<Id, ValueTypeErr> {
        <Uuid as ValueType>::try_from(value).map(Id)
    }

    fn type_name() -> String {
        "Id".into()
    }

    fn array_type() -> ArrayType {
        <Uuid as ValueType>::array_type()
    }

    fn column_type() -> ColumnType {
        <Uuid as ValueType>::column_type()
    }
}

impl Nullable for Id {
    fn null() -> Value {
        Uuid::null()
    }
}

impl TryFromU64 for Id {
    fn try_from_u64(_: u64) -> Result<Id, DbErr> {
        Err(DbErr::ConvertFromU64("Id"))
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Id {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("uuid".into())))
            .description(Some("Name of a thing; those made later sort later"))
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Id {}
