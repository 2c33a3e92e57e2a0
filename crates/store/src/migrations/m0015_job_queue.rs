use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0015_job_queue",
    sql: "
-- A job may be of no project. The column is made anew, since SQLite cannot take a condition away from one.
DROP INDEX jobs_by_project;
ALTER TABLE jobs ADD COLUMN of_project BLOB REFERENCES projects(id) ON DELETE CASCADE;
UPDATE jobs SET of_project = project_id;
ALTER TABLE jobs DROP COLUMN project_id;
ALTER TABLE jobs RENAME COLUMN of_project TO project_id;
CREATE INDEX jobs_by_project ON jobs (project_id, created_at, id);

-- What it asks for. Null: as many devices as its virtual cluster gives it.
ALTER TABLE jobs ADD COLUMN wanted INTEGER;
ALTER TABLE jobs ADD COLUMN memory_mib INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN preemptible INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN limit_ms INTEGER;
ALTER TABLE jobs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
-- How often it made room, and how often it was begun again after a failure.
ALTER TABLE jobs ADD COLUMN preemptions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN restarts INTEGER NOT NULL DEFAULT 0;
-- By when its process is gone that was told to end.
ALTER TABLE jobs ADD COLUMN leave_by INTEGER;
-- Not shown any more; its log stays for a while.
ALTER TABLE jobs ADD COLUMN deleted_at INTEGER;
CREATE INDEX jobs_by_owner ON jobs (owner, created_at, id);
",
    fill: None,
};
