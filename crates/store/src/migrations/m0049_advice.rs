use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0049_advice",
    sql: "
-- What a content looks like through the backbone, worked out once; null: it could not be read.
CREATE TABLE content_features (
    hash TEXT PRIMARY KEY NOT NULL,
    features BLOB
) STRICT;

-- A look at all pictures of a project; it is a job of the same id.
CREATE TABLE advices (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    -- That it looked at
    pictures INTEGER NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    -- Null: not done, or ended without
    done_at INTEGER
) STRICT;
CREATE INDEX advices_by_project ON advices (project_id, id);

-- What the last one said.
CREATE TABLE picture_advice (
    picture_id BLOB PRIMARY KEY NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    -- Of the label then; what is said of a label does not hold for another
    revision INTEGER NOT NULL,
    -- In the order of what to label next, from 0; null: not among the first
    place INTEGER,
    -- The label is likely wrong by so much; null: it is not
    margin REAL,
    -- What it looks like; null: bad, without a class
    instead BLOB,
    -- It is like no other by so much; null: it is not
    outlier REAL
) STRICT;
CREATE INDEX picture_advice_by_project ON picture_advice (project_id, place);

-- Somebody looked at it and said that it is right: a label as long as it stays as it is, a picture for good.
CREATE TABLE advice_silenced (
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    revision INTEGER NOT NULL,
    by_user BLOB REFERENCES users(id) ON DELETE SET NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (picture_id, what)
) STRICT;
",
    fill: None,
};
