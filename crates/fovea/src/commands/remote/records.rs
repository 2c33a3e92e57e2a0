use super::table::{Column, maybe, moment, show, word};
use super::{client, poured};
use crate::cli::{RecordCommand, RecordFilter, VerdictArg};
use crate::commands::DONE;
use crate::failure::Failure;
use fovea_api::dto::Record;
use fovea_client::{Client, Query};

const COLUMNS: &[Column<Record>] = &[
    ("AT", |r| moment(&r.at)),
    ("VERDICT", |r| word(&r.verdict)),
    ("SCORE", |r| format!("{:.4}", r.score)),
    ("CLASS", |r| maybe(r.class.as_ref(), Clone::clone)),
    ("SERIAL", |r| maybe(r.serial.as_ref(), Clone::clone)),
    ("RECHECK", |r| maybe(r.recheck.as_ref(), |c| word(&c.verdict))),
    ("ID", |r| r.id.to_string()),
];

pub fn run(command: &RecordCommand) -> Result<u8, Failure> {
    match command {
        RecordCommand::List { filter, list } => {
            let client = client(list)?;
            show(&list.remote, &client.list(&query(&client, filter, "records")?, list.limit)?, COLUMNS)?;
            DONE
        }
        RecordCommand::Export { filter, out, remote } => {
            let client = client(remote)?;
            let query = query(&client, filter, "records.csv")?;
            poured(remote, &client, query, out.as_deref())
        }
    }
}

fn query(client: &Client, filter: &RecordFilter, what: &str) -> Result<Query, Failure> {
    let project = client.project(&filter.project)?.id;
    let service = match &filter.service {
        Some(name) if name.contains('/') || name.parse::<fovea_store::Id>().is_ok() => {
            Some(client.service(name)?.id)
        }
        Some(name) => Some(client.service(&format!("{project}/{name}"))?.id),
        None => None,
    };
    let verdict = filter.verdict.map(|v| match v {
        VerdictArg::Ok => "ok",
        VerdictArg::Ng => "ng",
    });
    Ok(Query::new(format!("/projects/{project}/{what}"))
        .maybe("service_id", service)
        .maybe("verdict", verdict)
        .maybe("class", filter.class.as_ref())
        .maybe("serial", filter.serial.as_ref())
        .maybe("asked", filter.asked.then_some(true))
        .maybe("from", filter.from.as_ref())
        .maybe("to", filter.to.as_ref()))
}
