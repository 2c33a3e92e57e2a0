use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0072_texts_and_formats",
    sql: "
-- Pictures are found by the texts that are marked in them: among a great many other regions these are few. A shape is written with its kind
-- first.
CREATE INDEX regions_with_text ON regions (picture_id) WHERE substr(shape, 1, 14) = '{\"kind\":\"text\"';

-- How the labels of an import are laid out, where somebody says so; null: that is found by what lies there.
ALTER TABLE imports ADD COLUMN format TEXT;
-- Pictures of which its label files do not speak are good.
ALTER TABLE imports ADD COLUMN unmentioned_good INTEGER NOT NULL DEFAULT 0;

-- Whole pictures go into the other project, with their labels, instead of regions that are cut out of them.
ALTER TABLE export_cuts ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;
-- Once all are there, they go into the bin of the project that they came from.
ALTER TABLE export_cuts ADD COLUMN away INTEGER NOT NULL DEFAULT 0;
",
    fill: None,
};
