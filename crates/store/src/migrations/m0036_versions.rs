use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0036_versions",
    sql: "
-- What is said of a version may change; what it holds does not.
ALTER TABLE versions ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE versions ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE versions ADD COLUMN published_at INTEGER;
ALTER TABLE versions ADD COLUMN published_by BLOB REFERENCES users(id) ON DELETE SET NULL;
ALTER TABLE versions ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE versions ADD COLUMN validation INTEGER NOT NULL DEFAULT 0;
-- The rule by which it was parted; null: a share was held back.
ALTER TABLE versions ADD COLUMN split TEXT;
UPDATE versions SET bytes = (SELECT coalesce(sum(p.bytes), 0) FROM version_pictures p WHERE p.version_id = versions.id);
CREATE INDEX versions_published ON versions (project_id, published_at) WHERE published_at IS NOT NULL;

-- Held back is the part to judge by.
ALTER TABLE version_pictures ADD COLUMN validation INTEGER NOT NULL DEFAULT 0;
-- The class that was said of the whole picture; `class_id` is the one that it counts as.
ALTER TABLE version_pictures ADD COLUMN said_class BLOB;
UPDATE version_pictures SET said_class = class_id WHERE regions = '[]';
CREATE INDEX version_pictures_by_hash ON version_pictures (version_id, hash);

CREATE INDEX models_by_version ON models (version_id) WHERE version_id IS NOT NULL;
CREATE INDEX jobs_by_version ON jobs (json_extract(spec, '$.version_id')) WHERE kind = 'train';

-- By what rule a project's pictures are parted, and into which part each went.
ALTER TABLE projects ADD COLUMN split TEXT;
ALTER TABLE pictures ADD COLUMN split TEXT;
CREATE INDEX pictures_by_split ON pictures (project_id, split, added_at, id) WHERE deleted_at IS NULL;
",
    fill: None,
};
