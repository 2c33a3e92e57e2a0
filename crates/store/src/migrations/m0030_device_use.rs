use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0030_device_use",
    sql: "
-- Devices over time, as sums over the samples of a step: of a virtual cluster, or with an empty id of the whole cluster. Each
-- level has steps of another length, and is kept for another time.
CREATE TABLE device_use (
    cluster_id BLOB NOT NULL,
    device TEXT NOT NULL,
    level INTEGER NOT NULL,
    step INTEGER NOT NULL,
    samples INTEGER NOT NULL,
    used INTEGER NOT NULL,
    available INTEGER NOT NULL,
    unschedulable INTEGER NOT NULL,
    most_used INTEGER NOT NULL,
    PRIMARY KEY (cluster_id, device, level, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_use_by_step ON device_use (level, step);
",
    fill: None,
};
