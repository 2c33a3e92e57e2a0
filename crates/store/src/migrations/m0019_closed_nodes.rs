use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0019_closed_nodes",
    sql: "
-- Nodes that somebody closed for new jobs, by the names of the cluster file.
CREATE TABLE closed_nodes (
    name TEXT PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    by_name TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
",
    fill: None,
};
