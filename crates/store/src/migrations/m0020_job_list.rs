use super::{Fill, Filling, Step};

/// Where a state stands when a list is ordered by it: what runs first, what is over last.
macro_rules! rank {
    () => {
        "CASE NEW.state WHEN 'running' THEN 0 WHEN 'starting' THEN 1 WHEN 'pausing' THEN 2 WHEN 'preempting' THEN 3
            WHEN 'stopping' THEN 4 WHEN 'queued' THEN 5 WHEN 'paused' THEN 6 WHEN 'failed' THEN 7
            WHEN 'stopped' THEN 8 ELSE 9 END"
    };
}

/// What runs still counts as longer than all that ended, the earliest first: so its place does not move.
macro_rules! took {
    () => {
        "CASE WHEN NEW.started_at IS NULL THEN -1 WHEN NEW.ended_at IS NULL THEN 9007199254740991 - NEW.started_at
            ELSE NEW.ended_at - NEW.started_at END"
    };
}

/// The group of a job as it is now.
macro_rules! group {
    () => {
        "owner = COALESCE(NEW.owner, x'') AND project_id = COALESCE(NEW.project_id, x'')
            AND cluster_id = COALESCE(NEW.virtual_cluster_id, x'') AND kind = NEW.kind AND state = NEW.state
            AND device = NEW.device"
    };
}

macro_rules! count_in {
    () => {
        "INSERT INTO job_groups (owner, project_id, cluster_id, kind, state, device, jobs) VALUES (COALESCE(NEW.owner, x''),
            COALESCE(NEW.project_id, x''), COALESCE(NEW.virtual_cluster_id, x''), NEW.kind, NEW.state, NEW.device, 1)
            ON CONFLICT DO UPDATE SET jobs = jobs + 1;"
    };
}

macro_rules! count_out {
    () => {
        "UPDATE job_groups SET jobs = jobs - 1 WHERE number = (SELECT of_group FROM job_list WHERE id = OLD.id);"
    };
}

macro_rules! owner_key {
    () => {
        "COALESCE((SELECT name_key FROM users WHERE id = NEW.owner), '')"
    };
}

pub(super) const STEP: Step = Step {
    name: "m0020_job_list",
    sql: concat!(
        "
-- Jobs that are alike in all that lists are filtered by are one group, with how many there are, kept as they change. An
-- empty value stands for none.
DROP TRIGGER job_counts_in;
DROP TRIGGER job_counts_out;
DROP TRIGGER job_counts_from;
DROP TRIGGER job_counts_to;
DROP TABLE job_counts;
CREATE TABLE job_groups (
    number INTEGER PRIMARY KEY,
    owner BLOB NOT NULL,
    project_id BLOB NOT NULL,
    cluster_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    device TEXT NOT NULL,
    jobs INTEGER NOT NULL,
    UNIQUE (owner, project_id, cluster_id, kind, state, device)
) STRICT;

-- What lists ask of a job, and no more: a narrow row is read in a microsecond where the job itself takes ten. Numbers rise
-- in the order in which jobs came, and so does `submitted`, also where the clock was set back.
CREATE TABLE job_list (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    of_group INTEGER NOT NULL,
    submitted INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    took INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    place INTEGER NOT NULL,
    name_key TEXT NOT NULL,
    owner_key TEXT NOT NULL,
    search TEXT NOT NULL
) STRICT;

CREATE TRIGGER job_list_in AFTER INSERT ON jobs WHEN NEW.deleted_at IS NULL BEGIN
    ", count_in!(), "
    INSERT INTO job_list (id, of_group, submitted, started, ended, took, priority, place, name_key, owner_key, search)
        SELECT NEW.id, g.number,
            MAX(NEW.created_at, COALESCE((SELECT submitted FROM job_list ORDER BY number DESC LIMIT 1), NEW.created_at)),
            COALESCE(NEW.started_at, 0), COALESCE(NEW.ended_at, 0), ", took!(), ", NEW.priority, 0, lower(NEW.name), ",
            owner_key!(), ", lower(NEW.name)
        FROM job_groups g WHERE ", group!(), ";
    UPDATE job_list SET place = (", rank!(), ") * 1099511627776 - number WHERE id = NEW.id;
END;
CREATE TRIGGER job_list_moved AFTER UPDATE OF
    owner, project_id, virtual_cluster_id, kind, state, device, started_at, ended_at, priority ON jobs
WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NULL BEGIN
    ", count_out!(), "
    ", count_in!(), "
    UPDATE job_list SET of_group = (SELECT g.number FROM job_groups g WHERE ", group!(), "),
        started = COALESCE(NEW.started_at, 0), ended = COALESCE(NEW.ended_at, 0), took = ", took!(), ",
        priority = NEW.priority, place = (", rank!(), ") * 1099511627776 - number, owner_key = ", owner_key!(), "
        WHERE id = NEW.id;
END;
CREATE TRIGGER job_list_gone AFTER UPDATE OF deleted_at ON jobs
WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL BEGIN
    ", count_out!(), "
    DELETE FROM job_list WHERE id = OLD.id;
END;
CREATE TRIGGER job_list_out AFTER DELETE ON jobs WHEN OLD.deleted_at IS NULL BEGIN
    ", count_out!(), "
    DELETE FROM job_list WHERE id = OLD.id;
END;
CREATE TRIGGER job_list_owner AFTER UPDATE OF name_key ON users WHEN OLD.name_key <> NEW.name_key BEGIN
    UPDATE job_list SET owner_key = NEW.name_key
        WHERE of_group IN (SELECT number FROM job_groups WHERE owner = NEW.id);
END;

-- The jobs that there are.
INSERT INTO job_groups (owner, project_id, cluster_id, kind, state, device, jobs)
    SELECT COALESCE(owner, x''), COALESCE(project_id, x''), COALESCE(virtual_cluster_id, x''), kind, state, device, COUNT(*)
    FROM jobs WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO job_list (id, of_group, submitted, started, ended, took, priority, place, name_key, owner_key, search)
    SELECT NEW.id, (SELECT g.number FROM job_groups g WHERE ", group!(), "),
        NEW.created_at, COALESCE(NEW.started_at, 0), COALESCE(NEW.ended_at, 0), ", took!(), ", NEW.priority, ", rank!(), ",
        lower(NEW.name), ", owner_key!(), ", ''
    FROM jobs NEW WHERE NEW.deleted_at IS NULL ORDER BY NEW.created_at, NEW.id;
UPDATE job_list SET place = place * 1099511627776 - number;

-- All that a walk along an order asks of a row.
CREATE INDEX job_list_by_group ON job_list (of_group, number);
CREATE INDEX job_list_by_submission ON job_list (submitted, number);
CREATE INDEX job_list_by_start ON job_list (started, id, of_group);
CREATE INDEX job_list_by_end ON job_list (ended, id, of_group);
CREATE INDEX job_list_by_time ON job_list (took, id, of_group);
CREATE INDEX job_list_by_priority ON job_list (priority, id, of_group);
CREATE INDEX job_list_by_state ON job_list (place, id, of_group);
CREATE INDEX job_list_by_name ON job_list (name_key, id, of_group);
CREATE INDEX job_list_by_owner ON job_list (owner_key, id, of_group);
DROP INDEX jobs_by_kind;
DROP INDEX jobs_by_cluster;
CREATE INDEX jobs_deleted ON jobs (deleted_at) WHERE deleted_at IS NOT NULL;

-- Words in names and tags, three signs at a time; single signs and pairs as for users.
CREATE VIRTUAL TABLE job_words USING fts5(words, content='', contentless_delete=1, tokenize='trigram', detail='none');
"
    ),
    fill: Some(Fill {
        filling: Filling::Jobs,
        sql: "
CREATE TRIGGER job_words_gone AFTER DELETE ON job_list BEGIN
    DELETE FROM job_words WHERE rowid = OLD.number;
END;
",
    }),
};
