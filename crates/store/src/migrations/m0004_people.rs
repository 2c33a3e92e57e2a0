use super::{Fill, Filling, Step};

pub(super) const STEP: Step = Step {
    name: "m0004_people",
    sql: "
ALTER TABLE users ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN mail TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
ALTER TABLE users ADD COLUMN built_in INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN must_change_password INTEGER NOT NULL DEFAULT 0;
-- 0: never. A place in an ordered list cannot be behind a null.
ALTER TABLE users ADD COLUMN last_login_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
-- What a search looks through, folded.
ALTER TABLE users ADD COLUMN search TEXT NOT NULL DEFAULT '';
-- The index of words knows rows by this number.
ALTER TABLE users ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE users SET number = rowid;
UPDATE users SET built_in = 1 WHERE id = (
    SELECT u.id FROM users u JOIN user_roles r ON r.user_id = u.id AND r.role = 'administrator'
    ORDER BY u.created_at, u.id LIMIT 1);

CREATE TABLE roles (
    id BLOB PRIMARY KEY NOT NULL,
    -- Of a preset one; what it gives is in the program.
    key TEXT UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
INSERT INTO roles VALUES
    (x'00000000000070008000000000000001', 'administrator', 'administrator', 'administrator', '', 0, 1),
    (x'00000000000070008000000000000002', 'platform_user', 'platform_user', 'platform_user', '', 0, 1),
    (x'00000000000070008000000000000003', 'annotator', 'annotator', 'annotator', '', 0, 1),
    (x'00000000000070008000000000000004', 'reviewer', 'reviewer', 'reviewer', '', 0, 1),
    (x'00000000000070008000000000000005', 'auditor', 'auditor', 'auditor', '', 0, 1);

CREATE TABLE role_permissions (
    role_id BLOB NOT NULL REFERENCES roles(id) ON DELETE CASCADE,
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE roles_of_users (
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    role_id BLOB NOT NULL REFERENCES roles(id),
    PRIMARY KEY (user_id, role_id)
) STRICT, WITHOUT ROWID;
INSERT INTO roles_of_users SELECT u.user_id, r.id FROM user_roles u JOIN roles r ON r.key = u.role;
DROP TABLE user_roles;
ALTER TABLE roles_of_users RENAME TO user_roles;
CREATE INDEX user_roles_by_role ON user_roles (role_id, user_id);

-- Groups hold users and no groups: there can be no circle.
CREATE TABLE groups (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX groups_by_time ON groups (created_at, id);

CREATE TABLE group_roles (
    group_id BLOB NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
    role_id BLOB NOT NULL REFERENCES roles(id),
    PRIMARY KEY (group_id, role_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_roles_by_role ON group_roles (role_id, group_id);

CREATE TABLE group_members (
    group_id BLOB NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_by_user ON group_members (user_id, group_id);

CREATE TABLE invitations (
    user_id BLOB PRIMARY KEY NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    secret_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
-- Null: all that the owner may.
ALTER TABLE tokens ADD COLUMN scopes TEXT;
ALTER TABLE tokens ADD COLUMN project_id BLOB REFERENCES projects(id) ON DELETE CASCADE;

CREATE TABLE second_factors (
    user_id BLOB PRIMARY KEY NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    -- Sealed with a key that lies beside the database.
    sealed BLOB NOT NULL,
    confirmed_at INTEGER,
    -- The last step of time whose code was used: no code works twice.
    last_step INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (user_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_logins (
    device_hash BLOB PRIMARY KEY NOT NULL,
    user_code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    -- waiting, approved, refused
    state TEXT NOT NULL,
    user_id BLOB REFERENCES users(id) ON DELETE CASCADE
) STRICT;

CREATE TABLE settings (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
",
    fill: Some(Fill {
        filling: Filling::Names,
        sql: "
CREATE UNIQUE INDEX users_by_key ON users (name_key);
CREATE UNIQUE INDEX users_by_number ON users (number);
-- Each order of the list, with what a search looks through, so that it need not look at the rows.
CREATE INDEX users_in_order_of_name ON users (name_key, id, search);
CREATE INDEX users_in_order_of_nickname ON users (nickname, id, search);
CREATE INDEX users_in_order_of_time ON users (created_at, id, search);
CREATE INDEX users_in_order_of_login ON users (last_login_at, id, search);
CREATE INDEX users_by_state ON users (state, id);

CREATE VIRTUAL TABLE user_words USING fts5(search, content='users', content_rowid='number', tokenize='trigram');
INSERT INTO user_words(rowid, search) SELECT number, search FROM users;
CREATE TRIGGER user_words_added AFTER INSERT ON users BEGIN
    INSERT INTO user_words(rowid, search) VALUES (NEW.number, NEW.search);
END;
CREATE TRIGGER user_words_removed AFTER DELETE ON users BEGIN
    INSERT INTO user_words(user_words, rowid, search) VALUES ('delete', OLD.number, OLD.search);
END;
CREATE TRIGGER user_words_changed AFTER UPDATE OF search ON users WHEN OLD.search <> NEW.search BEGIN
    INSERT INTO user_words(user_words, rowid, search) VALUES ('delete', OLD.number, OLD.search);
    INSERT INTO user_words(rowid, search) VALUES (NEW.number, NEW.search);
END;
",
    }),
};
