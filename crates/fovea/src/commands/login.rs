use super::remote::{chosen, client, config_folder, variable};
use super::{DONE, print_json};
use crate::cli::{LoginArgs, LogoutArgs, RemoteArgs};
use crate::console::{note, say};
use crate::failure::{Failure, exit};
use fovea_api::dto::Me;
use fovea_client::{ClientError, Logins, begin_login};
use serde_json::json;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How soon Ctrl C is seen.
const TICK: Duration = Duration::from_millis(100);

pub fn login(args: &LoginArgs) -> Result<u8, Failure> {
    let chosen = chosen(&args.remote)?;
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register(signal, Arc::clone(&stop))?;
    }
    let begun = begin_login(chosen.server.clone(), &args.name.clone().unwrap_or_else(name))?;
    note!(
        "Open this page in a browser, log in there, and say yes if it shows {}:\n\n    {}\n",
        begun.code(),
        begun.link()
    );
    note!("Waiting up to {} minutes. Ctrl C stops.", begun.minutes());
    let login = begun.wait(|pause| {
        let until = Instant::now() + pause;
        while Instant::now() < until {
            if stop.load(Ordering::Relaxed) {
                return false;
            }
            std::thread::sleep(TICK);
        }
        true
    })?;
    let user = login.user.clone();
    let before = Logins::load(&config_folder()?)?.of(&chosen.server).cloned();
    let kept = Logins::change(&config_folder()?, |logins| logins.put(login.clone()));
    if let Err(e) = kept {
        // A token that nobody has is not left valid.
        let _ = login.revoke(chosen.server);
        return Err(e.into());
    }
    if let Some(before) = before
        && let Err(e) = before.revoke(chosen.server.clone())
        && !matches!(&e, ClientError::Refused(r) if r.status == 401)
    {
        note!("warning: the token of the login before stays valid: {e}");
    }
    match args.remote.json {
        true => print_json(&json!({"server": chosen.server.as_str(), "user": user}))?,
        false => say!("{user} is logged in to {}", chosen.server)?,
    }
    if variable("FOVEA_TOKEN").is_some_and(|t| !t.is_empty()) {
        note!("note: FOVEA_TOKEN is set, and goes before this login");
    }
    DONE
}

/// As the user finds it in the list of tokens.
fn name() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let user = variable("USER").or_else(|| variable("LOGNAME")).unwrap_or_default();
    let both = format!("{}@{}", user.trim(), host.trim());
    both.trim_matches('@').chars().filter(|c| !c.is_control()).take(64).collect()
}

pub fn logout(args: &LogoutArgs) -> Result<u8, Failure> {
    let folder = config_folder()?;
    let chosen = chosen(&args.remote)?;
    let login = Logins::load(&folder)?.of(&chosen.server).cloned();
    let Some(login) = login else {
        return Err(ClientError::NotLoggedIn { server: chosen.server }.into());
    };
    if args.forget {
        Logins::change(&folder, |logins| logins.remove(&chosen.server))?;
    } else {
        login.end(&folder).map_err(|e| match e {
            ClientError::Unreachable { .. } => Failure {
                exit: exit::FAILED,
                code: e.code().into(),
                message: format!("{e}; the token was kept"),
                hint: "try again later, or add --forget and make it void on your account page".into(),
            },
            other => other.into(),
        })?;
    }
    match args.remote.json {
        true => print_json(&json!({"server": chosen.server.as_str(), "user": login.user}))?,
        false => say!("{} is logged out of {}", login.user, chosen.server)?,
    }
    DONE
}

pub fn whoami(args: &RemoteArgs) -> Result<u8, Failure> {
    let client = client(args)?;
    let me: Me = client.get("/session")?;
    if args.json {
        print_json(&me)?;
        return DONE;
    }
    let names = |names: Vec<&str>| if names.is_empty() { "none".into() } else { names.join(", ") };
    say!("{} at {}", me.name, client.server())?;
    say!("roles   {}", names(me.roles.iter().map(|r| r.key.as_deref().unwrap_or(&r.name)).collect()))?;
    say!("groups  {}", names(me.groups.iter().map(|g| g.name.as_str()).collect()))?;
    say!("rights  {}", names(me.permissions.iter().map(AsRef::as_ref).collect()))?;
    DONE
}
