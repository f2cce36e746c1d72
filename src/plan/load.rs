//! From files to one plan: the plan's own file, those that it includes, and what they state together.

use super::yaml::{self, Extent, LARGEST};
use super::{Plan, check, predecessor};
use crate::diagnostics::{Checked, Code, Diagnostic, Origin, Source, Sources};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A plan with everything that is wrong with it beyond its structure.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The plan.
    pub plan: Plan,
    /// Errors and warnings, in no order.
    pub problems: Vec<Diagnostic>,
}

/// Reads the text of a plan; `name` is what diagnostics call it.
pub fn read_source(path: &Path, name: &str) -> Checked<Arc<Source>> {
    let bytes = read_bytes(path, name).map_err(|problem| vec![problem])?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let source = Source::new(name, text);
        let problem = Code::BadText.says(format!("byte {valid} is not UTF-8"));
        vec![problem.at(Origin::new(&source, valid..valid + 1)).hint("save the plan as UTF-8")]
    })?;
    Ok(Source::new(name, text))
}

/// Reads a file that may be a plan; what is no file, or far too large, is not read at all.
fn read_bytes(path: &Path, name: &str) -> Result<Vec<u8>, Diagnostic> {
    let failed = |why: &str| Diagnostic::environment(format!("cannot read the plan `{name}`: {why}"));
    let about = std::fs::metadata(path).map_err(|error| failed(&error.to_string()))?;
    if !about.is_file() {
        return Err(failed("it is no file"));
    }
    if about.len() > LARGEST as u64 {
        let message = format!("`{name}` has {} bytes; the most is {LARGEST}", about.len());
        return Err(Code::TooLarge.says(message).hint("split the plan with `include:`"));
    }
    std::fs::read(path).map_err(|error| failed(&error.to_string()))
}

/// Reads a plan with the files that it includes, which lie in or below `folder`, and checks what it says.
///
/// Only what keeps it from being read is an error here; all else is among the problems of the result.
pub fn load(source: &Arc<Source>, folder: &Path) -> Checked<Loaded> {
    let (mut plan, mut problems) = read(source, folder)?;
    problems.extend(predecessor::add(&mut plan, folder));
    problems.extend(check::check(&plan));
    Ok(Loaded { plan, problems })
}

/// Reads a plan with the files that it includes. What two of them state is among the problems.
pub(super) fn read(source: &Arc<Source>, folder: &Path) -> Checked<(Plan, Vec<Diagnostic>)> {
    let mut sources = Sources::default();
    let base = sources.add(source);
    let mut plan: Plan = yaml::read(source, base, Extent::Whole)?;
    if plan.project.id.is_empty() || plan.schema.span.is_empty() {
        return Err(no_plan(source, &plan));
    }
    plan.sources = sources;
    let problems = include(&mut plan, folder)?;
    plan.reindex();
    plan.settle_edges();
    Ok((plan, problems))
}

/// A file without a project; perhaps it is one that a plan includes.
fn no_plan(source: &Arc<Source>, plan: &Plan) -> Vec<Diagnostic> {
    let mut problems = yaml::explain::<Plan>(source, Extent::Whole);
    let is_part = plan.project.id.is_empty() && plan.schema.span.is_empty();
    if let Some(first) = problems.first_mut().filter(|_| is_part) {
        first.hint =
            Some("a file that a plan includes stands in a folder of its own below `plans/`".to_owned());
    }
    problems
}

/// Reads included files, and those that they include; every unreadable one is told of.
fn include(plan: &mut Plan, folder: &Path) -> Checked<Vec<Diagnostic>> {
    let mut waiting: Vec<_> = plan.include.clone();
    let mut read = vec![plan.sources.iter().map(|it| it.name.clone()).collect::<String>()];
    let (mut problems, mut unreadable) = (Vec::new(), Vec::new());
    let beside = Path::new(&read[0]).parent().unwrap_or(Path::new("")).to_owned();
    while !waiting.is_empty() {
        let path = waiting.remove(0);
        let origin = plan.origin(&path.span);
        let file = plain(&path.value);
        let name = beside.join(&file).display().to_string();
        if let Some(problem) = not_includable((&path.value, &file), &name, &read) {
            unreadable.push(problem.at(origin));
            continue;
        }
        match part(plan, &folder.join(&file), &name) {
            Ok(mut part) => {
                waiting.append(&mut part.include);
                problems.extend(plan.absorb(part));
            }
            Err(found) => {
                unreadable.extend(found.into_iter().map(|it| included_at(it, &origin, &path.value)));
            }
        }
        read.push(name);
    }
    if unreadable.is_empty() { Ok(problems) } else { Err(unreadable) }
}

/// A path without `./`, so that each file has one name.
pub(super) fn plain(path: &str) -> PathBuf {
    Path::new(path).components().filter(|it| *it != Component::CurDir).collect()
}

/// Why a path cannot be included, whatever is there.
fn not_includable((path, file): (&str, &Path), name: &str, read: &[String]) -> Option<Diagnostic> {
    let inside = file.components().all(|it| matches!(it, Component::Normal(_)));
    if file.as_os_str().is_empty() || !inside {
        let problem = Code::BadInclude.says(format!("`{path}` leads out of the folder of the plan"));
        return Some(
            problem.hint("write a path below the folder that the plan is in, such as `parts/services.yaml`"),
        );
    }
    let problem = Code::BadInclude.says(format!("`{path}` is included twice"));
    read.iter().any(|it| it == name).then(|| problem.hint("take one of the two out"))
}

fn part(plan: &mut Plan, path: &Path, name: &str) -> Checked<Plan> {
    let source = read_source(path, name)?;
    let base = plan.sources.add(&source);
    yaml::read(&source, base, Extent::Part)
}

/// A file that is not there is the fault of the line that names it.
fn included_at(problem: Diagnostic, origin: &Origin, path: &str) -> Diagnostic {
    if problem.origin.is_some() {
        return problem;
    }
    let why = problem.message.rsplit_once("`: ").map_or(problem.message.as_str(), |it| it.1);
    let problem = Code::BadInclude.says(format!("`{path}` cannot be included: {why}")).at(origin.clone());
    problem.hint("the path starts from the folder of the plan")
}
