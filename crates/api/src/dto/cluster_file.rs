use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A cluster file: what there is to run jobs on beside the server's machine. YAML or JSON.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClusterFile {
    /// The machine that the server runs on; its cores and memory are what the system says
    #[serde(default)]
    pub machine: ClusterFileMachine,
    /// Simulated nodes: their jobs run as processes of this machine, with the devices that are declared
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub nodes: Vec<ClusterFileNode>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClusterFileMachine {
    /// Left out: `local`
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 63)]
    pub name: Option<Spanned<String>>,
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Takes jobs
    #[serde(default = "yes")]
    pub schedulable: bool,
}

impl Default for ClusterFileMachine {
    fn default() -> ClusterFileMachine {
        ClusterFileMachine { name: None, labels: BTreeMap::new(), schedulable: true }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClusterFileNode {
    #[schema(value_type = String, max_length = 63, example = "node-a")]
    pub name: Spanned<String>,
    /// Words by name, such as `rack: "4"`
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    #[schema(value_type = u32, minimum = 1, maximum = 4096)]
    pub cores: Spanned<u32>,
    /// Such as `64GiB`, or a number of MiB
    #[schema(value_type = String, example = "64GiB")]
    pub memory: Spanned<String>,
    #[serde(default)]
    #[schema(max_items = 8)]
    pub devices: Vec<ClusterFileDevice>,
    /// Where the driver of its NPU cards writes its logs; left out: nowhere
    #[serde(default)]
    pub device_logs: Option<ClusterFileLogs>,
    /// Takes jobs
    #[serde(default = "yes")]
    pub schedulable: bool,
}

/// Logs of a driver of NPU cards, as files below one folder.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClusterFileLogs {
    /// Full path, as the server sees it
    #[schema(value_type = String, max_length = 255, example = "/var/log/npu/slog")]
    pub folder: Spanned<String>,
    /// How far the clock on its wall is from UTC; left out: not at all
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "+08:00")]
    pub utc_offset: Option<Spanned<String>>,
}

/// Cards of a type.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClusterFileDevice {
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "nvidia_gpu_amd64")]
    pub device: Spanned<String>,
    /// A model is a type of its own, such as `nvidia_gpu_amd64_GTX2080TI`
    #[serde(default)]
    #[schema(example = "GTX2080TI")]
    pub model: Option<String>,
    #[schema(value_type = u32, minimum = 1, maximum = 64)]
    pub count: Spanned<u32>,
    /// Of cards with a network port of their own, one for each card
    #[serde(default)]
    pub addresses: Vec<String>,
}

fn yes() -> bool {
    true
}
