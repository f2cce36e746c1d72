//! Reads a template with what its names stand for at each place, and finds those that are not there.

use super::explain::SUBJECTS;
use super::expressions::{Token, tokens, unknown_arguments};
use super::pieces::{Piece, pieces};
use crate::diagnostics::{Diagnostic, Origin};
use crate::templates::{FrontMatter, Layer, Template, Templates, tags};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// What is known of all templates.
pub(super) struct About<'a> {
    pub(super) templates: &'a Templates,
    /// The prints and tags of each, by its full name.
    pub(super) pieces: HashMap<String, Vec<Piece<'a>>>,
    /// Where those of them begin that cannot be read.
    pub(super) unread: &'a HashMap<String, Vec<usize>>,
}

impl<'a> About<'a> {
    pub(super) fn of(templates: &'a Templates, unread: &'a HashMap<String, Vec<usize>>) -> Self {
        let all = templates.layers().map(|it| (it.full_name(), pieces(it.body()).0));
        Self { templates, pieces: all.collect(), unread }
    }
}

/// Names that `set` gives a meaning anywhere in a template.
pub(super) fn given(template: &Template) -> Vec<&str> {
    let tags = tags(template.body()).filter_map(|(_, tag)| tag.split_once(char::is_whitespace));
    tags.filter(|it| it.0.starts_with("set")).flat_map(|(word, rest)| targets(word, rest).0).collect()
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
    about: &'a About<'a>,
    /// Names that loops and `set` gave a meaning, and what they stand for where that is known.
    bound: Vec<(&'a str, Option<&'a Value>)>,
    /// For each open loop, how many names were bound before it.
    loops: Vec<usize>,
    /// Inside a component, which sees only its arguments and words.
    in_component: bool,
    /// Names that one of the templates gives a meaning, which others of the document may see.
    elsewhere: &'a BTreeSet<&'a str>,
    /// The full names of the template and of the parts that are being read.
    open: Vec<String>,
    /// Titles that a built-in template prints and its document lacks.
    titles: Vec<(&'a str, Origin)>,
    problems: Vec<Diagnostic>,
}

/// What is misspelt in a template and the parts that it includes, and which titles built-in ones print that their
/// document lacks. `elsewhere` are the names that any template of the document gives a meaning.
pub(super) fn misspelt<'a>(
    template: &'a Template,
    (context, elsewhere): (&'a Value, &'a BTreeSet<&'a str>),
    about: &'a About<'a>,
) -> (Vec<Diagnostic>, Vec<(&'a str, Origin)>) {
    let start = template.body.start;
    let (bound, loops, open, in_component) = (Vec::new(), Vec::new(), Vec::new(), false);
    let (titles, problems) = (Vec::new(), Vec::new());
    let mut reader = Reader {
        template,
        start,
        context,
        about,
        bound,
        loops,
        in_component,
        elsewhere,
        open,
        titles,
        problems,
    };
    let own = |it: &&FrontMatter| Arc::ptr_eq(&it.path.origin.source, &template.source);
    let when = template.front.as_ref().filter(own).filter(|_| !template.is_unread);
    if let Some(when) = when.and_then(|it| it.when.as_ref()) {
        reader.start = when.origin.span.start;
        reader.expression(0, &when.text, Stands::InCondition);
    }
    reader.read(template);
    (reader.problems, reader.titles)
}

impl<'a> Reader<'a> {
    /// Reads a template from its beginning; a part, where it is included.
    fn read(&mut self, template: &'a Template) {
        let name = template.full_name();
        let Some(pieces) = self.about.pieces.get(&name).filter(|_| !self.open.contains(&name)) else {
            return;
        };
        let outer = (self.template, self.start);
        (self.template, self.start) = (template, template.body.start);
        let unread = self.about.unread.get(&name).map_or(&[][..], Vec::as_slice);
        self.open.push(name);
        for piece in pieces {
            if !piece.is_closed || unread.contains(&piece.span.start) {
                self.unread(piece);
            } else if piece.is_tag() {
                self.tag(piece.at, piece.inside);
            } else {
                self.expression(piece.at, piece.inside, Stands::Elsewhere);
                self.print(piece.at, piece.inside);
            }
        }
        self.open.pop();
        (self.template, self.start) = outer;
    }

    /// A tag that cannot be read may give any of its names a meaning.
    fn unread(&mut self, piece: &Piece<'a>) {
        if piece.word() == "for" {
            self.loops.push(self.bound.len());
        }
        if matches!(piece.word(), "for" | "set" | "set_global") {
            self.bind(&tokens(piece.at, piece.inside));
        }
    }

    fn bind(&mut self, names: &[Token<'a>]) {
        self.bound.extend(names.iter().filter(|it| it.is_name()).map(|it| (it.text, None)));
    }

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
            "endfor" => self.bound.truncate(self.loops.pop().unwrap_or(self.bound.len())),
            "include" => {
                let part = self.about.templates.called(rest.trim_matches(['"', '\'', '`']));
                if let Some(part) = part {
                    self.read(part);
                }
            }
            "component" | "endcomponent" => self.in_component = word == "component",
            "block" | "extends" | "else" | "break" | "continue" | "filter" => {}
            _ if word.starts_with("end") || word.starts_with('<') => {}
            // Nobody knows what a tag of this name may give a meaning.
            _ => self.bind(&tokens(at, rest)),
        }
    }

    /// A list or a value with fields cannot be printed as it is.
    fn print(&mut self, at: usize, expression: &'a str) {
        let (what, hint) = match self.value(expression) {
            Some(Value::Array(_)) => {
                ("a list", format!("go through it with `{{% for it in {expression} %}}`"))
            }
            Some(Value::Object(fields)) => {
                let names = fields.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                ("a value with fields", format!("print one of them: {names}"))
            }
            _ => return,
        };
        let problem =
            self.problem(format!("`{expression}` is {what}, and no text"), &(at..at + expression.len()));
        self.problems.push(problem.hint(hint));
    }

    /// What an expression stands for, if it is a name alone and that is known.
    fn value(&self, expression: &str) -> Option<&'a Value> {
        let mut names = expression.split('.');
        let root = self.root(names.next()?)?;
        names.try_fold(root, |value, name| value.get(name))
    }

    /// What a name stands for, if that is known.
    fn root(&self, name: &str) -> Option<&'a Value> {
        let is_word = WORDS.contains(&name);
        if (self.in_component && !is_word) || (self.about.templates.is_wordless() && is_word) {
            return None;
        }
        if let Some((_, value)) = self.bound.iter().rev().find(|it| it.0 == name) {
            return *value;
        }
        self.context.get(name)
    }

    fn expression(&mut self, at: usize, expression: &'a str, stands: Stands) {
        let tokens = tokens(at, expression);
        for (message, span, hint) in unknown_arguments(&tokens) {
            self.problems.push(self.problem(message, &span).hint(hint));
        }
        let text = |index: usize| tokens.get(index).map(|it| it.text);
        // What asks whether there is a value may name one that is not there.
        if tokens.iter().any(|it| matches!(it.text, "defined" | "undefined" | "default")) {
            return;
        }
        let loops = tokens.iter().enumerate().filter(|it| it.1.text == "for").map(|it| it.0);
        let until_in = |at: usize| tokens[at + 1..].iter().take_while(|it| it.text != "in").map(|it| it.text);
        let own: Vec<&str> = loops.flat_map(until_in).collect();
        for (index, token) in tokens.iter().enumerate().filter(|it| it.1.is_name()) {
            let root = token.text.split('.').next().unwrap_or_default();
            if own.contains(&root) {
                continue;
            }
            let before = index.checked_sub(1).and_then(text);
            // In the call of a component, only what stands between braces names a value.
            let is_outside = text(0) == Some("<") && before != Some("{");
            let is_called = matches!(text(index + 1), Some("(" | "=")) || is_outside;
            let is_named = matches!(before, Some("|" | "is" | "not" | ".")) || is_called;
            if token.is_path() {
                self.path(token, stands);
            }
            if !is_named && (token.is_path() || text(index + 1) != Some("[")) {
                self.name((token, root), stands);
            }
        }
    }

    /// A path in an expression, whose first unknown name is told.
    fn path(&mut self, token: &Token<'a>, stands: Stands) {
        let root = token.text.split('.').next().unwrap_or_default();
        let Some((place, known)) = self.root(root).and_then(|it| missing(token.text, it)) else { return };
        let name = &token.text[place.clone()];
        let span = token.span.start + place.start..token.span.start + place.end;
        if root == "titles" && self.template.layer == Layer::BuiltIn {
            let span = self.start + span.start..self.start + span.end;
            self.titles.push((name, Origin::new(&self.template.source, span)));
            return;
        }
        let effect = if stands == Stands::InCondition && !WORDS.contains(&root) {
            ", so this never holds"
        } else {
            ""
        };
        let problem = self.problem(format!("there is no `{name}` in `{}`{effect}", token.text), &span);
        self.problems.push(problem.suggest(name, known.iter().map(String::as_str)));
    }

    /// A name that nothing has, with which an expression begins. In a condition the engine takes one that stands
    /// alone for false.
    fn name(&mut self, (token, name): (&Token<'a>, &'a str), stands: Stands) {
        let is_known = self.in_component
            || KEYWORDS.contains(&name)
            || SEEN_LATE.contains(&name)
            || self.bound.iter().any(|it| it.0 == name)
            || self.context.get(name).is_some()
            || self.elsewhere.contains(name);
        if is_known || (stands == Stands::InCondition && (token.is_path() || self.open.len() > 1)) {
            return;
        }
        let effect = if stands == Stands::InCondition { ", so this never holds" } else { "" };
        let span = token.span.start..token.span.start + name.len();
        let problem = self.problem(format!("there is no `{name}`{effect}"), &span);
        let context = self.context.as_object().into_iter().flat_map(|it| it.keys()).map(String::as_str);
        let known: Vec<&str> = self.bound.iter().map(|it| it.0).chain(context).collect();
        self.problems.push(if SUBJECTS.contains(&name) {
            problem.hint(format!("only documents with `for: {}` have it", name.replace('_', "-")))
        } else {
            problem.suggest(name, known)
        });
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
        let unread = HashMap::new();
        let about = About::of(&templates, &unread);
        misspelt(own, (&context, &BTreeSet::new()), &about).0.into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn a_name_that_is_not_there_is_found_and_what_may_be_empty_is_not() {
        assert_eq!(said("{{ plan.titel }}"), ["there is no `titel` in `plan.titel`"]);
        assert_eq!(
            said("{% if plan.titel %}{% endif %}"),
            ["there is no `titel` in `plan.titel`, so this never holds"]
        );
        let fine =
            ["plan.spent.time", "plan.phases.length", "loop.index", "plan.titel is defined", "\"plan.x\""];
        for path in fine {
            assert!(said(&format!("{{{{ {path} }}}}")).is_empty(), "{path}");
        }
    }

    #[test]
    fn names_of_loops_are_followed_and_forgotten() {
        let text = "{% for it in plan.phases %}{% for task in it.tasks %}{{ task.name }}{% endfor %}\
                    {{ task.name }}{% set own = it.tasks %}{{ own.x }}{% endfor %}{{ it.tittle }}";
        let forgotten = ["there is no `task`", "there is no `it`"];
        assert_eq!(said(text), [&["there is no `name` in `task.name`"][..], &forgotten].concat());
        assert!(said("{% for a in plan.phases[0].tests %}{{ a.b }}{% endfor %}").is_empty());
        assert!(said("{% set a = [plan for plan in plan.phases if plan.x] %}").is_empty());
    }

    #[test]
    fn a_name_alone_is_looked_for_in_conditions() {
        assert_eq!(said("{% if pln and not plan %}{% endif %}"), ["there is no `pln`, so this never holds"]);
        assert!(
            said(
                "{% for a in plan.phases %}{% if loop.first and a and a is string %}{% endif %}{% endfor %}"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_name_that_nothing_has_is_found_wherever_an_expression_begins_with_it() {
        assert_eq!(
            said("{{ pln.title }} {{ titel }} {{ phase.id }}{{ page }}{{ pages }}"),
            ["there is no `pln`", "there is no `titel`", "there is no `phase`"]
        );
        assert!(
            said("{{ [a.b for a, c in plan.phases if c] }}{{<box of={plan} wide />}}{{ range(end=3) }}")
                .is_empty()
        );
        assert!(said("{% component own(a) %}{{ a.b }}{{ body }}{% endcomponent own %}").is_empty());
    }

    #[test]
    fn arguments_that_nobody_reads_are_found() {
        assert_eq!(said("{{ link(knd=\"a\", id=plan.title) }}"), ["`link` takes no `knd`"]);
        assert_eq!(said("{{ 1 | time(of=2) }}{{ \"{a}\" | fill(a=1) }}"), ["`time` takes no `of`"]);
    }
}
