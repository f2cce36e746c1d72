//! Moments, dates and ranges of commits.

use crate::diagnostics::{Code, Diagnostic};
use crate::plan::{Plan, Session, Spanned};
use crate::zones::Zone;
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

/// A session whose commits are stated in two ways, or in a way that cannot be read.
fn window(plan: &Plan, session: &Session) -> Vec<Diagnostic> {
    let hint = "give it `range: A..B`, or `day:`, or `since:` and `until:`";
    let span = session.since.as_ref().or(session.until.as_ref());
    let ways = [(&session.range, "a range"), (&session.day, "a day"), (&span.cloned(), "a time span")]
        .map(|(text, name)| text.clone().map(|it| (it, name)));
    let mut ways = ways.into_iter().flatten();
    let (first, second) = (ways.next(), ways.next());
    let both = first.zip(second).map(|((_, one), (text, other))| {
        let problem = Code::BadWindow.says(format!("session `{}` has {one} and {other}", session.id));
        problem.at(plan.origin(&text.span)).hint(hint)
    });
    let range = session.range.iter().filter_map(|it| range(plan, it));
    let day = session.day.iter().filter_map(|it| day(plan, it));
    let times = session.since.iter().chain(&session.until).filter_map(|it| moment(plan, it));
    both.into_iter().chain(range).chain(day).chain(times).collect()
}

fn range(plan: &Plan, range: &Spanned<String>) -> Option<Diagnostic> {
    let ends = range.split_once("..");
    let ends = ends.filter(|(from, to)| !from.is_empty() && !to.is_empty() && !to.starts_with('.'));
    let bad = Code::BadWindow.says(format!("`{}` is no range", range.value)).at(plan.origin(&range.span));
    ends.is_none().then(|| bad.hint("write it as `v1.0..v1.1`"))
}

fn day(plan: &Plan, text: &Spanned<String>) -> Option<Diagnostic> {
    let problem = |message| Code::BadDate.says(message).at(plan.origin(&text.span));
    let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") else {
        return Some(problem(format!("`{}` is no date", text.value)).hint("write `2026-03-02`"));
    };
    let zone = plan.calendar.zone().unwrap_or(Zone::utc());
    let left_out = zone.day(date).is_none();
    let message = || format!("there is no {} in the time zone `{}`", text.value, zone.name());
    left_out.then(|| problem(message()).hint("the zone left this day out; name the one before or after it"))
}

fn moment(plan: &Plan, text: &Spanned<String>) -> Option<Diagnostic> {
    let problem = Code::BadDate.says(format!("`{}` is no date", text.value)).at(plan.origin(&text.span));
    match date(text) {
        _ if DateTime::parse_from_rfc3339(text).is_ok() => None,
        Some(_) if is_date(text) || plan.calendar.zone.is_some() => None,
        Some(_) => {
            let problem = Code::BadDate.says(format!("`{}` has no time zone", text.value));
            let hint = "add its offset, as in `2026-03-02T09:00:00+01:00`, or give the calendar a `zone:`";
            Some(problem.at(plan.origin(&text.span)).hint(hint))
        }
        None => Some(problem.hint("write `2026-03-02` or `2026-03-02T09:00:00+01:00`")),
    }
}
