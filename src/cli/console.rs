//! The terminal: what is printed where, in which colours, and how progress is shown.

use crate::diagnostics::{Checked, Diagnostic, Severity, Style, any_error, clean, clean_block, report};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The terminal of a run.
#[derive(Clone, Debug)]
pub(super) struct Console {
    style: Style,
    volume: Volume,
    /// Shared by all copies.
    has_warned: Arc<AtomicBool>,
}

/// How much is said beside data and errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Volume {
    /// Errors only.
    Quiet,
    /// Warnings, a line on what was done, and progress on a terminal.
    Normal,
    /// Everything that was looked at.
    Verbose,
}

impl Console {
    /// Settles colours once.
    pub(super) fn new(color: Color, volume: Volume) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        };
        let style = if color { Style::Colored } else { Style::Plain };
        Self { style, volume, has_warned: Arc::default() }
    }

    /// Says what was done, on stderr.
    pub(super) fn say(&self, text: &str) {
        if self.volume >= Volume::Normal {
            stderr(&format!("{}\n", clean(text)));
        }
    }

    /// Shows lines that another program wrote, on stderr.
    pub(super) fn show(&self, text: &str) {
        if self.volume >= Volume::Normal {
            stderr(&format!("  {}\n", clean_block(text).replace('\n', "\n  ")));
        }
    }

    /// Says what was looked at, on stderr.
    pub(super) fn detail(&self, text: &str) {
        if self.volume >= Volume::Verbose {
            stderr(&format!("{}\n", clean(text)));
        }
    }

    /// Remembers whether there was a warning, shown or not.
    pub(super) fn note(&self, diagnostics: &[Diagnostic]) {
        if diagnostics.iter().any(|it| it.severity == Severity::Warning) {
            self.has_warned.store(true, Ordering::Relaxed);
        }
    }

    /// Whether there was a warning so far.
    pub(super) fn has_warned(&self) -> bool {
        self.has_warned.load(Ordering::Relaxed)
    }

    /// Prints diagnostics to stderr.
    pub(super) fn report(&self, diagnostics: &[Diagnostic]) {
        self.note(diagnostics);
        let shown: Vec<Diagnostic> = diagnostics
            .iter()
            .filter(|it| it.severity == Severity::Error || self.volume > Volume::Quiet)
            .cloned()
            .collect();
        if shown.is_empty() {
            return;
        }
        stderr(&report(&shown, self.style));
        let count = |severity| shown.iter().filter(|it| it.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if any_error(&shown) && shown.len() > 1 {
            let counted =
                |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
            stderr(&format!("\n{}, {}\n", counted(errors, "error"), counted(warnings, "warning")));
        }
    }

    /// A bar for work of known length; hidden unless stderr is a terminal.
    pub(super) fn progress(&self, length: usize) -> Progress {
        self.bar(ProgressBar::new(length as u64), "{bar:24} {pos}/{len} {wide_msg}")
    }

    /// The same for things of which nobody knows how many there are.
    pub(super) fn spinner(&self) -> Progress {
        self.bar(ProgressBar::no_length(), "{spinner} {wide_msg}")
    }

    fn bar(&self, bar: ProgressBar, template: &str) -> Progress {
        if self.volume < Volume::Normal || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Progress { bar }
    }
}

/// The columns that a table on stdout may take: those of the terminal, or what `COLUMNS` says where there
/// is none; `None` if neither limits it.
pub(super) fn width() -> Option<usize> {
    let terminal = terminal_size::terminal_size_of(std::io::stdout()).map(|it| usize::from(it.0.0));
    let stated = || std::env::var("COLUMNS").ok()?.trim().parse().ok();
    terminal.or_else(stated).filter(|it| *it > 0)
}

/// Prints data to stdout. A reader that has gone away is no error.
pub(super) fn print(text: &str) -> Checked<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(vec![Diagnostic::environment(format!("cannot write to stdout: {error}"))])
        }
        _ => Ok(()),
    }
}

fn stderr(text: &str) {
    // Nothing can be said about a stderr that does not take what is said.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// A bar with what is being read or rendered.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Moves on by one and says to what.
    pub(super) fn on(&self, what: &str) {
        self.bar.set_message(clean(what));
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
