//! From a project to rendered pages: what every command that prints documents shares.

use super::Settings;
use super::console::Progress;
use super::project::Project;
use crate::Job;
use crate::Joined;
use crate::diagnostics::{Checked, Diagnostic, Source};
use crate::documents::{Composition, Document, documents};
use crate::history::{Detail, WindowRequest};
use crate::output;
use crate::render::{Engine, Entry, PAGES_OF_A_THREAD, Page, Shelf, both, each, unknown_names};
use crate::templates::{Templates, Words};
use std::path::Path;
use std::sync::Arc;

/// A plan with its views.
pub(super) struct Prepared {
    /// Everything that was read and computed.
    pub joined: Joined,
    /// The plan's path as documents print it.
    pub file: String,
    /// All views.
    pub composition: Composition,
}

/// What a command needs of repositories.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// A window beside those that the plan names.
    pub window: Option<WindowRequest>,
    /// How much of the windows.
    pub detail: Detail,
}

impl Reading {
    /// What commits record of the plan, and no windows.
    pub(super) fn records() -> Self {
        Self { window: None, detail: Detail::Records }
    }
}

/// Reads a plan and its repositories, and makes all views in these words. Warnings are returned, not printed.
pub(super) fn prepare(
    settings: &Settings,
    project: &Project,
    plan: (&Path, &Words),
    reading: Reading,
) -> Checked<Prepared> {
    Reader::of(settings, project).prepare(plan, reading)
}

/// Prepares all plans of a project, on all cores; gives those that can be, and what is wrong with the others.
pub(super) fn prepare_all(
    settings: &Settings,
    project: &Project,
    words: &Words,
    reading: &Reading,
) -> Checked<(Vec<Prepared>, Vec<Diagnostic>)> {
    let reader = Reader::of(settings, project);
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for result in each(project.plans()?, 1, |plan| reader.prepare((plan, words), reading.clone())) {
        match result {
            Ok(prepared) => all.push(prepared),
            Err(found) => problems.extend(found),
        }
    }
    Ok((all, problems))
}

/// Prepares all plans of a project, and an engine at the same time; what is wrong with the engine is told beside
/// what is wrong with the plans.
pub(super) fn prepare_beside(
    settings: &Settings,
    (project, words): (&Project, &Words),
    reading: &Reading,
    engine: impl FnOnce() -> Checked<Engine> + Send,
) -> Checked<(Engine, Vec<Prepared>, Vec<Diagnostic>)> {
    let (engine, prepared) = both(engine, || prepare_all(settings, project, words, reading));
    let (all, problems) = prepared?;
    match engine {
        Ok(engine) => Ok((engine, all, problems)),
        Err(found) => Err(found.into_iter().chain(problems).collect()),
    }
}

/// Reads a plan and its repositories.
pub(super) fn join(settings: &Settings, project: &Project, plan: &Path, reading: Reading) -> Checked<Joined> {
    Reader::of(settings, project).join(plan, reading)
}

/// Reads plans of a project.
struct Reader<'a> {
    settings: &'a Settings,
    project: &'a Project,
    /// One for all plans, since the terminal has one last line.
    progress: Progress,
}

impl<'a> Reader<'a> {
    fn of(settings: &'a Settings, project: &'a Project) -> Self {
        Self { settings, project, progress: settings.console.spinner() }
    }

    fn join(&self, plan: &Path, reading: Reading) -> Checked<Joined> {
        let Self { settings, project, progress } = self;
        let source = read_plan(settings, plan)?;
        let progress_on = |what: &str| {
            progress.on(what);
            settings.console.detail(&format!("reading {what}"));
        };
        crate::join(&Job {
            source,
            project: &project.root,
            plans: plan.parent().unwrap_or(&project.root),
            from: &settings.from,
            gap: settings.gap,
            cache: settings.cache.as_deref(),
            window: reading.window,
            detail: reading.detail,
            progress: &progress_on,
        })
    }

    fn prepare(&self, (plan, words): (&Path, &Words), reading: Reading) -> Checked<Prepared> {
        let joined = self.join(plan, reading)?;
        let file = shown(plan, &self.project.root);
        let composition = joined.compose(&file, self.settings.gap, words);
        Ok(Prepared { joined, file, composition })
    }
}

/// Reads the text of a plan, named as the user sees it.
pub(super) fn read_plan(settings: &Settings, plan: &Path) -> Checked<Arc<Source>> {
    crate::plan::read_source(plan, &shown(plan, &settings.directory))
}

/// A path relative to a folder, where it lies below it.
pub(super) fn shown(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

/// The templates of a project.
pub(super) fn templates(project: &Project) -> Checked<Templates> {
    Templates::load(project.templates().as_deref())
}

/// Everything that one composition can be rendered to.
pub(super) struct Press<'a> {
    engine: Engine,
    templates: &'a Templates,
    composition: &'a Composition,
    documents: Vec<Document<'a>>,
    shelf: Shelf,
}

impl<'a> Press<'a> {
    /// Finds out which pages there are, and where.
    pub(super) fn new(
        engine: &Engine,
        templates: &'a Templates,
        composition: &'a Composition,
    ) -> Checked<Self> {
        let documents = documents(templates, composition);
        let engine = engine.dressed(&composition.theme, templates)?;
        let shelf = Shelf::of(&engine, &documents, composition)?;
        Ok(Self { engine, templates, composition, documents, shelf })
    }

    /// Misspelt names in the templates.
    pub(super) fn unknown_names(&self) -> Vec<Diagnostic> {
        unknown_names(self.templates, &self.documents, (self.composition, &self.shelf))
    }

    /// Pages that would be written outside of the output, or where no file can be.
    pub(super) fn refused_paths(&self) -> Vec<Diagnostic> {
        let refused = |entry: &Entry| {
            let problem = output::refusal(&entry.path)?;
            let chosen = self.composition.theme.path(&entry.kind);
            Some(problem.at(chosen.unwrap_or(&self.documents[entry.document].front.path).origin.clone()))
        };
        told(Vec::new(), self.shelf.entries().iter().filter_map(refused).collect())
    }

    /// The pages that there are, with kind and subject.
    pub(super) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// Renders those pages that are wanted.
    pub(super) fn pages(
        &self,
        settings: &Settings,
        wanted: impl Fn(&str, &str) -> bool,
    ) -> Checked<Vec<Page>> {
        let wanted: Vec<_> = self.shelf.entries().iter().filter(|it| wanted(&it.kind, &it.subject)).collect();
        self.each(settings, &wanted, Ok)
    }

    /// Renders pages on all cores, and makes something of each, so that they need not be held all at once. If
    /// one fails, all misspelt names are told, and not only the first of each page.
    pub(super) fn each<T: Send>(
        &self,
        settings: &Settings,
        wanted: &[&Entry],
        make: impl Fn(Page) -> Checked<T> + Sync,
    ) -> Checked<Vec<T>> {
        let progress = settings.console.progress(wanted.len());
        let Self { engine, documents, shelf: pages, .. } = self;
        let results = each(wanted, PAGES_OF_A_THREAD, |entry| {
            progress.on(&entry.path);
            pages.render(engine, &documents[entry.document], entry).and_then(&make)
        });
        let (mut all, mut problems) = (Vec::with_capacity(results.len()), Vec::new());
        for result in results {
            match result {
                Ok(it) => all.push(it),
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() { Ok(all) } else { Err(told(self.unknown_names(), problems)) }
    }
}

/// Each problem once, though every subject has it. What stops a page is left out on lines of which more is
/// said without rendering.
fn told(names: Vec<Diagnostic>, stops: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let line = |it: &Diagnostic| it.origin.as_ref().map(|it| (it.source.name.clone(), it.place().line));
    let mut told = names;
    let known = told.len();
    for problem in stops {
        let (better, stopped) = told.split_at(known);
        let is_named = problem.origin.is_some() && better.iter().any(|it| line(it) == line(&problem));
        let is_same = |it: &Diagnostic| it.origin == problem.origin && it.message == problem.message;
        if !is_named && !stopped.iter().any(is_same) {
            told.push(problem);
        }
    }
    told
}
