//! From views to pages: the template engine, escaping, and the checking of what comes out.

mod blocks;
mod body;
mod engine;
mod escape;
mod explain;
mod expressions;
mod faults;
mod filters;
mod findings;
mod finish;
#[cfg(test)]
mod hostile;
mod html;
mod many;
mod markdown;
mod misspelt;
mod misused;
mod names;
mod nesting;
mod origins;
mod pieces;
mod reports;
mod shelf;
mod syntax;
mod tables;
mod tools;
mod trace;

pub use engine::Engine;
pub use findings::{Checker, Findings, check_pages, problems};
pub use html::Html;
pub use many::{PAGES_OF_A_THREAD, both, each};
pub use names::unknown_names;
pub use shelf::{Entry, Shelf, view_json};
pub use tools::{Sort, Tool, tools};
pub use trace::traced;

use crate::documents::Forge;

/// A rendered document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path below the output of its plan, with `/`.
    pub path: String,
    /// The kind of its document.
    pub kind: String,
    /// Its text.
    pub text: String,
    /// Whether it follows a template of others, whose faults are not ours.
    pub follows: bool,
    /// The forge that takes its body.
    pub forge: Option<Forge>,
}

impl Page {
    /// What stands below its title, as a forge wants it.
    pub fn body(&self) -> &str {
        let below = self.text.split_once('\n').filter(|it| it.0.starts_with("# "));
        below.map_or(self.text.as_str(), |it| it.1.trim_start_matches('\n'))
    }
}
