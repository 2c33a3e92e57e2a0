use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0053_closed_endpoints",
    sql: "
-- Ways into jobs by which nobody comes in until they are opened again.
CREATE TABLE closed_endpoints (
    job_id BLOB NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    closed_at INTEGER NOT NULL,
    PRIMARY KEY (job_id, endpoint)
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
