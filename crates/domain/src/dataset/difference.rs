use std::collections::BTreeMap;

/// What is different between the regions of a picture before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RegionChanges {
    pub added: u32,
    pub removed: u32,
    pub changed: u32,
}

/// By the names of the regions. Where one was drawn anew under another name, and is the same in all else, nothing changed.
pub fn region_changes<V: PartialEq>(before: &[(&str, V)], after: &[(&str, V)]) -> RegionChanges {
    let old: BTreeMap<&str, &V> = before.iter().map(|(name, value)| (*name, value)).collect();
    let mut gone: BTreeMap<&str, &V> = old.clone();
    let (mut changes, mut new) = (RegionChanges::default(), Vec::new());
    for (name, value) in after {
        match old.get(name) {
            Some(there) => {
                gone.remove(name);
                changes.changed += u32::from(*there != value);
            }
            None => new.push(value),
        }
    }
    for value in new {
        match gone.iter().find(|(_, there)| **there == value).map(|(name, _)| *name) {
            Some(name) => {
                gone.remove(name);
            }
            None => changes.added += 1,
        }
    }
    changes.removed = u32::try_from(gone.len()).unwrap_or(u32::MAX);
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_told_apart_by_name_and_the_same_one_under_another_name_is_no_change() {
        let before = [("a", 1), ("b", 2), ("c", 3)];
        assert_eq!(region_changes(&before, &before), RegionChanges::default());
        let after = [("a", 1), ("b", 5), ("d", 4), ("e", 3)];
        assert_eq!(region_changes(&before, &after), RegionChanges { added: 1, removed: 0, changed: 1 });
        assert_eq!(region_changes(&before, &[]), RegionChanges { added: 0, removed: 3, changed: 0 });
        assert_eq!(region_changes(&[], &before), RegionChanges { added: 3, removed: 0, changed: 0 });
    }
}
