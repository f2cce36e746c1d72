//! Spans and sessions over all local branches: what is checked out, and what other branches have beside it.

use super::chosen::Chosen;
use super::copies::Written;
use super::oid::Oid;
use super::repository::skipped;
use super::tips::Tip;
use super::window::Finder;
use super::{Window, walk};
use crate::diagnostics::Diagnostic;
use std::collections::HashSet;

impl Finder<'_, '_> {
    /// The window of what is checked out, then of each other branch that has commits in the span which
    /// none before it has.
    pub(super) fn span(&mut self, span: (i64, i64), chosen: &mut Chosen) -> Result<Vec<Window>, Diagnostic> {
        let mut walk = walk::Span::new(span);
        let mut commits = self.head_commit().map(|it| walk.reached(self.graph, it)).unwrap_or_default();
        let all = commits.len();
        commits.retain(|it| chosen.fits(self.graph, *it));
        let own = if commits.len() < all { self.apart(&commits)? } else { self.on_head(&commits, span)? };
        let newest = commits.iter().copied().max_by_key(|it| (self.graph.time(*it), *it));
        let mut windows = vec![own];
        let mut written = Written::default();
        for tip in self.others.clone() {
            let mut own = walk.reached(self.graph, tip.commit);
            own.retain(|it| chosen.fits(self.graph, *it));
            if own.is_empty() {
                continue;
            }
            written.add(self.comparer, commits.drain());
            if let Some(window) = self.beside(&tip, &own, (&written, newest))? {
                commits.extend(own);
                windows.push(window);
            }
        }
        Ok(windows)
    }

    /// What a branch has beside commits that are counted already, of which the newest that is checked out is
    /// given. Picked and rebased commits are left out, and all of them if they were squashed into others.
    fn beside(
        &mut self,
        tip: &Tip,
        commits: &HashSet<Oid>,
        (written, newest): (&Written, Option<Oid>),
    ) -> Result<Option<Window>, Diagnostic> {
        let copied: HashSet<Oid> = written.copied(self.comparer, commits).into_iter().collect();
        let own: HashSet<Oid> = commits.difference(&copied).copied().collect();
        let window = Window { branch: Some(tip.branch.clone()), ..self.apart(&own)? };
        let is_held = newest.is_some_and(|it| self.holds_all(it, &window));
        let left_out = if is_held { commits.len() } else { copied.len() };
        if left_out > 0 {
            let branch = &tip.branch;
            self.doubts.push(
                skipped(format!(
                    "commits of branch `{branch}` that are left out, since others have their changes: {left_out}"
                ))
                .hint(format!("`git cherry -v HEAD {branch}` lists those that were picked; a squash shows in the files only")),
            );
        }
        Ok((!is_held && !own.is_empty()).then_some(window))
    }
}
