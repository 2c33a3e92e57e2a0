use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0042_recipes",
    sql: "
-- Several looks at a picture that make one verdict. The draft is whatever somebody has written so far, also where it cannot run.
CREATE TABLE recipes (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    draft TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    changed_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    changed_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX recipes_by_name ON recipes (project_id, name_key) WHERE deleted_at IS NULL;
CREATE INDEX recipes_by_project ON recipes (project_id, created_at, id);

-- What was kept of a draft; never changed but for the package that was made of it.
CREATE TABLE recipe_versions (
    id BLOB PRIMARY KEY NOT NULL,
    recipe_id BLOB NOT NULL REFERENCES recipes(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    note TEXT NOT NULL,
    document TEXT NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    model_id BLOB REFERENCES models(id) ON DELETE SET NULL,
    UNIQUE (recipe_id, number)
) STRICT;
CREATE INDEX recipe_versions_by_model ON recipe_versions (model_id) WHERE model_id IS NOT NULL;

-- Files that drafts and versions name beside models: pictures of the project, which stay here when they go there, and what was
-- sent. A name always means the same content.
CREATE TABLE recipe_files (
    recipe_id BLOB NOT NULL REFERENCES recipes(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (recipe_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX recipe_files_by_content ON recipe_files (hash);
",
    fill: None,
};
