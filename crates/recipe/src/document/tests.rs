use super::*;
use serde_json::{Value, json};

/// A recipe with each kind of step and rule.
fn full() -> Value {
    json!({
        "format": 1,
        "name": "Label station",
        "version": 3,
        "note": "Line 2",
        "steps": [
            { "id": "shot", "kind": "acquire", "size": [640, 480], "part": [0, 0, 600, 400], "sharpness": 20.0,
              "exposure": { "mean": [40.0, 220.0], "dark": 0.5, "bright": 0.1 },
              "scene": { "picture": "good.png", "least": 0.4 }, "empty": { "picture": "empty.png", "least": 0.9 }, "fresh": true,
              "otherwise": "recheck" },
            { "id": "part", "kind": "locate", "on": "shot", "picture": "good.png", "by": { "template": [10, 20, 100, 80] },
              "turn": 5.0, "scale": 0.05, "least": 0.75, "margin": 0.1, "otherwise": "ng" },
            { "id": "marks", "kind": "locate", "on": "shot", "picture": "good.png",
              "by": { "fiducials": { "marks": [[0, 0, 20, 20], [90, 90, 20, 20]], "reach_px": 30 } } },
            { "id": "places", "kind": "regions", "on": "part", "regions": {
                "label": { "box": [50, 60, 200, 40] }, "face": { "polygon": [[0, 0], [100, 0], [50, 80]] } } },
            { "id": "laid", "kind": "regions", "on": "marks", "layout": "layout.json" },
            { "id": "text", "kind": "look", "on": "places", "regions": ["label"], "model": "models/read.fovea" },
            { "id": "face", "kind": "look", "on": "places", "regions": ["face"], "model": "models/face.fovea",
              "ignore": { "clamp": { "box": [5, 5, 20, 10] }, "hole": { "polygon": [[40, 20], [60, 20], [50, 40]] } } },
            { "id": "spots", "kind": "regions", "on": "face", "found": { "classes": ["dent"], "score": 0.4, "grow_px": 8.0, "most": 4 } },
            { "id": "code", "kind": "code", "on": "laid", "kinds": ["qr", "code_128"] },
            { "id": "limits", "kind": "rules", "rules": [
                { "name": "face", "kind": "passes", "of": "face", "otherwise": "recheck" },
                { "name": "class", "kind": "class", "of": "face", "region": "face", "classes": ["good"] },
                { "name": "score", "kind": "number", "of": "face", "field": "score", "max": 0.4 },
                { "name": "sharp", "kind": "number", "of": "shot", "field": "sharpness", "min": 30 },
                { "name": "turn", "kind": "number", "of": "part", "field": "angle", "min": -2, "max": 2 },
                { "name": "few", "kind": "count", "of": "face", "class": "dent", "area_px2": 4.0, "score": 0.3, "max": 2 },
                { "name": "small", "kind": "limits", "of": "face", "classes": {
                    "dent": { "area_px2": 2.0, "most": 3, "largest_px2": 40.0, "longest_px": 20.0, "total_px2": 90.0 }, "*": {} } },
                { "name": "label", "kind": "text", "of": "text", "region": "label", "pattern": "LOT [0-9]{6}", "checks": ["mod10"],
                  "date": { "format": "YYMMDD", "not_before": "today-30", "not_after": "today" }, "score": 0.6,
                  "expected": { "table": { "file": "lots.csv", "key_column": "serial", "column": "lot", "key": { "read": { "step": "code" } } } } },
                { "name": "same", "kind": "same", "of": { "step": "text" }, "and": { "step": "code" } },
                { "name": "either", "kind": "any", "rules": [
                    { "kind": "text", "of": "code", "expected": { "given": "serial" } },
                    { "kind": "not", "rule": { "kind": "all", "rules": [{ "kind": "count", "of": "code", "min": 1 }] } } ] }
            ] },
            { "id": "verdict", "kind": "verdict", "of": ["limits"] }
        ]
    })
}

/// The full one with a value set at a JSON pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut recipe = full();
    match recipe.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => {
            let (above, name) = pointer.rsplit_once('/').unwrap();
            recipe.pointer_mut(above).unwrap().as_object_mut().unwrap().insert(name.into(), value);
        }
    }
    recipe
}

#[test]
fn a_recipe_with_everything_is_read_and_written_the_same() {
    let recipe = parse(full()).unwrap();
    let again = parse(serde_json::to_value(&recipe).unwrap()).unwrap();
    assert_eq!(again, recipe);
    assert_eq!(recipe.asked(), ["serial"]);
    let files: Vec<String> = recipe.files().into_iter().map(|(_, _, name)| name).collect();
    for name in ["good.png", "empty.png", "layout.json", "models/read.fovea", "models/face.fovea", "lots.csv"]
    {
        assert!(files.iter().any(|f| f == name), "{name}: {files:?}");
    }
    let renamed = recipe.clone().with_files(&|name| format!("in/{name}"));
    assert!(renamed.files().iter().all(|(_, _, name)| name.starts_with("in/")));
    let needs = recipe.needs();
    let at = |id: &str| recipe.steps.iter().position(|s| s.id == id).unwrap();
    assert_eq!(needs[at("text")], [at("places")]);
    assert_eq!(needs[at("limits")], [at("shot"), at("part"), at("text"), at("face"), at("code")]);
}

#[test]
fn what_is_wrong_is_told_with_step_and_field() {
    let cases: Vec<(&str, Value, Option<&str>, &str, &str)> = vec![
        ("/format", json!(2), None, "format", "up to format 1"),
        ("/name", json!(" "), None, "name", "missing or empty"),
        ("/colour", json!(1), None, "colour", "no such field"),
        ("/steps", json!([]), None, "steps", "missing"),
        ("/steps/1/id", json!("shot"), Some("shot"), "id", "twice"),
        ("/steps/1/id", json!("Der Teil"), Some("Der Teil"), "id", "small letters"),
        ("/steps/1/kind", json!("find"), Some("part"), "kind", "acquire, locate"),
        ("/steps/1/on", json!("nowhere"), Some("part"), "on", "no step before"),
        ("/steps/1/on", json!("places"), Some("part"), "on", "no step before"),
        ("/steps/1/by", json!({ "template": [1, 2, 3] }), Some("part"), "by.template", "invalid length"),
        ("/steps/1/by", json!({ "template": [1, 2, 0, 9] }), Some("part"), "by.template", "no box"),
        (
            "/steps/1/by",
            json!({ "template": [0, 0, 60000, 60000] }),
            Some("part"),
            "by.template",
            "larger than any picture",
        ),
        (
            "/steps/3/regions/label",
            json!({ "box": [-9, 0, 60000, 60000] }),
            Some("places"),
            "regions.label",
            "larger than",
        ),
        (
            "/steps/3/regions/label",
            json!({ "polygon": [[-60000, 0], [60000, 0], [0, 9000]] }),
            Some("places"),
            "regions.label",
            "larger than",
        ),
        ("/steps/1/by", json!({ "features": [1, 2, 9, 0] }), Some("part"), "by.features", "no box"),
        ("/steps/1/turn", json!(200), Some("part"), "turn", "from 0 to 180"),
        ("/steps/1/fit", json!("homography"), Some("part"), "fit", "`features` or `fiducials`"),
        ("/steps/1/fit", json!("bent"), Some("part"), "fit", "unknown variant"),
        ("/steps/2/fit", json!("affine"), Some("marks"), "by.fiducials.marks", "at least 3 marks"),
        ("/steps/2/fit", json!("homography"), Some("marks"), "by.fiducials.marks", "at least 4 marks"),
        ("/steps/1/picture", json!("../good.png"), Some("part"), "picture", "out of the recipe's folder"),
        ("/steps/0/exposure/mean", json!([3, "x"]), Some("shot"), "exposure.mean[1]", "invalid type"),
        ("/steps/0/exposure/dark", json!(3), Some("shot"), "exposure.dark", "from 0 to 1"),
        ("/steps/0/exposure/light", json!(3), Some("shot"), "exposure.light", "unknown field"),
        (
            "/steps/2/by/fiducials/marks",
            json!([[0, 0, 9, 9]]),
            Some("marks"),
            "by.fiducials.marks",
            "from 2 to 16",
        ),
        ("/steps/3/layout", json!("x.json"), Some("places"), "", "exactly one of"),
        (
            "/steps/3/regions/face",
            json!({ "polygon": [[0, 0], [1, 1]] }),
            Some("places"),
            "regions.face",
            "outline",
        ),
        (
            "/steps/3/regions/face",
            json!({ "arc": { "start": [0, 9], "middle": [9, 0], "end": [18, 9], "height": 40 } }),
            Some("places"),
            "regions.face",
            "outline",
        ),
        ("/steps/6/ignore/clamp", json!({ "box": [1, 2, 0, 9] }), Some("face"), "ignore.clamp", "no box"),
        ("/steps/5/regions", json!(["lable"]), Some("text"), "regions[0]", "no region `lable`"),
        ("/steps/5/on", json!("face"), Some("text"), "on", "no step before"),
        ("/steps/7/on", json!("places"), Some("spots"), "on", "gives regions"),
        ("/steps/8/kinds", json!(["pdf417"]), Some("code"), "kinds[0]", "unknown variant"),
        ("/steps/9/rules/0/of", json!("code"), Some("limits"), "rules[0].of", "gives codes"),
        ("/steps/9/rules/0/class", json!("x"), Some("limits"), "rules[0].class", "no such field"),
        ("/steps/9/rules/1/region", json!("label"), Some("limits"), "rules[1].region", "no region `label`"),
        ("/steps/9/rules/2/name", json!("face"), Some("limits"), "rules[2].name", "twice"),
        ("/steps/9/rules/2/max", json!(null), Some("limits"), "rules[2].min", "min or max"),
        ("/steps/9/rules/3/field", json!("sharpnes"), Some("limits"), "rules[3].field", "sharpness"),
        ("/steps/9/rules/4/min", json!(9), Some("limits"), "rules[4].min", "not above"),
        ("/steps/9/rules/7/pattern", json!("LOT ["), Some("limits"), "rules[7].pattern", "unclosed"),
        ("/steps/9/rules/7/pattern", json!("a)|(b"), Some("limits"), "rules[7].pattern", "cannot be used"),
        ("/steps/9/rules/7/checks", json!(["mod12"]), Some("limits"), "rules[7].checks[0]", "mod12"),
        ("/steps/9/rules/7/date/not_before", json!("yesterday"), Some("limits"), "rules[7]", "no day"),
        (
            "/steps/9/rules/9/rules/1/rule/rules/0/off",
            json!(1),
            Some("limits"),
            "rules[9].rules[1].rule.rules[0].off",
            "no such",
        ),
        ("/steps/9/rules/9/rules", json!([]), Some("limits"), "rules[9].rules", "missing"),
        ("/steps/10/of", json!(["face"]), Some("verdict"), "of[0]", "gives findings"),
        ("/steps/10/of", json!([]), Some("verdict"), "of", "missing"),
    ];
    let mut other = Vec::new();
    for (pointer, value, step, field, words) in cases {
        let fault = parse(with(pointer, value.clone())).expect_err(pointer);
        let told = fault.to_string();
        if (fault.step.as_deref(), fault.field.as_str()) != (step, field) || !told.contains(words) {
            other.push(format!("{pointer} {value}: {:?} `{}`: {told}", fault.step, fault.field));
        }
    }
    assert!(other.is_empty(), "{other:#?}");
}

#[test]
fn steps_stand_in_their_order_and_every_rule_counts() {
    let steps = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut recipe = full();
        change(recipe["steps"].as_array_mut().unwrap());
        parse(recipe).expect_err("it cannot be used").fault
    };
    assert_eq!(steps(&|s| drop(s.remove(0))), Fault::Acquire);
    assert_eq!(steps(&|s| s.swap(0, 1)), Fault::Acquire);
    assert_eq!(steps(&|s| drop(s.pop())), Fault::Verdict);
    let more =
        json!({ "id": "more", "kind": "rules", "rules": [{ "name": "a", "kind": "passes", "of": "face" }] });
    assert_eq!(steps(&|s| s.insert(10, more.clone())), Fault::Uncounted);
}

#[test]
fn days_are_fixed_or_told_from_today_on() {
    let today: fovea_domain::text::Date = "2026-03-01".parse().unwrap();
    let on = |text: &str| text.parse::<Day>().unwrap().on(today).unwrap().to_string();
    assert_eq!(
        [on("2026-05-31"), on("today"), on("today-1"), on("today+31")],
        ["2026-05-31", "2026-03-01", "2026-02-28", "2026-04-01"]
    );
    for wrong in ["", "tomorrow", "today1", "today-", "today--1", "today+1000000", "2026-02-30"] {
        assert!(wrong.parse::<Day>().is_err(), "{wrong}");
    }
    assert_eq!("today-30".parse::<Day>().unwrap().to_string(), "today-30");
}

#[test]
fn a_difference_tells_steps_and_fields() {
    let before = parse(full()).unwrap();
    assert_eq!(compare_recipes(&before, &before), []);
    let mut other = with("/steps/9/rules/2/max", json!(0.5));
    other["version"] = json!(4);
    let steps = other["steps"].as_array_mut().unwrap();
    steps.swap(5, 6);
    steps.insert(9, json!({ "id": "more", "kind": "code", "on": "shot" }));
    steps.remove(7);
    let changes = compare_recipes(&before, &parse(other).unwrap());
    let has = |change: &Change| assert!(changes.contains(change), "{change:?}: {changes:#?}");
    let changed = |step: Option<&str>, field: &str, before: Value, after: Value| Change::Changed {
        step: step.map(String::from),
        field: field.into(),
        before,
        after,
    };
    has(&changed(None, "version", json!(3), json!(4)));
    has(&changed(Some("limits"), "rules[2].max", json!(0.4), json!(0.5)));
    has(&Change::Added { step: "more".into(), kind: "code" });
    has(&Change::Removed { step: "spots".into(), kind: "regions" });
    assert!(changes.iter().any(|c| matches!(c, Change::Moved { .. })), "{changes:#?}");
}

/// Enough of JSON Schema for ours: whether a value fits, and where not.
fn fits(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let told = |why: String| Err(format!("{why}: {value}"));
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(name.trim_start_matches('#'));
        return fits(root, target.ok_or(format!("no {name}"))?, value);
    }
    if let Some(all) = schema.get("oneOf").and_then(Value::as_array) {
        let found: Vec<_> = all.iter().map(|s| fits(root, s, value)).collect();
        let count = found.iter().filter(|f| f.is_ok()).count();
        return if count == 1 { Ok(()) } else { told(format!("fits {count} of {}: {found:?}", all.len())) };
    }
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        fits(root, part, value)?;
    }
    if let Some(only) = schema.get("const").filter(|only| *only != value) {
        return told(format!("not {only}"));
    }
    if let Some(all) = schema.get("enum").and_then(Value::as_array).filter(|all| !all.contains(value)) {
        return told(format!("none of {all:?}"));
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_u64() || n.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |t: &Value| t == kind || (t == "number" && kind == "integer");
    match schema.get("type") {
        Some(Value::Array(types)) if !types.iter().any(is) => return told(format!("no {types:?}")),
        Some(one @ Value::String(_)) if !is(one) => return told(format!("no {one}")),
        _ => {}
    }
    let number = |name: &str| schema.get(name).and_then(Value::as_f64);
    if let Some(v) = value.as_f64()
        && (number("minimum").is_some_and(|m| v < m) || number("maximum").is_some_and(|m| v > m))
    {
        return told("out of range".into());
    }
    if let Value::Array(items) = value {
        let count = items.len() as f64;
        if number("minItems").is_some_and(|m| count < m) || number("maxItems").is_some_and(|m| count > m) {
            return told("too few or too many".into());
        }
        if let Some(each) = schema.get("items").filter(|s| s.is_object()) {
            items.iter().try_for_each(|item| fits(root, each, item))?;
        }
    }
    if let Value::Object(fields) = value {
        let known = schema.get("properties").and_then(Value::as_object);
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            if !fields.contains_key(name.as_str().unwrap()) {
                return told(format!("no {name}"));
            }
        }
        for (name, field) in fields {
            match (known.and_then(|k| k.get(name)), schema.get("additionalProperties")) {
                (Some(schema), _) => fits(root, schema, field)?,
                (None, Some(Value::Bool(false))) => return told(format!("no field {name}")),
                (None, Some(more @ Value::Object(_))) => fits(root, more, field)?,
                _ => {}
            }
        }
    }
    Ok(())
}

#[test]
fn a_freer_fit_takes_marks_that_tell_it() {
    let marked = |marks: &[[u32; 2]], fit: &str| {
        let boxes: Vec<Value> = marks.iter().map(|[x, y]| json!([x, y, 20, 20])).collect();
        let mut recipe = full();
        recipe["steps"][2]["by"]["fiducials"]["marks"] = json!(boxes);
        recipe["steps"][2]["fit"] = json!(fit);
        recipe
    };
    let corners = [[0, 0], [200, 0], [200, 100], [0, 100]];
    let read = marked(&corners, "homography");
    let schema = schema();
    fits(&schema, &schema, &read).unwrap();
    let again = serde_json::to_value(parse(read).unwrap()).unwrap();
    assert_eq!(again["steps"][2]["fit"], "homography");
    let fault = |marks: &[[u32; 2]], fit: &str| parse(marked(marks, fit)).unwrap_err().fault;
    assert_eq!(fault(&[[0, 0], [50, 25], [100, 50]], "affine"), Fault::InLine { least: 3 });
    let beside = [[0, 0], [50, 0], [100, 0], [40, 60]];
    assert_eq!(fault(&beside, "homography"), Fault::InLine { least: 4 });
    assert!(parse(marked(&beside, "affine")).is_ok());
}

#[test]
fn the_schema_takes_what_is_read_and_refuses_what_is_not() {
    let schema = schema();
    fits(&schema, &schema, &full()).unwrap();
    let written = serde_json::to_value(parse(full()).unwrap()).unwrap();
    fits(&schema, &schema, &written).unwrap();
    for (pointer, value) in [
        ("/format", json!("1")),
        ("/steps/0/sharpnes", json!(3)),
        ("/steps/1/kind", json!("find")),
        ("/steps/1/by", json!({ "template": [1, 2, 3] })),
        ("/steps/1/otherwise", json!("maybe")),
        ("/steps/1/turn", json!(181)),
        ("/steps/1/fit", json!("bent")),
        ("/steps/3/regions/label", json!({ "circle": [1, 2, 3] })),
        ("/steps/8/kinds", json!(["pdf417"])),
        ("/steps/9/rules/0/kind", json!("goes")),
        ("/steps/9/rules/2/of", json!(7)),
        ("/steps/10/of", json!("limits")),
    ] {
        let wrong = with(pointer, value);
        assert!(fits(&schema, &schema, &wrong).is_err(), "{pointer} passes");
        assert!(parse(wrong).is_err(), "{pointer} is read");
    }
}

#[test]
fn a_step_that_is_switched_off_is_left_out_and_nothing_may_build_on_it() {
    let at = |step: &str| full()["steps"].as_array().unwrap().iter().position(|s| s["id"] == step).unwrap();
    // Nobody builds on these.
    let mut less = with(&format!("/steps/{}/off", at("spots")), json!(true));
    let read = parse(less.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap()["steps"][at("spots")]["off"], true);
    assert_eq!((read.steps.len(), read.clone().working().steps.len()), (11, 10));
    let files = |r: &Recipe| r.files().into_iter().map(|f| f.2).collect::<Vec<_>>();
    assert_eq!(files(&read).len(), files(&parse(full()).unwrap()).len());
    // Rules say something of the one that looks at the face.
    less["steps"][at("face")]["off"] = json!(true);
    let told = parse(less.clone()).unwrap_err();
    assert_eq!((told.step.as_deref(), told.field.as_str()), (Some("limits"), "rules[0].of"));
    assert_eq!(told.fault, Fault::Off("face".into()));
    // Without any rules there is no verdict; with others left there is.
    less["steps"][at("limits")]["off"] = json!(true);
    assert_eq!(parse(less.clone()).unwrap_err().fault, Fault::Required);
    let more = json!({ "id": "more", "kind": "rules", "rules": [{ "name": "code", "kind": "count", "of": "code", "min": 1 }] });
    less["steps"].as_array_mut().unwrap().insert(at("verdict"), more);
    less["steps"][at("verdict") + 1]["of"] = json!(["limits", "more"]);
    let read = parse(less).unwrap();
    assert!(!files(&read).contains(&"models/face.fovea".to_string()) && read.asked().is_empty());
    let Some(Step { kind: StepKind::Verdict(verdict), .. }) = read.working().steps.pop() else { panic!() };
    assert_eq!(verdict.of, ["more"]);
    let told = parse(with("/steps/0/off", json!(true))).unwrap_err();
    assert_eq!(told.fault, Fault::AlwaysOn);
}
