use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0018_job_tasks",
    sql: "
-- Null: a job on one node. Else `wanted` is what it asks for on each of so many.
ALTER TABLE jobs ADD COLUMN nodes INTEGER;
-- On each node, beside cards.
ALTER TABLE jobs ADD COLUMN cores INTEGER NOT NULL DEFAULT 0;

-- Where the last start of a job runs or ran: one row a node of it. They are written with the start and not changed.
CREATE TABLE job_tasks (
    job_id BLOB NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    rank INTEGER NOT NULL,
    node TEXT NOT NULL,
    -- Numbers of its cards, a list in JSON.
    cards TEXT NOT NULL,
    devices INTEGER NOT NULL,
    cores INTEGER NOT NULL,
    memory_mib INTEGER NOT NULL,
    -- Under which the tasks of a job reach each other.
    address TEXT NOT NULL,
    PRIMARY KEY (job_id, rank)
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
