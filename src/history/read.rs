//! Reading one repository: its commits, windows and paths, put in one order.

use super::graph::Graph;
use super::repository::{branch_commit, skipped};
use super::window::Finder;
use super::{
    RecordsRequest, RepositoryHistory, RepositoryRequest, Window, changes, repository, revision, walk,
};
use crate::diagnostics::Diagnostic;
use git2::{Oid, Repository};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Reads what was asked of one repository; `None` if it cannot be read at all.
pub(super) fn read(request: &RepositoryRequest, path: &Path) -> (Option<RepositoryHistory>, Vec<Diagnostic>) {
    let opened = repository::open(&request.id, path);
    let repository = match opened {
        Ok(repository) => repository,
        Err(diagnostic) => return (None, vec![diagnostic]),
    };
    match Graph::new(&repository) {
        Ok(graph) => {
            let mut reader = Reader { request, repository: &repository, graph, diagnostics: Vec::new() };
            let history = reader.history();
            (Some(history), reader.diagnostics)
        }
        Err(error) => {
            let message = format!("repository `{}` is left out: {}", request.id, error.message());
            (None, vec![skipped(message)])
        }
    }
}

struct Reader<'a> {
    request: &'a RepositoryRequest,
    repository: &'a Repository,
    graph: Graph<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn history(&mut self) -> RepositoryHistory {
        let request = self.request;
        if let Some(problem) = repository::head_problem(self.repository) {
            self.tell(problem);
        }
        let mut history = RepositoryHistory {
            id: request.id.clone(),
            head: repository::head(self.repository),
            default_branch: repository::default_branch(self.repository, request.default_branch.as_deref()),
            branches: repository::branches(self.repository),
            present: repository::present(self.repository, &request.paths),
            ..RepositoryHistory::default()
        };
        let records = request.records.as_ref().map(|it| self.records(it, &history)).unwrap_or_default();
        history.windows = self.windows(&history);
        self.fill(&mut history, records);
        self.tell_gaps();
        history
    }

    /// The commits whose messages hold records, or take back a commit whose message does.
    fn records(&mut self, request: &RecordsRequest, history: &RepositoryHistory) -> Vec<Oid> {
        let head = history.head.as_ref().and_then(|it| Oid::from_str(&it.commit).ok());
        let branches = request.branches.iter().filter_map(|it| branch_commit(self.repository, it));
        let tips: Vec<Oid> = head.into_iter().chain(branches).collect();
        let stop = self.resolve_stop(request);
        let reached = walk::range(&mut self.graph, &tips, &stop);
        self.graph.noted().iter().copied().filter(|it| reached.contains(it)).collect()
    }

    fn resolve_stop(&mut self, request: &RecordsRequest) -> Vec<Oid> {
        let stop = request.since.as_deref().map(|it| revision::resolve(self.repository, it));
        match stop.transpose() {
            Ok(stop) => stop.into_iter().collect(),
            Err(diagnostic) => {
                self.tell(diagnostic);
                Vec::new()
            }
        }
    }

    fn windows(&mut self, history: &RepositoryHistory) -> Vec<Window> {
        let mut finder = Finder {
            repository: self.repository,
            graph: &mut self.graph,
            head: history.head.clone(),
            default_branch: history.default_branch.as_deref(),
            is_empty: history.head.is_none() && history.branches.is_empty(),
            test_rules: &self.request.test_rules,
        };
        let found: Vec<_> = self.request.windows.iter().map(|it| finder.find(it)).collect();
        found.into_iter().filter_map(|it| it.map_err(|problem| self.tell(problem)).ok()).collect()
    }

    /// Puts commits in order, and says of those in windows what they changed.
    fn fill(&mut self, history: &mut RepositoryHistory, records: Vec<Oid>) {
        let order = self.graph.order();
        let windows = history.windows.iter().flat_map(|it| &it.commits);
        let in_window: HashSet<Oid> = windows.filter_map(|it| Oid::from_str(it).ok()).collect();
        let wanted: HashSet<Oid> = records.into_iter().chain(in_window.iter().copied()).collect();
        let mut wanted: Vec<Oid> = wanted.into_iter().collect();
        wanted.sort_unstable_by_key(|it| order.get(it));
        for id in wanted {
            let Some(mut commit) = self.graph.commit(id) else { continue };
            if in_window.contains(&id) {
                commit.changes = self.changes(id);
            } else if !is_recorded(&commit.message) {
                continue;
            }
            history.commits.push(commit);
        }
        sort_windows(history);
    }

    /// What a commit changed; not known of a merge, nor where the clone was cut off.
    fn changes(&mut self, id: Oid) -> Option<Vec<super::Change>> {
        let parents = self.graph.parents(id);
        if parents.len() > 1 || self.graph.is_cut_off(id) {
            return None;
        }
        let reading = changes::Reading { repository: self.repository, tests: None };
        let found = changes::between(reading, parents.first().copied(), Some(id));
        let told = |error: git2::Error| {
            let message = format!("what commit `{id}` changed cannot be read: {}", error.message());
            self.tell(skipped(message));
        };
        found.map_err(told).ok()
    }

    fn tell_gaps(&mut self) {
        let missing = self.graph.missing();
        if missing > 0 {
            self.tell(
                skipped(format!(
                    "commits that are missing or damaged: {missing}; what came before them is not counted"
                ))
                .hint("`git fsck` may say more"),
            );
        }
    }

    /// Notes a problem, with the repository that it is of.
    fn tell(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.message = format!("repository `{}`: {}", self.request.id, diagnostic.message);
        self.diagnostics.push(diagnostic);
    }
}

/// Whether a commit matters outside windows: by a record, in the block or loose, or as a revert.
pub(super) fn is_recorded(message: &super::Message) -> bool {
    let is_record = |line: &str| {
        let prefix = line.trim_start().get(..5);
        prefix.is_some_and(|it| it.eq_ignore_ascii_case("plan-"))
    };
    message.has_records() || message.reverts.is_some() || message.body.lines().any(is_record)
}

/// Gives the commits of each window the order of the whole list.
fn sort_windows(history: &mut RepositoryHistory) {
    let place: HashMap<&str, usize> =
        history.commits.iter().enumerate().map(|(place, it)| (it.id.as_str(), place)).collect();
    for window in &mut history.windows {
        window.commits.retain(|it| place.contains_key(it.as_str()));
        window.commits.sort_unstable_by_key(|it| place.get(it.as_str()));
    }
}
