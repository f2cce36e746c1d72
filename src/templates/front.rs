//! Front matter: what a document is, what it is rendered for, and where it goes.

use crate::diagnostics::{Diagnostic, Origin, Source};
use std::ops::Range;
use std::sync::Arc;

/// What a template says of itself between two `---` lines at its top.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    /// The kind of document, as the command line names it.
    pub kind: String,
    /// Where the kind is stated.
    pub stated: Origin,
    /// What it is, in a sentence.
    pub about: String,
    /// What it is rendered for.
    pub subject: Subject,
    /// A template of its path below the output of its plan.
    pub path: Quoted,
    /// An expression that must hold for it to be rendered.
    pub when: Option<Quoted>,
}

/// A value with its place in the template.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// The value.
    pub text: String,
    /// The text that it stands in, and where.
    pub origin: Origin,
}

/// What a document is rendered for: one page for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Subject {
    Plan,
    Phase,
    Service,
    Repository,
    PullRequest,
    Session,
    Comparison,
    Change,
}

const SUBJECTS: [(&str, Subject); 8] = [
    ("plan", Subject::Plan),
    ("phase", Subject::Phase),
    ("service", Subject::Service),
    ("repository", Subject::Repository),
    ("pull-request", Subject::PullRequest),
    ("session", Subject::Session),
    ("comparison", Subject::Comparison),
    ("change", Subject::Change),
];

impl Subject {
    /// Its name in front matter.
    pub fn name(self) -> &'static str {
        SUBJECTS.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

const KEYS: [&str; 5] = ["document", "about", "for", "path", "when"];

/// What stands above the body of a template.
pub(super) struct Front {
    /// What it says, as far as it says for what the document is rendered.
    pub(super) matter: Option<FrontMatter>,
    /// The bytes after it.
    pub(super) body: Range<usize>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Takes a template apart: its front matter, if it has any, and the bytes after it.
pub(super) fn split(source: &Arc<Source>) -> Front {
    let text = &source.text;
    let fence = |it: &&str| it.trim_end() == "---";
    let Some(first) = text.split_inclusive('\n').next().filter(fence) else {
        return Front { matter: None, body: 0..text.len(), problems: Vec::new() };
    };
    let mut end = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        if fence(&line) {
            let (fields, problems) = fields(source, first.len()..end);
            let (matter, problems) = front_matter(source, &fields, problems);
            return Front { matter, body: end + line.len()..text.len(), problems };
        }
        end += line.len();
    }
    let problem = Diagnostic::error("the front matter is not closed").at(Origin::new(source, 0..3));
    let problem = problem.label("opens here").hint("end it with a line `---`");
    Front { matter: None, body: text.len()..text.len(), problems: vec![problem] }
}

type Fields<'a> = Vec<(&'a str, Quoted)>;

fn fields(source: &Arc<Source>, block: Range<usize>) -> (Fields<'_>, Vec<Diagnostic>) {
    let mut fields: Fields<'_> = Vec::new();
    let mut problems = Vec::new();
    let mut start = block.start;
    for line in source.text[block].split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = without_comment(line);
        if line.trim().is_empty() {
            continue;
        }
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let key_origin = Origin::new(source, at..at + key.trim_end().len());
        let (name, value_at) = (key.trim(), at + key.len() + 1 + value.len() - value.trim_start().len());
        if !KEYS.contains(&name) {
            let problem = Diagnostic::error(format!("front matter has no `{name}`")).at(key_origin);
            let lacks_colon =
                KEYS.iter().find(|it| name.strip_prefix(**it).is_some_and(|it| it.starts_with(' ')));
            problems.push(match lacks_colon {
                Some(key) => problem.hint(format!("write `{key}:` before its value")),
                None => problem.suggest(name, KEYS),
            });
        } else if fields.iter().any(|it| it.0 == name) {
            problems.push(Diagnostic::error(format!("`{name}` is given twice")).at(key_origin));
        } else {
            let text = value.trim().to_owned();
            let origin = Origin::new(source, value_at..value_at + text.len());
            fields.push((name, Quoted { text, origin }));
        }
    }
    (fields, problems)
}

fn without_comment(line: &str) -> &str {
    if line.starts_with('#') { "" } else { line.split(" # ").next().unwrap_or(line) }
}

fn front_matter(
    source: &Arc<Source>,
    fields: &Fields<'_>,
    mut problems: Vec<Diagnostic>,
) -> (Option<FrontMatter>, Vec<Diagnostic>) {
    let value = |name: &str| fields.iter().find(|it| it.0 == name).map(|it| it.1.clone());
    let required = |name: &str| value(name).filter(|it| !it.text.is_empty());
    let missing: Vec<&str> = KEYS[..4].iter().copied().filter(|it| required(it).is_none()).collect();
    // A misspelt field is not missing as well.
    if !missing.is_empty() && problems.is_empty() {
        let names = match missing.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{}` and `{last}", others.join("`, `")),
            None => String::new(),
        };
        let problem = Diagnostic::error(format!("front matter lacks `{names}`"));
        let hint = format!("it needs `{}`", KEYS[..4].join("`, `"));
        problems.push(problem.at(Origin::new(source, 0..3)).hint(hint));
    }
    let (kind, about, subject, path) =
        (required("document"), required("about"), required("for"), required("path"));
    let known = subject.as_ref().and_then(|it| SUBJECTS.iter().find(|known| known.0 == it.text));
    if let (Some(subject), None) = (&subject, known) {
        let problem =
            Diagnostic::error(format!("no document is for a `{}`", subject.text)).at(subject.origin.clone());
        problems.push(problem.suggest(&subject.text, SUBJECTS.map(|it| it.0)));
    }
    let is_odd = |it: &&Quoted| !it.text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it));
    if let Some(odd) = kind.as_ref().filter(is_odd) {
        let problem = Diagnostic::error(format!("`{}` cannot name a kind of document", odd.text));
        problems.push(problem.at(odd.origin.clone()).hint("letters, digits and `-` can: `risk-register`"));
    }
    let when = value("when").filter(|it| !it.text.is_empty());
    problems.extend(when.as_ref().and_then(no_condition));
    problems.extend(path.as_ref().and_then(no_path));
    let Some((_, subject)) = known else { return (None, problems) };
    let lacking = || Quoted { text: String::new(), origin: Origin::new(source, 0..3) };
    let (kind, about) = (kind.unwrap_or_else(lacking), about.unwrap_or_else(lacking));
    let matter = FrontMatter {
        kind: kind.text,
        stated: kind.origin,
        about: about.text,
        subject: *subject,
        path: path.unwrap_or_else(lacking),
        when,
    };
    (Some(matter), problems)
}

/// A condition that is written as something else.
fn no_condition(when: &Quoted) -> Option<Diagnostic> {
    let text = when.text.as_str();
    let quoted = |sign: char| text.len() > 1 && text.starts_with(sign) && text.ends_with(sign);
    let inner = |it: &str| format!("write what must hold, and no more: `when: {}`", it.trim());
    let (message, hint) = if let Some(print) = text.strip_prefix("{{").and_then(|it| it.strip_suffix("}}")) {
        ("a condition is not printed", inner(print))
    } else if text.starts_with("{%") || text.starts_with("if ") {
        let bare = text.trim_start_matches("{%").trim_end_matches("%}").trim();
        ("a condition needs no `if`", inner(bare.strip_prefix("if ").unwrap_or(bare)))
    } else if quoted('"') || quoted('\'') {
        ("a text in quotes always holds", inner(&text[1..text.len() - 1]))
    } else {
        return None;
    };
    Some(Diagnostic::error(message).at(when.origin.clone()).hint(hint))
}

/// A path that would be taken letter by letter, but is not meant so.
fn no_path(path: &Quoted) -> Option<Diagnostic> {
    let text = path.text.as_str();
    if text.starts_with(['"', '\'']) && text.len() > 1 {
        let problem = Diagnostic::error("a path stands without quotes").at(path.origin.clone());
        return Some(problem.hint(format!("write `path: {}`", text.trim_matches(['"', '\'']))));
    }
    let (start, rest) = text.split_once('{').filter(|it| !it.1.starts_with(['{', '%', '#']))?;
    let name = rest.split_once('}').map_or(rest, |it| it.0);
    let span = path.origin.span.start + start.len()..path.origin.span.start + start.len() + name.len() + 2;
    let problem =
        Diagnostic::error(format!("`{{{name}}}` is not filled")).at(Origin::new(&path.origin.source, span));
    Some(problem.hint(format!("write `{{{{ {} }}}}`", name.trim())))
}
