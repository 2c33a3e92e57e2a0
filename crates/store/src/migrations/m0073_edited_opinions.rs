use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0073_edited_opinions",
    sql: "
-- What each of two said of a picture, or what was finished first of it, where the merging of a class changed it: so that it can be taken back.
CREATE TABLE edit_opinions (
    edit INTEGER NOT NULL REFERENCES edits(number) ON DELETE CASCADE,
    task_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    -- 'said' or 'first'
    what TEXT NOT NULL,
    -- JSON: verdict, class, regions
    was TEXT NOT NULL,
    became TEXT NOT NULL,
    PRIMARY KEY (edit, task_id, position, what)
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
