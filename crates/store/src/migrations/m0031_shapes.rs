use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0031_shapes",
    sql: "
-- What a class asks of its regions, what is said of a region beside its class, and which regions belong together.
ALTER TABLE classes ADD COLUMN attributes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE regions ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
ALTER TABLE regions ADD COLUMN grouped INTEGER;
",
    fill: None,
};
