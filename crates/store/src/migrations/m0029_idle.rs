use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0029_idle",
    sql: "
-- What a virtual cluster does about jobs that use nothing; without a row: nothing.
CREATE TABLE cluster_idle_limits (
    cluster_id BLOB NOT NULL PRIMARY KEY REFERENCES virtual_clusters(id) ON DELETE CASCADE,
    warn_ms INTEGER,
    pause_ms INTEGER
) STRICT;

-- Jobs that are idle at this moment, since when they use nothing, and when their owner was warned.
CREATE TABLE job_idle (
    job_id BLOB NOT NULL PRIMARY KEY REFERENCES jobs(id) ON DELETE CASCADE,
    since INTEGER NOT NULL,
    warned_at INTEGER
) STRICT;

-- Devices times time that jobs of a user held on a day, counted in days since 1970 (UTC), and how much of it idle.
CREATE TABLE device_days (
    cluster_id BLOB NOT NULL REFERENCES virtual_clusters(id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    day INTEGER NOT NULL,
    held_ms INTEGER NOT NULL,
    idle_ms INTEGER NOT NULL,
    PRIMARY KEY (cluster_id, user_id, device, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_days_by_day ON device_days (day);
CREATE INDEX device_days_by_user ON device_days (user_id);

-- When the owner of a job gets mail as it ends.
ALTER TABLE users ADD COLUMN job_mail TEXT NOT NULL DEFAULT 'failure';

-- Mail about jobs that is still to be sent.
CREATE TABLE job_notices (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    job_id BLOB NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX job_notices_by_job ON job_notices (job_id);
",
    fill: None,
};
