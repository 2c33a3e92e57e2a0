use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0032_annotation_tasks",
    sql: "
-- Pictures that a manager handed out: to people who have each their part, or to a pool from which each takes the next.
CREATE TABLE annotation_tasks (
    id BLOB PRIMARY KEY NOT NULL,
    project_id BLOB NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    instructions TEXT NOT NULL,
    deadline INTEGER,
    pool INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    created_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    created_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE INDEX annotation_tasks_by_project ON annotation_tasks (project_id, created_at, id);

-- Who works on a task. A pool without anybody is open to all who may annotate.
CREATE TABLE annotation_task_people (
    task_id BLOB NOT NULL REFERENCES annotation_tasks(id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    PRIMARY KEY (task_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_task_people_by_user ON annotation_task_people (user_id, task_id);

-- One picture of a task; its state follows from the moments.
CREATE TABLE annotation_pieces (
    task_id BLOB NOT NULL REFERENCES annotation_tasks(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    picture_id BLOB NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    user_id BLOB REFERENCES users(id) ON DELETE SET NULL,
    taken_at INTEGER,
    worked_ms INTEGER NOT NULL DEFAULT 0,
    first_done_at INTEGER,
    done_at INTEGER,
    sent_back_at INTEGER,
    sent_back INTEGER NOT NULL DEFAULT 0,
    accepted_at INTEGER,
    reviewed_by BLOB REFERENCES users(id) ON DELETE SET NULL,
    state TEXT NOT NULL GENERATED ALWAYS AS (CASE
        WHEN accepted_at IS NOT NULL THEN 'accepted'
        WHEN done_at IS NOT NULL THEN 'done'
        WHEN sent_back_at IS NOT NULL THEN 'sent_back'
        ELSE 'open' END) VIRTUAL,
    PRIMARY KEY (task_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_pieces_by_state ON annotation_pieces (task_id, state, position);
CREATE INDEX annotation_pieces_by_user ON annotation_pieces (user_id, task_id, state, position);
CREATE INDEX annotation_pieces_by_picture ON annotation_pieces (picture_id, user_id);

-- What reviewer and annotator say to each other of a picture, pinned to a place of it.
CREATE TABLE annotation_notes (
    id BLOB PRIMARY KEY NOT NULL,
    task_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    user_id BLOB REFERENCES users(id) ON DELETE SET NULL,
    at INTEGER NOT NULL,
    x REAL,
    y REAL,
    text TEXT NOT NULL,
    FOREIGN KEY (task_id, position) REFERENCES annotation_pieces(task_id, position) ON DELETE CASCADE
) STRICT;
CREATE INDEX annotation_notes_by_piece ON annotation_notes (task_id, position, id);

-- Whoever has a picture open to work on it. Ends by itself where the page does not renew it.
CREATE TABLE picture_leases (
    picture_id BLOB PRIMARY KEY NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    seen_at INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_leases_by_user ON picture_leases (user_id);
",
    fill: None,
};
