use super::Step;

/// The preset roles said they were made in 1970; they are as old as the database that they came with.
pub(super) const STEP: Step = Step {
    name: "m0012_preset_time",
    sql: "
UPDATE roles SET created_at = coalesce(
    (SELECT min(created_at) FROM users),
    CAST(strftime('%s', 'now') AS INTEGER) * 1000)
WHERE created_at = 0;
",
    fill: None,
};
