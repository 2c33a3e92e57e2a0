use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0005_audit",
    sql: "
-- Who did what. Each row's hash is over the row and the hash before it.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at INTEGER NOT NULL,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    from_address TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT,
    object_name TEXT NOT NULL,
    project_id BLOB,
    before TEXT,
    after TEXT,
    result TEXT NOT NULL,
    request_id TEXT,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_actor ON audit (actor_id, seq);
CREATE INDEX audit_by_action ON audit (action, seq);
CREATE INDEX audit_by_object ON audit (object_kind, object_id, seq);
CREATE INDEX audit_by_time ON audit (at);

-- Up to here rows were removed because the time they are kept was over; the next one's prev_hash is this hash.
CREATE TABLE audit_checkpoint (
    one INTEGER PRIMARY KEY NOT NULL CHECK (one = 1),
    removed_to INTEGER NOT NULL,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
INSERT INTO audit_checkpoint VALUES (1, 0, x'', 0);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'rows of the audit are never changed');
END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
WHEN OLD.seq > (SELECT removed_to FROM audit_checkpoint) BEGIN
    SELECT RAISE(ABORT, 'rows of the audit are removed only by its retention');
END;
CREATE TRIGGER audit_checkpoint_goes_forward BEFORE UPDATE ON audit_checkpoint
WHEN NEW.removed_to <= OLD.removed_to
    OR NEW.hash IS NOT (SELECT hash FROM audit WHERE seq = NEW.removed_to) BEGIN
    SELECT RAISE(ABORT, 'the checkpoint of the audit only goes forward, to a row that is there');
END;
CREATE TRIGGER audit_checkpoint_stays BEFORE DELETE ON audit_checkpoint BEGIN
    SELECT RAISE(ABORT, 'the checkpoint of the audit stays');
END;
",
    fill: None,
};
