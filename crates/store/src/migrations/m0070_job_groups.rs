use super::Step;

pub(super) const STEP: Step = Step {
    name: "m0070_job_groups",
    sql: "
-- With all that a list is put in order by: the few jobs of a user among a million are then read in one piece, where each lay on a page of its own.
DROP INDEX job_list_by_group;
CREATE INDEX job_list_by_group ON job_list
    (of_group, number, id, started, ended, took, priority, place, name_key, owner_key);
",
    fill: None,
};
