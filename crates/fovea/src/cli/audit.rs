//! Who did what.

use super::{AuditFilter, ListArgs, RemoteArgs, TableArg};
use clap::Subcommand;
use fovea_store::ChainHead;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that no row was changed or removed; ends with 3 where one was
    Verify {
        /// Folder of a server, running or not; without it a server is asked
        #[arg(long, value_name = "DIR", conflicts_with_all = ["server", "insecure"])]
        data: Option<PathBuf>,
        /// The head that an earlier check told: nothing up to it may have changed
        #[arg(long, value_name = "HEAD")]
        expect: Option<ChainHead>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// List what was done, newest first
    List {
        #[command(flatten)]
        filter: AuditFilter,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Write what was done as CSV or as JSON lines
    Export {
        #[command(flatten)]
        filter: AuditFilter,
        #[arg(long, value_enum, default_value_t)]
        format: TableArg,
        /// [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}
