//! What tests of the whole program share: scratch repositories with fixed dates, and runs of the binary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that is gone when the test is over.
pub(crate) struct Scratch {
    folder: tempfile::TempDir,
    minute: std::cell::Cell<u32>,
}

/// What a run of the program gave.
pub(crate) struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), minute: std::cell::Cell::new(0) }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        flat(&fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    /// Every file below a folder, with its text, by name.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut folders = vec![self.path().join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.path()).unwrap().display().to_string();
                    found.push((name, flat(&fs::read_to_string(&path).unwrap())));
                }
            }
        }
        found.sort();
        found
    }

    /// Runs git without anybody's settings, ten minutes after the last time.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let minute = self.minute.get();
        self.minute.set(minute + 10);
        let date = format!("2026-03-02T{:02}:{:02}:00 +0100", 9 + minute / 60, minute % 60);
        let output = Command::new("git")
            .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false"])
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("TZ", "UTC")
            .envs([("GIT_AUTHOR_NAME", "Ada"), ("GIT_AUTHOR_EMAIL", "ada@example.org")])
            .envs([("GIT_COMMITTER_NAME", "Ada"), ("GIT_COMMITTER_EMAIL", "ada@example.org")])
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .output()
            .unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Commits everything, with a message taken verbatim.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Runs the program in the folder.
    pub(crate) fn callsheet(&self, arguments: &[&str]) -> Run {
        callsheet(self.path(), arguments)
    }

    /// Runs the program in the folder, which must succeed; gives stdout.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let run = self.callsheet(arguments);
        assert_eq!(run.code, 0, "callsheet {arguments:?}: {}", run.stderr);
        run.stdout
    }
}

/// A text whose tables say only what stands in them, not how wide their columns are.
pub(crate) fn flat(text: &str) -> String {
    let row = |line: &str| {
        let line = line.replace("\\|", "\u{1}");
        let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
        let is_delimiter = cells.iter().all(|it| it.len() > 2 && it.trim_matches([':', '-']).is_empty());
        let cell = |it: &&str| match (is_delimiter, it.is_empty()) {
            (true, _) => "|---".to_owned(),
            (_, true) => "| ".to_owned(),
            _ => format!("| {it} "),
        };
        Some(format!("{}|", cells.iter().map(cell).collect::<String>()).replace('\u{1}', "\\|"))
    };
    let mut is_fenced = false;
    let line = |it: &str| {
        is_fenced ^= it.starts_with("```");
        row(it).filter(|_| !is_fenced).unwrap_or_else(|| it.to_owned())
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Runs the program.
pub(crate) fn callsheet(folder: &Path, arguments: &[&str]) -> Run {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_callsheet"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("COLUMNS")
        .env("TZ", "UTC")
        .env("XDG_CACHE_HOME", folder.join(".cache"))
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: flat(&String::from_utf8(output.stdout).unwrap()),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
