//! Comparing what we say of a repository with what git says.

use super::commits;
use super::program::Git;
use super::report::Report;
use super::told::{CommitTold, Question, Told, WindowTold};
use callsheet::diagnostics::Diagnostic;
use callsheet::history::{
    Change, Commit, Place, RepositoryHistory, RepositoryRequest, Request, Window, read,
};
use std::collections::HashMap;
use std::path::Path;

/// Compares every fact of a range of commits, or of all that the head reaches, and of as many random
/// pairs of commits. An error is git's, or says why we cannot read the repository.
pub(crate) fn compare(folder: &Path, range: Option<(&str, &str)>, pairs: usize) -> Result<Report, String> {
    let git = Git(folder);
    let question = Question::new(&git, range, pairs)?;
    let (ours, told) = std::thread::scope(|scope| {
        let ours = scope.spawn(|| ours(folder, &question));
        let told = Told::by(&git, &question);
        (ours.join(), told)
    });
    let (ours, told) = (ours.map_err(|_| "reading panicked".to_owned())??, told?);
    let mut report = Report::default();
    report.fact("the repository", "head", (&ours.head, &told.head));
    report.fact("the repository", "default branch", (&ours.default_branch, &told.default_branch));
    report.list("the repository", "branches", (&ours.branches, &told.branches));
    compare_commits(&mut report, &ours, &told.commits);
    for (request, gits) in question.windows.iter().zip(&told.windows) {
        match ours.window(request) {
            Some(ours) => compare_windows(&mut report, ours, gits),
            None => report.differ(&gits.name, "window", ("not found".to_owned(), "found".to_owned())),
        }
    }
    Ok(report)
}

fn ours(folder: &Path, question: &Question) -> Result<RepositoryHistory, String> {
    let request = RepositoryRequest {
        id: "compared".to_owned(),
        place: Place::Repository(folder.to_owned()),
        records: None,
        windows: question.windows.clone(),
        paths: Vec::new(),
        folder: None,
        documents: Vec::new(),
        named: Vec::new(),
        test_rules: Vec::new(),
        standings: Vec::new(),
        default_branch: None,
    };
    let (history, problems) = read(&Request { repositories: vec![request], ..Request::default() }, &|_| {});
    let said = |it: &[Diagnostic]| it.iter().map(|it| it.message.as_str()).collect::<Vec<_>>().join("\n");
    history.repositories.into_iter().next().ok_or_else(|| said(&problems))
}

fn compare_commits(report: &mut Report, ours: &RepositoryHistory, gits: &[CommitTold]) {
    let ours: HashMap<&str, &Commit> = ours.commits.iter().map(|it| (it.id.as_str(), it)).collect();
    for gits in gits {
        match ours.get(gits.id.as_str()) {
            Some(ours) => compare_commit(report, ours, gits),
            None => report.differ(&gits.id, "commits", ("not read".to_owned(), "listed".to_owned())),
        }
    }
}

fn compare_commit(report: &mut Report, ours: &Commit, gits: &CommitTold) {
    for ((what, ours), (_, gits_fact)) in commits::by_us(ours).iter().zip(&gits.facts) {
        report.fact(&gits.id, what, (ours, gits_fact));
    }
    match (&ours.changes, &gits.changes) {
        (Some(ours), Some(gits_changes)) => report.list(&gits.id, "changes", (ours, gits_changes)),
        (ours, gits_changes) => report.fact(&gits.id, "changes of merges", (ours, gits_changes)),
    }
}

fn compare_windows(report: &mut Report, ours: &Window, gits: &WindowTold) {
    let sorted = |ids: &[String]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids
    };
    report.fact(&gits.name, "merge bases", (&ours.base, &gits.base));
    report.list(&gits.name, "commits of ranges", (&sorted(&ours.commits), &sorted(&gits.commits)));
    // Git counts no tests.
    let net: Vec<Change> = ours.net.iter().map(|it| Change { tests: None, ..it.clone() }).collect();
    report.list(&gits.name, "net changes", (&net, &gits.net));
}
