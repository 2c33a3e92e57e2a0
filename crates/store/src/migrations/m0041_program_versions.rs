use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0041_program_versions",
    sql: "
-- Versions of the program that have run on this folder, and since when each did.
CREATE TABLE program_versions (
    id BLOB NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
