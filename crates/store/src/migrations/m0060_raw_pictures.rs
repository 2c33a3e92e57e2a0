use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0060_raw_pictures",
    sql: "
-- Pictures that machines of the line sent. They are none of the project's data until somebody takes them into it.
CREATE TABLE raw_pictures (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    -- By what the same one is known that is sent again
    request TEXT NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT NOT NULL,
    machine TEXT NOT NULL,
    -- Empty where nobody said it, as are those below
    product TEXT NOT NULL,
    station TEXT NOT NULL,
    serial TEXT NOT NULL,
    version TEXT NOT NULL,
    -- ok, ng; null: nobody said it
    flag TEXT,
    -- JSON list of places, each with the name of a class and a shape
    labels TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    sent_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    -- What it became in the project's data
    picture_id BLOB REFERENCES pictures(id) ON DELETE SET NULL,
    UNIQUE (project_id, request)
) STRICT;
CREATE INDEX raw_pictures_by_time ON raw_pictures (project_id, taken_at, id);
CREATE INDEX raw_pictures_by_machine ON raw_pictures (project_id, machine, taken_at, id);
CREATE INDEX raw_pictures_by_product ON raw_pictures (project_id, product, taken_at, id);
CREATE INDEX raw_pictures_by_station ON raw_pictures (project_id, station, taken_at, id);
CREATE INDEX raw_pictures_by_serial ON raw_pictures (project_id, serial);
CREATE INDEX raw_pictures_by_hash ON raw_pictures (hash);
CREATE INDEX raw_pictures_by_picture ON raw_pictures (picture_id);
CREATE INDEX raw_pictures_by_arrival ON raw_pictures (received_at);
",
    fill: None,
};
