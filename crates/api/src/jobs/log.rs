//! The log of a job: pages, wherever they are, what is searched for in it, and all of it as a file.

use crate::app::App;
use crate::dto;
use crate::error::{ApiError, ApiResult};
use crate::extract::{BothQueries, PathId, Query};
use crate::guard::{JobReadOwn, Permit};
use crate::time::Time;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fovea_domain::device::Cards;
use fovea_jobs::{
    JobFolder, LOG_BUDGET, LogDownload, LogFilter, LogFrom, LogLine, LogOrder, LogPage, LogWanted, MAX_PAGE,
    MOST_CONTEXT, MergedLog, Pattern, Phase, PhaseKind, Stream, folded_page, log_page, log_phases,
    log_search, merged_page, merged_search,
};
use fovea_store::{Id, Job, JobTask};
use futures_util::stream;
use serde::Deserialize;
use utoipa::IntoParams;

/// Bytes of a download that are made at a time.
const PART: usize = 256 << 10;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LogQuery {
    /// Number of the first line, from 0
    #[param(minimum = 0)]
    from: Option<u64>,
    /// Instead: the line that holds this byte of the log as it is kept
    byte: Option<u64>,
    /// Instead: the first line of this moment or later
    at: Option<Time>,
    /// Instead: the last so many lines
    tail: Option<u64>,
    /// Instead, with `folded`: the line with this number of the whole log
    line: Option<u64>,
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u64>,
    /// Where lines are searched or filtered: only those before this number
    #[param(minimum = 0)]
    before: Option<u64>,
    /// Only lines that hold these words; `total` then counts those
    q: Option<String>,
    /// `q` is a regular expression
    #[serde(default)]
    regex: bool,
    /// Capital letters count
    #[serde(default)]
    case: bool,
    /// Lines to give before and after each that was found
    #[param(minimum = 0, maximum = 20)]
    context: Option<u64>,
}

/// Which lines, whatever they say.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Narrowed {
    stream: Option<dto::LogStream>,
    /// Name of the step in which it was said, or of a phase within it
    phase: Option<String>,
    /// Without lines that were drawn over, which are states of progress bars; pages are then counted by the lines that are left.
    /// Not of several tasks together
    #[serde(default)]
    folded: bool,
    /// From this moment on
    since: Option<Time>,
    /// Before this moment
    until: Option<Time>,
    /// Of a job on several nodes: only this task; lines are then numbered as it said them
    rank: Option<u32>,
    /// The same by the name of the node that a task is on
    node: Option<String>,
    /// Only tasks that hold this type of device, or the card behind a `/`, such as `huawei_npu_arm64/3`
    device: Option<String>,
    /// Of a job on several nodes: lines of all tasks by time, or task after task
    #[serde(default)]
    #[param(inline)]
    order: LogOrderWord,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogOrderWord {
    #[default]
    Time,
    Rank,
}

impl Narrowed {
    fn which(&self) -> Which<'_> {
        Which { rank: self.rank, node: self.node.as_deref(), device: self.device.as_deref() }
    }

    fn filter(&self) -> LogFilter {
        LogFilter {
            pattern: None,
            stream: self.stream.map(stream_of),
            phase: self.phase.clone().filter(|p| !p.is_empty()),
            folded: self.folded,
            since: self.since.map(|t| t.to_string()),
            until: self.until.map(|t| t.to_string()),
        }
    }
}

fn stream_of(stream: dto::LogStream) -> Stream {
    match stream {
        dto::LogStream::Out => Stream::Out,
        dto::LogStream::Err => Stream::Err,
        dto::LogStream::Fovea => Stream::Fovea,
    }
}

impl LogQuery {
    fn start(&self) -> ApiResult<LogFrom> {
        let named = [
            self.from.is_some(),
            self.byte.is_some(),
            self.at.is_some(),
            self.tail.is_some(),
            self.line.is_some(),
        ];
        if named.into_iter().filter(|said| *said).count() > 1 {
            return Err(ApiError::field("from", "field.either_or"));
        }
        Ok(match (self.byte, self.at, self.tail) {
            (Some(byte), _, _) => LogFrom::Byte(byte),
            (_, Some(at), _) => LogFrom::Moment(at.to_string()),
            (_, _, Some(tail)) => LogFrom::Tail(tail),
            _ => LogFrom::Line(self.from.unwrap_or(0)),
        })
    }

    fn filter(&self, narrowed: &Narrowed) -> ApiResult<LogFilter> {
        let mut filter = narrowed.filter();
        if let Some(words) = self.q.as_deref().filter(|q| !q.is_empty()) {
            let pattern = Pattern::new(words, self.regex, self.case);
            let bad = |e: fovea_jobs::BadPattern| {
                ApiError::field("q", "field.pattern").with("reason", e.to_string())
            };
            filter.pattern = Some(pattern.map_err(bad)?);
        }
        Ok(filter)
    }
}

/// Where the lines are that somebody asks for.
pub(super) enum Source {
    One(JobFolder, Option<u32>),
    Many(Vec<JobFolder>, LogOrder),
}

/// Which tasks of a job are asked for: all that fit.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Which<'a> {
    pub rank: Option<u32>,
    pub node: Option<&'a str>,
    /// A type, or one card of it behind a `/`
    pub device: Option<&'a str>,
}

impl Which<'_> {
    /// Their numbers among so many; one that fits none of them is told.
    fn ranks(&self, job: &Job, tasks: &[JobTask], count: u32) -> ApiResult<Vec<u32>> {
        let mut ranks: Vec<u32> = match self.rank {
            Some(rank) if rank >= count => return Err(ApiError::field("rank", "field.out_of_range")),
            Some(rank) => vec![rank],
            None => (0..count).collect(),
        };
        let mut keep = |field: &'static str, fits: &dyn Fn(&JobTask) -> bool| {
            ranks.retain(|rank| tasks.iter().any(|task| task.rank == *rank && fits(task)));
            if ranks.is_empty() { Err(ApiError::field(field, "field.unknown")) } else { Ok(()) }
        };
        if let Some(node) = self.node.filter(|node| !node.is_empty()) {
            keep("node", &|task| task.node == node)?;
        }
        if let Some(device) = self.device.filter(|device| !device.is_empty()) {
            keep("device", &|task| holds(job, task, device))?;
        }
        Ok(ranks)
    }

    fn is_all(&self) -> bool {
        let said = |text: Option<&str>| text.is_some_and(|text| !text.is_empty());
        self.rank.is_none() && !said(self.node) && !said(self.device)
    }
}

fn holds(job: &Job, task: &JobTask, device: &str) -> bool {
    let Some((name, card)) = device.rsplit_once('/') else { return job.device == device };
    let card = card.parse().map_or(Cards::NONE, |card| Cards::range(card, 1));
    job.device == name && !card.is_empty() && task.cards.holds(card)
}

/// A log with the names of the nodes that its tasks are on.
pub(super) struct Logs {
    pub source: Source,
    nodes: Vec<String>,
    /// Of several logs: which task each is of
    ranks: Vec<u32>,
}

impl Logs {
    /// A job on several nodes that was not started has none yet.
    pub async fn of(app: &App, job: &Job, which: Which<'_>, order: LogOrderWord) -> ApiResult<Logs> {
        let nodes = job.nodes()?;
        let tasks = app.store.job_tasks(&[job.id]).await?.remove(&job.id).unwrap_or_default();
        let ranks = which.ranks(job, &tasks, nodes.unwrap_or(1))?;
        if nodes.is_none() {
            let source = Source::One(app.engine.folder(job.id), None);
            return Ok(Logs { source, nodes: Vec::new(), ranks });
        }
        let order = if order == LogOrderWord::Rank { LogOrder::Rank } else { LogOrder::Time };
        let folder = |rank: &u32| app.engine.folder(job.id).task(*rank);
        let source = match ranks.as_slice() {
            [rank] if !which.is_all() => Source::One(folder(rank), Some(*rank)),
            several => Source::Many(several.iter().map(folder).collect(), order),
        };
        Ok(Logs { source, nodes: tasks.into_iter().map(|t| t.node).collect(), ranks })
    }

    /// Lines with the task that said each, and its node.
    pub fn told(&self, found: LogPage) -> dto::LogPage {
        dto::LogPage {
            lines: found.lines.into_iter().map(|l| self.line(l)).collect(),
            total: found.total,
            next: found.next,
            complete: found.complete,
            row: found.row,
        }
    }

    fn line(&self, line: LogLine) -> dto::LogLine {
        let stream = match line.stream {
            Stream::Out => dto::LogStream::Out,
            Stream::Err => dto::LogStream::Err,
            Stream::Fovea => dto::LogStream::Fovea,
        };
        let at = Time::parse(&line.at).unwrap_or(Time(0));
        let rank = self.rank_of(&line);
        let node = self.node_of(rank);
        let LogLine { n, phase, group, text, hit, redrawn, .. } = line;
        dto::LogLine { n, at, stream, phase, text, hit, rank, node, group, redrawn }
    }

    fn rank_of(&self, line: &LogLine) -> Option<u32> {
        match self.source {
            Source::One(_, rank) => rank,
            Source::Many(..) => self.ranks.get(line.rank? as usize).copied(),
        }
    }

    fn node_of(&self, rank: Option<u32>) -> Option<String> {
        self.nodes.get(rank? as usize).cloned()
    }
}

/// Lines of a job's log
///
/// A page of very long lines may hold fewer than asked for; `next` says where to go on. What is searched for is answered within a
/// moment: where that was not enough for the whole log, `complete` is false, and `next` goes on with the search. Of a job on several nodes
/// each line says its task and node; while it runs, lines of the last moments may still change places.
#[utoipa::path(get, path = "/jobs/{id}/log", tag = "jobs", params(("id" = Id, Path), LogQuery, Narrowed),
    responses((status = 200, body = dto::LogPage)))]
pub async fn log(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    BothQueries(query, narrowed): BothQueries<LogQuery, Narrowed>,
) -> ApiResult<Json<dto::LogPage>> {
    let job = super::readable(&app, &permit, id).await?;
    let logs = Logs::of(&app, &job, narrowed.which(), narrowed.order).await?;
    let limit = usize::try_from(query.limit.unwrap_or(200)).unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
    let (from, mut filter) = (query.start()?, query.filter(&narrowed)?);
    // Where nothing else is asked for, whole pages of them are found at once.
    let folded = narrowed.folded
        && matches!(logs.source, Source::One(..))
        && !LogFilter { folded: false, ..filter.clone() }.is_some();
    filter.folded &= !folded && matches!(logs.source, Source::One(..));
    let line = query.line;
    let context = query.context.unwrap_or(0).min(MOST_CONTEXT);
    let before = query.before;
    let found = tokio::task::spawn_blocking(move || {
        let wanted = LogWanted { from: from.clone(), limit, context, before };
        let found = match (&logs.source, filter.is_some()) {
            (Source::One(folder, _), true) => log_search(folder, &filter, &wanted, LOG_BUDGET),
            (Source::One(folder, _), false) if folded => {
                let from = line.map_or(from, LogFrom::Whole);
                folded_page(folder, &from, limit)
            }
            (Source::One(folder, _), false) => log_page(folder, &line.map_or(from, LogFrom::Line), limit),
            (Source::Many(all, order), true) => merged_search(all, *order, &filter, &wanted, LOG_BUDGET),
            (Source::Many(all, order), false) => merged_page(all, *order, &from, limit),
        };
        found.map(|page| logs.told(page))
    });
    Ok(Json(found.await?.map_err(ApiError::internal)?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PhasesQuery {
    /// Of a job on several nodes: only this task
    rank: Option<u32>,
    /// Lines are counted without those that were drawn over
    #[serde(default)]
    folded: bool,
}

/// Phases of a job's log: the steps, what was made ready for a command, and what a command marks itself
///
/// A command begins one by the line `::group::NAME` and ends it by `::endgroup::`, or by the next. At most some ten thousand are told.
#[utoipa::path(get, path = "/jobs/{id}/log/phases", tag = "jobs", params(("id" = Id, Path), PhasesQuery),
    responses((status = 200, body = dto::LogPhases)))]
pub async fn phases(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    Query(query): Query<PhasesQuery>,
) -> ApiResult<Json<dto::LogPhases>> {
    let job = super::readable(&app, &permit, id).await?;
    let which = Which { rank: query.rank, ..Which::default() };
    let logs = Logs::of(&app, &job, which, LogOrderWord::Rank).await?;
    let items = tokio::task::spawn_blocking(move || -> std::io::Result<Vec<dto::LogPhase>> {
        let each: Vec<(JobFolder, Option<u32>)> = match logs.source {
            Source::One(folder, rank) => vec![(folder, rank)],
            Source::Many(all, _) => all.into_iter().zip((0..).map(Some)).collect(),
        };
        let mut items = Vec::new();
        for (folder, rank) in each {
            items.extend(log_phases(&folder, query.folded)?.into_iter().map(|phase| phase_of(phase, rank)));
        }
        Ok(items)
    });
    Ok(Json(dto::LogPhases { items: items.await?.map_err(ApiError::internal)? }))
}

fn phase_of(phase: Phase, rank: Option<u32>) -> dto::LogPhase {
    let started_at = Time::parse(&phase.started_at).unwrap_or(Time(0));
    let ended_at = phase.ended_at.as_deref().and_then(Time::parse);
    dto::LogPhase {
        name: phase.name,
        kind: match phase.kind {
            PhaseKind::Step => dto::LogPhaseKind::Step,
            PhaseKind::Setup => dto::LogPhaseKind::Setup,
            PhaseKind::Group => dto::LogPhaseKind::Group,
        },
        first: phase.first,
        last: phase.last,
        started_at,
        ended_at,
        duration_ms: ended_at.map(|at| u64::try_from(at.0 - started_at.0).unwrap_or(0)),
        code: phase.code,
        signal: phase.signal,
        rank,
    }
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Time, stream and text of each line
    #[default]
    Text,
    /// Text alone, as it was said
    Plain,
    /// One JSON object a line
    Jsonl,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DownloadQuery {
    #[serde(default)]
    #[param(inline)]
    format: LogFormat,
}

/// A job's log as a file, as far as it was written until now
#[utoipa::path(get, path = "/jobs/{id}/log/download", tag = "jobs", params(("id" = Id, Path), DownloadQuery, Narrowed),
    responses((status = 200, description = "The log", content((String = "text/plain"), (String = "application/jsonl")))))]
pub async fn download(
    permit: Permit<JobReadOwn>,
    State(app): State<App>,
    PathId(id): PathId,
    BothQueries(query, narrowed): BothQueries<DownloadQuery, Narrowed>,
) -> ApiResult<Response> {
    let job = super::readable(&app, &permit, id).await?;
    let logs = Logs::of(&app, &job, narrowed.which(), narrowed.order).await?;
    let (filter, format) = (narrowed.filter(), query.format);
    let begun = tokio::task::spawn_blocking(move || Downloading::new(logs, filter)).await?;
    let begun = begun.map_err(ApiError::internal)?;
    let parts = stream::try_unfold(begun, move |mut download| async move {
        let made = tokio::task::spawn_blocking(move || {
            let part = download.part(format)?;
            Ok::<_, std::io::Error>(part.map(|bytes| (bytes, download)))
        });
        made.await.map_err(std::io::Error::other)?
    });
    let (kind, end) = match format {
        LogFormat::Jsonl => ("application/jsonl", "jsonl"),
        LogFormat::Text | LogFormat::Plain => ("text/plain; charset=utf-8", "log"),
    };
    let mut response = Body::from_stream(parts).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let name = format!("attachment; filename=\"job-{id}.{end}\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// A log, or several, as far as they were told.
struct Downloading {
    logs: Logs,
    download: Download,
}

enum Download {
    One(LogDownload),
    Many(MergedLog),
}

impl Downloading {
    fn new(logs: Logs, filter: LogFilter) -> std::io::Result<Downloading> {
        let download = match &logs.source {
            Source::One(folder, _) => Download::One(LogDownload::new(folder, filter)?),
            Source::Many(all, order) => Download::Many(MergedLog::new(all, *order, filter)?),
        };
        Ok(Downloading { logs, download })
    }

    fn part(&mut self, format: LogFormat) -> std::io::Result<Option<Vec<u8>>> {
        let logs = &self.logs;
        let write = |line: &LogLine, out: &mut Vec<u8>| {
            let rank = logs.rank_of(line);
            write(format, line, rank, logs.node_of(rank), out);
        };
        match &mut self.download {
            Download::One(log) => log.part(PART, write),
            Download::Many(log) => log.part(PART, write),
        }
    }
}

fn write(format: LogFormat, line: &LogLine, rank: Option<u32>, node: Option<String>, out: &mut Vec<u8>) {
    let stream = line.stream.name();
    match format {
        LogFormat::Text => {
            let task = rank.map_or(String::new(), |rank| format!("[{rank}] "));
            out.extend_from_slice(format!("{} {stream:<5} {task}{}\n", line.at, line.text).as_bytes())
        }
        LogFormat::Plain => {
            out.extend_from_slice(line.text.as_bytes());
            out.push(b'\n');
        }
        LogFormat::Jsonl => {
            let mut object = serde_json::json!({
                "n": line.n, "at": line.at, "stream": stream, "phase": line.phase, "group": line.group,
                "redrawn": line.redrawn, "text": line.text,
            });
            if rank.is_some() {
                object["rank"] = rank.into();
                object["node"] = node.into();
            }
            out.extend_from_slice(object.to_string().as_bytes());
            out.push(b'\n');
        }
    }
}
