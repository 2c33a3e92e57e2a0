use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0043_recipe_runs",
    sql: "
-- A version on many pictures, alone or beside another one: a job of the same id, in whose folder the verdicts lie.
CREATE TABLE recipe_runs (
    id BLOB PRIMARY KEY NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    recipe_id BLOB NOT NULL REFERENCES recipes(id) ON DELETE CASCADE,
    version_id BLOB NOT NULL REFERENCES recipe_versions(id) ON DELETE CASCADE,
    other_id BLOB REFERENCES recipe_versions(id) ON DELETE SET NULL,
    data TEXT NOT NULL,
    summary TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX recipe_runs_by_recipe ON recipe_runs (recipe_id, id);
",
    fill: None,
};
