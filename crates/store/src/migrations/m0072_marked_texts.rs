use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0072_marked_texts",
    sql: "
-- Pictures are found by the texts that are marked in them: among a great many other regions these are few. A shape is written with its kind
-- first.
CREATE INDEX regions_with_text ON regions (picture_id) WHERE substr(shape, 1, 14) = '{\"kind\":\"text\"';
",
    fill: None,
};
