//! Facts files: a history as JSON, written where the repositories are and read where they are not.

use super::doubts::told;
use super::repository::skipped;
use super::{Detail, History, RepositoryHistory, RepositoryRequest, Standing, TestRule, WindowRequest};
use crate::diagnostics::{Diagnostic, Origin, Source};
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;

/// The format that this program writes, and the newest that it reads.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    repositories: &'a [RepositoryHistory],
}

/// What was read of repositories, so that documents can be rendered where the repositories are not.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Facts {
    /// Version of this format; 1.
    #[schemars(range(min = FORMAT, max = FORMAT))]
    #[expect(dead_code, reason = "it is looked at before the rest is read")]
    format: u32,
    /// What happened in each repository, each once.
    repositories: Vec<RepositoryHistory>,
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// Writes a history as the text of a facts file: the same history gives the same bytes.
pub fn write_facts(history: &History) -> String {
    let facts = Written { format: FORMAT, repositories: &history.repositories };
    // Plain data with text keys always has a JSON form.
    serde_json::to_string_pretty(&facts).unwrap_or_default() + "\n"
}

/// The JSON Schema (draft 2020-12) of a facts file.
pub fn facts_schema() -> Value {
    let mut schema = schemars::schema_for!(Facts);
    in_words_of_json(&mut schema);
    schema.insert("title".to_owned(), Value::from("Callsheet facts"));
    schema.to_value()
}

/// Readers of JSON know no `None`.
fn in_words_of_json(schema: &mut Schema) {
    if let Some(Value::String(said)) = schema.get_mut("description") {
        *said = said.replace("`None`", "null");
    }
    transform_subschemas(&mut in_words_of_json, schema);
}

/// Reads what a facts file says of one repository, as far as it was asked for.
pub(super) fn read(
    request: &RepositoryRequest,
    path: &Path,
    detail: Detail,
) -> (Option<RepositoryHistory>, Vec<Diagnostic>) {
    match load(path).and_then(|it| choose(request, path, it)) {
        Ok(history) => select(request, path, history, detail),
        Err(diagnostic) => (None, vec![diagnostic]),
    }
}

/// The repositories that a facts file has.
pub(super) fn ids(path: &Path) -> Result<Vec<String>, Diagnostic> {
    Ok(load(path)?.into_iter().map(|it| it.id).collect())
}

fn load(path: &Path) -> Result<Vec<RepositoryHistory>, Diagnostic> {
    let place = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        skipped(format!("the facts file `{place}` cannot be read: {error}"))
            .hint("write it with `callsheet facts`, or name the repository itself")
    })?;
    let Format { format } = serde_json::from_str(&text).map_err(|it| malformed(path, &text, &it))?;
    if format == 0 {
        let message = format!("the facts file `{place}` has format 0, which there never was");
        return Err(skipped(message).hint("write it again with `callsheet facts`"));
    }
    if format > FORMAT {
        let message = format!("the facts file `{place}` has format {format}, newer than this program reads");
        return Err(skipped(message).hint(format!("update callsheet, which reads up to format {FORMAT} now")));
    }
    let facts: Facts = serde_json::from_str(&text).map_err(|it| malformed(path, &text, &it))?;
    Ok(facts.repositories)
}

fn malformed(path: &Path, text: &str, error: &serde_json::Error) -> Diagnostic {
    let name = path.display().to_string();
    let full = error.to_string();
    // The place is shown by the excerpt.
    let said = full.split(" at line ").next().unwrap_or_default();
    let diagnostic = skipped(format!("the facts file `{name}` is malformed: {said}"));
    let source = Source::new(name, text);
    let origin = Origin::at_byte(&source, error.line(), error.column());
    diagnostic.at(origin).hint("write it again with `callsheet facts`")
}

fn choose(
    request: &RepositoryRequest,
    path: &Path,
    repositories: Vec<RepositoryHistory>,
) -> Result<RepositoryHistory, Diagnostic> {
    let ids: Vec<String> = repositories.iter().map(|it| it.id.clone()).collect();
    repositories.into_iter().find(|it| it.id == request.id).ok_or_else(|| {
        skipped(format!("the facts file `{}` does not have repository `{}`", path.display(), request.id))
            .suggest(&request.id, ids.iter().map(String::as_str))
    })
}

/// Keeps what was asked for, as if the repository itself had been read.
fn select(
    request: &RepositoryRequest,
    path: &Path,
    mut history: RepositoryHistory,
    detail: Detail,
) -> (Option<RepositoryHistory>, Vec<Diagnostic>) {
    let wanted = request.windows.iter().filter(|_| detail >= Detail::Net);
    let (mut windows, mut problems) = (Vec::new(), Vec::new());
    for wanted in wanted {
        let known = windows.len();
        windows.extend(history.windows_of(wanted).cloned());
        if windows.len() == known {
            problems.push(absent(request, path, wanted));
        }
    }
    history.windows = windows;
    let default = request.default_branch.as_ref().or(history.default_branch.as_ref());
    let is_asked = |it: &Standing| {
        let same = |base: Option<&String>| base.or(default) == Some(&it.base);
        request.standings.iter().any(|asked| asked.0 == it.branch && same(asked.1.as_ref()))
    };
    history.standings.retain(is_asked);
    history.present.retain(|it| request.paths.contains(it));
    history.absent.retain(|it| request.paths.contains(it));
    history.documents.retain(|it| request.documents.contains(&it.path));
    let in_documents: HashSet<&str> =
        history.documents.iter().flat_map(|it| &it.mentions).map(|it| it.name.as_str()).collect();
    history.named.retain(|it| request.named.contains(&it.name) || in_documents.contains(it.name.as_str()));
    let wanted = |path: &str| {
        let folder = path.rsplit_once('/').map(|it| it.0);
        request.folder.is_some() && folder == request.folder.as_deref()
    };
    history.files.retain(|it| wanted(&it.path));
    if request.default_branch.is_some() {
        history.default_branch.clone_from(&request.default_branch);
    }
    keep_commits(request, &mut history);
    forget_tests(request, &mut history);
    let warnings = history.windows.iter().flat_map(|it| &it.warnings).chain(&history.warnings);
    let warned = warnings.map(|it| told(&request.id, it));
    let problems = warned.chain(problems).collect();
    (Some(history), problems)
}

fn keep_commits(request: &RepositoryRequest, history: &mut RepositoryHistory) {
    let windows = &history.windows;
    let in_window: HashSet<&String> = windows.iter().flat_map(|it| &it.commits).collect();
    let commits = std::mem::take(&mut history.commits);
    let kept = commits.into_iter().filter_map(|mut commit| {
        if !in_window.contains(&commit.id) {
            commit.changes = None;
            return (request.records.is_some() && commit.message.is_recorded()).then_some(commit);
        }
        Some(commit)
    });
    history.commits = kept.collect();
}

/// Tests that were counted by other rules than those asked for are not known.
fn forget_tests(request: &RepositoryRequest, history: &mut RepositoryHistory) {
    let old = std::mem::replace(&mut history.test_rules, request.test_rules.clone());
    let new = &request.test_rules;
    let differing: Vec<&TestRule> =
        old.iter().filter(|it| !new.contains(it)).chain(new.iter().filter(|it| !old.contains(it))).collect();
    for change in history.windows.iter_mut().flat_map(|it| &mut it.net) {
        let mut paths = change.from.iter().chain([&change.path]);
        if paths.any(|path| differing.iter().any(|it| it.is_for(path))) {
            change.tests = None;
        }
    }
}

fn absent(request: &RepositoryRequest, path: &Path, window: &WindowRequest) -> Diagnostic {
    let (id, file) = (&request.id, path.display());
    skipped(format!("the facts file `{file}` does not have {window} of repository `{id}`"))
        .hint("read the facts again with `callsheet facts`")
}
