//! The words of documents: those built in, and the project's over them.

use super::{own_words, plain_words};
use crate::diagnostics::{Checked, Diagnostic, Source, clean};
use crate::plan::{Units, filled, read_texts};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// The file of words in a folder of templates.
pub const STRINGS: &str = "strings.yaml";

/// The words that are built in, with the comments that explain them.
pub const BUILT_IN_STRINGS: &str = include_str!("../../templates/strings.yaml");

/// Every text of documents that is no sentence of a template, by the names that lead to it: `labels.phase`.
#[derive(Clone, Debug)]
pub struct Words {
    texts: Arc<BTreeMap<String, String>>,
    /// How amounts are printed.
    pub units: Units,
}

impl Default for Words {
    /// Those that are built in.
    fn default() -> Self {
        static BUILT_IN: LazyLock<Words> = LazyLock::new(|| {
            let by_yaml = || {
                let source = Source::new(format!("built-in {STRINGS}"), BUILT_IN_STRINGS);
                let texts = read_texts(&source).unwrap_or_default();
                texts.into_iter().map(|it| (it.path, it.text)).collect()
            };
            Words::of(plain_words::read(BUILT_IN_STRINGS).unwrap_or_else(by_yaml))
        });
        BUILT_IN.clone()
    }
}

impl Words {
    /// The built-in words with those of a project over them, as far as they are right. `kinds` are the kinds of
    /// document that the project has, if all are known; one that is its own may have titles of its own.
    /// Errors: what keeps the project's from being read at all.
    pub(super) fn load(own: &Arc<Source>, kinds: Option<&Vec<&str>>) -> Checked<(Self, Vec<Diagnostic>)> {
        let built_in = Self::default();
        let (own, problems) = own_words::sift(&built_in, read_texts(own)?, kinds);
        let mut texts = Arc::unwrap_or_clone(built_in.texts);
        texts.extend(own.into_iter().map(|it| (it.path, visible(it.text))));
        Ok((Self::of(texts), problems))
    }

    fn of(texts: BTreeMap<String, String>) -> Self {
        let units = units(&texts);
        Self { texts: Arc::new(texts), units }
    }

    /// The text that these names lead to: `language`, `words.done`.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// The texts of a group, by name: `labels`, `titles.master-index`. Groups within it are left out.
    pub fn group<'a>(&'a self, group: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let start = format!("{group}.");
        let within = self.texts.range(start.clone()..).take_while({
            let start = start.clone();
            move |it| it.0.starts_with(&start)
        });
        let own = within.map(move |(path, text)| (&path[start.len()..], text.as_str()));
        own.filter(|it| !it.0.contains('.'))
    }

    /// The titles of the sections of a kind of document, with those of parts that it may include.
    pub fn titles(&self, kind: &str) -> BTreeMap<&str, &str> {
        self.group("titles.parts").chain(self.group(&format!("titles.{kind}"))).collect()
    }

    /// The sets of marks that there are; a set may have marks, boxes or both.
    pub fn marks(&self) -> BTreeSet<&str> {
        let sets = self
            .texts
            .keys()
            .filter_map(|it| it.split_once('.'))
            .filter(|it| matches!(it.0, "marks" | "boxes" | "bars"));
        sets.filter_map(|it| it.1.split('.').next()).collect()
    }

    /// The names that may follow those of a group: texts, and groups within it.
    pub fn names(&self, group: &str) -> BTreeSet<&str> {
        let start = below(group);
        let rest = self.texts.range(start.clone()..).map_while(|it| it.0.strip_prefix(start.as_str()));
        rest.filter_map(|it| it.split('.').next()).collect()
    }

    /// Whether a name may follow those of a group.
    pub fn has_name(&self, group: &str, name: &str) -> bool {
        let path = below(group) + name;
        self.texts.contains_key(&path) || self.is_group(&path)
    }

    /// Whether texts stand below a path.
    pub fn is_group(&self, path: &str) -> bool {
        let start = below(path);
        self.texts.range(start.clone()..).next().is_some_and(|it| it.0.starts_with(&start))
    }

    /// What a value is called, `None` if it has no name here.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.text(&format!("words.{name}"))
    }

    /// What a value is called, with its mark before it if the set has one.
    pub fn marked(&self, name: &str, set: &str) -> Option<String> {
        let word = self.word(name)?;
        let mark = self.text(&format!("marks.{set}.{name}")).filter(|it| !it.is_empty());
        Some(mark.map_or_else(|| word.to_owned(), |it| format!("{it} {word}")))
    }

    /// The box before an entry of a list, `None` if the status is none that has a box.
    pub fn tick_box(&self, status: &str, set: &str) -> Option<&str> {
        let of = |set: &str| self.text(&format!("boxes.{set}.{status}"));
        of(set).or_else(|| of("plain"))
    }

    /// So many percent as a bar of ten pieces; only a whole one is full.
    pub fn bar(&self, percent: u64, set: &str) -> String {
        let of = |set: &str, name: &str| self.text(&format!("bars.{set}.{name}"));
        let piece = |name: &str| of(set, name).or_else(|| of("plain", name)).unwrap_or_default();
        let full = usize::try_from(percent / 10).map_or(10, |it| it.min(10));
        piece("full").repeat(full) + &piece("empty").repeat(10 - full)
    }

    /// A number with the word after it, `None` if the word has no entry here.
    pub fn counted(&self, count: u64, of: &str) -> Option<String> {
        let form = if self.units.singular.contains(&count) { "one" } else { "other" };
        let word = self.text(&format!("counts.{of}.{form}"))?;
        Some(format!("{} {word}", self.units.number(count)))
    }

    /// A text with its places filled; the names that lead to it if it is not there.
    pub fn filled(&self, path: &str, values: &[(&str, &str)]) -> String {
        let value = |name: &str| values.iter().find(|it| it.0 == name).map(|it| it.1.to_owned());
        filled(self.text(path).unwrap_or(path), value)
    }
}

/// The numbers after which a word stands for one: `0, 1`.
pub(super) fn numbers(text: &str) -> Option<Vec<u64>> {
    text.split(',').map(|it| it.trim().parse().ok()).collect()
}

/// What the paths of all texts of a group begin with.
fn below(group: &str) -> String {
    if group.is_empty() { String::new() } else { format!("{group}.") }
}

fn units(texts: &BTreeMap<String, String>) -> Units {
    let text = |path: &str, known: &Cow<'static, str>| {
        texts.get(path).map_or_else(|| known.clone(), |it| it.clone().into())
    };
    let known = Units::ENGLISH;
    Units {
        minutes: text("amounts.minutes", &known.minutes),
        hours: text("amounts.hours", &known.hours),
        hours_and_minutes: text("amounts.hours_and_minutes", &known.hours_and_minutes),
        short_span: text("amounts.short_span", &known.short_span),
        long_span: text("amounts.long_span", &known.long_span),
        thousands: text("amounts.thousands", &known.thousands),
        credit: text("counts.credit.one", &known.credit),
        credits: text("counts.credit.other", &known.credits),
        singular: texts.get("singular").and_then(|it| numbers(it)).map_or(known.singular, Cow::Owned),
    }
}

/// A text that has nothing in it which would act on a page unseen.
fn visible(text: String) -> String {
    let acts = |it: char| it.is_control() || ('\u{fdd0}'..='\u{fdef}').contains(&it);
    if text.contains(acts) { clean(&text) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_print_amounts_as_the_program_does() {
        let words = Words::default();
        assert_eq!(words.units, Units::ENGLISH);
        assert_eq!(words.marks().into_iter().collect::<Vec<_>>(), ["emoji", "plain"]);
        assert_eq!(words.counted(1, "commit").as_deref(), Some("1 commit"));
        assert_eq!(words.counted(1200, "commit").as_deref(), Some("1,200 commits"));
        assert_eq!(words.marked("done", "emoji").as_deref(), Some("✅ done"));
        assert_eq!(words.marked("done", "plain").as_deref(), Some("done"));
        assert_eq!(words.tick_box("done", "own"), Some("[x]"));
        assert_eq!(
            (words.bar(0, "plain"), words.bar(79, "emoji")),
            ("----------".into(), "███████░░░".into())
        );
        assert_eq!(
            (words.bar(99, "own"), words.bar(180, "plain")),
            ("#########-".into(), "##########".into())
        );
    }
}
