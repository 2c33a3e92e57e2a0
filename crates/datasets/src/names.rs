use crate::LabelError;
use std::collections::BTreeMap;

/// What people call pictures without a defect. "negative" is left out: in half of all data sets it means the
/// opposite.
const GOOD: [&str; 24] = [
    "good",
    "ok",
    "free",
    "normal",
    "pass",
    "passed",
    "clean",
    "perfect",
    "fine",
    "defect-free",
    "defectfree",
    "no-defect",
    "nodefect",
    "non-defective",
    "nondefective",
    "no-defects",
    "without-defect",
    "良品",
    "合格",
    "合格品",
    "正常",
    "ok品",
    "好",
    "无缺陷",
];

/// Whether a class name means "nothing wrong here", in any case, with `_` or spaces for `-`.
pub fn is_good_name(name: &str, more: &[String]) -> bool {
    let plain = |s: &str| s.trim().to_lowercase().replace(['_', ' '], "-");
    let name = plain(name);
    GOOD.contains(&name.as_str()) || more.iter().any(|m| plain(m) == name)
}

/// Class names beyond this number are a mistake or an attack, and each costs memory everywhere.
const MOST_NAMES: usize = 10_000;

/// Names from a `data.yaml` (`names:` as a list or a map, on one line or several) or, where `yaml` is false,
/// one name a line. Reads just this much of YAML: anchors, tags and nesting have no effect.
pub fn parse_names(text: &str, yaml: bool) -> Result<Vec<String>, LabelError> {
    let text = text.trim_start_matches('\u{feff}');
    let names = if yaml { yaml_names(text)? } else { text.lines().map(|l| l.trim().to_string()).collect() };
    let mut names: Vec<String> = names;
    while names.last().is_some_and(|n| n.is_empty()) {
        names.pop();
    }
    if names.is_empty() {
        return Err(LabelError("it holds no class names".into()));
    }
    if names.len() > MOST_NAMES {
        return Err(LabelError(format!("{} class names are more than {MOST_NAMES}", names.len())));
    }
    for (i, name) in names.iter_mut().enumerate().filter(|(_, n)| n.is_empty()) {
        *name = i.to_string();
    }
    Ok(names)
}

fn yaml_names(text: &str) -> Result<Vec<String>, LabelError> {
    let mut lines = text.lines().map(uncommented);
    let missing = || LabelError("it has no `names:`".into());
    let head = lines.find_map(|l| l.strip_prefix("names").map(|r| r.trim_start().to_string()));
    let after = head.as_deref().and_then(|r| r.strip_prefix(':')).ok_or_else(missing)?.trim().to_string();
    if let Some(flow) = after.strip_prefix(['[', '{']) {
        let mut joined = flow.to_string();
        while !joined.contains([']', '}']) {
            let Some(line) = lines.next() else { break };
            joined.push(' ');
            joined.push_str(line.trim());
        }
        let inner = joined.split([']', '}']).next().unwrap_or_default();
        let items = split_quoted(inner);
        return if after.starts_with('[') {
            Ok(items.iter().map(|s| unquoted(s)).collect())
        } else {
            numbered(items.iter().map(String::as_str))
        };
    }
    let block: Vec<String> = lines
        .map(|l| l.to_string())
        .filter(|l| !l.trim().is_empty())
        .take_while(|l| l.starts_with([' ', '\t', '-']))
        .map(|l| l.trim().to_string())
        .collect();
    match block.first() {
        None => Err(missing()),
        Some(first) if first.starts_with('-') => {
            Ok(block.iter().map(|l| unquoted(l.trim_start_matches('-'))).collect())
        }
        Some(_) => numbered(block.iter().map(String::as_str)),
    }
}

/// `0: crack` items in any order; numbers left out get their number as a name.
fn numbered<'a>(items: impl Iterator<Item = &'a str>) -> Result<Vec<String>, LabelError> {
    let mut by_id = BTreeMap::new();
    for item in items.filter(|i| !i.trim().is_empty()) {
        let bad = || LabelError(format!("`{}` in `names:` is not `number: name`", shortened(item)));
        let (id, name) = item.split_once(':').ok_or_else(bad)?;
        let id: usize = unquoted(id).parse().map_err(|_| bad())?;
        if id >= MOST_NAMES {
            return Err(LabelError(format!("class number {id} is more than {MOST_NAMES}")));
        }
        by_id.insert(id, unquoted(name));
    }
    let count = by_id.last_key_value().map_or(0, |(id, _)| id + 1);
    Ok((0..count).map(|i| by_id.get(&i).cloned().unwrap_or_else(|| i.to_string())).collect())
}

fn uncommented(line: &str) -> &str {
    if line.trim_start().starts_with('#') {
        return "";
    }
    line.find(" #").map_or(line, |at| &line[..at])
}

/// At commas outside quotes.
fn split_quoted(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (None, ',') => {
                items.push(String::new());
                continue;
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if c == q => quote = None,
            _ => {}
        }
        if let Some(item) = items.last_mut() {
            item.push(c);
        }
    }
    items.retain(|i| !i.trim().is_empty());
    items
}

fn unquoted(text: &str) -> String {
    // What stands within double quotes may have signs with a backslash.
    if let Ok(name) = serde_json::from_str::<String>(text.trim()) {
        return name.trim().to_string();
    }
    text.trim().trim_matches(['"', '\'']).trim().to_string()
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
