use super::{Fill, Filling, Step};

pub(super) const STEP: Step = Step {
    name: "m0080_version_tasks",
    sql: "
-- How the labels of an import were laid out, as they were read; null: it brought none.
ALTER TABLE imports ADD COLUMN read_format TEXT;
UPDATE imports SET read_format = format WHERE labels > 0;

-- Tasks that a version's labels can teach, a JSON list of names, what says most first.
ALTER TABLE versions ADD COLUMN tasks TEXT NOT NULL DEFAULT '[]';
-- The project's, when it was made.
ALTER TABLE versions ADD COLUMN scene TEXT NOT NULL DEFAULT 'free';
-- By what ways its pictures came, a JSON list.
ALTER TABLE versions ADD COLUMN origins TEXT NOT NULL DEFAULT '[]';
UPDATE versions SET scene = (SELECT p.scene FROM projects p WHERE p.id = versions.project_id);
",
    fill: Some(Fill {
        filling: Filling::Versions,
        sql: "CREATE INDEX versions_by_scene ON versions (project_id, scene);",
    }),
};
