use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0033_review_batches",
    sql: "
-- Finished pictures that are accepted or sent back together, by what is found in a sample of them.
CREATE TABLE annotation_batches (
    id BLOB PRIMARY KEY NOT NULL,
    task_id BLOB NOT NULL REFERENCES annotation_tasks(id) ON DELETE CASCADE,
    aql INTEGER NOT NULL,
    level INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sample INTEGER NOT NULL,
    accept INTEGER NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    accepted INTEGER
) STRICT;
CREATE INDEX annotation_batches_by_task ON annotation_batches (task_id, id);
CREATE UNIQUE INDEX annotation_batches_open ON annotation_batches (task_id) WHERE ended_at IS NULL;

-- What was said of a picture when it was finished first, to be held beside what is accepted; and its part in a batch.
ALTER TABLE annotation_pieces ADD COLUMN first_label TEXT;
ALTER TABLE annotation_pieces ADD COLUMN batch_id BLOB REFERENCES annotation_batches(id) ON DELETE SET NULL;
ALTER TABLE annotation_pieces ADD COLUMN sampled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE annotation_pieces ADD COLUMN faulty INTEGER NOT NULL DEFAULT 0;
",
    fill: None,
};
