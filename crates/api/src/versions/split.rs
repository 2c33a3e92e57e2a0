use fovea_datasets::group_stems;
use fovea_domain::quality::holdout;
use fovea_store::{Id, LabelledName};
use std::collections::{HashMap, HashSet};

/// Which pictures are held back: by the rules that `fovea train` parts pictures with. Those of one part, as
/// their names tell, stay together, and every class gives its share.
pub(super) fn held_back(names: &[LabelledName], share: f64) -> HashSet<Id> {
    let stems: Vec<&str> = names.iter().map(|n| stem(&n.name)).collect();
    let grouping = group_stems(&stems);
    let groups: Vec<String> = match grouping.rule {
        Some(_) => grouping.groups,
        None => names.iter().map(|n| n.id.to_string()).collect(),
    };
    let mut numbers: HashMap<Option<Id>, usize> = HashMap::new();
    let strata: Vec<usize> = names
        .iter()
        .map(|n| {
            let next = numbers.len();
            *numbers.entry(n.class).or_insert(next)
        })
        .collect();
    let held = holdout(&groups, &strata, share, 0);
    names.iter().zip(held).filter(|(_, held)| *held).map(|(n, _)| n.id).collect()
}

fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_a_part_stay_together() {
        let class = Id::new();
        let names: Vec<LabelledName> = (0..20)
            .flat_map(|part| (0..3).map(move |view| format!("lot/part_{part:03}_cam{view}.png")))
            .map(|name| LabelledName { id: Id::new(), name, class: Some(class) })
            .collect();
        let held = held_back(&names, 0.2);
        assert!((9..=15).contains(&held.len()), "{}", held.len());
        for views in names.chunks(3) {
            let kept = views.iter().filter(|n| held.contains(&n.id)).count();
            assert!(kept == 0 || kept == 3);
        }
    }

    #[test]
    fn every_class_gives_its_share() {
        let (often, rare) = (Id::new(), Id::new());
        let names: Vec<LabelledName> = (0..50)
            .map(|n| LabelledName {
                id: Id::new(),
                name: format!("{n}.png"),
                class: Some(if n < 40 { often } else { rare }),
            })
            .collect();
        let held = held_back(&names, 0.2);
        let of = |class| names.iter().filter(|n| n.class == Some(class) && held.contains(&n.id)).count();
        assert_eq!((of(often), of(rare)), (8, 2));
    }
}
