//! The cluster file, read: YAML, of which JSON is a part. What cannot be used is told with the line and the field.

use crate::codes::Code;
use crate::dto::{ClusterFile, ClusterFileDevice, ClusterFileLogs, ClusterFileNode};
use crate::error::{ApiError, ApiResult};
use crate::yaml;
use fovea_domain::command::{Fault, MOST_CORES, MOST_TAGS, parse_memory};
use fovea_domain::device::{DeviceType, MOST_CARDS, Unit};
use fovea_domain::device_log::parse_offset;
use fovea_jobs::{Declared, DeviceLogs, DeviceSpec, MACHINE, MachineSpec, NodeSpec};
use serde_json::Value;
use serde_saphyr::Spanned;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// Larger ones are no cluster files.
const MOST_BYTES: u64 = 4 << 20;
const MOST_NODES: usize = 1000;
const MOST_DEVICES: usize = 8;
const LONGEST_NAME: usize = 63;
const LONGEST_LABEL: usize = 100;
const LONGEST_FOLDER: usize = 255;

/// Reads a file of this path.
pub fn read_cluster_file(path: &Path) -> ApiResult<Declared> {
    let unreadable = |reason: String| {
        let place = path.display().to_string();
        ApiError::from(Code::ClusterFileUnreadable).with("path", place).with("reason", reason)
    };
    let size = std::fs::metadata(path).map_err(|e| unreadable(e.to_string()))?.len();
    if size > MOST_BYTES {
        return Err(unreadable(format!("it has more than {MOST_BYTES} bytes")));
    }
    let text = std::fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))?;
    cluster_of_file(&text)
}

/// What a cluster file may hold, as JSON Schema, by the very types that read it.
pub fn cluster_file_schema() -> Value {
    crate::jobs::schema_of::<ClusterFile>("Fovea cluster file")
}

/// Line and field of what cannot be used.
struct Wrong(u64, String, Fault);

type Checked<T> = Result<T, Wrong>;

fn at<T>(place: &Spanned<T>, field: String) -> impl FnOnce(Fault) -> Wrong {
    let line = place.referenced.line();
    move |fault| Wrong(line, field, fault)
}

pub fn cluster_of_file(text: &str) -> ApiResult<Declared> {
    let file: ClusterFile = match text.trim().is_empty() {
        true => ClusterFile::default(),
        false => yaml::read(text, yaml::large()).map_err(|e| yaml::broken(Code::ClusterFile, text, &e))?,
    };
    let told =
        |Wrong(line, field, fault): Wrong| yaml::told(Code::ClusterFile, Some(line), &field, (&fault).into());
    check(file).map_err(told)
}

fn check(file: ClusterFile) -> Checked<Declared> {
    let mut names = HashSet::new();
    let mut machine = MachineSpec {
        name: MACHINE.into(),
        labels: labels(file.machine.labels, 1, "machine")?,
        schedulable: file.machine.schedulable,
    };
    if let Some(name) = file.machine.name {
        machine.name = self::name(&name, "machine.name".into())?;
    }
    names.insert(machine.name.to_lowercase());
    if let Some(node) = file.nodes.get(MOST_NODES) {
        return Err(at(&node.name, "nodes".into())(Fault::TooMany { most: MOST_NODES }));
    }
    let mut nodes = Vec::with_capacity(file.nodes.len());
    for (n, entry) in file.nodes.into_iter().enumerate() {
        let place = entry.name.clone();
        let node = node(entry, n)?;
        if !names.insert(node.name.to_lowercase()) {
            return Err(at(&place, format!("nodes[{n}].name"))(Fault::Twice));
        }
        nodes.push(node);
    }
    Ok(Declared { machine, nodes })
}

/// As in the names of machines, so that it fits into a command line and an address.
fn name(name: &Spanned<String>, field: String) -> Checked<String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fault = match name.value.len() {
        0 => Some(Fault::Required),
        n if n > LONGEST_NAME => Some(Fault::TooLong { most: LONGEST_NAME }),
        _ if !name.value.chars().all(fits)
            || !name.value.starts_with(|c: char| c.is_ascii_alphanumeric()) =>
        {
            Some(Fault::Invalid)
        }
        _ => None,
    };
    fault.map_or_else(|| Ok(name.value.clone()), |fault| Err(at(name, field)(fault)))
}

fn labels(all: BTreeMap<String, String>, line: u64, of: &str) -> Checked<BTreeMap<String, String>> {
    let wrong = |fault| Err(Wrong(line, format!("{of}.labels"), fault));
    if all.len() > MOST_TAGS {
        return wrong(Fault::TooMany { most: MOST_TAGS });
    }
    for text in all.iter().flat_map(|(name, value)| [name, value]) {
        if text.chars().count() > LONGEST_LABEL {
            return wrong(Fault::TooLong { most: LONGEST_LABEL });
        }
        if text.chars().any(char::is_control) {
            return wrong(Fault::Invalid);
        }
    }
    Ok(all)
}

fn within(number: &Spanned<u32>, most: u32, field: String) -> Checked<u32> {
    match number.value {
        n if (1..=most).contains(&n) => Ok(n),
        _ => Err(at(number, field)(Fault::OutOfRange { least: 1, most: most.into() })),
    }
}

fn node(entry: ClusterFileNode, n: usize) -> Checked<NodeSpec> {
    let of = format!("nodes[{n}]");
    let line = entry.name.referenced.line();
    if entry.devices.len() > MOST_DEVICES {
        return Err(at(&entry.name, format!("{of}.devices"))(Fault::TooMany { most: MOST_DEVICES }));
    }
    let mut devices: Vec<DeviceSpec> = Vec::new();
    for (d, entry) in entry.devices.into_iter().enumerate() {
        let place = entry.device.clone();
        let device = device(entry, format!("{of}.devices[{d}]"))?;
        if devices.iter().any(|other| other.device == device.device) {
            return Err(at(&place, format!("{of}.devices[{d}].type"))(Fault::Twice));
        }
        devices.push(device);
    }
    Ok(NodeSpec {
        name: name(&entry.name, format!("{of}.name"))?,
        labels: labels(entry.labels, line, &of)?,
        cores: within(&entry.cores, MOST_CORES, format!("{of}.cores"))?,
        memory_mib: parse_memory(&entry.memory.value).map_err(at(&entry.memory, format!("{of}.memory")))?,
        devices,
        device_logs: entry.device_logs.map(|logs| device_logs(&logs, &of)).transpose()?,
        schedulable: entry.schedulable,
    })
}

fn device_logs(entry: &ClusterFileLogs, of: &str) -> Checked<DeviceLogs> {
    let wrong = |fault| at(&entry.folder, format!("{of}.device_logs.folder"))(fault);
    let folder = Path::new(&entry.folder.value);
    if entry.folder.value.len() > LONGEST_FOLDER {
        return Err(wrong(Fault::TooLong { most: LONGEST_FOLDER }));
    }
    // All that is below would be looked through.
    if !folder.is_absolute() || folder.parent().is_none() || entry.folder.value.contains('\0') {
        return Err(wrong(Fault::Path));
    }
    let offset_min = match &entry.utc_offset {
        None => 0,
        Some(offset) => parse_offset(&offset.value)
            .ok_or(Fault::Invalid)
            .map_err(at(offset, format!("{of}.device_logs.utc_offset")))?,
    };
    Ok(DeviceLogs { folder: folder.into(), offset_min })
}

fn device(entry: ClusterFileDevice, of: String) -> Checked<DeviceSpec> {
    let name = match &entry.model {
        Some(model) => format!("{}_{model}", entry.device.value),
        None => entry.device.value.clone(),
    };
    let known = DeviceType::parse(&name).ok().filter(|d| d.rules().unit() == Unit::Card);
    let device = known.ok_or(Fault::Device).map_err(at(&entry.device, format!("{of}.type")))?;
    let count = within(&entry.count, MOST_CARDS, format!("{of}.count"))?;
    let addresses = entry.addresses;
    if !addresses.is_empty() && addresses.len() != count as usize {
        let fault = Fault::OutOfRange { least: count.into(), most: count.into() };
        return Err(at(&entry.count, format!("{of}.addresses"))(fault));
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':');
    if addresses.iter().any(|a| a.is_empty() || a.len() > 255 || !a.chars().all(fits)) {
        return Err(at(&entry.count, format!("{of}.addresses"))(Fault::Invalid));
    }
    Ok(DeviceSpec { device, count, addresses })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "
machine: {name: press-7, labels: {hall: '3'}}
nodes:
  - name: node-a
    labels: {rack: '4'}
    cores: 64
    memory: 256GiB
    devices:
      - type: huawei_npu_arm64
        count: 8
    device_logs: {folder: /var/log/npu/slog, utc_offset: '+08:00'}
  - name: node-b
    cores: 16
    memory: 64GiB
    devices:
      - {type: nvidia_gpu_amd64, model: GTX2080TI, count: 2, addresses: [10.0.0.1, 10.0.0.2]}
    schedulable: false
";

    #[test]
    fn a_whole_file_is_read() {
        let declared = cluster_of_file(WHOLE).unwrap();
        assert_eq!((declared.machine.name.as_str(), declared.machine.schedulable), ("press-7", true));
        let [a, b] = declared.nodes.as_slice() else { panic!("{declared:?}") };
        assert_eq!((a.name.as_str(), a.cores, a.memory_mib, a.schedulable), ("node-a", 64, 262_144, true));
        let logs = DeviceLogs { folder: "/var/log/npu/slog".into(), offset_min: 480 };
        assert_eq!((a.device_logs.as_ref(), b.device_logs.as_ref()), (Some(&logs), None));
        assert_eq!((a.labels["rack"].as_str(), a.devices[0].count), ("4", 8));
        assert_eq!((b.devices[0].device.name(), b.schedulable), ("nvidia_gpu_amd64_GTX2080TI", false));
        assert_eq!(b.devices[0].addresses, ["10.0.0.1", "10.0.0.2"]);
        assert_eq!(cluster_of_file("").unwrap(), Declared::default());
    }

    #[test]
    fn what_cannot_be_used_is_told_with_line_and_field() {
        let node = |line: &str| format!("nodes:\n  - name: a\n    cores: 2\n    memory: 4GiB\n    {line}\n");
        for (text, line, field, code) in [
            (node("colour: red"), 5, "colour", "job_file.unknown_field"),
            (node("devices: [{type: abacus, count: 1}]"), 5, "nodes[0].devices[0].type", "vc.device_unknown"),
            (node("devices: [{type: cpu, count: 1}]"), 5, "nodes[0].devices[0].type", "vc.device_unknown"),
            (
                node("devices: [{type: huawei_npu_arm64, count: 65}]"),
                5,
                "nodes[0].devices[0].count",
                "job_file.out_of_range",
            ),
            (
                node("devices: [{type: huawei_npu_arm64, count: 2, addresses: [x]}]"),
                5,
                "nodes[0].devices[0].addresses",
                "job_file.out_of_range",
            ),
            (node("device_logs: {folder: slog}"), 5, "nodes[0].device_logs.folder", "job_file.path"),
            (
                node("device_logs: {folder: /x, utc_offset: '8'}"),
                5,
                "nodes[0].device_logs.utc_offset",
                "job_file.signs",
            ),
            (
                "nodes:\n  - {name: a b, cores: 2, memory: 4GiB}\n".into(),
                2,
                "nodes[0].name",
                "job_file.signs",
            ),
            (
                "nodes:\n  - {name: LOCAL, cores: 2, memory: 4GiB}\n".into(),
                2,
                "nodes[0].name",
                "job_file.twice",
            ),
            (
                "nodes:\n  - {name: a, cores: 0, memory: 4GiB}\n".into(),
                2,
                "nodes[0].cores",
                "job_file.out_of_range",
            ),
            (
                "nodes:\n  - name: a\n    cores: 2\n    memory: lots\n".into(),
                4,
                "nodes[0].memory",
                "job_file.memory",
            ),
        ] {
            let problem = cluster_of_file(&text).unwrap_err().problem();
            assert_eq!(problem.code, "cluster_file.invalid", "{text}");
            let told = (&problem.params["line"], &problem.params["field"], &problem.params["reason_code"]);
            assert_eq!(told, (&line.into(), &field.into(), &code.into()), "{text}");
        }
    }

    #[test]
    fn the_schema_names_every_field() {
        let schema = cluster_file_schema();
        assert_eq!(schema["title"], "Fovea cluster file");
        let node = &schema["$defs"]["ClusterFileNode"]["properties"];
        for field in ["name", "labels", "cores", "memory", "devices", "device_logs", "schedulable"] {
            assert!(node[field].is_object(), "{field} in {schema}");
        }
        assert!(!schema.to_string().contains("#/components/"));
    }
}
