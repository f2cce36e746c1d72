//! Reading one repository: its commits, windows and paths, put in one order.

use super::cache::Cache;
use super::changes::Comparer;
use super::graph::Graph;
use super::mailmap::Mailmap;
use super::many::{self, Step};
use super::oid::Oid;
use super::repository::branch_commit;
use super::session::Began;
use super::store::{Error, Repository};
use super::tips::{self, Tip};
use super::window::Finder;
use super::{
    Change, Commit, Detail, JsonFile, NamedCommit, Naming, RecordsRequest, Remote, RepositoryHistory,
    RepositoryRequest, Warning, Window, WindowRequest, doubts, files, lengths, named, repository, revision,
    standing, summed, walk,
};
use crate::diagnostics::Diagnostic;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Of more commits the paths say little that a reader could take in.
const MOST_LISTED: usize = 1_000;

/// Reads what was asked of one repository; `None` if it cannot be read at all.
pub(super) fn read(
    request: &RepositoryRequest,
    path: &Path,
    limits: Limits<'_>,
) -> (Option<RepositoryHistory>, Vec<Diagnostic>) {
    let opened = repository::open(&request.id, path);
    let repository = match opened {
        Ok(repository) => repository,
        Err(diagnostic) => return (None, vec![diagnostic]),
    };
    let mut reader = Reader::new(request, &repository, limits);
    let history = reader.history();
    (Some(history), reader.diagnostics)
}

/// How far reading goes, and where what it finds is kept.
#[derive(Clone, Copy)]
pub(super) struct Limits<'a> {
    pub(super) cache: Option<&'a Path>,
    pub(super) detail: Detail,
    /// When sessions began that other repositories have a part in.
    pub(super) began: &'a [Began],
}

struct Reader<'a> {
    request: &'a RepositoryRequest,
    repository: &'a Repository,
    limits: Limits<'a>,
    comparer: Comparer<'a>,
    graph: Graph<'a>,
    diagnostics: Vec<Diagnostic>,
    warnings: Vec<Warning>,
    /// Files that commits change and a partial clone has by name only; the most of one window.
    absent: usize,
    absent_in_windows: usize,
    /// Commits that count, and stand where the clone was cut off.
    edge: HashSet<Oid>,
    /// Commits whose changes cannot be read, and why, newest first.
    incomparable: Vec<(Oid, String)>,
}

impl<'a> Reader<'a> {
    fn new(request: &'a RepositoryRequest, repository: &'a Repository, limits: Limits<'a>) -> Self {
        let (diagnostics, warnings, incomparable) = (Vec::new(), Vec::new(), Vec::new());
        let (absent, absent_in_windows, edge) = (0, 0, HashSet::new());
        Self {
            request,
            repository,
            limits,
            comparer: Comparer::new(repository),
            graph: Graph::new(repository),
            diagnostics,
            warnings,
            absent,
            absent_in_windows,
            edge,
            incomparable,
        }
    }

    fn history(&mut self) -> RepositoryHistory {
        let request = self.request;
        if let Some(problem) = repository::head_problem(self.repository) {
            self.tell(&problem);
        }
        let mut history = RepositoryHistory {
            id: request.id.clone(),
            head: repository::head(self.repository),
            default_branch: repository::default_branch(self.repository, request.default_branch.as_deref()),
            branches: repository::branches(self.repository),
            remote: self.repository.origin().and_then(|it| Remote::parse(&it)),
            test_rules: request.test_rules.clone(),
            ..RepositoryHistory::default()
        };
        let head = head_commit(&history);
        (history.present, history.absent) = repository::present(&self.comparer, head, &request.paths);
        let records = request.records.as_ref().map(|it| self.records(it, &history)).unwrap_or_default();
        history.files = self.files(&history);
        history.documents = self.documents(&history);
        history.named = self.named(&history);
        history.windows = self.windows(&history);
        if self.limits.detail >= Detail::Net {
            let default = history.default_branch.as_deref();
            history.standings =
                standing::standings(self.repository, &mut self.graph, (&request.standings, default));
        }
        self.fill(&mut history, records);
        self.tell_doubts(&history);
        history.warnings = std::mem::take(&mut self.warnings);
        history
    }

    fn files(&mut self, history: &RepositoryHistory) -> Vec<JsonFile> {
        let Some(folder) = &self.request.folder else { return Vec::new() };
        let Some(head) = head_commit(history) else { return Vec::new() };
        let (mut found, problems) = files::read(&self.comparer, head, folder);
        files::reach(&mut self.graph, head, &mut found);
        for problem in problems {
            self.tell(&problem);
        }
        found
    }

    fn documents(&mut self, history: &RepositoryHistory) -> Vec<Naming> {
        let Some(head) = head_commit(history) else { return Vec::new() };
        let (found, problems) = named::documents(&self.comparer, head, &self.request.documents);
        for problem in problems {
            self.tell(&problem);
        }
        found
    }

    fn named(&mut self, history: &RepositoryHistory) -> Vec<NamedCommit> {
        let in_documents = history.documents.iter().flat_map(|it| &it.mentions).map(|it| &it.name);
        let names = self.request.named.iter().chain(in_documents).map(String::as_str);
        named::look_up(self.repository, &mut self.graph, head_commit(history), names)
    }

    /// The commits whose messages hold records, or take back a commit whose message does.
    fn records(&mut self, request: &RecordsRequest, history: &RepositoryHistory) -> Vec<Oid> {
        let branches = request.branches.iter().filter_map(|it| branch_commit(self.repository, it));
        let tips: Vec<Oid> = head_commit(history).into_iter().chain(branches).collect();
        let stop = self.resolve_stop(request);
        let reached = walk::range(&mut self.graph, &tips, &stop);
        self.edge.extend(reached.iter().filter(|it| self.graph.is_cut_off(**it)));
        self.graph.noted().iter().copied().filter(|it| reached.contains(it)).collect()
    }

    fn resolve_stop(&mut self, request: &RecordsRequest) -> Vec<Oid> {
        let stop = request.since.as_deref().map(|it| revision::resolve(self.repository, it));
        match stop.transpose() {
            Ok(stop) => stop.into_iter().collect(),
            Err(diagnostic) => {
                self.tell(&diagnostic);
                Vec::new()
            }
        }
    }

    fn windows(&mut self, history: &RepositoryHistory) -> Vec<Window> {
        let wanted: Vec<&WindowRequest> =
            self.request.windows.iter().filter(|_| self.limits.detail >= Detail::Net).collect();
        let others = if wanted.iter().any(|it| it.is_of_all()) { self.others(history) } else { Vec::new() };
        let mut finder = Finder {
            repository: self.repository,
            comparer: &self.comparer,
            graph: &mut self.graph,
            began: self.limits.began,
            head: history.head.clone(),
            others,
            default_branch: history.default_branch.as_deref(),
            is_empty: history.head.is_none() && history.branches.is_empty(),
            doubts: Vec::new(),
            absent: 0,
            test_rules: &self.request.test_rules,
        };
        let found: Vec<_> = wanted.into_iter().map(|it| finder.find(it)).collect();
        self.absent_in_windows = finder.absent;
        let mut windows = Vec::new();
        for found in found {
            match found {
                Ok(found) => windows.extend(found),
                Err(problem) => self.diagnostics.push(doubts::told(&self.request.id, &Warning::of(&problem))),
            }
        }
        let warnings = windows.iter().flat_map(|it: &Window| &it.warnings);
        self.diagnostics.extend(warnings.map(|it| doubts::told(&self.request.id, it)));
        windows
    }

    /// The branches beside what is checked out, those that carry records first.
    fn others(&mut self, history: &RepositoryHistory) -> Vec<Tip> {
        let asked = self.request.records.as_ref().map_or(&[][..], |it| &it.branches);
        tips::tips(&mut self.graph, head_commit(history), &history.branches, asked)
    }

    /// Puts commits in order, and says of those in windows what they changed.
    fn fill(&mut self, history: &mut RepositoryHistory, records: Vec<Oid>) {
        let windows = history.windows.iter().flat_map(|it| &it.commits);
        let in_window: HashSet<Oid> = windows.filter_map(|it| Oid::from_str(it)).collect();
        self.edge.extend(in_window.iter().filter(|it| self.graph.is_cut_off(**it)));
        let wanted: HashSet<Oid> = records.into_iter().chain(in_window.iter().copied()).collect();
        let mut wanted: Vec<Oid> = wanted.into_iter().collect();
        let order = self.graph.order();
        wanted.sort_unstable_by_key(|it| order.get(it));
        drop(order);
        let mailmap = Mailmap::of(&self.comparer, head_commit(history));
        let mut changes = self.changes(&wanted, &self.compared(history));
        history.commits.reserve_exact(wanted.len());
        let is_listed = self.limits.detail == Detail::Paths && in_window.len() <= MOST_LISTED;
        for id in wanted {
            let Some(mut commit) = self.graph.commit(id) else { continue };
            if !in_window.contains(&id) && !commit.message.is_recorded() {
                continue;
            }
            commit.changes = changes.remove(&id);
            if is_listed && commit.changes.is_none() {
                commit.paths = self.paths(id);
            }
            commit.resolve(&mailmap);
            history.commits.push(commit);
        }
        for index in 0..history.commits.len() {
            history.commits[index].undoes = self.undone(&history.commits[index], &history.commits);
        }
        sort_windows(history);
        self.sum_windows(history);
        if self.limits.detail == Detail::Each {
            lengths::measure(&self.comparer, history);
        }
    }

    /// The paths that a commit touches; none of a merge, nor where they cannot be told.
    fn paths(&mut self, id: Oid) -> Vec<String> {
        let parents = self.graph.parents(id);
        if parents.len() > 1 || self.graph.is_cut_off(id) {
            return Vec::new();
        }
        let old = parents.first().and_then(|it| self.graph.tree(*it));
        let Some(new) = self.graph.tree(id) else { return Vec::new() };
        self.comparer.paths(old, Some(new)).unwrap_or_default()
    }

    /// Adds up what the commits of those windows changed that no two trees set apart, with their tests.
    fn sum_windows(&self, history: &mut RepositoryHistory) {
        let mut windows = std::mem::take(&mut history.windows);
        for window in windows.iter_mut().filter(|it| it.is_summed()) {
            let commits = window.commits.iter().rev().filter_map(|it| history.commit(it));
            window.net = summed::net(commits.map(|it| self.counted(it)));
        }
        history.windows = windows;
        // Facts hold the tests of windows, whatever was kept from another run.
        for change in history.commits.iter_mut().filter_map(|it| it.changes.as_mut()).flatten() {
            change.tests = None;
        }
    }

    /// What a commit changed, with the tests that it adds; without them if it cannot be read again.
    fn counted(&self, commit: &Commit) -> Vec<Change> {
        let rules = &self.request.test_rules;
        let changes = commit.changes.as_deref().unwrap_or_default();
        if !changes.iter().any(|it| it.lacks_tests(rules)) {
            return changes.to_vec();
        }
        let parent = commit.parents.first().and_then(|it| Oid::from_str(it));
        let ends = (parent, Oid::from_str(&commit.id));
        self.comparer.between(ends, rules).map_or_else(|_| changes.to_vec(), |it| it.changes)
    }

    /// Of the commits that are known, those that came by a merge which a commit takes back.
    fn undone(&mut self, commit: &Commit, known: &[Commit]) -> Vec<String> {
        let target = |it: &String| self.repository.resolve(it).ok();
        let merge = commit.message.reverts.as_ref().and_then(target);
        let parents = merge.map_or_else(Vec::new, |it| self.graph.parents(it));
        let Some((first, others)) = parents.split_first().filter(|it| !it.1.is_empty()) else {
            return Vec::new();
        };
        let brought = walk::range(&mut self.graph, others, &[*first]);
        let is_brought = |it: &&Commit| Oid::from_str(&it.id).is_some_and(|it| brought.contains(&it));
        known
            .iter()
            .filter(is_brought)
            .filter(|it| it.message.is_recorded())
            .map(|it| it.id.clone())
            .collect()
    }

    /// The commits whose own changes are wanted, and those of them whose changes are added up.
    fn compared(&self, history: &RepositoryHistory) -> (HashSet<Oid>, HashSet<Oid>) {
        let commits = |windows: &mut dyn Iterator<Item = &Window>| {
            windows.flat_map(|it| &it.commits).filter_map(|it| Oid::from_str(it)).collect::<HashSet<_>>()
        };
        let summed = commits(&mut history.windows.iter().filter(|it| it.is_summed()));
        match self.limits.detail {
            Detail::Each => (commits(&mut history.windows.iter()), summed),
            _ => (summed.clone(), summed),
        }
    }

    /// What each commit changed; not known of a merge, nor where the clone was cut off. Tests are counted of
    /// those that are added up, unless their changes are kept from another run.
    fn changes(
        &mut self,
        wanted: &[Oid],
        (compared, summed): &(HashSet<Oid>, HashSet<Oid>),
    ) -> HashMap<Oid, Vec<Change>> {
        let mut commits = Vec::new();
        for id in wanted.iter().filter(|it| compared.contains(it)) {
            if self.graph.parents(*id).len() < 2 && !self.graph.is_cut_off(*id) {
                commits.push(*id);
            }
        }
        // What is kept is against a commit's own parent.
        let folder = self.limits.cache.filter(|_| !self.graph.has_grafts());
        let cache = Cache::load(folder, self.repository.common_folder(), commits.len());
        let is_plain = |it: &Vec<Change>| it.iter().all(|it| self.comparer.is_plain(it));
        let known = |id: Oid| Some((id, cache.changes(id).filter(is_plain)?));
        let mut changes: HashMap<Oid, Vec<Change>> = commits.iter().filter_map(|it| known(*it)).collect();
        commits.retain(|it| !changes.contains_key(it));
        let steps: Vec<Step<'_>> = commits.iter().filter_map(|it| self.step(*it, summed)).collect();
        let mut plain = Vec::new();
        for (id, found) in steps.iter().map(|it| it.commit).zip(many::compare(&self.comparer, &steps)) {
            match found {
                Ok(found) => {
                    self.absent += found.absent;
                    plain.extend((!found.by_more).then_some(id));
                    changes.insert(id, found.changes);
                }
                Err(error) => self.incomparable.push((id, error.message)),
            }
        }
        // What it holds is of no more use.
        self.comparer = Comparer::new(self.repository);
        cache.save(plain.into_iter().filter_map(|it| Some((it, changes.get(&it)?.as_slice()))));
        changes
    }

    /// The trees of a commit and of its parent; `None` and a note if they cannot be read.
    fn step(&mut self, commit: Oid, summed: &HashSet<Oid>) -> Option<Step<'a>> {
        let parent = self.graph.parents(commit).first().copied();
        let mut tree = |it: Oid| self.graph.tree(it).ok_or_else(|| Error::damaged(it).message);
        match (tree(commit), parent.map(&mut tree).transpose()) {
            (Ok(new), Ok(old)) => {
                let rules = summed.contains(&commit).then_some(self.request.test_rules.as_slice());
                Some(Step { commit, old, new, rules })
            }
            (Err(why), _) | (_, Err(why)) => {
                self.incomparable.push((commit, why));
                None
            }
        }
    }

    fn tell_doubts(&mut self, history: &RepositoryHistory) {
        let mut found = doubts::of_repository(self.repository, &self.graph);
        found.extend(doubts::cut_off(self.edge.len()));
        found.extend(doubts::of_commits(history));
        found.extend(doubts::absent(self.absent.max(self.absent_in_windows)));
        found.extend(doubts::incomparable(&self.incomparable));
        for doubt in found {
            self.tell(&doubt);
        }
    }

    /// Notes a problem for who reads the facts, and for who reads them out now.
    fn tell(&mut self, diagnostic: &Diagnostic) {
        let warning = Warning::of(diagnostic);
        self.diagnostics.push(doubts::told(&self.request.id, &warning));
        self.warnings.push(warning);
    }
}

/// What is checked out.
fn head_commit(history: &RepositoryHistory) -> Option<Oid> {
    Oid::from_str(&history.head.as_ref()?.commit)
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
