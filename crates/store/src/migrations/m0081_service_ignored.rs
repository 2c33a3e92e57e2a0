use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0081_service_ignored",
    sql: "
-- Parts of a service's pictures that do not matter: boxes and outlines by name, as JSON. NULL: all of a picture matters.
ALTER TABLE services ADD COLUMN ignored TEXT;
",
    fill: None,
};
