use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0063_data_quotas",
    sql: "
-- Most bytes of pictures: of all projects that a user made, and of those that the users made who work in a virtual cluster.
ALTER TABLE users ADD COLUMN data_quota_bytes INTEGER;
ALTER TABLE virtual_clusters ADD COLUMN data_quota_bytes INTEGER;
-- Bytes of a project's pictures that lie in the data folder, also of those in the bin, and of pictures of the line that wait. Kept by the
-- triggers below, so that nobody has to count.
CREATE TABLE data_use (
    project_id BLOB NOT NULL PRIMARY KEY REFERENCES projects(id) ON DELETE CASCADE,
    bytes INTEGER NOT NULL
) STRICT;
INSERT INTO data_use (project_id, bytes) SELECT project_id, SUM(bytes) FROM (
    SELECT project_id, bytes FROM pictures WHERE linked = 0
    UNION ALL SELECT project_id, bytes FROM raw_pictures WHERE picture_id IS NULL) GROUP BY project_id;
CREATE INDEX projects_by_maker ON projects (created_by);

CREATE TRIGGER data_use_in AFTER INSERT ON pictures WHEN NEW.linked = 0 BEGIN
    INSERT INTO data_use (project_id, bytes) VALUES (NEW.project_id, NEW.bytes)
        ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER data_use_here AFTER UPDATE OF linked ON pictures WHEN OLD.linked <> 0 AND NEW.linked = 0 BEGIN
    INSERT INTO data_use (project_id, bytes) VALUES (NEW.project_id, NEW.bytes)
        ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER data_use_out AFTER DELETE ON pictures WHEN OLD.linked = 0 BEGIN
    UPDATE data_use SET bytes = bytes - OLD.bytes WHERE project_id = OLD.project_id;
END;
CREATE TRIGGER data_use_raw_in AFTER INSERT ON raw_pictures WHEN NEW.picture_id IS NULL BEGIN
    INSERT INTO data_use (project_id, bytes) VALUES (NEW.project_id, NEW.bytes)
        ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER data_use_raw_taken AFTER UPDATE OF picture_id ON raw_pictures
WHEN OLD.picture_id IS NULL AND NEW.picture_id IS NOT NULL BEGIN
    UPDATE data_use SET bytes = bytes - OLD.bytes WHERE project_id = OLD.project_id;
END;
CREATE TRIGGER data_use_raw_back AFTER UPDATE OF picture_id ON raw_pictures
WHEN OLD.picture_id IS NOT NULL AND NEW.picture_id IS NULL BEGIN
    UPDATE data_use SET bytes = bytes + OLD.bytes WHERE project_id = OLD.project_id;
END;
CREATE TRIGGER data_use_raw_out AFTER DELETE ON raw_pictures WHEN OLD.picture_id IS NULL BEGIN
    UPDATE data_use SET bytes = bytes - OLD.bytes WHERE project_id = OLD.project_id;
END;
",
    fill: None,
};
