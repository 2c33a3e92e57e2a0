use super::*;

#[test]
fn a_cursor_survives_its_word() {
    for key in [Key::Number(-5), Key::Text("螺丝 \"1\"".into())] {
        let cursor = Cursor { key, id: Id::new() };
        assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
    }
}

#[test]
fn nonsense_is_no_cursor() {
    for text in ["", "x", "7b7", "é", "7b7d", "ffff"] {
        assert!(text.parse::<Cursor>().is_err(), "{text}");
    }
}

#[test]
fn a_page_tells_whether_there_is_more() {
    let id = Id::new();
    let cursor = |n: &i64| Cursor { key: Key::Number(*n), id };
    let page = Page::cut(vec![1, 2, 3], 2, 9, cursor);
    assert_eq!(page.items, [1, 2]);
    assert_eq!(page.next, Some(cursor(&2)));
    assert_eq!(Page::cut(vec![1, 2], 2, 2, cursor).next, None);
}
