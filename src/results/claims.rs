//! Figures that a plan states of what happened, against what git counts.

use super::session_window;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::history::{ChangeKind, History, Window};
use crate::plan::{Count, Plan, Session, Spanned};

/// Stated counts of files that the commits of a session contradict; warnings, since documents show the
/// counted ones.
pub fn claims(plan: &Plan, history: &History) -> Vec<Diagnostic> {
    plan.sessions.iter().flat_map(|it| of_session(plan, history, it)).collect()
}

fn of_session(plan: &Plan, history: &History, session: &Session) -> Vec<Diagnostic> {
    let request = session_window(plan, session);
    let windows: Vec<&Window> = history.repositories.iter().filter_map(|it| it.window(&request)).collect();
    if windows.iter().all(|it| it.commits.is_empty()) {
        return Vec::new();
    }
    let stated = [
        (&session.files_created, ChangeKind::Created, "created"),
        (&session.files_modified, ChangeKind::Modified, "modified"),
    ];
    let problem = |(stated, kind, verb): (&Option<Spanned<Count>>, ChangeKind, &str)| {
        let stated = stated.as_ref()?;
        let counted = windows.iter().flat_map(|it| &it.net).filter(|it| it.kind == kind).count();
        let least = stated.range.min <= counted as u64;
        let agrees = if stated.open { least } else { least && counted as u64 <= stated.range.max };
        let message = format!(
            "session `{}` is said to have {verb} {} files, but its commits {verb} {counted}",
            session.id, stated.value
        );
        let problem = Diagnostic { severity: Severity::Warning, ..Code::FigureDisagrees.says(message) };
        let problem = problem.at(plan.origin(&stated.span)).label("stated here");
        let problem =
            problem.related(plan.origin(&session.id.span), "counted in the commits of this session");
        (!agrees)
            .then(|| problem.hint(format!("write `{counted}`, or leave it out: documents count from git")))
    };
    stated.into_iter().filter_map(problem).collect()
}
