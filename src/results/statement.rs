//! What one change states: the `Plan-*` lines of a commit, or of one of several that it squashes.

use super::Strength;
use crate::history::{Commit, Trailer};

/// What one change states.
#[derive(Debug)]
pub(super) struct Statement<'a> {
    /// The commit whose message says so.
    pub(super) commit: &'a Commit,
    /// The id of the commit that was squashed into it, where the message says so.
    pub(super) source: Option<String>,
    /// What the subject of that commit may be.
    pub(super) titles: Vec<String>,
    /// The lines in order; those outside git's own block are loose.
    pub(super) lines: Vec<(Trailer, Strength)>,
}

/// Everything that a commit states, one entry for each change that it holds.
pub(super) fn of(commit: &Commit) -> Vec<Statement<'_>> {
    let message = &commit.message;
    let block = message.trailers.iter().filter(|it| it.is_record()).cloned();
    let loose = message.loose();
    let last = loose.len().saturating_sub(1);
    let mut statements: Vec<Statement<'_>> = loose
        .into_iter()
        .map(|it| {
            let lines = it.trailers.into_iter().map(|it| (it, Strength::Loose)).collect();
            Statement { commit, source: it.source, titles: it.titles, lines }
        })
        .collect();
    if let Some(statement) = statements.get_mut(last) {
        statement.lines.extend(block.map(|it| (it, Strength::Claimed)));
    }
    statements.retain(|it| !it.lines.is_empty());
    statements.iter_mut().for_each(Statement::join_words);
    statements
}

/// What keeps a forge from making a reference or markup of what follows, in the text of a pull request.
const BREAK: char = '\u{200b}';

/// What keeps the letter that follows from being markup there.
const ESCAPE: &str = "\u{200b}\\";

impl Statement<'_> {
    /// Takes out what parts words where a squash merge took over the text of a pull request.
    fn join_words(&mut self) {
        let values = self.lines.iter_mut().map(|it| &mut it.0.value);
        for text in values.chain(&mut self.titles).filter(|it| it.contains(BREAK)) {
            *text = text.replace(ESCAPE, "").replace(BREAK, "");
        }
    }

    /// Its lines.
    pub(super) fn trailers(&self) -> impl Iterator<Item = &Trailer> {
        self.lines.iter().map(|it| &it.0)
    }

    /// Whether it says that it is what another commit states.
    pub(super) fn is_of(&self, other: &Statement<'_>) -> bool {
        let source = self.source.as_deref();
        self.commit.id != other.commit.id && source.is_some_and(|it| other.commit.id.starts_with(it))
    }

    /// Whether it may repeat what another commit states, as a squash or a merge does.
    pub(super) fn may_repeat(&self, other: &Statement<'_>) -> bool {
        let is_copy = self.is_merged() && !other.is_merged();
        self.commit.id != other.commit.id && self.source.is_none() && is_copy
    }

    /// Whether the message was written by a merge: of a branch, or of a pull request into one commit.
    fn is_merged(&self) -> bool {
        let subject = &self.commit.message.subject;
        let is_numbered = without_number(subject) != subject;
        let is_own = self.titles.first() == Some(subject);
        is_numbered || !is_own || self.commit.parents.len() > 1
    }

    /// Whether both say the same.
    pub(super) fn says_what(&self, other: &Statement<'_>) -> bool {
        self.trailers().eq(other.trailers())
    }

    /// Whether it is the same change in another commit: picked, or rebased.
    pub(super) fn is_picked_from(&self, other: &Statement<'_>) -> bool {
        let (own, others) = (self.commit, other.commit);
        if let Some(source) = &own.message.picked {
            return others.id.starts_with(source.as_str());
        }
        own.id != others.id
            && own.committed != others.committed
            && (own.authored, &own.author) == (others.authored, &others.author)
            && own.message.subject == others.message.subject
            && self.says_what(other)
    }
}

/// A subject without the `(#12)` that a forge adds to it.
pub(super) fn without_number(subject: &str) -> &str {
    let number = |it: &str| it.strip_suffix(')').is_some_and(|it| it.parse::<u32>().is_ok());
    subject.rsplit_once(" (#").filter(|it| number(it.1)).map_or(subject, |it| it.0)
}
