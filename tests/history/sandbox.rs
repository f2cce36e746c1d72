//! A temporary repository, with clocks, names and configuration pinned.

use callsheet::diagnostics::{Diagnostic, Severity};
use callsheet::history::{
    History, Place, RecordsRequest, RepositoryHistory, RepositoryRequest, Request, Window, WindowRequest,
    read,
};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The second at which the first commit is made: 2026-03-01 00:00:00 UTC.
pub(crate) const START: i64 = 1_772_323_200;

pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// In another format than the usual one.
    pub(crate) fn with(options: &[&str]) -> Self {
        let sandbox = Self { folder: tempfile::tempdir().unwrap() };
        sandbox.git(&[&["init", "-q"], options].concat());
        sandbox
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs git and gives its output.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_at(START, arguments)
    }

    /// Runs git with its clock set.
    pub(crate) fn git_at(&self, seconds: i64, arguments: &[&str]) -> String {
        String::from_utf8_lossy(&self.run(seconds, arguments, b"")).trim_end().to_owned()
    }

    /// Runs git with its clock set and an input, and gives its output as it is.
    pub(crate) fn run(&self, seconds: i64, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let mut child = command(self.path(), seconds)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || {
            // Git may stop reading early.
            drop(pipe.write_all(&input));
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        output.stdout
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Commits everything in the work tree at a number of minutes after the start.
    pub(crate) fn commit(&self, minutes: i64, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git_at(START + minutes * 60, &["commit", "-q", "--allow-empty", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Stores a commit object as it is and checks its branch out.
    pub(crate) fn raw_commit(&self, object: &[u8]) -> String {
        let arguments = ["hash-object", "-t", "commit", "-w", "--literally", "--stdin"];
        let id = String::from_utf8(self.run(START, &arguments, object)).unwrap().trim().to_owned();
        self.git(&["update-ref", "refs/heads/main", &id]);
        id
    }

    pub(crate) fn request(&self, windows: &[WindowRequest]) -> RepositoryRequest {
        let place = Place::Repository(self.path().to_owned());
        RepositoryRequest { windows: windows.to_vec(), ..RepositoryRequest::of("app", place) }
    }

    /// Asks for windows of a repository in a folder of this one.
    pub(crate) fn request_in(&self, folder: &str, windows: &[WindowRequest]) -> RepositoryRequest {
        RepositoryRequest { place: Place::Repository(self.path().join(folder)), ..self.request(windows) }
    }

    /// Reads windows, without any problem.
    pub(crate) fn read(&self, windows: &[WindowRequest]) -> RepositoryHistory {
        one(self.request(windows))
    }

    pub(crate) fn window(&self, window: WindowRequest) -> Window {
        self.read(&[window]).windows.remove(0)
    }

    /// Reads the commits that hold records.
    pub(crate) fn records(&self, since: Option<&str>) -> Vec<String> {
        let records = RecordsRequest { branches: vec!["other".to_owned()], since: since.map(str::to_owned) };
        let request = RepositoryRequest { records: Some(records), ..self.request(&[]) };
        one(request).commits.into_iter().map(|it| it.message.subject).collect()
    }
}

/// Everything that the head reaches.
pub(crate) const ALL: WindowRequest = WindowRequest::Span { since: None, until: None };

pub(crate) fn range(from: &str, to: &str) -> WindowRequest {
    WindowRequest::Range { from: from.to_owned(), to: to.to_owned() }
}

pub(crate) fn read_all(request: RepositoryRequest) -> (History, Vec<Diagnostic>) {
    read(&Request { repositories: vec![request], ..Request::default() }, &|_| {})
}

/// Reads one repository, without any problem.
pub(crate) fn one(request: RepositoryRequest) -> RepositoryHistory {
    let (mut history, diagnostics) = read_all(request);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    history.repositories.remove(0)
}

/// Reads one repository, with warnings that the facts hold too; gives them as lines.
pub(crate) fn doubtful(request: RepositoryRequest) -> (RepositoryHistory, String) {
    let (mut history, diagnostics) = read_all(request);
    let history = history.repositories.remove(0);
    assert!(diagnostics.iter().all(|it| it.severity == Severity::Warning), "{diagnostics:?}");
    let said: Vec<String> = diagnostics.into_iter().map(|it| it.message).collect();
    let kept = history.windows.iter().flat_map(|it| &it.warnings).chain(&history.warnings);
    let kept: Vec<String> = kept.map(|it| format!("repository `app`: {}", it.message)).collect();
    assert_eq!(said, kept);
    (history, said.join("\n"))
}

/// Reads one repository, with one problem; gives its message and hint.
pub(crate) fn problem(request: RepositoryRequest) -> String {
    let (_, diagnostics) = read_all(request);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    format!("{} | {}", diagnostics[0].message, diagnostics[0].hint.as_deref().unwrap_or_default())
}

fn command(folder: &Path, seconds: i64) -> Command {
    let mut command = Command::new("git");
    let date = format!("{seconds} +0000");
    command.current_dir(folder).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    for (name, value) in [
        ("HOME", "/nonexistent"),
        ("TZ", "UTC"),
        ("LC_ALL", "C.UTF-8"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_SYSTEM", "/dev/null"),
        ("GIT_AUTHOR_NAME", "Ada"),
        ("GIT_AUTHOR_EMAIL", "ada@example.org"),
        ("GIT_COMMITTER_NAME", "Ada"),
        ("GIT_COMMITTER_EMAIL", "ada@example.org"),
        ("GIT_AUTHOR_DATE", &date),
        ("GIT_COMMITTER_DATE", &date),
    ] {
        command.env(name, value);
    }
    command.args(["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", "-c", "gc.auto=0"]);
    command
}
