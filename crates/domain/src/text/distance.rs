/// The fewest signs to put in, take out or replace that make one text the other (Levenshtein 1966).
pub fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = before + usize::from(x != *y);
            before = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

/// As texts are compared: blanks at the ends do not count and several count as one, and wide forms of Latin letters, digits and
/// signs (ＡＢ１２：) are their usual ones.
pub fn normal(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    let narrowed: String = text.chars().map(narrow).collect();
    narrowed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, n) in
            [("", "", 0), ("kitten", "sitting", 3), ("", "ab", 2), ("8OO", "800", 2), ("ab", "ba", 2)]
        {
            assert_eq!((edits(a, b), edits(b, a)), (n, n), "{a} {b}");
        }
    }

    #[test]
    fn what_looks_the_same_compares_as_the_same() {
        assert_eq!(normal("  ＬＯＴ：１２　 3 "), "LOT:12 3");
        assert_eq!(normal("批号"), "批号");
    }

    proptest! {
        #[test]
        fn a_distance_is_one(a in "[ab12]{0,8}", b in "[ab12]{0,8}", c in "[ab12]{0,8}") {
            prop_assert_eq!(edits(&a, &b) == 0, a == b);
            prop_assert!(edits(&a, &c) <= edits(&a, &b) + edits(&b, &c));
            prop_assert!(edits(&a, &b) >= a.len().abs_diff(b.len()) && edits(&a, &b) <= a.len().max(b.len()));
        }
    }
}
