//! The words of the commands about settings.

use super::RemoteArgs;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SwitchArg {
    On,
    Off,
}

#[derive(Debug, Subcommand)]
pub enum SettingCommand {
    /// Tell all settings
    Show(RemoteArgs),
    /// Change settings; what is not named stays
    Set(SettingArgs),
}

#[derive(Debug, Args)]
pub struct SettingArgs {
    /// Name of the product, as pages show it
    #[arg(long, value_name = "TEXT")]
    pub product_name: Option<String>,
    /// Whether people may ask for an account themselves
    #[arg(long)]
    pub self_registration: Option<SwitchArg>,
    /// Hours after which an unused session is over
    #[arg(long, value_name = "N")]
    pub session_hours: Option<u32>,
    /// Days that the log and the work folder of a deleted job are kept
    #[arg(long, value_name = "N")]
    pub job_days: Option<u32>,
    /// Days that rows of the audit are kept
    #[arg(long, value_name = "N")]
    pub audit_days: Option<u32>,
    /// Keep rows of the audit for ever
    #[arg(long, conflicts_with = "audit_days")]
    pub audit_for_ever: bool,
    /// Days that pictures of the line are kept which nobody takes into the data
    #[arg(long, value_name = "N")]
    pub raw_days: Option<u32>,
    /// Keep pictures of the line for ever
    #[arg(long, conflicts_with = "raw_days")]
    pub raw_for_ever: bool,
    /// Switch this module off: annotation, training, inspection or cluster; may be repeated
    #[arg(long, value_name = "MODULE")]
    pub module_off: Vec<String>,
    /// Switch this module on again; may be repeated
    #[arg(long, value_name = "MODULE")]
    pub module_on: Vec<String>,
    #[command(flatten)]
    pub remote: RemoteArgs,
}
