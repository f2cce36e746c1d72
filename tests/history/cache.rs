//! What is kept between two runs never changes what is told, whatever becomes of it.

use crate::random::random_repository;
use crate::sandbox::{ALL, START, Sandbox};
use callsheet::history::{History, RepositoryRequest, Request, read, write_facts};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

fn facts(request: &RepositoryRequest, cache: Option<&Path>) -> String {
    let request = Request {
        repositories: vec![request.clone()],
        cache: cache.map(Path::to_path_buf),
        ..Request::default()
    };
    let (history, _): (History, _) = read(&request, &|_| {});
    write_facts(&history)
}

fn only_file(folder: &Path) -> PathBuf {
    let files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

#[test]
fn what_was_kept_is_told_again_without_reading_files() {
    let sandbox = random_repository(3);
    let cache = tempfile::tempdir().unwrap();
    let request = sandbox.request(&[ALL]);
    let plain = facts(&request, None);
    assert_eq!(facts(&request, Some(cache.path())), plain);
    assert_eq!(facts(&request, Some(cache.path())), plain);

    // A clone without the contents stands in for the repository: what is told must come from what was kept.
    let clones = Sandbox::new();
    let origin = format!("file://{}", sandbox.path().display());
    sandbox.git(&["config", "uploadpack.allowFilter", "true"]);
    clones.git(&["clone", "-q", "--bare", "--filter=blob:none", &origin, "bare.git"]);
    fs::rename(sandbox.path().join(".git"), sandbox.path().join("away")).unwrap();
    fs::rename(clones.path().join("bare.git"), sandbox.path().join(".git")).unwrap();
    let commits = |text: &str| text[..text.find("\"windows\"").unwrap()].matches("\"added\"").count();
    assert!(commits(&facts(&request, None)) < commits(&plain) / 4);
    // Attributes may be those of paths that are not UTF-8, which are looked at each time.
    assert!(commits(&facts(&request, Some(cache.path()))) > commits(&plain) * 9 / 10);
    assert!(commits(&plain) > 300);
}

#[test]
fn what_killed_runs_left_is_removed_when_it_is_old_and_by_its_name_this_programs() {
    let sandbox = random_repository(4);
    let cache = tempfile::tempdir().unwrap();
    let hours_ago = |hours: u64| SystemTime::now() - Duration::from_secs(hours * 3_600);
    for (name, hours) in [(".unfinished-old", 2), (".unfinished-new", 0), ("of-others", 2)] {
        fs::File::create(cache.path().join(name)).unwrap().set_modified(hours_ago(hours)).unwrap();
    }
    facts(&sandbox.request(&[ALL]), Some(cache.path()));
    let left = |name: &str| cache.path().join(name).exists();
    assert_eq!([".unfinished-old", ".unfinished-new", "of-others"].map(left), [false, true, true]);
    assert_eq!(fs::read_dir(cache.path()).unwrap().count(), 3, "and what was kept");
}

#[test]
fn a_file_that_is_cut_off_or_changed_counts_as_absent() {
    let sandbox = random_repository(4);
    let cache = tempfile::tempdir().unwrap();
    let request = sandbox.request(&[ALL]);
    let plain = facts(&request, None);
    assert_eq!(facts(&request, Some(cache.path())), plain);
    let file = only_file(cache.path());
    let whole = fs::read(&file).unwrap();
    for part in 0..12 {
        let mut damaged = whole[..whole.len() * part / 12].to_vec();
        fs::write(&file, &damaged).unwrap();
        assert_eq!(facts(&request, Some(cache.path())), plain, "cut off at {part} of 12");
        damaged = whole.clone();
        let at = (whole.len() - 1) * part / 12;
        damaged[at] ^= 1 << (part % 8);
        fs::write(&file, &damaged).unwrap();
        assert_eq!(facts(&request, Some(cache.path())), plain, "changed at byte {at}");
    }
    assert_eq!(
        fs::read(only_file(cache.path())).unwrap(),
        whole,
        "the file is written again when it is damaged"
    );
}

#[test]
fn attributes_that_change_are_not_hidden_by_what_was_kept() {
    let sandbox = random_repository(6);
    let cache = tempfile::tempdir().unwrap();
    let request = sandbox.request(&[ALL]);
    let before = facts(&request, Some(cache.path()));
    fs::write(sandbox.path().join(".git/info/attributes"), "* -diff\n").unwrap();
    let plain = facts(&request, None);
    assert!(plain.matches("\"added\"").count() < before.matches("\"added\"").count() / 4);
    assert_eq!(facts(&request, Some(cache.path())), plain);
    assert!(!plain.contains("partial clone"), "{plain}");
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let sandbox = random_repository(8);
    let cache = tempfile::tempdir().unwrap();
    let request = sandbox.request(&[ALL]);
    let plain = facts(&request, None);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(facts(&request, Some(cache.path())), plain));
        }
    });
    only_file(cache.path());
}

#[test]
fn a_folder_that_cannot_be_made_is_no_problem_and_nothing_is_kept_in_the_repository() {
    let sandbox = random_repository(9);
    let request = sandbox.request(&[ALL]);
    sandbox.write("file", "");
    let before = sandbox.git_at(START, &["count-objects", "-v"]);
    assert_eq!(facts(&request, Some(&sandbox.path().join("file/below"))), facts(&request, None));
    assert_eq!(sandbox.git_at(START, &["count-objects", "-v"]), before);
}
