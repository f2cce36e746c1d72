//! Which commits to count, as the command line says it: what `wrap` and `facts` share.

use super::Settings;
use super::time::{Clock, Day};
use crate::diagnostics::{Checked, Diagnostic};
use crate::history::WindowRequest;
use crate::plan::{Plan, Session};
use crate::results::{session_window, stated_session};
use crate::zones::Zone;

/// Which commits to count.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Which commits")]
pub(super) struct Asked {
    /// First moment: a date, a time, RFC 3339, `today`, `yesterday`, `3d ago`.
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Last moment; a date means its end.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// One day of the time zone: a date, `today`, `yesterday`, `3d ago`.
    #[arg(long, value_name = "DATE", conflicts_with_all = ["since", "until"])]
    day: Option<String>,
    /// The time zone of dates and of times without an offset: `Europe/Berlin`, `+02:00`; the plan's, or UTC,
    /// if unsaid.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    zone: Option<String>,
    /// Commits, as git writes ranges.
    #[arg(long, value_name = "A..B", conflicts_with_all = ["since", "until", "day"])]
    range: Option<String>,
    /// A session that the plan names, or else the commits that state it as `Plan-Session: ID`.
    #[arg(long, value_name = "ID", conflicts_with_all = ["since", "until", "day", "range"])]
    pub(super) session: Option<String>,
    /// Only commits of this author: a part of name or mail address, after the mailmap.
    #[arg(long, value_name = "WHO")]
    author: Option<String>,
}

impl Asked {
    /// The window that is asked for; `None` if nothing is said of it.
    pub(super) fn window(&self, settings: &Settings, plan: Option<&Plan>) -> Checked<Option<WindowRequest>> {
        let whole = match (&self.range, &self.session, &self.day) {
            (Some(range), ..) => Some(split(range)?),
            (_, Some(id), _) => Some(
                named(plan, id)
                    .map_or_else(|| stated_session(id), |(plan, session)| session_window(plan, session)),
            ),
            _ => self.span(&Clock { now: settings.now, zone: self.zone(plan)? })?,
        };
        let Some(author) = &self.author else { return Ok(whole) };
        let of = whole.unwrap_or(WindowRequest::LatestSession { gap: settings.gap });
        Ok(Some(WindowRequest::Only { of: Box::new(of), author: Some(author.clone()), session: None }))
    }

    /// The time zone that is stated, here or in the plan.
    pub(super) fn zone(&self, plan: Option<&Plan>) -> Checked<Option<Zone>> {
        let Some(text) = &self.zone else { return Ok(plan.and_then(|it| it.calendar.zone())) };
        let problem = || Diagnostic::usage(format!("`{text}` is no time zone")).hint(Zone::hint(text));
        Zone::parse(text).map(Some).ok_or_else(|| vec![problem()])
    }

    /// The date of the one day that is asked for.
    pub(super) fn date(&self, settings: &Settings, plan: Option<&Plan>) -> Checked<Option<String>> {
        let clock = Clock { now: settings.now, zone: self.zone(plan)? };
        let first = self.day.as_ref().map(|it| clock.moment(it, Day::Start)).transpose()?;
        Ok(first.map(|it| it.format("%Y-%m-%d").to_string()))
    }

    fn span(&self, clock: &Clock) -> Checked<Option<WindowRequest>> {
        let at = |text: Option<&String>, day| text.map(|it| clock.moment(it, day)).transpose();
        let since = at(self.day.as_ref().or(self.since.as_ref()), Day::Start)?;
        let until = at(self.day.as_ref().or(self.until.as_ref()), Day::End)?;
        Ok((since.is_some() || until.is_some()).then_some(WindowRequest::Span { since, until }))
    }
}

/// A session that the plan names.
pub(super) fn named<'p>(plan: Option<&'p Plan>, id: &str) -> Option<(&'p Plan, &'p Session)> {
    let plan = plan?;
    Some((plan, plan.sessions.iter().find(|it| it.id.as_str() == id)?))
}

fn split(range: &str) -> Checked<WindowRequest> {
    let ends = range.split_once("..").filter(|(from, to)| !from.is_empty() && !to.starts_with('.'));
    let Some((from, to)) = ends else {
        let message = format!("`{range}` is no range");
        return Err(vec![Diagnostic::usage(message).hint("write it as `v1.0..HEAD`")]);
    };
    let to = if to.is_empty() { "HEAD" } else { to };
    Ok(WindowRequest::Range { from: from.to_owned(), to: to.to_owned() })
}
