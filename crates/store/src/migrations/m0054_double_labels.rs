use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0054_double_labels",
    sql: "
-- Whether those who label a picture twice see nothing of each other.
ALTER TABLE annotation_tasks ADD COLUMN blind INTEGER NOT NULL DEFAULT 0;
-- Where two label the same picture: the other piece of it. The first has the smaller number.
ALTER TABLE annotation_pieces ADD COLUMN twin INTEGER;
-- When its page asked for it last; of pieces with a twin, which are not leased.
ALTER TABLE annotation_pieces ADD COLUMN seen_at INTEGER;

-- What one of two says of a picture. It is no label until a reviewer takes it.
CREATE TABLE annotation_opinions (
    task_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    -- JSON: verdict, class, regions
    label TEXT NOT NULL,
    revision INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (task_id, position),
    FOREIGN KEY (task_id, position) REFERENCES annotation_pieces(task_id, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Two pieces of one picture, by the number of the first.
CREATE TABLE annotation_pairs (
    task_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    second INTEGER NOT NULL,
    -- How far they agree, once both have finished
    f1 REAL,
    overlap REAL,
    same INTEGER,
    -- first, second or both: what the reviewer took
    taken TEXT,
    PRIMARY KEY (task_id, position),
    FOREIGN KEY (task_id, position) REFERENCES annotation_pieces(task_id, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
