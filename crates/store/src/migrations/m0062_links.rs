use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0062_links",
    sql: "
-- Whether an import from a storage leaves its pictures there and only remembers where they lie.
ALTER TABLE import_sources ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;
-- Whether a picture's bytes lie on a storage of the administrator's and not in the data folder.
ALTER TABLE pictures ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;
",
    fill: None,
};
