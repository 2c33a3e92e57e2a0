use super::{Fill, Filling, Step};

pub(super) const STEP: Step = Step {
    name: "m0008_user_signs",
    sql: "
-- What a search of one or two signs looks through.
ALTER TABLE users ADD COLUMN signs TEXT NOT NULL DEFAULT '';
-- With the state, so that a list of some states need not look at the rows.
DROP INDEX users_in_order_of_name;
DROP INDEX users_in_order_of_nickname;
DROP INDEX users_in_order_of_time;
DROP INDEX users_in_order_of_login;
CREATE INDEX users_in_order_of_name ON users (name_key, id, state, search);
CREATE INDEX users_in_order_of_nickname ON users (nickname, id, state, search);
CREATE INDEX users_in_order_of_time ON users (created_at, id, state, search);
CREATE INDEX users_in_order_of_login ON users (last_login_at, id, state, search);
",
    fill: Some(Fill {
        filling: Filling::Signs,
        sql: "
CREATE VIRTUAL TABLE user_signs USING fts5(
    signs, content='users', content_rowid='number', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO user_signs(rowid, signs) SELECT number, signs FROM users;
CREATE TRIGGER user_signs_added AFTER INSERT ON users BEGIN
    INSERT INTO user_signs(rowid, signs) VALUES (NEW.number, NEW.signs);
END;
CREATE TRIGGER user_signs_removed AFTER DELETE ON users BEGIN
    INSERT INTO user_signs(user_signs, rowid, signs) VALUES ('delete', OLD.number, OLD.signs);
END;
CREATE TRIGGER user_signs_changed AFTER UPDATE OF signs ON users WHEN OLD.signs <> NEW.signs BEGIN
    INSERT INTO user_signs(user_signs, rowid, signs) VALUES ('delete', OLD.number, OLD.signs);
    INSERT INTO user_signs(rowid, signs) VALUES (NEW.number, NEW.signs);
END;
",
    }),
};
