//! `open` and `check` on small data sets of every layout, drawn on the fly, honest and lying.

#![expect(clippy::unwrap_used, reason = "what the tests write and open is theirs")]

mod check;
mod coco;
mod folder;
mod folders;
mod labelme;
mod masks;
mod mvtec;
mod voc;
mod yolo;
