use super::{EndpointKind, JobState};
use crate::time::Time;
use fovea_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Endpoints {
    pub items: Vec<Endpoint>,
}

/// A way into a job.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Endpoint {
    pub name: String,
    pub kind: EndpointKind,
    pub port: Option<u16>,
    pub socket: Option<String>,
    pub logdir: Option<String>,
    pub state: EndpointState,
    /// The host that it has for itself; only a link of `open` lets in
    pub host: String,
    /// Its address as a browser has it, with scheme and port; null: the browser cannot reach it by this server's name
    pub url: Option<String>,
    /// Whether you may open it
    pub may_open: bool,
    /// When somebody asked for or said something there; a connection that is only held open does not count
    pub last_used_at: Option<Time>,
    /// With whom it is shared; only for those who may share it
    pub shares: Vec<EndpointShare>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndpointState {
    /// The job waits for its turn, or is paused
    Waiting,
    /// Nothing listens yet
    Starting,
    Ready,
    /// Something listened, and does not any more
    Dead,
    /// The job has ended
    Ended,
    /// The tool is neither in the job nor on the server
    NotInstalled,
    /// Nobody comes in until it is opened again
    Closed,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EndpointShare {
    pub id: Id,
    /// Name of the user
    pub user: String,
    pub created_at: Time,
    pub expires_at: Time,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct NewEndpointShare {
    /// Name of a member of the job's virtual cluster
    #[schema(min_length = 1)]
    pub user: String,
    /// After so many it ends
    #[schema(minimum = 1, maximum = 720)]
    pub hours: u32,
}

/// A link that works once.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EndpointOpened {
    pub url: String,
    pub expires_at: Time,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SharedEndpoints {
    pub items: Vec<SharedEndpoint>,
}

/// A way into a job of somebody else, who let you in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SharedEndpoint {
    pub job_id: Id,
    pub job_name: String,
    pub job_state: JobState,
    /// Name of the job's owner
    pub owner: Option<String>,
    pub endpoint: String,
    pub kind: EndpointKind,
    pub expires_at: Time,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EndpointTools {
    pub items: Vec<EndpointTool>,
}

/// A tool that is started beside a job's command.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct EndpointTool {
    pub kind: EndpointKind,
    /// On this server; a job may bring its own along
    pub installed: bool,
    /// The program that is looked for
    pub program: String,
}
