//! Single sampling by attributes after ISO 2859-1, normal inspection, general levels: how many of a batch are looked at, and with how
//! many faults among them the batch is still accepted. Code letters by table 1, plans by table 2-A.

/// General inspection levels: how much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    I,
    II,
    III,
}

/// An acceptable quality limit: faults in a hundred, times a hundred. Only those of [`AQLS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aql(usize);

/// In hundredths of a percent.
pub const AQLS: [u32; 10] = [10, 15, 25, 40, 65, 100, 150, 250, 400, 650];

impl Aql {
    pub fn of_hundredths(hundredths: u32) -> Option<Aql> {
        AQLS.iter().position(|one| *one == hundredths).map(Aql)
    }

    pub fn hundredths(self) -> u32 {
        AQLS[self.0]
    }

    /// The letter whose plan accepts no fault at all: A for 6.5 %, K for 0.10 %.
    fn strictest(self) -> usize {
        AQLS.len() - 1 - self.0
    }
}

/// The standard's letter of a sample's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter(usize);

impl Letter {
    pub fn sign(self) -> char {
        LETTERS[self.0].0
    }
}

const LETTERS: [(char, u32); 15] = [
    ('A', 2),
    ('B', 3),
    ('C', 5),
    ('D', 8),
    ('E', 13),
    ('F', 20),
    ('G', 32),
    ('H', 50),
    ('J', 80),
    ('K', 125),
    ('L', 200),
    ('M', 315),
    ('N', 500),
    ('P', 800),
    ('Q', 1250),
];

/// Batches up to this size, and their letters at the levels I, II and III.
const BY_SIZE: [(u64, &str); 14] = [
    (8, "AAB"),
    (15, "ABC"),
    (25, "BCD"),
    (50, "CDE"),
    (90, "CEF"),
    (150, "DFG"),
    (280, "EGH"),
    (500, "FHJ"),
    (1_200, "GJK"),
    (3_200, "HKL"),
    (10_000, "JLM"),
    (35_000, "KMN"),
    (150_000, "LNP"),
    (500_000, "MPQ"),
];
/// Of all larger ones. At level III the standard goes on to R, which no batch of pictures here needs.
const LARGEST: &str = "NQQ";

/// Faults that a plan accepts, from the third letter behind the strictest on; before them stand none, and arrows to a neighbour.
const ACCEPTED: [u32; 8] = [1, 2, 3, 5, 7, 10, 14, 21];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SamplingPlan {
    /// After the arrows of the table: the plan's own letter
    pub letter: Letter,
    /// To be looked at; never more than the batch
    pub sample: u64,
    /// The batch is accepted with so many faulty ones; with one more it is refused.
    pub accept: u32,
}

/// `None` for a batch of fewer than two, which is looked at as a whole.
pub fn sampling_plan(batch: u64, aql: Aql, level: Level) -> Option<SamplingPlan> {
    if batch < 2 {
        return None;
    }
    let letters = BY_SIZE.iter().find(|(most, _)| batch <= *most).map_or(LARGEST, |(_, letters)| *letters);
    let at = match level {
        Level::I => 0,
        Level::II => 1,
        Level::III => 2,
    };
    let sign = letters.chars().nth(at)?;
    let letter = LETTERS.iter().position(|(one, _)| *one == sign)?;
    let strictest = aql.strictest();
    // In the column of each limit stand, from the top: arrows down, none, an arrow up, an arrow down, then the row of faults, arrows up.
    let (letter, accept) = match letter.checked_sub(strictest) {
        None | Some(0 | 1) => (strictest, 0),
        Some(2) => (strictest + 3, ACCEPTED[0]),
        Some(behind) => {
            let last = ACCEPTED.len() - 1;
            let place = (behind - 3).min(last);
            (strictest + 3 + place, ACCEPTED[place])
        }
    };
    let letter = letter.min(LETTERS.len() - 1);
    Some(SamplingPlan { letter: Letter(letter), sample: u64::from(LETTERS[letter].1).min(batch), accept })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_those_of_the_standards_tables() {
        // Batch, level, limit in hundredths of a percent; letter, sample, accepted faults.
        for (batch, level, aql, letter, sample, accept) in [
            (1_000, Level::II, 100, 'J', 80, 2),
            (1_000, Level::II, 250, 'J', 80, 5),
            (1_000, Level::I, 100, 'H', 50, 1),
            (1_000, Level::III, 100, 'K', 125, 3),
            (2_000, Level::II, 65, 'K', 125, 2),
            (5_000, Level::II, 150, 'L', 200, 7),
            (400, Level::II, 400, 'H', 50, 5),
            // An arrow up: G of 1.5 % would be none; F of 1.0 % is E.
            (120, Level::II, 100, 'E', 13, 0),
            // An arrow down.
            (200, Level::II, 100, 'H', 50, 1),
            (60, Level::II, 10, 'K', 60, 0),
            (2, Level::II, 650, 'A', 2, 0),
            (600_000, Level::II, 100, 'Q', 1250, 21),
            // Behind the last plan of a column its last one stays.
            (600_000, Level::II, 650, 'L', 200, 21),
        ] {
            let plan = sampling_plan(batch, Aql::of_hundredths(aql).unwrap(), level).unwrap();
            assert_eq!(
                (plan.letter.sign(), plan.sample, plan.accept),
                (letter, sample, accept),
                "{batch} {level:?} {aql}"
            );
        }
        assert_eq!(sampling_plan(1, Aql::of_hundredths(100).unwrap(), Level::II), None);
        assert_eq!(Aql::of_hundredths(99), None);
        assert!(AQLS.iter().all(|a| Aql::of_hundredths(*a).unwrap().hundredths() == *a));
    }

    #[test]
    fn a_larger_batch_never_has_a_smaller_sample() {
        for aql in AQLS {
            let aql = Aql::of_hundredths(aql).unwrap();
            for level in [Level::I, Level::II, Level::III] {
                let mut before = 0;
                for batch in
                    [2, 9, 16, 26, 51, 91, 151, 281, 501, 1_201, 3_201, 10_001, 35_001, 150_001, 500_001]
                {
                    let plan = sampling_plan(batch, aql, level).unwrap();
                    let unbound = u64::from(LETTERS[plan.letter.0].1);
                    // One arrow up stands before one arrow down, so a step may stay but not fall.
                    assert!(unbound >= before, "{batch} {level:?} {aql:?}");
                    before = unbound;
                }
            }
        }
    }
}
