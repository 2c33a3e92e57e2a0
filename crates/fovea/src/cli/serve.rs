//! The server, and what is done beside it on its own folder.

use super::data_size;
use clap::{Args, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder for all that the demo makes
    #[arg(long, default_value = "out/demo", value_name = "DIR")]
    pub out: PathBuf,
    /// Folder of the sample pictures
    #[arg(long, default_value = "samples/ball-screw", value_name = "DIR")]
    pub data: PathBuf,
    /// Address and port to answer on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8585", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// End when all is made instead of going on to serve
    #[arg(long)]
    pub once: bool,
    /// Instead of the ball screw: a project for each scene (components, golden comparison, text, glue, foreign objects) with
    /// drawn pictures, labelled and set up to be trained
    #[arg(long, conflicts_with = "data")]
    pub scenes: bool,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Folder that holds everything; made where it is missing
    #[arg(long, default_value = "fovea-data", value_name = "DIR")]
    pub data: PathBuf,
    /// Address and port to answer on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8585", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// Take SSH into running jobs on this address and port, such as 0.0.0.0:2222; port 0 takes a free one [default: no SSH]
    #[arg(long, value_name = "ADDR")]
    pub ssh: Option<SocketAddr>,
    /// A proxy before this server speaks TLS, so browsers must not send the cookie without
    #[arg(long)]
    pub behind_tls: bool,
    /// Run users' commands also where bubblewrap cannot make a sandbox: each of them may then do all that this server may
    #[arg(long)]
    pub unsandboxed_jobs: bool,
    /// Images of jobs are fetched from this registry, such as registry.example.com; `any` for all of them, and http://HOST:PORT for one
    /// without TLS. May be given several times [default: none is fetched]
    #[arg(long, value_name = "HOST")]
    pub image_registry: Vec<String>,
    /// Who has the right job.privileged_submit may run containers with all rights of who runs Podman
    #[arg(long)]
    pub privileged_jobs: bool,
    /// A folder of data that jobs may read, by `mounts: [{source: data}]` [default: none]
    #[arg(long, value_name = "DIR")]
    pub job_data: Option<PathBuf>,
    /// A folder of the machine that pictures may be taken from, by a name, such as lines=/mnt/lines, or a bucket of an S3 server, such as
    /// photos=s3://bucket/prefix; may be given several times. The server of buckets stands in FOVEA_S3_ENDPOINT and AWS_REGION, its key in
    /// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
    #[arg(long, value_name = "NAME=DIR|NAME=s3://BUCKET/PREFIX")]
    pub storage: Vec<String>,
    /// Largest file that is taken: of an upload, of what lies in an archive or on a storage, and into a job, such as 20GB
    #[arg(long, default_value = "64GB", value_parser = data_size, value_name = "SIZE")]
    pub most_upload: u64,
    /// Jobs with an image run by the Podman that listens here [default: podman/podman.sock in $XDG_RUNTIME_DIR, then in /run]
    #[arg(long, value_name = "SOCKET")]
    pub podman: Option<PathBuf>,
    /// Nodes beside this machine; `fovea node schema` describes it [default: cluster.yaml in the folder, where there is one]
    #[arg(long, value_name = "FILE")]
    pub cluster: Option<PathBuf>,
    /// Endpoints of jobs have hosts below this name, each its own: *.NAME must lead here. With a port where that is another than
    /// that of the pages. The usual one works in browsers on this machine
    #[arg(long, default_value = fovea_api::LOCAL_DOMAIN, value_name = "NAME[:PORT]", value_parser = gateway_domain)]
    pub gateway_domain: String,
}

/// A name of a host, not an address: below that there are no names.
fn gateway_domain(text: &str) -> Result<String, String> {
    let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    let sign = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let parts = name.split('.').all(|part| !part.is_empty() && part.len() <= 63 && part.chars().all(sign));
    let address = name.rsplit('.').next().is_some_and(|last| last.chars().all(|c| c.is_ascii_digit()));
    if !parts || address || port.is_some_and(|p| p.parse::<u16>().is_err()) {
        return Err("give the name of a host, such as apps.example.com, or apps.example.com:8443".into());
    }
    Ok(text.to_ascii_lowercase())
}

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Create an administrator
    Create {
        #[command(flatten)]
        folder: FolderArgs,
        /// Name to log in with
        #[arg(long)]
        name: String,
        /// Read the password from standard input: one line of at least 10 signs
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Make a token for programs and print it
    Token {
        #[command(flatten)]
        folder: FolderArgs,
        /// Name of the user that the token acts for
        #[arg(long)]
        name: String,
        /// What the token is for
        #[arg(long, default_value = "command line", value_name = "TEXT")]
        label: String,
        /// Days after which it is void [default: never]
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
        expires_days: Option<u32>,
    },
}

#[derive(Debug, Args)]
pub struct FolderArgs {
    /// Folder of the server
    #[arg(long, default_value = "fovea-data", value_name = "DIR")]
    pub data: PathBuf,
}
