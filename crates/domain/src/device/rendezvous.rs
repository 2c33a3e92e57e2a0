//! What the parts of a job on several nodes are told, so that they find each other.

use super::{Cards, DeviceType, Unit};
use serde::Serialize;
use std::collections::BTreeMap;

/// A node of a job, in the order of its parts; the first one leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Name or number under which the others reach it.
    pub address: String,
    pub cards: Cards,
    /// Addresses of cards with a network port of their own, by the cards' numbers.
    pub card_addresses: BTreeMap<u32, String>,
    /// Devices here, also where they are cores.
    pub devices: u32,
}

/// Environment of one part.
pub type Variables = BTreeMap<&'static str, String>;

/// The port at which the leading part waits for the others.
pub const PORT: u16 = 29_500;

/// What part `at` of `peers` learns, in the names of `torchrun` and of TensorFlow's multi-worker strategy. A job on one
/// node has one part, so that the same script runs on one and on many. `None` where there is no such part.
pub fn variables(device: &DeviceType, peers: &[Peer], at: usize) -> Option<Variables> {
    let (own, leader) = (peers.get(at)?, peers.first()?);
    let total: u32 = peers.iter().map(|peer| peer.devices).sum();
    let mut all = Variables::from([
        ("MASTER_ADDR", leader.address.clone()),
        ("MASTER_PORT", PORT.to_string()),
        ("WORLD_SIZE", peers.len().to_string()),
        ("RANK", at.to_string()),
        ("TF_CONFIG", json(&TensorFlow::of(peers, at))),
    ]);
    let rules = device.rules();
    all.extend(rules.visible(own.cards));
    if rules.unit() == Unit::Card {
        // What the makers of Ascend count are cards, not nodes.
        all.insert("RANK_SIZE", total.to_string());
        all.insert("LOCAL_WORLD_SIZE", own.devices.to_string());
    }
    Some(all)
}

/// Lines of an MPI host file, as Horovod takes it.
pub fn host_file(peers: &[Peer]) -> String {
    peers.iter().map(|peer| format!("{} slots={}\n", peer.address, peer.devices.max(1))).collect()
}

/// The rank table that HCCL reads, where the type of device has one: every card of every node in the order of ranks.
pub fn rank_table(device: &DeviceType, peers: &[Peer]) -> Option<String> {
    device.rules().has_rank_table().then(|| json(&RankTable::of(peers)))
}

fn json(value: &impl Serialize) -> String {
    // Strings, numbers and lists of them always have a text.
    serde_json::to_string(value).unwrap_or_default()
}

#[derive(Serialize)]
struct TensorFlow {
    cluster: Workers,
    task: Task,
}

#[derive(Serialize)]
struct Workers {
    worker: Vec<String>,
}

#[derive(Serialize)]
struct Task {
    r#type: &'static str,
    index: usize,
}

impl TensorFlow {
    fn of(peers: &[Peer], at: usize) -> TensorFlow {
        let worker = peers.iter().map(|peer| format!("{}:{PORT}", peer.address)).collect();
        TensorFlow { cluster: Workers { worker }, task: Task { r#type: "worker", index: at } }
    }
}

/// In its form 1.0, where every number is a text.
#[derive(Serialize)]
struct RankTable {
    version: &'static str,
    server_count: String,
    server_list: Vec<Server>,
    status: &'static str,
}

#[derive(Serialize)]
struct Server {
    server_id: String,
    device: Vec<Device>,
    host_nic_ip: &'static str,
}

#[derive(Serialize)]
struct Device {
    device_id: String,
    device_ip: String,
    rank_id: String,
}

impl RankTable {
    fn of(peers: &[Peer]) -> RankTable {
        let mut rank = 0u32..;
        let mut device = |peer: &Peer, card: u32| Device {
            device_id: card.to_string(),
            // A card without a port of its own is reached through its node.
            device_ip: peer.card_addresses.get(&card).unwrap_or(&peer.address).clone(),
            rank_id: rank.next().unwrap_or_default().to_string(),
        };
        let server_list = peers
            .iter()
            .map(|peer| Server {
                server_id: peer.address.clone(),
                device: peer.cards.numbers().map(|card| device(peer, card)).collect(),
                host_nic_ip: "reserve",
            })
            .collect();
        RankTable { version: "1.0", server_count: peers.len().to_string(), server_list, status: "completed" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn npu() -> DeviceType {
        DeviceType::parse("huawei_npu_arm64").unwrap()
    }

    fn peer(address: &str, cards: Cards) -> Peer {
        let card_addresses = cards.numbers().map(|n| (n, format!("192.168.100.{n}"))).collect();
        Peer { address: address.into(), cards, card_addresses, devices: cards.count() }
    }

    fn two() -> [Peer; 2] {
        [peer("10.0.0.1", Cards::all(8)), peer("10.0.0.2", Cards::all(8))]
    }

    #[test]
    fn each_part_learns_its_place_and_the_leader() {
        let second = variables(&npu(), &two(), 1).unwrap();
        assert_eq!(second["MASTER_ADDR"], "10.0.0.1");
        assert_eq!((second["RANK"].as_str(), second["WORLD_SIZE"].as_str()), ("1", "2"));
        assert_eq!(second["RANK_SIZE"], "16");
        assert_eq!(second["ASCEND_VISIBLE_DEVICES"], "0,1,2,3,4,5,6,7");
        let config: Value = serde_json::from_str(&second["TF_CONFIG"]).unwrap();
        assert_eq!(config["task"], json!({ "type": "worker", "index": 1 }));
        assert_eq!(config["cluster"]["worker"], json!(["10.0.0.1:29500", "10.0.0.2:29500"]));
        assert_eq!(variables(&npu(), &two(), 2), None);
    }

    #[test]
    fn cores_are_no_cards() {
        let cpu = DeviceType::parse("cpu").unwrap();
        let alone = Peer {
            address: "localhost".into(),
            cards: Cards::NONE,
            card_addresses: BTreeMap::new(),
            devices: 4,
        };
        let told = variables(&cpu, std::slice::from_ref(&alone), 0).unwrap();
        assert_eq!((told["RANK"].as_str(), told["WORLD_SIZE"].as_str()), ("0", "1"));
        assert!(!told.contains_key("RANK_SIZE") && !told.contains_key("CUDA_VISIBLE_DEVICES"));
        assert_eq!(rank_table(&cpu, &[alone]), None);
    }

    #[test]
    fn the_rank_table_counts_all_cards_through() {
        let table: Value = serde_json::from_str(&rank_table(&npu(), &two()).unwrap()).unwrap();
        assert_eq!(table["server_count"], "2");
        assert_eq!(table["status"], "completed");
        let cards: Vec<&Value> = table["server_list"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|s| s["device"].as_array().unwrap())
            .collect();
        let ranks: Vec<String> = cards.iter().map(|c| c["rank_id"].as_str().unwrap().to_string()).collect();
        assert_eq!(ranks, (0..16).map(|n| n.to_string()).collect::<Vec<_>>());
        assert_eq!(*cards[9], json!({ "device_id": "1", "device_ip": "192.168.100.1", "rank_id": "9" }));
    }

    #[test]
    fn a_part_of_a_node_names_its_own_cards_only() {
        let half = [peer("10.0.0.1", Cards::range(4, 4))];
        let table: Value = serde_json::from_str(&rank_table(&npu(), &half).unwrap()).unwrap();
        let ids = table["server_list"][0]["device"].as_array().unwrap();
        let ids: Vec<&str> = ids.iter().map(|d| d["device_id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["4", "5", "6", "7"]);
    }

    #[test]
    fn a_card_without_a_port_is_reached_through_its_node() {
        let mut bare = two();
        bare.iter_mut().for_each(|peer| peer.card_addresses.clear());
        let table: Value = serde_json::from_str(&rank_table(&npu(), &bare).unwrap()).unwrap();
        assert_eq!(table["server_list"][1]["device"][0]["device_ip"], "10.0.0.2");
    }

    #[test]
    fn a_host_file_has_a_line_a_node() {
        assert_eq!(host_file(&two()), "10.0.0.1 slots=8\n10.0.0.2 slots=8\n");
    }
}
