use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0061_import_sources",
    sql: "
-- Imports that the server does by itself, from a folder of a storage that it can read.
CREATE TABLE import_sources (
    import_id BLOB NOT NULL PRIMARY KEY REFERENCES imports(id) ON DELETE CASCADE,
    storage TEXT NOT NULL,
    -- Below it; empty: all of it
    path TEXT NOT NULL
) STRICT;
",
    fill: None,
};
