use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0065_public",
    sql: "
-- Everybody who can log in may look at its pictures, versions and statistics.
ALTER TABLE projects ADD COLUMN public INTEGER NOT NULL DEFAULT 0;

-- Exports whose cut regions become pictures of another project, instead of an archive.
CREATE TABLE export_cuts (
    export_id BLOB PRIMARY KEY NOT NULL REFERENCES exports(id) ON DELETE CASCADE,
    -- It may have gone meanwhile
    into_project BLOB NOT NULL,
    -- Of the region's sides, added on each side
    margin REAL NOT NULL,
    -- JSON list of ids; empty: all
    classes TEXT NOT NULL,
    -- Of the last picture that is done
    position INTEGER NOT NULL,
    added INTEGER NOT NULL,
    known INTEGER NOT NULL,
    labelled INTEGER NOT NULL,
    -- Pictures that cannot be read
    unreadable INTEGER NOT NULL
) STRICT;
",
    fill: None,
};
