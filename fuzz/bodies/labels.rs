//! The first byte picks the parser, the rest is the label file.

use fovea_datasets::{
    group_stems, parse_brush, parse_coco, parse_columns, parse_cvat, parse_datumaro, parse_faults,
    parse_label_colors, parse_label_map, parse_label_studio, parse_labelme, parse_layout, parse_mot,
    parse_names, parse_paddle_lines, parse_pair_boxes, parse_rle, parse_table, parse_text_lines,
    parse_text_list, parse_vgg_face2, parse_voc, parse_wider_face, parse_yolo, unpack_records,
};
use fovea_domain::bead::BeadPlan;
use fovea_vision::Limits;

pub fn run(data: &[u8]) {
    let Some((&which, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    match which {
        b'l' => drop(parse_labelme(rest)),
        b'c' => drop(parse_coco(rest)),
        b'y' => drop(parse_yolo(&text)),
        b'v' => drop(parse_voc(&text)),
        b'n' => drop(parse_names(&text, true)),
        b't' => drop(parse_names(&text, false)),
        b'r' => drop(parse_rle(64, 64, &text)),
        b'C' => drop(parse_cvat(&text)),
        b'D' => drop(parse_datumaro(rest)),
        b'L' => drop(parse_label_studio(rest)),
        b'T' => drop(parse_table(&text)),
        b'P' => drop(parse_paddle_lines(&text)),
        b'B' => drop(parse_brush(rest, 8, 8)),
        b'b' => drop(parse_layout(rest, (640, 480))),
        b'f' => drop(parse_faults(rest)),
        b'G' => drop(BeadPlan::parse(rest)),
        b'x' => drop(parse_pair_boxes(&text)),
        b'i' => drop(parse_text_lines(&text)),
        b'k' => drop(parse_text_list(&text)),
        b'o' => drop(parse_columns(&text)),
        b'M' => drop(parse_mot(&text)),
        b'W' => drop(parse_wider_face(&text)),
        b'F' => drop(parse_vgg_face2(&text)),
        b'm' => drop(parse_label_map(&text)),
        b'R' => unpack_records("a.tfrecord", rest, &Limits::default()).for_each(drop),
        b'V' => drop(parse_label_colors(&text)),
        b'g' => drop(group_stems(&text.lines().collect::<Vec<_>>())),
        _ => {}
    }
}
