//! From a project to rendered pages: what every command that prints documents shares.

use super::Settings;
use super::console::Progress;
use super::project::Project;
use crate::Job;
use crate::Joined;
use crate::diagnostics::{Checked, Diagnostic, Origin, Source};
use crate::documents::{self, Composition, Document, documents};
use crate::history::{Detail, WindowRequest};
use crate::output;
use crate::plan::Plan;
use crate::render::{
    Engine, Entry, PAGES_OF_A_THREAD, Page, Shelf, both, check_pages, each, traced, unknown_names,
};
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

/// Prepares all plans of a project, and an engine at the same time, as far as plans and templates are right, with
/// everything that is wrong.
pub(super) fn prepare_as_far(
    settings: &Settings,
    (project, templates): (&Project, &Templates),
    reading: &Reading,
) -> Checked<(Engine, Vec<Prepared>, Vec<Diagnostic>)> {
    let plans = || prepare_all(settings, project, templates.words(), reading);
    let ((engine, mut problems), prepared) = both(|| Engine::of(templates), plans);
    let (all, found) = prepared?;
    problems.extend(found);
    Ok((engine, all, problems))
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

/// The templates of a project as far as they can be read, with what is wrong.
pub(super) fn templates_as_far(project: &Project) -> (Templates, Vec<Diagnostic>) {
    Templates::read(project.templates().as_deref())
}

/// What plans say of documents that there are not; nothing where a template could not be read.
pub(super) fn misfits(templates: &Templates, plan: &Plan) -> Vec<Diagnostic> {
    if templates.unread().next().is_some() { Vec::new() } else { documents::misfits(templates, plan) }
}

/// Everything that one composition can be rendered to.
pub(super) struct Press<'a> {
    engine: Engine,
    templates: &'a Templates,
    composition: &'a Composition,
    documents: Vec<Document<'a>>,
    shelf: Shelf,
    /// Why some documents have no pages.
    problems: Vec<Diagnostic>,
}

impl<'a> Press<'a> {
    /// Finds out which pages there are, and where.
    pub(super) fn new(
        engine: &Engine,
        templates: &'a Templates,
        composition: &'a Composition,
    ) -> Checked<Self> {
        let press = Self::as_far(engine, templates, composition)?;
        let told = press.told(Vec::new());
        if told.is_empty() { Ok(press) } else { Err(told) }
    }

    /// The same where templates are broken, without the pages of which that cannot be said.
    pub(super) fn as_far(
        engine: &Engine,
        templates: &'a Templates,
        composition: &'a Composition,
    ) -> Checked<Self> {
        let documents = documents(templates, composition);
        let engine = engine.dressed(&composition.theme, templates)?;
        let (shelf, problems) = Shelf::as_far(&engine, &documents, composition);
        Ok(Self { engine, templates, composition, documents, shelf, problems })
    }

    /// Misspelt names in the templates.
    fn unknown_names(&self) -> Vec<Diagnostic> {
        unknown_names((&self.engine, self.templates), &self.documents, (self.composition, &self.shelf))
    }

    /// Whether it is known of every page where it is.
    pub(super) fn is_complete(&self) -> bool {
        self.problems.is_empty()
    }

    /// What keeps pages from being rendered, which is `stops` and more. If anything does, all misspelt names are
    /// told, and not only the first of each page.
    pub(super) fn told(&self, stops: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let all: Vec<Diagnostic> = self.problems.iter().cloned().chain(stops).collect();
        if all.is_empty() && !self.engine.has_faults() { all } else { told(self.unknown_names(), all) }
    }

    /// Everything that is wrong with all pages and the templates that they are made of.
    pub(super) fn faults(&self, settings: &Settings) -> Vec<Diagnostic> {
        let all: Vec<&Entry> = self.shelf.entries().iter().collect();
        let (pages, stops) = self.each_that_can(&settings.console.progress(all.len()), &all, Ok);
        let stops = self.problems.iter().cloned().chain(stops).collect();
        let mut found = told(self.unknown_names(), stops);
        found.extend(self.traced(check_pages(&pages, &self.shelf)));
        found.extend(self.refused_paths());
        found
    }

    /// Problems in pages, at the places of templates that made them.
    pub(super) fn traced(&self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        traced(problems, (&self.engine, &self.shelf), &self.documents)
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

    /// Renders pages on all cores, and makes something of each, so that they need not be held all at once.
    pub(super) fn each<T: Send>(
        &self,
        settings: &Settings,
        wanted: &[&Entry],
        make: impl Fn(Page) -> Checked<T> + Sync,
    ) -> Checked<Vec<T>> {
        let (all, stops) = self.each_that_can(&settings.console.progress(wanted.len()), wanted, make);
        let told = self.told(stops);
        if told.is_empty() { Ok(all) } else { Err(told) }
    }

    /// The same for those pages that can be rendered, with what stops the others. What is broken in templates
    /// stops pages too, but is told elsewhere.
    pub(super) fn each_that_can<T: Send>(
        &self,
        progress: &Progress,
        wanted: &[&Entry],
        make: impl Fn(Page) -> Checked<T> + Sync,
    ) -> (Vec<T>, Vec<Diagnostic>) {
        let Self { engine, documents, shelf: pages, .. } = self;
        let can = |it: &&&Entry| engine.is_whole(self.templates, documents[it.document].template);
        let wanted: Vec<&Entry> = wanted.iter().filter(can).copied().collect();
        let results = each(&wanted, PAGES_OF_A_THREAD, |entry| {
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
        (all, problems)
    }
}

/// Problems of several plans and their templates: each once, those of a file together and from its beginning.
pub(super) fn in_order(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut files: Vec<String> = Vec::new();
    let mut told: Vec<(usize, Diagnostic)> = Vec::new();
    for problem in problems {
        let name = problem.origin.as_ref().map_or("", |it| it.source.name.as_str());
        let file = files.iter().position(|it| it == name).unwrap_or(files.len());
        if file == files.len() {
            files.push(name.to_owned());
        }
        let is_same = |it: &Diagnostic| it.origin == problem.origin && it.message == problem.message;
        if !told.iter().any(|it| it.0 == file && is_same(&it.1)) {
            told.push((file, problem));
        }
    }
    told.sort_by_key(|(file, it)| (*file, it.origin.as_ref().map_or(0, |it| it.span.start)));
    told.into_iter().map(|it| it.1).collect()
}

/// Each problem once, though every subject has it. What stops a page is left out on lines of which more is
/// said without rendering.
fn told(names: Vec<Diagnostic>, stops: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let line = |it: &Origin| (it.source.name.clone(), it.place().line);
    let lines = |it: &Diagnostic| -> Vec<(String, usize)> {
        it.origin.iter().chain(it.related.iter().map(|it| &it.0)).map(line).collect()
    };
    let mut told = names;
    let known = told.len();
    for problem in stops {
        let (better, stopped) = told.split_at(known);
        let own = problem.origin.as_ref().map(line);
        let is_named = own.is_some_and(|own| better.iter().any(|it| lines(it).contains(&own)));
        let is_same = |it: &Diagnostic| it.origin == problem.origin && it.message == problem.message;
        if !is_named && !stopped.iter().any(is_same) {
            told.push(problem);
        }
    }
    told
}
