use super::*;
use proptest::prelude::*;

fn device(name: &str) -> DeviceType {
    DeviceType::parse(name).unwrap()
}

fn room(quota: u32, largest: u32, nodes: u32) -> Room {
    Room { quota, largest, nodes, whole_nodes: nodes }
}

fn cards(numbers: &[u8]) -> Cards {
    Cards::from(numbers.to_vec())
}

fn regular(name: &str, count: u32, room: Room) -> bool {
    check(&device(name), Extent::Regular { count }, &room).is_ok()
}

fn distributed(name: &str, nodes: u32, per_node: u32, room: Room) -> Result<(), DeviceFault> {
    check(&device(name), Extent::Distributed { nodes, per_node }, &room)
}

#[test]
fn a_model_is_a_type_of_its_own_under_the_same_rules() {
    let model = device("nvidia_gpu_amd64_GTX2080TI");
    assert_ne!(model, device("nvidia_gpu_amd64"));
    assert_eq!(model.base(), "nvidia_gpu_amd64");
    assert_eq!(serde_json::to_string(&model).unwrap(), r#""nvidia_gpu_amd64_GTX2080TI""#);
    assert_eq!(serde_json::from_str::<DeviceType>(r#""nvidia_gpu_amd64_GTX2080TI""#).unwrap(), model);
}

#[test]
fn names_without_rules_are_refused_with_those_that_have() {
    for name in ["", "gpu", "cpu_big", "nvidia_gpu_amd64_", "nvidia_gpu_amd64x", "huawei_npu_arm64_a b"] {
        let refused = DeviceType::parse(name).unwrap_err().to_string();
        assert!(refused.contains("huawei_npu_arm64"), "{refused}");
    }
    assert!(DeviceType::parse(&format!("nvidia_gpu_amd64_{}", "x".repeat(60))).is_err());
    assert!(serde_json::from_str::<DeviceType>(r#""abacus""#).is_err());
}

#[test]
fn a_gpu_job_on_one_node_takes_any_number_up_to_quota_and_node() {
    let gpu = "nvidia_gpu_amd64";
    assert!((0..=8).all(|n| regular(gpu, n, room(20, 8, 3))) && !regular(gpu, 9, room(20, 8, 3)));
    assert!(regular(gpu, 3, room(3, 8, 3)) && !regular(gpu, 4, room(3, 8, 3)));
}

#[test]
fn a_gpu_job_on_several_nodes_takes_whole_ones_from_a_quota_above_one_node() {
    let gpu = "nvidia_gpu_amd64";
    assert_eq!(
        distributed(gpu, 1, 8, room(8, 8, 4)),
        Err(DeviceFault::QuotaForDistributed { quota: 8, least: 9 })
    );
    assert_eq!(distributed(gpu, 1, 8, room(9, 8, 4)), Ok(()));
    assert_eq!(distributed(gpu, 2, 8, room(9, 8, 4)), Err(DeviceFault::Nodes { nodes: 2, most: 1 }));
    assert_eq!(distributed(gpu, 3, 8, room(24, 8, 4)), Ok(()));
    assert!(matches!(distributed(gpu, 2, 4, room(24, 8, 4)), Err(DeviceFault::PerNode { per_node: 4, .. })));
    assert_eq!(distributed(gpu, 5, 8, room(99, 8, 4)), Err(DeviceFault::Nodes { nodes: 5, most: 4 }));
    assert_eq!(distributed(gpu, 0, 8, room(99, 8, 4)), Err(DeviceFault::Nodes { nodes: 0, most: 4 }));
}

#[test]
fn an_npu_job_on_one_node_takes_0_1_2_4_or_8() {
    let npu = "huawei_npu_arm64";
    let allowed = |room: Room| (0..=9).filter(|&n| regular(npu, n, room)).collect::<Vec<_>>();
    assert_eq!(allowed(room(30, 8, 2)), [0, 1, 2, 4, 8]);
    assert_eq!(allowed(room(7, 8, 2)), [0, 1, 2, 4]);
    assert_eq!(allowed(room(30, 2, 2)), [0, 1, 2]);
}

#[test]
fn an_npu_job_on_several_nodes_takes_8_of_each_from_a_quota_of_16() {
    let npu = "huawei_npu_arm64";
    assert_eq!(
        distributed(npu, 1, 8, room(15, 8, 4)),
        Err(DeviceFault::QuotaForDistributed { quota: 15, least: 16 })
    );
    assert_eq!(distributed(npu, 2, 8, room(16, 8, 4)), Ok(()));
    assert_eq!(distributed(npu, 3, 8, room(16, 8, 4)), Err(DeviceFault::Nodes { nodes: 3, most: 2 }));
    assert_eq!(distributed(npu, 5, 8, room(80, 8, 4)), Err(DeviceFault::Nodes { nodes: 5, most: 4 }));
    assert_eq!(distributed(npu, 2, 8, room(16, 4, 4)), Err(DeviceFault::NoWholeNode { per_node: 8 }));
}

#[test]
fn cores_are_taken_in_any_number_from_one() {
    assert!(regular("cpu", 1, room(4, 2, 1)) && regular("cpu", 2, room(4, 2, 1)));
    assert!(!regular("cpu", 0, room(4, 2, 1)) && !regular("cpu", 3, room(4, 2, 1)));
    assert_eq!(distributed("cpu", 4, 1, room(4, 2, 9)), Ok(()));
    assert_eq!(distributed("cpu", 3, 2, room(4, 2, 9)), Err(DeviceFault::Nodes { nodes: 3, most: 2 }));
}

#[test]
fn one_ring_is_filled_before_the_next_is_opened() {
    let npu = device("huawei_npu_arm64").rules();
    let mut free = Cards::all(8);
    let mut taken = Vec::new();
    for count in [1, 1, 2, 1, 2] {
        let got = npu.pick(free, count).unwrap();
        free = free.without(got);
        taken.push(got.list());
    }
    assert_eq!(taken, ["0", "1", "2,3", "4", "5,6"]);
    // Of two nodes the one with an opened ring is taken.
    assert!(npu.strain(cards(&[3, 4, 5, 6, 7]), 1) < npu.strain(Cards::all(8), 1));
    assert!(npu.strain(cards(&[0, 1, 2, 3]), 2) < npu.strain(Cards::all(8), 2));
}

#[test]
fn cards_3_and_4_are_never_given_to_one_job() {
    let npu = device("huawei_npu_arm64").rules();
    assert_eq!(npu.pick(cards(&[3, 4]), 2), None);
    assert_eq!(npu.pick(cards(&[1, 2, 3, 4, 5, 6]), 4), None);
    assert_eq!(npu.pick(cards(&[0, 1, 2, 3, 4, 5, 6]), 8), None);
    assert_eq!(npu.pick(Cards::all(8), 8), Some(Cards::all(8)));
}

#[test]
fn a_process_is_told_its_cards() {
    let of = |name: &str| device(name).rules().visible(cards(&[4, 6]));
    assert_eq!(of("nvidia_gpu_amd64_A100"), Some(("CUDA_VISIBLE_DEVICES", "4,6".into())));
    assert_eq!(of("huawei_npu_arm64"), Some(("ASCEND_VISIBLE_DEVICES", "4,6".into())));
    assert_eq!(of("cpu"), None);
    // No card is hidden by a word, not by leaving the variable out.
    assert_eq!(device("nvidia_gpu_amd64").rules().visible(Cards::NONE).unwrap().1, "");
}

#[test]
fn cards_are_sets_of_numbers() {
    assert_eq!(serde_json::to_string(&cards(&[7, 0, 7])).unwrap(), "[0,7]");
    assert_eq!(serde_json::from_str::<Cards>("[63,64,200]").unwrap(), Cards::range(63, 1));
    assert_eq!(Cards::all(64).count(), 64);
    assert_eq!(Cards::range(64, 4), Cards::NONE);
    assert_eq!(Cards::all(3).first(4), None);
}

proptest! {
    #[test]
    fn what_is_picked_was_free_is_as_much_as_asked_and_crosses_no_ring(
        free in 0u64..256, count in prop::sample::select(&[0u32, 1, 2, 4, 8][..])
    ) {
        let free = cards(&(0u8..8).filter(|n| free >> n & 1 == 1).collect::<Vec<_>>());
        for name in ["nvidia_gpu_amd64", "huawei_npu_arm64"] {
            let Some(got) = device(name).rules().pick(free, count) else { continue };
            prop_assert!(free.holds(got));
            prop_assert_eq!(got.count(), count);
            if name == "huawei_npu_arm64" && (1..8).contains(&count) {
                prop_assert!(Cards::all(4).holds(got) || Cards::range(4, 4).holds(got));
            }
        }
    }

    #[test]
    fn equal_signatures_serve_equal_jobs_equally(a in any::<u16>(), b in any::<u16>()) {
        let set = |bits: u16| cards(&(0u8..16).filter(|n| bits >> n & 1 == 1).collect::<Vec<_>>());
        for rules in ALL {
            if rules.signature(set(a)) != rules.signature(set(b)) {
                continue;
            }
            for count in [0, 1, 2, 4, 8] {
                let (pick_a, pick_b) = (rules.pick(set(a), count), rules.pick(set(b), count));
                prop_assert_eq!(pick_a.is_some(), pick_b.is_some());
                if pick_a.is_some() {
                    prop_assert_eq!(rules.strain(set(a), count), rules.strain(set(b), count));
                }
            }
        }
    }

    #[test]
    fn the_form_offers_exactly_what_the_check_lets_through(
        quota in 0u32..40, largest in 0u32..9, nodes in 0u32..5, count in 0u32..12, per_node in 0u32..12, many in 0u32..7
    ) {
        let room = room(quota, largest, nodes);
        for name in ["cpu", "nvidia_gpu_amd64", "huawei_npu_arm64"] {
            let offer = offer(&device(name), &room);
            prop_assert_eq!(offer.regular.contains(count), regular(name, count, room));
            let offered = offer.distributed.is_some_and(|s| {
                s.per_node.contains(per_node) && (1..=s.most_nodes(per_node)).contains(&many)
            });
            prop_assert_eq!(offered, distributed(name, many, per_node, room).is_ok());
            if distributed(name, many, per_node, room).is_ok() {
                prop_assert!(many * per_node <= quota && many <= nodes && per_node <= largest);
            }
        }
    }
}
