use super::client;
use super::table::{Column, maybe, moment, show};
use crate::cli::TokenCommand;
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::{Failure, exit};
use fovea_api::dto::{NewToken, Token, TokenWithSecret};
use fovea_client::{Client, ClientError, Found, Query};

const COLUMNS: &[Column<Token>] = &[
    ("ID", |t| t.id.to_string()),
    ("NAME", |t| t.name.clone()),
    ("RIGHTS", |t| maybe(t.scopes.as_ref(), |s| s.join(","))),
    ("PROJECT", |t| maybe(t.project_name.as_ref(), Clone::clone)),
    ("LAST USED", |t| maybe(t.last_used_at.as_ref(), moment)),
    ("EXPIRES", |t| maybe(t.expires_at.as_ref(), moment)),
];
/// Of one user.
const MOST: u64 = 10_000;

pub fn run(command: &TokenCommand) -> Result<u8, Failure> {
    match command {
        TokenCommand::List(list) => {
            show(&list.remote, &client(list)?.list(&Query::new("/tokens"), list.limit)?, COLUMNS)?;
        }
        TokenCommand::Create { name, days, right, project, remote } => {
            let client = client(remote)?;
            let project = project.as_ref().map(|p| client.project(p)).transpose()?;
            let new = NewToken {
                name: name.clone(),
                expires_days: *days,
                scopes: (!right.is_empty()).then(|| right.clone()),
                project_id: project.map(|p| p.id),
            };
            let made: TokenWithSecret = client.post("/tokens", &new)?;
            match remote.json {
                true => print_json(&made)?,
                false => say!("{}", made.secret)?,
            }
        }
        TokenCommand::Revoke { tokens, remote } => {
            let client = client(remote)?;
            let all: Found<Token> = client.list(&Query::new("/tokens"), MOST)?;
            // All are found before the first goes.
            let found = tokens.iter().map(|t| find(&all.items, t)).collect::<Result<Vec<_>, _>>()?;
            found.iter().try_for_each(|t| revoke(&client, t))?;
            match remote.json {
                true => print_json(&found)?,
                false => found.iter().try_for_each(|t| say!("{} is void", t.name))?,
            }
        }
    }
    DONE
}

fn find<'a>(all: &'a [Token], text: &str) -> Result<&'a Token, Failure> {
    let found: Vec<&Token> = all.iter().filter(|t| t.name == text || t.id.to_string() == text).collect();
    match found[..] {
        [one] => Ok(one),
        [] => Err(ClientError::Unknown { what: "token", name: text.into() }.into()),
        _ => Err(Failure {
            exit: exit::FAILED,
            code: "name.several".into(),
            message: format!("{} tokens are called {text:?}", found.len()),
            hint: "give the id, which `fovea token list` shows".into(),
        }),
    }
}

fn revoke(client: &Client, token: &Token) -> Result<(), Failure> {
    Ok(client.delete(format!("/tokens/{}", token.id))?)
}
