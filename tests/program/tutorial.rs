//! The tutorial is carried out as it stands: its files are written, its commands run, and what they print
//! is compared. `INSTA_UPDATE=always` writes what they print into it.

use super::support::Scratch;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

const PAGE: &str = "docs/TUTORIAL.md";

/// Carries out a page, and gives it with what its commands printed.
fn carried_out(page: &str) -> String {
    let scratch = Scratch::new();
    let mut told = String::new();
    for (index, piece) in page.split("```").enumerate() {
        let (language, text) = piece.split_once('\n').unwrap_or((piece, ""));
        if index % 2 == 0 {
            told.push_str(piece);
        } else if language == "console" {
            let _ = write!(told, "```console\n{}```", printed(&scratch, text));
        } else {
            write_file(&scratch, told.trim_end().lines().last().unwrap(), text);
            let _ = write!(told, "```{piece}```");
        }
    }
    told
}

/// Writes the file that the line before its text names; `at the end of` puts it below what is there.
fn write_file(scratch: &Scratch, named: &str, text: &str) {
    let name = named.rsplit('`').nth(1).unwrap_or_else(|| panic!("no file is named by: {named}"));
    let is_added = named.contains("at the end of");
    let old = if is_added { scratch.read(name) + "\n" } else { String::new() };
    scratch.write(name, &(old + text));
}

/// The commands of a block, each with what it prints.
fn printed(scratch: &Scratch, block: &str) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_callsheet")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let commands = block.lines().filter_map(|it| it.strip_prefix("$ "));
    let run = |command: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("exec 2>&1; {command}")]).current_dir(scratch.path());
        shell.env("PATH", &path).env("TZ", "UTC").env("XDG_CACHE_HOME", scratch.path().join(".cache"));
        shell.env("GIT_CONFIG_GLOBAL", "/dev/null").env_remove("COLUMNS").env_remove("SOURCE_DATE_EPOCH");
        let output = shell.output().unwrap();
        format!("$ {command}\n{}", String::from_utf8(output.stdout).unwrap())
    };
    commands.map(run).collect()
}

#[test]
fn the_tutorial_says_what_happens() {
    let page = fs::read_to_string(PAGE).unwrap();
    let told = carried_out(&page);
    if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
        fs::write(PAGE, &told).unwrap();
    } else {
        assert!(
            page == told,
            "`INSTA_UPDATE=always cargo test --test program tutorial` mends {PAGE}:\n{told}"
        );
    }
}
