use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0045_edits",
    sql: "
-- Edits of many pictures at once, or of a class, and what was before: they can be taken back for a while.
CREATE TABLE edits (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    id BLOB NOT NULL UNIQUE,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    pictures INTEGER NOT NULL,
    -- Whether regions were changed, too
    regions INTEGER NOT NULL,
    made_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    made_at INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX edits_by_project ON edits (project_id, number);
CREATE INDEX edits_by_time ON edits (made_at);

-- A picture as it was before.
CREATE TABLE edit_pictures (
    edit INTEGER NOT NULL REFERENCES edits(number) ON DELETE CASCADE,
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    verdict TEXT,
    class_id BLOB,
    region_count INTEGER NOT NULL,
    split TEXT,
    PRIMARY KEY (edit, picture_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX edit_pictures_by_picture ON edit_pictures (picture_id, edit);

-- What was marked on it.
CREATE TABLE edit_regions (
    edit INTEGER NOT NULL REFERENCES edits(number) ON DELETE CASCADE,
    picture_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    class_id BLOB NOT NULL,
    shape TEXT NOT NULL,
    attributes TEXT NOT NULL,
    grouped INTEGER,
    PRIMARY KEY (edit, picture_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX pictures_in_bin ON pictures (project_id, deleted_at, id) WHERE deleted_at IS NOT NULL;
",
    fill: None,
};
