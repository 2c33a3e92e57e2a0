use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0026_ssh_keys",
    sql: "
-- Public keys of people. The same key may be several people's: then each lets its holder in.
CREATE TABLE ssh_keys (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    bits INTEGER NOT NULL,
    public_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    UNIQUE (user_id, fingerprint)
) STRICT;
CREATE INDEX ssh_keys_by_fingerprint ON ssh_keys (fingerprint);
",
    fill: None,
};
