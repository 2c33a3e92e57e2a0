//! A set of cards of one node, by their numbers.

use serde::{Deserialize, Serialize};

/// Most cards of one type that a node may have.
pub const MOST_CARDS: u32 = 64;

#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Vec<u8>", into = "Vec<u8>")]
pub struct Cards(u64);

impl Cards {
    pub const NONE: Cards = Cards(0);

    /// Cards 0 to `count` − 1, of which there are at most [`MOST_CARDS`].
    pub fn all(count: u32) -> Cards {
        Cards(if count >= MOST_CARDS { u64::MAX } else { (1 << count) - 1 })
    }

    /// `count` cards from number `from` on.
    pub fn range(from: u32, count: u32) -> Cards {
        Cards(Cards::all(count).0.checked_shl(from).unwrap_or(0))
    }

    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn with(self, other: Cards) -> Cards {
        Cards(self.0 | other.0)
    }

    pub fn without(self, other: Cards) -> Cards {
        Cards(self.0 & !other.0)
    }

    pub fn both(self, other: Cards) -> Cards {
        Cards(self.0 & other.0)
    }

    pub fn holds(self, other: Cards) -> bool {
        other.0 & !self.0 == 0
    }

    /// The `count` lowest of these.
    pub fn first(self, count: u32) -> Option<Cards> {
        if self.count() < count {
            return None;
        }
        let mut rest = self.0;
        for _ in 0..count {
            rest &= rest.wrapping_sub(1);
        }
        Some(Cards(self.0 & !rest))
    }

    /// Their numbers, from the lowest.
    pub fn numbers(self) -> impl Iterator<Item = u32> {
        (0..MOST_CARDS).filter(move |n| self.0 >> n & 1 == 1)
    }

    /// As processes are told: `0,1,4`.
    pub fn list(self) -> String {
        self.numbers().map(|n| n.to_string()).collect::<Vec<_>>().join(",")
    }
}

impl From<Vec<u8>> for Cards {
    /// Numbers that no card can have are left out.
    fn from(numbers: Vec<u8>) -> Cards {
        Cards(numbers.into_iter().fold(0, |all, n| all | 1u64.checked_shl(n.into()).unwrap_or(0)))
    }
}

impl From<Cards> for Vec<u8> {
    fn from(cards: Cards) -> Vec<u8> {
        (0..MOST_CARDS as u8).filter(|n| cards.0 >> n & 1 == 1).collect()
    }
}

impl std::fmt::Debug for Cards {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{{{}}}", self.list())
    }
}
