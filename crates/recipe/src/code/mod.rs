//! Reading codes of one and two dimensions, by `rxing`. Each kind is looked for by itself and in one order, so that the same
//! picture gives the same result; what cannot be read as it is, is looked at softened, larger, smaller and turned.

mod look;

use fovea_domain::Point;
use fovea_vision::Picture;
use look::Look;
use rxing::{BarcodeFormat, DecodeHints};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    Qr,
    DataMatrix,
    #[serde(rename = "code_128")]
    Code128,
    #[serde(rename = "code_39")]
    Code39,
    /// With UPC-A, which is one that begins with 0.
    #[serde(rename = "ean_13")]
    Ean13,
    #[serde(rename = "ean_8")]
    Ean8,
}

impl CodeKind {
    pub const ALL: [CodeKind; 6] = [
        CodeKind::Qr,
        CodeKind::DataMatrix,
        CodeKind::Code128,
        CodeKind::Code39,
        CodeKind::Ean13,
        CodeKind::Ean8,
    ];

    pub fn name(self) -> &'static str {
        match self {
            CodeKind::Qr => "qr",
            CodeKind::DataMatrix => "data_matrix",
            CodeKind::Code128 => "code_128",
            CodeKind::Code39 => "code_39",
            CodeKind::Ean13 => "ean_13",
            CodeKind::Ean8 => "ean_8",
        }
    }

    fn format(self) -> BarcodeFormat {
        match self {
            CodeKind::Qr => BarcodeFormat::QR_CODE,
            CodeKind::DataMatrix => BarcodeFormat::DATA_MATRIX,
            CodeKind::Code128 => BarcodeFormat::CODE_128,
            CodeKind::Code39 => BarcodeFormat::CODE_39,
            CodeKind::Ean13 => BarcodeFormat::EAN_13,
            CodeKind::Ean8 => BarcodeFormat::EAN_8,
        }
    }

    fn is_square(self) -> bool {
        matches!(self, CodeKind::Qr | CodeKind::DataMatrix)
    }
}

/// A code that was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FoundCode {
    pub kind: CodeKind,
    pub text: String,
    /// Corners of a box around it, in pixels of the picture.
    pub quad: [Point; 4],
}

/// The codes of these kinds on a picture, in reading order. Each text of a kind is told once.
pub fn read_codes(picture: &Picture, kinds: &[CodeKind]) -> Vec<FoundCode> {
    if picture.width < 8 || picture.height < 8 {
        return Vec::new();
    }
    let mut kinds = kinds.to_vec();
    kinds.sort();
    kinds.dedup();
    let mut found: Vec<FoundCode> = Vec::new();
    // A view is made when the first kind needs it.
    let mut views: Vec<Option<Look>> =
        Look::ways(picture.width, picture.height).iter().map(|_| None).collect();
    let ways = Look::ways(picture.width, picture.height);
    for kind in kinds {
        for (way, view) in ways.iter().zip(&mut views) {
            if way.only_bars() && kind.is_square() {
                continue;
            }
            let look = view.get_or_insert_with(|| Look::of(picture, *way));
            let read = read(look, kind);
            if !read.is_empty() {
                found.extend(read);
                break;
            }
        }
    }
    found.sort_by(|a, b| {
        let (p, q) = (a.quad[0], b.quad[0]);
        p[1].total_cmp(&q[1]).then(p[0].total_cmp(&q[0])).then(a.kind.cmp(&b.kind))
    });
    found
}

fn read(look: &Look, kind: CodeKind) -> Vec<FoundCode> {
    let found = read_luma(look, look.luma.clone(), kind);
    // Bars are looked for dark on light alone.
    match found.is_empty() && !kind.is_square() {
        true => read_luma(look, look.luma.iter().map(|v| 255 - v).collect(), kind),
        false => found,
    }
}

fn read_luma(look: &Look, luma: Vec<u8>, kind: CodeKind) -> Vec<FoundCode> {
    let mut hints = DecodeHints {
        PossibleFormats: Some(HashSet::from([kind.format()])),
        TryHarder: Some(true),
        AlsoInverted: Some(true),
        ..DecodeHints::default()
    };
    // What a picture shows is a stranger's; a reader that trips over it has read nothing.
    let results = catch_unwind(AssertUnwindSafe(|| {
        rxing::helpers::detect_multiple_in_luma_with_hints(luma, look.width, look.height, &mut hints)
    }));
    let Ok(Ok(results)) = results else { return Vec::new() };
    let mut found: Vec<FoundCode> = Vec::new();
    for result in results.iter().filter(|r| *r.getBarcodeFormat() == kind.format()) {
        let text = result.getText().to_string();
        let points: Vec<Point> = result.getPoints().iter().map(|p| [p.x, p.y]).collect();
        if text.is_empty() || found.iter().any(|f| f.text == text) {
            continue;
        }
        found.push(FoundCode { kind, text, quad: look.quad(&points, kind.is_square()) });
    }
    found
}

#[cfg(test)]
mod tests;
