use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0010_user_facets",
    sql: "
-- State, roles and groups of a user as signs that no name holds, so that one index tells who fulfils several conditions.
-- Each of them has a number for life.
CREATE TABLE facets (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    of BLOB NOT NULL UNIQUE
) STRICT;
INSERT INTO facets (of) VALUES
    (CAST('active' AS BLOB)), (CAST('invited' AS BLOB)), (CAST('waiting' AS BLOB)), (CAST('locked' AS BLOB));
INSERT INTO facets (of) SELECT id FROM roles;
INSERT INTO facets (of) SELECT id FROM groups;
CREATE TRIGGER facets_of_roles AFTER INSERT ON roles BEGIN INSERT INTO facets (of) VALUES (NEW.id); END;
CREATE TRIGGER facets_of_groups AFTER INSERT ON groups BEGIN INSERT INTO facets (of) VALUES (NEW.id); END;
CREATE TRIGGER facets_of_roles_gone AFTER DELETE ON roles BEGIN DELETE FROM facets WHERE of = OLD.id; END;
CREATE TRIGGER facets_of_groups_gone AFTER DELETE ON groups BEGIN DELETE FROM facets WHERE of = OLD.id; END;

ALTER TABLE users ADD COLUMN facets TEXT NOT NULL DEFAULT '';
CREATE VIEW facets_of_users AS SELECT u.id,
    char(2) || (SELECT group_concat(char(983040 + f.number % 131000), char(2)) FROM facets f WHERE f.of IN (
        SELECT CAST(u.state AS BLOB)
        UNION ALL SELECT r.role_id FROM user_roles r WHERE r.user_id = u.id
        UNION ALL SELECT m.group_id FROM group_members m WHERE m.user_id = u.id)) || char(2) AS facets
    FROM users u;
UPDATE users SET facets = (SELECT f.facets FROM facets_of_users f WHERE f.id = users.id);

DROP TRIGGER user_signs_added;
DROP TRIGGER user_signs_removed;
DROP TRIGGER user_signs_changed;
DROP TABLE user_signs;
CREATE VIRTUAL TABLE user_signs USING fts5(
    signs, facets, content='users', content_rowid='number', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO user_signs(rowid, signs, facets) SELECT number, signs, facets FROM users;
CREATE TRIGGER user_signs_added AFTER INSERT ON users BEGIN
    INSERT INTO user_signs(rowid, signs, facets) VALUES (NEW.number, NEW.signs, NEW.facets);
    UPDATE users SET facets = (SELECT f.facets FROM facets_of_users f WHERE f.id = NEW.id) WHERE id = NEW.id;
END;
CREATE TRIGGER user_signs_removed AFTER DELETE ON users BEGIN
    INSERT INTO user_signs(user_signs, rowid, signs, facets) VALUES ('delete', OLD.number, OLD.signs, OLD.facets);
END;
CREATE TRIGGER user_signs_changed AFTER UPDATE OF signs, facets ON users
    WHEN OLD.signs <> NEW.signs OR OLD.facets <> NEW.facets BEGIN
    INSERT INTO user_signs(user_signs, rowid, signs, facets) VALUES ('delete', OLD.number, OLD.signs, OLD.facets);
    INSERT INTO user_signs(rowid, signs, facets) VALUES (NEW.number, NEW.signs, NEW.facets);
END;

CREATE TRIGGER facets_of_state AFTER UPDATE OF state ON users WHEN OLD.state <> NEW.state BEGIN
    UPDATE users SET facets = (SELECT f.facets FROM facets_of_users f WHERE f.id = NEW.id) WHERE id = NEW.id;
END;
CREATE TRIGGER facets_of_role_given AFTER INSERT ON user_roles BEGIN
    UPDATE users SET facets = (SELECT f.facets FROM facets_of_users f WHERE f.id = NEW.user_id) WHERE id = NEW.user_id;
END;
CREATE TRIGGER facets_of_role_taken AFTER DELETE ON user_roles BEGIN
    UPDATE users SET facets = (SELECT f.facets FROM facets_of_users f WHERE f.id = OLD.user_id) WHERE id = OLD.user_id;
END;
CREATE TRIGGER facets_of_group_joined AFTER INSERT ON group_members BEGIN
    UPDATE users SET facets = (SELECT f.facets FROM facets_of_users f WHERE f.id = NEW.user_id) WHERE id = NEW.user_id;
END;
-- Of a group that goes as a whole nobody asks any more, and its number comes never again: its members stay as they are.
CREATE TRIGGER facets_of_group_left AFTER DELETE ON group_members
    WHEN EXISTS (SELECT 1 FROM groups WHERE id = OLD.group_id) BEGIN
    UPDATE users SET facets = (SELECT f.facets FROM facets_of_users f WHERE f.id = OLD.user_id) WHERE id = OLD.user_id;
END;

-- All that a list of users asks of a row, in each order.
DROP INDEX users_in_order_of_name;
DROP INDEX users_in_order_of_nickname;
DROP INDEX users_in_order_of_time;
DROP INDEX users_in_order_of_login;
CREATE INDEX users_in_order_of_name ON users (name_key, id, facets, search);
CREATE INDEX users_in_order_of_nickname ON users (nickname, id, facets, search);
CREATE INDEX users_in_order_of_time ON users (created_at, id, facets, search);
CREATE INDEX users_in_order_of_login ON users (last_login_at, id, facets, search);
-- The place in each order of whoever the index of signs finds.
CREATE INDEX users_in_place ON users (number, id, name_key, nickname, created_at, last_login_at);
",
    fill: None,
};
