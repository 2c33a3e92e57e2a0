use crate::cli::RemoteArgs;
use crate::commands::print_json;
use crate::console::{self, note};
use crate::failure::Failure;
use fovea_client::Found;
use serde::Serialize;

/// One column of a list.
pub type Column<T> = (&'static str, fn(&T) -> String);

/// Rows of a list: one JSON document, or a table for people with a note where there are more.
pub fn show<T: Serialize>(args: &RemoteArgs, found: &Found<T>, columns: &[Column<T>]) -> Result<(), Failure> {
    if args.json {
        return print_json(found);
    }
    let head = columns.iter().map(|(name, _)| (*name).to_string()).collect();
    let rows = found.items.iter().map(|item| columns.iter().map(|(_, cell)| clean(&cell(item))).collect());
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    console::write(lined_up(&rows).as_bytes())?;
    let shown = found.items.len() as u64;
    if shown < found.total {
        note!("note: {shown} of {} are shown; --limit shows more", found.total);
    }
    Ok(())
}

fn lined_up(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|c| rows.iter().filter_map(|r| r.get(c)).map(|t| width(t)).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, w)| format!("{cell}{}", " ".repeat(w - width(cell))));
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

/// Places on a terminal: Chinese, Japanese and Korean signs and emoji take two.
fn width(text: &str) -> usize {
    let wide = |c: char| {
        matches!(u32::from(c), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3
        | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
    };
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

/// As disks are sold: a GB is a thousand million bytes.
pub fn data_size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{bytes} B"),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        1_000_000_000..1_000_000_000_000 => format!("{:.1} GB", bytes as f64 / 1e9),
        _ => format!("{:.1} TB", bytes as f64 / 1e12),
    }
}

/// Nothing that a server tells may move the cursor or colour the terminal.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A value of the interface in the word that it is written with.
pub fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// To the second, in UTC.
pub fn moment(time: &impl std::fmt::Display) -> String {
    let text = time.to_string();
    text.get(..19).map_or(text.clone(), |to_second| format!("{}Z", to_second.replace('T', " ")))
}

pub fn maybe<T>(value: Option<&T>, shown: impl FnOnce(&T) -> String) -> String {
    value.map_or_else(|| "-".into(), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_also_in_chinese() {
        let rows = [["NAME", "STATE"], ["王芳", "active"], ["ada", ""]].map(|r| r.map(String::from).to_vec());
        assert_eq!(lined_up(&rows), "NAME  STATE\n王芳  active\nada\n");
    }

    #[test]
    fn no_sign_reaches_the_terminal_that_moves_it() {
        assert_eq!(clean("a\u{1b}[2Jb\r\n"), "a [2Jb  ");
    }
}
