use std::collections::BTreeMap;

/// Samples that must stay together, and how many of each stratum they are.
struct Group<'a> {
    name: &'a str,
    members: Vec<usize>,
    strata: BTreeMap<usize, f64>,
}

/// Deals samples into `k` folds and says which fold each one is in. Samples of one group (say, pictures of
/// one part) never part. Each stratum (say, a class) is spread as evenly as its groups allow: largest
/// groups first, each to the fold that has the smallest share of the group's strata, then the fewest
/// samples. `seed` only decides between equals; the same input always gives the same folds.
pub fn group_folds(groups: &[String], strata: &[usize], k: usize, seed: u64) -> Vec<usize> {
    let k = k.max(1);
    let (mut gathered, totals) = gather(groups, strata, seed);
    gathered.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    let mut folds: Vec<(BTreeMap<usize, f64>, usize)> = vec![Default::default(); k];
    let mut out = vec![0; groups.len()];
    for group in &gathered {
        let growth = |held: &BTreeMap<usize, f64>| -> f64 {
            let per_stratum = group.strata.iter().map(|(stratum, &more)| {
                let has = held.get(stratum).copied().unwrap_or(0.0);
                more * (2.0 * has + more) / totals[stratum].powi(2)
            });
            per_stratum.sum()
        };
        let rank = |fold: &usize| {
            let (held, samples) = &folds[*fold];
            (growth(held), *samples, hash(seed, group.name, *fold as u64 + 1))
        };
        let best = (0..k)
            .map(|fold| (rank(&fold), fold))
            .min_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let fold = best.map_or(0, |(_, fold)| fold);
        for (&stratum, &count) in &group.strata {
            *folds[fold].0.entry(stratum).or_default() += count;
        }
        folds[fold].1 += group.members.len();
        for &member in &group.members {
            out[member] = fold;
        }
    }
    out
}

/// Sets aside about `share` of the samples (true: set aside), whole groups only and from each stratum as
/// near to the share as its groups allow. Groups come in an order shuffled by `seed`, and one is set aside
/// where that brings its strata nearer to the share than leaving it. A stratum of few groups may stay whole
/// on the larger side.
pub fn holdout(groups: &[String], strata: &[usize], share: f64, seed: u64) -> Vec<bool> {
    let share = if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) };
    let (gathered, totals) = gather(groups, strata, seed);
    let mut held: BTreeMap<usize, f64> = BTreeMap::new();
    let mut out = vec![false; groups.len()];
    for group in &gathered {
        let change: f64 = group
            .strata
            .iter()
            .map(|(stratum, &more)| {
                let all = totals[stratum];
                let missing = share * all - held.get(stratum).copied().unwrap_or(0.0);
                ((missing - more).powi(2) - missing.powi(2)) / all.powi(2)
            })
            .sum();
        if change < 0.0 {
            for (&stratum, &count) in &group.strata {
                *held.entry(stratum).or_default() += count;
            }
            for &member in &group.members {
                out[member] = true;
            }
        }
    }
    out
}

/// The groups in the seed's order, and how many samples each stratum has. A sample without stratum is
/// of stratum 0.
fn gather<'a>(groups: &'a [String], strata: &[usize], seed: u64) -> (Vec<Group<'a>>, BTreeMap<usize, f64>) {
    let mut by_name: BTreeMap<&str, Group<'a>> = BTreeMap::new();
    let mut totals: BTreeMap<usize, f64> = BTreeMap::new();
    for (sample, name) in groups.iter().enumerate() {
        let stratum = strata.get(sample).copied().unwrap_or(0);
        let group = by_name.entry(name).or_insert_with(|| Group {
            name,
            members: Vec::new(),
            strata: BTreeMap::new(),
        });
        group.members.push(sample);
        *group.strata.entry(stratum).or_default() += 1.0;
        *totals.entry(stratum).or_default() += 1.0;
    }
    let mut gathered: Vec<Group<'a>> = by_name.into_values().collect();
    gathered.sort_by_key(|group| hash(seed, group.name, 0));
    (gathered, totals)
}

/// A small mixing hash (FNV-1a, then the finishing steps of splitmix64): equal on every machine.
fn hash(seed: u64, name: &str, salt: u64) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(salt.to_le_bytes()).chain(name.bytes());
    let mut value =
        bytes.fold(0xcbf2_9ce4_8422_2325, |h: u64, byte| (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
#[path = "folds_tests.rs"]
mod tests;
