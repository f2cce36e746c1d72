//! Documents about a window that is named on the command line: what `pr` and `wrap` share.

use super::console::print;
use super::pipeline::{Prepared, Press, Reading, prepare, templates};
use super::project::Project;
use super::{ExitCode, Outcome, Settings};
use crate::diagnostics::{Checked, Diagnostic, Severity};
use crate::documents::{Composition, Inputs, SessionView};
use crate::history::{self, Detail, History, Place, RepositoryRequest, Request, WindowRequest};
use crate::output;
use crate::plan::Plan;
use crate::render::{Engine, Page, both, check_pages};
use crate::templates::{Templates, Words};
use std::path::{Path, PathBuf};

/// The repositories to read, with the plan that knows them, if one does.
pub(super) struct Scene {
    /// The kind of document.
    kind: &'static str,
    /// What was read.
    pub history: History,
    /// The plan and all that was computed for it.
    pub prepared: Option<Prepared>,
    /// The templates of that kind, ready to be rendered.
    engine: Engine,
    /// The project.
    pub project: Project,
    /// Its templates and words.
    pub templates: Templates,
    /// The window that was read.
    pub request: WindowRequest,
    /// What a reader should know.
    pub warnings: Vec<Diagnostic>,
}

/// What was read of a window.
struct Read {
    history: History,
    prepared: Option<Prepared>,
    request: WindowRequest,
    warnings: Vec<Diagnostic>,
}

/// The window to read, from the plan that knows the repositories, if one does.
type Ask<'a> = &'a dyn Fn(Option<&Plan>) -> Checked<WindowRequest>;

impl Scene {
    /// Reads the window in the repositories of the plan, or in the one that the folder lies in, for a document of a
    /// kind.
    pub(super) fn read(
        settings: &Settings,
        kind: &'static str,
        ask: Ask<'_>,
        detail: Detail,
    ) -> Checked<Self> {
        let project = settings.project()?;
        let templates = templates(&project)?;
        let (engine, read) = both(
            || Engine::for_kinds(&templates, |it| it == kind),
            || Read::of(settings, (&project, templates.words()), ask, detail),
        );
        match (engine, read) {
            (Ok(engine), Ok(Read { history, prepared, request, warnings })) => {
                Ok(Self { kind, history, prepared, engine, project, templates, request, warnings })
            }
            (engine, read) => Err([engine.err(), read.err()].into_iter().flatten().flatten().collect()),
        }
    }

    /// The plan that knows the repositories.
    pub(super) fn plan(&self) -> Option<&Plan> {
        self.prepared.as_ref().map(|it| &it.joined.plan)
    }

    /// Composes one more document from what was read.
    pub(super) fn compose<T>(&self, make: impl Fn(&Inputs<'_>) -> T) -> T {
        let words = self.templates.words();
        match &self.prepared {
            Some(prepared) => {
                let planned = prepared.joined.planned(&prepared.file, words);
                make(&Inputs { plan: Some(&planned), history: &self.history, words })
            }
            None => make(&Inputs { plan: None, history: &self.history, words }),
        }
    }

    /// Renders the documents of its kind that a composition holds, to stdout or into the output.
    pub(super) fn deliver(&self, settings: &Settings, to: To, views: Composition) -> Outcome {
        let pages = self.pages(settings, views)?;
        match to {
            To::Stdout => print(&pages.into_iter().map(|it| it.text).collect::<String>())?,
            To::Output => self.write(settings, pages)?,
        }
        Ok(ExitCode::Done)
    }

    /// Renders the documents of its kind that a composition holds, and tells what a reader should know.
    pub(super) fn pages(&self, settings: &Settings, views: Composition) -> Checked<Vec<Page>> {
        let known = self.prepared.as_ref().map(|it| &it.composition);
        let (plan, theme) = known.map(|it| (it.plan.clone(), it.theme.clone())).unwrap_or_default();
        let whole = |it: SessionView| match &plan {
            Some(plan) => it.within(plan),
            None => it,
        };
        let sessions = views.sessions.into_iter().map(whole).collect();
        let composition = Composition { plan, sessions, theme, ..views };
        let press = Press::new(&self.engine, &self.templates, &composition)?;
        let pages = press.pages(settings, |it, _| it == self.kind)?;
        settings.console.report(&self.warnings);
        settings.console.report(&press.traced(check_pages(&pages, press.shelf())));
        Ok(pages)
    }

    /// Where a page of this work is written to, below `output/`.
    fn below(&self, path: &str) -> String {
        let id = self.prepared.as_ref().map(|it| it.joined.plan.project.id.to_string());
        let id = id.or_else(|| self.history.repositories.first().map(|it| it.id.clone()));
        format!("{}/{path}", id.unwrap_or_default())
    }

    fn output(&self) -> PathBuf {
        self.project.root.join("output")
    }

    /// Where a page of this work is written to.
    pub(super) fn place(&self, path: &str) -> PathBuf {
        self.output().join(self.below(path))
    }

    /// Writes pages into the output, and tells where they are.
    pub(super) fn write(&self, settings: &Settings, pages: Vec<Page>) -> Checked<()> {
        let files: Vec<(String, String)> =
            pages.into_iter().map(|it| (self.below(&it.path), it.text)).collect();
        let root = self.output();
        output::write(&root, &files, output::Mode::Write)?;
        for (path, _) in &files {
            settings
                .console
                .say(&format!("wrote {}", super::pipeline::shown(&root.join(path), &settings.directory)));
        }
        Ok(())
    }
}

impl Read {
    fn of(
        settings: &Settings,
        (project, words): (&Project, &Words),
        ask: Ask<'_>,
        detail: Detail,
    ) -> Checked<Self> {
        let Some((path, plan)) = plan_of(settings, project)? else {
            return Self::without_plan(settings, ask(None)?, detail);
        };
        let request = ask(Some(&plan))?;
        let reading = Reading { window: Some(request.clone()), detail };
        let mut prepared = prepare(settings, project, (&path, words), reading)?;
        let warnings = std::mem::take(&mut prepared.joined.warnings);
        let history = std::mem::take(&mut prepared.joined.history);
        Ok(Self { history, prepared: Some(prepared), request, warnings })
    }

    fn without_plan(settings: &Settings, window: WindowRequest, detail: Detail) -> Checked<Self> {
        let directory = &settings.directory;
        let Some(path) = history::discover(directory) else {
            let message = format!("`{}` is in no git repository", directory.display());
            return Err(vec![Diagnostic::environment(message).hint("`-C DIR` names another folder")]);
        };
        let request = RepositoryRequest {
            windows: vec![window.clone()],
            ..RepositoryRequest::of(&repository_name(&path), Place::Repository(path))
        };
        let progress = settings.console.spinner();
        let request = Request { repositories: vec![request], cache: settings.cache.clone(), detail };
        let (history, mut warnings) = history::read(&request, &|what| progress.on(what));
        if history.repositories.is_empty() {
            for warning in &mut warnings {
                warning.severity = Severity::Error;
            }
            return Err(warnings);
        }
        Ok(Self { history, prepared: None, request: window, warnings })
    }
}

/// Where a document goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    Stdout,
    Output,
}

/// The plan that was named, or the only one whose repositories include the one that the folder lies in.
fn plan_of(settings: &Settings, project: &Project) -> Checked<Option<(PathBuf, Plan)>> {
    let load = |path: &PathBuf| {
        let source = super::pipeline::read_plan(settings, path)?;
        let plan = crate::plan(&source, path.parent().unwrap_or(&project.root))?.plan;
        Ok::<_, Vec<Diagnostic>>((path.clone(), plan))
    };
    let here = history::discover(&settings.directory);
    if !settings.plans.is_empty() || (here.is_none() && project.plans.len() == 1) {
        return project.plans.first().map(load).transpose();
    }
    let Some(here) = here else { return Ok(None) };
    let plans: Vec<(PathBuf, Plan)> = project.plans.iter().map(load).collect::<Checked<_>>()?;
    let mut knowing: Vec<_> = plans.into_iter().filter(|it| knows(&it.1, &project.root, &here)).collect();
    if knowing.len() > 1 {
        let names: Vec<String> =
            knowing.iter().map(|it| super::pipeline::shown(&it.0, &settings.directory)).collect();
        let message = format!("several plans know this repository: {}", names.join(", "));
        return Err(vec![Diagnostic::usage(message).hint("say which with `--plan FILE`")]);
    }
    Ok(knowing.pop())
}

fn knows(plan: &Plan, root: &Path, here: &Path) -> bool {
    let here = here.canonicalize().ok();
    let paths = plan.repositories.iter().filter_map(|it| it.path.as_ref());
    here.is_some() && paths.map(|it| root.join(&it.value).canonicalize().ok()).any(|it| it == here)
}

/// The name of the folder, without `.git`, made fit for an id.
pub(super) fn repository_name(path: &Path) -> String {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder =
        if real.file_name().is_some_and(|it| it == ".git") { real.parent().unwrap_or(&real) } else { &real };
    let name = folder.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let fit = |it: char| if it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-') { it } else { '-' };
    let name: String = name.trim_end_matches(".git").chars().map(fit).collect();
    let name = name.trim_matches(['.', '-']).to_owned();
    if name.is_empty() { "repository".to_owned() } else { name }
}
