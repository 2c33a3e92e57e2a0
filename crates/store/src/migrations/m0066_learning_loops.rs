use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0066_learning_loops",
    sql: "
-- Projects that train by themselves as labels come.
CREATE TABLE learning_loops (
    project_id BLOB PRIMARY KEY NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    -- New labels that begin the next training
    after INTEGER NOT NULL,
    -- In whose name
    owner_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    -- That there were when the last training began, or when it was turned on
    labelled INTEGER NOT NULL,
    -- The training that is waited for; null: labels are
    job_id BLOB REFERENCES jobs(id) ON DELETE SET NULL,
    -- Why it does not go on, as a problem; null: nothing keeps it
    kept TEXT
) STRICT;
",
    fill: None,
};
