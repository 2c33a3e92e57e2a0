use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0052_registries",
    sql: "
-- Registries of images that people have an account at. What proves it is sealed.
CREATE TABLE registries (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    login TEXT NOT NULL,
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    UNIQUE (user_id, host)
) STRICT;
",
    fill: None,
};
