use crate::dto::NearGroup;
use fovea_domain::dataset::{Facet, Part, groups, near_pairs};
use fovea_store::{Id, InFigure, SetRow};
use fovea_vision::{Looks, alike};

/// Pictures that are held against each other; more would not fit into memory beside all else.
const MOST: usize = 200_000;
/// Groups that are told one by one.
const MOST_TOLD: usize = 200;
const EXAMPLES: usize = 6;

/// What near duplicates are found by.
pub(super) struct Near {
    hashes: Vec<u64>,
    likenesses: Vec<u8>,
    /// Bytes of one likeness
    side: usize,
    pictures: Vec<(Id, Option<Part>)>,
    left_out: u64,
}

#[derive(Default)]
pub(super) struct Found {
    pub groups: Vec<NearGroup>,
    pub count: u64,
    pub pictures: u64,
    pub leaks: u64,
    pub leak_pictures: u64,
    pub left_out: u64,
    pub figures: Vec<InFigure>,
}

impl Near {
    pub fn new(total: i64) -> Near {
        let room = usize::try_from(total).unwrap_or(0).min(MOST);
        Near {
            hashes: Vec::with_capacity(room),
            likenesses: Vec::new(),
            side: 0,
            pictures: Vec::with_capacity(room),
            left_out: 0,
        }
    }

    pub fn add(&mut self, row: &SetRow, looks: &Looks) {
        if self.side == 0 {
            self.side = looks.likeness.len();
        }
        if self.hashes.len() >= MOST || looks.likeness.len() != self.side {
            self.left_out += 1;
            return;
        }
        self.hashes.push(looks.hash);
        self.likenesses.extend(&looks.likeness);
        self.pictures.push((row.picture_id, row.part));
    }

    fn likeness(&self, at: usize) -> &[u8] {
        self.likenesses.get(at * self.side..(at + 1) * self.side).unwrap_or_default()
    }
}

pub(super) fn near_groups(near: Near) -> Found {
    let pairs = near_pairs(&near.hashes, |a, b| alike(near.likeness(a), near.likeness(b)));
    let mut all = groups(near.hashes.len(), &pairs);
    all.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut found = Found { count: all.len() as u64, left_out: near.left_out, ..Found::default() };
    for (group, bin) in all.into_iter().zip(0u32..) {
        let members: Vec<(Id, Option<Part>)> =
            group.iter().filter_map(|at| near.pictures.get(*at).copied()).collect();
        let of = |part| members.iter().filter(|(_, p)| *p == Some(part)).count() as u64;
        let (train, validation, test) = (of(Part::Train), of(Part::Validation), of(Part::Test));
        let leak = test > 0 && train + validation > 0;
        found.pictures += members.len() as u64;
        found.figures.extend(members.iter().map(|(id, _)| (Facet::Near, bin, *id)));
        if leak {
            found.leaks += 1;
            found.leak_pictures += members.len() as u64;
            found.figures.extend(members.iter().map(|(id, _)| (Facet::Leak, bin, *id)));
        }
        // Those that spoil an evaluation are told first of all.
        let told = NearGroup {
            bin,
            pictures: members.len() as u64,
            train,
            validation,
            test,
            leak,
            examples: members.iter().take(EXAMPLES).map(|(id, _)| *id).collect(),
        };
        found.groups.push(told);
    }
    found.groups.sort_by_key(|group| (!group.leak, std::cmp::Reverse(group.pictures), group.bin));
    found.groups.truncate(MOST_TOLD);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(part: Option<Part>) -> SetRow {
        SetRow {
            picture_id: Id::new(),
            hash: String::new(),
            width: 1,
            height: 1,
            bytes: 1,
            labelled: true,
            class: None,
            part,
            regions: Vec::new(),
        }
    }

    #[test]
    fn nearly_the_same_pictures_on_both_sides_of_the_test_are_a_leak() {
        let mut near = Near::new(6);
        let looks = |hash, grey| Looks { brightness: 0.0, sharpness: 0.0, hash, likeness: vec![grey, 0] };
        for (part, hash, grey) in [
            (Some(Part::Train), 0, 0),
            (Some(Part::Test), 1, 0),
            (Some(Part::Train), u64::MAX, 0),
            (Some(Part::Train), u64::MAX - 1, 0),
            (None, u64::MAX, 0),
            // The hash is near, and the picture is another one.
            (Some(Part::Test), u64::MAX, 200),
        ] {
            near.add(&row(part), &looks(hash, grey));
        }
        let found = near_groups(near);
        assert_eq!((found.count, found.pictures, found.leaks, found.leak_pictures), (2, 5, 1, 2));
        assert_eq!((found.groups[0].leak, found.groups[0].bin, found.groups[0].test), (true, 1, 1));
        assert_eq!(found.figures.iter().filter(|(facet, ..)| *facet == Facet::Leak).count(), 2);
        assert!(found.figures.iter().all(|(facet, bin, _)| *facet != Facet::Leak || *bin == 1));
    }
}
