use super::*;
use fovea_domain::BBox;

fn region(class: usize, area: f32) -> Weighed {
    let shape = Shape::Box(BBox { x: 0.0, y: 0.0, w: area, h: 1.0 });
    Weighed { region: Region { class, shape, extra: Extra::default() }, area }
}

#[test]
fn the_class_with_most_area_in_sum_names_the_picture() {
    let marks = |regions| Marks { regions, ..Marks::default() };
    assert_eq!(marks(vec![region(0, 5.0), region(1, 3.0), region(1, 3.0)]).largest_class(), Some(1));
    assert_eq!(marks(vec![region(3, 2.0), region(1, 2.0)]).largest_class(), Some(1));
    assert_eq!(marks(vec![]).largest_class(), None);
}

#[test]
fn a_region_that_cannot_be_used_keeps_a_picture_from_being_called_good() {
    let (mut marks, mut notes) = (Marks::default(), Notes::default());
    marks.push(0, &RawShape::Box([50.0, 50.0, 5.0, 5.0]), (10, 10), "a.txt", &mut notes);
    assert!(marks.unlabelled && marks.regions.is_empty());
    assert_eq!(notes.into_problems()[0].code, "label.outside");
}
