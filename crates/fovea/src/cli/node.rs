//! The words of the commands about nodes.

use super::{ListArgs, RemoteArgs};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum NodeCommand {
    /// List nodes, with what of each is used and free
    List(ListArgs),
    /// Close nodes for new jobs; those that they have stay
    Cordon {
        #[arg(required = true, value_name = "NODE")]
        nodes: Vec<String>,
        /// Why, for whoever sees it closed
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
        note: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Let nodes take jobs again
    Uncordon {
        #[arg(required = true, value_name = "NODE")]
        nodes: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Print what a cluster file may hold (JSON Schema); asks no server
    Schema,
}
