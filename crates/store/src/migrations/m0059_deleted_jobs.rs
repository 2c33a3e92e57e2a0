use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0059_deleted_jobs",
    sql: "
DROP INDEX jobs_deleted;
CREATE INDEX jobs_deleted ON jobs (deleted_at, id) WHERE deleted_at IS NOT NULL;
-- Whether jobs of a virtual cluster may change the folder of data that the server shares.
ALTER TABLE virtual_clusters ADD COLUMN writes_data INTEGER NOT NULL DEFAULT 0;
",
    fill: None,
};
