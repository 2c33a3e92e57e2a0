use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0078_project_managers",
    sql: "
-- Who may hand out and review the annotation work of one project, whatever they may elsewhere.
CREATE TABLE project_managers (
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    -- Who named them
    named_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    named_at INTEGER NOT NULL,
    PRIMARY KEY (project_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_managers_by_user ON project_managers (user_id, project_id);
CREATE INDEX project_managers_by_named ON project_managers (named_by);
",
    fill: None,
};
