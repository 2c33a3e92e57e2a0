use super::remote::{self, Column, moment, poured, show};
use super::serve::runtime;
use super::{DONE, print_json};
use crate::cli::{AuditCommand, AuditFilter, TableArg};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::{AuditCheck, AuditRow};
use fovea_client::Query;
use fovea_store::{ChainHead, Opening, Store};
use std::path::Path;

const COLUMNS: &[Column<AuditRow>] = &[
    ("ROW", |r| r.seq.to_string()),
    ("AT", |r| moment(&r.at)),
    ("WHO", |r| r.actor_name.clone()),
    ("FROM", |r| r.from_address.clone()),
    ("ACTION", |r| r.action.clone()),
    ("OBJECT", |r| r.object_name.clone()),
    ("RESULT", |r| r.result.clone()),
];

pub fn run(command: &AuditCommand) -> Result<u8, Failure> {
    match command {
        AuditCommand::Verify { data: Some(data), expect, remote } => {
            told(&in_folder(data, expect.as_ref())?, remote.json)
        }
        AuditCommand::Verify { data: None, expect, remote } => {
            let query = Query::new("/audit/check").maybe("expect", expect.as_ref());
            told(&remote::client(remote)?.get(query)?, remote.json)
        }
        AuditCommand::List { filter, list } => {
            let found = remote::client(list)?.list(&query("/audit", filter), list.limit)?;
            show(&list.remote, &found, COLUMNS)?;
            DONE
        }
        AuditCommand::Export { filter, format, out, remote } => {
            let path = match format {
                TableArg::Csv => "/audit.csv",
                TableArg::Jsonl => "/audit.jsonl",
            };
            poured(remote, &remote::client(remote)?, query(path, filter), out.as_deref())
        }
    }
}

fn query(path: &str, filter: &AuditFilter) -> Query {
    Query::new(path)
        .maybe("actor", filter.actor.as_ref())
        .maybe("action", filter.action.as_ref())
        .maybe("object_id", filter.object.as_ref())
        .maybe("from", filter.from.as_ref())
        .maybe("to", filter.to.as_ref())
}

fn in_folder(data: &Path, kept: Option<&ChainHead>) -> Result<AuditCheck, Failure> {
    runtime()?.block_on(async {
        let store = Store::open_as(data, Opening::Look).await?;
        let found = store.check_audit(kept).await;
        store.close().await;
        Ok(found?.into())
    })
}

fn told(check: &AuditCheck, json: bool) -> Result<u8, Failure> {
    if json {
        print_json(check)?;
    }
    if let Some(broken) = &check.broken {
        return Err(broke(broken.seq, &broken.what));
    }
    if check.expected.as_deref() == Some("forgotten") {
        return Err(Failure {
            exit: exit::DATA,
            code: "audit.head_forgotten".into(),
            message: format!(
                "the row of this head is no longer kept: rows up to {} were removed",
                check.removed_to
            ),
            hint: "keep a newer head, more often than rows are removed".into(),
        });
    }
    if !json {
        say!("{}", sentence(check))?;
        if check.removed_to > 0 {
            note!("note: rows up to {} were removed because their time was over", check.removed_to);
        }
        if let Some(head) = &check.head {
            say!("head {head}")?;
        }
    }
    DONE
}

fn sentence(check: &AuditCheck) -> String {
    let held = if check.expected.is_some() { "; the head that was kept is among them" } else { "" };
    match (check.first_seq, check.last_seq) {
        (Some(first), Some(last)) => format!("rows {first} to {last} are as they were written{held}"),
        _ => "there are no rows".into(),
    }
}

fn broke(seq: i64, what: &str) -> Failure {
    let (code, message) = match what {
        "missing" => ("audit.missing", format!("row {seq} is missing")),
        _ => ("audit.changed", format!("row {seq} says something else than when it was written")),
    };
    let hint = "compare with a backup; from that row on the audit proves nothing";
    Failure { exit: exit::DATA, code: code.into(), message, hint: hint.into() }
}
