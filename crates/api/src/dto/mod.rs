//! The words of the interface, as the OpenAPI document tells them. Nothing here does anything.

mod account;
mod annotating;
mod cluster;
mod cluster_file;
mod cluster_use;
mod data;
mod endpoint;
mod engine;
mod enter;
mod export;
mod house;
mod identity;
mod job_file;
mod label;
mod line;
mod node;
mod people;
mod project;
mod set;
mod template;
mod version;
mod work;

pub use account::*;
pub use annotating::*;
pub use cluster::*;
pub use cluster_file::*;
pub use cluster_use::*;
pub use data::*;
pub use endpoint::*;
pub use engine::*;
pub use enter::*;
pub use export::*;
pub use house::*;
pub use identity::*;
pub use job_file::*;
pub use label::*;
pub use line::*;
pub use node::*;
pub use people::*;
pub use project::*;
pub use set::*;
pub use template::*;
pub use version::*;
pub use work::*;

pub(crate) use house::said;
