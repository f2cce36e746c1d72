//! `callsheet pr`: the PR document of a branch.

use super::window::{Scene, To};
use super::{Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic};
use crate::documents::{Composition, pull_request_view};
use crate::history::{Detail, RepositoryHistory, WindowRequest};
use crate::plan::{Plan, PullRequest};

/// Prints the PR document of a branch: what changed, what was checked, what to mind.
///
/// Works in any git repository. With a plan that knows the repository, the document also has what the
/// commits record of the plan.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet pr                              the current branch against the default branch
  callsheet pr --base v1.0 --head v1.1      between two tags
  callsheet pr --repo api --write           of one repository of the plan, into output/")]
pub(super) struct Args {
    /// The repository of the plan; not needed if the plan has one.
    #[arg(long, value_name = "ID")]
    repo: Option<String>,
    /// What it is merged into: a branch, tag or commit; the default branch if unsaid.
    #[arg(long, value_name = "REVISION")]
    base: Option<String>,
    /// What is merged; what is checked out if unsaid.
    #[arg(long, value_name = "REVISION")]
    head: Option<String>,
    /// Write the document into the output instead of printing it.
    #[arg(long)]
    write: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let request = WindowRequest::Branch { base: args.base.clone(), head: args.head.clone() };
    let mut scene = Scene::read(settings, &request, Detail::Net)?;
    let repository = repository(&scene, args)?;
    let Some(window) = repository.window(&request) else {
        let mut problems = std::mem::take(&mut scene.warnings);
        problems.push(
            Diagnostic::usage("the branch cannot be compared")
                .hint("name both ends with `--base` and `--head`"),
        );
        return Err(problems);
    };
    let plan = scene.prepared.as_ref().map(|it| &it.joined.plan);
    let branch = window.branch.as_deref();
    let planned = plan.and_then(|plan| planned(plan, &repository.id, branch));
    let view = scene.compose(|inputs| pull_request_view(inputs, repository, window, planned));
    let composition = Composition { pull_requests: vec![view], ..Composition::default() };
    let to = if args.write { To::Output } else { To::Stdout };
    scene.deliver(settings, ("pull-request", to), composition)
}

fn repository<'a>(scene: &'a Scene, args: &Args) -> Checked<&'a RepositoryHistory> {
    let repositories = &scene.history.repositories;
    let ids = || repositories.iter().map(|it| it.id.as_str());
    match (&args.repo, repositories.as_slice()) {
        (Some(id), _) => repositories.iter().find(|it| it.id == *id).ok_or_else(|| {
            vec![
                Diagnostic::usage(format!("no repository that could be read is called `{id}`"))
                    .suggest(id, ids()),
            ]
        }),
        (None, [only]) => Ok(only),
        (None, []) => Err(scene
            .warnings
            .iter()
            .cloned()
            .chain([Diagnostic::usage("no repository could be read")])
            .collect()),
        (None, _) => {
            let hint = format!("say which with `--repo`: {}", ids().collect::<Vec<_>>().join(", "));
            Err(vec![Diagnostic::usage("the plan has several repositories").hint(hint)])
        }
    }
}

/// What the plan says of the branch.
fn planned<'a>(plan: &'a Plan, repository: &str, branch: Option<&str>) -> Option<&'a PullRequest> {
    plan.pull_requests.iter().find(|it| {
        let own = plan.repository(it.repository.as_ref()).is_some_and(|it| it.id.as_str() == repository);
        own && Some(it.head.value.as_str()) == branch
    })
}
