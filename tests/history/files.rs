//! JSON files of a folder at the head: what is read of them, and whether the head reaches what they name.

use crate::sandbox::{Sandbox, one, read_all};
use callsheet::history::{JsonFile, RepositoryRequest};

fn request(sandbox: &Sandbox) -> RepositoryRequest {
    RepositoryRequest { folder: Some("results/shop".to_owned()), ..sandbox.request(&[]) }
}

fn read(sandbox: &Sandbox) -> Vec<JsonFile> {
    one(request(sandbox)).files
}

fn names(commit: &str) -> String {
    format!("{{\"commit\": \"{commit}\", \"other\": [1]}}")
}

#[test]
fn a_file_tells_whether_the_head_reaches_the_commit_that_it_names() {
    let sandbox = Sandbox::new();
    sandbox.commit(0, "one");
    let first = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.git(&["switch", "-q", "-c", "side"]);
    sandbox.commit(1, "aside");
    let aside = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.git(&["switch", "-q", "main"]);
    for (name, commit) in [("a", &first), ("b", &aside), ("c", &"f".repeat(40)), ("d", &"4".to_owned())] {
        sandbox.write(&format!("results/shop/{name}.json"), names(commit));
    }
    sandbox.write("results/shop/e.json", "no JSON");
    sandbox.commit(2, "results");
    let reached: Vec<(String, bool)> =
        read(&sandbox).into_iter().map(|it| (it.path.replace("results/shop/", ""), it.reached)).collect();
    let expected = [("a", true), ("b", false), ("c", false), ("d", false), ("e", false)];
    assert_eq!(reached, expected.map(|(name, reached)| (format!("{name}.json"), reached)));
}

#[test]
fn links_folders_and_other_files_are_passed_over_and_large_ones_told() {
    let sandbox = Sandbox::new();
    sandbox.write("secret.json", "{}");
    sandbox.write("results/shop/a.json", "{}");
    sandbox.write("results/shop/a.txt", "{}");
    sandbox.write("results/shop/deep.json/b.json", "{}");
    sandbox.write("results/shop/large.json", " ".repeat(64 * 1024 + 1));
    std::os::unix::fs::symlink("../../secret.json", sandbox.path().join("results/shop/link.json")).unwrap();
    sandbox.commit(0, "results");
    let (history, problems) = read_all(request(&sandbox));
    let files = &history.repositories[0].files;
    assert_eq!(files.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["results/shop/a.json"]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.contains("`results/shop/large.json`"), "{problems:?}");
}

#[test]
fn no_folder_a_link_in_its_place_and_no_head_give_no_files() {
    let sandbox = Sandbox::new();
    assert!(read(&sandbox).is_empty());
    sandbox.commit(0, "one");
    assert!(read(&sandbox).is_empty());
    std::os::unix::fs::symlink("/", sandbox.path().join("results")).unwrap();
    sandbox.commit(1, "two");
    assert!(read(&sandbox).is_empty());
}
