//! Reads a template with what its names stand for at each place, and finds those that are not there.

use super::expressions::{Token, calls, tokens};
use super::pieces::{Piece, pieces};
use super::tools::{Sort, tools};
use crate::diagnostics::{Diagnostic, Origin};
use crate::templates::{FrontMatter, Layer, Template};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// What is known of the templates that names stand in.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// Where prints and tags begin that cannot be read.
    pub(super) unread: &'a HashMap<String, Vec<usize>>,
    /// Whether words may be missing.
    pub(super) is_wordless: bool,
}

/// The names that a `for` or `set` gives a meaning, and the byte after them where its expression begins.
pub(super) fn targets<'a>(word: &str, rest: &'a str) -> (Vec<&'a str>, usize) {
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
    is_wordless: bool,
    /// Titles that a built-in template prints and its document lacks.
    titles: Vec<(&'a str, Origin)>,
    problems: Vec<Diagnostic>,
}

/// What is misspelt in a template, and which titles it prints that its document lacks. `lent` are names that a
/// part may see from the templates that include it.
pub(super) fn misspelt<'a>(
    template: &'a Template,
    (context, about): (&'a Value, About<'_>),
    lent: Option<&'a BTreeSet<&'a str>>,
) -> (Vec<Diagnostic>, Vec<(&'a str, Origin)>) {
    let (bound, loops, titles, problems) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (start, is_wordless) = (template.body.start, about.is_wordless);
    let in_component = false;
    let mut reader =
        Reader { template, start, context, bound, loops, in_component, lent, is_wordless, titles, problems };
    let own = |it: &&FrontMatter| Arc::ptr_eq(&it.path.origin.source, &template.source);
    let when = template.front.as_ref().filter(own).filter(|_| !template.is_unread);
    if let (Some(when), None) = (when.and_then(|it| it.when.as_ref()), lent) {
        reader.start = when.origin.span.start;
        reader.expression(0, &when.text, Stands::InCondition);
        reader.start = template.body.start;
    }
    let unread = about.unread.get(&template.full_name()).map_or(&[][..], Vec::as_slice);
    for piece in pieces(template.body()).0 {
        if !piece.is_closed || unread.contains(&piece.span.start) {
            reader.unread(&piece);
        } else if piece.is_tag() {
            reader.tag(piece.at, piece.inside);
        } else {
            reader.expression(piece.at, piece.inside, Stands::Elsewhere);
            reader.print(piece.at, piece.inside);
        }
    }
    (reader.problems, reader.titles)
}

impl<'a> Reader<'a> {
    /// A tag that cannot be read may give any of its names a meaning.
    fn unread(&mut self, piece: &Piece<'a>) {
        if piece.word() == "for" {
            self.loops.push(self.bound.len());
        }
        if matches!(piece.word(), "for" | "set" | "set_global") {
            let tokens = tokens(piece.at, piece.inside);
            self.bound.extend(tokens.iter().filter(|it| it.is_name()).map(|it| (it.text, None)));
        }
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
            "component" | "endcomponent" => self.in_component = word == "component",
            _ => {}
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
        if (self.in_component && !is_word) || (self.is_wordless && is_word) {
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
    use crate::templates::Templates;
    use serde_json::json;

    /// What is said of a template, without places.
    fn said(text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("own.md"), text).unwrap();
        let templates = Templates::load(Some(folder.path())).unwrap();
        let own = templates.all().find(|it| it.name == "own.md").unwrap();
        let phase = json!({ "id": "1", "tasks": [{ "id": "a" }], "tests": [] });
        let context = json!({ "plan": { "title": "x", "spent": null, "phases": [phase] }, "titles": {} });
        let about = About { unread: &HashMap::new(), is_wordless: false };
        misspelt(own, (&context, about), None).0.into_iter().map(|it| it.message).collect()
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
