use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0023_endpoints",
    sql: "
-- Who else may come into a job by one of its endpoints, and until when.
CREATE TABLE endpoint_shares (
    id BLOB NOT NULL PRIMARY KEY,
    job_id BLOB NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    shared_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    UNIQUE (job_id, endpoint, user_id)
) STRICT;
CREATE INDEX endpoint_shares_by_user ON endpoint_shares (user_id, expires_at);

-- When each was used last. A connection that only stays open is no use.
CREATE TABLE endpoint_uses (
    job_id BLOB NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (job_id, endpoint)
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
