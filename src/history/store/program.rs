//! Reading through the `git` program, for the formats that libgit2 does not know: object ids of SHA-256, and
//! references in tables.
//!
//! Only plumbing is run, and nothing that a repository's configuration could hook into.

use super::{Backend, Error, Fault, Kind, Oid, Packs, Result};
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What could point the program at another repository, or make it run something.
const FORGOTTEN: [&str; 18] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_ATTR_SOURCE",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_TRACE",
    "GIT_WORK_TREE",
];

/// What is told to the program each time.
const SETTINGS: [(&str, &str); 5] = [
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("LC_ALL", "C"),
];

/// Configuration that overrides the repository's.
const CONFIGURATION: [&str; 5] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "protocol.allow=never",
    "core.commitGraph=false",
];

/// A repository that the program reads.
pub(super) struct Program {
    place: PathBuf,
    common: PathBuf,
    is_bare: bool,
    objects: RefCell<Conversation>,
    headers: RefCell<Option<Conversation>>,
    attributes: RefCell<Option<Conversation>>,
}

/// A process that answers one question after the other.
struct Conversation {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Program {
    /// Opens a repository that the library refused for this reason.
    pub(super) fn open(place: &Path, refused: &Error) -> Result<Self> {
        let questions = ["rev-parse", "--path-format=absolute", "--is-bare-repository", "--git-common-dir"];
        let answer = match run(place, &questions) {
            Err(error) if error.fault == Fault::NotFound => return Err(refused.clone()),
            answer => answer.map_err(|it| unsafe_or(&it))?,
        };
        let (is_bare, common) = answer.trim_end().split_once('\n').ok_or_else(|| refused.clone())?;
        let objects = RefCell::new(Conversation::start(place, &["cat-file", "--batch"])?);
        Ok(Self {
            place: place.to_path_buf(),
            common: PathBuf::from(common),
            is_bare: is_bare == "true",
            objects,
            headers: RefCell::default(),
            attributes: RefCell::default(),
        })
    }

    fn run(&self, arguments: &[&str]) -> Result<String> {
        run(&self.place, arguments)
    }

    fn ask<T>(
        &self,
        conversation: &RefCell<Option<Conversation>>,
        arguments: &[&str],
        talk: impl FnOnce(&mut Conversation) -> Result<T>,
    ) -> Result<T> {
        let mut conversation = conversation.borrow_mut();
        if conversation.is_none() {
            *conversation = Some(Conversation::start(&self.place, arguments)?);
        }
        conversation.as_mut().map_or_else(|| Err(ended()), talk)
    }
}

/// The program with these arguments, in a place and not above it.
fn command(place: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    let ceiling = place.canonicalize().ok().and_then(|it| Some(it.parent()?.to_path_buf()));
    command.arg("--no-pager").arg("-C").arg(place);
    for setting in CONFIGURATION {
        command.args(["-c", setting]);
    }
    for name in FORGOTTEN {
        command.env_remove(name);
    }
    command.env("GIT_CEILING_DIRECTORIES", ceiling.unwrap_or_default()).envs(SETTINGS);
    command.args(arguments);
    command
}

fn run(place: &Path, arguments: &[&str]) -> Result<String> {
    let output = command(place, arguments).stdin(Stdio::null()).output().map_err(|it| broken(&it))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Error::new(Fault::Other, said));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Conversation {
    fn start(place: &Path, arguments: &[&str]) -> Result<Self> {
        let mut command = command(place, arguments);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = piped.spawn().map_err(|it| broken(&it))?;
        let (questions, answers) = (process.stdin.take(), process.stdout.take());
        let (Some(questions), Some(answers)) = (questions, answers) else { return Err(ended()) };
        Ok(Self { process, questions, answers: BufReader::with_capacity(64 * 1024, answers) })
    }

    fn ask(&mut self, question: &[u8]) -> Result<()> {
        self.questions.write_all(question).and_then(|()| self.questions.flush()).map_err(|it| broken(&it))
    }

    /// The line that tells of an object: its kind and size.
    fn object(&mut self, id: Oid) -> Result<(Kind, usize)> {
        let mut line = String::new();
        self.answers.read_line(&mut line).map_err(|it| broken(&it))?;
        let mut words = line.split_ascii_whitespace().skip(1);
        let kind = match words.next() {
            Some("commit") => Kind::Commit,
            Some("tree") => Kind::Tree,
            Some("blob") => Kind::Blob,
            Some("tag") => Kind::Tag,
            Some("missing") => return Err(Error::new(Fault::NotFound, format!("object `{id}` is missing"))),
            _ => return Err(ended()),
        };
        let size = words.next().and_then(|it| it.parse().ok()).ok_or_else(ended)?;
        Ok((kind, size))
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Backend for Program {
    fn common_folder(&self) -> &Path {
        &self.common
    }

    fn is_bare(&self) -> bool {
        self.is_bare
    }

    fn is_shallow(&self) -> bool {
        self.common.join("shallow").exists()
    }

    fn packs(&self) -> Option<Packs> {
        None
    }

    fn read(&self, id: Oid) -> Result<(Kind, Vec<u8>)> {
        let mut objects = self.objects.borrow_mut();
        objects.ask(format!("{id}\n").as_bytes())?;
        let (kind, size) = objects.object(id)?;
        let mut data = vec![0; size + 1];
        objects.answers.read_exact(&mut data).map_err(|it| broken(&it))?;
        data.truncate(size);
        Ok((kind, data))
    }

    fn header(&self, id: Oid) -> Result<(Kind, usize)> {
        self.ask(&self.headers, &["cat-file", "--batch-check"], |it| {
            it.ask(format!("{id}\n").as_bytes())?;
            it.object(id)
        })
    }

    fn resolve(&self, revision: &str) -> Result<Oid> {
        let peeled = format!("{revision}^{{commit}}");
        let answer = self.run(&["rev-parse", "--verify", "--end-of-options", &peeled]).map_err(|error| {
            let fault = if error.message.contains("ambiguous") { Fault::Ambiguous } else { Fault::NotFound };
            Error { fault, ..error }
        })?;
        Oid::from_str(answer.trim_end()).ok_or_else(ended)
    }

    fn full_name(&self, short: &str) -> Option<String> {
        let found = self.run(&["rev-parse", "--symbolic-full-name", "--end-of-options", short]).ok()?;
        let name = found.lines().last().filter(|it| it.starts_with("refs/"))?;
        Some(name.to_owned())
    }

    fn symbolic_target(&self, name: &str) -> Option<String> {
        Some(self.run(&["symbolic-ref", "--quiet", name]).ok()?.trim_end().to_owned())
    }

    fn origin(&self) -> Option<String> {
        Some(self.run(&["config", "--get", "remote.origin.url"]).ok()?.trim().to_owned())
    }

    fn references(&self, prefix: &str) -> Result<Vec<(String, Oid)>> {
        let found = self.run(&["for-each-ref", "--format=%(refname) %(objectname)", prefix])?;
        let pairs = found.lines().filter_map(|it| it.rsplit_once(' '));
        Ok(pairs.filter_map(|(name, id)| Some((name.to_owned(), Oid::from_str(id)?))).collect())
    }

    fn head(&self) -> Result<(Option<String>, Oid)> {
        let branch = self.symbolic_target("HEAD");
        let commit = self.resolve("HEAD").map_err(|error| match branch {
            Some(_) => Error { fault: Fault::Unborn, ..error },
            None => error,
        })?;
        Ok((branch.filter(|it| it.starts_with("refs/heads/")), commit))
    }

    fn is_text(&self, path: &[u8]) -> Option<bool> {
        let found = self.ask(&self.attributes, &["check-attr", "-z", "--stdin", "diff"], |it| {
            it.ask(&[path, &[0]].concat())?;
            let mut value = Vec::new();
            for _ in 0..3 {
                value.clear();
                it.answers.read_until(0, &mut value).map_err(|it| broken(&it))?;
            }
            Ok(value)
        });
        match found.ok()?.as_slice() {
            b"set\0" => Some(true),
            b"unset\0" => Some(false),
            _ => None,
        }
    }

    fn is_dirty(&self, apart: &str) -> Result<bool> {
        let outside = format!(":(exclude,literal){apart}");
        let arguments = ["status", "--porcelain=v1", "--untracked-files=all", "--", ".", &outside];
        Ok(!self.run(&arguments)?.is_empty())
    }

    fn ignores(&self, path: &str) -> bool {
        self.run(&["check-ignore", "--quiet", "--", path]).is_ok()
    }
}

/// Of a program that cannot be run, or that went away.
fn broken(error: &std::io::Error) -> Error {
    let fault = if error.kind() == std::io::ErrorKind::NotFound { Fault::NotFound } else { Fault::Other };
    Error::new(fault, format!("the `git` program cannot be used: {error}"))
}

fn ended() -> Error {
    Error::new(Fault::Other, "the `git` program gave no answer")
}

fn unsafe_or(error: &Error) -> Error {
    let fault = if error.message.contains("dubious ownership") { Fault::Owner } else { error.fault };
    Error { fault, message: error.message.clone() }
}
