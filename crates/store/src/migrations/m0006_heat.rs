use super::Step;

/// Whether a heat map is still spoken of is asked when records go.
pub(super) const STEP: Step = Step {
    name: "m0006_heat",
    sql: "CREATE INDEX records_by_heat ON records (heat) WHERE heat IS NOT NULL;",
    fill: None,
};
