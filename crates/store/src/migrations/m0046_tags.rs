use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0046_tags",
    sql: "
-- Words that people put to pictures.
CREATE TABLE tags (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    name TEXT NOT NULL COLLATE NOCASE,
    UNIQUE (project_id, name)
) STRICT;

CREATE TABLE picture_tags (
    tag INTEGER NOT NULL REFERENCES tags(number) ON DELETE CASCADE,
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    PRIMARY KEY (tag, picture_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_tags_by_picture ON picture_tags (picture_id, tag);

-- Words that an edit put to a picture, or took from it.
CREATE TABLE edit_tags (
    edit INTEGER NOT NULL REFERENCES edits(number) ON DELETE CASCADE,
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    tag INTEGER NOT NULL REFERENCES tags(number) ON DELETE CASCADE,
    added INTEGER NOT NULL,
    PRIMARY KEY (edit, picture_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX edit_tags_by_picture ON edit_tags (picture_id);
CREATE INDEX edit_tags_by_tag ON edit_tags (tag);

-- The wall by who said what is said, and by size.
CREATE INDEX pictures_by_person ON pictures (project_id, updated_by, added_at, id)
    WHERE deleted_at IS NULL AND verdict IS NOT NULL;
CREATE INDEX pictures_by_bytes ON pictures (project_id, bytes) WHERE deleted_at IS NULL;
",
    fill: None,
};
