//! The plan that a plan replaces: found, read, checked, and not the plan itself.

use super::load::{plain, read, read_source};
use super::yaml::{self, Extent};
use super::{Plan, check};
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, Source};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

impl Plan {
    /// This plan, and the one that it replaces.
    pub fn generations(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.before.as_deref())
    }

    /// The errors of the plan that this one replaces, each with the line that names that plan. Its
    /// warnings are told where it is checked itself.
    pub fn inherited(&self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let Some(path) = &self.project.replaces else { return Vec::new() };
        let place = self.origin(&path.span);
        let errors = problems.into_iter().filter(|it| it.severity == Severity::Error);
        let named = |it: Diagnostic| match it.origin {
            Some(_) => it.related(place.clone(), "the plan that has this error is replaced here"),
            None => it.at(place.clone()),
        };
        errors.map(named).collect()
    }
}

/// Adds the plan that this one replaces, if it names one; gives what is wrong with that.
pub(super) fn add(plan: &mut Plan, folder: &Path) -> Vec<Diagnostic> {
    let (before, problems) = match before(plan, folder) {
        Ok(found) => found,
        Err(problems) => return plan.inherited(problems),
    };
    let mut problems = plan.inherited(problems);
    match before.as_ref().and_then(|it| same_id(plan, it)) {
        Some(problem) => problems.push(problem),
        None => plan.before = before.map(Arc::new),
    }
    problems
}

fn before(plan: &Plan, folder: &Path) -> Checked<(Option<Plan>, Vec<Diagnostic>)> {
    let names = plan.sources.iter().take(1).map(|it| it.name.clone()).collect();
    let mut line = Line { names, folder: folder.to_owned() };
    let Some(source) = line.next(plan).map_err(|it| vec![it])? else { return Ok((None, Vec::new())) };
    let (before, mut problems) = read(&source, &line.folder)?;
    problems.extend(check::check(&before));
    problems.extend(line.circle(&before));
    Ok((Some(before), problems))
}

/// Two plans of one id would share their output and the records of commits.
fn same_id(plan: &Plan, before: &Plan) -> Option<Diagnostic> {
    let id = &plan.project.id;
    let problem = Code::BadPredecessor.says(format!("a plan and the one that it replaces are both `{id}`"));
    (before.project.id.value == id.value)
        .then(|| problem.at(plan.origin(&id.span)).hint("give the newer plan an id of its own"))
}

/// Plans, each of which is replaced by the one before it.
struct Line {
    /// Their files, as diagnostics call them.
    names: Vec<String>,
    /// The folder of the last one.
    folder: PathBuf,
}

impl Line {
    /// Goes on to the plan that the last one replaces.
    fn next(&mut self, last: &Plan) -> Result<Option<Arc<Source>>, Diagnostic> {
        let Some(path) = &last.project.replaces else { return Ok(None) };
        let file = plain(path);
        let says = |message: String| Code::BadPredecessor.says(message);
        if file.as_os_str().is_empty() || !file.components().all(|it| matches!(it, Component::Normal(_))) {
            let problem = says(format!("`{}` leads out of the folder of the plan", path.value));
            return Err(problem.hint("keep both plans in one folder, or the older one in a folder below"));
        }
        let beside = self.names.last().map(Path::new).and_then(Path::parent).unwrap_or(Path::new(""));
        let name = beside.join(&file).display().to_string();
        self.names.push(name.clone());
        if self.is_circle() {
            let problem = says(format!("plans replace each other in a circle: {}", self.names.join(" -> ")));
            return Err(problem.hint("name the plan that came before this one"));
        }
        let file = self.folder.join(&file);
        let source = read_source(&file, &name).map_err(|problems| {
            let why = problems.first().map_or("", |it| it.message.as_str());
            let why = why.rsplit_once("`: ").map_or(why, |it| it.1);
            says(format!("`{}` cannot be read: {why}", path.value))
                .hint("the path starts from the folder of the plan")
        })?;
        self.folder = file.parent().unwrap_or(&self.folder).to_owned();
        Ok(Some(source))
    }

    /// Whether the last one stood in the line before.
    fn is_circle(&self) -> bool {
        self.names.split_last().is_some_and(|(last, before)| before.contains(last))
    }

    /// Follows the line back to its beginning. What else is wrong there is told of the plan that names it.
    fn circle(&mut self, last: &Plan) -> Option<Diagnostic> {
        let mut next = self.next(last);
        while let Ok(Some(source)) = &next {
            let Ok(plan) = yaml::read::<Plan>(source, 0, Extent::Whole) else { return None };
            next = self.next(&plan);
        }
        next.err().filter(|_| self.is_circle())
    }
}
