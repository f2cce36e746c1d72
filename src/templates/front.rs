//! Front matter: what a document is, what it is rendered for, and where it goes.

use crate::diagnostics::{Checked, Diagnostic, Origin, Source};
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

const FENCE: &str = "---\n";

/// Takes a template apart: its front matter, if it has any, and the bytes after it.
pub(super) fn split(source: &Arc<Source>) -> Checked<(Option<FrontMatter>, Range<usize>)> {
    let text = &source.text;
    let Some(rest) = text.strip_prefix(FENCE) else { return Ok((None, 0..text.len())) };
    let Some(end) = format!("\n{rest}").find("\n---\n") else {
        let problem = Diagnostic::error("the front matter is not closed").at(Origin::new(source, 0..3));
        return Err(vec![problem.label("opens here").hint("end it with a line `---`")]);
    };
    let body = FENCE.len() + end + FENCE.len();
    let (fields, problems) = fields(source, FENCE.len()..FENCE.len() + end);
    let front = front_matter(source, &fields, problems)?;
    Ok((Some(front), body.min(text.len())..text.len()))
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
) -> Checked<FrontMatter> {
    let value = |name: &str| fields.iter().find(|it| it.0 == name).map(|it| it.1.clone());
    let required = |name: &str| value(name).filter(|it| !it.text.is_empty());
    let missing: Vec<&str> = KEYS[..4].iter().copied().filter(|it| required(it).is_none()).collect();
    // A misspelt field is not missing as well.
    if !missing.is_empty() && problems.is_empty() {
        let problem = Diagnostic::error(format!("front matter lacks `{}`", missing.join("` and `")));
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
    match (kind, about, known, path) {
        (Some(kind), Some(about), Some((_, subject)), Some(path)) if problems.is_empty() => Ok(FrontMatter {
            kind: kind.text,
            stated: kind.origin,
            about: about.text,
            subject: *subject,
            path,
            when: value("when").filter(|it| !it.text.is_empty()),
        }),
        _ => Err(problems),
    }
}
