//! The interface from outside: the real router over a fresh folder, one behaviour a test.
#![expect(clippy::unwrap_used, clippy::panic, reason = "these are tests, with their helpers")]

mod account;
mod app;
mod archives;
mod audit;
mod clusters;
mod documents;
mod endpoints;
mod enter;
mod imports;
mod infer;
mod jobs;
mod kept;
mod labels;
mod ldap;
mod limits;
mod line;
mod live;
mod login;
mod mail;
mod modules;
mod oidc;
mod people;
mod pictures;
mod projects;
mod provider;
mod records;
mod rights;
mod services;
mod slapd;
mod smtp;
mod templates;
mod trainings;
mod trash;
mod versions;
mod watch;
