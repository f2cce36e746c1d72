//! Moments, dates and ranges of commits.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Plan, Session, Spanned};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// What is no date, sessions that cover nothing, and dates that contradict each other.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let epics = plan.epics.iter().flat_map(|it| it.start.iter().chain(&it.target));
    let dates = plan.project.created.iter().chain(epics).filter_map(|it| no_date(plan, it));
    let start = plan.calendar.start.iter().filter_map(|it| no_start(plan, it));
    let sessions = plan.sessions.iter().flat_map(|it| window(plan, it));
    dates.chain(start).chain(sessions).chain(contradictions(plan)).collect()
}

fn no_date(plan: &Plan, text: &Spanned<String>) -> Option<Diagnostic> {
    let problem = Code::BadDate.says(format!("`{}` is no date", text.value)).at(plan.origin(&text.span));
    date(text).is_none().then(|| problem.hint("write `2026-03-02`"))
}

fn no_start(plan: &Plan, text: &Spanned<String>) -> Option<Diagnostic> {
    let problem = Code::BadDate.says(format!("`{}` is no date", text.value)).at(plan.origin(&text.span));
    let fits = text.len() <= 19 && date(text).is_some();
    (!fits).then(|| problem.hint("write `2026-03-02` or `2026-03-02T09:00`"))
}

/// The day of a date or of a moment.
fn date(text: &str) -> Option<NaiveDate> {
    let moment = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    let moment = || ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"].iter().find_map(moment).map(|it| it.date());
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().or_else(moment)
}

fn is_date(text: &str) -> bool {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// Work that starts before its plan was made, and epics and sessions that end before they begin.
fn contradictions(plan: &Plan) -> Vec<Diagnostic> {
    let plan_made = (
        plan.project.created.as_ref(),
        plan.calendar.start.as_ref(),
        "the work starts before its plan was made",
    );
    let epics =
        plan.epics.iter().map(|it| (it.start.as_ref(), it.target.as_ref(), "the target is before the start"));
    let sessions = plan
        .sessions
        .iter()
        .map(|it| (it.since.as_ref(), it.until.as_ref(), "the session ends before it begins"));
    let backwards = |it: &(&Spanned<String>, &Spanned<String>, &str)| is_before(it.1, it.0);
    let pairs = std::iter::once(plan_made)
        .chain(epics)
        .chain(sessions)
        .filter_map(|(first, second, message)| Some((first?, second?, message)));
    pairs
        .filter(backwards)
        .map(|(first, second, message)| {
            let message = format!("{message}: {} and {}", first.value, second.value);
            let problem =
                Code::DatesDisagree.says(message).at(plan.origin(&second.span)).label("this is earlier");
            problem.related(plan.origin(&first.span), "than this").hint("change one of them")
        })
        .collect()
}

/// Whether one date is before another; a date and a moment with a time zone cannot be compared.
fn is_before(one: &str, other: &str) -> bool {
    let moment = |it| DateTime::parse_from_rfc3339(it).ok();
    let dates = date(one).zip(date(other)).is_some_and(|(one, other)| one < other);
    dates || moment(one).zip(moment(other)).is_some_and(|(one, other)| one < other)
}

fn window(plan: &Plan, session: &Session) -> Vec<Diagnostic> {
    let hint = "give it `range: A..B`, or `since:` and `until:`";
    if let Some(range) = &session.range {
        let both = session.since.as_ref().or(session.until.as_ref());
        let both = both.map(|it| {
            let problem =
                Code::BadWindow.says(format!("session `{}` has a range and a time span", session.id));
            problem.at(plan.origin(&it.span)).hint(hint)
        });
        let ends = range
            .split_once("..")
            .filter(|(from, to)| !from.is_empty() && !to.is_empty() && !to.starts_with('.'));
        let bad = Code::BadWindow.says(format!("`{}` is no range", range.value)).at(plan.origin(&range.span));
        let bad = ends.is_none().then(|| bad.hint("write it as `v1.0..v1.1`"));
        return both.into_iter().chain(bad).collect();
    }
    if session.since.is_none() && session.until.is_none() {
        let problem = Code::BadWindow.says(format!("session `{}` covers no commits", session.id));
        return vec![problem.at(plan.origin(&session.id.span)).hint(hint)];
    }
    session.since.iter().chain(&session.until).filter_map(|it| moment(plan, it)).collect()
}

fn moment(plan: &Plan, text: &Spanned<String>) -> Option<Diagnostic> {
    if is_date(text) || DateTime::parse_from_rfc3339(text).is_ok() {
        return None;
    }
    let problem = Code::BadDate.says(format!("`{}` is no date", text.value)).at(plan.origin(&text.span));
    Some(problem.hint("write `2026-03-02` or `2026-03-02T09:00:00+01:00`"))
}
