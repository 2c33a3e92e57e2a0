use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0079_label_sets",
    sql: "
-- Classes to begin a project with. `place` is whose they are: the user's id, or empty where they are everybody's.
CREATE TABLE label_sets (
    id BLOB PRIMARY KEY NOT NULL,
    scope TEXT NOT NULL,
    place BLOB NOT NULL,
    owner BLOB REFERENCES users(id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    description TEXT NOT NULL,
    -- What good parts are called; empty: as the project has it
    good_name TEXT NOT NULL,
    -- A JSON list
    classes TEXT NOT NULL,
    class_count INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (place, name_key)
) STRICT;
CREATE INDEX label_sets_by_owner ON label_sets (owner);
CREATE INDEX label_sets_by_name ON label_sets (name_key, id);
-- Nobody else sees those of somebody alone.
CREATE TRIGGER label_sets_of_nobody AFTER UPDATE OF owner ON label_sets
WHEN NEW.owner IS NULL AND NEW.scope = 'mine' BEGIN
    DELETE FROM label_sets WHERE id = NEW.id;
END;
",
    fill: None,
};
