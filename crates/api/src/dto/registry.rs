use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account of yours at a registry of images. What proves it is sealed, and told to nobody.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Registry {
    pub id: Id,
    /// Host and port, as images name it
    #[schema(example = "registry.example.com:5000")]
    pub host: String,
    /// What you are called there
    pub login: String,
    pub created_at: Time,
    /// When an image was fetched with it
    pub last_used_at: Option<Time>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Registries {
    pub items: Vec<Registry>,
    /// Hosts that the server fetches images from; null: from any
    pub allowed: Option<Vec<String>>,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct NewRegistry {
    /// Host and maybe port; only HTTPS is spoken
    #[schema(max_length = 253, example = "registry.example.com:5000")]
    pub host: String,
    #[schema(min_length = 1, max_length = 200)]
    pub login: String,
    /// Password or token
    #[schema(min_length = 1, max_length = 4000)]
    pub secret: String,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub struct RegistryChange {
    #[schema(min_length = 1, max_length = 200)]
    pub login: String,
    /// Password or token
    #[schema(min_length = 1, max_length = 4000)]
    pub secret: String,
}
