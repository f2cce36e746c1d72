//! `callsheet pr`: the PR document of a branch, and the line that opens it at a forge.

use super::console::print;
use super::window::Scene;
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, clean};
use crate::documents::{Asked, Composition, Forge, PullRequestView, Wanted, pull_request_view, template};
use crate::history::{self, Detail, RepositoryHistory, Window, WindowRequest};
use crate::plan::{Plan, PullRequest};
use crate::render::Page;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

/// Prints the PR document of a branch: what changed, what was checked, what to mind.
///
/// Works in any git repository. With a plan that knows the repository, the document also has what the
/// commits record of the plan. A template for pull requests that the base of the branch has is filled in.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  callsheet pr                              the current branch against the default branch
  callsheet pr --base v1.0 --head v1.1      between two tags
  callsheet pr --repo api --write           of one repository of the plan, into output/
  callsheet pr --body | gh pr edit --body-file -
  callsheet pr --command --write            write the body, and print what opens the pull request with it")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that can be given or not")]
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
    /// The forge that it is for; by the remote `origin` if unsaid.
    #[arg(long, value_enum)]
    forge: Option<Named>,
    /// Fill in this template of the repository, by its name or path.
    #[arg(long, value_name = "NAME", conflicts_with = "no_template")]
    template: Option<String>,
    /// Fill in no template of the repository.
    #[arg(long)]
    no_template: bool,
    /// Only what stands below the title, as forges want it.
    #[arg(long)]
    body: bool,
    /// Print the command that opens the pull request: `gh pr create` or `glab mr create`.
    #[arg(long)]
    command: bool,
    /// The command opens it as a draft.
    #[arg(long, requires = "command")]
    draft: bool,
    /// Write the document into the output instead of printing it; with `--command`, its body.
    #[arg(long)]
    write: bool,
}

/// A forge by name.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Named {
    Github,
    Gitlab,
}

pub(super) fn run(settings: &Settings, args: &Args) -> Outcome {
    let request = WindowRequest::Branch { base: args.base.clone(), head: args.head.clone() };
    // The process ends with this page, and the system takes its memory back faster as a whole.
    let mut scene =
        ManuallyDrop::new(Scene::read(settings, "pull-request", &|_| Ok(request.clone()), Detail::Paths)?);
    let place = repository(&scene, args)?;
    let Some(window) = scene.history.repositories[place].window(&request).cloned() else {
        let mut problems = std::mem::take(&mut scene.warnings);
        problems.push(
            Diagnostic::usage("the branch cannot be compared")
                .hint("name both ends with `--base` and `--head`"),
        );
        return Err(problems);
    };
    let asked = asked(args);
    let chosen = choice(&scene.history.repositories[place], &window, asked)?;
    scene.warnings.extend(chosen);
    let repository = &scene.history.repositories[place];
    let planned = scene.plan().and_then(|it| planned(it, &repository.id, window.branch.as_deref()));
    let view = scene.compose(|inputs| pull_request_view(inputs, (repository, &window), planned, asked));
    let opener =
        args.command.then(|| Opener::of(settings, (&scene, repository), (&view, args))).transpose()?;
    let composition = Composition { pull_requests: vec![view], ..Composition::default() };
    let mut pages = scene.pages(settings, composition)?;
    if args.body || args.command {
        pages.iter_mut().for_each(keep_body);
    }
    if let Some(opener) = opener {
        let path = pages.first().map_or("", |it| it.path.as_str());
        print(&opener.line(&scene.place(path)))?;
    }
    if args.write {
        scene.write(settings, pages)?;
    } else if !args.command {
        print(&pages.into_iter().map(|it| it.text).collect::<String>())?;
    }
    Ok(ExitCode::Done)
}

fn keep_body(page: &mut Page) {
    page.text = page.body().to_owned();
    page.path = format!("{}.body.md", page.path.trim_end_matches(".md"));
}

fn asked(args: &Args) -> Asked<'_> {
    let forge = args.forge.map(|it| match it {
        Named::Github => Forge::Github,
        Named::Gitlab => Forge::Gitlab,
    });
    let template = match (&args.template, args.no_template) {
        (Some(name), _) => Wanted::Named(name),
        (None, true) => Wanted::Nothing,
        (None, false) => Wanted::Usual,
    };
    Asked { forge, template }
}

/// Whether the template that is asked for is there; a warning if there are several and none is the usual one.
fn choice(repository: &RepositoryHistory, window: &Window, asked: Asked<'_>) -> Checked<Option<Diagnostic>> {
    let forge = asked.forge.unwrap_or_else(|| Forge::of(repository, window));
    let Err(paths) = template(window, forge, asked.template) else { return Ok(None) };
    let there =
        if paths.is_empty() { "it has none".to_owned() } else { format!("it has {}", paths.join(", ")) };
    match asked.template {
        Wanted::Named(name) => {
            let message = format!("the base of the branch has no template `{name}` for {}", forge.name());
            Err(vec![Diagnostic::usage(message).hint(there)])
        }
        Wanted::Usual | Wanted::Nothing => {
            let message = "the repository has several templates for pull requests, and none is filled in";
            Ok(Some(Diagnostic::warning(message).hint(format!("choose with `--template NAME`: {there}"))))
        }
    }
}

/// What opens a pull request at its forge.
struct Opener {
    forge: Forge,
    title: String,
    base: String,
    head: String,
    is_draft: bool,
    /// The folder of the repository, where the command is not printed in it.
    elsewhere: Option<PathBuf>,
}

impl Opener {
    fn of(
        settings: &Settings,
        (scene, repository): (&Scene, &RepositoryHistory),
        (view, args): (&PullRequestView, &Args),
    ) -> Checked<Self> {
        let title = view.title.as_ref().map(crate::documents::text::Prose::as_str);
        let title = title.or(view.proposed_title.as_ref().map(crate::documents::text::Foreign::as_str));
        let head = view.work.branch.as_ref().map(crate::documents::text::Foreign::as_str);
        let base = args.base.as_deref().or(view.base.as_ref().map(crate::documents::text::Foreign::as_str));
        let is_branch = |it: &&str| {
            it.starts_with("origin/") || repository.branches.iter().any(|branch| branch.name == **it)
        };
        let (Some(title), Some(head), Some(base)) = (title, head, base.filter(is_branch)) else {
            let message = "a pull request needs two branches and a commit between them";
            return Err(vec![
                Diagnostic::usage(message).hint("name the branches with `--base` and `--head`"),
            ]);
        };
        Ok(Self {
            forge: view.form.forge,
            title: clean(title),
            base: clean(base.strip_prefix("origin/").unwrap_or(base)),
            head: clean(head),
            is_draft: args.draft,
            elsewhere: elsewhere(settings, scene, &repository.id),
        })
    }

    /// The line for a shell, ending in a newline; every value stands in single quotes.
    fn line(&self, body: &Path) -> String {
        let folder = self.elsewhere.iter().map(|it| format!("cd {} && ", quoted(&shown(it))));
        let draft = if self.is_draft { " --draft" } else { "" };
        let (title, base, head) = (quoted(&self.title), quoted(&self.base), quoted(&self.head));
        let body = quoted(&shown(body));
        let command = match self.forge {
            Forge::Github => {
                format!("gh pr create --title {title} --body-file {body} --base {base} --head {head}{draft}")
            }
            Forge::Gitlab => format!(
                "glab mr create --title {title} --description \"$(cat {body})\" --target-branch {base} \
                 --source-branch {head}{draft}"
            ),
        };
        format!("{}{command}\n", folder.collect::<String>())
    }
}

/// The folder of a repository of the plan, unless the command is run in it.
fn elsewhere(settings: &Settings, scene: &Scene, id: &str) -> Option<PathBuf> {
    let own = scene.plan()?.repositories.iter().find(|it| it.id.as_str() == id)?;
    let path = scene.project.root.join(&own.path.as_ref()?.value).canonicalize().ok()?;
    let here = history::discover(&settings.directory).and_then(|it| it.canonicalize().ok());
    (here.as_ref() != Some(&path)).then_some(path)
}

fn shown(path: &Path) -> String {
    clean(&path.display().to_string())
}

/// A word that a shell takes as it is.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn repository(scene: &Scene, args: &Args) -> Checked<usize> {
    let repositories = &scene.history.repositories;
    let ids = || repositories.iter().map(|it| it.id.as_str());
    match (&args.repo, repositories.as_slice()) {
        (Some(id), _) => repositories.iter().position(|it| it.id == *id).ok_or_else(|| {
            vec![
                Diagnostic::usage(format!("no repository that could be read is called `{id}`"))
                    .suggest(id, ids()),
            ]
        }),
        (None, [_]) => Ok(0),
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
