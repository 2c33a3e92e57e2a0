//! Rules for people whom somebody else knows: a provider of OpenID Connect, or a directory.

use std::collections::BTreeSet;

/// What a group of theirs gives here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped<T> {
    /// As they call it
    pub group: String,
    pub gives: T,
}

/// What has to change so that somebody has what their groups give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift<T: Ord> {
    pub add: BTreeSet<T>,
    pub remove: BTreeSet<T>,
}

/// What is given by no row of the table stays as it is: it was given by hand. `same` tells whether two names are of
/// one group.
pub fn shift<T: Ord + Clone>(
    table: &[Mapped<T>],
    groups: &[String],
    has: &BTreeSet<T>,
    same: impl Fn(&str, &str) -> bool,
) -> Shift<T> {
    let governed: BTreeSet<T> = table.iter().map(|m| m.gives.clone()).collect();
    let given = table.iter().filter(|m| groups.iter().any(|g| same(g, &m.group)));
    let wanted: BTreeSet<T> = given.map(|m| m.gives.clone()).collect();
    Shift {
        add: wanted.difference(has).cloned().collect(),
        remove: governed.difference(&wanted).filter(|t| has.contains(t)).cloned().collect(),
    }
}

/// Whether an address leads to a page of ours and nowhere else: behind a login one must not be sent to another site.
pub fn is_own_page(path: &str) -> bool {
    // Browsers take `\` for `/`, drop line ends and tabs, and read two slashes as another host.
    let mut signs = path.chars();
    let first = signs.next() == Some('/');
    let second = !matches!(signs.next(), Some('/' | '\\'));
    first
        && second
        && path.len() <= 2000
        && !path.chars().any(|c| c.is_control() || c == '\\')
        && !path.starts_with("/api/")
}

/// Names to try for a new account, best first: as they are called there, then with a number. `usable` tidies one or
/// refuses it.
pub fn names<'a>(
    called: &'a str,
    usable: impl Fn(&str) -> Option<String> + 'a,
) -> impl Iterator<Item = String> + 'a {
    const MOST: usize = 32;
    const ROOM: usize = 4;
    let good = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let tidy = move |text: &str| -> String {
        let text: String = text.trim().chars().map(|c| if good(c) { c } else { '-' }).collect();
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        text.chars().take(MOST - ROOM).collect()
    };
    let before_at = called.split('@').next().unwrap_or_default();
    let tries = [called.to_string(), tidy(before_at), tidy(called), "user".to_string()];
    let base = tries.iter().find_map(|t| usable(t)).unwrap_or_else(|| "user".into());
    let short: String = base.chars().take(MOST - ROOM).collect();
    std::iter::once(base).chain((2..1000).map(move |n| format!("{short}-{n}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[(&str, u8)]) -> Vec<Mapped<u8>> {
        rows.iter().map(|(group, gives)| Mapped { group: group.to_string(), gives: *gives }).collect()
    }

    fn of(all: &[&str]) -> Vec<String> {
        all.iter().map(|g| g.to_string()).collect()
    }

    #[test]
    fn only_what_the_table_gives_is_given_and_taken() {
        let rows = table(&[("line 1", 1), ("line 2", 2), ("chiefs", 1)]);
        let same = |a: &str, b: &str| a == b;
        // 9 was given by hand.
        let moved = shift(&rows, &of(&["line 2", "else"]), &BTreeSet::from([1, 9]), same);
        assert_eq!(moved, Shift { add: BTreeSet::from([2]), remove: BTreeSet::from([1]) });
        // Two groups give the same: one of them is enough.
        let kept = shift(&rows, &of(&["chiefs"]), &BTreeSet::from([1]), same);
        assert_eq!(kept, Shift { add: BTreeSet::new(), remove: BTreeSet::new() });
        let lost = shift(&rows, &[], &BTreeSet::from([1, 2, 9]), same);
        assert_eq!(lost.remove, BTreeSet::from([1, 2]));
    }

    proptest! {
        #[test]
        fn a_second_time_changes_nothing(
            rows in proptest::collection::vec(("[a-c]", 0u8..6), 0..8),
            groups in proptest::collection::vec("[a-d]", 0..4),
            has in proptest::collection::btree_set(0u8..9, 0..6),
        ) {
            let rows: Vec<Mapped<u8>> =
                rows.into_iter().map(|(group, gives)| Mapped { group, gives }).collect();
            let same = |a: &str, b: &str| a == b;
            let moved = shift(&rows, &groups, &has, same);
            prop_assert!(moved.add.is_disjoint(&moved.remove));
            let mut after: BTreeSet<u8> = has.union(&moved.add).copied().collect();
            after.retain(|t| !moved.remove.contains(t));
            let again = shift(&rows, &groups, &after, same);
            prop_assert!(again.add.is_empty() && again.remove.is_empty());
            // What no row gives is as it was.
            for free in (0u8..9).filter(|t| rows.iter().all(|r| r.gives != *t)) {
                prop_assert_eq!(after.contains(&free), has.contains(&free));
            }
        }
    }

    #[test]
    fn only_pages_of_ours_are_gone_back_to() {
        for good in ["/", "/projects/1?tab=data#x", "/account", "/项目"] {
            assert!(is_own_page(good), "{good}");
        }
        for bad in [
            "",
            "projects",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/a\\b",
            "/\t/evil.example",
            "/a\r\nset-cookie: x",
            "/api/v1/session",
            "javascript:alert(1)",
        ] {
            assert!(!is_own_page(bad), "{bad:?}");
        }
        assert!(!is_own_page(&format!("/{}", "a".repeat(3000))));
    }

    #[test]
    fn a_name_from_elsewhere_is_made_fit_and_then_numbered() {
        let usable = |t: &str| {
            let good =
                t.chars().count() >= 2 && t.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
            good.then(|| t.to_string())
        };
        let first = |called: &str| names(called, usable).next().unwrap();
        assert_eq!(first("eve"), "eve");
        assert_eq!(first("eve m"), "eve-m");
        assert_eq!(first("eve@id.example"), "eve");
        assert_eq!(first("@id.example"), "id.example");
        assert_eq!(first("张三"), "张三");
        assert_eq!(first("!"), "user");
        assert_eq!(names("eve", usable).nth(1).unwrap(), "eve-2");
        let long = "a".repeat(60);
        assert!(
            names(&long, |t| (t.chars().count() <= 32).then(|| t.into()))
                .take(500)
                .all(|n| n.chars().count() <= 32)
        );
    }
}
