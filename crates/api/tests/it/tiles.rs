//! Large pictures come in pieces.

use crate::app::{TestApp, id, picture};
use fovea_vision::{Limits, decode_bytes, encode_jpeg};

fn kept(test: &TestApp) -> usize {
    let folders = std::fs::read_dir(test.folder().join("tiles")).unwrap().flatten();
    folders.filter_map(|f| std::fs::read_dir(f.path()).ok()).flat_map(|files| files.flatten()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_comes_in_pieces_that_are_made_once() {
    let test = TestApp::new().await;
    let admin = test.administrator().await;
    let project = admin.project().await;
    let bytes = encode_jpeg(&picture(1, 1300, 600), 90).unwrap();
    admin.bring(&project, vec![("a.jpg", bytes)]).await;
    let one = admin.pictures(&project, "").await.remove(0);
    let path = format!("/pictures/{}/tiles", id(&one));
    let told = admin.get(&path).await.expect(200);
    let levels = told["levels"].as_array().unwrap();
    assert_eq!((told["side"].as_u64(), levels.len()), (Some(512), 3));
    assert_eq!((levels[1]["width"].as_u64(), levels[1]["first"].as_u64()), (Some(650), Some(6)));
    assert_eq!(kept(&test), 0);
    // All at once, and still made once.
    let paths: Vec<String> = (0..9).map(|index| format!("{path}/{index}")).collect();
    let asked = paths.iter().map(|path| admin.get(path));
    for (index, answer) in futures_util::future::join_all(asked).await.into_iter().enumerate() {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "image/jpeg");
        let piece = decode_bytes(&answer.bytes, &Limits::default()).unwrap();
        let expected = [
            (512, 512),
            (512, 512),
            (276, 512),
            (512, 88),
            (512, 88),
            (276, 88),
            (512, 300),
            (138, 300),
            (325, 150),
        ];
        assert_eq!((piece.width, piece.height), expected[index], "piece {index}");
    }
    assert_eq!(kept(&test), 1);
    let answer = admin.get(&paths[0]).await;
    assert_eq!(admin.with("if-none-match", &answer.etag()).get(&paths[0]).await.status, 304);
    for odd in ["9", "-1", "x", "99999999999"] {
        admin.get(&format!("{path}/{odd}")).await.refused(404, "not_found");
    }
    // What is kept may go at any time.
    std::fs::remove_dir_all(test.folder().join("tiles")).unwrap();
    assert_eq!(admin.get(&paths[8]).await.status, 200);
}
