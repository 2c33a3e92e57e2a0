//! The commands as a person or a script uses them, by the real binary. One test program, so that it links once.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests, with their helpers"
)]

mod admin;
mod arrows;
mod audit;
mod bad_input;
mod compare;
mod components;
mod corpus;
mod crash;
mod dataset;
mod datasets;
mod demo;
mod detect;
mod endpoints;
mod evaluate;
mod formats;
mod glue;
mod hard;
mod idle;
mod images;
mod jobs;
mod kills;
mod licenses;
mod login;
mod model;
mod models;
mod mounts;
mod nodes;
mod pictures;
mod podman;
mod predict;
mod prelabels;
mod program;
mod python;
mod raw;
mod read;
mod recipe;
mod registries;
mod remote;
mod run_service;
mod scenes;
mod server;
mod sharing;
mod shell;
mod shim;
mod simulate;
mod ssh;
mod storages;
mod storm;
mod train;
mod vc;
