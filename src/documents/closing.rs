//! The last lines of a pull request, which a squash merge takes over into its message as trailers.

use super::text::Foreign;
use crate::diagnostics::clean;
use crate::history::{Commit, RepositoryHistory};
use crate::results::stated;

/// What a squash merge must repeat for nothing to be lost.
#[derive(Clone, Debug, Default)]
pub struct Closing {
    /// What commits state about a plan, oldest first.
    pub records: Vec<Restated>,
    /// Other lines that hold for the whole: what must land first, and who else wrote.
    pub lines: Vec<Line>,
    /// Whether there is only one change, whose title is that of the pull request.
    pub is_single: bool,
}

/// What some commits in a row state.
#[derive(Clone, Debug)]
pub struct Restated {
    /// Their subjects.
    pub titles: Vec<String>,
    /// Their lines.
    pub lines: Vec<Line>,
}

/// A trailer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What stands before the colon.
    pub key: String,
    /// What follows it, on one line.
    pub value: String,
}

/// The closing lines of some commits. Lines that nobody could read again are left out.
pub(super) fn closing(
    repository: &RepositoryHistory,
    commits: &[&Commit],
    (depends_on, co_authors): (&[Foreign], &[Foreign]),
) -> Closing {
    let restated = stated(repository, commits).into_iter().map(|it| Restated {
        titles: it.titles.iter().map(|it| clean(it)).collect(),
        lines: it.trailers.iter().map(|it| Line::new(&it.key, &it.value)).collect(),
    });
    let lines = |key: &'static str, values: &[Foreign], is_fit: fn(&str) -> bool| {
        let fit = values.iter().map(|it| Line::new(key, it.as_str())).filter(|it| is_fit(&it.value));
        fit.collect::<Vec<_>>()
    };
    let depends_on = lines("Depends-On", depends_on, is_reference);
    let co_authors = lines("Co-authored-by", co_authors, is_person);
    Closing {
        records: restated.collect(),
        lines: depends_on.into_iter().chain(co_authors).collect(),
        is_single: commits.iter().filter(|it| it.parents.len() < 2).count() == 1,
    }
}

impl Line {
    fn new(key: &str, value: &str) -> Self {
        Self { key: key.to_owned(), value: clean(value) }
    }
}

/// One word that can be no markup: `api#12`, `api@feature/x`, an address.
fn is_reference(value: &str) -> bool {
    let is_plain = |it: char| it.is_alphanumeric() || "#!@/:._-+~".contains(it);
    !value.is_empty() && value.chars().all(is_plain)
}

/// `Name <mail>`
fn is_person(value: &str) -> bool {
    let Some((name, mail)) = value.strip_suffix('>').and_then(|it| it.split_once('<')) else { return false };
    let is_mail = |it: char| it.is_alphanumeric() || "@._-+~[]".contains(it);
    !name.trim().is_empty() && mail.contains('@') && mail.chars().all(is_mail)
}
