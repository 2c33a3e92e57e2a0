use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0025_sharing",
    sql: "
ALTER TABLE virtual_clusters ADD COLUMN lends INTEGER NOT NULL DEFAULT 0;
ALTER TABLE virtual_clusters ADD COLUMN borrows INTEGER NOT NULL DEFAULT 0;
-- Beside the others, where the order is by fair share.
ALTER TABLE virtual_clusters ADD COLUMN weight INTEGER NOT NULL DEFAULT 1;
-- Most that a job may keep on the disk; none: no limit.
ALTER TABLE virtual_clusters ADD COLUMN disk_mib INTEGER;

-- What each user had of the devices of late, as it was at a moment; it fades.
CREATE TABLE device_uses (
    cluster_id BLOB NOT NULL REFERENCES virtual_clusters(id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    device_ms REAL NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (cluster_id, user_id)
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
