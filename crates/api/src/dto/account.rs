use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who is logged in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub id: Id,
    pub name: String,
    pub roles: Vec<&'static str>,
    pub permissions: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Setup {
    /// There is no administrator yet; the server printed the link that creates one.
    pub needed: bool,
}

#[derive(Deserialize, ToSchema)]
pub struct SetupUse {
    /// From the link that the server printed
    pub token: String,
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    #[schema(min_length = 10, max_length = 256)]
    pub password: String,
}

#[derive(Deserialize, ToSchema)]
pub struct Login {
    pub name: String,
    pub password: String,
}

/// A key for programs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    pub id: Id,
    pub name: String,
    pub created_at: Time,
    pub last_used_at: Option<Time>,
    /// Null: never
    pub expires_at: Option<Time>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Left out: never
    #[schema(minimum = 1, maximum = 3650)]
    pub expires_days: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct TokenWithSecret {
    #[serde(flatten)]
    pub token: Token,
    /// Told only this once
    #[schema(example = "fovea_…")]
    pub secret: String,
}
