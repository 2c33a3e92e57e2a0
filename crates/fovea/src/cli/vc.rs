//! The words of the commands about virtual clusters.

use super::{ListArgs, RemoteArgs};
use clap::{Args, Subcommand};
use std::time::Duration;

/// `cpu=8:4`: eight cores, of which one user has four at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaArg {
    pub device: String,
    pub quota: u32,
    pub per_user: u32,
}

impl std::str::FromStr for QuotaArg {
    type Err = String;

    fn from_str(text: &str) -> Result<QuotaArg, String> {
        let wrong = || "give it as DEVICE=NUMBER or DEVICE=NUMBER:PER_USER, such as cpu=8:4".to_string();
        let (device, numbers) = text.split_once('=').ok_or_else(wrong)?;
        let (quota, per_user) = numbers.split_once(':').unwrap_or((numbers, numbers));
        let number = |text: &str| text.trim().parse().map_err(|_| wrong());
        Ok(QuotaArg { device: device.trim().into(), quota: number(quota)?, per_user: number(per_user)? })
    }
}

#[derive(Debug, Subcommand)]
pub enum VcCommand {
    /// List virtual clusters
    List {
        /// Only those with this in name or description
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// Only those that you are in
        #[arg(long)]
        mine: bool,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Tell what a virtual cluster has, what of it is used, and by whom it may be
    Show {
        vc: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Make a virtual cluster
    Create {
        name: String,
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
        description: String,
        /// Its share of a type of device, and the most of one user, such as cpu=8:4; may be repeated
        #[arg(long, value_name = "DEVICE=N[:PER_USER]")]
        quota: Vec<QuotaArg>,
        /// Longest time that a job may run, such as 2h [default: no end]
        #[arg(long, value_parser = super::duration, value_name = "TIME")]
        longest_run: Option<Duration>,
        #[command(flatten)]
        sharing: VcSharingArgs,
        /// Most bytes of pictures in projects of users who work in it, such as 2TB [default: as many as there is room for]
        #[arg(long, value_parser = super::data_size, value_name = "SIZE")]
        data_quota: Option<u64>,
        #[command(flatten)]
        idle: IdleArgs,
        /// Everybody is a member
        #[arg(long)]
        open: bool,
        /// May be repeated
        #[arg(long)]
        user: Vec<String>,
        /// May be repeated
        #[arg(long)]
        group: Vec<String>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Change a virtual cluster; it does not shrink below what its jobs hold
    Edit(VcEditArgs),
    /// Delete a virtual cluster; what its jobs made stays
    Delete {
        vc: String,
        /// Stop jobs that have not ended
        #[arg(long)]
        stop_jobs: bool,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// List the members that are named, or change members
    Members(VcMembersArgs),
    /// Tell in which order jobs of all virtual clusters start, or set it
    Order {
        order: Option<OrderArg>,
        #[command(flatten)]
        remote: RemoteArgs,
    },
    /// Work in this virtual cluster from now on where you name none
    Use {
        vc: String,
        #[command(flatten)]
        remote: RemoteArgs,
    },
}

/// Yes or no, so that it can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

#[derive(Debug, Args)]
pub struct VcSharingArgs {
    /// Whether preemptible jobs of others may use what it does not use
    #[arg(long, value_name = "YES|NO")]
    pub lends: Option<YesNo>,
    /// Whether its preemptible jobs may use what others lend
    #[arg(long, value_name = "YES|NO")]
    pub borrows: Option<YesNo>,
    /// Its users' part beside the others', 1 to 100, where the order is by fair share
    #[arg(long, value_name = "N")]
    pub weight: Option<u32>,
    /// Most that a job may keep on the disk, in MiB
    #[arg(long, value_name = "MIB")]
    pub disk: Option<u64>,
    /// Whether its jobs may change the folder of data that the server shares
    #[arg(long, value_name = "yes|no")]
    pub writes_data: Option<YesNo>,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum OrderArg {
    /// By priority, where waiting counts
    Priority,
    /// Who used least of late comes first
    FairShare,
}

/// What is done about jobs that use nothing.
#[derive(Debug, Args)]
pub struct IdleArgs {
    /// The owner of a job that used nothing for so long is warned, such as 30m
    #[arg(long, value_parser = super::duration, value_name = "TIME")]
    pub idle_warn: Option<Duration>,
    /// A job that used nothing for so long is paused, after the warning, such as 1h
    #[arg(long, value_parser = super::duration, value_name = "TIME")]
    pub idle_pause: Option<Duration>,
}

#[derive(Debug, Args)]
pub struct VcEditArgs {
    pub vc: String,
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// All shares in place of those there were; may be repeated
    #[arg(long, value_name = "DEVICE=N[:PER_USER]")]
    pub quota: Vec<QuotaArg>,
    #[arg(long, value_parser = super::duration, value_name = "TIME")]
    pub longest_run: Option<Duration>,
    /// Jobs may run without end
    #[arg(long, conflicts_with = "longest_run")]
    pub no_longest_run: bool,
    #[command(flatten)]
    pub sharing: VcSharingArgs,
    /// Jobs may keep as much on the disk as there is room for
    #[arg(long, conflicts_with = "disk")]
    pub no_disk: bool,
    /// Most bytes of pictures in projects of users who work in it, such as 2TB
    #[arg(long, value_parser = super::data_size, value_name = "SIZE")]
    pub data_quota: Option<u64>,
    /// They may keep as many as there is room for
    #[arg(long, conflicts_with = "data_quota")]
    pub no_data_quota: bool,
    #[command(flatten)]
    pub idle: IdleArgs,
    /// Nobody is warned of an idle job, and none is paused
    #[arg(long, conflicts_with_all = ["idle_warn", "idle_pause"])]
    pub no_idle_limits: bool,
    /// Everybody is a member
    #[arg(long, conflicts_with = "closed")]
    pub open: bool,
    /// Only those who are named, and groups
    #[arg(long)]
    pub closed: bool,
    /// Stop jobs of whoever is no member then
    #[arg(long)]
    pub stop_jobs: bool,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

#[derive(Debug, Args)]
pub struct VcMembersArgs {
    pub vc: String,
    /// Put this user in; may be repeated, as all that follows
    #[arg(long, value_name = "USER")]
    pub add: Vec<String>,
    /// Take this user out
    #[arg(long, value_name = "USER")]
    pub remove: Vec<String>,
    #[arg(long, value_name = "GROUP")]
    pub add_group: Vec<String>,
    #[arg(long, value_name = "GROUP")]
    pub remove_group: Vec<String>,
    /// Let this member, who is named, administer it
    #[arg(long, value_name = "USER")]
    pub add_administrator: Vec<String>,
    #[arg(long, value_name = "USER")]
    pub remove_administrator: Vec<String>,
    /// Stop jobs of whoever is no member then
    #[arg(long)]
    pub stop_jobs: bool,
    #[command(flatten)]
    pub list: ListArgs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_a_device_with_one_number_or_two() {
        let quota = |text: &str| text.parse::<QuotaArg>().map(|q| (q.device, q.quota, q.per_user));
        assert_eq!(quota("cpu=8:4"), Ok(("cpu".into(), 8, 4)));
        assert_eq!(quota("cpu=8"), Ok(("cpu".into(), 8, 8)));
        for wrong in ["cpu", "cpu=", "cpu=x", "cpu=8:", "cpu=-1"] {
            assert!(quota(wrong).is_err(), "{wrong}");
        }
    }
}
