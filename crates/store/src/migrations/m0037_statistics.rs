use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0037_statistics",
    sql: "
-- What a content looks like, worked out once.
CREATE TABLE content_looks (
    hash TEXT PRIMARY KEY NOT NULL,
    -- Null: it could not be read.
    brightness REAL,
    sharpness REAL,
    likeness_hash INTEGER,
    likeness BLOB
) STRICT, WITHOUT ROWID;

-- The statistics of a version, or of a project as it was: one of each is kept.
CREATE TABLE statistics (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    id BLOB NOT NULL UNIQUE,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    version_id BLOB REFERENCES versions(id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    result TEXT,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX statistics_by_project ON statistics (project_id, version_id, number);
CREATE INDEX statistics_running ON statistics (state) WHERE state = 'running';

-- Which pictures a figure is of.
CREATE TABLE statistic_pictures (
    statistic INTEGER NOT NULL REFERENCES statistics(number) ON DELETE CASCADE,
    facet INTEGER NOT NULL,
    bin INTEGER NOT NULL,
    picture_id BLOB NOT NULL,
    PRIMARY KEY (statistic, facet, bin, picture_id)
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
