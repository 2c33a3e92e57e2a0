use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0064_columns",
    sql: "
-- What is known of a picture beside what it shows, by the name of a column.
CREATE TABLE picture_columns (
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    -- That of the picture, so that one index finds and counts
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    PRIMARY KEY (picture_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_columns_by_value ON picture_columns (project_id, name, value, picture_id);

-- Those of a picture at that moment, a JSON object.
ALTER TABLE version_pictures ADD COLUMN columns TEXT NOT NULL DEFAULT '{}';
-- Pictures that got columns.
ALTER TABLE imports ADD COLUMN columns INTEGER NOT NULL DEFAULT 0;

-- Of the newest proposal that was worked out, so that a large wall is filtered and put in order by it.
ALTER TABLE pictures ADD COLUMN score REAL;
CREATE INDEX pictures_by_score ON pictures (project_id, score, id) WHERE deleted_at IS NULL AND score IS NOT NULL;
UPDATE pictures SET score = (SELECT p.score FROM proposals p WHERE p.picture_id = pictures.id AND p.state <> 'waiting'
    ORDER BY p.prelabel_id DESC LIMIT 1) WHERE id IN (SELECT picture_id FROM proposals WHERE state <> 'waiting');
CREATE TRIGGER proposal_scored AFTER UPDATE OF score ON proposals BEGIN
    UPDATE pictures SET score = (SELECT p.score FROM proposals p WHERE p.picture_id = NEW.picture_id AND p.state <> 'waiting'
        ORDER BY p.prelabel_id DESC LIMIT 1) WHERE id = NEW.picture_id;
END;
-- Also where its model or its job goes.
CREATE TRIGGER proposal_gone AFTER DELETE ON proposals WHEN OLD.state <> 'waiting' BEGIN
    UPDATE pictures SET score = (SELECT p.score FROM proposals p WHERE p.picture_id = OLD.picture_id AND p.state <> 'waiting'
        ORDER BY p.prelabel_id DESC LIMIT 1) WHERE id = OLD.picture_id;
END;
",
    fill: None,
};
