use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0021_job_templates",
    sql: "
-- Job files to begin from. `place` is whose they are: the user's id, the virtual cluster's, or empty where they are everybody's.
CREATE TABLE job_templates (
    id BLOB PRIMARY KEY NOT NULL,
    scope TEXT NOT NULL,
    place BLOB NOT NULL,
    owner BLOB REFERENCES users(id) ON DELETE SET NULL,
    cluster_id BLOB REFERENCES virtual_clusters(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    description TEXT NOT NULL,
    file TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (place, name_key)
) STRICT;
CREATE INDEX job_templates_by_owner ON job_templates (owner);
CREATE INDEX job_templates_by_cluster ON job_templates (cluster_id);
CREATE INDEX job_templates_by_name ON job_templates (name_key, id);
-- Nobody else sees those of somebody alone.
CREATE TRIGGER job_templates_of_nobody AFTER UPDATE OF owner ON job_templates
WHEN NEW.owner IS NULL AND NEW.scope = 'mine' BEGIN
    DELETE FROM job_templates WHERE id = NEW.id;
END;

-- The one that the form of somebody begins with; also one that comes with the product.
CREATE TABLE default_templates (
    user_id BLOB PRIMARY KEY NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    template_id BLOB NOT NULL
) STRICT;
",
    fill: None,
};
