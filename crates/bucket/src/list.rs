//! What a server answers where it is asked what there is.

use crate::{BucketError, Result, when};
use roxmltree::{Document, Node};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// As a whole, with the bucket's prefix
    pub key: String,
    pub bytes: u64,
    /// Milliseconds since 1970
    pub changed_ms: i64,
    pub tag: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    pub objects: Vec<Object>,
    /// Names of folders, without what leads to them
    pub folders: Vec<String>,
    /// What the next page is asked by
    pub next: Option<String>,
}

/// Of keys below `prefix`; what else a server tells is not taken.
pub(crate) fn parse(text: &str, prefix: &str) -> Result<Listing> {
    let strange = |why: String| BucketError::Strange(why);
    let document = Document::parse(text).map_err(|e| strange(e.to_string()))?;
    let root = document.root_element();
    if root.tag_name().name() != "ListBucketResult" {
        return Err(strange(format!("a {} and no list", root.tag_name().name())));
    }
    let written = child(root, "EncodingType").is_some_and(|kind| kind == "url");
    let name = |text: &str| if written { decoded(text) } else { Some(text.to_string()) };
    let mut found = Listing::default();
    for node in root.children().filter(Node::is_element) {
        match node.tag_name().name() {
            "Contents" => {
                let Some(key) = child(node, "Key").and_then(name) else { continue };
                let bytes = child(node, "Size").and_then(|size| size.parse().ok());
                let bytes = bytes.ok_or_else(|| strange("an object without a size".into()))?;
                // What stands for a folder is none.
                if key.starts_with(prefix) && !key.ends_with('/') {
                    let changed_ms = child(node, "LastModified").and_then(when::read).unwrap_or(0);
                    let tag = child(node, "ETag").unwrap_or_default().trim_matches('"').to_string();
                    found.objects.push(Object { key, bytes, changed_ms, tag });
                }
            }
            "CommonPrefixes" => {
                let folder = child(node, "Prefix").and_then(name);
                let folder = folder.as_deref().and_then(|f| f.strip_prefix(prefix)?.strip_suffix('/'));
                found.folders.extend(folder.filter(|f| !f.is_empty()).map(str::to_string));
            }
            _ => {}
        }
    }
    let more = child(root, "IsTruncated").is_some_and(|more| more == "true");
    found.next = child(root, "NextContinuationToken").filter(|_| more).map(str::to_string);
    if more && found.next.is_none() {
        return Err(strange("a part of a list that does not tell how it goes on".into()));
    }
    Ok(found)
}

/// `AccessDenied` and the like, where a server says so.
pub(crate) fn error_code(text: &str) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let code = child(document.root_element(), "Code")?;
    Some(code.chars().filter(char::is_ascii_alphanumeric).take(60).collect())
}

fn child<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.children().find(|n| n.tag_name().name() == name).map(|n| n.text().unwrap_or_default())
}

/// Of `%E8` and `+`; `None` where that is no text.
fn decoded(text: &str) -> Option<String> {
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => out.push(b' '),
            b'%' => {
                let digits = std::str::from_utf8(after.get(..2)?).ok()?;
                out.push(u8::from_str_radix(digits, 16).ok()?);
                rest = after.get(2..)?;
            }
            other => out.push(*other),
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read() {
        let text = r#"<?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><EncodingType>url</EncodingType>
            <IsTruncated>true</IsTruncated><NextContinuationToken>1/x==</NextContinuationToken>
            <Contents><Key>a/</Key><Size>0</Size></Contents>
            <Contents><Key>a/%E8%9E%BA+1%2B.jpg</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified>
            <ETag>"fba9"</ETag><Size>434234</Size></Contents>
            <Contents><Key>other/1.jpg</Key><Size>1</Size></Contents>
            <CommonPrefixes><Prefix>a/sub+dir/</Prefix></CommonPrefixes></ListBucketResult>"#;
        let found = parse(text, "a/").unwrap();
        let key = "a/螺 1+.jpg".to_string();
        let object = Object { key, bytes: 434_234, changed_ms: 1_255_369_830_000, tag: "fba9".into() };
        let next = Some("1/x==".to_string());
        assert_eq!(found, Listing { objects: vec![object], folders: vec!["sub dir".into()], next });
    }

    #[test]
    fn what_is_no_list_is_told() {
        for text in ["", "<html/>", "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"] {
            assert!(matches!(parse(text, ""), Err(BucketError::Strange(_))), "{text}");
        }
        let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><ListBucketResult>&b;</ListBucketResult>";
        assert!(parse(bomb, "").is_err());
        let refused = "<Error><Code>AccessDenied</Code><Message>m</Message></Error>";
        assert_eq!(error_code(refused).as_deref(), Some("AccessDenied"));
    }
}
