use super::DONE;
use super::serve::runtime;
use crate::cli::{AdminCommand, FolderArgs};
use crate::console;
use crate::failure::{Failure, exit};
use fovea_store::{Opening, Store, now};
use std::io::{BufRead, Read};

const DAY_MS: i64 = 24 * 3600 * 1000;
/// Longer than any password, and an end to what is no line.
const MOST_LINE_BYTES: u64 = 4096;

pub fn run(command: &AdminCommand) -> Result<u8, Failure> {
    match command {
        AdminCommand::Create { folder, name, .. } => {
            let password = password_line()?;
            on_store(folder, async |store| {
                fovea_api::admin::create_administrator(store, name, &password).await?;
                Ok(())
            })
        }
        AdminCommand::Token { folder, name, label, expires_days } => on_store(folder, async |store| {
            let expires_at = expires_days.map(|days| now() + i64::from(days) * DAY_MS);
            let secret = fovea_api::admin::create_token(store, name, label, expires_at).await?;
            console::write(format!("{secret}\n").as_bytes())
        }),
    }
}

fn on_store(
    folder: &FolderArgs,
    work: impl AsyncFnOnce(&Store) -> Result<(), Failure>,
) -> Result<u8, Failure> {
    runtime()?.block_on(async {
        let store = Store::open_as(&folder.data, Opening::Beside).await?;
        let done = work(&store).await;
        store.close().await;
        done
    })?;
    DONE
}

pub(super) fn password_line() -> Result<String, Failure> {
    let unreadable = |message: String| Failure {
        exit: exit::FAILED,
        code: "input.unreadable".into(),
        message,
        hint: "send the password as one line, such as `echo … | fovea admin create … --password-stdin`"
            .into(),
    };
    let mut line = String::new();
    let read = std::io::stdin().lock().take(MOST_LINE_BYTES).read_line(&mut line);
    read.map_err(|e| unreadable(format!("the password cannot be read: {e}")))?;
    Ok(line.trim_end_matches(['\n', '\r']).to_string())
}
