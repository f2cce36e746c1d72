//! What stands alone: the version, places of repositories, placeholders, paths.

use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::plan::{
    Id, PLACEHOLDERS, Pattern, Phase, Plan, Repository, Spanned, Step, TestRule, placeholders, value,
};
use std::collections::{HashMap, HashSet};

/// Everything that concerns one entry alone.
pub(super) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = version(plan).into_iter().chain(no_phases(plan)).collect();
    problems.extend(plan.repositories.iter().filter_map(|it| place(plan, it)));
    problems.extend(plan.patterns.iter().flat_map(|it| unknown_names(plan, it)));
    problems.extend(plan.phases.iter().filter_map(|it| pattern(plan, it)));
    problems.extend(plan.phases.iter().flat_map(|it| missing_values(plan, it)));
    let deliverables = plan.phases.iter().flat_map(|it| &it.deliverables).map(|it| &it.path);
    let documents = plan.documents.iter().map(|it| &it.path);
    problems.extend(deliverables.chain(documents).filter_map(|it| outside(plan, it)));
    problems.extend(same_path(plan));
    problems.extend(plan.test_rules.iter().flat_map(|it| test_rule(plan, it)));
    problems
}

fn version(plan: &Plan) -> Option<Diagnostic> {
    let problem =
        Code::UnknownVersion.says(format!("version {} of the plan language is not known", plan.schema.value));
    (plan.schema.value != 1).then(|| problem.at(plan.origin(&plan.schema.span)).hint("write `schema: 1`"))
}

fn no_phases(plan: &Plan) -> Option<Diagnostic> {
    let problem = Code::NoPhases.says("the plan has no phases").at(plan.origin(&plan.project.id.span));
    plan.phases.is_empty().then(|| problem.hint("add at least one entry under `phases:`"))
}

fn place(plan: &Plan, repository: &Repository) -> Option<Diagnostic> {
    let (what, hint) = match (&repository.path, &repository.facts) {
        (None, None) if repository.remote.is_none() => {
            ("has no place", "give it `path:`, or `facts:`, or `remote:` if it is not on this machine")
        }
        (Some(_), Some(_)) => ("has two places", "give it either `path:` or `facts:`"),
        _ => return None,
    };
    let problem = Code::RepositoryPlace.says(format!("repository `{}` {what}", repository.id));
    Some(problem.at(plan.origin(&repository.id.span)).hint(hint))
}

/// Texts of a step that may use names.
fn texts(step: &Step) -> impl Iterator<Item = &Spanned<String>> {
    let commands =
        step.commands.iter().flat_map(|it| [Some(&it.run), it.folder.as_ref(), it.expect.as_ref()]);
    [Some(&step.title), step.done_when.as_ref()].into_iter().chain(commands).flatten().chain(&step.actions)
}

fn unknown_names(plan: &Plan, pattern: &Pattern) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for text in pattern.steps.iter().flat_map(texts) {
        for (_, name) in placeholders(text).into_iter().filter(|it| !PLACEHOLDERS.contains(&it.1)) {
            let problem = Code::UnknownPlaceholder.says(format!("nothing is called `{name}` in a step"));
            problems.push(problem.at(plan.origin(&named_in(plan, text, name))).hint(known_names(name)));
        }
    }
    problems
}

/// The name that was meant. What differs is the part after the dot: all names of services are alike.
fn known_names(name: &str) -> String {
    let (owner, field) = name.rsplit_once('.').unwrap_or(("service", name));
    let fields = PLACEHOLDERS.iter().filter_map(|it| it.strip_prefix(owner)?.strip_prefix('.'));
    match nearest(field, fields) {
        Some(near) => format!("did you mean `{owner}.{near}`?"),
        None => format!("known names: {}", PLACEHOLDERS.join(", ")),
    }
}

/// The bytes of the plan that name something in a text; all of the text if it is folded or escaped.
fn named_in(plan: &Plan, text: &Spanned<String>, name: &str) -> std::ops::Range<usize> {
    let written = plan.origin(&text.span);
    let found = placeholders(written.text()).into_iter().find(|it| it.1 == name).map(|it| it.0);
    found.map_or(text.span.clone(), |it| text.span.start + it.start..text.span.start + it.end)
}

fn pattern(plan: &Plan, phase: &Phase) -> Option<Diagnostic> {
    let at = plan.origin(&phase.id.span);
    match (&phase.pattern, phase.services.is_empty()) {
        (None, false) => {
            let problem =
                Code::NoPattern.says(format!("phase `{}` has services, but no pattern", phase.id)).at(at);
            Some(problem.hint("add `pattern:`, which says what is done with each of them"))
        }
        (Some(pattern), true) => {
            let problem =
                Code::IdlePattern.says(format!("phase `{}` applies a pattern to no service", phase.id));
            Some(problem.at(plan.origin(&pattern.span)).hint("add `services:`, or take the pattern out"))
        }
        _ => None,
    }
}

/// A phase and its services must have every value that the steps name.
fn missing_values(plan: &Plan, phase: &Phase) -> Vec<Diagnostic> {
    let Some(pattern) = phase.pattern.as_ref().and_then(|it| plan.pattern(it)) else { return Vec::new() };
    let named: Vec<_> = pattern.steps.iter().flat_map(texts).flat_map(known).collect();
    let mut told: HashSet<(&str, &str)> = HashSet::new();
    let mut problems = Vec::new();
    for service in phase.services.iter().filter_map(|it| plan.service(&it.service)) {
        for (text, name) in named.iter().filter(|it| value(it.1, plan, phase, service).is_none()) {
            let owner = match name.split_once('.') {
                Some(("phase", _)) => ("phase", &phase.id),
                _ => ("service", &service.id),
            };
            if told.insert((owner.1, name)) {
                problems.push(missing(plan, owner, (text, name)));
            }
        }
    }
    problems
}

/// The known names in a text, each with the text.
fn known(text: &Spanned<String>) -> impl Iterator<Item = (&Spanned<String>, &str)> {
    let names = placeholders(text).into_iter().map(|it| it.1);
    names.filter(|it| PLACEHOLDERS.contains(it)).map(move |it| (text, it))
}

/// Something lacks the value that a text of a step names.
fn missing(
    plan: &Plan,
    (kind, id): (&str, &Spanned<Id>),
    (text, name): (&Spanned<String>, &str),
) -> Diagnostic {
    let field = name.rsplit('.').next().unwrap_or(name);
    let message = format!("{kind} `{id}` has no `{field}`, which its pattern uses");
    let problem = Code::MissingValue.says(message).at(plan.origin(&id.span));
    let used = plan.origin(&named_in(plan, text, name));
    problem.related(used, "used here").hint(format!("add `{field}:`"))
}

fn outside(plan: &Plan, path: &Spanned<String>) -> Option<Diagnostic> {
    let climbs = path.split(['/', '\\']).any(|it| it == "..");
    let absolute = path.starts_with(['/', '\\', '~']) || path.get(1..2) == Some(":");
    let message = match path.as_str() {
        "" => "a path is empty".to_owned(),
        path => format!("`{path}` leads out of its repository"),
    };
    let problem = Code::OutsidePath.says(message);
    (climbs || absolute || path.is_empty())
        .then(|| problem.at(plan.origin(&path.span)).hint("write a path below the root of the repository"))
}

/// Two documents at one place of one repository.
fn same_path(plan: &Plan) -> Vec<Diagnostic> {
    let mut seen: HashMap<(Option<&str>, &str), &Spanned<String>> = HashMap::new();
    let mut problems = Vec::new();
    for document in &plan.documents {
        let only = || plan.repository(None).map(|it| &it.id);
        let repository = document.repository.as_ref().or_else(only).map(|it| it.as_str());
        let Some(first) = seen.insert((repository, document.path.as_str()), &document.path) else { continue };
        let problem = Code::DuplicatePath.says(format!("two documents are at `{}`", document.path.value));
        let problem = problem.at(plan.origin(&document.path.span)).label("again here");
        problems.push(problem.related(plan.origin(&first.span), "first here"));
    }
    problems
}

/// A test rule that finds nothing, or takes every line for a test.
fn test_rule(plan: &Plan, rule: &TestRule) -> Vec<Diagnostic> {
    let fields = [
        (
            &rule.files,
            "files",
            "names no files",
            "name the files of the language, such as `files: [\"*.zig\"]`",
        ),
        (
            &rule.starts,
            "starts",
            "does not say how a test begins",
            "write what a line begins with that opens a test, such as `starts: ['test \"']`",
        ),
    ];
    let problem = |(texts, field, lack, hint): (&Vec<Spanned<String>>, &str, &str, &str)| {
        let blank = texts.iter().find(|it| it.trim().is_empty());
        let place = blank.or(texts.is_empty().then_some(&rule.language))?;
        let message = match blank {
            Some(_) => format!("an entry under `{field}` of the test rule for {} is empty", rule.language),
            None => format!("the test rule for {} {lack}", rule.language),
        };
        let problem = Code::MissingField.says(message).at(plan.origin(&place.span));
        Some(problem.hint(hint))
    };
    fields.into_iter().filter_map(problem).collect()
}
