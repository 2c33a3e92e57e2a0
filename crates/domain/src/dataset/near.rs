//! Pictures that are nearly the same, by 64-bit hashes of their looks.

/// Hashes that differ in no more bits than this may be of nearly the same picture.
pub const NEAR_BITS: u32 = 4;
/// One more than the bits that may differ: in one of so many pieces two near hashes are equal.
const PIECES: u32 = NEAR_BITS + 1;
/// Pictures that share a piece and are held against each other; of more, each is against the ones that follow it.
const MOST_BESIDE: usize = 2_000;

/// Pairs of near hashes for which `same` holds, smaller index first, each once, in order. `same` is asked for near ones alone.
pub fn near_pairs(hashes: &[u64], mut same: impl FnMut(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut order: Vec<usize> = (0..hashes.len()).collect();
    for piece in 0..PIECES {
        let cut = |at: usize| hashes.get(at).map_or(0, |hash| piece_of(*hash, piece));
        order.sort_by_key(|at| (cut(*at), *at));
        for run in order.chunk_by(|a, b| cut(*a) == cut(*b)) {
            for (from, &a) in run.iter().enumerate() {
                for &b in run.iter().skip(from + 1).take(MOST_BESIDE) {
                    let (Some(x), Some(y)) = (hashes.get(a), hashes.get(b)) else { continue };
                    let near = (x ^ y).count_ones() <= NEAR_BITS;
                    // Found by an earlier piece already.
                    let known = (0..piece).any(|p| piece_of(*x, p) == piece_of(*y, p));
                    if near && !known && same(a, b) {
                        pairs.push((a.min(b), a.max(b)));
                    }
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn piece_of(hash: u64, piece: u32) -> u64 {
    let width = 64u32.div_ceil(PIECES);
    (hash >> (piece * width)) & ((1 << width) - 1)
}

/// Those that hang together by pairs, each group and all of them in order; who has no pair is in none.
pub fn groups(count: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..count).collect();
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while let Some(&up) = parent.get(at).filter(|up| **up != at) {
            let above = parent.get(up).copied().unwrap_or(up);
            if let Some(there) = parent.get_mut(at) {
                *there = above;
            }
            at = above;
        }
        at
    }
    for &(a, b) in pairs {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        if let Some(there) = parent.get_mut(a.max(b)) {
            *there = a.min(b);
        }
    }
    let mut found: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for at in 0..count {
        found.entry(root(&mut parent, at)).or_default().push(at);
    }
    found.into_values().filter(|group| group.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn groups_hang_together_over_others() {
        assert_eq!(groups(6, &[(1, 2), (4, 5), (2, 5)]), vec![vec![1, 2, 4, 5]]);
        assert_eq!(groups(3, &[]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn only_what_looks_the_same_is_a_pair() {
        let hashes = [0, 0b1111, 0b1_1111, u64::MAX];
        assert_eq!(near_pairs(&hashes, |_, _| true), [(0, 1), (1, 2)]);
        assert_eq!(near_pairs(&hashes, |a, _| a == 1), [(1, 2)]);
    }

    proptest! {
        #[test]
        fn no_near_pair_is_missed_and_none_is_invented(
            seeds in proptest::collection::vec((0u64..4, proptest::collection::vec(0u32..64, 0..4)), 0..60)
        ) {
            let hashes: Vec<u64> = seeds
                .iter()
                .map(|(base, flips)| flips.iter().fold(base.wrapping_mul(0x9e37_79b9_7f4a_7c15), |h, b| h ^ (1 << b)))
                .collect();
            let mut plain = Vec::new();
            for a in 0..hashes.len() {
                for b in a + 1..hashes.len() {
                    if (hashes[a] ^ hashes[b]).count_ones() <= NEAR_BITS {
                        plain.push((a, b));
                    }
                }
            }
            prop_assert_eq!(near_pairs(&hashes, |_, _| true), plain);
        }
    }
}
