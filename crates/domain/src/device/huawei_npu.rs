//! `huawei_npu_arm64`: cards talk to each other in rings of four (0–3, 4–7), so a job takes 1, 2 or 4 of one ring, or
//! two rings whole. One ring is filled before the next is opened, so that fours and eights stay possible.

use super::{Cards, Counts, DeviceFault, DeviceRules, MOST_CARDS, Room, Spread};

pub struct HuaweiNpu;

/// Cards of a ring, and of what a distributed job takes of a node.
const RING: u32 = 4;
const WHOLE: u32 = 8;
const COUNTS: [u32; 5] = [0, 1, 2, 4, 8];
/// Two nodes' worth.
const LEAST_FOR_DISTRIBUTED: u32 = 16;

fn groups(size: u32) -> impl Iterator<Item = Cards> {
    (0..MOST_CARDS / size).map(move |group| Cards::range(group * size, size))
}

impl DeviceRules for HuaweiNpu {
    fn base(&self) -> &'static str {
        "huawei_npu_arm64"
    }

    fn regular(&self, room: &Room) -> Counts {
        let most = room.quota.min(room.largest);
        Counts::OneOf(COUNTS.into_iter().filter(|&count| count <= most).collect())
    }

    fn distributed(&self, room: &Room) -> Result<Spread, DeviceFault> {
        if room.largest < WHOLE {
            return Err(DeviceFault::NoWholeNode { per_node: WHOLE });
        }
        if room.quota < LEAST_FOR_DISTRIBUTED {
            return Err(DeviceFault::QuotaForDistributed { quota: room.quota, least: LEAST_FOR_DISTRIBUTED });
        }
        Ok(Spread { per_node: Counts::OneOf(vec![WHOLE]), quota: room.quota, nodes: room.whole_nodes })
    }

    fn pick(&self, free: Cards, count: u32) -> Option<Cards> {
        match count {
            0 => Some(Cards::NONE),
            1 | 2 | RING => {
                let open = groups(RING).map(|ring| ring.both(free)).filter(|ring| ring.count() >= count);
                open.min_by_key(|ring| ring.count())?.first(count)
            }
            WHOLE => groups(WHOLE).find(|&rings| free.holds(rings)),
            _ => None,
        }
    }

    /// First what is left of the ring, then what is left of the node.
    fn strain(&self, free: Cards, count: u32) -> u32 {
        let ring = groups(RING)
            .map(|ring| ring.both(free).count())
            .filter(|&left| count > 0 && left >= count)
            .min()
            .unwrap_or(count);
        (ring - count) * (MOST_CARDS + 1) + free.count().saturating_sub(count)
    }

    /// Free cards by ring, rings of a pair from the fuller one on: which of the two is opened makes no difference.
    fn signature(&self, free: Cards) -> u64 {
        let pair = |rings: Cards, at: u32| {
            let low = Cards::range(at * WHOLE, RING).both(rings).count();
            let high = rings.count() - low;
            u64::from(low.max(high) * (RING + 1) + low.min(high))
        };
        groups(WHOLE).zip(0u32..).fold(0, |all, (rings, at)| all | pair(rings.both(free), at) << (at * 5))
    }

    fn group(&self) -> Option<u32> {
        Some(RING)
    }

    fn has_rank_table(&self) -> bool {
        true
    }

    fn visible(&self, cards: Cards) -> Option<(&'static str, String)> {
        Some(("ASCEND_VISIBLE_DEVICES", cards.list()))
    }
}
