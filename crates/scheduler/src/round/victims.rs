//! The fewest, and of these the youngest.

use crate::model::JobId;

/// Up to this many all sets are tried, the smallest first.
const ALL_SETS: usize = 12;

/// Of runs that stand from the youngest on: the smallest set that makes room, the youngest of its size. With very many
/// runs on a node a set from which nobody can be left out. Sets of more than `most` need not be found.
pub(super) fn fewest_on(runs: &[u32], most: usize, fits: impl Fn(&[u32]) -> bool) -> Option<Vec<u32>> {
    if !fits(runs) {
        return None;
    }
    if runs.len() <= ALL_SETS {
        let members = |set: u32| {
            let chosen = runs.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1);
            chosen.map(|(_, &run)| run).collect::<Vec<_>>()
        };
        return (1..=runs.len().min(most))
            .flat_map(|size| sets(runs.len(), size))
            .map(members)
            .find(|set| fits(set));
    }
    let mut left = runs.to_vec();
    let mut at = left.len();
    while at > 0 {
        at -= 1;
        let stays = left.remove(at);
        if !fits(&left) {
            left.insert(at, stays);
        }
    }
    Some(left)
}

/// All sets of `size` out of `all` as bits, from the lowest number on. The youngest run has the lowest bit, so a set
/// without older runs comes before one with.
fn sets(all: usize, size: usize) -> impl Iterator<Item = u32> {
    let next = |set: u32| {
        let low = set & set.wrapping_neg();
        let high = set + low;
        high | (((high ^ set) >> 2) / low)
    };
    std::iter::successors(Some((1u32 << size) - 1), move |&set| Some(next(set)))
        .take_while(move |&set| set < 1 << all)
}

/// Of (devices, since, job, run): those that give back so much, or `None` where all do not. One is enough where one has that
/// many; else the largest first.
pub(super) fn fewest_for(mut open: Vec<(u32, u64, JobId, u32)>, deficit: u32) -> Option<Vec<u32>> {
    if deficit == 0 {
        return Some(Vec::new());
    }
    let enough = open.iter().filter(|(devices, ..)| *devices >= deficit);
    if let Some(&(.., run)) = enough.max_by_key(|&&(_, since, job, _)| (since, job)) {
        return Some(vec![run]);
    }
    open.sort_unstable_by_key(|&(devices, since, job, _)| std::cmp::Reverse((devices, since, job)));
    let mut given = 0;
    let mut taken = Vec::new();
    for (devices, .., run) in open {
        if given >= deficit {
            break;
        }
        given += devices;
        taken.push(run);
    }
    (given >= deficit).then_some(taken)
}
