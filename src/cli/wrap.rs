//! `callsheet wrap`: the summary of a session.

use super::time::{Day, moment};
use super::window::{Scene, To};
use super::{Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic};
use crate::documents::{Called, Composition, session_view};
use crate::history::{Detail, WindowRequest};

/// Prints the summary of a working session: the latest one, a time span, or a range of commits.
///
/// Works in any git repository. With a plan that knows the repository, the summary covers all
/// repositories of the plan, and what the commits record of it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet wrap                                  the latest session
  callsheet wrap --short                          the same on one screen
  callsheet wrap --since yesterday
  callsheet wrap --since 2026-03-02 --until 2026-03-04
  callsheet wrap --range v1.0..HEAD
  callsheet wrap --session oms-cutover            a session that the plan names")]
pub(super) struct Args {
    /// First moment: a date, RFC 3339, `today`, `yesterday`, `3d ago`.
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Last moment; a date means its end.
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Commits, as git writes ranges.
    #[arg(long, value_name = "A..B", conflicts_with_all = ["since", "until"])]
    range: Option<String>,
    /// A session that the plan names.
    #[arg(long, value_name = "ID", conflicts_with_all = ["since", "until", "range"])]
    session: Option<String>,
    /// The short form.
    #[arg(long)]
    short: bool,
    /// Write the document into the output instead of printing it.
    #[arg(long)]
    write: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let to = if args.write { To::Output } else { To::Stdout };
    let kind = if args.short { "session-brief" } else { "session-summary" };
    let request = request(settings, args)?;
    let scene = Scene::read(settings, &request, Detail::Each)?;
    let view = if let Some(id) = &args.session {
        named(&scene, id)?
    } else {
        let id = if matches!(request, WindowRequest::LatestSession { .. }) { "latest" } else { "window" };
        let called = Called { id, title: None, goal: None };
        scene.compose(|inputs| session_view(inputs, &called, &request))
    };
    if view.commits == 0 {
        settings.console.report(&scene.warnings);
        settings.console.say("there are no commits in this window");
    }
    scene.deliver(settings, (kind, to), Composition { sessions: vec![view], ..Composition::default() })
}

fn named(scene: &Scene, id: &str) -> Checked<crate::documents::SessionView> {
    let sessions = scene.prepared.as_ref().map_or(&[][..], |it| &it.composition.sessions);
    let found = sessions.iter().find(|it| it.id == id).cloned();
    let ids = sessions.iter().map(|it| it.id.as_str());
    found.ok_or_else(|| {
        vec![Diagnostic::usage(format!("the plan names no session `{id}` with commits")).suggest(id, ids)]
    })
}

fn request(settings: &Settings, args: &Args) -> Checked<WindowRequest> {
    if let Some(range) = &args.range {
        let ends = range.split_once("..").filter(|(from, to)| !from.is_empty() && !to.starts_with('.'));
        let Some((from, to)) = ends else {
            let message = format!("`{range}` is no range");
            return Err(vec![Diagnostic::usage(message).hint("write it as `v1.0..HEAD`")]);
        };
        let to = if to.is_empty() { "HEAD" } else { to };
        return Ok(WindowRequest::Range { from: from.to_owned(), to: to.to_owned() });
    }
    if args.since.is_none() && args.until.is_none() {
        return Ok(WindowRequest::LatestSession { gap: settings.gap });
    }
    let at = |text: &Option<String>, day| text.as_ref().map(|it| moment(it, day, settings.now)).transpose();
    Ok(WindowRequest::Span { since: at(&args.since, Day::Start)?, until: at(&args.until, Day::End)? })
}
