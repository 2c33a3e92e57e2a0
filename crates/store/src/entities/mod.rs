//! The tables as SeaORM sees them, one file each; their form in full is in the migrations.

pub mod class;
pub mod idempotency_key;
pub mod import;
pub mod job;
pub mod job_event;
pub mod model;
pub mod picture;
pub mod project;
pub mod record;
pub mod record_hour;
pub mod refusal;
pub mod region;
pub mod service;
pub mod session;
pub mod setup_link;
pub mod token;
pub mod user;
pub mod user_role;
pub mod version;
pub mod version_picture;
