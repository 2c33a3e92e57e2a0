use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0016_job_ends",
    sql: "
-- How many jobs ended how, counted as they end: nobody counts a million rows.
CREATE TABLE job_ends (
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    jobs INTEGER NOT NULL,
    PRIMARY KEY (kind, state)
) STRICT, WITHOUT ROWID;
INSERT INTO job_ends (kind, state, jobs)
    SELECT kind, state, COUNT(*) FROM jobs WHERE state IN ('succeeded', 'failed', 'stopped') GROUP BY kind, state;
",
    fill: None,
};
