use super::*;
use crate::document::{Recipe, StepKind, parse};
use crate::{CodeKind, StepValue};
use fovea_domain::text::{CheckFault, ReadText};
use fovea_domain::{PredictedRegion, Timings, Verdict as Found};
use serde_json::json;

fn bbox(x: f32, y: f32, w: f32, h: f32) -> BBox {
    BBox { x, y, w, h }
}

fn place(class: &str, score: f32, b: BBox) -> PredictedRegion {
    let corners = vec![[b.x, b.y], [b.x + b.w, b.y], [b.x + b.w, b.y + b.h], [b.x, b.y + b.h]];
    PredictedRegion { class: class.into(), score, bbox: b, polygon: Polygon(corners), area: b.w * b.h }
}

fn text(text: &str, score: f32) -> ReadText {
    let quad = [[10.0, 10.0], [60.0, 10.0], [60.0, 20.0], [10.0, 20.0]];
    ReadText { text: text.into(), score, quad, chars: Vec::new(), checks: Vec::new() }
}

fn prediction(regions: Vec<PredictedRegion>, texts: Vec<ReadText>) -> Prediction {
    let bad = !regions.is_empty();
    Prediction {
        verdict: if bad { Found::Ng } else { Found::Ok },
        score: if bad { 0.9 } else { 0.1 },
        class: Some(if bad { "dent" } else { "good" }.into()),
        scores: [("dent".to_string(), if bad { 0.9 } else { 0.1 })].into(),
        regions,
        components: BTreeMap::new(),
        texts,
        bead: None,
        ms: Timings::default(),
    }
}

fn step(id: &str, value: StepValue) -> StepResult {
    let areas = [("a".to_string(), bbox(0.0, 0.0, 100.0, 50.0)), ("b".into(), bbox(0.0, 60.0, 100.0, 50.0))];
    let reasons = Vec::new();
    StepResult {
        id: id.into(),
        kind: "look",
        state: State::Done,
        ms: 0.0,
        value,
        reasons,
        areas: areas.into(),
    }
}

fn code(text: &str) -> FoundCode {
    FoundCode {
        kind: CodeKind::Qr,
        text: text.into(),
        quad: [[0.0, 0.0], [9.0, 0.0], [9.0, 9.0], [0.0, 9.0]],
    }
}

/// Two looks and a code reader, each over the regions `a` and `b`, and the rules.
fn recipe(rules: Value) -> Recipe {
    let regions = json!({ "a": { "box": [0, 0, 100, 50] }, "b": { "box": [0, 60, 100, 50] } });
    parse(json!({ "format": 1, "name": "test", "steps": [
        { "id": "shot", "kind": "acquire" },
        { "id": "places", "kind": "regions", "on": "shot", "regions": regions },
        { "id": "face", "kind": "look", "on": "places", "model": "face.fovea" },
        { "id": "label", "kind": "look", "on": "places", "model": "read.fovea" },
        { "id": "code", "kind": "code", "on": "places" },
        { "id": "rules", "kind": "rules", "rules": rules },
        { "id": "verdict", "kind": "verdict", "of": ["rules"] },
    ] }))
    .unwrap()
}

/// What is found in most tests: dents in `a`, a text in each, a code in `b`.
fn found() -> Vec<StepResult> {
    let dents = vec![
        place("dent", 0.9, bbox(5.0, 5.0, 10.0, 4.0)),
        place("dent", 0.3, bbox(40.0, 5.0, 2.0, 2.0)),
        place("scratch", 0.8, bbox(60.0, 5.0, 30.0, 1.0)),
    ];
    let face = [("a", prediction(dents, Vec::new())), ("b", prediction(Vec::new(), Vec::new()))];
    let label = [
        ("a", prediction(Vec::new(), vec![text("LOT 42", 0.5), text("LOT 261231", 0.9)])),
        ("b", prediction(Vec::new(), vec![text("4006381333931", 0.8)])),
    ];
    let owned = |all: [(&str, Prediction); 2]| all.map(|(n, p)| (n.to_string(), p)).into();
    let codes = [("a".to_string(), Vec::new()), ("b".into(), vec![code("SN-1")])];
    vec![
        step("face", StepValue::Found { found: owned(face) }),
        step("label", StepValue::Found { found: owned(label) }),
        step("code", StepValue::Codes { codes: codes.into() }),
    ]
}

fn judged_on(steps: &[StepResult], rules: Value) -> Vec<RuleResult> {
    let recipe = recipe(rules);
    let StepKind::Rules(rules) = &recipe.steps[5].kind else { panic!("no rules") };
    let mut texts = BTreeMap::new();
    fn add(rule: &Rule, path: &str, texts: &mut BTreeMap<(String, String), TextRule>) {
        if let Some(ready) = TextRule::of(&rule.kind) {
            texts.insert(("rules".into(), path.into()), ready.unwrap());
        }
        for (n, inner) in rule.kind.inner().iter().enumerate() {
            let single = matches!(rule.kind, RuleKind::Not { .. });
            add(inner, &if single { format!("{path}.rule") } else { format!("{path}.rules[{n}]") }, texts);
        }
    }
    for (n, rule) in rules.rules.iter().enumerate() {
        add(rule, &format!("rules[{n}]"), &mut texts);
    }
    let table = "serial,lot\nSN-1,LOT 261231\nSN-2,LOT 7\n";
    let mut tables = BTreeMap::new();
    for rule in &rules.rules {
        if let RuleKind::Text { expected: Some(crate::document::Expected::Table(t)), .. } = &rule.kind {
            tables.insert(t.id(), TableRows::read(table.as_bytes(), t).unwrap());
        }
    }
    let facts = Facts {
        steps: steps.iter().map(|s| (s.id.as_str(), s)).collect(),
        given: &[("serial".to_string(), "SN-2".to_string())].into(),
        today: "2026-12-31".parse().unwrap(),
        tables: &tables,
        texts: &texts,
    };
    judge("rules", &rules.rules, &facts)
}

fn judged(rule: Value) -> RuleResult {
    judged_on(&found(), json!([rule])).remove(0)
}

fn kinds(result: &RuleResult) -> Vec<(ReasonKind, String)> {
    result.reasons.iter().map(|r| (r.kind, r.what.clone().unwrap_or_default())).collect()
}

#[test]
fn a_model_that_finds_nothing_wrong_passes_and_what_it_finds_is_told() {
    assert_eq!(
        judged(json!({ "name": "r", "kind": "passes", "of": "face", "region": "b" })).holds,
        Some(true)
    );
    let told = judged(json!({ "name": "r", "kind": "passes", "of": "face", "otherwise": "recheck" }));
    assert_eq!(told.holds, Some(false));
    assert_eq!(told.reasons.len(), 3);
    let first = &told.reasons[0];
    assert_eq!(
        (first.kind, first.what.as_deref(), first.region.as_deref()),
        (ReasonKind::Defect, Some("dent"), Some("a"))
    );
    assert_eq!((first.verdict, first.crop), (Verdict::Recheck, Some(bbox(5.0, 5.0, 10.0, 4.0))));
}

#[test]
fn numbers_have_limits_and_are_found_by_their_names() {
    let number = |region: &str, field: &str, limit: Value| {
        let mut rule =
            json!({ "name": "r", "kind": "number", "of": "face", "region": region, "field": field });
        rule.as_object_mut().unwrap().extend(limit.as_object().unwrap().clone());
        judged(rule)
    };
    assert_eq!(number("b", "score", json!({ "max": 0.1 })).holds, Some(true));
    let above = number("a", "scores.dent", json!({ "min": 0.0, "max": 0.5 }));
    assert_eq!(kinds(&above), [(ReasonKind::Above, "scores.dent".into())]);
    assert_eq!(above.reasons[0].measured, Some(Measured::Number(0.9)));
    assert_eq!(above.reasons[0].limit, Some(Measured::Number(0.5)));
    assert_eq!(kinds(&number("a", "score", json!({ "min": 0.95 }))), [(ReasonKind::Below, "score".into())]);
    assert_eq!(kinds(&number("a", "bead.length_mm", json!({ "min": 1 })))[0].0, ReasonKind::NoValue);
}

#[test]
fn classes_and_counts_are_held_against_what_is_allowed() {
    let class =
        |classes: Value| judged(json!({ "name": "r", "kind": "class", "of": "face", "classes": classes }));
    assert_eq!(class(json!(["good", "dent"])).holds, Some(true));
    assert_eq!(class(json!(["good"])).reasons[0].measured, Some(Measured::Text("dent".into())));
    let count = |more: Value| {
        let mut rule = json!({ "name": "r", "kind": "count", "of": "face" });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        judged(rule).measured
    };
    assert_eq!(count(json!({ "max": 9 })), Some(Measured::Number(3.0)));
    assert_eq!(count(json!({ "class": "dent", "max": 9 })), Some(Measured::Number(2.0)));
    assert_eq!(count(json!({ "class": "dent", "area_px2": 10.0, "max": 9 })), Some(Measured::Number(1.0)));
    assert_eq!(count(json!({ "score": 0.5, "max": 9 })), Some(Measured::Number(2.0)));
    let codes = judged(json!({ "name": "r", "kind": "count", "of": "code", "region": "a", "min": 1 }));
    assert_eq!(kinds(&codes), [(ReasonKind::Below, "count".into())]);
    assert_eq!(codes.reasons[0].crop, Some(bbox(0.0, 0.0, 100.0, 50.0)));
}

#[test]
fn limits_are_of_each_class_and_classes_that_are_not_named_must_not_be_there() {
    let limits = |classes: Value| {
        kinds(&judged(json!({ "name": "r", "kind": "limits", "of": "face", "classes": classes })))
            .into_iter()
            .map(|k| k.1)
            .collect::<Vec<_>>()
    };
    assert_eq!(limits(json!({ "dent": { "most": 2 }, "scratch": {} })), Vec::<String>::new());
    assert_eq!(limits(json!({ "dent": {} })), ["scratch.count"]);
    assert_eq!(limits(json!({ "*": { "most": 1 } })), ["dent.count"]);
    assert_eq!(limits(json!({ "dent": { "most": 1, "area_px2": 5.0 }, "*": {} })), Vec::<String>::new());
    assert_eq!(limits(json!({ "scratch": { "longest_px": 29.0 }, "*": {} })), ["scratch.length_px"]);
    assert_eq!(
        limits(json!({ "dent": { "largest_px2": 39.0, "total_px2": 43.0 }, "*": {} })),
        ["dent.area_px2", "dent.total_px2"]
    );
}

#[test]
fn of_several_texts_the_one_that_fits_best_counts() {
    let text = |more: Value| {
        let mut rule = json!({ "name": "r", "kind": "text", "of": "label" });
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        judged(rule)
    };
    let fits = text(json!({ "region": "a", "pattern": "LOT [0-9]{6}", "score": 0.8 }));
    assert_eq!((fits.holds, fits.measured), (Some(true), Some(Measured::Text("LOT 261231".into()))));
    // As a whole: a part that fits is not enough.
    assert_eq!(
        kinds(&text(json!({ "region": "a", "pattern": "LOT [0-9]{5}" }))),
        [(ReasonKind::Text, "pattern".into())]
    );
    assert_eq!(text(json!({ "region": "b", "checks": ["gs1"] })).holds, Some(true));
    let wrong = text(json!({ "region": "b", "checks": ["gs1", "imei"], "score": 0.9 }));
    assert_eq!(kinds(&wrong), [(ReasonKind::Text, "imei".into()), (ReasonKind::Unsure, "score".into())]);
    assert!(matches!(wrong.reasons[0].fault, Some(CheckFault::Length { found: 13 })));
    assert_eq!(wrong.reasons[0].crop, Some(bbox(10.0, 10.0, 50.0, 10.0)));
    // Without a region each of them must hold.
    assert_eq!(text(json!({ "checks": ["gs1"] })).holds, Some(false));
}

#[test]
fn dates_are_held_against_the_day_of_the_run() {
    let date = |more: Value| {
        let mut date = json!({ "format": "YYMMDD" });
        date.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        kinds(&judged(json!({ "name": "r", "kind": "text", "of": "label", "region": "a", "date": date })))
    };
    assert_eq!(date(json!({ "equals": "today" })), []);
    assert_eq!(date(json!({ "not_before": "today-30", "not_after": "today" })), []);
    assert_eq!(date(json!({ "not_after": "today-1" })), [(ReasonKind::Text, "date".into())]);
    assert_eq!(date(json!({ "equals": "today+1" })), [(ReasonKind::Text, "date".into())]);
    assert_eq!(date(json!({ "not_before": "2026-12-31", "not_after": "2026-12-31" })), []);
}

#[test]
fn what_is_expected_stands_there_is_given_or_comes_from_a_table() {
    let expected = |expected: Value| {
        judged(json!({ "name": "r", "kind": "text", "of": "label", "region": "a", "expected": expected }))
    };
    assert_eq!(expected(json!({ "text": " LOT  261231 " })).holds, Some(true));
    let other = expected(json!({ "given": "serial" }));
    assert_eq!(other.reasons[0].limit, Some(Measured::Text("SN-2".into())));
    let table = |key: Value| {
        expected(json!({ "table": { "file": "t.csv", "key_column": "serial", "column": "lot", "key": key } }))
    };
    assert_eq!(table(json!({ "read": { "step": "code" } })).holds, Some(true));
    assert_eq!(table(json!({ "given": "serial" })).reasons[0].limit, Some(Measured::Text("LOT 7".into())));
    assert_eq!(kinds(&table(json!({ "read": { "step": "code", "region": "a" } })))[0].0, ReasonKind::NoText);
    assert_eq!(kinds(&table(json!({ "read": { "step": "label", "region": "b" } })))[0].0, ReasonKind::NoRow);
}

#[test]
fn tables_that_cannot_be_used_say_why() {
    let table: crate::document::Table = serde_json::from_value(
        json!({ "file": "t", "key_column": "a", "column": "b", "key": { "given": "x" } }),
    )
    .unwrap();
    let read = |text: &str| TableRows::read(text.as_bytes(), &table);
    assert_eq!(read("\u{feff}a,b\n1 , x\n").unwrap().0, [("1".to_string(), "x".to_string())].into());
    assert!(read("a,c\n1,2\n").unwrap_err().contains("`b`; there are a, c"));
    assert!(read("a,b\n1,2\n1,3\n").unwrap_err().contains("row 3"));
    assert!(read("a,b\n1,2\n1,2\n").is_ok());
}

#[test]
fn two_places_say_the_same_or_not() {
    let same = |of: Value, and: Value| judged(json!({ "name": "r", "kind": "same", "of": of, "and": and }));
    assert_eq!(same(json!({ "step": "label", "region": "a" }), json!({ "step": "label" })).holds, Some(true));
    let other = same(json!({ "step": "label", "region": "b" }), json!({ "step": "code" }));
    assert_eq!(kinds(&other), [(ReasonKind::Different, "code".into())]);
    let nothing = same(json!({ "step": "label" }), json!({ "step": "code", "region": "a" }));
    assert_eq!(kinds(&nothing)[0].0, ReasonKind::NoText);
}

#[test]
fn logic_has_three_values() {
    let yes = json!({ "kind": "passes", "of": "face", "region": "b" });
    let no = json!({ "kind": "passes", "of": "face", "region": "a" });
    let unknown = json!({ "kind": "count", "of": "code", "min": 1 });
    let mut steps = found();
    steps[2].state = State::Skipped;
    let holds = |rule: Value| judged_on(&steps, json!([rule])).remove(0);
    let of = |kind: &str, rules: &[&Value]| holds(json!({ "name": "r", "kind": kind, "rules": rules })).holds;
    assert_eq!(of("all", &[&yes, &yes]), Some(true));
    assert_eq!(of("all", &[&yes, &unknown]), None);
    assert_eq!(of("all", &[&no, &unknown]), Some(false));
    assert_eq!(of("any", &[&no, &yes, &unknown]), Some(true));
    assert_eq!(of("any", &[&no, &unknown]), None);
    assert_eq!(of("any", &[&no, &no]), Some(false));
    let not = |rule: &Value| holds(json!({ "name": "r", "kind": "not", "rule": rule }));
    assert_eq!((not(&no).holds, not(&unknown).holds), (Some(true), None));
    let told = not(&yes);
    assert_eq!((told.holds, told.reasons[0].kind), (Some(false), ReasonKind::Holds));
    assert!(
        holds(json!({ "name": "r", "kind": "any", "rules": [no] })).reasons[0].rule.as_deref()
            == Some("r/passes")
    );
}
