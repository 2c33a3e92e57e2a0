use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0048_proposals",
    sql: "
-- A model of the project looks at pictures without labels and proposes some. It is a job of the same id.
CREATE TABLE prelabels (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    model_id BLOB NOT NULL REFERENCES models(id) ON DELETE CASCADE,
    -- Pictures that it was to look at
    pictures INTEGER NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX prelabels_by_project ON prelabels (project_id, id);
CREATE INDEX prelabels_by_model ON prelabels (model_id);

-- What it proposes of each: never a label. A row is there from the moment the picture is to be looked at.
CREATE TABLE proposals (
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    prelabel_id BLOB NOT NULL REFERENCES prelabels(id) ON DELETE CASCADE,
    -- waiting, open, accepted, mended, refused
    state TEXT NOT NULL,
    bad INTEGER NOT NULL,
    score REAL NOT NULL,
    uncertainty REAL NOT NULL,
    class_id BLOB,
    -- JSON list of places, each with an id, a class or null, a score and a shape
    regions TEXT NOT NULL,
    -- Somebody said no to it by hand
    denied INTEGER NOT NULL,
    settled_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    settled_at INTEGER,
    PRIMARY KEY (picture_id, prelabel_id)
) STRICT;
CREATE INDEX proposals_by_prelabel ON proposals (prelabel_id, state);
",
    fill: None,
};
