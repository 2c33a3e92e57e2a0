use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A public key by which you come into your jobs by SSH.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SshKey {
    pub id: Id,
    pub name: String,
    /// Such as `ssh-ed25519`
    pub kind: String,
    pub bits: u32,
    /// `SHA256:…`, as `ssh-keygen -l` tells it
    pub fingerprint: String,
    pub created_at: Time,
    pub last_used_at: Option<Time>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SshKeys {
    pub items: Vec<SshKey>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewSshKey {
    /// Left out or empty: what stands behind the key
    #[serde(default)]
    #[schema(max_length = 100)]
    pub name: String,
    /// The line of a `.pub` file: Ed25519, ECDSA, or RSA of at least 2048 bits
    pub public_key: String,
}

/// The server's port for SSH.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SshDoor {
    /// Null: the server takes no SSH
    pub port: Option<u16>,
    /// Of the host key, `SHA256:…`
    pub fingerprint: Option<String>,
    /// The host key, as it stands in a file of known hosts behind the name
    pub public_key: Option<String>,
}

/// A command to be run within a job.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct JobCommandWanted {
    /// Program and arguments, which no shell reads
    #[schema(min_items = 1)]
    pub command: Vec<String>,
    /// Of a job on several nodes: in this task
    #[serde(default)]
    pub rank: u32,
}
