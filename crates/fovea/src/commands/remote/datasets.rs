//! Versions, parts and statistics of a project's data.

use super::client;
use super::table::{Column, clean, maybe, moment, show, word};
use crate::cli::{
    DatasetDiffArgs, DatasetPublishArgs, DatasetSplitArgs, DatasetStatsArgs, DatasetVersionsArgs,
    DifferenceArg, RemoteArgs, SplitByArg,
};
use crate::commands::{DONE, print_json};
use crate::console::{note, say};
use crate::failure::Failure;
use fovea_api::dto::{
    DifferenceKind, LastStatistics, PictureDifference, Split, SplitBy, SplitCount, SplitPreview, SplitWanted,
    Statistics, StatisticsResult, StatisticsState, StatisticsWanted, Version, VersionDifference,
    VersionOrigin,
};
use fovea_client::{Client, Query};
use fovea_store::Id;
use std::time::Duration;

const VERSIONS: &[Column<Version>] = &[
    ("NUMBER", |v| v.number.to_string()),
    ("PUBLISHED", |v| maybe(v.published_at.as_ref(), moment)),
    ("PICTURES", |v| v.pictures.to_string()),
    ("LABELLED", |v| v.labelled.to_string()),
    ("VALIDATION", |v| v.validation.to_string()),
    ("TEST", |v| v.held_back.to_string()),
    ("FITS", |v| v.tasks.iter().map(word).collect::<Vec<_>>().join(",")),
    ("SCENE", |v| word(&v.scene)),
    ("FROM", |v| v.origins.iter().map(came).collect::<Vec<_>>().join(",")),
    ("CREATED", |v| moment(&v.created_at)),
    ("BY", |v| v.created_by.clone().unwrap_or_default()),
    ("TAGS", |v| v.tags.join(", ")),
    ("NOTE", |v| v.note.clone()),
];

/// By the layout of the labels, or else by the way that pictures without any came.
fn came(origin: &VersionOrigin) -> String {
    let way = origin.format.clone().unwrap_or_else(|| word(&origin.source));
    format!("{way}:{}", origin.pictures)
}

pub fn versions(args: &DatasetVersionsArgs) -> Result<u8, Failure> {
    let client = client(&args.list)?;
    let query = Query::new(format!("/projects/{}/versions", client.project(&args.project)?.id))
        .and("sort", &args.sort)
        .maybe("q", args.search.as_ref())
        .maybe("tag", args.tag.as_ref())
        .maybe("task", args.task.as_ref())
        .maybe("scene", args.scene.as_ref())
        .maybe("format", args.format.as_ref())
        .maybe("published", args.published.then_some(true));
    show(&args.list.remote, &client.list(&query, args.list.limit)?, VERSIONS)?;
    DONE
}

pub fn publish(args: &DatasetPublishArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let version = client.version(&args.which)?;
    let what = if args.withdraw { "withdraw" } else { "publish" };
    let kept: Version = client.post(format!("/versions/{}/{what}", version.id), &serde_json::json!({}))?;
    match args.remote.json {
        true => print_json(&kept)?,
        false if args.withdraw => say!("version {} is withdrawn", kept.number)?,
        false => say!("version {} is published", kept.number)?,
    }
    DONE
}

pub fn diff(args: &DatasetDiffArgs) -> Result<u8, Failure> {
    let remote = &args.list.remote;
    let client = client(&args.list)?;
    let (before, after) = (client.version(&args.before)?, client.version(&args.after)?);
    let path = format!("/versions/{}/diff/{}", before.id, after.id);
    let kind = args.kind.map(kind_of);
    let query =
        Query::new(&path).and("limit", args.list.limit.min(200)).maybe("kind", kind.map(|k| word(&k)));
    let mut all: VersionDifference = client.get(&query)?;
    // Pages hold two hundred at most.
    while let (Some(next), true) = (&all.next, (all.items.len() as u64) < args.list.limit) {
        let kind = all.items.first().map(|one| word(&one.kind));
        let more = Query::new(&path).and("limit", 200).and("cursor", next).maybe("kind", kind);
        let more: VersionDifference = client.get(&more)?;
        all.items.extend(more.items);
        all.next = more.next;
    }
    all.items.truncate(usize::try_from(args.list.limit).unwrap_or(usize::MAX));
    if remote.json {
        print_json(&all)?;
        return DONE;
    }
    say!("version {} to version {}", before.number, after.number)?;
    for (name, count) in [
        ("pictures added", all.added),
        ("pictures removed", all.removed),
        ("labels added", all.label_added),
        ("labels removed", all.label_removed),
        ("labels changed", all.label_changed),
        ("in another part", all.moved),
        ("the same", all.same),
    ] {
        say!("  {name:<17} {count:>8}")?;
    }
    if args.kind.is_some() {
        for one in &all.items {
            say!("{}", told(one))?;
        }
        let shown = all.items.len() as u64;
        if shown < all.total {
            note!("note: {shown} of {} are shown; --limit shows more", all.total);
        }
    }
    DONE
}

fn told(one: &PictureDifference) -> String {
    let said = |kept: &fovea_api::dto::KeptPicture| match one.kind {
        DifferenceKind::Moved => maybe(kept.part.as_ref(), word),
        _ => {
            let verdict = maybe(kept.verdict.as_ref(), word);
            let class = kept.class.as_deref().filter(|_| verdict == "bad").map(|c| format!(" {}", clean(c)));
            format!("{verdict}{}", class.unwrap_or_default())
        }
    };
    let name = one.after.as_ref().or(one.before.as_ref()).map(|kept| clean(&kept.name)).unwrap_or_default();
    match (&one.before, &one.after) {
        (Some(before), Some(after)) => format!("{name}  {} -> {}", said(before), said(after)),
        (Some(kept), None) | (None, Some(kept)) => format!("{name}  {}", said(kept)),
        (None, None) => name,
    }
}

fn kind_of(kind: DifferenceArg) -> DifferenceKind {
    match kind {
        DifferenceArg::Added => DifferenceKind::Added,
        DifferenceArg::Removed => DifferenceKind::Removed,
        DifferenceArg::LabelAdded => DifferenceKind::LabelAdded,
        DifferenceArg::LabelRemoved => DifferenceKind::LabelRemoved,
        DifferenceArg::LabelChanged => DifferenceKind::LabelChanged,
        DifferenceArg::Moved => DifferenceKind::Moved,
    }
}

pub fn split(args: &DatasetSplitArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let project = client.project(&args.project)?;
    let path = format!("/projects/{}/split", project.id);
    if args.off {
        client.delete(&path)?;
        match args.remote.json {
            true => print_json(&serde_json::json!({"rule": null}))?,
            false => say!("the pictures of {} are no longer parted", clean(&project.name))?,
        }
        return DONE;
    }
    let by = args.by.map(|by| match by {
        SplitByArg::Random => SplitBy::Random,
        SplitByArg::Class => SplitBy::Class,
        SplitByArg::Folder => SplitBy::Folder,
        SplitByArg::Pattern => SplitBy::Pattern,
    });
    if let Some(by) = by.or(args.group_column.as_ref().map(|_| SplitBy::Column)) {
        let wanted = SplitWanted {
            by,
            pattern: args.pattern.clone(),
            column: args.group_column.clone(),
            validation: args.validation,
            test: args.test,
            reshuffle: args.reshuffle,
        };
        if args.dry_run {
            let seen: SplitPreview = client.post(format!("{path}/preview"), &wanted)?;
            return previewed(&args.remote, &seen, &project.classes);
        }
        client.put(&path, &wanted)?;
    }
    let split: Split = client.get(&path)?;
    if args.remote.json {
        print_json(&split)?;
        return DONE;
    }
    match &split.rule {
        None => say!("the pictures are not parted; versions hold back a share")?,
        Some(rule) => {
            let column = rule.column.as_ref().map(|c| format!(" {}", clean(c))).unwrap_or_default();
            let pattern = rule.pattern.as_ref().map(|p| format!(" {}", clean(p))).unwrap_or_default();
            say!(
                "by {}{column}{pattern}: {} % validation, {} % test",
                word(&rule.by),
                percent(rule.validation),
                percent(rule.test)
            )?;
        }
    }
    counted(&split.counts, &project.classes)?;
    DONE
}

fn percent(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

fn previewed(
    remote: &RemoteArgs,
    seen: &SplitPreview,
    classes: &[fovea_api::dto::Class],
) -> Result<u8, Failure> {
    if remote.json {
        print_json(seen)?;
        return DONE;
    }
    counted(&seen.counts, classes)?;
    if seen.moved > 0 {
        say!("{} pictures would go into another part", seen.moved)?;
    }
    if let Some(groups) = seen.groups {
        say!("{groups} groups stay together")?;
    }
    if seen.unmatched > 0 {
        let names: Vec<String> = seen.unmatched_names.iter().map(|n| clean(n)).collect();
        say!("{} names do not match, such as {}", seen.unmatched, names.join(", "))?;
    }
    DONE
}

fn counted(counts: &[SplitCount], classes: &[fovea_api::dto::Class]) -> Result<(), Failure> {
    say!("{:<24} {:>8} {:>10} {:>8} {:>8}", "PICTURES", "TRAIN", "VALIDATION", "TEST", "NONE")?;
    for row in counts {
        let class = classes.iter().find(|c| Some(c.id) == row.class_id).map(|c| clean(&c.name));
        let name = class.unwrap_or_else(|| row.verdict.as_ref().map_or("unlabelled".into(), word));
        say!("{name:<24} {:>8} {:>10} {:>8} {:>8}", row.train, row.validation, row.test, row.none)?;
    }
    Ok(())
}

pub fn stats(args: &DatasetStatsArgs) -> Result<u8, Failure> {
    let client = client(&args.remote)?;
    let (project, version) = match (client.project(&args.what), args.what.contains('/')) {
        (Ok(project), _) => (project.id, None),
        (Err(_), true) => {
            let version = client.version(&args.what)?;
            (version.project_id, Some(version.id))
        }
        (Err(error), false) => return Err(error.into()),
    };
    let query = Query::new(format!("/projects/{project}/statistics")).maybe("version_id", version);
    let last: LastStatistics = client.get(&query)?;
    let found = match last.done {
        Some(done) if !args.again && !last.stale && last.newer.is_none() => done,
        _ => worked_out(&client, project, version)?,
    };
    if args.remote.json {
        print_json(&found)?;
        return DONE;
    }
    match &found.result {
        Some(result) => figures(result)?,
        None => say!("the statistics are {}", word(&found.state))?,
    }
    DONE
}

/// Begins them, and waits.
fn worked_out(client: &Client, project: Id, version: Option<Id>) -> Result<Statistics, Failure> {
    let wanted = StatisticsWanted { version_id: version };
    let mut now: Statistics = client.post(format!("/projects/{project}/statistics"), &wanted)?;
    let mut told = None;
    while now.state == StatisticsState::Running {
        let tenth = now.done * 10 / now.total.max(1);
        if told != Some(tenth) {
            told = Some(tenth);
            note!("{}/{}", now.done, now.total);
        }
        std::thread::sleep(Duration::from_millis(500));
        now = client.get(format!("/statistics/{}", now.id))?;
    }
    Ok(now)
}

fn figures(result: &StatisticsResult) -> Result<(), Failure> {
    say!("{} pictures, {} labelled, {} regions", result.pictures, result.labelled, result.regions)?;
    say!(
        "{:<24} {:>8} {:>8} {:>10} {:>8} {:>8}",
        "CLASS",
        "PICTURES",
        "TRAIN",
        "VALIDATION",
        "TEST",
        "REGIONS"
    )?;
    for class in &result.by_class {
        let name = class.name.as_deref().map_or("bad".into(), clean);
        let numbers = [class.train, class.test];
        let [train, test] = numbers;
        say!(
            "{name:<24} {:>8} {train:>8} {:>10} {test:>8} {:>8}",
            class.pictures,
            class.validation,
            class.regions
        )?;
    }
    for size in result.sizes.iter().take(5) {
        match (size.width, size.height) {
            (Some(width), Some(height)) => say!("{width} x {height}: {}", size.pictures)?,
            _ => say!("other sizes: {}", size.pictures)?,
        }
    }
    if result.unreadable > 0 {
        say!("{} pictures could not be read", result.unreadable)?;
    }
    for away in &result.out_of_reach {
        say!("{} linked pictures of the storage {}: {}", away.pictures, clean(&away.storage), away.code)?;
    }
    say!(
        "{} groups of nearly the same picture, {} pictures in them",
        result.near_groups,
        result.near_pictures
    )?;
    say!(
        "{} of the groups are both learnt from and judged by, {} pictures",
        result.leaks,
        result.leak_pictures
    )?;
    if result.near_described < result.pictures {
        say!(
            "features of {} of {} pictures were known; without them only a hash tells which are nearly the same",
            result.near_described,
            result.pictures
        )?;
    }
    if result.near_unseen > 0 {
        say!(
            "{} pairs that are alike by features were not looked at: there are too many",
            result.near_unseen
        )?;
    }
    Ok(())
}
