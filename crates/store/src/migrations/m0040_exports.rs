use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0040_exports",
    sql: "
-- A version as an archive in another program's format. It is a job of the same id, done by the server itself; the archive lies in
-- the job's folder for as long as it is kept.
CREATE TABLE exports (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    version_id BLOB NOT NULL REFERENCES versions(id) ON DELETE CASCADE,
    format TEXT NOT NULL,
    state TEXT NOT NULL,
    pictures INTEGER NOT NULL,
    bytes INTEGER,
    -- Names the content of the archive
    tag TEXT,
    losses TEXT NOT NULL,
    reason TEXT,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    kept_until INTEGER
) STRICT;
CREATE INDEX exports_by_version ON exports (version_id, id);
CREATE INDEX exports_by_state ON exports (state, kept_until);
",
    fill: None,
};
