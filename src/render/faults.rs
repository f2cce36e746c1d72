//! Finds everything that is wrong in templates before any of them is rendered. The engine stops at the first
//! error; what is broken is replaced by something empty until it takes all others.

use super::engine::Text;
use super::explain::lower_first;
use super::nesting::nested;
use super::origins::Origins;
use super::pieces::{Piece, pieces};
use super::reports::{Printed, printed};
use super::syntax::{refused, whole, without};
use crate::diagnostics::Diagnostic;
use crate::templates::Layer;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tera::{Error, ErrorKind, Tera};

/// What of the templates cannot be used as it is, by the names that the engine has for their texts.
#[derive(Clone, Default)]
pub(super) struct Faults {
    /// Texts in whose place the engine has something empty.
    pub(super) broken: BTreeSet<String>,
    /// Where the prints and tags begin that cannot be read, in each text.
    pub(super) unread: HashMap<String, Vec<usize>>,
    /// Components that only broken templates define.
    pub(super) components: BTreeSet<String>,
}

/// Gives the engine all texts that are right, and tells everything that is wrong. Texts of templates that could
/// not be read are broken from the start.
pub(super) fn settle(
    tera: &mut Tera,
    origins: &Origins,
    (texts, unreadable): (&[Text], BTreeSet<String>),
) -> (Faults, Vec<Diagnostic>) {
    if unreadable.is_empty() && tera.add_raw_templates(texts.to_vec()).is_ok() {
        return (Faults::default(), Vec::new());
    }
    let mut search = Search { origins, faults: Faults::default(), problems: Vec::new() };
    let mut alone = tera.clone();
    for text in texts {
        search.read(&mut alone, text);
    }
    search.faults.broken.extend(unreadable);
    search.fit(tera, texts);
    let Search { mut faults, problems, .. } = search;
    let kept = components(origins, |it| !faults.broken.contains(it));
    faults.components =
        components(origins, |it| faults.broken.contains(it)).difference(&kept).cloned().collect();
    (faults, problems)
}

struct Search<'a> {
    origins: &'a Origins,
    faults: Faults,
    problems: Vec<Diagnostic>,
}

impl<'a> Search<'a> {
    /// Finds everything that is wrong in one text as such. `alone` knows no other.
    fn read(&mut self, alone: &mut Tera, (name, text): &Text) {
        let Some(first) = whole(alone, text) else { return };
        self.faults.broken.insert(name.clone());
        let written = self.origins.text(name);
        let (all, mut tags) = pieces(written);
        if name.contains('#') {
            let tag = tags.pop().filter(|_| !name.ends_with("#when"));
            let stops = || self.origins.located(name, &first.message, &first.range);
            self.problems.push(tag.map_or_else(stops, |it| self.origins.broken(name, it)));
            return;
        }
        tags.extend(nested(&all));
        let mut unread = Vec::new();
        for piece in all.iter().filter(|it| it.is_closed) {
            let found = refused(alone, written, piece);
            unread.extend(found.iter().any(|it| it.is_syntax).then_some(piece));
            self.problems.extend(found.iter().map(|it| self.origins.located(name, &it.message, &it.range)));
        }
        // Where tags do not fit together, the engine only says where it noticed.
        let rest = if tags.is_empty() { without(text, &unread) } else { None };
        let more = rest.and_then(|it| whole(alone, &it));
        self.problems.extend(more.map(|it| self.origins.located(name, &it.message, &it.range)));
        self.problems.extend(tags.into_iter().map(|it| self.origins.broken(name, it)));
        self.faults.unread.insert(name.clone(), unread.iter().map(|it| it.span.start).collect());
    }

    /// Leaves out what does not fit to other templates, until the engine takes the rest.
    fn fit(&mut self, tera: &mut Tera, texts: &[Text]) {
        let empty = empty(self.origins);
        for _ in 0..=texts.len() {
            let broken = &self.faults.broken;
            let stands_for = |name: &str| if name.contains('#') { "" } else { empty.as_str() };
            let given = texts.iter().map(|(name, text)| {
                let text = if broken.contains(name) { stands_for(name) } else { text.as_str() };
                (name, text)
            });
            let Err(error) = tera.add_raw_templates(given) else { return };
            let known = broken.len();
            self.misfit(&error);
            if self.faults.broken.len() == known {
                break;
            }
        }
    }

    /// What one error of the engine says, and of which templates.
    fn misfit(&mut self, error: &Error) {
        let culprit = match error.kind() {
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl),
            ErrorKind::MissingParent { current, .. } => Some(current),
            _ => None,
        };
        let said = error.to_string();
        let printed = printed(&said);
        match culprit {
            Some(name) => {
                self.problems.push(self.origins.explain(error));
                self.faults.broken.insert(name.clone());
            }
            None if printed.is_empty() => {
                let (name, problem) = self.doubled_component(&said);
                self.problems.push(problem);
                self.faults.broken.extend(name);
            }
            None => self.misnamed(&printed),
        }
    }

    /// Names that stand for nothing.
    fn misnamed(&mut self, printed: &[Printed<'_>]) {
        let lost = components(self.origins, |it| self.faults.broken.contains(it));
        let mut frameless: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for error in printed {
            let name = error.message.split('`').nth(1).unwrap_or_default();
            let frame = Some(error)
                .filter(|it| it.message.starts_with("Block "))
                .and_then(|_| self.frame(error.template));
            if let Some(frame) = frame {
                frameless.entry(frame).or_default().insert(name);
                continue;
            }
            // A component that a broken template defines is there.
            if !(error.message.starts_with("Unknown component") && lost.contains(name)) {
                self.problems.push(self.origins.printed(error));
            }
            self.faults.broken.insert(error.template.to_owned());
        }
        for (frame, blocks) in frameless {
            self.problems.push(self.without_blocks(frame, &blocks));
            self.faults.broken.insert(frame.to_owned());
        }
    }

    /// The project's template that a built-in one extends, if there is one.
    fn frame(&self, template: &str) -> Option<&'a str> {
        let is_own = |it: &str| it.starts_with(Layer::User.prefix());
        let parents = std::iter::successors(self.origins.parent(template), |it| self.origins.parent(it));
        // A circle is told before blocks are looked for.
        parents.into_iter().find(|it| is_own(it)).filter(|_| !is_own(template))
    }

    fn without_blocks(&self, frame: &str, blocks: &BTreeSet<&str>) -> Diagnostic {
        let name = frame.trim_start_matches(Layer::User.prefix());
        let blocks: Vec<String> = blocks.iter().map(|it| format!("`{it}`")).collect();
        let message = format!(
            "built-in templates extend this one and fill blocks that it lacks: {}",
            blocks.join(", ")
        );
        let problem = Diagnostic::error(message)
            .hint(format!("`callsheet templates diff {name}` shows what it leaves out"));
        self.origins.place(frame, &(0..1)).into_iter().fold(problem, Diagnostic::at)
    }

    /// A component that two templates define, and the name of the second one.
    fn doubled_component(&self, said: &str) -> (Option<String>, Diagnostic) {
        let names: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
        let &[component, first, second] = names.as_slice() else {
            return (None, Diagnostic::error(lower_first(said.lines().next().unwrap_or_default())));
        };
        let problem = Diagnostic::error(format!("two templates define the component `{component}`"));
        let problem = problem.hint("give one of them another name");
        let place = |template: &str| {
            let all = pieces(self.origins.text(template)).0;
            let tag = all.iter().find(|it| component_of(it) == Some(component))?;
            let at = tag.rest().0;
            self.origins.place(template, &(at..at + component.len()))
        };
        let problem = place(second).into_iter().fold(problem, Diagnostic::at);
        let first = place(first).map(|it| (it, "the first one"));
        let problem = first.into_iter().fold(problem, |it, (place, label)| it.related(place, label));
        (Some(second.to_owned()), problem)
    }
}

/// A text that can stand for any template: it has every block.
fn empty(origins: &Origins) -> String {
    let all = origins.names().filter(|it| !it.contains('#')).map(|it| pieces(origins.text(it)).0);
    let names = |it: Vec<Piece<'_>>| -> Vec<String> {
        let blocks = it.iter().filter(|it| it.word() == "block").map(|it| it.rest().1.to_owned());
        blocks.filter(|it| it.chars().all(|it| it.is_alphanumeric() || it == '_')).collect()
    };
    let blocks: BTreeSet<String> = all.flat_map(names).filter(|it| !it.is_empty()).collect();
    blocks.iter().map(|it| ["{% block ", it, " %}{% endblock ", it, " %}"].concat()).collect()
}

/// The components that some templates define.
fn components(origins: &Origins, of: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let all = origins.names().filter(|it| !it.contains('#') && of(it)).map(|it| pieces(origins.text(it)).0);
    let names = |it: Vec<Piece<'_>>| -> Vec<String> {
        it.iter().filter_map(|it| Some(component_of(it)?.to_owned())).collect()
    };
    all.flat_map(names).collect()
}

/// The component that a tag defines.
fn component_of<'a>(piece: &Piece<'a>) -> Option<&'a str> {
    let rest = piece.inside.strip_prefix("component ").filter(|_| piece.is_tag())?;
    rest.trim_start().split(['(', ' ']).next()
}
