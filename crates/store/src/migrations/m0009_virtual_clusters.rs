use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0009_virtual_clusters",
    sql: "
CREATE TABLE virtual_clusters (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    -- Everybody is a member, also who comes later.
    open INTEGER NOT NULL,
    -- Of one job; null: no end.
    longest_run_ms INTEGER,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX virtual_clusters_by_time ON virtual_clusters (created_at, id);

CREATE TABLE virtual_cluster_quotas (
    cluster_id BLOB NOT NULL REFERENCES virtual_clusters(id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    quota INTEGER NOT NULL,
    per_user INTEGER NOT NULL,
    PRIMARY KEY (cluster_id, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE virtual_cluster_users (
    cluster_id BLOB NOT NULL REFERENCES virtual_clusters(id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    administers INTEGER NOT NULL,
    PRIMARY KEY (cluster_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX virtual_cluster_users_by_user ON virtual_cluster_users (user_id, cluster_id);

CREATE TABLE virtual_cluster_groups (
    cluster_id BLOB NOT NULL REFERENCES virtual_clusters(id) ON DELETE CASCADE,
    group_id BLOB NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
    PRIMARY KEY (cluster_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX virtual_cluster_groups_by_group ON virtual_cluster_groups (group_id, cluster_id);

-- The first one; the server gives it all devices when it starts.
INSERT INTO virtual_clusters VALUES
    (x'00000000000070008000000000000001', 'default', 'default', '', 1, NULL, 0, 1);

-- Where one works who has not said otherwise.
ALTER TABLE users ADD COLUMN virtual_cluster_id BLOB REFERENCES virtual_clusters(id) ON DELETE SET NULL;
ALTER TABLE users ADD COLUMN longest_run_ms INTEGER;
CREATE INDEX users_by_virtual_cluster ON users (virtual_cluster_id) WHERE virtual_cluster_id IS NOT NULL;

ALTER TABLE jobs ADD COLUMN virtual_cluster_id BLOB REFERENCES virtual_clusters(id) ON DELETE SET NULL;
ALTER TABLE jobs ADD COLUMN device TEXT NOT NULL DEFAULT 'cpu';
-- Held at this moment.
ALTER TABLE jobs ADD COLUMN devices INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 100;
-- Its last start, from which the longest run counts.
ALTER TABLE jobs ADD COLUMN run_since INTEGER;
UPDATE jobs SET virtual_cluster_id = x'00000000000070008000000000000001', run_since = started_at;
CREATE INDEX jobs_by_virtual_cluster ON jobs (virtual_cluster_id, created_at, id);

ALTER TABLE services ADD COLUMN virtual_cluster_id BLOB REFERENCES virtual_clusters(id) ON DELETE SET NULL;
UPDATE services SET virtual_cluster_id = x'00000000000070008000000000000001';
CREATE INDEX services_by_virtual_cluster ON services (virtual_cluster_id);

ALTER TABLE imports ADD COLUMN virtual_cluster_id BLOB REFERENCES virtual_clusters(id) ON DELETE SET NULL;
UPDATE imports SET virtual_cluster_id = x'00000000000070008000000000000001';
CREATE INDEX imports_by_virtual_cluster ON imports (virtual_cluster_id);
",
    fill: None,
};
