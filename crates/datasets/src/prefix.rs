use std::collections::BTreeMap;

/// Of the regions, at least this part must lie in pictures named after their class. Not all: a picture named
/// after one defect may show another too.
const AGREEING: f64 = 0.9;

/// Names for class numbers from pictures called `<class>_<number>`: if each number goes mostly with one
/// prefix, each prefix mostly with one number, and nearly all regions agree. `seen` has a picture's name and
/// class number for each region.
pub(crate) fn names_from_prefixes(seen: &[(&str, u32)], ids: &[u32]) -> Option<Vec<String>> {
    let mut counts: BTreeMap<(&str, u32), usize> = BTreeMap::new();
    for (stem, id) in seen {
        *counts.entry((prefix(stem)?, *id)).or_default() += 1;
    }
    let most_id = |prefix: &str| {
        let of = counts.iter().filter(|((p, _), _)| *p == prefix);
        of.max_by_key(|((_, id), n)| (**n, std::cmp::Reverse(*id))).map(|((_, id), _)| *id)
    };
    let most_prefix = |id: u32| {
        let of = counts.iter().filter(|((_, i), _)| *i == id);
        of.max_by_key(|((p, _), n)| (**n, std::cmp::Reverse(*p))).map(|((p, _), _)| *p)
    };
    let names: Vec<&str> = ids.iter().map(|id| most_prefix(*id)).collect::<Option<_>>()?;
    let both_ways = ids.iter().zip(&names).all(|(id, name)| most_id(name) == Some(*id));
    let mut prefixes: Vec<&str> = counts.keys().map(|(p, _)| *p).collect();
    prefixes.dedup();
    let agreeing: usize = ids.iter().zip(&names).filter_map(|(id, name)| counts.get(&(*name, *id))).sum();
    let enough = agreeing as f64 >= seen.len() as f64 * AGREEING;
    // One class alone agrees with anything.
    let telling = ids.len() > 1 && prefixes.len() == ids.len();
    (both_ways && enough && telling).then(|| names.into_iter().map(str::to_string).collect())
}

/// What is before the last `_` and digits.
fn prefix(stem: &str) -> Option<&str> {
    let (prefix, number) = stem.rsplit_once('_')?;
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (digits && !prefix.is_empty()).then_some(prefix)
}

#[cfg(test)]
mod tests;
