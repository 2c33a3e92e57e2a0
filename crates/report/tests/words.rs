//! The page speaks both languages wholly: no key is missing, unknown or unused, and no text hides outside
//! the dictionary.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};

const PAGE: &str = include_str!("../assets/report.html");
const WORDS: &str = include_str!("../assets/words.js");
const SCRIPTS: [&str; 8] = [
    WORDS,
    include_str!("../assets/data.js"),
    include_str!("../assets/charts.js"),
    include_str!("../assets/tables.js"),
    include_str!("../assets/gallery.js"),
    include_str!("../assets/beads.js"),
    include_str!("../assets/print.js"),
    include_str!("../assets/report.js"),
];

/// The entries of one language: lines of the form `    'key': 'text',`.
fn dictionary(language: &str) -> BTreeMap<String, String> {
    let (_, after) = WORDS.split_once(&format!("\n  {language}: {{\n")).unwrap();
    let (block, _) = after.split_once("\n  },").unwrap();
    let mut out = BTreeMap::new();
    for line in block.lines() {
        let (key, text) = line.trim().split_once(": ").unwrap();
        let text = text.strip_suffix(',').unwrap();
        let inner = |s: &str| s.strip_prefix('\'').and_then(|s| s.strip_suffix('\'')).unwrap().to_owned();
        assert!(out.insert(inner(key), inner(text)).is_none(), "{key} stands twice in {language}");
    }
    assert!(out.len() > 50);
    out
}

/// What stands between `before` and `after`, everywhere.
fn between<'a>(text: &'a str, before: &str, after: char) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split_once(after).map(|(inner, _)| inner)).collect()
}

/// The names of values in a text, `{n}` as well as `{n|one|many}`.
fn values(text: &str) -> BTreeSet<&str> {
    between(text, "{", '}').into_iter().map(|inner| inner.split('|').next().unwrap()).collect()
}

fn used() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for attribute in ["data-i18n=\"", "data-i18n-label=\"", "data-i18n-title=\""] {
        keys.extend(between(PAGE, attribute, '"').into_iter().map(String::from));
    }
    for script in SCRIPTS {
        for before in [" t('", "(t('", "[t('", "{t('", ",t('", "\tt('"] {
            keys.extend(between(script, before, '\'').into_iter().map(String::from));
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_and_values() {
    let (zh, en) = (dictionary("zh"), dictionary("en"));
    assert_eq!(zh.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (key, text) in &zh {
        assert!(!text.trim().is_empty() && !en[key].trim().is_empty(), "{key} is empty");
        let (zh, en) = (values(text), values(&en[key]));
        assert!(zh.is_subset(&en), "{key}: {zh:?} are not all in {en:?}");
        assert!(en.is_subset(&zh), "{key}: {en:?} are not all in {zh:?}");
    }
}

#[test]
fn every_key_used_exists_and_every_key_is_used() {
    let known: BTreeSet<String> = dictionary("zh").into_keys().collect();
    let used = used();
    assert_eq!(used.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "unknown keys");
    assert_eq!(known.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "unused keys");
}

#[test]
fn keys_are_written_out_so_that_this_test_can_see_them() {
    for script in SCRIPTS {
        for call in [" t(`", "(t(`", " t(key", "[t(`"] {
            let own = "function t(key";
            assert_eq!(
                script.matches(call).count(),
                script.matches(own).count() * usize::from(call == " t(key")
            );
        }
    }
}

#[test]
fn chinese_is_chinese() {
    let chinese = |text: &str| text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    let bare: Vec<_> = dictionary("zh").into_iter().filter(|(_, text)| !chinese(text)).collect();
    let names: BTreeSet<&str> = bare.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["classes.iou", "head.auroc"]), "only names may stay");
    assert!(dictionary("en").values().all(|text| !chinese(text)));
}

#[test]
fn the_page_itself_holds_no_words() {
    // Between tags there is only what names the languages, the notice for no script, and signs.
    let body = PAGE.split_once("<body>").unwrap().1;
    let body = body.replace("请启用 JavaScript 以查看本报告。This report needs JavaScript.", "");
    let texts = body.split('>').filter_map(|rest| rest.split_once('<').map(|(text, _)| text.trim()));
    let allowed = ["", "中文", "English", "◆", "▲", "·", "{{title}}", "{{data}}", "{{script}}", "{{images}}"];
    let words: Vec<&str> = texts.filter(|text| !allowed.contains(text)).collect();
    assert!(words.is_empty(), "{words:?}");
}
