//! What templates can do to values beside what the engine brings: print them for their place.

use super::escape::{capital, code, drawn, shell, unmarked, verbatim};
use super::markdown::anchor;
use crate::diagnostics::Diagnostic;
use crate::plan::{Interval, filled, holes};
use crate::templates::Words;
use chrono::DateTime;
use serde_json::json;
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Adds all filters and functions; must happen before templates are added.
pub(super) fn register(tera: &mut Tera, words: &Arc<Words>) {
    tera.register_filter("anchor", |text: &str, _: Kwargs, _: &State| anchor(&unmarked(text)));
    tera.register_filter("capital", |text: &str, _: Kwargs, _: &State| capital(text));
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State| code(text));
    tera.register_filter("drawn", |line: &str, _: Kwargs, _: &State| drawn(line));
    tera.register_filter("fill", fill);
    tera.register_filter("quoted", |text: &str, _: Kwargs, _: &State| json!(unmarked(text)).to_string());
    tera.register_filter("shell", |text: &str, _: Kwargs, _: &State| shell(text));
    tera.register_filter("short", |id: &str, _: Kwargs, _: &State| id.get(..8).unwrap_or(id).to_owned());
    tera.register_filter("verbatim", |text: &str, _: Kwargs, _: &State| verbatim(text));
    tera.register_function("link", link);
    register_amounts(tera, words);
    let own = Arc::clone(words);
    tera.register_filter("word", move |name: &str, values: Kwargs, state: &State| {
        fill(own.word(name).ok_or_else(|| no_word(&own, "words", name))?, values, state)
    });
}

/// Puts a set of marks into the filters that print them, in the stead of the one before.
pub(super) fn register_marks(tera: &mut Tera, words: &Arc<Words>, set: &str) {
    let (own, set) = (Arc::clone(words), set.to_owned());
    let of_set = set.clone();
    tera.register_filter("mark", move |name: &str, _: Kwargs, _: &State| {
        own.marked(name, &of_set).ok_or_else(|| no_word(&own, "words", name))
    });
    let (own, of_bars) = (Arc::clone(words), set.clone());
    tera.register_filter("bar", move |percent: u64, _: Kwargs, _: &State| own.bar(percent, &of_bars));
    let own = Arc::clone(words);
    tera.register_filter("box", move |status: &Value, _: Kwargs, _: &State| {
        let status = match status.as_bool() {
            Some(true) => "done",
            Some(false) => "open",
            None => status.as_str().unwrap_or_default(),
        };
        let mark = own.tick_box(status, &set);
        mark.map(str::to_owned).ok_or_else(|| no_word(&own, "boxes.plain", status))
    });
}

fn register_amounts(tera: &mut Tera, words: &Arc<Words>) {
    let own = Arc::clone(words);
    tera.register_filter("credits", move |it: u64, _: Kwargs, _: &State| {
        own.units.credits(Interval::exact(it))
    });
    let own = Arc::clone(words);
    tera.register_filter("thousands", move |number: u64, _: Kwargs, _: &State| own.units.number(number));
    let own = Arc::clone(words);
    tera.register_filter("time", move |minutes: u64, _: Kwargs, _: &State| own.units.hours(minutes));
    for form in ["date", "moment"] {
        let own = Arc::clone(words);
        tera.register_filter(form, move |text: &str, _: Kwargs, _: &State| {
            moment(text, own.text(&format!("amounts.{form}")).unwrap_or("%+"))
        });
    }
    let own = Arc::clone(words);
    tera.register_filter("plural", move |count: &Value, of: Kwargs, _: &State| plural(&own, count, &of));
}

/// An error about a name that the words do not have.
fn no_word(words: &Words, group: &str, name: &str) -> Error {
    let message = format!("there is no `{name}` in `{group}` of `templates/strings.yaml`");
    Error::message(hinted(&message, name, words.names(group)))
}

/// A message with the nearest known name, as it is taken apart again where errors are explained.
fn hinted<'a>(message: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let hint = Diagnostic::error("").suggest(name, known).hint;
    hint.map_or_else(|| message.to_owned(), |it| format!("{message}; hint: {it}"))
}

fn moment(text: &str, format: &str) -> TeraResult<String> {
    let moment = DateTime::parse_from_rfc3339(text);
    moment
        .map(|it| it.format(format).to_string())
        .map_err(|_| Error::message(format!("`{text}` is no moment")))
}

/// `3 | plural(of="step")` is `3 steps`, with the words of the project; `plural(one="step", many="steps")`
/// brings its own. A list counts its entries.
fn plural(words: &Words, count: &Value, arguments: &Kwargs) -> TeraResult<String> {
    let count = match count.as_array() {
        Some(entries) => entries.len() as u64,
        None => count.as_u64().ok_or_else(|| Error::message("only a number or a list has a plural"))?,
    };
    if let Some(of) = arguments.get::<String>("of")? {
        return words.counted(count, &of).ok_or_else(|| no_word(words, "counts", &of));
    }
    let word: String = arguments.must_get(if count == 1 { "one" } else { "many" })?;
    Ok(format!("{} {word}", words.units.number(count)))
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over")]
/// `"{done} of {total}" | fill(done=3, total=4)` is `3 of 4`.
fn fill(text: &str, values: Kwargs, _: &State) -> TeraResult<String> {
    let value = |name: &str| values.get::<Value>(name).ok().flatten().map(|it| it.to_string());
    match holes(text).find(|it| value(it).is_none()) {
        Some(missing) => Err(Error::message(format!("`{{{missing}}}` of this text is not given"))),
        None => Ok(filled(text, value)),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over")]
/// `link(kind="phase-prompt", id="2A")` is the path of that page, relative to the page at hand; that page itself
/// while it is not known which pages there are.
fn link(arguments: Kwargs, state: &State) -> TeraResult<String> {
    let kind: String = arguments.must_get("kind")?;
    let id: Option<String> = arguments.get("id")?;
    let pages: Value = state.get("pages")?.unwrap_or_else(Value::none);
    let own: String = state.get("page")?.unwrap_or_default();
    if pages.is_none() {
        return Ok(relative(&own, &own));
    }
    let subjects = entry(&pages, Some(&kind));
    let found = subjects.and_then(|it| entry(it, id.as_deref()));
    let missing = || {
        let about = id.as_ref().filter(|_| subjects.is_some()).map(|it| format!(" about `{it}`"));
        let (wrong, map) = match (&id, subjects) {
            (Some(id), Some(subjects)) => (id, subjects),
            _ => (&kind, &pages),
        };
        let known = map.as_map().into_iter().flat_map(|it| it.iter()).filter_map(|it| it.0.as_str());
        let message = format!("there is no page of kind `{kind}`{}", about.unwrap_or_default());
        Error::message(hinted(&message, wrong, known))
    };
    Ok(relative(&own, found.and_then(Value::as_str).ok_or_else(missing)?))
}

/// The entry of a map with this key; the first one if no key is given.
fn entry<'a>(map: &'a Value, key: Option<&str>) -> Option<&'a Value> {
    let mut entries = map.as_map()?.iter();
    entries.find(|(name, _)| key.is_none() || name.as_str() == key).map(|(_, value)| value)
}

/// The path from one page to another.
fn relative(from: &str, to: &str) -> String {
    let (mut from, mut to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    while from.len() > 1 && to.len() > 1 && from[0] == to[0] {
        from.remove(0);
        to.remove(0);
    }
    "../".repeat(from.len() - 1) + &to.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_page_to_page() {
        assert_eq!(relative("MASTER_INDEX.md", "prompts/P.md"), "prompts/P.md");
        assert_eq!(relative("prompts/P.md", "MASTER_INDEX.md"), "../MASTER_INDEX.md");
        assert_eq!(relative("prompts/P.md", "prompts/Q.md"), "Q.md");
        assert_eq!(relative("a/b/P.md", "a/c/Q.md"), "../c/Q.md");
    }
}
