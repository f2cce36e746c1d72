//! What templates can do to values beside what the engine brings: print them for their place.

use super::escape::{code, unmarked, verbatim};
use super::markdown::anchor;
use crate::plan::Interval;
use chrono::DateTime;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Adds all filters and functions; must happen before templates are added.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("anchor", |text: &str, _: Kwargs, _: &State| anchor(&unmarked(text)));
    tera.register_filter("box", |done: bool, _: Kwargs, _: &State| if done { "[x]" } else { "[ ]" });
    tera.register_filter("code", |text: &str, _: Kwargs, _: &State| code(text));
    tera.register_filter("credits", |credits: u64, _: Kwargs, _: &State| Interval::exact(credits).credits());
    tera.register_filter("date", |text: &str, _: Kwargs, _: &State| moment(text, "%Y-%m-%d"));
    tera.register_filter("moment", |text: &str, _: Kwargs, _: &State| moment(text, "%Y-%m-%d %H:%M %z"));
    tera.register_filter("plural", plural);
    tera.register_filter("short", |id: &str, _: Kwargs, _: &State| id.get(..8).unwrap_or(id).to_owned());
    tera.register_filter("thousands", |number: u64, _: Kwargs, _: &State| crate::plan::thousands(number));
    tera.register_filter("time", |minutes: u64, _: Kwargs, _: &State| crate::plan::hours(minutes));
    tera.register_filter("verbatim", |text: &str, _: Kwargs, _: &State| verbatim(text));
    tera.register_function("link", link);
}

fn moment(text: &str, format: &str) -> TeraResult<String> {
    let moment = DateTime::parse_from_rfc3339(text);
    moment
        .map(|it| it.format(format).to_string())
        .map_err(|_| Error::message(format!("`{text}` is no moment")))
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over")]
/// `3 | plural(one="step", many="steps")` is `3 steps`; a list counts its entries.
fn plural(count: &Value, words: Kwargs, _: &State) -> TeraResult<String> {
    let count = match count.as_array() {
        Some(entries) => entries.len() as u64,
        None => count.as_u64().ok_or_else(|| Error::message("only a number or a list has a plural"))?,
    };
    let word: String = words.must_get(if count == 1 { "one" } else { "many" })?;
    Ok(format!("{} {word}", crate::plan::thousands(count)))
}

#[expect(clippy::needless_pass_by_value, reason = "the engine hands arguments over")]
/// `link(kind="phase-prompt", id="2A")` is the path of that page, relative to the page at hand.
fn link(arguments: Kwargs, state: &State) -> TeraResult<String> {
    let kind: String = arguments.must_get("kind")?;
    let id: Option<String> = arguments.get("id")?;
    let pages: Value = state.get("pages")?.unwrap_or_else(Value::none);
    let own: String = state.get("page")?.unwrap_or_default();
    let subjects = entry(&pages, Some(&kind));
    let found = subjects.and_then(|it| entry(it, id.as_deref()));
    let missing = || {
        let about = id.as_ref().map(|it| format!(" about `{it}`")).unwrap_or_default();
        Error::message(format!("there is no page of kind `{kind}`{about}"))
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
