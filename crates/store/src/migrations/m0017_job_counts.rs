use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0017_job_counts",
    sql: "
-- How many jobs there are of each owner, project, virtual cluster, kind and state, kept as they change: a list tells its
-- length without counting a million rows. An empty value stands for none.
CREATE TABLE job_counts (
    owner BLOB NOT NULL,
    project_id BLOB NOT NULL,
    cluster_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    jobs INTEGER NOT NULL,
    PRIMARY KEY (owner, project_id, cluster_id, kind, state)
) STRICT, WITHOUT ROWID;
INSERT INTO job_counts (owner, project_id, cluster_id, kind, state, jobs)
    SELECT COALESCE(owner, x''), COALESCE(project_id, x''), COALESCE(virtual_cluster_id, x''), kind, state, COUNT(*)
    FROM jobs WHERE deleted_at IS NULL GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER job_counts_in AFTER INSERT ON jobs WHEN NEW.deleted_at IS NULL BEGIN
    INSERT INTO job_counts (owner, project_id, cluster_id, kind, state, jobs) VALUES (COALESCE(NEW.owner, x''),
        COALESCE(NEW.project_id, x''), COALESCE(NEW.virtual_cluster_id, x''), NEW.kind, NEW.state, 1)
        ON CONFLICT DO UPDATE SET jobs = jobs + 1;
END;
CREATE TRIGGER job_counts_out AFTER DELETE ON jobs WHEN OLD.deleted_at IS NULL BEGIN
    UPDATE job_counts SET jobs = jobs - 1 WHERE owner = COALESCE(OLD.owner, x'')
        AND project_id = COALESCE(OLD.project_id, x'') AND cluster_id = COALESCE(OLD.virtual_cluster_id, x'')
        AND kind = OLD.kind AND state = OLD.state;
END;
CREATE TRIGGER job_counts_from AFTER UPDATE OF owner, project_id, virtual_cluster_id, kind, state, deleted_at ON jobs
WHEN OLD.deleted_at IS NULL BEGIN
    UPDATE job_counts SET jobs = jobs - 1 WHERE owner = COALESCE(OLD.owner, x'')
        AND project_id = COALESCE(OLD.project_id, x'') AND cluster_id = COALESCE(OLD.virtual_cluster_id, x'')
        AND kind = OLD.kind AND state = OLD.state;
END;
CREATE TRIGGER job_counts_to AFTER UPDATE OF owner, project_id, virtual_cluster_id, kind, state, deleted_at ON jobs
WHEN NEW.deleted_at IS NULL BEGIN
    INSERT INTO job_counts (owner, project_id, cluster_id, kind, state, jobs) VALUES (COALESCE(NEW.owner, x''),
        COALESCE(NEW.project_id, x''), COALESCE(NEW.virtual_cluster_id, x''), NEW.kind, NEW.state, 1)
        ON CONFLICT DO UPDATE SET jobs = jobs + 1;
END;
CREATE INDEX jobs_by_state_and_time ON jobs (state, created_at, id);
CREATE INDEX jobs_by_cluster ON jobs (virtual_cluster_id, created_at, id);
CREATE INDEX jobs_by_kind ON jobs (kind, created_at, id);
",
    fill: None,
};
