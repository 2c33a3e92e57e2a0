use super::*;
use proptest::prelude::*;
use std::process::Command;

fn parameter(name: &str, kind: Kind) -> Parameter {
    Parameter { name: name.into(), label: String::new(), help: String::new(), kind, default: None }
}

fn text(name: &str) -> Parameter {
    parameter(name, Kind::Text { longest: LONGEST_TEXT })
}

fn number(name: &str, least: f64, most: f64, whole: bool) -> Parameter {
    parameter(name, Kind::Number { least: Some(least), most: Some(most), whole })
}

fn all() -> Vec<Parameter> {
    vec![text("x"), text("xy"), number("n", -5.0, 100.0, true)]
}

/// What a value would like to do.
const HOSTILE: [&str; 16] = [
    "$(touch hit)",
    "`touch hit`",
    "; touch hit",
    "\"; touch hit; \"",
    "'; touch hit; '",
    "a b  c",
    "*",
    "a\\",
    "\\\"",
    "${HOME}",
    "$((1+1))",
    "a[$(touch hit)]",
    "x) touch hit ;;",
    "| touch hit #",
    "&& touch hit",
    "~ {a,b} !! é 训练",
];

/// What the shell gives its programs for these lines: arguments of `show`, one a line.
fn run(lines: &str, value: &str) -> Vec<String> {
    let folder = std::env::temp_dir().join(format!("fovea-parameter-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let quoted = quote(lines, &all()).unwrap_or_else(|fault| panic!("{lines}: {fault}"));
    let shown = format!("show() {{ for a in \"$@\"; do printf '<%s>\\n' \"$a\"; done; }}\n{quoted}");
    let out = Command::new("/bin/sh")
        .args(["-c", &shown])
        .current_dir(&folder)
        .env("x", value)
        .env("xy", "other")
        .env("n", "7")
        .output()
        .unwrap();
    assert!(!folder.join("hit").exists(), "{lines} with {value} ran a program");
    assert!(out.status.success(), "{quoted}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_string).collect()
}

#[test]
fn whatever_a_value_is_it_stays_one_argument() {
    for value in HOSTILE {
        let own = format!("<{value}>");
        for (lines, expected) in [
            ("show ${x}", vec![own.clone()]),
            ("show $x", vec![own.clone()]),
            ("show \"${x}\" '$x'", vec![own.clone(), "<$x>".into()]),
            ("show --to=${x}/${xy} ${n}", vec![format!("<--to={value}/other>"), "<7>".into()]),
            ("y=${x}; show \"$y\"", vec![own.clone()]),
            ("for one in ${x} $n; do show $one; done >/dev/null; show ${x}", vec![own.clone()]),
            ("show \"$(printf '%s' ${x})\"", vec![own.clone()]),
            ("show \"a $(show ${x} | sed 's/[<>]//g')\"", vec![format!("<a {value}>")]),
            ("case ${x} in ${x}) show ${x};; *) show no;; esac", vec![own.clone()]),
            ("show $((${n} + 1)) # ${x} `\n", vec!["<8>".into()]),
            ("if [ ${x} = ${x} ] && [ $n -gt 3 ]; then (show ${x}); fi", vec![own.clone()]),
            ("cat <<END\n<${x}>\nEND\n", vec![own.clone()]),
            ("cat <<'END' && show ${x}\n<$x>\nEND\n", vec!["<$x>".into(), own.clone()]),
            ("cat <<-\tEND; show ${x}\n\t<${x}>\n\tEND\n", vec![own.clone(), own.clone()]),
            ("show \"${x:-no}\" \"${y:-${x}}\" \\${x}", vec![own.clone(), own.clone(), "<${x}>".into()]),
            ("show it\\'s ${x} it\\'s", vec!["<it's>".into(), own.clone(), "<it's>".into()]),
        ] {
            assert_eq!(run(lines, value), expected, "{lines} with {value}");
        }
    }
}

#[test]
fn where_it_is_not_sure_what_a_value_would_be_lines_are_refused() {
    let name = || "x".to_string();
    for (lines, fault) in [
        ("show '${x}'", Fault::SingleQuotes { name: name() }),
        ("python3 - <<'END'\nprint('${x}')\nEND\n", Fault::HereDocument { name: name() }),
        ("show `echo ${x}`", Fault::Backticks { name: name() }),
        ("show \"`echo $x`\"", Fault::Backticks { name: name() }),
        ("show $((${x} + 1))", Fault::Arithmetic { name: name() }),
        ("show $((x[$x]))", Fault::Arithmetic { name: name() }),
        ("show $((1 + x))", Fault::Arithmetic { name: name() }),
        ("show ${x:-no}", Fault::Unclear { name: name() }),
        ("show ${x%.txt}", Fault::Unclear { name: name() }),
        ("show ${y:-${x}}", Fault::Unclear { name: name() }),
        ("cat <<END\n$(echo ${x})\nEND\n", Fault::Unclear { name: name() }),
        ("show \"$(case a in a) echo ${x};; esac)\"", Fault::Unclear { name: name() }),
        ("show $'a\\'' ${x}", Fault::Unclear { name: name() }),
    ] {
        assert_eq!(quote(lines, &all()), Err(fault), "{lines}");
    }
    // What is no parameter stays as it was.
    for lines in ["show '${z}' $z `date` ${z:-1} $((z + 1)) ${xyz}", "a=$'b'\n", "cat <<'E'\n$x\nE\n", "x='"]
    {
        assert_eq!(quote(lines, &all()), Ok(lines.to_string()));
    }
}

#[test]
fn arguments_stay_arguments_and_are_no_programs() {
    let values = BTreeMap::from([("x".into(), "a b;c".into()), ("n".into(), "7".into())]);
    let parameters = [text("x"), number("n", 0.0, 9.0, true)];
    let argv = |words: &[&str]| words.iter().map(|w| w.to_string()).collect::<Vec<_>>();
    let filled = command(&argv(&["python3", "train.py", "--n=${n}", "${x}"]), &parameters, &values).unwrap();
    assert_eq!(filled, ["python3", "train.py", "--n=7", "a b;c"]);
    for words in [
        &["bash", "-c", "${x}"][..],
        &["bash", "-c", "echo ${x}"],
        &["python3", "-c", "print('${x}')"],
        &["perl", "-e", "${x}"],
        &["${x}"],
    ] {
        assert!(matches!(command(&argv(words), &parameters, &values), Err(Fault::Code { .. })), "{words:?}");
    }
    let shell = command(&argv(&["/bin/sh", "-c", "echo ${x}"]), &parameters, &values).unwrap();
    assert_eq!(shell, ["/bin/sh", "-c", "echo \"${x}\""]);
}

#[test]
fn values_are_held_to_their_type() {
    let whole = number("n", 1.0, 9.0, true);
    let real = parameter("r", Kind::Number { least: None, most: None, whole: false });
    let choice = parameter("c", Kind::Choice { choices: vec!["sgd".into(), "a b".into()] });
    let path = parameter("p", Kind::Path);
    let short = parameter("t", Kind::Text { longest: 3 });
    let optional = Parameter { default: Some(String::new()), ..short.clone() };
    for (parameter, value, expected) in [
        (&whole, " 3 ", Ok("3")),
        (&whole, "0", Err("parameter.least")),
        (&whole, "10", Err("parameter.most")),
        (&whole, "1.5", Err("parameter.whole")),
        (&whole, "1e0", Err("parameter.whole")),
        (&whole, "", Err("parameter.required")),
        (&whole, "3; ls", Err("parameter.number")),
        (&whole, "3\n4", Err("parameter.number")),
        (&real, "-1.5e-3", Ok("-1.5e-3")),
        (&real, "+2", Ok("2")),
        (&real, "inf", Err("parameter.number")),
        (&real, "NaN", Err("parameter.number")),
        (&real, "1e999", Err("parameter.number")),
        (&choice, "a b", Ok("a b")),
        (&choice, "a", Err("parameter.choice")),
        (&choice, " sgd", Err("parameter.choice")),
        (&path, "data/零件 1.csv", Ok("data/零件 1.csv")),
        (&path, "/home/ann/x", Ok("/home/ann/x")),
        (&path, "../x", Err("parameter.path")),
        (&path, "a/../../x", Err("parameter.path")),
        (&path, "~root", Err("parameter.path")),
        (&path, "-rf", Err("parameter.hyphen")),
        (&path, "a\0b", Err("parameter.signs")),
        (&short, "abcd", Err("parameter.too_long")),
        (&short, "a\nb", Err("parameter.signs")),
        (&short, "-x", Err("parameter.hyphen")),
        (&short, " ", Err("parameter.required")),
        (&optional, "", Ok("")),
    ] {
        let found = check_value(parameter, value).map_err(|fault| fault.code());
        assert_eq!(found, expected.map(str::to_string), "{value:?}");
    }
}

#[test]
fn declarations_are_checked_with_their_place() {
    let refused = |parameters: &[Parameter]| {
        let fault = check_all(parameters).unwrap_err();
        (fault.field, fault.fault.code())
    };
    for name in ["", "X", "1a", "a-b", "a b", "é", &"a".repeat(41)] {
        assert_eq!(refused(&[text(name)]), ("parameters[0].name".into(), "parameter.name"), "{name}");
    }
    assert_eq!(refused(&[text("https_proxy")]).1, "parameter.reserved");
    assert_eq!(refused(&[text("a"), text("a")]), ("parameters[1].name".into(), "parameter.twice"));
    assert_eq!(refused(&[number("n", 2.0, 1.0, false)]).1, "parameter.range");
    assert_eq!(refused(&[number("n", f64::NAN, 1.0, false)]).1, "parameter.range");
    assert_eq!(refused(&[parameter("c", Kind::Choice { choices: vec![] })]).1, "parameter.no_choices");
    let wrong = Parameter { default: Some("0".into()), ..number("n", 1.0, 2.0, true) };
    assert_eq!(refused(&[wrong]), ("parameters[0].default".into(), "parameter.least"));
    let many: Vec<Parameter> = (0..41).map(|i| text(&format!("p{i}"))).collect();
    assert_eq!(refused(&many), ("parameters".into(), "parameter.too_many"));
    assert_eq!(check_all(&all()), Ok(()));
}

#[test]
fn each_parameter_gets_the_given_value_or_the_usual() {
    let parameters = [Parameter { default: Some("5".into()), ..number("n", 1.0, 9.0, true) }, text("x")];
    let given = |pairs: &[(&str, &str)]| pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
    let found = values(&parameters, &given(&[("x", "a")])).unwrap();
    assert_eq!(found, given(&[("n", "5"), ("x", "a")]));
    let refused = |pairs: &[(&str, &str)]| values(&parameters, &given(pairs)).unwrap_err();
    assert_eq!(refused(&[]), Fault::Required.at("values.x"));
    assert_eq!(refused(&[("x", "a"), ("y", "b")]), Fault::Unknown.at("values.y"));
    assert_eq!(refused(&[("x", "a"), ("n", "99")]), Fault::Most { most: 9.0 }.at("values.n"));
    let values = given(&[("a", "1"), ("b", "${a}")]);
    assert_eq!(put("${a} ${b} ${c} $a ${", &values), "1 ${a} ${c} $a ${");
}

#[test]
fn names_of_secrets_are_known() {
    for (name, secret) in [
        ("DB_PASSWORD", true),
        ("github_token", true),
        ("AWS_SECRET_ACCESS_KEY", true),
        ("EPOCHS", false),
        ("KEYS", false),
    ] {
        assert_eq!(looks_secret(name), secret, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// No lines whatever make it stop, and lines without parameters are not touched.
    #[test]
    fn any_lines_are_read(lines in "[\\$\\{\\}\\(\\)\"'`\\\\<>#xyzn \n=:-]{0,40}") {
        let _ = quote(&lines, &all());
        prop_assert_eq!(quote(&lines, &[]).unwrap(), lines);
    }
}
