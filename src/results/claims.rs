//! Figures that a plan states of what happened, against what git counts.

use super::{pull_request_window, session_window};
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::history::{ChangeKind, History, RepositoryHistory, Window};
use crate::plan::{Count, Id, Plan, PullRequest, Session, Spanned};

/// The commits that a figure is counted in.
struct Work<'a> {
    plan: &'a Plan,
    /// What the plan calls it: a session or a pull request.
    kind: &'a str,
    id: &'a Spanned<Id>,
    windows: Vec<(&'a RepositoryHistory, &'a Window)>,
}

/// Stated counts of files and tests that the commits of a session or pull request contradict; warnings, since
/// documents show the counted ones.
pub fn claims(plan: &Plan, history: &History) -> Vec<Diagnostic> {
    let sessions = plan.sessions.iter().flat_map(|it| of_session(plan, history, it));
    sessions.chain(plan.pull_requests.iter().filter_map(|it| of_pull_request(plan, history, it))).collect()
}

fn of_session(plan: &Plan, history: &History, session: &Session) -> Vec<Diagnostic> {
    let request = session_window(plan, session);
    let windows =
        history.repositories.iter().flat_map(|it| it.windows_of(&request).map(move |window| (it, window)));
    let work = Work { plan, kind: "session", id: &session.id, windows: windows.collect() };
    let created = work.files(session.files_created.as_ref(), ChangeKind::Created, "created");
    let modified = work.files(session.files_modified.as_ref(), ChangeKind::Modified, "modified");
    [created, modified, work.tests(session.tests_added.as_ref())].into_iter().flatten().collect()
}

fn of_pull_request(plan: &Plan, history: &History, pull_request: &PullRequest) -> Option<Diagnostic> {
    let id = &plan.repository(pull_request.repository.as_ref())?.id;
    let repository = history.repositories.iter().find(|it| it.id == id.as_str())?;
    let windows = vec![(repository, repository.window(&pull_request_window(pull_request))?)];
    let work = Work { plan, kind: "pull request", id: &pull_request.id, windows };
    work.tests(pull_request.tests_added.as_ref())
}

impl Work<'_> {
    fn has_commits(&self) -> bool {
        self.windows.iter().any(|it| !it.1.commits.is_empty())
    }

    fn files(&self, stated: Option<&Spanned<Count>>, kind: ChangeKind, verb: &str) -> Option<Diagnostic> {
        let stated = stated.filter(|_| self.has_commits())?;
        let net = self.windows.iter().flat_map(|it| &it.1.net);
        let counted = net.filter(|it| it.kind == kind).count() as u64;
        let message = format!("{verb} {} files, but its commits {verb} {counted}", stated.value);
        (!overlap(stated, (counted, counted))).then(|| self.contradiction(stated, &message, counted))
    }

    /// Tests that were only moved or renamed may count or not. Where some are not known, nothing is said.
    fn tests(&self, stated: Option<&Spanned<Count>>) -> Option<Diagnostic> {
        let stated = stated.filter(|_| self.has_commits())?;
        let (mut added, mut removed) = (0_u64, 0_u64);
        for (repository, window) in &self.windows {
            if window.net.iter().any(|it| it.lacks_tests(&repository.test_rules)) {
                return None;
            }
            for tests in window.net.iter().filter_map(|it| it.tests.as_ref()).flatten() {
                added += tests.added;
                removed += tests.removed;
            }
        }
        let message = match removed {
            0 => format!("added {} tests, but its commits added {added}", stated.value),
            _ => {
                format!("added {} tests, but its commits added {added} and removed {removed}", stated.value)
            }
        };
        let counted = (added.saturating_sub(removed), added);
        (!overlap(stated, counted)).then(|| self.contradiction(stated, &message, added))
    }

    fn contradiction(&self, stated: &Spanned<Count>, said: &str, counted: u64) -> Diagnostic {
        let Self { plan, kind, id, .. } = self;
        let problem = Code::FigureDisagrees.says(format!("{kind} `{id}` is said to have {said}"));
        let problem = Diagnostic { severity: Severity::Warning, ..problem };
        problem
            .at(plan.origin(&stated.span))
            .label("stated here")
            .related(plan.origin(&id.span), format!("counted in the commits of this {kind}"))
            .hint(format!("write `{counted}`, or leave it out: documents count from git"))
    }
}

/// Whether some number is both stated and counted.
fn overlap(stated: &Count, (least, most): (u64, u64)) -> bool {
    stated.range.min <= most && (stated.open || least <= stated.range.max)
}
