//! Runs one command with a time limit, and hands over its output as it comes.

use crate::results::Ended;
use std::fmt;
use std::io::{PipeReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

/// How often it is looked at whether the command has ended.
const STEP: Duration = Duration::from_millis(20);

/// How long output is waited for after the command has ended: others may hold its pipe open.
const REST: Duration = Duration::from_secs(1);

/// Most bytes that are handed over at once.
const CHUNK: usize = 16 * 1024;

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A text of the plan, for `sh`.
    Shell(String),
    /// The words of a command line, run as they are.
    Words(Vec<String>),
}

/// How a command ended, and how long that took.
pub(super) struct Finished {
    pub(super) ended: Ended,
    pub(super) took: Duration,
}

/// Why there is no result.
pub(super) enum Failure {
    /// The system did not start it, or lost it.
    System(std::io::Error),
    /// The user stopped it.
    Interrupted,
}

/// Whether the user wants to stop.
#[derive(Clone, Default)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Notes from now on when the user wants to stop, instead of stopping at once.
    pub(super) fn listen() -> Result<Self, std::io::Error> {
        let interrupt = Self::default();
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP]
        {
            signal_hook::flag::register(signal, Arc::clone(&interrupt.0))?;
        }
        Ok(interrupt)
    }

    fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Runs a command in a folder, without input. After the limit, it is killed with all that it started.
pub(super) fn run(
    line: &Line,
    folder: &Path,
    (limit, interrupt): (Duration, &Interrupt),
    hear: &mut dyn FnMut(&[u8]),
) -> Result<Finished, Failure> {
    let (mut child, chunks) = start(line, folder).map_err(Failure::System)?;
    let begun = Instant::now();
    let ended = loop {
        match chunks.recv_timeout(STEP) {
            Ok(bytes) => hear(&bytes),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(STEP),
        }
        if let Some(status) = child.try_wait().map_err(Failure::System)? {
            break ended(status);
        }
        if interrupt.came() {
            kill(&mut child);
            return Err(Failure::Interrupted);
        }
        if begun.elapsed() >= limit {
            kill(&mut child);
            break Ended::Timeout(limit.as_secs());
        }
    };
    let took = begun.elapsed();
    let end = Instant::now() + REST;
    while let Ok(bytes) = chunks.recv_timeout(end.saturating_duration_since(Instant::now())) {
        hear(&bytes);
    }
    Ok(Finished { ended, took })
}

fn start(line: &Line, folder: &Path) -> Result<(Child, Receiver<Vec<u8>>), std::io::Error> {
    // One pipe for both, so that lines stay in the order in which they were written.
    let (reader, writer) = std::io::pipe()?;
    let mut command = line.command();
    command.current_dir(folder).stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let child = command.spawn()?;
    Ok((child, listen(reader)))
}

/// Reads what comes, and waits while nobody takes it.
fn listen(mut reader: PipeReader) -> Receiver<Vec<u8>> {
    let (sender, receiver) = sync_channel(16);
    std::thread::spawn(move || {
        let mut buffer = vec![0; CHUNK];
        while let Ok(length @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Kills a command with everything that it started.
fn kill(child: &mut Child) {
    // What has ended by itself in the meantime needs no killing.
    #[cfg(unix)]
    let _ = rustix::process::kill_process_group(
        rustix::process::Pid::from_child(child),
        rustix::process::Signal::KILL,
    );
    let _ = child.kill();
    let _ = child.wait();
}

fn ended(status: ExitStatus) -> Ended {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Ended::Signal(signal);
    }
    Ended::Exit(status.code().unwrap_or(-1))
}

impl Line {
    fn command(&self) -> Command {
        match self {
            Self::Shell(text) => {
                let mut command = Command::new("sh");
                command.args(["-c", text]);
                command
            }
            Self::Words(words) => {
                let mut words = words.iter();
                let mut command = Command::new(words.next().map_or("", String::as_str));
                command.args(words);
                command
            }
        }
    }
}

impl fmt::Display for Line {
    /// As one would type it in a shell.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shell(text) => formatter.write_str(text),
            Self::Words(words) => {
                let words: Vec<String> = words.iter().map(|it| quoted(it)).collect();
                formatter.write_str(&words.join(" "))
            }
        }
    }
}

fn quoted(word: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || "-_./:=@%+,".contains(it);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_shown_as_one_would_type_them() {
        let line =
            |words: &[&str]| Line::Words(words.iter().map(|it| (*it).to_owned()).collect()).to_string();
        assert_eq!(line(&["make", "DAY=1", "a b", "it's", ""]), r"make DAY=1 'a b' 'it'\''s' ''");
    }
}
