use super::*;
use proptest::prelude::*;

#[test]
fn columns_are_known_by_their_names() {
    let corners = "filename,width,height,class,xmin,ymin,xmax,ymax\na.png,200,100,scratch,1,2,11,6\n";
    let table = parse_table(corners).unwrap();
    assert_eq!(table.rows[0].bbox, Some([1.0, 2.0, 10.0, 4.0]));
    let sides = "图片;类别;x;y;w;h;angle\n\"a;1.png\";划痕;1;2;10;4;30\nb.png;good;;;;\nc.png\n";
    let table = parse_table(sides).unwrap();
    assert_eq!((table.rows.len(), table.problems.len(), table.boxes), (3, 0, true));
    assert_eq!((table.rows[0].picture.as_str(), table.rows[0].angle), ("a;1.png", 30.0));
    assert_eq!((table.rows[1].bbox, table.rows[1].class.as_str()), (None, "good"));
    assert_eq!(table.rows[2].class, "");
    assert!(!parse_table("image,label\na.png,x\n").unwrap().boxes);
}

#[test]
fn lines_that_cannot_be_read_are_told_by_number() {
    let table =
        parse_table("picture,class,x,y,w,h\na.png,x,1,2,3\n,x\nb.png,x,1,2,3,4\nc.png,x,1,2,3,z\n").unwrap();
    let told: Vec<&str> = table.problems.iter().map(|p| p.reason.as_str()).collect();
    assert_eq!(told, ["line 2: `` is no number", "line 3: it names no picture", "line 5: `z` is no number"]);
    assert_eq!(table.rows.len(), 1);
    for text in ["", "a,b,c\n1,2,3\n", "picture\na.png\n", "class\nx\n"] {
        assert!(parse_table(text).is_err(), "{text}");
    }
    let many = format!("picture,class\n{}", ",x\n".repeat(100_000));
    assert_eq!(parse_table(&many).unwrap().problems.len(), MOST_PROBLEMS + 1);
}

#[test]
fn a_list_of_labels_may_tell_texts() {
    assert_eq!(looks_like("labels", "image,label\na.png,A1\n"), None);
    assert_eq!(looks_like("labels", "image,class\na.png,x\n"), Some(false));
    assert_eq!(looks_like("train", "image,label\na.png,x\n"), Some(false));
    assert_eq!(looks_like("labels", "picture,text\na.png,x\n"), None);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "(picture|class|x|y|w|h|,|;|\"|\n|[0-9.]|\\PC){0,80}") {
        let _ = parse_table(&text);
        let _ = parse_table(&format!("picture,class,x,y,w,h,angle,group\n{text}"));
    }
}

#[test]
fn columns_that_tell_no_label_are_told_of_pictures_where_their_lines_agree() {
    let text = "filename;class;Part;xmin;ymin;xmax;ymax;机台\na.png;dent;0815;1;2;3;4;A\na.png;dent;0815;5;6;7;8;B\nb.png;;;;;;;A\n";
    let told = parse_columns(text).unwrap();
    let one = |name: &str, value: &str| (name.to_string(), value.to_string());
    let rows = vec![
        ("a.png".to_string(), [one("Part", "0815")].into()),
        ("b.png".to_string(), [one("机台", "A")].into()),
    ];
    assert_eq!(told, TableColumns { rows, alone: false, ..TableColumns::default() });
    assert!(parse_columns("picture,part\na.png,7\n").unwrap().alone);
    // Only labels, no picture, nothing at all.
    for text in ["picture,class\na.png,dent\n", "part,machine\n7,A\n", ""] {
        assert_eq!(parse_columns(text), None, "{text:?}");
    }
}

#[test]
fn words_of_pictures_are_told_beside_labels_and_alone() {
    let text = "picture,class,x,y,w,h,tags\na.png,dent,1,2,3,4,\"night, wet\"\na.png,dent,5,6,7,8,wet\nb.png,,,,,,夜班\nc.png,good,,,,,\n";
    let words = |all: &[&str]| all.iter().map(|w| w.to_string()).collect::<Vec<_>>();
    let rows = parse_table(text).unwrap().rows;
    assert_eq!((&rows[0].tags, &rows[2].tags), (&words(&["night", "wet"]), &words(&["夜班"])));
    let told = parse_columns(text).unwrap();
    let tags = vec![("a.png".to_string(), words(&["night", "wet"])), ("b.png".to_string(), words(&["夜班"]))];
    assert_eq!(told, TableColumns { tags: tags.clone(), ..TableColumns::default() });
    let alone = parse_columns("picture,tags\na.png,\"night,wet\"\nb.png,夜班\n").unwrap();
    assert_eq!(alone, TableColumns { tags, alone: true, ..TableColumns::default() });
}
