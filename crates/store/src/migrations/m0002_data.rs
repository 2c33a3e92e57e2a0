use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0002_data",
    sql: "
CREATE TABLE projects (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    product TEXT NOT NULL,
    scene TEXT NOT NULL,
    good_name TEXT NOT NULL,
    note TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX projects_by_name ON projects (name) WHERE deleted_at IS NULL;

CREATE TABLE classes (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    name TEXT NOT NULL COLLATE NOCASE,
    colour TEXT NOT NULL,
    good INTEGER NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (project_id, name)
) STRICT;

CREATE TABLE imports (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    received_bytes INTEGER NOT NULL,
    files INTEGER NOT NULL,
    added INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    labels INTEGER NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX imports_by_project ON imports (project_id, id);
CREATE INDEX imports_by_state ON imports (state);

CREATE TABLE refusals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    import_id BLOB NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX refusals_by_import ON refusals (import_id, id);

-- A picture of a project and what is said of the whole of it. Removed ones stay: versions speak of them.
CREATE TABLE pictures (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT NOT NULL,
    source TEXT NOT NULL,
    import_id BLOB REFERENCES imports(id) ON DELETE SET NULL,
    added_at INTEGER NOT NULL,
    deleted_at INTEGER,
    verdict TEXT,
    class_id BLOB REFERENCES classes(id),
    region_count INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB REFERENCES users(id) ON DELETE SET NULL
) STRICT;
CREATE UNIQUE INDEX pictures_by_hash ON pictures (project_id, hash) WHERE deleted_at IS NULL;
CREATE INDEX pictures_by_time ON pictures (project_id, added_at, id) WHERE deleted_at IS NULL;
CREATE INDEX pictures_by_name ON pictures (project_id, name, id) WHERE deleted_at IS NULL;
CREATE INDEX pictures_by_verdict ON pictures (project_id, verdict, added_at, id) WHERE deleted_at IS NULL;
CREATE INDEX pictures_by_class ON pictures (class_id) WHERE class_id IS NOT NULL;
CREATE INDEX pictures_removed ON pictures (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX pictures_by_content ON pictures (hash);
CREATE INDEX pictures_by_import ON pictures (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE regions (
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    class_id BLOB NOT NULL REFERENCES classes(id),
    shape TEXT NOT NULL,
    PRIMARY KEY (picture_id, position)
) STRICT;
CREATE INDEX regions_by_class ON regions (class_id, picture_id);

-- What was said of which pictures at one moment. Written once, in one transaction, never changed.
CREATE TABLE versions (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    note TEXT NOT NULL,
    pictures INTEGER NOT NULL,
    labelled INTEGER NOT NULL,
    held_back INTEGER NOT NULL,
    classes TEXT NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (project_id, number)
) STRICT;

CREATE TABLE version_pictures (
    version_id BLOB NOT NULL REFERENCES versions(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    picture_id BLOB NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT NOT NULL,
    source TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    verdict TEXT,
    class_id BLOB,
    regions TEXT NOT NULL,
    held_back INTEGER NOT NULL,
    PRIMARY KEY (version_id, position)
) STRICT;
CREATE INDEX version_pictures_by_content ON version_pictures (hash);
",
    fill: None,
};
