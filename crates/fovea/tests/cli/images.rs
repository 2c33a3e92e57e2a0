//! Images that are offered for jobs, from the shell.

use crate::shell::Shell;

#[test]
fn an_engine_is_offered_changed_and_taken_back_by_name() {
    let shell = Shell::new();
    let image = "registry.example.com/team/torch:2.8";
    let npu = "huawei_npu_arm64";
    let made =
        shell.out(&["image", "add", image, "--framework", "PyTorch", "--version", "2.8", "--device", npu]);
    assert_eq!(made, format!("{image} is offered as PyTorch 2.8\n"));
    shell.run(&["image", "add", image, "--framework", "PyTorch"]).fails(1, "image.known");
    shell.run(&["image", "add", "UPPER", "--framework", "x"]).fails(3, "request.fields");
    let listed = shell.out(&["image", "list", "--device", npu]);
    assert!(listed.contains(image) && listed.contains("PyTorch 2.8") && listed.contains(npu), "{listed}");
    assert!(!shell.out(&["image", "list", "--device", "cpu"]).contains(image));
    let edited = shell.out(&["image", "edit", image, "--framework", "PyTorch", "--version", "2.9"]);
    assert_eq!(edited, format!("{image} is now PyTorch 2.9\n"));
    assert!(shell.out(&["image", "list", "--device", "cpu"]).contains("PyTorch 2.9"));
    shell.run(&["image", "remove", image, "nothing"]).fails(1, "name.unknown");
    assert_eq!(shell.out(&["image", "remove", image]), format!("{image} is no longer offered\n"));
    assert!(!shell.out(&["image", "list"]).contains(image));
}
