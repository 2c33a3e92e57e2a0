use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0007_identity",
    sql: "
-- Who else may say who somebody is.
CREATE TABLE identity_providers (
    id BLOB PRIMARY KEY NOT NULL,
    -- oidc, ldap
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    enabled INTEGER NOT NULL,
    create_users INTEGER NOT NULL,
    -- JSON, by kind; without the secret.
    config TEXT NOT NULL,
    -- Sealed with a key that lies beside the database.
    secret BLOB,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

-- What a group of theirs gives here: one role or one group.
CREATE TABLE identity_mappings (
    provider_id BLOB NOT NULL REFERENCES identity_providers(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    their_group TEXT NOT NULL,
    role_id BLOB REFERENCES roles(id) ON DELETE CASCADE,
    group_id BLOB REFERENCES groups(id) ON DELETE CASCADE,
    PRIMARY KEY (provider_id, place),
    CHECK ((role_id IS NULL) <> (group_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_mappings_by_role ON identity_mappings (role_id);
CREATE INDEX identity_mappings_by_group ON identity_mappings (group_id);

-- One person at a provider is one user here.
CREATE TABLE identities (
    id BLOB PRIMARY KEY NOT NULL,
    user_id BLOB NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    provider_id BLOB NOT NULL REFERENCES identity_providers(id) ON DELETE CASCADE,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- How the person is called there, to be shown only.
    name TEXT NOT NULL,
    linked_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    UNIQUE (provider_id, issuer, subject)
) STRICT;
CREATE INDEX identities_by_user ON identities (user_id, linked_at, id);
",
    fill: None,
};
