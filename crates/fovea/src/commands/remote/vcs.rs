use super::client;
use super::table::{Column, clean, data_size, maybe, show};
use crate::cli::{OrderArg, QuotaArg, RemoteArgs, VcCommand, VcEditArgs, VcMembersArgs, YesNo};
use crate::commands::{DONE, print_json};
use crate::console::say;
use crate::failure::Failure;
use fovea_api::dto::{
    AccountChange, ClusterMember, ClusterMembersChange, HoldersChange, Me, NewVirtualCluster, QueueOrder,
    Quota, Settings, SettingsChange, VirtualCluster, VirtualClusterChange,
};
use fovea_client::{Client, Query};
use fovea_store::Id;
use std::time::Duration;

const COLUMNS: &[Column<VirtualCluster>] = &[
    ("NAME", |v| v.name.clone()),
    ("USED/QUOTA", |v| quotas(v)),
    ("PER USER", |v| v.quotas.iter().map(|q| q.per_user.to_string()).collect::<Vec<_>>().join(",")),
    ("MEMBERS", |v| if v.open { "everybody".into() } else { v.members.to_string() }),
    ("LONGEST RUN", |v| maybe(v.longest_run_s.as_ref(), |s| span(*s))),
    ("JOBS", |v| v.jobs.to_string()),
    ("DESCRIPTION", |v| v.description.clone()),
];

const MEMBERS: &[Column<ClusterMember>] = &[
    ("NAME", |m| m.name.clone()),
    ("NICKNAME", |m| m.nickname.clone()),
    ("ADMINISTERS", |m| if m.administers { "yes" } else { "no" }.into()),
    ("JOBS", |m| m.jobs.to_string()),
];

fn quotas(vc: &VirtualCluster) -> String {
    let one = |q: &fovea_api::dto::QuotaUse| format!("{} {}/{}", q.device, q.used, q.quota);
    vc.quotas.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn span(seconds: u64) -> String {
    match seconds {
        s if s % 3600 == 0 => format!("{}h", s / 3600),
        s if s % 60 == 0 => format!("{}m", s / 60),
        s => format!("{s}s"),
    }
}

pub fn run(command: &VcCommand) -> Result<u8, Failure> {
    match command {
        VcCommand::List { search, mine, list } => {
            let query = Query::new("/virtual_clusters").maybe("q", search.as_ref());
            let query = query.maybe("mine", mine.then_some(true));
            show(&list.remote, &client(list)?.list(&query, list.limit)?, COLUMNS)?;
            DONE
        }
        VcCommand::Show { vc, remote } => {
            let vc = client(remote)?.virtual_cluster(vc)?;
            told(remote, &vc)
        }
        VcCommand::Create { .. } => create(command),
        VcCommand::Edit(args) => edit(args),
        VcCommand::Delete { vc, stop_jobs, remote } => {
            let client = client(remote)?;
            let vc = client.virtual_cluster(vc)?;
            client.delete(Query::new(format!("/virtual_clusters/{}", vc.id)).and("stop_jobs", stop_jobs))?;
            match remote.json {
                true => print_json(&serde_json::json!({"deleted": vc.name}))?,
                false => say!("{} deleted", clean(&vc.name))?,
            }
            DONE
        }
        VcCommand::Members(args) => members(args),
        VcCommand::Order { order: wanted, remote } => order(*wanted, remote),
        VcCommand::Use { vc, remote } => {
            let client = client(remote)?;
            let vc = client.virtual_cluster(vc)?;
            let wanted = AccountChange {
                nickname: None,
                phone: None,
                mail: None,
                language: None,
                virtual_cluster_id: Some(Some(vc.id)),
                job_mail: None,
            };
            let me: Me = client.patch("/account", 0, &wanted)?;
            match remote.json {
                true => print_json(&me)?,
                false => say!("{} works in {}", clean(&me.name), clean(&vc.name))?,
            }
            DONE
        }
    }
}

fn told(remote: &RemoteArgs, vc: &VirtualCluster) -> Result<u8, Failure> {
    if remote.json {
        print_json(vc)?;
        return DONE;
    }
    say!("{}  {}", clean(&vc.name), vc.id)?;
    if !vc.description.is_empty() {
        say!("  {}", clean(&vc.description))?;
    }
    for q in &vc.quotas {
        say!("  {:<11} {} of {} used, at most {} a user", q.device, q.used, q.quota, q.per_user)?;
    }
    say!("  longest run {}", maybe(vc.longest_run_s.as_ref(), |s| span(*s)))?;
    say!("  sharing     {}", sharing(vc))?;
    say!("  disk a job  {}", maybe(vc.disk_mib.as_ref(), |mib| format!("{mib} MiB")))?;
    let most = vc.data_quota_bytes.map_or(String::new(), |most| format!(" of {}", data_size(most)));
    say!("  pictures    {}{most}", data_size(vc.data_used_bytes))?;
    say!("  shared data {}", if vc.writes_data { "may be changed by its jobs" } else { "read only" })?;
    if let Some(warn) = vc.idle_warn_s {
        let pause = vc.idle_pause_s.map_or(String::new(), |s| format!(", paused after {}", span(s)));
        say!("  idle jobs   warned after {}{pause}", span(warn))?;
    }
    say!("  members     {}", if vc.open { "everybody".into() } else { vc.members.to_string() })?;
    if !vc.groups.is_empty() {
        let names: Vec<String> = vc.groups.iter().map(|g| clean(&g.name)).collect();
        say!("  groups      {}", names.join(", "))?;
    }
    say!("  jobs        {}", vc.jobs)?;
    DONE
}

fn sharing(vc: &VirtualCluster) -> String {
    let lends = if vc.lends { "lends" } else { "lends nothing" };
    let borrows = if vc.borrows { "borrows" } else { "borrows nothing" };
    format!("{lends}, {borrows}, weight {}", vc.weight)
}

fn yes(wanted: Option<YesNo>) -> Option<bool> {
    wanted.map(|w| w == YesNo::Yes)
}

/// Tells the order, or sets it.
fn order(wanted: Option<OrderArg>, remote: &RemoteArgs) -> Result<u8, Failure> {
    let client = client(remote)?;
    let settings: Settings = match wanted {
        None => client.get("/settings")?,
        Some(order) => {
            let order = match order {
                OrderArg::Priority => QueueOrder::Priority,
                OrderArg::FairShare => QueueOrder::FairShare,
            };
            let change = SettingsChange { queue_order: Some(order), ..SettingsChange::default() };
            client.patch("/settings", 0, &change)?
        }
    };
    match remote.json {
        true => print_json(&serde_json::json!({ "queue_order": settings.queue_order }))?,
        false => say!(
            "jobs start {}",
            match settings.queue_order {
                QueueOrder::Priority => "by priority, where waiting counts",
                QueueOrder::FairShare => "by fair share: who used least of late comes first",
            }
        )?,
    }
    DONE
}

fn quota(wanted: &[QuotaArg]) -> Vec<Quota> {
    let one = |q: &QuotaArg| Quota { device: q.device.clone(), quota: q.quota, per_user: q.per_user };
    wanted.iter().map(one).collect()
}

fn create(command: &VcCommand) -> Result<u8, Failure> {
    let VcCommand::Create {
        name,
        description,
        quota: wanted,
        longest_run,
        sharing,
        data_quota,
        idle,
        open,
        user,
        group,
        remote,
    } = command
    else {
        return DONE;
    };
    let client = client(remote)?;
    let new = NewVirtualCluster {
        name: name.clone(),
        description: description.clone(),
        open: *open,
        longest_run_s: longest_run.as_ref().map(Duration::as_secs),
        lends: yes(sharing.lends).unwrap_or(false),
        borrows: yes(sharing.borrows).unwrap_or(false),
        weight: sharing.weight,
        disk_mib: sharing.disk,
        data_quota_bytes: *data_quota,
        writes_data: yes(sharing.writes_data).unwrap_or(false),
        idle_warn_s: idle.idle_warn.as_ref().map(Duration::as_secs),
        idle_pause_s: idle.idle_pause.as_ref().map(Duration::as_secs),
        quotas: quota(wanted),
        user_ids: users(&client, user)?,
        group_ids: groups(&client, group)?,
    };
    let made: VirtualCluster = client.post("/virtual_clusters", &new)?;
    told(remote, &made)
}

fn users(client: &Client, names: &[String]) -> Result<Vec<Id>, Failure> {
    names.iter().map(|u| Ok(client.user(u)?.id)).collect()
}

fn groups(client: &Client, names: &[String]) -> Result<Vec<Id>, Failure> {
    names.iter().map(|g| Ok(client.group(g)?.id)).collect()
}

fn edit(args: &VcEditArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let vc = client.virtual_cluster(&args.vc)?;
    let longest_run_s = match (args.longest_run, args.no_longest_run) {
        (Some(time), _) => Some(Some(time.as_secs())),
        (None, true) => Some(None),
        (None, false) => None,
    };
    let disk_mib = match (args.sharing.disk, args.no_disk) {
        (Some(mib), _) => Some(Some(mib)),
        (None, true) => Some(None),
        (None, false) => None,
    };
    let idle = |time: Option<Duration>| match time {
        Some(time) => Some(Some(time.as_secs())),
        None => args.no_idle_limits.then_some(None),
    };
    let wanted = VirtualClusterChange {
        lends: yes(args.sharing.lends),
        borrows: yes(args.sharing.borrows),
        weight: args.sharing.weight,
        disk_mib,
        data_quota_bytes: match (args.data_quota, args.no_data_quota) {
            (Some(bytes), _) => Some(Some(bytes)),
            (None, true) => Some(None),
            (None, false) => None,
        },
        writes_data: yes(args.sharing.writes_data),
        description: args.description.clone(),
        open: (args.open || args.closed).then_some(args.open),
        longest_run_s,
        idle_warn_s: idle(args.idle.idle_warn),
        idle_pause_s: idle(args.idle.idle_pause),
        quotas: (!args.quota.is_empty()).then(|| quota(&args.quota)),
        stop_jobs: args.stop_jobs,
    };
    let changed: VirtualCluster =
        client.patch(format!("/virtual_clusters/{}", vc.id), vc.revision, &wanted)?;
    told(&args.remote, &changed)
}

fn members(args: &VcMembersArgs) -> Result<u8, Failure> {
    let client = client(&args.list)?;
    let vc = client.virtual_cluster(&args.vc)?;
    let wanted = ClusterMembersChange {
        members: HoldersChange {
            add_user_ids: users(&client, &args.add)?,
            remove_user_ids: users(&client, &args.remove)?,
            add_group_ids: groups(&client, &args.add_group)?,
            remove_group_ids: groups(&client, &args.remove_group)?,
        },
        add_administrator_ids: users(&client, &args.add_administrator)?,
        remove_administrator_ids: users(&client, &args.remove_administrator)?,
        stop_jobs: args.stop_jobs,
    };
    let lists = [
        &args.add,
        &args.remove,
        &args.add_group,
        &args.remove_group,
        &args.add_administrator,
        &args.remove_administrator,
    ];
    if lists.iter().all(|l| l.is_empty()) {
        let query = Query::new(format!("/virtual_clusters/{}/users", vc.id));
        show(&args.list.remote, &client.list(&query, args.list.limit)?, MEMBERS)?;
        return DONE;
    }
    let changed: VirtualCluster = client.post(format!("/virtual_clusters/{}/members", vc.id), &wanted)?;
    told(&args.list.remote, &changed)
}
