//! The `git` program, run so that only the repository decides what it says.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Nothing of the user, the system or the network, and no replaced objects, which we do not follow.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("HOME", "/nonexistent"),
    ("TZ", "UTC"),
    ("LC_ALL", "C.UTF-8"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
];

/// What a repository's own configuration must not change.
const CONFIGURATION: [&str; 5] = [
    "safe.directory=*",
    "core.attributesFile=/dev/null",
    "mailmap.file=",
    "mailmap.blob=HEAD:.mailmap",
    "i18n.logOutputEncoding=UTF-8",
];

/// The `git` program in one repository.
pub(crate) struct Git<'a>(pub(crate) &'a Path);

impl Git<'_> {
    /// Runs git with an input and gives its output; an error is what it complained of.
    pub(crate) fn run(&self, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, String> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut command = Command::new("git");
        command.arg("-C").arg(self.0).args(CONFIGURATION.iter().flat_map(|it| ["-c", it])).args(arguments);
        command.env_clear().env("PATH", path).envs(ENVIRONMENT);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = piped.map_err(|error| format!("git cannot be run: {error}"))?;
        let pipe = child.stdin.take();
        // Git may stop reading early.
        let writer = std::thread::spawn(move || pipe.map(|mut it| it.write_all(&input)));
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        drop(writer.join());
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(format!("git {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim_end()))
    }

    /// The lines of git's output.
    pub(crate) fn lines(&self, arguments: &[&str]) -> Result<Vec<String>, String> {
        let output = self.run(arguments, Vec::new())?;
        Ok(String::from_utf8_lossy(&output).lines().map(str::to_owned).collect())
    }

    /// The only line of git's output; `None` if git fails or has nothing to say.
    pub(crate) fn answer(&self, arguments: &[&str]) -> Option<String> {
        self.lines(arguments).ok()?.into_iter().next()
    }
}
