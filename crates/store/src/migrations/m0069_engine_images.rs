use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0069_engine_images",
    sql: "
-- Images that administrators offer for the commands of jobs: an engine of a version, and which types of devices it is made for.
CREATE TABLE engine_images (
    id BLOB PRIMARY KEY NOT NULL,
    image TEXT NOT NULL UNIQUE,
    framework TEXT NOT NULL,
    version TEXT NOT NULL,
    -- A list in JSON; empty: any
    devices TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
",
    fill: None,
};
