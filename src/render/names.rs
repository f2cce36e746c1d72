//! Finds misspelt names without rendering: those that the engine takes for false, those after the first one
//! at which it stops, and arguments that it does not look at.

use super::Shelf;
use super::expressions::{Token, calls, tokens};
use super::shelf::own_json;
use super::tools::{Sort, tools};
use crate::diagnostics::{Diagnostic, Origin};
use crate::documents::{Composition, Document};
use crate::templates::{FrontMatter, Template, Templates, prints, tags};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Every name in the documents' templates, and in the parts that they use, that starts at something known
/// and goes on to something that is not there; and arguments that a filter or function does not take.
pub fn unknown_names(
    templates: &Templates,
    documents: &[Document<'_>],
    (composition, shelf): (&Composition, &Shelf),
) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    // What all documents see is large, and made once.
    let mut shared = shelf.shared_json(composition, templates.words());
    for document in documents {
        let about = (document.front.kind.as_str(), document.subject);
        let own = own_json(about, composition, templates.words());
        let names: Vec<String> = own.keys().cloned().collect();
        shared.extend(own);
        let context = Value::Object(std::mem::take(&mut shared));
        let extended = templates.with_parents(document.template);
        let lent: BTreeSet<&str> =
            templates.with_parts(document.template).into_iter().flat_map(bound).collect();
        for template in templates.with_parts(document.template) {
            let is_part = !extended.iter().any(|it| it.full_name() == template.full_name());
            for problem in misspelt(template, &context, is_part.then_some(&lent)) {
                if !problems.iter().any(|it| it.origin == problem.origin) {
                    problems.push(problem);
                }
            }
        }
        if let Value::Object(context) = context {
            shared = context;
        }
        shared.retain(|name, _| !names.contains(name));
    }
    problems
}

/// Names that a template gives a meaning itself, which the parts that it includes see too.
fn bound(template: &Template) -> Vec<&str> {
    let tags = tags(template.body()).filter_map(|(_, tag)| tag.split_once(char::is_whitespace));
    let named = tags.filter(|it| matches!(it.0, "for" | "set" | "set_global"));
    named.flat_map(|(word, rest)| targets(word, rest).0).collect()
}

/// The names that a `for` or `set` gives a meaning, and the byte after them where its expression begins.
fn targets<'a>(word: &str, rest: &'a str) -> (Vec<&'a str>, usize) {
    let sign = if word == "for" { " in " } else { "=" };
    let at = rest.find(sign).unwrap_or(rest.len());
    let names = rest[..at].split(',').map(str::trim).collect();
    (names, (at + sign.len()).min(rest.len()))
}

/// Objects of words, whose names are all known, whatever a document is about.
const WORDS: [&str; 3] = ["titles", "labels", "words"];

/// Words of expressions that name nothing, and the object of a loop.
const KEYWORDS: [&str; 12] =
    ["and", "or", "not", "in", "is", "if", "else", "for", "true", "false", "none", "loop"];

/// Where an expression stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In a condition, where the engine takes a name that it does not know for false.
    InCondition,
    /// Where the engine stops at such a name.
    Elsewhere,
}

/// Reads a template from its beginning, with what its names stand for at each place.
struct Reader<'a> {
    template: &'a Template,
    /// Where the text that is read begins in the template.
    start: usize,
    context: &'a Value,
    /// Names that loops and `set` gave a meaning, and what they stand for where that is known.
    bound: Vec<(&'a str, Option<&'a Value>)>,
    /// For each open loop, how many names were bound before it.
    loops: Vec<usize>,
    /// Inside a component, which sees only its arguments and words.
    in_component: bool,
    /// In a part, the names that templates which include it may have bound.
    lent: Option<&'a BTreeSet<&'a str>>,
    problems: Vec<Diagnostic>,
}

fn misspelt<'a>(
    template: &'a Template,
    context: &'a Value,
    lent: Option<&'a BTreeSet<&'a str>>,
) -> Vec<Diagnostic> {
    let (bound, loops, problems) = (Vec::new(), Vec::new(), Vec::new());
    let start = template.body.start;
    let mut reader = Reader { template, start, context, bound, loops, in_component: false, lent, problems };
    let body = template.body();
    let statements = tags(body).map(|(at, inside)| (at, inside, true));
    let mut all: Vec<(usize, &str, bool)> =
        statements.chain(prints(body).map(|it| (it.0, it.1, false))).collect();
    all.sort_by_key(|it| it.0);
    let own = |it: &&FrontMatter| Arc::ptr_eq(&it.path.origin.source, &template.source);
    let when = template.front.as_ref().filter(own).and_then(|it| it.when.as_ref());
    if let (Some(when), None) = (when, lent) {
        reader.start = when.origin.span.start;
        reader.expression(0, &when.text, Stands::InCondition);
        reader.start = template.body.start;
    }
    for (at, inside, is_tag) in all {
        if is_tag {
            reader.tag(at, inside);
        } else {
            reader.expression(at, inside, Stands::Elsewhere);
        }
    }
    reader.problems
}

impl<'a> Reader<'a> {
    fn tag(&mut self, at: usize, tag: &'a str) {
        let (word, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let at = at + tag.len() - rest.len();
        match word {
            "if" | "elif" => self.expression(at, rest, Stands::InCondition),
            "for" | "set" | "set_global" => {
                let (names, start) = targets(word, rest);
                let expression = &rest[start..];
                self.expression(at + start, expression, Stands::Elsewhere);
                let value = self.value(expression.trim());
                let first = value.and_then(Value::as_array).and_then(|it| it.first());
                if word == "for" {
                    self.loops.push(self.bound.len());
                }
                let value = if word == "for" { first } else { value };
                let value = value.filter(|_| names.len() == 1);
                self.bound.extend(names.into_iter().map(|it| (it, value)));
            }
            "endfor" => self.bound.truncate(self.loops.pop().unwrap_or(0)),
            "component" | "endcomponent" => self.in_component = word == "component",
            _ => {}
        }
    }

    /// What an expression stands for, if it is a name alone and that is known.
    fn value(&self, expression: &str) -> Option<&'a Value> {
        let mut names = expression.split('.');
        let root = self.root(names.next()?)?;
        names.try_fold(root, |value, name| value.get(name))
    }

    /// What a name stands for, if that is known.
    fn root(&self, name: &str) -> Option<&'a Value> {
        if self.in_component && !WORDS.contains(&name) {
            return None;
        }
        if let Some((_, value)) = self.bound.iter().rev().find(|it| it.0 == name) {
            return *value;
        }
        self.context.get(name).filter(|_| !self.lent.is_some_and(|it| it.contains(name)))
    }

    fn expression(&mut self, at: usize, expression: &'a str, stands: Stands) {
        let tokens = tokens(at, expression);
        self.arguments(&tokens);
        let text = |index: usize| tokens.get(index).map(|it| it.text);
        // What asks whether there is a value may name one that is not there.
        if tokens.iter().any(|it| matches!(it.text, "defined" | "undefined" | "default")) {
            return;
        }
        let own = |index: usize| index.checked_sub(1).and_then(text) == Some("for");
        let own: Vec<&str> =
            tokens.iter().enumerate().filter(|(index, _)| own(*index)).map(|it| it.1.text).collect();
        for (index, token) in tokens.iter().enumerate().filter(|it| it.1.is_name()) {
            let root = token.text.split('.').next().unwrap_or_default();
            if own.contains(&root) {
                continue;
            }
            if token.is_path() {
                self.path(token, stands);
            } else if stands == Stands::InCondition
                && !matches!(index.checked_sub(1).and_then(text), Some("|" | "is" | "not"))
                && !matches!(text(index + 1), Some("(" | "=" | "["))
            {
                self.name(token);
            }
        }
    }

    /// A path in an expression, whose first unknown name is told.
    fn path(&mut self, token: &Token<'a>, stands: Stands) {
        let root = token.text.split('.').next().unwrap_or_default();
        let Some((place, known)) = self.root(root).and_then(|it| missing(token.text, it)) else { return };
        let name = &token.text[place.clone()];
        let span = token.span.start + place.start..token.span.start + place.end;
        let effect = if stands == Stands::InCondition && !WORDS.contains(&root) {
            ", so this never holds"
        } else {
            ""
        };
        let problem = self.problem(format!("there is no `{name}` in `{}`{effect}", token.text), &span);
        self.problems.push(problem.suggest(name, known.iter().map(String::as_str)));
    }

    /// A name alone in a condition, which the engine takes for false if it is not there.
    fn name(&mut self, token: &Token<'a>) {
        let name = token.text;
        let is_bound = self.bound.iter().any(|it| it.0 == name);
        let outer = self.lent.is_some() || self.in_component || KEYWORDS.contains(&name);
        if outer || is_bound || self.context.get(name).is_some() || SEEN_LATE.contains(&name) {
            return;
        }
        let problem = self.problem(format!("there is no `{name}`, so this never holds"), &token.span);
        let context = self.context.as_object().into_iter().flat_map(|it| it.keys()).map(String::as_str);
        let known: Vec<&str> = self.bound.iter().map(|it| it.0).chain(context).collect();
        self.problems.push(problem.suggest(name, known));
    }

    /// Arguments that a filter, test or function does not take.
    fn arguments(&mut self, tokens: &[Token<'a>]) {
        for call in calls(tokens) {
            let sort = match call.before {
                Some("|") => Sort::Filter,
                Some("is" | "not") => Sort::Test,
                _ => Sort::Function,
            };
            let tool = tools().find(|it| it.sort == sort && it.name == call.name);
            let Some(known) = tool.and_then(|it| it.arguments) else { continue };
            for argument in call.arguments.into_iter().filter(|it| !known.contains(&it.text)) {
                let message = format!("`{}` takes no `{}`", call.name, argument.text);
                let problem = self.problem(message, &argument.span);
                self.problems.push(match known {
                    [] => problem.hint("it takes no arguments"),
                    [only] => problem.hint(format!("it takes `{only}`")),
                    known => problem.suggest(argument.text, known.iter().copied()),
                });
            }
        }
    }

    fn problem(&self, message: String, span: &Range<usize>) -> Diagnostic {
        let span = self.start + span.start..self.start + span.end;
        Diagnostic::error(message).at(Origin::new(&self.template.source, span))
    }
}

/// What a page sees beside its subject, and is known only once pages have their places.
const SEEN_LATE: [&str; 2] = ["page", "pages"];

/// The place of the first name of a path that the value before it does not have, with those that it has.
fn missing(path: &str, root: &Value) -> Option<(Range<usize>, Vec<String>)> {
    if path.starts_with("text.") {
        // A template may have places of its own for texts, which a plan may leave empty.
        return None;
    }
    let mut value = root;
    let mut names = path.split('.');
    let mut start = names.next()?.len() + 1;
    for name in names {
        let fields = value.as_object()?;
        match fields.get(name) {
            Some(next) => value = next,
            None => return Some((start..start + name.len(), fields.keys().cloned().collect())),
        }
        start += name.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What is said of a template, without places.
    fn said(text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("own.md"), text).unwrap();
        let templates = Templates::load(Some(folder.path())).unwrap();
        let own = templates.all().find(|it| it.name == "own.md").unwrap();
        let phase = json!({ "id": "1", "tasks": [{ "id": "a" }], "tests": [] });
        let context = json!({ "plan": { "title": "x", "spent": null, "phases": [phase] }, "titles": {} });
        misspelt(own, &context, None).into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn a_name_that_is_not_there_is_found_and_what_may_be_empty_is_not() {
        assert_eq!(said("{{ plan.titel }}"), ["there is no `titel` in `plan.titel`"]);
        assert_eq!(
            said("{% if plan.titel %}{% endif %}"),
            ["there is no `titel` in `plan.titel`, so this never holds"]
        );
        let fine =
            ["plan.spent.time", "plan.phases.length", "own.titel", "plan.titel is defined", "\"plan.x\""];
        for path in fine {
            assert!(said(&format!("{{{{ {path} }}}}")).is_empty(), "{path}");
        }
    }

    #[test]
    fn names_of_loops_are_followed_and_forgotten() {
        let text = "{% for it in plan.phases %}{% for task in it.tasks %}{{ task.name }}{% endfor %}\
                    {{ task.name }}{% set own = it.tasks %}{{ own.x }}{% endfor %}{{ it.tittle }}";
        assert_eq!(said(text), ["there is no `name` in `task.name`"]);
        assert!(said("{% for a in plan.phases[0].tests %}{{ a.b }}{% endfor %}").is_empty());
        assert!(said("{% set a = [plan for plan in own if plan.x] %}").is_empty());
    }

    #[test]
    fn a_name_alone_is_looked_for_in_conditions() {
        assert_eq!(said("{% if pln and not plan %}{% endif %}"), ["there is no `pln`, so this never holds"]);
        assert!(
            said("{% for a in x %}{% if loop.first and a and a is string %}{% endif %}{% endfor %}")
                .is_empty()
        );
    }

    #[test]
    fn arguments_that_nobody_reads_are_found() {
        assert_eq!(said("{{ link(knd=\"a\", id=plan.title) }}"), ["`link` takes no `knd`"]);
        assert_eq!(said("{{ 1 | time(of=2) }}{{ \"{a}\" | fill(a=1) }}"), ["`time` takes no `of`"]);
    }
}
