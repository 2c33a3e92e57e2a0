//! Imports of a project, and files that could not be taken, as a table to work through.

use super::client;
use super::table::{Column, moment, show, word};
use crate::cli::{DatasetImportsArgs, DatasetRefusedArgs};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::Failure;
use fovea_api::dto::{Import, PastImport, Refusal};
use fovea_client::{Client, ClientError, Query};
use fovea_store::Id;
use std::collections::HashSet;
use std::path::Path;

const IMPORTS: &[Column<PastImport>] = &[
    ("ID", |one| one.import.id.to_string()),
    ("BEGUN", |one| moment(&one.import.created_at)),
    ("STATE", |one| word(&one.import.state)),
    ("BY", |one| one.created_by.clone().unwrap_or_default()),
    ("NEW", |one| one.import.added.to_string()),
    ("KNOWN", |one| one.import.duplicates.to_string()),
    ("LABELLED", |one| one.import.labels.to_string()),
    ("LEFT OUT", |one| one.import.refused.to_string()),
    ("FORMAT", |one| one.format.clone().unwrap_or_else(|| "-".into())),
    ("FROM", |one| one.source.as_ref().map_or("-".into(), |from| format!("{}/{}", from.storage, from.path))),
];

pub fn imports(args: &DatasetImportsArgs) -> Result<u8, Failure> {
    let client = client(&args.list)?;
    let query = Query::new(format!("/projects/{}/imports", client.project(&args.project)?.id));
    show(&args.list.remote, &client.list(&query, args.list.limit)?, IMPORTS)?;
    DONE
}

pub fn refused(args: &DatasetRefusedArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    // An id holds no sign that would lead elsewhere.
    let id: String = args.import.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let import: Import = client.get(format!("/imports/{id}"))?;
    let count = Refused::default().write(&client, import.id, &args.out)?;
    match args.remote.json {
        true => print_json(&serde_json::json!({"path": args.out, "refused": count}))?,
        false => say!("{}: {count} files", args.out.display())?,
    }
    DONE
}

/// The server's list, and what was told of files on their way there.
#[derive(Default)]
pub struct Refused(Vec<Refusal>);

impl Refused {
    pub fn add(&mut self, one: &Refusal) {
        self.0.push(one.clone());
    }

    /// Also where there are none, so that an older list is not taken for this one. Says how many there are.
    pub fn write(self, client: &Client, import: Id, file: &Path) -> Result<usize, Failure> {
        let query = Query::new(format!("/imports/{import}/refusals"));
        let mut all: Vec<Refusal> = client.list(&query, u64::MAX)?.items;
        let known: HashSet<(String, String)> =
            all.iter().map(|one| (one.name.clone(), one.code.clone())).collect();
        all.extend(self.0.into_iter().filter(|one| !known.contains(&(one.name.clone(), one.code.clone()))));
        let failed = |source| ClientError::File { path: file.into(), source };
        std::fs::write(file, table(&all)).map_err(failed)?;
        Ok(all.len())
    }
}

pub fn written(file: &Path, count: usize) {
    note!("note: {count} files that could not be taken are listed in {}", file.display());
}

/// By RFC 4180, in UTF-8 with a mark that tells spreadsheets so.
fn table(all: &[Refusal]) -> String {
    let mut text = String::from("\u{feff}file,code,reason\r\n");
    for one in all {
        text += &[&one.name, &one.code, &one.detail].map(|cell| field(cell)).join(",");
        text += "\r\n";
    }
    text
}

/// A spreadsheet takes none of them for a formula.
fn field(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let text = format!("{guard}{text}");
    match text.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_files_opens_in_a_spreadsheet_and_says_no_formula() {
        let one = |name: &str, detail: &str| Refusal {
            name: name.into(),
            code: "import.unknown_kind".into(),
            detail: detail.into(),
        };
        let text = table(&[one("甲, \"乙\".txt", "no picture"), one("=1+1.jpg", "cut")]);
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "\u{feff}file,code,reason");
        assert_eq!(lines[1], "\"甲, \"\"乙\"\".txt\",import.unknown_kind,no picture");
        assert_eq!(lines[2], "'=1+1.jpg,import.unknown_kind,cut");
    }
}
