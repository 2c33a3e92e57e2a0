use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0003_work",
    sql: "
CREATE TABLE jobs (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Counts starts, and those of them that ended without a word.
    attempt INTEGER NOT NULL,
    losses INTEGER NOT NULL,
    reason TEXT,
    progress TEXT,
    spec TEXT NOT NULL,
    owner BLOB REFERENCES users(id) ON DELETE SET NULL,
    service_id BLOB,
    model_id BLOB,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER
) STRICT;
CREATE INDEX jobs_by_project ON jobs (project_id, created_at, id);
CREATE INDEX jobs_by_time ON jobs (created_at, id);
CREATE INDEX jobs_by_state ON jobs (state) WHERE state NOT IN ('succeeded', 'failed', 'stopped');

-- What happened to each job; its state is what these say.
CREATE TABLE job_events (
    job_id BLOB NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    event TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (job_id, number)
) STRICT;

CREATE TABLE models (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    job_id BLOB NOT NULL UNIQUE REFERENCES jobs(id),
    version_id BLOB REFERENCES versions(id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    task TEXT NOT NULL,
    stage TEXT NOT NULL,
    note TEXT NOT NULL,
    threshold REAL NOT NULL,
    classes TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    summary TEXT,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (project_id, number)
) STRICT;

CREATE TABLE services (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    model_id BLOB NOT NULL REFERENCES models(id),
    name TEXT NOT NULL,
    keep TEXT NOT NULL,
    job_id BLOB REFERENCES jobs(id),
    -- Its job is to be followed by another one: it was started anew while it was still ending.
    again INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX services_by_project ON services (project_id, id);

-- Verdicts, by the million. The time of one is in its id. What lists do not filter by stands last.
CREATE TABLE records (
    id BLOB NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    service_id BLOB NOT NULL REFERENCES services(id),
    model_id BLOB NOT NULL REFERENCES models(id),
    serial TEXT,
    verdict TEXT NOT NULL,
    score REAL NOT NULL,
    class TEXT,
    recheck TEXT NOT NULL,
    recheck_class BLOB,
    recheck_by BLOB,
    recheck_at INTEGER,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    picture TEXT,
    heat TEXT,
    picture_id BLOB,
    user_id BLOB,
    request_key TEXT,
    prediction TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX records_by_id ON records (id);
CREATE INDEX records_by_project ON records (project_id, id);
CREATE INDEX records_by_verdict ON records (project_id, verdict, id);
CREATE INDEX records_by_recheck ON records (project_id, recheck, id);
CREATE INDEX records_by_recheck_verdict ON records (project_id, recheck, verdict, id);
CREATE INDEX records_by_class ON records (project_id, class, id);
CREATE INDEX records_by_service ON records (service_id, id);
CREATE INDEX records_by_service_verdict ON records (service_id, verdict, id);
CREATE INDEX records_by_service_recheck ON records (service_id, recheck, id);
CREATE INDEX records_by_service_recheck_verdict ON records (service_id, recheck, verdict, id);
CREATE INDEX records_by_service_class ON records (service_id, class, id);
CREATE INDEX records_by_serial ON records (project_id, serial, id) WHERE serial IS NOT NULL;
CREATE INDEX records_by_content ON records (picture) WHERE picture IS NOT NULL;
CREATE UNIQUE INDEX records_by_request ON records (user_id, request_key) WHERE request_key IS NOT NULL;

-- Counts that grow with the records, so that nobody ever counts a million rows.
CREATE TABLE record_hours (
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    service_id BLOB NOT NULL REFERENCES services(id),
    hour INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    recheck TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (project_id, hour, service_id, verdict, recheck)
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
