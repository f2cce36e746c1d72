//! Windows: which commits one covers, and between which two trees its net changes lie.

use super::changes::Comparer;
use super::chosen::Chosen;
use super::graph::Graph;
use super::oid::Oid;
use super::repository::skipped;
use super::session::{Began, Source, began};
use super::store::Repository;
use super::tips::Tip;
use super::{
    Head, TestRule, Warning, Window, WindowRequest, copies, repository, request_templates, revision, walk,
};
use crate::diagnostics::Diagnostic;
use std::collections::HashSet;

/// What windows of one repository are found from.
pub(super) struct Finder<'a, 'r> {
    pub(super) repository: &'r Repository,
    pub(super) comparer: &'a Comparer<'r>,
    pub(super) graph: &'a mut Graph<'r>,
    /// When sessions began that other repositories have a part in.
    pub(super) began: &'a [Began],
    pub(super) head: Option<Head>,
    /// Branches that are not checked out.
    pub(super) others: Vec<Tip>,
    pub(super) default_branch: Option<&'a str>,
    pub(super) is_empty: bool,
    /// What is doubtful about the window that is being looked for.
    pub(super) doubts: Vec<Diagnostic>,
    /// The most files of one window that a partial clone has by name only.
    pub(super) absent: usize,
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
    /// Resolves a request: to one window, or to several where branches have a part in it. What keeps it from
    /// being found is a warning.
    pub(super) fn find(&mut self, request: &WindowRequest) -> Result<Vec<Window>, Diagnostic> {
        self.doubts.clear();
        if self.is_empty {
            return Ok(vec![Window { request: request.clone(), ..blank() }]);
        }
        let mut chosen = Chosen::of(request, self.comparer, self.head_commit());
        let mut windows = match request.whole() {
            WindowRequest::Range { from, to } => {
                let window = self.range(from, to)?;
                vec![self.narrowed(window, &mut chosen)?]
            }
            WindowRequest::Branch { base, head } => {
                let window = self.branch(base.as_deref(), head.as_deref())?;
                vec![self.narrowed(window, &mut chosen)?]
            }
            WindowRequest::Namesake { branch } => vec![self.namesake(branch)?],
            WindowRequest::Span { since, until } => {
                let since = since.map_or(i64::MIN, |it| first_second(&it));
                let until = until.map_or(i64::MAX, |it| it.timestamp());
                self.span((since, until), &mut chosen)?
            }
            WindowRequest::LatestSession { .. } | WindowRequest::Only { .. } => {
                self.session(request, &mut chosen)?
            }
        };
        for window in &mut windows {
            window.request = request.clone();
        }
        // Documents show windows with commits only.
        let shown = windows.iter().position(|it| !it.commits.is_empty()).unwrap_or_default();
        windows[shown].warnings = std::mem::take(&mut self.doubts).iter().map(Warning::of).collect();
        Ok(windows)
    }

    fn range(&mut self, from: &str, to: &str) -> Result<Window, Diagnostic> {
        let ends = Ends {
            from: revision::resolve(self.repository, from)?,
            to: revision::resolve(self.repository, to)?,
            branch: revision::branch_named(self.repository, to),
        };
        self.between(ends)
    }

    fn branch(&mut self, base: Option<&str>, head: Option<&str>) -> Result<Window, Diagnostic> {
        let head = head.unwrap_or("HEAD");
        let to = revision::resolve(self.repository, head)?;
        let branch = revision::branch_named(self.repository, head);
        let from = match base {
            Some(base) => revision::resolve(self.repository, base)?,
            None => self.default_base(branch.as_deref())?,
        };
        let (templates, problems) = request_templates::read(self.comparer, from);
        self.doubts.extend(problems);
        Ok(Window { templates, ..self.between(Ends { from, to, branch })? })
    }

    /// A branch against the default branch; empty where there is none of this name.
    fn namesake(&mut self, name: &str) -> Result<Window, Diagnostic> {
        let tip = repository::branch_commit(self.repository, name);
        let Some((to, default)) = tip.zip(self.default_branch).filter(|it| it.1 != name) else {
            return Ok(blank());
        };
        let Some(from) = repository::branch_commit(self.repository, default) else { return Ok(blank()) };
        self.between(Ends { from, to, branch: Some(name.to_owned()) })
    }

    /// The default branch; for work on that branch itself, what the remote has of it.
    fn default_base(&self, branch: Option<&str>) -> Result<Oid, Diagnostic> {
        let Some(default) = self.default_branch else {
            return Err(skipped("it is not known which branch the work starts from")
                .hint("name the base, or give the repository a default branch"));
        };
        let remote = (branch == Some(default)).then(|| format!("refs/remotes/origin/{default}"));
        let remote = remote.and_then(|it| self.repository.resolve(&it).ok());
        let local = || repository::branch_commit(self.repository, default);
        remote.or_else(local).map_or_else(|| revision::resolve(self.repository, default), Ok)
    }

    fn between(&mut self, ends: Ends) -> Result<Window, Diagnostic> {
        let commits = walk::range(self.graph, &[ends.to], &[ends.from]);
        let others = walk::range(self.graph, &[ends.from], &[ends.to]);
        let copied = copies::copied(self.comparer, &commits, &others);
        let bases = walk::merge_bases(self.graph, (ends.to, &commits), (ends.from, &others));
        if !copied.is_empty() {
            self.doubts.push(
                skipped(format!(
                    "commits whose change the base has already in another commit: {}",
                    copied.len()
                ))
                .hint("`git log --cherry-pick --right-only BASE...HEAD` lists the others"),
            );
        }
        let commits: Vec<String> = commits.iter().map(Oid::to_string).collect();
        let base = self.merge_base(&ends, &bases)?.map(|it| it.to_string());
        let head = (!commits.is_empty()).then(|| ends.to.to_string());
        let mut window = Window { base, head, branch: ends.branch, commits, ..blank() };
        window.net = self.net(&window)?;
        if window.base.is_some() && self.holds_all(ends.from, &window) {
            self.doubts.push(
                skipped(format!(
                    "all that commit `{}` changed is already where it should be merged, as after a squash",
                    ends.to
                ))
                .hint("its changes are counted from the merge base, as a forge would"),
            );
        }
        Ok(window)
    }

    /// The commit that both ends go back to; `None` if they have no history in common.
    fn merge_base(&mut self, ends: &Ends, bases: &[Oid]) -> Result<Option<Oid>, Diagnostic> {
        let between = format!("commits `{}` and `{}`", ends.from, ends.to);
        match bases {
            [] if self.graph.is_shallow() => {
                return Err(skipped(format!("where {between} part is outside the shallow clone"))
                    .hint("`git fetch --unshallow` brings the rest"));
            }
            [] => self.doubts.push(
                skipped(format!("{between} have unrelated histories, so every file counts as created"))
                    .hint("look whether the base is the one that was meant"),
            ),
            [_] => {}
            [first, ..] => self.doubts.push(skipped(format!(
                "{between} have {} merge bases; changes are counted from `{first}`",
                bases.len()
            ))),
        }
        Ok(bases.first().copied())
    }

    /// Whether a commit has every file that a window changed as the window leaves it.
    pub(super) fn holds_all(&self, commit: Oid, window: &Window) -> bool {
        let tree = |id: Oid| self.comparer.tree(id).ok();
        let head = window.head.as_deref().and_then(Oid::from_str);
        let (Some(old), Some(new)) = (tree(commit), head.and_then(tree)) else { return false };
        let at = |tree: Oid, path: &str| self.comparer.trees().at(tree, path.as_bytes()).ok().flatten();
        let paths = window.net.iter().flat_map(|it| it.from.iter().chain([&it.path]));
        !window.net.is_empty() && paths.into_iter().all(|it| at(old, it) == at(new, it))
    }

    /// The commits since the latest session began, of this repository alone if others have no part in it.
    fn session(&mut self, request: &WindowRequest, chosen: &mut Chosen) -> Result<Vec<Window>, Diagnostic> {
        let WindowRequest::LatestSession { gap } = request.whole() else { return Ok(vec![blank()]) };
        let joint = self.began.iter().find(|it| it.0 == *request).map(|it| it.1);
        let others = self.others.iter().map(|it| it.commit);
        let tips: Vec<Oid> = self.head_commit().into_iter().chain(others).collect();
        let mut alone = || began(&mut [Source::Tips(self.graph, &tips, chosen)], i64::from(*gap) * 60);
        match joint.or_else(&mut alone) {
            Some(began) => self.span((began, i64::MAX), chosen),
            None => Ok(vec![blank()]),
        }
    }

    /// A window with those of its commits that fit.
    fn narrowed(&mut self, window: Window, chosen: &mut Chosen) -> Result<Window, Diagnostic> {
        let commits: HashSet<Oid> = window.commits.iter().filter_map(|it| Oid::from_str(it)).collect();
        let fit: HashSet<Oid> = commits.iter().copied().filter(|it| chosen.fits(self.graph, *it)).collect();
        if fit.len() == commits.len() {
            return Ok(window);
        }
        Ok(Window { branch: window.branch, ..self.apart(&fit)? })
    }

    /// A window of commits that others may lie between. Its net changes lie between two trees only if none do.
    pub(super) fn apart(&mut self, commits: &HashSet<Oid>) -> Result<Window, Diagnostic> {
        let branch = self.head.as_ref().and_then(|it| it.branch.clone());
        let ids = commits.iter().map(Oid::to_string).collect();
        let mut window = Window { branch, commits: ids, ..blank() };
        let Some((base, Some(head))) = self.only_ends(commits) else { return Ok(window) };
        let hidden: Vec<Oid> = base.into_iter().collect();
        if walk::range(self.graph, &[head], &hidden) == *commits {
            (window.base, window.head) = (base.map(|it| it.to_string()), Some(head.to_string()));
            window.net = self.net(&window)?;
        }
        Ok(window)
    }

    /// A window of the head's commits. Its net changes lie between the one commit that all of them
    /// go back to and the one that all lead to; where there are several, on the line of first parents.
    pub(super) fn on_head(&mut self, commits: &HashSet<Oid>, span: (i64, i64)) -> Result<Window, Diagnostic> {
        let branch = self.head.as_ref().and_then(|it| it.branch.clone());
        let ids = commits.iter().map(Oid::to_string).collect();
        let mut window = Window { branch, commits: ids, ..blank() };
        let Some(tip) = self.head_commit().filter(|_| !commits.is_empty()) else { return Ok(window) };
        let (base, head) = self.only_ends(commits).unwrap_or_else(|| {
            let (head, _) = walk::first_parent(self.graph, tip, |it| it <= span.1);
            let (before, last) = walk::first_parent(self.graph, tip, |it| it < span.0);
            // Where the clone was cut off, the tree before is not known: the last one known stands in.
            (before.or_else(|| self.graph.is_cut_off(last).then_some(last)), head)
        });
        let text = |it: Option<Oid>| it.map(|it| it.to_string());
        (window.base, window.head) = (text(base), text(head));
        window.net = self.net(&window)?;
        Ok(window)
    }

    /// The only commit before a set of commits, and the only last one in it, if there is one of each.
    fn only_ends(&mut self, commits: &HashSet<Oid>) -> Option<(Option<Oid>, Option<Oid>)> {
        let parents: HashSet<Oid> = commits.iter().flat_map(|it| self.graph.parents(*it)).collect();
        let before: Vec<Oid> = parents.difference(commits).copied().collect();
        let is_cut_off = commits.iter().any(|it| self.graph.is_cut_off(*it));
        let is_missing = |it: &Oid| self.graph.node(*it).is_none();
        if is_cut_off || before.len() > MOST_ENDS || before.iter().any(is_missing) {
            return None;
        }
        let newest = before.iter().copied().max_by_key(|it| (self.graph.time(*it), *it));
        let others = before.iter().copied().filter(|it| Some(*it) != newest).collect();
        let base = newest.filter(|it| walk::reaches_all(self.graph, *it, others));
        let mut last = commits.difference(&parents);
        match (base, last.next(), last.next()) {
            (Some(base), Some(head), None) => Some((Some(base), Some(*head))),
            _ => None,
        }
    }

    pub(super) fn head_commit(&self) -> Option<Oid> {
        Oid::from_str(&self.head.as_ref()?.commit)
    }

    fn net(&mut self, window: &Window) -> Result<Vec<super::Change>, Diagnostic> {
        let Some(head) = &window.head else { return Ok(Vec::new()) };
        let (base, last) = (window.base.as_deref().and_then(Oid::from_str), Oid::from_str(head));
        let found = self
            .comparer
            .between((base, last), self.test_rules)
            .map_err(|error| skipped(format!("the changes up to commit `{head}` cannot be read: {error}")))?;
        self.absent = self.absent.max(found.absent);
        Ok(found.changes)
    }
}

/// The first whole second that is not before a moment.
fn first_second(moment: &super::Moment) -> i64 {
    moment.timestamp() + i64::from(moment.timestamp_subsec_nanos() > 0)
}

fn blank() -> Window {
    Window {
        request: WindowRequest::LatestSession { gap: 0 },
        base: None,
        head: None,
        branch: None,
        commits: Vec::new(),
        net: Vec::new(),
        warnings: Vec::new(),
        templates: Vec::new(),
        documents: Vec::new(),
    }
}
