//! Ways into a running job: what a job file may ask for, and the name under which each is reached from outside.

use crate::command::{Fault, FieldFault};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndpointKind {
    /// Whatever the job's own program serves.
    Http,
    Jupyter,
    Tensorboard,
    Vscode,
}

impl EndpointKind {
    pub const ALL: [EndpointKind; 4] =
        [EndpointKind::Http, EndpointKind::Jupyter, EndpointKind::Tensorboard, EndpointKind::Vscode];

    /// Never renamed.
    pub fn name(self) -> &'static str {
        match self {
            EndpointKind::Http => "http",
            EndpointKind::Jupyter => "jupyter",
            EndpointKind::Tensorboard => "tensorboard",
            EndpointKind::Vscode => "vscode",
        }
    }

    /// The program that Fovea starts for it; `None`: the job's own.
    pub fn program(self) -> Option<&'static str> {
        match self {
            EndpointKind::Http => None,
            EndpointKind::Jupyter => Some("jupyter-lab"),
            EndpointKind::Tensorboard => Some("tensorboard"),
            EndpointKind::Vscode => Some("code-server"),
        }
    }
}

/// One way into a job, once it was found to be in order; a part of the `spec` of a job's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    pub name: String,
    pub kind: EndpointKind,
    /// Of `http`: where the job's program listens, on 127.0.0.1
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Of `http`: name of a Unix socket in the folder that the job finds in `FOVEA_ENDPOINTS`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub socket: Option<String>,
    /// Of `tensorboard`: folder with event files, seen from the work folder
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logdir: Option<String>,
}

pub const MOST_ENDPOINTS: usize = 8;
/// With two hyphens and 32 digits it still is one part of a host's name.
pub const LONGEST_ENDPOINT: usize = 24;
const LONGEST_SOCKET: usize = 40;
const LONGEST_LOGDIR: usize = 255;
pub const PORTS: std::ops::RangeInclusive<u16> = 1024..=65_535;

impl Endpoint {
    /// The variable that tells a job of it, without a part behind.
    pub fn variable(&self) -> String {
        format!("FOVEA_ENDPOINT_{}", self.name.to_ascii_uppercase().replace('-', "_"))
    }
}

/// The list of a job file.
pub fn check_endpoints(all: &[Endpoint]) -> Result<(), FieldFault> {
    if all.len() > MOST_ENDPOINTS {
        return Err(Fault::TooMany { most: MOST_ENDPOINTS }.at("endpoints"));
    }
    let (mut names, mut sockets, mut ports) = (HashSet::new(), HashSet::new(), HashSet::new());
    for (i, one) in all.iter().enumerate() {
        let at = |field: &str, fault: Fault| Err(fault.at(format!("endpoints[{i}].{field}")));
        if let Err(fault) = check_endpoint_name(&one.name) {
            return at("name", fault);
        }
        if !names.insert(&one.name) {
            return at("name", Fault::Twice);
        }
        let own = one.kind == EndpointKind::Http;
        match (&one.port, &one.socket) {
            (Some(_), _) if !own => return at("port", Fault::EndpointKind),
            (_, Some(_)) if !own => return at("socket", Fault::EndpointKind),
            (Some(_), Some(_)) => return at("socket", Fault::EndpointTarget),
            (None, None) if own => return at("port", Fault::EndpointTarget),
            (Some(port), None) if !PORTS.contains(port) => {
                let (least, most) = (u64::from(*PORTS.start()), u64::from(*PORTS.end()));
                return at("port", Fault::OutOfRange { least, most });
            }
            (Some(port), None) if !ports.insert(port) => return at("port", Fault::Twice),
            (None, Some(socket)) if !is_socket(socket) => return at("socket", Fault::Invalid),
            (None, Some(socket)) if !sockets.insert(socket) => return at("socket", Fault::Twice),
            _ => {}
        }
        match &one.logdir {
            Some(_) if one.kind != EndpointKind::Tensorboard => return at("logdir", Fault::EndpointKind),
            Some(path) if !is_logdir(path) => return at("logdir", Fault::Path),
            _ => {}
        }
    }
    Ok(())
}

/// Small letters, digits and single hyphens, as names of hosts have them.
pub fn check_endpoint_name(name: &str) -> Result<(), Fault> {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(sign);
    match name.len() {
        0 => Err(Fault::Required),
        _ if !fits || name.ends_with('-') || name.contains("--") => Err(Fault::EndpointName),
        n if n > LONGEST_ENDPOINT => Err(Fault::TooLong { most: LONGEST_ENDPOINT }),
        _ => Ok(()),
    }
}

/// Names that begin with a dot are ours.
fn is_socket(name: &str) -> bool {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !name.is_empty() && name.len() <= LONGEST_SOCKET && !name.starts_with('.') && name.chars().all(sign)
}

fn is_logdir(path: &str) -> bool {
    let whole =
        !path.trim().is_empty() && path.len() <= LONGEST_LOGDIR && !path.chars().any(char::is_control);
    whole && !path.split('/').any(|part| part == "..")
}

/// The first part of the host's name under which an endpoint is reached: `board--0199…`. `job` is its id in 32 digits.
pub fn host_label(name: &str, job: u128) -> String {
    format!("{name}--{job:032x}")
}

/// Endpoint and job that a label means; `None`: it is none. Each has one spelling only.
pub fn of_host_label(label: &str) -> Option<(&str, u128)> {
    let (name, digits) = label.split_once("--")?;
    let plain = digits.len() == 32 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !plain || check_endpoint_name(name).is_err() {
        return None;
    }
    Some((name, u128::from_str_radix(digits, 16).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn http(name: &str, port: u16) -> Endpoint {
        let kind = EndpointKind::Http;
        Endpoint { name: name.into(), kind, port: Some(port), socket: None, logdir: None }
    }

    fn fault(all: &[Endpoint]) -> (String, Fault) {
        let fault = check_endpoints(all).unwrap_err();
        (fault.field, fault.fault)
    }

    #[test]
    fn each_has_a_name_of_its_own_and_one_place() {
        let socket = Endpoint { port: None, socket: Some("app.sock".into()), ..http("own", 0) };
        let board = Endpoint {
            kind: EndpointKind::Tensorboard,
            logdir: Some("runs/1".into()),
            port: None,
            ..http("board", 0)
        };
        assert_eq!(check_endpoints(&[http("web", 8000), socket.clone(), board.clone()]), Ok(()));
        let at = |field: &str, fault| (field.to_string(), fault);
        assert_eq!(fault(&[http("a", 8000), http("a", 8001)]), at("endpoints[1].name", Fault::Twice));
        assert_eq!(fault(&[http("a", 8000), http("b", 8000)]), at("endpoints[1].port", Fault::Twice));
        let both = Endpoint { port: Some(8000), ..socket.clone() };
        assert_eq!(fault(&[both]), at("endpoints[0].socket", Fault::EndpointTarget));
        let neither = Endpoint { socket: None, ..socket.clone() };
        assert_eq!(fault(&[neither]), at("endpoints[0].port", Fault::EndpointTarget));
        assert!(matches!(fault(&[http("a", 80)]).1, Fault::OutOfRange { least: 1024, .. }));
        for wrong in ["", "../x", ".hidden", "a/b", "a b"] {
            let one = Endpoint { socket: Some(wrong.into()), ..socket.clone() };
            assert_eq!(fault(&[one]), at("endpoints[0].socket", Fault::Invalid), "{wrong}");
        }
        let out = Endpoint { logdir: Some("../other".into()), ..board.clone() };
        assert_eq!(fault(&[out]), at("endpoints[0].logdir", Fault::Path));
        let with_port = Endpoint { port: Some(8000), ..board };
        assert_eq!(fault(&[with_port]), at("endpoints[0].port", Fault::EndpointKind));
        let many: Vec<Endpoint> = (0..9).map(|i| http(&format!("p{i}"), 8000 + i)).collect();
        assert_eq!(fault(&many), at("endpoints", Fault::TooMany { most: 8 }));
    }

    #[test]
    fn a_name_is_a_part_of_a_host() {
        for right in ["lab", "a", "my-board-2"] {
            assert_eq!(check_endpoint_name(right), Ok(()), "{right}");
        }
        for wrong in ["Lab", "2a", "-a", "a-", "a--b", "a_b", "a.b", "ä"] {
            assert_eq!(check_endpoint_name(wrong), Err(Fault::EndpointName), "{wrong}");
        }
        assert_eq!(check_endpoint_name(&"a".repeat(25)), Err(Fault::TooLong { most: 24 }));
        assert_eq!(http("my-board", 8000).variable(), "FOVEA_ENDPOINT_MY_BOARD");
    }

    #[test]
    fn a_label_leads_back_and_has_one_spelling() {
        let label = host_label("my-lab", 0x0199_0000_abcd);
        assert_eq!(of_host_label(&label), Some(("my-lab", 0x0199_0000_abcd)));
        assert!(host_label(&"a".repeat(LONGEST_ENDPOINT), u128::MAX).len() <= 63);
        let upper = label.to_uppercase();
        for wrong in ["lab", "lab--1", &upper, &label[1..32], "--00000000000000000000000000000000"] {
            assert_eq!(of_host_label(wrong), None, "{wrong}");
        }
    }
}
