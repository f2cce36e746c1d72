//! Windows: which commits one covers, and between which two trees its net changes lie.

use super::graph::Graph;
use super::repository::skipped;
use super::{Head, TestRule, Window, WindowRequest, changes, repository, revision, walk};
use crate::diagnostics::Diagnostic;
use git2::{Oid, Repository};
use std::collections::HashSet;

/// What windows of one repository are found from.
pub(super) struct Finder<'a, 'r> {
    pub(super) repository: &'r Repository,
    pub(super) graph: &'a mut Graph<'r>,
    pub(super) head: Option<Head>,
    pub(super) default_branch: Option<&'a str>,
    pub(super) is_empty: bool,
    pub(super) test_rules: &'a [TestRule],
}

/// With more commits than this right before a window, it is no line of work any more.
const MOST_ENDS: usize = 4;

/// Two ends of a range, resolved.
struct Ends {
    from: Oid,
    to: Oid,
    branch: Option<String>,
}

impl Finder<'_, '_> {
    /// Resolves a window; what keeps it from being found is a warning.
    pub(super) fn find(&mut self, request: &WindowRequest) -> Result<Window, Diagnostic> {
        if self.is_empty {
            return Ok(empty(request));
        }
        let mut window = match request {
            WindowRequest::Range { from, to } => self.range(from, to)?,
            WindowRequest::Branch { base, head } => self.branch(base.as_deref(), head.as_deref())?,
            WindowRequest::Span { since, until } => {
                let since = since.map_or(i64::MIN, |it| first_second(&it));
                self.span(since, until.map_or(i64::MAX, |it| it.timestamp()))
            }
            WindowRequest::LatestSession { gap } => self.session(i64::from(*gap) * 60),
        };
        window.request = request.clone();
        window.net = self.net(&window)?;
        Ok(window)
    }

    fn range(&mut self, from: &str, to: &str) -> Result<Window, Diagnostic> {
        let ends = Ends {
            from: revision::resolve(self.repository, from)?,
            to: revision::resolve(self.repository, to)?,
            branch: revision::branch_named(self.repository, to),
        };
        Ok(self.between(ends))
    }

    fn branch(&mut self, base: Option<&str>, head: Option<&str>) -> Result<Window, Diagnostic> {
        let head = head.unwrap_or("HEAD");
        let to = revision::resolve(self.repository, head)?;
        let branch = revision::branch_named(self.repository, head);
        let from = match base {
            Some(base) => revision::resolve(self.repository, base)?,
            None => self.default_base(branch.as_deref())?,
        };
        Ok(self.between(Ends { from, to, branch }))
    }

    /// The default branch; for work on that branch itself, what the remote has of it.
    fn default_base(&self, branch: Option<&str>) -> Result<Oid, Diagnostic> {
        let Some(default) = self.default_branch else {
            return Err(skipped("it is not known which branch the work starts from")
                .hint("name the base, or give the repository a default branch"));
        };
        let remote = (branch == Some(default)).then(|| format!("refs/remotes/origin/{default}"));
        let remote = remote.and_then(|it| self.repository.revparse_single(&it).ok());
        let remote = remote.and_then(|it| it.peel_to_commit().ok()).map(|it| it.id());
        let local = || repository::branch_commit(self.repository, default);
        remote.or_else(local).map_or_else(|| revision::resolve(self.repository, default), Ok)
    }

    fn between(&mut self, ends: Ends) -> Window {
        let base = self.repository.merge_base(ends.from, ends.to).ok();
        let commits = walk::range(self.graph, &[ends.to], &[ends.from]);
        let commits: Vec<String> = commits.iter().map(Oid::to_string).collect();
        let head = (!commits.is_empty()).then(|| ends.to.to_string());
        Window { base: base.map(|it| it.to_string()), head, branch: ends.branch, commits, ..blank() }
    }

    fn span(&mut self, since: i64, until: i64) -> Window {
        let Some(head) = self.head_commit() else { return blank() };
        let commits = walk::span(self.graph, head, (since, until));
        self.on_head(&commits, (since, until))
    }

    fn session(&mut self, gap: i64) -> Window {
        let Some(head) = self.head_commit() else { return blank() };
        let commits = walk::session(self.graph, head, gap);
        let since = commits.iter().map(|it| self.graph.time(*it)).min().unwrap_or_default();
        self.on_head(&commits, (since, i64::MAX))
    }

    /// A window of the head's commits. Its net changes lie between the one commit that all of them
    /// go back to and the one that all lead to; where there are several, on the line of first parents.
    fn on_head(&mut self, commits: &HashSet<Oid>, span: (i64, i64)) -> Window {
        let branch = self.head.as_ref().and_then(|it| it.branch.clone());
        let ids = commits.iter().map(Oid::to_string).collect();
        let window = Window { branch, commits: ids, ..blank() };
        let Some(tip) = self.head_commit().filter(|_| !commits.is_empty()) else { return window };
        let (base, head) = self.only_ends(commits).unwrap_or_else(|| {
            let (head, _) = walk::first_parent(self.graph, tip, |it| it <= span.1);
            let (before, last) = walk::first_parent(self.graph, tip, |it| it < span.0);
            // Where the clone was cut off, the tree before is not known: the last one known stands in.
            (before.or_else(|| self.graph.is_cut_off(last).then_some(last)), head)
        });
        let text = |it: Option<Oid>| it.map(|it| it.to_string());
        Window { base: text(base), head: text(head), ..window }
    }

    /// The only commit before a set of commits, and the only last one in it, if there is one of each.
    fn only_ends(&mut self, commits: &HashSet<Oid>) -> Option<(Option<Oid>, Option<Oid>)> {
        let parents: HashSet<Oid> = commits.iter().flat_map(|it| self.graph.parents(*it)).collect();
        let before: Vec<Oid> = parents.difference(commits).copied().collect();
        let leads = |old: Oid, new: Oid| self.repository.graph_descendant_of(new, old).unwrap_or(false);
        let is_missing = |it: &Oid| self.graph.node(*it).is_none();
        if before.len() > MOST_ENDS || before.iter().any(is_missing) {
            return None;
        }
        let is_newest = |it: &Oid| !before.iter().any(|other| other != it && leads(*it, *other));
        let newest: Vec<Oid> = before.iter().copied().filter(is_newest).take(2).collect();
        let mut last = commits.difference(&parents);
        match (newest.as_slice(), last.next(), last.next()) {
            ([base], Some(head), None) => Some((Some(*base), Some(*head))),
            _ => None,
        }
    }

    fn head_commit(&self) -> Option<Oid> {
        Oid::from_str(&self.head.as_ref()?.commit).ok()
    }

    fn net(&self, window: &Window) -> Result<Vec<super::Change>, Diagnostic> {
        let Some(head) = &window.head else { return Ok(Vec::new()) };
        let oid = |it: &String| Oid::from_str(it).ok();
        let reading = changes::Reading { repository: self.repository, tests: Some(self.test_rules) };
        changes::between(reading, window.base.as_ref().and_then(oid), oid(head)).map_err(|error| {
            skipped(format!("the changes up to commit `{head}` cannot be read: {}", error.message()))
        })
    }
}

/// The first whole second that is not before a moment.
fn first_second(moment: &super::Moment) -> i64 {
    moment.timestamp() + i64::from(moment.timestamp_subsec_nanos() > 0)
}

fn empty(request: &WindowRequest) -> Window {
    Window { request: request.clone(), ..blank() }
}

fn blank() -> Window {
    Window {
        request: WindowRequest::LatestSession { gap: 0 },
        base: None,
        head: None,
        branch: None,
        commits: Vec::new(),
        net: Vec::new(),
    }
}
