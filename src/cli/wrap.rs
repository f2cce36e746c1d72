//! `callsheet wrap`: the summary of a session.

use super::asked::{Asked, named};
use super::window::{Scene, To};
use super::{Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic};
use crate::documents::{Called, Composition, SessionView, session_view};
use crate::history::{Detail, WindowRequest};
use crate::plan::Plan;
use std::mem::ManuallyDrop;

/// Prints the summary of a working session: the latest one, a day, a time span, a range of commits, or the
/// commits that state a session.
///
/// All local branches are looked at, each with what only it has. Works in any git repository. With a plan that knows the repository, the summary covers all
/// repositories of the plan, and what the commits record of it. From the first commit to the last is the
/// commit span, which is not effort; effort is what commits state as `Plan-Spent`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet wrap                                  the latest session
  callsheet wrap --short                          the same on one screen
  callsheet wrap --author mara                    her latest session
  callsheet wrap --day 2026-03-29 --zone Europe/Berlin
  callsheet wrap --since yesterday
  callsheet wrap --since 2026-03-02 --until 2026-03-04
  callsheet wrap --range v1.0..HEAD
  callsheet wrap --session oms-cutover            a session that the plan or the commits name")]
pub(super) struct Args {
    #[command(flatten)]
    asked: Asked,
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
    let latest = WindowRequest::LatestSession { gap: settings.gap };
    let ask = |plan: Option<&Plan>| Ok(args.asked.window(settings, plan)?.unwrap_or_else(|| latest.clone()));
    // The process ends with this page, and the system takes its memory back faster as a whole.
    let scene = ManuallyDrop::new(Scene::read(settings, kind, &ask, Detail::Each)?);
    let view = view(settings, &args.asked, &scene)?;
    if view.commits == 0 {
        settings.console.report(&scene.warnings);
        settings.console.say("there are no commits in this window");
    }
    scene.deliver(settings, to, Composition { sessions: vec![view], ..Composition::default() })
}

fn view(settings: &Settings, asked: &Asked, scene: &Scene) -> Checked<SessionView> {
    let plan = scene.plan();
    let zone = asked.zone(plan)?;
    let date = asked.date(settings, plan)?;
    let session = asked.session.as_deref().and_then(|it| named(plan, it)).map(|it| it.1);
    let stated = asked.session.as_deref().map(file_name);
    let id = match &scene.request {
        WindowRequest::LatestSession { .. } => "latest",
        _ => stated.as_deref().or(date.as_deref()).unwrap_or("window"),
    };
    let called = Called { id, planned: session, zone: zone.as_ref() };
    let view = scene.compose(|inputs| session_view(inputs, &called, &scene.request));
    match &asked.session {
        Some(id) if view.commits == 0 => Err(vec![unknown(scene, id)]),
        _ => Ok(view),
    }
}

/// A session that has no commits.
fn unknown(scene: &Scene, id: &str) -> Diagnostic {
    let planned = scene.plan().into_iter().flat_map(|it| &it.sessions).map(|it| it.id.to_string());
    let commits = scene.history.repositories.iter().flat_map(|it| &it.commits);
    let known: Vec<String> = planned.chain(commits.flat_map(|it| it.message.sessions())).collect();
    let mut others: Vec<&str> = known.iter().map(String::as_str).filter(|it| *it != id).collect();
    others.sort_unstable();
    others.dedup();
    let message =
        format!("session `{id}` has no commits: no plan says which, and none states `Plan-Session: {id}`");
    let planned = named(scene.plan(), id).is_some();
    let message = if planned { format!("session `{id}` of the plan has no commits") } else { message };
    Diagnostic::usage(message).suggest(id, others)
}

/// The id of a session, made fit for a file name.
fn file_name(id: &str) -> String {
    let fit = |it: char| if it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-') { it } else { '-' };
    let name: String = id.chars().map(fit).take(64).collect();
    name.trim_matches(['-', '.']).to_owned()
}
