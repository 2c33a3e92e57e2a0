use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0071_data_facts",
    sql: "
-- What a list of data sets tells of the pictures of a project that are not in its bin, also of linked ones. Kept by the triggers below, so
-- that lists of projects with a great many pictures are put in order without counting them.
CREATE TABLE data_facts (
    project_id BLOB NOT NULL PRIMARY KEY REFERENCES projects(id) ON DELETE CASCADE,
    pictures INTEGER NOT NULL,
    labelled INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    -- When a picture last came, went or was labelled
    changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO data_facts (project_id, pictures, labelled, bytes, changed_at)
    SELECT project_id, SUM(deleted_at IS NULL), SUM(deleted_at IS NULL AND verdict IS NOT NULL),
        SUM(CASE WHEN deleted_at IS NULL THEN bytes ELSE 0 END), MAX(MAX(added_at, updated_at, COALESCE(deleted_at, 0)))
    FROM pictures GROUP BY project_id;

CREATE TRIGGER data_facts_in AFTER INSERT ON pictures WHEN NEW.deleted_at IS NULL BEGIN
    INSERT INTO data_facts (project_id, pictures, labelled, bytes, changed_at)
        VALUES (NEW.project_id, 1, NEW.verdict IS NOT NULL, NEW.bytes, NEW.added_at)
        ON CONFLICT DO UPDATE SET pictures = pictures + 1, labelled = labelled + excluded.labelled,
            bytes = bytes + excluded.bytes, changed_at = MAX(changed_at, excluded.changed_at);
END;
CREATE TRIGGER data_facts_changed AFTER UPDATE OF deleted_at, verdict, updated_at ON pictures BEGIN
    UPDATE data_facts SET pictures = pictures + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL),
        labelled = labelled + (NEW.deleted_at IS NULL AND NEW.verdict IS NOT NULL)
            - (OLD.deleted_at IS NULL AND OLD.verdict IS NOT NULL),
        bytes = bytes + NEW.bytes * ((NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL)),
        changed_at = MAX(changed_at, NEW.updated_at, COALESCE(NEW.deleted_at, 0))
        WHERE project_id = NEW.project_id;
END;
-- Those of the bin were taken off when they went there.
CREATE TRIGGER data_facts_out AFTER DELETE ON pictures WHEN OLD.deleted_at IS NULL BEGIN
    UPDATE data_facts SET pictures = pictures - 1, labelled = labelled - (OLD.verdict IS NOT NULL), bytes = bytes - OLD.bytes
        WHERE project_id = OLD.project_id;
END;
",
    fill: None,
};
