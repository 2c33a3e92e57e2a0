use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a picture is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Train,
    /// To choose thresholds and when to stop by.
    Validation,
    /// To judge a finished model by; no training sees it.
    Test,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Train, Part::Validation, Part::Test];

    pub fn name(self) -> &'static str {
        match self {
            Part::Train => "train",
            Part::Validation => "validation",
            Part::Test => "test",
        }
    }

    pub fn from_name(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|p| p.name() == name)
    }

    fn index(self) -> usize {
        match self {
            Part::Train => 0,
            Part::Validation => 1,
            Part::Test => 2,
        }
    }
}

/// How much of a set goes to validation and test; the rest teaches.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    pub validation: f64,
    pub test: f64,
}

impl Shares {
    /// Where a place between 0 and 1 lies. A place stays in its part as long as the shares stay.
    pub fn part_at(self, fraction: f64) -> Part {
        if fraction < self.test {
            Part::Test
        } else if fraction < self.test + self.validation {
            Part::Validation
        } else {
            Part::Train
        }
    }

    fn of(self, part: Part) -> f64 {
        match part {
            Part::Train => 1.0 - self.validation - self.test,
            Part::Validation => self.validation,
            Part::Test => self.test,
        }
    }
}

/// What decides where a picture goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum SplitBy {
    /// Its content.
    Random,
    /// Each class gives its share.
    Class,
    /// All pictures of a folder go together.
    Folder,
    /// All pictures whose names give the same text go together: what the first group of the expression finds, or else all
    /// that it finds.
    Pattern { pattern: String },
    /// All pictures of which a column says the same go together, or those where the expression finds the same in it.
    Column {
        column: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<String>,
    },
}

/// A project's rule by which its pictures are parted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SplitRule {
    #[serde(flatten)]
    pub by: SplitBy,
    #[serde(flatten)]
    pub shares: Shares,
    /// Another one gives another split.
    pub salt: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitFault {
    Validation,
    Test,
    /// Less than a fifth would be left to learn from.
    TooLittleLeft,
}

impl SplitRule {
    pub fn check(&self) -> Result<(), SplitFault> {
        let Shares { validation, test } = self.shares;
        let share = |v: f64| (0.0..=0.5).contains(&v);
        if !share(validation) {
            Err(SplitFault::Validation)
        } else if !share(test) {
            Err(SplitFault::Test)
        } else if validation + test > 0.8 + 1e-9 {
            Err(SplitFault::TooLittleLeft)
        } else {
            Ok(())
        }
    }

    /// The part of all that share a key; not where classes decide.
    pub fn part_of(&self, key: &str) -> Part {
        self.shares.part_at(fraction(&self.salt, key))
    }
}

/// A place between 0 (within) and 1 (without) for a key: equal on every machine, and evenly spread.
pub fn fraction(salt: &str, key: &str) -> f64 {
    let bytes = salt.bytes().chain([0]).chain(key.bytes());
    let mut value =
        bytes.fold(0xcbf2_9ce4_8422_2325, |h: u64, byte| (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^= value >> 31;
    // What a double holds exactly.
    (value >> 11) as f64 / (1u64 << 53) as f64
}

/// How many of each class are in which part: who comes next goes where most is missing, and who was placed stays.
#[derive(Debug, Clone, Default)]
pub struct Balance<K: Ord>(BTreeMap<K, [u64; 3]>);

impl<K: Ord> Balance<K> {
    pub fn new() -> Balance<K> {
        Balance(BTreeMap::new())
    }

    pub fn add(&mut self, class: K, part: Part, count: u64) {
        if let Some(there) = self.0.entry(class).or_default().get_mut(part.index()) {
            *there += count;
        }
    }

    pub fn place(&mut self, class: K, shares: Shares) -> Part {
        let counts = self.0.entry(class).or_default();
        let all = counts.iter().sum::<u64>() as f64 + 1.0;
        let lacks = |part: Part| shares.of(part) * all - counts.get(part.index()).map_or(0.0, |n| *n as f64);
        let best = Part::ALL
            .into_iter()
            .fold(Part::Train, |best, part| if lacks(part) > lacks(best) + 1e-9 { part } else { best });
        if let Some(there) = counts.get_mut(best.index()) {
            *there += 1;
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHARES: Shares = Shares { validation: 0.1, test: 0.2 };

    fn rule() -> SplitRule {
        SplitRule { by: SplitBy::Random, shares: SHARES, salt: "s".into() }
    }

    #[test]
    fn shares_come_out_as_told() {
        let mut counts = [0_i32; 3];
        for n in 0..20_000 {
            counts[rule().part_of(&format!("picture {n}")).index()] += 1;
        }
        assert!((counts[1] - 2000).abs() < 200, "{counts:?}");
        assert!((counts[2] - 4000).abs() < 300, "{counts:?}");
    }

    #[test]
    fn another_salt_gives_another_split() {
        let other = SplitRule { salt: "t".into(), ..rule() };
        let moved = (0..1000).filter(|n| rule().part_of(&n.to_string()) != other.part_of(&n.to_string()));
        assert!((300..600).contains(&moved.count()));
    }

    #[test]
    fn a_larger_test_part_takes_in_the_smaller_one() {
        let larger = SplitRule { shares: Shares { validation: 0.0, test: 0.3 }, ..rule() };
        for n in 0..1000 {
            let key = n.to_string();
            assert!(rule().part_of(&key) != Part::Test || larger.part_of(&key) == Part::Test);
        }
    }

    #[test]
    fn every_class_gives_its_share_also_when_more_come() {
        let mut balance = Balance::new();
        for (class, count) in [("often", 100), ("rare", 10), ("often", 50)] {
            for _ in 0..count {
                balance.place(class, SHARES);
            }
        }
        assert_eq!(balance.0[&"often"], [105, 15, 30]);
        assert_eq!(balance.0[&"rare"], [7, 1, 2]);
    }

    #[test]
    fn rules_that_leave_nothing_to_learn_from_are_refused() {
        let of = |validation, test| SplitRule { shares: Shares { validation, test }, ..rule() }.check();
        assert_eq!(of(0.1, 0.2), Ok(()));
        assert_eq!(of(0.3, 0.5), Ok(()));
        assert_eq!(of(0.5, 0.5), Err(SplitFault::TooLittleLeft));
        assert_eq!(of(-0.1, 0.5), Err(SplitFault::Validation));
        assert_eq!(of(0.1, f64::NAN), Err(SplitFault::Test));
    }

    #[test]
    fn a_rule_reads_back_as_it_was_written() {
        let rule = SplitRule { by: SplitBy::Pattern { pattern: "^(\\d+)_".into() }, ..rule() };
        let text = serde_json::to_string(&rule).unwrap();
        assert_eq!(text, r#"{"by":"pattern","pattern":"^(\\d+)_","validation":0.1,"test":0.2,"salt":"s"}"#);
        assert_eq!(serde_json::from_str::<SplitRule>(&text).unwrap(), rule);
        let rule = SplitRule { by: SplitBy::Column { column: "part".into(), pattern: None }, ..rule };
        let text = serde_json::to_string(&rule).unwrap();
        assert_eq!(text, r#"{"by":"column","column":"part","validation":0.1,"test":0.2,"salt":"s"}"#);
        assert_eq!(serde_json::from_str::<SplitRule>(&text).unwrap(), rule);
    }

    proptest! {
        #[test]
        fn a_place_lies_between_nought_and_one(salt in ".*", key in ".*") {
            prop_assert!((0.0..1.0).contains(&fraction(&salt, &key)));
        }
    }
}
