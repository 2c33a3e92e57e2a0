use super::client;
use super::table::{clean, word};
use crate::cli::{RemoteArgs, SettingArgs, SettingCommand, SwitchArg};
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::dto::{Settings, SettingsChange};

pub fn run(command: &SettingCommand) -> Result<u8, Failure> {
    match command {
        SettingCommand::Show(remote) => told(remote, &client(remote)?.get("/settings")?),
        SettingCommand::Set(args) => set(args),
    }
}

fn set(args: &SettingArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let modules_off = match args.module_off.is_empty() && args.module_on.is_empty() {
        true => None,
        false => {
            let now: Settings = client.get("/settings")?;
            let off = now.modules.iter().filter(|m| !m.on).map(|m| m.name.to_string());
            let off = off.chain(args.module_off.iter().cloned());
            Some(off.filter(|name| !args.module_on.contains(name)).collect())
        }
    };
    let wanted = SettingsChange {
        product_name: args.product_name.clone(),
        self_registration: args.self_registration.map(|s| s == SwitchArg::On),
        raw_picture_days: match (args.raw_days, args.raw_for_ever) {
            (Some(days), _) => Some(Some(days)),
            (None, true) => Some(None),
            (None, false) => None,
        },
        audit_retention_days: match (args.audit_days, args.audit_for_ever) {
            (Some(days), _) => Some(Some(days)),
            (None, true) => Some(None),
            (None, false) => None,
        },
        job_retention_days: args.job_days,
        session_hours: args.session_hours,
        // `fovea vc order` sets it.
        queue_order: None,
        modules_off,
    };
    let changed: Settings = client.patch("/settings", 0, &wanted)?;
    told(&args.remote, &changed)
}

fn told(remote: &RemoteArgs, settings: &Settings) -> Result<u8, Failure> {
    if remote.json {
        print_json(settings)?;
        return DONE;
    }
    let days = settings.audit_retention_days.map_or_else(|| "for ever".into(), |d| format!("{d} days"));
    let switch = |on: bool| if on { "on" } else { "off" };
    say!("product name       {}", clean(&settings.product_name))?;
    say!("self registration  {}", switch(settings.self_registration))?;
    say!("session            {} hours", settings.session_hours)?;
    say!("deleted jobs       {} days", settings.job_retention_days)?;
    say!("audit              {days}")?;
    let days = settings.raw_picture_days.map_or_else(|| "for ever".into(), |d| format!("{d} days"));
    say!("pictures of line   {days}")?;
    say!("jobs start by      {}", word(&settings.queue_order).replace('_', " "))?;
    for module in &settings.modules {
        say!("module {:<11} {}", module.name, switch(module.on))?;
    }
    DONE
}
