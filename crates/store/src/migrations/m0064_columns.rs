use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0064_columns",
    sql: "
-- What is known of a picture beside what it shows, by the name of a column.
CREATE TABLE picture_columns (
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    -- That of the picture, so that one index finds and counts
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    PRIMARY KEY (picture_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_columns_by_value ON picture_columns (project_id, name, value, picture_id);

-- Those of a picture at that moment, a JSON object.
ALTER TABLE version_pictures ADD COLUMN columns TEXT NOT NULL DEFAULT '{}';
-- Pictures that got columns.
ALTER TABLE imports ADD COLUMN columns INTEGER NOT NULL DEFAULT 0;
",
    fill: None,
};
