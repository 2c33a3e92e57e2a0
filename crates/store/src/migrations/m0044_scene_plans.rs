use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0044_scene_plans",
    sql: "
-- What is drawn once for a whole project, on one of its pictures: where the bead of glue belongs, where the components of a board lie.
-- A training keeps the plan that it was begun with.
CREATE TABLE scene_plans (
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    -- `bead` or `board`
    kind TEXT NOT NULL,
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    plan TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    PRIMARY KEY (project_id, kind)
) STRICT;
",
    fill: None,
};
