//! A run that is killed at any moment leaves nothing behind that makes a later one tell anything else.

use super::support::Scratch;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A history that is long enough to be kept.
fn long_history() -> Scratch {
    let scratch = Scratch::new();
    scratch.git(&["init", "--quiet"]);
    let mut stream = String::new();
    for number in 1..=600 {
        let date = 1_772_323_200 + number * 60;
        let lines = "line\n".repeat(1 + number % 37) + &number.to_string();
        write!(
            stream,
            "commit refs/heads/main\ncommitter Ada <ada@example.org> {date} +0000\ndata 7\nfeat: x\n\
             M 644 inline file{}\ndata {}\n{lines}\n",
            number % 5,
            lines.len(),
        )
        .unwrap();
    }
    let mut import = Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(scratch.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    scratch
}

#[test]
fn a_run_that_is_killed_at_any_moment_changes_nothing_that_is_told_later() {
    let scratch = long_history();
    let wrap = ["wrap", "--since", "2020-01-01"];
    let plain = scratch.succeed(&[&wrap[..], &["--no-cache"]].concat());
    assert!(plain.contains("600 commits"), "{plain}");
    for pause in 0..12 {
        let mut run = Command::new(env!("CARGO_BIN_EXE_callsheet"))
            .args(wrap)
            .current_dir(scratch.path())
            .env("XDG_CACHE_HOME", scratch.path().join(".cache"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(pause * 40));
        drop(run.kill());
        run.wait().unwrap();
        if pause % 4 == 3 {
            assert_eq!(scratch.succeed(&wrap), plain, "killed after {} ms", pause * 40);
        }
    }
    let kept = std::fs::read_dir(scratch.path().join(".cache/callsheet")).unwrap();
    let kept = kept.filter(|it| it.as_ref().unwrap().path().extension().is_some_and(|it| it == "facts"));
    assert_eq!(kept.count(), 1, "nothing was kept at all");
}
