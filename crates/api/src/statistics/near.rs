use crate::dto::NearGroup;
use fovea_domain::assist::direction;
use fovea_domain::dataset::{Facet, Part, groups, likely_pairs, near_pairs, nearest, usual_pairs};
use fovea_store::{Id, InFigure, SetRow};
use fovea_vision::{Looks, alike};

/// Pictures that are held against each other; more would not fit into memory beside all else.
const MOST: usize = 200_000;
/// Groups that are told one by one.
const MOST_TOLD: usize = 200;
const EXAMPLES: usize = 6;
/// Pairs that are alike by features and are looked at closely: each may take two files to read.
const MOST_SEEN: usize = 8_000;

/// What near duplicates are found by.
pub(super) struct Near {
    hashes: Vec<u64>,
    likenesses: Vec<u8>,
    /// Bytes of one likeness
    side: usize,
    pictures: Vec<(Id, Option<Part>)>,
    left_out: u64,
    /// Features of those pictures that have some, one behind the other
    features: Vec<i8>,
    width: usize,
    /// Place of each of those, and its content
    described: Vec<(usize, String)>,
    /// Places of pictures that are nearly the same
    pairs: Vec<(usize, usize)>,
    unseen: u64,
}

/// Pairs of pictures to look at closely, by places.
#[derive(Default)]
pub(super) struct Asked {
    /// Alike, but likely not of one place
    pub usual: Vec<(usize, usize)>,
    /// Likely of one place
    pub likely: Vec<(usize, usize)>,
}

#[derive(Default)]
pub(super) struct Found {
    pub groups: Vec<NearGroup>,
    pub count: u64,
    pub pictures: u64,
    pub leaks: u64,
    pub leak_pictures: u64,
    pub left_out: u64,
    pub described: u64,
    pub unseen: u64,
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
            features: Vec::new(),
            width: 0,
            described: Vec::new(),
            pairs: Vec::new(),
            unseen: 0,
        }
    }

    pub fn add(&mut self, row: &SetRow, looks: &Looks, features: Option<&[u8]>) {
        if self.side == 0 {
            self.side = looks.likeness.len();
        }
        if self.hashes.len() >= MOST || looks.likeness.len() != self.side {
            self.left_out += 1;
            return;
        }
        self.hashes.push(looks.hash);
        self.likenesses.extend(&looks.likeness);
        if let Some(features) = features {
            self.describe(row, features);
        }
        self.pictures.push((row.picture_id, row.part));
    }

    fn describe(&mut self, row: &SetRow, features: &[u8]) {
        let width = direction(features).count();
        if self.width == 0 {
            self.width = width;
        }
        if width > 0 && width == self.width {
            self.features.extend(direction(features));
            self.described.push((self.pictures.len(), row.hash.clone()));
        }
    }

    /// Finds those that are nearly the same by hashes, and says which to look at closely since their features are alike. Takes seconds
    /// where there are many pictures.
    pub fn ask(&mut self) -> Asked {
        self.pairs = near_pairs(&self.hashes, |a, b| alike(self.likeness(a), self.likeness(b)));
        let nearest = nearest(&std::mem::take(&mut self.features), self.width);
        let place = |at: usize| self.described.get(at).map(|(place, _)| *place);
        let places = |(a, b): (usize, usize)| Some((place(a)?, place(b)?));
        let known = |pair: &(usize, usize)| self.pairs.binary_search(pair).is_ok();
        let usual = usual_pairs(&nearest).into_iter().filter_map(places).collect();
        let mut likely: Vec<(usize, usize)> =
            likely_pairs(&nearest).into_iter().filter_map(places).filter(|pair| !known(pair)).collect();
        // Those that would spoil an evaluation are looked at whatever else there is.
        likely.sort_by_key(|(a, b)| self.judges(*a) == self.judges(*b));
        let unseen = likely.len().saturating_sub(MOST_SEEN);
        likely.truncate(MOST_SEEN);
        // So that what was read for one pair is there for the next.
        likely.sort_unstable();
        self.unseen = unseen as u64;
        Asked { usual, likely }
    }

    fn judges(&self, place: usize) -> bool {
        self.pictures.get(place).is_some_and(|(_, part)| *part == Some(Part::Test))
    }

    /// The content of a picture whose features are known.
    pub fn content(&self, place: usize) -> Option<&str> {
        let at = self.described.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        self.described.get(at).map(|(_, content)| content.as_str())
    }

    /// These are nearly the same, too.
    pub fn join(&mut self, pairs: impl IntoIterator<Item = (usize, usize)>) {
        self.pairs.extend(pairs);
    }

    fn likeness(&self, at: usize) -> &[u8] {
        self.likenesses.get(at * self.side..(at + 1) * self.side).unwrap_or_default()
    }
}

/// After [`Near::ask`].
pub(super) fn near_groups(near: Near) -> Found {
    let mut all = groups(near.hashes.len(), &near.pairs);
    all.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut found = Found {
        count: all.len() as u64,
        left_out: near.left_out,
        described: near.described.len() as u64,
        unseen: near.unseen,
        ..Found::default()
    };
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
    use fovea_domain::assist::pack;

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
            near.add(&row(part), &looks(hash, grey), None);
        }
        let asked = near.ask();
        assert!(asked.usual.is_empty() && asked.likely.is_empty());
        let found = near_groups(near);
        assert_eq!((found.count, found.pictures, found.leaks, found.leak_pictures), (2, 5, 1, 2));
        assert_eq!((found.groups[0].leak, found.groups[0].bin, found.groups[0].test), (true, 1, 1));
        assert_eq!(found.figures.iter().filter(|(facet, ..)| *facet == Facet::Leak).count(), 2);
        assert!(found.figures.iter().all(|(facet, bin, _)| *facet != Facet::Leak || *bin == 1));
    }

    #[test]
    fn what_is_alike_by_features_is_asked_for_unless_its_hash_says_it() {
        let mut near = Near::new(5);
        let rows = [
            (Some(Part::Train), 0u64, Some(pack(&[1.0, 0.0, 0.1], &[3]))),
            (Some(Part::Train), u64::MAX, None),
            (Some(Part::Test), 0xffff_ffff, Some(pack(&[1.0, 0.0, 0.2], &[3]))),
            (Some(Part::Train), 1, Some(pack(&[0.9, 0.1, 0.1], &[3]))),
            // As another backbone would tell it.
            (None, 0xffff, Some(pack(&[1.0, 0.0], &[2]))),
        ];
        for (part, hash, features) in rows {
            let looks = Looks { brightness: 0.0, sharpness: 0.0, hash, likeness: vec![0, 0] };
            let row = SetRow { hash: format!("{hash:x}"), ..row(part) };
            near.add(&row, &looks, features.as_deref());
        }
        let asked = near.ask();
        assert_eq!(asked.likely, [(0, 2), (2, 3)]);
        assert_eq!((near.content(2), near.content(1)), (Some("ffffffff"), None));
        near.join([(2, 3)]);
        let found = near_groups(near);
        assert_eq!((found.count, found.pictures, found.leaks), (1, 3, 1));
        assert_eq!((found.described, found.unseen), (3, 0));
    }
}
