use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0024_import_jobs",
    sql: "
-- An import is a job of the same id from now on; older ones have none. How far it is: 'receive' while files come, 'read' once
-- nothing more comes, 'label' once problems of its files were told.
ALTER TABLE imports ADD COLUMN step TEXT NOT NULL DEFAULT 'receive';
-- When the last file was taken in.
ALTER TABLE imports ADD COLUMN heard_at INTEGER;
",
    fill: None,
};
